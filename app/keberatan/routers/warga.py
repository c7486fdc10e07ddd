"""Objecting to the decile of one's own family, and reading the answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, transition
from app.core.deps import IfMatchDep, tulis_etag
from app.core.galat_umum import TerlaluSering
from app.core.idempotency import IdempotenDep, idempoten
from app.core.ids import Ref
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.workflow import SyaratTidakTerpenuhi, TransisiDitolak
from app.desil.errors import DesilBelumAda
from app.keberatan.alur import ALUR_KEBERATAN_DESIL
from app.keberatan.deps import KeberatanDesilDep
from app.keberatan.errors import (
    KeberatanDesilMasihTerbuka,
    KeberatanDesilSudahDijawab,
    KeberatanDesilTertutup,
    KeberatanDesilTidakAda,
    LampiranKeberatanPenuh,
    LampiranKeberatanTidakAda,
)
from app.keberatan.schemas import (
    KeberatanDesilBaca,
    KeberatanDesilDaftar,
    KeberatanDesilMasuk,
    LampiranKeberatanBaca,
)
from app.keberatan.status import AksiKeberatanDesil
from app.referensi.errors import AlasanTidakBerlaku
from app.usulan.errors import TerlaluBanyakDraf

router = APIRouter(route_class=RuteDtks, prefix="/desil/keberatan", tags=["warga: desil"])
_JALUR = "/v1/warga/desil/keberatan"
_BERKAS = (BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)
_AJUKAN = idempoten(
    transition(
        ALUR_KEBERATAN_DESIL,
        AksiKeberatanDesil.AJUKAN,
        Peran.WARGA,
        DesilBelumAda,
        AlasanTidakBerlaku,
        KeberatanDesilMasihTerbuka,
        KeberatanDesilSudahDijawab,
    )
)


@router.post("", status_code=201, **_AJUKAN)
async def ajukan(
    isi: KeberatanDesilMasuk, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Object to your family's decile (UU 27/2022 ps 10); a person answers before the next decree.

    One objection per family and ranking. Until it is answered no decree removes or refuses the family for its decile.
    """
    lengkap = await service.ajukan_sendiri(isi.kode, isi.penjelasan, pelaku)
    response.headers["Location"] = f"{_JALUR}/{lengkap.baris.ref}"
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanDesilBaca.dari(lengkap)


@router.get("", summary="My family's objections")
async def daftar(service: KeberatanDesilDep, pelaku: PelakuDep) -> KeberatanDesilDaftar:
    """List the objections of your family, newest first; the words of another member stay his."""
    return KeberatanDesilDaftar(data=[KeberatanDesilBaca.dari(k) for k in await service.milik(pelaku)])


@router.get("/{ref}", summary="An objection of my family", responses=problems(KeberatanDesilTidakAda))
async def baca(ref: Ref, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response) -> KeberatanDesilBaca:
    """Read an objection with its answer, and what you can do now."""
    lengkap = await service.baca(ref, pelaku)
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanDesilBaca.dari(lengkap)


@router.post(
    "/{ref}/batalkan",
    **idempoten(
        transition(ALUR_KEBERATAN_DESIL, AksiKeberatanDesil.BATALKAN, Peran.WARGA, KeberatanDesilTidakAda),
    ),
)
async def batalkan(
    ref: Ref, versi: IfMatchDep, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Withdraw your objection; you may object to the same ranking again."""
    lengkap = await service.batalkan(ref, pelaku, versi)
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanDesilBaca.dari(lengkap)


@router.post(
    "/{ref}/lampiran",
    summary="Attach evidence",
    status_code=201,
    dependencies=[IdempotenDep],
    responses=problems(KeberatanDesilTidakAda, KeberatanDesilTertutup, LampiranKeberatanPenuh, *_BERKAS),
)
async def tambah_lampiran(
    ref: Ref,
    berkas: Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    service: KeberatanDesilDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranKeberatanBaca:
    """Attach a photo or PDF that shows what is wrong; at most ten, while nobody has answered."""
    baru = await service.lampirkan(ref, await berkas.read(), pelaku)
    response.headers["Location"] = f"{_JALUR}/{ref}/lampiran/{baru.id}"
    return LampiranKeberatanBaca.dari(baru)


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open my evidence",
    response_class=Response,
    responses=problems(KeberatanDesilTidakAda, LampiranKeberatanTidakAda, BerkasNotFound, PenyimpananTidakTersedia),
)
async def buka_lampiran(ref: Ref, lampiran_id: UUID, service: KeberatanDesilDep, pelaku: PelakuDep) -> Response:
    """Open a file that you sent."""
    return lampirkan(await service.buka_lampiran(ref, lampiran_id, pelaku), "bukti-keberatan")


@router.post(
    "/{ref}/perbaikan",
    summary="Make a correction of a granted objection",
    status_code=201,
    dependencies=[IdempotenDep],
    responses=problems(KeberatanDesilTidakAda, TransisiDitolak, SyaratTidakTerpenuhi, TerlaluBanyakDraf, TerlaluSering),
)
async def buat_perbaikan(
    ref: Ref, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Make a draft PERBAIKAN, filled in from the objection; complete and send it as any other usulan."""
    lengkap = await service.perbaiki_sendiri(ref, pelaku)
    response.headers["Location"] = f"/v1/warga/usulan/{lengkap.baris.usulan}"
    return KeberatanDesilBaca.dari(lengkap)
