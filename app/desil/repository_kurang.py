"""The families of a run that cannot be ranked, region by region, with the versions that were looked at."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, or_, select, true, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.db import Base
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.desil.artefak import Artefak
from app.desil.models import TIDAK_ADA, SkorKeluarga
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
        ada = (is_kurang(self.artefak, s, asal) for s in dicari)
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

        A family that moved into another kabupaten/kota since is listed in the one where it lives now. A village is
        looked up per row by the family's key, so a page costs at most the families of its kabupaten/kota without a
        score and those that changed since the run. Index: ix_skor_keluarga_tanpa_skor and
        ix_kanonik_berubah_kabkota_keluarga_id, then the primary keys of variabel_kanonik and skor_keluarga.
        """
        isi = baris_putaran(rantai, berperingkat=False)
        if kini is not None:
            isi = union_all(select(isi), _pindah(rantai)).subquery("semua")
        s = aliased(SkorKeluarga, isi, adapt_on_names=True)
        cari = select(s).where(or_(false(), *(s.kabkota.between(*_rentang(p)) for p in lingkup.prefiks)))
        if kini is not None:
            asal = _tabel("variabel_kanonik")
            # A scalar subquery, not EXISTS: the planner may turn that into a join that reads the whole table.
            di_sini = and_(asal.c.kabkota == s.kabkota, lingkup.batasi(asal.c.kode_desa))
            masih = select(and_(di_sini, kini.syarat(asal)))
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


def _pindah(rantai: Sequence[int]) -> Select[Any]:
    """Return the rows of a run without a score whose families live in another kabupaten/kota now, with that one."""
    antre, s = _tabel("kanonik_berubah"), aliased(SkorKeluarga)
    cari = select(s.putaran_no, s.kabkota, s.skor, s.bobot, s.versi).where(
        s.putaran_no.in_(rantai), s.keluarga_id == antre.c.keluarga_id
    )
    # The highest number of a chain is its newest; looked up one by one, for a join would read the whole run.
    terbaru = cari.order_by(s.putaran_no.desc()).limit(1).lateral("terbaru")
    b = terbaru.c
    return (
        select(b.putaran_no, antre.c.keluarga_id, antre.c.kabkota, b.skor, b.bobot, b.versi)
        .join_from(antre, terbaru, true())
        .where(b.skor.is_(None), b.versi != TIDAK_ADA, b.kabkota != antre.c.kabkota)
    )


def _rentang(prefiks: str) -> tuple[int, int]:
    """Return the first and last number of the kabupaten/kota of a region, or of the one in which it lies."""
    nomor = kode_himpunan(prefiks)
    awal = nomor if nomor >= _KABKOTA_SEPROVINSI else nomor * _KABKOTA_SEPROVINSI
    return awal, awal if awal == nomor else awal + _KABKOTA_SEPROVINSI - 1


def _tabel(nama: str) -> Table:
    return Base.metadata.tables[nama]
