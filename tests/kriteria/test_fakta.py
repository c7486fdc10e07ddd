"""What the answers of each instrument and of the short questionnaire tell the criteria."""

from datetime import date
from typing import Any

import pytest

from app.core.teks import Teks
from app.keluarga.banding import Terjawab
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.kriteria import kuesioner
from app.kriteria.fakta import Pengetahuan, dari_kuesioner, dari_survei, gabung
from app.kriteria.perangkat import Hasil, KodePerangkat
from app.kriteria.perangkat import muat as perangkat
from tests.pabrik.keluarga import isian, kepala, orang

PBDT, DTSEN, REGSOSEK = (muat(KodeInstrumen(k)) for k in ("PBDT2015", "DTSEN2025", "REGSOSEK2022K"))
HARI = date(2026, 2, 1)


def survei(alat: Instrumen, *anggota: Any, **keluarga: Any) -> Pengetahuan:
    tetap = {k.removeprefix("p") if k[1:2].isdigit() else k: v for k, v in keluarga.items()}
    isi = isian(*anggota, keluarga=tetap, instrumen=alat)
    return dari_survei(Terjawab.dari(alat.kode, isi), "32.04.05.2001", HARI)


def hasil(kode: KodePerangkat, tahu: Pengetahuan) -> dict[str, Hasil]:
    return {k.no: h for k, h in perangkat(kode).nilai(tahu.nilai).butir}


def test_a_poor_family_of_regsosek_by_hand() -> None:
    """Five persons on 36 m², earth, bamboo, no toilet, unlit, river water, firewood; the head a farm worker."""
    diri = kepala(REGSOSEK, p407=40, p412=3, p413=3, p414=4, p415=23, p416a=1, p416b=40, p417=1, p418=6)
    rumah = {"p302": 36, "p303": 8, "p304": 4, "p305": 7, "p306a": 9, "p307a": 4, "p308": 10, "p309a": 6}
    tahu = survei(REGSOSEK, diri, *(orang() for _ in range(4)), **rumah)
    bps = hasil(KodePerangkat.R_BPS14, tahu)
    assert [n for n, h in bps.items() if h is Hasil.YA] == ["1", "2", "3", "4", "5", "6", "7", "12", "13"]
    assert [n for n, h in bps.items() if h is Hasil.TIDAK_DIKETAHUI] == ["8", "9", "10", "11", "14"]
    assert perangkat(KodePerangkat.R_BPS14).nilai(tahu.nilai).bacaan == "MEMENUHI"
    k146 = hasil(KodePerangkat.R_146, tahu)
    assert [n for n, h in k146.items() if h is Hasil.YA] == ["6", "7", "9", "10", "11"]
    assert k146["8"] is Hasil.TIDAK_DIKETAHUI
    k262 = hasil(KodePerangkat.R_262, tahu)
    assert [n for n, h in k262.items() if h is Hasil.YA] == ["e", "f", "g", "h"]


def test_a_well_off_family_of_regsosek_by_hand() -> None:
    """Two persons on 90 m², ceramic, masonry, own toilet, 1,300 W, bottled water, gas; the head a graduate clerk."""
    diri = kepala(REGSOSEK, p407=40, p412=3, p413=19, p414=8, p415=19, p416a=1, p416b=40, p417=20, p418=5)
    rumah = {"p302": 90, "p303": 2, "p304": 1, "p305": 2, "p306a": 1, "p307a": 1, "p307b1": 3, "p308": 3, "p309a": 1}
    tahu = gabung(survei(REGSOSEK, diri, orang(), **rumah), dari_kuesioner(_BAIK, HARI))
    for kode in KodePerangkat:
        assert set(hasil(kode, tahu).values()) == {Hasil.TIDAK}, kode
    assert perangkat(KodePerangkat.R_BPS14).nilai(tahu.nilai).bacaan == "TIDAK_MEMENUHI"
    assert perangkat(KodePerangkat.R_262).nilai(tahu.nilai).bacaan == "TIDAK_MEMENUHI"


_BAIK = {
    "tempat_tinggal": 1, "kepala_bekerja": 1, "khawatir_makan": 2, "pengeluaran_makan": 2, "makanan_pokok": 2,
    "beli_pakaian": 3, "mata_pencaharian": 3, "berobat": 1, "menyekolahkan": 2, "konsumsi_daging": 3,
    "frekuensi_makan": 3, "penghasilan_kepala": 2, "tabungan": 1, "kondisi_dinding": 1, "kualitas_lantai": 1,
    "kondisi_atap": 1,
}  # fmt: skip


def test_a_family_of_2015_by_hand() -> None:
    """Poor boards, poor masonry, thatch in poor state, PLN without a meter, rain water: 146 says 6, 7, 8, 9 and 11."""
    tahu = survei(
        PBDT, lantai=8, dinding=1, kondisi_dinding=2, atap=9, kondisi_atap=2, sumber_penerangan=1, daya=6,
        sumber_airminum=11, luas_lantai=8,
    )  # fmt: skip
    k146 = hasil(KodePerangkat.R_146, tahu)
    assert [n for n, h in k146.items() if h is Hasil.YA] == ["6", "7", "8", "9", "11"]
    assert k146["10"] is Hasil.TIDAK
    assert hasil(KodePerangkat.R_BPS14, tahu)["3"] is Hasil.TIDAK_DIKETAHUI


def test_wood_of_2015_is_known_to_be_good() -> None:
    assert hasil(KodePerangkat.R_146, survei(PBDT, lantai=5))["7"] is Hasil.TIDAK
    assert hasil(KodePerangkat.R_146, survei(REGSOSEK, p303=5))["7"] is Hasil.TIDAK_DIKETAHUI


@pytest.mark.parametrize(
    ("alat", "kode", "nilai"),
    [
        (REGSOSEK, {"p416a": 2}, 6),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 1, "p418": 6}, 2),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 4, "p418": 1}, 3),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 11, "p418": 7}, 4),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 11, "p418": 3}, 6),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 3, "p418": 4}, 5),
        (REGSOSEK, {"p416a": 1, "p416b": 9, "p417": 1, "p418": 1}, None),
        (DTSEN, {"p416a": 1, "p416b": 9, "p417": 20, "p418": 5}, 6),
        (PBDT, {"bekerja": 2}, 6),
        (PBDT, {"bekerja": 1, "lapangan_usaha": 4, "kedudukan": 1}, 3),
        (PBDT, {"bekerja": 1, "lapangan_usaha": 5, "kedudukan": 1}, 6),
        (PBDT, {"bekerja": 1, "lapangan_usaha": 11, "kedudukan": 7}, 4),
        (PBDT, {"bekerja": 1, "lapangan_usaha": 2, "kedudukan": 1}, None),
    ],
)
def test_the_heads_work_is_read_from_the_form_where_it_tells(alat: Any, kode: Any, nilai: Any) -> None:
    """A farmer's land is not on the form, so his criterion stays open until it is asked."""
    assert survei(alat, kepala(alat, **kode)).nilai.get("pekerjaan_kepala") == nilai


def test_own_shared_and_communal_toilets_count_as_owned_but_public_ones_do_not() -> None:
    assert [survei(REGSOSEK, p309a=k).nilai["jamban"] for k in range(1, 7)] == [1, 1, 1, 0, 0, 0]


def test_the_short_questionnaire_prevails_and_brings_its_own_source() -> None:
    lama, baru = survei(PBDT, lantai=5), dari_kuesioner({"kualitas_lantai": 2}, date(2026, 3, 1))
    tahu = gabung(lama, baru)
    assert (lama.nilai["kualitas_lantai"], tahu.nilai["kualitas_lantai"]) == (1, 2)
    assert tahu.sumber["kualitas_lantai"].asal == "KUESIONER_KRITERIA"
    assert tahu.sumber["kualitas_lantai"].jawaban == Teks("rendah", "poor")
    assert tahu.sumber["lantai"].asal == "PBDT2015"


def test_sources_tell_question_and_answer_in_words() -> None:
    tahu = survei(REGSOSEK, kepala(REGSOSEK, p412=1), p302=36, p303=8, p307a=4)
    assert tahu.sumber["lantai"].pertanyaan == Teks("Jenis lantai terluas", "Main floor material")
    assert tahu.sumber["lantai"].jawaban == Teks("tanah", "earth")
    assert tahu.sumber["luas_kapita"].jawaban == Teks("36,00 m²", "36.00 m²")
    assert (
        tahu.sumber["kepala_pendidikan"].jawaban.en.startswith("never") or tahu.sumber["kepala_pendidikan"].jawaban.id
    )
    assert tahu.sumber["daya"].jawaban == Teks("bukan listrik", "not electric")
    assert tahu.sumber["kepala_umur"].jawaban == Teks("30", "30")
    assert tahu.sumber["ukuran"].jawaban == Teks("1", "1")
    for s in tahu.sumber.values():
        assert all((*s.pertanyaan, *s.jawaban)), s.konsep


@pytest.mark.parametrize(
    ("isi", "temuan"),
    [
        ({}, {("isi", "wajib-diisi")}),
        ({"berobat": None}, {("isi", "wajib-diisi")}),
        ({"berobat": 4}, {("isi.berobat", "kode-tidak-dikenal")}),
        ({"berobat": True}, {("isi.berobat", "jenis-salah")}),
        ({"karangan": 1}, {("isi", "pertanyaan-tidak-dikenal")}),
    ],
)
def test_bad_answers_to_the_short_questionnaire_are_named(isi: Any, temuan: Any) -> None:
    assert {(t.lokasi, t.kode) for t in kuesioner.muat().periksa(isi)} == temuan


def test_good_answers_have_no_finding_and_gaps_stay_unknown() -> None:
    assert kuesioner.muat().periksa(_BAIK) == []
    assert dari_kuesioner({"berobat": 2}, HARI).nilai == {"berobat": 2}
