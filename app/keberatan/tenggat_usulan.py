"""Due times of objections to refusals: who may answer is reminded, then the head of the office hears of the delay."""

from datetime import timedelta
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.models_usulan import KeberatanUsulan
from app.keberatan.repository_usulan import KeberatanUsulanRepository
from app.keberatan.tenggat import SEKALIGUS
from app.notifikasi.kabar import JenisKabar, Kabar


class TenggatKeberatanUsulan:
    """Reminds and escalates, a chunk at a time; each step is counted, so none is repeated, and none ever lapses."""

    def __init__(
        self, repo: KeberatanUsulanRepository, akun: AkunService, kabar: KabarService, sisa_hari: tuple[int, ...]
    ) -> None:
        self._repo = repo
        self._akun = akun
        self._kabar = kabar
        self._sisa_hari = sisa_hari

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the job."""
        return cls(
            KeberatanUsulanRepository(sesi),
            AkunService.rakit(sesi, wadah),
            KabarService.rakit(sesi, wadah),
            wadah.pengaturan.tenggat.pengingat_sisa_hari,
        )

    async def jalankan(self) -> int:
        """Remind of and escalate up to `SEKALIGUS` objections each; return how many."""
        kini, jumlah = hari_ini(), 0
        # One day beyond the due time is the last step: the head of the office is told.
        for ke, sisa in enumerate((*self._sisa_hari, -1)):
            for baris in await self._repo.perlu_diingatkan(ke, kini + timedelta(days=sisa), SEKALIGUS):
                baris.pengingat_ke = ke + 1
                await self._beri_tahu(baris, is_lewat=sisa < 0)
                jumlah += 1
        return jumlah

    async def _beri_tahu(self, baris: KeberatanUsulan, *, is_lewat: bool) -> None:
        siapa = {a.id for a in await self._akun.petugas_di(baris.kode_desa, Jabatan.VERIFIKATOR)}
        if is_lewat:
            siapa |= {a.id for a in await self._akun.petugas_di(baris.kode_desa, Jabatan.KEPALA_OPD)}
        await self._kabar.kabari(siapa, _kabar(baris, is_lewat=is_lewat))


def _kabar(baris: KeberatanUsulan, *, is_lewat: bool) -> Kabar:
    hari, objek = baris.tenggat_date, f"keberatan-usulan/{baris.ref.teks}"
    if is_lewat:
        judul = Teks("Keberatan usulan terlambat dijawab", "An objection to a refusal is overdue")
        isi = Teks(
            f"Keberatan atas penolakan usulan seharusnya dijawab paling lambat {hari:%d-%m-%Y}.",
            f"An objection to a refused usulan was due on {hari.isoformat()}.",
        )
    else:
        judul = Teks("Keberatan usulan menunggu jawaban", "An objection to a refusal waits for an answer")
        isi = Teks(
            f"Keberatan atas penolakan usulan harus dijawab paling lambat {hari:%d-%m-%Y}.",
            f"An objection to a refused usulan has to be answered by {hari.isoformat()}.",
        )
    return Kabar(JenisKabar.TENGGAT, judul, isi, objek)


async def jaga_usulan(wadah: Wadah) -> None:
    """Look after all due times of the day."""
    jumlah = 1
    while jumlah:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            jumlah = await TenggatKeberatanUsulan.rakit(sesi, wadah).jalankan()
