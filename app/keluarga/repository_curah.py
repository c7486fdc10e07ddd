"""The registry's bulk door, its statements: one read of everything about a chunk, one write of what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    SQLColumnExpression,
    Table,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from app.core.crypto import Tujuan
from app.core.db import Base
from app.core.kolom_sandi import KunciProses, mentah, sendiri
from app.core.salin import salin
from app.keluarga.curah import KOLOM, JawabanAda, KeluargaAda, OrangAda, PotretMassal, TulisMassal
from app.keluarga.models import (
    AnggotaKeluarga,
    Individu,
    JawabanSurvei,
    Keluarga,
    NikIndeks,
    NoKkIndeks,
    RiwayatKeluarga,
    riwayat_kanonik,
    variabel_kanonik,
)
from app.keluarga.repository_kanonik import antrekan
from app.keluarga.repository_nama import NamaRepository

_kini: Final = variabel_kanonik.c
_TAMPUNG: Final = "kanonik_masuk"
_NAMA_KANONIK: Final = [k.name for k in variabel_kanonik.columns]


class TidakLagiCocok(Exception):
    """Somebody else wrote what the chunk relied on; it is worked out anew from what stands now."""


class MassalRepository(NamaRepository):
    """Reads and writes chunks of families; index of every read: a primary key, or its first column."""

    # -- reading

    async def potret(self, nik: Collection[UUID], no_kk: Collection[UUID], keluarga: Collection[UUID]) -> PotretMassal:
        """Return what is known of these numbers and families; answers without those that were replaced."""
        lokasi = await self._lokasi(nik)
        kartu = await self._kartu(no_kk)
        calon = {*keluarga, *(k for k, _ in lokasi.values()), *(k for daftar in kartu.values() for k in daftar)}
        if not calon:
            return PotretMassal(lokasi, kartu, {}, {}, {})
        diubah = await self._diubah(calon)
        return PotretMassal(
            lokasi,
            kartu,
            await self._keluarga(calon, diubah),
            await self._orang(calon, diubah),
            await self._jawaban(calon),
        )

    async def _lokasi(self, nik: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
        kembali = _kembali(Tujuan.NIK, nik)
        kolom = mentah(NikIndeks.nik_hmac)
        cari = select(kolom, NikIndeks.keluarga_id, NikIndeks.individu_id).where(_salah_satu(kolom, kembali))
        return {kembali[h]: (k, i) for h, k, i in await self._sesi.execute(cari)}

    async def _kartu(self, no_kk: Collection[UUID]) -> dict[UUID, list[UUID]]:
        kembali = _kembali(Tujuan.NO_KK, no_kk)
        kolom = mentah(NoKkIndeks.no_kk_hmac)
        cari = select(kolom, NoKkIndeks.keluarga_id).where(_salah_satu(kolom, kembali)).order_by(NoKkIndeks.keluarga_id)
        hasil: dict[UUID, list[UUID]] = defaultdict(list)
        for h, k in await self._sesi.execute(cari):
            hasil[kembali[h]].append(k)
        return dict(hasil)

    async def _diubah(self, calon: Collection[UUID]) -> dict[tuple[UUID, UUID | None], Any]:
        """Return when a person last changed data; what a bulk load or a visit wrote names no kind of change."""
        r = RiwayatKeluarga
        cari = select(r.keluarga_id, r.individu_id, func.max(r.pada_at)).where(
            _salah_satu(r.keluarga_id, calon), r.jenis.is_not(None)
        )
        return {(k, i): saat for k, i, saat in await self._sesi.execute(cari.group_by(r.keluarga_id, r.individu_id))}

    async def _keluarga(self, calon: Collection[UUID], diubah: dict[Any, Any]) -> dict[UUID, KeluargaAda]:
        k = Keluarga
        kolom = (k.keluarga_id, k.kode_desa, k.kunci_data, k.isi, k.versi, k.ditutup_date.is_not(None), k.data_date)
        baris = await self._sesi.execute(select(*kolom).where(_salah_satu(k.keluarga_id, calon)))
        return {b[0]: KeluargaAda(*b, diubah.get((b[0], None))) for b in baris}

    async def _orang(self, calon: Collection[UUID], diubah: dict[Any, Any]) -> dict[UUID, list[OrangAda]]:
        i, a = Individu, AnggotaKeluarga
        cari = (
            select(
                *(i.keluarga_id, i.id, i.nama, i.nama_lipat, i.tanggal_lahir, i.jenis_kelamin, i.nik_hmac),
                *(i.is_nik_ganda, i.kunci_data, i.isi, a.id, a.hubungan, a.keluar_date.is_(None)),
            )
            .join(a, (a.keluarga_id == i.keluarga_id) & (a.individu_id == i.id))
            .where(_salah_satu(i.keluarga_id, calon))
            .order_by(i.keluarga_id, a.keluar_date.is_not(None), i.id)
        )
        hasil: dict[UUID, list[OrangAda]] = defaultdict(list)
        for b in await self._sesi.execute(cari):
            hasil[b[0]].append(OrangAda._make((*b, diubah.get((b[0], b[1])))))
        return dict(hasil)

    async def _jawaban(self, calon: Collection[UUID]) -> dict[UUID, list[JawabanAda]]:
        j = JawabanSurvei
        cari = select(j.keluarga_id, j.id, j.instrumen, j.tanggal_date, j.isi)
        cari = cari.where(_salah_satu(j.keluarga_id, calon), j.digantikan_id.is_(None))
        hasil: dict[UUID, list[JawabanAda]] = defaultdict(list)
        for b in await self._sesi.execute(cari.order_by(j.keluarga_id, j.tanggal_date, j.id)):
            hasil[b[0]].append(JawabanAda(*b))
        return dict(hasil)

    # -- writing

    async def tulis(self, isi: TulisMassal) -> None:
        """Write a chunk.

        Raises:
            TidakLagiCocok: a family or a NIK that it relied on is not as it was; nothing may be committed.
        """
        await self._pastikan(isi.sandaran)
        await self._klaim(isi.klaim)
        if isi.lepas_kk:
            await self._lepas_kk(isi.lepas_kk)
        # No moment may have two heads, be the other one new or on record: whoever ceases to be one comes first.
        await self._ubah(AnggotaKeluarga, [a for a in isi.anggota if not _kepala(a)], "keluarga_id", "id")
        for tabel, baris in isi.baru.items():
            await salin(self._sesi, tabel, KOLOM[tabel], sorted(baris, key=_urutan) if tabel != "individu" else baris)
        await self._ubah(Keluarga, isi.keluarga, "keluarga_id")
        await self._ubah(Individu, isi.individu, "keluarga_id", "id")
        await self._ubah(AnggotaKeluarga, [a for a in isi.anggota if _kepala(a)], "keluarga_id", "id")
        await self._simpan_kanonik(isi.kanonik)
        await self._simpan_kanonik(isi.kanonik_pasti, is_pasti=True)
        self.kenali_nama(isi.nama)

    async def _pastikan(self, sandaran: dict[UUID, int]) -> None:
        if not sandaran:
            return
        k = Keluarga
        cari = select(k.keluarga_id, k.versi).where(_salah_satu(k.keluarga_id, sandaran)).order_by(k.keluarga_id)
        kini = {b.keluarga_id: b.versi for b in await self._sesi.execute(cari.with_for_update())}
        if kini != sandaran:
            raise TidakLagiCocok

    async def _klaim(self, klaim: Sequence[tuple[UUID, UUID, UUID]]) -> None:
        if not klaim:
            return
        hmac, keluarga, individu = (list(k) for k in zip(*sorted(klaim), strict=True))
        kembali = _kembali(Tujuan.NIK, hmac)
        if len(kembali) > len(hmac):
            await sendiri(self._sesi, NikIndeks.nik_hmac, *hmac)
            if await self._lokasi(hmac):
                raise TidakLagiCocok
        larik = [literal(n, ARRAY(Uuid())) for n in (hmac, keluarga, individu)]
        asal = select(*(func.unnest(n) for n in larik))
        sisip = insert(NikIndeks).from_select(["nik_hmac", "keluarga_id", "individu_id"], asal)
        hasil = await self._sesi.execute(sisip.on_conflict_do_nothing().returning(mentah(NikIndeks.nik_hmac)))
        if len(hasil.all()) != len(hmac):
            raise TidakLagiCocok

    async def _lepas_kk(self, lepas: Sequence[tuple[UUID, UUID]]) -> None:
        for no_kk, keluarga_id in sorted(lepas):
            await self._sesi.execute(
                delete(NoKkIndeks).where(NoKkIndeks.no_kk_hmac == no_kk, NoKkIndeks.keluarga_id == keluarga_id)
            )

    async def _ubah(self, tabel: type[Base], baris: Sequence[dict[str, Any]], *kunci: str) -> None:
        menurut_bentuk: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for b in baris:
            menurut_bentuk[tuple(sorted(b))].append(b)
        for kolom, daftar in sorted(menurut_bentuk.items()):
            syarat = [getattr(tabel, n) == bindparam(f"b_{n}") for n in kunci]
            nilai: dict[str, BindParameter[Any]] = {n: bindparam(f"b_{n}") for n in kolom if n not in kunci}
            ubah = update(tabel).where(*syarat).values(nilai)
            koneksi = await self._sesi.connection()
            await koneksi.execute(ubah, [{f"b_{n}": v for n, v in b.items()} for b in daftar])

    async def _simpan_kanonik(self, baris: Sequence[tuple[Any, ...]], *, is_pasti: bool = False) -> None:
        """Replace rows by those of the same or a later day, or for sure, keeping what they replace as versions."""
        if not baris:
            return
        kolom = KOLOM["variabel_kanonik"]
        await self._sesi.execute(
            text(f"CREATE TEMP TABLE IF NOT EXISTS {_TAMPUNG} (LIKE variabel_kanonik) ON COMMIT DROP")
        )
        await self._sesi.execute(text(f"TRUNCATE {_TAMPUNG}"))
        await salin(self._sesi, _TAMPUNG, kolom, sorted(baris, key=_urutan))
        masuk = Table(_TAMPUNG, Base.metadata.__class__(), *(Column(k.name, k.type) for k in variabel_kanonik.columns))
        lebih_tua = _kini.tanggal_date.is_(None) | (_kini.tanggal_date <= masuk.c.tanggal_date) | literal(is_pasti)
        lama = select(variabel_kanonik).join(masuk, masuk.c.keluarga_id == _kini.keluarga_id).where(lebih_tua)
        arsip = insert(riwayat_kanonik).from_select(_NAMA_KANONIK, lama).cte("arsip")
        ganti = {n: masuk.c[n] for n in _NAMA_KANONIK if n not in {"keluarga_id", "versi"}}
        ubah = (
            update(variabel_kanonik)
            .where(_kini.keluarga_id == masuk.c.keluarga_id, lebih_tua)
            .values(ganti | {"versi": _kini.versi + 1})
            .returning(_kini.keluarga_id, _kini.versi, _kini.kabkota)
            .cte("tulis")
        )
        await self._sesi.execute(antrekan(ubah).add_cte(arsip))


def _kembali(tujuan: Tujuan, indeks: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return every form in which these indexes may stand, with the one that was asked for."""
    return {c: i for i in indeks for c in KunciProses.sebangun(tujuan, i)}


def _salah_satu(kolom: SQLColumnExpression[UUID], nilai: Collection[UUID]) -> ColumnElement[bool]:
    return kolom == any_(literal(list(nilai), ARRAY(Uuid())))


def _urutan(baris: tuple[Any, ...]) -> tuple[Any, ...]:
    return baris[:2]


def _kepala(anggota: dict[str, Any]) -> bool:
    return anggota.get("hubungan") == "KEPALA_KELUARGA"
