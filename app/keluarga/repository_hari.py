"""Queries on where a family's day of data comes from."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, distinct, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.larik import larik, salah_satu
from app.core.peran import Pelaku
from app.keluarga.curah import SebagianHari, SumberHari
from app.keluarga.models import AnggotaKeluarga, HariData, Individu, JawabanSurvei, Keluarga, NoKkIndeks
from app.wilayah.lingkup import Lingkup


class HariRepository:
    """Sources of families' days; index of what names an import: ix_hari_data_impor_id_keluarga_id."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def ada(self, impor_id: UUID) -> bool:
        """Return whether a family's day is what the import stated."""
        cari = select(HariData.id).where(HariData.impor_id == impor_id, ~HariData.is_tersendiri).limit(1)
        return await self._sesi.scalar(cari) is not None

    async def jumlah(self, impor_id: UUID) -> int:
        """Count the families of whose data the import stated the day."""
        cari = select(func.count(distinct(HariData.keluarga_id)))
        return await self._sesi.scalar(cari.where(HariData.impor_id == impor_id, ~HariData.is_tersendiri)) or 0

    async def ada_di_luar(self, cari: SebagianHari, lingkup: Lingkup) -> bool:
        """Return whether one of these families lies outside of a scope now."""
        return not lingkup.is_nasional and await self._ada(cari, ~lingkup.batasi(Keluarga.kode_desa))

    async def ada_sendiri(self, cari: SebagianHari, pelaku: Pelaku) -> bool:
        """Return whether one of them is somebody's own: he is a member now, or it bears the number of his card."""
        i, a, kk, k = Individu, AnggotaKeluarga, NoKkIndeks, Keluarga.keluarga_id
        orang = exists().where(i.keluarga_id == k, i.nik_hmac == pelaku.nik_indeks, a.keluarga_id == i.keluarga_id)
        orang = orang.where(a.individu_id == i.id, a.keluar_date.is_(None))
        kartu = exists().where(kk.keluarga_id == k, kk.no_kk_hmac == pelaku.no_kk_indeks)
        nomor = ((pelaku.nik_indeks, orang), (pelaku.no_kk_indeks, kartu))
        syarat = [s for n, s in nomor if n is not None]
        return bool(syarat) and await self._ada(cari, or_(*syarat))

    async def _ada(self, sebagian: SebagianHari, syarat: ColumnElement[bool]) -> bool:
        h = HariData
        cari = select(h.id).join(Keluarga, Keluarga.keluarga_id == h.keluarga_id)
        cari = cari.where(h.impor_id == sebagian.impor_id, ~h.is_tersendiri, syarat).limit(1)
        if sebagian.sesudah is not None:
            cari = cari.where(h.keluarga_id > sebagian.sesudah)
        if sebagian.keluarga is not None:
            cari = cari.where(salah_satu(h.keluarga_id, sebagian.keluarga))
        return await self._sesi.scalar(cari) is not None

    async def kunci(self, impor_id: UUID, sesudah: UUID | None, sebanyak: int) -> list[UUID]:
        """Lock the next of these families, and with them what is written of where their day comes from."""
        cari = select(HariData.keluarga_id).where(HariData.impor_id == impor_id, ~HariData.is_tersendiri)
        if sesudah is not None:
            cari = cari.where(HariData.keluarga_id > sesudah)
        cari = cari.distinct().order_by(HariData.keluarga_id).limit(sebanyak)
        ids = list(await self._sesi.scalars(cari))
        k = Keluarga.keluarga_id
        await self._sesi.execute(select(k).where(salah_satu(k, ids)).order_by(k).with_for_update())
        return ids

    async def tetapkan(self, impor_id: UUID, keluarga: Collection[UUID], hari: date) -> None:
        """Set the import's day right. Index: ix_hari_data_impor_id_keluarga_id."""
        h = HariData
        ubah = update(h).where(h.impor_id == impor_id, salah_satu(h.keluarga_id, keluarga), ~h.is_tersendiri)
        await self._sesi.execute(ubah.values(data_date=hari).execution_options(synchronize_session=False))

    async def sumber(self, keluarga: Collection[UUID]) -> dict[UUID, list[SumberHari]]:
        """Return where these families' days come from, the oldest first. Index: the primary key."""
        h = HariData
        kolom = (h.keluarga_id, h.id, h.impor_id, h.data_date, h.sebelum_date, h.is_tersendiri, h.jawaban_id)
        cari = select(*kolom).where(salah_satu(h.keluarga_id, keluarga)).order_by(h.keluarga_id, h.id)
        baris = [SumberHari(*b) for b in await self._sesi.execute(cari)]
        return {k: list(isi) for k, isi in groupby(baris, attrgetter("keluarga_id"))}

    async def gantikan(self, ganti: Sequence[tuple[UUID, UUID, UUID, UUID]]) -> None:
        """Let answers take the place of others: (family, origin, replaced, by which). Index: the primary keys."""
        if not ganti:
            return
        nama = ("keluarga_id", "asal_id", "lama_id", "baru_id")
        isi = larik(*((n, Uuid(), k) for n, k in zip(nama, zip(*ganti, strict=True), strict=True)))
        baru = isi.c
        j, h = JawabanSurvei, HariData
        jawaban = update(j).where(j.keluarga_id == baru.keluarga_id, j.id == baru.lama_id)
        asal = update(h).where(h.keluarga_id == baru.keluarga_id, h.id == baru.asal_id)
        for ubah in (jawaban.values(digantikan_id=baru.baru_id), asal.values(jawaban_id=baru.baru_id)):
            await self._sesi.execute(ubah.execution_options(synchronize_session=False))
