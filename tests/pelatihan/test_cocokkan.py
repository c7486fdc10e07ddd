"""A fit finds the coefficients that made the data, within their standard errors, and its errors are those of theory."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from app.desil.artefak import NASIONAL
from app.desil.artefak_baca import urai
from app.desil.batas_analitik import galat_minimum
from app.desil.model_pmt import SUMBER as KANONIK
from app.desil.model_pmt import artefak_demonstrasi
from app.desil.mutu import PANGSA, SKALA_MUTU, DasarEvaluasi, MetodeLatih
from app.pelatihan.cocokkan import Hasil, cocokkan
from app.pelatihan.evaluasi import evaluasi
from app.pelatihan.sampel import DataTidakSah, Sampel, dari_tabel
from app.pelatihan.sintetis import Sintetis, buat
from app.pelatihan.skor import skor
from tests.desil.test_skema_model import PEMERIKSA
from tests.pelatihan.contoh import SUMBER, pilihan


def test_known_coefficients_are_recovered_within_the_standard_error(seragam: Sintetis, hasil_seragam: Hasil) -> None:
    z = (hasil_seragam.koefisien[NASIONAL] - seragam.koefisien[NASIONAL]) / hasil_seragam.galat_baku[NASIONAL]
    assert np.abs(z).max() < 4
    assert (np.abs(z) < 2).mean() >= 0.85  # 95 % is expected of 54 coefficients
    assert (np.abs(z) < 1).mean() <= 0.9  # and standard errors are not blown up either: 68 %
    varians = hasil_seragam.data["varians_sisa"][NASIONAL] / 1e9
    assert varians == pytest.approx(seragam.sigma**2, rel=0.05)
    assert hasil_seragam.mutu[NASIONAL].r2 == pytest.approx(0.5, abs=0.02)


def test_a_region_of_its_own_is_recovered_too(beragam: Sintetis, sampel_beragam: Sampel) -> None:
    hasil = cocokkan(sampel_beragam, artefak_demonstrasi(), pilihan(kappa=1))
    z = (hasil.koefisien["32.04"] - beragam.koefisien["32.04"]) / hasil.galat_baku["32.04"]
    assert np.abs(z).max() < 4
    assert (np.abs(z) < 2).mean() >= 0.85


def test_shrinkage_goes_to_the_parent_and_helps_outside_the_sample(hasil_beragam: Hasil) -> None:
    silang = hasil_beragam.silang
    terpilih = hasil_beragam.data["pelatihan"]["kappa"]
    assert silang[terpilih] == min(silang.values())
    assert silang[30] > silang[terpilih]
    sendiri = hasil_beragam.data["pelatihan"]["himpunan"]
    assert sendiri[NASIONAL]["bobot_sendiri"] == SKALA_MUTU
    n = sendiri["91.03"]["keluarga"]
    assert sendiri["91.03"]["bobot_sendiri"] == round(SKALA_MUTU * n / (n + terpilih))
    assert sendiri["91.03"]["bobot_sendiri"] < sendiri["32.04"]["bobot_sendiri"]


def test_the_heavier_the_parent_the_nearer_the_child(sampel_beragam: Sampel) -> None:
    jarak = []
    for kappa in (30, 1_000, 10**9):
        b = cocokkan(sampel_beragam, artefak_demonstrasi(), pilihan(kappa=kappa)).koefisien
        jarak.append(float(np.abs(b["32.09"] - b["32"]).max()))
    assert jarak[0] > jarak[1] > jarak[2]
    assert jarak[2] < 1e-4


def test_what_is_written_is_an_artefact_that_schema_and_checker_take(hasil_beragam: Hasil) -> None:
    assert [*PEMERIKSA.iter_errors(hasil_beragam.data)] == []
    artefak = urai(hasil_beragam.data, KANONIK)
    assert {"nasional", "32", "32.04", "91.03"} <= artefak.koefisien.keys() == artefak.varians.keys()
    assert artefak.jenis == "demonstrasi"
    assert artefak.evaluasi is not None
    assert artefak.evaluasi.dasar == DasarEvaluasi.VALIDASI_SILANG
    nilai, ada = skor(artefak, hasil_beragam.sampel)
    assert ada.all()
    r2 = 1 - np.average((hasil_beragam.sampel.y - nilai / 1e15) ** 2, weights=hasil_beragam.sampel.orang) / np.average(
        (hasil_beragam.sampel.y - np.average(hasil_beragam.sampel.y, weights=hasil_beragam.sampel.orang)) ** 2,
        weights=hasil_beragam.sampel.orang,
    )
    assert r2 == pytest.approx(hasil_beragam.mutu[NASIONAL].r2, abs=1e-6)


def test_a_region_with_few_families_has_no_set_of_its_own(sampel_beragam: Sampel) -> None:
    hasil = cocokkan(sampel_beragam, artefak_demonstrasi(), pilihan(kappa=300, minimal=1_000))
    assert "32.04" in hasil.artefak.koefisien
    assert "91.03" not in hasil.artefak.koefisien
    assert "91" not in hasil.artefak.koefisien


def test_a_province_with_fewer_families_than_regressors_stays_near_the_nation() -> None:
    sampel = dari_tabel(buat(1_000, 1).tabel, SUMBER, "kecil")
    assert (sampel.kode == "91.03").sum() < 50
    hasil = cocokkan(sampel, artefak_demonstrasi(), pilihan(kappa=3_000, minimal=1))
    assert hasil.data["varians_sisa"]["91.03"] < 2 * hasil.data["varians_sisa"][NASIONAL]
    assert np.abs(hasil.koefisien["91.03"] - hasil.koefisien[NASIONAL]).max() < 0.5


def test_forward_selection_takes_what_matters_and_leaves_what_does_not(seragam: Sintetis) -> None:
    acak = np.random.default_rng(1)
    tabel = seragam.tabel.with_columns(aset_emas=pl.Series(acak.integers(0, 2, seragam.tabel.height)))
    sampel = dari_tabel(tabel, SUMBER, "uji")
    hasil = cocokkan(sampel, artefak_demonstrasi(), pilihan(metode=MetodeLatih.BERTAHAP, kappa=3_000))
    dipilih = {v.nama for v in hasil.artefak.variabel}
    assert {"ln_ukuran", "lantai_baik", "aset_mobil", "daya_1300"} <= dipilih
    assert "aset_emas" not in dipilih
    assert hasil.artefak.pelatihan is not None
    assert hasil.artefak.pelatihan.metode == MetodeLatih.BERTAHAP
    assert hasil.mutu[NASIONAL].r2 == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("r2", [0.3, 0.5, 0.7])
def test_errors_are_those_of_theory_within_the_sampling_band(r2: float) -> None:
    """On the true model: 4 standard errors of a share of weighted people, design effect 2, and 1 point of form."""
    benar = buat(40_000, 11, r2=r2, variasi=0)
    sampel = dari_tabel(benar.tabel, SUMBER, "uji")
    nilai, _ = skor(urai(benar.kebenaran, KANONIK), sampel)
    isi = evaluasi(sampel, nilai, 1e15, DasarEvaluasi.DATA_LAIN)
    assert isi["r2"] / SKALA_MUTU == pytest.approx(r2, abs=0.01)
    for g in isi["galat"]:
        p = g["pangsa"] / SKALA_MUTU
        batas = galat_minimum(r2, p)
        pita = 4 * (batas * (1 - batas) * 2 / (p * len(sampel))) ** 0.5 + 0.01
        assert g["eksklusi"] / SKALA_MUTU == pytest.approx(batas, abs=pita)
        assert g["eksklusi"] == g["inklusi"]
    assert [g["pangsa"] for g in isi["galat"]] == [*PANGSA]


def test_a_fit_has_the_errors_of_its_own_r2(hasil_beragam: Hasil) -> None:
    isi = hasil_beragam.data["evaluasi"]
    for g in isi["galat"]:
        batas = galat_minimum(isi["r2"] / SKALA_MUTU, g["pangsa"] / SKALA_MUTU)
        assert g["eksklusi"] / SKALA_MUTU == pytest.approx(batas, abs=0.05)
    assert {k["kode"] for k in isi["kelompok"] if k["jenis"] == "lansia"} == {"ya", "tidak"}
    assert isi["r2"] < hasil_beragam.data["pelatihan"]["r2"]  # outside the sample it is worse


def _ubah(tabel: pl.DataFrame, **kolom: Any) -> Sampel:
    return dari_tabel(tabel.with_columns(**kolom), SUMBER, "uji")


def test_a_constant_column_is_named(seragam: Sintetis) -> None:
    with pytest.raises(DataTidakSah, match=r"the same value in every family.*aset_mobil"):
        cocokkan(_ubah(seragam.tabel, aset_mobil=pl.lit(0)), artefak_demonstrasi(), pilihan())


def test_columns_that_follow_from_each_other_are_named(seragam: Sintetis) -> None:
    with pytest.raises(DataTidakSah, match=r"combinations of each other.*: aset_ac, aset_mobil"):
        cocokkan(_ubah(seragam.tabel, aset_mobil=1 - pl.col("aset_ac")), artefak_demonstrasi(), pilihan())


def test_what_is_left_out_is_not_in_the_model_and_must_exist(seragam: Sintetis) -> None:
    sampel = _ubah(seragam.tabel, aset_mobil=pl.lit(0))
    hasil = cocokkan(sampel, artefak_demonstrasi(), pilihan(tanpa=("aset_mobil",), kappa=300))
    assert "aset_mobil" not in {v.nama for v in hasil.artefak.variabel}
    with pytest.raises(DataTidakSah, match="no such regressors: kolam"):
        cocokkan(sampel, artefak_demonstrasi(), pilihan(tanpa=("kolam",)))


def test_families_with_a_gap_are_left_out_and_counted(seragam: Sintetis) -> None:
    sampel = _ubah(seragam.tabel, lantai=pl.when(pl.int_range(pl.len()) < 300).then(None).otherwise(pl.col("lantai")))
    hasil = cocokkan(sampel, artefak_demonstrasi(), pilihan(kappa=300))
    assert (hasil.dibuang, len(hasil.sampel)) == (300, len(sampel) - 300)
    assert hasil.sampel.ada["lantai"].all()
    assert not hasil.sampel.ada["rekening"].all()  # this one may be missing


def test_too_few_families_for_so_many_regressors(seragam: Sintetis) -> None:
    with pytest.raises(DataTidakSah, match="too few for 53 regressors"):
        cocokkan(dari_tabel(seragam.tabel.head(220), SUMBER, "uji"), artefak_demonstrasi(), pilihan())
