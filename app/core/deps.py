"""FastAPI wiring of the machinery: the container, the unit of work, read-only sessions."""

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaksi, transaksi_baca
from app.core.wadah import Wadah


async def wadah_proses(request: Request) -> Wadah:
    """Return the process's container."""
    return cast("Wadah", request.app.state.wadah)


WadahDep = Annotated[Wadah, Depends(wadah_proses)]


async def _sesi_tulis(request: Request, wadah: WadahDep) -> AsyncIterator[AsyncSession]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        request.state.sesi = sesi
        yield sesi


async def _sesi_baca(wadah: WadahDep) -> AsyncIterator[AsyncSession]:
    async with transaksi_baca(wadah.pabrik_sesi) as sesi:
        yield sesi


# scope="function": with the default scope FastAPI would run the commit after the answer was sent, and a failing commit
# would still have said 201.
SessionDep = Annotated[AsyncSession, Depends(_sesi_tulis, scope="function")]
"""The request's unit of work: one transaction, committed before the answer leaves."""
SessionBacaDep = Annotated[AsyncSession, Depends(_sesi_baca, scope="function")]
"""A READ ONLY transaction, only where nothing is audited: wilayah, referensi, SK, health."""
