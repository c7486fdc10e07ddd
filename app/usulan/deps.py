"""Wiring of the usulan services, and what its routes share."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Response

from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import transition
from app.core.deps import SessionDep, WadahDep, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.peran import Peran
from app.core.workflow import JabatanTidakBerwenang, PemisahanTugas, SyaratTidakTerpenuhi
from app.referensi.errors import AlasanTidakBerlaku
from app.surat.errors import SuratSudahBerakhir
from app.usulan.alur import ALUR_USULAN
from app.usulan.entitas import UsulanLengkap
from app.usulan.errors import (
    IsianTerkunci,
    IsianTidakBerlaku,
    LampiranNotFound,
    NikTidakDapatDiubah,
    PerubahanTidakSah,
    TerlaluBanyakDraf,
    TerlaluBanyakLampiran,
    UsulanBelumDikirim,
    UsulanNotFound,
    UsulanTerkunci,
)
from app.usulan.lampiran import LampiranService
from app.usulan.pengajuan import PengajuanService
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.surat_bukti import SuratBuktiService
from app.wilayah.errors import WilayahTidakDikenal


async def usulan_service(sesi: SessionDep, wadah: WadahDep) -> UsulanService:
    """Return the service on the request's transaction."""
    return UsulanService.rakit(sesi, wadah)


async def _pengajuan(sesi: SessionDep, wadah: WadahDep) -> PengajuanService:
    return PengajuanService.rakit(sesi, wadah)


async def _lampiran(sesi: SessionDep, wadah: WadahDep) -> LampiranService:
    return LampiranService.rakit(sesi, wadah)


async def _surat_bukti(sesi: SessionDep, wadah: WadahDep) -> SuratBuktiService:
    return SuratBuktiService.rakit(sesi, wadah)


UsulanServiceDep = Annotated[UsulanService, Depends(usulan_service)]
PengajuanServiceDep = Annotated[PengajuanService, Depends(_pengajuan)]
LampiranServiceDep = Annotated[LampiranService, Depends(_lampiran)]
SuratBuktiDep = Annotated[SuratBuktiService, Depends(_surat_bukti)]
TujuanDep = Annotated[
    str, Query(min_length=5, max_length=200, description="Why you read personal data; the person concerned sees it.")
]

GALAT_BUAT = (WilayahTidakDikenal, TerlaluBanyakDraf, IsianTidakBerlaku, PerubahanTidakSah)
GALAT_UBAH = (
    *(UsulanNotFound, UsulanTerkunci, NikTidakDapatDiubah, SyaratTidakTerpenuhi, WilayahTidakDikenal),
    *(PemisahanTugas, IsianTerkunci, IsianTidakBerlaku, PerubahanTidakSah, JabatanTidakBerwenang),
)
GALAT_BERKAS = (BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)
GALAT_TAMBAH = (UsulanNotFound, UsulanTerkunci, IsianTerkunci, TerlaluBanyakLampiran, *GALAT_BERKAS)
GALAT_HAPUS = (UsulanNotFound, LampiranNotFound, UsulanTerkunci, IsianTerkunci)
GALAT_BUKA = (UsulanNotFound, LampiranNotFound, BerkasNotFound, PenyimpananTidakTersedia)

GALAT_SURAT = (UsulanNotFound, UsulanBelumDikirim, SuratSudahBerakhir, BerkasNotFound, PenyimpananTidakTersedia)


def rute_aksi(peran: Peran) -> Callable[..., dict[str, Any]]:
    """Return the builder of a transition's route for a role: gates, errors, idempotency."""

    def rute(aksi: AksiUsulan, *galat: type[DomainError]) -> dict[str, Any]:
        isi = transition(ALUR_USULAN, aksi, peran, UsulanNotFound, AlasanTidakBerlaku, *galat)
        return {**isi, "dependencies": [*isi["dependencies"], IdempotenDep]}

    return rute


def jawab_dengan_versi(response: Response, isi: UsulanLengkap) -> UsulanLengkap:
    """Put the version's tag on the answer and return the case."""
    tulis_etag(response, isi.usulan.versi)
    return isi
