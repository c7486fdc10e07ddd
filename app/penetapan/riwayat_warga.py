"""What a citizen reads of his own membership, from the first day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.penetapan.keanggotaan import BarisKeanggotaan, KeanggotaanService
from app.penetapan.keberatan import KeberatanService
from app.penetapan.models import KeberatanKeanggotaan, Reaktivasi
from app.penetapan.reaktivasi import ReaktivasiService


@dataclass(frozen=True, slots=True)
class RiwayatWarga:
    """All rows, oldest first, and the person's own objections and requests, newest first."""

    riwayat: Sequence[BarisKeanggotaan] = ()
    keberatan: Sequence[tuple[KeberatanKeanggotaan, dict[str, Any]]] = ()
    reaktivasi: Sequence[Reaktivasi] = ()


class RiwayatWargaService:
    """Reads for one citizen; he sees himself, so only what is his is looked up."""

    def __init__(
        self, keanggotaan: KeanggotaanService, keberatan: KeberatanService, reaktivasi: ReaktivasiService, jejak: Jejak
    ) -> None:
        self._keanggotaan = keanggotaan
        self._keberatan = keberatan
        self._reaktivasi = reaktivasi
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            KeanggotaanService.rakit(sesi, wadah),
            KeberatanService.rakit(sesi, wadah),
            ReaktivasiService.rakit(sesi, wadah),
            Jejak(sesi),
        )

    async def baca(self, pelaku: Pelaku) -> RiwayatWarga:
        """Return the citizen's history; the reading is recorded, as every reading of personal data is."""
        subjek = [pelaku.nik_indeks] if pelaku.nik_indeks else []
        await self._jejak.catat(
            "keanggotaan:riwayat:dibaca", pelaku=pelaku, objek=f"akun/{pelaku.akun_id}", subjek=subjek
        )
        kini = await self._keanggotaan.kini(pelaku.nik_indeks) if pelaku.nik_indeks else None
        if kini is None:
            return RiwayatWarga()
        return RiwayatWarga(
            await self._keanggotaan.riwayat(kini.individu_id),
            await self._keberatan.milik(kini.individu_id),
            await self._reaktivasi.milik(kini.individu_id, kini.keluarga_id),
        )
