"""What leaves as our own format comes back: imported where it came from, a file of the registry changes nothing.

The cells that were made safe against formulas are the names and addresses that were there.
"""

import csv
import io
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_tabel.bentuk import KodeFormat
from app.core.db import transaksi
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.jawaban import JawabanService
from app.keluarga.kanonik import REGISTRI
from app.keluarga.service import KeluargaService
from tests.conftest import Masuk
from tests.ekspor.conftest import Buat, unduh
from tests.impor.pembantu import HARI, berkas, catatan, hitung, impor, keluarga
from tests.pabrik import keluarga as pabrik

TUJUAN = {"tujuan": "PERBAIKAN_DATA"}
TABEL = ("keluarga", "individu", "anggota_keluarga", "nik_indeks", "jawaban_survei", "temuan")


async def _terdaftar(sesi: AsyncSession, wadah: Wadah, **keluarga: int) -> Ref:
    """Register a family that answered Regsosek on the day of the files."""
    anak = pabrik.anggota(nama="=HYPERLINK(1)")
    ref = await pabrik.daftarkan(sesi, wadah, pabrik.subjek(anak, alamat="Gg. Kenari; =1 'A'", telepon="+628123456789"))
    orang = {
        str(a.individu_id): pabrik.orang(p407=9 if a.individu_id != ref.id else 36, p409=3, p405=2)
        for a in (await KeluargaService.rakit(sesi, wadah).baca(ref.keluarga_id)).aktif
    }
    orang[str(ref.id)] = pabrik.kepala(pabrik.REGSOSEK, p407=36, p405=1)
    isian = pabrik.isian()
    isian["keluarga"] |= {f"{n[1:]}": v for n, v in keluarga.items()}
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        ref.keluarga_id,
        "REGSOSEK2022K",
        isian | {"individu": orang},
        sumber="KUNJUNGAN",
        tanggal=HARI,
        pelaku=None,
    )
    await sesi.commit()
    return ref


async def _kanonik(wadah: Wadah, ref: Ref) -> dict[str, object]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        cari = text("SELECT * FROM variabel_kanonik WHERE keluarga_id = :k")
        baris = (await sesi.execute(cari, {"k": ref.keluarga_id})).mappings().one()
    return {n: baris[n] for n in REGISTRI}


@pytest.mark.parametrize("bentuk", ["CSV", "XLSX"])
async def test_a_file_that_comes_back_changes_nothing(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah, bentuk: str
) -> None:
    await _terdaftar(sesi, wadah)
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = (await unduh(klien, (await buat(klien, bentuk=bentuk, is_berlabel=True))["id"])).content
    sebelum = await hitung(wadah, *TABEL)
    satu, jumlah = await impor(wadah, isi, format_=KodeFormat.DTKS1)
    assert (jumlah.dibaca, jumlah.sama) == (2, 2), (jumlah, await catatan(wadah, satu.id))
    assert await hitung(wadah, *TABEL) == sebelum


async def test_numbers_that_nobody_has_come_back_blank_and_are_no_news(masuk: Masuk, buat: Buat, wadah: Wadah) -> None:
    baris = keluarga({"nama": "Asep", "nik": "123"}, {"nama": "Ujang", "nik": ""}, kk="12", kunci_keluarga="K-1")
    _, jumlah = await impor(wadah, berkas([*baris, *keluarga(kk="", kunci_keluarga="K-2")]))
    assert jumlah.anomali == 4
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(text("UPDATE temuan SET status = 'TERBUKTI'"))
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = (await unduh(klien, (await buat(klien))["id"])).content
    sebelum = await hitung(wadah, *TABEL)
    satu, jumlah = await impor(wadah, isi, format_=KodeFormat.DTKS1)
    assert (jumlah.dibaca, jumlah.sama) == (4, 4), (jumlah, await catatan(wadah, satu.id))
    assert await hitung(wadah, *TABEL) == sebelum
    async with transaksi(wadah.pabrik_sesi) as sesi:
        status = list(await sesi.scalars(text("SELECT DISTINCT status FROM temuan")))
    assert status == ["TERBUKTI"]


@pytest.mark.parametrize("bahan_bakar", [2, 3, 12])
async def test_our_dtsen_file_comes_back_and_takes_no_answer_away(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah, bahan_bakar: int
) -> None:
    ref = await _terdaftar(sesi, wadah, p308=bahan_bakar, p305=6)
    dulu = await _kanonik(wadah, ref)
    isi = await _dtsen(masuk, buat)
    assert [b["bahan_bakar_utama_memasak"] for b in _baris(isi)] == [str(bahan_bakar % 12)] * 2
    sebelum = await hitung(wadah, *TABEL)
    satu, jumlah = await impor(wadah, isi, format_=KodeFormat.DTSEN, hari=HARI)
    assert (jumlah.dibaca, jumlah.sama) == (2, 2), (jumlah, await catatan(wadah, satu.id))
    assert await hitung(wadah, *TABEL) == sebelum
    assert await _kanonik(wadah, ref) == dulu


async def test_a_blank_cell_of_a_newer_file_keeps_the_answer_on_record(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    ref = await _terdaftar(sesi, wadah, p308=3)
    dulu = await _kanonik(wadah, ref)
    ubah = {"bahan_bakar_utama_memasak": "", "jenis_dinding_terluas": "6", "tanggal_pendataan": "2026-01-16"}
    baris = [b | ubah for b in _baris(await _dtsen(masuk, buat))]
    satu, jumlah = await impor(wadah, berkas(baris), format_=KodeFormat.DTSEN, hari=HARI)
    assert (jumlah.dibaca, jumlah.diterima) == (2, 2), (jumlah, await catatan(wadah, satu.id))
    assert await _kanonik(wadah, ref) == dulu | {"dinding": 6}
    klien = await masuk(Jabatan.VERIFIKATOR)
    alamat = f"/v1/petugas/keluarga/{Ref(ref.keluarga_id, ref.keluarga_id).teks}/jawaban"
    semua = (await klien.get(alamat, params=TUJUAN)).json()["data"]
    isi = (await klien.get(f"{alamat}/{semua[0]['id']}", params=TUJUAN)).json()
    assert isi["tanggal"] == "2026-01-16"
    [bawaan] = isi["terbawa"]
    assert (bawaan["tanggal"], [b["no"] for b in bawaan["keluarga"]]) == (HARI.isoformat(), ["308"])
    async with transaksi(wadah.pabrik_sesi) as sesi_baca:
        tertua = await JawabanService.rakit(sesi_baca, wadah).hari_tertua(ref.keluarga_id, UUID(isi["id"]))
    assert tertua == HARI


async def _dtsen(masuk: Masuk, buat: Buat) -> bytes:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    return (await unduh(klien, (await buat(klien, himpunan="DTSEN"))["id"])).content


def _baris(isi: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(isi.decode("utf-8-sig")))]
