"""The published contract: complete, stable, without a NIK in an address, and the file in the repository is it."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.api import CABANG
from app.core.routing import RuteDtks
from app.turunan import kontrak

METODE = {"get", "post", "put", "patch", "delete"}
RAHASIA = re.compile(r"nik|no_kk|nama|nomor_kk|surel|email|telepon|alamat|tanggal_lahir", re.IGNORECASE)


@pytest.fixture(scope="module")
def skema(app_bersama: FastAPI) -> dict[str, Any]:
    return app_bersama.openapi()


@pytest.fixture(scope="module")
def operasi(skema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{m.upper()} {j}": o for j, isi in skema["paths"].items() for m, o in isi.items() if m in METODE}


def test_the_file_in_the_repository_is_what_is_served(app_bersama: FastAPI) -> None:
    berkas = Path(__file__).parents[2] / "openapi.yaml"
    isi = berkas.read_text(encoding="utf-8")
    assert isi == kontrak(app_bersama)
    assert isi.startswith("openapi: 3.1")


def test_every_operation_explains_itself(operasi: dict[str, dict[str, Any]]) -> None:
    kurang = {
        nama: bagian
        for nama, o in operasi.items()
        if (bagian := [b for b in ("summary", "description", "operationId", "tags") if not o.get(b)])
    }
    assert not kurang


def test_operation_ids_are_unique(operasi: dict[str, dict[str, Any]]) -> None:
    hitung = Counter(o["operationId"] for o in operasi.values())
    assert not {k: n for k, n in hitung.items() if n > 1}


def test_nothing_personal_stands_in_an_address(operasi: dict[str, dict[str, Any]]) -> None:
    bocor = [
        (nama, p["name"])
        for nama, o in operasi.items()
        for p in o.get("parameters", [])
        if p["in"] in {"path", "query"} and RAHASIA.fullmatch(p["name"])
    ]
    assert bocor in ([], [("GET /v1/publik/referensi/{nama}", "nama")])


def test_every_failure_is_published_as_a_problem(operasi: dict[str, dict[str, Any]]) -> None:
    for nama, o in operasi.items():
        for status, jawab in o["responses"].items():
            if status[0] in "45":
                assert set(jawab["content"]) == {"application/problem+json"}, (nama, status)


def test_inputs_refuse_unknown_fields(skema: dict[str, Any]) -> None:
    masukan: set[str] = set()
    for jalur in skema["paths"].values():
        for o in jalur.values():
            for isi in o.get("requestBody", {}).get("content", {}).values():
                masukan |= _acuan(isi, skema["components"]["schemas"], set())
    longgar = {
        n
        for n in masukan
        if (s := skema["components"]["schemas"][n]).get("type") == "object"
        and s.get("additionalProperties") is not False
        and not n.startswith("Body_")
    }
    assert not longgar


def _acuan(simpul: object, semua: dict[str, Any], lihat: set[str]) -> set[str]:
    if isinstance(simpul, dict):
        if (nama := str(simpul.get("$ref", "")).rpartition("/")[2]) and nama not in lihat:
            lihat.add(nama)
            _acuan(semua[nama], semua, lihat)
        for isi in simpul.values():
            _acuan(isi, semua, lihat)
    if isinstance(simpul, list):
        for isi in simpul:
            _acuan(isi, semua, lihat)
    return lihat


def test_a_header_that_is_demanded_is_published_as_required(operasi: dict[str, dict[str, Any]]) -> None:
    for nama, o in operasi.items():
        for p in o.get("parameters", []):
            if p["in"] == "header":
                ubah = nama.split()[0] in {"PATCH", "PUT", "DELETE"}
                wajib = p["name"].lower() == "idempotency-key" or (ubah and p["name"].lower() == "if-match")
                assert p["required"] is wajib, (nama, p["name"])
                assert (p["schema"].get("type") == "string") is wajib, (nama, p["name"])


def test_authenticated_creations_and_moves_need_an_idempotency_key(operasi: dict[str, dict[str, Any]]) -> None:
    # Lookups and login; a synchronisation's items bring ids of their own.
    bebas = re.compile(r"/cari$|/mitra/status$|/auth/|/padankan|/publik/|/lapangan/sinkron")
    tanpa = [
        nama
        for nama, o in operasi.items()
        if nama.startswith("POST")
        and o.get("security")
        and not bebas.search(nama)
        and "idempotency-key" not in {p["name"].lower() for p in o.get("parameters", [])}
    ]
    assert not tanpa


def test_changes_need_a_precondition(operasi: dict[str, dict[str, Any]]) -> None:
    tanpa = [
        nama
        for nama, o in operasi.items()
        if nama.split()[0] in {"PATCH", "PUT", "DELETE"}
        and "if-match" not in {p["name"].lower() for p in o.get("parameters", [])}
    ]
    assert not tanpa


def test_every_step_of_a_workflow_takes_a_precondition(operasi: dict[str, dict[str, Any]]) -> None:
    tanpa = [
        nama
        for nama, o in operasi.items()
        if o.get("x-transisi", {}).get("dari")
        and "if-match" not in {p["name"].lower() for p in o.get("parameters", [])}
    ]
    # Whoever closes the own account confirms it by password, and means it whatever else of the account has changed.
    assert tanpa == ["POST /v1/warga/saya/tutup"]


def test_a_step_outside_the_workflows_takes_a_precondition_too(operasi: dict[str, dict[str, Any]]) -> None:
    tanpa = {
        nama
        for nama, o in operasi.items()
        if re.fullmatch(r"POST \S+\}/[a-z-]+", nama)
        and "200" in o["responses"]
        and "if-match" not in {p["name"].lower() for p in o.get("parameters", [])}
    }
    assert tanpa == {
        # Read is read, by whichever of two clients.
        *(f"POST /v1/{p}/notifikasi/{{notifikasi_id}}/baca" for p in ("warga", "petugas", "admin")),
        *(f"POST /v1/{p}/notifikasi/{{notifikasi_id}}/baca-sampai" for p in ("warga", "petugas", "admin")),
        # One device sends it, and what it has sent is held against the announced digest.
        *(f"POST /v1/petugas/lapangan/unggahan/{{ref}}/{aksi}" for aksi in ("ulangi", "selesai")),
        # It names the last day itself, and may be said again.
        "POST /v1/admin/akun/{akun_id}/penugasan/{penugasan_id}/akhiri",
    }


def test_all_routers_use_the_house_route_class() -> None:
    def rute(cabang: Any) -> list[Any]:
        return list(getattr(cabang, "routes", []))

    asing = [r for c in CABANG for r in rute(c) if hasattr(r, "endpoint") and not isinstance(r, RuteDtks)]
    assert not asing


def _perlu(d: Dependant) -> Iterator[Dependant]:
    for satu in d.dependencies:
        yield satu
        yield from _perlu(satu)


def test_no_dependency_hops_to_a_thread(app_bersama: FastAPI) -> None:
    """A class or plain function would run in the thread pool: two switches and a wake-up to make a value."""
    rute = [r for r in iter_route_contexts(app_bersama.routes) if isinstance(getattr(r, "dependant", None), Dependant)]
    semua = {d.call for r in rute for d in _perlu(r.dependant)}
    assert len(semua) > 50
    fungsi = {c if inspect.isroutine(c) else type(c).__call__ for c in semua if not inspect.isclass(c)}
    assert fungsi == {f for f in fungsi if inspect.iscoroutinefunction(f) or inspect.isasyncgenfunction(f)}
    assert not {c for c in semua if inspect.isclass(c)}
