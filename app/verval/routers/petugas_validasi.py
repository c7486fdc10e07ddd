"""Validation's desk: one page per case, checks by other sources, exceptions to the match, evidence."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

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
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AlasanMasuk, Daftar, KodeAlasan, TransisiMasuk
from app.keluarga.kode import TujuanBaca
from app.referensi.errors import AlasanTidakBerlaku
from app.usulan.errors import UsulanNotFound
from app.verval.alur import ALUR_KECUALIAN
from app.verval.deps import (
    BuktiServiceDep,
    KecualianServiceDep,
    MejaServiceDep,
    PadanServiceDep,
    PengecualianServiceDep,
)
from app.verval.errors import (
    BelumDapatDipadankan,
    BuktiNotFound,
    BuktiTidakDiterima,
    KecualianNotFound,
    KecualianSudahAda,
    KecualianTidakPerlu,
    LampiranTerlaluBanyak,
)
from app.verval.kecualian import KecualianLengkap
from app.verval.schemas_validasi import (
    BuktiBaca,
    KecualianBaca,
    MejaBaca,
    PadanCari,
    PadanOrangBaca,
    PemeriksaanDiminta,
)
from app.verval.status import AksiKecualian as K
from app.verval.tampilan import kecualian_baca, meja_baca

router = APIRouter(route_class=RuteDtks, tags=["petugas: validasi"])
_BERKAS = (BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)
_VERIFIKATOR = Jabatan.VERIFIKATOR
_MEJA = (_VERIFIKATOR, Jabatan.DISDUKCAPIL)
TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the person concerned can see this.")]
BerkasDep = Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")]


def _usulkan() -> dict[str, Any]:
    galat = (UsulanNotFound, KecualianTidakPerlu, KecualianSudahAda, AlasanTidakBerlaku, *_BERKAS)
    return idempoten(transition(ALUR_KECUALIAN, K.USULKAN, Peran.PETUGAS, *galat))


@router.get("/usulan/{ref}/validasi", summary="The validator's desk", **izin(_VERIFIKATOR, galat=(UsulanNotFound,)))
async def meja(ref: Ref, tujuan: TujuanDep, service: MejaServiceDep, pelaku: PelakuDep) -> MejaBaca:
    """Show everything that is known of a case on one page, and what stands in the way of each decision."""
    return meja_baca(await service.baca(ref, pelaku, tujuan))


@router.post(
    "/usulan/{ref}/periksa-pengecualian",
    summary="Ask the other sources again",
    status_code=202,
    **idempoten(izin(_VERIFIKATOR, galat=(UsulanNotFound, BelumDapatDipadankan))),
)
async def periksa_pengecualian(
    ref: Ref, service: PengecualianServiceDep, pelaku: PelakuDep, response: Response
) -> PemeriksaanDiminta:
    """Queue questions to all sources about every adult of the family; the desk has the answers when there are any."""
    usulan = await service.minta(ref, pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{usulan.ref}/validasi"
    return PemeriksaanDiminta(ref=usulan.ref)


@router.post(
    "/usulan/{ref}/bukti",
    summary="Attach evidence of a refusal",
    status_code=201,
    **idempoten(izin(_VERIFIKATOR, galat=(UsulanNotFound, BuktiTidakDiterima, LampiranTerlaluBanyak, *_BERKAS))),
)
async def tambah_bukti(
    ref: Ref, berkas: BerkasDep, service: BuktiServiceDep, pelaku: PelakuDep, response: Response
) -> BuktiBaca:
    """Attach a photo or PDF that a refusal rests on; without one, or a confirmed finding, nothing is refused."""
    baru = await service.tambah(ref, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{ref}/bukti/{baru.id}"
    return BuktiBaca.dari(baru)


@router.get(
    "/usulan/{ref}/bukti/{bukti_id}",
    summary="Open evidence of a refusal",
    response_class=Response,
    **izin(
        *(_VERIFIKATOR, Jabatan.KEPALA_OPD),
        galat=(UsulanNotFound, BuktiNotFound, BerkasNotFound, PenyimpananTidakTersedia),
    ),
)
async def buka_bukti(
    ref: Ref, bukti_id: UUID, tujuan: TujuanDep, service: BuktiServiceDep, pelaku: PelakuDep
) -> Response:
    """Open a photo or paper that a refusal rests on; the reading is recorded."""
    return lampirkan(await service.buka(ref, bukti_id, pelaku, tujuan), "bukti-validasi")


@router.post("/usulan/{ref}/kecualian-adminduk", status_code=201, **_usulkan())
async def usulkan(
    ref: Ref,
    kode: Annotated[KodeAlasan, Form(description="Code of the reasons catalogue.")],
    penjelasan: Annotated[str, Form(min_length=20, max_length=2000)],
    langkah_berikutnya: Annotated[str, Form(min_length=5, max_length=1000)],
    berkas: BerkasDep,
    service: KecualianServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KecualianBaca:
    """Propose that a case go on although it does not match, with the reason and a letter; somebody else decides."""
    alasan = AlasanMasuk(kode=kode, penjelasan=penjelasan, langkah_berikutnya=langkah_berikutnya)
    return _kecualian(response, await service.usulkan(ref, alasan, await berkas.read(), pelaku))


@router.post(
    "/kecualian-adminduk/{ref}/setujui",
    **idempoten(
        transition(ALUR_KECUALIAN, K.SETUJUI, Peran.PETUGAS, KecualianNotFound, UsulanNotFound, AlasanTidakBerlaku)
    ),
)
async def setujui(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: KecualianServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KecualianBaca:
    """Grant what somebody else proposed: the case may be taken back into validation or validated."""
    return _kecualian(response, await service.putus(ref, K.SETUJUI, isi.alasan, pelaku, versi=versi))


@router.post(
    "/kecualian-adminduk/{ref}/tolak",
    **idempoten(
        transition(ALUR_KECUALIAN, K.TOLAK, Peran.PETUGAS, KecualianNotFound, UsulanNotFound, AlasanTidakBerlaku)
    ),
)
async def tolak(
    ref: Ref,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: KecualianServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> KecualianBaca:
    """Refuse what somebody else proposed, with the reason."""
    return _kecualian(response, await service.putus(ref, K.TOLAK, isi.alasan, pelaku, versi=versi))


@router.post("/padan/cari", summary="Questions about one person", **izin(*_MEJA))
async def cari_padan(
    isi: PadanCari, tujuan: TujuanDep, service: PadanServiceDep, pelaku: PelakuDep, hal: PageDep
) -> Daftar[PadanOrangBaca]:
    """List what Dukcapil was asked about one NIK in your area, newest first; the reading is recorded."""
    hasil = await service.menurut_nik(isi.nik, pelaku, tujuan, hal)
    data = [
        PadanOrangBaca(
            usulan_ref=Ref(b.keluarga_id, b.usulan_id),
            **{n: getattr(b, n) for n in set(PadanOrangBaca.model_fields) - {"usulan_ref"}},
        )
        for b in hasil.data
    ]
    return Daftar(data=data, halaman=hasil.halaman)


def _kecualian(response: Response, lengkap: KecualianLengkap) -> KecualianBaca:
    tulis_etag(response, lengkap.baris.versi)
    return kecualian_baca(lengkap)
