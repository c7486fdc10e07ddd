"""Exports as an officer has them: asked for over HTTP, made by the job, fetched."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.core.wadah import Wadah
from app.ekspor.tugas import kerjakan
from tests.conftest import Klien

MINTA = {
    "himpunan": "REGISTRI",
    "kode_wilayah": "32.04.05.2001",
    "bentuk": "CSV",
    "tujuan": "PEMUTAKHIRAN_DATA",
    "dasar": "460/12/DINSOS",
}
Buat = Callable[..., Awaitable[dict[str, Any]]]


async def minta(klien: Klien, **isi: object) -> httpx.Response:
    """Ask for a file."""
    return await klien.post("/v1/petugas/ekspor", json=MINTA | isi)


async def unduh(klien: Klien, ekspor_id: str) -> httpx.Response:
    """Fetch it."""
    return await klien.get(f"/v1/petugas/ekspor/{ekspor_id}/berkas")


@pytest.fixture
def buat(wadah: Wadah) -> Buat:
    """`await buat(klien, bentuk="XLSX")` asks for a file, lets the job make it, and returns the export."""

    async def jalankan(klien: Klien, **isi: object) -> dict[str, Any]:
        jawab = await minta(klien, **isi)
        assert jawab.status_code == 202, jawab.text
        await kerjakan(wadah, {"ekspor_id": jawab.json()["id"]})
        selesai = await klien.get(jawab.headers["Location"])
        hasil: dict[str, Any] = selesai.json()
        return hasil

    return jalankan
