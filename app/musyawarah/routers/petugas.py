"""The village meeting: plan it, record it, decide name by name."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, IfMatchWajibDep, PageDep, beretag, tulis_etag
from app.core.idempotency import idempoten
from app.core.paging import Potongan
from app.core.peran import Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar
from app.core.workflow import SyaratTidakTerpenuhi, TransisiDitolak
from app.musyawarah.alur import ALUR_MUSYAWARAH
from app.musyawarah.deps import PEMBACA, PENCATAT, MusyawarahServiceDep
from app.musyawarah.entitas import RinciMusyawarah
from app.musyawarah.errors import (
    JenisMusyawarahTidakSesuai,
    KeputusanTidakSah,
    MusyawarahNotFound,
    TanggalMusyawarahTidakSah,
)
from app.musyawarah.models import Musyawarah
from app.musyawarah.schemas import (
    BerkasMusyawarahBaca,
    KeputusanMasuk,
    MusyawarahBaca,
    MusyawarahBuat,
    MusyawarahRinci,
    MusyawarahUbah,
    NamaBaca,
)
from app.musyawarah.status import AksiMusyawarah
from app.referensi.errors import AlasanTidakBerlaku
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah", tags=["petugas: musyawarah"])

_P = Peran.PETUGAS
_BUAT = (MusyawarahNotFound, WilayahTidakDikenal, JenisMusyawarahTidakSesuai, TanggalMusyawarahTidakSah)
_PUTUS = (MusyawarahNotFound, KeputusanTidakSah, AlasanTidakBerlaku, SyaratTidakTerpenuhi, TransisiDitolak)


@router.post(
    "",
    status_code=201,
    response_model=MusyawarahBaca,
    **idempoten(transition(ALUR_MUSYAWARAH, AksiMusyawarah.BUAT, _P, *_BUAT)),
)
async def buat(isi: MusyawarahBuat, service: MusyawarahServiceDep, pelaku: PelakuDep, response: Response) -> Musyawarah:
    """Plan a meeting of a desa or kelurahan for today or later."""
    musyawarah = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/musyawarah/{musyawarah.id}"
    tulis_etag(response, musyawarah.versi)
    return musyawarah


@router.get("", summary="List meetings", response_model=Daftar[MusyawarahBaca], **izin(*PEMBACA))
async def daftar(
    service: MusyawarahServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    kode_desa: Annotated[str | None, Query(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$", description="One desa.")] = None,
) -> Potongan[Musyawarah]:
    """List meetings in your area, latest day first."""
    return await service.daftar(pelaku, hal, kode_desa)


@router.get(
    "/{musyawarah_id}",
    summary="Read a meeting",
    **izin(*PEMBACA, galat=(MusyawarahNotFound,)),
)
async def baca(
    musyawarah_id: UUID, service: MusyawarahServiceDep, pelaku: PelakuDep, response: Response
) -> MusyawarahRinci:
    """Read a meeting with the usulan on its list, its files and what you may do now."""
    return _rinci(await service.baca(musyawarah_id, pelaku), response)


@router.patch(
    "/{musyawarah_id}",
    summary="Record a meeting",
    response_model=MusyawarahBaca,
    **izin(*PENCATAT, galat=(MusyawarahNotFound, TanggalMusyawarahTidakSah, SyaratTidakTerpenuhi, TransisiDitolak)),
)
async def ubah(
    musyawarah_id: UUID,
    isi: MusyawarahUbah,
    versi: IfMatchWajibDep,
    service: MusyawarahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Musyawarah:
    """Record leader, attendance, indicators and signers, or move the date; what you leave out stays."""
    return beretag(response, await service.ubah(musyawarah_id, isi, pelaku, versi=versi))


@router.put(
    "/{musyawarah_id}/keputusan",
    summary="Record decisions",
    **izin(*PENCATAT, galat=_PUTUS),
)
async def putuskan(
    musyawarah_id: UUID,
    isi: KeputusanMasuk,
    versi: IfMatchWajibDep,
    service: MusyawarahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> MusyawarahRinci:
    """Record what the meeting decided on names of its list; a refusal carries a reason of the catalogue."""
    return _rinci(await service.putuskan(musyawarah_id, isi.keputusan, pelaku, versi=versi), response)


@router.post(
    "/{musyawarah_id}/batalkan",
    response_model=MusyawarahBaca,
    **idempoten(transition(ALUR_MUSYAWARAH, AksiMusyawarah.BATALKAN, _P, MusyawarahNotFound)),
)
async def batalkan(
    musyawarah_id: UUID, versi: IfMatchDep, service: MusyawarahServiceDep, pelaku: PelakuDep, response: Response
) -> Musyawarah:
    """Cancel a meeting on whose list nobody stands yet."""
    return beretag(response, await service.batalkan(musyawarah_id, pelaku, versi=versi))


def _rinci(rinci: RinciMusyawarah, response: Response) -> MusyawarahRinci:
    tulis_etag(response, rinci.musyawarah.versi)
    return MusyawarahRinci(
        **MusyawarahBaca.model_validate(rinci.musyawarah).model_dump(),
        nama=[NamaBaca.model_validate(n) for n in rinci.nama],
        berkas=[BerkasMusyawarahBaca.model_validate(b) for b in rinci.berkas],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in rinci.aksi],
    )
