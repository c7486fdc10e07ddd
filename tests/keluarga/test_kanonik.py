import math
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.keluarga import kanonik_kode as kk
from app.keluarga.instrumen import ANGGOTA_MAKS, KodeInstrumen
from app.keluarga.kanonik import REGISTRI, Satuan, turunkan
from app.keluarga.pertanyaan import Jenis
from tests.pabrik.keluarga import REGSOSEK, isian, orang

DESA = "32.04.05.2001"
K = KodeInstrumen.REGSOSEK2022K


def kanonik(*anggota: Any, kode_desa: Any = DESA, **keluarga: Any) -> Any:
    return turunkan(
        K, isian(*anggota, keluarga={k.removeprefix("p"): v for k, v in keluarga.items()}), kode_desa=kode_desa
    )


def kepala(**tetap: Any) -> Any:
    return orang(p409=1, **tetap)


def test_every_variable_names_concepts_of_the_instrument() -> None:
    dikenal = {"kode_desa", "keberadaan", *REGSOSEK.kanonik}
    for v in REGISTRI.values():
        assert set(v.asal) <= dikenal
        assert all(v.deskripsi)
        assert (v.satuan is Satuan.KODE) is (v.kategori is not None) is (v.kode is not None)


def test_units_per_natural_unit() -> None:
    assert REGISTRI["ln_ukuran"].skala == REGISTRI["pangsa_60"].skala == 10**6
    assert REGISTRI["luas_kapita"].skala == 100
    assert REGISTRI["lantai"].skala == REGISTRI["ukuran"].skala == 1


def test_every_code_of_the_questionnaire_has_a_canonical_code() -> None:
    """A code without one would make every family that answers it unrankable."""
    assert not {n: asal.tanpa for n, asal in REGSOSEK.kanonik.items() if asal.tanpa}


def test_size_and_shares_count_the_living_and_present() -> None:
    nilai = kanonik(
        kepala(p407=65),
        orang(p407=4),
        orang(p407=14),
        {"404": 2, "404_tanggal": "2026-01-01", "407": 70},
        orang(p404=3),
    )
    assert (nilai["ukuran"], nilai["ukuran_kuadrat"]) == (3, 9)
    assert nilai["ln_ukuran"] == 1_098_612
    assert nilai["pangsa_0_4"] == nilai["pangsa_5_14"] == nilai["pangsa_60"] == 333_333


def test_two_of_three_is_rounded_half_up() -> None:
    assert kanonik(kepala(), orang(p407=1), orang(p407=2))["pangsa_0_4"] == 666_667


@pytest.mark.parametrize("n", range(1, ANGGOTA_MAKS + 1))
def test_logarithm_is_the_rounded_one(n: Any) -> None:
    nilai = kanonik(kepala(), *(orang() for _ in range(n - 1)))
    assert nilai["ln_ukuran"] == int(math.log(n) * 10**6 + 0.5)


def test_the_head_is_described() -> None:
    nilai = kanonik(
        kepala(p405=2, p407=41, p412=3, p413=15, p414=8, p415=15, p416a=1, p416b=40, p417=12, p418=1),
        orang(p407=20, p412=2, p413=19, p414=2, p415=13),
    )
    assert (nilai["kepala_umur"], nilai["kepala_perempuan"]) == (41, 1)
    assert nilai["kepala_pendidikan"] == nilai["pendidikan_maks"] == kk.Pendidikan.SMA
    assert nilai["kepala_sektor"] == kk.Sektor.PERDAGANGAN_ANGKUTAN
    assert nilai["kepala_kedudukan"] == kk.Kedudukan.BERUSAHA_SENDIRI
    assert nilai["pangsa_bekerja"] == 500_000


def test_a_head_without_work_and_school_has_codes_for_it() -> None:
    nilai = kanonik(kepala(p416a=2, p412=1))
    assert nilai["kepala_sektor"] == nilai["kepala_kedudukan"] == 0
    assert nilai["kepala_pendidikan"] == kk.Pendidikan.TANPA_IJAZAH


def test_small_children_neither_work_nor_lack_a_certificate() -> None:
    nilai = kanonik(kepala(p416a=1), orang(p407=2))
    assert nilai["pangsa_bekerja"] == 500_000
    assert nilai["pendidikan_maks"] == 0


def test_floor_area_is_in_hundredths_of_a_square_metre_per_head() -> None:
    assert kanonik(kepala(), orang(), orang(), p302=35)["luas_kapita"] == 1167


def test_what_is_not_asked_has_its_own_code() -> None:
    nilai = kanonik(p307a=4, p309a=6)
    assert nilai["daya"] == kk.Daya.TANPA_METERAN
    assert nilai["kloset"] == kk.Kloset.TIDAK_PAKAI
    assert nilai["bab"] == kk.Bab.TIDAK_ADA


def test_the_largest_meter_counts() -> None:
    assert kanonik(p307a=1, p307b1=1, p307b2=3)["daya"] == kk.Daya.W1300


@pytest.mark.parametrize(("desa", "kota"), [("32.04.05.1001", 1), ("32.04.05.2001", 0), ("91.03.01.3001", 0)])
def test_urban_is_a_kelurahan(desa: Any, kota: Any) -> None:
    assert kanonik(kode_desa=desa)["perkotaan"] == kota


def test_children_out_of_school_disability_and_illness_are_counted() -> None:
    nilai = kanonik(
        kepala(p430=5),
        orang(p407=7, p412=3), orang(p407=15, p412=1), orang(p407=10, p412=2), orang(p407=16, p412=3),
        orang(p407=3, p428c=2), orang(p407=30, p428i=1), orang(p407=30, p428j=1), orang(p407=1),
    )  # fmt: skip
    assert nilai["anak_putus_sekolah"] == 2
    assert nilai["penyandang_disabilitas"] == 2
    assert nilai["penderita_kronis"] == 1


def test_empty_livestock_is_none_only_when_the_visit_is_complete() -> None:
    assert kanonik(p504a=3, p504c=2)["ternak_besar"] == 5
    assert kanonik()["ternak_kecil"] == 0
    assert kanonik(p205=2)["ternak_kecil"] is None


@pytest.mark.parametrize(("kode", "ada"), [(1, 1), (2, 1), (3, 1), (4, 0)])
def test_an_account_of_any_kind_is_an_account(kode: Any, ada: Any) -> None:
    assert kanonik(p506=kode)["rekening"] == ada


@pytest.mark.parametrize(
    ("no", "variabel"), [("502a", "aset_tabung_gas"), ("502n", "aset_smartphone"), ("503b", "rumah_lain")]
)
def test_yes_is_1_and_no_is_0(no: Any, variabel: Any) -> None:
    assert kanonik(**{no: 1})[variabel] == 1
    assert kanonik(**{no: 2})[variabel] == 0
    assert kanonik(p205=2, **{no: None})[variabel] is None


def test_nobody_present_is_unknown() -> None:
    nilai = turunkan(K, {"keluarga": {"205": 3}}, kode_desa=DESA)
    assert {n for n, v in nilai.items() if v is not None} == {"perkotaan"}


def test_two_heads_are_no_head() -> None:
    assert kanonik(kepala(), kepala())["kepala_umur"] is None


def test_a_family_with_all_answers_has_all_variables() -> None:
    assert None not in kanonik(kepala(), orang(p407=3)).values()


KODE_ACAK = st.randoms(use_true_random=False)


@settings(max_examples=60)
@given(KODE_ACAK, st.lists(st.integers(0, 120), min_size=1, max_size=8), st.sampled_from([1, 2]))
def test_values_stay_inside_their_declared_range_and_never_depend_on_the_order_of_persons(
    acak: Any, umur: Any, hasil: Any
) -> Any:
    def pilih(p: Any) -> Any:
        if p.jenis is Jenis.KODE:
            return acak.choice([*p.pilihan])
        return (
            acak.randint(p.min, p.maks)
            if p.jenis is Jenis.BILANGAN
            else 0
            if p.jenis is Jenis.BITMASK
            else "2020-01-01"
        )

    anggota = [orang(pilih, p407=u, p409=1 if n == 0 else 8, p405=1) for n, u in enumerate(umur)]
    isi = isian(*anggota, pilih=pilih, keluarga={"205": hasil})
    nilai = turunkan(K, isi, kode_desa=DESA)
    balik = dict(reversed(isi["individu"].items()))
    assert turunkan(K, isi | {"individu": balik}, kode_desa=DESA) == nilai
    assert nilai.keys() == REGISTRI.keys()
    for nama, n in nilai.items():
        v = REGISTRI[nama]
        assert n is None or (type(n) is int and v.min <= n <= v.maks and (v.kode is None or n in v.kode)), nama


@settings(max_examples=40)
@given(st.sampled_from(sorted(REGSOSEK.bagian["keluarga"])), st.sampled_from(sorted(REGSOSEK.bagian["individu"])))
def test_a_gap_makes_exactly_what_is_derived_from_it_unknown(no: Any, no_orang: Any) -> None:
    isi = isian(kepala(p407=70, p412=2), orang(p407=12, p412=2), keluarga={"205": 2, "504a": 1, "504b": 1, "504c": 1})
    isi["keluarga"].pop(no, None)
    isi["individu"]["baru-2"].pop(no_orang, None)
    for nama, n in turunkan(K, isi, kode_desa=DESA).items():
        if n is None and nama != "ternak_kecil":
            asal = {
                q for k in REGISTRI[nama].asal for q in (REGSOSEK.kanonik[k].p if k in REGSOSEK.kanonik else ["404"])
            }
            assert {no, no_orang} & asal, nama


def test_categories_are_plain_integers() -> None:
    assert not any(isinstance(n, IntEnum) for n in kanonik().values())
