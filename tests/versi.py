"""What every transition says to a precondition, wherever it stands."""

from typing import Any

import httpx

from tests.conftest import Klien


async def pastikan_berversi(klien: Klien, jalur: str, aksi: str, dibaca: str, isi: Any = None) -> httpx.Response:
    """A version that nobody has is stale and moves nothing; one that was read moves, and the answer names the next."""
    alamat = f"{jalur}/{aksi}"
    basi = await klien.post(alamat, json=isi, headers={"If-Match": '"v9"'})
    assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi"), basi.text
    jawab = await klien.post(alamat, json=isi, headers={"If-Match": dibaca})
    assert jawab.status_code == 200, jawab.text
    assert jawab.headers["ETag"] != dibaca
    lagi = await klien.post(alamat, json=isi, headers={"If-Match": dibaca})
    assert lagi.status_code == 412, lagi.text
    return jawab
