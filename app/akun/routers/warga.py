"""The citizen's own account."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.akun.alur import ALUR_AKUN, AksiAkun
from app.akun.deps import AkunServiceDep, DiriServiceDep
from app.akun.errors import KredensialTidakSah, LoginSibuk
from app.akun.schemas import AkunSaya, AkunTutup, WargaStatus
from app.core.auth import PelakuDep, transition
from app.core.deps import tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.nik import Nik
from app.core.peran import Peran
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, prefix="/saya", tags=["warga: saya"])
KunciDep = Annotated[None, IdempotenDep]


@router.post("/tutup", **transition(ALUR_AKUN, AksiAkun.TUTUP, Peran.WARGA, KredensialTidakSah, LoginSibuk))
async def tutup(
    isi: AkunTutup, service: DiriServiceDep, pelaku: PelakuDep, response: Response, _kunci: KunciDep
) -> WargaStatus:
    """Close your own account for good.

    Pictures, address and contacts are erased and every login ends; proposals under way go on, and you may register
    again.
    """
    akun = await service.tutup(pelaku, isi.sandi.get_secret_value())
    tulis_etag(response, akun.versi)
    return WargaStatus(id=akun.id, status=akun.status, aksi_tersedia=[])


@router.get("", summary="My profile")
async def saya(service: AkunServiceDep, pelaku: PelakuDep, response: Response) -> AkunSaya:
    """Read your own account: name, address, contact; the NIK is masked."""
    akun = await service.ambil(pelaku.akun_id)
    isi = service.identitas(akun)
    tulis_etag(response, akun.versi)
    return AkunSaya(
        id=akun.id,
        nama=akun.nama,
        nik=Nik(isi.nik).tersamar if isi.nik else "",
        alamat=isi.alamat,
        surel=isi.surel,
        telepon=isi.telepon,
        kode_desa=akun.kode_desa,
        status=akun.status,
        created_at=akun.created_at,
    )
