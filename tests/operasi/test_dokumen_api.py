"""Documentation from our own files under a strict policy, and headers on every answer."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.operasi.tajuk import HSTS, TAJUK, TajukAman


@pytest.mark.parametrize("halaman", ["/docs", "/redoc"])
async def test_the_pages_load_only_what_we_serve(klien: httpx.AsyncClient, halaman: str) -> None:
    jawab = await klien.get(halaman)
    assert jawab.status_code == 200
    acuan = re.findall(r'(?:src|href)="([^"]+)"', jawab.text)
    assert len(acuan) >= 3
    for satu in acuan:
        assert satu.startswith("/docs/aset/")
        berkas = await klien.get(satu)
        assert berkas.status_code == 200
        assert berkas.headers["cache-control"].startswith("public")
    assert "http" not in jawab.text


@pytest.mark.parametrize("halaman", ["/docs", "/redoc"])
async def test_no_inline_script_is_needed_or_allowed(klien: httpx.AsyncClient, halaman: str) -> None:
    jawab = await klien.get(halaman)
    assert re.findall(r"<script[^>]*>[^<]", jawab.text) == []
    kebijakan = jawab.headers["content-security-policy"]
    assert "script-src 'self';" in kebijakan
    assert "default-src 'none'" in kebijakan
    assert "connect-src 'self'" in kebijakan


def test_the_reader_never_sends_the_contract_to_a_validator() -> None:
    naskah = Path("app/operasi/aset/mulai-swagger.js").read_text()
    assert "validatorUrl: null" in naskah


async def test_only_listed_files_are_served(klien: httpx.AsyncClient) -> None:
    for nama in ("core.py", "..%2f..%2fconfig.py", "tidak-ada.js"):
        jawab = await klien.get(f"/docs/aset/{nama}")
        assert jawab.status_code == 404
        assert jawab.json()["kode"] == "tidak-ditemukan"


async def test_the_pages_are_not_part_of_the_contract(klien: httpx.AsyncClient) -> None:
    jalur = (await klien.get("/openapi.json")).json()["paths"]
    assert not [p for p in jalur if p.startswith(("/docs", "/redoc", "/metrik"))]
    assert {"/kesehatan/hidup", "/kesehatan/siap"} <= set(jalur)


async def test_every_answer_carries_the_headers(klien: httpx.AsyncClient) -> None:
    for jalur in ("/kesehatan/hidup", "/tidak-ada", "/v1/warga/saya/akses"):
        jawab = await klien.get(jalur)
        assert {n: jawab.headers.get(n) for n in TAJUK} == TAJUK
        assert "strict-transport-security" not in jawab.headers


async def test_an_unknown_failure_carries_them_too_and_names_its_request(app: FastAPI) -> None:
    @app.get("/rusak")
    async def rusak() -> None:
        raise RuntimeError("NIK 3204050101900001")

    kirim = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=kirim, base_url="http://uji") as klien:
        jawab = await klien.get("/rusak")
        metrik = (await klien.get("/metrik")).text
    assert jawab.status_code == 500
    assert {n: jawab.headers.get(n) for n in TAJUK} == TAJUK
    assert jawab.json()["id_permintaan"] == jawab.headers["x-request-id"]
    assert jawab.json()["instance"] == f"urn:uuid:{jawab.headers['x-request-id']}"
    assert "3204050101900001" not in jawab.text
    assert 'rute="/rusak",status="500"' in metrik


async def test_https_is_remembered_and_an_answers_own_words_win() -> None:
    async def sendiri(_: object) -> Response:
        return Response(headers={"Cache-Control": "public"})

    aplikasi = TajukAman(Starlette(routes=[Route("/", sendiri)]), https=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(aplikasi), base_url="http://uji") as klien:
        jawab = await klien.get("/")
    assert jawab.headers["strict-transport-security"] == HSTS
    assert jawab.headers["cache-control"] == "public"


async def test_what_is_not_http_passes_untouched() -> None:
    dilihat: list[str] = []

    async def dalam(scope: Scope, _r: Receive, kirim: Send) -> None:
        dilihat.append(scope["type"])
        await kirim({"type": "lifespan.startup.complete"})

    async def tak_dipakai(*_: object) -> dict[str, object]:
        return {}

    await TajukAman(dalam, https=False)({"type": "lifespan"}, tak_dipakai, tak_dipakai)  # type: ignore[arg-type]
    assert dilihat == ["lifespan"]
