"""Migrations as the owner, rights of the application's role, and what a blocked migration does."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Enum, Insert, Uuid, column, insert, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.core.clock import now
from app.desil.artefak import BOBOT
from app.desil.models import Putaran
from app.desil.repository import DesilRepository
from app.desil.repository_tepi import TepiRepository
from app.operasi import migrasi
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal, postgres, tempat_sementara
from app.tabel import SEMUA_TABEL
from tests.operasi.skor_lama import ARTEFAK, SEBELUM, Lama, isi_lama, keluarga_lama
from tests.pabrik.desil import DESA


@pytest.fixture(scope="module")
def server() -> Iterator[ServerLokal]:
    with tempat_sementara() as tempat, postgres(tempat / "pg", pengaturan={"fsync": "off"}) as satu:
        migrasi.terapkan(satu.dsn_pemilik, SEMUA_TABEL, APLIKASI)
        yield satu


def jalankan(url: str, *perintah: str) -> list[object]:
    async def kerjakan() -> list[object]:
        sambungan = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            for satu in perintah[:-1]:
                await sambungan.execute(satu)
            return [baris[0] for baris in await sambungan.fetch(perintah[-1])]
        finally:
            await sambungan.close()

    return asyncio.run(kerjakan())


def test_the_schema_is_at_its_head_and_equals_the_models(server: ServerLokal) -> None:
    assert jalankan(server.dsn_app, "SELECT version_num FROM alembic_version") == [migrasi.kepala()]
    command.check(migrasi.konfigurasi(server.dsn_pemilik))


def test_migrating_again_changes_nothing(server: ServerLokal) -> None:
    hak = "SELECT string_agg(relname || coalesce(relacl::text, ''), ',' ORDER BY relname) FROM pg_class"
    sebelum = jalankan(server.dsn_app, hak)
    migrasi.terapkan(server.dsn_pemilik, SEMUA_TABEL, APLIKASI)
    assert jalankan(server.dsn_app, hak) == sebelum


@pytest.mark.parametrize(
    "perintah",
    [
        "UPDATE {} SET {} = {}",
        "DELETE FROM {} WHERE {} = {}",
        "TRUNCATE {} -- {} {}",
        "DROP TABLE {} -- {} {}",
        "ALTER TABLE {} DROP COLUMN {} -- {}",
    ],
)
@pytest.mark.parametrize("tabel", [t for t in SEMUA_TABEL.sorted_tables if t.info.get("tambah_saja")], ids=str)
def test_the_application_cannot_change_an_append_only_table(server: ServerLokal, tabel: object, perintah: str) -> None:
    kolom = next(iter(SEMUA_TABEL.tables[str(tabel)].columns)).name
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        jalankan(server.dsn_app, perintah.format(tabel, kolom, kolom))


@pytest.mark.parametrize(
    ("tabel", "kolom"),
    sorted((t.name, k.name) for t in SEMUA_TABEL.sorted_tables if t.info.get("kolom_berubah") for k in t.columns),
)
def test_of_a_table_that_names_them_only_those_columns_change(server: ServerLokal, tabel: str, kolom: str) -> None:
    perintah = f"UPDATE {tabel} SET {kolom} = {kolom}"
    if kolom in SEMUA_TABEL.tables[tabel].info["kolom_berubah"]:
        jalankan(server.dsn_app, f"SELECT 1 FROM {tabel} FOR UPDATE")
        jalankan(server.dsn_app, perintah)
        return
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        jalankan(server.dsn_app, perintah)


def test_the_application_may_do_its_work_on_every_other_table(server: ServerLokal) -> None:
    terbatas = [t for t in SEMUA_TABEL.sorted_tables if t.info.get("tambah_saja") or t.info.get("kolom_berubah")]
    tambah_saja = ",".join(f"'{t}'" for t in terbatas)
    boleh = "has_table_privilege('dtks_app', oid, '{}')".format
    tanya = (
        f"SELECT bool_and({boleh('SELECT')} AND {boleh('INSERT')} AND (relname IN ({tambah_saja})"
        f" OR {boleh('UPDATE')} AND {boleh('DELETE')})) FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
        " AND relname <> 'alembic_version'"
    )
    assert jalankan(server.dsn_app, tanya) == [True]
    assert jalankan(server.dsn_app, "SELECT count(*) FROM pgqueuer") == [0]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        jalankan(server.dsn_app, "DELETE FROM alembic_version")


def test_an_owner_who_runs_the_application_needs_no_grants(server: ServerLokal) -> None:
    server.buat_basisdata("satu_peran")
    migrasi.terapkan(server.url("satu_peran", PEMILIK), SEMUA_TABEL, PEMILIK)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        jalankan(server.url("satu_peran"), "SELECT count(*) FROM alembic_version")


def test_everything_can_be_taken_down_and_put_up_again(server: ServerLokal) -> None:
    server.buat_basisdata("naik_turun")
    aturan = migrasi.konfigurasi(server.url("naik_turun", PEMILIK))
    command.upgrade(aturan, "head")
    command.downgrade(aturan, "base")
    tersisa = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'alembic%'"
    assert jalankan(server.url("naik_turun", PEMILIK), tersisa) == []
    command.upgrade(aturan, "head")


def test_an_index_that_was_built_before_is_taken_over(server: ServerLokal) -> None:
    """Of a large registry it is built beforehand, with CREATE INDEX CONCURRENTLY."""
    server.buat_basisdata("indeks_dulu")
    url = server.url("indeks_dulu", PEMILIK)
    command.upgrade(migrasi.konfigurasi(url), "0120_bagian_skor")
    dulu = "CREATE INDEX CONCURRENTLY ix_sanggah_tenggat ON sanggah (tenggat_date)"
    tenggat = " WHERE status IN ('DIAJUKAN', 'DITERUSKAN', 'DIVERIFIKASI')"
    cari = "SELECT oid FROM pg_class WHERE relname = 'ix_sanggah_tenggat'"
    sebelum = jalankan(url, dulu + tenggat, cari)
    migrasi.terapkan(url, SEMUA_TABEL, APLIKASI)
    assert jalankan(url, cari) == sebelum
    command.check(migrasi.konfigurasi(url))


def test_taking_partitions_back_keeps_the_rows_of_every_run(server: ServerLokal) -> None:
    server.buat_basisdata("bagian")
    aturan, url = migrasi.konfigurasi(server.url("bagian", PEMILIK)), server.url("bagian", PEMILIK)
    command.upgrade(aturan, "0120_bagian_skor")
    baris = "INSERT INTO {} VALUES ({}, gen_random_uuid(), 7, 1, 3204, 4)".format
    jalankan(url, "SELECT skor_bagian_siapkan(5)", baris("skor_keluarga_p5", 5), "SELECT skor_bagian_pasang(5)")
    jalankan(url, baris("skor_keluarga", 6))
    semua = "SELECT putaran_no FROM skor_keluarga ORDER BY 1"
    assert jalankan(url, semua) == [5, 6]
    command.downgrade(aturan, "0120_bagian_skor-1")
    assert jalankan(url, semua) == [5, 6]
    command.upgrade(aturan, "0120_bagian_skor")
    assert jalankan(url, semua) == [5, 6]


def test_a_migration_gives_up_instead_of_queueing_behind_a_lock(server: ServerLokal) -> None:
    server.buat_basisdata("terkunci")
    url = server.url("terkunci", PEMILIK)
    aturan = migrasi.konfigurasi(url)
    command.upgrade(aturan, "0001_inti")
    aturan.attributes["lock_timeout"] = "200ms"

    async def dengan_kunci() -> None:
        sambungan = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            async with sambungan.transaction():
                await sambungan.execute("LOCK TABLE alembic_version")
                await asyncio.to_thread(command.upgrade, aturan, "head")
        finally:
            await sambungan.close()

    with pytest.raises(DBAPIError, match="lock timeout"):
        asyncio.run(dengan_kunci())
    assert jalankan(url, "SELECT version_num FROM alembic_version") == ["0001_inti"]


def test_scores_of_before_versions_stay_readable_with_what_they_were_computed_from(server: ServerLokal) -> None:
    server.buat_basisdata("skor_lama")
    pemilik = server.url("skor_lama", PEMILIK)
    aturan = migrasi.konfigurasi(pemilik)
    command.upgrade(aturan, SEBELUM)
    semua = keluarga_lama()

    async def isi() -> UUID:
        sambungan = await asyncpg.connect(pemilik.replace("+asyncpg", ""))
        try:
            return await isi_lama(sambungan, semua)
        finally:
            await sambungan.close()

    putaran_id = asyncio.run(isi())
    command.upgrade(aturan, "head")
    asyncio.run(_skor_terbaca(pemilik, putaran_id, semua))
    command.downgrade(aturan, SEBELUM)
    assert jalankan(pemilik, "SELECT count(*) FROM variabel_kanonik") == [2], "answers survive the way back too"
    command.upgrade(aturan, "head")


async def _skor_terbaca(url: str, putaran_id: UUID, semua: dict[str, Lama]) -> None:
    mesin = create_async_engine(url)
    async with AsyncSession(mesin) as sesi:
        repo = DesilRepository(sesi)
        putaran = await sesi.get_one(Putaran, putaran_id)
        assert putaran.rantai == [putaran.nomor]
        baris = {b.keluarga_id: b for b in await repo.skor_massal([k.id for k in semua.values()], putaran.rantai)}
        for nama, k in semua.items():
            satu = baris[k.id]
            data = await repo.data_versi(k.id, satu.versi, ARTEFAK.sumber)
            assert data is not None
            assert (satu.skor, satu.bobot, satu.kabkota) == (k.hasil.skor, k.dulu[BOBOT] or 0, 3204), nama
            assert (data.masukan, data.kode_wilayah) == (k.masukan, DESA), nama
            kini = (await repo.data_kini([k.id], ARTEFAK.sumber)).get(k.id)
            assert (kini is None) == k.is_berakhir, nama
            if kini is not None:
                assert (kini.versi == satu.versi) == (nama != "berubah"), nama
        assert not await TepiRepository(sesi).is_ada(putaran.nomor), "the next run is a full one"
    await mesin.dispose()


# -- going back with rows that only the newer schema knows


_NOL = UUID(int=0)


def baris(tabel: str, **isi: Any) -> Insert:
    """A row of the newest schema, what is not said filled with something of its type."""
    contoh = {
        UUID: _NOL,
        str: "x",
        int: 1,
        bool: False,
        date: date(2026, 1, 1),
        datetime: now(),
        bytes: b"x",
        list: [],
        dict: {},
    }
    wajib = [k for k in SEMUA_TABEL.tables[tabel].columns if not k.nullable and k.server_default is None]
    # Blind indexes are plain identifiers here: no key is at hand, and none is needed.
    jenis = {k.name: Uuid() if k.type.python_type is object else k.type for k in wajib}
    nilai = {n: t.enums[0] if isinstance(t, Enum) else contoh[t.python_type] for n, t in jenis.items()} | isi
    return insert(table(tabel, *(column(n, None if n in isi else jenis[n]) for n in nilai))).values(nilai)


def tanam(url: str, *perintah: Insert) -> None:
    async def kerjakan() -> None:
        mesin = create_async_engine(url)
        try:
            async with mesin.begin() as sambungan:
                for satu in perintah:
                    await sambungan.execute(satu)
        finally:
            await mesin.dispose()

    asyncio.run(kerjakan())


def test_going_back_before_contests_keeps_what_a_granted_one_has_sent(server: ServerLokal) -> None:
    server.buat_basisdata("tanpa_sanggah")
    url = server.url("tanpa_sanggah", PEMILIK)
    aturan = migrasi.konfigurasi(url)
    command.upgrade(aturan, "head")
    tanam(
        url,
        baris("usulan", nik_anggota=[], butir_kurang="[]"),
        baris("riwayat_usulan", aksi="ajukan_dari_sanggah"),
        baris("kotak_masuk", jenis="SANGGAH", id=uuid4()),
        baris("kotak_masuk", jenis="USULAN", id=uuid4()),
    )
    command.downgrade(aturan, "0041_sanggah-1")
    assert jalankan(url, "SELECT aksi FROM riwayat_usulan") == ["ajukan"]
    assert jalankan(url, "SELECT jenis FROM kotak_masuk") == ["USULAN"]
    command.upgrade(aturan, "head")


def test_going_back_does_not_choose_between_two_entries_of_a_person(server: ServerLokal) -> None:
    server.buat_basisdata("ppks_ganda")
    url = server.url("ppks_ganda", PEMILIK)
    aturan = migrasi.konfigurasi(url)
    command.upgrade(aturan, "head")
    satu = {"nik_hmac": uuid4(), "status": "DICATAT", "jenis": "x"}
    tanam(url, *(baris("entri_ppks", id=uuid4(), kode_desa=f"32.04.05.200{n}", **satu) for n in (1, 2)))
    with pytest.raises(RuntimeError, match="1 persons have several open PPKS entries"):
        command.downgrade(aturan, "0041_ppks_serupa-1")
    assert jalankan(url, "SELECT kode_desa FROM entri_ppks ORDER BY 1") == ["32.04.05.2001", "32.04.05.2002"]
    command.upgrade(aturan, "head")


# -- filling a column of rows that were there before

_SEBELUM_INSTRUMEN = "0220_ralat_terhenti"
_TERISI = "SELECT format('%s %s', versi, instrumen) FROM {} ORDER BY keluarga_id, versi".format


def sebelum_instrumen(server: ServerLokal, nama: str) -> str:
    """A registry of before: answers of three instruments, one row replaced, one without answers, edges of a run."""
    server.buat_basisdata(nama)
    url = server.url(nama, PEMILIK)
    command.upgrade(migrasi.konfigurasi(url), _SEBELUM_INSTRUMEN)
    pbdt, regsosek, dtsen, tanpa = (UUID(int=n) for n in range(1, 5))
    lama, *baru = (UUID(int=n) for n in range(11, 15))
    perintah = [baris("keluarga", keluarga_id=k) for k in (pbdt, regsosek, dtsen, tanpa)]
    jawaban = [(pbdt, lama, "PBDT2015"), (pbdt, baru[0], "DTSEN2025")]
    jawaban += [(regsosek, baru[1], "REGSOSEK2022K"), (dtsen, baru[2], "PBDT2015")]
    perintah += [baris("jawaban_survei", keluarga_id=k, id=j, instrumen=i) for k, j, i in jawaban]
    perintah += [baris("riwayat_kanonik", keluarga_id=pbdt, versi=1, jawaban_id=lama)]
    kini = [(pbdt, 2, baru[0]), (regsosek, 1, baru[1]), (dtsen, 1, baru[2]), (tanpa, 1, None)]
    perintah += [baris("variabel_kanonik", keluarga_id=k, versi=v, jawaban_id=j) for k, v, j in kini]
    perintah += [baris("tepi_skor")]
    perintah += [baris("putaran", id=_NOL, model_id=_NOL, periode="2026-10", status="DIHITUNG", tahap="DISKOR")]
    model = "id, kode, versi_model, jenis, status, sha256, artefak, diunggah_at, versi"
    nilai = f"'{_NOL}', 'x', '1', 'demonstrasi', 'AKTIF', 'x', '{{}}', now(), 1"
    jalankan(url, f"INSERT INTO model_pmt ({model}) VALUES ({nilai})", "SELECT 1")
    tanam(url, *perintah)
    return url


def test_rows_of_before_name_their_instrument_and_the_edges_of_earlier_runs_go_both_ways(server: ServerLokal) -> None:
    url = sebelum_instrumen(server, "instrumen")
    aturan = migrasi.konfigurasi(url)
    tepi, hentikan = "SELECT count(*) FROM tepi_skor", "UPDATE putaran SET {} = '{}'".format
    with pytest.raises(RuntimeError, match="2026-10 is being computed; finish or cancel it first"):
        command.upgrade(aturan, "0230_instrumen_kanonik")
    assert jalankan(url, tepi) == [1]
    # What an upgrade that was stopped in the middle leaves: the column, and some rows filled.
    jalankan(url, "ALTER TABLE variabel_kanonik ADD COLUMN instrumen smallint", hentikan("status", "DIBATALKAN"), tepi)
    jalankan(url, "UPDATE variabel_kanonik SET instrumen = 3 WHERE versi = 2", tepi)
    command.upgrade(aturan, "0230_instrumen_kanonik")
    assert jalankan(url, _TERISI("variabel_kanonik")) == ["2 3", "1 2", "1 1", "1 "]
    assert jalankan(url, _TERISI("riwayat_kanonik")) == ["1 1"]
    assert jalankan(url, tepi) == [0]
    tanam(url, baris("tepi_skor"))
    jalankan(url, hentikan("status", "DIHITUNG"), tepi)
    with pytest.raises(RuntimeError, match="finish or cancel it first"):
        command.downgrade(aturan, _SEBELUM_INSTRUMEN)
    assert jalankan(url, tepi) == [1]
    jalankan(url, hentikan("tahap", "SELESAI"), tepi)
    command.downgrade(aturan, _SEBELUM_INSTRUMEN)
    assert jalankan(url, tepi) == [0], "runs under the new rule are no base for the old one"
    command.upgrade(aturan, "head")
    assert jalankan(url, _TERISI("variabel_kanonik")) == ["2 3", "1 2", "1 1", "1 "]


def test_a_stop_between_two_batches_keeps_what_was_filled_and_the_repeat_fills_the_rest(server: ServerLokal) -> None:
    url = sebelum_instrumen(server, "instrumen_terhenti")
    aturan = migrasi.konfigurasi(url)
    aturan.attributes["sekali"] = 2
    for n in range(5, 9):
        keluarga, jawaban = UUID(int=n), UUID(int=n + 10)
        tanam(
            url,
            baris("keluarga", keluarga_id=keluarga),
            baris("jawaban_survei", keluarga_id=keluarga, id=jawaban, instrumen="PBDT2015"),
            baris("variabel_kanonik", keluarga_id=keluarga, versi=n, jawaban_id=jawaban),
        )
    jalankan(
        url,
        "UPDATE putaran SET status = 'DIBATALKAN'",
        "CREATE FUNCTION henti() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$",
        "CREATE TRIGGER henti BEFORE UPDATE ON variabel_kanonik FOR EACH ROW WHEN (new.versi = 7)"
        " EXECUTE FUNCTION henti()",
        "SELECT 1",
    )
    with pytest.raises(DBAPIError, match="disk full"):
        command.upgrade(aturan, "0230_instrumen_kanonik")
    awal = ["2 3", "1 2", "1 1", "1 ", "5 1", "6 1"]
    assert jalankan(url, _TERISI("variabel_kanonik")) == [*awal, "7 ", "8 "]
    assert jalankan(url, "SELECT version_num FROM alembic_version") == [_SEBELUM_INSTRUMEN]
    jalankan(url, "DROP TRIGGER henti ON variabel_kanonik", "SELECT 1")
    command.upgrade(aturan, "0230_instrumen_kanonik")
    assert jalankan(url, _TERISI("variabel_kanonik")) == [*awal, "7 1", "8 1"]
    assert jalankan(url, _TERISI("riwayat_kanonik")) == ["1 1"]
    assert jalankan(url, "SELECT count(*) FROM tepi_skor") == [0]
