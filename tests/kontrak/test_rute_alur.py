"""The table and the routes are the same set: an arrow without a route fails, and so does a route without an arrow."""

from collections import Counter
from typing import NamedTuple

import pytest
from fastapi import FastAPI

from app.core.peran import Peran
from app.usulan.alur import ALUR_USULAN
from app.usulan.status import AksiUsulan

A = AksiUsulan


class Rute(NamedTuple):
    """One operation that takes an arrow, as the API publishes it."""

    metode: str
    path: str
    peran: Peran
    aksi: AksiUsulan
    jabatan: list[str]


@pytest.fixture
def rute(app_bersama: FastAPI) -> list[Rute]:
    return [
        Rute(metode, path, Peran(path.split("/")[2].upper()), AksiUsulan(t["aksi"]), operasi["x-jabatan"])
        for path, isi in app_bersama.openapi()["paths"].items()
        for metode, operasi in isi.items()
        if (t := operasi.get("x-transisi", {})) and t["alur"] == ALUR_USULAN.nama
    ]


def test_each_human_arrow_has_exactly_one_route_per_role(rute: list[Rute]) -> None:
    assert Counter((r.peran, r.aksi) for r in rute) == Counter(ALUR_USULAN.rute())


def test_the_path_ends_in_the_actions_name_and_the_gate_is_the_tables(rute: list[Rute]) -> None:
    for r in rute:
        akhir = "usulan" if r.aksi is A.BUAT else str(r.aksi).replace("_", "-")
        assert (r.metode, r.path.rsplit("/", 1)[-1]) == ("post", akhir)
        assert r.jabatan == sorted(ALUR_USULAN.berwenang(r.aksi, r.peran))
