"""Who may serve as an officer (Kepmensos 73/HUK/2024): not himself registered, no SDM Kesos in the six functions.

Asked when an account is made, enabled, approved or given another jabatan, at each login and at each refresh: an officer
who becomes registered while he serves is shut out within a quarter of an hour (ADR 0023).
"""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALASAN_NONAKTIF, LAYAK_BERTUGAS, AksiAkun, FaktaAkun, StatusAkun
from app.akun.jabatan import ENAM_FUNGSI
from app.akun.models import Akun
from app.akun.ports import KeanggotaanPort
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.service import AkunService
from app.core.clock import now
from app.core.peran import PERAN_JABATAN, Jabatan, Peran
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi

KODE: Final = "PETUGAS_TERDAFTAR"


class KelayakanService:
    """Knows who may serve, and shuts out who may not any more."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = AkunRepository(sesi)
        self._masuk = SesiRepository(sesi)
        self._akun = AkunService.rakit(sesi, wadah)
        self._keanggotaan = wadah.ambil(KeanggotaanPort, sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(sesi, wadah)

    async def fakta(self, jabatan: Jabatan, nik_indeks: UUID | None, *, is_sdm_kesos: bool) -> FaktaAkun:
        """Return what the guards of `LAYAK_BERTUGAS` look at."""
        return FaktaAkun(
            is_terdaftar=await self._is_terdaftar(jabatan, nik_indeks),
            is_sdm_kesos_terlarang=is_sdm_kesos and jabatan in ENAM_FUNGSI,
        )

    async def pastikan(self, jabatan: Jabatan, nik_indeks: UUID | None, *, is_sdm_kesos: bool) -> None:
        """Refuse a person who may not serve in this jabatan.

        Raises:
            SyaratTidakTerpenuhi: registered himself, or SDM Kesos in one of the six functions.
        """
        fakta = await self.fakta(jabatan, nik_indeks, is_sdm_kesos=is_sdm_kesos)
        for syarat in LAYAK_BERTUGAS:
            if kurang := syarat.periksa(fakta):
                raise SyaratTidakTerpenuhi(kurang, syarat=syarat.nama, kode_alasan=syarat.kode_alasan)

    async def is_terdaftar(self, akun: Akun) -> bool:
        """Return whether this account belongs to an officer who is registered himself."""
        return await self._is_terdaftar(akun.jabatan, akun.nik_indeks)

    async def blokir(self, akun_id: UUID) -> None:
        """Shut out an officer who is registered: his logins end, he and his administrators are told."""
        akun = await self._repo.lock(akun_id)
        if akun is None or akun.status is not StatusAkun.AKTIF:
            return
        butir = ALASAN_NONAKTIF[KODE]
        alasan = AlasanMasuk(kode=KODE, penjelasan=butir.teks.id, langkah_berikutnya=butir.langkah.id)
        await self._akun.pindahkan(akun, AksiAkun.BLOKIR, None, FaktaAkun(), alasan)
        await self._masuk.cabut(akun.id, now(), KODE)
        for satu in {akun.id, *await self._repo.pengelola(akun.kode_kelola)}:
            await self._akun.surati(satu, "petugas_terdaftar", {"petugas": akun.nama})

    async def _is_terdaftar(self, jabatan: Jabatan, nik_indeks: UUID | None) -> bool:
        if nik_indeks is None or PERAN_JABATAN[jabatan] is Peran.WARGA:
            return False
        return await self._keanggotaan.is_terdaftar(nik_indeks)
