"""PPKS and PSKS for officers: record, verify, close, find again, count."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, IfMatchWajibDep, PageDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.peran import Jabatan, Pelaku, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.core.workflow import PemisahanTugas
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.kode import TujuanBaca
from app.ppks.alur import ALUR_PPKS, PENCATAT, AksiPpks, StatusPpks
from app.ppks.deps import KembarServiceDep, PpksServiceDep
from app.ppks.entitas import EntriTerbuka
from app.ppks.errors import GabunganTidakSah, JenisTidakSesuai, PpksNotFound, PpksSudahDicatat, PpksTerkunci
from app.ppks.jenis import Kategori
from app.ppks.repository import Saringan
from app.ppks.schemas import (
    GabungMasuk,
    KodeJenis,
    LangkahPpksBaca,
    PisahMasuk,
    PpksBaca,
    PpksBuat,
    PpksCari,
    PpksRingkas,
    PpksSerupa,
    PpksUbah,
    RekapPpks,
    jenis_baca,
)
from app.referensi.errors import AlasanTidakBerlaku
from app.wilayah.errors import WilayahTidakDikenal
from app.wilayah.kode import KodeWilayah

router = APIRouter(route_class=RuteDtks, prefix="/ppks", tags=["petugas: ppks"])

_P, _A = Peran.PETUGAS, AksiPpks
PEMBACA = (*PENCATAT, Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD, Jabatan.PEMANTAU_PROV, Jabatan.PUSAT)
TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the person can see this.")]
WilayahDep = Annotated[KodeWilayah | None, Query(description="Only inside this region.")]


async def _saringan(
    kategori: Annotated[Kategori | None, Query(description="PPKS or PSKS.")] = None,
    jenis: Annotated[KodeJenis | None, Query(description="Code of a kind.")] = None,
    status: Annotated[StatusPpks | None, Query(description="State.")] = None,
    kode_wilayah: WilayahDep = None,
) -> Saringan:
    """Return the query parameters of the listing."""
    return Saringan(kategori, jenis, status, kode_wilayah)


def _baca(entri: EntriTerbuka, pelaku: Pelaku, response: Response) -> PpksBaca:
    tulis_etag(response, entri.baris.versi)
    return PpksBaca.lengkap(entri, terbuka=pelaku.jabatan in MELIHAT_NOMOR)


@router.post(
    "",
    status_code=201,
    **idempoten(
        transition(ALUR_PPKS, _A.CATAT, _P, PpksNotFound, WilayahTidakDikenal, JenisTidakSesuai, PpksSudahDicatat)
    ),
)
async def catat(isi: PpksBuat, service: PpksServiceDep, pelaku: PelakuDep, response: Response) -> PpksBaca:
    """Record a person, family or group of one kind; neither NIK nor name is required of a person."""
    entri = await service.catat(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/ppks/{entri.baris.id}"
    return _baca(entri, pelaku, response)


@router.get("", summary="List entries", **izin(*PEMBACA))
async def daftar(
    service: PpksServiceDep, pelaku: PelakuDep, hal: PageDep, saring: Annotated[Saringan, Depends(_saringan)]
) -> Daftar[PpksRingkas]:
    """List entries of your regions, oldest first, without names; sensitive kinds only for those who handle them."""
    hasil = await service.daftar(pelaku, saring, hal)
    return Daftar(data=[PpksRingkas.dari(e) for e in hasil.data], halaman=hasil.halaman)


@router.get("/rekap", summary="Count entries", **izin(*PEMBACA))
async def rekap(service: PpksServiceDep, pelaku: PelakuDep, kode_wilayah: WilayahDep = None) -> list[RekapPpks]:
    """Count the entries that you may see by kind and state."""
    hasil = await service.rekap(pelaku, kode_wilayah)
    return [RekapPpks(jenis=jenis_baca(k, j), status=s, jumlah=n) for k, j, s, n in hasil]


@router.post("/cari", summary="Find an entry", **izin(*PEMBACA))
async def cari(isi: PpksCari, service: PpksServiceDep, pelaku: PelakuDep) -> list[PpksRingkas]:
    """Find entries by NIK or exact name, at most 50; the search is recorded."""
    return [PpksRingkas.dari(e) for e in await service.cari(isi, pelaku)]


@router.get("/serupa", summary="List likely doubles", **izin(Jabatan.VERIFIKATOR))
async def serupa(service: KembarServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[PpksSerupa]:
    """List open entries that are likely about the same person and kind as another one of your regions, oldest first."""
    hasil = await service.serupa(pelaku, hal)
    return Daftar(data=[PpksSerupa.berpasangan(e) for e in hasil.data], halaman=hasil.halaman)


@router.get("/{entri_id}", summary="Open an entry", **izin(*PEMBACA, galat=(PpksNotFound,)))
async def baca(
    entri_id: UUID, service: PpksServiceDep, pelaku: PelakuDep, tujuan: TujuanDep, response: Response
) -> PpksBaca:
    """Open one entry; the read is recorded with its purpose."""
    return _baca(await service.baca(entri_id, pelaku, tujuan), pelaku, response)


@router.get("/{entri_id}/riwayat", summary="History of an entry", **izin(*PEMBACA, galat=(PpksNotFound,)))
async def riwayat(
    entri_id: UUID, service: PpksServiceDep, pelaku: PelakuDep, tujuan: TujuanDep
) -> list[LangkahPpksBaca]:
    """List what happened to an entry, oldest first."""
    return [LangkahPpksBaca.dari(x) for x in await service.riwayat(entri_id, pelaku, tujuan)]


@router.patch(
    "/{entri_id}",
    summary="Change an entry",
    **izin(*PENCATAT, galat=(PpksNotFound, PpksTerkunci, PpksSudahDicatat, JenisTidakSesuai)),
)
async def ubah(
    entri_id: UUID,
    isi: PpksUbah,
    versi: IfMatchWajibDep,
    service: PpksServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PpksBaca:
    """Replace the content of an entry that waits for verification."""
    return _baca(await service.ubah(entri_id, isi, pelaku, versi=versi), pelaku, response)


@router.post("/{entri_id}/verifikasi", **idempoten(transition(ALUR_PPKS, _A.VERIFIKASI, _P, PpksNotFound)))
async def verifikasi(
    entri_id: UUID, service: PpksServiceDep, pelaku: PelakuDep, versi: IfMatchDep, response: Response
) -> PpksBaca:
    """Confirm an entry that somebody else recorded."""
    return _baca(await service.pindahkan(entri_id, _A.VERIFIKASI, pelaku, alasan=None, versi=versi), pelaku, response)


@router.post("/{entri_id}/tolak", **idempoten(transition(ALUR_PPKS, _A.TOLAK, _P, PpksNotFound, AlasanTidakBerlaku)))
async def tolak(
    entri_id: UUID,
    isi: TransisiMasuk,
    service: PpksServiceDep,
    pelaku: PelakuDep,
    versi: IfMatchDep,
    response: Response,
) -> PpksBaca:
    """Refuse an entry, with the reason."""
    return _baca(await service.pindahkan(entri_id, _A.TOLAK, pelaku, alasan=isi.alasan, versi=versi), pelaku, response)


@router.post("/{entri_id}/tutup", **idempoten(transition(ALUR_PPKS, _A.TUTUP, _P, PpksNotFound, AlasanTidakBerlaku)))
async def tutup(
    entri_id: UUID,
    isi: TransisiMasuk,
    service: PpksServiceDep,
    pelaku: PelakuDep,
    versi: IfMatchDep,
    response: Response,
) -> PpksBaca:
    """Close an entry: helped, gone, or no longer what it was."""
    return _baca(await service.pindahkan(entri_id, _A.TUTUP, pelaku, alasan=isi.alasan, versi=versi), pelaku, response)


@router.post(
    "/{entri_id}/buka-kembali",
    **idempoten(transition(ALUR_PPKS, _A.BUKA_KEMBALI, _P, PpksNotFound, AlasanTidakBerlaku, PpksSudahDicatat)),
)
async def buka_kembali(
    entri_id: UUID,
    isi: TransisiMasuk,
    service: PpksServiceDep,
    pelaku: PelakuDep,
    versi: IfMatchDep,
    response: Response,
) -> PpksBaca:
    """Open a closed entry again, with the reason."""
    hasil = await service.pindahkan(entri_id, _A.BUKA_KEMBALI, pelaku, alasan=isi.alasan, versi=versi)
    return _baca(hasil, pelaku, response)


@router.post(
    "/{entri_id}/gabungkan",
    summary="Merge a double",
    **idempoten(izin(Jabatan.VERIFIKATOR, galat=(PpksNotFound, GabunganTidakSah, PemisahanTugas))),
)
async def gabungkan(
    entri_id: UUID,
    isi: GabungMasuk,
    service: KembarServiceDep,
    pelaku: PelakuDep,
    versi: IfMatchDep,
    response: Response,
) -> PpksBaca:
    """Let an entry stand for another one of the same person and kind; its recorder sees no change, both keep theirs."""
    return _baca(await service.gabungkan(entri_id, isi, pelaku, versi), pelaku, response)


@router.post(
    "/{entri_id}/pisahkan",
    summary="Take a merge back",
    **idempoten(izin(Jabatan.VERIFIKATOR, galat=(PpksNotFound, GabunganTidakSah, PemisahanTugas))),
)
async def pisahkan(
    entri_id: UUID,
    isi: PisahMasuk,
    service: KembarServiceDep,
    pelaku: PelakuDep,
    versi: IfMatchDep,
    response: Response,
) -> PpksBaca:
    """Separate a merged entry again; it stands as it was."""
    return _baca(await service.pisahkan(entri_id, isi, pelaku, versi), pelaku, response)
