"""The arrows of a usulan whose facts verval owns: visit, match, validation, return from the signature."""

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, beretag
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import TransisiMasuk
from app.referensi.errors import AlasanTidakBerlaku
from app.usulan.alur import ALUR_USULAN
from app.usulan.errors import UsulanNotFound
from app.usulan.models import Usulan
from app.usulan.penjawab import PenjawabDep
from app.usulan.schemas import UsulanPetugasBaca
from app.usulan.status import AksiUsulan as A
from app.verval.deps import (
    PadanServiceDep,
    PengesahanServiceDep,
    PenugasanServiceDep,
    SurveiServiceDep,
    ValidasiServiceDep,
)
from app.verval.errors import BelumDapatDipadankan, PenugasanNotFound
from app.verval.schemas import (
    CalonBaca,
    CalonDaftar,
    KembalikanMasuk,
    PadanBaca,
    PadanDiminta,
    PadanRingkas,
    TransisiBaca,
    TugaskanMasuk,
)

router = APIRouter(route_class=RuteDtks, prefix="/usulan", tags=["petugas: usulan"])

_P = Peran.PETUGAS
_PEMADAN = (Jabatan.VERIFIKATOR, Jabatan.DISDUKCAPIL, Jabatan.OPERATOR_DESA)


@router.get(
    "/{ref}/calon-enumerator",
    summary="List who may visit",
    **izin(Jabatan.VERIFIKATOR, galat=(UsulanNotFound,)),
)
async def calon_enumerator(ref: Ref, service: PenugasanServiceDep, pelaku: PelakuDep) -> CalonDaftar:
    """List the active enumerators of the area who are no relatives of the case and have room, least loaded first."""
    calon = await service.calon(ref, pelaku)
    return CalonDaftar(data=[CalonBaca(akun_id=c.akun_id, nama=c.nama, beban=c.beban) for c in calon])


@router.post(
    "/{ref}/tugaskan-verval",
    **idempoten(transition(ALUR_USULAN, A.TUGASKAN_VERVAL, _P, UsulanNotFound)),
)
async def tugaskan_verval(
    ref: Ref, isi: TugaskanMasuk, versi: IfMatchDep, service: PenugasanServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Assign an enumerator who shall visit the family: active, in his area, no relative, with room in his load."""
    return await jawab(await service.tugaskan(A.TUGASKAN_VERVAL, ref, isi.enumerator_id, pelaku, versi=versi))


@router.post(
    "/{ref}/tugaskan-ulang",
    **idempoten(transition(ALUR_USULAN, A.TUGASKAN_ULANG, _P, UsulanNotFound)),
)
async def tugaskan_ulang(
    ref: Ref, isi: TugaskanMasuk, versi: IfMatchDep, service: PenugasanServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Assign an enumerator for another round after a failed one, or in the place of a withdrawn one."""
    return await jawab(await service.tugaskan(A.TUGASKAN_ULANG, ref, isi.enumerator_id, pelaku, versi=versi))


@router.post(
    "/{ref}/kunjungi-ulang",
    **idempoten(transition(ALUR_USULAN, A.KUNJUNGI_ULANG, _P, UsulanNotFound)),
)
async def kunjungi_ulang(
    ref: Ref, isi: TugaskanMasuk, versi: IfMatchDep, service: PenugasanServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Assign an enumerator to visit again because the case was returned to the field."""
    return await jawab(await service.tugaskan(A.KUNJUNGI_ULANG, ref, isi.enumerator_id, pelaku, versi=versi))


@router.post(
    "/{ref}/laporkan-gagal-kunjungan",
    response_model=TransisiBaca,
    **idempoten(
        transition(ALUR_USULAN, A.LAPORKAN_GAGAL_KUNJUNGAN, _P, UsulanNotFound, PenugasanNotFound, AlasanTidakBerlaku)
    ),
)
async def laporkan_gagal_kunjungan(
    ref: Ref, isi: TransisiMasuk, versi: IfMatchDep, service: SurveiServiceDep, pelaku: PelakuDep, response: Response
) -> Usulan:
    """Report that the family could not be visited, after attempts on three different days."""
    return beretag(response, await service.laporkan_gagal(ref, isi.alasan, pelaku, versi=versi))


@router.post(
    "/{ref}/tutup-gagal-kunjungan",
    **idempoten(transition(ALUR_USULAN, A.TUTUP_GAGAL_KUNJUNGAN, _P, UsulanNotFound, AlasanTidakBerlaku)),
)
async def tutup_gagal_kunjungan(
    ref: Ref, isi: TransisiMasuk, versi: IfMatchDep, service: PenugasanServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Refuse a usulan whose family could not be visited in any round."""
    return await jawab(await service.tutup_gagal(ref, isi.alasan, pelaku, versi=versi))


@router.post(
    "/{ref}/padankan",
    summary="Ask Dukcapil",
    status_code=202,
    **idempoten(izin(*_PEMADAN, galat=(UsulanNotFound, BelumDapatDipadankan))),
)
async def padankan(ref: Ref, service: PadanServiceDep, pelaku: PelakuDep, response: Response) -> PadanDiminta:
    """Queue a question to Dukcapil about the identity as it is now; `padan` has the answer as soon as there is one."""
    usulan = await service.minta(ref, pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{usulan.ref}/padan"
    return PadanDiminta(ref=usulan.ref)


@router.get(
    "/{ref}/padan",
    summary="Read the match",
    **izin(*_PEMADAN, Jabatan.KEPALA_OPD, galat=(UsulanNotFound,)),
)
async def padan(ref: Ref, service: PadanServiceDep, pelaku: PelakuDep) -> PadanRingkas:
    """Read where the match stands for the present identity, and which fields differed; never their values."""
    hasil, log = await service.baca(ref, pelaku)
    return PadanRingkas(hasil=hasil, riwayat=[PadanBaca.model_validate(b) for b in log])


@router.post(
    "/{ref}/padankan-ulang",
    **idempoten(transition(ALUR_USULAN, A.PADANKAN_ULANG, _P, UsulanNotFound)),
)
async def padankan_ulang(
    ref: Ref, versi: IfMatchDep, service: ValidasiServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Take a corrected case back into validation; the newest answer about its present identity must be PADAN."""
    return await jawab(await service.putus(A.PADANKAN_ULANG, ref, pelaku, versi=versi))


@router.post(
    "/{ref}/setujui-validasi",
    **idempoten(transition(ALUR_USULAN, A.SETUJUI_VALIDASI, _P, UsulanNotFound)),
)
async def setujui_validasi(
    ref: Ref, versi: IfMatchDep, service: ValidasiServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Accept a case that you neither prepared nor visited, and whose identity matches Dukcapil."""
    return await jawab(await service.putus(A.SETUJUI_VALIDASI, ref, pelaku, versi=versi))


@router.post(
    "/{ref}/kembalikan",
    **idempoten(transition(ALUR_USULAN, A.KEMBALIKAN, _P, UsulanNotFound, AlasanTidakBerlaku)),
)
async def kembalikan(
    ref: Ref,
    isi: KembalikanMasuk,
    versi: IfMatchDep,
    service: ValidasiServiceDep,
    pelaku: PelakuDep,
    jawab: PenjawabDep,
) -> UsulanPetugasBaca:
    """Return a case to the desa (papers) or to an enumerator (another visit), with the reason."""
    usulan = await service.putus(A.KEMBALIKAN, ref, pelaku, alasan=isi.alasan, sasaran=isi.sasaran, versi=versi)
    return await jawab(usulan)


@router.post(
    "/{ref}/tolak",
    **idempoten(transition(ALUR_USULAN, A.TOLAK, _P, UsulanNotFound, AlasanTidakBerlaku)),
)
async def tolak(
    ref: Ref, isi: TransisiMasuk, versi: IfMatchDep, service: ValidasiServiceDep, pelaku: PelakuDep, jawab: PenjawabDep
) -> UsulanPetugasBaca:
    """Refuse a case with code, explanation and next step; the citizen may object."""
    return await jawab(await service.putus(A.TOLAK, ref, pelaku, alasan=isi.alasan, versi=versi))


@router.post(
    "/{ref}/kembalikan-dari-pengesahan",
    **idempoten(transition(ALUR_USULAN, A.KEMBALIKAN_DARI_PENGESAHAN, _P, UsulanNotFound, AlasanTidakBerlaku)),
)
async def kembalikan_dari_pengesahan(
    ref: Ref,
    isi: KembalikanMasuk,
    versi: IfMatchDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    jawab: PenjawabDep,
) -> UsulanPetugasBaca:
    """Send a single case back instead of signing it; it leaves the unsigned batch that held it."""
    usulan = await service.kembalikan(ref, pelaku, alasan=isi.alasan, sasaran=isi.sasaran, versi=versi)
    return await jawab(usulan)
