"""The life of a ranking run: prepared, computed, reviewed, and confirmed by another person."""

from collections.abc import Collection, Sequence
from typing import Final, Self
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import SandiTidakCocok
from app.core.errors import DomainError
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AlasanWajib
from app.desil.alur import ALUR_PUTARAN, AksiPutaran, FaktaPutaran, StatusPutaran, TahapHitung
from app.desil.artefak_baca import pastikan_instrumen
from app.desil.entitas import Kemajuan, PutaranLengkap
from app.desil.errors import ModelBelumAktif, PutaranTidakDitemukan
from app.desil.model_pmt import baca_artefak
from app.desil.models import CAKUPAN_NASIONAL, BatasDesil, Putaran, RiwayatPutaran
from app.desil.peringkat import AturanSeri
from app.desil.repository import DesilRepository
from app.desil.repository_putaran import PerhitunganRepository
from app.periode.service import PeriodeService
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan

TUGAS_HITUNG: Final = "desil.hitung"
TUGAS_ANTRE: Final = "desil.antre_usulan"
TUGAS_RAPIKAN: Final = "desil.rapikan"
SEKALI_ANTRE: Final = 500
"""Usulan moved per transaction, so that a month's end never holds one long transaction."""

_A = AksiPutaran
_log = structlog.get_logger("dtks.desil")


class PutaranService:
    """Use cases of ADMIN_PUSAT and PENETAP on runs; the computation itself is `PerhitunganService`."""

    def __init__(
        self,
        repo: DesilRepository,
        hitung: PerhitunganRepository,
        usulan: UsulanService,
        periode: PeriodeService,
        jejak: Jejak,
        sesi: AsyncSession,
    ) -> None:
        self._repo = repo
        self._hitung = hitung
        self._usulan = usulan
        self._periode = periode
        self._jejak = jejak
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for jobs, commands and other services."""
        return cls(
            DesilRepository(sesi),
            PerhitunganRepository(sesi),
            UsulanService.rakit(sesi, wadah),
            PeriodeService.rakit(sesi, wadah),
            Jejak(sesi),
            sesi,
        )

    async def siapkan(self, periode: str, pelaku: Pelaku, *, aturan: AturanSeri = AturanSeri.TERMISKIN) -> Putaran:
        """Prepare a run of a period with the active model, and queue the waiting usulan for it.

        Raises:
            PeriodeNotFound: no such period.
            ModelBelumAktif: no model is active.
            ArtefakTidakSah: the active model lists an instrument that nobody knows.
            PutaranMasihTerbuka: another run of the period is not finished.
        """
        await self._periode.baca(periode)
        model = await self._repo.model_aktif(kunci=True)  # so that nobody retires it meanwhile
        if model is None:
            raise ModelBelumAktif
        pastikan_instrumen(baca_artefak(model))
        berlaku = await self._repo.berlaku(CAKUPAN_NASIONAL)
        putaran = Putaran(
            id=id_baru(),
            cakupan=CAKUPAN_NASIONAL,
            periode=periode,
            model_id=model.id,
            aturan_seri=aturan,
            status=ALUR_PUTARAN[_A.SIAPKAN].ke,
            tahap=TahapHitung.MENUNGGU,
            sebelum_id=berlaku.id if berlaku else None,
            dibuat_at=now(),
            rantai=[],
            keluarga=0,
            keluarga_berperingkat=0,
            hitung_mulai_keluarga=0,
            versi=1,
        )
        await self._repo.tambah_putaran(putaran)
        await self._catat(putaran, _A.SIAPKAN, pelaku, None)
        await enqueue(self._sesi, TUGAS_ANTRE, {"putaran_id": str(putaran.id)})
        return putaran

    async def hitung(self, putaran_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Putaran:
        """Start the computation, or wake one whose worker died; the run's `tahap` tells how far it is.

        Raises:
            As `_pindah`.
        """
        putaran = await self._pindah(putaran_id, _A.HITUNG, pelaku, versi=versi)
        await enqueue(self._sesi, TUGAS_HITUNG, {"putaran_id": str(putaran.id)})
        return putaran

    async def tinjau(self, putaran_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Putaran:
        """Declare the result reviewed, so that it can be confirmed.

        Raises:
            As `_pindah`.
        """
        return await self._pindah(putaran_id, _A.TINJAU, pelaku, versi=versi)

    async def sahkan(self, putaran_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Putaran:
        """Confirm a reviewed run; from this transaction on readers see it instead of the run before.

        Raises:
            As `_pindah`; PemisahanTugas also for the same person under another account.
        """
        # Two confirmations at once would both see the old pointer: the second one must judge what the first one left.
        await self._repo.kunci_cakupan(CAKUPAN_NASIONAL)
        putaran = await self._pindah(putaran_id, _A.SAHKAN, pelaku, versi=versi)
        berlaku = await self._repo.berlaku(putaran.cakupan)
        putaran.sebelum_id = berlaku.id if berlaku else None
        putaran.disahkan_at = now()
        await self._repo.berlakukan(putaran, putaran.disahkan_at)
        await enqueue(self._sesi, TUGAS_RAPIKAN, {})
        return putaran

    async def is_berlaku(self, putaran_id: UUID) -> bool:
        """Return whether the run is in force."""
        berlaku = await self._repo.berlaku(CAKUPAN_NASIONAL)
        return berlaku is not None and berlaku.id == putaran_id

    async def kunci_berlaku(self, putaran_id: UUID) -> bool:
        """Return whether the run is in force, and keep it so until the transaction ends."""
        await self._repo.kunci_cakupan(CAKUPAN_NASIONAL)
        return await self.is_berlaku(putaran_id)

    async def batalkan(
        self, putaran_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, *, versi: int | None = None
    ) -> Putaran:
        """Give a run up, with the reason; what is in force stays in force.

        Raises:
            As `_pindah`.
        """
        putaran = await self._pindah(putaran_id, _A.BATALKAN, pelaku, alasan=alasan, versi=versi)
        await enqueue(self._sesi, TUGAS_RAPIKAN, {})
        return putaran

    async def baca(self, putaran_id: UUID, pelaku: Pelaku) -> PutaranLengkap:
        """Return a run with history and the caller's actions.

        Raises:
            PutaranTidakDitemukan: no such run.
        """
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None:
            raise PutaranTidakDitemukan
        return await self.lengkapkan(putaran, pelaku)

    async def lengkapkan(self, putaran: Putaran, pelaku: Pelaku) -> PutaranLengkap:
        """Return the full form of a run that the caller holds."""
        berlaku = await self._repo.berlaku(putaran.cakupan)
        fakta = await self._fakta(putaran, pelaku)
        return PutaranLengkap(
            putaran,
            (await self._repo.model_dari([putaran]))[putaran.model_id],
            berlaku is not None and berlaku.id == putaran.id,
            await self._repo.riwayat(putaran.id),
            ALUR_PUTARAN.tersedia_rinci(putaran.status, pelaku.jabatan, fakta),
            await self._hitung.kemajuan(putaran.nomor),
        )

    async def terbaru(self, periode: str) -> Putaran | None:
        """Return the newest run of a period."""
        return await self._repo.putaran_terbaru(periode)

    async def daftar(self, hal: Halaman) -> Potongan[Putaran]:
        """Return runs, newest first."""
        return await self._repo.daftar_putaran(hal)

    async def kemajuan(self, putaran: Collection[Putaran]) -> dict[int, Kemajuan]:
        """Return how far runs are, by their number; one that was not begun is absent."""
        return await self._hitung.kemajuan_banyak([p.nomor for p in putaran])

    async def daftar_batas(self, putaran_id: UUID, hal: Halaman) -> Potongan[BatasDesil]:
        """Return a run's cut-offs by scope code.

        Raises:
            PutaranTidakDitemukan: no such run.
        """
        if await self._repo.putaran(putaran_id) is None:
            raise PutaranTidakDitemukan
        return await self._repo.daftar_batas(putaran_id, hal)

    async def antre_usulan(self, putaran_id: UUID) -> bool:
        """Move some usulan that were sent to the ministry into the queue for this run; True when there may be more."""
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None or putaran.status is StatusPutaran.DIBATALKAN:
            return False
        refs = await self._usulan.daftar_ref(StatusUsulan.DIKIRIM, sebanyak=SEKALI_ANTRE)
        # Those that cannot be moved come back as the oldest; when there is nothing else left, that is the end.
        return await self._antre(refs) > 0 and len(refs) == SEKALI_ANTRE

    async def _antre(self, refs: Sequence[Ref]) -> int:
        """Queue these and return how many; one that cannot be moved stays where it is and holds up nobody else."""
        try:
            async with self._sesi.begin_nested():
                fakta = FaktaUsulan(is_putaran_disiapkan=True)
                return await self._usulan.pindahkan_massal(refs, AksiUsulan.ANTRE_PERINGKAT, None, fakta=fakta)
        except (DomainError, SandiTidakCocok, ValueError) as galat:
            if len(refs) == 1:
                _log.error("usulan-tidak-dapat-diantre", usulan=str(refs[0].id), jenis=type(galat).__name__)
                return 0
        tengah = len(refs) // 2
        return await self._antre(refs[:tengah]) + await self._antre(refs[tengah:])

    async def _pindah(
        self,
        putaran_id: UUID,
        aksi: AksiPutaran,
        pelaku: Pelaku,
        *,
        alasan: AlasanMasuk | None = None,
        versi: int | None = None,
    ) -> Putaran:
        """Lock the run and take one arrow.

        Raises:
            PutaranTidakDitemukan: no such run.
            VersiBasi: changed since it was read.
            TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas, JabatanTidakBerwenang: the table refuses.
            AlasanWajib: the arrow needs a reason.
        """
        putaran = await self._repo.putaran(putaran_id, kunci=True)
        if putaran is None:
            raise PutaranTidakDitemukan
        pastikan_versi(versi, putaran.versi)
        fakta = await self._fakta(putaran, pelaku)
        if ALUR_PUTARAN.periksa(putaran.status, aksi, pelaku.jabatan, fakta).alasan and alasan is None:
            raise AlasanWajib
        ALUR_PUTARAN.apply(putaran, aksi, pelaku.jabatan, fakta)
        putaran.versi += 1
        await self._catat(putaran, aksi, pelaku, alasan)
        return putaran

    async def _fakta(self, putaran: Putaran, pelaku: Pelaku) -> FaktaPutaran:
        berlaku = await self._repo.berlaku(putaran.cakupan)
        return FaktaPutaran(
            is_selesai=putaran.tahap is TahapHitung.SELESAI,
            is_penyusun=await self._repo.is_penyusun(putaran.id, pelaku),
            is_mundur=berlaku is not None and berlaku.periode > putaran.periode,
        )

    async def _catat(self, putaran: Putaran, aksi: AksiPutaran, pelaku: Pelaku, alasan: AlasanMasuk | None) -> None:
        self._repo.catat(
            RiwayatPutaran(
                id=id_baru(),
                putaran_id=putaran.id,
                aksi=aksi,
                ke=putaran.status,
                akun_id=pelaku.akun_id,
                jabatan=pelaku.jabatan,
                nik_indeks=pelaku.nik_indeks,
                alasan=alasan.model_dump() if alasan else None,
                pada_at=now(),
            )
        )
        await self._jejak.catat(
            "desil:putaran:diubah",
            pelaku=pelaku,
            objek=f"putaran/{putaran.id}",
            rincian={"aksi": aksi.value, "ke": putaran.status.value, "kode_alasan": alasan.kode if alasan else None},
        )
