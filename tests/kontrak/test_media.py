"""Whoever sends a body in the wrong form reads which form is the right one, at every operation."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.conftest import Klien

FORMULIR = {"application/x-www-form-urlencoded", "multipart/form-data"}
TAJUK = {"post": "Accept-Post", "patch": "Accept-Patch", "put": "Accept"}


@pytest.fixture(scope="module")
def berbadan(app_bersama: FastAPI) -> dict[tuple[str, str], set[str]]:
    """Method and path of every operation that takes a body, with the media types that the contract publishes."""
    jalur: dict[str, dict[str, Any]] = app_bersama.openapi()["paths"]
    return {
        (metode, re.sub(r"\{[^}]+\}", "1", alamat)): set(o["requestBody"]["content"])
        for alamat, isi in jalur.items()
        for metode, o in isi.items()
        if "requestBody" in o
    }


async def _potongan() -> AsyncIterator[bytes]:
    yield b"{}"


async def _tanya(klien: Klien, metode: str, alamat: str, jenis: str, *, bahasa: str = "id") -> tuple[int, Any, str]:
    tajuk = {"Content-Type": jenis, "Accept-Language": bahasa}
    jawab = await klien.request(metode.upper(), alamat, content=_potongan(), headers=tajuk)
    return jawab.status_code, jawab.json(), jawab.headers.get(TAJUK[metode], "")


async def test_a_body_of_another_kind_is_told_which_kind_is_read(
    klien: Klien, berbadan: dict[tuple[str, str], set[str]]
) -> None:
    salah = []
    for (metode, alamat), terbit in berbadan.items():
        status, isi, tajuk = await _tanya(klien, metode, alamat, "text/plain")
        if (
            status != 415
            or not terbit <= set(isi["media"])
            or not all(m in tajuk and m in isi["detail"] for m in terbit)
        ):
            salah.append((metode, alamat, status, isi.get("media"), tajuk))
    assert not salah


async def test_json_is_no_form_and_no_stream_of_bytes(klien: Klien, berbadan: dict[tuple[str, str], set[str]]) -> None:
    for (metode, alamat), terbit in berbadan.items():
        if "application/json" not in terbit:
            for jenis in ("application/json", "application/x+json"):
                status, isi, _ = await _tanya(klien, metode, alamat, jenis, bahasa="en")
                assert (status, isi["kode"]) == (415, "jenis-media-tidak-didukung"), (metode, alamat, jenis)
                assert "Content-Type" in isi["detail"]


async def test_a_form_without_a_file_may_come_in_both_forms(
    klien: Klien, berbadan: dict[tuple[str, str], set[str]]
) -> None:
    biasa = [k for k, terbit in berbadan.items() if terbit == {"application/x-www-form-urlencoded"}]
    # Its photos may be left out.
    perbaiki = ("post", "/v1/publik/registrasi/perbaiki")
    assert biasa
    for metode, alamat in [*biasa, perbaiki]:
        _, isi, _ = await _tanya(klien, metode, alamat, "text/plain")
        assert set(isi["media"]) == FORMULIR, alamat
