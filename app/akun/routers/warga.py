"""The citizen's own account."""

from fastapi import APIRouter, Response

from app.akun.deps import AkunServiceDep
from app.akun.schemas import AkunSaya
from app.core.auth import PelakuDep
from app.core.etag import tulis_etag
from app.core.nik import Nik
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, prefix="/saya", tags=["warga: saya"])


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
