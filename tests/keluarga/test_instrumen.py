import copy
import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.keluarga.instrumen import ANGGOTA_MAKS, KodeInstrumen, muat, susun
from app.keluarga.pertanyaan import InstrumenTidakSah, Jenis, Tingkat
from tests.pabrik.keluarga import REGSOSEK, isian, jawab_biasa, orang

HARI = date(2026, 11, 21)
DATA = json.loads(files("app.keluarga").joinpath("data/REGSOSEK2022K.json").read_text(encoding="utf-8"))


def temuan(isi: Any, hari: Any = HARI) -> Any:
    return {(t.lokasi, t.kode) for t in REGSOSEK.periksa(isi, hari)}


def galat(isi: Any, hari: Any = HARI) -> Any:
    return {(t.lokasi, t.kode) for t in REGSOSEK.periksa(isi, hari) if t.tingkat is Tingkat.GALAT}


def kepala(**tetap: Any) -> Any:
    return orang(p409=1, **tetap)


def test_a_faultless_questionnaire_has_no_finding() -> None:
    assert temuan(isian()) == set()


def test_every_question_and_code_has_both_languages_and_a_source() -> None:
    for bagian in REGSOSEK.bagian.values():
        for p in bagian.values():
            assert p.sumber
            assert all((*p.label, *(t for o in (*p.pilihan.values(), *p.eksklusif.values()) for t in o)))


def test_every_instrument_loads() -> None:
    assert {muat(k).kode for k in KodeInstrumen} == set(KodeInstrumen)


@pytest.mark.parametrize(
    ("no", "kode"),
    [("303", 9), ("304", 7), ("305", 8), ("306a", 11), ("308", 12), ("309a", 6), ("310", 6), ("505", 3), ("506", 4)],
)
def test_code_lists_of_the_dwelling_end_where_the_form_ends(no: Any, kode: Any) -> None:
    assert max(REGSOSEK.bagian["keluarga"][no].pilihan) == kode


@pytest.mark.parametrize(
    ("no", "jumlah"), [("413", 22), ("414", 8), ("415", 23), ("417", 26), ("418", 8), ("424", 12), ("430", 18)]
)
def test_code_lists_of_the_person_are_complete(no: Any, jumlah: Any) -> None:
    assert set(REGSOSEK.bagian["individu"][no].pilihan) == set(range(1, jumlah + 1))


# -- ask-conditions: one case inside and one outside for every conditional question

PLN = {"307a": 1, "307b1": 1}
SYARAT_KELUARGA = [
    ("301b", {"301a": 1}, {"301a": 2}, 1),
    *(("306b", {"306a": kode}, {"306a": lain}, 1) for kode, lain in [(4, 3), (6, 9), (8, 11)]),
    ("307b1", {"307a": 1}, {"307a": 2}, 1),
    ("309b", {"309a": 3}, {"309a": 4}, 1),
    *(
        (f"501{c}_{x}", {f"501{c}": 1}, {f"501{c}": 2}, n)
        for c in "abcdefg"
        for x, n in (("bulan", 3), ("tahun", 2025))
    ),
]
USIA = {"407": 5}, {"407": 4}
SEKOLAH = {"407": 12, "412": 2}, {"407": 12, "412": 1}
KERJA = {"407": 30, "416a": 1}, {"407": 30, "416a": 2}
USAHA = {"407": 30, "420a": 1}, {"407": 30, "420a": 2}
HAMIL = {"405": 2, "407": 30, "408": 2}
SYARAT_ORANG = [
    ("410", HAMIL, HAMIL | {"405": 1}),
    ("410", HAMIL | {"407": 10}, HAMIL | {"407": 9}),
    ("410", HAMIL | {"407": 54}, HAMIL | {"407": 55}),
    ("410", HAMIL | {"408": 4}, HAMIL | {"408": 1}),
    *((no, *USIA) for no in ("412", "416a", "419", "420a", "431b", "431c", "431d", "431e")),
    *((no, *SEKOLAH) for no in ("413", "414", "415")),
    ("413", {"407": 12, "412": 3}, {"407": 4}),
    *((no, *KERJA) for no in ("416b", "417", "418")),
    *((no, *USAHA) for no in ("420b", "421", "422", "423", "424", "425", "426")),
    ("427", {"407": 4}, {"407": 5}),
    *((f"428{c}", {"407": 2}, {"407": 1}) for c in "abcdef"),
    *((f"428{c}", *USIA) for c in "ghij"),
    ("429", {"407": 60}, {"407": 59}),
    *(("429", {"407": 20, f"428{c}": 2}, {"407": 20, f"428{c}": 3}) for c in "abcdefghij"),
    *((no, {"404": 5}, {"404": 6}) for no in ("411", "430", "431a", "431f")),
    ("404_tanggal", {"404": 2}, {"404": 1}),
]


@pytest.mark.parametrize(("no", "di_dalam", "di_luar", "nilai"), SYARAT_KELUARGA)
def test_family_answer_is_required_inside_its_condition_and_refused_outside(
    no: Any, di_dalam: Any, di_luar: Any, nilai: Any
) -> None:
    assert ("keluarga." + no, "wajib-diisi") in galat(isian(keluarga={**di_dalam, no: None}))
    assert ("keluarga." + no, "tidak-ditanyakan") in galat(isian(keluarga={**di_luar, no: nilai}))
    assert not galat(isian(keluarga={**di_dalam, no: nilai}))


@pytest.mark.parametrize(("no", "di_dalam", "di_luar"), SYARAT_ORANG)
def test_person_answer_is_required_inside_its_condition_and_refused_outside(
    no: Any, di_dalam: Any, di_luar: Any
) -> Any:
    nilai = jawab_biasa(REGSOSEK.bagian["individu"][no])

    def satu(tetap: Any, jawaban: Any) -> Any:
        lain = {f"p{k}": v for k, v in tetap.items()}
        return galat(isian(kepala(), orang(**lain | {f"p{no}": jawaban})))

    lokasi = f"individu.baru-2.{no}"
    assert (lokasi, "wajib-diisi") in satu(di_dalam, None)
    assert (lokasi, "tidak-ditanyakan") in satu(di_luar, nilai)
    assert not satu(di_dalam, nilai)


def test_every_conditional_question_is_in_the_cases_above() -> None:
    berdaya = {"307b2", "307b3"}
    keluarga = {p.no for p in REGSOSEK.bagian["keluarga"].values() if {"205"} < p.bila.acuan()}
    assert keluarga - berdaya == {no for no, *_ in SYARAT_KELUARGA}
    individu = {p.no for p in REGSOSEK.bagian["individu"].values() if p.bila.acuan()}
    assert individu == {no for no, *_ in SYARAT_ORANG}


def test_second_and_third_meter_need_the_one_before_and_are_optional() -> None:
    assert not temuan(isian(keluarga=PLN))
    assert not temuan(isian(keluarga=PLN | {"307b2": 2, "307b3": 5}))
    assert ("keluarga.307b3", "tidak-ditanyakan") in galat(isian(keluarga=PLN | {"307b3": 2}))


@pytest.mark.parametrize("kode", [3, 4])
def test_a_move_may_lack_its_date_but_a_death_may_not(kode: Any) -> None:
    assert not galat(isian(kepala(), orang(p404=kode)))
    assert not galat(isian(kepala(), orang(p404=kode, p404_tanggal="2026-02-01")))
    assert galat(isian(kepala(), {"404": 2})) == {("individu.baru-2.404_tanggal", "wajib-diisi")}


# -- single answers


@pytest.mark.parametrize(
    ("no", "nilai", "kode"),
    [
        ("303", 10, "kode-tidak-dikenal"),
        ("303", 0, "kode-tidak-dikenal"),
        ("303", "8", "jenis-salah"),
        ("303", 8.0, "jenis-salah"),
        ("502g", True, "jenis-salah"),
        ("502g", 0, "kode-tidak-dikenal"),
        ("302", 0, "di-luar-rentang"),
        ("302", [1], "jenis-salah"),
        ("504a", 1000, "di-luar-rentang"),
        ("504a", -1, "di-luar-rentang"),
    ],
)
def test_impossible_family_answer_is_refused(no: Any, nilai: Any, kode: Any) -> None:
    assert galat(isian(keluarga={no: nilai})) == {(f"keluarga.{no}", kode)}


@pytest.mark.parametrize("nilai", [0, 999, None])
def test_livestock_is_0_to_999_or_empty(nilai: Any) -> None:
    assert not temuan(isian(keluarga={"504b": nilai}))


@pytest.mark.parametrize(
    ("no", "nilai", "kode"),
    [
        ("407", 121, "di-luar-rentang"),
        ("407", -1, "di-luar-rentang"),
        ("404", 7, "kode-tidak-dikenal"),
        ("411", 8, "kode-tidak-dikenal"),
        ("411", -1, "kode-tidak-dikenal"),
        ("431a", 99 + 1, "pilihan-eksklusif"),
        ("431f", 99 + 31, "pilihan-eksklusif"),
        ("431f", 32, "kode-tidak-dikenal"),
        ("431f", 99 + 32, "kode-tidak-dikenal"),
    ],
)
def test_impossible_person_answer_is_refused(no: Any, nilai: Any, kode: Any) -> None:
    assert (f"individu.baru-2.{no}", kode) in galat(isian(kepala(), orang() | {no: nilai}))


@given(st.integers(-5, 140))
def test_a_sum_of_choices_is_possible_exactly_when_made_of_them(nilai: Any) -> None:
    mungkin = {*range(32), 99}
    hasil = REGSOSEK.bagian["individu"]["431f"].salah(nilai)
    assert (hasil is None) is (nilai in mungkin)


@pytest.mark.parametrize("nilai", ["2026-02-30", "20260201", "2026-2-1", "kemarin"])
def test_what_is_no_date_is_refused(nilai: Any) -> None:
    lokasi = "individu.baru-2.404_tanggal"
    assert galat(isian(kepala(), {"404": 2, "404_tanggal": nilai})) == {(lokasi, "bukan-tanggal")}
    assert galat(isian(kepala(), {"404": 2, "404_tanggal": 20260201})) == {(lokasi, "jenis-salah")}


def test_header_is_optional_and_bounded() -> None:
    isi = isian() | {"kepala": {"kode_sls": "0012", "115": 2, "no_urut_keluarga": 7}}
    assert not temuan(isi)
    isi["kepala"] |= {"kode_sls": "00123", "nama_ppl": 7, "no_urut_keluarga": 1000}
    assert temuan(isi) == {
        ("kepala.kode_sls", "terlalu-panjang"),
        ("kepala.nama_ppl", "jenis-salah"),
        ("kepala.no_urut_keluarga", "di-luar-rentang"),
    }


# -- shape


def test_unknown_question_is_refused_without_repeating_its_name() -> None:
    isi = isian()
    isi["keluarga"]["3204050101900001"] = 1
    assert galat(isi) == {("keluarga", "pertanyaan-tidak-dikenal")}


def test_unknown_part_key_and_shape_are_refused() -> None:
    assert galat(isian() | {"lain": {}}) == {("isi", "bagian-tidak-dikenal")}
    assert galat(isian() | {"individu": {"a b": {}}}) == {("individu", "kunci-anggota-tidak-sah")}
    assert galat(isian() | {"individu": {"a": 3}}) == {("individu.a", "jenis-salah")}
    assert galat(isian() | {"keluarga": []}) == {("keluarga", "jenis-salah")}
    banyak: dict[str, Any] = {str(n): {} for n in range(ANGGOTA_MAKS + 1)}
    assert galat(isian() | {"individu": banyak}) == {("individu", "anggota-terlalu-banyak")}


# -- result of the visit


def test_incomplete_visit_turns_gaps_into_warnings_but_keeps_wrong_codes() -> None:
    isi = isian(keluarga={"205": 2, "303": None, "304": 99})
    assert ("keluarga.303", "wajib-diisi") in temuan(isi)
    assert galat(isi) == {("keluarga.304", "kode-tidak-dikenal")}


def test_presence_is_required_even_in_an_incomplete_visit() -> None:
    isi = isian(keluarga={"205": 2})
    isi["individu"]["x"] = {}
    assert ("individu.x.404", "wajib-diisi") in galat(isi)


@pytest.mark.parametrize("hasil", [3, 4, 5])
def test_failed_visit_has_no_answers(hasil: Any) -> None:
    assert not temuan({"keluarga": {"205": hasil}})
    assert temuan({"keluarga": {"205": hasil, "303": 1}}) == {("keluarga.303", "tidak-ditanyakan")}
    assert ("individu", "tidak-ditanyakan") in temuan({"keluarga": {"205": hasil}, "individu": {"a": kepala()}})


def test_result_is_required() -> None:
    assert ("keluarga.205", "wajib-diisi") in galat({"keluarga": {}})


# -- rules between answers


@pytest.mark.parametrize("anggota", [(orang(),), (kepala(), kepala()), ({"404": 6, "409": 1}, orang())])
def test_exactly_one_present_head(anggota: Any) -> None:
    assert ("individu.409", "kepala-tepat-satu") in galat(isian(*anggota))


def test_a_dead_head_and_his_successor_are_one_head() -> None:
    mati = {"404": 2, "404_tanggal": "2026-05-01", "409": 1}
    assert not galat(isian(mati, kepala()))


@pytest.mark.parametrize(
    ("jenjang", "ijazah", "kelas", "kode"),
    [
        (3, 3, 8, None),
        (3, 23, 8, None),
        (8, 3, 2, None),
        (3, 8, 8, "ijazah-di-atas-jenjang"),
        (13, 19, 8, "ijazah-di-atas-jenjang"),
        (18, 19, 8, "ijazah-di-atas-jenjang"),
        (22, 21, 2, None),
        (4, 3, 7, "kelas-sd"),
        (3, 23, 6, None),
    ],
)
def test_certificate_and_grade_fit_the_level(jenjang: Any, ijazah: Any, kelas: Any, kode: Any) -> None:
    isi = isian(kepala(), orang(p412=3, p413=jenjang, p414=kelas, p415=ijazah))
    assert {k for _, k in galat(isi)} == ({kode} if kode else set())


PERINGATAN = [
    ("ijazah-belum-tamat", {"p412": 3, "p413": 3, "p414": 4, "p415": 3}),
    ("kelas-smp-sma", {"p412": 2, "p413": 13, "p414": 5, "p415": 8}),
    ("pasangan-terlalu-muda", {"p409": 2, "p407": 9, "p408": 2, "p405": 2}),
    ("kawin-terlalu-muda", {"p409": 2, "p407": 9, "p408": 2, "p405": 2}),
    ("pasangan-belum-kawin", {"p409": 2, "p408": 1, "p405": 2}),
    ("pasangan-sama-jenis-kelamin", {"p409": 2, "p408": 2, "p405": 1}),
]


@pytest.mark.parametrize(("kode", "tetap"), PERINGATAN)
def test_odd_but_possible_answers_are_warned_of(kode: Any, tetap: Any) -> None:
    isi = isian(kepala(p405=1), orang(**tetap))
    assert kode in {k for _, k in temuan(isi)}
    assert not galat(isi)


def test_a_child_head_is_warned_of() -> None:
    assert temuan(isian(kepala(p407=9))) == {("individu.baru-1.407", "kepala-terlalu-muda")}


def test_an_ordinary_couple_has_no_finding() -> None:
    assert not temuan(isian(kepala(p405=1, p408=2), orang(p409=2, p405=2, p408=2)))
    assert not temuan(isian(kepala(p405=2, p408=2), orang(p409=2, p405=1, p408=2)))


@pytest.mark.parametrize(
    ("bulan", "tahun", "salah"), [(11, 2026, False), (12, 2025, False), (12, 2026, True), (1, 2027, True)]
)
def test_nothing_was_received_after_the_visit(bulan: Any, tahun: Any, salah: Any) -> None:
    isi = isian(keluarga={"501b": 1, "501b_bulan": bulan, "501b_tahun": tahun})
    assert galat(isi) == ({("keluarga.501b_bulan", "penerimaan-di-masa-depan")} if salah else set())


def test_nobody_died_after_the_visit() -> None:
    isi = isian(kepala(), {"404": 2, "404_tanggal": "2026-11-22"})
    assert galat(isi) == {("individu.baru-2.404_tanggal", "tanggal-di-masa-depan")}


# -- properties

PILIHAN = st.randoms(use_true_random=False)


@settings(max_examples=60)
@given(PILIHAN, st.lists(st.integers(0, 120), min_size=1, max_size=6))
def test_whoever_follows_the_questionnaire_breaks_no_rule_about_single_answers(acak: Any, umur: Any) -> Any:
    def pilih(p: Any) -> Any:
        if p.jenis is Jenis.KODE:
            return acak.choice([*p.pilihan])
        if p.jenis is Jenis.BITMASK:
            return acak.choice([acak.randint(1, sum(p.pilihan)), *p.eksklusif])
        return acak.randint(p.min, p.maks) if p.jenis is Jenis.BILANGAN else "2020-01-01"

    anggota = [orang(pilih, p407=u, p409=1 if n == 0 else 8, p405=acak.choice([1, 2])) for n, u in enumerate(umur)]
    antar = {a.kode for a in REGSOSEK.aturan}
    assert {k for _, k in galat(isian(*anggota, pilih=pilih))} <= antar


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda s: st.dictionaries(st.text(max_size=9), s)))
def test_no_input_makes_the_check_fail_or_echoes_it(isi: Any) -> None:
    satu = dict.fromkeys(REGSOSEK.bagian["individu"], isi)
    bentuk = {"keluarga": {"205": 1, "301a": isi, "303": isi}, "individu": {"a": isi, "b": satu, "c": {"409": isi}}}
    assert REGSOSEK.periksa({"keluarga": {"205": isi}}, HARI) or isi in {3, 4, 5}
    for t in REGSOSEK.periksa(bentuk, HARI):
        assert t.kode
        assert all((*t.pesan, *t.saran))


# -- the data file itself


@pytest.mark.parametrize(
    "rusak",
    [
        lambda d: d["keluarga"].append(d["keluarga"][0]),
        lambda d: d["keluarga"].insert(0, d["keluarga"][-1] | {"no": "x", "bila": {"p": "310"}}),
        lambda d: d["keluarga"][0].pop("pilihan"),
        lambda d: d["individu"][1].update(pilihan={"1": {"id": "a", "en": "a"}}),
        lambda d: d["individu"].append(
            {**d["individu"][0], "no": "z", "jenis": "bitmask", "pilihan": {"3": {"id": "a", "en": "a"}}}
        ),
        lambda d: d["aturan"][0].update(jenis="apa-saja"),
        lambda d: d["aturan"][0].update(lokasi="999"),
        lambda d: d["individu"][1].update(wajib={"p": "431f"}),
        lambda d: d["kanonik"]["lantai"]["peta"].pop("8"),
        lambda d: d["kanonik"]["lantai"].update(p=["303", "304"]),
        lambda d: d["kanonik"]["lantai"].update(p=["999"]),
        lambda d: d["kanonik"]["umur"].update(bagian="kepala"),
        lambda d: d.update(kolom=[{"bagian": "individu", "kolom": "x", "p": "999"}]),
        lambda d: d.update(peringkat={"keluarga": ["999"], "individu": [], "is_asumsi": True, "sumber": "x"}),
    ],
)
def test_a_data_file_that_contradicts_itself_is_refused(rusak: Any) -> None:
    data = copy.deepcopy(DATA)
    rusak(data)
    with pytest.raises(InstrumenTidakSah):
        susun(data)
