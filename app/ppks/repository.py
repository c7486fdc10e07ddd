"""Queries on entries; region and sensitivity stand inside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

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


def terlihat(pelaku: Pelaku) -> ColumnElement[bool]:
    """Return what this officer may see."""
    dalam = Lingkup.dari(pelaku).batasi(EntriPpks.kode_desa.expression)
    if pelaku.jabatan in PEMBACA_PEKA:
        return dalam
    return and_(dalam, or_(EntriPpks.is_peka.is_(False), EntriPpks.dicatat_oleh == pelaku.akun_id))


class PpksRepository:
    """Entries and their histories."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, entri: EntriPpks) -> bool:
        """Add an entry; False when this NIK stands open under this kind already."""
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
        """Write pending changes; False when they collide with another open entry of this NIK and kind."""
        if any([await self._bersaing(e) for e in self._sesi.dirty if isinstance(e, EntriPpks)]):
            return False
        try:
            async with self._sesi.begin_nested():
                await self._sesi.flush()
        except IntegrityError:
            return False
        return True

    async def _bersaing(self, entri: EntriPpks) -> bool:
        if entri.nik_hmac is None or entri.status not in TERBUKA:
            return False
        terbuka = and_(EntriPpks.kategori == entri.kategori, EntriPpks.jenis == entri.jenis)
        lain = and_(terbuka, EntriPpks.status.in_(TERBUKA), EntriPpks.id != entri.id)
        with self._sesi.no_autoflush:
            return await bersaing(self._sesi, EntriPpks.nik_hmac, entri.nik_hmac, lain)

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
        """Count entries by kind and state. Index: ix_entri_ppks_status_kode_desa_id."""
        kunci = (EntriPpks.kategori, EntriPpks.jenis, EntriPpks.status)
        cari = select(*kunci, func.count()).where(terlihat(pelaku), *_batas(Saringan(kode_wilayah=kode_wilayah)))
        return [(k, j, s, n) for k, j, s, n in await self._sesi.execute(cari.group_by(*kunci).order_by(*kunci))]


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
