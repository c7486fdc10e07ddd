"""Queries that move many usulan at once: rows are read and written as the driver has them."""

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    TableValuedAlias,
    Text,
    Uuid,
    and_,
    cast,
    func,
    inspect,
    null,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType

from app.core.db import polos, susulkan
from app.core.ids import Ref
from app.core.kolom_sandi import DaftarIndeksButa, IndeksButa, KunciProses
from app.core.larik import larik
from app.core.peran import Jabatan
from app.core.salin import salin
from app.usulan.baris import BarisPerkara, KolomRiwayat, Perkara
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.repository_siap import pindahkan
from app.usulan.status import JenisUsulan, StatusUsulan, SubjenisUsulan

_ATUR: Final = {"plan_cache_mode": "force_custom_plan", "enable_seqscan": "off"}
_SIAPKAN: Final = select(*(func.set_config(n, v, true()) for n, v in _ATUR.items()))
_LEPASKAN: Final = select(*(func.set_config(n, null(), true()) for n in _ATUR))

_NAMA: Final = [f.name for f in fields(BarisPerkara)]
_BUTIR: Final = _NAMA.index("butir_kurang")
_KOLOM: Final[list[ColumnElement[Any]]] = [type_coerce(getattr(Usulan, n), NullType()) for n in _NAMA]
_KOLOM[_BUTIR] = cast(Usulan.butir_kurang, Text())
_BUTA: Final = {n: t for n in _NAMA if isinstance(t := Usulan.__table__.c[n].type, IndeksButa | DaftarIndeksButa)}


def daftar(refs: Iterable[Ref] | Iterable[Perkara]) -> TableValuedAlias:
    """Return references as a table of two arrays: a list of pairs would be planned as that many conditions."""
    refs = [*refs]
    kolom = ("keluarga_id", Uuid(), [r.keluarga_id for r in refs]), ("id", Uuid(), [r.id for r in refs])
    return larik(*kolom, nama="dicari")


def cocok(d: TableValuedAlias) -> ColumnElement[bool]:
    """Return whether a case is listed, by its own family or by that of the registry, which later stages know it by.

    Indexes: the primary key and ix_usulan_registri_id_id.
    """
    return or_(*(and_(k == d.c.keluarga_id, Usulan.id == d.c.id) for k in (Usulan.keluarga_id, Usulan.registri_id)))


def _perkara(baris: Sequence[Any]) -> BarisPerkara:
    """Return a row of `_KOLOM`, which nothing has read yet: the types of twenty columns cost more than the query."""
    u = BarisPerkara(*baris)
    u.jenis, u.status, u.pengusul_jabatan = JenisUsulan(u.jenis), StatusUsulan(u.status), Jabatan(u.pengusul_jabatan)
    u.subjenis = SubjenisUsulan(u.subjenis) if u.subjenis else None
    u.butir_kurang = json.loads(baris[_BUTIR]) if baris[_BUTIR] != "[]" else []
    if KunciProses.is_berganti():
        for nama, tipe in _BUTA.items():
            setattr(u, nama, tipe.baca(getattr(u, nama)))
    return u


class MassalRepository:
    """What only moves of many need."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def perkara(self, refs: Collection[Ref], batas: ColumnElement[bool]) -> Sequence[BarisPerkara]:
        """Return those of `refs` within `batas` without their sealed parts, unlocked.

        Most are known by their own family; only the others are looked for by that of the registry.
        """
        pilih, d = select(*_KOLOM).where(batas), daftar(refs)
        sendiri = and_(Usulan.keluarga_id == d.c.keluarga_id, Usulan.id == d.c.id)
        hasil = {u.id: u for u in map(_perkara, await polos(self._sesi, pilih.join(d, sendiri)))}
        if lain := [r for r in refs if r.id not in hasil]:
            d = daftar(lain)
            hasil |= {u.id: u for u in map(_perkara, await polos(self._sesi, pilih.join(d, cocok(d))))}
        return sorted(hasil.values(), key=attrgetter("keluarga_id", "id"))

    async def pindahkan(
        self, baris: Collection[Perkara], dari: Collection[StatusUsulan], nilai: Mapping[str, Any]
    ) -> bool:
        """Change these if all are still in `dari`, and say so: compare and swap in one statement.

        Objects that this session has loaded show what was written; nothing else of them is read again.
        """
        isi = {
            "dicari_keluarga_id": [u.keluarga_id for u in baris],
            "dicari_id": [u.id for u in baris],
            "dari": [s.value for s in dari],
        }
        ubah = pindahkan(tuple(sorted(nilai)))
        versi: dict[Any, Any] = dict(await ubah.baris(self._sesi, isi | {f"nilai_{k}": n for k, n in nilai.items()}))
        if versi.keys() != {u.id for u in baris}:
            return False
        for dimuat in self._sesi:
            kunci = inspect(dimuat).identity if isinstance(dimuat, Usulan) else None
            if kunci and kunci[1] in versi:
                susulkan(self._sesi, dimuat, {**nilai, "versi": versi[kunci[1]]})
        return True

    @asynccontextmanager
    async def daftar_panjang(self) -> AsyncIterator[None]:
        """Let the planner see the lists in here, and never walk a table for one of them.

        A plan kept from when a table was small compares every row of a list with every row of the actor. Afterwards
        all is as before: the check of a foreign key runs for each row that is written, and would be planned for each.
        """
        await self._sesi.execute(_SIAPKAN)
        yield
        await self._sesi.execute(_LEPASKAN)

    async def riwayat_massal(self, langkah: Sequence[KolomRiwayat]) -> None:
        """Copy many steps into the history."""
        await salin(self._sesi, RiwayatUsulan.__tablename__, KolomRiwayat._fields, langkah)
