"""Use cases of the match with Dukcapil: ask, store what came of it, say where it stands.

The question waits on a network, so a job asks it between two short transactions: the first reads the identity, the
second stores the answer. No request and no lock waits for Dukcapil.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.nik import Nik
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import Ambang, Bidang, HasilPadan, Identitas, KeputusanPadan, padankan
from app.kependudukan.ports import JawabanKependudukan, KependudukanPort, LayananGagal, SebabGagal, TidakDitemukan
from app.periode.padan import PosisiPadan
from app.periode.service_padan import AturanPadanService
from app.referensi.katalog import alasan as alasan_katalog
from app.usulan.models import Usulan
from app.usulan.pencarian import PencarianUsulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.errors import BelumDapatDipadankan
from app.verval.models import PadanLog
from app.verval.padan_baca import PembacaPadan, Tanya, arti
from app.verval.repository import VervalRepository
from app.verval.repository_validasi import ValidasiRepository
from app.wilayah.lingkup import Lingkup

TUGAS_PADANKAN: Final = "verval.padankan"
COBA_MAKS: Final = 6
JEDA_ULANG: Final = timedelta(minutes=5)
"""Wait before the second question after a failure of the service; doubles each time."""
MENUNGGU: Final = frozenset({StatusUsulan.VALIDASI_DINSOS, StatusUsulan.TIDAK_PADAN})
"""States in which the match decides."""
SEBELUM: Final = frozenset({StatusUsulan.DIAJUKAN, StatusUsulan.PERLU_DILENGKAPI, StatusUsulan.LENGKAP})
"""States in which it is asked in advance, as advice or because the region wants it before the meeting."""
_RIWAYAT_MAKS: Final = 20
_BATAS_PERMINTAAN: Final = 300
_JENDELA_PERMINTAAN: Final = 3600
_KATA: Final = {
    Bidang.NIK: "NIK",
    Bidang.NAMA: "nama",
    Bidang.TANGGAL_LAHIR: "tanggal lahir",
    Bidang.JENIS_KELAMIN: "jenis kelamin",
    Bidang.NAMA_IBU: "nama ibu",
    Bidang.NO_KK: "nomor KK",
}


class PadanService:
    """Everything between a usulan and the civil registration."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._baca = PembacaPadan.rakit(sesi, wadah)
        self._validasi = ValidasiRepository(sesi)
        self._aturan = AturanPadanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def minta(self, ref: Ref, pelaku: Pelaku) -> Usulan:
        """Queue a question about the identity as it is now.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            BelumDapatDipadankan: not in a state in which a match means something.
            TerlaluSering: the caller's questions of this hour are used up.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        if usulan.status not in MENUNGGU | SEBELUM:
            raise BelumDapatDipadankan(status_sekarang=usulan.status)
        await pakai(self._wadah, "padan", str(pelaku.akun_id), _BATAS_PERMINTAAN, _JENDELA_PERMINTAAN)
        await self._catat("diminta", usulan, pelaku)
        await enqueue(self._sesi, TUGAS_PADANKAN, {"ref": ref.teks, "oleh": str(pelaku.akun_id)})
        return usulan

    async def baca(self, ref: Ref, pelaku: Pelaku) -> tuple[HasilPadan, Sequence[PadanLog]]:
        """Return where the match stands for the present identity, and the last answers, newest first.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        log = await self._repo.padan_terakhir(ref, _RIWAYAT_MAKS)
        await self._catat("dibaca", usulan, pelaku)
        return await self._baca.terkini(usulan), log

    async def menurut_nik(self, nik: Nik, pelaku: Pelaku, tujuan: str, hal: Halaman) -> Potongan[PadanLog]:
        """Return what Dukcapil was asked about one person in the caller's area, newest first."""
        indeks = self._wadah.sandi.indeks_calon(Tujuan.NIK, nik)
        hasil = await self._validasi.padan_orang(indeks, Lingkup.dari(pelaku), hal)
        await self._jejak.catat(
            "verval:padan:dibaca", pelaku=pelaku, objek="padan_log", subjek=[indeks[0]], tujuan=tujuan
        )
        return hasil

    async def is_padan(self, usulan: Usulan) -> bool | None:
        """Return whether the present identity matches, by the answers that the region's rule lets count.

        Where the match comes before the meeting an earlier answer about the same identity is enough; elsewhere it is
        made after the visit.
        """
        posisi = await self._aturan.posisi(usulan.kode_desa, usulan.periode)
        sejak = None
        if posisi is not PosisiPadan.SEBELUM_MUSYAWARAH:
            sejak = (await self._usulan.saat_aksi([usulan.ref], AksiUsulan.MULAI_VALIDASI)).get(usulan.ref)
        return await self._baca.is_padan(usulan, sejak)

    async def siapkan(self, ref: Ref) -> Tanya | None:
        """Return what to ask, or None when the usulan does not wait for a match any more."""
        usulan = await self._usulan.ambil(ref, None)
        return self._baca.tanya(usulan) if usulan.status in MENUNGGU | SEBELUM else None

    async def simpan(self, ref: Ref, tanya: Tanya, jawaban: JawabanKependudukan, oleh: UUID | None) -> None:
        """Store an answer; a mismatch of the present identity moves the usulan to TIDAK_PADAN.

        Whoever changed the identity or moved the usulan while Dukcapil was thinking wins: the answer is kept as a row
        and decides nothing.
        """
        usulan = await self._usulan.kunci(ref, None)
        putusan, sebab = self._putuskan(tanya.identitas, jawaban)
        await self._repo.tambah(
            PadanLog(
                keluarga_id=usulan.keluarga_id,
                id=id_baru(),
                usulan_id=usulan.id,
                sidik=tanya.sidik,
                nik_indeks=usulan.nik_indeks,
                kode_desa=usulan.kode_desa,
                hasil=putusan.hasil,
                beda=sorted(putusan.beda),
                peringatan=sorted(putusan.peringatan),
                skor_nama=putusan.skor_nama,
                sebab=sebab,
                diminta_oleh=oleh,
                created_at=now(),
            )
        )
        await self._catat("dicatat", usulan, None, hasil=putusan.hasil, beda=sorted(putusan.beda))
        is_berlaku = usulan.status is StatusUsulan.VALIDASI_DINSOS and self._baca.tanya(usulan).sidik == tanya.sidik
        is_kecualian = await self._validasi.is_disetujui(ref, tanya.sidik)
        if is_berlaku and not is_kecualian and arti(usulan, putusan.hasil) is False:
            fakta = FaktaUsulan(is_padan=False)
            await self._usulan.move(ref, AksiUsulan.NYATAKAN_TIDAK_PADAN, None, alasan=_alasan(putusan), fakta=fakta)

    def _putuskan(self, diakui: Identitas, jawaban: JawabanKependudukan) -> tuple[KeputusanPadan, SebabGagal | None]:
        if isinstance(jawaban, LayananGagal):
            return KeputusanPadan(HasilPadan.TUNDA), jawaban.sebab
        if isinstance(jawaban, TidakDitemukan):
            return KeputusanPadan(HasilPadan.NIK_TIDAK_DITEMUKAN, beda=frozenset({Bidang.NIK})), None
        ambang = Ambang(nama=round(self._wadah.pengaturan.dukcapil.ambang_nama * 1000))
        return padankan(diakui, jawaban.identitas, is_meninggal=jawaban.is_meninggal, ambang=ambang), None

    async def _catat(self, apa: str, usulan: Usulan, pelaku: Pelaku | None, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:padan:{apa}",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian=rincian,
        )


class Pemadanan:
    """Usulan's `PemadananPort`: what the match knows of a case, and its next question."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = VervalRepository(sesi)
        self._baca = PembacaPadan.rakit(sesi, wadah)
        self._cari = PencarianUsulan.rakit(sesi, wadah)

    async def minta(self, ref: Ref) -> None:
        """Queue the match of a case that is complete, or that came to validation without a visit."""
        await enqueue(self._sesi, TUGAS_PADANKAN, {"ref": ref.teks})

    async def is_meninggal(self, ref: Ref) -> bool:
        """Return whether the last definite answer about this case's subject said that he died."""
        log = await self._repo.padan_terakhir(ref, _RIWAYAT_MAKS)
        return next((x.hasil for x in log if x.hasil is not HasilPadan.TUNDA), None) is HasilPadan.MENINGGAL

    async def is_padan(self, ref: Ref) -> bool | None:
        """Return whether the case's present identity matches; None while there is no definite answer about it."""
        usulan = await self._cari.ambil(ref)
        return await self._baca.is_padan(usulan) if usulan else None


async def padankan_usulan(
    wadah: Wadah, ref: Ref, *, oleh: UUID | None = None, ke: int = 1, is_sekali: bool = False
) -> None:
    """Ask Dukcapil about one usulan; `ke` counts the attempts, of which a failing service gets six over two hours.

    With `is_sekali` a failure is not tried again: who asks has his own plan.
    """
    async with transaksi(wadah.pabrik_sesi) as sesi:
        tanya = await PadanService.rakit(sesi, wadah).siapkan(ref)
        port = wadah.ambil(KependudukanPort, sesi)
    if tanya is None:
        return
    # Nobody can be asked about a person without NIK; Disdukcapil has to issue one first.
    jawaban = await port.padankan(tanya.nik) if tanya.nik else TidakDitemukan()
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PadanService.rakit(sesi, wadah).simpan(ref, tanya, jawaban, oleh)
        if isinstance(jawaban, LayananGagal) and ke < COBA_MAKS and not is_sekali:
            muatan = {"ref": ref.teks, "oleh": str(oleh) if oleh else None, "ke": ke + 1}
            await enqueue(sesi, TUGAS_PADANKAN, muatan, tunda=_jeda(ke))


def _jeda(ke: int) -> timedelta:
    """Return the wait before the next question, doubled each time and spread, so that not all come back at once."""
    dasar: timedelta = JEDA_ULANG * 2 ** (ke - 1)
    return dasar + dasar * secrets.randbelow(500) / 1000


def _alasan(putusan: KeputusanPadan) -> AlasanMasuk:
    is_tidak_ada = putusan.hasil is HasilPadan.NIK_TIDAK_DITEMUKAN
    butir = alasan_katalog("NIK_TIDAK_DITEMUKAN" if is_tidak_ada else "TIDAK_PADAN_DUKCAPIL")
    beda = ", ".join(_KATA[b] for b in sorted(putusan.beda))
    return AlasanMasuk(
        kode=butir.kode,
        penjelasan=f"{butir.teks.id}. Bagian yang belum cocok: {beda}.",
        langkah_berikutnya=butir.langkah.id,
    )
