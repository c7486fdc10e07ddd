"""The arrows of a usulan whose facts the meeting owns."""

from fastapi import APIRouter

from app.core.auth import PelakuDep, transition
from app.core.etag import IfMatchDep
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Peran
from app.core.routing import RuteDtks
from app.musyawarah.deps import MusyawarahServiceDep
from app.musyawarah.schemas import JadwalkanMasuk
from app.usulan.alur import ALUR_USULAN
from app.usulan.deps import UsulanServiceDep
from app.usulan.errors import UsulanNotFound
from app.usulan.penjawab import PenjawabDep
from app.usulan.schemas import UsulanPetugasBaca
from app.usulan.status import AksiUsulan as A

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["petugas: usulan"])

_P = Peran.PETUGAS


@router.post(
    "/{ref}/jadwalkan-musyawarah",
    **idempoten(transition(ALUR_USULAN, A.JADWALKAN_MUSYAWARAH, _P, UsulanNotFound)),
)
async def jadwalkan_musyawarah(
    ref: Ref,
    isi: JadwalkanMasuk,
    versi: IfMatchDep,
    service: MusyawarahServiceDep,
    pelaku: PelakuDep,
    jawab: PenjawabDep,
) -> UsulanPetugasBaca:
    """Put a complete usulan on the list of an open meeting of its desa."""
    return await jawab(await service.jadwalkan(ref, isi.musyawarah_id, pelaku, versi=versi))


@router.post(
    "/{ref}/setujui-sptjm",
    **idempoten(transition(ALUR_USULAN, A.SETUJUI_SPTJM, _P, UsulanNotFound)),
)
async def setujui_sptjm(
    ref: Ref, versi: IfMatchDep, service: UsulanServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Agree a complete usulan between two meetings on the village head's SPTJM, which is attached to it before."""
    return await jawab(await service.move(ref, A.SETUJUI_SPTJM, pelaku, versi=versi))
