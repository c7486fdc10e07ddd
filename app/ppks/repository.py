"""Queries on entries; region and sensitivity stand inside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.kolom_sandi import bersaing
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Jabatan, Pelaku
from app.ppks.alur import StatusPpks
from app.ppks.jenis import Kategori
from app.ppks.models import EntriPpks, RiwayatPpks
from app.wilayah.lingkup import Lingkup

TERBUKA = (StatusPpks.DICATAT, StatusPpks.TERVERIFIKASI)
PEMBACA_PEKA = frozenset({Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT})
"""Who sees sensitive kinds beside the one who recorded them; UU 27/2022 ps 4 asks for care; the list is assumed."""


@dataclass(frozen=True, slots=True)
class Saringan:
    """What a listing is narrowed to; None is no narrowing."""

    kategori: Kategori | None = None
    jenis: str | None = None
    status: StatusPpks | None = None
    kode_wilayah: str | None = None


def terlihat(pelaku: Pelaku, tabel: type[EntriPpks] = EntriPpks) -> ColumnElement[bool]:
    """Return what this officer may see."""
    dalam = Lingkup.dari(pelaku).batasi(tabel.kode_desa.expression)
    if pelaku.jabatan in PEMBACA_PEKA:
        return dalam
    return and_(dalam, or_(tabel.is_peka.is_(False), tabel.dicatat_oleh == pelaku.akun_id))


def _serupa(satu: type[EntriPpks], lain: type[EntriPpks]) -> ColumnElement[bool]:
    """Return whether two open entries of one kind are likely about one person: by NIK, else by name in one village.

    While index keys change two entries may not be recognised until the change is done.
    """
    tanpa_nik = or_(satu.nik_hmac.is_(None), lain.nik_hmac.is_(None))
    senama = and_(satu.nama_hmac == lain.nama_hmac, satu.kode_desa == lain.kode_desa, tanpa_nik)
    return and_(
        satu.kategori == lain.kategori,
        satu.jenis == lain.jenis,
        satu.id != lain.id,
        *(t.status.in_(TERBUKA) for t in (satu, lain)),
        *(t.digabung_ke.is_(None) for t in (satu, lain)),
        or_(satu.nik_hmac == lain.nik_hmac, senama),
    )


class PpksRepository:
    """Entries and their histories."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, entri: EntriPpks) -> bool:
        """Add an entry; False when this NIK stands open under this kind in the village already, for all to see."""
        if await self._bersaing(entri):
            return False
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(entri)
        except IntegrityError:
            return False
        return True

    async def tulis(self, *riwayat: RiwayatPpks) -> None:
        """Add history and write pending changes."""
        self._sesi.add_all(riwayat)
        await self._sesi.flush()

    async def simpan(self) -> bool:
        """Write pending changes; False when they collide as in `tambah`."""
        if any([await self._bersaing(e) for e in self._sesi.dirty if isinstance(e, EntriPpks)]):
            return False
        try:
            async with self._sesi.begin_nested():
                await self._sesi.flush()
        except IntegrityError:
            return False
        return True

    async def _bersaing(self, entri: EntriPpks) -> bool:
        if entri.nik_hmac is None or entri.is_peka or entri.status not in TERBUKA:
            return False
        with self._sesi.no_autoflush:
            sedesa = EntriPpks.kode_desa == entri.kode_desa
            return await bersaing(self._sesi, EntriPpks.nik_hmac, entri.nik_hmac, sedesa, *_lain(entri))

    async def kembar(self, entri: EntriPpks, pelaku: Pelaku | None) -> list[UUID]:
        """Return other open entries of this NIK and kind, with `pelaku` those that he may see.

        Index: ix_entri_ppks_nik_hmac.
        """
        if entri.nik_hmac is None:
            return []
        syarat = [EntriPpks.nik_hmac == entri.nik_hmac, *_lain(entri), *([terlihat(pelaku)] if pelaku else [])]
        with self._sesi.no_autoflush:
            return list((await self._sesi.scalars(select(EntriPpks.id).where(*syarat))).all())

    async def serupa(self, pelaku: Pelaku, hal: Halaman) -> Potongan[EntriPpks]:
        """Return a page of entries that have a likely double in sight, oldest first.

        Index: ix_entri_ppks_status_kode_desa_id, then ix_entri_ppks_nik_hmac, ix_entri_ppks_nama_hmac.
        """
        lain = aliased(EntriPpks)
        ada = exists().where(_serupa(EntriPpks, lain), terlihat(pelaku, lain))
        cari = select(EntriPpks).where(terlihat(pelaku), ada)
        konteks = f"serupa|{Lingkup.dari(pelaku)!r}|{pelaku.akun_id}"
        return await halaman(self._sesi, cari, [Urut(EntriPpks.id, UUID)], hal, konteks=konteks)

    async def pasangan(self, pelaku: Pelaku, entri: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        """Return the likely doubles in sight of each of these entries. Indexes as in `serupa`."""
        lain = aliased(EntriPpks)
        cari = select(EntriPpks.id, lain.id).join(lain, _serupa(EntriPpks, lain))
        cari = cari.where(EntriPpks.id.in_(entri), terlihat(pelaku, lain)).order_by(lain.id)
        hasil: dict[UUID, list[UUID]] = {e: [] for e in entri}
        for satu, dua in await self._sesi.execute(cari):
            hasil[satu].append(dua)
        return hasil

    async def has_gabungan(self, entri_id: UUID) -> bool:
        """Return whether others are merged into this entry. Index: ix_entri_ppks_digabung_ke."""
        return bool(await self._sesi.scalar(select(exists().where(EntriPpks.digabung_ke == entri_id))))

    async def get(self, entri_id: UUID, pelaku: Pelaku) -> EntriPpks | None:
        return await self._sesi.scalar(select(EntriPpks).where(EntriPpks.id == entri_id, terlihat(pelaku)))

    async def lock(self, entri_id: UUID, pelaku: Pelaku) -> EntriPpks | None:
        cari = select(EntriPpks).where(EntriPpks.id == entri_id, terlihat(pelaku)).with_for_update()
        return await self._sesi.scalar(cari.execution_options(populate_existing=True))

    async def daftar(self, pelaku: Pelaku, saring: Saringan, hal: Halaman) -> Potongan[EntriPpks]:
        """Return a page, oldest first. Index: ix_entri_ppks_status_kode_desa_id."""
        cari = select(EntriPpks).where(terlihat(pelaku), *_batas(saring))
        konteks = f"{Lingkup.dari(pelaku)!r}|{saring}|{pelaku.akun_id}"
        return await halaman(self._sesi, cari, [Urut(EntriPpks.id, UUID)], hal, konteks=konteks)

    async def cari(self, pelaku: Pelaku, nik: Sequence[UUID], nama: Sequence[UUID]) -> Sequence[EntriPpks]:
        """Return entries of a NIK or an exact name. Indexes: ix_entri_ppks_nik_hmac, ix_entri_ppks_nama_hmac."""
        siapa = or_(EntriPpks.nik_hmac.in_(nik), EntriPpks.nama_hmac.in_(nama))
        cari = select(EntriPpks).where(siapa, terlihat(pelaku)).order_by(EntriPpks.id).limit(50)
        return (await self._sesi.scalars(cari)).all()

    async def milik(self, nik: UUID) -> Sequence[EntriPpks]:
        """Return what stands about one person. Index: ix_entri_ppks_nik_hmac."""
        return (
            await self._sesi.scalars(select(EntriPpks).where(EntriPpks.nik_hmac == nik).order_by(EntriPpks.id))
        ).all()

    async def riwayat(self, entri_id: UUID) -> Sequence[RiwayatPpks]:
        """Return an entry's history, oldest first. Index: ix_riwayat_ppks_entri_id_id."""
        cari = select(RiwayatPpks).where(RiwayatPpks.entri_id == entri_id).order_by(RiwayatPpks.id)
        return (await self._sesi.scalars(cari)).all()

    async def rekap(self, pelaku: Pelaku, kode_wilayah: str | None) -> Sequence[tuple[Kategori, str, StatusPpks, int]]:
        """Count entries by kind and state, merged ones once; a recorder counts his own sensitive ones as he sees them.

        Index: ix_entri_ppks_status_kode_desa_id.
        """
        kunci = (EntriPpks.kategori, EntriPpks.jenis, EntriPpks.status)
        cari = select(*kunci, func.count()).where(terlihat(pelaku), *_batas(Saringan(kode_wilayah=kode_wilayah)))
        pembaca = pelaku.jabatan in PEMBACA_PEKA
        cari = cari.where(EntriPpks.digabung_ke.is_(None) if pembaca else _sekali())
        return [(k, j, s, n) for k, j, s, n in await self._sesi.execute(cari.group_by(*kunci).order_by(*kunci))]


def _lain(entri: EntriPpks) -> list[ColumnElement[bool]]:
    return [
        EntriPpks.kategori == entri.kategori,
        EntriPpks.jenis == entri.jenis,
        EntriPpks.status.in_(TERBUKA),
        EntriPpks.id != entri.id,
    ]


def _sekali() -> ColumnElement[bool]:
    return or_(EntriPpks.digabung_ke.is_(None), EntriPpks.is_peka)


def _batas(saring: Saringan) -> list[ColumnElement[bool]]:
    batas = []
    if saring.kategori is not None:
        batas.append(EntriPpks.kategori == saring.kategori)
    if saring.jenis is not None:
        batas.append(EntriPpks.jenis == saring.jenis)
    if saring.status is not None:
        batas.append(EntriPpks.status == saring.status)
    if saring.kode_wilayah is not None:
        batas.append(Lingkup((saring.kode_wilayah,)).batasi(EntriPpks.kode_desa.expression))
    return batas
