"""What the service of letters hands out."""

from dataclasses import dataclass

from app.surat.jenis import KeadaanSurat
from app.surat.models import Surat


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """What anybody may know of a letter that he holds: nothing about persons."""

    surat: Surat
    keadaan: KeadaanSurat
    pengganti: str | None
    penerbit: str
