"""Contests for officers: the queue, assignment, visit and decision."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.core.workflow import PemisahanTugas
from app.referensi.errors import AlasanTidakBerlaku
from app.sanggah.alur import ALUR_SANGGAH
from app.sanggah.deps import GALAT_BUKA, GALAT_TAMBAH, LampiranSanggahDep, SanggahServiceDep, TujuanDep
from app.sanggah.entitas import SanggahLengkap
from app.sanggah.errors import SanggahNotFound, SubjenisTidakSesuai
from app.sanggah.repository import Saringan
from app.sanggah.schemas import (
    CalonPetugasBaca,
    DaftarCalonPetugas,
    KunjunganMasuk,
    LampiranSanggahBaca,
    PelaporBaca,
    SanggahBaca,
    SanggahRingkasBaca,
    SetujuiMasuk,
    TugaskanMasuk,
)
from app.sanggah.status import AksiSanggah, StatusSanggah
from app.usulan.status import JenisLampiran

router = APIRouter(route_class=RuteDtks, prefix="/sanggah", tags=["petugas: sanggah"])
_A, _P = AksiSanggah, Peran.PETUGAS
_PEMBACA = (Jabatan.VERIFIKATOR, Jabatan.ENUMERATOR)


@router.get("", summary="Queue of contests", **izin(*_PEMBACA))
async def antrean(
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusSanggah | None, Query(description="State; without it all that wait.")] = None,
    enumerator_id: Annotated[UUID | None, Query(description="Only what this enumerator visits.")] = None,
    *,
    lewat_tenggat: Annotated[bool, Query(description="Only what is overdue.")] = False,
) -> Daftar[SanggahRingkasBaca]:
    """List the contests of your area, oldest first, with age and due day; an enumerator sees what he is assigned to."""
    hasil = await service.antrean(pelaku, Saringan(status, enumerator_id), hal, is_lewat_tenggat=lewat_tenggat)
    return Daftar(data=[SanggahRingkasBaca.dari(s) for s in hasil.data], halaman=hasil.halaman)


@router.get("/{sanggah_id}", summary="Read a contest", **izin(*_PEMBACA, galat=(SanggahNotFound,)))
async def baca(
    sanggah_id: UUID, tujuan: TujuanDep, service: SanggahServiceDep, pelaku: PelakuDep, response: Response
) -> SanggahBaca:
    """Read a contest without its reporter; an enumerator reads what is alleged and his instruction, no more."""
    return _jawab(response, await service.baca(sanggah_id, pelaku, tujuan))


@router.get(
    "/{sanggah_id}/pelapor",
    summary="Read who contests",
    **izin(Jabatan.VERIFIKATOR, galat=(SanggahNotFound, PemisahanTugas)),
)
async def baca_pelapor(
    sanggah_id: UUID, tujuan: TujuanDep, service: SanggahServiceDep, pelaku: PelakuDep
) -> PelaporBaca:
    """Read who made a contest, where deciding needs it; recorded with the purpose, and the reporter sees that."""
    return PelaporBaca.dari(await service.pelapor(sanggah_id, pelaku, tujuan))


@router.get(
    "/{sanggah_id}/calon-petugas",
    summary="Who may visit",
    **izin(Jabatan.VERIFIKATOR, galat=(SanggahNotFound,)),
)
async def calon_petugas(sanggah_id: UUID, service: SanggahServiceDep, pelaku: PelakuDep) -> DaftarCalonPetugas:
    """List the enumerators of the area who are related to neither side, by name."""
    calon = await service.calon_petugas(sanggah_id, pelaku)
    return DaftarCalonPetugas(data=[CalonPetugasBaca(akun_id=akun_id, nama=nama) for akun_id, nama in calon])


@router.post("/{sanggah_id}/tugaskan", **idempoten(transition(ALUR_SANGGAH, _A.TUGASKAN, _P, SanggahNotFound)))
async def tugaskan(
    sanggah_id: UUID,
    isi: TugaskanMasuk,
    versi: IfMatchDep,
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahBaca:
    """Take up a contest and send an enumerator; from now on the person can answer."""
    return _jawab(response, await service.tugaskan(_A.TUGASKAN, sanggah_id, isi, pelaku, versi=versi))


@router.post(
    "/{sanggah_id}/tugaskan-ulang", **idempoten(transition(ALUR_SANGGAH, _A.TUGASKAN_ULANG, _P, SanggahNotFound))
)
async def tugaskan_ulang(
    sanggah_id: UUID,
    isi: TugaskanMasuk,
    versi: IfMatchDep,
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahBaca:
    """Send another enumerator, or the same one again; the visit before counts no more."""
    return _jawab(response, await service.tugaskan(_A.TUGASKAN_ULANG, sanggah_id, isi, pelaku, versi=versi))


@router.post(
    "/{sanggah_id}/catat-kunjungan", **idempoten(transition(ALUR_SANGGAH, _A.CATAT_KUNJUNGAN, _P, SanggahNotFound))
)
async def catat_kunjungan(
    sanggah_id: UUID,
    isi: KunjunganMasuk,
    versi: IfMatchDep,
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahBaca:
    """Record what your visit found; at least one photo is attached before."""
    return _jawab(response, await service.catat_kunjungan(sanggah_id, isi, pelaku, versi=versi))


@router.post(
    "/{sanggah_id}/setujui",
    **idempoten(transition(ALUR_SANGGAH, _A.SETUJUI, _P, SanggahNotFound, SubjenisTidakSesuai)),
)
async def setujui(
    sanggah_id: UUID,
    isi: SetujuiMasuk,
    versi: IfMatchDep,
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahBaca:
    """Grant a contest: a usulan HAPUS with the visit's evidence is sent at once and goes the way of every usulan.

    You are its author, so another VERIFIKATOR validates it. Benefits go on until the decree.
    """
    return _jawab(response, await service.setujui(sanggah_id, isi, pelaku, versi=versi))


@router.post(
    "/{sanggah_id}/tolak",
    **idempoten(transition(ALUR_SANGGAH, _A.TOLAK, _P, SanggahNotFound, AlasanTidakBerlaku)),
)
async def tolak(
    sanggah_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: SanggahServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahBaca:
    """Refuse a contest after the visit; the reporter reads why, the person that nothing changes."""
    return _jawab(response, await service.tolak(sanggah_id, isi.alasan, pelaku, versi=versi))


@router.post(
    "/{sanggah_id}/lampiran",
    summary="Attach a photo of the visit",
    status_code=201,
    **idempoten(izin(Jabatan.ENUMERATOR, galat=GALAT_TAMBAH)),
)
async def tambah_lampiran(
    sanggah_id: UUID,
    jenis: Annotated[JenisLampiran, Form(description="What it shows; a removal needs the kind that proves it.")],
    berkas: Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    service: LampiranSanggahDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranSanggahBaca:
    """Attach a photo or paper of your visit; if the contest is granted it goes into the usulan."""
    baru = await service.tambah(sanggah_id, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/petugas/sanggah/{sanggah_id}/lampiran/{baru.id}"
    return LampiranSanggahBaca.dari(baru)


@router.get(
    "/{sanggah_id}/lampiran/{lampiran_id}",
    summary="Open a file of a contest",
    response_class=Response,
    **izin(*_PEMBACA, galat=GALAT_BUKA),
)
async def buka_lampiran(
    sanggah_id: UUID, lampiran_id: UUID, tujuan: TujuanDep, service: LampiranSanggahDep, pelaku: PelakuDep
) -> Response:
    """Open a file: the kab/kota those of both sides and of the visit, an enumerator his own; recorded."""
    return lampirkan(await service.buka(sanggah_id, lampiran_id, pelaku, tujuan), "bukti-sanggah")


def _jawab(response: Response, satu: SanggahLengkap) -> SanggahBaca:
    tulis_etag(response, satu.sanggah.versi)
    return SanggahBaca.dari(satu)
