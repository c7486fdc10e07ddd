"""Due times of objections: the VERIFIKATOR is reminded, then the head of the office hears that an answer is overdue.

An unanswered objection never lapses: the delay is the office's, and the family stays protected meanwhile.
"""

from datetime import timedelta
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.buku import BukuKeberatan
from app.keberatan.models import KeberatanDesil

SEKALIGUS: Final = 100
"""Objections looked after in one transaction."""


class TenggatKeberatan:
    """Reminds and escalates, a chunk at a time; each step of an objection is counted, so none is repeated."""

    def __init__(self, buku: BukuKeberatan, sisa_hari: tuple[int, ...]) -> None:
        self._buku = buku
        self._sisa_hari = sisa_hari

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the job."""
        return cls(BukuKeberatan.rakit(sesi, wadah), wadah.pengaturan.tenggat.pengingat_sisa_hari)

    async def jalankan(self) -> int:
        """Remind of and escalate up to `SEKALIGUS` objections each; return how many."""
        kini, jumlah = hari_ini(), 0
        # One day beyond the due time is the last step: the head of the office is told.
        for ke, sisa in enumerate((*self._sisa_hari, -1)):
            for baris in await self._buku.repo.perlu_diingatkan(ke, kini + timedelta(days=sisa), SEKALIGUS):
                baris.pengingat_ke = ke + 1
                await self._beri_tahu(baris, is_lewat=sisa < 0)
                jumlah += 1
        return jumlah

    async def _beri_tahu(self, baris: KeberatanDesil, *, is_lewat: bool) -> None:
        hari = baris.tenggat_date
        if is_lewat:
            judul = Teks("Keberatan desil terlambat dijawab", "An objection to a decile is overdue")
            isi = Teks(
                f"Keberatan atas desil seharusnya dijawab paling lambat {hari:%d-%m-%Y}. Selama belum dijawab, SK "
                "tidak mengeluarkan atau menolak keluarga itu karena desilnya.",
                f"An objection to a decile was due on {hari.isoformat()}. Until it is answered, no decree removes or "
                "refuses that family for its decile.",
            )
            for jabatan in (Jabatan.KEPALA_OPD, Jabatan.VERIFIKATOR):
                await self._buku.kabari_petugas(baris, jabatan, judul, isi, surel=True)
            return
        judul = Teks("Keberatan desil menunggu jawaban", "An objection to a decile waits for an answer")
        isi = Teks(
            f"Keberatan atas desil harus dijawab paling lambat {hari:%d-%m-%Y}, sebelum penetapan berikutnya.",
            f"An objection to a decile has to be answered by {hari.isoformat()}, before the next decree.",
        )
        await self._buku.kabari_petugas(baris, Jabatan.VERIFIKATOR, judul, isi, surel=True)


async def jaga(wadah: Wadah) -> None:
    """Look after all due times of the day."""
    jumlah = 1
    while jumlah:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            jumlah = await TenggatKeberatan.rakit(sesi, wadah).jalankan()
