"""The list of an SK as bytes and its digest, so that anybody who holds the list can prove what was decreed. Pure.

A row's digest is SHA-256 over its canonical JSON (sorted keys, no spaces, UTF-8, NFC) and includes 16 random bytes,
because a NIK and a name could otherwise be guessed from it. The decree's digest runs over its head and the rows'
digests in order; it stays checkable after a person's copy has been erased, since the row's digest remains.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

SKEMA: Final = "dtks-sk/1"


@dataclass(frozen=True, slots=True)
class AnggotaSK:
    """A present member of the family, as copied."""

    individu_id: UUID
    nik: str | None
    nama: str
    tanggal_lahir: date
    hubungan: str


@dataclass(frozen=True, slots=True)
class BarisSK:
    """One usulan in the list, with its family: copied values, never a join to living rows.

    `individu_id` is whom the usulan is about; `garam` is 16 random bytes in hex.
    """

    urutan: int
    usulan_id: UUID
    keluarga_id: UUID
    individu_id: UUID
    jenis: str
    kode_desa: str
    no_kk: str | None
    anggota: tuple[AnggotaSK, ...] = field(repr=False)
    desil: int | None
    putusan: str
    alasan: str | None
    garam: str


@dataclass(frozen=True, slots=True)
class KepalaSK:
    """What the decree says above its list."""

    kode: str
    nomor: str
    tanggal: date
    periode: str
    putaran_id: UUID
    model: str
    ambang_desil: int
    kuota: int | None
    jumlah: int


def kanonik(isi: Mapping[str, object]) -> bytes:
    """Return the one spelling of a document: sorted keys, no spaces, UTF-8, NFC; dates and ids as text."""
    return json.dumps(_rata(isi), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sidik_baris(baris: BarisSK) -> bytes:
    """Return the SHA-256 digest of one row (32 bytes)."""
    return hashlib.sha256(kanonik(asdict(baris))).digest()


def sidik_sk(kepala: KepalaSK, sidik: Iterable[bytes]) -> str:
    """Return the decree's SHA-256 digest in hex, over its head and the digests of its rows in order."""
    h = hashlib.sha256(kanonik({"skema": SKEMA, **asdict(kepala)}))
    for s in sidik:
        h.update(b"\n" + s.hex().encode())
    return h.hexdigest()


def _rata(nilai: object) -> object:
    if nilai is None or isinstance(nilai, int):
        return nilai
    if isinstance(nilai, Mapping):
        return {unicodedata.normalize("NFC", str(k)): _rata(v) for k, v in nilai.items()}
    if isinstance(nilai, list | tuple):
        return [_rata(v) for v in nilai]
    return unicodedata.normalize("NFC", str(nilai))
