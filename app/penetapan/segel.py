"""A reason in words, sealed under a key of its row's own: it is written about one person and for him."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from app.core.crypto import Sandi
from app.core.schemas import AlasanMasuk


class Bersegel(Protocol):
    """A row that may carry a sealed document."""

    id: Any
    kunci_data: Any
    isi: Any


def segel_alasan(sandi: Sandi, tabel: str, baris_id: UUID, alasan: AlasanMasuk | None) -> dict[str, bytes | None]:
    """Return the columns of a row that hold the reason's words; the code stands beside them in clear."""
    if alasan is None:
        return {"kunci_data": None, "isi": None}
    return segel_isi(
        sandi,
        tabel,
        baris_id,
        {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya},
    )


def segel_isi(sandi: Sandi, tabel: str, baris_id: UUID, isi: Mapping[str, Any]) -> dict[str, bytes | None]:
    """Return the sealed columns of a document."""
    segel = sandi.segel(isi, tabel, baris_id)
    return {"kunci_data": segel.kunci_data, "isi": segel.isi}


def buka_isi(sandi: Sandi, tabel: str, baris: Bersegel) -> dict[str, Any]:
    """Return what a row seals; nothing of a row that seals nothing, or whose person was erased."""
    if baris.kunci_data is None or baris.isi is None:
        return {}
    return sandi.buka(baris.kunci_data, baris.isi, tabel, baris.id)
