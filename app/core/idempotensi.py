"""Used keys of Idempotency-Key as every process knows them; what a request does with one is `app.core.idempotency`."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import LargeBinary, SmallInteger, delete
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base, transaksi
from app.core.wadah import Wadah

UMUR: Final = timedelta(days=7)
"""Offline field officers retry days later."""


class Idempotensi(Base):
    """A used key with its encrypted answer; `kunci` is a blind index over account, route and key.

    `sidik` digests the request, `wewenang` what its sender might do then. No `isi`: the answer must not be kept.
    """

    __tablename__ = "idempotensi"
    __table_args__ = ({"info": {"distribusi": "kunci", "amplop": {"isi": lambda baris: baris.kunci.bytes}}},)

    kunci: Mapped[UUID] = mapped_column(primary_key=True)
    sidik: Mapped[bytes] = mapped_column(LargeBinary(32))
    wewenang: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int | None] = mapped_column(SmallInteger)
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]
    kedaluwarsa_at: Mapped[datetime] = mapped_column(index=True)


async def bersihkan(wadah: Wadah) -> None:
    """Forget keys that have expired. Index: ix_idempotensi_kedaluwarsa_at."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(delete(Idempotensi).where(Idempotensi.kedaluwarsa_at < now()))
