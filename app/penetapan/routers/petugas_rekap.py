"""What became of a period's usulan, by village, kecamatan or kab/kota."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep, izin
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.penetapan.deps import RekapServiceDep
from app.penetapan.schemas import KodePeriode, RekapPeriodeBaca, SebabRekapBaca, TahapRekapBaca
from app.penetapan.terjemah import teks_alasan
from app.wilayah.errors import WilayahNotFound

router = APIRouter(route_class=RuteDtks, prefix="/penetapan", tags=["petugas: penetapan"])
_PEMBACA = (
    Jabatan.PUSAT,
    Jabatan.PEMANTAU_PROV,
    Jabatan.KEPALA_OPD,
    Jabatan.VERIFIKATOR,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.OPERATOR_DESA,
    Jabatan.TKSK,
)


@router.get("/rekap", summary="What became of the usulan of a period", **izin(*_PEMBACA, galat=(WilayahNotFound,)))
async def rekap(
    service: RekapServiceDep,
    pelaku: PelakuDep,
    periode: Annotated[KodePeriode, Query(description="Month.", examples=["2026-11"])],
    wilayah: Annotated[
        str | None,
        Query(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$", description="Its parts are counted."),
    ] = None,
) -> RekapPeriodeBaca:
    """Count proposed, agreed, validated, endorsed, registered and refused usulan, with the reasons of the refusals.

    Only usulan of your regions are counted; a usulan counts for the period whose decree it waits for.
    """
    hasil = await service.baca(periode, wilayah, pelaku)
    return RekapPeriodeBaca(
        periode=hasil.periode,
        wilayah=hasil.wilayah,
        bagian=[TahapRekapBaca(**t._asdict()) for t in hasil.tahap],
        sebab=[
            SebabRekapBaca(kode=s.kode, alasan_kode=s.alasan, alasan=teks_alasan(s.alasan), jumlah=s.jumlah)
            for s in hasil.sebab
        ],
    )
