"""Files of a dirty population come back, on the day of its data and later: nothing that was known is lost.

What a layout cannot say of a family is not taken away by it, and does not look newer than it is.
"""

import csv
import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.berkas_tabel.bentuk import KodeFormat
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.entitas import JawabanLengkap
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kanonik import REGISTRI, turunkan
from app.keluarga.service import KeluargaService
from app.keluarga.terjemah import terjemah, terjemahan
from app.sintetis.lembar import Pesanan
from app.sintetis.tulis import Pisah, nama_berkas, tulis
from tests.conftest import Masuk
from tests.ekspor.conftest import Buat, unduh
from tests.impor.pembantu import catatan, hitung, impor, pengimpor

HARI = date(2026, 6, 30)
LAHIR_AKHIR = "2024-08-31"
"""Who is born later is asked of disability by PBDT, and by DTSEN not yet."""
TABEL = ("keluarga", "individu", "anggota_keluarga", "nik_indeks", "jawaban_survei", "temuan")
HIMPUNAN = {"REGISTRI": KodeFormat.DTKS1, "DTSEN": KodeFormat.DTSEN}
HARI_KOLOM = {"REGISTRI": "tanggal_data", "DTSEN": "tanggal_pendataan"}
UMUR = {KodeInstrumen.PBDT2015: "umur", KodeInstrumen.REGSOSEK2022K: "407", KodeInstrumen.DTSEN2025: "407"}
Tahu = dict[UUID, dict[str, object]]


async def _kanonik(wadah: Wadah) -> Tahu:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        baris = (await sesi.execute(text("SELECT * FROM variabel_kanonik"))).mappings().all()
    return {b["keluarga_id"]: {n: b[n] for n in REGISTRI} for b in baris}


async def _jawaban(wadah: Wadah) -> Mapping[UUID, JawabanLengkap]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        semua = list(await sesi.scalars(text("SELECT keluarga_id FROM keluarga")))
        return await KeluargaService.rakit(sesi, wadah).jawaban_terakhir_banyak(semua)


async def _desa(wadah: Wadah) -> dict[UUID, str]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        baris = await sesi.execute(text("SELECT keluarga_id, kode_desa FROM keluarga"))
        return {b.keluarga_id: b.kode_desa for b in baris}


def _menua(dulu: JawabanLengkap, kini: JawabanLengkap) -> dict[str, Any]:
    """Return the old answers with the ages of the new ones."""
    isi, (soal, baru) = deepcopy(dulu.isi), (UMUR[dulu.instrumen], UMUR[kini.instrumen])
    for siapa, jawaban in isi["individu"].items():
        jawaban[soal] = kini.isi["individu"][siapa][baru]
    return isi


def _datar(isi: Mapping[str, Any]) -> dict[tuple[str, str], object]:
    rumah = {("keluarga", n): v for n, v in isi.get("keluarga", {}).items()}
    diri = {(k, n): v for k, jawab in isi.get("individu", {}).items() for n, v in jawab.items()}
    return {t: v for t, v in (rumah | diri).items() if t[1] not in UMUR.values()}


def _hilang(dulu: JawabanLengkap, kini: JawabanLengkap) -> list[tuple[str, str]]:
    """Return which answers the family gave are neither in the newest sheet nor came along with it."""
    ada, alat = _datar(kini.isi), muat(kini.instrumen)
    terbawa = {t: v for b in kini.isi.get("terbawa", ()) for t, v in _datar(b).items()}
    hilang = []
    for (siapa, no), nilai in _datar(dulu.isi).items():
        bagian = "keluarga" if siapa == "keluarga" else "individu"
        jawaban = kini.isi["keluarga"] if siapa == "keluarga" else kini.isi["individu"][siapa]
        sebut = _sebutan(dulu.instrumen, kini.instrumen, bagian, {no: nilai})
        tak_ditanya = [n for n in sebut if not alat.bagian[bagian][n].mungkin_ditanya(jawaban)]
        if not tak_ditanya and terbawa.get((siapa, no)) != nilai and not _termuat(siapa, sebut, ada):
            hilang.append((siapa, no))
    return hilang


def _sebutan(dari: KodeInstrumen, ke: KodeInstrumen, bagian: str, jawaban: dict[str, Any]) -> dict[str, object]:
    semua = terjemahan(dari, ke)
    kata = {no: terjemah(jawaban, semua.aturan(bagian, no)) for no in muat(ke).bagian[bagian]}
    return {no: nilai for no, nilai in kata.items() if nilai is not None}


def _termuat(siapa: str, sebut: dict[str, object], ada: dict[tuple[str, str], object]) -> bool:
    return bool(sebut) and {(siapa, n): v for n, v in sebut.items()}.items() <= ada.items()


def _geser(isi: bytes, kolom: str) -> bytes:
    return _ubah(isi, lambda _: {kolom: str(HARI + timedelta(days=40))})


def _ubah(isi: bytes, ganti: Callable[[dict[str, str]], dict[str, str]]) -> bytes:
    baris = [*csv.DictReader(io.StringIO(isi.decode("utf-8-sig")))]
    keluar = io.StringIO()
    penulis = csv.DictWriter(keluar, [*baris[0]])
    penulis.writeheader()
    penulis.writerows(b | ganti(b) for b in baris)
    return keluar.getvalue().encode()


async def _penduduk(wadah: Wadah, folder: Path, format_: KodeFormat, keluarga: int) -> None:
    pesan = Pesanan(keluarga, 5, 4.0, HARI, format_, "32.04")
    tulis(pesan, folder, pisah=Pisah.SEMUA, proses=1, kabar=lambda *_: None)
    isi = (folder / nama_berkas(pesan, "semua")).read_bytes()
    if format_ is KodeFormat.PBDT2015:
        isi = _ubah(isi, lambda b: {"Jenis_cacat": "1"} if b["TglLahir"] > LAHIR_AKHIR else {})
    await impor(wadah, isi, pengimpor(), format_=format_)


@pytest.mark.parametrize("himpunan", sorted(HIMPUNAN))
@pytest.mark.parametrize("format_", [KodeFormat.DTKS1, KodeFormat.PBDT2015])
async def test_a_file_that_comes_back_takes_no_answer_away(
    masuk: Masuk, buat: Buat, wadah: Wadah, tmp_path: Path, format_: KodeFormat, himpunan: str
) -> None:
    await _penduduk(wadah, tmp_path, format_, 60)
    kanonik, jawaban = await _kanonik(wadah), await _jawaban(wadah)
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = (await unduh(klien, (await buat(klien, himpunan=himpunan, kode_wilayah="32.04"))["id"])).content
    sebelum = await hitung(wadah, *TABEL)

    satu, n = await impor(wadah, isi, format_=HIMPUNAN[himpunan], hari=HARI)
    assert (n.diterima, n.ditolak, n.konflik) == (0, 0, 0), (n, await catatan(wadah, satu.id))
    assert n.sama + n.anomali == n.dibaca > 0
    assert await hitung(wadah, *TABEL) == sebelum
    assert await _kanonik(wadah) == kanonik

    satu, n = await impor(wadah, _geser(isi, HARI_KOLOM[himpunan]), format_=HIMPUNAN[himpunan], hari=HARI)
    assert (n.ditolak, n.konflik) == (0, 0), (n, await catatan(wadah, satu.id))
    kini = await _jawaban(wadah)
    assert {k: h for k, j in jawaban.items() if (h := _hilang(j, kini[k]))} == {}
    nyata, desa = await _kanonik(wadah), await _desa(wadah)
    harap = {k: turunkan(j.instrumen, _menua(j, kini[k]), kode_desa=desa[k]) for k, j in jawaban.items()}
    beda = {k: {n: (v, nyata[k][n]) for n, v in d.items() if nyata[k][n] != v} for k, d in harap.items()}
    assert {k: d for k, d in beda.items() if d} == {}
