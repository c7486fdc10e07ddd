"""The work list by state, region and age."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan
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
