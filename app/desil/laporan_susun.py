"""The report on a run is counted here, once, by a job when the run is finished; `laporan` tells it.

Apart from it, for a worker that counts neither lays out pages nor knows accounts (ADR 0050).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self, TypeGuard
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.jobs import enqueue
from app.core.wadah import Wadah
from app.desil import laporan_hitung
from app.desil.alur import TahapHitung
from app.desil.artefak import Artefak
from app.desil.model_pmt import baca_artefak
from app.desil.models import ModelPmt, Putaran
from app.desil.models_laporan import LaporanPutaran
from app.desil.penilai import teks_kode
from app.desil.repository import DesilRepository
from app.desil.repository_laporan import LaporanRepository
from app.desil.schemas import desimal_ln
from app.desil.schemas_laporan import BENTUK_LAPORAN, HitunganLaporan, JumlahLaporan, Perpindahan
from app.wilayah.service import WilayahService

TUGAS_LAPORAN: Final = "desil.laporan"
_SATU, _PROVINSI = 1, 100


class _Bahan(NamedTuple):
    """A run, what it is compared with, and their models."""

    putaran: Putaran
    artefak: Artefak
    sebelum: Putaran | None
    is_model_sama: bool


class PenyusunLaporan:
    """Ordering and counting reports."""

    def __init__(
        self,
        repo: DesilRepository,
        laporan: LaporanRepository,
        wilayah: WilayahService,
        jejak: Jejak,
        sesi: AsyncSession,
    ) -> None:
        self._repo = repo
        self._laporan = laporan
        self._wilayah = wilayah
        self._jejak = jejak
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for jobs and for `LaporanService`."""
        wilayah = WilayahService.rakit(sesi, wadah)
        return cls(DesilRepository(sesi), LaporanRepository(sesi), wilayah, Jejak(sesi), sesi)

    async def pesan(self, putaran_id: UUID) -> None:
        """Queue the job if the run is finished."""
        putaran = await self._repo.putaran(putaran_id)
        if putaran is not None and putaran.tahap is TahapHitung.SELESAI:
            await enqueue(self._sesi, TUGAS_LAPORAN, {"putaran_id": str(putaran_id)})

    async def susun(self, putaran_id: UUID) -> None:
        """Count and store what the report tells, unless that was done. A long read; it locks nothing."""
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None or putaran.tahap is not TahapHitung.SELESAI:
            return
        ada = await self._laporan.baca(putaran_id)
        if is_sah(ada) and ada.sebelum_id == putaran.sebelum_id:
            return
        isi = await self._hitung(await self._bahan(putaran))
        await self._laporan.simpan(putaran.id, BENTUK_LAPORAN, putaran.sebelum_id, isi.model_dump_json(), now())
        rincian = {"keluarga": isi.jumlah.keluarga, "bentuk": BENTUK_LAPORAN}
        await self._jejak.catat("desil:laporan:disusun", pelaku=None, objek=f"putaran/{putaran.id}", rincian=rincian)

    async def model(self, putaran: Putaran) -> ModelPmt:
        """Return the model of a run."""
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        return model

    async def _bahan(self, putaran: Putaran) -> _Bahan:
        model = await self.model(putaran)
        sebelum = await self._repo.putaran(putaran.sebelum_id) if putaran.sebelum_id else None
        is_sama = sebelum is not None and (await self.model(sebelum)).sha256 == model.sha256
        return _Bahan(putaran, baca_artefak(model), sebelum, is_sama)

    async def _hitung(self, bahan: _Bahan) -> HitunganLaporan:
        await self._laporan.leluasa()
        rantai = bahan.putaran.rantai
        batas = await self._laporan.batas(bahan.putaran.id)
        desil, palung = await self._laporan.berperingkat(rantai, batas)
        tanpa = await self._laporan.tanpa_peringkat(rantai)
        nama = await self._nama({d.kabkota for d in desil} | set(tanpa))
        nasional = laporan_hitung.nasional(desil, tanpa)
        return HitunganLaporan(
            jumlah=JumlahLaporan(
                keluarga=nasional.keluarga + nasional.tanpa_peringkat,
                keluarga_berperingkat=nasional.keluarga,
                keluarga_tanpa_peringkat=nasional.tanpa_peringkat,
                orang=nasional.orang,
            ),
            batas=[None if b is None else desimal_ln(b) for b in batas],
            sebaran=laporan_hitung.sebaran(palung),
            nasional=nasional,
            provinsi=laporan_hitung.wilayah(desil, tanpa, _PROVINSI, nama),
            kabkota=laporan_hitung.wilayah(desil, tanpa, _SATU, nama),
            perpindahan=await self._perpindahan(bahan, batas),
            data_kurang=laporan_hitung.data_kurang(await self._laporan.kurang(rantai, bahan.artefak), nama),
            di_luar_rentang=laporan_hitung.di_luar_rentang(
                bahan.artefak, await self._laporan.di_luar(rantai, bahan.artefak)
            ),
        )

    async def _perpindahan(self, bahan: _Bahan, batas: Sequence[int | None]) -> Perpindahan | None:
        lama = bahan.sebelum
        if lama is None:
            return None
        batas_lama = await self._laporan.batas(lama.id)
        pindah = await self._laporan.pindah(lama.rantai, batas_lama, bahan.putaran.rantai, batas)
        return laporan_hitung.perpindahan(lama.id, lama.periode, pindah, is_model_sama=bahan.is_model_sama)

    async def _nama(self, kabkota: set[int]) -> dict[str, str]:
        """Return the names of kabupaten/kota and their provinsi; a region that is in no table has none."""
        kode = {teks_kode(n) for k in kabkota for n in (k, k // _PROVINSI)}
        return {k: n.split(",")[0] for k, n in (await self._wilayah.nama_lengkap_banyak(kode)).items()}


def is_sah(laporan: LaporanPutaran | None) -> TypeGuard[LaporanPutaran]:
    """Return whether there is a report in the form that is told now."""
    return laporan is not None and laporan.bentuk == BENTUK_LAPORAN
