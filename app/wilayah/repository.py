"""Every query on regions. All of it is public reference data, so there is no scope."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import asyncpg
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.siap import PernyataanSiap
from app.wilayah.kode import Tingkat
from app.wilayah.models import INDEKS_MIRIP, Wilayah, WilayahPengganti
from app.wilayah.nama import Kueri

MIRIP_MIN_HURUF: Final = 3
"""Below three letters everything resembles everything."""

_KOLOM_MUAT: Final = ("kode", "nama", "nama_lipat", "tingkat", "jenis", "induk")
_BUAT_MUAT: Final = f"CREATE TEMP TABLE wilayah_muat ({', '.join(f'{k} text' for k in _KOLOM_MUAT)})"
_UBAH: Final = """
UPDATE wilayah w SET nama = m.nama, nama_lipat = m.nama_lipat, versi = w.versi + 1
FROM wilayah_muat m WHERE w.kode = m.kode AND w.dasar IS NULL AND (w.nama, w.nama_lipat) <> (m.nama, m.nama_lipat)
"""
_TAMBAH: Final = """
INSERT INTO wilayah (kode, nama, nama_lipat, tingkat, jenis, induk, versi)
SELECT kode, nama, nama_lipat, tingkat, jenis, induk, 1 FROM wilayah_muat ORDER BY kode
ON CONFLICT (kode) DO NOTHING
"""

_BPS: Final = """
UPDATE wilayah w SET kode_bps = m.bps, versi = w.versi + 1
FROM unnest(CAST(:kode AS text[]), CAST(:bps AS text[])) AS m(kode, bps)
WHERE w.kode = m.kode AND w.kode_bps IS DISTINCT FROM m.bps
"""

# Filled row by row the trigram index takes ten times as long as in one go; only the table's owner may drop it first.
_BOLEH_TUNDA: Final = """
SELECT pg_has_role(relowner, 'USAGE') AND NOT EXISTS (SELECT FROM wilayah) FROM pg_class WHERE oid = 'wilayah'::regclass
"""


class WilayahRepository:
    """Reads by code, superior and name; the set-based load."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def ambil(self, kode: str) -> Wilayah | None:
        return await self._sesi.get(Wilayah, kode)

    async def ambil_banyak(self, kodes: Iterable[str]) -> dict[str, Wilayah]:
        """Return the known ones of `kodes`. Index: the primary key."""
        cari = select(Wilayah).where(Wilayah.kode.in_(set(kodes)))
        return {w.kode: w for w in await self._sesi.scalars(cari)}

    async def kunci(self, kodes: Iterable[str]) -> dict[str, Wilayah]:
        """Lock the known ones of `kodes`, in the order of their codes so that two changes cannot deadlock."""
        cari = select(Wilayah).where(Wilayah.kode.in_(set(kodes))).order_by(Wilayah.kode).with_for_update()
        return {w.kode: w for w in await self._sesi.scalars(cari.execution_options(populate_existing=True))}

    async def daftar(self, induk: str | None, tanggal: date, hal: Halaman) -> Potongan[Wilayah]:
        """Return what lies directly in `induk` (None: the provinsi) and is in force. Index: ix_wilayah_induk_kode."""
        cari = select(Wilayah).where(Wilayah.induk == induk, _berlaku(tanggal))
        return await halaman(self._sesi, cari, [Urut(Wilayah.kode, str)], hal, konteks=f"wilayah:{induk}")

    async def cari(self, bacaan: Iterable[Kueri], tingkat: Tingkat | None, tanggal: date, batas: int) -> list[Wilayah]:
        """Return at most `batas` regions in force: equal names, then names that start so, then similar ones.

        Indexes: ix_wilayah_nama_lipat_kode for the first two, ix_wilayah_nama_lipat_trgm for the last.
        """
        hasil: dict[str, Wilayah] = {}
        for cari in _tahap(list(bacaan)):
            saring = cari.where(_berlaku(tanggal)).limit(batas)
            if tingkat is not None:
                saring = saring.where(Wilayah.tingkat == tingkat)
            for w in await self._sesi.scalars(saring):
                hasil.setdefault(w.kode, w)
            if len(hasil) >= batas:
                break
        return list(hasil.values())[:batas]

    async def pengganti(self, kodes: Iterable[str], sampai: date | None = None) -> list[WilayahPengganti]:
        """Return the direct successors of `kodes`, only those that took over by `sampai`. Index: the primary key."""
        cari = select(WilayahPengganti).where(WilayahPengganti.kode_lama.in_(set(kodes)))
        if sampai is not None:
            cari = cari.where(WilayahPengganti.tanggal <= sampai)
        return list(await self._sesi.scalars(cari.order_by(WilayahPengganti.kode_lama, WilayahPengganti.kode_baru)))

    async def pengganti_ke(self, kodes: Iterable[str], sampai: date) -> list[WilayahPengganti]:
        """Return what took place by `sampai` in favour of `kodes` or what lies in them. Index: …_kode_baru."""
        cari = select(WilayahPengganti).where(_ke_dalam(kodes), WilayahPengganti.tanggal <= sampai)
        return list(await self._sesi.scalars(cari))

    async def pengganti_tepat(self, kodes: Iterable[str], sampai: date) -> list[WilayahPengganti]:
        """Return the changes whose successor is one of `kodes`. Index: ix_wilayah_pengganti_kode_baru."""
        cari = select(WilayahPengganti).where(
            WilayahPengganti.kode_baru.in_(set(kodes)), WilayahPengganti.tanggal <= sampai
        )
        return list(await self._sesi.scalars(cari))

    async def has_perubahan(self, kodes: Iterable[str], sampai: date) -> bool:
        """Return whether any of `kodes` ended, or is (or holds) a successor. Indexes: the primary key, …_kode_baru."""
        isi = {"kodes": sorted(set(kodes)), "sampai": sampai}
        return (await _HAS_PERUBAHAN.satu(self._sesi, isi)) == (True,)

    async def hapus_pengganti(self, kode: str) -> None:
        """Take the successors of a code away; the audit trail keeps that they were named."""
        await self._sesi.execute(delete(WilayahPengganti).where(WilayahPengganti.kode_lama == kode))

    async def isi_bps(self, kode: Sequence[str], bps: Sequence[str]) -> list[str]:
        """Write BPS codes beside the region codes in the same place; return the region codes that exist."""
        await self._sesi.execute(text(_BPS), {"kode": list(kode), "bps": list(bps)})
        return list((await self._sesi.scalars(select(Wilayah.kode).where(Wilayah.kode.in_(kode)))).all())

    async def desa_berlaku(self, tanggal: date) -> list[str]:
        """Return the code of every village in force, 84,000 of them in one value: a row each would cost a second."""
        kode = func.string_agg(Wilayah.kode, ",")
        semua = await self._sesi.scalar(select(kode).where(Wilayah.tingkat == Tingkat.DESA, _berlaku(tanggal)))
        return semua.split(",") if semua else []

    async def kode_lain(self, tanggal: date) -> list[tuple[str, str | None, bool, bool]]:
        """Return (code, BPS code, is it a village, has it ended) of the rest, and of villages with a code of BPS."""
        desa, berlaku = Wilayah.tingkat == Tingkat.DESA, _berlaku(tanggal)
        cari = select(Wilayah.kode, Wilayah.kode_bps, desa, not_(berlaku))
        cari = cari.where(or_(not_(desa), not_(berlaku), Wilayah.kode_bps.is_not(None)))
        return [(k, b, d, e) for k, b, d, e in await self._sesi.execute(cari)]

    async def jumlah_bawahan(self, kode: str, tanggal: date) -> int:
        """Return how many codes directly in `kode` are in force on or after `tanggal`. Index: ix_wilayah_induk_kode."""
        berakhir = or_(Wilayah.berlaku_sampai.is_(None), Wilayah.berlaku_sampai > tanggal)
        cari = select(func.count()).select_from(Wilayah).where(Wilayah.induk == kode, berakhir)
        return await self._sesi.scalar(cari) or 0

    async def tambah(self, *baris: Wilayah | WilayahPengganti) -> None:
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def simpan(self) -> None:
        """Write what was changed on the entities."""
        await self._sesi.flush()

    async def muat(self, baris: Iterable[tuple[str | None, ...]]) -> tuple[int, int]:
        """Bring the rows (columns `_KOLOM_MUAT`) in by COPY and two set statements; return how many are new, changed.

        Names that an administrator set and codes that ended are left alone.
        """
        koneksi = await self._sesi.connection()
        tunda = (await koneksi.execute(text(_BOLEH_TUNDA))).scalar_one()
        if tunda:
            await koneksi.run_sync(INDEKS_MIRIP.drop)
        await koneksi.execute(text(_BUAT_MUAT))
        asli = (await koneksi.get_raw_connection()).driver_connection
        assert isinstance(asli, asyncpg.Connection)
        await asli.copy_records_to_table("wilayah_muat", records=baris, columns=_KOLOM_MUAT)
        baru, berubah = [(await koneksi.execute(text(sql))).rowcount for sql in (_TAMBAH, _UBAH)]
        await koneksi.execute(text("DROP TABLE wilayah_muat"))
        if tunda:
            await koneksi.run_sync(INDEKS_MIRIP.create)
        if baru or berubah:
            await koneksi.execute(text("ANALYZE wilayah"))
        return baru, berubah


def _ke_dalam(kodes: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a successor is one of `kodes` or lies in one; a range, so that the index serves it."""
    baru = WilayahPengganti.kode_baru
    dalam = [and_(baru >= f"{k}.", baru < f"{k}/") for k in sorted(set(kodes))]
    return or_(baru.in_(set(kodes)), *dalam)


def _has_perubahan() -> Select[bool]:
    w, satu = WilayahPengganti, func.unnest(bindparam("kodes", type_=ARRAY(Text()))).column_valued("satu")
    dalam = and_(w.kode_baru >= satu.concat("."), w.kode_baru < satu.concat("/"))
    kena = or_(w.kode_lama == satu, w.kode_baru == satu, dalam)
    return select(exists().where(kena, w.tanggal <= bindparam("sampai", type_=Date())))


_HAS_PERUBAHAN: Final = PernyataanSiap(_has_perubahan())


def _berlaku(tanggal: date) -> ColumnElement[bool]:
    return and_(
        or_(Wilayah.berlaku_dari.is_(None), Wilayah.berlaku_dari <= tanggal),
        or_(Wilayah.berlaku_sampai.is_(None), Wilayah.berlaku_sampai > tanggal),
    )


def _tahap(bacaan: list[Kueri]) -> Iterator[Select[Wilayah]]:
    """Yield the searches of falling exactness; larger regions come first among equals."""
    luas = func.length(Wilayah.kode)
    yield _menurut(bacaan, lambda q: Wilayah.nama_lipat == q).order_by(luas, Wilayah.kode)
    # A range, not LIKE: folded names are ASCII in byte order, and a bound pattern could not use the index.
    yield _menurut(bacaan, lambda q: and_(Wilayah.nama_lipat >= q, Wilayah.nama_lipat <= q + "~")).order_by(
        luas, Wilayah.nama_lipat, Wilayah.kode
    )
    utama = bacaan[0].nama
    if len(utama) >= MIRIP_MIN_HURUF:
        # With one wrong letter, similarity of whole names finds 148 names of 150, that of words 101, at the same cost.
        yield _menurut(bacaan, Wilayah.nama_lipat.op("%", is_comparison=True)).order_by(
            func.similarity(Wilayah.nama_lipat, utama).desc(), luas, Wilayah.kode
        )


def _menurut(bacaan: list[Kueri], syarat: Callable[[str], ColumnElement[bool]]) -> Select[Wilayah]:
    """Search by any of the readings; a reading that names a kind finds only that kind."""
    return select(Wilayah).where(
        or_(*(and_(syarat(b.nama), Wilayah.jenis == b.jenis) if b.jenis else syarat(b.nama) for b in bacaan))
    )
