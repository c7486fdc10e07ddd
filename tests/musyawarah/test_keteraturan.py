"""B.4 and B.7: a village meets at least every three months; who answers for it is told when it does not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.ids import id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.musyawarah.keteraturan import TUGAS_INGATKAN, KeteraturanService, ingatkan, tambah_bulan
from app.musyawarah.models import Musyawarah
from app.musyawarah.status import JenisMusyawarah, StatusMusyawarah
from app.notifikasi.models import KotakMasuk
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import buat_musyawarah
from tests.pabrik import verval as pabrik

JALUR = "/v1/petugas/musyawarah/keteraturan?kecamatan=32.04.05&batas=200"
LAMA = 200


async def bermusyawarah(sesi: AsyncSession, hari: date, kode_desa: str = pabrik.DESA) -> None:
    """A meeting of that day, closed."""
    sesi.add(
        Musyawarah(
            id=id_baru(),
            kode_desa=kode_desa,
            jenis=JenisMusyawarah.MUSDES,
            status=StatusMusyawarah.FINAL,
            tanggal=hari,
            waktu_mulai=now().time(),
            tempat="Aula",
            indikator=[],
            penandatangan=[],
            dibuat_oleh=id_baru(),
            created_at=now(),
        )
    )
    await sesi.commit()


async def test_each_village_shows_when_it_met_is_due_and_will_meet(
    operator: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    await bermusyawarah(sesi, hari_ini() - timedelta(days=LAMA))
    await bermusyawarah(sesi, hari_ini() - timedelta(days=LAMA + 1))
    await bermusyawarah(sesi, hari_ini() - timedelta(days=3), "32.04.05.2002")
    await buat_musyawarah(operator)
    tksk = await masuk(Jabatan.TKSK, ("32.04.05",))
    baris = {d["kode_desa"]: d for d in (await tksk.get(JALUR)).json()["data"]}
    lama, baru, belum = (baris[f"32.04.05.200{n}"] for n in (1, 2, 3))
    terakhir = hari_ini() - timedelta(days=LAMA)
    assert (lama["terakhir"], lama["is_terlambat"]) == (terakhir.isoformat(), True)
    assert lama["jatuh_tempo"] == tambah_bulan(terakhir, 3).isoformat()
    assert lama["berikut"] == hari_ini().isoformat()
    assert (baru["is_terlambat"], baru["berikut"]) == (False, None)
    assert (belum["terakhir"], belum["jatuh_tempo"], belum["is_terlambat"]) == (None, None, True)


async def test_villages_outside_the_area_are_not_listed(operator: Klien, masuk: Masuk) -> None:
    assert [d["kode_desa"] for d in (await operator.get(JALUR)).json()["data"]] == [pabrik.DESA]
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.17",))
    assert (await asing.get(JALUR)).json()["data"] == []
    assert (await operator.get("/v1/petugas/musyawarah/keteraturan?kecamatan=32.04")).status_code == 422


async def test_an_overdue_village_is_told_once_for_its_due_day(wadah: Wadah, sesi: AsyncSession) -> None:
    akun = {
        j: await pabrik.enumerator(sesi, wadah, w, jabatan=j)
        for j, w in (
            (Jabatan.OPERATOR_DESA, pabrik.DESA),
            (Jabatan.TKSK, "32.04.05"),
            (Jabatan.VERIFIKATOR, "32.04"),
            (Jabatan.ENUMERATOR, "32.04.05"),
        )
    }
    await bermusyawarah(sesi, hari_ini() - timedelta(days=LAMA))
    await bermusyawarah(sesi, hari_ini(), "32.04.05.2002")
    assert await ingatkan(wadah) == 1
    tahu = set(await sesi.scalars(select(KotakMasuk.akun_id)))
    assert tahu == {akun[j] for j in (Jabatan.OPERATOR_DESA, Jabatan.TKSK, Jabatan.VERIFIKATOR)}
    assert await ingatkan(wadah) == 0
    await jalankan(wadah, TUGAS_INGATKAN, {})
    assert len((await sesi.scalars(select(KotakMasuk))).all()) == 3


async def test_where_a_village_has_no_operator_the_one_of_the_kabkota_is_told(wadah: Wadah, sesi: AsyncSession) -> None:
    kabkota = await pabrik.enumerator(sesi, wadah, "32.04", jabatan=Jabatan.OPERATOR_KABKOTA)
    desa = await pabrik.enumerator(sesi, wadah, "32.04.05.2002", jabatan=Jabatan.OPERATOR_DESA)
    for kode in (pabrik.DESA, "32.04.05.2002"):
        await bermusyawarah(sesi, hari_ini() - timedelta(days=LAMA), kode)
    assert await ingatkan(wadah) == 2
    assert sorted(await sesi.scalars(select(KotakMasuk.akun_id))) == sorted([kabkota, desa]), "each of one village"


async def test_a_village_that_never_met_is_told_when_names_wait_there(wadah: Wadah, sesi: AsyncSession) -> None:
    await pabrik.usulan(sesi, wadah, S.LENGKAP)
    layanan = KeteraturanService.rakit(sesi, wadah)
    assert await layanan.terlambat() == {}
    await sesi.execute(update(Usulan).values(status_at=now() - timedelta(days=LAMA)))
    assert await layanan.terlambat() == {"32.04": {pabrik.DESA: hari_ini().replace(day=1)}}
    await bermusyawarah(sesi, hari_ini())
    assert await layanan.terlambat() == {}


@pytest.mark.parametrize(
    ("hari", "bulan", "harap"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2027, 1, 31), -3, date(2026, 10, 31)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(hari: date, bulan: int, harap: date) -> None:
    assert tambah_bulan(hari, bulan) == harap
