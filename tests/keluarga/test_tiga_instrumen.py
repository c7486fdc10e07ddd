"""Each instrument by itself: its lists, its rules, and that whatever it lets pass can be converted."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.keluarga.instrumen import BAGIAN, Instrumen, KodeInstrumen, data, muat
from app.keluarga.kanonik import REGISTRI, turunkan
from app.keluarga.pertanyaan import Jenis, Tingkat
from tests.keluarga.skema_instrumen import SkemaBeda, SkemaInstrumen
from tests.pabrik.keluarga import isian, kepala, orang

HARI = date(2026, 11, 21)
DESA = "32.04.05.2001"
PBDT, DTSEN, REGSOSEK = (muat(KodeInstrumen(k)) for k in ("PBDT2015", "DTSEN2025", "REGSOSEK2022K"))
SEMUA = [muat(k) for k in KodeInstrumen]
ACAK = st.randoms(use_true_random=False)
setiap = pytest.mark.parametrize("alat", SEMUA, ids=lambda a: str(a.kode))


def temuan(alat: Instrumen, isi: Any) -> set[tuple[str, str]]:
    return {(t.lokasi, t.kode) for t in alat.periksa(isi, HARI)}


def galat(alat: Instrumen, isi: Any) -> set[tuple[str, str]]:
    return {(t.lokasi, t.kode) for t in alat.periksa(isi, HARI) if t.tingkat is Tingkat.GALAT}


def pbdt(*anggota: Any, **keluarga: Any) -> dict[str, Any]:
    return isian(*anggota, keluarga=keluarga, instrumen=PBDT)


@pytest.mark.parametrize("kode", KodeInstrumen)
def test_a_data_file_follows_the_schema(kode: KodeInstrumen) -> None:
    mentah = json.loads(files("app.keluarga").joinpath(f"data/{kode}.json").read_text(encoding="utf-8"))
    (SkemaBeda if "dasar" in mentah else SkemaInstrumen).model_validate(mentah)
    SkemaInstrumen.model_validate(data(kode))


@setiap
def test_a_faultless_questionnaire_has_no_finding(alat: Instrumen) -> None:
    assert temuan(alat, isian(instrumen=alat)) == set()


@setiap
def test_every_question_and_code_has_both_languages_and_a_source(alat: Instrumen) -> None:
    for p in (p for bagian in alat.bagian.values() for p in bagian.values()):
        kata = [*p.pilihan.values(), *p.eksklusif.values(), p.label]
        assert p.sumber
        assert all(t.id and t.en for t in kata), p.no


@setiap
def test_every_rule_says_what_is_wrong_and_what_to_do_in_both_languages(alat: Instrumen) -> None:
    for a in alat.aturan:
        assert all((*a.pesan, *a.saran, a.sumber)), a.kode
        assert a.pesan != a.saran


@setiap
def test_photos_have_labels_and_a_source(alat: Instrumen) -> None:
    assert len({f.jenis for f in alat.foto}) == len(alat.foto)
    assert all(all((*f.label, f.sumber)) for f in alat.foto)


@setiap
def test_canonical_codes_are_those_of_the_variable(alat: Instrumen) -> None:
    for nama, v in REGISTRI.items():
        asal = alat.kanonik.get(nama)
        if asal and v.kode is not None:
            assert {*(asal.peta or {}).values(), *(k for _, k in asal.menurut)} <= v.kode, nama


@setiap
@settings(max_examples=40, deadline=None)
@given(
    st.randoms(use_true_random=False), st.lists(st.integers(0, 120), min_size=1, max_size=6), st.sampled_from([1, 2])
)
def test_valid_answers_of_any_instrument_convert_within_bounds(
    alat: Instrumen, acak: Any, umur: Any, hasil: Any
) -> None:
    """C.5: whatever an instrument lets pass becomes canonical variables inside their declared bounds, or unknown."""

    def pilih(p: Any) -> Any:
        if p.jenis is Jenis.KODE:
            return acak.choice([*p.pilihan])
        if p.jenis is Jenis.BITMASK:
            return acak.choice([acak.randint(1, sum(p.pilihan)), *p.eksklusif])
        return acak.randint(p.min, p.maks) if p.jenis is Jenis.BILANGAN else "2020-01-01"

    no_umur = alat.kanonik["umur"].p[0]
    tetap: list[dict[str, Any]] = [{no_umur: u, alat.hubungan: 1 if n == 0 else 8} for n, u in enumerate(umur)]
    anggota = [orang(pilih, alat, **t) for t in tetap]
    isi = isian(*anggota, pilih=pilih, keluarga={alat.hasil: hasil}, instrumen=alat)
    antar = {a.kode for a in alat.aturan}
    assert {k for _, k in galat(alat, isi)} <= antar
    nilai = turunkan(alat.kode, isi, kode_desa=DESA)
    assert nilai.keys() == REGISTRI.keys()
    for nama, n in nilai.items():
        v = REGISTRI[nama]
        assert n is None or (type(n) is int and v.min <= n <= v.maks and (v.kode is None or n in v.kode)), nama


@setiap
def test_what_an_instrument_does_not_ask_stays_unknown(alat: Instrumen) -> None:
    """C.5: no default stands in for a question that the form does not have."""
    nilai = turunkan(alat.kode, isian(instrumen=alat), kode_desa=DESA)
    tanpa = {n for n, v in REGISTRI.items() if any(k not in {*alat.kanonik, "keberadaan", "kode_desa"} for k in v.asal)}
    assert tanpa == ({"internet", "rekening", "aset_smartphone"} if alat is PBDT else set())
    assert all(nilai[n] is None for n in tanpa)


# -- PBDT2015


@pytest.mark.parametrize(
    ("no", "jumlah"),
    [("lantai", 10), ("dinding", 7), ("atap", 10), ("sumber_airminum", 12), ("cara_peroleh_airminum", 3),
     ("sumber_penerangan", 3), ("daya", 6), ("bb_masak", 9), ("fasbab", 4), ("kloset", 4), ("buang_tinja", 6),
     ("sta_bangunan", 5), ("sta_lahan", 4)],
)  # fmt: skip
def test_code_lists_of_the_2015_dwelling_are_complete(no: str, jumlah: int) -> None:
    assert set(PBDT.bagian["keluarga"][no].pilihan) == set(range(1, jumlah + 1))


@pytest.mark.parametrize(
    ("no", "kode"),
    [("hubungan", range(1, 9)), ("status_kawin", range(1, 5)), ("jenis_cacat", range(13)), ("penyakit", range(10)),
     ("sekolah", range(3)), ("jenjang", range(1, 11)), ("ijazah", range(7)), ("lapangan_usaha", range(1, 23)),
     ("kedudukan", range(1, 9)), ("domisili", range(1, 4)), ("akta_nikah", range(3))],
)  # fmt: skip
def test_code_lists_of_the_2015_person_are_complete(no: str, kode: range) -> None:
    assert set(PBDT.bagian["individu"][no].pilihan) == set(kode)


def test_the_2015_identity_cards_are_a_sum_up_to_15() -> None:
    p = PBDT.bagian["individu"]["kartu_identitas"]
    assert [n for n in range(-1, 18) if p.salah(n) is None] == [*range(16)]
    assert p.is_asumsi


def test_fifteen_movables_are_asked_in_2015() -> None:
    aset = [no for no in PBDT.bagian["keluarga"] if no.startswith("ada_")]
    assert len(aset) == 15


@pytest.mark.parametrize(
    ("no", "di_dalam", "di_luar", "nilai"),
    [
        ("sta_lahan", {"sta_bangunan": 1}, {"sta_bangunan": 2}, 1),
        ("daya", {"sumber_penerangan": 1}, {"sumber_penerangan": 2}, 6),
        ("kloset", {"fasbab": 3}, {"fasbab": 4}, 2),
    ],
)
def test_2015_family_answer_outside_its_condition_is_refused(no: Any, di_dalam: Any, di_luar: Any, nilai: Any) -> None:
    assert (f"keluarga.{no}", "wajib-diisi") in galat(PBDT, pbdt(**di_dalam, **{no: None}))
    assert (f"keluarga.{no}", "tidak-ditanyakan") in galat(PBDT, pbdt(**di_luar, **{no: nilai}))
    assert not galat(PBDT, pbdt(**di_dalam, **{no: nilai}))


@pytest.mark.parametrize(
    ("no", "di_luar", "nilai"),
    [
        ("sekolah", {"umur": 4}, 0),
        ("ijazah", {"sekolah": 0}, 1),
        ("jenjang", {"sekolah": 0}, 1),
        ("lapangan_usaha", {"bekerja": 2}, 1),
        ("kedudukan", {"bekerja": 2}, 1),
        ("penyakit", {"domisili": 3}, 0),
    ],
)
def test_2015_person_answer_outside_its_condition_is_refused(no: Any, di_luar: Any, nilai: Any) -> None:
    anggota = orang(instrumen=PBDT, **di_luar) | {no: nilai}
    assert (f"individu.baru-2.{no}", "tidak-ditanyakan") in galat(PBDT, pbdt(kepala(PBDT), anggota))


def test_rules_of_2015() -> None:
    assert ("individu.hubungan", "kepala-tepat-satu") in galat(PBDT, pbdt(kepala(PBDT), kepala(PBDT)))
    tamat: dict[str, Any] = {"sekolah": 2, "jenjang": 6, "ijazah": 3}
    assert ("individu.baru-2.ijazah", "ijazah-di-atas-jenjang") in galat(
        PBDT, pbdt(kepala(PBDT), orang(instrumen=PBDT, **tamat))
    )
    assert not galat(PBDT, pbdt(kepala(PBDT), orang(instrumen=PBDT, **tamat | {"jenjang": 10, "ijazah": 6})))
    assert ("individu.baru-2.umur", "di-luar-rentang") in galat(
        PBDT, pbdt(kepala(PBDT), orang(instrumen=PBDT, umur=121))
    )
    assert ("keluarga.jumlah_sapi", "di-luar-rentang") in galat(PBDT, pbdt(jumlah_sapi=1000))
    muda = orang(instrumen=PBDT, hubungan=2, umur=9, status_kawin=1, jenis_kelamin=1)
    kode = {k for _, k in temuan(PBDT, pbdt(kepala(PBDT, jenis_kelamin=1), muda))}
    assert kode == {"pasangan-terlalu-muda", "pasangan-belum-kawin", "pasangan-sama-jenis-kelamin"}


def test_who_lives_elsewhere_is_not_counted_in_2015() -> None:
    isi = pbdt(kepala(PBDT), orang(instrumen=PBDT, domisili=2), orang(instrumen=PBDT, domisili=3))
    assert turunkan(PBDT.kode, isi, kode_desa=DESA)["ukuran"] == 2


def test_columns_of_the_2015_export_lead_to_questions() -> None:
    kolom = {k.nama: k.p for k in PBDT.kolom}
    assert kolom["Sta_bangunan"] == "sta_bangunan"
    assert kolom["Buang_tinja"] == "buang_tinja"
    assert {n for n, p in kolom.items() if p is None} == {"KDPROP", "KDKAB", "KDKEC", "Percentile"}


# -- DTSEN2025


def test_dtsen_is_regsosek_but_for_roof_and_fuel() -> None:
    beda = {
        p.no
        for b in BAGIAN
        for p in DTSEN.bagian[b].values()
        if p.pilihan != REGSOSEK.bagian[b][p.no].pilihan or p.bila != REGSOSEK.bagian[b][p.no].bila
    }
    assert beda == {"305", "308"}
    assert {a.kode for a in DTSEN.aturan} == {a.kode for a in REGSOSEK.aturan}


def test_the_39_ranking_variables_are_marked_as_an_assumption() -> None:
    assert DTSEN.peringkat is not None
    assert DTSEN.peringkat.is_asumsi
    assert "tidak ditemukan" in DTSEN.peringkat.sumber
    assert {n: len(daftar) for n, daftar in DTSEN.peringkat.bagian.items()} == {"keluarga": 26, "individu": 13}
    assert REGSOSEK.peringkat is None


def test_named_columns_of_dtsen_lead_to_questions_or_to_none() -> None:
    individu = {k.nama: k.p for k in DTSEN.kolom if k.bagian == "individu"}
    assert individu["partisipasi_sekolah"] == "412"
    assert individu["gaji"] is None
    assert len(individu) <= 48
