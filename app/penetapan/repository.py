"""Queries of penetapan: decrees and their lists, memberships by family and by blind index."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Tujuan
from app.core.db import Base
from app.core.ids import Ref
from app.core.kolom_sandi import memuat
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.penetapan.models import SK, Keanggotaan, KeanggotaanIndeks, RiwayatSK, SKKeluarga
from app.penetapan.status import AKTIF, StatusKeanggotaan, StatusSK
from app.wilayah.lingkup import Lingkup


class RujukanSK(NamedTuple):
    """How a decree is cited."""

    kode: str
    nomor: str
    tanggal: date


class PenetapanRepository:
    """Reads and writes of the four tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: Base) -> None:
        """Write new rows now, so that the database judges them now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def tulis(self) -> None:
        """Send pending changes."""
        await self._sesi.flush()

    # -- decrees

    async def sk(self, kode: str) -> SK | None:
        """Return the decree. Index: uq_sk_kode."""
        return (await self._sesi.scalars(select(SK).where(SK.kode == kode))).one_or_none()

    async def sk_id(self, sk_id: UUID) -> SK | None:
        """Return the decree, not locked. Index: the primary key."""
        return await self._sesi.get(SK, sk_id)

    async def has_perkara(self, sk_id: UUID, nik_indeks: UUID) -> bool:
        """Return whether somebody is in the list. Index: ix_sk_keluarga_sk_id_urutan."""
        cari = select(SKKeluarga.id).where(
            SKKeluarga.sk_id == sk_id, memuat(SKKeluarga.nik_indeks, Tujuan.NIK, nik_indeks)
        )
        return (await self._sesi.scalars(cari.limit(1))).first() is not None

    async def kunci_sk_id(self, sk_id: UUID) -> SK | None:
        """Return the decree locked until the transaction ends, as it is now. Index: the primary key."""
        cari = select(SK).where(SK.id == sk_id).with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def kunci_sk(self, kode: str) -> SK | None:
        """Return the decree locked until the transaction ends, as it is now. Index: uq_sk_kode."""
        cari = select(SK).where(SK.kode == kode).with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def rujukan(self, sk_ids: Collection[UUID]) -> dict[UUID, RujukanSK]:
        """Return code, number and date of decrees. Index: the primary key."""
        cari = select(SK.id, SK.kode, SK.nomor, SK.tanggal).where(SK.id.in_(set(sk_ids)))
        return {b.id: RujukanSK(b.kode, b.nomor, b.tanggal) for b in await self._sesi.execute(cari)}

    async def pengganti(self, sk_id: UUID) -> str | None:
        """Return the code of the decree in force that replaced this one."""
        cari = select(SK.kode).where(SK.mengganti_id == sk_id, SK.status.in_([StatusSK.BERLAKU, StatusSK.DIGANTI]))
        return (await self._sesi.scalars(cari.order_by(SK.id).limit(1))).one_or_none()

    async def has_rancangan(self, periode: str) -> bool:
        """Return whether the period has a decree that is not in force yet. Index: uq_sk_periode_rancangan."""
        belum = [StatusSK.DISUSUN, StatusSK.RANCANGAN, StatusSK.DITANDATANGANI]
        cari = select(SK.id).where(SK.periode == periode, SK.status.in_(belum))
        return (await self._sesi.scalars(cari)).first() is not None

    async def has_nomor(self, nomor: str) -> bool:
        """Return whether a decree that is not cancelled has this number. Index: uq_sk_nomor."""
        cari = select(SK.id).where(SK.nomor == nomor, SK.status != StatusSK.DIBATALKAN)
        return (await self._sesi.scalars(cari)).first() is not None

    async def daftar_sk(self, hal: Halaman, status: Collection[StatusSK] = frozenset(StatusSK)) -> Potongan[SK]:
        """Return decrees in these states, newest first. Index: the primary key, whose ids are in time order."""
        cari = select(SK).where(SK.status.in_(status))
        return await halaman(self._sesi, cari, [Urut(SK.id, UUID)], hal, konteks="|".join(sorted(status)), menurun=True)

    async def riwayat_sk(self, sk_id: UUID) -> Sequence[RiwayatSK]:
        """Return what happened to a decree, oldest first. Index: ix_riwayat_sk_sk_id_id."""
        return (
            await self._sesi.scalars(select(RiwayatSK).where(RiwayatSK.sk_id == sk_id).order_by(RiwayatSK.id))
        ).all()

    async def halaman_baris(self, sk_id: UUID, hal: Halaman) -> Potongan[SKKeluarga]:
        """Return a page of a decree's list, in its order. Index: ix_sk_keluarga_sk_id_urutan."""
        cari = select(SKKeluarga).where(SKKeluarga.sk_id == sk_id)
        return await halaman(self._sesi, cari, [Urut(SKKeluarga.urutan, int)], hal, konteks=str(sk_id))

    async def baris(self, sk_id: UUID, setelah: int, batas: int) -> Sequence[SKKeluarga]:
        """Return the next `batas` rows of the list. Index: ix_sk_keluarga_sk_id_urutan."""
        cari = select(SKKeluarga).where(SKKeluarga.sk_id == sk_id, SKKeluarga.urutan > setelah)
        return (await self._sesi.scalars(cari.order_by(SKKeluarga.urutan).limit(batas))).all()

    # -- memberships

    async def letak(self, kunci: Collection[UUID]) -> dict[UUID, Ref]:
        """Return where the memberships of these persons or NIK stand, locked. Index: the primary key."""
        cari = select(KeanggotaanIndeks).where(KeanggotaanIndeks.kunci.in_(kunci)).order_by(KeanggotaanIndeks.kunci)
        cari = cari.with_for_update().execution_options(populate_existing=True)
        return {i.kunci: Ref(i.keluarga_id, i.individu_id) for i in await self._sesi.scalars(cari)}

    async def klaim(self, letak: Collection[KeanggotaanIndeks]) -> bool:
        """Take these places, waiting for rivals. False: one of them is taken."""
        if not letak:
            return True
        kolom = ("kunci", "keluarga_id", "individu_id")
        nilai = [{n: getattr(i, n) for n in kolom} for i in sorted(letak, key=lambda i: i.kunci)]
        sisip = insert(KeanggotaanIndeks).values(nilai).on_conflict_do_nothing().returning(KeanggotaanIndeks.kunci)
        return len((await self._sesi.execute(sisip)).all()) == len(nilai)

    async def lepas(self, kunci: Collection[UUID]) -> None:
        """Give these places up."""
        await self._sesi.execute(
            delete(KeanggotaanIndeks)
            .where(KeanggotaanIndeks.kunci.in_(kunci))
            .execution_options(synchronize_session=False)
        )

    async def keanggotaan_kini(self, orang: Collection[Ref]) -> dict[Ref, Keanggotaan]:
        """Return the present rows of these persons, locked. Index: uq_keanggotaan_keluarga_id_individu_id."""
        kunci = [(r.keluarga_id, r.id) for r in sorted(orang)]
        cari = (
            select(Keanggotaan)
            .where(
                tuple_(Keanggotaan.keluarga_id, Keanggotaan.individu_id).in_(kunci),
                Keanggotaan.sampai_at.is_(None),
            )
            .order_by(Keanggotaan.keluarga_id, Keanggotaan.individu_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return {k.ref: k for k in (await self._sesi.scalars(cari)).all()}

    async def terdaftar_menurut_sk(self, sk_id: UUID, batas: int) -> Sequence[Keanggotaan]:
        """Return some who are registered by a decree, locked. Index: ix_keanggotaan_sk_id."""
        cari = select(Keanggotaan).where(
            Keanggotaan.sk_id == sk_id,
            Keanggotaan.sampai_at.is_(None),
            Keanggotaan.status == StatusKeanggotaan.TERDAFTAR,
        )
        urut = cari.order_by(Keanggotaan.keluarga_id, Keanggotaan.individu_id).limit(batas).with_for_update()
        return (await self._sesi.scalars(urut.execution_options(populate_existing=True))).all()

    async def tutup(self, baris: Collection[Keanggotaan], sampai_at: datetime) -> None:
        """End these rows."""
        kunci = [(k.keluarga_id, k.id) for k in baris]
        await self._sesi.execute(
            update(Keanggotaan)
            .where(tuple_(Keanggotaan.keluarga_id, Keanggotaan.id).in_(kunci))
            .values(sampai_at=sampai_at)
            .execution_options(synchronize_session=False)
        )

    async def riwayat(self, individu_id: UUID) -> Sequence[Keanggotaan]:
        """Return all rows of a person, wherever he lived, oldest first. Index: ix_keanggotaan_individu_id_id."""
        cari = select(Keanggotaan).where(Keanggotaan.individu_id == individu_id)
        urut = cari.order_by(Keanggotaan.id).execution_options(populate_existing=True)
        return (await self._sesi.scalars(urut)).all()

    async def menurut_nik(self, nik_indeks: UUID) -> Keanggotaan | None:
        """Return the present row of the person with this blind index. Index: ix_keanggotaan_nik_indeks."""
        cari = select(Keanggotaan).where(Keanggotaan.nik_indeks == nik_indeks, Keanggotaan.sampai_at.is_(None))
        return (await self._sesi.scalars(cari.order_by(Keanggotaan.id.desc()).limit(1))).one_or_none()

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:
        """Return whether the person counts as registered now. Index: ix_keanggotaan_nik_indeks."""
        cari = select(Keanggotaan.id).where(
            Keanggotaan.nik_indeks == nik_indeks, Keanggotaan.sampai_at.is_(None), Keanggotaan.status.in_(AKTIF)
        )
        return (await self._sesi.scalars(cari.limit(1))).first() is not None

    async def daftar(self, status: StatusKeanggotaan, lingkup: Lingkup, hal: Halaman) -> Potongan[Keanggotaan]:
        """Return present rows of one state in scope. Index: ix_keanggotaan_status_kode_desa_id."""
        cari = select(Keanggotaan).where(
            Keanggotaan.status == status,
            Keanggotaan.sampai_at.is_(None),
            lingkup.batasi(Keanggotaan.kode_desa.expression),
        )
        urut = [Urut(Keanggotaan.kode_desa, str), Urut(Keanggotaan.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"{status}|{lingkup}")
