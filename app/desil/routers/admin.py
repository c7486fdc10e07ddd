"""Ranking runs, for the two administrators who hold them apart."""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan, Pelaku, Peran
from app.core.pesan_isian import isian_salah
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.core.teks import Teks
from app.core.workflow import A, F, S, Workflow
from app.desil.alur import ALUR_PUTARAN, AksiPutaran
from app.desil.deps import KurangServiceDep, PutaranServiceDep
from app.desil.entitas import Kemajuan
from app.desil.errors import ArtefakTidakSah, ModelBelumAktif, PutaranMasihTerbuka, PutaranTidakDitemukan
from app.desil.models import Putaran
from app.desil.putaran import PutaranService
from app.desil.schemas import BatasBaca, PutaranBaca, PutaranRingkas, PutaranSiapkan
from app.desil.schemas_kurang import TanpaPeringkatBaca
from app.periode.errors import PeriodeNotFound

router = APIRouter(route_class=RuteDtks, prefix="/desil/putaran", tags=["admin: putaran desil"])

_MELIHAT = (Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)
_AKAR = "/v1/admin/desil"


def _transisi(alur: Workflow[S, A, F], aksi: A, *galat: type[DomainError]) -> dict[str, Any]:
    """Return the route arguments of a transition, which always takes an Idempotency-Key."""
    rute = transition(alur, aksi, Peran.ADMIN, *galat)
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}


_SATU_PUTARAN = izin(*_MELIHAT, galat=(PutaranTidakDitemukan,))


async def _jawab(service: PutaranService, putaran: Putaran, pelaku: Pelaku, response: Response) -> PutaranBaca:
    tulis_etag(response, putaran.versi)
    return PutaranBaca.dari(await service.lengkapkan(putaran, pelaku))


@router.post(
    "",
    status_code=201,
    **_transisi(
        ALUR_PUTARAN, AksiPutaran.SIAPKAN, PeriodeNotFound, ModelBelumAktif, ArtefakTidakSah, PutaranMasihTerbuka
    ),
)
async def siapkan(
    isi: PutaranSiapkan, service: PutaranServiceDep, pelaku: PelakuDep, response: Response
) -> PutaranBaca:
    """Prepare a run of a period with the active model; usulan that were sent wait for it in PEMERINGKATAN."""
    putaran = await service.siapkan(isi.periode, pelaku, aturan=isi.aturan_seri)
    response.headers["Location"] = f"{_AKAR}/putaran/{putaran.id}"
    return await _jawab(service, putaran, pelaku, response)


@router.get("", summary="List runs", **izin(*_MELIHAT))
async def daftar_putaran(service: PutaranServiceDep, hal: PageDep) -> Daftar[PutaranRingkas]:
    """List runs, newest first."""
    hasil = await service.daftar(hal)
    kemajuan = await service.kemajuan(hasil.data)
    data = [PutaranRingkas.dari_baris(p, kemajuan.get(p.nomor, Kemajuan())) for p in hasil.data]
    return Daftar(data=data, halaman=hasil.halaman)


@router.get("/{putaran_id}", summary="Read a run", **_SATU_PUTARAN)
async def baca_putaran(
    putaran_id: UUID, service: PutaranServiceDep, pelaku: PelakuDep, response: Response
) -> PutaranBaca:
    """Read a run: its progress while it is computed, its history, and what you may do with it."""
    lengkap = await service.baca(putaran_id, pelaku)
    tulis_etag(response, lengkap.putaran.versi)
    return PutaranBaca.dari(lengkap)


@router.get("/{putaran_id}/batas", summary="Cut-offs of a run", **_SATU_PUTARAN)
async def batas(putaran_id: UUID, service: PutaranServiceDep, hal: PageDep) -> Daftar[BatasBaca]:
    """List the nine cut-offs of the nation, of every provinsi and of every kabupaten/kota."""
    hasil = await service.daftar_batas(putaran_id, hal)
    return Daftar(data=[BatasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


_TINGKAT = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


def _provinsi_atau_kabkota(kode: str) -> str:
    if not _TINGKAT.fullmatch(kode):
        raise isian_salah(
            "wilayah",
            Teks("Harus kode provinsi (32) atau kabupaten/kota (32.04)", "A provinsi (32) or kabupaten/kota (32.04)"),
        )
    return kode


_Wilayah = Annotated[
    str,
    AfterValidator(_provinsi_atau_kabkota),
    Query(
        description="Required: a provinsi (`32`) or a kabupaten/kota (`32.04`); who is to be asked is asked there.",
        examples=["32.04"],
    ),
]


@router.get("/{putaran_id}/tidak-dapat-diperingkat", summary="Who cannot be ranked", **_SATU_PUTARAN)
async def tidak_dapat_diperingkat(
    putaran_id: UUID, wilayah: _Wilayah, service: KurangServiceDep, pelaku: PelakuDep, hal: PageDep
) -> Daftar[TanpaPeringkatBaca]:
    """List the families of a region that the run could not rank, with what each lacks; the reading is recorded."""
    hasil = await service.daftar(putaran_id, wilayah, pelaku, hal)
    return Daftar(data=[TanpaPeringkatBaca.dari(k) for k in hasil.data], halaman=hasil.halaman)


@router.post(
    "/{putaran_id}/hitung", status_code=202, **_transisi(ALUR_PUTARAN, AksiPutaran.HITUNG, PutaranTidakDitemukan)
)
async def hitung(
    putaran_id: UUID,
    versi: IfMatchDep,
    service: PutaranServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TransisiMasuk | None = None,
) -> PutaranBaca:
    """Start the computation; the run itself tells its progress. Taken again, it wakes a computation that stopped."""
    putaran = await service.hitung(putaran_id, pelaku, versi=versi)
    response.headers["Location"] = f"{_AKAR}/putaran/{putaran.id}"
    return await _jawab(service, putaran, pelaku, response)


@router.post("/{putaran_id}/tinjau", **_transisi(ALUR_PUTARAN, AksiPutaran.TINJAU, PutaranTidakDitemukan))
async def tinjau(
    putaran_id: UUID,
    versi: IfMatchDep,
    service: PutaranServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TransisiMasuk | None = None,
) -> PutaranBaca:
    """Declare a complete result reviewed."""
    return await _jawab(service, await service.tinjau(putaran_id, pelaku, versi=versi), pelaku, response)


@router.post("/{putaran_id}/sahkan", **_transisi(ALUR_PUTARAN, AksiPutaran.SAHKAN, PutaranTidakDitemukan))
async def sahkan(
    putaran_id: UUID,
    versi: IfMatchDep,
    service: PutaranServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TransisiMasuk | None = None,
) -> PutaranBaca:
    """Confirm a reviewed run, as another person than those who prepared it; from now on it is the one that is read."""
    return await _jawab(service, await service.sahkan(putaran_id, pelaku, versi=versi), pelaku, response)


@router.post("/{putaran_id}/batalkan", **_transisi(ALUR_PUTARAN, AksiPutaran.BATALKAN, PutaranTidakDitemukan))
async def batalkan(
    putaran_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: PutaranServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PutaranBaca:
    """Give a run up, with the reason; what is in force stays in force, and queued usulan wait for the next run."""
    putaran = await service.batalkan(putaran_id, pelaku, isi.alasan, versi=versi)
    return await _jawab(service, putaran, pelaku, response)
