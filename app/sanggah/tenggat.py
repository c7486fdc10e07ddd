"""Overdue contests: once a day whoever has to move them on is told how many wait for him.

Thousands of contests were granted while a hundred thousand waited unseen (press, January 2023): a queue that nobody is
told of is not worked on. A contest never lapses; the office's delay takes nothing from either side.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.notifikasi.kabar import JenisKabar, Kabar
from app.sanggah.repository import SanggahRepository
from app.sanggah.status import TEKS_STATUS, StatusSanggah


class TenggatSanggah:
    """Counts what is overdue and tells; it changes no contest and names nobody."""

    def __init__(self, repo: SanggahRepository, akun: AkunService, kabar: KabarService) -> None:
        self._repo = repo
        self._akun = akun
        self._kabar = kabar

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it on this session."""
        return cls(SanggahRepository(sesi), AkunService.rakit(sesi, wadah), KabarService.rakit(sesi, wadah))

    async def laporkan(self) -> int:
        """Tell each officer in his inbox how many contests wait for him beyond their day; return how many officers.

        The enumerator hears of those that he has not visited yet, the VERIFIKATOR of the kab/kota of all.
        """
        kini = hari_ini()
        beban: defaultdict[UUID, Counter[StatusSanggah]] = defaultdict(Counter)
        for kode_desa, semua in groupby(await self._repo.terlambat(kini), key=attrgetter("kode_desa")):
            verifikator = await self._petugas(kode_desa, Jabatan.VERIFIKATOR)
            pencacah = await self._petugas(kode_desa, Jabatan.ENUMERATOR)
            for baris in semua:
                # Whose account or area has ended meanwhile is not told: the kab/kota has to send somebody else.
                diingatkan = set(verifikator)
                if baris.enumerator_id in pencacah and not baris.is_dikunjungi:
                    diingatkan.add(baris.enumerator_id)
                for akun_id in diingatkan:
                    beban[akun_id][baris.status] += baris.jumlah
        for akun_id, hitung in sorted(beban.items()):
            await self._kabar.kabari([akun_id], _kabar(hitung, kini), surel=False)
        return len(beban)

    async def _petugas(self, kode_desa: str, jabatan: Jabatan) -> set[UUID]:
        return {a.id for a in await self._akun.petugas_di(kode_desa, jabatan)}


async def jaga(wadah: Wadah) -> None:
    """Look after the day's overdue contests."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await TenggatSanggah.rakit(sesi, wadah).laporkan()


def _kabar(hitung: Mapping[StatusSanggah, int], kini: date) -> Kabar:
    def baris(bahasa: str) -> str:
        return "; ".join(f"{TEKS_STATUS[s].dalam(bahasa)}: {n}" for s, n in sorted(hitung.items()))

    return Kabar(
        JenisKabar.TENGGAT,
        Teks("Sanggah melewati batas waktu", "Contests are overdue"),
        Teks(f"Per {kini:%d-%m-%Y} melewati batas: {baris('id')}.", f"Overdue on {kini.isoformat()}: {baris('en')}."),
        "sanggah",
    )
