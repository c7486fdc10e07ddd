"""Answers held against the family that was asked: the questionnaire's own rules, and whether they fit its members."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.clock import umur_pada
from app.core.teks import Teks
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.errors import JawabanTidakSah
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.pertanyaan import Pesan, TemuanIsian, Tingkat

_PESAN: Final[Mapping[str, Pesan]] = {
    "tanggal-belum-terjadi": Pesan(
        Teks("Tanggal pendataan di masa depan", "The visit lies in the future"),
        Teks("Periksa tanggal dan jam perangkat", "Check the date and the device's clock"),
    ),
    "instrumen-tidak-dikenal": Pesan(
        Teks("Instrumen tidak dikenal", "Unknown instrument"),
        Teks("Pakai versi kuesioner yang terdaftar di referensi", "Use a version that the code lists name"),
    ),
    "bukan-anggota": Pesan(
        Teks("Bukan anggota keluarga ini", "Not a member of this family"),
        Teks(
            "Catat dahulu orang ini sebagai anggota, atau beri kunci anggota baru",
            "Record the person as a member first, or give a key for a new member",
        ),
    ),
    "umur-beda": Pesan(
        Teks("Umur berbeda dari tanggal lahir yang tercatat", "The age differs from the recorded birth date"),
        Teks(
            "Cocokkan dengan KTP/KK; perbaiki umur atau usulkan perbaikan identitas",
            "Compare with the documents; correct the age or propose a correction of the identity",
        ),
    ),
    "anggota-belum-terjawab": Pesan(
        Teks("Anggota ini belum ditanyakan", "This member was not asked about"),
        Teks(
            "Tanyakan keberadaannya: hadir, meninggal, pindah, atau tidak ditemukan",
            "Ask where the person is: present, dead, moved or not found",
        ),
    ),
}


def temuan(lokasi: str, kode: str, tingkat: Tingkat = Tingkat.GALAT) -> TemuanIsian:
    """Return a finding about answers and the family they belong to."""
    pesan, saran = _PESAN[kode]
    return TemuanIsian(lokasi, kode, pesan, tingkat, saran)


def instrumen(kode: str) -> KodeInstrumen:
    """Return the instrument of this code.

    Raises:
        JawabanTidakSah: there is none.
    """
    if kode not in set(KodeInstrumen):
        raise JawabanTidakSah(rincian=[rinci(temuan("instrumen", "instrumen-tidak-dikenal"))])
    return KodeInstrumen(kode)


def periksa(
    keluarga: KeluargaLengkap, instrumen: KodeInstrumen, isi: Mapping[str, Any], tanggal: date
) -> list[TemuanIsian]:
    """Check answers by the questionnaire's rules and against the members of the family."""
    alat = muat(instrumen)
    hasil = alat.periksa(isi, tanggal)
    isian, _ = alat.baca(isi)
    if not alat.is_terjawab(isian):
        return hasil
    anggota, lengkap = {str(a.individu_id): a for a in keluarga.aktif}, alat.is_lengkap(isian)
    for kunci, jawaban in isian.individu.items():
        if kunci not in anggota and _is_id(kunci):
            hasil.append(temuan(f"individu.{kunci}", "bukan-anggota"))
        umur = alat.nilai("umur", jawaban, lengkap=lengkap)
        if kunci in anggota and umur not in {None, umur_pada(anggota[kunci].tanggal_lahir, tanggal)}:
            (no,) = alat.kanonik["umur"].p
            hasil.append(temuan(f"individu.{kunci}.{no}", "umur-beda", Tingkat.PERINGATAN))
    belum = (k for k in anggota if k not in isian.individu)
    return hasil + [temuan(f"individu.{k}", "anggota-belum-terjawab", Tingkat.PERINGATAN) for k in belum]


def rinci(temuan: TemuanIsian) -> dict[str, str | Teks]:
    """Return the finding as a problem document lists it."""
    return {"lokasi": temuan.lokasi, "kode": temuan.kode, "pesan": temuan.pesan, "saran": temuan.saran}


def _is_id(kunci: str) -> bool:
    try:
        return str(UUID(kunci)) == kunci
    except ValueError:
        return False
