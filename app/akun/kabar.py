"""Telling the holder of an account something: always in his inbox, and by e-mail where he has an address."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.wadah import Wadah
from app.notifikasi.kabar import Kabar
from app.notifikasi.kotak_masuk import KotakMasukService

TEMPLAT = "kabar"


class KabarService:
    """Message and e-mail exist if and only if the change is committed that they tell of."""

    def __init__(self, akun: AkunService, kotak: KotakMasukService, tautan: str) -> None:
        self._akun = akun
        self._kotak = kotak
        self._tautan = tautan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        tautan = wadah.pengaturan.surel.tautan
        return cls(AkunService.rakit(sesi, wadah), KotakMasukService.rakit(sesi, wadah), tautan)

    async def kabari(self, akun_ids: Iterable[UUID], kabar: Kabar, *, surel: bool = True) -> None:
        """Tell each of these accounts once; `surel=False` leaves it at the inbox (an officer's daily routine)."""
        siapa = sorted(set(akun_ids))
        await self._kotak.tulis(siapa, kabar)
        if not surel:
            return
        data = {
            "judul": kabar.judul.id,
            "judul_en": kabar.judul.en,
            "isi": kabar.isi.id,
            "isi_en": kabar.isi.en,
            "tautan": self._tautan,
        }
        for akun_id in siapa:
            await self._akun.surati(akun_id, TEMPLAT, data)
