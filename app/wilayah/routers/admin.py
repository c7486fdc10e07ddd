"""Dated codes: how a split, merger, renumbering or renaming of regions enters the registry."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.wilayah.deps import WilayahServiceDep
from app.wilayah.errors import (
    PenggantianDipakai,
    PenggantiTidakSah,
    TanggalWilayahTidakSah,
    TidakAdaPenggantian,
    WilayahMasihBerisi,
    WilayahNotFound,
    WilayahSudahAda,
    WilayahTidakBerlaku,
    WilayahTidakDikenal,
)
from app.wilayah.kode import KodeWilayah
from app.wilayah.models import WilayahRinci
from app.wilayah.schemas import WilayahAdminBaca, WilayahBatalGanti, WilayahBuat, WilayahGanti, WilayahUbah

router = APIRouter(prefix="/wilayah", tags=["admin: wilayah"], route_class=RuteDtks)
KunciDep = Annotated[None, IdempotenDep]


def _jawab(response: Response, rinci: WilayahRinci) -> WilayahAdminBaca:
    tulis_etag(response, rinci.wilayah.versi)
    return WilayahAdminBaca.susun(rinci)


@router.post(
    "",
    status_code=201,
    summary="Create a region code",
    **izin(Jabatan.ADMIN_PUSAT, galat=(WilayahSudahAda, WilayahTidakDikenal, TanggalWilayahTidakSah)),
)
async def buat_wilayah(
    isi: WilayahBuat, service: WilayahServiceDep, pelaku: PelakuDep, response: Response, _kunci: KunciDep
) -> WilayahAdminBaca:
    """Give out a new code from a day on. For a split create the new codes first, then end the old one with `ganti`."""
    rinci = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/wilayah/{rinci.wilayah.kode}"
    return _jawab(response, rinci)


@router.get("/{kode}", summary="Read a region code", **izin(Jabatan.ADMIN_PUSAT, galat=(WilayahNotFound,)))
async def baca_wilayah_admin(kode: KodeWilayah, service: WilayahServiceDep, response: Response) -> WilayahAdminBaca:
    """Read a code with its version (`ETag`) and the legal basis of its present state."""
    return _jawab(response, await service.baca(kode))


@router.patch("/{kode}", summary="Rename a region", **izin(Jabatan.ADMIN_PUSAT, galat=(WilayahNotFound,)))
async def ubah_wilayah(
    kode: KodeWilayah,
    isi: WilayahUbah,
    service: WilayahServiceDep,
    pelaku: PelakuDep,
    response: Response,
    versi: IfMatchWajibDep,
) -> WilayahAdminBaca:
    """Change the name, or the code of BPS, of a region that keeps its code; the audit trail keeps the old name."""
    return _jawab(response, await service.ubah(kode, isi, versi, pelaku))


@router.post(
    "/{kode}/ganti",
    summary="Replace a region code",
    **izin(
        Jabatan.ADMIN_PUSAT,
        galat=(
            WilayahNotFound,
            WilayahTidakBerlaku,
            WilayahMasihBerisi,
            WilayahTidakDikenal,
            PenggantiTidakSah,
            TanggalWilayahTidakSah,
        ),
    ),
)
async def ganti_wilayah(
    kode: KodeWilayah,
    isi: WilayahGanti,
    service: WilayahServiceDep,
    pelaku: PelakuDep,
    response: Response,
    versi: IfMatchDep,
    _kunci: KunciDep,
) -> WilayahAdminBaca:
    """End a code on a day and name what takes its place: one successor renumbers it, several split it.

    Codes that name the same successor merge. What lies in the region must have been replaced before.
    """
    return _jawab(response, await service.ganti(kode, isi, versi, pelaku))


@router.post(
    "/{kode}/batal-ganti",
    summary="Undo a replacement of a region code",
    **izin(Jabatan.ADMIN_PUSAT, galat=(WilayahNotFound, TidakAdaPenggantian, WilayahTidakBerlaku, PenggantianDipakai)),
)
async def batal_ganti_wilayah(
    kode: KodeWilayah,
    isi: WilayahBatalGanti,
    service: WilayahServiceDep,
    pelaku: PelakuDep,
    response: Response,
    versi: IfMatchDep,
    _kunci: KunciDep,
) -> WilayahAdminBaca:
    """Bring a code back that was ended by mistake, while no family stands under its successors.

    The successors stay in force; end those that should not be by `ganti`, naming the code that is back.
    """
    return _jawab(response, await service.batalkan_ganti(kode, isi, versi, pelaku))
