"""The demonstration's families: valid, reproducible, and poorer families really look poorer."""

from datetime import date
from itertools import islice
from statistics import correlation, mean

import pytest

from app.core.nik import Nik
from app.demo.penduduk import SERI_AWAL, KeluargaSintetis, Penduduk
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.pertanyaan import Tingkat

HARI = date(2026, 11, 1)
DESA = ["32.04.05.2001", "32.04.05.2002", "32.04.05.2003"]
INSTRUMEN = muat(KodeInstrumen.REGSOSEK2022K)


def buat(benih: int, jumlah: int) -> list[KeluargaSintetis]:
    return list(Penduduk(benih, DESA, INSTRUMEN, HARI).keluarga(jumlah))


@pytest.fixture(scope="module")
def keluarga() -> list[KeluargaSintetis]:
    return buat(1, 600)


def test_every_questionnaire_passes_the_edit_rules(keluarga: list[KeluargaSintetis]) -> None:
    salah = [
        (t.lokasi, t.kode) for k in keluarga for t in INSTRUMEN.periksa(k.jawaban, HARI) if t.tingkat is Tingkat.GALAT
    ]
    assert salah == []


def test_every_family_has_all_canonical_variables(keluarga: list[KeluargaSintetis]) -> None:
    for k in islice(keluarga, 100):
        assert len(k.jawaban["individu"]) == 1 + len(k.subjek.anggota)


def test_the_same_seed_makes_the_same_families() -> None:
    assert buat(7, 20) == buat(7, 20)
    assert buat(7, 20) != buat(8, 20)


def test_numbers_are_unique_well_formed_and_marked_as_synthetic(keluarga: list[KeluargaSintetis]) -> None:
    nik = [n for k in keluarga for n in (k.subjek.nik, *(a.nik for a in k.subjek.anggota)) if n]
    assert len(nik) == len(set(nik))
    assert all(int(str(n)[-4:]) > SERI_AWAL for n in nik)
    for k in keluarga:
        assert isinstance(k.subjek.nik, Nik)
        assert not k.subjek.nik.anomali(k.subjek.tanggal_lahir, k.subjek.jenis_kelamin)


def test_families_look_like_families(keluarga: list[KeluargaSintetis]) -> None:
    ukuran = [1 + len(k.subjek.anggota) for k in keluarga]
    assert 2.8 < mean(ukuran) < 4.6
    assert {k.subjek.kode_desa for k in keluarga} == set(DESA)


def test_assets_go_together(keluarga: list[KeluargaSintetis]) -> None:
    aset = [[2 - k.jawaban["keluarga"][no] for no in ("502b", "502f", "502k", "502h")] for k in keluarga]
    assert correlation([a[0] + a[1] for a in aset], [a[2] + a[3] for a in aset]) > 0.15
