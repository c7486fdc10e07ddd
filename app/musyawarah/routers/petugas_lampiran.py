"""The files of a meeting: attach, list, open, take back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchWajibDep
from app.core.idempotency import idempoten
from app.core.routing import RuteDtks
from app.core.workflow import SyaratTidakTerpenuhi, TransisiDitolak
from app.musyawarah.deps import PEMBACA, PENCATAT, LampiranMusyawarahDep
from app.musyawarah.errors import LampiranMusyawarahNotFound, LampiranMusyawarahPenuh, MusyawarahNotFound
from app.musyawarah.models import MusyawarahBerkas
from app.musyawarah.schemas import BerkasMusyawarahBaca, LampiranDaftar
from app.musyawarah.status import JenisBerkasMusyawarah

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah/{musyawarah_id}/lampiran", tags=["petugas: musyawarah"])

_BERKAS = (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasTerlaluBesar,
    GambarRusak,
    LampiranMusyawarahPenuh,
    PenyimpananTidakTersedia,
)


@router.get("", summary="List the files of a meeting", **izin(*PEMBACA, galat=(MusyawarahNotFound,)))
async def daftar(musyawarah_id: UUID, service: LampiranMusyawarahDep, pelaku: PelakuDep) -> LampiranDaftar:
    """List the files of a meeting, oldest first."""
    berkas = await service.daftar(musyawarah_id, pelaku)
    return LampiranDaftar(data=[BerkasMusyawarahBaca.model_validate(b) for b in berkas])


@router.post(
    "",
    summary="Attach a file to a meeting",
    status_code=201,
    response_model=BerkasMusyawarahBaca,
    **idempoten(izin(*PENCATAT, galat=(MusyawarahNotFound, SyaratTidakTerpenuhi, TransisiDitolak, *_BERKAS))),
)
async def unggah(
    musyawarah_id: UUID,
    jenis: Annotated[JenisBerkasMusyawarah, Form(description="What the file shows.")],
    berkas: Annotated[UploadFile, File(description="A photo (JPEG, PNG, WebP) or a PDF, at most 10 MB.")],
    service: LampiranMusyawarahDep,
    pelaku: PelakuDep,
    response: Response,
) -> MusyawarahBerkas:
    """Attach the signed minutes, the attendance list or a photo; one of each is required to close the minutes.

    A KOREKSI is the signed sheet of a correction and comes after the minutes are final.
    """
    hasil = await service.tambah(musyawarah_id, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/petugas/musyawarah/{musyawarah_id}/lampiran/{hasil.berkas_id}"
    return hasil


@router.get(
    "/{berkas_id}",
    summary="Open a file of a meeting",
    response_class=Response,
    **izin(*PEMBACA, galat=(LampiranMusyawarahNotFound, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def buka_lampiran(
    musyawarah_id: UUID, berkas_id: UUID, service: LampiranMusyawarahDep, pelaku: PelakuDep
) -> Response:
    """Download a file of a meeting as an attachment."""
    return lampirkan(await service.buka(musyawarah_id, berkas_id, pelaku), "lampiran-musyawarah")


@router.delete(
    "/{berkas_id}",
    summary="Take a file back",
    status_code=204,
    **izin(*PENCATAT, galat=(MusyawarahNotFound, LampiranMusyawarahNotFound, SyaratTidakTerpenuhi, TransisiDitolak)),
)
async def hapus(
    musyawarah_id: UUID,
    berkas_id: UUID,
    versi: IfMatchWajibDep,
    service: LampiranMusyawarahDep,
    pelaku: PelakuDep,
) -> None:
    """Take a file of an open meeting back; If-Match is the meeting's version, and its bytes are erased."""
    await service.hapus(musyawarah_id, berkas_id, pelaku, versi=versi)
