"""Regions as everybody sees them."""

from datetime import date, timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from tests.pabrik.wilayah import DESA, DESA_LAIN, KECAMATAN, NAMA_LENGKAP_DESA, pengganti, wilayah

JALUR = "/v1/publik/wilayah"


async def test_without_a_superior_the_provinsi_are_listed(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get(JALUR, params={"batas": 200})
    isi = jawab.json()
    assert jawab.status_code == 200
    assert len(isi["data"]) == 38
    assert isi["halaman"] == {"berikutnya": None}
    assert isi["data"][0] == {"kode": "11", "nama": "Aceh", "tingkat": "PROVINSI", "jenis": "PROVINSI", "induk": None}


async def test_pages_follow_each_other_without_gap_or_overlap(klien: httpx.AsyncClient) -> None:
    kode: list[str] = []
    param: dict[str, str | int] = {"induk": "32", "batas": 10}
    while True:
        isi = (await klien.get(JALUR, params=param)).json()
        kode += [w["kode"] for w in isi["data"]]
        if not (berikutnya := isi["halaman"]["berikutnya"]):
            break
        param["kursor"] = berikutnya
    assert kode == sorted(set(kode))
    assert len(kode) == 27


async def test_a_cursor_of_another_region_is_refused(klien: httpx.AsyncClient) -> None:
    kursor = (await klien.get(JALUR, params={"induk": "32", "batas": 5})).json()["halaman"]["berikutnya"]
    jawab = await klien.get(JALUR, params={"induk": "33", "batas": 5, "kursor": kursor})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "kursor-tidak-sah")


async def test_a_superior_that_does_not_exist_holds_nothing(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get(JALUR, params={"induk": "99"})
    assert (jawab.status_code, jawab.json()["data"]) == (200, [])


@pytest.mark.parametrize("kode", ["32.04.05.2001", "3204052001"])
async def test_a_region_is_read_with_or_without_dots(klien: httpx.AsyncClient, kode: str) -> None:
    jawab = await klien.get(f"{JALUR}/{kode}")
    assert jawab.json() == {
        "kode": DESA,
        "nama": "Cileunyi Kulon",
        "nama_lengkap": NAMA_LENGKAP_DESA,
        "tingkat": "DESA",
        "jenis": "DESA",
        "induk": KECAMATAN,
        "kode_bps": None,
        "berlaku_dari": None,
        "berlaku_sampai": None,
        "pengganti": [],
    }


async def test_an_ended_code_answers_with_its_successors_and_leaves_the_listings(
    klien: httpx.AsyncClient, sesi: AsyncSession
) -> None:
    await wilayah(sesi, "32.04.05.2101", "Kulon Hilir", dari=date(2026, 1, 1))
    await pengganti(sesi, DESA, "32.04.05.2101", date(2026, 3, 1))
    await sesi.commit()
    isi = (await klien.get(f"{JALUR}/{DESA}")).json()
    assert isi["berlaku_sampai"] == "2026-03-01"
    assert isi["pengganti"] == [
        {
            "kode": "32.04.05.2101",
            "nama_lengkap": "Kulon Hilir, Cileunyi, Kabupaten Bandung, Jawa Barat",
            "tanggal": "2026-03-01",
            "dasar": "Perda Uji 2/2020",
        }
    ]
    daftar = [w["kode"] for w in (await klien.get(JALUR, params={"induk": KECAMATAN})).json()["data"]]
    assert "32.04.05.2101" in daftar
    assert DESA not in daftar


async def test_a_code_of_tomorrow_is_not_listed_today(klien: httpx.AsyncClient, sesi: AsyncSession) -> None:
    await wilayah(sesi, "32.04.05.2101", dari=hari_ini() + timedelta(days=1))
    await sesi.commit()
    daftar = [w["kode"] for w in (await klien.get(JALUR, params={"induk": KECAMATAN})).json()["data"]]
    assert "32.04.05.2101" not in daftar


async def test_an_unknown_code_is_a_404_and_a_malformed_one_a_422(klien: httpx.AsyncClient) -> None:
    tidak_ada, rusak = await klien.get(f"{JALUR}/32.04.99"), await klien.get(f"{JALUR}/bandung")
    assert (tidak_ada.status_code, tidak_ada.json()["kode"]) == (404, "wilayah-tidak-ditemukan")
    assert (rusak.status_code, rusak.json()["kode"]) == (422, "isian-tidak-sah")
    assert rusak.headers["content-type"] == "application/problem+json"
    assert "bandung" not in rusak.text


async def test_search_answers_with_full_names(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get(f"{JALUR}/cari", params={"q": "cileunyi kulon", "tingkat": "DESA"})
    assert jawab.json()["data"][0]["nama_lengkap"] == NAMA_LENGKAP_DESA
    assert len(jawab.json()["data"]) <= 20


@pytest.mark.parametrize(
    ("jalur", "param"),
    [
        ("", {"provinsi": "32"}),
        ("", {"induk": "32.4"}),
        ("", {"batas": "0"}),
        ("", {"batas": "201"}),
        ("", {"kursor": "xx"}),
        ("/cari", {"q": "a"}),
        ("/cari", {}),
        ("/cari", {"q": "x" * 101}),
        ("/cari", {"q": "bandung", "tingkat": "DUSUN"}),
        ("/cari", {"q": "bandung", "batas": "5"}),
        ("/32", {"rinci": "1"}),
    ],
)
async def test_parameters_that_do_not_fit_are_refused(
    klien: httpx.AsyncClient, jalur: str, param: dict[str, str]
) -> None:
    jawab = await klien.get(f"{JALUR}{jalur}", params=param)
    assert jawab.status_code == 422


async def test_a_nul_in_the_search_text_is_just_another_sign(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get(f"{JALUR}/cari", params={"q": "cileunyi\x00kulon"})
    assert jawab.json()["data"][0]["kode"] == DESA


@pytest.mark.parametrize("jalur", ["", "?induk=32", "/32", "/cari?q=bandung"])
async def test_answers_may_be_cached_and_revalidated(klien: httpx.AsyncClient, jalur: str) -> None:
    pertama = await klien.get(JALUR + jalur)
    assert pertama.headers["cache-control"] == "public, max-age=3600"
    lagi = await klien.get(JALUR + jalur, headers={"If-None-Match": f'"lain", {pertama.headers["etag"]}'})
    assert (lagi.status_code, lagi.content) == (304, b"")
    assert lagi.headers["etag"] == pertama.headers["etag"]
    assert (await klien.get(JALUR + jalur, headers={"If-None-Match": '"lain"'})).status_code == 200


async def test_another_name_is_another_tag(klien: httpx.AsyncClient, sesi: AsyncSession) -> None:
    sebelum = (await klien.get(f"{JALUR}/{DESA_LAIN}")).headers["etag"]
    await pengganti(sesi, DESA_LAIN, DESA, date(2026, 3, 1))
    await sesi.commit()
    assert (await klien.get(f"{JALUR}/{DESA_LAIN}")).headers["etag"] != sebelum


async def test_a_failure_is_never_cached(klien: httpx.AsyncClient) -> None:
    assert (await klien.get(f"{JALUR}/99")).headers["cache-control"] == "no-store"
