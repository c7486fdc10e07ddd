"""What an enumerator takes along."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from app.core.acuan import TIDAK_BERUBAH, TandaDep
from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.lapangan.deps import PaketServiceDep
from app.lapangan.errors import InstrumenNotFound
from app.lapangan.paket import instrumen
from app.lapangan.schemas import InstrumenBaca, PaketBaca

router = APIRouter(route_class=RuteDtks, prefix="/lapangan", tags=["petugas: lapangan"])


def _rute(rute: dict[str, Any]) -> dict[str, Any]:
    return rute | {"responses": rute["responses"] | TIDAK_BERUBAH}


@router.get(
    "/paket",
    summary="Take my families along",
    response_model=PaketBaca,
    **_rute(izin(Jabatan.ENUMERATOR)),
)
async def paket(
    service: PaketServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    tanda: TandaDep,
    sejak: Annotated[AwareDatetime | None, Query(description="`waktu_server` of your last package.")] = None,
    perangkat: Annotated[UUID | None, Query(description="The device, with `jam`.")] = None,
    jam: Annotated[AwareDatetime | None, Query(description="The device's own time now.")] = None,
) -> PaketBaca | Response:
    """Download your open assignments for work without a network: families, last answers, drafts, limits.

    With `sejak` only what changed since, and which assignments are yours no more. Each family that is handed out can be
    seen by its members in the trail of who looked. With `perangkat` and `jam` the device's clock is kept, so that times
    written with a wrong clock can be put right. Questionnaires are taken by their digest from `instrumen`.
    """
    if perangkat is not None and jam is not None:
        await service.catat_perangkat(perangkat, jam, pelaku)
    hasil = await service.susun(pelaku, hal, sejak)
    if tanda.memiliki(hasil.isi, tanpa={"waktu_server"}):
        return tanda.tidak_berubah()
    await service.catat_baca(hasil.rinci, pelaku)
    return hasil.isi


@router.get(
    "/instrumen/{kode}",
    summary="Take a questionnaire along",
    response_model=InstrumenBaca,
    **_rute(izin(Jabatan.ENUMERATOR, Jabatan.VERIFIKATOR, galat=(InstrumenNotFound,))),
)
async def baca_instrumen(kode: str, _pelaku: PelakuDep, tanda: TandaDep) -> InstrumenBaca | Response:
    """Read a questionnaire with its codes, ask-conditions and edit rules, as the server checks answers by them."""
    return tanda.kirim(instrumen(kode))
