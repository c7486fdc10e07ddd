"""The enumerator's own list: read an assignment, record attempts and photos, send the visit."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, beretag, tulis_etag
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.core.workflow import PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak
from app.keluarga.errors import JawabanTidakSah
from app.referensi.errors import AlasanTidakBerlaku
from app.verval.alur import ALUR_SURVEI
from app.verval.deps import FotoServiceDep, PenugasanServiceDep, SurveiServiceDep
from app.verval.errors import (
    HasilPendataanTidakSesuai,
    KeluargaPindahDesa,
    LampiranTerlaluBanyak,
    LampiranVervalNotFound,
    PenugasanNotFound,
    PercobaanSudahTercatat,
    TanggalTidakSah,
)
from app.verval.models import FotoKunjungan, Penugasan, Percobaan
from app.verval.schemas import (
    FotoBaca,
    KunjunganBaca,
    KunjunganMasuk,
    PenugasanBaca,
    PercobaanBaca,
    PercobaanMasuk,
    TugasRinci,
)
from app.verval.status import AksiPenugasan, JenisFoto

router = APIRouter(route_class=RuteDtks, prefix="/penugasan", tags=["petugas: survei"])

_TERBUKA = (PenugasanNotFound, TransisiDitolak)
_BERKAS = (BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak, LampiranTerlaluBanyak, PenyimpananTidakTersedia)
_KIRIM = (
    *(TanggalTidakSah, HasilPendataanTidakSesuai, JawabanTidakSah, KeluargaPindahDesa),
    *(SyaratTidakTerpenuhi, PemisahanTugas),
)


@router.get("", summary="List my assignments", response_model=Daftar[PenugasanBaca], **izin(Jabatan.ENUMERATOR))
async def daftar(service: SurveiServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[Penugasan]:
    """List your open assignments, oldest first."""
    return await service.daftar_tugas(pelaku, hal)


@router.get(
    "/{ref}",
    summary="Read my assignment",
    **izin(Jabatan.ENUMERATOR, galat=(PenugasanNotFound,)),
)
async def baca(ref: Ref, service: SurveiServiceDep, pelaku: PelakuDep, response: Response) -> TugasRinci:
    """Read an open assignment of yours with the family to visit; the subject can see that you looked."""
    tugas = await service.baca_tugas(ref, pelaku)
    tulis_etag(response, tugas.penugasan.versi)
    return TugasRinci.dari(tugas)


@router.post(
    "/{ref}/tarik",
    response_model=PenugasanBaca,
    **idempoten(transition(ALUR_SURVEI, AksiPenugasan.TARIK, Peran.PETUGAS, PenugasanNotFound, AlasanTidakBerlaku)),
)
async def tarik(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: PenugasanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Penugasan:
    """Take an open assignment from its enumerator, with the reason; assign another one with `tugaskan-ulang`.

    What he still sends of it is refused, and kept for you under `lapangan/titipan`.
    """
    return beretag(response, await service.tarik(ref, isi.alasan, pelaku, versi=versi))


@router.post(
    "/{ref}/percobaan",
    summary="Record a failed attempt",
    status_code=201,
    response_model=PercobaanBaca,
    **idempoten(izin(Jabatan.ENUMERATOR, galat=(*_TERBUKA, TanggalTidakSah, PercobaanSudahTercatat))),
)
async def catat_percobaan(
    ref: Ref, isi: PercobaanMasuk, service: SurveiServiceDep, pelaku: PelakuDep, response: Response
) -> Percobaan:
    """Record a day on which nobody could be visited; three different days allow to report the visit as failed."""
    response.headers["Location"] = f"/v1/petugas/penugasan/{ref}"
    return await service.catat_percobaan(ref, isi, pelaku)


@router.post(
    "/{ref}/foto",
    summary="Upload a photo of the visit",
    status_code=201,
    response_model=FotoBaca,
    **idempoten(izin(Jabatan.ENUMERATOR, galat=(*_TERBUKA, *_BERKAS))),
)
async def unggah_foto(
    ref: Ref,
    jenis: Annotated[JenisFoto, Form(description="What the photo shows.")],
    berkas: Annotated[UploadFile, File(description="JPEG, PNG or WebP, at most 10 MB.")],
    service: FotoServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> FotoKunjungan:
    """Upload a photo; family card, front, inside and respondent are required before the visit is sent."""
    foto = await service.unggah_foto(ref, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/petugas/penugasan/{ref}/foto/{foto.id}"
    return foto


@router.get(
    "/{ref}/foto/{foto_id}",
    summary="Open a photo of a visit",
    response_class=Response,
    **izin(
        *(Jabatan.ENUMERATOR, Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD),
        galat=(LampiranVervalNotFound, BerkasNotFound, PenyimpananTidakTersedia),
    ),
)
async def buka_foto(ref: Ref, foto_id: UUID, service: FotoServiceDep, pelaku: PelakuDep) -> Response:
    """Download a photo: the enumerator while he is assigned, the examining officers of the area at any time."""
    return lampirkan(await service.buka_foto(ref, foto_id, pelaku), "foto-kunjungan")


@router.post(
    "/{ref}/kunjungan",
    summary="Send a completed visit",
    status_code=201,
    **idempoten(izin(Jabatan.ENUMERATOR, galat=(*_TERBUKA, *_KIRIM))),
)
async def sinkronkan_kunjungan(
    ref: Ref, isi: KunjunganMasuk, service: SurveiServiceDep, pelaku: PelakuDep, response: Response
) -> KunjunganBaca:
    """Send the visit: place, time, respondent and every answer; a refused answer is named by its question.

    The usulan goes to validation at once. Send it again with the same Idempotency-Key when the answer was lost.
    """
    usulan, jawaban_id = await service.kirim_kunjungan(ref, isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{usulan.ref}"
    return KunjunganBaca(usulan_ref=usulan.ref, status=usulan.status, jawaban_id=jawaban_id)
