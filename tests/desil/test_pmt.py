"""The scorer against an independent computation, its fallback, its missing policy and its support."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desil import pmt
from app.desil.artefak import SKALA_SKOR, SKALA_VARIABEL, Artefak
from app.desil.faktor import Arah, KodeFaktor
from app.keluarga.instrumen import KodeInstrumen
from tests.desil.contoh import artefak_uji, data_artefak

DINILAI = {"instrumen": 2}
PENUH: dict[str, int | None] = {
    "ukuran": 4,
    "ln_anggota": 1386294,
    "luas": 45,
    "lantai": 2,
    "tabungan": 1,
    **DINILAI,
}

jawaban = st.fixed_dictionaries(
    {
        "ukuran": st.integers(1, 20),
        "ln_anggota": st.integers(-(10**6), 5 * 10**6),
        "luas": st.integers(-5, 400),
        "lantai": st.sampled_from([1, 2, 3]),
        "tabungan": st.none() | st.integers(0, 1),
        "instrumen": st.just(2),
    }
)
wilayah = st.sampled_from(["32.04.05.2001", "32.73.01.1001", "11.01.01.2001", "32.04", "99"])


@pytest.fixture(scope="module")
def artefak() -> Artefak:
    return artefak_uji()


def skor_desimal(kode: str, nilai: dict[str, int | None]) -> Decimal:
    """The textbook formula in natural units, from the raw JSON, in decimals: shares no code with the scorer."""
    data = data_artefak()
    b = data["koefisien"][next(k for k in (kode[:5], kode[:2], "nasional") if k in data["koefisien"])]
    x = {
        "ln_anggota": Decimal(max(0, min(3_000_000, nilai["ln_anggota"] or 0))) / 10**6,
        "luas": Decimal(max(4, min(300, nilai["luas"] or 0))),
        "lantai_baik": Decimal(nilai["lantai"] != 3),
        "tabungan": Decimal(nilai["tabungan"] or 0),
        "tabungan_kosong": Decimal(nilai["tabungan"] is None),
    }
    with localcontext() as c:
        c.prec = 60
        return Decimal(sum((b[n] * v for n, v in x.items()), Decimal(b["konstanta"]))) / 10**9


@pytest.mark.parametrize(
    ("instrumen", "kurang"),
    [(1, ("instrumen",)), (2, ()), (3, ("instrumen",)), (None, ("instrumen",)), (4, ("instrumen",))],
)
def test_only_answers_of_an_instrument_that_the_model_lists_are_scored(
    artefak: Artefak, instrumen: int | None, kurang: tuple[str, ...]
) -> None:
    hasil = pmt.skor(artefak, "32.04", {**PENUH, "instrumen": instrumen})
    assert (hasil.kurang, hasil.skor is None) == (kurang, bool(kurang))
    semua = artefak_uji(instrumen=[*KodeInstrumen])
    assert pmt.skor(semua, "32.04", {**PENUH, "instrumen": instrumen}).skor is not None, "who scores all need not ask"


@given(wilayah, jawaban)
def test_score_equals_the_textbook_formula_to_the_last_digit(kode: str, nilai: dict[str, int | None]) -> None:
    hasil = pmt.skor(artefak_uji(), kode, nilai)
    assert hasil.skor is not None
    assert Decimal(hasil.skor) == skor_desimal(kode, nilai) * SKALA_SKOR


@given(wilayah, jawaban)
def test_contributions_add_up_to_the_distance_from_the_average_family(kode: str, nilai: dict[str, int | None]) -> None:
    artefak = artefak_uji()
    hasil = pmt.skor(artefak, kode, nilai)
    konstanta, *b = artefak.koefisien[hasil.himpunan]
    rata_rata = konstanta * SKALA_VARIABEL + sum(k * v.rerata for k, v in zip(b, artefak.variabel, strict=True))
    urut = pmt.kontribusi(artefak, hasil)
    assert hasil.skor == rata_rata + sum(k.nilai for k in urut)
    assert [abs(k.nilai) for k in urut] == sorted((abs(k.nilai) for k in urut), reverse=True)


@pytest.mark.parametrize(
    ("kode", "himpunan"),
    [("32.04.05.2001", "32.04"), ("32.73.01.1001", "32"), ("11.01.01.2001", "nasional"), ("", "nasional")],
)
def test_coefficients_fall_back_from_kabupaten_to_provinsi_to_nation(
    artefak: Artefak, kode: str, himpunan: str
) -> None:
    assert pmt.skor(artefak, kode, PENUH).himpunan == himpunan


def test_a_missing_mandatory_answer_is_named_and_nothing_is_guessed(artefak: Artefak) -> None:
    hasil = pmt.skor(artefak, "32.04", {"ukuran": 1, "luas": None, "lantai": 1, "ln_anggota": 0, **DINILAI})
    assert (hasil.skor, hasil.kurang) == (None, ("luas",))
    assert pmt.skor(artefak, "32.04", {}).kurang == ("ukuran", "ln_anggota", "luas", "lantai")
    assert pmt.kontribusi(artefak, hasil) == []


def test_a_family_without_a_present_member_has_no_place_in_a_ranking_of_people(artefak: Artefak) -> None:
    assert pmt.skor(artefak, "32", {**PENUH, "ukuran": 0}).kurang == ("ukuran",)


def test_a_code_that_the_map_does_not_know_counts_as_missing(artefak: Artefak) -> None:
    assert pmt.skor(artefak, "32", {**PENUH, "lantai": 99}).kurang == ("lantai",)


def test_a_missing_optional_answer_takes_the_declared_value_and_its_flag(artefak: Artefak) -> None:
    tanpa = pmt.skor(artefak, "11", {**PENUH, "tabungan": None})
    nol = pmt.skor(artefak, "11", {**PENUH, "tabungan": 0})
    assert tanpa.skor is not None
    assert nol.skor is not None
    assert tanpa.skor - nol.skor == -30000000 * SKALA_VARIABEL


@pytest.mark.parametrize(("luas", "dipakai"), [(3, 4), (4, 4), (300, 300), (9999, 300)])
def test_a_value_outside_the_support_is_clipped_and_flagged(artefak: Artefak, luas: int, dipakai: int) -> None:
    hasil = pmt.skor(artefak, "32", {**PENUH, "luas": luas})
    assert hasil.x[1] == dipakai
    assert hasil.dipotong == (("luas",) if luas != dipakai else ())


def test_factors_gather_contributions_and_tell_only_the_direction(artefak: Artefak) -> None:
    delapan = {"ukuran": 8, "ln_anggota": 2079442, "luas": 30, "lantai": 3, "tabungan": 1, **DINILAI}
    hasil = pmt.skor(artefak, "32", delapan)
    faktor = pmt.faktor_utama(pmt.kontribusi(artefak, hasil))
    assert [(f.kode, f.arah) for f in faktor] == [
        (KodeFaktor.UKURAN_KELUARGA, Arah.MENURUNKAN),
        (KodeFaktor.RUMAH, Arah.MENURUNKAN),
        (KodeFaktor.KOMUNIKASI_KEUANGAN, Arah.MENAIKKAN),
    ]
    assert set(faktor[1].sumber) == {"lantai", "luas"}
    assert len(pmt.faktor_utama(pmt.kontribusi(artefak, hasil), 2)) == 2
