"""Input of a merge."""

from enum import StrEnum

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import AlasanMasuk, Masukan


class PilihanNik(StrEnum):
    """Whose NIK the person keeps, where the two records have different ones."""

    DIPERTAHANKAN = "DIPERTAHANKAN"
    GANDA = "GANDA"


class GabungDuplikatMasuk(Masukan):
    """Which record stays; the other one ends as recorded by mistake, and what only it knew goes over."""

    alasan: AlasanMasuk | None = None
    dipertahankan: Ref = Field(description="`ref` of the record that stays; its family and village stay too.")
    nik: PilihanNik | None = Field(
        default=None, description="Which NIK is right: that of the record that stays, or of the one that ends."
    )
    kepala_baru: Ref | None = Field(
        default=None, description="Who becomes the head of the family that the ending record headed."
    )
