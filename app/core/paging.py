"""Keyset paging with signed cursors: a page costs the same at any depth, and a cursor fits only its own listing."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.galat_umum import KursorTidakSah
from app.core.schemas import HalamanBaca

M = TypeVar("M")
_PANJANG_TANDA = 16


class Urut(NamedTuple):
    """One sort column and the parser of its text in a cursor; the last column of an order is unique."""

    kolom: Any
    urai: Callable[[str], Any]


URAI: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


@dataclass(frozen=True)
class Halaman:
    """What the client asked for, and who is told of the next page's cursor."""

    batas: int
    kursor: str | None
    kunci: bytes = field(repr=False)
    rute: str = ""
    tautkan: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Potongan(Generic[M]):
    """One page as a repository returns it; serialises as `Daftar`."""

    data: Sequence[M]
    halaman: HalamanBaca


async def halaman(
    sesi: AsyncSession,
    pernyataan: Select[Any],
    urut: Sequence[Urut],
    hal: Halaman,
    *,
    konteks: str = "",
    menurun: bool = False,
) -> Potongan[Any]:
    """Return one page of a single-entity statement, ordered by `urut` (all ascending, or all descending).

    `konteks` names filters and scope; the path is bound in too, so a cursor cannot be replayed on another listing.

    Raises:
        KursorTidakSah: the cursor is foreign, altered or malformed.
    """
    kolom = [u.kolom for u in urut]
    ikat = f"{hal.rute}|{konteks}|{menurun}"
    if hal.kursor is not None:
        batas_nilai = tuple_(*_urai_kursor(hal, ikat, urut))
        baris = tuple_(*kolom)
        pernyataan = pernyataan.where(baris < batas_nilai if menurun else baris > batas_nilai)
    arah: list[ColumnElement[Any]] = [k.desc() if menurun else k.asc() for k in kolom]
    hasil = list((await sesi.scalars(pernyataan.order_by(*arah).limit(hal.batas + 1))).all())
    berikutnya = None
    if len(hasil) > hal.batas:
        hasil = hasil[: hal.batas]
        berikutnya = _kursor(hal.kunci, ikat, [getattr(hasil[-1], k.key) for k in kolom])
        hal.tautkan(berikutnya)
    return Potongan(hasil, HalamanBaca(berikutnya=berikutnya))


def _kursor(kunci: bytes, ikat: str, nilai: Sequence[Any]) -> str:
    teks = [v.isoformat() if isinstance(v, date) else str(v) for v in nilai]
    isi = json.dumps(teks, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_tanda(kunci, ikat, isi) + isi).decode().rstrip("=")


def _tanda(kunci: bytes, ikat: str, isi: bytes) -> bytes:
    return hmac.new(kunci, ikat.encode() + b"\0" + isi, hashlib.sha256).digest()[:_PANJANG_TANDA]


def _urai_kursor(hal: Halaman, ikat: str, urut: Sequence[Urut]) -> list[Any]:
    assert hal.kursor is not None
    try:
        mentah = base64.urlsafe_b64decode(hal.kursor + "=" * (-len(hal.kursor) % 4))
        tanda, isi = mentah[:_PANJANG_TANDA], mentah[_PANJANG_TANDA:]
        if not hmac.compare_digest(tanda, _tanda(hal.kunci, ikat, isi)):
            raise KursorTidakSah
        nilai = json.loads(isi)
        return [u.urai(v) for u, v in zip(urut, nilai, strict=True)]
    except (ValueError, TypeError):
        raise KursorTidakSah from None
