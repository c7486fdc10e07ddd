"""The registry for officers: search, open, correct, and the coming and going of members."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep, IfMatchWajibDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.peran import Jabatan, Pelaku
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.core.workflow import JabatanTidakBerwenang, PemisahanTugas
from app.keluarga import formulir
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.deps import BacaanServiceDep, PerubahanServiceDep
from app.keluarga.errors import (
    AdaPerubahanSesudahnya,
    AnggotaSudahAda,
    AnggotaSudahKeluar,
    AnggotaTertinggal,
    BukanPengganti,
    DesaDiLuarLingkup,
    KeluargaNotFound,
    KeluargaSudahDitutup,
    KepalaSudahAda,
    KepalaWajib,
    KoreksiTidakDapatDikoreksi,
    NikSudahTerdaftar,
    OrangDiDuaKeluarga,
    OrangSudahMeninggal,
    PerubahanNotFound,
    PerubahanPenggabungan,
    PerubahanSudahDikoreksi,
    SerumahBedaDesa,
    TanggalPeristiwaTidakSah,
    TujuanPindahTidakSah,
    UmurTidakSah,
)
from app.keluarga.kode import TujuanBaca
from app.keluarga.peristiwa import PerubahanKeluarga
from app.keluarga.perubahan import PETUGAS
from app.keluarga.schemas import (
    AnggotaBaca,
    AnggotaBuat,
    AnggotaPindah,
    AnggotaTutup,
    AnggotaUbah,
    KeluargaBaca,
    KeluargaBuat,
    KeluargaCari,
    KeluargaRingkas,
    KeluargaUbah,
    KoreksiMasuk,
    PeristiwaBaca,
    PerubahanBaca,
)
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["petugas: keluarga"])

MENGUBAH = (Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA, Jabatan.VERIFIKATOR)
MEMBACA = (
    *MENGUBAH,
    Jabatan.KEPALA_OPD,
    Jabatan.DISDUKCAPIL,
    Jabatan.PSM,
    Jabatan.TKSK,
    Jabatan.PEMANTAU_PROV,
    Jabatan.PUSAT,
)


GALAT_DESA = (DesaDiLuarLingkup, WilayahTidakDikenal)
GALAT_ANGGOTA = (AnggotaSudahKeluar, OrangSudahMeninggal)


def _ubah(*jabatan: Jabatan, galat: tuple[type[DomainError], ...]) -> dict[str, Any]:
    return izin(*jabatan, galat=(KeluargaNotFound, KeluargaSudahDitutup, PemisahanTugas, *galat))


def _gerak(*galat: type[DomainError], lain: tuple[Jabatan, ...] = ()) -> dict[str, Any]:
    """Arguments of a POST that creates or moves."""
    umum = (NikSudahTerdaftar, KepalaSudahAda, TanggalPeristiwaTidakSah)
    argumen = _ubah(*MENGUBAH, *lain, galat=(*umum, *galat))
    return argumen | {"dependencies": [*argumen["dependencies"], IdempotenDep]}


TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the family can see this.")]


@router.post("/cari", summary="Find a family", **izin(*MEMBACA))
async def cari(
    service: BacaanServiceDep, pelaku: PelakuDep, isi: KeluargaCari, hal: PageDep
) -> Daftar[KeluargaRingkas]:
    """Find present members by NIK, by No KK, or by name inside one village of yours; the search is recorded."""
    hasil = await service.cari(pelaku, isi, hal)
    return Daftar(data=[KeluargaRingkas(**KeluargaRingkas.isi(*d)) for d in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="Open a family", **izin(*MEMBACA, galat=(KeluargaNotFound,)))
async def baca(
    service: BacaanServiceDep, pelaku: PelakuDep, ref: Ref, tujuan: TujuanDep, response: Response
) -> KeluargaBaca:
    """Show a family with present and former members; the read is recorded with its purpose."""
    keluarga, desa = await service.lihat(pelaku, ref, tujuan)
    tulis_etag(response, keluarga.versi)
    return KeluargaBaca.dari(keluarga, desa, terbuka=_terbuka(pelaku))


@router.get("/{ref}/riwayat", summary="History of a family", **izin(*MEMBACA, galat=(KeluargaNotFound,)))
async def riwayat(
    service: BacaanServiceDep, pelaku: PelakuDep, ref: Ref, tujuan: TujuanDep, hal: PageDep
) -> Daftar[PeristiwaBaca]:
    """List what happened to a family, newest first, with old and new values."""
    hasil = await service.riwayat(pelaku, ref, tujuan, hal)
    return Daftar(
        data=[PeristiwaBaca.dari(ref, p, terbuka=_terbuka(pelaku)) for p in hasil.data], halaman=hasil.halaman
    )


@router.post("", summary="Record a family", status_code=201, **_gerak(*GALAT_DESA, OrangSudahMeninggal))
async def buat(service: PerubahanServiceDep, pelaku: PelakuDep, isi: KeluargaBuat, response: Response) -> KeluargaBaca:
    """Create a family with its members in a village of yours."""
    keluarga = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/keluarga/{keluarga.ref.teks}"
    return await jawab(service, keluarga.ref, response)


@router.patch("/{ref}", summary="Correct a family", **_ubah(*MENGUBAH, galat=GALAT_DESA))
async def ubah(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    isi: KeluargaUbah,
    versi: IfMatchWajibDep,
    response: Response,
) -> KeluargaBaca:
    """Correct No KK, address or village; the old values stay in the history."""
    for n, perubahan in enumerate(formulir.ubah_keluarga(isi)):
        batas = None if n else versi
        await service.terapkan(id_keluarga(ref), perubahan, pelaku, sumber=PETUGAS, versi=batas)
    return await jawab(service, ref, response)


@router.post("/{ref}/anggota", summary="Add a member", status_code=201, **_gerak(AnggotaSudahAda, OrangSudahMeninggal))
async def tambah_anggota(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    isi: AnggotaBuat,
    versi: IfMatchDep,
    response: Response,
) -> AnggotaBaca:
    """Add a person who was born or moved in. Who left another family with a NIK keeps his identity and history."""
    perubahan = formulir.tambah_anggota(isi)
    hasil = await service.terapkan(id_keluarga(ref), perubahan, pelaku, sumber=PETUGAS, versi=versi)
    keluarga, anggota = await service.anggota_masuk(hasil)
    response.headers["Location"] = f"/v1/petugas/keluarga/{ref.teks}"
    tulis_etag(response, keluarga.versi)
    return AnggotaBaca.dari(anggota, terbuka=True)


@router.patch(
    "/{ref}/anggota/{anggota}",
    summary="Correct a member",
    **_ubah(*MENGUBAH, Jabatan.DISDUKCAPIL, galat=(*GALAT_ANGGOTA, KepalaSudahAda, KepalaWajib, NikSudahTerdaftar)),
)
async def ubah_anggota(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    anggota: Ref,
    isi: AnggotaUbah,
    versi: IfMatchWajibDep,
    response: Response,
) -> KeluargaBaca:
    """Correct what is recorded of a present member; If-Match carries the family's ETag."""
    perubahan = formulir.ubah_anggota(anggota, isi)
    await service.terapkan(id_keluarga(ref), perubahan, pelaku, sumber=PETUGAS, versi=versi)
    return await jawab(service, ref, response)


@router.post("/{ref}/anggota/{anggota}/tutup", summary="End a membership", **_gerak(*GALAT_ANGGOTA, KepalaWajib))
async def tutup_anggota(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    anggota: Ref,
    isi: AnggotaTutup,
    versi: IfMatchDep,
    response: Response,
) -> KeluargaBaca:
    """Record a death, a move to an unknown family, or that the entry was a mistake; nothing is deleted."""
    perubahan = formulir.tutup_anggota(anggota, isi)
    await service.terapkan(id_keluarga(ref), perubahan, pelaku, sumber=PETUGAS, versi=versi)
    return await jawab(service, ref, response)


@router.post(
    "/{ref}/anggota/{anggota}/pindah",
    summary="Move a member into another family",
    **_gerak(*GALAT_ANGGOTA, KepalaWajib, TujuanPindahTidakSah),
)
async def pindahkan(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    anggota: Ref,
    isi: AnggotaPindah,
    versi: IfMatchDep,
    response: Response,
) -> KeluargaBaca:
    """Close the membership here and open it in the other family; answers with the other family."""
    perubahan = formulir.pindah_anggota(anggota, isi)
    await service.terapkan(id_keluarga(ref), perubahan, pelaku, sumber=PETUGAS, versi=versi)
    return await jawab(service, isi.ke, response)


@router.post(
    "/{ref}/perubahan",
    summary="Record a change of a family",
    **_gerak(
        *GALAT_ANGGOTA,
        *GALAT_DESA,
        AnggotaSudahAda,
        AnggotaTertinggal,
        BukanPengganti,
        JabatanTidakBerwenang,
        KepalaWajib,
        SerumahBedaDesa,
        TujuanPindahTidakSah,
        UmurTidakSah,
        lain=(Jabatan.DISDUKCAPIL,),
    ),
)
async def catat_perubahan(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    isi: PerubahanKeluarga,
    versi: IfMatchDep,
    response: Response,
) -> PerubahanBaca:
    """Record what happened to a family: birth, death, marriage, divorce, move, split or merge of cards, new head, roof.

    `jenis` says which. The civil registration's desk records identities, births, deaths and heads only.
    """
    hasil = await service.terapkan(id_keluarga(ref), isi, pelaku, sumber=PETUGAS, versi=versi)
    return await _perubahan(service, hasil, response)


@router.post(
    "/{ref}/perubahan/{perubahan}/koreksi",
    summary="Take a change back",
    **_gerak(
        AdaPerubahanSesudahnya,
        JabatanTidakBerwenang,
        KoreksiTidakDapatDikoreksi,
        OrangDiDuaKeluarga,
        PerubahanNotFound,
        PerubahanPenggabungan,
        PerubahanSudahDikoreksi,
        lain=(Jabatan.DISDUKCAPIL,),
    ),
)
async def koreksi_perubahan(
    service: PerubahanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    perubahan: Ref,
    isi: KoreksiMasuk,
    versi: IfMatchDep,
    response: Response,
) -> PerubahanBaca:
    """Correct a mistaken change: a new entry restores what was true before, in every family that it touched.

    The history keeps both. Refused while later changes build on it. A merge of two records is taken back on the pair.
    """
    if perubahan.keluarga_id != id_keluarga(ref):
        raise PerubahanNotFound
    hasil = await service.koreksi(perubahan, pelaku, sumber=PETUGAS, keterangan=isi.keterangan, versi=versi)
    return await _perubahan(service, hasil, response)


async def _perubahan(service: PerubahanServiceDep, hasil: Ref, response: Response) -> PerubahanBaca:
    keluarga = await jawab(service, Ref(hasil.keluarga_id, hasil.keluarga_id), response)
    lain = await service.keluarga_lain(hasil)
    return PerubahanBaca(ref=hasil.teks, keluarga=keluarga, keluarga_lain=[r.teks for r in lain])


def id_keluarga(ref: Ref) -> UUID:
    """Return the family of a reference that names a family."""
    if ref.id != ref.keluarga_id:
        raise KeluargaNotFound
    return ref.keluarga_id


async def jawab(service: PerubahanServiceDep, ref: Ref, response: Response) -> KeluargaBaca:
    """Answer with a family as it stands after a change."""
    keluarga = await service.lihat(ref.keluarga_id)
    tulis_etag(response, keluarga.versi)
    return KeluargaBaca.dari(keluarga, await service.nama_desa(keluarga.kode_desa), terbuka=True)


def _terbuka(pelaku: Pelaku) -> bool:
    return pelaku.jabatan in MELIHAT_NOMOR
