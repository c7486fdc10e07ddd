"""Canonical variables as they are now, and every version of them that a score may have seen.

What a change replaces is kept as a version, and the family noted for the next ranking, in the same statement; whoever
changes a family holds its lock.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.keluarga.kanonik import kode_kabkota
from app.keluarga.models import kanonik_berubah, riwayat_kanonik, variabel_kanonik

_kini: Final = variabel_kanonik.c
_lampau: Final = riwayat_kanonik.c
_NAMA: Final = [k.name for k in variabel_kanonik.columns]


class KanonikRepository:
    """One narrow row per living family, with or without answers; the primary key is the only index that is used."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def kosongkan_kanonik(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Give a family without answers its row: it is part of a ranking as one that cannot be ranked."""
        nilai = {"keluarga_id": keluarga_id, "kode_desa": kode_desa, "kabkota": kode_kabkota(kode_desa)}
        sisip = insert(variabel_kanonik).values(**nilai, versi=_versi_baru(keluarga_id)).on_conflict_do_nothing()
        await self._sesi.execute(antrekan(sisip.returning(_kini.keluarga_id, _kini.versi, _kini.kabkota).cte("tulis")))

    async def simpan_kanonik(self, nilai: Mapping[str, Any]) -> None:
        """Write a family's canonical row unless a newer day's stands there."""
        keluarga_id, tanggal = nilai["keluarga_id"], nilai["tanggal_date"]
        is_lebih_tua = or_(_kini.tanggal_date.is_(None), _kini.tanggal_date <= tanggal)
        isi = {**nilai, "kabkota": kode_kabkota(nilai["kode_desa"]), "versi": _versi_baru(keluarga_id)}
        sisip = insert(variabel_kanonik).values(**isi)
        ganti = {n: sisip.excluded[n] for n in isi if n != "keluarga_id"} | {"versi": _kini.versi + 1}
        tulis = sisip.on_conflict_do_update(index_elements=[_kini.keluarga_id], set_=ganti, where=is_lebih_tua)
        antre = antrekan(tulis.returning(_kini.keluarga_id, _kini.versi, _kini.kabkota).cte("tulis"))
        await self._sesi.execute(antre.add_cte(_arsip(keluarga_id, is_lebih_tua)))

    async def pindahkan_kanonik(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Let the row follow the family into another village."""
        nilai = {"kode_desa": kode_desa, "kabkota": kode_kabkota(kode_desa), "versi": _kini.versi + 1}
        ganti = update(variabel_kanonik).where(_kini.keluarga_id == keluarga_id).values(nilai)
        antre = antrekan(ganti.returning(_kini.keluarga_id, _kini.versi, _kini.kabkota).cte("tulis"))
        await self._sesi.execute(antre.add_cte(_arsip(keluarga_id)))

    async def hapus_kanonik(self, keluarga_id: UUID) -> None:
        """Take a family that has ended out of what a score reads; its versions stay."""
        hapus = delete(variabel_kanonik).where(_kini.keluarga_id == keluarga_id)
        antre = antrekan(hapus.returning(_kini.keluarga_id, literal(0).label("versi"), _kini.kabkota).cte("tulis"))
        await self._sesi.execute(antre.add_cte(_arsip(keluarga_id)))

    async def kanonik_banyak(self, keluarga_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """Return the canonical rows of families; who has no answers is absent. Index: the primary key."""
        cari = select(variabel_kanonik).where(_kini.keluarga_id.in_(keluarga_ids), _kini.jawaban_id.is_not(None))
        return {b["keluarga_id"]: dict(b) for b in (await self._sesi.execute(cari)).mappings()}


def _versi_baru(keluarga_id: UUID) -> ColumnElement[int]:
    """Return the version after all those kept, for a row that does not stand there yet."""
    cari = select(func.coalesce(func.max(_lampau.versi), literal(0)) + 1).where(_lampau.keluarga_id == keluarga_id)
    return cari.scalar_subquery()


def _arsip(keluarga_id: UUID, *syarat: ColumnElement[bool]) -> CTE:
    """Keep the row as it was before the statement; its other parts see the same snapshot."""
    lama = select(variabel_kanonik).where(_kini.keluarga_id == keluarga_id, *syarat)
    return insert(riwayat_kanonik).from_select(_NAMA, lama).cte("arsip")


def antrekan(tulis: CTE) -> Insert:
    """Note in the same statement that a ranking has to take over what was written."""
    sisip = insert(kanonik_berubah).from_select(["keluarga_id", "versi", "kabkota"], select(tulis))
    return sisip.on_conflict_do_update(
        index_elements=[kanonik_berubah.c.keluarga_id], set_={n: sisip.excluded[n] for n in ("versi", "kabkota")}
    )
