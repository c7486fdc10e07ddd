"""Around an exit: the gravely ill are restored at once, and an objection is answered by a person."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TeksPendek, TransisiMasuk
from app.penetapan.alur import ALUR_KEBERATAN, ALUR_REAKTIVASI
from app.penetapan.deps import KeberatanServiceDep, ReaktivasiServiceDep
from app.penetapan.errors import (
    KeanggotaanTidakAda,
    KeberatanMasihTerbuka,
    KeberatanTidakAda,
    ReaktivasiMasihTerbuka,
    ReaktivasiTidakAda,
)
from app.penetapan.keberatan import KeberatanLengkap
from app.penetapan.reaktivasi import Permohonan, ReaktivasiLengkap
from app.penetapan.schemas_keluar import (
    KeberatanAtasNamaMasuk,
    KeberatanBaca,
    KeberatanRingkas,
    PulihkanMasuk,
    ReaktivasiBaca,
    ReaktivasiRingkas,
)
from app.penetapan.status_keluar import AksiKeberatan, AksiReaktivasi, StatusKeberatan, StatusReaktivasi
from app.penetapan.terjemah import keberatan, keberatan_ringkas, reaktivasi, reaktivasi_ringkas
from app.referensi.errors import AlasanTidakBerlaku

reaktivasi_router = APIRouter(route_class=RuteDtks, prefix="/reaktivasi", tags=["petugas: reaktivasi"])
keberatan_router = APIRouter(
    route_class=RuteDtks, prefix="/keberatan-keanggotaan", tags=["petugas: keberatan keanggotaan"]
)
_PEMBACA = (Jabatan.PUSAT, Jabatan.KEPALA_OPD, Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA, Jabatan.OPERATOR_DESA)
_PEMUTUS = (Jabatan.PUSAT, Jabatan.KEPALA_OPD, Jabatan.VERIFIKATOR)
BERKAS = (BerkasBukanPdf, BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)
RE, KB = AksiReaktivasi, AksiKeberatan


async def _permohonan(
    penyakit: Annotated[int, Form(ge=1, le=99, description="Code of question 430 of Regsosek 2022.")],
    faskes: Annotated[TeksPendek, Form(description="Health facility that wrote the letter.")],
    nomor_surat: Annotated[TeksPendek, Form(description="Number of the letter.")],
    surat: Annotated[UploadFile, File(description="The facility's letter, PDF or photo, at most 10 MB.")],
    sktm: Annotated[UploadFile | None, File(description="Certificate of poverty, optional.")] = None,
) -> Permohonan:
    """Return the form of a request with its bytes."""
    return Permohonan(penyakit, faskes, nomor_surat, await surat.read(), await sktm.read() if sktm else None)


PermohonanDep = Annotated[Permohonan, Depends(_permohonan)]


def _re(aksi: AksiReaktivasi, *galat: type[DomainError]) -> dict[str, Any]:
    return idempoten(transition(ALUR_REAKTIVASI, aksi, Peran.PETUGAS, KeanggotaanTidakAda, *galat))


def _kb(aksi: AksiKeberatan, *galat: type[DomainError]) -> dict[str, Any]:
    return idempoten(transition(ALUR_KEBERATAN, aksi, Peran.PETUGAS, KeanggotaanTidakAda, *galat))


@reaktivasi_router.post("", status_code=201, **_re(RE.AJUKAN, ReaktivasiMasihTerbuka, *BERKAS))
async def ajukan(
    orang: Annotated[Ref, Form(description="The person in his family.")],
    isi: PermohonanDep,
    service: ReaktivasiServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ReaktivasiBaca:
    """File a request on behalf of a gravely ill person who is to leave the registry or has left it."""
    lengkap = await service.ajukan(orang, isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/reaktivasi/{lengkap.baris.ref}"
    return _reaktivasi(response, lengkap)


@reaktivasi_router.get("", summary="List reactivations", response_model=Daftar[ReaktivasiRingkas], **izin(*_PEMBACA))
async def daftar_reaktivasi(
    service: ReaktivasiServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusReaktivasi, Query(description="State of the request.")],
) -> Potongan[ReaktivasiRingkas]:
    """List requests of one state in your regions; nothing about the illness."""
    hasil = await service.daftar(status, pelaku, hal)
    return Potongan([reaktivasi_ringkas(r) for r in hasil.data], hasil.halaman)


@reaktivasi_router.get(
    "/{ref}", summary="Read a reactivation", **izin(*_PEMUTUS, galat=(ReaktivasiTidakAda, KeanggotaanTidakAda))
)
async def baca_reaktivasi(
    ref: Ref, service: ReaktivasiServiceDep, pelaku: PelakuDep, response: Response
) -> ReaktivasiBaca:
    """Show a request with the illness and what you may do; the reading is recorded."""
    return _reaktivasi(response, await service.baca(ref, pelaku))


@reaktivasi_router.get(
    "/{ref}/berkas",
    summary="Open a file of a reactivation",
    response_class=Response,
    **izin(*_PEMUTUS, galat=(ReaktivasiTidakAda, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def buka_berkas(
    ref: Ref,
    service: ReaktivasiServiceDep,
    pelaku: PelakuDep,
    sktm: Annotated[bool, Query(description="The certificate of poverty instead of the letter.")] = False,
) -> Response:
    """Download the health facility's letter, or the certificate of poverty; the reading is recorded."""
    return lampirkan(await service.buka_berkas(ref, pelaku, sktm=sktm), "sktm" if sktm else "surat-faskes")


@reaktivasi_router.post("/{ref}/pulihkan-sementara", **_re(RE.PULIHKAN_SEMENTARA, ReaktivasiTidakAda))
async def pulihkan_sementara(
    ref: Ref,
    isi: PulihkanMasuk,
    versi: IfMatchDep,
    service: ReaktivasiServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ReaktivasiBaca:
    """Restore the member now, on the social office's statement; PUSAT confirms it afterwards."""
    hasil = await service.pulihkan_sementara(ref, pelaku, is_layak=isi.is_masih_layak, catatan=isi.catatan, versi=versi)
    return _reaktivasi(response, hasil)


@reaktivasi_router.post("/{ref}/pastikan", **_re(RE.PASTIKAN, ReaktivasiTidakAda))
async def pastikan(
    ref: Ref, versi: IfMatchDep, service: ReaktivasiServiceDep, pelaku: PelakuDep, response: Response
) -> ReaktivasiBaca:
    """Confirm an interim restoration; somebody else than who restored."""
    return _reaktivasi(response, await service.pastikan(ref, pelaku, versi=versi))


@reaktivasi_router.post("/{ref}/tolak", **_re(RE.TOLAK, ReaktivasiTidakAda, AlasanTidakBerlaku))
async def tolak(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: ReaktivasiServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ReaktivasiBaca:
    """Refuse a request; who was restored meanwhile is given a whole notice period again."""
    return _reaktivasi(response, await service.tolak(ref, pelaku, isi.alasan, versi=versi))


@keberatan_router.post("", status_code=201, **_kb(KB.AJUKAN, KeberatanMasihTerbuka))
async def ajukan_keberatan(
    isi: KeberatanAtasNamaMasuk, service: KeberatanServiceDep, pelaku: PelakuDep, response: Response
) -> KeberatanBaca:
    """Object to a removal on behalf of somebody of your village who cannot file it himself."""
    lengkap = await service.ajukan(isi.orang, isi.alasan, pelaku)
    response.headers["Location"] = f"/v1/petugas/keberatan-keanggotaan/{lengkap.baris.ref}"
    return keberatan(lengkap)


@keberatan_router.get("", summary="List objections", response_model=Daftar[KeberatanRingkas], **izin(*_PEMBACA))
async def daftar_keberatan(
    service: KeberatanServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[
        StatusKeberatan, Query(description="State of the objection; without it those that wait for an answer.")
    ] = StatusKeberatan.DIAJUKAN,
) -> Potongan[KeberatanRingkas]:
    """List objections of one state in your regions, the most pressing date first."""
    hasil = await service.daftar(status, pelaku, hal)
    return Potongan([keberatan_ringkas(b) for b in hasil.data], hasil.halaman)


@keberatan_router.get(
    "/{ref}", summary="Read an objection", **izin(*_PEMUTUS, galat=(KeberatanTidakAda, KeanggotaanTidakAda))
)
async def baca_keberatan(
    ref: Ref, service: KeberatanServiceDep, pelaku: PelakuDep, response: Response
) -> KeberatanBaca:
    """Show an objection with its words and what you may do; the reading is recorded."""
    return _keberatan(response, await service.baca(ref, pelaku))


@keberatan_router.post("/{ref}/terima", **_kb(KB.TERIMA, KeberatanTidakAda, AlasanTidakBerlaku))
async def terima(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: KeberatanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanBaca:
    """Grant an objection: the person stays registered; nobody answers a case that he worked on."""
    return _keberatan(response, await service.terima(ref, pelaku, isi.alasan, versi))


@keberatan_router.post("/{ref}/tolak", **_kb(KB.TOLAK, KeberatanTidakAda, AlasanTidakBerlaku))
async def tolak_keberatan(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: KeberatanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KeberatanBaca:
    """Refuse an objection with its reason; the announced removal goes on."""
    return _keberatan(response, await service.tolak(ref, pelaku, isi.alasan, versi))


def _reaktivasi(response: Response, lengkap: ReaktivasiLengkap) -> ReaktivasiBaca:
    tulis_etag(response, lengkap.baris.versi)
    return reaktivasi(lengkap)


def _keberatan(response: Response, lengkap: KeberatanLengkap) -> KeberatanBaca:
    tulis_etag(response, lengkap.baris.versi)
    return keberatan(lengkap)
