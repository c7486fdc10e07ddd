"""Administrators create accounts, assign regions, change positions, shut out and let back in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.akun.alur import ALUR_AKUN, AksiAkun, StatusAkun
from app.akun.deps import KelolaServiceDep
from app.akun.errors import (
    AkunNotFound,
    AlasanTidakDikenal,
    CariSatuSaja,
    IdentitasSudahDipakai,
    JabatanDiLuarWewenang,
    TanggalPenugasanTidakSah,
    TeleponTidakSah,
    TingkatTidakCocok,
    TotpBelumAda,
    WilayahDiLuarWewenang,
)
from app.akun.kelola import AkunDibuka
from app.akun.models import Akun
from app.akun.repository import SaringAkun
from app.akun.schemas import (
    AkunBaca,
    AkunCari,
    AkunRingkas,
    KlienBuat,
    KlienDibuat,
    PenugasanBaca,
    PetugasBuat,
    RiwayatBaca,
)
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import IdempotenDep, RahasiaDep
from app.core.nik import Nik
from app.core.peran import Jabatan, Pelaku, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar, TeksBaca, TransisiMasuk
from app.core.workflow import PemisahanTugas
from app.wilayah.errors import WilayahTidakDikenal
from app.wilayah.kode import KodeWilayah

router = APIRouter(route_class=RuteDtks, tags=["admin: akun"])
KunciDep = Annotated[None, IdempotenDep]
_ADMIN = (Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT)
_WILAYAH = (WilayahDiLuarWewenang, TingkatTidakCocok, TanggalPenugasanTidakSah, WilayahTidakDikenal)
_UBAH = (AkunNotFound, PemisahanTugas)
_PEMBACA = (*_ADMIN, Jabatan.PENETAP)


async def _saring(
    jabatan: Annotated[Jabatan | None, Query(description="Only this position.")] = None,
    status: Annotated[StatusAkun | None, Query(description="Only this state.")] = None,
    kode_wilayah: Annotated[KodeWilayah | None, Query(description="Only who serves in or below it today.")] = None,
    is_sandi_sementara: Annotated[bool | None, Query(description="Only who has (not) chosen a password yet.")] = None,
) -> SaringAkun:
    return SaringAkun(jabatan, status, str(kode_wilayah) if kode_wilayah else None, is_sandi_sementara)


SaringDep = Annotated[SaringAkun, Depends(_saring)]


@router.get("/akun", summary="Accounts that you look after", **izin(*_PEMBACA))
async def daftar(
    service: KelolaServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    saring: SaringDep,
) -> Daftar[AkunRingkas]:
    """List accounts of your region (of the whole country for the centre), oldest first.

    A PENETAP sees the national ones.
    """
    potongan = await service.daftar(pelaku, hal, saring)
    return Daftar(data=[_ringkas(a, pelaku) for a in potongan.data], halaman=potongan.halaman)


@router.get("/akun/{akun_id}", summary="Read an account", **izin(*_PEMBACA, galat=(AkunNotFound,)))
async def baca(akun_id: UUID, service: KelolaServiceDep, pelaku: PelakuDep, response: Response) -> AkunBaca:
    """Read an account with its assignments; recorded."""
    return AkunBaca(**rinci(await service.baca(akun_id, pelaku), response))


@router.post(
    "/akun",
    status_code=201,
    **transition(
        ALUR_AKUN,
        AksiAkun.BUAT,
        Peran.ADMIN,
        *_WILAYAH,
        JabatanDiLuarWewenang,
        IdentitasSudahDipakai,
        TeleponTidakSah,
    ),
)
async def buat(
    isi: PetugasBuat, service: KelolaServiceDep, pelaku: PelakuDep, response: Response, _kunci: KunciDep
) -> AkunBaca:
    """Create an account with one jabatan and its regions.

    The one-time password goes to its holder by e-mail, never to you; he must change it at `POST /v1/auth/sandi` before
    the first login. A person has one officer's account, may not be registered himself, nor, in one of the six
    functions, be SDM Kesos. A national account waits for `restui` by another ADMIN_PUSAT or PENETAP, who all are told.
    """
    akun, _ = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/akun/{akun.id}"
    return AkunBaca(**rinci(await service.buka(akun, pelaku), response))


@router.post(
    "/klien",
    status_code=201,
    summary="Create a machine account",
    **izin(
        Jabatan.ADMIN_PUSAT,
        galat=(WilayahDiLuarWewenang, TingkatTidakCocok, TanggalPenugasanTidakSah, WilayahTidakDikenal),
    ),
)
async def buat_klien(
    isi: KlienBuat,
    service: KelolaServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _kunci: KunciDep,
    _rahasia: Annotated[None, RahasiaDep],
) -> KlienDibuat:
    """Create an account for a Dinas or programme system with its contracted scopes and regions.

    The secret is shown in this answer only: it is not stored, and a retry with the same key is answered 409
    `jawaban-tidak-diulang`. Who missed it disables the account and makes another.
    """
    akun, rahasia = await service.buat_klien(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/akun/{akun.id}"
    isi_akun = rinci(await service.buka(akun, pelaku), response)
    return KlienDibuat(**isi_akun, client_id=akun.id, client_secret=rahasia)


@router.post(
    "/akun/{akun_id}/nonaktifkan",
    **transition(ALUR_AKUN, AksiAkun.NONAKTIFKAN, Peran.ADMIN, AkunNotFound, AlasanTidakDikenal),
)
async def nonaktifkan(
    akun_id: UUID,
    isi: TransisiMasuk,
    service: KelolaServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> AkunBaca:
    """Shut an account out at once: PINDAH_TUGAS, BERHENTI, PELANGGARAN, AKUN_DISALAHGUNAKAN or PERMINTAAN_SENDIRI."""
    akun = await service.nonaktifkan(akun_id, pelaku, isi.alasan, if_match)
    return AkunBaca(**rinci(await service.buka(akun, pelaku), response))


@router.post("/akun/{akun_id}/aktifkan", **transition(ALUR_AKUN, AksiAkun.AKTIFKAN, Peran.ADMIN, AkunNotFound))
async def aktifkan(
    akun_id: UUID,
    service: KelolaServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> AkunBaca:
    """Let a disabled account back in, with the jabatan and regions that it had."""
    akun = await service.aktifkan(akun_id, pelaku, if_match)
    return AkunBaca(**rinci(await service.buka(akun, pelaku), response))


@router.post("/akun/{akun_id}/restui", **transition(ALUR_AKUN, AksiAkun.RESTUI, Peran.ADMIN, AkunNotFound))
async def restui(
    akun_id: UUID,
    service: KelolaServiceDep,
    pelaku: PelakuDep,
    if_match: IfMatchDep,
    response: Response,
    _kunci: KunciDep,
) -> AkunBaca:
    """Agree to a national account (PUSAT, ADMIN_PUSAT, PENETAP) that somebody else proposed.

    Make sure first whose mailbox it is. A new holder gets his one-time password now.
    """
    akun = await service.restui(akun_id, pelaku, if_match)
    return AkunBaca(**rinci(await service.buka(akun, pelaku), response))


@router.post("/akun/cari", summary="Search accounts", **izin(*_PEMBACA, galat=(CariSatuSaja,)))
async def cari(isi: AkunCari, service: KelolaServiceDep, pelaku: PelakuDep) -> list[AkunRingkas]:
    """Find up to fifty accounts that you look after by username, e-mail, NIK or part of an officer's name."""
    return [_ringkas(a, pelaku) for a in await service.cari(pelaku, isi)]


@router.get("/akun/{akun_id}/riwayat", summary="History of an account", **izin(*_PEMBACA, galat=(AkunNotFound,)))
async def riwayat(akun_id: UUID, service: KelolaServiceDep, pelaku: PelakuDep) -> list[RiwayatBaca]:
    """Read what happened to an account, first to last: states, positions, transfers, with reasons; recorded."""
    return [RiwayatBaca.model_validate(b) for b in await service.riwayat(akun_id, pelaku)]


@router.post(
    "/akun/{akun_id}/sandi",
    status_code=204,
    summary="Reset a password",
    **izin(*_ADMIN, galat=(*_UBAH, JabatanDiLuarWewenang)),
)
async def atur_ulang_sandi(akun_id: UUID, service: KelolaServiceDep, pelaku: PelakuDep, _kunci: KunciDep) -> None:
    """Replace an officer's password by a one-time password and end his logins.

    It goes to the address that the account was made with, never to you. A reset of a national account (PENETAP,
    ADMIN_PUSAT, PUSAT) is told to every other ADMIN_PUSAT and PENETAP as well.
    """
    await service.atur_ulang_sandi(akun_id, pelaku)


@router.post(
    "/akun/{akun_id}/totp/atur-ulang",
    status_code=204,
    summary="Reset a second factor",
    **izin(*_ADMIN, galat=(*_UBAH, TotpBelumAda)),
)
async def atur_ulang_totp(akun_id: UUID, service: KelolaServiceDep, pelaku: PelakuDep, _kunci: KunciDep) -> None:
    """Remove the second factor of somebody who has lost it; make sure first that it is he.

    His logins end and he is told by e-mail; of a national account every other ADMIN_PUSAT and PENETAP is told as well.
    """
    await service.atur_ulang_totp(akun_id, pelaku)


def _ringkas(akun: Akun, pelaku: Pelaku) -> AkunRingkas:
    return AkunRingkas(
        id=akun.id,
        nama=akun.nama,
        jabatan=akun.jabatan,
        status=akun.status,
        kode_kelola=akun.kode_kelola,
        is_sandi_sementara=akun.is_sandi_sementara,
        created_at=akun.created_at,
        aksi_tersedia=[str(a) for a in ALUR_AKUN.tersedia(akun.status, pelaku.jabatan)],
    )


def rinci(dibuka: AkunDibuka, response: Response) -> dict[str, Any]:
    akun, isi = dibuka.akun, dibuka.identitas
    tulis_etag(response, akun.versi)
    return {
        "id": akun.id,
        "nama": akun.nama,
        "jabatan": akun.jabatan,
        "status": akun.status,
        "kode_kelola": akun.kode_kelola,
        "username": isi.username,
        "surel": isi.surel,
        "telepon": isi.telepon,
        "nik": Nik(isi.nik).tersamar if isi.nik else None,
        "cakupan": akun.cakupan,
        "is_sandi_sementara": akun.is_sandi_sementara,
        "is_totp_aktif": dibuka.is_totp_aktif,
        "is_sdm_kesos": akun.is_sdm_kesos,
        "diajukan_oleh": akun.diajukan_oleh,
        "penugasan": [PenugasanBaca.model_validate(p) for p in dibuka.penugasan],
        "created_at": akun.created_at,
        "aksi_tersedia": [
            AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
            for a in dibuka.aksi
        ],
    }
