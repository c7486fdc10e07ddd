"""The simulator itself: the same people for the same number, and controls that refuse nonsense."""

import json
from pathlib import Path

import httpx

from app.integrasi.dukcapil.simulator import penduduk_contoh, rakit_simulator
from tests.integrasi.dukcapil.conftest import TOKEN, Layanan


def test_the_same_number_gives_the_same_people() -> None:
    assert penduduk_contoh(7, 50, "320405") == penduduk_contoh(7, 50, "320405")
    assert penduduk_contoh(7, 50, "320405") != penduduk_contoh(8, 50, "320405")


def test_example_people_have_a_nik_that_agrees_with_birth_date_and_sex() -> None:
    for orang in penduduk_contoh(7, 200, "320405"):
        hari = int(orang.NIK[6:8]) - (40 if orang.JENIS_KLMIN == "P" else 0)
        assert (hari, orang.NIK[8:12]) == (orang.TGL_LHR.day, f"{orang.TGL_LHR:%m%y}")


def test_people_come_from_a_file_too(tmp_path: Path) -> None:
    berkas = tmp_path / "penduduk.json"
    berkas.write_text(json.dumps([o.model_dump(mode="json") for o in penduduk_contoh(1, 2, "320405")]))
    simulator = rakit_simulator(TOKEN, berkas=berkas, contoh=(2, 3, "320406"))
    assert len(simulator.penduduk) == 5


def test_controls_refuse_what_they_do_not_know(layanan: Layanan) -> None:
    assert layanan.kendali("mode", {"mode": "MERAJUK"}).status_code == 422
    assert layanan.kendali("penduduk", [{"NIK": "1"}]).status_code == 422
    assert layanan.kendali("penduduk", "bukan daftar").status_code == 422
    assert httpx.post(f"{layanan.url}/nik", json={"NIK": "1"}).status_code == 400
    assert httpx.post(f"{layanan.url}/nik", json={"NIK": "1", "TOKEN": "lain"}).status_code == 401
