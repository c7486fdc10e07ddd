"""Which cases wait in a region, for the work of a later stage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository, terlihat
from app.usulan.status import JenisUsulan, StatusUsulan
from app.wilayah.lingkup import Lingkup

BELUM_DISEPAKATI: Final = frozenset(
    {StatusUsulan.DIAJUKAN, StatusUsulan.PERLU_DILENGKAPI, StatusUsulan.LENGKAP, StatusUsulan.MASUK_MUSYAWARAH}
)
"""States of a sent BARU whose persons the registry does not know yet."""


@dataclass(frozen=True, slots=True)
class UsulanBaru:
    """A sent BARU whose persons the registry does not know yet, opened."""

    ref: Ref
    nomor: str | None
    kode_desa: str
    subjek: Subjek = field(repr=False)


class PencarianUsulan:
    """Finds cases by state and region; reads nothing personal, so nothing is audited."""

    def __init__(self, repo: UsulanRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(UsulanRepository(sesi), wadah.sandi)

    async def ref(
        self, status: Collection[StatusUsulan], lingkup: Lingkup, *, setelah: UUID | None, sebanyak: int
    ) -> Sequence[Ref]:
        """Return the next cases of these states in scope, by id."""
        return await self._repo.ref_status(status, lingkup, setelah, sebanyak)

    async def status(self, ref: Ref) -> StatusUsulan | None:
        """Return where a case stands; None when there is none."""
        usulan = await self.ambil(ref)
        return usulan.status if usulan else None

    async def ambil(self, ref: Ref) -> Usulan | None:
        """Return the row for who audits what he reads of it."""
        return await self._repo.get(ref, terlihat(None, Lingkup.nasional()))

    async def terbuka_tentang(self, orang: Ref, nik: UUID | None) -> list[str]:
        """Return the numbers of sent cases about a person on file that have not ended."""
        return [u.nomor or str(u.id) for u in await self._repo.terbuka_tentang(orang, nik)]

    async def belum_tercatat(self, refs: Collection[Ref]) -> list[UsulanBaru]:
        """Return those of these cases whose persons the registry does not know yet; for work, not for showing."""
        baris = await self._repo.banyak(refs, terlihat(None, Lingkup.nasional())) if refs else ()
        return [
            UsulanBaru(u.ref, u.nomor, u.kode_desa, subjek_usulan.buka(self._sandi, u))
            for u in baris
            if u.jenis is JenisUsulan.BARU and u.individu_id is None and u.status in BELUM_DISEPAKATI
        ]
