"""Queries of validation: checks, exceptions, evidence, snapshots of criteria, mass matching."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base, sqlstate
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.kependudukan.pemadanan import HasilPadan
from app.temuan.status import SumberTemuan
from app.verval.models import PadanLog
from app.verval.models_validasi import (
    BuktiValidasi,
    KecualianAdminduk,
    PadanMassal,
    PemeriksaanPengecualian,
    PenilaianKriteria,
)
from app.verval.repository import UNIK_DILANGGAR
from app.verval.status import HasilPengecualian, StatusKecualian
from app.wilayah.lingkup import Lingkup

B = TypeVar("B", PemeriksaanPengecualian, BuktiValidasi, PenilaianKriteria, KecualianAdminduk)


class ValidasiRepository:
    """Reads and writes of the five tables, and of the match's log by person."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: Base) -> None:
        """Insert rows now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def tambah_bila_baru(self, *baris: Base) -> bool:
        """Insert rows whose uniqueness the database decides; False, and nothing is kept, when one exists."""
        try:
            async with self._sesi.begin_nested():
                self._sesi.add_all(baris)
        except IntegrityError as galat:
            if sqlstate(galat) != UNIK_DILANGGAR:
                raise
            return False
        return True

    # -- checks by other sources

    async def pemeriksaan(self, usulan: Ref) -> dict[tuple[UUID, SumberTemuan], PemeriksaanPengecualian]:
        """Return the newest answer per member and source; a later failure hides no answer."""
        model = PemeriksaanPengecualian
        cari = _milik(model, usulan).order_by(None).order_by(model.hasil != HasilPengecualian.BELUM_DIPERIKSA, model.id)
        return {(p.individu_id, p.sumber): p for p in await self._sesi.scalars(cari)}

    # -- exceptions to the match

    async def is_disetujui(self, usulan: Ref, sidik: UUID) -> bool:
        """Return whether an exception was granted for this identity; the family's part of the primary key."""
        model = KecualianAdminduk
        cari = exists().where(
            model.keluarga_id == usulan.keluarga_id,
            model.usulan_id == usulan.id,
            model.sidik == sidik,
            model.status == StatusKecualian.DISETUJUI,
        )
        return bool(await self._sesi.scalar(select(cari)))

    async def kecualian(self, ref: Ref) -> KecualianAdminduk | None:
        """Return an exception, locked. Index: the primary key."""
        cari = select(KecualianAdminduk).where(
            KecualianAdminduk.keluarga_id == ref.keluarga_id, KecualianAdminduk.id == ref.id
        )
        return (
            await self._sesi.scalars(cari.with_for_update().execution_options(populate_existing=True))
        ).one_or_none()

    async def semua_kecualian(self, usulan: Ref) -> Sequence[KecualianAdminduk]:
        """Return the exceptions of a case, oldest first; the family's part of the primary key."""
        return (await self._sesi.scalars(_milik(KecualianAdminduk, usulan))).all()

    # -- evidence, criteria

    async def bukti(self, usulan: Ref) -> Sequence[BuktiValidasi]:
        """Return the evidence of a refusal, oldest first. Index: ix_bukti_validasi_keluarga_id_usulan_id_id."""
        return (await self._sesi.scalars(_milik(BuktiValidasi, usulan))).all()

    async def penilaian(self, usulan: Ref) -> PenilaianKriteria | None:
        """Return the newest snapshot. Index: ix_penilaian_kriteria_keluarga_id_usulan_id_id."""
        cari = _milik(PenilaianKriteria, usulan).order_by(None).order_by(PenilaianKriteria.id.desc())
        return (await self._sesi.scalars(cari.limit(1))).first()

    # -- the match by person, and in mass

    async def padan_orang(self, nik_indeks: Sequence[UUID], lingkup: Lingkup, hal: Halaman) -> Potongan[PadanLog]:
        """List the questions about one NIK in scope, newest first. Index: ix_padan_log_nik_indeks_id."""
        cari = select(PadanLog).where(
            PadanLog.nik_indeks.in_(nik_indeks), lingkup.batasi(func.coalesce(PadanLog.kode_desa, ""))
        )
        konteks = f"padan|{lingkup}|{sorted(nik_indeks)}"
        return await halaman(self._sesi, cari, [Urut(PadanLog.id, UUID)], hal, konteks=konteks, menurun=True)

    async def is_tertunda(self, usulan: Ref) -> bool:
        """Return whether the last question about a case got no answer, or none was asked."""
        cari = select(PadanLog.hasil).where(PadanLog.keluarga_id == usulan.keluarga_id, PadanLog.usulan_id == usulan.id)
        return await self._sesi.scalar(cari.order_by(PadanLog.id.desc()).limit(1)) in {None, HasilPadan.TUNDA}

    async def putaran(self, putaran_id: UUID, lingkup: Lingkup, *, kunci: bool = False) -> PadanMassal | None:
        """Return a round in scope; with `kunci` locked."""
        cari = select(PadanMassal).where(
            PadanMassal.id == putaran_id, lingkup.batasi(PadanMassal.kode_kabkota.expression)
        )
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def daftar_putaran(self, lingkup: Lingkup, hal: Halaman) -> Potongan[PadanMassal]:
        """List rounds in scope, newest first. Index: ix_padan_massal_kode_kabkota_id."""
        cari = select(PadanMassal).where(lingkup.batasi(PadanMassal.kode_kabkota.expression))
        konteks = f"padan_massal|{lingkup}"
        return await halaman(self._sesi, cari, [Urut(PadanMassal.id, UUID)], hal, konteks=konteks, menurun=True)


def _milik(model: type[B], usulan: Ref) -> Select[B]:
    cari = select(model).where(model.keluarga_id == usulan.keluarga_id, model.usulan_id == usulan.id)
    return cari.order_by(model.id)
