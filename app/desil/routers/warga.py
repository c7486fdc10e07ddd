"""A citizen's own decile, in words."""

from fastapi import APIRouter

from app.core.auth import PelakuDep
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.desil.deps import DesilServiceDep
from app.desil.errors import DesilBelumAda
from app.desil.schemas import DesilWargaBaca

router = APIRouter(route_class=RuteDtks, prefix="/desil", tags=["warga: desil"])


@router.get("", summary="My family's decile", responses=problems(DesilBelumAda))
async def desil_saya(service: DesilServiceDep, pelaku: PelakuDep) -> DesilWargaBaca:
    """Tell the decile of the caller's own family, what it was read from and when, why it moved, and how to correct it.

    Three to five factors in words, with their direction and never a weight.
    """
    return DesilWargaBaca.dari(await service.penjelasan_warga(pelaku))
