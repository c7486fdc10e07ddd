"""Labels, flags and the values of the criteria; and that nothing which decides can read them."""

from fractions import Fraction

import pytest

from app.keluarga.kanonik_kode import Bab, Kedudukan, Lantai, Penerangan
from app.kriteria.perangkat import Bacaan
from app.spk.aturan import KodeKriteria, muat
from app.spk.urutan import Kelompok, perselisihan, susun
from tests.pabrik.desil import SEDERHANA

YA, TIDAK, BELUM = Bacaan.MEMENUHI, Bacaan.TIDAK_MEMENUHI, Bacaan.BELUM_DIKETAHUI
K = Kelompok


def test_the_rule_is_versioned_marked_as_an_assumption_and_its_weights_sum_to_one() -> None:
    aturan = muat()
    assert (aturan.versi, aturan.is_asumsi) == ("2026.1", True)
    assert sum(k.bobot for k in aturan.kriteria) == Fraction(1)
    assert "Penghasilan" in aturan.sumber.id


def test_the_criteria_are_read_from_canonical_variables() -> None:
    miskin = {
        **SEDERHANA,
        "ukuran": 4,
        "pangsa_0_4": 250_000,
        "pangsa_5_14": 250_000,
        "pangsa_60": 0,
        "lantai": Lantai.TANAH,
        "penerangan": Penerangan.BUKAN_LISTRIK,
        "bab": Bab.TIDAK_ADA,
        "kepala_kedudukan": Kedudukan.BEBAS_PERTANIAN,
        "kepala_pendidikan": 0,
        "luas_kapita": 450,
    }
    aturan = muat()
    assert aturan.kurang(miskin) == []
    nilai = dict(zip((k.kode for k in aturan.kriteria), aturan.nilai(miskin), strict=True))
    assert (nilai[KodeKriteria.TANGGUNGAN], nilai[KodeKriteria.PEKERJAAN], nilai[KodeKriteria.LUAS_LANTAI]) == (
        2,
        3,
        450,
    )
    dasar = dict(zip(nilai, aturan.nilai({**miskin, "lantai": Lantai.KERAMIK}), strict=True))
    assert nilai[KodeKriteria.KONDISI_RUMAH] - dasar[KodeKriteria.KONDISI_RUMAH] == 1
    assert nilai[KodeKriteria.ASET] == 1


def test_what_is_missing_is_named_and_nothing_is_guessed() -> None:
    assert muat().kurang({**SEDERHANA, "lantai": None, "kepala_kedudukan": None}) == ["lantai", "kepala_kedudukan"]
    assert len(muat().kurang({})) > 10


def test_clusters_are_named_by_their_mean_value_and_the_list_is_ordered_by_it() -> None:
    keluarga = {f"m{n}": (6, 4, 4, 0, 400, n % 2) for n in range(4)}
    keluarga |= {f"t{n}": (3, 2, 2, 2, 1200, 3) for n in range(4)}
    keluarga |= {f"k{n}": (0, 0, 0, 5, 6000, 7) for n in range(4)}
    seri = {k: k[::-1] for k in keluarga}
    daftar = susun(muat(), keluarga, seri)
    assert [x.kelompok for x in daftar.letak] == [K.LAYAK] * 4 + [K.TINJAU_ULANG] * 4 + [K.TIDAK_LAYAK] * 4
    assert [x.saw for x in daftar.letak] == sorted((x.saw for x in daftar.letak), reverse=True)
    assert [x.kunci for x in daftar.letak][4:] == ["t0", "t1", "t2", "t3", "k0", "k1", "k2", "k3"]
    assert susun(muat(), dict(reversed(keluarga.items())), seri) == daftar


def test_one_cluster_says_nothing_and_two_leave_the_middle_out() -> None:
    sama = susun(muat(), {"a": (1, 1, 1, 1, 1, 1), "b": (1, 1, 1, 1, 1, 1)}, {"a": "2", "b": "1"})
    assert [(x.kunci, x.kelompok) for x in sama.letak] == [("b", K.TINJAU_ULANG), ("a", K.TINJAU_ULANG)]
    assert len(sama.kolom_tetap) == 6
    dua = susun(muat(), {"a": (6, 4, 4, 0, 400, 0), "b": (0, 0, 0, 5, 6000, 7)}, {"a": "1", "b": "2"})
    assert [x.kelompok for x in dua.letak] == [K.LAYAK, K.TIDAK_LAYAK]
    assert susun(muat(), {}, {}).letak == ()


@pytest.mark.parametrize(
    ("kelompok", "desil", "bacaan", "kata"),
    [
        (K.LAYAK, 2, {"R-BPS14": YA}, []),
        (K.LAYAK, 2, {"R-BPS14": BELUM, "R-146": Bacaan.TANPA_AMBANG}, []),
        (K.LAYAK, None, {}, []),
        (K.LAYAK, 7, {"R-BPS14": YA}, ["desilnya 7, di luar 1 sampai 4"]),
        (K.LAYAK, 7, {"R-BPS14": TIDAK}, ["desilnya 7", "kriteria R-BPS14 tidak terpenuhi"]),
        (K.TIDAK_LAYAK, 9, {"R-BPS14": TIDAK}, []),
        (K.TIDAK_LAYAK, 4, {}, ["desilnya 4, di dalam 1 sampai 4"]),
        (K.TIDAK_LAYAK, 9, {"R-262": YA}, ["kriteria R-262 terpenuhi"]),
        (K.TINJAU_ULANG, 2, {"R-BPS14": YA}, ["di antara kelompok"]),
    ],
)
def test_a_family_is_flagged_where_desil_criteria_and_cluster_disagree(
    kelompok: Kelompok, desil: int | None, bacaan: dict[str, Bacaan], kata: list[str]
) -> None:
    hasil = perselisihan(kelompok, desil, 4, bacaan)
    assert len(hasil) == len(kata)
    assert all(k in t.id and t.en for k, t in zip(kata, hasil, strict=True))
