"""Proof of work (altcha, SHA-256): cheap to make and check, 24 ms for one person, hours for who tries a kecamatan.

A challenge needs no storage until it is used; then its hash is kept until it expires, so it is used once.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal
from urllib.parse import parse_qs
from uuid import UUID

from altcha.v1 import ChallengeOptions, Payload, create_challenge, verify_solution
from pydantic import BaseModel, Field, ValidationError

from app.cekbansos.errors import BuktiKerjaTidakSah
from app.core.clock import now

KESULITAN: Final = 50_000
"""Largest number to be tried; an assumption between a slow telephone's patience and an attacker's cost."""
UMUR: Final = timedelta(minutes=5)
_ALGORITMA: Final = "SHA-256"
_Heksa64 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Solusi(BaseModel):
    """What the widget sends, base64-encoded JSON; members that it adds are ignored."""

    algorithm: Literal["SHA-256"]
    challenge: _Heksa64
    number: Annotated[int, Field(ge=0, le=KESULITAN, strict=True)]
    salt: Annotated[str, Field(max_length=200)]
    signature: _Heksa64


@dataclass(frozen=True, slots=True)
class Tantangan:
    """A challenge: find `number` up to `maxnumber` with SHA-256(`salt` + `number`) = `challenge`."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


@dataclass(frozen=True, slots=True)
class BuktiSah:
    """A solved challenge of ours: what to remember so that it is used once, and until when."""

    sidik: UUID
    kedaluwarsa_at: datetime


def buat(kunci: bytes) -> Tantangan:
    """Return a new challenge, signed with `kunci`."""
    c = create_challenge(
        ChallengeOptions(algorithm=_ALGORITMA, max_number=KESULITAN, hmac_key=kunci, expires=now() + UMUR)
    )
    return Tantangan(c.algorithm, c.challenge, c.max_number, c.salt, c.signature)


def periksa(teks: str, kunci: bytes) -> BuktiSah:
    """Check a solution; the one who uses it must still see to it that it is used once.

    Raises:
        BuktiKerjaTidakSah: malformed, not ours, wrong or expired.
    """
    try:
        solusi = Solusi.model_validate_json(base64.b64decode(teks, validate=True))
        akhir = datetime.fromtimestamp(int(parse_qs(solusi.salt.partition("?")[2])["expires"][0].rstrip("&")), UTC)
    except (binascii.Error, ValidationError, KeyError, ValueError, OverflowError, OSError):
        raise BuktiKerjaTidakSah from None
    sah, _ = verify_solution(Payload(**solusi.model_dump()), kunci, check_expires=False)
    if not sah or akhir < now():
        raise BuktiKerjaTidakSah
    return BuktiSah(UUID(solusi.challenge[:32]), akhir)
