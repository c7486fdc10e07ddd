"""Usulan in portions, for the stages that work on lists: opened for a print, moved to a later period's queue."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository, terlihat
from app.wilayah.lingkup import Lingkup

POTONGAN: Final = 500
"""References in one statement; a driver takes 32,767 parameters, and each reference has four."""


@dataclass(frozen=True, slots=True)
class UsulanTerbuka:
    """A usulan with its snapshot opened; whoever shows it records the reading."""

    usulan: Usulan
    subjek: Subjek


class KelompokUsulan:
    """Reads and shifts many usulan; scope is the calling stage's, which holds the list."""

    def __init__(self, repo: UsulanRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the stages behind."""
        return cls(UsulanRepository(sesi), wadah.sandi)

    async def buka(self, refs: Collection[Ref]) -> list[UsulanTerbuka]:
        """Return these usulan with their subjects, in key order."""
        hasil: list[UsulanTerbuka] = []
        antrean = iter(sorted(set(refs)))
        while potongan := list(islice(antrean, POTONGAN)):
            baris = await self._repo.banyak(potongan, terlihat(None, Lingkup.nasional()))
            hasil += [UsulanTerbuka(u, subjek_usulan.buka(self._sandi, u)) for u in baris]
        return hasil

    async def geser_periode(self, refs: Collection[Ref], periode: str) -> None:
        """Let these usulan count for `periode` when they counted for an earlier one; never for an earlier one."""
        antrean = iter(sorted(set(refs)))
        while potongan := list(islice(antrean, POTONGAN)):
            await self._repo.geser_periode(potongan, periode)
