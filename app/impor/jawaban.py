"""The answers of a family's rows as one filled questionnaire, without what cannot be an answer (pure).

A file's answers are not refused as a visitor's are: the visit is over and nobody can ask again. What is no code of the
questionnaire, was not to be asked, or contradicts another answer is left empty and flagged, so it is unknown and not
wrong; the family is ranked only when what a score needs is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from app.berkas_tabel.bentuk import KodeFormat, bentuk
from app.core.clock import umur_pada
from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.keluarga.curah import OrangAda
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kode import Hubungan
from app.keluarga.pertanyaan import TemuanIsian, Tingkat

_PUTARAN: Final = 4
"""Leaving an answer empty may make another one pointless; more rounds than this no rule needs."""
_TIDAK_LENGKAP: Final = {"205": 2}
_REMARK: Final = {
    **dict.fromkeys(
        (
            *("kode-tidak-dikenal", "jenis-salah", "di-luar-rentang", "bukan-tanggal"),
            *("terlalu-panjang", "pilihan-eksklusif"),
        ),
        "JAWABAN_TIDAK_SAH",
    ),
    "tidak-ditanyakan": "JAWABAN_TIDAK_DITANYAKAN",
}


@dataclass(slots=True)
class Lembar:
    """A questionnaire ready to be kept."""

    instrumen: KodeInstrumen
    tanggal: date
    isi: dict[str, Any] = field(repr=False)


def susun(
    format_: KodeFormat,
    keluarga: KeluargaBerkas,
    anggota: Sequence[OrangAda],
    lama: Mapping[str, Any],
) -> Lembar | None:
    """Return the family's answers; None when the file asks nothing.

    Args:
        format_: the file's format.
        keluarga: its rows, matched.
        anggota: present members on record.
        lama: newest stored answers of the same questionnaire by person's id; members left out keep them.
    """
    baris = keluarga.masuk
    if not any(b.jawaban["keluarga"] or b.jawaban["individu"] for b in baris):
        return None
    umum = baris[0].umum
    instrumen, hari = muat(KodeInstrumen(umum["instrumen"])), date.fromisoformat(umum["tanggal"])
    susunan = bentuk(format_)
    isi: dict[str, Any] = {
        "kepala": dict(baris[0].jawaban["kepala"]),
        "keluarga": {**susunan.bawaan.get("keluarga", {}), **baris[0].jawaban["keluarga"]},
        "individu": {},
    }
    hadir = susunan.bawaan.get("individu", {})
    turunan = susunan.turunan
    for b in sorted(baris, key=lambda b: str(b.individu_id)):
        isi["individu"][str(b.individu_id)] = {
            **hadir,
            **_tentang(turunan, b.orang["jenis_kelamin"], b.lahir, b.hubungan, hari),
            **b.jawaban["individu"],
        }
    for o in anggota:
        if str(o.id) not in isi["individu"]:
            diri = _tentang(turunan, o.jenis_kelamin, o.tanggal_lahir, Hubungan(o.hubungan), hari)
            isi["individu"][str(o.id)] = {**hadir, **lama.get(str(o.id), {}), **diri}
    _rapikan(format_, instrumen, hari, isi, {str(b.individu_id): b for b in baris}, baris[0])
    return Lembar(instrumen.kode, hari, isi)


def _tentang(turunan: Mapping[str, str], kelamin: str, lahir: date, hubungan: Hubungan, hari: date) -> dict[str, int]:
    return {
        turunan["jenis_kelamin"]: 1 if kelamin == "L" else 2,
        turunan["umur"]: max(0, umur_pada(lahir, hari)),
        turunan["hubungan"]: hubungan.kode,
    }


def _rapikan(
    format_: KodeFormat,
    instrumen: Instrumen,
    hari: date,
    isi: dict[str, Any],
    orang: Mapping[str, BarisOrang],
    utama: BarisOrang,
) -> None:
    """Leave empty what cannot stay, and note it on the row that it came with."""
    for _ in range(_PUTARAN):
        salah = [t for t in instrumen.periksa(isi, hari) if t.tingkat is Tingkat.GALAT]
        if not any(_perbaiki(format_, instrumen, isi, t, orang, utama) for t in salah):
            return


def _perbaiki(
    format_: KodeFormat,
    instrumen: Instrumen,
    isi: dict[str, Any],
    temuan: TemuanIsian,
    orang: Mapping[str, BarisOrang],
    utama: BarisOrang,
) -> bool:
    """Empty the answer that a finding is about; False when there is nothing to empty."""
    bagian, _, sisa = temuan.lokasi.partition(".")
    if temuan.kode == "wajib-diisi":
        kini = isi["keluarga"].get(instrumen.hasil)
        if instrumen.hasil in _TIDAK_LENGKAP and kini in instrumen.hasil_lengkap:
            isi["keluarga"][instrumen.hasil] = _TIDAK_LENGKAP[instrumen.hasil]
            return True
        return False
    kunci, _, nomor = sisa.rpartition(".")
    milik = isi["individu"].get(kunci) if bagian == "individu" else isi.get(bagian)
    if milik is None or nomor not in milik:
        return False
    del milik[nomor]
    baris = orang.get(kunci, utama) if bagian == "individu" else utama
    kolom = _kolom(format_).get((bagian, nomor), nomor)
    baris.catat(_REMARK.get(temuan.kode, "JAWABAN_BERSELISIH"), kolom)
    return True


@lru_cache(maxsize=8)
def _kolom(format_: KodeFormat) -> dict[tuple[str, str], str]:
    return {k.kunci: k.nama for k in bentuk(format_).kolom}
