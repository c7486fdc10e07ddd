"""What changed between two sets of answers of a family."""

from typing import Any

from app.core.teks import Teks
from app.keluarga.banding import JenisPerbedaan, Terjawab, bandingkan
from app.keluarga.instrumen import KodeInstrumen, muat
from tests.pabrik.keluarga import isian, orang

PBDT, DTSEN, REGSOSEK = (muat(KodeInstrumen(k)) for k in ("PBDT2015", "DTSEN2025", "REGSOSEK2022K"))


def dijawab(alat: Any, *anggota: Any, **keluarga: Any) -> Terjawab:
    tetap = {k.removeprefix("p"): v for k, v in keluarga.items()} if alat is not PBDT else keluarga
    return Terjawab.dari(alat.kode, isian(*anggota, keluarga=tetap, instrumen=alat))


def test_equal_answers_do_not_differ() -> None:
    assert bandingkan(dijawab(REGSOSEK), dijawab(REGSOSEK)) == []


def test_a_changed_question_is_told_in_words() -> None:
    (satu,) = bandingkan(dijawab(REGSOSEK, p303=8), dijawab(REGSOSEK, p303=2))
    assert (satu.jenis, satu.bagian, satu.anggota, satu.no) == (JenisPerbedaan.BERUBAH, "keluarga", None, "303")
    assert satu.pertanyaan == Teks("Jenis lantai terluas", "Main floor material")
    assert (satu.lama, satu.baru) == (Teks("tanah", "earth"), Teks("keramik", "ceramic"))


def test_an_answer_may_appear_and_disappear() -> None:
    ada, tiada = dijawab(REGSOSEK, p307a=1, p307b1=1, p307b2=3), dijawab(REGSOSEK, p307a=1, p307b1=1)
    assert [(p.jenis, p.no) for p in bandingkan(tiada, ada)] == [(JenisPerbedaan.TERISI, "307b2")]
    assert [(p.jenis, p.lama) for p in bandingkan(ada, tiada)] == [(JenisPerbedaan.KOSONG, Teks("1.300 W", "1,300 W"))]


def test_empty_livestock_of_a_complete_visit_is_none_and_no_change() -> None:
    assert bandingkan(dijawab(REGSOSEK), dijawab(REGSOSEK, p504a=0)) == []
    (satu,) = bandingkan(dijawab(REGSOSEK), dijawab(REGSOSEK, p504a=3))
    assert (satu.lama, satu.baru) == (Teks("0", "0"), Teks("3", "3"))


def test_persons_come_go_and_change() -> None:
    kepala = orang(p409=1)
    lama, baru = dijawab(REGSOSEK, kepala), dijawab(REGSOSEK, orang(p409=1, p430=4, p431a=3), orang())
    ubah = bandingkan(lama, baru)
    assert [(p.jenis, p.anggota, p.no) for p in ubah] == [
        (JenisPerbedaan.BERUBAH, "baru-1", "430"),
        (JenisPerbedaan.BERUBAH, "baru-1", "431a"),
        (JenisPerbedaan.ANGGOTA_BARU, "baru-2", None),
    ]
    assert ubah[1].baru == Teks("PBI/JKN, JKN mandiri", "PBI/JKN, JKN, self-paid")
    assert bandingkan(baru, lama)[-1].jenis is JenisPerbedaan.ANGGOTA_TIDAK_ADA


def test_the_header_is_no_answer() -> None:
    satu = isian()
    lain = satu | {"kepala": {"nama_ppl": "Lain"}}
    kode = REGSOSEK.kode
    assert bandingkan(Terjawab.dari(kode, satu), Terjawab.dari(kode, lain)) == []


def test_different_instruments_are_compared_by_meaning() -> None:
    """C.5: earth is 9 in 2015 and 8 later: no change; roof 5 of DTSEN is bamboo."""
    kepala = [orang(instrumen=PBDT, hubungan=1), orang(p409=1)]
    lama, baru = dijawab(PBDT, kepala[0], lantai=9, atap=8), dijawab(REGSOSEK, kepala[1], p303=8, p305=7)
    beda = {p.no: (p.lama, p.baru) for p in bandingkan(lama, baru)}
    assert "lantai" not in beda
    assert beda["atap"] == (Teks("bambu", "bamboo"), Teks("jerami/ijuk/daun/rumbia", "thatch"))
    assert "internet" not in beda
    assert "bambu" in str([p.baru for p in bandingkan(dijawab(REGSOSEK, p305=5), dijawab(DTSEN, p305=5))])
    assert not [p for p in bandingkan(dijawab(REGSOSEK, p305=6), dijawab(DTSEN, p305=5)) if p.no == "atap"]


def test_persons_are_compared_by_meaning_too() -> None:
    lama = dijawab(PBDT, orang(instrumen=PBDT, hubungan=1, sekolah=0, umur=30))
    baru = dijawab(REGSOSEK, orang(p409=1, p412=1, p407=31))
    orangnya = {p.no for p in bandingkan(lama, baru) if p.anggota}
    assert "umur" in orangnya
    assert "sekolah" not in orangnya
