"""Searching a whole kab/kota for double records: a job, village by village, then the usulan, then what was open before.

A step is one transaction with its progress in the search's row, so a killed worker loses one village and repeats it.
One that fails at every attempt stops and says why; somebody lets it go on, or asks for another. Nothing is decided.
"""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.duplikat.calon_usulan import CalonUsulan
from app.duplikat.entitas import HasilTemuan
from app.duplikat.errors import (
    PencarianBerjalan,
    PencarianNotFound,
    PencarianTertutup,
    PencarianTidakTerhenti,
)
from app.duplikat.models import PencarianDuplikat, SebabTerhenti, StatusPencarian
from app.duplikat.penemuan import Penemuan
from app.keluarga.calon_ganda import CalonGanda
from app.keluarga.kelengkapan_kunci import KelengkapanKunci
from app.wilayah.errors import WilayahTidakDikenal
from app.wilayah.kode import Tingkat
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

TUGAS_CARI: Final = "duplikat.cari"
PER_PERIKSA: Final = 200
"""Open pairs compared anew in one transaction."""
PERCOBAAN_MAKS: Final = 5
"""Attempts at one step, killed workers among them, before a search stops; the queue tries a job more often."""
_BUKA: Final = frozenset({StatusPencarian.MENUNGGU, StatusPencarian.BERJALAN})


class PencarianService:
    """Asks for searches, takes their steps, reports."""

    def __init__(
        self,
        sesi: AsyncSession,
        penemuan: Penemuan,
        calon: CalonGanda,
        usulan: CalonUsulan,
        kunci: KelengkapanKunci,
        wilayah: WilayahService,
        ambang: int,
    ) -> None:
        self._sesi = sesi
        self._repo = penemuan.repo
        self._penemuan = penemuan
        self._calon = calon
        self._usulan = usulan
        self._kunci = kunci
        self._wilayah = wilayah
        self._ambang = ambang
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            sesi,
            Penemuan.rakit(sesi, wadah),
            CalonGanda.rakit(sesi, wadah),
            CalonUsulan.rakit(sesi, wadah),
            KelengkapanKunci.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            wadah.pengaturan.duplikat.ambang,
        )

    async def minta(self, kode_wilayah: str, pelaku: Pelaku) -> PencarianDuplikat:
        """Queue a search of a kab/kota.

        Raises:
            WilayahTidakDikenal, WilayahSudahDiganti: no kab/kota of today, or not one of the caller's.
            PencarianBerjalan: one is under way.
        """
        kode = (await self._wilayah.pastikan(kode_wilayah, Tingkat.KABKOTA)).kode
        if not Lingkup.dari(pelaku).memuat(kode):
            raise WilayahTidakDikenal
        tanpa_kunci = await self._kunci.sisa()
        nilai = dict.fromkeys(
            ("desa_selesai", "orang", "dibandingkan", "baru", "terbuka_lagi", "usang", "terlampaui", "percobaan"), 0
        )
        pencarian_id = id_baru()
        ada = await self._repo.sisip_pencarian(
            {
                **nilai,
                "id": pencarian_id,
                "kode_wilayah": kode,
                "ambang": self._ambang,
                "desa": await self._calon.jumlah_desa(await self._setempat(kode)),
                "kursor": "",
                "is_desa_selesai": False,
                "is_usulan_selesai": False,
                "tanpa_kunci": tanpa_kunci,
                "diminta_oleh": pelaku.akun_id,
                "diminta_at": now(),
            }
        )
        if not ada:
            raise PencarianBerjalan
        if tanpa_kunci:
            await self._kunci.minta()
        await enqueue(self._sesi, TUGAS_CARI, {"pencarian_id": str(pencarian_id)})
        await self._catat("diminta", pencarian_id, kode, pelaku)
        return await self.baca(pencarian_id, pelaku)

    async def baca(self, pencarian_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> PencarianDuplikat:
        """Return how far a search is.

        Raises:
            PencarianNotFound: unknown, or of another region.
        """
        cari = await self._repo.pencarian(pencarian_id, kunci=kunci)
        if cari is None or not Lingkup.dari(pelaku).memuat(cari.kode_wilayah):
            raise PencarianNotFound
        return cari

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[PencarianDuplikat]:
        """List the searches of the caller's regions, newest first."""
        return await self._repo.daftar_pencarian(Lingkup.dari(pelaku), hal)

    async def batalkan(self, pencarian_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> PencarianDuplikat:
        """Stop a search after the step that it is at; what it has found stays.

        Raises:
            PencarianNotFound, PencarianTertutup.
            VersiBasi: its state changed since `versi`.
        """
        cari = await self.baca(pencarian_id, pelaku, kunci=True)
        pastikan_versi(versi, cari.versi)
        if cari.status not in {*_BUKA, StatusPencarian.TERHENTI}:
            raise PencarianTertutup
        cari.dibatalkan_at = now()
        cari.versi += 1
        await self._catat("dibatalkan", cari.id, cari.kode_wilayah, pelaku)
        await self._repo.tulis()
        return cari

    async def teruskan(self, pencarian_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> PencarianDuplikat:
        """Let a search that has stopped go on where it was.

        Raises:
            PencarianNotFound.
            VersiBasi: its state changed since `versi`.
            PencarianTidakTerhenti: it has not stopped, or has been cancelled since.
            PencarianBerjalan: another one of this kab/kota is under way.
        """
        cari = await self.baca(pencarian_id, pelaku, kunci=True)
        pastikan_versi(versi, cari.versi)
        if cari.status is not StatusPencarian.TERHENTI:
            raise PencarianTidakTerhenti
        if not await self._repo.hidupkan(cari):
            raise PencarianBerjalan
        await enqueue(self._sesi, TUGAS_CARI, {"pencarian_id": str(cari.id)})
        await self._catat("diteruskan", cari.id, cari.kode_wilayah, pelaku)
        return cari

    # -- the job

    async def mulai(self, pencarian_id: UUID) -> bool:
        """Count an attempt of the job; False: nothing is left to do, or so many workers died of it that it stops."""
        cari = await self._repo.pencarian(pencarian_id, kunci=True)
        if cari is None or cari.status not in _BUKA:
            return False
        _mulai(cari)
        cari.percobaan += 1
        if cari.percobaan > PERCOBAAN_MAKS:
            await self._hentikan(cari)
        await self._repo.tulis()
        return cari.terhenti_at is None

    async def gagal(self, pencarian_id: UUID, sebab: SebabTerhenti) -> bool:
        """Note why an attempt failed; True: it was the last one, and the search has stopped."""
        cari = await self._repo.pencarian(pencarian_id, kunci=True)
        if cari is None or cari.status not in _BUKA:
            return True
        cari.sebab = sebab
        if cari.percobaan >= PERCOBAAN_MAKS:
            await self._hentikan(cari)
        await self._repo.tulis()
        return cari.terhenti_at is not None

    async def lanjutkan(self, pencarian_id: UUID) -> bool:
        """Take the next step; False when nothing is left to do."""
        cari = await self._repo.pencarian(pencarian_id, kunci=True)
        if cari is None or cari.status not in _BUKA:
            return False
        mulai = _mulai(cari)
        if not cari.is_desa_selesai:
            await self._desa(cari)
        elif not cari.is_usulan_selesai:
            await self._usulan_menunggu(cari)
        else:
            await self._lama(cari, mulai)
        cari.percobaan, cari.sebab = min(cari.percobaan, 1), None
        await self._repo.tulis()
        return cari.selesai_at is None

    async def _desa(self, cari: PencarianDuplikat) -> None:
        wilayah = await self._setempat(cari.kode_wilayah)
        desa = await self._calon.desa_berikut(wilayah, cari.kursor)
        if desa is None:
            cari.is_desa_selesai = True
            return
        calon = await self._calon.di_desa(desa, wilayah)
        hasil = await self._penemuan.bandingkan([(_orang(a), _orang(b)) for a, b in calon.pasangan], cari.ambang)
        cari.kursor = desa
        cari.desa_selesai += 1
        cari.orang += calon.orang
        cari.terlampaui += calon.terlampaui
        _tambah(cari, hasil)

    async def _usulan_menunggu(self, cari: PencarianDuplikat) -> None:
        """Compare usulan before the agreement with the registry, some at a time, and at last with each other."""
        wilayah = await self._setempat(cari.kode_wilayah)
        calon, cari.kursor_usulan = await self._usulan.terhadap_registri(wilayah, cari.kursor_usulan)
        if cari.kursor_usulan is None:
            calon |= await self._usulan.antar(wilayah)
            cari.is_usulan_selesai = True
        _tambah(cari, await self._penemuan.bandingkan(calon, cari.ambang))

    async def _lama(self, cari: PencarianDuplikat, mulai: datetime) -> None:
        lama = await self._repo.belum_diperiksa(await self._setempat(cari.kode_wilayah), mulai, PER_PERIKSA)
        cari.usang += await self._penemuan.periksa_ulang(lama, cari.ambang)
        if not lama:
            cari.selesai_at = now()
            cari.versi += 1

    async def _hentikan(self, cari: PencarianDuplikat) -> None:
        cari.terhenti_at = now()
        cari.versi += 1
        cari.sebab = cari.sebab or SebabTerhenti.PROSES_MATI
        await self._catat("terhenti", cari.id, cari.kode_wilayah, None)

    async def _setempat(self, kode: str) -> set[str]:
        """Return the codes under which families of this region stand, of today and of before."""
        return {kode, *(k for k in await self._wilayah.setempat([kode]) if len(k) == len(kode))}

    async def _catat(self, apa: str, pencarian_id: UUID, kode: str, pelaku: Pelaku | None) -> None:
        objek = f"pencarian_duplikat/{pencarian_id}"
        await self._jejak.catat(f"duplikat:pencarian:{apa}", pelaku=pelaku, objek=objek, rincian={"wilayah": kode})


def _mulai(cari: PencarianDuplikat) -> datetime:
    """Return when it was begun, which is now unless it was."""
    if cari.mulai_at is None:
        cari.mulai_at = now()
        cari.versi += 1
    return cari.mulai_at


def _orang(ref: Ref) -> tuple[Ref, int, bool]:
    return ref, 0, False


def _tambah(cari: PencarianDuplikat, hasil: HasilTemuan) -> None:
    cari.dibandingkan += hasil.dibandingkan
    cari.baru += hasil.baru
    cari.terbuka_lagi += hasil.terbuka_lagi
