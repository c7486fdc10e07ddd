"""Queries of models, runs, cut-offs and single families; a run's set-based computation is `repository_putaran`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Pelaku
from app.desil.alur import StatusModel, StatusPutaran
from app.desil.errors import ModelSudahAda, PutaranMasihTerbuka
from app.desil.models import TIDAK_ADA, BatasDesil, ModelPmt, Putaran, PutaranBerlaku, RiwayatPutaran, SkorKeluarga


@dataclass(frozen=True, slots=True)
class DataKeluarga:
    """A family's village and canonical values in one version."""

    versi: int
    kode_wilayah: str
    masukan: tuple[int | None, ...]
    data_date: date | None
    jawaban_id: UUID | None


class DesilRepository:
    """Reads by key; listings are of small reference tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tulis(self) -> None:
        """Send pending changes now, where their order matters to a constraint."""
        await self._sesi.flush()

    async def tambah_model(self, model: ModelPmt) -> None:
        """Add a model.

        Raises:
            ModelSudahAda: its code and version exist.
        """
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(model)
        except IntegrityError:
            raise ModelSudahAda from None

    async def model(self, model_id: UUID, *, kunci: bool = False) -> ModelPmt | None:
        """Return a model, locked if asked for."""
        return await self._sesi.get(ModelPmt, model_id, with_for_update=kunci, populate_existing=kunci)

    async def model_aktif(self, *, kunci: bool = False) -> ModelPmt | None:
        """Return the active model. Index: uq_model_pmt_aktif."""
        cari = select(ModelPmt).where(ModelPmt.status == StatusModel.AKTIF)
        return (await self._sesi.scalars(cari.with_for_update() if kunci else cari)).one_or_none()

    async def is_dipakai(self, model_id: UUID) -> bool:
        """Return whether a run that is not finished ranks with a model. Index: uq_putaran_terbuka, few rows."""
        terbuka = Putaran.status.in_([StatusPutaran.DISIAPKAN, StatusPutaran.DIHITUNG, StatusPutaran.DITINJAU])
        cari = select(Putaran.id).where(terbuka, Putaran.model_id == model_id)
        return (await self._sesi.scalars(cari.limit(1))).first() is not None

    async def model_bernama(self, kode: str, versi: str) -> ModelPmt | None:
        """Return a version. Index: uq_model_pmt_kode_versi_model."""
        cari = select(ModelPmt).where(ModelPmt.kode == kode, ModelPmt.versi_model == versi)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def daftar_model(self, hal: Halaman) -> Potongan[ModelPmt]:
        """Return models, newest first. Index: the primary key, in time order."""
        return await halaman(self._sesi, select(ModelPmt), [Urut(ModelPmt.id, UUID)], hal, menurun=True)

    async def tambah_putaran(self, putaran: Putaran) -> None:
        """Add a run.

        Raises:
            PutaranMasihTerbuka: another run of this scope and period is open.
        """
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(putaran)
        except IntegrityError:
            raise PutaranMasihTerbuka from None

    async def putaran(self, putaran_id: UUID, *, kunci: bool = False) -> Putaran | None:
        """Return a run, locked if asked for."""
        return await self._sesi.get(Putaran, putaran_id, with_for_update=kunci, populate_existing=kunci)

    async def putaran_bernomor(self, nomor: int) -> Putaran:
        """Return the run of a number that a row or a chain names. Index: uq_putaran_nomor."""
        return (await self._sesi.scalars(select(Putaran).where(Putaran.nomor == nomor))).one()

    async def putaran_terbaru(self, periode: str) -> Putaran | None:
        """Return the newest run of a period; few rows, and only a terminal asks."""
        cari = select(Putaran).where(Putaran.periode == periode).order_by(Putaran.nomor.desc())
        return (await self._sesi.scalars(cari.limit(1))).one_or_none()

    async def daftar_putaran(self, hal: Halaman) -> Potongan[Putaran]:
        """Return runs, newest first. Index: the primary key, in time order."""
        return await halaman(self._sesi, select(Putaran), [Urut(Putaran.id, UUID)], hal, menurun=True)

    async def model_dari(self, putaran: Collection[Putaran]) -> Mapping[UUID, ModelPmt]:
        """Return the models of runs by id."""
        cari = select(ModelPmt).where(ModelPmt.id.in_({p.model_id for p in putaran}))
        return {m.id: m for m in await self._sesi.scalars(cari)}

    async def berlaku(self, cakupan: str) -> Putaran | None:
        """Return the run in force, by its pointer."""
        cari = select(Putaran).join(PutaranBerlaku, PutaranBerlaku.putaran_id == Putaran.id)
        return (await self._sesi.scalars(cari.where(PutaranBerlaku.cakupan == cakupan))).one_or_none()

    async def kunci_cakupan(self, cakupan: str) -> None:
        """Hold a scope's pointer until the transaction ends; an advisory lock, for the first run has no row yet."""
        nama = func.hashtextextended(f"desil.berlaku|{cakupan}", 0)
        await self._sesi.execute(select(func.pg_advisory_xact_lock(nama)))

    async def berlakukan(self, putaran: Putaran, pada: datetime) -> None:
        """Turn the pointer of the run's scope to it."""
        isi = {"putaran_id": putaran.id, "sejak_at": pada}
        await self._sesi.execute(
            insert(PutaranBerlaku)
            .values(cakupan=putaran.cakupan, **isi)
            .on_conflict_do_update(index_elements=[PutaranBerlaku.cakupan], set_=isi)
        )

    def catat(self, riwayat: RiwayatPutaran) -> None:
        """Add a row of history."""
        self._sesi.add(riwayat)

    async def riwayat(self, putaran_id: UUID) -> Sequence[RiwayatPutaran]:
        """Return a run's history, oldest first. Index: ix_riwayat_putaran_putaran_id_pada_at."""
        cari = select(RiwayatPutaran).where(RiwayatPutaran.putaran_id == putaran_id)
        return (await self._sesi.scalars(cari.order_by(RiwayatPutaran.pada_at, RiwayatPutaran.id))).all()

    async def is_penyusun(self, putaran_id: UUID, pelaku: Pelaku) -> bool:
        """Return whether this person, by account or by NIK, has taken part in the run."""
        orang = [RiwayatPutaran.akun_id == pelaku.akun_id]
        if pelaku.nik_indeks is not None:
            orang.append(RiwayatPutaran.nik_indeks == pelaku.nik_indeks)
        cari = select(RiwayatPutaran.id).where(RiwayatPutaran.putaran_id == putaran_id, or_(*orang))
        return (await self._sesi.scalars(cari.limit(1))).first() is not None

    async def daftar_batas(self, putaran_id: UUID, hal: Halaman) -> Potongan[BatasDesil]:
        """Return a run's cut-offs by scope code. Index: the primary key."""
        cari = select(BatasDesil).where(BatasDesil.putaran_id == putaran_id)
        return await halaman(self._sesi, cari, [Urut(BatasDesil.kode, str)], hal, konteks=str(putaran_id))

    async def batas(self, putaran_id: UUID, kode: Collection[str]) -> Mapping[str, tuple[int | None, ...]]:
        """Return the cut-offs of some scopes of a run."""
        cari = select(BatasDesil).where(BatasDesil.putaran_id == putaran_id, BatasDesil.kode.in_(kode))
        return {b.kode: tuple(b.batas) for b in await self._sesi.scalars(cari)}

    async def skor(self, keluarga_id: UUID, rantai: Sequence[int]) -> SkorKeluarga | None:
        """Return a family's row of a run that is read from `rantai`."""
        return next(iter(await self.skor_massal([keluarga_id], rantai)), None)

    async def skor_massal(self, keluarga_ids: Collection[UUID], rantai: Sequence[int]) -> Sequence[SkorKeluarga]:
        """Return the rows of many families of a run, of each the newest link's. Index: the primary key."""
        s = SkorKeluarga
        cari = select(s).where(s.putaran_no.in_(rantai), s.keluarga_id == func.any(list(keluarga_ids)))
        letak = {nomor: n for n, nomor in enumerate(rantai)}
        terbaru: dict[UUID, SkorKeluarga] = {}
        for baris in sorted(await self._sesi.scalars(cari), key=lambda b: letak[b.putaran_no], reverse=True):
            terbaru[baris.keluarga_id] = baris
        return [b for b in terbaru.values() if b.versi != TIDAK_ADA]

    async def data_kini(self, keluarga_ids: Collection[UUID], sumber: Sequence[str]) -> dict[UUID, DataKeluarga]:
        """Return what the registry knows of families now; who is no family is absent. Index: the primary key."""
        asal = _kanonik("variabel_kanonik")
        return await self._data(asal, sumber, asal.c.keluarga_id == func.any(list(keluarga_ids)))

    async def data_versi(self, keluarga_id: UUID, versi: int, sumber: Sequence[str]) -> DataKeluarga | None:
        """Return what a score was computed from: the present version, or one that was replaced.

        In this order: one that is replaced between the two statements is found by the second.
        """
        for nama in ("variabel_kanonik", "riwayat_kanonik"):
            asal = _kanonik(nama)
            if data := await self._data(asal, sumber, asal.c.keluarga_id == keluarga_id, asal.c.versi == versi):
                return data[keluarga_id]
        return None

    async def _data(self, asal: Table, sumber: Sequence[str], *syarat: ColumnElement[bool]) -> dict[UUID, DataKeluarga]:
        tetap = (asal.c.keluarga_id, asal.c.versi, asal.c.kode_desa, asal.c.tanggal_date, asal.c.jawaban_id)
        baris = await self._sesi.execute(select(*tetap, *(asal.c[s] for s in sumber)).where(*syarat))
        return {k: DataKeluarga(v, kode, tuple(masukan), hari, j) for k, v, kode, hari, j, *masukan in baris}


def _kanonik(nama: str) -> Table:
    """Return a table of `keluarga`'s, taken from the shared metadata."""
    return Base.metadata.tables[nama]
