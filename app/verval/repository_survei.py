"""Queries about assignments and visits beyond one assignment, with the caller's area inside."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.verval.entitas import BebanEnumerator, KunjunganTerletak
from app.verval.models import FotoKunjungan, Kunjungan, Penugasan, Percobaan
from app.verval.repository import VervalRepository
from app.verval.status import StatusPenugasan
from app.wilayah.lingkup import Lingkup


class SurveiRepository(VervalRepository):
    """Assignments of an area or of an enumerator, and what belongs to many at once."""

    async def daftar_tugas_di(self, enumerator_id: UUID, lingkup: Lingkup, hal: Halaman) -> Potongan[Penugasan]:
        """List an enumerator's open assignments in his area. Index: ix_penugasan_enumerator_id_status_id."""
        cari = select(Penugasan).where(
            Penugasan.enumerator_id == enumerator_id,
            Penugasan.status == StatusPenugasan.AKTIF,
            lingkup.batasi(Penugasan.kode_desa.expression),
        )
        konteks = f"tugas|{enumerator_id}|{lingkup}"
        return await halaman(self._sesi, cari, [Urut(Penugasan.id, UUID)], hal, konteks=konteks)

    async def ditutup_sejak(self, enumerator_id: UUID, sejak: datetime, sebanyak: int) -> Sequence[Penugasan]:
        """Return an enumerator's assignments closed since then. Index: ix_penugasan_enumerator_id_status_id."""
        cari = select(Penugasan).where(
            Penugasan.enumerator_id == enumerator_id,
            Penugasan.status != StatusPenugasan.AKTIF,
            Penugasan.ditutup_at >= sejak,
        )
        return (await self._sesi.scalars(cari.order_by(Penugasan.id).limit(sebanyak))).all()

    async def percobaan_banyak(self, baris: Sequence[Penugasan]) -> defaultdict[UUID, list[Percobaan]]:
        """Return the failed attempts of these assignments by day. Index: the primary key."""
        kunci = [(p.keluarga_id, p.id) for p in baris]
        cari = select(Percobaan).where(tuple_(Percobaan.keluarga_id, Percobaan.penugasan_id).in_(kunci))
        hasil: defaultdict[UUID, list[Percobaan]] = defaultdict(list)
        for satu in await self._sesi.scalars(cari.order_by(Percobaan.tanggal)):
            hasil[satu.penugasan_id].append(satu)
        return hasil

    async def foto_banyak(self, baris: Sequence[Penugasan]) -> defaultdict[UUID, list[FotoKunjungan]]:
        """Return the photos of these assignments. Index: ix_foto_kunjungan_keluarga_id_penugasan_id."""
        kunci = [(p.keluarga_id, p.id) for p in baris]
        cari = select(FotoKunjungan).where(tuple_(FotoKunjungan.keluarga_id, FotoKunjungan.penugasan_id).in_(kunci))
        hasil: defaultdict[UUID, list[FotoKunjungan]] = defaultdict(list)
        for satu in await self._sesi.scalars(cari.order_by(FotoKunjungan.id)):
            hasil[satu.penugasan_id].append(satu)
        return hasil

    async def aktif_sejak(self, setelah: UUID | None, sebanyak: int) -> Sequence[Penugasan]:
        """Return the next open assignments of the whole country, locked. Index: ix_penugasan_id_aktif."""
        cari = select(Penugasan).where(Penugasan.status == StatusPenugasan.AKTIF)
        if setelah is not None:
            cari = cari.where(Penugasan.id > setelah)
        cari = cari.order_by(Penugasan.id).limit(sebanyak).with_for_update(skip_locked=True)
        return (await self._sesi.scalars(cari)).all()

    # -- an area

    async def beban_wilayah(self, lingkup: Lingkup, lewat_sebelum: datetime) -> list[BebanEnumerator]:
        """Return open loads by enumerator, the oldest wait first. Index: ix_penugasan_kode_desa_status_id."""
        tertua = func.min(Penugasan.ditugaskan_at)
        cari = (
            select(
                Penugasan.enumerator_id,
                func.count(),
                func.count().filter(Penugasan.ditugaskan_at < lewat_sebelum),
                tertua,
            )
            .where(Penugasan.status == StatusPenugasan.AKTIF, lingkup.batasi(Penugasan.kode_desa.expression))
            .group_by(Penugasan.enumerator_id)
            .order_by(tertua, Penugasan.enumerator_id)
        )
        return [BebanEnumerator(*baris) for baris in await self._sesi.execute(cari)]

    async def antrean(
        self, lingkup: Lingkup, hal: Halaman, *, enumerator_id: UUID | None = None
    ) -> Potongan[Penugasan]:
        """List open assignments of an area, oldest first. Index: ix_penugasan_kode_desa_status_id."""
        cari = select(Penugasan).where(
            Penugasan.status == StatusPenugasan.AKTIF, lingkup.batasi(Penugasan.kode_desa.expression)
        )
        if enumerator_id is not None:
            cari = cari.where(Penugasan.enumerator_id == enumerator_id)
        konteks = f"antrean|{lingkup}|{enumerator_id}"
        return await halaman(self._sesi, cari, [Urut(Penugasan.id, UUID)], hal, konteks=konteks)

    # -- completed visits

    async def kunjungan(self, penugasan: Ref) -> KunjunganTerletak | None:
        """Return the completed visit of an assignment. Index: uq_kunjungan_keluarga_id_penugasan_id."""
        cari = _terletak().where(Kunjungan.keluarga_id == penugasan.keluarga_id, Kunjungan.penugasan_id == penugasan.id)
        baris = (await self._sesi.execute(cari)).one_or_none()
        return None if baris is None else KunjunganTerletak(baris[0], baris[1])

    async def kunjungan_petugas(
        self, enumerator_id: UUID, dari: datetime, sampai: datetime, sebanyak: int
    ) -> list[KunjunganTerletak]:
        """Return an enumerator's visits that ended in a time. Index: ix_penugasan_enumerator_id_status_id."""
        cari = _terletak().where(
            Penugasan.enumerator_id == enumerator_id,
            Penugasan.status == StatusPenugasan.SELESAI,
            Kunjungan.selesai_at.between(dari, sampai),
        )
        cari = cari.order_by(Kunjungan.selesai_at, Kunjungan.id).limit(sebanyak)
        return [KunjunganTerletak(k, p) for k, p in await self._sesi.execute(cari)]

    async def kunjungan_wilayah(self, kode: str, dari: datetime, sampai: datetime) -> list[KunjunganTerletak]:
        """Return the visits of a region in a time, in key order. Index: ix_penugasan_kode_desa_status_id."""
        cari = _terletak().where(
            Lingkup((kode,)).batasi(Penugasan.kode_desa.expression),
            Penugasan.status == StatusPenugasan.SELESAI,
            Kunjungan.selesai_at >= dari,
            Kunjungan.selesai_at < sampai,
        )
        return [KunjunganTerletak(k, p) for k, p in await self._sesi.execute(cari.order_by(Kunjungan.id))]

    async def kunjungan_desa(self, kode_desa: str, kecuali: UUID, sebanyak: int) -> list[KunjunganTerletak]:
        """Return the newest visits of a desa but one. Index: ix_penugasan_kode_desa_status_id."""
        cari = _terletak().where(
            Penugasan.kode_desa == kode_desa, Penugasan.status == StatusPenugasan.SELESAI, Kunjungan.id != kecuali
        )
        cari = cari.order_by(Penugasan.id.desc()).limit(sebanyak)
        return [KunjunganTerletak(k, p) for k, p in await self._sesi.execute(cari)]

    async def foto_sama(self, penugasan: Ref) -> Sequence[FotoKunjungan]:
        """Return photos of other assignments with the same bytes as one of this one. Index: ix_foto_kunjungan_sidik."""
        sidik = [f.sidik for f in await self.foto(penugasan) if f.sidik is not None]
        cari = select(FotoKunjungan).where(
            FotoKunjungan.sidik.in_(sidik), FotoKunjungan.keluarga_id != penugasan.keluarga_id
        )
        return (await self._sesi.scalars(cari.order_by(FotoKunjungan.id).limit(20))).all()


def _terletak() -> Select[Kunjungan, Penugasan]:
    return select(Kunjungan, Penugasan).join(
        Penugasan, (Penugasan.keluarga_id == Kunjungan.keluarga_id) & (Penugasan.id == Kunjungan.penugasan_id)
    )
