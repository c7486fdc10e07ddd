"""Administrators decide where and as what an officer serves."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app.akun.deps import KelolaServiceDep, MutasiServiceDep
from app.akun.errors import (
    AkunNotFound,
    JabatanDiLuarWewenang,
    PenugasanNotFound,
    TanggalPenugasanTidakSah,
    TingkatTidakCocok,
    WilayahDiLuarWewenang,
)
from app.akun.routers.admin import rinci
from app.akun.schemas import AkunBaca, JabatanUbah, PenugasanAkhiri, PenugasanBaca, PenugasanBuat, TugasPindah
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.workflow import PemisahanTugas, SyaratTidakTerpenuhi
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, tags=["admin: akun"])
KunciDep = Annotated[None, IdempotenDep]
_ADMIN = (Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT)
_WILAYAH = (WilayahDiLuarWewenang, TingkatTidakCocok, TanggalPenugasanTidakSah, WilayahTidakDikenal)
_UBAH = (AkunNotFound, PemisahanTugas)


@router.post(
    "/akun/{akun_id}/penugasan",
    status_code=201,
    summary="Assign to a region",
    **izin(*_ADMIN, galat=(*_UBAH, *_WILAYAH)),
)
async def tugaskan(
    akun_id: UUID,
    isi: PenugasanBuat,
    service: MutasiServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _kunci: KunciDep,
) -> PenugasanBaca:
    """Assign an account to one more region of the level that its jabatan serves, inside your own."""
    baris = await service.tugaskan(akun_id, isi, pelaku)
    response.headers["Location"] = f"/v1/admin/akun/{akun_id}"
    return PenugasanBaca.model_validate(baris)


@router.post(
    "/akun/{akun_id}/penugasan/{penugasan_id}/akhiri",
    summary="End an assignment",
    **izin(*_ADMIN, galat=(*_UBAH, PenugasanNotFound, TanggalPenugasanTidakSah, WilayahDiLuarWewenang)),
)
async def akhiri_penugasan(
    akun_id: UUID,
    penugasan_id: UUID,
    isi: PenugasanAkhiri,
    service: MutasiServiceDep,
    pelaku: PelakuDep,
    _kunci: KunciDep,
) -> PenugasanBaca:
    """Set the last day of an assignment; yesterday ends it with the next call of its holder."""
    baris = await service.akhiri_penugasan(akun_id, penugasan_id, isi.berlaku_sampai, pelaku)
    return PenugasanBaca.model_validate(baris)


@router.post(
    "/akun/{akun_id}/jabatan",
    summary="Change the position",
    **izin(*_ADMIN, galat=(*_UBAH, *_WILAYAH, JabatanDiLuarWewenang, SyaratTidakTerpenuhi)),
)
async def ubah_jabatan(
    akun_id: UUID,
    isi: JabatanUbah,
    service: MutasiServiceDep,
    kelola: KelolaServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> AkunBaca:
    """Give an account another jabatan; it never holds two.

    What its holder did before still counts against him where duties are separated. A change into or out of a national
    jabatan is told to every other ADMIN_PUSAT and PENETAP, one of whom has to agree to a new one (`restui`) before the
    account can be used again.
    """
    akun = await service.ubah_jabatan(akun_id, isi, pelaku, if_match)
    return AkunBaca(**rinci(await kelola.buka(akun, pelaku), response))


@router.post(
    "/akun/{akun_id}/pindah",
    summary="Transfer an officer",
    **izin(*_ADMIN, galat=(*_UBAH, *_WILAYAH, JabatanDiLuarWewenang)),
)
async def pindah(
    akun_id: UUID,
    isi: TugasPindah,
    service: MutasiServiceDep,
    kelola: KelolaServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> AkunBaca:
    """Move an officer to other regions of the level that his jabatan serves, and tell him.

    The present assignments end with yesterday, the new ones begin today, and both stay in the history. Into another
    kab/kota only the centre transfers.
    """
    akun = await service.pindah(akun_id, isi, pelaku, if_match)
    return AkunBaca(**rinci(await kelola.buka(akun, pelaku), response))
