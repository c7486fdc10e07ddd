"""The report on a run, told beside the run's facts; what it counts was counted by a job (`laporan_susun`)."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.peran import Pelaku
from app.core.schemas import TeksBaca
from app.core.wadah import Wadah
from app.desil.alur import TahapHitung
from app.desil.errors import LaporanBelumSiap, PutaranBelumSelesai, PutaranTidakDitemukan
from app.desil.laporan_cetak import isi_cetak, tanggal_cetak
from app.desil.laporan_susun import PenyusunLaporan, is_sah
from app.desil.model_pmt import baca_artefak
from app.desil.models import ModelPmt, Putaran, RiwayatPutaran
from app.desil.repository import DesilRepository
from app.desil.repository_laporan import LaporanRepository
from app.desil.schemas import ModelRingkas
from app.desil.schemas_laporan import SIFAT, HitunganLaporan, LangkahLaporan, LaporanBaca, PutaranLaporan
from app.desil.schemas_model import EvaluasiModelBaca
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService


class LaporanService:
    """Asking for reports and reading them."""

    def __init__(
        self,
        repo: DesilRepository,
        laporan: LaporanRepository,
        penyusun: PenyusunLaporan,
        akun: AkunService,
        surat: SuratService,
        jejak: Jejak,
    ) -> None:
        self._repo = repo
        self._laporan = laporan
        self._penyusun = penyusun
        self._akun = akun
        self._surat = surat
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for requests."""
        return cls(
            DesilRepository(sesi),
            LaporanRepository(sesi),
            PenyusunLaporan.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
            SuratService.rakit(sesi, wadah),
            Jejak(sesi),
        )

    async def minta(self, putaran_id: UUID, pelaku: Pelaku) -> None:
        """Order the report of a finished run; one that is there and still right is not counted again.

        Raises:
            PutaranTidakDitemukan: no such run.
            PutaranBelumSelesai: it is not computed.
        """
        await self._selesai(putaran_id)
        await self._jejak.catat("desil:laporan:diminta", pelaku=pelaku, objek=f"putaran/{putaran_id}")
        await self._penyusun.pesan(putaran_id)

    async def baca(self, putaran_id: UUID) -> LaporanBaca:
        """Return the report on a run.

        Raises:
            PutaranTidakDitemukan: no such run.
            PutaranBelumSelesai: it is not computed.
            LaporanBelumSiap: it is being counted, or was never ordered.
        """
        putaran = await self._selesai(putaran_id)
        tersimpan = await self._laporan.baca(putaran_id)
        if not is_sah(tersimpan):
            raise LaporanBelumSiap
        model = await self._penyusun.model(putaran)
        evaluasi = baca_artefak(model).evaluasi
        return LaporanBaca(
            **HitunganLaporan.model_validate(tersimpan.isi).model_dump(),
            putaran=await self._fakta(putaran, model),
            disusun_at=tersimpan.dibuat_at,
            sifat=TeksBaca.dari(SIFAT),
            evaluasi=EvaluasiModelBaca.dari(model, evaluasi) if evaluasi else None,
        )

    async def cetak(self, laporan: LaporanBaca) -> bytes:
        """Return the report as PDF; the same report always gives the same bytes."""
        isi, pada = isi_cetak(laporan), tanggal_cetak(laporan)
        return await self._surat.cetak(JenisSurat.LAPORAN_DESIL, isi, kode_wilayah=None, pada=pada)

    async def _selesai(self, putaran_id: UUID) -> Putaran:
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None:
            raise PutaranTidakDitemukan
        if putaran.tahap is not TahapHitung.SELESAI:
            raise PutaranBelumSelesai
        return putaran

    async def _fakta(self, putaran: Putaran, model: ModelPmt) -> PutaranLaporan:
        berlaku = await self._repo.berlaku(putaran.cakupan)
        riwayat = await self._repo.riwayat(putaran.id)
        nama = await self._akun.nama_banyak({r.akun_id for r in riwayat})
        return PutaranLaporan(
            id=putaran.id,
            periode=putaran.periode,
            cakupan=putaran.cakupan,
            status=putaran.status,
            is_berlaku=berlaku is not None and berlaku.id == putaran.id,
            aturan_seri=putaran.aturan_seri,
            data_per_at=putaran.data_per_at,
            hitung_selesai_at=putaran.hitung_selesai_at,
            disahkan_at=putaran.disahkan_at,
            model=ModelRingkas.dari(model),
            model_sha256=model.sha256,
            langkah=[_langkah(r, nama.get(r.akun_id)) for r in riwayat],
        )


def _langkah(r: RiwayatPutaran, nama: str | None) -> LangkahLaporan:
    return LangkahLaporan(aksi=r.aksi, ke=r.ke, jabatan=r.jabatan, akun_id=r.akun_id, nama=nama, pada_at=r.pada_at)
