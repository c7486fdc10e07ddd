"""The own account of anybody who is logged in, whatever his role."""

from fastapi import APIRouter, Response

from app.akun.deps import DiriServiceDep
from app.akun.errors import (
    KodeKonfirmasiTidakSah,
    KontakKosong,
    KredensialTidakSah,
    LoginSibuk,
    SurelTidakAda,
    TeleponTidakSah,
)
from app.akun.schemas import DiriBaca, KodeSekaliMasuk, KontakUbah, PenugasanBaca
from app.akun.schemas_masuk import KodeDiminta
from app.core.auth import PelakuDep, izin
from app.core.deps import tulis_etag
from app.core.nik import Nik
from app.core.peran import Jabatan
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, prefix="/v1/auth", tags=["auth"])
_ORANG = tuple(sorted(set(Jabatan) - {Jabatan.INTEGRASI}))


@router.get("/saya", summary="Who am I", **izin(*_ORANG))
async def saya(service: DiriServiceDep, pelaku: PelakuDep, response: Response) -> DiriBaca:
    """Read your own account: position, regions, contact, whether a second factor is in use; the NIK is masked."""
    diri = await service.baca(pelaku)
    tulis_etag(response, diri.akun.versi)
    return DiriBaca(
        id=diri.akun.id,
        nama=diri.akun.nama,
        jabatan=diri.akun.jabatan,
        status=diri.akun.status,
        nik=Nik(diri.identitas.nik).tersamar if diri.identitas.nik else None,
        username=diri.identitas.username,
        surel=diri.identitas.surel,
        telepon=diri.identitas.telepon,
        is_totp_aktif=diri.is_totp_aktif,
        penugasan=[PenugasanBaca.model_validate(p) for p in diri.penugasan],
        created_at=diri.akun.created_at,
    )


@router.post(
    "/kontak",
    status_code=202,
    summary="Change e-mail address or telephone number",
    **izin(*_ORANG, galat=(KontakKosong, KredensialTidakSah, LoginSibuk, SurelTidakAda, TeleponTidakSah)),
)
async def ganti_kontak(isi: KontakUbah, service: DiriServiceDep, pelaku: PelakuDep) -> KodeDiminta:
    """Have a code mailed: to the new address, or for a telephone number to the present one.

    The answer is the same whether or not somebody else has that address.
    """
    await service.minta_ganti_kontak(pelaku, isi.surel, isi.telepon, isi.sandi.get_secret_value())
    return KodeDiminta(pesan="Periksa surel Anda. / Look into your mailbox.")


@router.post(
    "/kontak/konfirmasi",
    status_code=204,
    summary="Confirm the new contact",
    **izin(*_ORANG, galat=(KodeKonfirmasiTidakSah,)),
)
async def konfirmasi_kontak(isi: KodeSekaliMasuk, service: DiriServiceDep, pelaku: PelakuDep) -> None:
    """Take the new address or number into use with the code; the old address is told. Refresh your token afterwards."""
    await service.konfirmasi_kontak(pelaku, isi.kode)
