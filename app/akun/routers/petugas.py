"""The VERIFIKATOR lets citizens of his kab/kota in, or tells them what to redo."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.akun.alur import ALUR_AKUN, AksiAkun
from app.akun.deps import VerifikasiServiceDep
from app.akun.errors import AkunNotFound, AlasanTidakDikenal
from app.akun.models import Akun
from app.akun.schemas import PadanBaca, PadanDiminta, SetujuiMasuk, Tujuan, WargaBaca, WargaRingkas, WargaStatus
from app.akun.verifikasi import JenisFoto
from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan, Pelaku, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar, TeksBaca, TransisiMasuk

router = APIRouter(route_class=RuteDtks, prefix="/akun", tags=["petugas: akun"])
KunciDep = Annotated[None, IdempotenDep]
TujuanDep = Annotated[Tujuan, Query(description="Why you look; the citizen can read it.")]


@router.get("", summary="Citizens who wait for verification", **izin(Jabatan.VERIFIKATOR))
async def antrean(service: VerifikasiServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[WargaRingkas]:
    """List registrations of your kab/kota with a confirmed e-mail, oldest first; the citizens see that you looked."""
    potongan = await service.daftar(pelaku, hal)
    return Daftar(data=[_ringkas(a, pelaku) for a in potongan.data], halaman=potongan.halaman)


@router.get("/{akun_id}", summary="Read a registration", **izin(Jabatan.VERIFIKATOR, galat=(AkunNotFound,)))
async def baca(
    akun_id: UUID, service: VerifikasiServiceDep, pelaku: PelakuDep, tujuan: TujuanDep, response: Response
) -> WargaBaca:
    """Read what the citizen wrote, to compare it with the pictures; recorded with your purpose."""
    dibuka = await service.baca(akun_id, pelaku, tujuan)
    akun, isi = dibuka.akun, dibuka.identitas
    tulis_etag(response, akun.versi)
    return WargaBaca(
        id=akun.id,
        nama=akun.nama,
        nik=isi.nik,
        no_kk=isi.no_kk,
        alamat=isi.alamat,
        surel=isi.surel,
        telepon=isi.telepon,
        kode_desa=akun.kode_desa,
        status=akun.status,
        is_nik_dipakai=dibuka.is_nik_dipakai,
        padan=PadanBaca.model_validate(dibuka.padan) if dibuka.padan else None,
        created_at=akun.created_at,
        aksi_tersedia=[
            AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
            for a in dibuka.aksi
        ],
    )


@router.get(
    "/{akun_id}/foto/{jenis}",
    summary="See a picture of a registration",
    response_class=Response,
    **izin(Jabatan.VERIFIKATOR, galat=(AkunNotFound, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def foto(
    akun_id: UUID, jenis: JenisFoto, service: VerifikasiServiceDep, pelaku: PelakuDep, tujuan: TujuanDep
) -> Response:
    """Download the KTP picture or the selfie as JPEG; recorded with your purpose."""
    return lampirkan(await service.foto(akun_id, jenis, pelaku, tujuan), f"foto-{jenis}")


@router.post("/{akun_id}/setujui", **transition(ALUR_AKUN, AksiAkun.SETUJUI, Peran.PETUGAS, AkunNotFound))
async def setujui(
    akun_id: UUID,
    service: VerifikasiServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
    isi: SetujuiMasuk | None = None,
) -> WargaStatus:
    """Let the citizen in: name, NIK and face agree.

    Refused while another account in force has this NIK, and, when the civil registration does not agree (`padan`),
    without a `catatan` that says why you approve all the same.
    """
    catatan = isi.catatan if isi else None
    return _status(await service.setujui(akun_id, pelaku, if_match, catatan), pelaku, response)


@router.post(
    "/{akun_id}/padankan",
    status_code=202,
    summary="Ask the civil registration again",
    **izin(Jabatan.VERIFIKATOR, galat=(AkunNotFound,)),
)
async def padankan(akun_id: UUID, service: VerifikasiServiceDep, pelaku: PelakuDep) -> PadanDiminta:
    """Queue a question about NIK, No KK and name; read the registration again for the answer."""
    await service.minta_padan(akun_id, pelaku)
    return PadanDiminta(id=akun_id)


@router.post(
    "/{akun_id}/tolak", **transition(ALUR_AKUN, AksiAkun.TOLAK, Peran.PETUGAS, AkunNotFound, AlasanTidakDikenal)
)
async def tolak(
    akun_id: UUID,
    isi: TransisiMasuk,
    service: VerifikasiServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> WargaStatus:
    """Refuse the registration and tell the citizen by e-mail why, and what to redo.

    Reasons: KTP_TERBALIK, PAKAIAN_TIDAK_SOPAN, TANPA_SWAFOTO_KTP, KTP_FOTOKOPI, DI_BAWAH_UMUR, FOTO_TIDAK_JELAS,
    TIDAK_PADAN_DUKCAPIL. Where pictures are the reason, he gets a code with which he sends them again, else he
    registers again.
    """
    return _status(await service.tolak(akun_id, pelaku, isi.alasan, if_match), pelaku, response)


def _ringkas(akun: Akun, pelaku: Pelaku) -> WargaRingkas:
    return WargaRingkas(
        id=akun.id,
        nama=akun.nama,
        kode_desa=akun.kode_desa,
        status=akun.status,
        created_at=akun.created_at,
        aksi_tersedia=[str(a) for a in ALUR_AKUN.tersedia(akun.status, pelaku.jabatan)],
    )


def _status(akun: Akun, pelaku: Pelaku, response: Response) -> WargaStatus:
    tulis_etag(response, akun.versi)
    tersedia = [str(a) for a in ALUR_AKUN.tersedia(akun.status, pelaku.jabatan)]
    return WargaStatus(id=akun.id, status=akun.status, aksi_tersedia=tersedia)
