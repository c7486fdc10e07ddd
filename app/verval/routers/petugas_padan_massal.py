"""Matching again in mass, as a resource whose progress can be read."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.verval.alur import ALUR_PADAN_MASSAL
from app.verval.deps import PadanMassalServiceDep
from app.verval.errors import PadanMassalBerjalan, PadanMassalNotFound
from app.verval.models_validasi import PadanMassal
from app.verval.schemas_validasi import PadanMassalBaca, PadanMassalMasuk
from app.verval.status import AksiPadanMassal as A

router = APIRouter(route_class=RuteDtks, prefix="/padan-massal", tags=["petugas: validasi"])
_PEMBACA = izin(Jabatan.VERIFIKATOR, Jabatan.DISDUKCAPIL, galat=(PadanMassalNotFound,))
_P = Peran.PETUGAS


@router.get("", summary="List the rounds", **izin(Jabatan.VERIFIKATOR, Jabatan.DISDUKCAPIL))
async def daftar(service: PadanMassalServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[PadanMassalBaca]:
    """List the rounds of your area, newest first."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[PadanMassalBaca.model_validate(p) for p in hasil.data], halaman=hasil.halaman)


@router.post(
    "",
    status_code=202,
    **idempoten(transition(ALUR_PADAN_MASSAL, A.MULAI, _P, PadanMassalNotFound, PadanMassalBerjalan)),
)
async def mulai(
    isi: PadanMassalMasuk, service: PadanMassalServiceDep, pelaku: PelakuDep, response: Response
) -> PadanMassalBaca:
    """Ask Dukcapil again about every case of a kab/kota that did not match or got no answer."""
    putaran = await service.mulai(isi.kode_kabkota, pelaku)
    response.headers["Location"] = f"/v1/petugas/padan-massal/{putaran.id}"
    return _jawab(putaran, response)


@router.get("/{putaran_id}", summary="How far a round is", **_PEMBACA)
async def baca(
    putaran_id: UUID, service: PadanMassalServiceDep, pelaku: PelakuDep, response: Response
) -> PadanMassalBaca:
    """Read how many cases were asked about and what came of them; a paused round goes on by itself."""
    return _jawab(await service.baca(putaran_id, pelaku), response)


@router.post("/{putaran_id}/hentikan", **idempoten(transition(ALUR_PADAN_MASSAL, A.HENTIKAN, _P, PadanMassalNotFound)))
async def hentikan(
    putaran_id: UUID, versi: IfMatchDep, service: PadanMassalServiceDep, pelaku: PelakuDep, response: Response
) -> PadanMassalBaca:
    """Stop a round; what was asked stays asked."""
    return _jawab(await service.hentikan(putaran_id, pelaku, versi=versi), response)


def _jawab(putaran: PadanMassal, response: Response) -> PadanMassalBaca:
    tulis_etag(response, putaran.versi)
    return PadanMassalBaca.model_validate(putaran)
