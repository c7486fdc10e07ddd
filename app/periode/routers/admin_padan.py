"""Where the match stands in the pipeline, by region and period: proposed by a kab/kota, decided by the ministry."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.periode.alur import ALUR_ATURAN_PADAN
from app.periode.deps import AturanPadanServiceDep
from app.periode.errors import AturanPadanNotFound, MasaAturanTidakSah, WilayahAturanDiLuar
from app.periode.models import AturanPadan
from app.periode.padan import AksiAturanPadan as A
from app.periode.schemas_padan import AturanPadanBaca, AturanPadanMasuk
from app.referensi.errors import AlasanTidakBerlaku
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/aturan-padan", tags=["admin: periode"])
_P = Peran.ADMIN
_BUAT = (WilayahAturanDiLuar, WilayahTidakDikenal, MasaAturanTidakSah)
_PUTUS = (AturanPadanNotFound, AlasanTidakBerlaku)


@router.get("", summary="List the rules", **izin(Jabatan.ADMIN_PUSAT, Jabatan.ADMIN_KABKOTA))
async def daftar(service: AturanPadanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[AturanPadanBaca]:
    """List the rules of your area, newest first. Without any, usulan match after the visit."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[AturanPadanBaca.dari(a) for a in hasil.data], halaman=hasil.halaman)


@router.post("/usulkan", status_code=201, **idempoten(transition(ALUR_ATURAN_PADAN, A.USULKAN, _P, *_BUAT)))
async def usulkan(
    isi: AturanPadanMasuk, service: AturanPadanServiceDep, pelaku: PelakuDep, response: Response
) -> AturanPadanBaca:
    """Propose a rule for your kab/kota or a part of it; it counts when the ministry has accepted it."""
    return _jawab(await service.buat(isi, A.USULKAN, pelaku), response)


@router.post("/tetapkan", status_code=201, **idempoten(transition(ALUR_ATURAN_PADAN, A.TETAPKAN, _P, *_BUAT)))
async def tetapkan(
    isi: AturanPadanMasuk, service: AturanPadanServiceDep, pelaku: PelakuDep, response: Response
) -> AturanPadanBaca:
    """Set a rule for any region; it is in force from its first period on."""
    return _jawab(await service.buat(isi, A.TETAPKAN, pelaku), response)


@router.post("/{aturan_id}/setujui", **idempoten(transition(ALUR_ATURAN_PADAN, A.SETUJUI, _P, *_PUTUS)))
async def setujui(
    aturan_id: UUID, versi: IfMatchDep, service: AturanPadanServiceDep, pelaku: PelakuDep, response: Response
) -> AturanPadanBaca:
    """Accept what a kab/kota proposed."""
    return _jawab(await service.putus(aturan_id, A.SETUJUI, pelaku, None, versi), response)


@router.post("/{aturan_id}/tolak", **idempoten(transition(ALUR_ATURAN_PADAN, A.TOLAK, _P, *_PUTUS)))
async def tolak(
    aturan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: AturanPadanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> AturanPadanBaca:
    """Refuse what a kab/kota proposed, with the reason."""
    return _jawab(await service.putus(aturan_id, A.TOLAK, pelaku, isi.alasan, versi), response)


@router.post("/{aturan_id}/cabut", **idempoten(transition(ALUR_ATURAN_PADAN, A.CABUT, _P, *_PUTUS)))
async def cabut(
    aturan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: AturanPadanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> AturanPadanBaca:
    """Take a rule back: the next wider one counts again."""
    return _jawab(await service.putus(aturan_id, A.CABUT, pelaku, isi.alasan, versi), response)


def _jawab(aturan: AturanPadan, response: Response) -> AturanPadanBaca:
    tulis_etag(response, aturan.versi)
    return AturanPadanBaca.dari(aturan)
