"""The dashboard of a region (F7): what was proposed in a period, how far it got, and why it was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.usulan.repository_rekap import JumlahTahap, RekapRepository, SebabTolak
from app.wilayah.errors import WilayahNotFound
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup

_PANJANG: Final = (2, 5, 8, 13)
"""Characters of a code by level: provinsi, kab/kota, kecamatan, desa."""


@dataclass(frozen=True, slots=True)
class RekapPeriode:
    """The counts of a region's parts; of a desa its own."""

    periode: str
    wilayah: str
    tahap: Sequence[JumlahTahap]
    sebab: Sequence[SebabTolak]


class RekapService:
    """Counts for officers, inside their regions; nothing personal is read."""

    def __init__(self, repo: RekapRepository, jejak: Jejak) -> None:
        self._repo = repo
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah | None = None) -> Self:
        """Build the service."""
        return cls(RekapRepository(sesi), Jejak(sesi))

    async def baca(self, periode: str, wilayah: str | None, pelaku: Pelaku) -> RekapPeriode:
        """Return the counts of a period under a region, by its parts; without one, of the whole country by provinsi.

        Raises:
            WilayahNotFound: the region is outside the caller's.
        """
        lingkup = Lingkup.dari(pelaku)
        kode = KodeWilayah(wilayah) if wilayah else ""
        if kode and not lingkup.memuat(kode) and not any(KodeWilayah(kode).memuat(p) for p in lingkup.prefiks):
            raise WilayahNotFound
        panjang = panjang_bawahan(kode)
        tahap = await self._repo.tahap(periode, kode, panjang, lingkup)
        sebab = await self._repo.sebab(periode, kode, panjang, lingkup)
        await self._jejak.catat(
            "usulan:rekap:dibaca", pelaku=pelaku, objek=f"rekap/{periode}", rincian={"wilayah": str(kode) or "nasional"}
        )
        return RekapPeriode(periode, str(kode), tahap, sebab)


def panjang_bawahan(kode: str) -> int:
    """Return how long the codes of a region's parts are; a desa has no parts but itself."""
    return next((n for n in _PANJANG if n > len(kode)), _PANJANG[-1])
