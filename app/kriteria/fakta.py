"""What is known of a family, concept by concept, and where each piece of knowledge comes from (pure).

The family questionnaire speaks first; where the short questionnaire answers the same concept it was asked for just this
purpose and prevails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.teks import Teks
from app.keluarga.asal import Asal
from app.keluarga.banding import Terjawab
from app.keluarga.instrumen import muat
from app.keluarga.kanonik import REGISTRI, Satuan
from app.keluarga.kanonik_hitung import Bahan
from app.keluarga.kondisi import Jawaban
from app.keluarga.pertanyaan import Bagian
from app.kriteria import kuesioner

_KEPALA: Final = "kepala_"
_SYARAT: Final = {
    "pendidikan": "sekolah",
    "kedudukan": "bekerja",
    "sektor": "bekerja",
    "daya": "penerangan",
    "kloset": "bab",
}
"""The concept whose answer explains why another one was not asked."""


@dataclass(frozen=True, slots=True)
class SumberFakta:
    """The question behind a fact with its answer in words; `asal` is the instrument or the short questionnaire."""

    konsep: str
    asal: str
    pertanyaan: Teks
    jawaban: Teks
    tanggal: date


@dataclass(frozen=True, slots=True)
class Pengetahuan:
    """Facts by concept (what is absent is unknown) and the source of each."""

    nilai: Mapping[str, int]
    sumber: Mapping[str, SumberFakta]


def dari_survei(jawaban: Terjawab, kode_desa: str, tanggal: date) -> Pengetahuan:
    """Return what a filled family questionnaire tells."""
    bahan = Bahan(jawaban.instrumen, jawaban.isian, kode_desa, jawaban.terbawa)
    konsep = bahan.bagian_konsep.items()
    mentah = {n: bahan.rumah(n) if b == "keluarga" else bahan.orang(n, bahan.kepala) for n, b in konsep}
    mentah |= {n: v.hitung(bahan) for n, v in REGISTRI.items()}
    nilai = {n: int(v) for n, v in mentah.items() if v is not None}
    return Pengetahuan(nilai, {n: _sumber_survei(bahan, n, v, tanggal) for n, v in nilai.items()})


def dari_kuesioner(isi: Mapping[str, object], tanggal: date) -> Pengetahuan:
    """Return what the short questionnaire tells."""
    alat = kuesioner.muat()
    nilai = alat.fakta(isi)
    sumber = {n: SumberFakta(n, alat.kode, *_kata(alat.pertanyaan, alat.kanonik[n], isi), tanggal) for n in nilai}
    return Pengetahuan(nilai, sumber)


def gabung(*pengetahuan: Pengetahuan) -> Pengetahuan:
    """Join what several sources tell; a later one prevails."""
    return Pengetahuan(
        {n: v for p in pengetahuan for n, v in p.nilai.items()},
        {n: s for p in pengetahuan for n, s in p.sumber.items()},
    )


def _sumber_survei(bahan: Bahan, konsep: str, nilai: int, tanggal: date) -> SumberFakta:
    alat = bahan.instrumen
    nama = konsep if konsep in alat.kanonik else konsep.removeprefix(_KEPALA)
    if konsep in REGISTRI and REGISTRI[konsep].satuan is Satuan.PER_SERATUS_M2:
        luas = f"{nilai // 100},{nilai % 100:02}"
        teks = Teks(f"{luas} m²", f"{luas.replace(',', '.')} m²")
        return SumberFakta(konsep, alat.kode, REGISTRI[konsep].deskripsi, teks, tanggal)
    if nama in bahan.bagian_konsep and (dari := bahan.pembawa(nama)):
        t, isi = dari
        lama = muat(t.instrumen)
        asal = lama.kanonik[nama]
        return SumberFakta(konsep, t.instrumen, *_kata(lama.bagian[asal.bagian], asal, isi), t.tanggal)
    if nama not in alat.kanonik:
        return SumberFakta(konsep, alat.kode, REGISTRI[konsep].deskripsi, Teks(str(nilai), str(nilai)), tanggal)
    asal = alat.kanonik[nama]
    if nama in _SYARAT and not _terjawab(bahan, asal):
        asal = alat.kanonik[_SYARAT[nama]]
    return SumberFakta(konsep, alat.kode, *_kata(alat.bagian[asal.bagian], asal, _jawaban(bahan, asal)), tanggal)


def _jawaban(bahan: Bahan, asal: Asal) -> Jawaban:
    return bahan.isian.keluarga if asal.bagian == "keluarga" else bahan.kepala


def _terjawab(bahan: Bahan, asal: Asal) -> bool:
    return any(_jawaban(bahan, asal).get(no) is not None for no in asal.p)


def _kata(daftar: Bagian, asal: Asal, jawaban: Jawaban) -> tuple[Teks, Teks]:
    """Return the text of the concept's first question and its answers in words."""
    kata = [k for no in asal.p if (k := daftar[no].kata(jawaban.get(no)))]
    isi = Teks("; ".join(k.id for k in kata) or "-", "; ".join(k.en for k in kata) or "-")
    return daftar[asal.p[0]].label, isi
