"""What the public code lists answer."""

from typing import Any

from pydantic import Field

from app.core.schemas import Keluaran, TeksBaca


class ReferensiRingkas(Keluaran):
    """A list's name and version."""

    nama: str = Field(examples=["alasan"])
    versi: str
    judul: TeksBaca
    jumlah: int = Field(description="Codes in the list.")
    skema: list[str] = Field(description="Schemas of the contract whose values the list explains.")


class DaftarReferensi(Keluaran):
    """All lists; there are few, so there are no pages."""

    data: list[ReferensiRingkas]


class ButirBaca(Keluaran):
    """One code with its text in both languages and what the list says beyond that."""

    kode: str
    teks: TeksBaca
    rincian: dict[str, Any]


class ReferensiBaca(Keluaran):
    """One list."""

    nama: str
    versi: str
    judul: TeksBaca
    skema: list[str] = Field(description="Schemas of the contract whose values the list explains.")
    butir: list[ButirBaca]
