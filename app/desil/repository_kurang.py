"""The families of a run that cannot be ranked, region by region, with the versions that were looked at."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Table, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.db import Base
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.desil.models import TIDAK_ADA, SkorKeluarga

_KABKOTA_SEPROVINSI = 100


class DataVersi(NamedTuple):
    """What a version of a family says."""

    kode_desa: str
    tanggal_date: date | None
    masukan: tuple[int | None, ...]


class KurangRepository:
    """Reads in the order of region and family."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def daftar(self, rantai: Sequence[int], nomor_wilayah: int, hal: Halaman) -> Potongan[SkorKeluarga]:
        """Return rows without a score of a provinsi (32) or a kabupaten/kota (3204), of each family the newest.

        Index: ix_skor_keluarga_tanpa_skor.
        """
        s, baru = SkorKeluarga, aliased(SkorKeluarga)
        awal = nomor_wilayah if nomor_wilayah >= _KABKOTA_SEPROVINSI else nomor_wilayah * _KABKOTA_SEPROVINSI
        akhir = awal if awal == nomor_wilayah else awal + _KABKOTA_SEPROVINSI - 1
        # Numbers grow with time: a higher one of the chain has replaced this row.
        diganti = select(baru.keluarga_id).where(
            baru.putaran_no.in_(rantai), baru.putaran_no > s.putaran_no, baru.keluarga_id == s.keluarga_id
        )
        cari = select(s).where(
            s.putaran_no.in_(rantai), s.skor.is_(None), s.versi != TIDAK_ADA, s.kabkota.between(awal, akhir)
        )
        urut = [Urut(s.kabkota, int), Urut(s.keluarga_id, UUID)]
        return await halaman(
            self._sesi, cari.where(~diganti.exists()), urut, hal, konteks=f"{[*rantai]}|{nomor_wilayah}"
        )

    async def data(self, versi: Collection[tuple[UUID, int]], sumber: Sequence[str]) -> dict[UUID, DataVersi]:
        """Return what these versions of families say, the present or replaced ones. Index: the primary keys."""
        hasil: dict[UUID, DataVersi] = {}
        for nama in ("riwayat_kanonik", "variabel_kanonik"):
            asal: Table = Base.metadata.tables[nama]
            kolom = (asal.c.keluarga_id, asal.c.kode_desa, asal.c.tanggal_date, *(asal.c[n] for n in sumber))
            keluarga = func.any([k for k, _ in versi])
            cari = select(*kolom).where(
                asal.c.keluarga_id == keluarga, tuple_(asal.c.keluarga_id, asal.c.versi).in_(versi)
            )
            for keluarga_id, kode, tanggal, *masukan in await self._sesi.execute(cari):
                hasil[keluarga_id] = DataVersi(kode, tanggal, tuple(masukan))
        return hasil
