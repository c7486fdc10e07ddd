"""Correcting the day that an import stated: asked for by a person, done by a job, some families per transaction.

The import says the right day from the order on; the job carries it to the families. What rows were held by the wrong
day cannot be told from what is left of the file: they are counted, and the file is brought in again.
"""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.berkas_tabel.bentuk import bentuk
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.peran import Jabatan, Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.impor.alur import AKHIR
from app.impor.errors import HariBukanDariImpor, ImporBelumDiterapkan, RalatImporBerjalan, WilayahImporDiLuarTugas
from app.impor.kode import KARENA_HARI, AlasanRalat
from app.impor.models import Impor, RalatImpor
from app.impor.repository import ImporRepository
from app.impor.service import ImporService
from app.impor.wewenang import is_tercakup
from app.keluarga.curah import SebagianHari
from app.keluarga.ralat_hari import KeluargaTerlarang, PerintahRalat, RalatHariService

TUGAS_RALAT: Final = "impor.ralat"
_KELUARGA_SENDIRI: Final = Teks(
    "Impor ini menyebut keluarga Anda sendiri; minta petugas PUSAT lain meralatnya dengan id impornya",
    "This import speaks of your own family; ask another officer of PUSAT to correct it by the import's id",
)
_ORANG: Final = 4
"""Persons of a family, roughly: a transaction takes as many families as the import's transactions had."""


class RalatImporService:
    """Asks for a correction and does it."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = ImporRepository(sesi)
        self._jejak = Jejak(sesi)
        self._impor = ImporService(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)
        self._hari = RalatHariService.rakit(sesi, wadah)
        self._sebanyak = max(1, wadah.pengaturan.impor.potongan // _ORANG)

    async def minta(self, impor_id: UUID, hari: date, alasan: AlasanRalat, pelaku: Pelaku, *, versi: int) -> Impor:
        """State another day; the same one changes nothing, but lets a correction go on that had stopped.

        Another day than that of a correction that stands still gives that one up and begins anew with all families.

        Raises:
            ImporNotFound, VersiBasi: unknown, or changed meanwhile.
            ImporBelumDiterapkan: it may still write.
            RalatImporBerjalan: a correction to another day is not done.
            WilayahImporDiLuarTugas: the caller no longer has the regions of the import, or of one of its families.
            PemisahanTugas: one of them is his own.
            HariBukanDariImpor: no family's day is what the import stated.
        """
        impor = await self._impor.lihat(impor_id, pelaku, kunci=True)
        pastikan_versi(versi, impor.versi)
        terakhir = await self._repo.ralat_terakhir(impor_id)
        ralat = terakhir if terakhir and terakhir.selesai_at is None else None
        is_lanjut = ralat is not None and hari == impor.tanggal_date
        sisa = SebagianHari(impor.id, sesudah=ralat.kursor if ralat and is_lanjut else None)
        await self._pastikan_boleh(impor, pelaku, sisa)
        if ralat and is_lanjut:
            await self._ambil_alih(ralat, pelaku)
            await self._berubah(ralat)
        elif ralat and ralat.terhenti_at is None:
            raise RalatImporBerjalan
        elif hari != impor.tanggal_date:
            await self._mulai(impor, hari, alasan, pelaku, ralat)
        return impor

    async def _pastikan_boleh(self, impor: Impor, pelaku: Pelaku, keluarga: SebagianHari) -> None:
        if impor.status not in AKHIR:
            raise ImporBelumDiterapkan
        if not is_tercakup(impor, pelaku) or await self._hari.ada_di_luar(keluarga, pelaku):
            raise WilayahImporDiLuarTugas
        if not await self._hari.ada(impor.id):
            raise HariBukanDariImpor
        if await self._hari.ada_sendiri(keluarga, pelaku):
            raise PemisahanTugas(_KELUARGA_SENDIRI)

    async def _mulai(
        self, impor: Impor, hari: date, alasan: AlasanRalat, pelaku: Pelaku, terhenti: RalatImpor | None
    ) -> None:
        """Begin; one that stands still is given up, and the day from before it is the one that is set right."""
        dulu, impor.tanggal_date = impor.tanggal_date, hari
        if terhenti:
            terhenti.selesai_at = now()
            await self._repo.tulis()
        ralat = RalatImpor(
            impor_id=impor.id,
            id=id_baru(),
            lama_date=terhenti.lama_date if terhenti else dulu,
            baru_date=hari,
            alasan=alasan,
            pelaku_id=pelaku.akun_id,
            jabatan=pelaku.jabatan.value,
            wilayah=list(pelaku.wilayah),
            tertahan=0,
            dilihat=0,
            diubah=0,
            terselip=0,
            created_at=now(),
        )
        await self._repo.tambah(ralat)
        await self._impor.naik(impor)
        await self._antrekan(impor.id)
        rincian = {"ralat": str(ralat.id), "lama": str(dulu), "baru": str(hari), "alasan": alasan.value}
        rincian |= {"ganti": str(terhenti.id)} if terhenti else {}
        await self._jejak.catat("impor:tanggal:diralat", pelaku=pelaku, objek=f"impor/{impor.id}", rincian=rincian)

    async def _ambil_alih(self, ralat: RalatImpor, pelaku: Pelaku) -> None:
        """Let a correction go on, from here on in the name of who says so."""
        ralat.pelaku_id, ralat.jabatan, ralat.wilayah = pelaku.akun_id, pelaku.jabatan.value, list(pelaku.wilayah)
        ralat.terhenti_at = None
        await self._antrekan(ralat.impor_id)
        rincian = {"ralat": str(ralat.id), "dilihat": ralat.dilihat}
        objek = f"impor/{ralat.impor_id}"
        await self._jejak.catat("impor:tanggal:dilanjutkan", pelaku=pelaku, objek=objek, rincian=rincian)

    async def _antrekan(self, impor_id: UUID) -> None:
        await enqueue(self._sesi, TUGAS_RALAT, {"impor_id": str(impor_id)})

    async def lanjutkan(self, impor_id: UUID) -> bool:
        """Correct the next families; False when none is left, or when it stands still at one that is not to be touched.

        Whoever else does it waits for this transaction.
        """
        ralat = await self._repo.ralat_terakhir(impor_id, kunci=True)
        if ralat is None or ralat.selesai_at is not None or ralat.terhenti_at is not None:
            return False
        try:
            return await self._lanjutkan(ralat)
        except KeluargaTerlarang:
            ralat.terhenti_at = now()
            await self._berubah(ralat)
            return False

    async def _lanjutkan(self, ralat: RalatImpor) -> bool:
        perintah = await self._perintah(ralat)
        if ralat.keluarga is None:
            semua = SebagianHari(ralat.impor_id)
            if await self._hari.ada_di_luar(semua, perintah.pelaku):
                raise KeluargaTerlarang
            if await self._hari.ada_sendiri(semua, perintah.pelaku):
                raise KeluargaTerlarang
            ralat.keluarga = await self._hari.jumlah(ralat.impor_id)
            if ralat.lama_date < ralat.baru_date:
                ralat.tertahan = await self._repo.jumlah_baris(ralat.impor_id, KARENA_HARI)
            return True
        hasil = await self._hari.lanjutkan(perintah, ralat.kursor, self._sebanyak)
        if hasil is None:
            ralat.selesai_at = now()
            await self._berubah(ralat)
            return False
        ralat.kursor = hasil.akhir
        ralat.dilihat += hasil.dilihat
        ralat.diubah += hasil.diubah
        ralat.terselip += hasil.terselip
        await self._repo.tulis()
        return True

    async def _perintah(self, ralat: RalatImpor) -> PerintahRalat:
        impor = await self._repo.ambil(ralat.impor_id)
        assert impor is not None
        assert impor.format is not None
        pelaku = await self._akun.pelaku(ralat.pelaku_id)
        if pelaku is None or pelaku.jabatan is not Jabatan(ralat.jabatan) or not is_tercakup(impor, pelaku):
            raise KeluargaTerlarang
        soal = bentuk(impor.format).turunan["umur"]
        return PerintahRalat(impor.id, ralat.id, ralat.lama_date, ralat.baru_date, soal, pelaku)

    async def _berubah(self, ralat: RalatImpor) -> None:
        impor = await self._repo.ambil(ralat.impor_id, kunci=True)
        assert impor is not None
        await self._impor.naik(impor)
