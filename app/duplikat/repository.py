"""Queries of pairs and searches; what an officer may see stands inside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.larik import larik
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Pelaku
from app.duplikat.alur import StatusPasangan
from app.duplikat.models import JenisPasangan, PasanganDuplikat, PencarianDuplikat, RiwayatPasangan
from app.wilayah.lingkup import Lingkup

Kunci = tuple[UUID, int, UUID, int]
"""Who the two of a pair are: id and place in its usulan (0: the person himself), the later record first."""
_P = PasanganDuplikat
_KUNCI = (_P.orang_id, _P.urutan, _P.lain_orang_id, _P.lain_urutan)


def terlihat(pelaku: Pelaku | None) -> ColumnElement[bool]:
    """Return what an officer may see: pairs whose later record lies in his regions."""
    return Lingkup.dari(pelaku).batasi(_P.kode_desa.expression) if pelaku else true()


class DuplikatRepository:
    """Reads and writes of the three tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    def tambah(self, *baris: Base) -> None:
        """Insert rows, together with what else is pending."""
        self._sesi.add_all(baris)

    async def tulis(self) -> None:
        """Send pending changes."""
        await self._sesi.flush()

    # -- pairs

    async def sisip(self, baris: Sequence[dict[str, Any]]) -> set[UUID]:
        """Insert pairs that nobody has found yet and return their ids; a concurrent finder is waited for."""
        if not baris:
            return set()
        baru = insert(_P).on_conflict_do_nothing().returning(_P.id)
        return set((await self._sesi.scalars(baru, baris)).all())

    async def menurut_orang(self, kunci: Collection[Kunci]) -> dict[Kunci, PasanganDuplikat]:
        """Return known pairs, locked in one order. Index: uq_pasangan_duplikat_orang."""
        if not kunci:
            return {}
        a = larik(*((n.key, n.type, nilai) for n, nilai in zip(_KUNCI, zip(*kunci, strict=True), strict=True)))
        cari = select(_P).join(a, and_(*(n == a.c[n.key] for n in _KUNCI))).order_by(_P.id).with_for_update(of=_P)
        hasil = await self._sesi.scalars(cari.execution_options(populate_existing=True))
        return {(p.orang_id, p.urutan, p.lain_orang_id, p.lain_urutan): p for p in hasil}

    async def satu(self, pasangan_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> PasanganDuplikat | None:
        """Return a pair that this officer may see; with `kunci` locked. Index: the primary key."""
        cari = select(_P).where(_P.id == pasangan_id, terlihat(pelaku))
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def antrean(
        self, status: StatusPasangan, pelaku: Pelaku, hal: Halaman, jenis: JenisPasangan | None
    ) -> Potongan[PasanganDuplikat]:
        """List pairs of one state in scope, the likeliest first.

        Index: ix_pasangan_duplikat_status_kode_desa_skor_id; for the nation ix_pasangan_duplikat_status_skor_id.
        """
        cari = select(_P).where(_P.status == status, terlihat(pelaku))
        if jenis is not None:
            cari = cari.where(_P.jenis == jenis)
        urut = [Urut(_P.skor, int), Urut(_P.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"{status}|{jenis}|{pelaku.akun_id}", menurun=True)

    async def milik(self, orang_id: UUID, pelaku: Pelaku, sebanyak: int) -> Sequence[PasanganDuplikat]:
        """Return the pairs of one record that this officer may see, the likeliest first.

        Index: uq_pasangan_duplikat_orang, ix_pasangan_duplikat_lain_orang_id.
        """
        cari = select(_P).where(or_(_P.orang_id == orang_id, _P.lain_orang_id == orang_id), terlihat(pelaku))
        return (await self._sesi.scalars(cari.order_by(_P.skor.desc(), _P.id.desc()).limit(sebanyak))).all()

    async def belum_diperiksa(
        self, wilayah: Collection[str], sebelum: datetime, sebanyak: int
    ) -> Sequence[PasanganDuplikat]:
        """Return open pairs of a region that nobody has compared since, locked.

        Index: ix_pasangan_duplikat_status_kode_desa_skor_id.
        """
        dalam = Lingkup(tuple(wilayah)).batasi(_P.kode_desa.expression)
        cari = select(_P).where(_P.status == StatusPasangan.TERBUKA, dalam, _P.diperiksa_at < sebelum)
        cari = cari.order_by(_P.id).limit(sebanyak).with_for_update()
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()

    async def pindah_desa(self, keluarga_id: UUID, individu_ids: Collection[UUID], kode_desa: str) -> None:
        """Let the copies of a family's village follow it, on either side; locked in the order of a search.

        Index: uq_pasangan_duplikat_orang, ix_pasangan_duplikat_lain_orang_id.
        """
        diri = and_(_P.orang_id.in_(individu_ids), _P.keluarga_id == keluarga_id)
        lain = and_(_P.lain_orang_id.in_(individu_ids), _P.lain_keluarga_id == keluarga_id)
        await self._sesi.execute(select(_P.id).where(or_(diri, lain)).order_by(_P.id).with_for_update())
        await self._sesi.execute(update(_P).where(diri).values(kode_desa=kode_desa))
        await self._sesi.execute(update(_P).where(lain).values(lain_kode_desa=kode_desa))

    async def riwayat(self, pasangan_id: UUID) -> Sequence[RiwayatPasangan]:
        """Return the steps of a pair, oldest first. Index: ix_riwayat_pasangan_pasangan_id_id."""
        cari = select(RiwayatPasangan).where(RiwayatPasangan.pasangan_id == pasangan_id)
        return (await self._sesi.scalars(cari.order_by(RiwayatPasangan.id))).all()

    # -- searches

    async def sisip_pencarian(self, nilai: dict[str, Any]) -> bool:
        """Begin a search. False: one of this region is under way."""
        sisip = insert(PencarianDuplikat).values(**nilai).on_conflict_do_nothing().returning(PencarianDuplikat.id)
        return (await self._sesi.execute(sisip)).first() is not None

    async def hidupkan(self, cari: PencarianDuplikat) -> bool:
        """Let a stopped search be under way again. False: another one of this region is, as judged after waiting."""
        try:
            async with self._sesi.begin_nested():
                cari.terhenti_at, cari.sebab, cari.percobaan, cari.versi = None, None, 0, cari.versi + 1
        except IntegrityError:
            return False
        return True

    async def pencarian(self, pencarian_id: UUID, *, kunci: bool = False) -> PencarianDuplikat | None:
        """Return a search; with `kunci` locked. Index: the primary key."""
        cari = select(PencarianDuplikat).where(PencarianDuplikat.id == pencarian_id)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def daftar_pencarian(self, lingkup: Lingkup, hal: Halaman) -> Potongan[PencarianDuplikat]:
        """List searches in scope, newest first. Index: the primary key, whose ids are in time order."""
        p = PencarianDuplikat
        cari = select(p).where(lingkup.batasi(p.kode_wilayah.expression))
        return await halaman(self._sesi, cari, [Urut(p.id, UUID)], hal, konteks=str(lingkup), menurun=True)
