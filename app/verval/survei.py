"""Use cases of the home visit: assign an enumerator, record attempts and photos, receive the visit, close a failure."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import WIB, hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import SumberJawaban
from app.keluarga.service import KeluargaService
from app.usulan.errors import UsulanNotFound
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.alur import ALUR_SURVEI, FaktaPenugasan
from app.verval.entitas import CalonEnumerator, RinciTugas
from app.verval.errors import (
    HasilPendataanTidakSesuai,
    LampiranTerlaluBanyak,
    LampiranVervalNotFound,
    PenugasanNotFound,
    PercobaanSudahTercatat,
    TanggalTidakSah,
)
from app.verval.models import FotoKunjungan, Kunjungan, Penugasan, Percobaan
from app.verval.padan import TUGAS_PADANKAN
from app.verval.repository import VervalRepository
from app.verval.schemas import KunjunganMasuk, PercobaanMasuk
from app.verval.status import AksiPenugasan, JenisFoto, StatusPenugasan
from app.wilayah.lingkup import Lingkup

FOTO_MAKS = 20
_SELISIH_JAM = timedelta(minutes=10)
"""How far the clock of a field device may be off."""
_DEPAN = Teks("Tanggal tidak boleh di masa depan", "The date may not be in the future")
_DAHULU = Teks("Tanggal tidak boleh sebelum penugasan", "The date may not be before the assignment")


class SurveiService:
    """The VERIFIKATOR assigns, the ENUMERATOR visits."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._objek = BerkasObjekService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def tugaskan(
        self, aksi: AksiUsulan, ref: Ref, enumerator_id: UUID, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """Assign an enumerator: first (TUGASKAN_VERVAL), after a failure (TUGASKAN_ULANG) or a return (KUNJUNGI_ULANG).

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: he may not visit this family, his load is full, or the rounds are used up.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        await self._repo.kunci_beban(enumerator_id)
        lama = await self._repo.penugasan_usulan(ref)
        fakta = FaktaUsulan(
            is_pencacah_layak=_layak(await self._akun.pelaku(enumerator_id), usulan),
            is_beban_tersedia=await self._repo.beban(enumerator_id) < self._wadah.pengaturan.batas.beban_enumerator,
            is_putaran_tersisa=self._putaran_tersisa(lama),
        )
        usulan = await self._usulan.move(ref, aksi, pelaku, fakta=fakta, versi=versi)
        await self._repo.tambah(
            Penugasan(
                keluarga_id=usulan.keluarga_id,
                id=id_baru(),
                usulan_id=usulan.id,
                kode_desa=usulan.kode_desa,
                enumerator_id=enumerator_id,
                status=ALUR_SURVEI.awal,
                putaran=len(lama) + 1,
                ditugaskan_oleh=pelaku.akun_id,
                ditugaskan_at=now(),
            )
        )
        return usulan

    async def calon(self, ref: Ref, pelaku: Pelaku) -> list[CalonEnumerator]:
        """Return who may be assigned to this usulan and has room, least loaded first.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        petugas = await self._akun.petugas_di(usulan.kode_desa, Jabatan.ENUMERATOR)
        beban = await self._repo.beban_banyak([a.id for a in petugas])
        calon = [
            CalonEnumerator(a.id, a.nama, beban.get(a.id, 0))
            for a in petugas
            if not _berkepentingan(a.nik_indeks, a.no_kk_indeks, usulan)
        ]
        batas = self._wadah.pengaturan.batas.beban_enumerator
        return sorted((c for c in calon if c.beban < batas), key=lambda c: (c.beban, c.nama, c.akun_id))

    async def tutup_gagal(
        self, ref: Ref, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """End a usulan whose family could not be visited in any round.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: another round is possible.
        """
        fakta = FaktaUsulan(is_putaran_tersisa=self._putaran_tersisa(await self._repo.penugasan_usulan(ref)))
        return await self._usulan.move(
            ref, AksiUsulan.TUTUP_GAGAL_KUNJUNGAN, pelaku, alasan=alasan, fakta=fakta, versi=versi
        )

    async def daftar_tugas(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Penugasan]:
        """List the caller's own open assignments, oldest first."""
        return await self._repo.daftar_tugas(pelaku.akun_id, hal)

    async def baca_tugas(self, ref: Ref, pelaku: Pelaku) -> RinciTugas:
        """Return an open assignment with the person to visit; the read is recorded.

        Raises:
            PenugasanNotFound: the caller holds no such open assignment.
        """
        penugasan = await self._milik(ref, pelaku)
        if penugasan.status is not StatusPenugasan.AKTIF:
            raise PenugasanNotFound
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
        await self._jejak.catat(
            "verval:tugas:dibaca",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=penugasan.keluarga_id,
            tujuan="kunjungan verval",
        )
        return RinciTugas(
            penugasan,
            usulan.nomor,
            await self._keluarga.baca(usulan.registri_id),
            await self._repo.percobaan(ref),
            await self._repo.foto(ref),
        )

    async def catat_percobaan(self, ref: Ref, isi: PercobaanMasuk, pelaku: Pelaku) -> Percobaan:
        """Record a day on which nobody could be visited; offline officers send it later, so a past day will do.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            TanggalTidakSah: in the future, or before the day of the assignment.
            PercobaanSudahTercatat: that day is recorded already.
        """
        penugasan = await self._terbuka(ref, pelaku)
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

    async def unggah_foto(self, ref: Ref, jenis: JenisFoto, data: bytes, pelaku: Pelaku) -> FotoKunjungan:
        """Keep a photo of the visit.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            LampiranTerlaluBanyak: twenty photos are enough.
        """
        _pastikan_aktif(await self._milik(ref, pelaku))
        berkas_id = await self._objek.simpan_gambar(data, pemilik=f"penugasan/{ref.id}", pelaku_id=pelaku.akun_id)
        # Only now the lock: no row waits for the object store.
        penugasan = await self._terbuka(ref, pelaku)
        if len(await self._repo.foto(ref)) >= FOTO_MAKS:
            raise LampiranTerlaluBanyak
        foto = FotoKunjungan(
            keluarga_id=penugasan.keluarga_id,
            id=id_baru(),
            penugasan_id=penugasan.id,
            jenis=jenis,
            berkas_id=berkas_id,
            created_at=now(),
        )
        await self._repo.tambah(foto)
        await self._catat("foto:ditambah", penugasan, pelaku, jenis=jenis)
        return foto

    async def kirim_kunjungan(self, ref: Ref, isi: KunjunganMasuk, pelaku: Pelaku) -> tuple[Usulan, UUID]:
        """Receive a completed visit; the usulan goes to validation and its match is queued, all at once.

        Returns:
            The usulan and the id of the stored answers.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            TanggalTidakSah: the visit has not happened yet, or began before it was assigned.
            HasilPendataanTidakSesuai: question 205 is not 1 or 2.
            JawabanTidakSah: answers that the questionnaire refuses, each named.
            SyaratTidakTerpenuhi: a required photo is missing.
        """
        penugasan = await self._terbuka(ref, pelaku)
        if isi.selesai_at > now() + _SELISIH_JAM:
            raise TanggalTidakSah(_DEPAN)
        if isi.mulai_at < penugasan.ditugaskan_at - _SELISIH_JAM:
            raise TanggalTidakSah(_DAHULU)
        usulan = await self._usulan.ambil(penugasan.usulan_ref, None)
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
            is_bukti_kunjungan_lengkap=await self._repo.jenis_foto(ref) == frozenset(JenisFoto),
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
        return usulan, jawaban_id

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
        penugasan = await self._milik(milik[-1].ref, pelaku, kunci=True)
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

    async def buka_foto(self, ref: Ref, foto_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a photo of an assignment to whoever may see its usulan: his own enumerator, or an officer in scope.

        Raises:
            LampiranVervalNotFound: unknown, or not for the caller.
        """
        penugasan = await self._repo.penugasan(ref, kunci=False)
        if penugasan is None or not _boleh_lihat(penugasan, pelaku):
            raise LampiranVervalNotFound
        foto = next((f for f in await self._repo.foto(ref) if f.id == foto_id), None)
        if foto is None:
            raise LampiranVervalNotFound
        await self._jejak.catat(
            "verval:foto:dibaca",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            subjek=await self._usulan.subjek_audit([penugasan.usulan_ref]),
            keluarga_id=penugasan.keluarga_id,
            tujuan="pemeriksaan hasil kunjungan",
            rincian={"jenis": foto.jenis},
        )
        return await self._objek.baca(foto.berkas_id)

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

    async def _milik(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> Penugasan:
        penugasan = await self._repo.penugasan(ref, kunci=kunci)
        if penugasan is None or penugasan.enumerator_id != pelaku.akun_id:
            raise PenugasanNotFound
        return penugasan

    async def _terbuka(self, ref: Ref, pelaku: Pelaku) -> Penugasan:
        """Return the caller's own assignment, locked, if it is open."""
        penugasan = await self._milik(ref, pelaku, kunci=True)
        _pastikan_aktif(penugasan)
        return penugasan

    @staticmethod
    def _tutup(penugasan: Penugasan, aksi: AksiPenugasan) -> None:
        ALUR_SURVEI.apply(penugasan, aksi, None, FaktaPenugasan())
        penugasan.ditutup_at = now()

    def _putaran_tersisa(self, lama: Sequence[Penugasan]) -> bool:
        """Count the failures since the last completed visit: a return for another visit begins anew."""
        gagal = sum(1 for _ in takewhile(lambda p: p.status is StatusPenugasan.GAGAL, reversed(lama)))
        return gagal < self._wadah.pengaturan.tenggat.putaran_kunjungan_maks

    async def _catat(self, apa: str, penugasan: Penugasan, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:{apa}",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            keluarga_id=penugasan.keluarga_id,
            rincian=rincian,
        )


def _pastikan_aktif(penugasan: Penugasan) -> None:
    if penugasan.status is not StatusPenugasan.AKTIF:
        raise TransisiDitolak(status_sekarang=penugasan.status, aksi_tersedia=[])


def _is_terisi(isi: KunjunganMasuk) -> bool:
    """Return whether somebody answered: the other outcomes of question 205 are failed visits."""
    instrumen = muat(KodeInstrumen(isi.instrumen))
    isian, _ = instrumen.baca(isi.jawaban)
    return instrumen.is_terjawab(isian)


def _layak(enumerator: Pelaku | None, usulan: Usulan) -> bool:
    """Return whether this active account may visit this family: right jabatan and area, and no relative of the case."""
    if enumerator is None or enumerator.jabatan is not Jabatan.ENUMERATOR:
        return False
    return Lingkup.dari(enumerator).memuat(usulan.kode_desa) and not _berkepentingan(
        enumerator.nik_indeks, enumerator.no_kk_indeks, usulan
    )


def _berkepentingan(nik: UUID | None, no_kk: UUID | None, usulan: Usulan) -> bool:
    """Return whether the case holds this person's own NIK or own No KK."""
    perkara = {usulan.nik_indeks, usulan.no_kk_indeks, *usulan.nik_anggota}
    return bool(perkara & ({nik, no_kk} - {None}))


def _boleh_lihat(penugasan: Penugasan, pelaku: Pelaku) -> bool:
    if pelaku.jabatan is Jabatan.ENUMERATOR:
        return penugasan.enumerator_id == pelaku.akun_id and penugasan.status is StatusPenugasan.AKTIF
    return Lingkup.dari(pelaku).memuat(penugasan.kode_desa)
