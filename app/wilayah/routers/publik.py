"""Regions for everybody: browsing from provinsi to desa, search by name, old codes with their successors."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.core.acuan import TIDAK_BERUBAH, AcuanDep
from app.core.deps import PageDep
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, HalamanBaca
from app.wilayah.deps import WilayahBacaDep
from app.wilayah.errors import WilayahNotFound
from app.wilayah.kode import KodeWilayah, Tingkat
from app.wilayah.schemas import WilayahBaca, WilayahRingkas, WilayahTemuan

router = APIRouter(prefix="/wilayah", tags=["publik: wilayah"], route_class=RuteDtks)


@router.get("", response_model=Daftar[WilayahRingkas], summary="Browse regions", responses=TIDAK_BERUBAH)
async def daftar_wilayah(
    service: WilayahBacaDep,
    acuan: AcuanDep,
    hal: PageDep,
    induk: Annotated[KodeWilayah | None, Query(description="Region to look into; without it the provinsi.")] = None,
) -> Daftar[WilayahRingkas] | Response:
    """List what lies directly in a region and is in force today, by code."""
    return acuan.kirim(Daftar[WilayahRingkas].model_validate(await service.daftar(induk, hal)))


@router.get("/cari", response_model=Daftar[WilayahTemuan], summary="Find a region by name", responses=TIDAK_BERUBAH)
async def cari_wilayah(
    service: WilayahBacaDep,
    acuan: AcuanDep,
    q: Annotated[str, Query(min_length=2, max_length=100, description="Name or part of it.", examples=["cileunyi"])],
    tingkat: Annotated[Tingkat | None, Query(description="Only regions of this level.")] = None,
) -> Daftar[WilayahTemuan] | Response:
    """Find at most 20 regions in force: equal names first, then names that start so, then similar spellings.

    Case, accents and punctuation do not matter. A leading word such as `kab.` or `kelurahan` names the kind.
    """
    temuan = [WilayahTemuan.susun(w) for w in await service.cari(q, tingkat)]
    return acuan.kirim(Daftar(data=temuan, halaman=HalamanBaca(berikutnya=None)))


@router.get(
    "/{kode}", response_model=WilayahBaca, summary="Read a region", responses=TIDAK_BERUBAH | problems(WilayahNotFound)
)
async def baca_wilayah(service: WilayahBacaDep, acuan: AcuanDep, kode: KodeWilayah) -> WilayahBaca | Response:
    """Read a region by its code, with or without dots. A code that has ended answers too, with its successors."""
    return acuan.kirim(WilayahBaca.susun(await service.baca(kode)))
