"""Search for officers; what is searched for stands in the body, never in an address."""

from fastapi import APIRouter

from app.core.auth import PelakuDep, izin
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, HalamanBaca
from app.keluarga.routers.petugas import MEMBACA
from app.pencarian.deps import PencarianServiceDep
from app.pencarian.schemas import CocokBaca, OrangCari, OrangTemuan

router = APIRouter(route_class=RuteDtks, prefix="/orang", tags=["petugas: pencarian"])


@router.post("/cari", summary="Find persons", **izin(*MEMBACA))
async def cari_orang(service: PencarianServiceDep, pelaku: PelakuDep, isi: OrangCari) -> Daftar[OrangTemuan]:
    """Find present members of families in a village, kecamatan, kab/kota, or all your regions, best first.

    A name is found in any usual spelling, written together or apart, with one typing error, and by some of its words;
    `alasan` says what fits what. The search is recorded with its purpose. There are no further pages: who finds too
    many adds the birth date or a smaller region.
    """
    data = [
        OrangTemuan(
            **OrangTemuan.isi(*t.orang),
            kecocokan=t.penilaian.kecocokan,
            nilai=t.penilaian.nilai,
            alasan=[CocokBaca(cara=c.cara, dicari=c.dicari, tercatat=c.tercatat) for c in t.penilaian.alasan],
        )
        for t in await service.cari(pelaku, isi)
    ]
    return Daftar(data=data, halaman=HalamanBaca(berikutnya=None))
