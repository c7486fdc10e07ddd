"""Every criterion of every set by hand: a family that meets it, one that does not, one of whom it is not known."""

import json
from importlib.resources import files
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.instrumen import muat as muat_instrumen
from app.keluarga.kanonik import REGISTRI
from app.kriteria import kuesioner
from app.kriteria.perangkat import Bacaan, Hasil, KodePerangkat, Kriteria, muat
from tests.keluarga.skema_instrumen import Kalimat, SkemaAsal, SkemaKondisi, SkemaPertanyaan, SkemaTeks

K = KodePerangkat
# set, criterion, facts that meet it, facts that do not, facts that leave it open
KASUS: list[tuple[KodePerangkat, str, list[dict[str, int]], list[dict[str, int]], list[dict[str, int]]]] = [
    (K.R_146, "1", [{"mata_pencaharian": 1}, {"mata_pencaharian": 2}], [{"mata_pencaharian": 3}], [{}]),
    (K.R_146, "2", [{"makanan_pokok": 1}], [{"makanan_pokok": 2}], [{}]),
    (K.R_146, "3", [{"berobat": 2}, {"berobat": 3}], [{"berobat": 1}], [{}]),
    (K.R_146, "4", [{"beli_pakaian": 1}], [{"beli_pakaian": 2}, {"beli_pakaian": 3}], [{}]),
    (K.R_146, "5", [{"menyekolahkan": 1}], [{"menyekolahkan": 2}, {"menyekolahkan": 3}], [{}]),
    (K.R_146, "6", [{"dinding": 3}, {"dinding": 4}, {"dinding": 6}, {"dinding": 1, "dinding_jelek": 1}],
     [{"dinding": 1, "dinding_jelek": 0}, {"dinding": 2, "dinding_jelek": 0}],
     [{}, {"dinding": 1}, {"dinding": 7}, {"dinding_jelek": 1}]),
    (K.R_146, "7", [{"lantai": 9}, {"lantai": 8}, {"lantai": 5, "kualitas_lantai": 2}],
     [{"lantai": 2}, {"lantai": 6}, {"lantai": 5, "kualitas_lantai": 1}], [{}, {"lantai": 5}]),
    (K.R_146, "8", [{"atap": 7, "atap_jelek": 1}], [{"atap": 3}, {"atap_jelek": 0}, {"atap": 7, "atap_jelek": 0}],
     [{}, {"atap": 7}]),
    (K.R_146, "9", [{"penerangan": 2}, {"penerangan": 4}], [{"penerangan": 1}, {"penerangan": 3}], [{}]),
    (K.R_146, "10", [{"luas_kapita": 799}], [{"luas_kapita": 800}], [{}]),
    (K.R_146, "11", [{"air_minum": n} for n in (6, 8, 9, 10, 11)], [{"air_minum": n} for n in (1, 2, 3, 4, 5, 7)],
     [{}]),
    (K.R_BPS14, "1", [{"luas_kapita": 799}], [{"luas_kapita": 800}], [{}]),
    (K.R_BPS14, "2", [{"lantai": 9}, {"lantai": 7}, {"lantai": 8}, {"lantai": 5, "kualitas_lantai": 2}],
     [{"lantai": 6}, {"lantai": 5, "kualitas_lantai": 1}], [{}, {"lantai": 5}]),
    (K.R_BPS14, "3", [{"dinding": 4}, {"dinding": 6}, {"dinding": 1, "kondisi_dinding": 2},
                      {"dinding": 3, "kondisi_dinding": 4}, {"dinding": 7, "kondisi_dinding": 5}],
     [{"dinding": 1, "kondisi_dinding": 1}, {"dinding": 1, "kondisi_dinding": 3}], [{}, {"dinding": 1}]),
    (K.R_BPS14, "4", [{"bab": 2}, {"bab": 3}, {"bab": 4}], [{"bab": 1}], [{}]),
    (K.R_BPS14, "5", [{"penerangan": 4}], [{"penerangan": 1}, {"penerangan": 2}, {"penerangan": 3}], [{}]),
    (K.R_BPS14, "6", [{"air_minum": n} for n in (6, 8, 9, 10)], [{"air_minum": 5}, {"air_minum": 11}], [{}]),
    (K.R_BPS14, "7", [{"bahan_bakar": n} for n in (5, 7, 8)], [{"bahan_bakar": n} for n in (1, 3, 6, 9)], [{}]),
    (K.R_BPS14, "8", [{"konsumsi_daging": 1}, {"konsumsi_daging": 2}], [{"konsumsi_daging": 3}], [{}]),
    (K.R_BPS14, "9", [{"beli_pakaian": 1}, {"beli_pakaian": 2}], [{"beli_pakaian": 3}], [{}]),
    (K.R_BPS14, "10", [{"frekuensi_makan": 1}, {"frekuensi_makan": 2}], [{"frekuensi_makan": 3}], [{}]),
    (K.R_BPS14, "11", [{"berobat": 3}], [{"berobat": 1}, {"berobat": 2}], [{}]),
    (K.R_BPS14, "12", [{"pekerjaan_kepala": 1}, {"pekerjaan_kepala": 5}, {"penghasilan_kepala": 1},
                       {"pekerjaan_kepala": 6, "penghasilan_kepala": 1}],
     [{"pekerjaan_kepala": 6, "penghasilan_kepala": 2}], [{}, {"pekerjaan_kepala": 6}, {"penghasilan_kepala": 2}]),
    (K.R_BPS14, "13", [{"kepala_pendidikan": 0}, {"kepala_pendidikan": 1}], [{"kepala_pendidikan": 2}], [{}]),
    (K.R_BPS14, "14", [{"tabungan": 2}], [{"tabungan": 1}], [{}]),
    (K.R_262, "gerbang", [{"tempat_tinggal": 2}], [{"tempat_tinggal": 1}], [{}]),
    (K.R_262, "a", [{"kepala_bekerja": 2}], [{"kepala_bekerja": 1}], [{}]),
    (K.R_262, "b", [{"khawatir_makan": 1}], [{"khawatir_makan": 2}], [{}]),
    (K.R_262, "c", [{"pengeluaran_makan": 1}], [{"pengeluaran_makan": 2}], [{}]),
    (K.R_262, "d", [{"beli_pakaian": 1}], [{"beli_pakaian": 2}, {"beli_pakaian": 3}], [{}]),
    (K.R_262, "e", [{"lantai": 9}, {"lantai": 6}], [{"lantai": 2}, {"lantai": 8}], [{}]),
    (K.R_262, "f", [{"dinding": 2}, {"dinding": 3}, {"dinding": 6}, {"dinding": 1, "kondisi_dinding": 2},
                    {"dinding": 7, "kondisi_dinding": 6}],
     [{"dinding": 1, "kondisi_dinding": 1}, {"dinding": 1, "kondisi_dinding": 3}], [{}, {"dinding": 1}]),
    (K.R_262, "g", [{"jamban": 0}], [{"jamban": 1}], [{}]),
    (K.R_262, "h", [{"penerangan": 4, "daya": 0}, {"penerangan": 1, "daya": 1}],
     [{"penerangan": 1, "daya": 2}, {"penerangan": 2, "daya": 0}], [{}, {"penerangan": 1}]),
]  # fmt: skip


def kriteria(kode: KodePerangkat, no: str) -> Kriteria:
    perangkat = muat(kode)
    semua = [*perangkat.kriteria, *([perangkat.gerbang] if perangkat.gerbang else [])]
    return next(k for k in semua if k.no == no)


@pytest.mark.parametrize(
    ("kode", "no", "ya", "tidak", "buka"), KASUS, ids=lambda v: str(v) if isinstance(v, str) else ""
)
def test_each_criterion_is_met_not_met_or_unknown(kode: Any, no: Any, ya: Any, tidak: Any, buka: Any) -> None:
    k = kriteria(kode, no)
    for fakta, hasil in ((ya, Hasil.YA), (tidak, Hasil.TIDAK), (buka, Hasil.TIDAK_DIKETAHUI)):
        assert [k.nilai(f) for f in fakta] == [hasil] * len(fakta)


def test_every_criterion_is_in_the_cases_above() -> None:
    semua = {(kode, k.no) for kode in K for k in muat(kode).kriteria} | {(K.R_262, "gerbang")}
    assert {(kode, no) for kode, no, *_ in KASUS} == semua
    assert [len(muat(kode).kriteria) for kode in (K.R_146, K.R_BPS14, K.R_262)] == [11, 14, 8]


def test_every_fact_has_a_question_somewhere() -> None:
    dikenal = {*REGISTRI, *kuesioner.muat().kanonik}
    dikenal = dikenal.union(*(muat_instrumen(k).kanonik for k in KodeInstrumen))
    for kode in K:
        perangkat = muat(kode)
        for k in (*perangkat.kriteria, *([perangkat.gerbang] if perangkat.gerbang else [])):
            assert k.bila.acuan() <= dikenal, (kode, k.no)


# -- counts and readings


def fakta(kode: KodePerangkat, ya: int, buka: int = 0) -> dict[str, int]:
    """Facts by which the first `ya` criteria are met, the last `buka` are unknown and the others are not met."""
    daftar = [(y[0], t[-1]) for k, no, y, t, _ in KASUS if k is kode and no != "gerbang"]
    hasil: dict[str, int] = {}
    for n, (penuhi, tolak) in reversed(list(enumerate(daftar))):
        hasil |= penuhi if n < ya else {} if n >= len(daftar) - buka else tolak
    return hasil


@pytest.mark.parametrize(
    ("ya", "buka", "bacaan"),
    [
        (14, 0, Bacaan.MEMENUHI),
        (9, 0, Bacaan.MEMENUHI),
        (9, 5, Bacaan.MEMENUHI),
        (8, 0, Bacaan.TIDAK_MEMENUHI),
        (8, 1, Bacaan.BELUM_DIKETAHUI),
        (5, 3, Bacaan.TIDAK_MEMENUHI),
        (0, 14, Bacaan.BELUM_DIKETAHUI),
    ],
)
def test_nine_of_fourteen_is_poor_and_the_unknown_stays_open(ya: int, buka: int, bacaan: Bacaan) -> None:
    p = muat(K.R_BPS14).nilai(fakta(K.R_BPS14, ya, buka))
    assert (p.jumlah(Hasil.YA), p.jumlah(Hasil.TIDAK_DIKETAHUI)) == (ya, buka)
    assert p.bacaan is bacaan


def test_146_counts_and_decides_nothing() -> None:
    for ya in (0, 11):
        p = muat(K.R_146).nilai(fakta(K.R_146, ya))
        assert (p.jumlah(Hasil.YA), p.bacaan) == (ya, Bacaan.TANPA_AMBANG)


def test_who_has_no_place_to_live_is_through_the_gate_at_once() -> None:
    p = muat(K.R_262).nilai(fakta(K.R_262, 0) | {"tempat_tinggal": 2})
    assert (p.gerbang, p.jumlah(Hasil.YA), p.bacaan) == (Hasil.YA, 0, Bacaan.MEMENUHI)


@pytest.mark.parametrize(
    ("ya", "rumah", "bacaan"),
    [
        (4, 1, Bacaan.MEMENUHI),
        (4, None, Bacaan.MEMENUHI),
        (3, 1, Bacaan.TIDAK_MEMENUHI),
        (3, None, Bacaan.BELUM_DIKETAHUI),
    ],
)
def test_262_is_read_by_its_assumed_threshold(ya: int, rumah: int | None, bacaan: Bacaan) -> None:
    perangkat = muat(K.R_262)
    assert perangkat.ambang.is_asumsi
    tempat = {} if rumah is None else {"tempat_tinggal": rumah}
    assert perangkat.nilai(fakta(K.R_262, ya) | tempat).bacaan is bacaan


def test_legal_bases_and_assumptions_are_named() -> None:
    assert [muat(k).dasar for k in (K.R_146, K.R_262)] == ["Kepmensos 146/HUK/2013", "Kepmensos 262/HUK/2022"]
    assert muat(K.R_146).ambang.nilai is None
    assert not muat(K.R_BPS14).ambang.is_asumsi
    assert all(muat(k).ambang.sumber for k in K)


# -- the data files


class Ketat(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SkemaAmbang(Ketat):
    nilai: int | None
    is_asumsi: bool
    sumber: Kalimat


class SkemaKriteria(Ketat):
    no: str
    teks: SkemaTeks
    bobot: int
    bila: SkemaKondisi
    catatan: str = ""


class SkemaPerangkat(Ketat):
    kode: str
    versi: str
    nama: SkemaTeks
    dasar: Kalimat
    status: SkemaTeks
    ambang: SkemaAmbang
    gerbang: SkemaKriteria | None
    kriteria: list[SkemaKriteria]


class SkemaKuesioner(Ketat):
    kode: str
    versi: str
    nama: SkemaTeks
    sumber: Kalimat
    pertanyaan: list[SkemaPertanyaan]
    kanonik: dict[str, SkemaAsal]


@pytest.mark.parametrize("kode", K)
def test_a_set_follows_the_schema(kode: KodePerangkat) -> None:
    SkemaPerangkat.model_validate(json.loads(files("app.kriteria").joinpath(f"data/{kode}.json").read_text("utf-8")))


def test_the_short_questionnaire_follows_the_schema() -> None:
    SkemaKuesioner.model_validate(kuesioner.data())
