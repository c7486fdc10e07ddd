"""What a decided usulan does to the registry of families: a PERBAIKAN when it is sent, a HAPUS when it ends."""

from datetime import date
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.errors import DomainError
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.kode import Hubungan
from app.keluarga.peristiwa import Meninggal, PerubahanKeluarga, PindahKeluar, SalahCatat
from app.keluarga.perubahan import PerubahanService
from app.keluarga.service import KeluargaService
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.rincian import Rincian
from app.usulan.status import AksiUsulan, JenisUsulan, SubjenisUsulan
from app.usulan.subjek_registri import OrangTercatat

_U = SubjenisUsulan
BEREFEK: Final = {AksiUsulan.KIRIM: JenisUsulan.PERBAIKAN, AksiUsulan.NONAKTIFKAN: JenisUsulan.HAPUS}
"""Arrows that change the registry, and the kind that they do it for."""


class PenerapanRegistri:
    """Lets the system change a family; each case in a savepoint of its own, so that one conflict stops nobody else."""

    def __init__(self, repo: UsulanRepository, keluarga: KeluargaService, perubahan: PerubahanService) -> None:
        self._repo = repo
        self._keluarga = keluarga
        self._perubahan = perubahan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the service."""
        return cls(UsulanRepository(sesi), KeluargaService.rakit(sesi, wadah), PerubahanService.rakit(sesi, wadah))

    async def terapkan(self, usulan: Usulan, aksi: AksiUsulan, rincian: Rincian) -> DomainError | None:
        """Change what this arrow of this case changes; return why the registry cannot take it, else None."""
        if BEREFEK.get(aksi) is not usulan.jenis or usulan.individu_id is None:
            return None
        try:
            async with self._repo.titik_simpan():
                await self._jalankan(usulan, rincian)
        except DomainError as galat:
            return galat
        return None

    async def _jalankan(self, usulan: Usulan, rincian: Rincian) -> None:
        assert usulan.individu_id is not None, "a PERBAIKAN or HAPUS holds its person"
        sumber = sumber_registri(usulan)
        if usulan.jenis is JenisUsulan.HAPUS:
            keluarga = await self._keluarga.baca(usulan.registri_id)
            orang = OrangTercatat.wajib(keluarga, usulan.individu_id).diri
            perubahan = _keluar(usulan.subjenis, orang, keluarga, rincian.tanggal_peristiwa)
            if perubahan is not None:
                await self._perubahan.terapkan(keluarga.keluarga_id, perubahan, None, sumber=sumber)
            return
        for satu in rincian.perubahan:
            await self._perubahan.terapkan(usulan.registri_id, satu, None, sumber=sumber)
        await self._ikuti(usulan)

    async def _ikuti(self, usulan: Usulan) -> None:
        """Let the case follow its person into the family to which the change has taken him."""
        nik = OrangTercatat.wajib(await self._keluarga.baca(usulan.registri_id), usulan.individu_id).diri.nik
        letak = await self._keluarga.cari_nik(nik) if nik else None
        if letak is not None and letak.individu_id == usulan.individu_id:
            usulan.registri_id = letak.keluarga_id


def sumber_registri(usulan: Usulan) -> str:
    """Return by what name the registry's history knows the changes of this case."""
    return usulan.nomor or str(usulan.id)


def _keluar(
    subjenis: SubjenisUsulan | None, orang: AnggotaLengkap, keluarga: KeluargaLengkap, tanggal: date | None
) -> PerubahanKeluarga | None:
    """Return how this person leaves his family; None: he is gone already, or stays and only his membership ends.

    A day before the registry had him in the family is entered as that day; the usulan keeps the true one.
    """
    if not orang.is_aktif:
        return None
    hari, kepala = max(tanggal or hari_ini(), orang.masuk_date), _kepala_baru(orang, keluarga)
    if subjenis is _U.MENINGGAL:
        return Meninggal(tanggal=hari, anggota=orang.ref, kepala_baru=kepala)
    if subjenis is _U.PINDAH:
        return PindahKeluar(tanggal=hari, anggota=[orang.ref], kepala_baru=kepala)
    if subjenis is _U.GANDA:
        return SalahCatat(tanggal=hari, anggota=orang.ref, kepala_baru=kepala)
    return None


def _kepala_baru(orang: AnggotaLengkap, keluarga: KeluargaLengkap) -> Ref | None:
    """Return who becomes the head after him: the spouse, else the oldest; the village may name another one later."""
    lain = [a for a in keluarga.aktif if a.individu_id != orang.individu_id]
    if orang.hubungan is not Hubungan.KEPALA_KELUARGA or not lain:
        return None
    return min(lain, key=lambda a: (a.hubungan is not Hubungan.ISTRI_SUAMI, a.tanggal_lahir)).ref
