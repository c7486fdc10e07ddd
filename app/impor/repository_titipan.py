"""Staged rows: brought in by COPY, checked against each other set-based, taken out family by family."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.kolom_sandi import mentah
from app.core.salin import salin
from app.impor.alur import TahapImpor
from app.impor.baca import BarisSiap
from app.impor.bahan import BarisTitipan
from app.impor.kode import HasilBaris
from app.impor.models import BarisImpor, CatatanImpor, KeluargaImpor
from app.keluarga.instrumen import ANGGOTA_MAKS

_KOLOM: Final = ("impor_id", *BarisSiap._fields)
_TERLALU_BANYAK: Final = "ANGGOTA_TERLALU_BANYAK"


class TitipanRepository:
    """The staging table of one import at a time."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def simpan(self, impor_id: UUID, baris: Sequence[BarisSiap]) -> None:
        """COPY rows that are in the order of the primary key."""
        await salin(self._sesi, BarisImpor.__tablename__, _KOLOM, [(impor_id, *b) for b in baris])

    async def periksa_bersama(self, impor_id: UUID) -> int:
        """Judge the rows by each other: refuse families that are impossibly large, number rows of one NIK.

        Returns:
            How many rows were refused.
        """
        await self._sesi.execute(text("SET LOCAL work_mem = '64MB'"))
        b = BarisImpor
        lebih = select(b.kunci_keluarga).where(b.impor_id == impor_id).group_by(b.kunci_keluarga)
        lebih = lebih.having(func.count() > ANGGOTA_MAKS)
        buang = delete(b).where(b.impor_id == impor_id, b.kunci_keluarga.in_(lebih)).returning(b.baris).cte("buang")
        c = CatatanImpor.__table__.c
        tetap = {
            c.impor_id: impor_id,
            c.tahap: TahapImpor.BACA,
            c.urut: 0,
            c.hasil: HasilBaris.DITOLAK,
            c.kode: _TERLALU_BANYAK,
            c.kolom: "",
        }
        nilai = [literal(v, k.type) for k, v in tetap.items()]
        kolom = [*(k.name for k in tetap), "baris"]
        catat = insert(CatatanImpor).from_select(kolom, select(*nilai, buang.c.baris)).returning(CatatanImpor.baris)
        banyak = len((await self._sesi.execute(catat)).all())
        await self._nomori(impor_id)
        return banyak

    async def _nomori(self, impor_id: UUID) -> None:
        b = BarisImpor
        nik = mentah(b.nik_hmac)
        urut = func.row_number().over(partition_by=nik, order_by=(b.kunci_keluarga, b.baris)).label("urut")
        cari = select(b.kunci_keluarga, b.baris, urut).where(b.impor_id == impor_id, b.nik_hmac.is_not(None)).subquery()
        lain = select(cari).where(cari.c.urut > 1).subquery()
        await self._sesi.execute(
            update(b)
            .where(b.impor_id == impor_id, b.kunci_keluarga == lain.c.kunci_keluarga, b.baris == lain.c.baris)
            .values(urutan=func.least(lain.c.urut, 32_767))
            .execution_options(synchronize_session=False)
        )

    async def ambil(self, impor_id: UUID, sesudah: UUID | None, sebanyak: int) -> list[BarisTitipan]:
        """Return about so many rows of whole families, after a key; a family has at most 60. Index: the primary key."""
        b = BarisImpor
        kolom = (
            *(b.kunci_keluarga, b.baris, b.urutan, b.kode_desa, b.nik_hmac, b.no_kk_hmac),
            *(b.acuan_id, b.catatan, b.isi),
        )
        cari = select(*kolom).where(b.impor_id == impor_id).order_by(b.kunci_keluarga, b.baris)
        if sesudah is not None:
            cari = cari.where(b.kunci_keluarga > sesudah)
        baris = [BarisTitipan(*r) for r in await self._sesi.execute(cari.limit(sebanyak + ANGGOTA_MAKS))]
        if len(baris) <= sebanyak:
            return baris
        akhir = baris[sebanyak - 1].kunci_keluarga
        return [r for r in baris if r.kunci_keluarga <= akhir]

    async def kabkota(self, impor_id: UUID) -> list[str]:
        """Return the kab/kota that staged rows name."""
        kab = func.left(BarisImpor.kode_desa, 5)
        cari = select(kab).where(BarisImpor.impor_id == impor_id).distinct().order_by(kab)
        return list(await self._sesi.scalars(cari))

    async def catat_kunci(self, baris: Sequence[tuple[UUID, UUID]]) -> None:
        """COPY under which key of the file a family was brought in."""
        await salin(self._sesi, KeluargaImpor.__tablename__, ("kunci", "keluarga_id"), sorted(baris))

    async def kunci(self, *nama: str) -> bool:
        """Take advisory locks until the transaction ends; False: somebody holds one of them."""
        for satu in nama:
            angka = func.hashtextextended(satu, 0)
            if not await self._sesi.scalar(select(func.pg_try_advisory_xact_lock(angka))):
                return False
        return True
