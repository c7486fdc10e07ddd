"""The village meeting: plan it, put usulan on its list, record it, decide, close the minutes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, izin, transition
from app.core.etag import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.paging import PageDep, Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar
from app.core.workflow import TransisiDitolak
from app.musyawarah.alur import ALUR_MUSYAWARAH
from app.musyawarah.deps import MusyawarahServiceDep
from app.musyawarah.entitas import RinciMusyawarah
from app.musyawarah.errors import (
    KeputusanTidakSah,
    LampiranMusyawarahNotFound,
    LampiranMusyawarahPenuh,
    MusyawarahNotFound,
    TanggalMusyawarahTidakSah,
)
from app.musyawarah.models import BeritaAcara, Musyawarah, MusyawarahBerkas
from app.musyawarah.schemas import (
    BeritaAcaraBaca,
    BerkasMusyawarahBaca,
    KeputusanMasuk,
    MusyawarahBaca,
    MusyawarahBuat,
    MusyawarahRinci,
    MusyawarahUbah,
    NamaBaca,
)
from app.musyawarah.status import AksiMusyawarah, JenisBerkasMusyawarah
from app.referensi.errors import AlasanTidakBerlaku
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah", tags=["petugas: musyawarah"])

_P = Peran.PETUGAS
_PEMBACA = (
    Jabatan.OPERATOR_DESA,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.VERIFIKATOR,
    Jabatan.KEPALA_OPD,
    Jabatan.PSM,
    Jabatan.TKSK,
    Jabatan.PEMANTAU_PROV,
)
_BERKAS = (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasTerlaluBesar,
    GambarRusak,
    LampiranMusyawarahPenuh,
    PenyimpananTidakTersedia,
)
_BUAT = (MusyawarahNotFound, WilayahTidakDikenal, TanggalMusyawarahTidakSah)
_PUTUS = (MusyawarahNotFound, KeputusanTidakSah, AlasanTidakBerlaku, TransisiDitolak)


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


@router.get("", summary="List meetings", response_model=Daftar[MusyawarahBaca], **izin(*_PEMBACA))
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
    **izin(*_PEMBACA, galat=(MusyawarahNotFound,)),
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
    **izin(Jabatan.OPERATOR_DESA, galat=(MusyawarahNotFound, TanggalMusyawarahTidakSah, TransisiDitolak)),
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
    musyawarah = await service.ubah(musyawarah_id, isi, pelaku, versi=versi)
    tulis_etag(response, musyawarah.versi)
    return musyawarah


@router.put(
    "/{musyawarah_id}/keputusan",
    summary="Record decisions",
    **izin(Jabatan.OPERATOR_DESA, galat=_PUTUS),
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
    "/{musyawarah_id}/lampiran",
    summary="Attach a file to a meeting",
    status_code=201,
    response_model=BerkasMusyawarahBaca,
    **idempoten(izin(Jabatan.OPERATOR_DESA, galat=(MusyawarahNotFound, TransisiDitolak, *_BERKAS))),
)
async def unggah(
    musyawarah_id: UUID,
    jenis: Annotated[JenisBerkasMusyawarah, Form(description="What the file shows.")],
    berkas: Annotated[UploadFile, File(description="A photo (JPEG, PNG, WebP) or a PDF, at most 10 MB.")],
    service: MusyawarahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> MusyawarahBerkas:
    """Attach the signed minutes, the attendance list or a photo; one of each is required to close the minutes."""
    hasil = await service.lampirkan(musyawarah_id, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/petugas/musyawarah/{musyawarah_id}/lampiran/{hasil.berkas_id}"
    return hasil


@router.get(
    "/{musyawarah_id}/lampiran/{berkas_id}",
    summary="Open a file of a meeting",
    response_class=Response,
    **izin(*_PEMBACA, galat=(LampiranMusyawarahNotFound, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def buka_lampiran(
    musyawarah_id: UUID, berkas_id: UUID, service: MusyawarahServiceDep, pelaku: PelakuDep
) -> Response:
    """Download a file of a meeting as an attachment."""
    return lampirkan(await service.buka_lampiran(musyawarah_id, berkas_id, pelaku), "lampiran-musyawarah")


@router.post(
    "/{musyawarah_id}/batalkan",
    response_model=MusyawarahBaca,
    **idempoten(transition(ALUR_MUSYAWARAH, AksiMusyawarah.BATALKAN, _P, MusyawarahNotFound)),
)
async def batalkan(
    musyawarah_id: UUID, service: MusyawarahServiceDep, pelaku: PelakuDep, response: Response
) -> Musyawarah:
    """Cancel a meeting on whose list nobody stands yet."""
    musyawarah = await service.batalkan(musyawarah_id, pelaku)
    tulis_etag(response, musyawarah.versi)
    return musyawarah


@router.post(
    "/{musyawarah_id}/finalkan-berita-acara",
    response_model=BeritaAcaraBaca,
    **idempoten(transition(ALUR_MUSYAWARAH, AksiMusyawarah.FINALKAN_BERITA_ACARA, _P, MusyawarahNotFound)),
)
async def finalkan_berita_acara(
    musyawarah_id: UUID, versi: IfMatchDep, service: MusyawarahServiceDep, pelaku: PelakuDep
) -> BeritaAcara:
    """Close the minutes for good; every usulan on the list is agreed or refused in the same moment."""
    return await service.finalkan(musyawarah_id, pelaku, versi=versi)


@router.get(
    "/{musyawarah_id}/berita-acara",
    summary="Read the minutes",
    response_model=BeritaAcaraBaca,
    **izin(*_PEMBACA, galat=(MusyawarahNotFound,)),
)
async def berita_acara(musyawarah_id: UUID, service: MusyawarahServiceDep, pelaku: PelakuDep) -> BeritaAcara:
    """Read the final minutes as canonical JSON with their SHA-256."""
    return await service.baca_berita_acara(musyawarah_id, pelaku)


def _rinci(rinci: RinciMusyawarah, response: Response) -> MusyawarahRinci:
    tulis_etag(response, rinci.musyawarah.versi)
    return MusyawarahRinci(
        **MusyawarahBaca.model_validate(rinci.musyawarah).model_dump(),
        nama=[NamaBaca.model_validate(n) for n in rinci.nama],
        berkas=[BerkasMusyawarahBaca.model_validate(b) for b in rinci.berkas],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in rinci.aksi],
    )
