"""Every query of usulan; each takes the family with the id, and what the caller may see stands inside it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Uuid,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from app.core.clock import now
from app.core.db import hadirkan, titik_simpan
from app.core.ids import Ref
from app.core.kolom_sandi import bersaing, mentah, sebangun
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Jabatan, Pelaku
from app.core.siap import PernyataanSiap
from app.usulan import repository_siap as siap
from app.usulan.alur import ALUR_USULAN
from app.usulan.baris import BarisLampiran, KolomRiwayat, Perkara
from app.usulan.models import LampiranUsulan, NomorUsulan, RiwayatUsulan, Usulan, UsulanTerbuka
from app.usulan.repository_massal import MassalRepository, cocok, daftar
from app.usulan.status import TERTAHAN, AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan
from app.wilayah.lingkup import Lingkup


def terlihat(pelaku: Pelaku | None, lingkup: Lingkup) -> ColumnElement[bool]:
    """Return what this actor may see.

    A WARGA sees what he proposed, and what was sent about himself as he is on file; a NIK that a correction proposes
    opens nothing (as `Usulan.nik_subjek`). An officer sees his regions, but no citizen's unsent draft. The system
    (None) sees everything inside `lingkup`.
    """
    if pelaku is None:
        return lingkup.batasi(Usulan.kode_desa.expression)
    terkirim = Usulan.status != StatusUsulan.DRAF
    if pelaku.jabatan is Jabatan.WARGA:
        tentang = and_(_subjek(pelaku.nik_indeks), terkirim) if pelaku.nik_indeks else None
        milik = Usulan.pengusul_id == pelaku.akun_id
        return or_(milik, tentang) if tentang is not None else milik
    milik_kantor = Usulan.pengusul_jabatan != Jabatan.WARGA
    return and_(lingkup.batasi(Usulan.kode_desa.expression), or_(terkirim, milik_kantor))


def _subjek(nik: UUID) -> ColumnElement[bool]:
    tak_diubah = and_(Usulan.nik_asal.is_(None), Usulan.subjenis.is_distinct_from(SubjenisUsulan.IDENTITAS))
    return or_(_sama(Usulan.nik_asal, nik), and_(_sama(Usulan.nik_indeks, nik), tak_diubah))


def _sama(kolom: InstrumentedAttribute[Any], nik: UUID) -> ColumnElement[bool]:
    """Compare under each key by itself: a statement that is put together once takes no list."""
    return or_(*(mentah(kolom) == calon for calon in sebangun(kolom, [nik])))


def _satu(keluarga_id: UUID | BindParameter[UUID], usulan_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """As `_banyak`, of one: what most requests ask, without lists that are spelled out at every run."""
    return and_(Usulan.id == usulan_id, or_(Usulan.keluarga_id == keluarga_id, Usulan.registri_id == keluarga_id))


@lru_cache(maxsize=256)
def _terkunci(pelaku: Pelaku | None, lingkup: Lingkup) -> PernyataanSiap:
    """Return the statement of `lock`: who works takes one case after the other, so it is put together once for him."""
    satu = _satu(bindparam("keluarga_id", type_=Uuid()), bindparam("usulan_id", type_=Uuid()))
    return PernyataanSiap(select(*Usulan.__table__.c).where(satu, terlihat(pelaku, lingkup)).with_for_update())


def _banyak(refs: Collection[Ref]) -> ColumnElement[bool]:
    """Match by the case's own family or by that of the registry, which later stages know it by."""
    kunci = [(r.keluarga_id, r.id) for r in refs]
    return or_(*(tuple_(k, Usulan.id).in_(kunci) for k in (Usulan.keluarga_id, Usulan.registri_id)))


def _milik(model: type[RiwayatUsulan | LampiranUsulan], ref: Ref) -> ColumnElement[bool]:
    return and_(model.keluarga_id == ref.keluarga_id, model.usulan_id == ref.id)


class UsulanRepository(MassalRepository):
    """Reads and writes of the four tables and the counter."""

    async def add(self, *baris: Usulan | RiwayatUsulan | LampiranUsulan) -> None:
        """Add new rows."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def catat(self, langkah: KolomRiwayat) -> None:
        """Add a step to the history."""
        await siap.LANGKAH.baris(self._sesi, langkah._asdict())

    async def flush(self) -> None:
        """Write pending changes, so that the database decides now."""
        await self._sesi.flush()

    def titik_simpan(self) -> AbstractAsyncContextManager[None]:
        """Return a savepoint: what fails inside is undone alone."""
        return titik_simpan(self._sesi)

    async def tertahan(self, setelah: UUID | None, sebanyak: int) -> list[Ref]:
        """Return signed cases whose changes could not be applied. Index: ix_usulan_status_kode_desa_status_at."""
        cari = select(Usulan.keluarga_id, Usulan.id).where(
            Usulan.status == StatusUsulan.DISAHKAN, Usulan.kode_alasan == TERTAHAN
        )
        if setelah is not None:
            cari = cari.where(Usulan.id > setelah)
        return [Ref(*b) for b in await self._sesi.execute(cari.order_by(Usulan.id).limit(sebanyak))]

    async def get(self, ref: Ref, batas: ColumnElement[bool]) -> Usulan | None:
        """Return the usulan if it is within `batas`."""
        return (await self._sesi.scalars(select(Usulan).where(_satu(ref.keluarga_id, ref.id), batas))).one_or_none()

    async def lock(self, ref: Ref, pelaku: Pelaku | None, lingkup: Lingkup) -> Usulan | None:
        """Return the usulan locked until the transaction ends, as it is now, if this actor may see it."""
        isi = {"keluarga_id": ref.keluarga_id, "usulan_id": ref.id}
        baris = await _terkunci(pelaku, lingkup).satu(self._sesi, isi)
        return hadirkan(self._sesi, Usulan, dict(zip(Usulan.__table__.c.keys(), baris, strict=True))) if baris else None

    async def banyak(self, refs: Collection[Ref], batas: ColumnElement[bool]) -> Sequence[Usulan]:
        """Return those of `refs` within `batas`, in key order, unlocked."""
        d = daftar(refs)
        cari = select(Usulan).join(d, cocok(d)).where(batas)
        urut = cari.order_by(Usulan.keluarga_id, Usulan.id).execution_options(populate_existing=True)
        return (await self._sesi.scalars(urut)).unique().all()

    async def geser_periode(self, refs: Collection[Ref], periode: str) -> None:
        """Let these count for a later period; who counts for a later one already stays. Index: the primary key."""
        await self._sesi.execute(
            update(Usulan)
            .where(_banyak(refs), Usulan.periode < periode)
            .values(periode=periode)
            .execution_options(synchronize_session=False)
        )

    async def jumlah_draf(self, akun_id: UUID) -> int:
        """Return how many drafts an account keeps. Index: ix_usulan_pengusul_id_id."""
        hitung = select(func.count()).select_from(Usulan)
        milik = and_(Usulan.pengusul_id == akun_id, Usulan.status == StatusUsulan.DRAF)
        return (await self._sesi.execute(hitung.where(milik))).scalar_one()

    async def klaim(self, usulan: Usulan) -> bool:
        """Take the one open place of this case's person and kind; False if another usulan holds it.

        Two claims at once: the second waits for the first to end, then answers False, or wins after its rollback.
        """
        assert usulan.kunci_terbuka is not None, "nobody is claimed without a number or an id"
        jenis = UsulanTerbuka.jenis == usulan.jenis
        if await bersaing(self._sesi, UsulanTerbuka.nik_hmac, usulan.kunci_terbuka, jenis):
            return False
        baru = insert(UsulanTerbuka).values(
            nik_hmac=usulan.kunci_terbuka, jenis=usulan.jenis, keluarga_id=usulan.keluarga_id, usulan_id=usulan.id
        )
        klaim = baru.on_conflict_do_nothing().returning(UsulanTerbuka.usulan_id)
        return (await self._sesi.execute(klaim)).scalar_one_or_none() is not None

    async def lepas(self, usulan: Collection[Perkara]) -> None:
        """Free the open places that these usulan hold."""
        for jenis in JenisUsulan:
            kunci = [u.kunci_terbuka for u in usulan if u.jenis is jenis and u.kunci_terbuka]
            ids = [u.id for u in usulan if u.jenis is jenis]
            if kunci:
                await self._sesi.execute(
                    delete(UsulanTerbuka).where(
                        UsulanTerbuka.nik_hmac.in_(kunci),
                        UsulanTerbuka.jenis == jenis,
                        UsulanTerbuka.usulan_id.in_(ids),
                    )
                )

    async def nomor_berikut(self, kode_kecamatan: str, tahun: int) -> int:
        """Return the next number of a kecamatan and year; its row stays locked until the transaction ends."""
        baru = insert(NomorUsulan).values(kode_kecamatan=kode_kecamatan, tahun=tahun, terakhir=1)
        naik = baru.on_conflict_do_update(
            index_elements=[NomorUsulan.kode_kecamatan, NomorUsulan.tahun],
            set_={"terakhir": NomorUsulan.terakhir + 1},
        )
        return (await self._sesi.execute(naik.returning(NomorUsulan.terakhir))).scalar_one()

    async def aksi_pelaku(
        self, usulan: Collection[Perkara], akun_ids: Collection[UUID]
    ) -> Mapping[UUID, frozenset[AksiUsulan]]:
        """Return which actions these accounts have taken on each of `usulan`. Index: ix_riwayat_usulan_…_usulan_id_id.

        Case by case (OFFSET keeps it so): an actor's steps are many, those of a case few.
        """
        isi = {
            "dicari_keluarga_id": [u.keluarga_id for u in usulan],
            "dicari_id": [u.id for u in usulan],
            "akun_ids": [*akun_ids],
        }
        hasil: dict[UUID, frozenset[AksiUsulan]] = defaultdict(frozenset)
        for usulan_id, aksi in await siap.AKSI_PELAKU.baris(self._sesi, isi):
            hasil[usulan_id] |= {aksi}
        return hasil

    async def terbuka_tentang(self, orang: Ref, nik: UUID | None) -> Sequence[Usulan]:
        """Return sent cases about a person on file that have not ended. Index: ix_usulan_registri_id_id.

        Judged by the state: a BARU without a NIK holds no open place.
        """
        diri = [Usulan.individu_id == orang.id, *([Usulan.nik_indeks == nik] if nik else [])]
        terkirim = Usulan.status.not_in({StatusUsulan.DRAF, *ALUR_USULAN.akhir})
        cari = select(Usulan).where(Usulan.registri_id == orang.keluarga_id, or_(*diri), terkirim)
        return (await self._sesi.scalars(cari.order_by(Usulan.id))).all()

    async def has_langkah(self, registri_id: UUID, akun_ids: Collection[UUID]) -> bool:
        """Return whether these accounts took a step of any usulan about a family. Index: ix_usulan_registri_id_id."""
        r, u = RiwayatUsulan, Usulan
        milik = (r.keluarga_id == u.keluarga_id) & (r.usulan_id == u.id)
        cari = select(exists().where(u.registri_id == registri_id, milik, r.pelaku_id.in_(akun_ids)))
        return bool(await self._sesi.scalar(cari))

    async def riwayat(self, ref: Ref) -> Sequence[RiwayatUsulan]:
        """Return the history, oldest first. Index: ix_riwayat_usulan_keluarga_id_usulan_id_id."""
        cari = select(RiwayatUsulan).where(_milik(RiwayatUsulan, ref)).order_by(RiwayatUsulan.id)
        return (await self._sesi.scalars(cari)).all()

    async def ref_status(
        self, status: Collection[StatusUsulan], lingkup: Lingkup, setelah: UUID | None, sebanyak: int
    ) -> Sequence[Ref]:
        """Return the next cases of these states in scope, by id. Index: ix_usulan_status_kode_desa_status_at."""
        cari = select(Usulan.keluarga_id, Usulan.id).where(
            Usulan.status.in_(status), lingkup.batasi(Usulan.kode_desa.expression)
        )
        if setelah is not None:
            cari = cari.where(Usulan.id > setelah)
        baris = await self._sesi.execute(cari.order_by(Usulan.id).limit(sebanyak))
        return [Ref(keluarga_id, usulan_id) for keluarga_id, usulan_id in baris]

    async def saat_aksi(self, refs: Collection[Ref], aksi: AksiUsulan) -> dict[Ref, datetime]:
        """Return when each usulan last took the arrow. Index: ix_riwayat_usulan_keluarga_id_usulan_id_id."""
        kunci = (RiwayatUsulan.keluarga_id, RiwayatUsulan.usulan_id)
        cari = (
            select(*kunci, func.max(RiwayatUsulan.created_at))
            .where(
                tuple_(*kunci).in_([(r.keluarga_id, r.id) for r in refs]),
                RiwayatUsulan.aksi == aksi,
                RiwayatUsulan.ke == ALUR_USULAN[aksi].ke,
            )
            .group_by(*kunci)
        )
        return {Ref(keluarga, usulan): saat for keluarga, usulan, saat in await self._sesi.execute(cari)}

    async def lampiran(self, ref: Ref) -> Sequence[LampiranUsulan]:
        """Return the attachments, oldest first. Index: ix_lampiran_usulan_keluarga_id_usulan_id_id."""
        cari = select(LampiranUsulan).where(_milik(LampiranUsulan, ref)).order_by(LampiranUsulan.id)
        return (await self._sesi.scalars(cari)).all()

    async def daftar_lampiran(self, ref: Ref) -> list[BarisLampiran]:
        """Return what each of them is, as every step and every reading asks."""
        isi = {"keluarga_id": ref.keluarga_id, "usulan_id": ref.id}
        return [BarisLampiran(*b) for b in await siap.LAMPIRAN.baris(self._sesi, isi)]

    async def satu_lampiran(self, ref: Ref, lampiran_id: UUID) -> LampiranUsulan | None:
        """Return one attachment of this usulan, or None."""
        cari = select(LampiranUsulan).where(_milik(LampiranUsulan, ref), LampiranUsulan.id == lampiran_id)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def hapus_lampiran(self, lampiran: LampiranUsulan) -> None:
        """Delete an attachment's row."""
        await self._sesi.delete(lampiran)
        await self._sesi.flush()

    async def daftar_ref(self, status: StatusUsulan, sebanyak: int) -> list[Ref]:
        """Return references to the oldest cases of one state. Index: ix_usulan_status_kode_desa_status_at."""
        cari = select(Usulan.keluarga_id, Usulan.id).where(Usulan.status == status).order_by(Usulan.status_at)
        return [Ref(b.keluarga_id, b.id) for b in await self._sesi.execute(cari.limit(sebanyak))]

    async def antrean(
        self, status: StatusUsulan, sampai_periode: str, setelah: UUID | None, sebanyak: int
    ) -> Sequence[Usulan]:
        """Return cases of one state by id, up to a period. Index: ix_usulan_status_kode_desa_status_at, then a sort."""
        cari = select(Usulan).where(Usulan.status == status, Usulan.periode <= sampai_periode)
        if setelah is not None:
            cari = cari.where(Usulan.id > setelah)
        return (await self._sesi.scalars(cari.order_by(Usulan.id).limit(sebanyak))).all()

    async def daftar_milik(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Usulan]:
        """Return what this citizen may see, newest first. Indexes: ix_usulan_pengusul_id_id, those of the NIK."""
        cari = select(Usulan).where(terlihat(pelaku, Lingkup()))
        urut = [Urut(Usulan.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"milik:{pelaku.akun_id}", menurun=True)

    async def daftar_kerja(
        self,
        status: StatusUsulan | None,
        pelaku: Pelaku | None,
        lingkup: Lingkup,
        hal: Halaman,
        *,
        menunggu_hari: int = 0,
    ) -> Potongan[Usulan]:
        """Return cases in scope of one state, or of all that have not ended, longest waiting first.

        With `menunggu_hari` only those that have stood in their state for so many days.
        Indexes: ix_usulan_status_kode_desa_status_at, ix_usulan_kode_desa_status_at_id.
        """
        # Named one by one, open states are read from their index; what is only ruled out reads the whole table.
        menurut = Usulan.status.in_([status] if status else [s for s in StatusUsulan if s not in ALUR_USULAN.akhir])
        cari = select(Usulan).where(menurut, terlihat(pelaku, lingkup))
        if menunggu_hari:
            cari = cari.where(Usulan.status_at <= now() - timedelta(days=menunggu_hari))
        urut = [Urut(Usulan.status_at, datetime.fromisoformat), Urut(Usulan.id, UUID)]
        konteks = f"kerja:{status}:{lingkup}:{menunggu_hari}"
        return await halaman(self._sesi, cari, urut, hal, konteks=konteks)
