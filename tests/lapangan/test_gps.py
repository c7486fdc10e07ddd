"""What place, time and photos of a visit make one ask: findings for a human, refusals for nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Lapangan
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.wadah import Wadah
from app.lapangan.gps import jarak_m, periksa
from app.temuan.models import Temuan
from app.temuan.status import JenisTemuan as J
from app.usulan.status import StatusUsulan as S
from app.verval.entitas import Letak
from app.verval.survei import TUGAS_PERIKSA_KUNJUNGAN
from tests.conftest import Klien
from tests.lapangan.conftest import Pencacah, item, kirim, kunjungan, potret, ref, tugaskan
from tests.pabrik import verval as pabrik
from tests.pabrik.gambar import foto

PAGI = datetime(2026, 11, 21, 2, tzinfo=UTC)
DERAJAT = 1 / 111_195
"""One metre to the north, in degrees."""
ATURAN = Lapangan()


def letak(utara_m: float = 0, menit: int = 0, lama: int = 20, **ganti: Any) -> Letak:
    """A visit so many metres north of a house in Cileunyi, begun so many minutes after nine."""
    dasar: dict[str, Any] = {
        "ref": Ref(id_baru(), id_baru()),
        "usulan_ref": Ref(id_baru(), id_baru()),
        "id": id_baru(),
        "jawaban_id": id_baru(),
        "enumerator_id": id_baru(),
        "kode_desa": "32.04.05.2001",
        "mulai_at": PAGI + timedelta(minutes=menit),
        "selesai_at": PAGI + timedelta(minutes=menit + lama),
        "lintang": -6.94 + utara_m * DERAJAT,
        "bujur": 107.75,
        "akurasi_m": 8.0,
    }
    return Letak(**dasar | ganti)


def jenis(ini: Letak, petugas: list[Letak] | None = None, desa: list[Letak] | None = None) -> list[J]:
    return [d.jenis for d in periksa(ini, petugas or [], desa or [], ATURAN)]


def test_distances_are_metres() -> None:
    assert jarak_m(letak(), letak(1000)) == pytest.approx(1000, abs=1)
    assert jarak_m(letak(), letak(lintang=-6.2, bujur=106.8166)) == pytest.approx(132_000, rel=0.01)


def test_the_same_spot_minutes_apart_is_asked_about() -> None:
    """F8: one enumerator, same GPS, minutes apart."""
    ini = letak()
    assert jenis(ini, [letak(5, 25)]) == [J.LOKASI_BERULANG]
    assert jenis(ini, [letak(5, 40), letak(60, 25), letak(5, 25, ref=ini.ref)]) == []


def test_two_visits_that_one_person_cannot_make_are_asked_about() -> None:
    assert jenis(letak(), [letak(30_000, 30)]) == [J.WAKTU_TIDAK_WAJAR]
    assert jenis(letak(), [letak(-30_000, -35)]) == [J.WAKTU_TIDAK_WAJAR]
    assert jenis(letak(), [letak(5_000, 10)]) == [J.WAKTU_TIDAK_WAJAR], "they overlap"
    assert jenis(letak(), [letak(5_000, 30), letak(400, 10), letak(30_000, 60)]) == []


def test_a_coarse_position_is_asked_about() -> None:
    assert jenis(letak(akurasi_m=101)) == [J.LOKASI_TIDAK_TELITI]
    assert jenis(letak(akurasi_m=100)) == []


def test_far_from_all_earlier_visits_of_the_desa_is_asked_about_once_there_are_enough() -> None:
    desa = [letak(n * 50) for n in range(-12, 13)]
    assert jenis(letak(4_000), desa=desa) == [J.LOKASI_DI_LUAR_DESA]
    assert jenis(letak(2_900), desa=desa) == []
    assert jenis(letak(4_000, akurasi_m=99), desa=desa) == [J.LOKASI_DI_LUAR_DESA]
    assert jenis(letak(4_000), desa=desa[:19]) == []
    luas = [letak(n * 500) for n in range(-12, 13)]
    assert jenis(letak(9_000), desa=luas) == []


async def jalankan_antrean(sesi: AsyncSession, wadah: Wadah, tugas: str) -> None:
    antre = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = :nama")
    assert await sesi.scalar(antre, {"nama": TUGAS_PERIKSA_KUNJUNGAN})
    for _ in range(2):
        await jalankan(wadah, TUGAS_PERIKSA_KUNJUNGAN, {"ref": ref(tugas)})


@pytest.fixture
async def dua(sesi: AsyncSession, wadah: Wadah, verifikator: Klien, pencacah: Pencacah) -> tuple[str, str]:
    """Two families of one enumerator."""
    kasus = [await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH) for _ in range(2)]
    return await tugaskan(verifikator, kasus[0], pencacah), await tugaskan(verifikator, kasus[1], pencacah)


async def test_a_suspicion_is_a_finding_that_holds_the_case_up_and_refuses_nothing(
    dua: tuple[str, str], pencacah: Pencacah, sesi: AsyncSession, wadah: Wadah
) -> None:
    for n, tugas in enumerate(dua):
        for j in wadah.pengaturan.lapangan.foto_wajib:
            berkas = {"berkas": ("x", foto((64 + n, 48)))}
            jawab = await pencacah.klien.post(f"{tugas}/foto", data={"jenis": j}, files=berkas)
            assert jawab.status_code == 201
        (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(akurasi_m=500 * n + 1)))
        assert hasil["keadaan"] == "SELESAI"
    await jalankan_antrean(sesi, wadah, dua[0])
    await jalankan_antrean(sesi, wadah, dua[1])
    temuan = (await sesi.scalars(select(Temuan).order_by(Temuan.jenis))).all()
    hitung = {(t.jenis, t.keluarga_id) for t in temuan}
    assert len(hitung) == len(temuan) == 3
    assert [t.jenis for t in temuan] == [J.LOKASI_BERULANG, J.LOKASI_BERULANG, J.LOKASI_TIDAK_TELITI]


async def test_the_same_picture_for_two_families_is_a_finding(
    dua: tuple[str, str], pencacah: Pencacah, sesi: AsyncSession, wadah: Wadah
) -> None:
    for tugas, mulai in zip(dua, (-6.9401, -6.9408), strict=True):
        await potret(pencacah, tugas)
        await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(lintang=mulai)))
    await jalankan_antrean(sesi, wadah, dua[1])
    assert [t.jenis for t in await sesi.scalars(select(Temuan))] == [J.FOTO_BERULANG]


async def test_nothing_is_found_of_a_visit_that_is_none(sesi: AsyncSession, wadah: Wadah) -> None:
    await jalankan(wadah, TUGAS_PERIKSA_KUNJUNGAN, {"ref": str(Ref(id_baru(), id_baru()))})
    assert (await sesi.scalars(select(Temuan))).all() == []
