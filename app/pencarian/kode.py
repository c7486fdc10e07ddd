"""How a person found fits what was typed: as a whole, and word by word."""

from enum import StrEnum


class Kecocokan(StrEnum):
    """How the whole name fits, best first; the order of an answer."""

    NOMOR = "NOMOR"
    SAMA = "SAMA"
    EJAAN = "EJAAN"
    KETIK = "KETIK"
    SEBAGIAN = "SEBAGIAN"
    LAHIR = "LAHIR"


class CaraCocok(StrEnum):
    """How one typed word fits one on record."""

    SAMA = "SAMA"
    EJAAN = "EJAAN"
    KETIK = "KETIK"
    INISIAL = "INISIAL"
    SPASI = "SPASI"
    LEBIH = "LEBIH"
