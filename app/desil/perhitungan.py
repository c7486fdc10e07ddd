"""The computation of a run, step by step: ranges of families are scored, then the cut-offs are found.

Every step is one transaction of the caller's: after a crash it is whole or absent, and what is done stays done.
"""

from collections.abc import Sequence
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.config import Desil
from app.core.clock import now
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.artefak import Artefak
from app.desil.model_pmt import baca_artefak
from app.desil.models import CAKUPAN_NASIONAL, Putaran
from app.desil.repository import DesilRepository
from app.desil.repository_bagian import BagianRepository
from app.desil.repository_batas import BatasRepository
from app.desil.repository_delta import DeltaRepository, kanonik_berubah
from app.desil.repository_putaran import PerhitunganRepository
from app.desil.repository_tepi import TepiRepository

_SEDIKIT: Final = 2_000
"""Changed families that are not worth a second connection."""


class PerhitunganService:
    """The steps of the job that computes a run; whoever calls them holds the lock of `kunci`, or is a test."""

    def __init__(
        self,
        repo: DesilRepository,
        hitung: PerhitunganRepository,
        batas: BatasRepository,
        delta: DeltaRepository,
        bagian: BagianRepository,
        tepi: TepiRepository,
        jejak: Jejak,
        aturan: Desil,
    ) -> None:
        self._repo = repo
        self._hitung = hitung
        self._batas = batas
        self._delta = delta
        self._bagian = bagian
        self._tepi = tepi
        self._jejak = jejak
        self._aturan = aturan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for jobs and commands."""
        hitung, batas, delta = PerhitunganRepository(sesi), BatasRepository(sesi), DeltaRepository(sesi)
        bagian, tepi = BagianRepository(sesi), TepiRepository(sesi)
        return cls(DesilRepository(sesi), hitung, batas, delta, bagian, tepi, Jejak(sesi), wadah.pengaturan.desil)

    async def kunci(self, putaran_id: UUID) -> bool:
        """Take the lock of the run's scope and period until the transaction ends; False: there is nothing to compute.

        Somebody else may be computing it, it may be finished, or nobody asked for it.
        """
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None or not await self._hitung.kunci(putaran.cakupan, putaran.periode):
            return False
        return await self._terbuka(putaran_id) is not None

    async def mulai(self, putaran_id: UUID) -> None:
        """Note that a worker takes the run up, so that its speed and what remains are told from now on."""
        if putaran := await self._terbuka(putaran_id):
            putaran.hitung_mulai_at = now()
            putaran.hitung_mulai_keluarga = (await self._hitung.kemajuan(putaran.nomor)).keluarga

    async def lanjutkan(self, putaran_id: UUID) -> bool:
        """Do the next step, whatever it is; False when nothing is left to do."""
        putaran = await self._repo.putaran(putaran_id, kunci=True)
        if putaran is None or not _is_terbuka(putaran):
            return False
        if putaran.tahap is TahapHitung.MENUNGGU:
            await self._bagi(putaran)
        elif putaran.tahap is TahapHitung.DIBATASI:
            await self._batasi(putaran)
        elif not await self._skor(putaran, tunggu=True):
            await self._tutup_skor(putaran)
        return putaran.tahap is not TahapHitung.SELESAI

    async def skor_potongan(self, putaran_id: UUID) -> bool:
        """Score one range that nobody else works on; False when there is none. Several may do this at once."""
        putaran = await self._terbuka(putaran_id)
        return putaran is not None and putaran.tahap is TahapHitung.DISKOR and await self._skor(putaran, tunggu=False)

    async def lupakan(self) -> None:
        """Forget the changes that the run in force has taken over, unless another run is open."""
        if berlaku := await self._repo.berlaku(CAKUPAN_NASIONAL):
            await self._delta.pangkas(berlaku.rantai)

    async def yatim(self) -> Sequence[int]:
        """Return the numbers of runs that were given up and left a table behind."""
        return await self._bagian.yatim()

    async def buang(self, nomor: int) -> None:
        """Remove what a run left behind."""
        await self._bagian.buang(nomor)

    async def _terbuka(self, putaran_id: UUID) -> Putaran | None:
        putaran = await self._repo.putaran(putaran_id)
        return putaran if putaran is not None and _is_terbuka(putaran) else None

    async def _bagi(self, putaran: Putaran) -> None:
        """Decide whether the run builds on the one in force, and cut what it has to score into ranges."""
        if dasar := await self._dasar(putaran):
            putaran.rantai = [putaran.nomor, *dasar.rantai]
            putaran.keluarga, _ = await self._hitung.bagi(putaran.nomor, await self._bagian_kecil(), kanonik_berubah())
        else:
            await self._bagi_seluruhnya(putaran)
        putaran.data_per_at = now()
        await self._maju(putaran, TahapHitung.DISKOR)

    async def _bagi_seluruhnya(self, putaran: Putaran) -> None:
        putaran.rantai = [putaran.nomor]
        putaran.keluarga, potongan = await self._hitung.bagi(putaran.nomor, self._aturan.potongan)
        if potongan > 1:
            await self._bagian.siapkan(putaran.nomor)

    async def _bagian_kecil(self) -> int:
        """Return how many changed families make a range, so that every connection gets some."""
        jumlah = await self._delta.jumlah_berubah(self._aturan.potongan * self._aturan.sambungan)
        return min(self._aturan.potongan, max(_SEDIKIT, jumlah // (2 * self._aturan.sambungan)))

    async def _dasar(self, putaran: Putaran) -> Putaran | None:
        """Return the run to build on; None for a full run, when model, changes, chain or a bulk load ask for one."""
        berlaku = await self._repo.berlaku(putaran.cakupan)
        if berlaku is None:
            return None
        batas = berlaku.keluarga * self._aturan.ubah_maks_persen // 100
        if (
            berlaku.model_id != putaran.model_id
            or berlaku.nomor > putaran.nomor
            or len(berlaku.rantai) >= self._aturan.rantai_maks
            or await self._is_banyak(putaran, berlaku, batas)
            or not await self._tepi.is_ada(berlaku.rantai[-1])
        ):
            return None
        return berlaku

    async def _is_banyak(self, putaran: Putaran, berlaku: Putaran, batas: int) -> bool:
        """Return whether more families changed than `batas`; those that the base took over are forgotten first."""
        if await self._delta.jumlah_berubah(batas + 1) > batas:
            await self._delta.pangkas(berlaku.rantai, putaran.nomor)
        return await self._delta.jumlah_berubah(batas + 1) > batas

    async def _skor(self, putaran: Putaran, *, tunggu: bool) -> bool:
        potongan = await self._hitung.ambil(putaran.nomor, tunggu=tunggu)
        if potongan is None:
            return False
        artefak = await self._artefak(putaran)
        if len(putaran.rantai) > 1:
            await self._delta.skor(potongan, putaran.rantai, artefak, now())
        else:
            await self._hitung.skor(potongan, await self._bagian.tempat(putaran.nomor), artefak, now())
        return True

    async def _tutup_skor(self, putaran: Putaran) -> None:
        putaran.keluarga = (await self._hitung.kemajuan(putaran.nomor)).keluarga
        if len(putaran.rantai) > 1:
            dasar = await self._repo.putaran_bernomor(putaran.rantai[1])
            putaran.keluarga = dasar.keluarga + await self._delta.selisih(putaran.nomor)
            lengkap = await self._delta.is_lengkap(putaran.rantai, putaran.keluarga)
            if not (lengkap and await self._tepi.is_ada(putaran.rantai[-1])):
                await self._bagi_seluruhnya(putaran)
                return
            await self._hitung.ringkas(putaran.nomor)
        else:
            await self._batas.hitung_sebaran(putaran.nomor, await self._bagian.tempat(putaran.nomor))
            await self._bagian.pasang(putaran.nomor)
        await self._maju(putaran, TahapHitung.DIBATASI)

    async def _batasi(self, putaran: Putaran) -> None:
        hasil = await self._batas.batasi(putaran.id, putaran.rantai, putaran.aturan_seri)
        putaran.keluarga_berperingkat = hasil
        putaran.hitung_selesai_at = now()
        await self._maju(putaran, TahapHitung.SELESAI)

    async def _artefak(self, putaran: Putaran) -> Artefak:
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        return baca_artefak(model)

    async def _maju(self, putaran: Putaran, tahap: TahapHitung) -> None:
        putaran.tahap = tahap
        putaran.versi += 1
        await self._jejak.catat(
            "desil:putaran:dihitung",
            pelaku=None,
            objek=f"putaran/{putaran.id}",
            rincian={"tahap": tahap.value, "keluarga": putaran.keluarga},
        )


def _is_terbuka(putaran: Putaran) -> bool:
    return putaran.status is StatusPutaran.DIHITUNG and putaran.tahap is not TahapHitung.SELESAI
