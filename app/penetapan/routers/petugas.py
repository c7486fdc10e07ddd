"""Memberships: PUSAT warns, suspends, restores and deactivates; regional officers read their own regions."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, beretag
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.penetapan.alur import ALUR_KEANGGOTAAN
from app.penetapan.deps import KeanggotaanServiceDep
from app.penetapan.errors import KeanggotaanTidakAda
from app.penetapan.schemas import KeanggotaanBaca, KeanggotaanMasuk, KeanggotaanRinci
from app.penetapan.status import AksiKeanggotaan, StatusKeanggotaan
from app.penetapan.terjemah import keanggotaan, rinci
from app.referensi.errors import AlasanTidakBerlaku

router = APIRouter(route_class=RuteDtks, prefix="/keanggotaan", tags=["petugas: keanggotaan"])
_PEMBACA = (
    Jabatan.PUSAT,
    Jabatan.PEMANTAU_PROV,
    Jabatan.KEPALA_OPD,
    Jabatan.VERIFIKATOR,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.OPERATOR_DESA,
)
A = AksiKeanggotaan


def _arah(aksi: AksiKeanggotaan) -> dict[str, Any]:
    """Return the route arguments of a transition, which always takes an Idempotency-Key."""
    rute = transition(ALUR_KEANGGOTAAN, aksi, Peran.PETUGAS, KeanggotaanTidakAda, AlasanTidakBerlaku)
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}


@router.get("", summary="List members of one state", response_model=Daftar[KeanggotaanBaca], **izin(*_PEMBACA))
async def daftar(
    service: KeanggotaanServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusKeanggotaan, Query(description="State of the membership.")],
) -> Potongan[KeanggotaanBaca]:
    """List present memberships in the caller's regions, by village; the reading is recorded."""
    hasil = await service.daftar(status, pelaku, hal)
    return Potongan([keanggotaan(k) for k in hasil.data], hasil.halaman)


@router.get("/{ref}", summary="Read a membership", **izin(*_PEMBACA, galat=(KeanggotaanTidakAda,)))
async def baca(ref: Ref, service: KeanggotaanServiceDep, pelaku: PelakuDep, response: Response) -> KeanggotaanRinci:
    """Show somebody's membership now and everything before, in words; `ref` is the person's reference in his family."""
    return rinci(beretag(response, await service.baca(ref, pelaku)))


@router.post("/{ref}/peringatkan", **_arah(A.PERINGATKAN))
async def peringatkan(
    ref: Ref,
    isi: KeanggotaanMasuk,
    versi: IfMatchDep,
    service: KeanggotaanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeanggotaanRinci:
    """Announce a deactivation; it may follow when the notice period (30 days, a setting) is over."""
    return rinci(beretag(response, await service.pindahkan(ref, A.PERINGATKAN, pelaku, isi.alasan, versi=versi)))


@router.post("/{ref}/tidurkan", **_arah(A.TIDURKAN))
async def tidurkan(
    ref: Ref,
    isi: KeanggotaanMasuk,
    versi: IfMatchDep,
    service: KeanggotaanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeanggotaanRinci:
    """Put a double or doubtful record to sleep while it is examined; nothing is deleted."""
    return rinci(beretag(response, await service.pindahkan(ref, A.TIDURKAN, pelaku, isi.alasan, versi=versi)))


@router.post("/{ref}/bangunkan", **_arah(A.BANGUNKAN))
async def bangunkan(
    ref: Ref,
    isi: KeanggotaanMasuk,
    versi: IfMatchDep,
    service: KeanggotaanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeanggotaanRinci:
    """Restore a suspended or warned member."""
    return rinci(beretag(response, await service.pindahkan(ref, A.BANGUNKAN, pelaku, isi.alasan, versi=versi)))


@router.post("/{ref}/nonaktifkan", **_arah(A.NONAKTIFKAN))
async def nonaktifkan(
    ref: Ref,
    isi: KeanggotaanMasuk,
    versi: IfMatchDep,
    service: KeanggotaanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeanggotaanRinci:
    """End a membership after the notice period, or after the examination of a suspended record."""
    return rinci(beretag(response, await service.pindahkan(ref, A.NONAKTIFKAN, pelaku, isi.alasan, versi=versi)))
