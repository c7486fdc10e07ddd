"""Administrators decide where and as what an officer serves: assign, end, transfer, change the position.

What somebody did in an old place or position stays in every history and still counts where duties are separated.
"""

from datetime import date, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import (
    JabatanDiLuarWewenang,
    PenugasanNotFound,
    TanggalPenugasanTidakSah,
    WilayahDiLuarWewenang,
)
from app.akun.jabatan import TINGKAT, dapat_diberi
from app.akun.models import Akun, PenugasanWilayah
from app.akun.pengelola import Pengelola, kode_kelola
from app.akun.schemas import JabatanUbah, PenugasanBuat, TugasPindah
from app.core.clock import hari_ini
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.wadah import Wadah
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup

_KEMARIN = timedelta(days=1)


class MutasiService:
    """Changes of place and position."""

    def __init__(self, kelola: Pengelola) -> None:
        self._kelola = kelola

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(Pengelola.rakit(sesi, wadah))

    async def tugaskan(self, akun_id: UUID, isi: PenugasanBuat, pelaku: Pelaku) -> PenugasanWilayah:
        """Assign an account to one more region, from the next call on.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            WilayahDiLuarWewenang | TingkatTidakCocok | TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, None)
        await self._kelola.pastikan_penugasan([isi], akun.jabatan, pelaku)
        (baris,) = await self._kelola.tugaskan(akun, [isi], pelaku)
        await self._kelola.akun.ubah(akun)
        return baris

    async def akhiri_penugasan(
        self, akun_id: UUID, penugasan_id: UUID, sampai: date, pelaku: Pelaku
    ) -> PenugasanWilayah:
        """Set the last day of an assignment; yesterday ends it at once, nothing is ended further back.

        Raises:
            AkunNotFound | PenugasanNotFound | PemisahanTugas: not there, or the caller's own.
            WilayahDiLuarWewenang: of a region that another administrator looks after.
            TanggalPenugasanTidakSah: before yesterday, or later than it ends anyway.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, None)
        baris = next((p for p in await self._kelola.repo.penugasan(akun.id) if p.id == penugasan_id), None)
        if baris is None:
            raise PenugasanNotFound
        if not Lingkup.dari(pelaku).memuat(baris.kode_wilayah):
            raise WilayahDiLuarWewenang
        sudah = baris.berlaku_sampai or date.max
        if not hari_ini() - _KEMARIN <= sampai < sudah:
            raise TanggalPenugasanTidakSah
        baris.berlaku_sampai = sampai
        await self._kelola.akun.ubah(akun)
        await self._kelola.akun.catat(
            akun, "penugasan_diakhiri", pelaku, wilayah=baris.kode_wilayah, sampai=str(sampai)
        )
        return baris

    async def ubah_jabatan(self, akun_id: UUID, isi: JabatanUbah, pelaku: Pelaku, versi: int | None) -> Akun:
        """Give an account another jabatan; what it did under the old one stays in every history.

        A national jabatan waits for somebody else's agreement. Assignments of a level that the new jabatan does not
        serve end with yesterday. An account that also serves
        outside the caller's region is changed by the centre: the jabatan would go with the assignments there.

        Raises:
            AkunNotFound | PemisahanTugas | VersiBasi: not the caller's to change, his own, or changed meanwhile.
            JabatanDiLuarWewenang | WilayahDiLuarWewenang | TingkatTidakCocok: as named.
            TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
            SyaratTidakTerpenuhi: he may not serve in this jabatan.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, versi)
        boleh = dapat_diberi(pelaku.jabatan)
        if isi.jabatan not in boleh or akun.jabatan not in boleh:
            raise JabatanDiLuarWewenang
        akun.is_sdm_kesos = akun.is_sdm_kesos if isi.is_sdm_kesos is None else isi.is_sdm_kesos
        await self._kelola.kelayakan.pastikan(isi.jabatan, akun.nik_indeks, is_sdm_kesos=akun.is_sdm_kesos)
        tetap = await self._sesuaikan(akun, isi.jabatan, Lingkup.dari(pelaku))
        await self._kelola.pastikan_penugasan(isi.wilayah, isi.jabatan, pelaku, is_sudah_ada=tetap)
        lama, akun.jabatan = akun.jabatan, isi.jabatan
        akun.kode_kelola = kode_kelola(isi.wilayah) or (akun.kode_kelola if TINGKAT[isi.jabatan] else "")
        await self._kelola.tugaskan(akun, isi.wilayah, pelaku)
        await self._kelola.akun.ubah(akun)
        await self._kelola.akun.riwayat(akun, "ubah_jabatan", pelaku, dari=akun.status)
        await self._kelola.akun.catat(akun, "jabatan", pelaku, dari=lama, ke=isi.jabatan, dasar=isi.dasar)
        if isi.jabatan in NASIONAL:
            await self._kelola.tahan(akun, pelaku)
        await self._kelola.umumkan(akun, pelaku, f"jabatan: {lama} → {isi.jabatan}", lama)
        return akun

    async def pindah(self, akun_id: UUID, isi: TugasPindah, pelaku: Pelaku, versi: int | None) -> Akun:
        """Transfer an officer: what he serves now ends with yesterday, the new regions begin today.

        Raises:
            AkunNotFound | PemisahanTugas | VersiBasi: not the caller's to change, his own, or changed meanwhile.
            JabatanDiLuarWewenang: a citizen or a machine.
            WilayahDiLuarWewenang | TingkatTidakCocok | TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, versi)
        if akun.jabatan not in dapat_diberi(pelaku.jabatan):
            raise JabatanDiLuarWewenang
        await self._kelola.pastikan_penugasan(isi.wilayah, akun.jabatan, pelaku)
        await self._sesuaikan(akun, None, Lingkup.dari(pelaku))
        akun.kode_kelola = kode_kelola(isi.wilayah)
        await self._kelola.tugaskan(akun, isi.wilayah, pelaku)
        layanan = self._kelola.akun
        await layanan.ubah(akun)
        await layanan.riwayat(akun, "pindah_tugas", pelaku, dari=akun.status)
        wilayah = ", ".join(sorted(p.kode_wilayah for p in isi.wilayah))
        await layanan.catat(akun, "dipindahkan", pelaku, ke=wilayah, dasar=isi.dasar)
        await layanan.surati(akun.id, "tugas_dipindah", {"mulai": str(hari_ini()), "wilayah": wilayah})
        return akun

    async def _sesuaikan(self, akun: Akun, jabatan: Jabatan | None, lingkup: Lingkup) -> bool:
        """End assignments of a level that `jabatan` does not serve; return whether any fitting one goes on.

        Without a jabatan all of them end.
        """
        is_sisa = False
        for p in await self._kelola.repo.penugasan(akun.id):
            if p.berlaku_sampai is not None and p.berlaku_sampai < hari_ini():
                continue
            if not lingkup.memuat(p.kode_wilayah):
                raise WilayahDiLuarWewenang
            if jabatan and KodeWilayah(p.kode_wilayah).tingkat in TINGKAT[jabatan]:
                is_sisa = True
            else:
                p.berlaku_sampai = hari_ini() - _KEMARIN
        return is_sisa
