"""A wrong file is told in one sentence: which column, how many rows, which row first."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from app.pelatihan.sampel import DataTidakSah, baca, dari_tabel
from app.pelatihan.sintetis import Sintetis, buat, potong_ciri
from app.pelatihan.sintetis_pangsa import CIRI
from tests.pelatihan.contoh import SUMBER


@pytest.fixture(scope="module")
def tabel() -> pl.DataFrame:
    return buat(1_000, 3).tabel


def ganti(tabel: pl.DataFrame, kolom: str, nilai: Any, baris: int = 4) -> pl.DataFrame:
    asli = tabel[kolom].to_list()
    asli[baris] = nilai
    return tabel.with_columns(pl.Series(kolom, asli, strict=False))


@pytest.mark.parametrize(
    ("kolom", "nilai", "pesan"),
    [
        ("pengeluaran_per_kapita", -5, "column pengeluaran_per_kapita: 1 rows are not a number above 0.*row 6"),
        ("pengeluaran_per_kapita", None, "column pengeluaran_per_kapita: 1 rows"),
        ("bobot_survei", 0.0, "column bobot_survei: 1 rows are not a number above 0"),
        ("bobot_survei", float("nan"), "column bobot_survei: 1 rows"),
        ("bobot_survei", float("inf"), "column bobot_survei: 1 rows"),
        ("kode_wilayah", "3204", "column kode_wilayah: 1 rows are not a kabupaten/kota"),
        ("ukuran", 0, "column ukuran: 1 rows are not at least 1 person"),
        ("ukuran", None, "column ukuran: 1 rows are not at least 1 person"),
        ("lantai", 77, r"column lantai: 1 rows are not one of the codes \[1, 2"),
        ("kepala_umur", 2_000, "column kepala_umur: 1 rows are not a whole number from 0 to 120"),
        ("aset_mobil", 0.5, "column aset_mobil: 1 rows are not a whole number"),
    ],
)
def test_a_wrong_value_is_named_by_column_count_and_row(
    tabel: pl.DataFrame, kolom: str, nilai: Any, pesan: str
) -> None:
    with pytest.raises(DataTidakSah, match=pesan):
        dari_tabel(ganti(tabel, kolom, nilai), SUMBER, "uji")


def test_missing_columns_are_listed(tabel: pl.DataFrame) -> None:
    with pytest.raises(DataTidakSah, match="columns missing: bobot_survei, atap"):
        dari_tabel(tabel.drop("atap", "bobot_survei"), SUMBER, "uji")


def test_too_few_families(tabel: pl.DataFrame) -> None:
    with pytest.raises(DataTidakSah, match="199 families are too few"):
        dari_tabel(tabel.head(199), SUMBER, "uji")


def test_csv_and_parquet_hold_the_same_sample(tabel: pl.DataFrame, tmp_path: Path) -> None:
    tabel.write_csv(tmp_path / "a.csv")
    tabel.write_parquet(tmp_path / "a.parquet")
    csv, parquet = (baca(tmp_path / n, SUMBER) for n in ("a.csv", "a.parquet"))
    assert (csv.y == parquet.y).all()
    assert (csv.bobot == parquet.bobot).all()
    assert all((csv.nilai[n] == parquet.nilai[n]).all() and (csv.ada[n] == parquet.ada[n]).all() for n in SUMBER)
    assert csv.nama.startswith("a.csv sha256:")


def test_other_files_and_broken_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataTidakSah, match=r"must be a \.csv or \.parquet"):
        baca(tmp_path / "a.xlsx", SUMBER)
    (tmp_path / "b.parquet").write_bytes(b"bukan")
    with pytest.raises(DataTidakSah, match="cannot be read"):
        baca(tmp_path / "b.parquet", SUMBER)
    with pytest.raises(DataTidakSah, match="cannot be read"):
        baca(tmp_path / "tidak-ada.csv", SUMBER)


def test_text_in_a_number_column_of_a_csv(tabel: pl.DataFrame, tmp_path: Path) -> None:
    tabel.with_columns(pl.col("atap").cast(pl.String).replace("2", "genteng")).write_csv(tmp_path / "a.csv")
    with pytest.raises(DataTidakSah, match=r"column atap: .* not one of the codes"):
        baca(tmp_path / "a.csv", SUMBER)


def test_the_same_seed_makes_the_same_rows_and_another_one_the_same_country(tabel: pl.DataFrame) -> None:
    assert buat(1_000, 3).tabel.equals(tabel)
    lain: Sintetis = buat(1_000, 4)
    assert not lain.tabel.equals(tabel)
    asli = buat(1_000, 3)
    assert all((lain.koefisien[k] == b).all() for k, b in asli.koefisien.items())


@pytest.mark.parametrize(("n", "r2"), [(999, 0.5), (1_000, 0.0), (1_000, 1.0)])
def test_a_generator_refuses_what_makes_no_sense(n: int, r2: float) -> None:
    with pytest.raises(DataTidakSah):
        buat(n, 1, r2=r2)


def test_traits_have_their_shares_and_follow_welfare_as_much_as_published() -> None:
    acak = np.random.default_rng(5)
    sejahtera = acak.standard_normal(40_000)
    urutan = {}
    for nama in ("daya", "lantai", "bahan_bakar", "atap", "air_minum"):
        kode = potong_ciri(acak, sejahtera, CIRI[nama])
        semua = sum(CIRI[nama].bobot.values())
        for k, b in CIRI[nama].bobot.items():
            assert (kode == k).mean() == pytest.approx(b / semua, abs=0.012)
        urut = {k: i for i, k in enumerate(CIRI[nama].bobot)}
        urutan[nama] = float(np.corrcoef(sejahtera, [urut[int(k)] for k in kode])[0, 1])
    assert urutan["daya"] == pytest.approx(0.60, abs=0.03)  # .66 of the latent values, less by the coarse codes
    assert urutan["daya"] > urutan["atap"]
    assert urutan["lantai"] > urutan["air_minum"]
