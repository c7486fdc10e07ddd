"""Objecting to the refusal of one's usulan, and reading the answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, transition
from app.core.deps import IfMatchDep, tulis_etag
from app.core.galat_umum import TerlaluSering
from app.core.idempotency import IdempotenDep, idempoten
from app.core.ids import Ref
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.keberatan.alur_usulan import ALUR_KEBERATAN_USULAN
from app.keberatan.deps import KeberatanUsulanDep
from app.keberatan.errors import LampiranKeberatanPenuh, LampiranKeberatanTidakAda
from app.keberatan.errors_usulan import KeberatanUsulanSudahAda, KeberatanUsulanTertutup, KeberatanUsulanTidakAda
from app.keberatan.schemas import LampiranKeberatanBaca
from app.keberatan.schemas_usulan import KeberatanUsulanBaca, KeberatanUsulanDaftar, KeberatanUsulanMasuk
from app.keberatan.status_usulan import AksiKeberatanUsulan
from app.referensi.errors import AlasanTidakBerlaku
from app.usulan.deps import GALAT_BERKAS
from app.usulan.errors import UsulanNotFound

router = APIRouter(route_class=RuteDtks, tags=["warga: keberatan usulan"])
_USULAN, _JALUR = "/usulan/{ref}/keberatan", "/keberatan-usulan"
A = AksiKeberatanUsulan
_AJUKAN = idempoten(
    transition(
        *(ALUR_KEBERATAN_USULAN, A.AJUKAN, Peran.WARGA),
        *(UsulanNotFound, AlasanTidakBerlaku, KeberatanUsulanSudahAda, TerlaluSering),
    )
)


@router.post(_USULAN, status_code=201, **_AJUKAN)
async def ajukan(
    ref: Ref, isi: KeberatanUsulanMasuk, service: KeberatanUsulanDep, pelaku: PelakuDep, response: Response
) -> KeberatanUsulanBaca:
    """Object to the refusal of a usulan that you proposed or that is about you, until its `keberatan_sampai`.

    A person who took no part in the case answers. A usulan is objected to once; a withdrawn objection does not count.
    """
    lengkap = await service.ajukan(ref, isi.kode, isi.penjelasan, pelaku)
    response.headers["Location"] = f"/v1/warga{_JALUR}/{lengkap.baris.ref}"
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanUsulanBaca.dari(lengkap)


@router.get(_USULAN, summary="Objections to a usulan", responses=problems(UsulanNotFound))
async def daftar(ref: Ref, service: KeberatanUsulanDep, pelaku: PelakuDep) -> KeberatanUsulanDaftar:
    """List the objections to a usulan, newest first; the words of the other side stay its own."""
    return KeberatanUsulanDaftar(data=[KeberatanUsulanBaca.dari(k) for k in await service.milik(ref, pelaku)])


@router.get(f"{_JALUR}/{{ref}}", summary="An objection to a usulan", responses=problems(KeberatanUsulanTidakAda))
async def baca(ref: Ref, service: KeberatanUsulanDep, pelaku: PelakuDep, response: Response) -> KeberatanUsulanBaca:
    """Read an objection with its answer, and what you can do now."""
    lengkap = await service.baca(ref, pelaku)
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanUsulanBaca.dari(lengkap)


@router.post(
    f"{_JALUR}/{{ref}}/batalkan",
    **idempoten(transition(ALUR_KEBERATAN_USULAN, A.BATALKAN, Peran.WARGA, KeberatanUsulanTidakAda)),
)
async def batalkan(
    ref: Ref, versi: IfMatchDep, service: KeberatanUsulanDep, pelaku: PelakuDep, response: Response
) -> KeberatanUsulanBaca:
    """Withdraw your objection; until the last day you may object again."""
    lengkap = await service.batalkan(ref, pelaku, versi)
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanUsulanBaca.dari(lengkap)


@router.post(
    f"{_JALUR}/{{ref}}/lampiran",
    summary="Attach evidence to an objection to a usulan",
    status_code=201,
    dependencies=[IdempotenDep],
    responses=problems(KeberatanUsulanTidakAda, KeberatanUsulanTertutup, LampiranKeberatanPenuh, *GALAT_BERKAS),
)
async def tambah_lampiran(
    ref: Ref,
    berkas: Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    service: KeberatanUsulanDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranKeberatanBaca:
    """Attach a photo or PDF that shows why the refusal is wrong; at most ten, while nobody has answered."""
    baru = await service.lampirkan(ref, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/warga{_JALUR}/{ref}/lampiran/{baru.id}"
    return LampiranKeberatanBaca(id=baru.id, created_at=baru.created_at)


@router.get(
    f"{_JALUR}/{{ref}}/lampiran/{{lampiran_id}}",
    summary="Open my evidence about a usulan",
    response_class=Response,
    responses=problems(KeberatanUsulanTidakAda, LampiranKeberatanTidakAda, BerkasNotFound, PenyimpananTidakTersedia),
)
async def buka_lampiran(ref: Ref, lampiran_id: UUID, service: KeberatanUsulanDep, pelaku: PelakuDep) -> Response:
    """Open a file that you sent."""
    return lampirkan(await service.buka_lampiran(ref, lampiran_id, pelaku), "bukti-keberatan")
