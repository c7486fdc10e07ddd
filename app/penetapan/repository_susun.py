"""Queries of a list that is being made or carried out: whom to look at, what was decreed, what the registry is."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, delete, func, insert, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert as sisip
from sqlalchemy.ext.asyncio import AsyncSession

from app.penetapan.models import SK, Keanggotaan, SKCalon, SKKeluarga, SKRekap
from app.penetapan.status import AKTIF, MENDAFTAR, StatusKeanggotaan, StatusSK
from app.penetapan.tutup_sel import BarisRekap


class JumlahRegistri(NamedTuple):
    """Persons who count as registered: in families with a card, and outside."""

    orang_keluarga: int
    orang_luar_keluarga: int


class SusunRepository:
    """Staging rows, earlier rows, counts."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def kunci_id(self, sk_id: UUID) -> SK | None:
        """Return the decree locked for its job; None when another worker holds it. Index: the primary key."""
        cari = select(SK).where(SK.id == sk_id).with_for_update(skip_locked=True)
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).one_or_none()

    # -- staging

    async def tambah_calon(self, calon: Sequence[dict[str, Any]]) -> None:
        """Write these candidates; who stands there already stays."""
        if calon:
            await self._sesi.execute(sisip(SKCalon).on_conflict_do_nothing(), list(calon))

    async def calon(self, sk_id: UUID, setelah: tuple[int, int, UUID, UUID] | None, batas: int) -> Sequence[SKCalon]:
        """Return the next candidates in the order of the list. Index: ix_sk_calon_urut."""
        kolom = (SKCalon.urut_desil, SKCalon.urut_skor, SKCalon.keluarga_id, SKCalon.usulan_id)
        cari = select(SKCalon).where(SKCalon.sk_id == sk_id)
        if setelah is not None:
            cari = cari.where(tuple_(*kolom) > tuple_(*setelah))
        return (await self._sesi.scalars(cari.order_by(*kolom).limit(batas))).all()

    async def hapus_calon(self, sk_id: UUID) -> None:
        """Forget the candidates of a list that stands."""
        await self._sesi.execute(
            delete(SKCalon).where(SKCalon.sk_id == sk_id).execution_options(synchronize_session=False)
        )

    # -- what was decreed before

    async def baris_mendaftar(self, sk_id: UUID, setelah: int, batas: int) -> Sequence[SKKeluarga]:
        """Return the next rows by which families stand in a decree. Index: ix_sk_keluarga_sk_id_urutan."""
        k = SKKeluarga
        cari = select(k).where(k.sk_id == sk_id, k.urutan > setelah, k.putusan.in_(MENDAFTAR))
        return (await self._sesi.scalars(cari.order_by(k.urutan).limit(batas))).all()

    async def baris_terakhir(self, individu_ids: Collection[UUID]) -> dict[UUID, SKKeluarga]:
        """Return, by person, the newest row in force or replaced that registered him. Index: ix_sk_keluarga_indiv…."""
        k = SKKeluarga
        cari = (
            select(k)
            .join(SK, SK.id == k.sk_id)
            .where(
                k.individu_id.in_(individu_ids),
                k.putusan.in_(MENDAFTAR),
                SK.status.in_([StatusSK.BERLAKU, StatusSK.DIGANTI]),
            )
            .order_by(SK.ditandatangani_at, k.id)
        )
        return {b.individu_id: b for b in await self._sesi.scalars(cari)}

    async def baris_lama(self, sk_id: UUID, individu_ids: Collection[UUID]) -> dict[UUID, SKKeluarga]:
        """Return, by usulan, the rows of one decree about these persons. Index: ix_sk_keluarga_individu_id_sk_id."""
        k = SKKeluarga
        cari = select(k).where(k.individu_id.in_(individu_ids), k.sk_id == sk_id, k.putusan.in_(MENDAFTAR))
        return {b.usulan_id: b for b in await self._sesi.scalars(cari)}

    async def terdaftar_di(self, keluarga_ids: Collection[UUID], sk_id: UUID) -> dict[UUID, set[UUID]]:
        """Return, by family, who is registered there by this decree. Index: uq_keanggotaan_keluarga_id_individu_id."""
        k = Keanggotaan
        cari = select(k.keluarga_id, k.individu_id).where(
            k.keluarga_id.in_(keluarga_ids),
            k.sampai_at.is_(None),
            k.sk_id == sk_id,
            k.status == StatusKeanggotaan.TERDAFTAR,
        )
        hasil: dict[UUID, set[UUID]] = {}
        for keluarga_id, individu_id in await self._sesi.execute(cari):
            hasil.setdefault(keluarga_id, set()).add(individu_id)
        return hasil

    async def sidik(self, sk_id: UUID, setelah: int, batas: int) -> list[tuple[int, bytes]]:
        """Return the next rows' numbers and stored digests. Index: ix_sk_keluarga_sk_id_urutan."""
        k = SKKeluarga
        cari = select(k.urutan, k.sidik).where(k.sk_id == sk_id, k.urutan > setelah)
        return [(b.urutan, b.sidik) for b in await self._sesi.execute(cari.order_by(k.urutan).limit(batas))]

    # -- what the registry is

    async def hitung_rekap(self, sk_id: UUID) -> JumlahRegistri:
        """Count the registry by village, keep the counts with the decree, and return their sums; one scan."""
        k = Keanggotaan
        luar = k.is_luar_keluarga
        hitung = (
            select(
                literal(sk_id, Uuid()).label("sk_id"),
                k.kode_desa,
                func.count(func.distinct(k.keluarga_id)).filter(~luar),
                func.count().filter(~luar),
                func.count().filter(luar),
            )
            .where(k.sampai_at.is_(None), k.status.in_(AKTIF))
            .group_by(k.kode_desa)
        )
        await self._sesi.execute(delete(SKRekap).where(SKRekap.sk_id == sk_id))
        kolom = ["sk_id", "kode_desa", "keluarga", "orang_keluarga", "orang_luar_keluarga"]
        await self._sesi.execute(insert(SKRekap).from_select(kolom, hitung))
        jumlah = select(
            func.coalesce(func.sum(SKRekap.orang_keluarga), 0), func.coalesce(func.sum(SKRekap.orang_luar_keluarga), 0)
        ).where(SKRekap.sk_id == sk_id)
        satu = (await self._sesi.execute(jumlah)).one()
        return JumlahRegistri(int(satu[0]), int(satu[1]))

    async def rekap(self, sk_id: UUID, awalan: str, panjang: int) -> list[BarisRekap]:
        """Return the counts under a region by the next level's codes. Index: the primary key of sk_rekap."""
        r = SKRekap
        kode = func.left(r.kode_desa, panjang).label("kode")
        hitung = {n: func.sum(getattr(r, n)).label(n) for n in ("keluarga", "orang_keluarga", "orang_luar_keluarga")}
        cari = select(kode, *hitung.values()).where(r.sk_id == sk_id)
        if awalan:
            cari = cari.where(or_(r.kode_desa == awalan, r.kode_desa.like(f"{awalan}.%")))
        baris = await self._sesi.execute(cari.group_by(kode).order_by(kode))
        return [BarisRekap(b.kode, {n: int(getattr(b, n)) for n in hitung}) for b in baris]
