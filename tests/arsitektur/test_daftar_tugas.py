"""The table of jobs names functions by text, so that nobody carries what it does not do: here is what holds it up."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest

from app.core.nanti import nanti
from app.daftar_tugas import TUGAS

AKAR = Path(__file__).parents[2]
_PEKERJA = """
import sys
import app.operasi.pekerja, app.rakitan, app.desil.tugas
from sqlalchemy.orm import configure_mappers

configure_mappers()
for tabel in app.rakitan.TABEL.tables.values():
    for acuan in tabel.foreign_keys:
        acuan.column
print(*sys.modules)
"""
TIDAK_DIBAWA = {
    "fastapi",
    "starlette",
    "typst",
    "segno",
    "PIL",
    "httpx",
    "jose",
    "obstore",
    "altcha",
    "aiosmtplib",
    "numpy",
    "app.ekspor.tugas",
    "app.impor.tugas",
    "app.api",
    "app.main",
    "app.penetapan.keanggotaan",
    "app.surat.service",
    "app.verval.padan",
}


def test_every_job_is_a_function_that_takes_the_container_and_a_payload() -> None:
    for nama, (rujukan, _) in TUGAS.items():
        penangan = resolve_name(rujukan)
        assert inspect.iscoroutinefunction(penangan), nama
        jenis = [str(p.annotation) for p in inspect.signature(penangan).parameters.values()]
        assert len(jenis) == 2, nama
        assert "Wadah" in jenis[0], nama
        assert "Mapping" in jenis[1], nama


def test_every_function_of_a_tugas_module_is_a_job_once() -> None:
    semua = []
    for berkas in sorted([*(AKAR / "app").glob("*/tugas.py"), *(AKAR / "app").glob("*/pembersihan.py")]):
        fungsi = [f for f in ast.parse(berkas.read_text()).body if isinstance(f, ast.AsyncFunctionDef)]
        modul = f"app.{berkas.parent.name}.{berkas.stem}"
        semua += [f"{modul}:{f.name}" for f in fungsi if not f.name.startswith("_")]
    assert sorted(semua) == sorted(rujukan for rujukan, _ in TUGAS.values())


def test_every_name_that_is_queued_is_in_the_table() -> None:
    diantre = [
        s.value.value
        for berkas in (AKAR / "app").rglob("*.py")
        for s in ast.parse(berkas.read_text()).body
        if isinstance(s, ast.AnnAssign | ast.Assign)
        and getattr(s.target if isinstance(s, ast.AnnAssign) else s.targets[0], "id", "").startswith("TUGAS_")
        and isinstance(s.value, ast.Constant)
    ]
    assert "lapangan.hapus_potongan" in diantre
    assert set(diantre) <= set(TUGAS)


@pytest.mark.parametrize("rujukan", ["app.desil.tugass:hitung", "app.desill.tugas:hitung"])
def test_a_job_of_a_module_that_is_not_there_is_seen_when_a_process_starts(rujukan: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        nanti(rujukan)


def test_what_every_worker_forgets_by_the_clock_brings_neither_password_hashing_nor_an_import() -> None:
    pembersih = {rujukan.partition(":")[0] for rujukan, _ in TUGAS.values() if ".pembersihan:" in rujukan}
    baca = f"import sys, app.rakitan, {', '.join(sorted(pembersih))}\nprint(*sys.modules)"
    keluaran = subprocess.run([sys.executable, "-c", baca], check=True, cwd=AKAR, capture_output=True, text=True)
    assert not {"passlib", "app.akun.registrasi", "app.impor.kerja"} & set(keluaran.stdout.split())


def test_a_worker_knows_every_table_and_carries_only_the_jobs_that_it_did() -> None:
    keluaran = subprocess.run([sys.executable, "-c", _PEKERJA], check=True, cwd=AKAR, capture_output=True, text=True)
    assert not TIDAK_DIBAWA & set(keluaran.stdout.split())
