"""Queries of findings, with what the caller may see inside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Jabatan, Pelaku
from app.temuan.models import LampiranTemuan, RiwayatTemuan, Temuan
from app.temuan.status import BELUM_DIPUTUS, JenisTemuan, KelompokTemuan, StatusTemuan, SumberTemuan
from app.wilayah.lingkup import Lingkup


def terlihat(pelaku: Pelaku | None) -> ColumnElement[bool]:
    """Return what an officer may see: his regions; the civil registry's desk only what concerns identity."""
    if pelaku is None:
        return true()
    lingkup = Lingkup.dari(pelaku).batasi(Temuan.kode_desa.expression)
    if pelaku.jabatan is Jabatan.DISDUKCAPIL:
        return and_(lingkup, Temuan.kelompok == KelompokTemuan.IDENTITAS)
    return lingkup


def tentang(keluarga_id: UUID, individu_id: UUID) -> ColumnElement[bool]:
    """Return what a citizen may see: about himself, wherever it is kept, or about his family as a whole.

    What is odd about a visit concerns who made it and other families, so it is not shown.
    """
    sekeluarga = and_(Temuan.keluarga_id == keluarga_id, Temuan.individu_id.is_(None))
    milik = or_(Temuan.individu_id == individu_id, Temuan.lain_individu_id == individu_id, sekeluarga)
    return and_(milik, Temuan.kelompok != KelompokTemuan.LAPANGAN)


class TemuanRepository:
    """Reads and writes of the three tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def sisip(self, nilai: Mapping[str, Any]) -> bool:
        """Insert a finding unless the family has it already; a concurrent finder is waited for. False: it has."""
        baru = insert(Temuan).values(**nilai).on_conflict_do_nothing().returning(Temuan.id)
        return (await self._sesi.execute(baru)).scalar_one_or_none() is not None

    async def serupa(self, keluarga_id: UUID, sidik: UUID) -> Temuan:
        """Return the finding with this digest, locked. Index: uq_temuan_keluarga_id_sidik."""
        cari = select(Temuan).where(Temuan.keluarga_id == keluarga_id, Temuan.sidik == sidik)
        return (await self._sesi.scalars(cari.with_for_update().execution_options(populate_existing=True))).one()

    async def satu(self, ref: Ref, batas: ColumnElement[bool], *, kunci: bool = False) -> Temuan | None:
        """Return a finding within `batas`; with `kunci` locked. Index: the primary key."""
        cari = select(Temuan).where(Temuan.keluarga_id == ref.keluarga_id, Temuan.id == ref.id, batas)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def has_terbuka(self, keluarga_id: UUID) -> bool:
        """Return whether a finding of the family waits for a decision. Index: the family's part of the primary key."""
        cari = exists().where(Temuan.keluarga_id == keluarga_id, Temuan.status.in_(BELUM_DIPUTUS))
        return bool(await self._sesi.scalar(select(cari)))

    async def milik_keluarga(self, keluarga_id: UUID) -> Sequence[Temuan]:
        """Return all findings of a family, oldest first. Index: the family's part of the primary key."""
        cari = select(Temuan).where(Temuan.keluarga_id == keluarga_id)
        return (await self._sesi.scalars(cari.order_by(Temuan.id))).all()

    async def antrean(
        self,
        status: StatusTemuan,
        pelaku: Pelaku,
        hal: Halaman,
        *,
        jenis: JenisTemuan | None = None,
        kelompok: KelompokTemuan | None = None,
    ) -> Potongan[Temuan]:
        """List findings of one state in scope, oldest first. Index: ix_temuan_status_kode_desa_ditemukan_at."""
        cari = select(Temuan).where(Temuan.status == status, terlihat(pelaku))
        if jenis is not None:
            cari = cari.where(Temuan.jenis == jenis)
        if kelompok is not None:
            cari = cari.where(Temuan.kelompok == kelompok)
        urut = [Urut(Temuan.ditemukan_at, datetime.fromisoformat), Urut(Temuan.id, UUID)]
        konteks = f"temuan|{status}|{jenis}|{kelompok}|{pelaku.akun_id}"
        return await halaman(self._sesi, cari, urut, hal, konteks=konteks)

    async def daftar(self, batas: ColumnElement[bool], hal: Halaman, konteks: str) -> Potongan[Temuan]:
        """List findings within `batas`, newest first. Index: ix_temuan_individu_id, ix_temuan_lain_individu_id."""
        cari = select(Temuan).where(batas)
        return await halaman(self._sesi, cari, [Urut(Temuan.id, UUID)], hal, konteks=konteks, menurun=True)

    async def usang(self, sebelum: date, sebanyak: int) -> Sequence[Temuan]:
        """Return undecided findings on means whose data are older, locked, skipping those that somebody works on."""
        cari = (
            select(Temuan)
            .where(
                Temuan.status.in_(BELUM_DIPUTUS),
                Temuan.kelompok.in_([KelompokTemuan.KEMAMPUAN, KelompokTemuan.PROGRAM]),
                Temuan.data_date < sebelum,
            )
            .order_by(Temuan.keluarga_id, Temuan.id)
        )
        return (await self._sesi.scalars(cari.limit(sebanyak).with_for_update(skip_locked=True))).all()

    async def dari_sumber(
        self, keluarga_id: UUID, individu_id: UUID, sumber: SumberTemuan, kecuali: Collection[UUID]
    ) -> Sequence[Temuan]:
        """Return what a source has said of a person and is not in `kecuali`, locked; the family's part of the key."""
        cari = select(Temuan).where(
            Temuan.keluarga_id == keluarga_id,
            Temuan.individu_id == individu_id,
            Temuan.sumber == sumber,
            Temuan.id.not_in(list(kecuali)),
        )
        return (await self._sesi.scalars(cari.with_for_update().execution_options(populate_existing=True))).all()

    async def tentang_orang(self, keluarga_id: UUID, individu_id: UUID) -> Sequence[Temuan]:
        """Return what has not lapsed about a person in one family, locked; the family's part of the key."""
        cari = select(Temuan).where(
            Temuan.keluarga_id == keluarga_id,
            Temuan.individu_id == individu_id,
            Temuan.status != StatusTemuan.KEDALUWARSA,
        )
        return (await self._sesi.scalars(cari.with_for_update().execution_options(populate_existing=True))).all()

    async def pindah_desa(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Let the copies of the village follow the family's."""
        await self._sesi.execute(update(Temuan).where(Temuan.keluarga_id == keluarga_id).values(kode_desa=kode_desa))

    async def riwayat(self, ref: Ref) -> Sequence[RiwayatTemuan]:
        """Return the steps of a finding, oldest first. Index: ix_riwayat_temuan_keluarga_id_temuan_id_id."""
        cari = select(RiwayatTemuan).where(
            RiwayatTemuan.keluarga_id == ref.keluarga_id, RiwayatTemuan.temuan_id == ref.id
        )
        return (await self._sesi.scalars(cari.order_by(RiwayatTemuan.id))).all()

    async def lampiran(self, ref: Ref) -> Sequence[LampiranTemuan]:
        """Return the files of a finding, oldest first. Index: ix_lampiran_temuan_keluarga_id_temuan_id_id."""
        cari = select(LampiranTemuan).where(
            LampiranTemuan.keluarga_id == ref.keluarga_id, LampiranTemuan.temuan_id == ref.id
        )
        return (await self._sesi.scalars(cari.order_by(LampiranTemuan.id))).all()
