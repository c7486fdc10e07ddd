"""Creating and changing periods, and telling which one a day or a usulan belongs to."""

from collections.abc import Collection
from datetime import date
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.periode.errors import PeriodeBelumDibuka, PeriodeBertumpuk, PeriodeNotFound
from app.periode.jendela import (
    Jendela,
    NamaJendela,
    hari_pertama,
    hari_terakhir,
    jendela_baku,
    jendela_usulan,
    kode_berikutnya,
    kode_periode,
    pastikan_sah,
)
from app.periode.models import Periode
from app.periode.repository import PeriodeRepository
from app.periode.schemas import PeriodeBuat, PeriodeUbah


class PeriodeService:
    """The calendar's use cases."""

    def __init__(self, repo: PeriodeRepository, jejak: Jejak) -> None:
        self._repo = repo
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah | None = None) -> Self:
        """Return the service on this session."""
        return cls(PeriodeRepository(sesi), Jejak(sesi))

    async def buat(self, isi: PeriodeBuat, pelaku: Pelaku | None) -> Periode:
        """Create a period.

        Raises:
            JendelaTidakSah: days or windows that cannot be.
            PeriodeBertumpuk: the code exists or days overlap.
        """
        mulai, selesai = isi.mulai or hari_pertama(isi.kode), isi.selesai or hari_terakhir(isi.kode)
        jendela = jendela_baku(isi.kode) if isi.jendela is None else [j.jadi() for j in isi.jendela]
        await self._pastikan(isi.kode, mulai, selesai, jendela)
        if await self._repo.get(isi.kode):
            raise PeriodeBertumpuk
        sekarang = now()
        periode = Periode(
            kode=isi.kode,
            mulai=mulai,
            selesai=selesai,
            isi_jendela=_tulis(jendela),
            versi=1,
            created_at=sekarang,
            updated_at=sekarang,
        )
        await self._repo.add(periode)
        await self._jejak.catat("periode:periode:dibuat", pelaku=pelaku, objek=f"periode/{periode.kode}")
        return periode

    async def ubah(self, kode: str, isi: PeriodeUbah, pelaku: Pelaku, *, versi: int) -> Periode:
        """Change days or windows; what is absent stays.

        Raises:
            PeriodeNotFound: no such period.
            VersiBasi: changed since it was read.
            JendelaTidakSah: days or windows that cannot be.
            PeriodeBertumpuk: days overlap another period.
        """
        periode = await self._repo.lock(kode)
        if periode is None:
            raise PeriodeNotFound
        pastikan_versi(versi, periode.versi)
        mulai, selesai = isi.mulai or periode.mulai, isi.selesai or periode.selesai
        jendela = periode.jendela if isi.jendela is None else [j.jadi() for j in isi.jendela]
        await self._pastikan(kode, mulai, selesai, jendela)
        periode.mulai, periode.selesai, periode.isi_jendela = mulai, selesai, _tulis(jendela)
        periode.versi += 1
        periode.updated_at = now()
        await self._jejak.catat("periode:periode:diubah", pelaku=pelaku, objek=f"periode/{kode}")
        return periode

    async def baca(self, kode: str) -> Periode:
        """Return a period.

        Raises:
            PeriodeNotFound: no such period.
        """
        if periode := await self._repo.get(kode):
            return periode
        raise PeriodeNotFound

    async def daftar(self, hal: Halaman) -> Potongan[Periode]:
        """Return periods, latest first."""
        return await self._repo.daftar(hal)

    async def berjalan(self, tanggal: date | None = None) -> Periode:
        """Return the period that holds the day (default: today, WIB).

        Raises:
            PeriodeBelumDibuka: nobody has created it.
        """
        if periode := await self._repo.pada(tanggal or hari_ini()):
            return periode
        raise PeriodeBelumDibuka

    async def untuk_usulan(self, tanggal: date | None = None, *, program: Collection[str] = ()) -> str:
        """Return the code of the period that a usulan sent on that day counts for.

        Outside the usulan window, or before the period is created, it waits for the next month: it is queued, never
        refused. A wish for a programme has that programme's window; before it opens the usulan waits within the month.
        """
        hari = tanggal or hari_ini()
        periode = await self._repo.pada(hari)
        if periode is None:
            return kode_berikutnya(kode_periode(hari))
        nama = jendela_usulan(program)
        if nama == {NamaJendela.USULAN}:
            is_lewat = not periode.terbuka(NamaJendela.USULAN, hari)
        else:
            is_lewat = any(periode.lewat(n, hari) for n in nama)
        return kode_berikutnya(periode.kode) if is_lewat else periode.kode

    async def untuk_pengesahan(self, tanggal: date | None = None) -> str:
        """Return the code of the period whose central pull takes a batch that is signed on that day.

        Before its window opens a batch waits for this month's; after the window, or after the cut-off, for the next
        month's: it is queued, never refused. An administrator extends a window by changing the period.
        """
        hari = tanggal or hari_ini()
        periode = await self._repo.pada(hari)
        if periode is None:
            return kode_berikutnya(kode_periode(hari))
        n = NamaJendela
        is_lewat = periode.lewat(n.PENGESAHAN, hari) or periode.lewat(n.BATAS_DATA, hari)
        return kode_berikutnya(periode.kode) if is_lewat else periode.kode

    async def is_ditarik(self, kode: str, tanggal: date | None = None) -> bool:
        """Return whether the centre may pull for this period already; a period that nobody described may be."""
        periode = await self._repo.get(kode)
        return periode is None or not periode.belum(NamaJendela.PENARIKAN, tanggal or hari_ini())

    async def mulai_berikut(self, nama: NamaJendela, tanggal: date | None = None) -> date:
        """Return the next day after this one on which such a window begins, by the usual days where nobody set it."""
        hari = tanggal or hari_ini()
        kode = kode_periode(hari)
        while True:
            periode = await self._repo.get(kode)
            jendela = periode.jendela if periode else jendela_baku(kode)
            if mulai := [j.mulai for j in jendela if j.nama is nama and j.mulai > hari]:
                return min(mulai)
            kode = kode_berikutnya(kode)

    async def _pastikan(self, kode: str, mulai: date, selesai: date, jendela: list[Jendela]) -> None:
        pastikan_sah(mulai, selesai, jendela)
        if await self._repo.bertumpuk(mulai, selesai, selain=kode):
            raise PeriodeBertumpuk


def _tulis(jendela: list[Jendela]) -> list[dict[str, str]]:
    return [{"nama": j.nama.value, "mulai": j.mulai.isoformat(), "selesai": j.selesai.isoformat()} for j in jendela]
