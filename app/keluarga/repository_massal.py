"""The registry read in ranges of families, by village and key: plain rows for work that opens thousands at a time."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, and_, any_, cast, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import polos
from app.core.larik import larik_teks, teks
from app.core.siap import PernyataanSiap
from app.keluarga.entitas_massal import (
    HitunganDesa,
    Rentang,
    Syarat,
    Tepi,
    Tersegel,
)
from app.keluarga.models import AnggotaKeluarga, Individu, JawabanSurvei, Keluarga, variabel_kanonik
from app.wilayah.lingkup import Lingkup

_k = Keluarga.__table__.c
_a = AnggotaKeluarga.__table__.c
_i = Individu.__table__.c
_j = JawabanSurvei.__table__.c
_v = variabel_kanonik.c
_LEWAT_KUNCI: Final = select(
    *(func.set_config(n, "off", true()) for n in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"))
)
"""For the rest of a transaction that only looks rows up: up to some hundred thousand families the planner would read
all of them for each range."""


class MassalRepository:
    """Ranges of living families."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tepi(self, lingkup: Lingkup, besar: int, kelipatan: int = 1) -> tuple[list[Tepi], int]:
        """Return the inner ends of equal ranges of at most `besar` families, and how many families there are.

        Several ranges are as many as a multiple of `kelipatan`. Index: ix_keluarga_kode_desa_keluarga_id.
        """
        jumlah = await self._sesi.scalar(select(func.count()).select_from(Keluarga).where(*_hidup(lingkup))) or 0
        if jumlah <= besar:
            return [], jumlah
        rentang = ceil(ceil(jumlah / besar) / kelipatan) * kelipatan
        urut = func.row_number().over(order_by=[_k.kode_desa, _k.keluarga_id]).label("urut")
        semua = select(_k.kode_desa, _k.keluarga_id, urut).where(*_hidup(lingkup)).subquery("semua")
        cari = select(semua.c.kode_desa, semua.c.keluarga_id).where(semua.c.urut % ceil(jumlah / rentang) == 0)
        hasil = await self._sesi.execute(cari.order_by(semua.c.kode_desa, semua.c.keluarga_id))
        # The last one of all closes the last range, which the open end does too.
        return [Tepi(*b) for b in hasil][: ceil(jumlah / ceil(jumlah / rentang)) - 1], jumlah

    async def baca(self, rentang: Rentang, lingkup: Lingkup, *, jawaban: bool = False) -> Tersegel:
        """Return the living families of a range, by village and key, with their present members.

        Index: ix_keluarga_kode_desa_keluarga_id, then the primary keys; `_LEWAT_KUNCI`.
        """
        await self._sesi.execute(_LEWAT_KUNCI)
        cari = select(cast(_k.keluarga_id, Text), _k.kode_desa, _k.kunci_data, _k.isi)
        cari = cari.where(*_hidup(lingkup), *_dalam(rentang)).order_by(_k.kode_desa, _k.keluarga_id)
        keluarga = [tuple(b) for b in (await polos(self._sesi, cari)).all()]
        ids = {"ids": teks(b[0] for b in keluarga)}
        anggota = await _ANGGOTA.baris(self._sesi, ids)
        return Tersegel(keluarga, anggota, await _JAWABAN.baris(self._sesi, ids) if jawaban else ())

    async def jumlah_desa(self, lingkup: Lingkup) -> list[tuple[str, int]]:
        """Return the villages with how many families live there. Index: ix_keluarga_kode_desa_keluarga_id."""
        cari = select(_k.kode_desa, func.count()).where(*_hidup(lingkup)).group_by(_k.kode_desa).order_by(_k.kode_desa)
        return [(d, n) for d, n in await self._sesi.execute(cari)]

    async def hitung(self, rentang: Rentang, lingkup: Lingkup, syarat: Mapping[str, Syarat]) -> list[HitunganDesa]:
        """Count by village for how many families each condition holds. Indexes: as `jumlah_desa`, the primary key."""
        kolom: list[ColumnElement[int]] = []
        for s in syarat.values():
            nilai = _v[s.variabel]
            benar = nilai >= s.mulai if s.mulai is not None else nilai.in_(s.nilai)
            kolom += [func.count().filter(benar), func.count(nilai)]
        asal = Keluarga.__table__.outerjoin(variabel_kanonik, _v.keluarga_id == _k.keluarga_id)
        cari = select(_k.kode_desa, func.count(), *kolom).select_from(asal)
        cari = cari.where(*_hidup(lingkup), *_dalam(rentang)).group_by(_k.kode_desa).order_by(_k.kode_desa)
        hasil = []
        for desa, jumlah, *angka in await self._sesi.execute(cari):
            pasang = zip(angka[::2], angka[1::2], strict=True)
            hasil.append(HitunganDesa(desa, jumlah, dict(zip(syarat, pasang, strict=True))))
        return hasil

    async def kunci_keluarga(self, rentang: Rentang, lingkup: Lingkup) -> list[Tepi]:
        """Return village and key of the families of a range. Index: ix_keluarga_kode_desa_keluarga_id."""
        cari = select(_k.kode_desa, _k.keluarga_id).where(*_hidup(lingkup), *_dalam(rentang))
        return [Tepi(*b) for b in await self._sesi.execute(cari)]


def _anggota() -> Select[Any]:
    """Present members by family. Index: the primary keys."""
    kolom = (
        *(cast(_a.keluarga_id, Text), _i.kunci_data, _i.isi, cast(_i.nik_hmac, Text), cast(_i.id, Text)),
        *(cast(_a.hubungan, Text), _i.nama, _i.tanggal_lahir, cast(_i.jenis_kelamin, Text)),
    )
    asal, tujuan = AnggotaKeluarga.__table__, Individu.__table__
    cari = select(*kolom).where(_a.keluarga_id == any_(larik_teks("ids")), _a.keluar_date.is_(None))
    return cari.join_from(asal, tujuan, and_(_i.keluarga_id == _a.keluarga_id, _i.id == _a.individu_id))


def _jawaban() -> Select[Any]:
    """Return the answers that the canonical row was derived from. Index: the primary keys."""
    kolom = (cast(_v.keluarga_id, Text), cast(_j.id, Text), _j.isi, cast(_j.instrumen, Text), _j.tanggal_date)
    asal, tujuan = variabel_kanonik, JawabanSurvei.__table__
    cari = select(*kolom).where(_v.keluarga_id == any_(larik_teks("ids")))
    return cari.join_from(asal, tujuan, and_(_j.keluarga_id == _v.keluarga_id, _j.id == _v.jawaban_id))


_ANGGOTA: Final = PernyataanSiap(_anggota())
_JAWABAN: Final = PernyataanSiap(_jawaban())


def _hidup(lingkup: Lingkup) -> Sequence[ColumnElement[bool]]:
    return (_k.ditutup_date.is_(None), lingkup.batasi(_k.kode_desa))


def _dalam(rentang: Rentang) -> list[ColumnElement[bool]]:
    kunci = tuple_(_k.kode_desa, _k.keluarga_id)
    bawah = [kunci > tuple_(*rentang.dari)] if rentang.dari else []
    return bawah + ([kunci <= tuple_(*rentang.sampai)] if rentang.sampai else [])
