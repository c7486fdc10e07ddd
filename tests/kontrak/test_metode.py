"""A method that a path does not know is told which it knows."""

import re
from typing import Any

from fastapi import FastAPI

from tests.conftest import Klien

METODE = {"get", "post", "put", "patch", "delete"}


async def test_another_method_is_told_all_that_the_path_answers(klien: Klien, app_bersama: FastAPI) -> None:
    jalur: dict[str, dict[str, Any]] = app_bersama.openapi()["paths"]
    kurang = {}
    for alamat, isi in jalur.items():
        ada = {m.upper() for m in isi if m in METODE}
        jawab = await klien.request("TRACE", re.sub(r"\{[^}]+\}", "1", alamat))
        assert (jawab.status_code, jawab.json()["kode"]) == (405, "metode-tidak-didukung"), alamat
        # Where another path fits the same address, its methods stand there too.
        if not ada <= set(jawab.headers["allow"].split(", ")):
            kurang[alamat] = jawab.headers["allow"]
    assert not kurang


async def test_a_family_is_read_and_changed_and_nothing_else(klien: Klien) -> None:
    jawab = await klien.post("/v1/petugas/keluarga/00000000-0000-7000-8000-000000000000")
    assert (jawab.status_code, jawab.headers["allow"]) == (405, "GET, PATCH")
