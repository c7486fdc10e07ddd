"""The registered of a village as one may choose them who contests: the lookup's answer, and who is behind it."""

from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import nilai, urai
from app.cekbansos.repository import CekRepository
from app.cekbansos.service import MAKS_HASIL, boleh_tampil
from app.core.clock import hari_ini
from app.core.crypto import Sandi, Tujuan
from app.core.nik import Nik
from app.core.wadah import Wadah
from app.sanggah.ports import Calon
from app.wilayah.service import WilayahService


class PencariCalon:
    """Implements the contests' `CalonPort`; shows nobody whom the public lookup would not show."""

    def __init__(self, repo: CekRepository, wilayah: WilayahService, sandi: Sandi) -> None:
        self._repo = repo
        self._wilayah = wilayah
        self._sandi = sandi
        self._tandai = penanda(sandi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the adapter."""
        return cls(CekRepository(sesi), WilayahService.rakit(sesi, wadah), wadah.sandi)

    async def menurut_nama(self, kode_desa: str, nama: str) -> list[Calon]:
        """Return at most ten registered adults of the village whose name fits, best first."""
        kata = urai(nama, self._tandai)
        if not kata:
            return []
        desa = await self._wilayah.setempat([kode_desa])
        calon = await self._repo.menurut_nama(desa, [k.semua for k in kata], hari_ini())
        bernilai = [(n, b) for b in calon if (n := nilai(kata, b.nama_marka, b.jumlah_kata)) is not None]
        bernilai.sort(key=lambda x: (-x[0], x[1].nik_hmac))
        return [Calon(b.nik_hmac, b.nama_samar) for _, b in bernilai[:MAKS_HASIL]]

    async def menurut_nik(self, nik: Nik, nama: str) -> Calon | None:
        """Return the registered adult with this NIK whose name fits; None for everybody else."""
        kata = urai(nama, self._tandai)
        for b in await self._repo.menurut_nik(self._sandi.indeks_calon(Tujuan.NIK, nik)):
            if boleh_tampil(b, hari_ini()) and nilai(kata, b.nama_marka, b.jumlah_kata) is not None:
                return Calon(b.nik_hmac, b.nama_samar)
        return None
