"""Imports, for who brings registers and prelists of a kab/kota in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.berkas_objek.errors import PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, IfMatchWajibDep, PageDep, WadahDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan, Pelaku, Peran
from app.core.problems import dari_galat
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.core.workflow import PemisahanTugas
from app.impor.alur import ALUR_IMPOR, AksiImpor
from app.impor.deps import ImporServiceDep, RalatImporServiceDep
from app.impor.errors import (
    BagianTidakSah,
    BerkasImporDitolak,
    BerkasImporTerlaluBesar,
    HariBukanDariImpor,
    ImporBelumDiterapkan,
    ImporNotFound,
    ImporTidakDapatDiubah,
    PetaKolomTidakSah,
    RalatImporBerjalan,
    TerlaluBanyakImpor,
    WilayahImporDiLuarTugas,
    WilayahTugasKosong,
)
from app.impor.laporan import alirkan, penulis_laporan
from app.impor.models import Impor
from app.impor.schemas import ImporBaca, ImporBuat, ImporRingkas, PetaKolomMasuk, RalatTanggalMasuk
from app.impor.service import ImporService
from app.lembar.entitas import BentukBerkas

router = APIRouter(route_class=RuteDtks, prefix="/impor", tags=["petugas: impor"])
_AKAR = "/v1/petugas/impor"
_SIAPA = (Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT)


def _transisi(aksi: AksiImpor, *galat: type[DomainError]) -> dict[str, Any]:
    return _dengan_kunci(transition(ALUR_IMPOR, aksi, Peran.PETUGAS, *galat))


def _dengan_kunci(rute: dict[str, Any]) -> dict[str, Any]:
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}


async def _jawab(
    service: ImporService, impor: Impor, pelaku: Pelaku, response: Response, *, ringkas: bool = False
) -> ImporBaca:
    tulis_etag(response, impor.versi)
    return ImporBaca.lengkap(impor, await service.rincian(impor, pelaku, ringkas=ringkas), ringkas=ringkas)


@router.post(
    "",
    status_code=201,
    **_transisi(AksiImpor.MULAI, BerkasImporTerlaluBesar, TerlaluBanyakImpor, WilayahTugasKosong),
)
async def mulai(isi: ImporBuat, service: ImporServiceDep, pelaku: PelakuDep, response: Response) -> ImporBaca:
    """Announce a file with its size and the day of its data; then send it piece by piece."""
    impor = await service.mulai(isi.ukuran, isi.tanggal_data, pelaku, format_=isi.format)
    response.headers["Location"] = f"{_AKAR}/{impor.id}"
    return await _jawab(service, impor, pelaku, response)


@router.get("", summary="List my imports", **izin(*_SIAPA))
async def daftar(service: ImporServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[ImporRingkas]:
    """List your imports, newest first."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[ImporRingkas.dari(i) for i in hasil.data], halaman=hasil.halaman)


@router.get("/{impor_id}", summary="Read an import", **izin(*_SIAPA, galat=(ImporNotFound,)))
async def baca(
    impor_id: UUID,
    service: ImporServiceDep,
    pelaku: PelakuDep,
    response: Response,
    *,
    ringkas: Annotated[
        bool,
        Query(description="For who waits: `berkas` null, and `catatan` empty, which make nearly all of the answer."),
    ] = False,
) -> ImporBaca:
    """Read where the next piece begins, what the file is, and what became of its rows so far; PUSAT reads anybody's."""
    return await _jawab(service, await service.lihat(impor_id, pelaku), pelaku, response, ringkas=ringkas)


@router.patch(
    "/{impor_id}",
    summary="Send a piece of the file",
    response_model=ImporBaca,
    **izin(
        *_SIAPA,
        galat=(
            *(ImporNotFound, ImporTidakDapatDiubah, BagianTidakSah),
            *(BerkasImporDitolak, BerkasImporTerlaluBesar, PenyimpananTidakTersedia),
        ),
    ),
)
async def tambah(
    request: Request,
    impor_id: UUID,
    isi: Annotated[bytes, Body(media_type="application/octet-stream", description="The bytes of the piece.")],
    versi: IfMatchWajibDep,
    service: ImporServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ImporBaca | Response:
    """Send the next piece, of at most 8 MiB; If-Match is the ETag of the last answer.

    412 means that an answer was lost: read the import, its `diterima` says where to go on. With the last piece the file
    is told what it is; what is no readable table is refused here, with the reason and what to do. It is forgotten then,
    the import is GAGAL and takes no place of those that an account has; announce the mended file.
    """
    try:
        impor = await service.tambah(impor_id, isi, pelaku, versi=versi)
    except (BerkasImporDitolak, BerkasImporTerlaluBesar) as galat:
        # Raised any further it would take back with the request's transaction that the file is forgotten.
        return dari_galat(request, galat)
    return await _jawab(service, impor, pelaku, response)


@router.put(
    "/{impor_id}/kolom",
    summary="Say what stands under which heading",
    **izin(*_SIAPA, galat=(ImporNotFound, ImporTidakDapatDiubah, PetaKolomTidakSah)),
)
async def petakan(
    impor_id: UUID,
    isi: PetaKolomMasuk,
    versi: IfMatchWajibDep,
    service: ImporServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ImporBaca:
    """Set the format and the columns; headings that are not named are recognised as before."""
    peta = {k.judul: k.kolom for k in isi.kolom}
    impor = await service.petakan(impor_id, isi.format, peta, pelaku, versi=versi)
    return await _jawab(service, impor, pelaku, response)


@router.post("/{impor_id}/periksa", **_transisi(AksiImpor.PERIKSA, ImporNotFound))
async def periksa(
    impor_id: UUID, service: ImporServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> ImporBaca:
    """Read the file and try it out on the registry, in the background; nothing is written there.

    A NIK that occurs twice in the file is foreseen as a double; when the file is applied it may prove to be one person.
    """
    return await _jawab(service, await service.periksa(impor_id, pelaku, versi=versi), pelaku, response)


@router.post("/{impor_id}/terapkan", **_transisi(AksiImpor.TERAPKAN, ImporNotFound))
async def terapkan(
    impor_id: UUID, service: ImporServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> ImporBaca:
    """Write the rows into the registry, in the background; what stopped goes on where it was.

    While another import of the same kab/kota is being written this one waits.
    """
    return await _jawab(service, await service.terapkan(impor_id, pelaku, versi=versi), pelaku, response)


@router.post("/{impor_id}/batalkan", **_transisi(AksiImpor.BATALKAN, ImporNotFound))
async def batalkan(
    impor_id: UUID, service: ImporServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> ImporBaca:
    """Stop and forget the file; what is written already stays, and `baris` says what that is."""
    return await _jawab(service, await service.batalkan(impor_id, pelaku, versi=versi), pelaku, response)


@router.post(
    "/{impor_id}/ralat-tanggal",
    summary="Correct the day of the data",
    **_dengan_kunci(
        izin(
            *_SIAPA,
            galat=(
                *(ImporNotFound, ImporBelumDiterapkan, RalatImporBerjalan, HariBukanDariImpor),
                *(WilayahImporDiLuarTugas, PemisahanTugas),
            ),
        )
    ),
)
async def ralat_tanggal(
    impor_id: UUID,
    isi: RalatTanggalMasuk,
    versi: IfMatchWajibDep,
    service: ImporServiceDep,
    ralat: RalatImporServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ImporBaca:
    """State the right day of an import that has ended; a job carries it to the families, `ralat` says how far it is.

    Changed are families whose day, or answers, are this import's; what a later file, a visit or a correction says
    stays. Rows that the wrong day held are not written by this: `ralat` counts them and says what to import again.
    """
    impor = await ralat.minta(impor_id, isi.tanggal_data, isi.alasan, pelaku, versi=versi)
    return await _jawab(service, impor, pelaku, response)


@router.get(
    "/{impor_id}/catatan",
    summary="Download the remarks on the rows",
    response_class=StreamingResponse,
    **izin(*_SIAPA, galat=(ImporNotFound,)),
)
async def catatan(
    impor_id: UUID,
    service: ImporServiceDep,
    pelaku: PelakuDep,
    wadah: WadahDep,
    bentuk: Annotated[BentukBerkas, Query(description="Form of the file.")] = BentukBerkas.CSV,
) -> StreamingResponse:
    """Download every remark by row number and column, with its code and what to do; no value of a row is in it."""
    impor = await service.baca(impor_id, pelaku)
    tulis = penulis_laporan(bentuk)
    return StreamingResponse(
        alirkan(wadah, impor.id, service.tahap_laporan(impor), tulis),
        media_type=tulis.media,
        headers={
            "Content-Disposition": f'attachment; filename="catatan-impor.{tulis.akhiran}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
