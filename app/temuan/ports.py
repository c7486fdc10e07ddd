"""What we ask of the sources that know about means and position, and how they may be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from app.temuan.status import JenisTemuan, SumberTemuan

SUMBER_LUAR: Final = (
    *(SumberTemuan.BKN, SumberTemuan.AHU, SumberTemuan.BPJS_TK, SumberTemuan.PLN, SumberTemuan.SAMSAT),
    *(SumberTemuan.PPATK, SumberTemuan.BAPENDA, SumberTemuan.SDM_KESOS),
)
"""Sources that are asked about every adult of a family: ASN/TNI/Polri, company owners, wages, electricity, vehicles,
suspicious transactions, land tax, and the ministry's own field staff."""


class SebabBelum(StrEnum):
    """Why a source has not said anything that could be believed."""

    WAKTU_HABIS = "WAKTU_HABIS"
    GALAT_LAYANAN = "GALAT_LAYANAN"
    KUOTA_HABIS = "KUOTA_HABIS"
    ORANG_LAIN = "ORANG_LAIN"
    DATA_USANG = "DATA_USANG"
    JAWABAN_ANEH = "JAWABAN_ANEH"
    SIRKUIT_TERBUKA = "SIRKUIT_TERBUKA"
    TIDAK_TERSAMBUNG = "TIDAK_TERSAMBUNG"


@dataclass(frozen=True, slots=True)
class CatatanSumber:
    """One thing that a source has on record of a person."""

    jenis: JenisTemuan
    keyakinan: int
    isi: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class JawabanSumber:
    """A source's answer about exactly the NIK that was asked; no `catatan`: it has nothing on record."""

    nik: str = field(repr=False)
    tanggal: date
    catatan: tuple[CatatanSumber, ...] = ()


@dataclass(frozen=True, slots=True)
class BelumDiperiksa:
    """No believable answer: the check is still to be made, and is never taken for a clean one."""

    sebab: SebabBelum


class PemeriksaPengecualianPort(Protocol):
    """Asks one source about one NIK. Never raises for what the other side does wrong."""

    async def periksa(self, sumber: SumberTemuan, nik: str) -> JawabanSumber | BelumDiperiksa:
        """Return what `sumber` says of `nik`; call it outside any transaction, because it waits on a network."""
        ...
