"""Families read by the thousand: as stored, sealed, in ranges; as opened; and counted by village."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from typing_extensions import override


class Tepi(NamedTuple):
    """Where a range ends: a family's village and key."""

    kode_desa: str
    keluarga_id: UUID


class Rentang(NamedTuple):
    """Families after `dari` up to and with `sampai`; None is open."""

    dari: Tepi | None
    sampai: Tepi | None


BarisKeluarga = tuple[str, str, bytes, bytes]
"""A family as it is stored: its key, its village, its wrapped data key, its sealed document."""
BarisAnggota = tuple[str, bytes, bytes, str | None, str, str, str, date, str]
"""A present member: his family, his wrapped data key and sealed document, his NIK's index; then as `AnggotaTerbuka`."""
BarisJawaban = tuple[str, str, bytes, str, date]
"""A family's newest answers: family, own key, document sealed under the family's key, questionnaire, day."""


class Tersegel(NamedTuple):
    """A range of families, sealed; keys are text and rows plain tuples, which cost little on their way to a process."""

    keluarga: Sequence[BarisKeluarga]
    anggota: Sequence[BarisAnggota]
    jawaban: Sequence[BarisJawaban]


class Syarat(NamedTuple):
    """A condition on a canonical variable: one of some values, or from `mulai` on."""

    variabel: str
    nilai: tuple[int, ...] = ()
    mulai: int | None = None


class HitunganDesa(NamedTuple):
    """A village's families, and by name of the condition for how many it holds and of how many it is known."""

    kode_desa: str
    keluarga: int
    hitungan: dict[str, tuple[int, int]]


class AnggotaTerbuka(NamedTuple):
    """A present member, opened; `rahasia` is his document {nik, tempat_lahir, nama_ibu, telepon, surel}."""

    rahasia: dict[str, Any]
    nik_hmac: str | None
    individu_id: str
    hubungan: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str

    @override
    def __repr__(self) -> str:
        """Name it without what was sealed."""
        return f"AnggotaTerbuka({self.individu_id})"


class JawabanTerbuka(NamedTuple):
    """A family's newest answers, opened."""

    isi: dict[str, Any]
    instrumen: str
    tanggal: date

    @override
    def __repr__(self) -> str:
        """Name it without what was sealed."""
        return f"JawabanTerbuka({self.instrumen})"


class KeluargaTerbuka(NamedTuple):
    """A family, opened, its head first."""

    keluarga_id: str
    kode_desa: str
    no_kk: str | None
    alamat: str
    anggota: Sequence[AnggotaTerbuka]
    jawaban: JawabanTerbuka | None

    @override
    def __repr__(self) -> str:
        """Name it without what was sealed."""
        return f"KeluargaTerbuka({self.keluarga_id})"
