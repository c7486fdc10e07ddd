"""Is this letter genuine, and is it in force?"""

from fastapi import APIRouter

from app.core.problems import problems
from app.core.routing import RuteDtks
from app.surat.deps import SuratBacaDep
from app.surat.errors import SuratNotFound
from app.surat.schemas import SidikMasuk, SuratPublik

router = APIRouter(route_class=RuteDtks, prefix="/surat", tags=["publik: surat"])


@router.get("/{kode}", summary="Check a letter by its code", responses=problems(SuratNotFound))
async def baca(kode: str, service: SuratBacaDep) -> SuratPublik:
    """Tell kind, number, date, issuer, digest and whether it is in force; never anything about a person.

    The code stands below the QR code and in the foot of each page.
    """
    return SuratPublik.dari(await service.periksa(kode))


@router.post("/periksa", summary="Check a file by its digest", responses=problems(SuratNotFound))
async def periksa(isi: SidikMasuk, service: SuratBacaDep) -> SuratPublik:
    """Tell which letter has exactly these bytes; compute the SHA-256 on your side, the file is never sent."""
    return SuratPublik.dari(await service.periksa_sidik(isi.sha256))
