"""Wiring of the file service, and the one way in which a file leaves."""

from typing import Annotated

from fastapi import Depends, Response

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.deps import SessionDep, WadahDep

_AKHIRAN = {"image/jpeg": "jpg", "application/pdf": "pdf"}


async def _berkas(sesi: SessionDep, wadah: WadahDep) -> BerkasObjekService:
    return BerkasObjekService.rakit(sesi, wadah)


BerkasObjekServiceDep = Annotated[BerkasObjekService, Depends(_berkas)]


def lampirkan(berkas: Berkas, nama: str) -> Response:
    """Return the file as an attachment that no browser renders, sniffs or keeps.

    Args:
        berkas: what was opened.
        nama: file name without ending, ASCII and of our making, e.g. `foto-ktp`.
    """
    return Response(
        berkas.isi,
        media_type=berkas.media,
        headers={
            "Content-Disposition": f'attachment; filename="{nama}.{_AKHIRAN[berkas.media]}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
        },
    )
