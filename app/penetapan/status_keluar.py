"""The words around an exit: the reactivation of the gravely ill, and the objection during the notice period. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusReaktivasi(StrEnum):
    """Where a request stands; SEMENTARA counts as registered until PUSAT has confirmed or refused it."""

    DIAJUKAN = "DIAJUKAN"
    SEMENTARA = "SEMENTARA"
    DIPASTIKAN = "DIPASTIKAN"
    DITOLAK = "DITOLAK"


class AksiReaktivasi(StrEnum):
    """What may be done to a request."""

    AJUKAN = "ajukan"
    PULIHKAN_SEMENTARA = "pulihkan_sementara"
    PASTIKAN = "pastikan"
    TOLAK = "tolak"


class StatusKeberatan(StrEnum):
    """Where an objection stands; while it is DIAJUKAN nobody is deactivated."""

    DIAJUKAN = "DIAJUKAN"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"


class AksiKeberatan(StrEnum):
    """What may be done to an objection; a person answers it, never the clock."""

    AJUKAN = "ajukan"
    TERIMA = "terima"
    TOLAK = "tolak"


@dataclass(frozen=True, slots=True)
class FaktaReaktivasi:
    """What the guards of a reactivation may know; None means unknown, and the guard refuses.

    Attributes:
        is_keluar: the person is to leave, suspended or out.
        is_dapat_pulih: the reason of the exit can be undone.
        is_katastrofik: the illness is on the list of catastrophic ones.
        is_layak_dinyatakan: the social office states that he is still eligible.
        is_pengaju: the actor filed the request.
        is_pemulih: the actor restored him.
        is_perkara_sendiri: it is the actor's own case or family.
    """

    is_keluar: bool | None = None
    is_dapat_pulih: bool | None = None
    is_katastrofik: bool | None = None
    is_layak_dinyatakan: bool | None = None
    is_pengaju: bool | None = None
    is_pemulih: bool | None = None
    is_perkara_sendiri: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaKeberatan:
    """What the guards of an objection may know; None means unknown, and the guard refuses.

    Attributes:
        is_diumumkan: a removal is announced and its date has not come.
        is_pengolah: the actor worked on the case that ends the membership.
        is_perkara_sendiri: it is the actor's own case or family.
    """

    is_diumumkan: bool | None = None
    is_pengolah: bool | None = None
    is_perkara_sendiri: bool | None = None


PENYAKIT: Final[Mapping[int, Teks]] = MappingProxyType(
    {
        5: Teks("Penyakit jantung", "Heart disease"),
        8: Teks("Stroke", "Stroke"),
        9: Teks("Kanker", "Cancer"),
        10: Teks("Gagal ginjal", "Kidney failure"),
        11: Teks("Hemofilia", "Haemophilia"),
        14: Teks("Sirosis hati", "Cirrhosis of the liver"),
        15: Teks("Talasemia", "Thalassaemia"),
        16: Teks("Leukemia", "Leukaemia"),
    }
)
"""Catastrophic illnesses by their codes in question 430 of Regsosek 2022; which of the codes count is an assumption,
and the setting `penetapan.penyakit_katastrofik` chooses among them."""

TIDAK_PULIH: Final = frozenset({"MENINGGAL", "GANDA", "NIK_GANDA"})
"""Reasons of an exit that no illness undoes: the person is dead, or is registered elsewhere."""

TEKS_REAKTIVASI: Final[Mapping[StatusReaktivasi, Teks]] = MappingProxyType(
    {
        StatusReaktivasi.DIAJUKAN: Teks(
            "Permohonan reaktivasi diterima; menunggu pernyataan Dinas Sosial",
            "Request received; waiting for the social office's statement",
        ),
        StatusReaktivasi.SEMENTARA: Teks(
            "Dipulihkan sementara; menunggu kepastian Kementerian Sosial",
            "Restored for now; waiting for the ministry's confirmation",
        ),
        StatusReaktivasi.DIPASTIKAN: Teks("Reaktivasi dipastikan", "The reactivation is confirmed"),
        StatusReaktivasi.DITOLAK: Teks("Reaktivasi ditolak", "The reactivation is refused"),
    }
)
TEKS_KEBERATAN: Final[Mapping[StatusKeberatan, Teks]] = MappingProxyType(
    {
        StatusKeberatan.DIAJUKAN: Teks(
            "Keberatan diterima; pengeluaran ditahan sampai dijawab",
            "Objection received; the removal is held until it is answered",
        ),
        StatusKeberatan.DITERIMA: Teks(
            "Keberatan diterima; keanggotaan tetap", "Objection granted; you stay registered"
        ),
        StatusKeberatan.DITOLAK: Teks("Keberatan ditolak", "Objection refused"),
    }
)
