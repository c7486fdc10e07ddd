"""Statements put together once: in the session's transaction, with the types of columns, and refused as the others."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, event, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from app.core.clock import now
from app.core.db import Base, hadirkan, sqlstate, susulkan, titik_simpan, transaksi
from app.core.salin import salin
from app.core.siap import PernyataanSiap
from app.core.wadah import Wadah
from app.notifikasi.alur import StatusPesan
from app.notifikasi.models import KotakKeluar

TULIS = PernyataanSiap(insert(Base.metadata.tables[KotakKeluar.__tablename__]))
BACA = PernyataanSiap(
    select(KotakKeluar.status, KotakKeluar.percobaan, KotakKeluar.created_at).where(
        KotakKeluar.id == bindparam("pesan")
    )
)


def pesan(**ganti: Any) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "templat": "uji",
        "isi": b"tersegel",
        "status": StatusPesan.ANTRE,
        "percobaan": 0,
        "galat": None,
        "created_at": now() - timedelta(hours=1),
        "terkirim_at": None,
    } | ganti


async def test_what_is_written_is_read_with_the_types_of_its_columns(sesi: AsyncSession) -> None:
    baris = pesan()
    assert await TULIS.baris(sesi, baris) == []
    assert await BACA.satu(sesi, {"pesan": baris["id"]}) == (StatusPesan.ANTRE, 0, baris["created_at"])
    assert await BACA.satu(sesi, {"pesan": uuid4()}) is None


async def test_it_sees_what_the_session_has_not_sent_yet(sesi: AsyncSession) -> None:
    baris = pesan()
    satu = KotakKeluar(**baris)
    sesi.add(satu)
    assert await BACA.satu(sesi, {"pesan": baris["id"]}) is not None
    satu.percobaan = 3
    assert (await BACA.baris(sesi, {"pesan": baris["id"]}))[0][1] == 3


@pytest.mark.parametrize("pertama", [True, False])
async def test_it_is_undone_with_its_savepoint(sesi: AsyncSession, *, pertama: bool) -> None:
    baris = pesan()
    if not pertama:
        await BACA.baris(sesi, {"pesan": uuid4()})
    with pytest.raises(RuntimeError, match="batal"):
        async with titik_simpan(sesi):
            await TULIS.baris(sesi, baris)
            raise RuntimeError("batal")
    assert await BACA.satu(sesi, {"pesan": baris["id"]}) is None


@pytest.mark.nyata
async def test_as_the_first_of_its_transaction_it_is_undone_with_it(wadah_nyata: Wadah) -> None:
    baris, lain = pesan(), pesan()
    with pytest.raises(RuntimeError, match="batal"):
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await TULIS.baris(sesi, baris)
            await TULIS.baris(sesi, lain)
            raise RuntimeError("batal")
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert [await BACA.satu(sesi, {"pesan": b["id"]}) for b in (baris, lain)] == [None, None]
        await TULIS.baris(sesi, baris)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await BACA.satu(sesi, {"pesan": baris["id"]}) is not None


@pytest.mark.nyata
async def test_a_transaction_that_cannot_be_opened_is_an_error_of_the_framework(wadah_nyata: Wadah) -> None:
    with pytest.raises(DBAPIError) as galat:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            asli = (await (await sesi.connection()).get_raw_connection()).driver_connection
            assert asli is not None
            asli.terminate()
            await BACA.satu(sesi, {"pesan": uuid4()})
    assert galat.value.connection_invalidated
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await BACA.satu(sesi, {"pesan": uuid4()}) is None


@pytest.mark.nyata
async def test_a_transaction_that_ends_ends_although_who_waits_for_it_is_cancelled(wadah_nyata: Wadah) -> None:
    baris, mulai, lanjut = pesan(), asyncio.Event(), asyncio.Event()
    penutup: list[asyncio.Task[Any] | None] = []

    def tahan(_: Session) -> None:
        penutup.append(asyncio.current_task())
        mulai.set()
        await_only(lanjut.wait())

    async def tulis() -> None:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await TULIS.baris(sesi, baris)
            event.listen(sesi.sync_session, "before_commit", tahan)

    tugas = asyncio.create_task(tulis())
    await mulai.wait()
    tugas.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tugas
    lanjut.set()
    assert penutup[0] is not None
    await penutup[0]
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await BACA.satu(sesi, {"pesan": baris["id"]}) is not None


async def test_a_refusal_of_the_database_is_an_error_of_the_framework_with_its_state(sesi: AsyncSession) -> None:
    baris = pesan()
    await TULIS.baris(sesi, baris)
    with pytest.raises(IntegrityError) as galat:
        await TULIS.baris(sesi, baris)
    assert sqlstate(galat.value) == "23505"


@pytest.mark.parametrize("di_titik_simpan", [True, False])
@pytest.mark.parametrize("cara", ["copy", "pernyataan"])
@pytest.mark.nyata
async def test_nothing_is_sent_after_a_flush_that_failed_and_was_passed_over(
    wadah_nyata: Wadah, *, di_titik_simpan: bool, cara: str
) -> None:
    ada, terlambat = pesan(), pesan()

    async def tulis(sesi: AsyncSession) -> None:
        await TULIS.baris(sesi, ada | {"id": uuid4()})
        await BACA.satu(sesi, {"pesan": ada["id"]})
        sesi.add(KotakKeluar(**ada))
        with pytest.raises(IntegrityError):
            await sesi.flush()
        if cara == "copy":
            await salin(sesi, KotakKeluar.__tablename__, list(terlambat), [tuple(terlambat.values())])
        else:
            await TULIS.baris(sesi, terlambat)

    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await TULIS.baris(sesi, ada)
    async with wadah_nyata.pabrik_sesi() as sesi:
        await BACA.satu(sesi, {"pesan": ada["id"]})
        with pytest.raises(InvalidRequestError):
            if di_titik_simpan:
                async with titik_simpan(sesi):
                    await tulis(sesi)
            else:
                await tulis(sesi)
        await sesi.rollback()
        assert await BACA.satu(sesi, {"pesan": terlambat["id"]}) is None


@pytest.mark.nyata
async def test_a_copy_that_comes_first_is_undone_with_its_transaction(wadah_nyata: Wadah) -> None:
    baris = pesan()
    with pytest.raises(RuntimeError, match="batal"):
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await salin(sesi, KotakKeluar.__tablename__, list(baris), [tuple(baris.values())])
            raise RuntimeError("batal")
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await BACA.satu(sesi, {"pesan": baris["id"]}) is None


async def test_an_object_that_followed_a_statement_forgets_it_with_the_savepoint(sesi: AsyncSession) -> None:
    satu = KotakKeluar(**pesan())
    sesi.add(satu)
    await sesi.flush()
    susulkan(sesi, satu, {"percobaan": 1})
    with pytest.raises(RuntimeError, match="batal"):
        async with titik_simpan(sesi):
            susulkan(sesi, satu, {"percobaan": 2})
            baru = KotakKeluar(**pesan())
            sesi.add(baru)
            await sesi.flush()
            susulkan(sesi, baru, {"percobaan": 2})
            raise RuntimeError("batal")
    assert await sesi.run_sync(lambda _: satu.percobaan) == 0


async def test_a_value_that_python_would_make_at_each_update_has_to_be_named(sesi: AsyncSession) -> None:
    tabel = Table("uji", MetaData(), Column("id", Integer), Column("kali", Integer, onupdate=lambda: 1))
    await BACA.baris(sesi, {"pesan": uuid4()})
    with pytest.raises(TypeError, match="kali"):
        await PernyataanSiap(update(tabel).values(id=bindparam("baru"))).baris(sesi, {"baru": 1})


async def test_a_value_that_is_missing_is_not_written_as_null(sesi: AsyncSession) -> None:
    await BACA.baris(sesi, {"pesan": uuid4()})
    baris = pesan()
    del baris["isi"]
    with pytest.raises(KeyError, match="isi"):
        await TULIS.baris(sesi, baris)


async def test_a_list_that_would_be_spelled_out_at_each_run_is_refused(sesi: AsyncSession) -> None:
    await BACA.baris(sesi, {"pesan": uuid4()})
    with pytest.raises(TypeError, match="any_"):
        await PernyataanSiap(select(KotakKeluar.id).where(KotakKeluar.id.in_([uuid4()]))).baris(sesi)


async def test_who_listens_is_told_the_text_and_the_values(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    terdengar: list[tuple[str, Sequence[Any]]] = []
    await BACA.baris(sesi, {"pesan": uuid4()})
    monkeypatch.setattr(PernyataanSiap, "pendengar", [lambda sql, isi: terdengar.append((sql, isi))])
    dicari = uuid4()
    await BACA.baris(sesi, {"pesan": dicari})
    ((sql, isi),) = terdengar
    assert (sql.startswith("SELECT"), isi) == (True, [dicari])


@pytest.mark.parametrize("sudah_dimuat", [True, False])
async def test_a_row_read_by_column_becomes_the_sessions_object_and_is_changed_as_such(
    sesi: AsyncSession, *, sudah_dimuat: bool
) -> None:
    baris = pesan(percobaan=2)
    dimuat = KotakKeluar(**baris | {"percobaan": 1})
    if sudah_dimuat:
        sesi.add(dimuat)
        await sesi.flush()
        sesi.expire(dimuat, ["galat"])
    else:
        await TULIS.baris(sesi, baris)
    satu = hadirkan(sesi, KotakKeluar, baris)
    assert (satu is dimuat, satu in sesi, [*sesi.dirty]) == (sudah_dimuat, True, [])
    assert (satu.percobaan, satu.galat) == (2, None)
    satu.percobaan = 5
    assert (await BACA.baris(sesi, {"pesan": baris["id"]}))[0][1] == 5
    assert await sesi.get(KotakKeluar, baris["id"]) is satu
