"""The answers of a family's rows as one filled questionnaire, without what cannot be an answer (pure).

A file's answers are not refused as a visitor's are: the visit is over and nobody can ask again. What is no code of the
questionnaire, was not to be asked, or contradicts another answer is left empty and flagged, so it is unknown and not
wrong; the family is ranked only when what a score needs is there. A blank cell says nothing: what is on record stays.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
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
from app.keluarga.terbawa import TERBAWA, Warisan

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
    warisan: Warisan,
) -> Lembar | None:
    """Return the family's answers; None when the file asks nothing.

    Args:
        format_: the file's format.
        keluarga: its rows, matched.
        anggota: present members on record.
        warisan: the newest answers on record; what the file leaves blank or cannot say, and members whom it leaves out,
            keep them.
    """
    baris = keluarga.masuk
    if not any(b.jawaban["keluarga"] or b.jawaban["individu"] for b in baris):
        return None
    umum = baris[0].umum
    instrumen, hari = muat(KodeInstrumen(umum["instrumen"])), date.fromisoformat(umum["tanggal"])
    susunan = bentuk(format_)
    lama = warisan.lembar
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
            isi["individu"][str(o.id)] = {**hadir, **lama.get("individu", {}).get(str(o.id), {}), **diri}
    orang = {str(b.individu_id): b for b in baris}
    salah = _tuntas(instrumen, hari, isi, lambda t: _perbaiki(format_, isi, t, orang, baris[0]))
    if waris := _warisi(instrumen, isi, lama, orang, baris[0]):
        salah = _tuntas(instrumen, hari, isi, lambda t: _buang(isi, waris, t))
    _nyatakan(instrumen, isi, salah)
    tetap = {str(o.id) for o in anggota} - orang.keys()
    if bawaan := warisan.bawa(isi, hari, _takdisebut(isi, lama, waris, tetap)):
        isi[TERBAWA] = bawaan
    return Lembar(instrumen.kode, hari, isi)


def _takdisebut(
    isi: Mapping[str, Any], lama: Mapping[str, Any], waris: Mapping[str, set[str]], tetap: Collection[str]
) -> dict[str | None, set[str]]:
    """Return the answers of a sheet that the file does not give, by person or None for the family."""
    hasil: dict[str | None, set[str]] = {t.partition(".")[2] or None: {*n} for t, n in waris.items()}
    for kunci in tetap:
        milik, dulu = isi["individu"][kunci], lama.get("individu", {}).get(kunci, {})
        hasil[kunci] = {n for n, v in milik.items() if dulu.get(n) == v}
    return hasil


def is_terkatakan(baris: Sequence[BarisOrang], lama: Mapping[str, Any]) -> bool:
    """Return whether the rows say nothing that the answers on record do not; a person new to them is something."""
    keluarga, individu = lama.get("keluarga", {}), lama.get("individu", {})
    return baris[0].jawaban["keluarga"].items() <= keluarga.items() and all(
        (dulu := individu.get(str(b.individu_id))) is not None and b.jawaban["individu"].items() <= dulu.items()
        for b in baris
    )


def _tentang(turunan: Mapping[str, str], kelamin: str, lahir: date, hubungan: Hubungan, hari: date) -> dict[str, int]:
    return {
        turunan["jenis_kelamin"]: 1 if kelamin == "L" else 2,
        turunan["umur"]: max(0, umur_pada(lahir, hari)),
        turunan["hubungan"]: hubungan.kode,
    }


def _tuntas(
    instrumen: Instrumen, hari: date, isi: Mapping[str, Any], buang: Callable[[TemuanIsian], bool]
) -> list[TemuanIsian]:
    """Take away what cannot stay until nothing is left to take, and return what is wrong even then.

    It ends, for each round takes something away.
    """
    while True:
        salah = [t for t in instrumen.periksa(isi, hari) if t.tingkat is Tingkat.GALAT]
        if not [t for t in salah if t.kode != "wajib-diisi" and buang(t)]:
            return salah


def _warisi(
    instrumen: Instrumen,
    isi: dict[str, Any],
    lama: Mapping[str, Any],
    orang: Mapping[str, BarisOrang],
    utama: BarisOrang,
) -> dict[str, set[str]]:
    """Put what is on record where the file is blank, and return which answers these are, by place.

    A blank to which the questionnaire gives a meaning (no cattle) is that answer.
    """
    tempat = [("keluarga", "keluarga", utama, lama.get("keluarga", {}), isi["keluarga"])]
    for kunci, b in orang.items():
        dulu = lama.get("individu", {}).get(kunci, {})
        tempat.append(("individu", f"individu.{kunci}", b, dulu, isi["individu"][kunci]))
    waris: dict[str, set[str]] = {}
    for bagian, lokasi, b, dulu, milik in tempat:
        tanya, kata = instrumen.bagian[bagian], b.jawaban[bagian]
        baru = {n: v for n, v in dulu.items() if n not in milik and n not in kata and tanya[n].kosong is None}
        if baru:
            milik.update(baru)
            waris[lokasi] = set(baru)
    return waris


def _buang(isi: dict[str, Any], waris: Mapping[str, set[str]], temuan: TemuanIsian) -> bool:
    """Take back what was put where the file is blank: the answer itself, or all beside an answer of the file."""
    lokasi, _, nomor = temuan.lokasi.rpartition(".")
    baru = waris.get(lokasi, set())
    buang = {nomor} & baru or set(baru)
    bagian, _, kunci = lokasi.partition(".")
    for n in buang:
        del (isi[bagian][kunci] if kunci else isi[bagian])[n]
    baru -= buang
    return bool(buang)


def _nyatakan(instrumen: Instrumen, isi: dict[str, Any], salah: Sequence[TemuanIsian]) -> None:
    """Call a visit incomplete that says it is complete and lacks an answer."""
    if instrumen.hasil not in _TIDAK_LENGKAP or isi["keluarga"].get(instrumen.hasil) not in instrumen.hasil_lengkap:
        return
    if any(t.kode == "wajib-diisi" for t in salah):
        isi["keluarga"][instrumen.hasil] = _TIDAK_LENGKAP[instrumen.hasil]


def _perbaiki(
    format_: KodeFormat,
    isi: dict[str, Any],
    temuan: TemuanIsian,
    orang: Mapping[str, BarisOrang],
    utama: BarisOrang,
) -> bool:
    """Empty the answer that a finding is about; False when there is nothing to empty."""
    bagian, _, sisa = temuan.lokasi.partition(".")
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
