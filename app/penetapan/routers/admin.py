"""Decrees: ADMIN_PUSAT prepares, PENETAP signs; two persons, and neither decides a single case."""

from typing import Any

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.nik import Nik
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar, TransisiMasuk
from app.desil.errors import PutaranTidakDitemukan
from app.penetapan.alur import ALUR_SK
from app.penetapan.deps import SKServiceDep
from app.penetapan.errors import (
    DaftarSKBerubah,
    NomorSKDipakai,
    RancanganMasihAda,
    SKDigantiTidakBerlaku,
    SKTidakAda,
)
from app.penetapan.models import SK
from app.penetapan.schemas import (
    AnggotaSKBaca,
    BarisSKBaca,
    LangkahSKBaca,
    SKBaca,
    SKBuat,
    SKRingkas,
    TandaTanganMasuk,
)
from app.penetapan.service import BarisTerbuka, LangkahSK, SKLengkap
from app.penetapan.status import JENIS_BARIS, AksiSK, Putusan, StatusSK
from app.referensi.errors import AlasanTidakBerlaku

router = APIRouter(route_class=RuteDtks, prefix="/sk", tags=["admin: sk"])
_PEMBACA = (Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)


def _arah(aksi: AksiSK, *galat: type[DomainError]) -> dict[str, Any]:
    """Return the route arguments of a transition, which always takes an Idempotency-Key."""
    rute = transition(ALUR_SK, aksi, Peran.ADMIN, *galat)
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}


@router.post(
    "",
    status_code=201,
    **_arah(
        AksiSK.SIAPKAN,
        RancanganMasihAda,
        NomorSKDipakai,
        SKDigantiTidakBerlaku,
        PutaranTidakDitemukan,
    ),
)
async def siapkan(isi: SKBuat, service: SKServiceDep, pelaku: PelakuDep, response: Response) -> SKBaca:
    """Decide by desil and quota every usulan that waits in PEMERINGKATAN, and seal the list; nothing follows yet."""
    lengkap = await service.siapkan(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/sk/{lengkap.sk.kode}"
    return _baca(lengkap, response)


@router.get("", summary="List decrees", response_model=Daftar[SKRingkas], **izin(*_PEMBACA))
async def daftar(service: SKServiceDep, hal: PageDep) -> Potongan[SK]:
    """List decrees, newest first, drafts included."""
    return await service.daftar(hal)


@router.get("/{kode}", summary="Read a decree", **izin(*_PEMBACA, galat=(SKTidakAda,)))
async def baca(kode: str, service: SKServiceDep, pelaku: PelakuDep, response: Response) -> SKBaca:
    """Show a decree with its history and what the caller may do."""
    return _baca(await service.baca(kode, pelaku), response)


@router.get(
    "/{kode}/daftar",
    summary="Read the list of a decree",
    response_model=Daftar[BarisSKBaca],
    **izin(*_PEMBACA, galat=(SKTidakAda,)),
)
async def daftar_baris(kode: str, service: SKServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[BarisSKBaca]:
    """Show by name what the decree says of each usulan, as copied; every page is recorded with its subjects."""
    hasil = await service.daftar_baris(kode, pelaku, hal)
    return Potongan([_baris(b) for b in hasil.data], hasil.halaman)


@router.post(
    "/{kode}/tanda-tangani",
    **_arah(AksiSK.TANDA_TANGANI, SKTidakAda, DaftarSKBerubah),
)
async def tanda_tangani_sk(
    kode: str, isi: TandaTanganMasuk, service: SKServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> SKBaca:
    """Sign the list with this digest; usulan, memberships and the public lookup change in the same transaction."""
    return _baca(await service.tanda_tangani(kode, isi.sidik, pelaku, versi), response)


@router.post("/{kode}/batalkan", **_arah(AksiSK.BATALKAN, SKTidakAda, AlasanTidakBerlaku))
async def batalkan(
    kode: str, isi: TransisiMasuk, service: SKServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> SKBaca:
    """Give a draft up; its list is kept as it was, its usulan wait for the next decree."""
    return _baca(await service.batalkan(kode, isi.alasan, pelaku, versi), response)


def _baca(lengkap: SKLengkap, response: Response) -> SKBaca:
    tulis_etag(response, lengkap.sk.versi)
    return SKBaca(
        **SKRingkas.model_validate(lengkap.sk).model_dump(),
        riwayat=[_langkah(x) for x in lengkap.riwayat],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in lengkap.aksi_tersedia],
    )


def _langkah(langkah: LangkahSK) -> LangkahSKBaca:
    r = langkah.baris
    return LangkahSKBaca(
        aksi=AksiSK(r.aksi),
        dari=StatusSK(r.dari) if r.dari else None,
        ke=StatusSK(r.ke),
        alasan_kode=r.alasan_kode,
        penjelasan=langkah.penjelasan,
        created_at=r.created_at,
    )


def _baris(terbuka: BarisTerbuka) -> BarisSKBaca:
    b = terbuka.baris
    return BarisSKBaca(
        urutan=b.urutan,
        usulan=Ref(b.keluarga_id, b.usulan_id),
        jenis=b.jenis,
        kode_desa=b.kode_desa,
        desil=b.desil,
        putusan=Putusan(b.putusan),
        baris=JENIS_BARIS[Putusan(b.putusan)],
        alasan_kode=b.alasan,
        anggota=[
            AnggotaSKBaca(
                nama=a.nama,
                nik_samar=Nik(a.nik).tersamar if a.nik else None,
                tanggal_lahir=a.tanggal_lahir,
                hubungan=a.hubungan,
            )
            for a in b.anggota
        ],
        sidik=terbuka.sidik,
    )
