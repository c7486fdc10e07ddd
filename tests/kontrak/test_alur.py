"""All transition tables together: the product of state, action and jabatan, and the routes that they promise."""

import ast
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI

from app.core.peran import PERAN_JABATAN, Jabatan, Peran
from app.core.workflow import JabatanTidakBerwenang, Jalur, TransisiDitolak, Workflow
from app.turunan import semua_alur

ALUR = list(semua_alur())
MATRIKS = Path(__file__).parent / "matriks"
Alur = Workflow[Any, Any, Any]


class _Memenuhi:
    """Facts of a case on which every guard is switched off: here only the table itself is asked."""


def _tanpa_syarat(alur: Alur) -> Alur:
    polos = tuple(SimpleNamespace(**{**vars(t), "syarat": ()}) for t in alur)
    return Workflow(alur.nama, alur.awal, polos)  # type: ignore[arg-type]


def semesta(alur: Alur) -> tuple[list[Any], list[Any]]:
    """Return every state and every action of a table."""
    return list(cast("Any", type(alur.awal))), list(cast("Any", type(alur.transisi[0].aksi)))


def matriks(alur: Alur) -> str:
    """Return one line per allowed (state, action, jabatan); everything that has no line is refused."""
    polos, baris = _tanpa_syarat(alur), []
    for status, aksi, jabatan in product(*semesta(alur), [*Jabatan, None]):
        try:
            t = polos.periksa(status, aksi, jabatan, _Memenuhi())
        except (JabatanTidakBerwenang, TransisiDitolak):
            continue
        baris.append(f"{status},{aksi},{jabatan or '-'},{t.ke}")
    return "\n".join(["dari,aksi,jabatan,ke", *sorted(baris)]) + "\n"


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.nama)
def test_who_may_do_what_in_which_state_is_what_was_reviewed(alur: Alur) -> None:
    """A change of a table must show as a change of its checked-in matrix."""
    berkas = MATRIKS / f"{alur.nama.lower().replace(' ', '-')}.csv"
    assert berkas.read_text() == matriks(alur)


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.nama)
def test_refusals_leave_the_state_alone_and_name_the_way_out(alur: Alur) -> None:
    polos = _tanpa_syarat(alur)
    for status, aksi, jabatan in product(*semesta(alur), Jabatan):
        benda = SimpleNamespace(status=status)
        t = alur[aksi]
        if jabatan in t.oleh and status in t.dari:
            assert polos.apply(benda, aksi, jabatan, _Memenuhi()).ke == benda.status == t.ke
            continue
        with pytest.raises(JabatanTidakBerwenang if jabatan not in t.oleh else TransisiDitolak) as galat:
            polos.apply(benda, aksi, jabatan, _Memenuhi())
        assert benda.status == status
        if galat.type is TransisiDitolak:
            assert galat.value.tambahan["aksi_tersedia"] == alur.tersedia(status, jabatan)


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.nama)
def test_every_action_cites_its_ground_and_final_states_are_final(alur: Alur) -> None:
    for t in alur:
        assert t.dasar, t.aksi
        assert not t.dari & alur.akhir or t.ke in t.dari, t.aksi


@pytest.fixture(scope="module")
def rute(app_bersama: FastAPI) -> dict[str, set[tuple[str, str]]]:
    """Pairs of (role, action) that the application really serves, by table."""
    ada: dict[str, set[tuple[str, str]]] = {}
    for jalur, isi in app_bersama.openapi()["paths"].items():
        for operasi in isi.values():
            if t := operasi.get("x-transisi"):
                peran = jalur.split("/")[2].upper()
                ada.setdefault(t["alur"], set()).add((peran, t["aksi"]))
    return ada


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.nama)
def test_human_routes_are_exactly_the_human_arrows(alur: Alur, rute: dict[str, set[tuple[str, str]]]) -> None:
    dijanjikan = {(str(p), str(a)) for p, a in alur.rute()}
    assert rute.get(alur.nama, set()) == dijanjikan


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.nama)
def test_batch_arrows_name_an_endpoint_that_exists(alur: Alur) -> None:
    router = (Path(__file__).parents[2] / "app").rglob("routers/*.py")
    fungsi = {f.name for p in router for f in ast.walk(ast.parse(p.read_text())) if isinstance(f, ast.AsyncFunctionDef)}
    assert {t.rute_massal for t in alur if t.jalur is Jalur.MASSAL and not t.subsistem} <= fungsi


def test_every_jabatan_belongs_to_one_role() -> None:
    assert set(PERAN_JABATAN) == set(Jabatan)
    assert set(PERAN_JABATAN.values()) == set(Peran)
