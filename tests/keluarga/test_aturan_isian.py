"""The edit rules of C.3 one by one: each breach has a stable code, a place, a level and advice."""

from datetime import date
from typing import Any

import pytest

from app.keluarga.pertanyaan import TemuanIsian, Tingkat
from tests.pabrik.keluarga import REGSOSEK, isian, kepala, orang

HARI = date(2026, 11, 21)
DIRI = kepala(REGSOSEK)


def satu(isi: Any, kode: str) -> TemuanIsian:
    """Return the one finding of this code; it says in both languages what is wrong and what to do."""
    (hasil,) = [t for t in REGSOSEK.periksa(isi, HARI) if t.kode == kode]
    assert all((*hasil.pesan, *hasil.saran))
    return hasil


def orang_dengan(**tetap: Any) -> Any:
    """A questionnaire whose second person answers so, conditions or not."""
    return isian(DIRI, orang() | {k.removeprefix("p"): v for k, v in tetap.items()})


def sekolah(jenjang: int, ijazah: int, kelas: int) -> Any:
    return isian(DIRI, orang(p412=3, p413=jenjang, p414=kelas, p415=ijazah))


LAKI: dict[str, Any] = {"p405": 1, "p408": 2}
ISTRI: dict[str, Any] = {"p409": 2, "p405": 2, "p408": 2}
KASUS = [
    ("two heads", isian(DIRI, DIRI), "kepala-tepat-satu", "individu.409", Tingkat.GALAT),
    ("no head", isian(orang()), "kepala-tepat-satu", "individu.409", Tingkat.GALAT),
    ("spouse under 10", isian(DIRI, orang(**ISTRI | {"p407": 9})), "pasangan-terlalu-muda", "individu.baru-2.407",
     Tingkat.PERINGATAN),
    ("spouse of the same sex", isian(kepala(REGSOSEK, **LAKI), orang(**ISTRI | {"p405": 1})),
     "pasangan-sama-jenis-kelamin", "individu.baru-2.405", Tingkat.PERINGATAN),
    ("a pregnant man", orang_dengan(p405=1, p410=1), "tidak-ditanyakan", "individu.baru-2.410", Tingkat.GALAT),
    ("pregnant at 55", orang_dengan(p405=2, p407=55, p408=2, p410=1), "tidak-ditanyakan", "individu.baru-2.410",
     Tingkat.GALAT),
    ("certificate above the level", sekolah(3, 8, 8), "ijazah-di-atas-jenjang", "individu.baru-2.415", Tingkat.GALAT),
    ("seventh grade of primary school", sekolah(3, 23, 7), "kelas-sd", "individu.baru-2.414", Tingkat.GALAT),
    ("99 with others", orang_dengan(p431a=99 + 1), "pilihan-eksklusif", "individu.baru-2.431a", Tingkat.GALAT),
    ("yes written as 0", isian(keluarga={"502g": 0}), "kode-tidak-dikenal", "keluarga.502g", Tingkat.GALAT),
    ("a thousand cows", isian(keluarga={"504a": 1000}), "di-luar-rentang", "keluarga.504a", Tingkat.GALAT),
    ("a negative herd", isian(keluarga={"504d": -1}), "di-luar-rentang", "keluarga.504d", Tingkat.GALAT),
    ("older than 120", orang_dengan(p407=121), "di-luar-rentang", "individu.baru-2.407", Tingkat.GALAT),
    ("dead without a date", isian(DIRI, {"404": 2}), "wajib-diisi", "individu.baru-2.404_tanggal", Tingkat.GALAT),
    ("schooling never begun yet a level", orang_dengan(p412=1, p413=3), "tidak-ditanyakan", "individu.baru-2.413",
     Tingkat.GALAT),
    ("power without PLN", isian(keluarga={"307a": 4, "307b1": 1}), "tidak-ditanyakan", "keluarga.307b1",
     Tingkat.GALAT),
]  # fmt: skip


@pytest.mark.parametrize(("isi", "kode", "lokasi", "tingkat"), [k[1:] for k in KASUS], ids=[k[0] for k in KASUS])
def test_a_breach_of_an_edit_rule_is_named(isi: Any, kode: str, lokasi: str, tingkat: Tingkat) -> None:
    """C.3 Edit rules."""
    t = satu(isi, kode)
    assert (t.lokasi, t.tingkat) == (lokasi, tingkat)


def test_empty_livestock_and_the_bounds_are_fine() -> None:
    """C.3 Edit rules: livestock 0-999, empty = 0; age 0-120."""
    for nilai in (None, 0, 999):
        assert not REGSOSEK.periksa(isian(keluarga={"504a": nilai}), HARI)
    for umur in (0, 120):
        assert not REGSOSEK.periksa(isian(DIRI, orang(p407=umur)), HARI)


def test_assignment_is_not_comparison() -> None:
    """C.3 Edit rules: a bug of another implementation: who never went to school is not made a pupil."""
    isi = isian(DIRI, orang(p412=1))
    assert isi["individu"]["baru-2"]["412"] == 1
    assert not REGSOSEK.periksa(isi, HARI)
    assert isi["individu"]["baru-2"]["412"] == 1
