"""Is this decree genuine, is it in force, and how large is the registry after it?"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.deps import PageDep
from app.core.paging import Potongan
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.penetapan.deps import SKBacaDep
from app.penetapan.errors import SKTidakAda
from app.penetapan.schemas import BagianRekapBaca, RekapSKBaca, SKPublik
from app.penetapan.service import SKTerbit
from app.penetapan.status import StatusSK

router = APIRouter(route_class=RuteDtks, prefix="/sk", tags=["publik: sk"])


@router.get("", summary="List decrees", response_model=Daftar[SKPublik])
async def daftar(service: SKBacaDep, hal: PageDep) -> Potongan[SKPublik]:
    """List decrees that are or were in force, newest first, with what they counted."""
    hasil = await service.daftar_terbit(hal)
    return Potongan([_publik(t) for t in hasil.data], hasil.halaman)


@router.get("/{kode}", summary="Read a decree", responses=problems(SKTidakAda))
async def baca(kode: str, service: SKBacaDep) -> SKPublik:
    """Tell number, date, counts, digest and whether it is in force; drafts are nobody's business."""
    return _publik(await service.terbit(kode))


@router.get("/{kode}/rekap", summary="The registry after a decree, by region", responses=problems(SKTidakAda))
async def rekap(
    kode: str,
    service: SKBacaDep,
    wilayah: Annotated[
        str,
        Query(pattern=r"^([0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)?$", description="Empty: the whole country."),
    ] = "",
) -> RekapSKBaca:
    """Count families, persons in families and persons outside families by the parts of a region.

    Small counts are covered, and with a lone one another, so that no household can be computed from the sums.
    """
    hasil = await service.rekap(kode, wilayah)
    return RekapSKBaca(
        wilayah=wilayah,
        **hasil.jumlah.nilai,
        bagian=[BagianRekapBaca(kode=b.kode, **b.nilai) for b in hasil.bagian],
    )


@router.get(
    "/{kode}/surat",
    summary="Download the letter of a decree",
    response_class=Response,
    responses=problems(SKTidakAda, BerkasNotFound, PenyimpananTidakTersedia),
)
async def surat(kode: str, service: SKBacaDep) -> Response:
    """Hand out the decree as PDF with its QR code; it names nobody but the signer."""
    return lampirkan(await service.buka_surat(kode), "surat-keputusan")


def _publik(terbit: SKTerbit) -> SKPublik:
    sk = terbit.sk
    return SKPublik(
        **{
            nama: getattr(sk, nama)
            for nama in SKPublik.model_fields
            if nama not in {"is_berlaku", "surat", "digantikan_oleh"}
        },
        is_berlaku=sk.status is StatusSK.BERLAKU,
        surat=terbit.surat,
        digantikan_oleh=terbit.digantikan_oleh,
    )
