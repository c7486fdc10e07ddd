"""Use cases of the match's position: what holds for a usulan, and who sets it."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.periode.alur import ALUR_ATURAN_PADAN, FaktaAturanPadan
from app.periode.errors import AturanPadanNotFound, MasaAturanTidakSah, WilayahAturanDiLuar
from app.periode.jendela import kode_periode
from app.periode.models import AturanPadan
from app.periode.padan import AksiAturanPadan, PosisiPadan
from app.periode.repository_padan import AturanPadanRepository
from app.periode.schemas_padan import AturanPadanMasuk
from app.referensi.pemeriksa import periksa_alasan
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_FAKTA = FaktaAturanPadan()


class AturanPadanService:
    """Answers every stage where the match stands; the most specific region wins, then the newest rule."""

    def __init__(self, repo: AturanPadanRepository, jejak: Jejak, wilayah: WilayahService) -> None:
        self._repo = repo
        self._jejak = jejak
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(AturanPadanRepository(sesi), Jejak(sesi), WilayahService.rakit(sesi, wadah))

    async def posisi(self, kode_desa: str, periode: str | None) -> PosisiPadan:
        """Return when a usulan of this village and period must match; without a period, of this month."""
        bagian = kode_desa.split(".")
        wilayah = ["", *(".".join(bagian[: n + 1]) for n in range(len(bagian)))]
        aturan = await self._repo.posisi(wilayah, periode or kode_periode(hari_ini()))
        return aturan or PosisiPadan.SESUDAH_VERVAL

    async def buat(self, isi: AturanPadanMasuk, aksi: AksiAturanPadan, pelaku: Pelaku) -> AturanPadan:
        """Propose a rule (kab/kota) or set it (ministry).

        Raises:
            WilayahAturanDiLuar: outside the caller's regions.
            WilayahTidakDikenal: no such region.
            MasaAturanTidakSah: it begins in a past period, or ends before it begins.
        """
        panah = ALUR_ATURAN_PADAN.mulai(aksi, pelaku.jabatan, _FAKTA)
        if not Lingkup.dari(pelaku).memuat(isi.kode_wilayah or "-"):
            raise WilayahAturanDiLuar
        if isi.kode_wilayah:
            await self._wilayah.pastikan(isi.kode_wilayah)
        if isi.mulai_periode < kode_periode(hari_ini()) or (isi.sampai_periode or "9999") < isi.mulai_periode:
            raise MasaAturanTidakSah
        saat = now()
        aturan = AturanPadan(
            id=id_baru(),
            kode_wilayah=isi.kode_wilayah or "",
            posisi=isi.posisi,
            mulai_periode=isi.mulai_periode,
            sampai_periode=isi.sampai_periode,
            status=panah.ke,
            dasar=isi.dasar,
            dibuat_oleh=pelaku.akun_id,
            versi=1,
            created_at=saat,
            updated_at=saat,
        )
        await self._repo.tambah(aturan)
        await self._catat(aturan, aksi, pelaku)
        return aturan

    async def putus(
        self, aturan_id: UUID, aksi: AksiAturanPadan, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> AturanPadan:
        """Accept, refuse or take back a rule.

        Raises:
            AturanPadanNotFound: unknown.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            TransisiDitolak: not in this state.
            VersiBasi: changed since it was read.
        """
        aturan = await self._repo.kunci(aturan_id, Lingkup.dari(pelaku))
        if aturan is None:
            raise AturanPadanNotFound
        panah = ALUR_ATURAN_PADAN.periksa(aturan.status, aksi, pelaku.jabatan, _FAKTA)
        periksa_alasan(alasan, f"aturan_padan.{aksi}", is_wajib=panah.alasan)
        if alasan is not None:
            aturan.kode_alasan = alasan.kode
        pastikan_versi(versi, aturan.versi)
        ALUR_ATURAN_PADAN.apply(aturan, aksi, pelaku.jabatan, _FAKTA)
        aturan.diputus_oleh, aturan.updated_at = pelaku.akun_id, now()
        aturan.versi += 1
        await self._catat(aturan, aksi, pelaku)
        return aturan

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[AturanPadan]:
        """Return the rules in the caller's area, newest first."""
        return await self._repo.daftar(Lingkup.dari(pelaku), hal)

    async def _catat(self, aturan: AturanPadan, aksi: AksiAturanPadan, pelaku: Pelaku) -> None:
        await self._jejak.catat(
            "periode:aturan_padan:diubah",
            pelaku=pelaku,
            objek=f"aturan_padan/{aturan.id}",
            rincian={"aksi": aksi.value, "ke": aturan.status.value, "wilayah": aturan.kode_wilayah or "nasional"},
        )
