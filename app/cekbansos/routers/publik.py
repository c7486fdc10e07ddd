"""Cek Bansos without a token: proof of work, limits, uniform answers."""

from fastapi import APIRouter

from app.cekbansos.bukti_kerja import Tantangan
from app.cekbansos.deps import AsalDep, CekServiceDep
from app.cekbansos.errors import BuktiKerjaTidakSah
from app.cekbansos.schemas import CekNamaMasuk, CekNikMasuk, DaftarCekBaca, HasilCekBaca, TantanganBaca
from app.cekbansos.service import HasilCek
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, tags=["publik: cek bansos"])


@router.post("/tantangan", summary="Ask for a proof-of-work challenge", response_model=TantanganBaca)
async def tantangan(service: CekServiceDep) -> Tantangan:
    """Make a challenge (altcha, SHA-256), valid five minutes and once; its solution goes with a lookup."""
    return service.tantangan()


@router.post(
    "/cek-nik",
    summary="Cek Bansos by NIK and name",
    response_model=HasilCekBaca,
    responses=problems(BuktiKerjaTidakSah),
)
async def cek_nik(isi: CekNikMasuk, service: CekServiceDep, asal: AsalDep) -> HasilCek:
    """Tell whether the person with this NIK **and** name is registered.

    An unknown NIK, another name, a minor and a person not to be shown give the same bytes. Never shown: desil, NIK,
    No KK, address, birth date. At most five lookups an hour for one NIK.
    """
    return await service.cek_nik(isi.nik, isi.nama, isi.tantangan, asal)


@router.post(
    "/cek-nama",
    summary="Cek Bansos by name inside a desa or kelurahan",
    responses=problems(BuktiKerjaTidakSah, WilayahTidakDikenal),
)
async def cek_nama(isi: CekNamaMasuk, service: CekServiceDep, asal: AsalDep) -> DaftarCekBaca:
    """List at most ten registered adults whose name fits, masked; spelling habits and one typing error a word pass."""
    hasil = await service.cek_nama(isi.kode_desa, isi.nama, isi.tantangan, asal)
    return DaftarCekBaca(data=[HasilCekBaca.model_validate(h) for h in hasil])
