"""What a message in an inbox is about, and its words. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.core.teks import Teks


class JenisKabar(StrEnum):
    """What it is about, for clients that sort or filter."""

    USULAN = "USULAN"
    TENGGAT = "TENGGAT"
    MUSYAWARAH = "MUSYAWARAH"
    TEMUAN = "TEMUAN"
    SANGGAH = "SANGGAH"
    KEANGGOTAAN = "KEANGGOTAAN"
    AKUN = "AKUN"


@dataclass(frozen=True, slots=True)
class Kabar:
    """One message.

    Attributes:
        jenis: what it is about.
        judul: one line without personal data, for it shows on a locked screen.
        isi: the message; who opens it has logged in.
        objek: what it concerns as a client finds it, `usulan/<ref>`; empty for nothing in particular.
    """

    jenis: JenisKabar
    judul: Teks
    isi: Teks
    objek: str = ""


@dataclass(frozen=True, slots=True)
class KabarTerbuka:
    """A message opened for the holder of its inbox."""

    id: UUID
    jenis: JenisKabar
    judul: Teks
    isi: Teks
    objek: str
    created_at: datetime
    dibaca_at: datetime | None
