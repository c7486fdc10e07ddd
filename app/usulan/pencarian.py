"""Which cases wait in a region, for the work of a later stage."""

from collections.abc import Collection, Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository, terlihat
from app.usulan.status import StatusUsulan
from app.wilayah.lingkup import Lingkup


class PencarianUsulan:
    """Finds cases by state and region; reads nothing personal, so nothing is audited."""

    def __init__(self, repo: UsulanRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(UsulanRepository(sesi))

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
