"""The queue of objections to a decile, and the answer of a person."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.core.workflow import PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak
from app.desil.errors import DesilBelumAda
from app.keberatan.alur import ALUR_KEBERATAN_DESIL
from app.keberatan.deps import KeberatanDesilDep, MejaKeberatanDep
from app.keberatan.entitas import KeberatanLengkap
from app.keberatan.errors import (
    KeberatanDesilMasihTerbuka,
    KeberatanDesilSudahDijawab,
    KeberatanDesilTidakAda,
    LampiranKeberatanTidakAda,
)
from app.keberatan.schemas import (
    KeberatanDesilAtasNamaMasuk,
    KeberatanDesilBaca,
    KeberatanDesilRingkas,
    KeberatanDesilTerimaMasuk,
)
from app.keberatan.status import AksiKeberatanDesil, StatusKeberatanDesil
from app.keluarga.errors import KeluargaNotFound
from app.referensi.errors import AlasanTidakBerlaku
from app.temuan.deps import TujuanDep

router = APIRouter(route_class=RuteDtks, prefix="/keberatan-desil", tags=["petugas: keberatan desil"])
_JALUR = "/v1/petugas/keberatan-desil"
_PEMBACA = (Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD, Jabatan.PUSAT)
_ANTREAN = (*_PEMBACA, Jabatan.PEMANTAU_PROV)
A = AksiKeberatanDesil


def _kb(aksi: A, *galat: type[DomainError]) -> dict[str, Any]:
    return idempoten(transition(ALUR_KEBERATAN_DESIL, aksi, Peran.PETUGAS, AlasanTidakBerlaku, *galat))


@router.post(
    "",
    status_code=201,
    **_kb(A.AJUKAN, KeluargaNotFound, DesilBelumAda, KeberatanDesilMasihTerbuka, KeberatanDesilSudahDijawab),
)
async def ajukan(
    isi: KeberatanDesilAtasNamaMasuk, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Object to a family's decile on behalf of an adult of your village who cannot file it himself."""
    lengkap = await service.ajukan(isi.orang, isi.kode, isi.penjelasan, pelaku)
    response.headers["Location"] = f"{_JALUR}/{lengkap.baris.ref}"
    return KeberatanDesilBaca.dari(lengkap)


@router.get("", summary="List objections to deciles", **izin(*_ANTREAN))
async def daftar(
    service: MejaKeberatanDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[
        StatusKeberatanDesil, Query(description="State of the objection; without it those that wait for an answer.")
    ] = StatusKeberatanDesil.DIAJUKAN,
) -> Daftar[KeberatanDesilRingkas]:
    """List objections of one state in your regions, the most pressing date first; nothing of their words."""
    hasil = await service.daftar(status, pelaku, hal)
    return Daftar(data=[KeberatanDesilRingkas.dari_baris(k) for k in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read an objection to a decile", **izin(*_PEMBACA, galat=(KeberatanDesilTidakAda,)))
async def baca(
    ref: Ref, tujuan: TujuanDep, service: MejaKeberatanDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Read an objection with its words and what you may do; the contributions stand at the family's decile."""
    return _jawab(response, await service.baca(ref, pelaku, tujuan))


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open evidence of an objection",
    response_class=Response,
    **izin(
        *_PEMBACA,
        galat=(KeberatanDesilTidakAda, LampiranKeberatanTidakAda, BerkasNotFound, PenyimpananTidakTersedia),
    ),
)
async def buka_lampiran(
    ref: Ref, lampiran_id: UUID, tujuan: TujuanDep, service: MejaKeberatanDep, pelaku: PelakuDep
) -> Response:
    """Download a piece of evidence; the reading is recorded."""
    return lampirkan(await service.buka_lampiran(ref, lampiran_id, pelaku, tujuan), "bukti-keberatan")


@router.post("/{ref}/terima", **_kb(A.TERIMA, KeberatanDesilTidakAda))
async def terima(
    ref: Ref,
    isi: KeberatanDesilTerimaMasuk,
    versi: IfMatchDep,
    service: MejaKeberatanDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanDesilBaca:
    """Grant an objection: say how the data are put right; nobody answers for a family that he worked on."""
    return _jawab(response, await service.terima(ref, pelaku, isi.alasan, isi.tindak_lanjut, versi))


@router.post("/{ref}/tolak", **_kb(A.TOLAK, KeberatanDesilTidakAda))
async def tolak(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: MejaKeberatanDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanDesilBaca:
    """Refuse an objection with its reason; the family reads the factors in words beside it."""
    return _jawab(response, await service.tolak(ref, pelaku, isi.alasan, versi))


@router.post(
    "/{ref}/perbaikan",
    summary="Make a correction of a granted objection for its family",
    status_code=201,
    **idempoten(
        izin(
            Jabatan.OPERATOR_DESA,
            galat=(KeberatanDesilTidakAda, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas),
        )
    ),
)
async def buat_perbaikan(
    ref: Ref, service: KeberatanDesilDep, pelaku: PelakuDep, response: Response
) -> KeberatanDesilBaca:
    """Make a draft PERBAIKAN for a family of your village; complete and send it as any other usulan."""
    lengkap = await service.perbaiki(ref, pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{lengkap.baris.usulan}"
    return KeberatanDesilBaca.dari(lengkap)


def _jawab(response: Response, lengkap: KeberatanLengkap) -> KeberatanDesilBaca:
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanDesilBaca.dari(lengkap)
