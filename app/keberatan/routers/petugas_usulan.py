"""The queue of objections to refused usulan, and the answer of a person."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.keberatan.alur_usulan import ALUR_KEBERATAN_USULAN
from app.keberatan.buku_usulan import KeberatanUsulanLengkap
from app.keberatan.deps import MejaKeberatanUsulanDep
from app.keberatan.errors import LampiranKeberatanTidakAda
from app.keberatan.errors_usulan import KeberatanUsulanTidakAda
from app.keberatan.schemas_usulan import KeberatanUsulanBaca, KeberatanUsulanRingkas
from app.keberatan.status_usulan import AksiKeberatanUsulan, StatusKeberatanUsulan
from app.referensi.errors import AlasanTidakBerlaku
from app.temuan.deps import TujuanDep

router = APIRouter(route_class=RuteDtks, prefix="/keberatan-usulan", tags=["petugas: keberatan usulan"])
_PEMBACA = (Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD, Jabatan.PUSAT)
_ANTREAN = (*_PEMBACA, Jabatan.PEMANTAU_PROV)
A = AksiKeberatanUsulan


def _ku(aksi: A) -> dict[str, Any]:
    return idempoten(
        transition(ALUR_KEBERATAN_USULAN, aksi, Peran.PETUGAS, AlasanTidakBerlaku, KeberatanUsulanTidakAda)
    )


@router.get("", summary="List objections to refused usulan", **izin(*_ANTREAN))
async def daftar(
    service: MejaKeberatanUsulanDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[
        StatusKeberatanUsulan, Query(description="State of the objection; without it those that wait for an answer.")
    ] = StatusKeberatanUsulan.DIAJUKAN,
) -> Daftar[KeberatanUsulanRingkas]:
    """List objections of one state in your regions, the most pressing date first; nothing of their words."""
    hasil = await service.daftar(status, pelaku, hal)
    return Daftar(data=[KeberatanUsulanRingkas.dari_baris(k) for k in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read an objection to a usulan", **izin(*_PEMBACA, galat=(KeberatanUsulanTidakAda,)))
async def baca(
    ref: Ref, tujuan: TujuanDep, service: MejaKeberatanUsulanDep, pelaku: PelakuDep, response: Response
) -> KeberatanUsulanBaca:
    """Read an objection with its words and what you may do; the case with its history stands at the usulan."""
    return _jawab(response, await service.baca(ref, pelaku, tujuan))


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open evidence of an objection to a usulan",
    response_class=Response,
    **izin(
        *_PEMBACA,
        galat=(KeberatanUsulanTidakAda, LampiranKeberatanTidakAda, BerkasNotFound, PenyimpananTidakTersedia),
    ),
)
async def buka_lampiran(
    ref: Ref, lampiran_id: UUID, tujuan: TujuanDep, service: MejaKeberatanUsulanDep, pelaku: PelakuDep
) -> Response:
    """Download a piece of evidence; the reading is recorded."""
    return lampirkan(await service.buka_lampiran(ref, lampiran_id, pelaku, tujuan), "bukti-keberatan")


@router.post("/{ref}/terima", **_ku(A.TERIMA))
async def terima(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: MejaKeberatanUsulanDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanUsulanBaca:
    """Grant an objection: the case is taken up again as a new usulan, at the meeting or after it.

    Nobody answers who took a step of the case. Refused while another usulan of the same kind is open for the person
    (`USULAN_GANDA`), or once he is registered.
    """
    return _jawab(response, await service.terima(ref, pelaku, isi.alasan, versi))


@router.post("/{ref}/tolak", **_ku(A.TOLAK))
async def tolak(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: MejaKeberatanUsulanDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanUsulanBaca:
    """Refuse an objection with its reason and what the citizen can do next."""
    return _jawab(response, await service.tolak(ref, pelaku, isi.alasan, versi))


def _jawab(response: Response, lengkap: KeberatanUsulanLengkap) -> KeberatanUsulanBaca:
    tulis_etag(response, lengkap.baris.versi)
    return KeberatanUsulanBaca.dari(lengkap)
