"""`kill -9` of the process that computes a run, again and again: nothing is lost and the result is the same bytes."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Desil, Pengaturan
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.putaran import PutaranService
from app.desil.tugas import hitung
from app.operasi.embedded import ServerLokal
from tests.pabrik import desil as pabrik
from tests.pabrik.pembunuhan import Pembunuh, basisdata_sendiri, lakukan

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 30
DESA = ("32.04.05.2001", "32.73.01.1001", "11.01.01.2001")
BARIS = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT keluarga_id, skor, versi, kabkota, bobot FROM skor_keluarga WHERE putaran_no = :n) b"""
SEBARAN = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT kabkota, e, o, k FROM sebaran_skor, unnest(ember, orang, keluarga) u (e, o, k) WHERE putaran_no = :n) b"""
BATAS = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT kode, keluarga, orang, batas FROM batas_desil
    WHERE putaran_id = (SELECT id FROM putaran WHERE nomor = :n)) b"""
PUTARAN = "SELECT tahap || keluarga || '/' || keluarga_berperingkat FROM putaran WHERE nomor = :n"


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    with basisdata_sendiri(server, templat, folder) as asal:
        yield asal.model_copy(update={"desil": Desil(potongan=60, sambungan=2)})


async def _siap(sesi: AsyncSession, wadah: Wadah, kode: str) -> tuple[UUID, int]:
    putaran = await pabrik.putaran(sesi, wadah, kode, sampai="siapkan")
    await PutaranService.rakit(sesi, wadah).hitung(putaran.id, pabrik.admin())
    return putaran.id, putaran.nomor


def siapkan(aturan: Pengaturan, kode: str) -> tuple[UUID, int]:
    async def kerja(wadah: Wadah) -> tuple[UUID, int]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return await _siap(sesi, wadah, kode)

    return lakukan(aturan, kerja)


def hasil(aturan: Pengaturan, nomor: int) -> list[str]:
    async def kerja(wadah: Wadah) -> list[str]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return [await sesi.scalar(text(s), {"n": nomor}) for s in (BARIS, SEBARAN, BATAS, PUTARAN)]

    return lakukan(aturan, kerja)


def test_thirty_kills_at_random_moments_leave_the_bytes_of_an_undisturbed_run(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            for i, desa in enumerate(DESA):
                semua = [{"luas_kapita": 100 + 37 * n % 900 + i, "ukuran": n % 9} for n in range(700)]
                await pabrik.keluarga_banyak(sesi, semua, kode_desa=desa)

    lakukan(aturan, isi)
    acuan, nomor = siapkan(aturan, "2020-01")
    pembunuh, ke = Pembunuh(aturan, hitung, PEMBUNUHAN, paling_lama=1.0), 0
    assert pembunuh.sekali({"putaran_id": str(acuan)})
    benar = hasil(aturan, nomor)
    assert benar[3].startswith("SELESAI2100/")
    while not pembunuh.is_cukup:
        ke += 1
        putaran_id, nomor = siapkan(aturan, f"20{20 + ke // 12}-{1 + ke % 12:02d}")
        while not (pembunuh.sekali({"putaran_id": str(putaran_id)}) and hasil(aturan, nomor)[3].startswith("SELESAI")):
            pass
        assert hasil(aturan, nomor) == benar


def test_kills_leave_a_run_that_builds_on_another_as_an_undisturbed_one(aturan: Pengaturan) -> None:
    keluarga: list[UUID] = []

    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            for i, desa in enumerate(DESA):
                semua = [{"luas_kapita": 100 + 37 * n % 900 + i, "ukuran": 1 + n % 8} for n in range(700)]
                keluarga.extend(await pabrik.keluarga_banyak(sesi, semua, kode_desa=desa))

    lakukan(aturan, isi)
    dasar, _ = siapkan(aturan, "2020-01")
    pembunuh = Pembunuh(aturan, hitung, 6, paling_lama=1.0)
    assert pembunuh.sekali({"putaran_id": str(dasar)})

    async def berlakukan(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            service = PutaranService.rakit(sesi, wadah)
            await service.tinjau(dasar, pabrik.admin())
            await service.sahkan(dasar, pabrik.admin(Jabatan.PENETAP))
            for n, satu in enumerate(keluarga[::12]):
                await pabrik.ubah(sesi, satu, luas_kapita=900 + 50 * n)

    lakukan(aturan, berlakukan)
    terhitung, is_tenang, ke = list[list[str]](), False, 0
    while not is_tenang:
        is_tenang, ke = pembunuh.is_cukup, ke + 1
        putaran_id, nomor = siapkan(aturan, f"20{20 + ke // 12}-{1 + ke % 12:02d}")
        while not (pembunuh.sekali({"putaran_id": str(putaran_id)}) and hasil(aturan, nomor)[3].startswith("SELESAI")):
            pass
        terhitung.append(hasil(aturan, nomor))
    assert terhitung[-1][3].startswith("SELESAI2100/")
    assert terhitung == [terhitung[-1]] * ke, "the last was left in peace"
