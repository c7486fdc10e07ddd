"""Compare a registration's NIK, No KK and name with the civil registration: advice for the officer who decides (A.6).

A job asks, outside any transaction, as for a usulan (ADR 0020). A failure of the service never hides a definite answer,
and no answer never keeps an officer from deciding by the pictures.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.akun.alur import StatusAkun
from app.akun.models import PadanAkun
from app.akun.repository import AkunRepository
from app.akun.repository_bukti import BuktiRepository
from app.akun.service import AkunService
from app.core.clock import now
from app.core.db import transaksi
from app.core.jobs import enqueue
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import (
    Ambang,
    Bidang,
    HasilPadan,
    Identitas,
    KeputusanPadan,
    padankan_pendaftar,
)
from app.kependudukan.ports import JawabanKependudukan, KependudukanPort, LayananGagal, TidakDitemukan

TUGAS_PADAN: Final = "akun.padankan"
COBA_MAKS: Final = 6
JEDA_ULANG: Final = timedelta(minutes=5)
"""Wait before the second question after a failure of the service; doubles each time."""
TIDAK_COCOK: Final = frozenset({HasilPadan.TIDAK_PADAN, HasilPadan.NIK_TIDAK_DITEMUKAN, HasilPadan.MENINGGAL})
"""Answers against which an officer may approve only with an explanation."""


async def padankan_akun(wadah: Wadah, akun_id: UUID, ke: int = 1) -> None:
    """Ask about one registration; `ke` counts the attempts, of which a failing service gets six over two hours."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        akun = await AkunRepository(sesi).get(akun_id)
        if akun is None or akun.status is not StatusAkun.MENUNGGU_VERIFIKASI:
            return
        isi = AkunService.rakit(sesi, wadah).identitas(akun)
        diakui = Identitas(akun.nama, no_kk=isi.no_kk)
        port = wadah.ambil(KependudukanPort, sesi)
    jawaban = await port.padankan(isi.nik) if isi.nik else TidakDitemukan()
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await _simpan(BuktiRepository(sesi), akun_id, _putuskan(wadah, diakui, jawaban), jawaban)
        await AkunService.rakit(sesi, wadah).catat(akun, "dipadankan", None)
        if isinstance(jawaban, LayananGagal) and ke < COBA_MAKS:
            muatan = {"akun_id": str(akun_id), "ke": ke + 1}
            await enqueue(sesi, TUGAS_PADAN, muatan, tunda=JEDA_ULANG * 2 ** (ke - 1))


def _putuskan(wadah: Wadah, diakui: Identitas, jawaban: JawabanKependudukan) -> KeputusanPadan:
    if isinstance(jawaban, LayananGagal):
        return KeputusanPadan(HasilPadan.TUNDA)
    if isinstance(jawaban, TidakDitemukan):
        return KeputusanPadan(HasilPadan.NIK_TIDAK_DITEMUKAN, beda=frozenset({Bidang.NIK}))
    ambang = Ambang(nama=round(wadah.pengaturan.dukcapil.ambang_nama * 1000))
    return padankan_pendaftar(diakui, jawaban.identitas, is_meninggal=jawaban.is_meninggal, ambang=ambang)


async def _simpan(repo: BuktiRepository, akun_id: UUID, putusan: KeputusanPadan, jawaban: JawabanKependudukan) -> None:
    if isinstance(jawaban, LayananGagal) and await repo.padan(akun_id) is not None:
        return
    await repo.simpan_padan(
        PadanAkun(
            akun_id=akun_id,
            hasil=putusan.hasil,
            beda=sorted(putusan.beda),
            peringatan=sorted(putusan.peringatan),
            skor_nama=putusan.skor_nama,
            sebab=jawaban.sebab if isinstance(jawaban, LayananGagal) else None,
            created_at=now(),
        )
    )
