"""The work list by state, region and age, and the index that it reads."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, insert, inspect, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.paging import Halaman
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.status import StatusUsulan
from app.wilayah.lingkup import Lingkup
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA_KAB_LAIN

AKAR = "/v1/petugas/usulan"
S, J = StatusUsulan, Jabatan


async def test_the_work_list_is_narrowed_to_a_region_and_to_what_has_waited(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    kabkota = await masuk(J.OPERATOR_KABKOTA)
    lama, baru = [await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN) for _ in range(2)]
    await sesi.execute(update(Usulan).where(Usulan.id == lama.id).values(status_at=now() - timedelta(days=8)))

    async def daftar(**saring: str | int) -> list[str]:
        return [b["ref"] for b in (await kabkota.get(AKAR, params={"status": "DIAJUKAN", **saring})).json()["data"]]

    assert await daftar(menunggu_hari=7) == [lama.ref.teks]
    assert await daftar(menunggu_hari=9) == []
    assert set(await daftar(kode_wilayah=lama.kode_desa[:8])) == {lama.ref.teks, baru.ref.teks}
    for luar in ("32.04.06", str(DESA_KAB_LAIN), "33"):
        assert await daftar(kode_wilayah=luar) == []
    assert set(await daftar(kode_wilayah="32")) == {lama.ref.teks, baru.ref.teks}
    assert (await kabkota.get(AKAR, params={"menunggu_hari": -1})).status_code == 422


async def _perbanyak(sesi: AsyncSession, contoh: Usulan) -> None:
    """Copy a case some hundred times: on an empty table that a vacuum has seen, every index costs the same."""
    lain = [k for k in inspect(Usulan).columns if k.name != "id"]
    deret = func.generate_series(1, 500).table_valued("n")
    salin = select(func.gen_random_uuid(), *lain).join_from(inspect(Usulan).local_table, deret, true())
    asal = ["id", *(k.name for k in lain)]
    await sesi.execute(insert(Usulan).from_select(asal, salin.where(Usulan.id == contoh.id)))


@pytest.mark.parametrize("status", [S.DIAJUKAN, None])
@pytest.mark.parametrize("wilayah", ["32.04.05.2001", "32.04", ""])
async def test_the_work_list_reads_an_index(
    sesi: AsyncSession, wadah: Wadah, status: StatusUsulan | None, wilayah: str
) -> None:
    dikirim: list[tuple[str, object]] = []
    koneksi = await sesi.connection()
    await _perbanyak(sesi, await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN))
    await sesi.execute(text("SET LOCAL enable_seqscan = off"))

    def dengar(_k: object, _c: object, sql: str, isi: object, *_: object) -> None:
        dikirim.append((sql, isi))

    event.listen(koneksi.sync_connection, "before_cursor_execute", dengar)
    lingkup = Lingkup((wilayah,)) if wilayah else Lingkup.nasional()
    await UsulanRepository(sesi).daftar_kerja(status, None, lingkup, Halaman(20, None, b"k" * 32), menunggu_hari=3)
    event.remove(koneksi.sync_connection, "before_cursor_execute", dengar)
    ((sql, isi),) = dikirim
    rencana = "\n".join((await koneksi.exec_driver_sql(f"EXPLAIN {sql}", isi)).scalars())  # type: ignore[arg-type]
    assert "Seq Scan" not in rencana
    assert "ix_usulan_status_kode_desa_status_at" in rencana or "ix_usulan_kode_desa_status_at_id" in rencana
