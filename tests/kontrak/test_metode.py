"""A method that a path does not know is told which it knows."""

import re
from typing import Any

from fastapi import FastAPI

from tests.conftest import Klien

METODE = {"get", "post", "put", "patch", "delete"}


async def test_another_method_is_told_all_that_the_path_answers(klien: Klien, app_bersama: FastAPI) -> None:
    jalur: dict[str, dict[str, Any]] = app_bersama.openapi()["paths"]
    letak = {p: re.compile(re.sub(r"\{[^}]+\}", "[^/]+", p)) for p in jalur}
    beda = {}
    for pola in jalur:
        alamat = re.sub(r"\{[^}]+\}", "1", pola)
        jawab = await klien.request("TRACE", alamat)
        assert (jawab.status_code, jawab.json()["kode"]) == (405, "metode-tidak-didukung"), pola
        # Where another path fits the same address, its methods stand there too.
        ada = {m.upper() for p, isi in jalur.items() if letak[p].fullmatch(alamat) for m in METODE & set(isi)}
        if set(jawab.headers["allow"].split(", ")) != ada:
            beda[pola] = jawab.headers["allow"]
    assert not beda


async def test_a_body_of_a_hundred_thousand_faults_is_told_the_first_of_them(klien: Klien) -> None:
    jawab = await klien.post("/v1/publik/cek-nik", json={str(i): 0 for i in range(90_000)})
    rincian = jawab.json()["rincian"]
    assert (jawab.status_code, len(rincian), rincian[-1]["kode"], rincian[-1]["lokasi"]) == (
        422,
        51,
        "masih-ada",
        "body",
    )
    assert len(jawab.content) < 20_000


async def test_a_family_is_read_and_changed_and_nothing_else(klien: Klien) -> None:
    jawab = await klien.post("/v1/petugas/keluarga/00000000-0000-7000-8000-000000000000")
    assert (jawab.status_code, jawab.headers["allow"]) == (405, "GET, PATCH")
