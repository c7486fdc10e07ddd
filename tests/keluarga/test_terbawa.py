"""What a new sheet cannot say comes along, in its own words and with its own day, until something takes its place."""

from datetime import date
from typing import Any

import pytest

from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kanonik import turunkan
from app.keluarga.terbawa import TERBAWA, Terbawa, Warisan, hari_tertua, terbawa
from tests.pabrik.keluarga import isian, kepala, orang

DESA = "32.04.05.2001"
DULU, KINI, NANTI = date(2015, 6, 1), date(2026, 6, 30), date(2026, 8, 1)
PBDT, DTSEN, REGSOSEK = KodeInstrumen.PBDT2015, KodeInstrumen.DTSEN2025, KodeInstrumen.REGSOSEK2022K
SAWAH = {"luas_lantai": 40, "sumber_penerangan": 1, "daya": 2, "jumlah_sapi": 3}


def pbdt(**keluarga: Any) -> dict[str, Any]:
    return isian(keluarga=SAWAH | keluarga, instrumen=muat(PBDT))


def dtsen(**keluarga: Any) -> dict[str, Any]:
    """Return a sheet that says little."""
    orang = {k: v for k, v in kepala(muat(DTSEN)).items() if k in {"404", "405", "407", "409"}}
    rumah = {"205": 2} | {n.removeprefix("p"): v for n, v in keluarga.items()}
    return {"kepala": {}, "keluarga": rumah, "individu": {"kepala": orang}}


def sesudah(
    lama: Terbawa, isi: dict[str, Any], hari: date = KINI, ke: KodeInstrumen = DTSEN, waris: Any = None
) -> dict[str, Any]:
    """Return a sheet after answers on record."""
    return isi | {TERBAWA: Warisan(ke, lama).bawa(isi, hari, waris or {})}


def nilai(isi: dict[str, Any], ke: KodeInstrumen = DTSEN) -> dict[str, int | None]:
    return turunkan(ke, isi, kode_desa=DESA)


def test_what_the_new_questionnaire_cannot_say_is_scored_on_and_keeps_its_day() -> None:
    isi = sesudah(Terbawa(PBDT, DULU, pbdt()), dtsen())
    dulu, kini = nilai(pbdt(), PBDT), nilai(isi)
    for konsep in ("luas_kapita", "penerangan", "daya", "ternak_besar"):
        assert kini[konsep] == dulu[konsep] is not None
    assert [(t.instrumen, t.tanggal) for t in terbawa(isi)] == [(PBDT, DULU)]
    assert hari_tertua(isi, KINI) == DULU
    assert hari_tertua(dtsen(), KINI) == KINI


def test_what_the_new_answers_say_prevails_and_does_not_come_along() -> None:
    isi = sesudah(Terbawa(PBDT, DULU, pbdt()), dtsen(p302=60, p307a=4))
    assert nilai(isi)["luas_kapita"] == 6_000
    assert nilai(isi)["daya"] == 0
    [bawaan] = terbawa(isi)
    assert "luas_lantai" not in bawaan.jawaban(None)


def test_a_blank_that_means_none_in_a_complete_visit_comes_along_as_none() -> None:
    lama = pbdt()
    del lama["keluarga"]["jumlah_sapi"]
    dulu = nilai(lama, PBDT)["ternak_besar"]
    assert nilai(sesudah(Terbawa(PBDT, DULU, lama), dtsen()))["ternak_besar"] == dulu


def test_it_keeps_its_day_through_every_further_sheet_and_is_taken_up_by_its_own_questionnaire() -> None:
    satu = sesudah(Terbawa(PBDT, DULU, pbdt()), dtsen())
    dua = sesudah(Terbawa(DTSEN, KINI, satu), dtsen(), NANTI)
    assert terbawa(dua) == terbawa(satu)
    lagi = Warisan(PBDT, Terbawa(DTSEN, NANTI, dua))
    assert lagi.lembar["keluarga"].items() >= SAWAH.items()
    isi = pbdt()
    bawaan = lagi.bawa(isi, date(2026, 9, 1), {None: {"luas_lantai"}})
    assert (bawaan[-1]["instrumen"], bawaan[-1]["tanggal"]) == (PBDT, DULU.isoformat())
    assert bawaan[-1]["keluarga"] == {"luas_lantai": 40}


def test_what_a_file_leaves_blank_keeps_the_day_from_which_it_stays() -> None:
    lama = dtsen(p302=60)
    satu = sesudah(Terbawa(DTSEN, DULU, lama), lama, KINI, waris={None: {"302"}})
    dua = sesudah(Terbawa(DTSEN, KINI, satu), lama, NANTI, waris={None: {"302"}})
    for isi in (satu, dua):
        assert isi[TERBAWA] == [
            {"instrumen": DTSEN, "tanggal": DULU.isoformat(), "keluarga": {"302": 60}, "individu": {}}
        ]
    assert sesudah(Terbawa(DTSEN, KINI, satu), lama, NANTI)[TERBAWA] == []


@pytest.mark.parametrize(("umur", "cacat", "harap"), [(1, 1, 1), (1, 0, 0), (1, None, 0), (2, 1, 1)])
def test_what_a_questionnaire_asks_only_of_older_people_stays_of_who_is_younger(
    umur: int, cacat: int | None, harap: int
) -> None:
    bayi = {"404": 1, "405": 1, "407": umur, "409": 3}
    baru = dtsen() | {"individu": {"baru-1": bayi}}
    lama = isian(orang(instrumen=muat(PBDT), umur=umur, jenis_cacat=cacat), keluarga=SAWAH, instrumen=muat(PBDT))
    isi = sesudah(Terbawa(PBDT, DULU, lama), baru)
    for lembar in (isi, sesudah(Terbawa(DTSEN, KINI, isi), baru, NANTI)):
        assert nilai(lembar)["penyandang_disabilitas"] == harap
        assert cacat is None or [t.tanggal for t in terbawa(lembar) if "jenis_cacat" in t.jawaban("baru-1")] == [DULU]


def test_what_came_along_of_a_small_child_gives_way_once_the_child_is_asked() -> None:
    lama = isian(orang(instrumen=muat(PBDT), umur=1, jenis_cacat=1), keluarga=SAWAH, instrumen=muat(PBDT))
    satu = sesudah(Terbawa(PBDT, DULU, lama), dtsen() | {"individu": {"baru-1": {"404": 1, "407": 1, "409": 3}}})
    diri = {"404": 1, "407": 2, "409": 3} | {f"428{n}": 4 for n in "abcdef"}
    dua = sesudah(Terbawa(DTSEN, KINI, satu), dtsen() | {"individu": {"baru-1": diri}}, NANTI)
    assert nilai(dua)["penyandang_disabilitas"] == 0
    assert all("jenis_cacat" not in t.jawaban("baru-1") for t in terbawa(dua))


def test_nobody_hands_in_what_comes_along() -> None:
    isi = pbdt() | {TERBAWA: "?"}
    assert [(t.lokasi, t.kode) for t in muat(PBDT).periksa(isi, KINI)][:1] == [("isi", "bagian-tidak-dikenal")]
