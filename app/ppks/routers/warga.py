"""What stands about a citizen in the lists of PPKS and PSKS."""

from fastapi import APIRouter

from app.core.auth import PelakuDep
from app.core.routing import RuteDtks
from app.ppks.deps import PpksServiceDep
from app.ppks.schemas import PpksBaca

router = APIRouter(route_class=RuteDtks, prefix="/ppks", tags=["warga: ppks"])


@router.get("", summary="Entries about me")
async def milik_saya(service: PpksServiceDep, pelaku: PelakuDep) -> list[PpksBaca]:
    """List what officers recorded about you as a PPKS or PSKS, whole and with its state (UU 27/2022 ps 5 and 7)."""
    return [PpksBaca.lengkap(e, terbuka=False) for e in await service.milik(pelaku)]
