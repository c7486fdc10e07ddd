"""`docs/bukti.md`, which names the test of every state, transition, reason and rule, keeps up with code and tests."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from app.referensi.katalog import ALASAN
from app.usulan.alur import ALUR_USULAN
from app.usulan.status import JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.kontrak.test_referensi import B8

AKAR = Path(__file__).parents[2]
BELUM_DIUJI, BELUM_DIBUAT = "no test yet", "not in this version"
BATAS = {BELUM_DIUJI: 0, BELUM_DIBUAT: 1}
"""Rows without a test: these numbers may only fall."""
HAPUS = {s.value for s in SubjenisUsulan} - {"IDENTITAS", "ANGGOTA_KELUARGA", "SOSIAL_EKONOMI", "PEMBARUAN_DESIL"}
TRANSISI = (
    "T01 T02 T03 T04 T05 T06 T07a T07b T08 T09 T10 T11 T12 T13 T14 T15a T15b T16 T17 T18 T19 T20 T21a T21b T21c T21d"
    " T22 T23 T24"
)


def _tabel() -> dict[str, list[list[str]]]:
    """Rows by section, each as its cells, without the two lines of the head."""
    bagian: dict[str, list[list[str]]] = {}
    for potong in re.split(r"^## ", (AKAR / "docs" / "bukti.md").read_text(), flags=re.MULTILINE)[1:]:
        baris = [b.strip("|").split("|") for b in potong.splitlines() if b.startswith("|")]
        bagian[potong.splitlines()[0]] = [[sel.strip() for sel in b] for b in baris[2:]]
    return bagian


TABEL = _tabel()


@cache
def _uji(berkas: str) -> frozenset[str]:
    """Names of the tests of a file."""
    jalur = AKAR / berkas
    pohon = ast.parse(jalur.read_text()) if jalur.is_file() else ast.Module([], [])
    return frozenset(n.name for n in pohon.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _kode(bagian: str, kolom: int = 0) -> set[str]:
    """Codes in backticks of one column."""
    return {k for baris in TABEL[bagian] for k in re.findall(r"`(\w+)`", baris[kolom])}


@pytest.mark.parametrize("bagian", TABEL)
def test_every_row_names_tests_that_exist_or_says_that_there_is_none(bagian: str) -> None:
    lebar = {len(baris) for baris in TABEL[bagian]}
    assert len(lebar) == 1, lebar
    for baris in TABEL[bagian]:
        uji = baris[-1]
        if uji not in BATAS:
            assert re.fullmatch(r"(`tests/[\w/]+\.py::test_\w+` ?)+", uji), baris
        for berkas, nama in re.findall(r"`([^`]+)::(\w+)`", uji):
            assert nama in _uji(berkas), f"{berkas}::{nama}"


@pytest.mark.parametrize("kata", BATAS)
def test_rows_without_a_test_only_become_fewer(kata: str) -> None:
    """Lower the number in `BATAS` when a row gets its test."""
    assert sum(baris[-1] == kata for semua in TABEL.values() for baris in semua) == BATAS[kata]


def test_every_state_and_kind_has_a_row() -> None:
    assert _kode("States of a usulan") == {s.value for s in StatusUsulan}
    assert _kode("Kinds of a usulan") == {k.value for k in (*JenisUsulan, *SubjenisUsulan)}


def test_every_transition_has_a_row() -> None:
    assert _kode("Transitions T01 to T24", 1) == {str(t.aksi) for t in ALUR_USULAN}
    assert {*TRANSISI.split()} <= {baris[0] for baris in TABEL["Transitions T01 to T24"]}


def test_every_reason_has_a_row() -> None:
    usulan = {a.kode for a in ALASAN.values() if any(x.startswith("usulan.") for x in a.aksi)}
    assert _kode("Reasons") == usulan | ({*B8.split()} & set(ALASAN))


def test_every_kind_of_removal_is_a_way_out() -> None:
    assert _kode("Ways out of the registry") >= HAPUS | {"NONAKTIF", "SK_DIGANTI", "GRADUASI_ALAMI", "GRADUASI_MANDIRI"}
