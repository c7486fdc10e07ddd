"""The arrows of a usulan whose facts the meeting owns."""

from fastapi import APIRouter, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.service import PDF, Berkas
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.musyawarah.deps import MusyawarahServiceDep, SptjmDep
from app.musyawarah.schemas import JadwalkanMasuk
from app.usulan.alur import ALUR_USULAN
from app.usulan.deps import TujuanDep
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
    ref: Ref, versi: IfMatchDep, service: SptjmDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Agree a complete usulan on the village head's SPTJM, which is attached before; not while a meeting is near.

    The next meeting has to confirm it.
    """
    return await jawab(await service.setujui(ref, pelaku, versi=versi))


@router.get(
    "/{ref}/sptjm/cetak",
    summary="Print an SPTJM to sign",
    response_class=Response,
    **izin(Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA, galat=(UsulanNotFound,)),
)
async def cetak_sptjm(ref: Ref, tujuan: TujuanDep, service: SptjmDep, pelaku: PelakuDep) -> Response:
    """Print the SPTJM of a usulan, filled in for the village head to sign; then attach the scan to the usulan."""
    return lampirkan(Berkas(PDF, await service.formulir(ref, pelaku, tujuan)), "sptjm")
