"""A device comes home: items, and what was kept of those that came too late."""

from fastapi import APIRouter

from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.galat_umum import SedangDiproses
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.lapangan.deps import SinkronServiceDep, TitipanServiceDep
from app.lapangan.errors import ItemDitolak, SalinanBerbeda, TitipanNotFound
from app.lapangan.models import Titipan
from app.lapangan.schemas import HasilItem, SatuItemMasuk, SinkronBaca, SinkronMasuk, TitipanBaca, TitipanRinci

router = APIRouter(route_class=RuteDtks, prefix="/lapangan", tags=["petugas: lapangan"])
_PEMERIKSA = (Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD)


@router.post("/sinkron", summary="Synchronise a device", **izin(Jabatan.ENUMERATOR))
async def sinkronkan(isi: SinkronMasuk, service: SinkronServiceDep, pelaku: PelakuDep) -> SinkronBaca:
    """Send a batch of the device's queue; every item gets a verdict, and each takes effect by itself.

    An item keeps the id that the device gave it: sent again, it has no second effect and gets the same verdict, so this
    operation needs no Idempotency-Key. KONFLIK brings the server's copy; DITUNDA was not decided, send it again; what
    comes for a closed assignment is refused and kept for the officers. The device's clock may be wrong.
    """
    return await service.sinkronkan(isi, pelaku)


@router.post(
    "/sinkron/item",
    summary="Send one item",
    **izin(Jabatan.ENUMERATOR, galat=(SalinanBerbeda, ItemDitolak, SedangDiproses)),
)
async def sinkronkan_item(isi: SatuItemMasuk, service: SinkronServiceDep, pelaku: PelakuDep) -> HasilItem:
    """Send a single item; a conflict or a refusal is a problem that carries the server's copy or the verdict."""
    return await service.satu(isi, pelaku)


@router.get("/titipan", summary="List late work", response_model=Daftar[TitipanBaca], **izin(*_PEMERIKSA))
async def daftar_titipan(service: TitipanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[Titipan]:
    """List what enumerators of your area sent for assignments that were closed by then, newest first."""
    return await service.daftar(pelaku, hal)


@router.get("/titipan/{ref}", summary="Read late work", **izin(*_PEMERIKSA, galat=(TitipanNotFound,)))
async def baca_titipan(ref: Ref, service: TitipanServiceDep, pelaku: PelakuDep) -> TitipanRinci:
    """Read what an enumerator had written down; the subject can see that you looked."""
    titipan, isi = await service.baca(ref, pelaku)
    return TitipanRinci(**TitipanBaca.model_validate(titipan).model_dump(), isi=isi)
