"""Re-assigning all families of a village to the successor of its code: asked for by an administrator, done by a job.

After a split officers first re-assign the families that belong to the other successors one by one; the job takes the
rest. It keeps its place per chunk, so a killed worker goes on where it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import WIB, hari_ini, now
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.errors import BukanPengganti, PengalihanNotFound
from app.keluarga.peristiwa import AlihWilayah
from app.keluarga.perubahan import PerubahanService
from app.keluarga.repository_pengalihan import PengalihanRepository
from app.wilayah.service import WilayahService

TUGAS_ALIH: Final = "keluarga.alihkan_desa"
PER_LANGKAH: Final = 50
"""Families per transaction; each is a lock and a few writes."""


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """How far a re-assignment is."""

    kode_lama: str
    kode_baru: str
    jumlah: int
    sisa: int
    diminta_at: datetime | None
    selesai_at: datetime | None


class PengalihanService:
    """Asks, does and reports; also the regions' `PemakaiWilayah`."""

    def __init__(self, sesi: AsyncSession, perubahan: PerubahanService, wilayah: WilayahService) -> None:
        self._sesi = sesi
        self._repo = PengalihanRepository(sesi)
        self._jejak = Jejak(sesi)
        self._perubahan = perubahan
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, PerubahanService.rakit(sesi, wadah), WilayahService.rakit(sesi, wadah))

    async def minta(self, lama: str, baru: str, pelaku: Pelaku) -> Kemajuan:
        """Queue the re-assignment of every family that stands under `lama`.

        Raises:
            BukanPengganti: `baru` did not take the place of `lama`.
            WilayahTidakDikenal, WilayahSudahDiganti: `baru` is no village of today.
        """
        if baru not in await self._wilayah.penerus([lama], hari_ini()) - {lama}:
            raise BukanPengganti
        baru = await self._wilayah.desa_kini(baru)
        await self._repo.minta(lama, baru, pelaku.akun_id, now())
        await enqueue(self._sesi, TUGAS_ALIH, {"lama": lama, "baru": baru})
        await self._jejak.catat(
            "keluarga:desa:dialihkan", pelaku=pelaku, objek=f"wilayah/{lama}", rincian={"lama": lama, "baru": baru}
        )
        return await self.kemajuan(lama, baru)

    async def kemajuan(self, lama: str, baru: str) -> Kemajuan:
        """Return how far it is.

        Raises:
            PengalihanNotFound: nobody asked for it.
        """
        baris = await self._repo.ambil(lama, baru)
        if baris is None:
            raise PengalihanNotFound
        sisa = await self._repo.sisa(lama)
        return Kemajuan(lama, baris.kode_baru, baris.jumlah, sisa, baris.diminta_at, baris.selesai_at)

    async def lanjutkan(self, lama: str, baru: str) -> bool:
        """Re-assign the next families; False when none is left."""
        baris = await self._repo.ambil(lama, baru, kunci=True)
        if baris is None or baris.selesai_at is not None:
            return False
        daftar = await self._repo.keluarga(lama, baris.kursor, PER_LANGKAH)
        for keluarga_id in daftar:
            isi = AlihWilayah(tanggal=hari_ini(), kode_desa=baru)
            await self._perubahan.terapkan(keluarga_id, isi, None, sumber="pengalihan-desa")
        if daftar:
            baris.kursor = daftar[-1]
        else:
            baris.selesai_at = now()
        await self._repo.tulis()
        return bool(daftar)

    async def is_beralih(self, lama: str, baru: Collection[str], sejak: date) -> bool:
        """Return whether a family left the code `lama`, or was recorded under `baru` since a day."""
        return await self._repo.is_beralih(lama, baru, datetime.combine(sejak, time.min, WIB))
