"""What officers do with usulan until they are complete; later stages bring their own routes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep, izin
from app.core.etag import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.paging import PageDep
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.usulan.deps import (
    GALAT_BUKA,
    GALAT_HAPUS,
    GALAT_TAMBAH,
    GALAT_UBAH,
    LampiranServiceDep,
    PengajuanServiceDep,
    TujuanDep,
    UsulanServiceDep,
    jawab_dengan_versi,
    rute_aksi,
)
from app.usulan.errors import UsulanNotFound
from app.usulan.schemas import (
    LampiranBaca,
    LangkahBaca,
    LengkapiMasuk,
    MintaLengkapiMasuk,
    RiwayatBaca,
    TanpaIsi,
    TetapkanLengkapMasuk,
    UsulanBuat,
    UsulanPetugasBaca,
    UsulanRingkasBaca,
    UsulanUbah,
)
from app.usulan.status import AksiUsulan, JenisLampiran, StatusUsulan
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["petugas: usulan"])
_aksi = rute_aksi(Peran.PETUGAS)
_AKAR = "/v1/petugas/usulan"
_J = Jabatan
# An enumerator reads only the families on his list, through verval.
_PEMBACA = (
    *(_J.OPERATOR_DESA, _J.OPERATOR_KABKOTA, _J.PSM, _J.TKSK, _J.VERIFIKATOR, _J.KEPALA_OPD, _J.DISDUKCAPIL),
    *(_J.PEMANTAU_PROV, _J.PUSAT),
)
_PENULIS = (_J.OPERATOR_DESA, _J.OPERATOR_KABKOTA)
_TAMBAH = izin(*_PENULIS, galat=GALAT_TAMBAH)
_TAMBAH["dependencies"] = [*_TAMBAH["dependencies"], IdempotenDep]


@router.post("", status_code=201, **_aksi(AksiUsulan.BUAT, WilayahTidakDikenal))
async def buat(
    isi: UsulanBuat, pengajuan: PengajuanServiceDep, service: UsulanServiceDep, pelaku: PelakuDep, response: Response
) -> UsulanPetugasBaca:
    """Draft a usulan on behalf of somebody in your area; entered at the kab/kota it is marked `atas_nama`."""
    usulan = await pengajuan.buat(isi, pelaku)
    response.headers["Location"] = f"{_AKAR}/{usulan.ref}"
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.get("", summary="Work list", **izin(*_PEMBACA))
async def daftar(
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusUsulan, Query(description="State of the cases.")],
) -> Daftar[UsulanRingkasBaca]:
    """List the cases of one state in your area, longest waiting first."""
    hasil = await service.daftar_status(status, pelaku, hal)
    return Daftar(data=[UsulanRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read a usulan", **izin(*_PEMBACA, galat=(UsulanNotFound,)))
async def baca(
    ref: Ref, tujuan: TujuanDep, service: UsulanServiceDep, pelaku: PelakuDep, response: Response
) -> UsulanPetugasBaca:
    """Read a case of your area; the person concerned sees who read it and why."""
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.baca(ref, pelaku, tujuan=tujuan)))


@router.patch("/{ref}", summary="Change a usulan", **izin(*_PENULIS, galat=GALAT_UBAH))
async def ubah(
    ref: Ref,
    isi: UsulanUbah,
    versi: IfMatchWajibDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanPetugasBaca:
    """Change your office's draft, or correct what was returned to the village or does not match the registry."""
    usulan = await pengajuan.ubah(ref, isi, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/ajukan", **_aksi(AksiUsulan.AJUKAN))
async def ajukan(
    ref: Ref,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TanpaIsi | None = None,
) -> UsulanPetugasBaca:
    """Send your office's draft. Outside the window it is queued for the next month, never refused."""
    usulan = await pengajuan.ajukan(ref, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/minta-lengkapi", **_aksi(AksiUsulan.MINTA_LENGKAPI))
async def minta_lengkapi(
    ref: Ref,
    isi: MintaLengkapiMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanPetugasBaca:
    """Send it back to the proposer with the reason and the list of what is missing."""
    usulan = await pengajuan.minta_lengkapi(ref, isi, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/lengkapi", **_aksi(AksiUsulan.LENGKAPI))
async def lengkapi(
    ref: Ref,
    isi: LengkapiMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanPetugasBaca:
    """Send your office's usulan again once every requested item is answered."""
    usulan = await pengajuan.lengkapi(ref, isi, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/tetapkan-lengkap", **_aksi(AksiUsulan.TETAPKAN_LENGKAP))
async def tetapkan_lengkap(
    ref: Ref,
    isi: TetapkanLengkapMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanPetugasBaca:
    """Declare every document present and readable; the case waits for the next deliberation."""
    usulan = await pengajuan.tetapkan_lengkap(ref, isi.daftar_periksa, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/perbaiki-berkas", **_aksi(AksiUsulan.PERBAIKI_BERKAS))
async def perbaiki_berkas(
    ref: Ref,
    versi: IfMatchDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TanpaIsi | None = None,
) -> UsulanPetugasBaca:
    """Declare a case that was returned to the village corrected; it passes the deliberation again."""
    usulan = await service.move(ref, AksiUsulan.PERBAIKI_BERKAS, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.post("/{ref}/batalkan", **_aksi(AksiUsulan.BATALKAN))
async def batalkan(
    ref: Ref,
    versi: IfMatchDep,
    service: UsulanServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TanpaIsi | None = None,
) -> UsulanPetugasBaca:
    """Withdraw your office's usulan, before the deliberation has begun."""
    usulan = await service.move(ref, AksiUsulan.BATALKAN, pelaku, versi=versi)
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.lengkapkan(usulan, pelaku)))


@router.get("/{ref}/riwayat", summary="History of a usulan", **izin(*_PEMBACA, galat=(UsulanNotFound,)))
async def riwayat(ref: Ref, service: UsulanServiceDep, pelaku: PelakuDep) -> RiwayatBaca:
    """Read every step with its reason and legal basis."""
    return RiwayatBaca(data=[LangkahBaca.langkah(x) for x in await service.riwayat(ref, pelaku)])


@router.post("/{ref}/lampiran", status_code=201, summary="Attach a photo or paper", **_TAMBAH)
async def tambah_lampiran(
    ref: Ref,
    jenis: Annotated[JenisLampiran, Form(description="What it shows; a new one of the same kind replaces it.")],
    berkas: Annotated[UploadFile, File(description="JPEG, PNG or WebP; PDF for papers.")],
    service: LampiranServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranBaca:
    """Attach a file, also a signed SPTJM to a complete case. `ETag` is the usulan's new version."""
    lampiran, versi = await service.tambah(ref, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"{_AKAR}/{ref}/lampiran/{lampiran.id}"
    tulis_etag(response, versi)
    return LampiranBaca.dari(lampiran)


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open an attachment",
    response_class=Response,
    **izin(*_PEMBACA, galat=GALAT_BUKA),
)
async def buka_lampiran(
    ref: Ref, lampiran_id: UUID, tujuan: TujuanDep, service: LampiranServiceDep, pelaku: PelakuDep
) -> Response:
    """Download an attachment; the person concerned sees who opened it and why."""
    lampiran, berkas = await service.buka(ref, lampiran_id, pelaku, tujuan=tujuan)
    return lampirkan(berkas, lampiran.jenis.value.lower().replace("_", "-"))


@router.delete(
    "/{ref}/lampiran/{lampiran_id}",
    status_code=204,
    summary="Delete an attachment",
    **izin(*_PENULIS, galat=GALAT_HAPUS),
)
async def hapus_lampiran(
    ref: Ref, lampiran_id: UUID, versi: IfMatchWajibDep, service: LampiranServiceDep, pelaku: PelakuDep
) -> None:
    """Delete an attachment of your office's draft. `If-Match`: the usulan's version."""
    await service.hapus(ref, lampiran_id, pelaku, versi=versi)
