"""What a citizen does with his proposals."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.akun.errors import KodeKonfirmasiTidakSah, SurelTidakAda
from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep
from app.core.deps import IfMatchDep, PageDep
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.usulan.deps import (
    GALAT_BUKA,
    GALAT_SURAT,
    LampiranServiceDep,
    PengajuanServiceDep,
    SuratBuktiDep,
    UsulanServiceDep,
    jawab_dengan_versi,
    rute_aksi,
)
from app.usulan.errors import KonfirmasiTidakPerlu, UsulanNotFound
from app.usulan.penjawab import PenjawabDep
from app.usulan.routers.bersama import pasang
from app.usulan.schemas import UsulanBaca, UsulanRingkasBaca
from app.usulan.schemas_masuk import AjukanMasuk, TanpaIsi
from app.usulan.status import AksiUsulan

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["warga: usulan"])
_aksi = rute_aksi(Peran.WARGA)


def _rute(*galat: type[DomainError]) -> dict[str, Any]:
    return {"responses": problems(*galat)}


pasang(router, Peran.WARGA, UsulanBaca, _rute, _rute)


@router.get("", summary="List my usulan")
async def daftar(service: UsulanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[UsulanRingkasBaca]:
    """List what you proposed and what was proposed about you, newest first."""
    hasil = await service.daftar_milik(pelaku, hal)
    return Daftar(data=[UsulanRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read a usulan", responses=problems(UsulanNotFound))
async def baca(ref: Ref, service: UsulanServiceDep, pelaku: PelakuDep, response: Response) -> UsulanBaca:
    """Read a proposal with its attachments, what is missing, and what you can do now."""
    return UsulanBaca.dari(jawab_dengan_versi(response, await service.baca(ref, pelaku)))


@router.post("/{ref}/ajukan", **_aksi(AksiUsulan.AJUKAN, KodeKonfirmasiTidakSah))
async def ajukan(
    ref: Ref,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
    isi: AjukanMasuk | None = None,
) -> UsulanBaca:
    """Send the draft. Outside the window it is queued for the next month, never refused.

    A person has at most one open usulan of a kind: the second is refused with `kode_alasan` USULAN_GANDA. Who resigns
    sends the code that `kode-konfirmasi` e-mailed him; benefits continue until the decree.
    """
    return await jawab.menurut_peran(await pengajuan.ajukan(ref, pelaku, isi, versi=versi))


@router.post(
    "/{ref}/kode-konfirmasi",
    status_code=204,
    summary="Ask for the code that confirms a resignation",
    dependencies=[IdempotenDep],
    responses=problems(UsulanNotFound, KonfirmasiTidakPerlu, SurelTidakAda),
)
async def kirim_kode(ref: Ref, pengajuan: PengajuanServiceDep, pelaku: PelakuDep, _isi: TanpaIsi | None = None) -> None:
    """Have a one-time code sent to your e-mail address; a resignation (HAPUS, MENGUNDURKAN_DIRI) is sent with it."""
    await pengajuan.kirim_kode(ref, pelaku)


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


@router.get(
    "/{ref}/surat-bukti", summary="Receipt of a usulan", response_class=Response, responses=problems(*GALAT_SURAT)
)
async def surat_bukti(ref: Ref, surat: SuratBuktiDep, pelaku: PelakuDep) -> Response:
    """Download the receipt as PDF; by its QR code anybody can check that it is genuine and in force."""
    return lampirkan(await surat.buka(ref, pelaku), "surat-bukti-usulan")
