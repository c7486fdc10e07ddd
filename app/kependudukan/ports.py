"""What we ask of the civil registration (Dukcapil), and how it may be answered."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.kependudukan.pemadanan import Identitas


class SebabGagal(StrEnum):
    """Why there is no answer that could be believed."""

    WAKTU_HABIS = "WAKTU_HABIS"
    TIDAK_TERHUBUNG = "TIDAK_TERHUBUNG"
    GALAT_LAYANAN = "GALAT_LAYANAN"
    KUOTA_HABIS = "KUOTA_HABIS"
    TERLALU_BESAR = "TERLALU_BESAR"
    JAWABAN_ANEH = "JAWABAN_ANEH"
    NIK_LAIN = "NIK_LAIN"
    SIRKUIT_TERBUKA = "SIRKUIT_TERBUKA"


@dataclass(frozen=True, slots=True)
class DataKependudukan:
    """The civil registration's record of the NIK that was asked for, and of no other."""

    nik: str = field(repr=False)
    identitas: Identitas
    is_meninggal: bool = False


@dataclass(frozen=True, slots=True)
class TidakDitemukan:
    """The civil registration answered, and knows no such NIK."""


@dataclass(frozen=True, slots=True)
class LayananGagal:
    """No believable answer: the case waits and may be asked again; it is never taken as a match or a mismatch."""

    sebab: SebabGagal


JawabanKependudukan = DataKependudukan | TidakDitemukan | LayananGagal


class KependudukanPort(Protocol):
    """Asks the civil registration about one NIK. Never raises for what the other side does wrong."""

    async def padankan(self, nik: str) -> JawabanKependudukan:
        """Return the record of `nik`; call it outside any transaction, because it waits on a network."""
        ...
