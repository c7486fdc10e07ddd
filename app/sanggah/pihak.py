"""The two sides of a contest: who they are, who is related to them, and who is told."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.crypto import Sandi, Tujuan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.sanggah.models import Sanggah


class PihakSanggah:
    """Reads reporter and contested family; what it knows of the reporter it keeps to itself."""

    def __init__(self, akun: AkunService, keluarga: KeluargaService, sandi: Sandi) -> None:
        self.akun = akun
        self.keluarga = keluarga
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the services."""
        return cls(AkunService.rakit(sesi, wadah), KeluargaService.rakit(sesi, wadah), wadah.sandi)

    async def sasaran(self, sanggah: Sanggah) -> KeluargaLengkap:
        """Return the contested person's family."""
        return await self.keluarga.baca(sanggah.keluarga_id)

    async def keluarga_saya(self, pelaku: Pelaku) -> UUID | None:
        """Return the family in which this citizen lives now; None when the registry knows of none."""
        letak = await self.keluarga.cari_hadir(pelaku.nik_indeks) if pelaku.nik_indeks else None
        return letak.keluarga_id if letak else None

    async def individu_saya(self, pelaku: Pelaku) -> UUID | None:
        """Return who this citizen is in the registry, also after he left his family; None when it does not know him."""
        letak = await self.keluarga.cari_indeks(pelaku.nik_indeks) if pelaku.nik_indeks else None
        return letak.individu_id if letak else None

    async def is_terkait(self, sanggah: Sanggah, pelaku: Pelaku) -> bool:
        """Return whether an officer is one of the sides, or of the family of one of them."""
        return bool(await self.indeks(sanggah) & ({pelaku.nik_indeks, pelaku.no_kk_indeks} - {None}))

    async def indeks(self, sanggah: Sanggah) -> set[UUID | None]:
        """Return the blind indexes of all NIK and cards of both sides and their families."""
        pelapor = await self.akun.ambil(sanggah.pelapor_id)
        letak = await self.keluarga.cari_indeks(pelapor.nik_indeks) if pelapor.nik_indeks else None
        keluarga = [await self.sasaran(sanggah)]
        if letak is not None:
            keluarga.append(await self.keluarga.baca(letak.keluarga_id))
        milik = {i for k in keluarga for i in self._indeks_keluarga(k)}
        return (milik | {pelapor.nik_indeks, pelapor.no_kk_indeks}) - {None}

    def is_sekeluarga(self, keluarga: KeluargaLengkap, pelaku: Pelaku) -> bool:
        """Return whether a citizen is of this family, by its present members or its card."""
        return bool(self._indeks_keluarga(keluarga) & ({pelaku.nik_indeks, pelaku.no_kk_indeks} - {None}))

    def _indeks_keluarga(self, keluarga: KeluargaLengkap) -> set[UUID]:
        nik = {a.nik_hmac for a in keluarga.aktif if a.nik_hmac}
        return nik | ({self._sandi.indeks(Tujuan.NO_KK, keluarga.no_kk)} if keluarga.no_kk else set())

    @staticmethod
    def nama(keluarga: KeluargaLengkap | None, individu_id: UUID) -> str | None:
        """Return the contested person's name."""
        anggota = keluarga.anggota if keluarga else ()
        return next((a.nama for a in anggota if a.individu_id == individu_id), None)

    @staticmethod
    def subjek(keluarga: KeluargaLengkap) -> list[UUID]:
        """Return the blind indexes of the contested person and who lives with him now."""
        return list(dict.fromkeys(a.nik_hmac for a in keluarga.aktif if a.nik_hmac))
