"""Explanation of a family's decile to the officers who must answer for it."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep, izin
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.desil.deps import DesilServiceDep
from app.desil.errors import DesilBelumAda
from app.desil.schemas import DesilPetugasBaca
from app.keluarga.errors import KeluargaNotFound

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["petugas: desil"])

# Not the jabatan that fill in the questionnaire: who knows the weights can be asked to bend the answers.
_JELASKAN = izin(
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.VERIFIKATOR,
    Jabatan.KEPALA_OPD,
    Jabatan.PEMANTAU_PROV,
    Jabatan.PUSAT,
    galat=(KeluargaNotFound, DesilBelumAda),
)


@router.get("/{ref}/desil", summary="Explain a family's decile", **_JELASKAN)
async def jelaskan(
    ref: Ref,
    service: DesilServiceDep,
    pelaku: PelakuDep,
    tujuan: Annotated[str, Query(min_length=5, max_length=200, description="Why you read it; the family sees this.")],
) -> DesilPetugasBaca:
    """Tell the decile, the exact score and every contribution, largest first; the reading is recorded."""
    return DesilPetugasBaca.dari(await service.penjelasan_petugas(ref, pelaku, tujuan))
