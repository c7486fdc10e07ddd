"""Drafts of visits: saved under seal, compared between devices, handed to the officers when their visit is closed."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.wadah import Wadah
from app.lapangan.models import DrafKunjungan
from app.lapangan.repository import LapanganRepository
from app.lapangan.status import JenisItem
from app.lapangan.titipan import TitipanService
from app.lapangan.vonis import Kiriman
from app.verval.models import Penugasan


class Banding(Enum):
    """How an item stands to the draft that the server has."""

    BARU = auto()
    USANG = auto()
    KONFLIK = auto()


class DrafService:
    """The one door to drafts."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = LapanganRepository(sesi)
        self._sandi = wadah.sandi
        self._jejak = Jejak(sesi)
        self._titipan = TitipanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    @staticmethod
    def banding(draf: DrafKunjungan | None, k: Kiriman) -> Banding:
        """Compare: the same device overwrites what it wrote earlier, another one what it had seen."""
        if draf is None:
            return Banding.BARU
        if draf.perangkat_id == k.perangkat.id:
            return Banding.BARU if k.item.urut > draf.urut else Banding.USANG
        return Banding.BARU if k.item.draf_versi == draf.versi else Banding.KONFLIK

    async def simpan(
        self,
        draf: DrafKunjungan | None,
        penugasan: Penugasan,
        k: Kiriman,
        isi: Mapping[str, Any],
        *,
        dikirim: bool = False,
    ) -> DrafKunjungan:
        """Keep a draft in the place of the former one; `dikirim`: it is a visit that waits for its photos."""
        kini = now()
        segel = self._sandi.segel(isi, DrafKunjungan.__tablename__, penugasan.id)
        nilai = {
            "akun_id": k.pelaku.akun_id,
            "perangkat_id": k.perangkat.id,
            "item_id": k.item.id,
            "urut": k.item.urut,
            "versi": draf.versi + 1 if draf else 1,
            "kunci_data": segel.kunci_data,
            "isi": segel.isi,
            "dikirim_at": kini if dikirim else None,
            "updated_at": kini,
        }
        if draf is None:
            draf = DrafKunjungan(keluarga_id=penugasan.keluarga_id, penugasan_id=penugasan.id, created_at=kini, **nilai)
            await self._repo.tambah(draf)
        else:
            for kolom, satu in nilai.items():
                setattr(draf, kolom, satu)
            await self._repo.simpan()
        await self._jejak.catat(
            "lapangan:draf:disimpan",
            pelaku=k.pelaku,
            objek=f"penugasan/{penugasan.id}",
            keluarga_id=penugasan.keluarga_id,
            rincian={"versi": draf.versi, "dikirim": dikirim},
        )
        return draf

    def buka(self, draf: DrafKunjungan) -> dict[str, Any]:
        """Return the content of a draft."""
        return self._sandi.buka(draf.kunci_data, draf.isi, DrafKunjungan.__tablename__, draf.penugasan_id)

    async def titipkan(self, draf: DrafKunjungan, penugasan: Penugasan, kode: str) -> None:
        """Hand a draft whose visit was closed to the officers of the area."""
        await self._titipan.simpan(
            penugasan, JenisItem.UPDATE, kode, self.buka(draf), waktu=draf.updated_at, pelaku=None
        )
        await self._repo.hapus(draf)
