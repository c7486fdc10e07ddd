"""The public lookup: five members, uniform answers, proofs used once, limits that count every way in."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.cekbansos.models import CekStatus, TantanganTerpakai
from app.cekbansos.tugas import bersihkan
from app.core.clock import hari_ini, now
from app.core.wadah import Wadah
from app.penetapan.status import StatusKeanggotaan
from tests.pabrik.cekbansos import DESA, Catat, bukti, nik_uji, pencatat

KUNCI = {"terdaftar", "nama_samar", "desa", "program", "usia_data"}
KOSONG: dict[str, object] = {"terdaftar": False, "nama_samar": None, "desa": None, "program": [], "usia_data": None}


@pytest.fixture
def catat(sesi: AsyncSession, wadah: Wadah) -> Catat:
    return pencatat(sesi, wadah)


async def cek(klien: httpx.AsyncClient, nik: str, nama: str, tantangan: str | None = None) -> httpx.Response:
    isi = {"nik": nik, "nama": nama, "tantangan": tantangan or await bukti(klien)}
    return await klien.post("/v1/publik/cek-nik", json=isi)


async def cek_nama(klien: httpx.AsyncClient, nama: str, desa: str = DESA) -> httpx.Response:
    isi = {"kode_desa": desa, "nama": nama, "tantangan": await bukti(klien)}
    return await klien.post("/v1/publik/cek-nama", json=isi)


async def test_nik_and_name_show_exactly_five_members(klien: httpx.AsyncClient, catat: Catat) -> None:
    await catat()
    jawab = await cek(klien, "3204.0501.0190.0001", "siti nurhalisa")
    assert jawab.status_code == 200
    assert set(jawab.json()) == KUNCI
    assert jawab.json()["terdaftar"] is True
    assert jawab.json()["nama_samar"] == "S**I N*******A"
    assert jawab.json()["usia_data"] == 0
    assert jawab.json()["program"] == []
    assert jawab.headers["cache-control"] == "no-store"
    for rahasia in (nik_uji(1), "NURHALIZA", "1990"):
        assert rahasia not in jawab.text.upper()


async def test_everything_that_is_not_shown_is_the_same_bytes(
    klien: httpx.AsyncClient, sesi: AsyncSession, catat: Catat
) -> None:
    dewasa = hari_ini() - timedelta(days=17 * 365)
    await catat(nik_uji(1), "SITI NURHALIZA")
    await catat(nik_uji(2), "ANAK KECIL", lahir=dewasa)
    await catat(nik_uji(3), "ORANG TIDUR", status=StatusKeanggotaan.DITIDURKAN)
    await catat(nik_uji(4), "ORANG NONAKTIF", status=StatusKeanggotaan.NONAKTIF)
    tersembunyi = await catat(nik_uji(5), "ORANG TERSEMBUNYI")
    await sesi.execute(
        update(CekStatus).where(CekStatus.nik_hmac == tersembunyi.nik_indeks).values(is_disembunyikan=True)
    )
    jawab = [
        await cek(klien, nik_uji(n), nama)
        for n, nama in (
            (9, "SITI NURHALIZA"),
            (1, "SITI AMINAH"),
            (1, "SITI"),
            (1, "!!!"),
            (2, "ANAK KECIL"),
            (3, "ORANG TIDUR"),
            (4, "ORANG NONAKTIF"),
            (5, "ORANG TERSEMBUNYI"),
        )
    ]
    assert {j.status_code for j in jawab} == {200}
    assert {j.content for j in jawab} == {jawab[0].content}
    assert jawab[0].json() == KOSONG
    tajuk = [{k: v for k, v in j.headers.items() if k != "x-request-id"} for j in jawab]
    assert all(t == tajuk[0] for t in tajuk)


async def test_found_and_not_found_cost_the_route_the_same_statements(
    app: FastAPI,
    klien: httpx.AsyncClient,
    catat: Catat,
    hitung_pernyataan: Callable[[], list[str]],
) -> None:
    app.state.kembaran = {}  # the twin has one statement
    await catat()
    jumlah = []
    for nik, nama in ((nik_uji(1), "SITI NURHALIZA"), (nik_uji(9), "SITI NURHALIZA"), (nik_uji(1), "WAWAN LESTARI")):
        tantangan = await bukti(klien)
        awal = len(hitung_pernyataan())
        await cek(klien, nik, nama, tantangan)
        jumlah.append([re.sub(r"sa_savepoint_\d+", "", s) for s in hitung_pernyataan()[awal:]])
    assert jumlah[0] == jumlah[1] == jumlah[2]


async def test_an_adult_is_found_from_the_eighteenth_birthday_on(klien: httpx.AsyncClient, catat: Catat) -> None:
    hari = hari_ini()
    ulang_tahun = date(hari.year - 18, hari.month, 28 if (hari.month, hari.day) == (2, 29) else hari.day)
    await catat(nik_uji(1), "SUDAH DEWASA", lahir=ulang_tahun)
    await catat(nik_uji(2), "BELUM DEWASA", lahir=ulang_tahun + timedelta(days=1))
    assert (await cek(klien, nik_uji(1), "SUDAH DEWASA")).json()["terdaftar"] is True
    assert (await cek(klien, nik_uji(2), "BELUM DEWASA")).json() == KOSONG


async def test_a_proof_is_used_once_whatever_it_is_used_for(klien: httpx.AsyncClient, catat: Catat) -> None:
    await catat()
    tantangan = await bukti(klien)
    assert (await cek(klien, nik_uji(1), "SITI NURHALIZA", tantangan)).status_code == 200
    ulang = await cek(klien, nik_uji(1), "SITI NURHALIZA", tantangan)
    lain = await klien.post(
        "/v1/publik/cek-nama", json={"kode_desa": DESA, "nama": "SITI NURHALIZA", "tantangan": tantangan}
    )
    for jawab in (ulang, lain):
        assert jawab.status_code == 422
        assert jawab.json()["kode"] == "bukti-kerja-tidak-sah"


@pytest.mark.nyata
async def test_of_many_at_once_with_one_proof_one_is_answered(
    klien_nyata: httpx.AsyncClient, wadah_nyata: Wadah
) -> None:
    tantangan = await bukti(klien_nyata)
    jawab = await asyncio.gather(*(cek(klien_nyata, nik_uji(n), "SITI NURHALIZA", tantangan) for n in range(1, 9)))
    assert sorted(j.status_code for j in jawab) == [200] + [422] * 7
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert await sesi.scalar(select(func.count()).select_from(TantanganTerpakai)) == 1


@pytest.mark.parametrize("tantangan", ["x", "e30=", "bnVsbA=="])
async def test_no_proof_no_answer(klien: httpx.AsyncClient, tantangan: str) -> None:
    jawab = await cek(klien, nik_uji(1), "SITI NURHALIZA", tantangan)
    assert jawab.status_code == 422
    assert jawab.json()["kode"] == "bukti-kerja-tidak-sah"


@pytest.mark.parametrize(
    "isi",
    [
        {"nik": "3204053201900001", "nama": "SITI", "tantangan": "x"},
        {"nik": 3204050101900001, "nama": "SITI", "tantangan": "x"},
        {"nik": "3204050101900001", "nama": "", "tantangan": "x"},
        {"nik": "3204050101900001", "nama": "SITI"},
        {"nik": "3204050101900001", "nama": "SITI", "tantangan": "x", "desil": 1},
    ],
)
async def test_malformed_questions_are_refused_without_an_echo(
    klien: httpx.AsyncClient, isi: dict[str, object]
) -> None:
    jawab = await klien.post("/v1/publik/cek-nik", json=isi)
    assert jawab.status_code == 422
    assert jawab.json()["kode"] == "isian-tidak-sah"
    assert "320405" not in jawab.text


async def test_one_nik_is_answered_five_times_an_hour(klien: httpx.AsyncClient, wadah: Wadah) -> None:
    kode = [(await cek(klien, nik_uji(7), "SIAPA SAJA")).status_code for _ in range(6)]
    assert kode == [200] * 5 + [429]
    assert (await cek(klien, nik_uji(8), "SIAPA SAJA")).status_code == 200


@pytest.mark.parametrize("batas", ["cek_alamat", "cek_jaringan", "cek_global"])
async def test_each_limit_refuses_before_anything_is_read(
    klien: httpx.AsyncClient, wadah: Wadah, batas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, batas, 1)
    tantangan = await bukti(klien)
    assert (await cek(klien, nik_uji(1), "SITI NURHALIZA", "x")).status_code == 422
    jawab = await cek(klien, nik_uji(2), "SITI NURHALIZA", tantangan)
    assert jawab.status_code == 429
    assert int(jawab.headers["retry-after"]) > 0
    assert "ratelimit" in jawab.headers


async def test_a_village_lists_at_most_ten_masked_adults_best_first(klien: httpx.AsyncClient, catat: Catat) -> None:
    for n in range(1, 13):
        await catat(nik_uji(n), "SITI NURHALZA" if n < 4 else "SITI NURHALIZA")
    await catat(nik_uji(20), "SITI NURHALIZA", kode_desa="32.04.05.2002")
    await catat(nik_uji(21), "SITI NURHALIZA", lahir=hari_ini() - timedelta(days=3000))
    await catat(nik_uji(22), "SITI NURHALIZA", status=StatusKeanggotaan.NONAKTIF)
    jawab = await cek_nama(klien, "Siti Nurhaliza")
    assert jawab.status_code == 200
    assert set(jawab.json()) == {"data"}
    data = jawab.json()["data"]
    assert len(data) == 10
    assert all(set(d) == KUNCI and d["terdaftar"] for d in data)
    assert [d["nama_samar"] for d in data] == ["S**I N*******A"] * 9 + ["S**I N******A"]
    assert "cileunyi" in data[0]["desa"].lower()


@pytest.mark.parametrize("nama", ["Siti", "Budi Santoso", "???"])
async def test_a_village_lists_nobody_for_one_frequent_word(klien: httpx.AsyncClient, catat: Catat, nama: str) -> None:
    await catat()
    assert (await cek_nama(klien, nama)).json() == {"data": []}


async def test_an_unknown_village_is_named_as_such(klien: httpx.AsyncClient) -> None:
    jawab = await cek_nama(klien, "Siti Nurhaliza", "32.04.05.2999")
    assert jawab.status_code == 422
    assert jawab.json()["kode"] == "wilayah-tidak-dikenal"
    assert (await cek_nama(klien, "Siti Nurhaliza", "32.04")).status_code == 422


async def test_lookups_leave_no_trace_of_whom_they_asked_for(
    klien: httpx.AsyncClient, sesi: AsyncSession, catat: Catat
) -> None:
    await catat()
    awal = await sesi.scalar(select(func.count()).select_from(JejakAudit))
    await cek(klien, nik_uji(1), "SITI NURHALIZA")
    await cek_nama(klien, "SITI NURHALIZA")
    assert await sesi.scalar(select(func.count()).select_from(JejakAudit)) == awal


async def test_the_read_model_holds_neither_name_nor_birth_date(sesi: AsyncSession, catat: Catat) -> None:
    await catat(nama="SITI NURHALIZA", lahir=date(1992, 2, 29))
    satu = (await sesi.scalars(select(CekStatus))).one()
    isi = repr([getattr(satu, k.name) for k in CekStatus.__table__.columns])
    assert "NURHALIZA" not in isi
    assert nik_uji(1) not in isi
    assert satu.dewasa_sejak == date(2010, 3, 1)


async def test_writing_again_replaces_but_keeps_who_is_hidden(sesi: AsyncSession, catat: Catat) -> None:
    satu = await catat()
    await sesi.execute(update(CekStatus).values(is_disembunyikan=True))
    await catat(nama="SITI AMINAH")
    baris = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
    assert (baris.nik_hmac, baris.nama_samar, baris.is_disembunyikan) == (satu.nik_indeks, "S**I A****H", True)


async def test_expired_challenges_are_forgotten(sesi: AsyncSession, wadah: Wadah, klien: httpx.AsyncClient) -> None:
    await cek(klien, nik_uji(1), "SITI NURHALIZA")
    await bersihkan(wadah, {})
    assert await sesi.scalar(select(func.count()).select_from(TantanganTerpakai)) == 1
    await sesi.execute(update(TantanganTerpakai).values(kedaluwarsa_at=now() - timedelta(seconds=1)))
    await bersihkan(wadah, {})
    assert await sesi.scalar(select(func.count()).select_from(TantanganTerpakai)) == 0
