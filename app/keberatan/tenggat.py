"""Due times of objections: the VERIFIKATOR is reminded, then the head of the office hears that an answer is overdue.

An unanswered objection never lapses: the delay is the office's, and whoever objected stays protected meanwhile.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.models import KeberatanDesil
from app.keberatan.models_usulan import KeberatanUsulan
from app.keberatan.repository import KeberatanDesilRepository
from app.keberatan.repository_usulan import KeberatanUsulanRepository
from app.notifikasi.kabar import JenisKabar, Kabar

_SEKALIGUS: Final = 100
"""Objections looked after in one transaction."""


@dataclass(frozen=True, slots=True)
class Jenis:
    """A kind of objection: its rows, and what officers are told of one that waits, or is overdue, on its day."""

    repo: type[KeberatanDesilRepository | KeberatanUsulanRepository]
    objek: str
    menunggu: tuple[Teks, Teks]
    lewat: tuple[Teks, Teks]

    def kabar(self, baris: KeberatanDesil | KeberatanUsulan, *, is_lewat: bool) -> Kabar:
        """Return the message."""
        judul, isi = self.lewat if is_lewat else self.menunggu
        hari = baris.tenggat_date
        isi = Teks(isi.id.format(hari=f"{hari:%d-%m-%Y}"), isi.en.format(hari=hari.isoformat()))
        return Kabar(JenisKabar.TENGGAT, judul, isi, f"{self.objek}/{baris.ref.teks}")


_DESIL: Final = Jenis(
    KeberatanDesilRepository,
    "keberatan-desil",
    menunggu=(
        Teks("Keberatan desil menunggu jawaban", "An objection to a decile waits for an answer"),
        Teks(
            "Keberatan atas desil harus dijawab paling lambat {hari}, sebelum penetapan berikutnya.",
            "An objection to a decile has to be answered by {hari}, before the next decree.",
        ),
    ),
    lewat=(
        Teks("Keberatan desil terlambat dijawab", "An objection to a decile is overdue"),
        Teks(
            "Keberatan atas desil seharusnya dijawab paling lambat {hari}. Selama belum dijawab, SK tidak mengeluarkan "
            "atau menolak keluarga itu karena desilnya.",
            "An objection to a decile was due on {hari}. Until it is answered, no decree removes or refuses that "
            "family for its decile.",
        ),
    ),
)
_USULAN: Final = Jenis(
    KeberatanUsulanRepository,
    "keberatan-usulan",
    menunggu=(
        Teks("Keberatan usulan menunggu jawaban", "An objection to a refusal waits for an answer"),
        Teks(
            "Keberatan atas penolakan usulan harus dijawab paling lambat {hari}.",
            "An objection to a refused usulan has to be answered by {hari}.",
        ),
    ),
    lewat=(
        Teks("Keberatan usulan terlambat dijawab", "An objection to a refusal is overdue"),
        Teks(
            "Keberatan atas penolakan usulan seharusnya dijawab paling lambat {hari}.",
            "An objection to a refused usulan was due on {hari}.",
        ),
    ),
)


class Tenggat:
    """Reminds and escalates, a chunk at a time; each step of an objection is counted, so none is repeated."""

    def __init__(self, sesi: AsyncSession, akun: AkunService, kabar: KabarService, sisa_hari: tuple[int, ...]) -> None:
        self._sesi = sesi
        self._akun = akun
        self._kabar = kabar
        self._sisa_hari = sisa_hari

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the job."""
        sisa = wadah.pengaturan.tenggat.pengingat_sisa_hari
        return cls(sesi, AkunService.rakit(sesi, wadah), KabarService.rakit(sesi, wadah), sisa)

    async def jalankan(self, jenis: Jenis) -> int:
        """Remind of and escalate up to `_SEKALIGUS` objections of a kind for each step; return how many."""
        kini, jumlah, repo = hari_ini(), 0, jenis.repo(self._sesi)
        # One day beyond the due time is the last step: the head of the office is told.
        for ke, sisa in enumerate((*self._sisa_hari, -1)):
            for baris in await repo.perlu_diingatkan(ke, kini + timedelta(days=sisa), _SEKALIGUS):
                baris.pengingat_ke = ke + 1
                jabatan = (Jabatan.VERIFIKATOR, *([Jabatan.KEPALA_OPD] if sisa < 0 else []))
                siapa = {a.id for j in jabatan for a in await self._akun.petugas_di(baris.kode_desa, j)}
                await self._kabar.kabari(siapa, jenis.kabar(baris, is_lewat=sisa < 0))
                jumlah += 1
        return jumlah


async def jaga(wadah: Wadah) -> None:
    """Look after all due times of the day."""
    for jenis in (_DESIL, _USULAN):
        jumlah = 1
        while jumlah:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                jumlah = await Tenggat.rakit(sesi, wadah).jalankan(jenis)
