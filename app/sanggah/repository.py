"""Queries on contests; who may see them stands inside each as `batas`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Jabatan, Pelaku
from app.sanggah.models import LampiranSanggah, RiwayatSanggah, Sanggah
from app.sanggah.status import TERBUKA, StatusSanggah
from app.wilayah.lingkup import Lingkup


@dataclass(frozen=True, slots=True)
class Saringan:
    """What the queue is narrowed to; no state means those in which somebody has to decide."""

    status: StatusSanggah | None = None
    enumerator_id: UUID | None = None
    lewat_sebelum: date | None = None


class Terlambat(NamedTuple):
    """How many open contests of one state and desa are overdue, and who is, or was, sent to visit."""

    kode_desa: str
    status: StatusSanggah
    enumerator_id: UUID | None
    is_dikunjungi: bool
    jumlah: int


def terlihat(pelaku: Pelaku) -> ColumnElement[bool]:
    """Return what an officer may see: his area; an enumerator only what he is assigned to there."""
    dalam = Lingkup.dari(pelaku).batasi(Sanggah.kode_desa.expression)
    if pelaku.jabatan is Jabatan.ENUMERATOR:
        return and_(dalam, Sanggah.enumerator_id == pelaku.akun_id)
    return dalam


def buatan(pelaku: Pelaku) -> ColumnElement[bool]:
    """Return what this citizen has made."""
    return Sanggah.pelapor_id == pelaku.akun_id


def tentang(keluarga_id: UUID, individu_id: UUID) -> ColumnElement[bool]:
    """Return what is said of a person or of the family he lives in; not before it has gone to the kab/kota."""
    milik = or_(Sanggah.keluarga_id == keluarga_id, Sanggah.individu_id == individu_id)
    return and_(milik, Sanggah.status != StatusSanggah.DIAJUKAN)


class SanggahRepository:
    """Reads and writes of the three tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def buka(self, sanggah: Sanggah) -> bool:
        """Add a contest; False when this reporter's contest of this person is open. Index: uq_sanggah_terbuka."""
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(sanggah)
        except IntegrityError:
            return False
        return True

    async def tambah(self, *baris: RiwayatSanggah | LampiranSanggah) -> None:
        """Add rows and write pending changes."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def satu(self, sanggah_id: UUID, batas: ColumnElement[bool], *, kunci: bool = False) -> Sanggah | None:
        """Return a contest within `batas`; with `kunci` locked. Index: the primary key."""
        cari = select(Sanggah).where(Sanggah.id == sanggah_id, batas)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def antrean(self, pelaku: Pelaku, saring: Saringan, hal: Halaman) -> Potongan[Sanggah]:
        """List contests, oldest first. Index: ix_sanggah_status_kode_desa_id, ix_sanggah_enumerator_id_id."""
        status = [saring.status] if saring.status else sorted(TERBUKA)
        cari = select(Sanggah).where(terlihat(pelaku), Sanggah.status.in_(status))
        if saring.enumerator_id is not None:
            cari = cari.where(Sanggah.enumerator_id == saring.enumerator_id)
        if saring.lewat_sebelum is not None:
            cari = cari.where(Sanggah.tenggat_date < saring.lewat_sebelum)
        konteks = f"sanggah|{saring}|{pelaku.akun_id}"
        return await halaman(self._sesi, cari, [Urut(Sanggah.id, UUID)], hal, konteks=konteks)

    async def daftar(self, batas: ColumnElement[bool], hal: Halaman, konteks: str) -> Potongan[Sanggah]:
        """List a citizen's, newest first. Index: ix_sanggah_pelapor_id_id, ix_sanggah_keluarga_id_id."""
        cari = select(Sanggah).where(batas)
        return await halaman(self._sesi, cari, [Urut(Sanggah.id, UUID)], hal, konteks=konteks, menurun=True)

    async def disetujui(self, keluarga_id: UUID, individu_id: UUID) -> Sequence[Sanggah]:
        """Return the granted contests of a person, newest first. Index: ix_sanggah_keluarga_id_id."""
        cari = select(Sanggah).where(
            Sanggah.keluarga_id == keluarga_id,
            Sanggah.individu_id == individu_id,
            Sanggah.status == StatusSanggah.DISETUJUI,
        )
        return (await self._sesi.scalars(cari.order_by(Sanggah.id.desc()))).all()

    async def terlambat(self, hari: date) -> list[Terlambat]:
        """Count the open contests whose day has passed, by desa, state and who is to visit. Index: ix_sanggah_tenggat.

        It sees the whole country, for only the system asks.
        """
        kolom = (Sanggah.kode_desa, Sanggah.status, Sanggah.enumerator_id, Sanggah.dikunjungi_date.is_not(None))
        cari = select(*kolom, func.count()).where(Sanggah.tenggat_date < hari, Sanggah.status.in_(TERBUKA))
        return [Terlambat(*b) for b in await self._sesi.execute(cari.group_by(*kolom).order_by(*kolom))]

    async def riwayat(self, sanggah_ids: Collection[UUID]) -> Sequence[RiwayatSanggah]:
        """Return the steps, oldest first. Index: ix_riwayat_sanggah_sanggah_id_id."""
        cari = select(RiwayatSanggah).where(RiwayatSanggah.sanggah_id.in_(sanggah_ids))
        return (await self._sesi.scalars(cari.order_by(RiwayatSanggah.id))).all()

    async def lampiran(self, sanggah_id: UUID) -> Sequence[LampiranSanggah]:
        """Return the files, oldest first. Index: ix_lampiran_sanggah_sanggah_id_id."""
        cari = select(LampiranSanggah).where(LampiranSanggah.sanggah_id == sanggah_id)
        return (await self._sesi.scalars(cari.order_by(LampiranSanggah.id))).all()
