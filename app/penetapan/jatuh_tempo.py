"""What the clock does (T24): who was decreed out leaves when his notice has run out and no answer is owed to him."""

from collections.abc import Sequence
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.penetapan.buku import BukuKeanggotaan
from app.penetapan.models import Keanggotaan
from app.penetapan.status import OTOMATIS, AksiKeanggotaan, FaktaKeanggotaan, StatusKeanggotaan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan

SEKALI: Final = 200
"""Persons who leave in one transaction."""


class JatuhTempoService:
    """Carries decided exits out."""

    def __init__(self, buku: BukuKeanggotaan, usulan: UsulanService) -> None:
        self._buku = buku
        self._usulan = usulan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the job."""
        return cls(BukuKeanggotaan.rakit(sesi, wadah), UsulanService.rakit(sesi, wadah))

    async def jalankan(self, batas: int) -> int:
        """Deactivate at most `batas` persons whose day has come; return how many were looked at."""
        calon = await self._buku.keluar.jatuh_tempo(hari_ini(), batas)
        if not calon:
            return 0
        lama = [k for k in await self._buku.kunci(calon) if _is_tiba(k)]
        keberatan = await self._buku.keluar.berkeberatan([k.individu_id for k in lama])
        lama = [k for k in lama if k.individu_id not in keberatan]
        fakta = FaktaKeanggotaan(is_pemberitahuan_selesai=True, has_keberatan_terbuka=False)
        await self._buku.pindahkan(lama, AksiKeanggotaan.JATUH_TEMPO, None, fakta=fakta)
        await self.tutup_usulan(lama)
        return len(calon)

    async def tutup_usulan(self, keluar: Sequence[Keanggotaan]) -> None:
        """Tell the usulan that took these persons out that it is done."""
        orang = {(k.individu_id, k.sk_id) for k in keluar if k.sk_id}
        refs = [*(await self._buku.keluar.usulan_keluar(orang)).values()]
        selesai = await self._usulan.saring(refs, StatusUsulan.DITETAPKAN, None)
        hapus = [u.ref for u in selesai if u.jenis is JenisUsulan.HAPUS]
        await self._usulan.pindahkan_massal(hapus, AksiUsulan.NONAKTIFKAN, None)


async def jalankan_semua(wadah: Wadah) -> None:
    """Work through everything that is due, some persons per transaction; a killed worker's successor goes on."""
    terakhir = SEKALI
    while terakhir == SEKALI:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            terakhir = await JatuhTempoService.rakit(sesi, wadah).jalankan(SEKALI)


def _is_tiba(k: Keanggotaan) -> bool:
    batas = k.nonaktif_paling_cepat
    is_akan = k.status is StatusKeanggotaan.AKAN_DINONAKTIFKAN and k.aksi in OTOMATIS
    return is_akan and batas is not None and batas <= hari_ini()
