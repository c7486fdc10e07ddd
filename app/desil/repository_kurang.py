"""The families of a run that cannot be ranked, region by region, with the versions that were looked at."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.db import Base
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.desil.artefak import Artefak
from app.desil.models import SkorKeluarga
from app.desil.penilai import is_kurang, kode_himpunan
from app.desil.repository_laporan import baris_putaran
from app.wilayah.lingkup import Lingkup

_KABKOTA_SEPROVINSI = 100


class Kini(NamedTuple):
    """Only families of which a model misses something today: anything mandatory, or this canonical variable."""

    artefak: Artefak
    variabel: str | None = None

    def syarat(self, asal: Table) -> ColumnElement[bool]:
        """Return the condition on the canonical variables."""
        dicari = [s for s in self.artefak.sumber if self.variabel in {None, s}]
        ada = (is_kurang(self.artefak, s, asal.c[s]) for s in dicari)
        return or_(false(), *(x for x in ada if x is not None))


class DataVersi(NamedTuple):
    """What a version of a family says."""

    kode_desa: str
    tanggal_date: date | None
    masukan: tuple[int | None, ...]


class KurangRepository:
    """Reads in the order of region and family."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def daftar(
        self, rantai: Sequence[int], lingkup: Lingkup, hal: Halaman, kini: Kini | None = None
    ) -> Potongan[SkorKeluarga]:
        """Return rows without a score of the regions named; with `kini`, of families that lack something still.

        A village is looked up per row by the family's key, so a page costs the families without a score of its
        kabupaten/kota at most. Index: ix_skor_keluarga_tanpa_skor, then the primary key of variabel_kanonik.
        """
        s = aliased(SkorKeluarga, baris_putaran(rantai, berperingkat=False), adapt_on_names=True)
        cari = select(s).where(or_(false(), *(s.kabkota.between(*_rentang(p)) for p in lingkup.prefiks)))
        if kini is not None:
            asal = _tabel("variabel_kanonik")
            # A scalar subquery, not EXISTS: the planner may turn that into a join that reads the whole table.
            masih = select(and_(lingkup.batasi(asal.c.kode_desa), kini.syarat(asal)))
            cari = cari.where(masih.where(asal.c.keluarga_id == s.keluarga_id).scalar_subquery())
        urut = [Urut(s.kabkota, int), Urut(s.keluarga_id, UUID)]
        konteks = f"{[*rantai]}|{lingkup}|{kini and kini.variabel}"
        return await halaman(self._sesi, cari, urut, hal, konteks=konteks)

    async def data(self, versi: Collection[tuple[UUID, int]], sumber: Sequence[str]) -> dict[UUID, DataVersi]:
        """Return what these versions of families say, the present or replaced ones. Index: the primary keys."""
        hasil: dict[UUID, DataVersi] = {}
        for nama in ("riwayat_kanonik", "variabel_kanonik"):
            asal = _tabel(nama)
            kolom = (asal.c.keluarga_id, asal.c.kode_desa, asal.c.tanggal_date, *(asal.c[n] for n in sumber))
            keluarga = func.any([k for k, _ in versi])
            cari = select(*kolom).where(
                asal.c.keluarga_id == keluarga, tuple_(asal.c.keluarga_id, asal.c.versi).in_(versi)
            )
            for keluarga_id, kode, tanggal, *masukan in await self._sesi.execute(cari):
                hasil[keluarga_id] = DataVersi(kode, tanggal, tuple(masukan))
        return hasil


def _rentang(prefiks: str) -> tuple[int, int]:
    """Return the first and last number of the kabupaten/kota of a region, or of the one in which it lies."""
    nomor = kode_himpunan(prefiks)
    awal = nomor if nomor >= _KABKOTA_SEPROVINSI else nomor * _KABKOTA_SEPROVINSI
    return awal, awal if awal == nomor else awal + _KABKOTA_SEPROVINSI - 1


def _tabel(nama: str) -> Table:
    return Base.metadata.tables[nama]
