"""Keeps the read model: the adapter behind penetapan's port, in the transaction of what changes a membership."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import KATA_MAKS, urai
from app.cekbansos.repository import CekRepository
from app.cekbansos.samaran import samarkan_nama
from app.core.crypto import Sandi
from app.core.wadah import Wadah
from app.penetapan.ports import StatusPublik
from app.penetapan.status import StatusKeanggotaan
from app.wilayah.nama import lipat
from app.wilayah.service import WilayahService

DEWASA: Final = 18
"""Years; children's data are specific data (UU 27/2022 ps 4 and 25) and never in the public lookup."""


class PembaruCekBansos:
    """Implements `PembaruCek`."""

    def __init__(self, repo: CekRepository, sandi: Sandi, wilayah: WilayahService) -> None:
        self._repo = repo
        self._tandai = penanda(sandi)
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the adapter."""
        return cls(CekRepository(sesi), wadah.sandi, WilayahService.rakit(sesi, wadah))

    async def catat(self, status: Sequence[StatusPublik]) -> None:
        """Write these persons, replacing what stood there; the name leaves only its mask and its marks."""
        desa = await self._wilayah.nama_lengkap_banyak({s.kode_desa for s in status})
        await self._repo.simpan([self._baris(s, desa.get(s.kode_desa, s.kode_desa)) for s in status])

    async def ubah(self, nik_indeks: Collection[UUID], status: StatusKeanggotaan, per_tanggal: date) -> None:
        """Change the membership of persons who stand there already; the others are left out."""
        await self._repo.ubah(nik_indeks, {"status": status, "per_tanggal": per_tanggal})

    async def dikenal(self, nik_indeks: UUID) -> bool:
        """Return whether this NIK stands there, with whatever status."""
        return bool(await self._repo.menurut_nik([nik_indeks]))

    async def hapus(self, nik_indeks: UUID) -> None:
        """Let this NIK be unknown there again."""
        await self._repo.hapus(nik_indeks)

    async def segarkan(self, orang: Mapping[UUID, tuple[str, date]]) -> None:
        """Let corrected names and birth dates (by NIK index) reach the persons who stand there already."""
        ada = await self._repo.menurut_nik(list(orang))
        for baris in ada:
            nama, lahir = orang[baris.nik_hmac]
            await self._repo.ubah([baris.nik_hmac], self._tentang(nama, lahir))

    def _tentang(self, nama: str, lahir: date) -> dict[str, Any]:
        kata = urai(nama, self._tandai)
        return {
            "nama_samar": samarkan_nama(nama),
            "nama_marka": sorted({m for k in kata for m in k.semua}),
            "jumlah_kata": min(len(set(lipat(nama).split())), KATA_MAKS),
            "dewasa_sejak": _ulang_tahun(lahir, DEWASA),
        }

    def _baris(self, s: StatusPublik, nama_desa: str) -> dict[str, Any]:
        return {
            "nik_hmac": s.nik_indeks,
            "keluarga_id": s.keluarga_id,
            **self._tentang(s.nama, s.tanggal_lahir),
            "kode_desa": s.kode_desa,
            "nama_desa": nama_desa,
            "status": s.status,
            "per_tanggal": s.per_tanggal,
        }


def _ulang_tahun(lahir: date, ke: int) -> date:
    """Return the day on which somebody turns `ke`; who was born on 29 February does so on 1 March."""
    try:
        return lahir.replace(year=lahir.year + ke)
    except ValueError:
        return date(lahir.year + ke, 3, 1)
