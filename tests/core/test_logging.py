"""What a log line may tell of a failure: never a row, a form or a local variable, in whichever process."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from app.config import Db
from app.core import jobs
from app.core import logging as log
from app.core.db import buat_mesin

RAHASIA = "SITI AMINAH"


class _Unik(Exception):
    sqlstate = "23505"


class _Isian(BaseModel):
    umur: int


@pytest.fixture(autouse=True)
def kembalikan() -> Iterator[None]:
    akar = logging.getLogger()
    lama, tingkat = akar.handlers[:], akar.level
    yield
    akar.handlers[:] = lama
    akar.setLevel(tingkat)
    logging.raiseExceptions = True
    logging.getLogger("uvicorn.access").disabled = False


def _gagal_menulis() -> None:
    nama = RAHASIA
    raise IntegrityError("INSERT INTO individu", {"nama": nama}, _Unik(f"Key (nama)=({nama}) exists"))


@pytest.mark.anyio
async def test_a_failed_job_tells_type_sqlstate_and_place_only(
    wadah: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def gagal(_wadah: Any, _muatan: Mapping[str, Any]) -> None:
        _gagal_menulis()

    log.siapkan()
    monkeypatch.setitem(jobs.DAFTAR, "uji.gagal", gagal)
    with pytest.raises(jobs.TugasGagal) as galat:
        await jobs.jalankan(wadah, "uji.gagal", {})
    keluar = capsys.readouterr().err
    baris = json.loads(keluar.splitlines()[-1])
    assert (baris["tugas"], baris["jenis"], baris["sqlstate"]) == ("uji.gagal", ["IntegrityError"], "23505")
    assert baris["tempat"][-1].endswith("_gagal_menulis")
    assert RAHASIA not in keluar + str(galat.value)


def test_foreign_loggers_cannot_quote_an_exception(capsys: pytest.CaptureFixture[str]) -> None:
    log.siapkan()
    try:
        try:
            _gagal_menulis()
        except IntegrityError as sebab:
            raise RuntimeError(RAHASIA) from sebab
    except RuntimeError as galat:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        for nama, pesan in (("pgqueuer", "x"), ("asyncio", f"Task exception was never retrieved\nfuture: <{galat!r}>")):
            logging.getLogger(nama).log(logging.ERROR, pesan, exc_info=galat)
    try:
        _Isian.model_validate({"umur": RAHASIA})
    except ValueError:
        logging.getLogger("lain").exception("x", stack_info=True)
    keluar = capsys.readouterr().err
    baris = [json.loads(b) for b in keluar.splitlines()]
    assert baris[0]["galat"]["jenis"] == baris[1]["galat"]["jenis"] == ["RuntimeError", "IntegrityError"]
    assert baris[0]["galat"]["sqlstate"] == "23505"
    assert baris[2]["event"] == "Task exception was never retrieved"
    assert baris[3]["galat"]["jenis"] == ["ValidationError"]
    assert RAHASIA not in keluar


def test_a_log_line_that_cannot_be_written_does_not_quote_one_either(capsys: pytest.CaptureFixture[str]) -> None:
    log.siapkan()
    with Path(os.devnull).open("w") as tertutup:
        logging.getLogger().handlers[0].stream = tertutup  # type: ignore[attr-defined]
    try:
        _gagal_menulis()
    except IntegrityError:
        logging.getLogger("x").exception("gagal")
    assert capsys.readouterr().err == ""


def test_a_process_that_prepared_nothing_prints_no_local_variables() -> None:
    kode = f"""
import app.core.jobs, structlog
def f():
    nama = "{RAHASIA[:4]}" + "{RAHASIA[4:]}"
    raise ValueError(nama)
try:
    f()
except ValueError:
    structlog.get_logger("x").exception("gagal", nik="1")
"""
    hasil = subprocess.run([sys.executable, "-c", kode], capture_output=True, text=True, check=True)
    baris = json.loads(hasil.stderr)
    assert (baris["galat"]["jenis"], baris["nik"]) == (["ValueError"], "[rahasia]")
    assert RAHASIA not in hasil.stderr + hasil.stdout


def test_no_engine_shows_the_parameters_of_a_failed_statement() -> None:
    for pgbouncer in (False, True):
        satu = buat_mesin("postgresql+asyncpg://x@127.0.0.1:1/x", Db(pgbouncer=pgbouncer), nama="uji")
        assert satu.sync_engine.hide_parameters
        asyncio.run(satu.dispose())
