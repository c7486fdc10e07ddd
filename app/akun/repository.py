"""Queries on accounts, their indexes, assignments and history."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import Akun, AkunIndeks, JenisIndeks, PenugasanWilayah, RiwayatAkun, TokenSegar
from app.core.kolom_sandi import mentah, sebangun
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.peran import Jabatan
from app.core.siap import PernyataanSiap
from app.wilayah.lingkup import Lingkup


class BarisPelaku(NamedTuple):
    """What decides about a token, in one row of the account's columns, its regions of the day and its login."""

    akun_id: UUID
    jabatan: Jabatan
    status: StatusAkun
    is_sandi_sementara: bool
    versi_token: int
    nama: str
    nik_indeks: UUID | None
    no_kk_indeks: UUID | None
    kode_desa: str | None
    cakupan: Sequence[str]
    wilayah: Sequence[str] | None
    is_sesi_berlaku: bool


@dataclass(frozen=True, slots=True)
class SaringAkun:
    """What an administrator's list is narrowed to; None narrows nothing. `kode_wilayah`: who serves there today."""

    jabatan: Jabatan | None = None
    status: StatusAkun | None = None
    kode_wilayah: str | None = None
    is_sandi_sementara: bool | None = None


class AkunRepository:
    """Accounts; every listing and every access on behalf of an officer takes a scope."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def add(self, *baris: Akun | PenugasanWilayah | RiwayatAkun) -> None:
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def simpan(self) -> None:
        await self._sesi.flush()

    async def get(self, akun_id: UUID) -> Akun | None:
        return await self._sesi.get(Akun, akun_id)

    async def lock(self, akun_id: UUID) -> Akun | None:
        """Return the row locked, as it is now: what an earlier read of this session saw is overwritten."""
        pernyataan = select(Akun).where(Akun.id == akun_id).with_for_update()
        return await self._sesi.scalar(pernyataan.execution_options(populate_existing=True))

    async def hapus(self, akun_id: UUID) -> None:
        """Delete a registration that was never confirmed, with its indexes."""
        await self._sesi.execute(delete(AkunIndeks).where(AkunIndeks.akun_id == akun_id))
        await self._sesi.execute(delete(Akun).where(Akun.id == akun_id))

    async def pelaku(self, akun_id: UUID, sesi_id: UUID | None, hari: date) -> BarisPelaku | None:
        """Return who acts; a caller without a login (`sesi_id` is None) needs none. One query by primary keys."""
        isi = {"akun_id": akun_id, "sesi_id": sesi_id, "hari": hari}
        baris = await _PELAKU.satu(self._sesi, isi)
        return BarisPelaku(*baris) if baris else None

    async def seorang(self, nik_indeks: UUID) -> Sequence[UUID]:
        """Return the accounts of one person, whatever became of them. Index: ix_akun_nik_indeks."""
        return (await self._sesi.scalars(select(Akun.id).where(Akun.nik_indeks == nik_indeks))).all()

    async def pindahkan_domisili(self, nik_indeks: UUID, kode_desa: str) -> Sequence[UUID]:
        """Write the village of a citizen's accounts; return those that changed. Index: ix_akun_nik_indeks."""
        milik = (Akun.nik_indeks == nik_indeks, Akun.jabatan == Jabatan.WARGA, Akun.kode_desa != kode_desa)
        ubah = update(Akun).where(*milik).values(kode_desa=kode_desa, kode_kelola=kode_desa)
        return (await self._sesi.scalars(ubah.returning(Akun.id))).all()

    async def warga(self, nik_indeks: UUID) -> Sequence[UUID]:
        """Return the active citizen's accounts of one person. Index: ix_akun_nik_indeks."""
        baris = await _WARGA.baris(self._sesi, {"nik": sebangun(Akun.nik_indeks, [nik_indeks])})
        return [akun_id for (akun_id,) in baris]

    async def warga_menurut_nik(self, nik_indeks: Collection[UUID]) -> dict[UUID, list[UUID]]:
        """Return the active citizens' accounts of these persons. Index: ix_akun_nik_indeks."""
        cari = select(Akun.nik_indeks, Akun.id).where(
            Akun.nik_indeks.in_(nik_indeks), Akun.jabatan == Jabatan.WARGA, Akun.status == StatusAkun.AKTIF
        )
        hasil: dict[UUID, list[UUID]] = {}
        for nik, akun_id in await self._sesi.execute(cari):
            if nik is not None:
                hasil.setdefault(nik, []).append(akun_id)
        return hasil

    async def alasan_terakhir(self, akun_id: UUID, aksi: str) -> str | None:
        """Return the code of the reason that the last `aksi` on this account gave."""
        r = RiwayatAkun
        pernyataan = select(r.kode_alasan).where(r.akun_id == akun_id, r.aksi == aksi).order_by(r.id.desc()).limit(1)
        return await self._sesi.scalar(pernyataan)

    # -- for officers

    async def menunggu(self, lingkup: Lingkup, hal: Halaman) -> Potongan[Akun]:
        """Citizens who wait for an officer, oldest first; ix_akun_kode_kelola_status_id."""
        pernyataan = _menunggu(lingkup)
        return await halaman(self._sesi, pernyataan, [Urut(Akun.id, UUID)], hal, konteks=repr(lingkup))

    async def get_warga(self, akun_id: UUID, lingkup: Lingkup, *, kunci: bool = False) -> Akun | None:
        """Return a citizen's account in scope, locked on demand; before the e-mail is confirmed it is nobody's."""
        pernyataan = select(Akun).where(
            Akun.id == akun_id,
            Akun.jabatan == Jabatan.WARGA,
            Akun.status.not_in((StatusAkun.DAFTAR, StatusAkun.EMAIL_TERKONFIRMASI)),
            lingkup.batasi(Akun.kode_kelola),
        )
        return await self._sesi.scalar(_terkunci(pernyataan) if kunci else pernyataan)

    # -- for administrators

    async def kelolaan(
        self, lingkup: Lingkup, jabatan: frozenset[Jabatan], saring: SaringAkun, hal: Halaman, hari: date
    ) -> Potongan[Akun]:
        """Accounts with one of `jabatan` in scope, oldest first; ix_akun_kode_kelola_status_id, ix_akun_petugas."""
        dicari = sorted(jabatan & {saring.jabatan} if saring.jabatan else jabatan)
        pernyataan = _kelolaan(lingkup, dicari)
        if saring.status is not None:
            pernyataan = pernyataan.where(Akun.status == saring.status)
        if saring.is_sandi_sementara is not None:
            pernyataan = pernyataan.where(Akun.is_sandi_sementara.is_(saring.is_sandi_sementara))
        if saring.kode_wilayah is not None:
            wilayah = Lingkup((saring.kode_wilayah,)).batasi(PenugasanWilayah.kode_wilayah)
            bertugas = select(PenugasanWilayah.akun_id).where(wilayah, _berlaku(hari))
            pernyataan = pernyataan.where(Akun.id.in_(bertugas))
        konteks = f"{lingkup!r}|{dicari}|{saring!r}"
        return await halaman(self._sesi, pernyataan, [Urut(Akun.id, UUID)], hal, konteks=konteks)

    async def menurut_nama(self, nama: str, lingkup: Lingkup, jabatan: Iterable[Jabatan], batas: int) -> Sequence[Akun]:
        """Return officers whose name contains this, by name; ix_akun_petugas."""
        cocok = func.lower(Akun.nama).contains(nama.lower(), autoescape=True)
        pernyataan = _kelolaan(lingkup, jabatan).where(Akun.jabatan != Jabatan.WARGA, cocok)
        return (await self._sesi.scalars(pernyataan.order_by(Akun.nama, Akun.id).limit(batas))).all()

    async def riwayat(self, akun_id: UUID) -> Sequence[RiwayatAkun]:
        """Return an account's history, first to last."""
        pernyataan = select(RiwayatAkun).where(RiwayatAkun.akun_id == akun_id).order_by(RiwayatAkun.id)
        return (await self._sesi.scalars(pernyataan)).all()

    async def get_kelolaan(
        self, akun_id: UUID, lingkup: Lingkup, jabatan: Iterable[Jabatan], *, kunci: bool = False
    ) -> Akun | None:
        """Return an account that an administrator of this scope looks after, locked on demand."""
        pernyataan = _kelolaan(lingkup, jabatan).where(Akun.id == akun_id)
        return await self._sesi.scalar(_terkunci(pernyataan) if kunci else pernyataan)

    async def aktif_pusat(self, jabatan: Iterable[Jabatan]) -> Sequence[UUID]:
        """Return the active accounts of these national jabatan; ix_akun_kode_kelola_status_id."""
        pusat = (Akun.kode_kelola == "", Akun.status == StatusAkun.AKTIF)
        return (await self._sesi.scalars(select(Akun.id).where(*pusat, Akun.jabatan.in_(sorted(jabatan))))).all()

    async def pengelola(self, kode_kelola: str) -> Sequence[UUID]:
        """Return the active administrators who look after accounts of this region; ix_akun_petugas."""
        jabatan = Jabatan.ADMIN_KABKOTA if kode_kelola else Jabatan.ADMIN_PUSAT
        syarat = (Akun.kode_kelola == kode_kelola, Akun.jabatan == jabatan, Akun.status == StatusAkun.AKTIF)
        return (await self._sesi.scalars(select(Akun.id).where(*syarat))).all()

    # -- assignments

    async def penugasan(self, akun_id: UUID) -> Sequence[PenugasanWilayah]:
        """Return all assignments of an account, first to last."""
        pernyataan = select(PenugasanWilayah).where(PenugasanWilayah.akun_id == akun_id)
        return (await self._sesi.scalars(pernyataan.order_by(PenugasanWilayah.berlaku_dari, PenugasanWilayah.id))).all()

    async def petugas_di(self, kodes: Iterable[str], jabatan: Jabatan, hari: date) -> Sequence[Akun]:
        """Return active accounts of a jabatan assigned that day to one of these codes, by name."""
        bertugas = select(PenugasanWilayah.akun_id).where(
            PenugasanWilayah.kode_wilayah.in_(sorted(kodes)), _berlaku(hari)
        )
        pernyataan = select(Akun).where(Akun.id.in_(bertugas), Akun.jabatan == jabatan, Akun.status == StatusAkun.AKTIF)
        return (await self._sesi.scalars(pernyataan.order_by(Akun.nama, Akun.id))).all()

    async def nama_banyak(self, akun_ids: Collection[UUID]) -> dict[UUID, str]:
        """Return names by account. Index: the primary key."""
        cari = select(Akun.id, Akun.nama).where(Akun.id.in_(akun_ids))
        return dict((await self._sesi.execute(cari)).all())

    # -- indexes

    async def cari(self, jenis: JenisIndeks, calon: Iterable[UUID], kini: datetime) -> UUID | None:
        """Return the account behind one of the candidate indexes (several while index keys rotate), if not expired."""
        pernyataan = select(AkunIndeks.akun_id).where(
            AkunIndeks.jenis == jenis, AkunIndeks.nilai.in_(list(calon)), _belum_habis(kini)
        )
        return await self._sesi.scalar(pernyataan.limit(1))

    async def klaim(
        self, jenis: JenisIndeks, nilai: UUID, akun_id: UUID, kedaluwarsa_at: datetime | None = None
    ) -> bool:
        """Take an index for an account; False when another account holds it. The first of two at once wins."""
        pernyataan = (
            insert(AkunIndeks)
            .values(jenis=jenis, nilai=nilai, akun_id=akun_id, kedaluwarsa_at=kedaluwarsa_at)
            .on_conflict_do_update(
                index_elements=[AkunIndeks.nilai, AkunIndeks.jenis],
                set_={"kedaluwarsa_at": kedaluwarsa_at},
                where=AkunIndeks.akun_id == akun_id,
            )
            .returning(AkunIndeks.akun_id)
        )
        return await self._sesi.scalar(pernyataan) is not None

    async def tukar(self, jenis: JenisIndeks, calon: Iterable[UUID], kini: datetime) -> UUID | None:
        """Use an index up and return its account; of two at once only one gets it."""
        pernyataan = (
            delete(AkunIndeks)
            .where(AkunIndeks.jenis == jenis, AkunIndeks.nilai.in_(list(calon)), _belum_habis(kini))
            .returning(AkunIndeks.akun_id)
        )
        return await self._sesi.scalar(pernyataan)

    async def lepas(self, akun_id: UUID, *jenis: JenisIndeks) -> None:
        """Give up an account's indexes of these kinds."""
        await self._sesi.execute(delete(AkunIndeks).where(AkunIndeks.akun_id == akun_id, AkunIndeks.jenis.in_(jenis)))

    async def hapus_habis(self, kini: datetime) -> None:
        """Delete expired indexes; ix_akun_indeks_kedaluwarsa_at."""
        await self._sesi.execute(delete(AkunIndeks).where(AkunIndeks.kedaluwarsa_at <= kini))


class SesiRepository:
    """Logins."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def add(self, keluarga: TokenSegar) -> None:
        self._sesi.add(keluarga)
        await self._sesi.flush()

    async def lock(self, akun_id: UUID, sesi_id: UUID) -> TokenSegar | None:
        pernyataan = select(TokenSegar).where(TokenSegar.akun_id == akun_id, TokenSegar.id == sesi_id)
        return await self._sesi.scalar(pernyataan.with_for_update().execution_options(populate_existing=True))

    async def cabut(self, akun_id: UUID, kini: datetime, sebab: str, sesi_id: UUID | None = None) -> None:
        """End one login, or all of an account."""
        pernyataan = update(TokenSegar).where(TokenSegar.akun_id == akun_id, TokenSegar.dicabut_at.is_(None))
        if sesi_id is not None:
            pernyataan = pernyataan.where(TokenSegar.id == sesi_id)
        await self._sesi.execute(pernyataan.values(dicabut_at=kini, sebab=sebab))

    async def hapus_habis(self, sebelum: datetime) -> None:
        """Delete logins that ended before; ix_token_segar_habis_at."""
        await self._sesi.execute(delete(TokenSegar).where(TokenSegar.habis_at < sebelum))


def _berlaku(hari: date | BindParameter[date]) -> ColumnElement[bool]:
    p = PenugasanWilayah
    return and_(p.berlaku_dari <= hari, or_(p.berlaku_sampai.is_(None), p.berlaku_sampai >= hari))


def _pelaku() -> Select[Any]:
    akun_id, sesi_id = bindparam("akun_id", type_=Uuid()), bindparam("sesi_id", type_=Uuid())
    a, p, t = Akun, PenugasanWilayah, TokenSegar
    wilayah = select(func.array_agg(p.kode_wilayah)).where(
        p.akun_id == akun_id, _berlaku(bindparam("hari", type_=Date()))
    )
    masuk = exists().where(t.akun_id == akun_id, t.id == sesi_id, t.dicabut_at.is_(None))
    kolom = [getattr(a, k) for k in ("id", *BarisPelaku._fields[1:-2])]
    return select(*kolom, wilayah.scalar_subquery(), or_(sesi_id.is_(None), masuk)).where(a.id == akun_id)


_PELAKU: Final = PernyataanSiap(_pelaku())
_WARGA: Final = PernyataanSiap(
    select(Akun.id).where(
        mentah(Akun.nik_indeks) == any_(bindparam("nik", type_=ARRAY(Uuid()))),
        Akun.jabatan == Jabatan.WARGA,
        Akun.status == StatusAkun.AKTIF,
    )
)


def _belum_habis(kini: datetime) -> ColumnElement[bool]:
    return or_(AkunIndeks.kedaluwarsa_at.is_(None), AkunIndeks.kedaluwarsa_at > kini)


def _terkunci(pernyataan: Select[Akun]) -> Select[Akun]:
    return pernyataan.with_for_update().execution_options(populate_existing=True)


def _menunggu(lingkup: Lingkup) -> Select[Akun]:
    return select(Akun).where(
        Akun.jabatan == Jabatan.WARGA,
        Akun.status == StatusAkun.MENUNGGU_VERIFIKASI,
        lingkup.batasi(Akun.kode_kelola),
    )


def _kelolaan(lingkup: Lingkup, jabatan: Iterable[Jabatan]) -> Select[Akun]:
    return select(Akun).where(
        Akun.jabatan.in_(sorted(jabatan)),
        Akun.status.not_in((StatusAkun.DAFTAR, StatusAkun.EMAIL_TERKONFIRMASI)),
        lingkup.batasi(Akun.kode_kelola),
    )
