from typing import Any

import pytest
from pydantic import ValidationError

from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import SHDK, Hubungan
from app.keluarga.subjek import Subjek

ISI: dict[str, Any] = {
    "nik": "3204050101900001",
    "no_kk": "3204050707150001",
    "nama": "IT",
    "tempat_lahir": "Bandung",
    "tanggal_lahir": "1990-01-01",
    "jenis_kelamin": "L",
    "alamat": "Kp. Ciburial RT 01 RW 02",
    "kode_desa": "32.04.05.2001",
}
ANAK: dict[str, Any] = {"nama": "NA70", "tanggal_lahir": "2015-02-03", "jenis_kelamin": "P", "hubungan": "ANAK"}


def test_a_subject_survives_storage() -> None:
    subjek = Subjek.model_validate(ISI | {"anggota": [ANAK], "surel": "it@contoh.id", "telepon": "0812-3456-789"})
    assert Subjek.model_validate(subjek.model_dump(mode="json")) == subjek


def test_a_subject_without_nik_and_no_kk_is_possible() -> None:
    assert Subjek.model_validate(ISI | {"nik": None, "no_kk": None}).nik is None


@pytest.mark.parametrize("nama", ["A", "D'Masiv", "Siti/Aisyah", "R. 70"])
def test_real_names_are_accepted(nama: str) -> None:
    assert Subjek.model_validate(ISI | {"nama": f" {nama} "}).nama == nama


@pytest.mark.parametrize(
    "rusak",
    [
        {"nama": "  "},
        {"nama": "a\x00b"},
        {"tanggal_lahir": "2999-01-01"},
        {"tanggal_lahir": "1850-01-01"},
        {"nik": "3204050101900000"},
        {"nik": 3204050101900001},
        {"kode_desa": "32.04.05"},
        {"jenis_kelamin": "X"},
        {"telepon": "rumah"},
        {"surel": "bukan"},
        {"lain": 1},
        {"hubungan": "ANAK"},
        {"anggota": [ANAK | {"hubungan": "KEPALA_KELUARGA"}]},
        {"anggota": [ANAK | {"nik": ISI["nik"]}]},
        {"anggota": [ANAK] * 41},
    ],
)
def test_impossible_subjects_are_refused(rusak: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as galat:
        Subjek.model_validate(ISI | rusak)
    assert ISI["nik"] not in str(galat.value)


def test_the_subject_may_be_somebody_elses_child() -> None:
    isi = ISI | {"hubungan": "ANAK", "anggota": [ANAK | {"hubungan": "KEPALA_KELUARGA"}]}
    subjek = Subjek.model_validate(isi)
    assert subjek.sebagai_anggota.hubungan is Hubungan.ANAK
    assert subjek.sebagai_anggota.nik == ISI["nik"]


def test_relations_carry_the_codes_of_question_409() -> None:
    pilihan = muat(KodeInstrumen.REGSOSEK2022K).bagian["individu"]["409"].pilihan
    assert {h.kode for h in Hubungan} == set(pilihan)
    assert Hubungan.KEPALA_KELUARGA.kode == 1
    assert pilihan[Hubungan.PEMBANTU_SOPIR.kode].id == "pembantu/sopir"


@pytest.mark.parametrize(("shdk", "kode"), [(2, 2), (3, 2), (7, 6), (8, 6), (9, 8), (11, 8), (10, 7), (1, 1), (4, 3)])
def test_siak_relations_map_onto_the_survey(shdk: int, kode: int) -> None:
    assert SHDK[shdk].kode == kode
    assert len(SHDK) == 11
