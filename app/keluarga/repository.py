"""Every query on the registry; whoever reads for a person states his regions, whoever reads for a job the nation's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from app.core.db import Base
from app.core.kolom_sandi import bersaing
from app.core.larik import salah_satu
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.keluarga.entitas import LokasiIndividu
from app.keluarga.kode import PeristiwaKeluarga
from app.keluarga.models import (
    AnggotaKeluarga,
    Individu,
    JawabanSurvei,
    Keluarga,
    NikIndeks,
    NoKkIndeks,
    PengalihanDesa,
    RiwayatKeluarga,
    RumahTangga,
)
from app.keluarga.repository_kanonik import KanonikRepository
from app.keluarga.repository_nama import NamaRepository
from app.wilayah.lingkup import Lingkup

_DESA: ColumnElement[str] = Keluarga.__table__.c.kode_desa
Pasangan = tuple[AnggotaKeluarga, Individu]


class KeluargaRepository(KanonikRepository, NamaRepository):
    """Families, persons, memberships, answers and the number indexes."""

    # -- families

    async def ambil(self, keluarga_id: UUID, lingkup: Lingkup) -> Keluarga | None:
        """Return the family when it lies in scope. Index: the primary key."""
        return (await self._sesi.scalars(_satu(keluarga_id, lingkup))).one_or_none()

    async def kunci(self, keluarga_id: UUID, lingkup: Lingkup) -> Keluarga | None:
        """Return the family locked: every change of it or of its members holds this lock. Index: the primary key."""
        cari = _satu(keluarga_id, lingkup).with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def tambah(self, *baris: Base) -> None:
        """Write new rows now, so that the database judges them now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def sisip_keluarga(self, nilai: Mapping[str, Any]) -> bool:
        """Create the family unless it exists; a concurrent creator is waited for. False: it existed."""
        sisip = insert(Keluarga).values(**nilai).on_conflict_do_nothing().returning(Keluarga.keluarga_id)
        if (await self._sesi.execute(sisip)).first() is None:
            return False
        await self.kosongkan_kanonik(nilai["keluarga_id"], nilai["kode_desa"])
        return True

    async def jumlah_serumah(self, rumah_tangga_id: UUID) -> int:
        """Return how many families share a roof. Index: ix_keluarga_rumah_tangga_id."""
        cari = select(func.count()).select_from(Keluarga).where(Keluarga.rumah_tangga_id == rumah_tangga_id)
        return await self._sesi.scalar(cari) or 0

    async def hitung_alih(self, lama: str, baru: str) -> None:
        """Count a family that was re-assigned from an old code to its successor."""
        sisip = insert(PengalihanDesa).values(kode_lama=lama, kode_baru=baru, jumlah=1)
        await self._sesi.execute(
            sisip.on_conflict_do_update(
                index_elements=[PengalihanDesa.kode_lama, PengalihanDesa.kode_baru],
                set_={"jumlah": PengalihanDesa.jumlah + 1},
            )
        )

    async def alihkan_rumah(self, rumah_tangga_id: UUID, kode_desa: str) -> None:
        """Give a household the new code of its village."""
        await self._sesi.execute(
            update(RumahTangga).where(RumahTangga.id == rumah_tangga_id).values(kode_desa=kode_desa)
        )

    async def tulis(self) -> None:
        """Send pending changes."""
        await self._sesi.flush()

    # -- persons

    async def individu(self, keluarga_id: UUID, individu_id: UUID) -> Individu | None:
        """Return a person's row in one family. Index: the primary key."""
        cari = select(Individu).where(Individu.keluarga_id == keluarga_id, Individu.id == individu_id)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def anggota(self, keluarga_ids: Collection[UUID]) -> dict[UUID, list[Pasangan]]:
        """Return all memberships with their persons, by family. Index: the primary keys."""
        cari = (
            select(AnggotaKeluarga, Individu)
            .join(
                Individu,
                (Individu.keluarga_id == AnggotaKeluarga.keluarga_id) & (Individu.id == AnggotaKeluarga.individu_id),
            )
            .where(salah_satu(AnggotaKeluarga.keluarga_id, keluarga_ids))
            .order_by(AnggotaKeluarga.keluarga_id, AnggotaKeluarga.id)
        )
        hasil: dict[UUID, list[Pasangan]] = {k: [] for k in keluarga_ids}
        for anggota, individu in await self._sesi.execute(cari):
            hasil[anggota.keluarga_id].append((anggota, individu))
        return hasil

    async def hadir_di(self, individu_ids: Collection[UUID]) -> list[LokasiIndividu]:
        """Return of which families these persons are members now. Index: ix_anggota_keluarga_hadir."""
        kini = AnggotaKeluarga.keluar_date.is_(None)
        cari = select(AnggotaKeluarga.keluarga_id, AnggotaKeluarga.individu_id)
        cari = cari.where(salah_satu(AnggotaKeluarga.individu_id, individu_ids), kini)
        return [LokasiIndividu(k, i) for k, i in await self._sesi.execute(cari)]

    async def keluarga_banyak(self, keluarga_ids: Collection[UUID], lingkup: Lingkup) -> list[Keluarga]:
        """Return those of the families that lie in scope. Index: the primary key."""
        cari = select(Keluarga).where(salah_satu(Keluarga.keluarga_id, keluarga_ids), lingkup.batasi(_DESA))
        return list((await self._sesi.scalars(cari.order_by(Keluarga.keluarga_id))).all())

    async def cari_nama(self, kode_desa: Collection[str], kata: Sequence[str], hal: Halaman) -> Potongan[Individu]:
        """Return present members in a village (under its old and new codes) whose folded name contains every word.

        Index: ix_individu_kode_desa_nama_lipat (GIN), then ix uq_anggota_keluarga_aktif.
        """
        aktif = select(AnggotaKeluarga.id).where(
            AnggotaKeluarga.keluarga_id == Individu.keluarga_id,
            AnggotaKeluarga.individu_id == Individu.id,
            AnggotaKeluarga.keluar_date.is_(None),
        )
        cari = select(Individu).where(
            Individu.kode_desa.in_(kode_desa),
            *(Individu.nama_lipat.contains(k, autoescape=True) for k in kata),
            aktif.exists(),
        )
        konteks = f"{','.join(sorted(kode_desa))}|{' '.join(kata)}"
        return await halaman(self._sesi, cari, [Urut(Individu.id, UUID)], hal, konteks=konteks)

    async def pindah_desa(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Let the copies of the village follow the family's."""
        await self._sesi.execute(
            update(Individu).where(Individu.keluarga_id == keluarga_id).values(kode_desa=kode_desa)
        )
        await self.pindahkan_kanonik(keluarga_id, kode_desa)

    # -- number indexes

    async def lokasi(self, nik_hmac: Collection[UUID]) -> LokasiIndividu | None:
        """Return where the canonical person of a NIK stands. Index: the primary key of nik_indeks."""
        cari = select(NikIndeks.keluarga_id, NikIndeks.individu_id).where(NikIndeks.nik_hmac.in_(nik_hmac))
        baris = (await self._sesi.execute(cari)).first()
        return LokasiIndividu(*baris) if baris else None

    async def klaim_nik(self, nik_hmac: UUID, keluarga_id: UUID, individu_id: UUID) -> bool:
        """Make this person the canonical one of the NIK. False: another one is, as judged after waiting for rivals."""
        if await bersaing(self._sesi, NikIndeks.nik_hmac, nik_hmac):
            return False
        sisip = (
            insert(NikIndeks)
            .values(nik_hmac=nik_hmac, keluarga_id=keluarga_id, individu_id=individu_id)
            .on_conflict_do_nothing()
            .returning(NikIndeks.nik_hmac)
        )
        return (await self._sesi.execute(sisip)).first() is not None

    async def lepas_nik(self, nik_hmac: UUID, individu_id: UUID) -> None:
        """Give the NIK up if this person is its canonical one."""
        await self._sesi.execute(
            delete(NikIndeks).where(NikIndeks.nik_hmac == nik_hmac, NikIndeks.individu_id == individu_id)
        )

    async def pindah_nik(self, nik_hmac: UUID, individu_id: UUID, ke: UUID) -> None:
        """Let the index follow its canonical person into another family."""
        await self._sesi.execute(
            update(NikIndeks)
            .where(NikIndeks.nik_hmac == nik_hmac, NikIndeks.individu_id == individu_id)
            .values(keluarga_id=ke)
        )

    async def catat_no_kk(self, no_kk_hmac: UUID, keluarga_id: UUID) -> None:
        """Let a No KK lead to this family too."""
        await self._sesi.execute(
            insert(NoKkIndeks).values(no_kk_hmac=no_kk_hmac, keluarga_id=keluarga_id).on_conflict_do_nothing()
        )

    async def lepas_no_kk(self, no_kk_hmac: UUID, keluarga_id: UUID) -> None:
        """Let a No KK no longer lead to this family."""
        await self._sesi.execute(
            delete(NoKkIndeks).where(NoKkIndeks.no_kk_hmac == no_kk_hmac, NoKkIndeks.keluarga_id == keluarga_id)
        )

    async def keluarga_dari_kk(self, no_kk_hmac: Collection[UUID]) -> list[UUID]:
        """Return the families of a No KK, at most 50. Index: the primary key of no_kk_indeks."""
        cari = select(NoKkIndeks.keluarga_id).where(NoKkIndeks.no_kk_hmac.in_(no_kk_hmac)).distinct()
        return list((await self._sesi.scalars(cari.order_by(NoKkIndeks.keluarga_id).limit(50))).all())

    # -- answers and history

    async def jawaban_terakhir(self, keluarga_id: UUID) -> JawabanSurvei | None:
        """Return the newest that stand, by day, then by id. Index: ix_jawaban_survei_keluarga_id_tanggal_date_id."""
        return (await self.jawaban_terakhir_banyak([keluarga_id])).get(keluarga_id)

    async def jawaban_terakhir_banyak(self, keluarga_ids: Collection[UUID]) -> dict[UUID, JawabanSurvei]:
        """Return the same of many families. Index: ix_jawaban_survei_keluarga_id_tanggal_date_id."""
        j = JawabanSurvei
        cari = select(j).where(j.keluarga_id.in_(keluarga_ids), j.digantikan_id.is_(None))
        cari = cari.ext(distinct_on(j.keluarga_id))
        urut = cari.order_by(j.keluarga_id, j.tanggal_date.desc(), j.id.desc())
        return {b.keluarga_id: b for b in await self._sesi.scalars(urut)}

    async def riwayat_perubahan(self, keluarga_id: UUID, perubahan_id: UUID) -> Sequence[RiwayatKeluarga]:
        """Return the rows of one change in a family, and its correction. Index: the primary key's family part."""
        satu = or_(RiwayatKeluarga.perubahan_id == perubahan_id, RiwayatKeluarga.mengoreksi_id == perubahan_id)
        cari = select(RiwayatKeluarga).where(RiwayatKeluarga.keluarga_id == keluarga_id, satu)
        return (await self._sesi.scalars(cari.order_by(RiwayatKeluarga.id))).all()

    async def riwayat_orang(self, keluarga_ids: Collection[UUID], sejak: datetime) -> Sequence[RiwayatKeluarga]:
        """Return who entered these families or was corrected after a moment. Index: the primary key's family part."""
        cari = select(RiwayatKeluarga).where(
            salah_satu(RiwayatKeluarga.keluarga_id, keluarga_ids),
            RiwayatKeluarga.peristiwa.in_([PeristiwaKeluarga.ANGGOTA_MASUK, PeristiwaKeluarga.ANGGOTA_DIPERBAIKI]),
            RiwayatKeluarga.pada_at > sejak,
        )
        return (await self._sesi.scalars(cari.order_by(RiwayatKeluarga.keluarga_id, RiwayatKeluarga.id))).all()

    async def riwayat_akhir(self, keluarga_id: UUID, batas: int) -> Sequence[RiwayatKeluarga]:
        """Return the newest rows of the family's history. Index: the primary key, whose ids are in time order."""
        cari = select(RiwayatKeluarga).where(RiwayatKeluarga.keluarga_id == keluarga_id)
        return (await self._sesi.scalars(cari.order_by(RiwayatKeluarga.id.desc()).limit(batas))).all()

    async def pengubah(self, keluarga_id: UUID, sejak: datetime) -> set[UUID]:
        """Return who changed a family since a moment. Index: the primary key's family part."""
        cari = select(RiwayatKeluarga.pelaku_id).where(
            RiwayatKeluarga.keluarga_id == keluarga_id,
            RiwayatKeluarga.pada_at >= sejak,
            RiwayatKeluarga.pelaku_id.is_not(None),
            RiwayatKeluarga.peristiwa != PeristiwaKeluarga.JAWABAN_DISIMPAN,
        )
        return {p for p in await self._sesi.scalars(cari.distinct()) if p}

    async def riwayat(self, keluarga_id: UUID, hal: Halaman) -> Potongan[RiwayatKeluarga]:
        """Return the family's history, newest first. Index: the primary key, whose ids are in time order."""
        cari = select(RiwayatKeluarga).where(RiwayatKeluarga.keluarga_id == keluarga_id)
        return await halaman(
            self._sesi, cari, [Urut(RiwayatKeluarga.id, UUID)], hal, konteks=str(keluarga_id), menurun=True
        )


def _satu(keluarga_id: UUID, lingkup: Lingkup) -> Select[Keluarga]:
    return select(Keluarga).where(Keluarga.keluarga_id == keluarga_id, lingkup.batasi(_DESA))
