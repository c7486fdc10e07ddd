"""Families follow a change of region codes: the whole village at once."""

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.idempotency import idempoten
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.keluarga.deps import PengalihanServiceDep
from app.keluarga.errors import BukanPengganti, PengalihanNotFound
from app.keluarga.schemas import PengalihanBaca, PengalihanMinta
from app.wilayah.errors import WilayahTidakDikenal
from app.wilayah.kode import KodeWilayah

router = APIRouter(route_class=RuteDtks, prefix="/wilayah", tags=["admin: wilayah"])


@router.post(
    "/{kode}/pengalihan",
    summary="Re-assign a village's families",
    status_code=202,
    **idempoten(izin(Jabatan.ADMIN_PUSAT, galat=(BukanPengganti, WilayahTidakDikenal))),
)
async def minta_pengalihan(
    service: PengalihanServiceDep, pelaku: PelakuDep, kode: KodeWilayah, isi: PengalihanMinta, response: Response
) -> PengalihanBaca:
    """Queue that all families under an ended code go over to a successor; each keeps the change in its history.

    After a split the officers first re-assign those of the other successors one by one (`ALIH_WILAYAH`).
    """
    kemajuan = await service.minta(kode, isi.ke, pelaku)
    response.headers["Location"] = f"/v1/admin/wilayah/{kode}/pengalihan/{kemajuan.kode_baru}"
    return PengalihanBaca.model_validate(kemajuan)


@router.get(
    "/{kode}/pengalihan/{ke}",
    summary="Progress of a re-assignment",
    **izin(Jabatan.ADMIN_PUSAT, galat=(PengalihanNotFound,)),
)
async def baca_pengalihan(service: PengalihanServiceDep, kode: KodeWilayah, ke: KodeWilayah) -> PengalihanBaca:
    """Read how many families went over, and how many open ones still stand under the old code."""
    return PengalihanBaca.model_validate(await service.kemajuan(kode, ke))
