"""What an importer may find out by his files: how much a day, and who of the registry can see that he did."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.galat_umum import TerlaluSering
from app.core.peran import Pelaku
from app.core.ratelimit import Kuota, pakai_kuota
from app.core.wadah import Wadah
from app.impor.alur import TahapImpor
from app.impor.susun import HasilPotongan

_HARI: Final = 86_400
_TUJUAN: Final = "IMPOR"
_LUAR: Final = "impor-luar"


class Pengawas:
    """Watches over one import."""

    def __init__(self, wadah: Wadah, impor_id: UUID, pelaku: Pelaku) -> None:
        self._sandi = wadah.sandi
        self._batas = wadah.pengaturan.batas
        self._id = impor_id
        self._pelaku = pelaku

    async def hitung_uji(self, sesi: AsyncSession, baris: int) -> None:
        """Count rows that are about to be tried out.

        Raises:
            TerlaluSering: more than an officer tries out in a day.
        """
        await self._hitung(sesi, "impor-baris", self._batas.impor_baris_hari, baris)

    async def pastikan_longgar(self, sesi: AsyncSession) -> None:
        """Refuse to write, whatever the file holds, for who has found as many numbers elsewhere as he may in a day.

        Raises:
            TerlaluSering: he has; were only a file with such a number refused, the refusal would tell of one more.
        """
        kuota = Kuota(max(self._batas.impor_luar_hari - 1, 0), _HARI, 0)
        await pakai_kuota(sesi, self._sandi, _LUAR, str(self._pelaku.akun_id), kuota)

    async def catat(self, sesi: AsyncSession, hasil: HasilPotongan, tahap: TahapImpor) -> None:
        """Let the persons see it with whom a chunk's rows were compared, and count numbers on record elsewhere.

        Raises:
            TerlaluSering: more such numbers in a day than a file of one's own region holds; the chunk is not written.
        """
        await self._hitung(sesi, _LUAR, self._batas.impor_luar_hari, hasil.di_luar)
        await self._catat_dibaca(sesi, hasil, tahap)

    async def catat_ditolak(self, sesi: AsyncSession, hasil: HasilPotongan, tahap: TahapImpor) -> None:
        """Count and write down of a chunk that went beyond the limit what `catat` would have: that it did tells too."""
        with suppress(TerlaluSering):
            await self._hitung(sesi, _LUAR, self._batas.impor_luar_hari, hasil.di_luar)
        await self._catat_dibaca(sesi, hasil, tahap)

    async def _catat_dibaca(self, sesi: AsyncSession, hasil: HasilPotongan, tahap: TahapImpor) -> None:
        if hasil.dibaca:
            await Jejak(sesi).catat(
                "impor:registri:dibaca",
                pelaku=self._pelaku,
                objek=f"impor/{self._id}",
                subjek=hasil.dibaca,
                tujuan=_TUJUAN,
                rincian={"tahap": tahap.value, "orang": len(hasil.dibaca), "baris_di_luar": hasil.di_luar},
            )

    async def _hitung(self, sesi: AsyncSession, ruang: str, batas: int, bobot: int) -> None:
        if bobot:
            await pakai_kuota(sesi, self._sandi, ruang, str(self._pelaku.akun_id), Kuota(batas, _HARI, bobot))
