"""Making the indexes of `kunci_orang` for persons who have none: of the time before them, or brought by a bulk load.

A step is one transaction; what is left is what a partial index holds, so a killed worker needs no mark to go on.
"""

from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.jobs import enqueue
from app.core.wadah import Wadah
from app.keluarga.arsip import Arsip
from app.keluarga.repository_kunci import KunciRepository

TUGAS_KUNCI: Final = "keluarga.lengkapi_kunci"
PER_LANGKAH: Final = 1_000
"""Persons per transaction: each document is opened once, some hundredths of a millisecond."""


class KelengkapanKunci:
    """The job's steps, and the number of those who wait for it."""

    def __init__(self, sesi: AsyncSession, arsip: Arsip) -> None:
        self._sesi = sesi
        self._repo = KunciRepository(sesi)
        self._arsip = arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a job or a service."""
        return cls(sesi, Arsip(wadah.sandi))

    async def sisa(self) -> int:
        """Return how many persons have no indexes by today's rules; they cannot be found as recorded twice."""
        return await self._repo.sisa()

    async def minta(self) -> None:
        """Queue the job."""
        await enqueue(self._sesi, TUGAS_KUNCI, {})

    async def lanjutkan(self, sebanyak: int = PER_LANGKAH) -> int:
        """Make the next persons' indexes; return how many were looked at, 0 when none is left.

        Whom somebody changes meanwhile is left alone: the change makes his indexes.
        """
        daftar = await self._repo.usang(sebanyak)
        await self._repo.isi(
            [
                (i, self._arsip.kunci_orang(i.nama, i.tanggal_lahir, self._arsip.buka_individu(i)["nama_ibu"]))
                for i in daftar
            ]
        )
        return len(daftar)
