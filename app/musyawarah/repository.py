"""Queries of the meeting, with the caller's area inside."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.musyawarah.models import (
    BeritaAcara,
    Musyawarah,
    MusyawarahBerkas,
    MusyawarahPengingat,
    MusyawarahTanda,
    MusyawarahUsulan,
)
from app.musyawarah.status import StatusMusyawarah
from app.wilayah.lingkup import Lingkup


class MusyawarahRepository:
    """Meetings, the names on their lists, their files and minutes."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now, so that the database's refusals are seen here."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def simpan(self) -> None:
        """Write pending changes now."""
        await self._sesi.flush()

    async def musyawarah(self, musyawarah_id: UUID, lingkup: Lingkup, *, kunci: bool = False) -> Musyawarah | None:
        """Return a meeting in scope; with `kunci` locked until the transaction ends."""
        cari = select(Musyawarah).where(Musyawarah.id == musyawarah_id, lingkup.batasi(Musyawarah.kode_desa.expression))
        if kunci:  # read as it is when the lock is ours: another transaction may have changed it
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return await self._sesi.scalar(cari)

    async def daftar_musyawarah(
        self, lingkup: Lingkup, hal: Halaman, *, kode_desa: str | None = None
    ) -> Potongan[Musyawarah]:
        """List meetings in scope, latest day first. Index: ix_musyawarah_kode_desa_tanggal_id."""
        cari = select(Musyawarah).where(lingkup.batasi(Musyawarah.kode_desa.expression))
        if kode_desa is not None:
            cari = cari.where(Musyawarah.kode_desa == kode_desa)
        urut = [Urut(Musyawarah.tanggal, date.fromisoformat), Urut(Musyawarah.id, UUID)]
        konteks = f"musyawarah|{lingkup}|{kode_desa}"
        return await halaman(self._sesi, cari, urut, hal, konteks=konteks, menurun=True)

    async def nama_musyawarah(self, musyawarah_id: UUID) -> Sequence[MusyawarahUsulan]:
        """Return all names of one meeting in the order of their numbers. Index: the primary key."""
        cari = select(MusyawarahUsulan).where(MusyawarahUsulan.musyawarah_id == musyawarah_id)
        return (await self._sesi.scalars(cari.order_by(MusyawarahUsulan.nomor, MusyawarahUsulan.usulan_id))).all()

    async def berkas_musyawarah(self, musyawarah_id: UUID) -> Sequence[MusyawarahBerkas]:
        """Return the files of one meeting, oldest first. Index: the primary key."""
        cari = select(MusyawarahBerkas).where(MusyawarahBerkas.musyawarah_id == musyawarah_id)
        return (await self._sesi.scalars(cari.order_by(MusyawarahBerkas.created_at))).all()

    async def tanda(self, musyawarah_id: UUID) -> Sequence[MusyawarahTanda]:
        """Return the marks on the list of one meeting. Index: the primary key."""
        cari = select(MusyawarahTanda).where(MusyawarahTanda.musyawarah_id == musyawarah_id)
        return (await self._sesi.scalars(cari.order_by(MusyawarahTanda.individu_id))).all()

    async def hapus(self, *baris: MusyawarahBerkas | MusyawarahTanda) -> None:
        """Delete rows of an open meeting."""
        for satu in baris:
            await self._sesi.delete(satu)
        await self._sesi.flush()

    async def berita_acara(self, musyawarah_id: UUID) -> Sequence[BeritaAcara]:
        """Return the minutes of a meeting, the newest first. Index: the primary key."""
        cari = select(BeritaAcara).where(BeritaAcara.musyawarah_id == musyawarah_id)
        return (await self._sesi.scalars(cari.order_by(BeritaAcara.revisi.desc()))).all()

    async def berita_acara_terakhir(self, kode_desa: Collection[str]) -> BeritaAcara | None:
        """Return a village's newest first minutes of a meeting. Index: uq_berita_acara_kode_desa_tahun_urut."""
        cari = select(BeritaAcara).where(BeritaAcara.kode_desa.in_(kode_desa), BeritaAcara.revisi == 0)
        return await self._sesi.scalar(cari.order_by(BeritaAcara.created_at.desc()).limit(1))

    async def final_terakhir(self, kode_desa: Collection[str]) -> Musyawarah | None:
        """Return a village's latest closed meeting. Index: ix_musyawarah_kode_desa_tanggal_id."""
        cari = select(Musyawarah).where(
            Musyawarah.kode_desa.in_(kode_desa), Musyawarah.status == StatusMusyawarah.FINAL
        )
        return await self._sesi.scalar(cari.order_by(Musyawarah.tanggal.desc(), Musyawarah.id.desc()).limit(1))

    async def final_desa(self, kode_desa: Collection[str]) -> dict[str, date]:
        """Return the day of each village's latest closed meeting; who never met is absent.

        Index: ix_musyawarah_kode_desa_tanggal_id.
        """
        cari = (
            select(Musyawarah.kode_desa, func.max(Musyawarah.tanggal))
            .where(Musyawarah.kode_desa.in_(kode_desa), Musyawarah.status == StatusMusyawarah.FINAL)
            .group_by(Musyawarah.kode_desa)
        )
        return dict((await self._sesi.execute(cari)).all())

    async def rapat_berikut(self, kode_desa: Collection[str], hari: date) -> dict[str, date]:
        """Return the day of each village's next open meeting. Index: ix_musyawarah_kode_desa_tanggal_id."""
        cari = (
            select(Musyawarah.kode_desa, func.min(Musyawarah.tanggal))
            .where(
                Musyawarah.kode_desa.in_(kode_desa),
                Musyawarah.status == StatusMusyawarah.DIJADWALKAN,
                Musyawarah.tanggal >= hari,
            )
            .group_by(Musyawarah.kode_desa)
        )
        return dict((await self._sesi.execute(cari)).all())

    async def desa_lama(self, sebelum: date) -> list[tuple[str, date]]:
        """Return the villages whose latest closed meeting lies before a day, with that day; one pass over the table."""
        terakhir = func.max(Musyawarah.tanggal)
        cari = (
            select(Musyawarah.kode_desa, terakhir)
            .where(Musyawarah.status == StatusMusyawarah.FINAL)
            .group_by(Musyawarah.kode_desa)
            .having(terakhir < sebelum)
            .order_by(Musyawarah.kode_desa)
        )
        return [(kode, hari) for kode, hari in await self._sesi.execute(cari)]

    async def tandai_diingatkan(self, kode_desa: str, jatuh_tempo: date, pada: datetime) -> bool:
        """Remember that a village was told of this due day; False when it was already."""
        sisip = insert(MusyawarahPengingat).values(kode_desa=kode_desa, jatuh_tempo=jatuh_tempo, created_at=pada)
        hasil = await self._sesi.execute(sisip.on_conflict_do_nothing().returning(MusyawarahPengingat.kode_desa))
        return hasil.scalar_one_or_none() is not None

    async def ada_rapat(self, kode_desa: Collection[str], dari: date, sampai: date) -> bool:
        """Return whether an open meeting of a village lies in these days. Index: ix_musyawarah_kode_desa_tanggal_id."""
        cari = select(Musyawarah.id).where(
            Musyawarah.kode_desa.in_(kode_desa),
            Musyawarah.tanggal.between(dari, sampai),
            Musyawarah.status == StatusMusyawarah.DIJADWALKAN,
        )
        return await self._sesi.scalar(cari.limit(1)) is not None

    async def urut_berita_acara(self, kode_desa: str, tahun: int) -> int:
        """Return the next number of a desa's year; two at once get the same one, and one of them fails at insert."""
        terakhir = await self._sesi.scalar(
            select(func.max(BeritaAcara.urut)).where(BeritaAcara.kode_desa == kode_desa, BeritaAcara.tahun == tahun)
        )
        return (terakhir or 0) + 1
