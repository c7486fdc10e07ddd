"""The traps of C.5: the same number means different things in different instruments."""

from typing import Any

import pytest

from app.keluarga import kanonik_kode as kk
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kanonik import turunkan
from app.keluarga.kode import SHDK, Hubungan
from tests.pabrik.keluarga import isian, kepala, orang

PBDT, DTSEN, REGSOSEK = (muat(KodeInstrumen(k)) for k in ("PBDT2015", "DTSEN2025", "REGSOSEK2022K"))
NO: dict[str, dict[str, str]] = {
    "lantai": {"PBDT2015": "lantai", "*": "303"},
    "atap": {"PBDT2015": "atap", "*": "305"},
    "bahan_bakar": {"PBDT2015": "bb_masak", "*": "308"},
    "kloset": {"PBDT2015": "kloset", "*": "309b"},
    "tinja": {"PBDT2015": "buang_tinja", "*": "310"},
    "penerangan": {"PBDT2015": "sumber_penerangan", "*": "307a"},
}


def hitung(alat: Instrumen, *anggota: Any, **keluarga: Any) -> dict[str, int | None]:
    """Convert a faultless questionnaire that answers so."""
    isi = isian(*anggota, keluarga=keluarga, instrumen=alat)
    return turunkan(alat.kode, isi, kode_desa="32.04.05.2001")


def rumah(alat: Instrumen, variabel: str, kode: int) -> int | None:
    """Convert a complete questionnaire in which this question of the dwelling has this code."""
    no = NO[variabel]
    return hitung(alat, **{no.get(alat.kode, no["*"]): kode})[variabel]


def test_floor_8_is_earth_or_poor_boards() -> None:
    """C.5: lantai 8 tanah (Regsosek, DTSEN) vs kayu/papan kualitas rendah (PBDT)."""
    assert rumah(REGSOSEK, "lantai", 8) == rumah(DTSEN, "lantai", 8) == kk.Lantai.TANAH
    assert rumah(PBDT, "lantai", 8) == kk.Lantai.KAYU_RENDAH


def test_floor_9_is_other_or_earth() -> None:
    """C.5: lantai 9 lainnya (Regsosek, DTSEN) vs tanah (PBDT), whose lainnya is 10."""
    assert rumah(REGSOSEK, "lantai", 9) == rumah(DTSEN, "lantai", 9) == kk.Lantai.LAINNYA
    assert rumah(PBDT, "lantai", 9) == kk.Lantai.TANAH
    assert rumah(PBDT, "lantai", 10) == kk.Lantai.LAINNYA


def test_roof_5_and_6_are_swapped() -> None:
    """C.5: atap 5/6 kayu/sirap dan bambu (Regsosek), tertukar (DTSEN), asbes dan seng (PBDT)."""
    assert [rumah(REGSOSEK, "atap", k) for k in (5, 6)] == [kk.Atap.KAYU_SIRAP, kk.Atap.BAMBU]
    assert [rumah(DTSEN, "atap", k) for k in (5, 6)] == [kk.Atap.BAMBU, kk.Atap.KAYU_SIRAP]
    assert [rumah(PBDT, "atap", k) for k in (5, 6)] == [kk.Atap.ASBES, kk.Atap.SENG]


def test_fuel_9_10_12_and_0() -> None:
    """C.5: bahan bakar 9 arang vs tidak memasak, 10 kayu bakar vs (PBDT 8), tidak memasak 12, 0 or 9."""
    b = kk.BahanBakar
    assert [rumah(REGSOSEK, "bahan_bakar", k) for k in (9, 10, 12)] == [b.ARANG, b.KAYU_BAKAR, b.TIDAK_MEMASAK]
    assert [rumah(DTSEN, "bahan_bakar", k) for k in (9, 10, 0)] == [b.ARANG, b.KAYU_BAKAR, b.TIDAK_MEMASAK]
    assert [rumah(PBDT, "bahan_bakar", k) for k in (7, 8, 9)] == [b.ARANG, b.KAYU_BAKAR, b.TIDAK_MEMASAK]
    for alat, kode in ((REGSOSEK, 0), (DTSEN, 12), (PBDT, 10)):
        p = alat.bagian["keluarga"][NO["bahan_bakar"].get(alat.kode, "308")]
        assert p.salah(kode) == "kode-tidak-dikenal"


def test_toilet_2_and_3() -> None:
    """C.5: kloset 2/3 plengsengan dengan/tanpa tutup (Regsosek, DTSEN) vs plengsengan, cemplung (PBDT)."""
    for alat in (REGSOSEK, DTSEN):
        assert [rumah(alat, "kloset", k) for k in (2, 3, 4)] == [2, 2, kk.Kloset.CEMPLUNG]
    assert [rumah(PBDT, "kloset", k) for k in (2, 3, 4)] == [2, kk.Kloset.CEMPLUNG, kk.Kloset.TIDAK_PAKAI]


def test_disposal_3_and_4() -> None:
    """C.5: tinja 3/4 kolam/sungai dan lubang tanah (Regsosek, DTSEN), tertukar (PBDT)."""
    for alat in (REGSOSEK, DTSEN):
        assert [rumah(alat, "tinja", k) for k in (3, 4)] == [kk.Tinja.KOLAM_SUNGAI, kk.Tinja.LUBANG_TANAH]
    assert [rumah(PBDT, "tinja", k) for k in (3, 4)] == [kk.Tinja.LUBANG_TANAH, kk.Tinja.KOLAM_SUNGAI]


def test_illness_0_and_1() -> None:
    """C.5: penyakit 0 = tidak ada (PBDT) vs 1 = tidak ada (Regsosek, DTSEN); 1 is hypertension in PBDT."""
    for alat, tidak, ya in ((REGSOSEK, 1, 2), (DTSEN, 1, 2), (PBDT, 0, 1)):
        no = "penyakit" if alat is PBDT else "430"
        for kode, sakit in ((tidak, 0), (ya, 1)):
            assert hitung(alat, kepala(alat, **{no: kode}))["penderita_kronis"] == sakit


def test_schooling_0_1_2_and_1_2_3() -> None:
    """C.5: sekolah 0-1-2 (PBDT) vs 1-2-3 (Regsosek, DTSEN): only the middle one attends."""
    for alat, belum, masih, lagi in ((REGSOSEK, 1, 2, 3), (DTSEN, 1, 2, 3), (PBDT, 0, 1, 2)):
        no, umur = ("sekolah", "umur") if alat is PBDT else ("412", "407")
        for kode, putus in ((belum, 1), (masih, 0), (lagi, 1)):
            tetap: dict[str, Any] = {umur: 10, no: kode}
            assert hitung(alat, kepala(alat), orang(instrumen=alat, **tetap))["anak_putus_sekolah"] == putus


def test_power_6_is_without_a_meter() -> None:
    """C.5: daya 6 tanpa meteran exists in PBDT only, and makes its PLN an unmetered one."""
    nilai = hitung(PBDT, sumber_penerangan=1, daya=6)
    assert (nilai["penerangan"], nilai["daya"]) == (kk.Penerangan.PLN_TANPA_METERAN, kk.Daya.TANPA_METERAN)
    nilai = hitung(PBDT, sumber_penerangan=1, daya=2)
    assert (nilai["penerangan"], nilai["daya"]) == (kk.Penerangan.PLN_METERAN, kk.Daya.W900)
    assert hitung(PBDT, sumber_penerangan=1, daya=None)["penerangan"] is None
    assert [rumah(PBDT, "penerangan", k) for k in (2, 3)] == [kk.Penerangan.NON_PLN, kk.Penerangan.BUKAN_LISTRIK]
    assert REGSOSEK.bagian["keluarga"]["307b1"].salah(6) == "kode-tidak-dikenal"


@pytest.mark.parametrize(
    ("no", "variabel", "ya", "tidak"),
    [
        ("ada_tabung_gas", "aset_tabung_gas", 1, 2), ("ada_kulkas", "aset_lemari_es", 3, 4),
        ("ada_ac", "aset_ac", 1, 2), ("ada_pemanas_air", "aset_pemanas_air", 3, 4),
        ("ada_telepon", "aset_telepon_rumah", 1, 2), ("ada_komputer", "aset_komputer", 3, 4),
        ("ada_sepeda", "aset_sepeda", 1, 2), ("ada_motor", "aset_sepeda_motor", 3, 4),
        ("ada_mobil", "aset_mobil", 1, 2), ("ada_perahu", "aset_perahu", 3, 4),
    ],
)  # fmt: skip
def test_the_paper_form_alternates_its_codes(no: str, variabel: str, ya: int, tidak: int) -> None:
    """C.5: aset PBDT: ya/tidak is 1/2 on one row and 3/4 on the next, and the other pair is refused."""
    assert [hitung(PBDT, **{no: k})[variabel] for k in (ya, tidak)] == [1, 0]
    salah = 4 - ya
    assert PBDT.bagian["keluarga"][no].salah(salah) == "kode-tidak-dikenal"


def test_assets_that_2015_asks_more_widely_prove_only_their_absence() -> None:
    """C.5: any television, or gold and savings together, do not tell of a flat one or of gold; none tells of none."""
    assert [hitung(PBDT, ada_televisi=k)["aset_tv_datar"] for k in (3, 4)] == [None, 0]
    assert [hitung(PBDT, ada_emas=k)["aset_emas"] for k in (1, 2)] == [None, 0]


def test_three_rows_of_boats_are_one_variable() -> None:
    tidak = {"ada_motor_tempel": 2, "ada_perahu_motor": 4, "ada_kapal": 2}
    assert hitung(PBDT, **tidak)["aset_kapal_motor"] == 0
    assert hitung(PBDT, **tidak | {"ada_perahu_motor": 3})["aset_kapal_motor"] == 1
    assert hitung(PBDT, **tidak | {"ada_kapal": None})["aset_kapal_motor"] is None


def test_other_sectors_of_2015_are_not_guessed() -> None:
    """C.5: pemulung, TKI and lainnya have no place among the four groups of sectors."""
    kerja = {"bekerja": 1, "kedudukan": 1}
    for kode, sektor in ((7, 1), (11, 2), (14, 3), (19, 4), (20, None), (21, None), (22, None)):
        assert hitung(PBDT, kepala(PBDT, **kerja, lapangan_usaha=kode))["kepala_sektor"] == sektor


def test_eleven_relations_of_siak_become_eight() -> None:
    """C.5: SHDK 2,3→2; 7,8→6; 9,11→8; 10→7."""
    kode = {k: h.kode for k, h in SHDK.items()}
    assert kode == {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 6, 9: 8, 10: 7, 11: 8}
    for alat in (PBDT, REGSOSEK, DTSEN):
        assert set(alat.bagian["individu"][alat.hubungan].pilihan) == {h.kode for h in Hubungan}
