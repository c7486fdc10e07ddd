"""The published schema of the artefact: it takes what the checker takes, and refuses nothing that the checker takes."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from app.desil.artefak import JenisModel, JenisVariabel
from app.desil.artefak_baca import SKEMA, urai
from app.desil.errors import ArtefakTidakSah
from app.desil.faktor import KodeFaktor
from app.desil.model_pmt import SUMBER as REGISTRI
from app.desil.model_pmt import artefak_demonstrasi
from app.desil.mutu import PANGSA, DasarEvaluasi, JenisKelompok, MetodeLatih
from app.keluarga.instrumen import KodeInstrumen
from tests.desil.contoh import SUMBER, bersidik, data_artefak, evaluasi_uji

BERKAS = Path(__file__).parents[2] / "docs" / "model-pmt.schema.json"
SKEMA_JSON: dict[str, Any] = json.loads(BERKAS.read_text())
PEMERIKSA = Draft202012Validator(SKEMA_JSON, format_checker=FormatChecker())

ANEH: tuple[Any, ...] = (None, True, -1, 0, 1, 2.5, 2**70, "", "x", "2026-02-30", [], [1], {}, {"x": 1})


def diterima(data: dict[str, Any]) -> bool:
    try:
        urai(data, SUMBER)
    except ArtefakTidakSah:
        return False
    return True


def penuh() -> dict[str, Any]:
    return data_artefak(evaluasi=evaluasi_uji())


def jalan(data: Any, awal: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a JSON value."""
    anak = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [awal, *(j for k, v in anak for j in jalan(v, (*awal, k)))]


TEMPAT = sorted((j for j in jalan(penuh()) if j), key=str)


def test_the_schema_is_one_and_takes_the_demonstration_and_the_example() -> None:
    Draft202012Validator.check_schema(SKEMA_JSON)
    for data in (artefak_demonstrasi(), data_artefak(), penuh()):
        assert [*PEMERIKSA.iter_errors(data)] == []
    assert urai(artefak_demonstrasi(), REGISTRI).varians.keys() == artefak_demonstrasi()["koefisien"].keys()


def test_its_lists_are_those_of_the_code() -> None:
    d, sifat = SKEMA_JSON["$defs"], SKEMA_JSON["properties"]
    variabel = d["variabel"]["properties"]
    assert sifat["skema"]["const"] == SKEMA
    assert sifat["jenis"]["enum"] == [*JenisModel]
    assert sifat["instrumen"]["items"]["enum"] == [*KodeInstrumen]
    assert variabel["jenis"]["enum"] == [*JenisVariabel]
    assert variabel["faktor"]["enum"] == [*KodeFaktor]
    assert d["pelatihan"]["properties"]["metode"]["enum"] == [*MetodeLatih]
    assert d["evaluasi"]["properties"]["dasar"]["enum"] == [*DasarEvaluasi]
    assert d["evaluasi"]["properties"]["kelompok"]["items"]["properties"]["jenis"]["enum"] == [*JenisKelompok]
    assert [p["allOf"][1]["properties"]["pangsa"]["const"] for p in d["galat"]["prefixItems"]] == [*PANGSA]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(TEMPAT), st.sampled_from(ANEH) | st.just("buang"))
def test_what_the_schema_refuses_the_checker_refuses(tempat: tuple[str | int, ...], nilai: Any) -> None:
    data: Any = copy.deepcopy(penuh())
    wadah = data
    for langkah in tempat[:-1]:
        wadah = wadah[langkah]
    if nilai == "buang":
        del wadah[tempat[-1]]
    else:
        wadah[tempat[-1]] = nilai
    data = data if tempat == ("sha256",) else bersidik(data)
    assert PEMERIKSA.is_valid(data) or not diterima(data)


@pytest.mark.parametrize("nama", ["tambahan", "koefisien_lama"])
def test_unknown_members_are_refused_by_both(nama: str) -> None:
    data = bersidik({**penuh(), nama: 1})
    assert not PEMERIKSA.is_valid(data)
    assert not diterima(data)
