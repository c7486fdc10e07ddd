"""The report on a run: counted once by a job when the run is finished, told beside the run's facts."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self, TypeGuard
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.schemas import TeksBaca
from app.core.wadah import Wadah
from app.desil import laporan_hitung
from app.desil.alur import TahapHitung
from app.desil.artefak import Artefak
from app.desil.errors import LaporanBelumSiap, PutaranBelumSelesai, PutaranTidakDitemukan
from app.desil.laporan_cetak import isi_cetak, tanggal_cetak
from app.desil.model_pmt import baca_artefak
from app.desil.models import ModelPmt, Putaran, RiwayatPutaran
from app.desil.models_laporan import LaporanPutaran
from app.desil.penilai import teks_kode
from app.desil.repository import DesilRepository
from app.desil.repository_laporan import LaporanRepository
from app.desil.schemas import ModelRingkas, desimal_ln
from app.desil.schemas_laporan import (
    BENTUK_LAPORAN,
    SIFAT,
    HitunganLaporan,
    JumlahLaporan,
    LangkahLaporan,
    LaporanBaca,
    Perpindahan,
    PutaranLaporan,
)
from app.desil.schemas_model import EvaluasiModelBaca
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService
from app.wilayah.service import WilayahService

TUGAS_LAPORAN: Final = "desil.laporan"
_SATU, _PROVINSI = 1, 100


class _Bahan(NamedTuple):
    """A run, what it is compared with, and their models."""

    putaran: Putaran
    artefak: Artefak
    sebelum: Putaran | None
    is_model_sama: bool


class LaporanService:
    """Ordering, counting and reading reports."""

    def __init__(
        self,
        repo: DesilRepository,
        laporan: LaporanRepository,
        akun: AkunService,
        wilayah: WilayahService,
        surat: SuratService,
        jejak: Jejak,
        sesi: AsyncSession,
    ) -> None:
        self._repo = repo
        self._laporan = laporan
        self._akun = akun
        self._wilayah = wilayah
        self._surat = surat
        self._jejak = jejak
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for jobs, commands and other services."""
        return cls(
            DesilRepository(sesi),
            LaporanRepository(sesi),
            AkunService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            SuratService.rakit(sesi, wadah),
            Jejak(sesi),
            sesi,
        )

    async def minta(self, putaran_id: UUID, pelaku: Pelaku) -> None:
        """Order the report of a finished run; one that is there and still right is not counted again.

        Raises:
            PutaranTidakDitemukan: no such run.
            PutaranBelumSelesai: it is not computed.
        """
        await self._selesai(putaran_id)
        await self._jejak.catat("desil:laporan:diminta", pelaku=pelaku, objek=f"putaran/{putaran_id}")
        await self.pesan(putaran_id)

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
        if _is_sah(ada) and ada.sebelum_id == putaran.sebelum_id:
            return
        isi = await self._hitung(await self._bahan(putaran))
        await self._laporan.simpan(putaran.id, BENTUK_LAPORAN, putaran.sebelum_id, isi.model_dump_json(), now())
        rincian = {"keluarga": isi.jumlah.keluarga, "bentuk": BENTUK_LAPORAN}
        await self._jejak.catat("desil:laporan:disusun", pelaku=None, objek=f"putaran/{putaran.id}", rincian=rincian)

    async def baca(self, putaran_id: UUID) -> LaporanBaca:
        """Return the report on a run.

        Raises:
            PutaranTidakDitemukan: no such run.
            PutaranBelumSelesai: it is not computed.
            LaporanBelumSiap: it is being counted, or was never ordered.
        """
        putaran = await self._selesai(putaran_id)
        tersimpan = await self._laporan.baca(putaran_id)
        if not _is_sah(tersimpan):
            raise LaporanBelumSiap
        model = await self._model(putaran)
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

    async def _model(self, putaran: Putaran) -> ModelPmt:
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        return model

    async def _bahan(self, putaran: Putaran) -> _Bahan:
        model = await self._model(putaran)
        sebelum = await self._repo.putaran(putaran.sebelum_id) if putaran.sebelum_id else None
        is_sama = sebelum is not None and (await self._model(sebelum)).sha256 == model.sha256
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


def _is_sah(laporan: LaporanPutaran | None) -> TypeGuard[LaporanPutaran]:
    """Return whether there is a report in the form that is told now."""
    return laporan is not None and laporan.bentuk == BENTUK_LAPORAN
