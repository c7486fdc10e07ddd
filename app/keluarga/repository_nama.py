"""What search keeps of names: the words that occur, and the persons whose search columns are still to be computed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import String, any_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base, di_akhir
from app.keluarga.models import Individu, KataNama
from app.keluarga.nama import sekitar, uraikan

_ANGKA_MAKS: Final = 4
"""Digits in a word of a name; more are a number that somebody typed there."""


class NamaBelum(NamedTuple):
    """A person whose name has no fingerprint yet."""

    keluarga_id: UUID
    id: UUID
    nama: str


class NamaRepository:
    """Words of names, and names without a fingerprint."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    def kenali_nama(self, nama: Collection[str]) -> None:
        """Remember the words of these names, at the end of the transaction: any other may bring the same new words.

        A word with more digits than a name has is none: nobody can take out again what is remembered here.
        """
        kata = {k for n in nama for dua in uraikan(n) for k in dua if _is_kata(k)}
        di_akhir(self._sesi, KataNama.__tablename__, self._tulis_kata, kata)

    async def _tulis_kata(self, kata: Collection[str]) -> None:
        """Write the words not known yet, in one order. Index: the primary key of kata_nama."""
        semua = sorted(kata)
        ada = select(KataNama.kata).where(KataNama.kata == any_(literal(semua, ARRAY(String))))
        baru = sorted({*semua} - set(await self._sesi.scalars(ada))) if semua else []
        if baru:
            sisip = insert(Base.metadata.tables[KataNama.__tablename__]).on_conflict_do_nothing()
            await self._sesi.execute(sisip, [{"kata": k, "tanda": sekitar(k)} for k in baru])

    async def nama_belum(self, batas: int) -> Sequence[NamaBelum]:
        """Return persons without a fingerprint whom nobody changes now, locked. Index: ix_individu_belum_bersidik."""
        cari = select(Individu.keluarga_id, Individu.id, Individu.nama).where(Individu.nama_sidik.is_(None))
        urut = cari.order_by(Individu.keluarga_id, Individu.id).limit(batas)
        baris = await self._sesi.execute(urut.with_for_update(skip_locked=True))
        return [NamaBelum(*b) for b in baris]

    async def tulis_nama(self, baris: Sequence[Mapping[str, Any]]) -> None:
        """Write search columns; each row names its person as `k` (family) and `i`. Index: the primary key."""
        tabel = Base.metadata.tables[Individu.__tablename__]
        ubah = (
            update(tabel)
            .where(tabel.c.keluarga_id == bindparam("k"), tabel.c.id == bindparam("i"))
            .values({n: bindparam(n) for n in ("nama_lipat", "nama_sidik", "nama_kata")})
        )
        await self._sesi.execute(ubah, list(baris))


def _is_kata(kata: str) -> bool:
    return sum(c.isdecimal() for c in kata) <= _ANGKA_MAKS
