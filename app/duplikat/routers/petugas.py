"""Double records for officers: the queue, two records side by side, the decision."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import idempoten
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.duplikat.alur import ALUR_PASANGAN, AksiPasangan, StatusPasangan
from app.duplikat.deps import DuplikatServiceDep, PemeriksaanServiceDep, PenggabunganServiceDep, TujuanDep
from app.duplikat.entitas import PasanganLengkap
from app.duplikat.errors import (
    DataPasanganTidakAda,
    JawabanLebihBaru,
    PasanganNotFound,
    PilihanGabungTidakSah,
    PilihanNikWajib,
    TemuanDataGandaTerbuka,
    UsulanDataGandaTerbuka,
)
from app.duplikat.models import JenisPasangan
from app.duplikat.schemas import PasanganBaca, PasanganRingkasBaca, PemeriksaanBaca, PemeriksaanMasuk
from app.duplikat.schemas_gabung import GabungDuplikatMasuk
from app.keluarga.errors import (
    AdaPerubahanSesudahnya,
    AnggotaSudahKeluar,
    KeluargaNotFound,
    KepalaSudahAda,
    KepalaWajib,
    NikSudahTerdaftar,
    OrangDiDuaKeluarga,
    PerubahanSudahDikoreksi,
)
from app.penetapan.errors import KeanggotaanBerselisih, KeanggotaanBerubah, PerkaraKeanggotaanTerbuka
from app.referensi.errors import AlasanTidakBerlaku

router = APIRouter(route_class=RuteDtks, prefix="/duplikat", tags=["petugas: duplikat"])
_A = AksiPasangan
PEMBACA = (Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT)
GALAT_GABUNG = (
    *(DataPasanganTidakAda, PilihanGabungTidakSah, PilihanNikWajib),
    *(UsulanDataGandaTerbuka, TemuanDataGandaTerbuka, JawabanLebihBaru),
    *(KeanggotaanBerselisih, PerkaraKeanggotaanTerbuka, KepalaWajib, KepalaSudahAda, AnggotaSudahKeluar),
)
GALAT_BATAL = (
    *(AdaPerubahanSesudahnya, PerubahanSudahDikoreksi, NikSudahTerdaftar, KepalaSudahAda, OrangDiDuaKeluarga),
    KeanggotaanBerubah,
)


def _pd(aksi: AksiPasangan, *galat: type[DomainError]) -> dict[str, Any]:
    return idempoten(transition(ALUR_PASANGAN, aksi, Peran.PETUGAS, PasanganNotFound, AlasanTidakBerlaku, *galat))


@router.get("", summary="Queue of pairs that may be one person", **izin(*PEMBACA))
async def antrean(
    service: DuplikatServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    status: Annotated[StatusPasangan, Query(description="State of the pairs.")] = StatusPasangan.TERBUKA,
    jenis: Annotated[JenisPasangan | None, Query(description="Only this kind.")] = None,
) -> Daftar[PasanganRingkasBaca]:
    """List the pairs of your area with what agrees and differs, the likeliest first."""
    hasil = await service.antrean(status, pelaku, hal, jenis)
    return Daftar(data=[PasanganRingkasBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.post("/periksa", summary="Look one record up", **idempoten(izin(*PEMBACA, galat=(PasanganNotFound,))))
async def periksa(isi: PemeriksaanMasuk, service: PemeriksaanServiceDep, pelaku: PelakuDep) -> PemeriksaanBaca:
    """Search for doubles of one person on file, or of the persons of one usulan, at once; what is found is queued."""
    hasil = await service.periksa(isi.ref, pelaku, isi.tujuan)
    return PemeriksaanBaca(pasangan=[PasanganRingkasBaca.dari(b) for b in hasil])


@router.get("/{pasangan_id}", summary="Read a pair", **izin(*PEMBACA, galat=(PasanganNotFound,)))
async def baca(
    pasangan_id: UUID, tujuan: TujuanDep, service: DuplikatServiceDep, pelaku: PelakuDep, response: Response
) -> PasanganBaca:
    """Read two records side by side; both persons see who read them and why."""
    return jawab(response, await service.baca(pasangan_id, pelaku, tujuan))


@router.post("/{pasangan_id}/gabungkan", **_pd(_A.GABUNGKAN, KeluargaNotFound, *GALAT_GABUNG))
async def gabungkan(
    pasangan_id: UUID,
    isi: GabungDuplikatMasuk,
    versi: IfMatchDep,
    service: PenggabunganServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PasanganBaca:
    """Make one person of two records; his registration goes on, and the merge can be taken back."""
    return jawab(response, await service.gabungkan(pasangan_id, isi, pelaku, versi))


@router.post("/{pasangan_id}/batalkan-gabung", **_pd(_A.BATALKAN_GABUNG, KeluargaNotFound, *GALAT_BATAL))
async def batalkan_gabung(
    pasangan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: PenggabunganServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PasanganBaca:
    """Take a merge back: both records stand as before, as long as no later change builds on it."""
    return jawab(response, await service.batalkan(pasangan_id, isi.alasan, pelaku, versi))


@router.post("/{pasangan_id}/nyatakan-sama", **_pd(_A.NYATAKAN_SAMA))
async def nyatakan_sama(
    pasangan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: DuplikatServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PasanganBaca:
    """Declare a proposed person the same as another; nothing else happens: the usulan is decided on its own way."""
    return jawab(response, await service.putus(_A.NYATAKAN_SAMA, pasangan_id, pelaku, isi.alasan, versi))


@router.post("/{pasangan_id}/bukan-duplikat", **_pd(_A.BUKAN_DUPLIKAT))
async def bukan_duplikat(
    pasangan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: DuplikatServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PasanganBaca:
    """Tell two persons apart; the pair is not shown again unless one of the records changes."""
    return jawab(response, await service.putus(_A.BUKAN_DUPLIKAT, pasangan_id, pelaku, isi.alasan, versi))


@router.post("/{pasangan_id}/buka-lagi", **_pd(_A.BUKA_LAGI))
async def buka_lagi(
    pasangan_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: DuplikatServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> PasanganBaca:
    """Put a decided pair back into the queue."""
    return jawab(response, await service.putus(_A.BUKA_LAGI, pasangan_id, pelaku, isi.alasan, versi))


def jawab(response: Response, pasangan: PasanganLengkap) -> PasanganBaca:
    """Return a pair with its version."""
    tulis_etag(response, pasangan.pasangan.versi)
    return PasanganBaca.dari(pasangan)
