"""Use cases of the home visit: record attempts and photos, receive the visit, report a failure.

The online routes call it one by one, the synchronisation of `lapangan` with what a device brings home.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.core.clock import WIB, hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.workflow import TransisiDitolak
from app.keluarga.errors import JawabanTidakSah
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import SumberJawaban
from app.keluarga.pemeriksaan import rinci
from app.keluarga.pertanyaan import Tingkat
from app.usulan.errors import UsulanNotFound
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.entitas import RinciTugas
from app.verval.errors import (
    HasilPendataanTidakSesuai,
    KeluargaPindahDesa,
    PenugasanNotFound,
    PercobaanSudahTercatat,
    TanggalTidakSah,
)
from app.verval.models import Kunjungan, Penugasan, Percobaan
from app.verval.padan import TUGAS_PADANKAN
from app.verval.schemas import KunjunganMasuk, PercobaanMasuk
from app.verval.status import AksiPenugasan, StatusPenugasan
from app.verval.survei_dasar import PemegangTugas
from app.wilayah.lingkup import Lingkup

TUGAS_PERIKSA_KUNJUNGAN: Final = "lapangan.periksa_kunjungan"
"""Looks at place, time and photos of a received visit; a job of the stage above, named here for the queue."""
_DITUTUP_MAKS: Final = 500
_SELISIH_JAM: Final = timedelta(minutes=10)
"""How far the clock of a field device may be off."""
_DEPAN = Teks("Tanggal tidak boleh di masa depan", "The date may not be in the future")
_DAHULU = Teks("Tanggal tidak boleh sebelum penugasan", "The date may not be before the assignment")


class SurveiService(PemegangTugas):
    """The enumerator's side of the visits; only who holds the open assignment, in his own area, writes."""

    async def daftar_tugas(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Penugasan]:
        """List the caller's own open assignments in his area, oldest first."""
        return await self._repo.daftar_tugas_di(pelaku.akun_id, Lingkup.dari(pelaku), hal)

    async def baca_tugas(self, ref: Ref, pelaku: Pelaku) -> RinciTugas:
        """Return an open assignment with the person to visit; the read is recorded.

        Raises:
            PenugasanNotFound: the caller holds no such open assignment.
        """
        penugasan = await self.milik(ref, pelaku)
        if penugasan.status is not StatusPenugasan.AKTIF:
            raise PenugasanNotFound
        return await self.rinci(penugasan, pelaku)

    async def rinci(self, penugasan: Penugasan, pelaku: Pelaku) -> RinciTugas:
        """Return what belongs to an assignment that the caller may see; the read is recorded."""
        rinci = await self.rinci_kerja(penugasan)
        await self._jejak.catat(
            "verval:tugas:dibaca",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            subjek=await self._usulan.subjek_audit([penugasan.usulan_ref]),
            keluarga_id=penugasan.keluarga_id,
            tujuan="kunjungan verval",
        )
        return rinci

    async def rinci_kerja(self, penugasan: Penugasan) -> RinciTugas:
        """Return the same without recording: whoever shows it does."""
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
        return RinciTugas(
            penugasan,
            usulan.nomor,
            await self._keluarga.baca(usulan.registri_id),
            await self._repo.percobaan(penugasan.ref),
            await self._repo.foto(penugasan.ref),
        )

    async def keluarga_versi(self, penugasan: Penugasan) -> int:
        """Return the version of the family to visit."""
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
        return (await self._keluarga.baca(usulan.registri_id)).versi

    async def tugas_aktif(self, pelaku: Pelaku, hal: Halaman) -> tuple[Potongan[Penugasan], list[RinciTugas]]:
        """Return a page of the caller's open assignments with what belongs to them; who shows it records the reading.

        Those whose case waits for no visit any more are left out.
        """
        potongan = await self.daftar_tugas(pelaku, hal)
        return potongan, await self._rinci_banyak(potongan.data)

    async def ditutup_sejak(self, pelaku: Pelaku, sejak: datetime) -> Sequence[Penugasan]:
        """Return the caller's assignments that were closed since then, 500 at most."""
        return await self._repo.ditutup_sejak(pelaku.akun_id, sejak, _DITUTUP_MAKS)

    async def _rinci_banyak(self, baris: Sequence[Penugasan]) -> list[RinciTugas]:
        ditunggu = await self._usulan.saring([p.usulan_ref for p in baris], StatusUsulan.VERVAL_DITUGASKAN, None)
        usulan = {u.ref: u for u in ditunggu}
        baris = [p for p in baris if p.usulan_ref in usulan]
        keluarga = await self._keluarga.baca_banyak({u.registri_id for u in ditunggu})
        percobaan = await self._repo.percobaan_banyak(baris)
        foto = await self._repo.foto_banyak(baris)
        return [
            RinciTugas(p, (u := usulan[p.usulan_ref]).nomor, keluarga[u.registri_id], percobaan[p.id], foto[p.id])
            for p in baris
        ]

    async def catat_percobaan(self, ref: Ref, isi: PercobaanMasuk, pelaku: Pelaku) -> Percobaan:
        """Record a day on which nobody could be visited; offline officers send it later, so a past day will do.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            TanggalTidakSah: in the future, or before the day of the assignment.
            PercobaanSudahTercatat: that day is recorded already.
        """
        penugasan = await self.buka(ref, pelaku)
        if isi.tanggal > hari_ini():
            raise TanggalTidakSah(_DEPAN)
        if isi.tanggal < penugasan.ditugaskan_at.astimezone(WIB).date():
            raise TanggalTidakSah(_DAHULU)
        percobaan = Percobaan(
            keluarga_id=penugasan.keluarga_id, penugasan_id=penugasan.id, created_at=now(), **isi.model_dump()
        )
        if not await self._repo.tambah_bila_baru(percobaan):
            raise PercobaanSudahTercatat
        await self._catat("percobaan:dicatat", penugasan, pelaku, sebab=isi.sebab)
        return percobaan

    async def kirim_kunjungan(self, ref: Ref, isi: KunjunganMasuk, pelaku: Pelaku) -> tuple[Usulan, UUID]:
        """Receive a completed visit; the usulan goes to validation and its match is queued, all at once.

        Returns:
            The usulan and the id of the stored answers.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            TanggalTidakSah: the visit has not happened yet, or began before it was assigned.
            KeluargaPindahDesa: the registry has the family elsewhere by now.
            HasilPendataanTidakSesuai: question 205 is not 1 or 2.
            JawabanTidakSah: answers that the questionnaire refuses, each named.
            SyaratTidakTerpenuhi: a required photo is missing.
        """
        penugasan = await self.buka(ref, pelaku)
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
        await self._pastikan_sah(penugasan, usulan, isi)
        jawaban_id = await self._keluarga.simpan_jawaban(
            usulan.registri_id,
            isi.instrumen,
            isi.jawaban,
            sumber=SumberJawaban.KUNJUNGAN,
            tanggal=isi.mulai_at.astimezone(WIB).date(),
            pelaku=pelaku,
        )
        if not _is_terisi(isi):
            raise HasilPendataanTidakSesuai
        fakta = FaktaUsulan(
            is_penugasan_aktif=True,
            is_kuesioner_lolos=True,
            is_bukti_kunjungan_lengkap=not await self.foto_kurang(ref),
        )
        await self._repo.tambah(self._kunjungan(penugasan, isi, jawaban_id))
        self._tutup(penugasan, AksiPenugasan.SELESAIKAN)
        await self._usulan.move(
            penugasan.usulan_ref,
            AksiUsulan.SELESAIKAN_KUNJUNGAN,
            pelaku,
            fakta=fakta,
            lingkup=Lingkup((penugasan.kode_desa,)),
        )
        usulan = await self._usulan.move(penugasan.usulan_ref, AksiUsulan.MULAI_VALIDASI, None)
        await enqueue(self._sesi, TUGAS_PADANKAN, {"ref": usulan.ref.teks})
        await enqueue(self._sesi, TUGAS_PERIKSA_KUNJUNGAN, {"ref": ref.teks})
        return usulan, jawaban_id

    async def periksa_kunjungan(self, penugasan: Penugasan, isi: KunjunganMasuk) -> None:
        """Do everything that `kirim_kunjungan` asks of the answers, keeping nothing: its photos may come later.

        Raises:
            TransisiDitolak: the case waits for no visit any more.
            Others as `kirim_kunjungan`, but for the photos.
        """
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
        if usulan.status is not StatusUsulan.VERVAL_DITUGASKAN:
            raise TransisiDitolak(status_sekarang=usulan.status, aksi_tersedia=[])
        await self._pastikan_sah(penugasan, usulan, isi)
        hari = isi.mulai_at.astimezone(WIB).date()
        temuan = await self._keluarga.periksa_jawaban(usulan.registri_id, isi.instrumen, isi.jawaban, hari)
        if salah := [t for t in temuan if t.tingkat is Tingkat.GALAT]:
            raise JawabanTidakSah(rincian=[rinci(t) for t in salah])
        if not _is_terisi(isi):
            raise HasilPendataanTidakSesuai

    async def _pastikan_sah(self, penugasan: Penugasan, usulan: Usulan, isi: KunjunganMasuk) -> None:
        if isi.selesai_at > now() + _SELISIH_JAM:
            raise TanggalTidakSah(_DEPAN)
        if isi.mulai_at < penugasan.ditugaskan_at - _SELISIH_JAM:
            raise TanggalTidakSah(_DAHULU)
        # The registry may have moved the family since the meeting agreed on it.
        if (await self._keluarga.baca(usulan.registri_id)).kode_desa != penugasan.kode_desa:
            raise KeluargaPindahDesa

    async def laporkan_gagal(
        self, ref: Ref, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """Give the family back after enough attempts on different days.

        Raises:
            UsulanNotFound: the caller was never assigned to this usulan.
            SyaratTidakTerpenuhi: assigned to somebody else by now, or too few attempts.
        """
        milik = [p for p in await self._repo.penugasan_usulan(ref) if p.enumerator_id == pelaku.akun_id]
        if not milik:
            raise UsulanNotFound
        penugasan = await self.milik(milik[-1].ref, pelaku, kunci=True)
        percobaan = await self._repo.percobaan(penugasan.ref)
        fakta = FaktaUsulan(
            is_penugasan_aktif=penugasan.status is StatusPenugasan.AKTIF,
            is_percobaan_cukup=len(percobaan) >= self._wadah.pengaturan.tenggat.percobaan_kunjungan_min,
        )
        usulan = await self._usulan.move(
            ref,
            AksiUsulan.LAPORKAN_GAGAL_KUNJUNGAN,
            pelaku,
            alasan=alasan,
            fakta=fakta,
            lingkup=Lingkup((penugasan.kode_desa,)),
            versi=versi,
        )
        self._tutup(penugasan, AksiPenugasan.GAGALKAN)
        await self._repo.simpan()
        return usulan

    def _kunjungan(self, penugasan: Penugasan, isi: KunjunganMasuk, jawaban_id: UUID) -> Kunjungan:
        kunjungan_id = id_baru()
        rahasia = isi.model_dump(include={"lintang", "bujur", "akurasi_m", "responden"})
        segel = self._wadah.sandi.segel(rahasia, Kunjungan.__tablename__, kunjungan_id)
        return Kunjungan(
            keluarga_id=penugasan.keluarga_id,
            id=kunjungan_id,
            penugasan_id=penugasan.id,
            jawaban_id=jawaban_id,
            mulai_at=isi.mulai_at,
            selesai_at=isi.selesai_at,
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            created_at=now(),
        )


def _is_terisi(isi: KunjunganMasuk) -> bool:
    """Return whether somebody answered: the other outcomes of question 205 are failed visits."""
    instrumen = muat(KodeInstrumen(isi.instrumen))
    isian, _ = instrumen.baca(isi.jawaban)
    return instrumen.is_terjawab(isian)
