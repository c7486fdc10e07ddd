"""Queries around an exit: notices that have run out, reactivations, objections."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.penetapan.models import Keanggotaan, KeberatanKeanggotaan, Reaktivasi, SKKeluarga
from app.penetapan.status import OTOMATIS, Putusan, StatusKeanggotaan
from app.penetapan.status_keluar import StatusKeberatan, StatusReaktivasi
from app.wilayah.lingkup import Lingkup

M = TypeVar("M", bound=Base)


class KeluarRepository:
    """Reads and writes of reactivations and objections, and the clock's work list."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: Base) -> None:
        """Write new rows now, so that the database judges them now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def jatuh_tempo(self, hari: date, batas: int) -> Sequence[UUID]:
        """Return persons whose decided exit is due and not objected to. Index: ix_keanggotaan_nonaktif_paling_cepat."""
        k, b = Keanggotaan, KeberatanKeanggotaan
        terbuka = exists().where(b.individu_id == k.individu_id, b.status == StatusKeberatan.DIAJUKAN)
        cari = select(k.individu_id).where(
            k.sampai_at.is_(None),
            k.status == StatusKeanggotaan.AKAN_DINONAKTIFKAN,
            k.nonaktif_paling_cepat <= hari,
            k.aksi.in_(OTOMATIS),
            ~terbuka,
        )
        return (await self._sesi.scalars(cari.order_by(k.nonaktif_paling_cepat, k.id).limit(batas))).all()

    async def berkeberatan(self, individu_ids: Collection[UUID]) -> set[UUID]:
        """Return who of these has an open objection. Index: ix_keberatan_keanggotaan_individu_id."""
        b = KeberatanKeanggotaan
        cari = select(b.individu_id).where(b.individu_id.in_(individu_ids), b.status == StatusKeberatan.DIAJUKAN)
        return set((await self._sesi.scalars(cari)).all())

    async def usulan_keluar(self, orang: Collection[tuple[UUID, UUID]]) -> dict[UUID, Ref]:
        """Return, by person, the usulan whose row in this decree took him out. Index: ix_sk_keluarga_individu_id_…."""
        sk, individu = {s for _, s in orang}, {i for i, _ in orang}
        cari = select(SKKeluarga).where(
            SKKeluarga.individu_id.in_(individu), SKKeluarga.sk_id.in_(sk), SKKeluarga.putusan == Putusan.DIKELUARKAN
        )
        baris = (b for b in await self._sesi.scalars(cari) if (b.individu_id, b.sk_id) in orang)
        return {b.individu_id: Ref(b.keluarga_id, b.usulan_id) for b in baris}

    async def has_perkara(self, individu_id: UUID, keluarga_id: UUID) -> bool:
        """Return whether an objection or a reactivation of a person waits. Index: that of each list below."""
        terbuka = {StatusReaktivasi.DIAJUKAN, StatusReaktivasi.SEMENTARA}
        minta = await self.reaktivasi_orang(individu_id, keluarga_id)
        return bool(await self.berkeberatan([individu_id])) or any(r.status in terbuka for r in minta)

    # -- reactivations

    async def reaktivasi(self, ref: Ref, lingkup: Lingkup, *, kunci: bool = False) -> Reaktivasi | None:
        """Return a request in scope; with `kunci` locked until the transaction ends."""
        cari = select(Reaktivasi).where(
            Reaktivasi.keluarga_id == ref.keluarga_id,
            Reaktivasi.id == ref.id,
            lingkup.batasi(Reaktivasi.kode_desa.expression),
        )
        return await self._sesi.scalar(_kunci(cari) if kunci else cari)

    async def daftar_reaktivasi(self, status: StatusReaktivasi, lingkup: Lingkup, hal: Halaman) -> Potongan[Reaktivasi]:
        """Return requests of one state in scope, by village. Index: ix_reaktivasi_status_kode_desa_id."""
        r = Reaktivasi
        cari = select(r).where(r.status == status, lingkup.batasi(r.kode_desa.expression))
        urut = [Urut(r.kode_desa, str), Urut(r.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"reaktivasi|{status}|{lingkup}")

    async def reaktivasi_orang(self, individu_id: UUID, keluarga_id: UUID) -> Sequence[Reaktivasi]:
        """Return a person's requests in his family, newest first. Index: the primary key's family part."""
        cari = select(Reaktivasi).where(Reaktivasi.keluarga_id == keluarga_id, Reaktivasi.individu_id == individu_id)
        return (await self._sesi.scalars(cari.order_by(Reaktivasi.id.desc()))).all()

    # -- objections

    async def keberatan(self, ref: Ref, lingkup: Lingkup, *, kunci: bool = False) -> KeberatanKeanggotaan | None:
        """Return an objection in scope; with `kunci` locked until the transaction ends."""
        cari = select(KeberatanKeanggotaan).where(
            KeberatanKeanggotaan.keluarga_id == ref.keluarga_id,
            KeberatanKeanggotaan.id == ref.id,
            lingkup.batasi(KeberatanKeanggotaan.kode_desa.expression),
        )
        return await self._sesi.scalar(_kunci(cari) if kunci else cari)

    async def daftar_keberatan(
        self, status: StatusKeberatan, lingkup: Lingkup, hal: Halaman
    ) -> Potongan[KeberatanKeanggotaan]:
        """Return objections of one state in scope, the most pressing first. Index: ix_keberatan_…_jawab_sebelum_id."""
        b = KeberatanKeanggotaan
        cari = select(b).where(b.status == status, lingkup.batasi(b.kode_desa.expression))
        urut = [Urut(b.jawab_sebelum, date.fromisoformat), Urut(b.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"keberatan|{status}|{lingkup}")

    async def keberatan_orang(self, individu_id: UUID) -> Sequence[KeberatanKeanggotaan]:
        """Return a person's objections, newest first. Index: ix_keberatan_keanggotaan_individu_id."""
        b = KeberatanKeanggotaan
        return (await self._sesi.scalars(select(b).where(b.individu_id == individu_id).order_by(b.id.desc()))).all()


def _kunci(cari: Select[M]) -> Select[M]:
    """Lock the row, and read it as it is when the lock is ours."""
    return cari.with_for_update().execution_options(populate_existing=True)
