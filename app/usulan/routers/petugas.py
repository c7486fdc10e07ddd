"""What officers do with usulan until they are complete; later stages bring their own routes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep, PageDep
from app.core.errors import DomainError
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.usulan.deps import (
    GALAT_BUKA,
    GALAT_SURAT,
    LampiranServiceDep,
    PengajuanServiceDep,
    SuratBuktiDep,
    TujuanDep,
    UsulanServiceDep,
    jawab_dengan_versi,
    rute_aksi,
)
from app.usulan.errors import UsulanNotFound
from app.usulan.penjawab import PenjawabDep
from app.usulan.routers.bersama import pasang
from app.usulan.schemas import UsulanPetugasBaca, UsulanRingkasBaca
from app.usulan.schemas_masuk import MintaLengkapiMasuk, TanpaIsi, TetapkanLengkapMasuk
from app.usulan.status import AksiUsulan, StatusUsulan
from app.wilayah.deps import WilayahServiceDep
from app.wilayah.kode import KodeWilayah

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["petugas: usulan"])
_aksi = rute_aksi(Peran.PETUGAS)
_J = Jabatan
# An enumerator reads only the families on his list, through verval.
_PEMBACA = (
    *(_J.OPERATOR_DESA, _J.OPERATOR_KABKOTA, _J.PSM, _J.TKSK, _J.VERIFIKATOR, _J.KEPALA_OPD, _J.DISDUKCAPIL),
    *(_J.PEMANTAU_PROV, _J.PUSAT),
)


def _membaca(*galat: type[DomainError]) -> dict[str, Any]:
    return izin(*_PEMBACA, galat=galat)


def _menulis(*galat: type[DomainError]) -> dict[str, Any]:
    return izin(_J.OPERATOR_DESA, _J.OPERATOR_KABKOTA, galat=galat)


pasang(router, Peran.PETUGAS, UsulanPetugasBaca, _membaca, _menulis)


@router.get("", summary="Work list", **_membaca())
async def daftar(
    service: UsulanServiceDep,
    wilayah: WilayahServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[
        StatusUsulan | None, Query(description="State of the cases; without it all that have not ended.")
    ] = None,
    kode_wilayah: Annotated[KodeWilayah | None, Query(description="Only cases of this region.")] = None,
    menunggu_hari: Annotated[
        int, Query(ge=0, le=3650, description="Only cases that have stood in their state for so many days.")
    ] = 0,
) -> Daftar[UsulanRingkasBaca]:
    """List the cases of your area, longest waiting in their state first."""
    kode = await wilayah.setempat([kode_wilayah]) if kode_wilayah else None
    hasil = await service.daftar_status(status, pelaku, hal, kode_wilayah=kode, menunggu_hari=menunggu_hari)
    return Daftar(data=[UsulanRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read a usulan", **_membaca(UsulanNotFound))
async def baca(
    ref: Ref, tujuan: TujuanDep, service: UsulanServiceDep, pelaku: PelakuDep, response: Response
) -> UsulanPetugasBaca:
    """Read a case of your area; the person concerned sees who read it and why."""
    return UsulanPetugasBaca.dari(jawab_dengan_versi(response, await service.baca(ref, pelaku, tujuan=tujuan)))


@router.post("/{ref}/ajukan", **_aksi(AksiUsulan.AJUKAN))
async def ajukan(
    ref: Ref,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
    _isi: TanpaIsi | None = None,
) -> UsulanPetugasBaca:
    """Send your office's draft. Outside the window it is queued for the next month, never refused."""
    return await jawab(await pengajuan.ajukan(ref, pelaku, versi=versi))


@router.post("/{ref}/minta-lengkapi", **_aksi(AksiUsulan.MINTA_LENGKAPI))
async def minta_lengkapi(
    ref: Ref,
    isi: MintaLengkapiMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
) -> UsulanPetugasBaca:
    """Send it back to the proposer with the reason and the list of what is missing."""
    return await jawab(await pengajuan.minta_lengkapi(ref, isi, pelaku, versi=versi))


@router.post("/{ref}/tetapkan-lengkap", **_aksi(AksiUsulan.TETAPKAN_LENGKAP))
async def tetapkan_lengkap(
    ref: Ref,
    isi: TetapkanLengkapMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
) -> UsulanPetugasBaca:
    """Declare every document present and readable; the case waits for the next deliberation.

    PERBAIKAN of IDENTITAS and PEMBARUAN_DESIL need none: the system leads them on to the home visit at once.
    """
    return await jawab(await pengajuan.tetapkan_lengkap(ref, isi.daftar_periksa, pelaku, versi=versi))


@router.post("/{ref}/perbaiki-berkas", **_aksi(AksiUsulan.PERBAIKI_BERKAS))
async def perbaiki_berkas(
    ref: Ref,
    versi: IfMatchDep,
    service: UsulanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
    _isi: TanpaIsi | None = None,
) -> UsulanPetugasBaca:
    """Declare a case that was returned to the village corrected; it passes the deliberation again, if it needs one."""
    return await jawab(await service.move(ref, AksiUsulan.PERBAIKI_BERKAS, pelaku, versi=versi))


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open an attachment",
    response_class=Response,
    **_membaca(*GALAT_BUKA),
)
async def buka_lampiran(
    ref: Ref, lampiran_id: UUID, tujuan: TujuanDep, service: LampiranServiceDep, pelaku: PelakuDep
) -> Response:
    """Download an attachment; the person concerned sees who opened it and why."""
    lampiran, berkas = await service.buka(ref, lampiran_id, pelaku, tujuan=tujuan)
    return lampirkan(berkas, lampiran.jenis.value.lower().replace("_", "-"))


@router.get("/{ref}/surat-bukti", summary="Receipt of a usulan", response_class=Response, **_membaca(*GALAT_SURAT))
async def surat_bukti(ref: Ref, tujuan: TujuanDep, surat: SuratBuktiDep, pelaku: PelakuDep) -> Response:
    """Download the receipt as PDF, to print it for the person; by its QR code anybody can check it."""
    return lampirkan(await surat.buka(ref, pelaku, tujuan=tujuan), "surat-bukti-usulan")
