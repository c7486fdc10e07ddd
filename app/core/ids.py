"""Identifiers: UUIDv7 made in the application, and the one opaque reference that a client holds of a family's row."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from functools import total_ordering
from typing import Self
from uuid import UUID

import uuid_utils.compat as uuid_utils
from asyncpg.pgproto import pgproto
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import override

_PANJANG = 43
_NIHIL = UUID(int=0)


def id_baru() -> UUID:
    """Return a new UUIDv7: sorted by time, known before the row is written."""
    return uuid_utils.uuid7()


def uuid_banyak(teks: Iterable[str]) -> list[UUID]:
    """Return the driver's own UUIDs: a fourth of the cost of the library's, and it sends them as they are."""
    return [*map(pgproto.UUID, teks)]


@total_ordering
class Ref:
    """Both key parts `(keluarga_id, id)` of a row that belongs to a family, as one word of 43 characters.

    A text that is no reference reads as the nil reference, which no row has: it is answered exactly like a reference
    to a row that does not exist, so that the form of an answer tells nothing.
    """

    # No dataclass, because FastAPI takes no dataclass as a path parameter.
    __slots__ = ("_kunci",)

    def __init__(self, keluarga_id: UUID, id: UUID) -> None:  # noqa: A002 - the column's name
        self._kunci = (keluarga_id, id)

    @property
    def keluarga_id(self) -> UUID:
        """The family: what a distributed engine finds the row by."""
        return self._kunci[0]

    @property
    def id(self) -> UUID:
        """The row in the family."""
        return self._kunci[1]

    @override
    def __eq__(self, lain: object) -> bool:
        return isinstance(lain, Ref) and self._kunci == lain._kunci

    def __lt__(self, lain: "Ref") -> bool:
        return self._kunci < lain._kunci

    @override
    def __hash__(self) -> int:
        return hash(self._kunci)

    @override
    def __repr__(self) -> str:
        return f"Ref({self.teks!r})"

    @property
    def teks(self) -> str:
        """The text that clients see; they may compare it and send it back, nothing else."""
        return urlsafe_b64encode(self.keluarga_id.bytes + self.id.bytes).rstrip(b"=").decode()

    @override
    def __str__(self) -> str:
        return self.teks

    @classmethod
    def nihil(cls) -> Self:
        """Return the reference to nothing."""
        return cls(_NIHIL, _NIHIL)

    @classmethod
    def urai(cls, teks: str) -> Self:
        """Read a client's text; anything but the one spelling of a reference is `nihil`."""
        if len(teks) != _PANJANG or not teks.isascii():
            return cls.nihil()
        isi = urlsafe_b64decode(teks + "=")
        ref = cls(UUID(bytes=isi[:16]), UUID(bytes=isi[16:])) if len(isi) == 32 else cls.nihil()  # noqa: PLR2004 - two UUIDs
        return ref if ref.teks == teks else cls.nihil()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        dari_teks = core_schema.no_info_after_validator_function(cls.urai, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=dari_teks,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), dari_teks]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda ref: ref.teks, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "description": "Opaque reference", "examples": [cls.nihil().teks]}
