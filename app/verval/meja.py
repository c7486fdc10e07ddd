"""The validator's desk: everything that is known of one case on one page, and what still stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.paging import Halaman
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keluarga.jawaban import Banding, JawabanService
from app.keluarga.kode import TujuanBaca
from app.kependudukan.pemadanan import HasilPadan
from app.kriteria.entitas import HasilKriteria
from app.kriteria.service import KriteriaService
from app.periode.padan import PosisiPadan
from app.periode.service_padan import AturanPadanService
from app.temuan.entitas import TemuanIsi
from app.temuan.service import TemuanService
from app.usulan.alur import ALUR_USULAN
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.verval.kecualian import KecualianLengkap, KecualianService
from app.verval.models import FotoKunjungan, PadanLog, Penugasan
from app.verval.models_validasi import BuktiValidasi, PemeriksaanPengecualian
from app.verval.padan_baca import PembacaPadan
from app.verval.repository import VervalRepository
from app.verval.repository_survei import SurveiRepository
from app.verval.repository_validasi import ValidasiRepository
from app.verval.validasi import ValidasiService

_DUA: Final = Halaman(2, None, b"")
_LOG: Final = 5
_PUTUSAN: Final = (AksiUsulan.SETUJUI_VALIDASI, AksiUsulan.TOLAK)


@dataclass(frozen=True, slots=True)
class KunjunganRingkas:
    """One round of visits: who was sent when, and what came of it."""

    penugasan: Penugasan
    selesai_at: datetime | None
    foto: Sequence[FotoKunjungan]
    percobaan: int


@dataclass(frozen=True, slots=True)
class Meja:
    """What lies on the desk."""

    usulan: Usulan
    nama: str
    posisi: PosisiPadan
    hasil: HasilPadan
    padan: Sequence[PadanLog]
    kecualian: Sequence[KecualianLengkap]
    temuan: Sequence[TemuanIsi]
    pemeriksaan: Sequence[PemeriksaanPengecualian]
    kriteria: Sequence[HasilKriteria]
    dinilai_at: datetime | None
    banding: Banding | None
    kunjungan: Sequence[KunjunganRingkas]
    bukti: Sequence[BuktiValidasi]
    penghalang: Mapping[AksiUsulan, Teks | None]


class MejaService:
    """Reads only; the reading is recorded once, with its purpose."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = VervalRepository(sesi)
        self._survei = SurveiRepository(sesi)
        self._cek = ValidasiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._padan = PembacaPadan.rakit(sesi, wadah)
        self._aturan = AturanPadanService.rakit(sesi, wadah)
        self._kecualian = KecualianService.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)
        self._kriteria = KriteriaService.rakit(sesi, wadah)
        self._jawaban = JawabanService.rakit(sesi, wadah)
        self._validasi = ValidasiService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def baca(self, ref: Ref, pelaku: Pelaku, tujuan: TujuanBaca) -> Meja:
        """Return the desk of one case.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        dinilai = await self._cek.penilaian(usulan.ref)
        await self._jejak.catat(
            "verval:validasi:dibaca",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            tujuan=tujuan,
        )
        return Meja(
            usulan=usulan,
            nama=self._usulan.subjek(usulan).nama,
            posisi=await self._aturan.posisi(usulan.kode_desa, usulan.periode),
            hasil=await self._padan.terkini(usulan),
            padan=await self._repo.padan_terakhir(usulan.ref, _LOG),
            kecualian=await self._kecualian.semua(usulan),
            temuan=await self._temuan.milik_keluarga(usulan.registri_id),
            pemeriksaan=list((await self._cek.pemeriksaan(usulan.ref)).values()),
            kriteria=await self._kriteria.nilai(usulan.registri_id) if usulan.individu_id else (),
            dinilai_at=dinilai.created_at if dinilai else None,
            banding=await self._banding(usulan, pelaku, tujuan),
            kunjungan=[await self._kunjungan(p) for p in await self._repo.penugasan_usulan(usulan.ref)],
            bukti=await self._cek.bukti(usulan.ref),
            penghalang=await self._penghalang(usulan, pelaku),
        )

    async def _banding(self, usulan: Usulan, pelaku: Pelaku, tujuan: TujuanBaca) -> Banding | None:
        """Compare the newest answers with the ones before; None before there are two."""
        if usulan.individu_id is None:
            return None
        keluarga = Ref(usulan.registri_id, usulan.registri_id)
        ada = (await self._jawaban.daftar(pelaku, keluarga, tujuan, _DUA)).data
        if len(ada) < _DUA.batas:
            return None
        return await self._jawaban.banding(pelaku, keluarga, ada[0].id, ada[1].id, tujuan)

    async def _kunjungan(self, penugasan: Penugasan) -> KunjunganRingkas:
        kunjungan = await self._survei.kunjungan(penugasan.ref)
        return KunjunganRingkas(
            penugasan,
            kunjungan.kunjungan.selesai_at if kunjungan else None,
            await self._repo.foto(penugasan.ref),
            len(await self._repo.percobaan(penugasan.ref)),
        )

    async def _penghalang(self, usulan: Usulan, pelaku: Pelaku) -> dict[AksiUsulan, Teks | None]:
        """Return for each decision of this position why it would be refused now (None: it would not)."""
        luar: Any = await self._validasi.fakta(usulan, pelaku)
        hasil: dict[AksiUsulan, Teks | None] = {}
        for aksi in set(_PUTUSAN) & set(ALUR_USULAN.tersedia(usulan.status, pelaku.jabatan)):
            fakta = await self._usulan.fakta(usulan, pelaku, luar, aksi=aksi)
            hasil[aksi] = next((k for s in ALUR_USULAN[aksi].syarat if (k := s.periksa(fakta))), None)
        return hasil
