"""The client against a simulator that breaks in every way we know of; never a match by mistake."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr

from app.config import Dukcapil
from app.core import clock
from app.integrasi.dukcapil import klien as modul
from app.integrasi.dukcapil.klien import KlienDukcapil
from app.integrasi.dukcapil.sirkuit import Sirkuit
from app.kependudukan.ports import DataKependudukan, LayananGagal, SebabGagal, TidakDitemukan
from tests.integrasi.dukcapil.conftest import TOKEN, Layanan

pytestmark = pytest.mark.anyio


def setelan(layanan: Layanan, **ganti: object) -> Dukcapil:
    dasar = {"url": layanan.url, "token": SecretStr(TOKEN), "batas_detik": 2.0, "coba_ulang": 0, "jeda_ulang_detik": 0}
    return Dukcapil.model_validate(dasar | ganti)


@pytest.fixture
def nik(layanan: Layanan) -> str:
    layanan.mode("NORMAL")
    layanan.simulator.kuota = None
    layanan.simulator.hitungan.clear()
    return next(iter(layanan.simulator.penduduk))


async def test_a_known_nik_is_answered(layanan: Layanan, nik: str) -> None:
    data = await KlienDukcapil(setelan(layanan)).padankan(nik)
    assert isinstance(data, DataKependudukan)
    assert data.nik == nik
    assert data.identitas.nama == layanan.simulator.penduduk[nik].NAMA_LGKP


async def test_an_unknown_nik_is_not_found(layanan: Layanan, nik: str) -> None:
    assert await KlienDukcapil(setelan(layanan)).padankan("3204050101900999") == TidakDitemukan()


async def test_a_mended_record_is_what_the_next_question_reads(layanan: Layanan, nik: str) -> None:
    klien = KlienDukcapil(setelan(layanan))
    baru = layanan.simulator.penduduk[nik].model_dump(mode="json") | {"NAMA_LGKP": "NAMA YANG DIPERBAIKI"}
    assert layanan.kendali("penduduk", [baru]).json() == {"jumlah": 1}
    data = await klien.padankan(nik)
    assert isinstance(data, DataKependudukan)
    assert data.identitas.nama == "NAMA YANG DIPERBAIKI"


@pytest.mark.parametrize(
    ("mode", "sebab"),
    [
        ("GALAT_503", SebabGagal.GALAT_LAYANAN),
        ("HTML_200", SebabGagal.JAWABAN_ANEH),
        ("NIK_LAIN", SebabGagal.NIK_LAIN),
        ("KUOTA_429", SebabGagal.KUOTA_HABIS),
        ("KUOTA_200", SebabGagal.KUOTA_HABIS),
        ("RAKSASA", SebabGagal.TERLALU_BESAR),
        ("KODE_GALAT_200", SebabGagal.JAWABAN_ANEH),
        ("JSON_RUSAK", SebabGagal.JAWABAN_ANEH),
        ("ALIH", SebabGagal.JAWABAN_ANEH),
    ],
)
async def test_each_failure_is_named_and_never_a_match(
    layanan: Layanan, nik: str, mode: str, sebab: SebabGagal
) -> None:
    layanan.mode(mode)
    assert await KlienDukcapil(setelan(layanan)).padankan(nik) == LayananGagal(sebab)


async def test_not_found_on_demand(layanan: Layanan, nik: str) -> None:
    layanan.mode("TIDAK_DITEMUKAN", kali=1)
    klien = KlienDukcapil(setelan(layanan))
    assert await klien.padankan(nik) == TidakDitemukan()
    assert isinstance(await klien.padankan(nik), DataKependudukan)


@pytest.mark.parametrize("mode", ["LAMBAT", "MENETES"])
async def test_the_deadline_holds_against_late_and_dripping_answers(layanan: Layanan, nik: str, mode: str) -> None:
    layanan.mode(mode, detik=0.6)
    klien = KlienDukcapil(setelan(layanan, batas_detik=0.2))
    assert await klien.padankan(nik) == LayananGagal(SebabGagal.WAKTU_HABIS)


async def test_the_record_of_an_unknown_stranger_is_refused_too(layanan: Layanan) -> None:
    layanan.mode("NIK_LAIN")
    simpan, layanan.simulator.penduduk = layanan.simulator.penduduk, {}
    hasil = await KlienDukcapil(setelan(layanan)).padankan("3204050101900999")
    layanan.simulator.penduduk = simpan
    assert hasil == LayananGagal(SebabGagal.NIK_LAIN)


async def test_a_lost_call_is_tried_again_so_many_times_and_no_more(layanan: Layanan, nik: str) -> None:
    layanan.mode("GALAT_503", kali=2)
    assert isinstance(await KlienDukcapil(setelan(layanan, coba_ulang=2)).padankan(nik), DataKependudukan)
    layanan.mode("GALAT_503", kali=3)
    hasil = await KlienDukcapil(setelan(layanan, coba_ulang=2)).padankan(nik)
    assert hasil == LayananGagal(SebabGagal.GALAT_LAYANAN)
    assert layanan.simulator.hitungan["tanya"] == 6


async def test_an_odd_answer_is_not_asked_for_again(layanan: Layanan, nik: str) -> None:
    layanan.mode("HTML_200")
    await KlienDukcapil(setelan(layanan, coba_ulang=2)).padankan(nik)
    assert layanan.simulator.hitungan["tanya"] == 1


async def test_an_open_circuit_asks_nobody(layanan: Layanan, nik: str) -> None:
    layanan.mode("GALAT_503")
    klien = KlienDukcapil(setelan(layanan), Sirkuit(2, 60))
    await klien.padankan(nik)
    await klien.padankan(nik)
    assert await klien.padankan(nik) == LayananGagal(SebabGagal.SIRKUIT_TERBUKA)
    assert httpx.get(f"{layanan.url}/kendali/hitungan").json() == {"tanya": 2}


async def test_not_found_does_not_open_the_circuit(layanan: Layanan, nik: str) -> None:
    klien = KlienDukcapil(setelan(layanan), Sirkuit(1, 60))
    await klien.padankan("3204050101900999")
    assert isinstance(await klien.padankan(nik), DataKependudukan)


async def test_our_daily_allowance_is_kept_and_begins_anew(
    layanan: Layanan, nik: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    klien = KlienDukcapil(setelan(layanan, kuota_per_hari=1))
    assert isinstance(await klien.padankan(nik), DataKependudukan)
    assert await klien.padankan(nik) == LayananGagal(SebabGagal.KUOTA_HABIS)
    assert layanan.simulator.hitungan["tanya"] == 1
    besok = clock.hari_ini() + timedelta(days=1)
    monkeypatch.setattr(modul, "hari_ini", lambda: besok)
    assert isinstance(await klien.padankan(nik), DataKependudukan)


async def test_the_services_own_quota_is_a_quota(layanan: Layanan, nik: str) -> None:
    layanan.simulator.kuota = 1
    klien = KlienDukcapil(setelan(layanan))
    assert isinstance(await klien.padankan(nik), DataKependudukan)
    assert await klien.padankan(nik) == LayananGagal(SebabGagal.KUOTA_HABIS)


async def test_a_wrong_token_is_a_failure(layanan: Layanan, nik: str) -> None:
    hasil = await KlienDukcapil(setelan(layanan, token=SecretStr("lain"))).padankan(nik)
    assert hasil == LayananGagal(SebabGagal.JAWABAN_ANEH)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "https://{layanan}", "http://[", "bukan-alamat"])
async def test_no_connection_no_tls_or_no_address_is_not_connected(layanan: Layanan, nik: str, url: str) -> None:
    alamat = url.format(layanan=layanan.url.removeprefix("http://"))
    hasil = await KlienDukcapil(setelan(layanan, url=alamat)).padankan(nik)
    assert hasil == LayananGagal(SebabGagal.TIDAK_TERHUBUNG)


def transport(jawab: Callable[[httpx.Request], httpx.Response]) -> Callable[..., httpx.AsyncClient]:
    asli = httpx.AsyncClient

    def buat(**lain: object) -> httpx.AsyncClient:
        return asli(transport=httpx.MockTransport(jawab))

    return buat


@pytest.mark.parametrize(
    ("kepala", "isi"),
    [
        ({"content-type": "application/json", "content-encoding": "gzip"}, gzip.compress(b" " * 1_000_000)),
        ({"content-type": "text/json"}, b"{}"),
        ({}, b"{}"),
    ],
)
async def test_packed_or_untyped_bodies_are_not_read(
    layanan: Layanan, nik: str, monkeypatch: pytest.MonkeyPatch, kepala: dict[str, str], isi: bytes
) -> None:
    monkeypatch.setattr(httpx, "AsyncClient", transport(lambda _: httpx.Response(200, headers=kepala, content=isi)))
    assert await KlienDukcapil(setelan(layanan)).padankan(nik) == LayananGagal(SebabGagal.JAWABAN_ANEH)


async def test_the_nik_travels_in_the_body_only(layanan: Layanan, nik: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dikirim: list[httpx.Request] = []

    def catat(permintaan: httpx.Request) -> httpx.Response:
        dikirim.append(permintaan)
        return httpx.Response(200, json={"RESPON": "Data Tidak Ditemukan"})

    monkeypatch.setattr(httpx, "AsyncClient", transport(catat))
    await KlienDukcapil(setelan(layanan)).padankan(nik)
    assert nik not in str(dikirim[0].url) + str(dikirim[0].headers)
    assert nik in dikirim[0].content.decode()
