"""Liveness, readiness with each missing part, and who may see the metrics."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.core.crypto import Sandi, SandiTidakCocok
from app.core.wadah import Wadah
from app.operasi import kesehatan
from app.operasi.metrik import PintuInternal


async def test_liveness_needs_no_database(klien: httpx.AsyncClient, wadah: Wadah) -> None:
    wadah.pabrik_sesi = async_sessionmaker(create_async_engine("postgresql+asyncpg://u@127.0.0.1:1/x"))
    jawab = await klien.get("/kesehatan/hidup")
    assert (jawab.status_code, jawab.json()) == (200, {"status": "hidup"})


async def test_readiness_names_every_part(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get("/kesehatan/siap")
    assert jawab.status_code == 200
    assert jawab.json() == {"status": "siap", "periksa": {"basisdata": True, "migrasi": True, "kunci": True}}


async def test_without_a_database_the_process_is_not_ready(klien: httpx.AsyncClient, wadah: Wadah) -> None:
    wadah.pabrik_sesi = async_sessionmaker(create_async_engine("postgresql+asyncpg://u@127.0.0.1:1/x"))
    jawab = await klien.get("/kesehatan/siap")
    assert jawab.status_code == 503
    assert jawab.headers["content-type"] == "application/problem+json"
    assert jawab.headers["retry-after"]
    isi = jawab.json()
    assert (isi["kode"], isi["periksa"]) == ("belum-siap", {"basisdata": False, "migrasi": False, "kunci": True})


async def test_an_older_schema_is_not_ready(klien: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kesehatan, "_kepala", lambda: "yang lebih baru")
    jawab = await klien.get("/kesehatan/siap")
    assert jawab.json()["periksa"] == {"basisdata": True, "migrasi": False, "kunci": True}


async def test_a_database_without_any_schema_is_not_ready(
    klien: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tanpa_skema(_sesi: AsyncSession, perintah: object, *_: object, **__: object) -> bool:
        assert "to_regclass" in str(perintah)
        return False

    monkeypatch.setattr(AsyncSession, "scalar", tanpa_skema)
    jawab = await klien.get("/kesehatan/siap")
    assert jawab.json()["periksa"] == {"basisdata": True, "migrasi": False, "kunci": True}


async def test_keys_that_do_not_open_what_they_closed_are_not_ready(
    klien: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rusak(*_: object) -> bytes:
        raise SandiTidakCocok

    monkeypatch.setattr(Sandi, "dekripsi_sistem", rusak)
    jawab = await klien.get("/kesehatan/siap")
    assert jawab.json()["periksa"] == {"basisdata": True, "migrasi": True, "kunci": False}


async def test_metrics_count_by_template_and_never_by_path(klien: httpx.AsyncClient) -> None:
    await klien.get("/tidak-ada/3204050101900001")
    await klien.get("/docs/aset/favicon.png")
    await klien.request("ANEH", "/kesehatan/hidup")
    isi = (await klien.get("/metrik")).text
    assert 'dtks_http_requests_total{metode="GET",rute="/docs/aset/{nama}",status="200"}' in isi
    assert 'metode="LAIN"' in isi
    assert "ANEH" not in isi
    assert "3204050101900001" not in isi


async def test_prefixed_routers_are_counted_by_their_full_template(klien: httpx.AsyncClient) -> None:
    await klien.get("/v1/publik/referensi/tidak-ada")
    assert 'rute="/v1/publik/referensi/{nama}"' in (await klien.get("/metrik")).text


@pytest.mark.parametrize(
    ("alamat", "tajuk", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("bukan-alamat", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "10.1.2.3"}, 404),
        ("127.0.0.1", {"forwarded": "for=10.1.2.3"}, 404),
    ],
)
async def test_without_an_internal_port_only_this_machine_sees_the_metrics(
    app: FastAPI, alamat: str, tajuk: dict[str, str], status: int
) -> None:
    kirim = httpx.ASGITransport(app, client=(alamat, 5))
    async with httpx.AsyncClient(transport=kirim, base_url="http://uji") as klien:
        assert (await klien.get("/metrik", headers=tajuk)).status_code == status


async def test_with_an_internal_port_only_that_port_shows_the_metrics(app: FastAPI, wadah: Wadah) -> None:
    wadah.pengaturan = wadah.pengaturan.model_copy(update={"porta_internal": 9100})
    for alamat, status in (("http://uji:9100", 200), ("http://uji:8000", 404)):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(PintuInternal(app)), base_url=alamat) as klien:
            assert (await klien.get("/metrik")).status_code == status
            assert (await klien.get("/kesehatan/hidup")).status_code == 200
            assert (await klien.get("/docs")).status_code == 404
