"""Findings for officers: the queue by kind and age, one finding, recording and deciding."""

from typing import Annotated
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
from app.keluarga.errors import KeluargaNotFound
from app.referensi.errors import AlasanTidakBerlaku
from app.temuan.alur import ALUR_TEMUAN
from app.temuan.deps import TanggapanServiceDep, TemuanServiceDep, TujuanDep
from app.temuan.entitas import TemuanLengkap
from app.temuan.errors import JenisTemuanTidakSah, LampiranTemuanNotFound, TemuanNotFound
from app.temuan.schemas import TemuanBaca, TemuanMasuk, TemuanRingkasBaca
from app.temuan.status import AksiTemuan, JenisTemuan, KelompokTemuan, StatusTemuan

router = APIRouter(route_class=RuteDtks, prefix="/temuan", tags=["petugas: temuan"])
_A = AksiTemuan
_PEMBACA = (Jabatan.VERIFIKATOR, Jabatan.DISDUKCAPIL, Jabatan.OPERATOR_KABKOTA, Jabatan.OPERATOR_DESA)


@router.get("", summary="Queue of findings", **izin(*_PEMBACA))
async def antrean(
    service: TemuanServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusTemuan, Query(description="State of the findings.")] = StatusTemuan.TERBUKA,
    jenis: Annotated[JenisTemuan | None, Query(description="Only this kind.")] = None,
    kelompok: Annotated[KelompokTemuan | None, Query(description="Only this family of kinds.")] = None,
) -> Daftar[TemuanRingkasBaca]:
    """List the findings of your area, oldest first; the civil registry's desk sees those on identity."""
    hasil = await service.antrean(status, pelaku, hal, jenis=jenis, kelompok=kelompok)
    return Daftar(data=[TemuanRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Read a finding", **izin(*_PEMBACA, galat=(TemuanNotFound,)))
async def baca(
    ref: Ref, tujuan: TujuanDep, service: TemuanServiceDep, pelaku: PelakuDep, response: Response
) -> TemuanBaca:
    """Read a finding with its steps and the citizen's answers; he sees who read it and why."""
    return _jawab(response, await service.baca(ref, pelaku, tujuan))


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open a citizen's evidence",
    response_class=Response,
    **izin(
        Jabatan.VERIFIKATOR,
        Jabatan.DISDUKCAPIL,
        galat=(TemuanNotFound, LampiranTemuanNotFound, BerkasNotFound, PenyimpananTidakTersedia),
    ),
)
async def buka_lampiran(
    ref: Ref, lampiran_id: UUID, tujuan: TujuanDep, service: TanggapanServiceDep, pelaku: PelakuDep
) -> Response:
    """Open a photo or paper that the citizen answered with; the reading is recorded."""
    return lampirkan(await service.buka(ref, lampiran_id, pelaku, tujuan), "bukti-tanggapan")


@router.post(
    "",
    status_code=201,
    **idempoten(
        transition(ALUR_TEMUAN, _A.CATAT, Peran.PETUGAS, KeluargaNotFound, TemuanNotFound, JenisTemuanTidakSah)
    ),
)
async def catat(isi: TemuanMasuk, service: TemuanServiceDep, pelaku: PelakuDep, response: Response) -> TemuanBaca:
    """Record what you have found about a family of your area; somebody else decides it."""
    baru = await service.catat_petugas(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/temuan/{baru.temuan.ref}"
    return _jawab(response, baru)


@router.post(
    "/{ref}/buktikan",
    **idempoten(transition(ALUR_TEMUAN, _A.BUKTIKAN, Peran.PETUGAS, TemuanNotFound, AlasanTidakBerlaku)),
)
async def buktikan(
    ref: Ref, isi: TransisiMasuk, versi: IfMatchDep, service: TemuanServiceDep, pelaku: PelakuDep, response: Response
) -> TemuanBaca:
    """Confirm a finding. Nothing else happens by it, except that who bore another's NIK is left without one."""
    return _jawab(response, await service.putus(_A.BUKTIKAN, ref, pelaku, isi.alasan, versi))


@router.post(
    "/{ref}/gugurkan",
    **idempoten(transition(ALUR_TEMUAN, _A.GUGURKAN, Peran.PETUGAS, TemuanNotFound, AlasanTidakBerlaku)),
)
async def gugurkan(
    ref: Ref, isi: TransisiMasuk, versi: IfMatchDep, service: TemuanServiceDep, pelaku: PelakuDep, response: Response
) -> TemuanBaca:
    """Dismiss a finding; of a doubled NIK this says that the NIK is this person's, and the other one loses it."""
    return _jawab(response, await service.putus(_A.GUGURKAN, ref, pelaku, isi.alasan, versi))


def _jawab(response: Response, temuan: TemuanLengkap) -> TemuanBaca:
    tulis_etag(response, temuan.temuan.versi)
    return TemuanBaca.dari(temuan)
