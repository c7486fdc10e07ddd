"""NIK and No KK: strict with what is typed, honest about what is imported, silent about the number itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from app.core.clock import hari_ini
from app.core.nik import Nik, NikTidakValid, NomorKK, NomorKKTidakValid

HARI_INI = hari_ini()
TERTUA = HARI_INI - timedelta(days=120 * 365)


def buat_nik(lahir: date, seri: int, *, perempuan: bool = False, wilayah: str = "320405") -> str:
    return f"{wilayah}{lahir.day + 40 * perempuan:02}{lahir:%m%y}{seri:04}"


def hari_sejak(awal: date) -> Iterator[tuple[int, date]]:
    """Every day until today, numbered: all of them cost less than a sample that a property test draws."""
    return ((n, awal + timedelta(days=n)) for n in range((HARI_INI - awal).days + 1))


def test_every_real_person_is_read_and_has_no_anomaly_but_suspicion() -> None:
    for n, lahir in hari_sejak(TERTUA):
        perempuan, wilayah = n % 2 == 1, str(110101 + n * 20_011 % 889_899)
        nik = Nik.urai(buat_nik(lahir, 1 + n % 9999, perempuan=perempuan, wilayah=wilayah))
        assert nik.is_perempuan is perempuan
        assert lahir in nik.tanggal_lahir_mungkin()
        assert nik.wilayah6 == wilayah
        assert set(nik.anomali(lahir, "P" if perempuan else "L")) <= {"NIK_PALSU_DIDUGA"}


def _sah(teks: str) -> bool:
    """Independent statement of the rule, over calendar tables instead of `date`."""
    if len(teks) != 16 or not all("0" <= c <= "9" for c in teks) or teks[12:] == "0000":
        return False
    hari, bulan, tahun = int(teks[6:8]), int(teks[8:10]), int(teks[10:12])
    hari -= 40 if hari > 40 else 0
    panjang = {2: 29 if tahun % 4 == 0 else 28, **dict.fromkeys((4, 6, 9, 11), 30)}
    return 1 <= bulan <= 12 and 1 <= hari <= panjang.get(bulan, 31)


def test_every_day_and_month_that_can_be_typed_gets_the_verdict_of_the_calendar() -> None:
    for n, (hari, bulan, tahun) in enumerate(product(range(100), range(15), range(0, 100, 9))):
        berputusan_sama(f"320405{hari:02}{bulan:02}{tahun:02}{n * 7 % 10_000:04}")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**16 - 1).map("{:016}".format) | st.text(max_size=20))
def test_typed_text_gets_the_same_verdict_as_the_calendar(teks: str) -> None:
    berputusan_sama(teks)


def berputusan_sama(teks: str) -> None:
    bersih = "".join(c for c in teks if not c.isspace() and c not in ".-")
    if _sah(bersih):
        assert Nik.urai(teks) == bersih
    else:
        with pytest.raises(NikTidakValid) as galat:
            Nik.urai(teks)
        assert len(bersih) < 4 or bersih not in str(galat.value)


def test_a_family_card_has_a_plain_registration_date() -> None:
    for n, terbit in hari_sejak(date(1995, 1, 1)):
        seri = 1 + n % 9999
        nomor = f"320405{terbit:%d%m%y}{seri:04}"
        assert NomorKK.urai(nomor) == nomor
        with pytest.raises(NomorKKTidakValid):
            NomorKK.urai(f"320405{terbit.day + 40:02}{terbit:%m%y}{seri:04}")


@pytest.mark.parametrize(
    "teks",
    [
        "",
        "320405010190000",
        "32040501019000011",
        "3204050101900000",
        "3204053201900001",
        "3204054001900001",
        "3204057201900001",
        "3204050113900001",
        "3204050100900001",
        "3204053002900001",
        "3204052902910001",
        "3333333333333333",
        "32O4050101900001",
        "३२०४०५०१०१९००००१",
        "3204/0501/0190/0001",
    ],
)
def test_typed_nonsense_is_refused(teks: str) -> None:
    with pytest.raises(NikTidakValid):
        Nik.urai(teks)


def test_separators_are_dropped_and_leading_zeros_kept() -> None:
    assert Nik.urai(" 0204.05-010190 0001\t") == "0204050101900001"


@pytest.mark.parametrize(("yymmdd", "jumlah"), [("290200", 1), ("290204", 1), ("010120", 2), ("010190", 1)])
def test_century_is_ambiguous_only_when_both_ages_are_possible(yymmdd: str, jumlah: int) -> None:
    assert len(Nik.urai(f"320405{yymmdd}0001").tanggal_lahir_mungkin()) == jumlah


def test_century_is_decided_by_age_on_the_very_day(monkeypatch: pytest.MonkeyPatch) -> None:
    nik = Nik.urai("3204052802070001")
    monkeypatch.setattr("app.core.nik.hari_ini", lambda: date(2028, 2, 27))
    assert nik.tanggal_lahir_mungkin() == (date(2007, 2, 28), date(1907, 2, 28))
    monkeypatch.setattr("app.core.nik.hari_ini", lambda: date(2028, 2, 29))
    assert nik.tanggal_lahir_mungkin() == (date(2007, 2, 28),)
    monkeypatch.setattr("app.core.nik.hari_ini", lambda: date(2007, 2, 27))
    assert nik.tanggal_lahir_mungkin() == (date(1907, 2, 28),)


def test_a_birth_date_in_the_other_century_is_no_anomaly() -> None:
    nik = Nik.urai("3204050101200001")
    assert nik.anomali(date(1920, 1, 1)) == nik.anomali(date(2020, 1, 1)) == []


def test_differences_from_the_person_are_anomalies_not_errors() -> None:
    nik = Nik.urai("3204054101900001")
    assert nik.anomali(date(1990, 1, 2), "L") == ["TGL_LAHIR_BEDA", "JK_BEDA"]
    assert nik.anomali(date(1990, 1, 1), "P") == nik.anomali() == []


def test_imported_rows_keep_an_impossible_date_as_an_anomaly() -> None:
    nik = Nik.dari_impor("3204053202900001")
    assert nik.tanggal_lahir_mungkin() == ()
    assert nik.anomali() == ["NIK_TANGGAL_TIDAK_ADA"]
    assert Nik.dari_impor("3333333333333333").anomali() == ["NIK_TANGGAL_TIDAK_ADA", "NIK_PALSU_DIDUGA"]
    assert NomorKK.dari_impor("3204053202900001").anomali() == ["KK_TANGGAL_TIDAK_ADA"]
    assert NomorKK.dari_impor("3204051212123456").anomali() == []


@pytest.mark.parametrize("teks", ["", "320405320290000", "3204053202900000", "-"])
def test_imported_rows_are_refused_only_by_shape_and_serial(teks: str) -> None:
    with pytest.raises(NikTidakValid):
        Nik.dari_impor(teks)


def test_an_unknown_region_is_an_anomaly_and_historical_codes_are_known() -> None:
    nik = Nik.urai("9904050101900001")
    assert nik.anomali(wilayah_dikenal={"32", "3204", "320405"}) == ["NIK_WILAYAH_TIDAK_DIKENAL"]
    assert nik.anomali(wilayah_dikenal={"99", "9904", "990405"}) == []


@pytest.mark.parametrize("teks", ["1111111111111111", "3204051111111111", "1234567801020001"])
def test_made_up_numbers_are_suspected(teks: str) -> None:
    assert "NIK_PALSU_DIDUGA" in Nik.dari_impor(teks).anomali()


@pytest.mark.parametrize("nomor", [Nik("3204050101900001"), NomorKK("3204050101900001")])
def test_repr_shows_the_kabkota_only(nomor: Nik | NomorKK) -> None:
    assert repr(nomor) == f"{type(nomor).__name__}('3204************')"
    assert "0101900001" not in repr({"nik": [nomor]})


class Isian(BaseModel):
    nik: Nik
    no_kk: NomorKK | None = None


def test_pydantic_reads_strict_text_into_the_type() -> None:
    isian = Isian.model_validate_json('{"nik": "3204.0501.0190.0001", "no_kk": "3204050707150001"}')
    assert isinstance(isian.nik, Nik)
    assert isinstance(isian.no_kk, NomorKK)
    assert isian.model_dump_json() == '{"nik":"3204050101900001","no_kk":"3204050707150001"}'
    assert "0101900001" not in repr(isian)


@pytest.mark.parametrize("nilai", [3204050101900001, "3204053202900001", None, "9" * 50])
def test_pydantic_message_never_echoes_the_value(nilai: object) -> None:
    with pytest.raises(ValidationError) as galat:
        Isian.model_validate({"nik": nilai})
    rinci = galat.value.errors(include_input=False, include_url=False)[0]
    assert rinci["loc"] == ("nik",)
    assert str(nilai) not in str({**rinci, "ctx": rinci.get("ctx", {})})


def test_json_schema_pattern_accepts_what_is_read_and_no_other_month() -> None:
    skema = Isian.model_json_schema()["properties"]["nik"]
    assert skema["type"] == "string"
    assert skema["examples"] == [Nik.urai(skema["examples"][0])]


@settings(max_examples=300, deadline=None)
@given(st.from_regex(Nik.pola, fullmatch=True).map(str.strip))
def test_the_published_pattern_promises_no_more_than_month_lengths_break(teks: str) -> None:
    hari, bulan = int(teks[6:8]) % 40, int(teks[8:10])
    if 0 < hari <= 28 or (hari <= 30 and bulan != 2):
        assert Nik.urai(teks) == teks
