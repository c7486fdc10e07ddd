"""Who could not be ranked, for the officers who can have the missing answers asked."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.desil.deps import KurangServiceDep
from app.desil.errors import DesilBelumAda
from app.desil.schemas_kurang import KeluargaDilengkapiBaca, Variabel
from app.keluarga.kode import TujuanBaca
from app.wilayah.errors import WilayahNotFound
from app.wilayah.kode import KodeWilayah

router = APIRouter(route_class=RuteDtks, prefix="/desil", tags=["petugas: desil"])

# What is missing tells no weight, so who works with the families may know it; the service names them only to who files
# the usulan or checks it. The centre has each run's list.
_MELIHAT = (
    Jabatan.OPERATOR_DESA,
    Jabatan.PSM,
    Jabatan.TKSK,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.VERIFIKATOR,
    Jabatan.KEPALA_OPD,
    Jabatan.PEMANTAU_PROV,
)


@router.get(
    "/tidak-dapat-diperingkat",
    summary="List who cannot be ranked",
    **izin(*_MELIHAT, galat=(WilayahNotFound, DesilBelumAda)),
)
async def tidak_dapat_diperingkat(
    service: KurangServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    tujuan: Annotated[TujuanBaca, Query(description="Why you read it; the families can see this.")],
    kode_wilayah: Annotated[KodeWilayah | None, Query(description="Only families of this region.")] = None,
    variabel: Annotated[
        Variabel | None, Query(description="Only families that lack this canonical variable.", examples=["lantai"])
    ] = None,
) -> Daftar[KeluargaDilengkapiBaca]:
    """List the families of yours that the run in force could not rank, with what each still lacks and what to do.

    Names are given to who files the usulan or checks it; the others learn whom to tell. Who has been asked since
    is gone from the list, and is ranked by the next run. The reading is recorded.
    """
    hasil = await service.daftar_kini(pelaku, hal, tujuan, wilayah=kode_wilayah, variabel=variabel)
    return Daftar(data=[KeluargaDilengkapiBaca.untuk(k) for k in hasil.data], halaman=hasil.halaman)
