"""What a citizen does with his proposals."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep
from app.core.etag import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.paging import PageDep
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.usulan.deps import (
    GALAT_BUKA,
    GALAT_HAPUS,
    GALAT_TAMBAH,
    GALAT_UBAH,
    LampiranServiceDep,
    PengajuanServiceDep,
    UsulanServiceDep,
    jawab_dengan_versi,
    rute_aksi,
)
from app.usulan.errors import TerlaluBanyakDraf, UsulanNotFound
from app.usulan.schemas import (
    LampiranBaca,
    LangkahBaca,
    LengkapiMasuk,
    RiwayatBaca,
    TanpaIsi,
    UsulanBaca,
    UsulanBuat,
    UsulanRingkasBaca,
    UsulanUbah,
)
from app.usulan.status import AksiUsulan, JenisLampiran
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["warga: usulan"])
_aksi = rute_aksi(Peran.WARGA)
_AKAR = "/v1/warga/usulan"


@router.post("", status_code=201, **_aksi(AksiUsulan.BUAT, WilayahTidakDikenal, TerlaluBanyakDraf))
async def buat(
    isi: UsulanBuat, pengajuan: PengajuanServiceDep, service: UsulanServiceDep, pelaku: PelakuDep, response: Response
) -> UsulanBaca:
    """Draft a proposal for yourself, your family, or somebody of your own village.

    The number of drafts that you keep, and that you make in a day, is limited.
    """
    usulan = await pengajuan.buat(isi, pelaku)
    response.headers["Location"] = f"{_AKAR}/{usulan.ref}"
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.get("", summary="List my usulan")
async def daftar(service: UsulanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[UsulanRingkasBaca]:
    """List what you proposed and what was proposed about you, newest first."""
    hasil = await service.daftar_milik(pelaku, hal)
    return Daftar(data=[UsulanRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read a usulan", responses=problems(UsulanNotFound))
async def baca(ref: Ref, service: UsulanServiceDep, pelaku: PelakuDep, response: Response) -> UsulanBaca:
    """Read a proposal with its attachments, what is missing, and what you can do now."""
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.baca(ref, pelaku)))


@router.patch("/{ref}", summary="Change a draft", responses=problems(*GALAT_UBAH))
async def ubah(
    ref: Ref,
    isi: UsulanUbah,
    versi: IfMatchWajibDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanBaca:
    """Change a draft, or what you were asked to complete."""
    usulan = await pengajuan.ubah(ref, isi, pelaku, versi=versi)
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/ajukan", **_aksi(AksiUsulan.AJUKAN))
async def ajukan(
    ref: Ref,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TanpaIsi | None = None,
) -> UsulanBaca:
    """Send the draft. Outside the window it is queued for the next month, never refused.

    A person has at most one open usulan of a kind: the second is refused with `kode_alasan` USULAN_GANDA.
    """
    usulan = await pengajuan.ajukan(ref, pelaku, versi=versi)
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/lengkapi", **_aksi(AksiUsulan.LENGKAPI))
async def lengkapi(
    ref: Ref,
    isi: LengkapiMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanBaca:
    """Send it again once every requested item is answered by a new attachment, a changed field or a word."""
    usulan = await pengajuan.lengkapi(ref, isi, pelaku, versi=versi)
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/batalkan", **_aksi(AksiUsulan.BATALKAN))
async def batalkan(
    ref: Ref,
    versi: IfMatchDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TanpaIsi | None = None,
) -> UsulanBaca:
    """Withdraw it, before the deliberation has begun."""
    usulan = await service.move(ref, AksiUsulan.BATALKAN, pelaku, versi=versi)
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.get("/{ref}/riwayat", summary="History of a usulan", responses=problems(UsulanNotFound))
async def riwayat(ref: Ref, service: UsulanServiceDep, pelaku: PelakuDep) -> RiwayatBaca:
    """Read every step with its reason, its legal basis and what you can do."""
    return RiwayatBaca(data=[LangkahBaca.langkah(x) for x in await service.riwayat(ref, pelaku)])


@router.post(
    "/{ref}/lampiran",
    status_code=201,
    summary="Attach a photo or paper",
    dependencies=[IdempotenDep],
    responses=problems(*GALAT_TAMBAH),
)
async def tambah_lampiran(
    ref: Ref,
    jenis: Annotated[JenisLampiran, Form(description="What it shows; a new one of the same kind replaces it.")],
    berkas: Annotated[UploadFile, File(description="JPEG, PNG or WebP; PDF for papers.")],
    service: LampiranServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranBaca:
    """Attach a file; it is cleaned of location data and stored encrypted. `ETag` is the usulan's new version."""
    lampiran, versi = await service.tambah(ref, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"{_AKAR}/{ref}/lampiran/{lampiran.id}"
    tulis_etag(response, versi)
    return LampiranBaca.dari(lampiran)


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open an attachment",
    response_class=Response,
    responses=problems(*GALAT_BUKA),
)
async def buka_lampiran(ref: Ref, lampiran_id: UUID, service: LampiranServiceDep, pelaku: PelakuDep) -> Response:
    """Download an attachment."""
    lampiran, berkas = await service.buka(ref, lampiran_id, pelaku)
    return lampirkan(berkas, lampiran.jenis.value.lower().replace("_", "-"))


@router.delete(
    "/{ref}/lampiran/{lampiran_id}",
    status_code=204,
    summary="Delete an attachment",
    responses=problems(*GALAT_HAPUS),
)
async def hapus_lampiran(
    ref: Ref, lampiran_id: UUID, versi: IfMatchWajibDep, service: LampiranServiceDep, pelaku: PelakuDep
) -> None:
    """Delete an attachment of a draft, or of what you were asked to complete. `If-Match`: the usulan's version."""
    await service.hapus(ref, lampiran_id, pelaku, versi=versi)
