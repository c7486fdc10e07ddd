"""The citizen's own membership: its history in words, his objection, his request to be restored."""

from fastapi import APIRouter

from app.core.auth import PelakuDep, transition
from app.core.idempotency import idempoten
from app.core.peran import Peran
from app.core.routing import RuteDtks
from app.penetapan.alur import ALUR_KEBERATAN, ALUR_REAKTIVASI
from app.penetapan.deps import KeberatanServiceDep, ReaktivasiServiceDep, RiwayatWargaServiceDep
from app.penetapan.errors import KeanggotaanTidakAda, KeberatanMasihTerbuka, ReaktivasiMasihTerbuka
from app.penetapan.routers.petugas_keluar import BERKAS, PermohonanDep
from app.penetapan.schemas_keluar import KeanggotaanWargaBaca, KeberatanBaca, KeberatanMasuk, ReaktivasiBaca
from app.penetapan.status_keluar import AksiKeberatan, AksiReaktivasi
from app.penetapan.terjemah import keanggotaan, keberatan, keberatan_isi, reaktivasi, reaktivasi_ringkas

router = APIRouter(route_class=RuteDtks, prefix="/keanggotaan", tags=["warga: keanggotaan"])


@router.get("", summary="Everything that happened to my membership")
async def riwayat(service: RiwayatWargaServiceDep, pelaku: PelakuDep) -> KeanggotaanWargaBaca:
    """Show the caller's membership from the first day: what happened, why, by which decree, and what he asked for."""
    milik = await service.baca(pelaku)
    baris = [keanggotaan(b) for b in milik.riwayat]
    return KeanggotaanWargaBaca(
        kini=next((b for b in baris if b.sampai_at is None), None),
        riwayat=baris,
        keberatan=[keberatan_isi(b, isi, []) for b, isi in milik.keberatan],
        reaktivasi=[reaktivasi_ringkas(r) for r in milik.reaktivasi],
    )


@router.post(
    "/keberatan",
    status_code=201,
    **idempoten(
        transition(ALUR_KEBERATAN, AksiKeberatan.AJUKAN, Peran.WARGA, KeanggotaanTidakAda, KeberatanMasihTerbuka)
    ),
)
async def ajukan_keberatan(isi: KeberatanMasuk, service: KeberatanServiceDep, pelaku: PelakuDep) -> KeberatanBaca:
    """Object to one's own announced removal; nobody is deactivated before a person has answered."""
    return keberatan(await service.ajukan_sendiri(isi.alasan, pelaku))


@router.post(
    "/reaktivasi",
    status_code=201,
    **idempoten(
        transition(
            ALUR_REAKTIVASI, AksiReaktivasi.AJUKAN, Peran.WARGA, KeanggotaanTidakAda, ReaktivasiMasihTerbuka, *BERKAS
        )
    ),
)
async def ajukan(isi: PermohonanDep, service: ReaktivasiServiceDep, pelaku: PelakuDep) -> ReaktivasiBaca:
    """Ask to be restored because of a catastrophic illness, with the health facility's letter."""
    return reaktivasi(await service.ajukan_sendiri(isi, pelaku))
