"""Only our own, solved, fresh challenges pass, and every form of one solution is the same one."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from altcha.v1 import Challenge, Payload, solve_challenge

from app.cekbansos.bukti_kerja import KESULITAN, UMUR, Tantangan, buat, periksa
from app.cekbansos.errors import BuktiKerjaTidakSah
from app.core.clock import now

KUNCI = b"k" * 16


def solusi(t: Tantangan) -> dict[str, Any]:
    hasil = solve_challenge(Challenge("SHA-256", t.challenge, t.maxnumber, t.salt, t.signature))
    assert hasil is not None
    return dict(Payload("SHA-256", t.challenge, hasil.number, t.salt, t.signature).to_dict())


def bungkus(isi: object) -> str:
    return base64.b64encode(json.dumps(isi).encode()).decode()


def test_a_solved_challenge_passes_and_names_its_expiry() -> None:
    bukti = periksa(bungkus({**solusi(buat(KUNCI)), "took": 12}), KUNCI)
    assert abs(bukti.kedaluwarsa_at - now() - UMUR) < timedelta(seconds=5)


def test_no_two_challenges_are_alike() -> None:
    assert len({buat(KUNCI).challenge for _ in range(50)}) == 50
    assert buat(KUNCI).maxnumber == KESULITAN


def test_other_spellings_of_the_salt_are_the_same_proof() -> None:
    isi = solusi(buat(KUNCI))
    lain = {**isi, "salt": isi["salt"].rstrip("&")}
    assert periksa(bungkus(lain), KUNCI).sidik == periksa(bungkus(isi), KUNCI).sidik


@pytest.mark.parametrize(
    "ubah",
    [
        {"number": -1},
        {"number": KESULITAN + 1},
        {"number": "1"},
        {"number": True},
        {"algorithm": "SHA-1"},
        {"challenge": "0" * 64},
        {"challenge": "xyz"},
        {"signature": "0" * 64},
        {"salt": "abc?expires=99999999999&"},
        {"salt": "abc"},
        {"salt": "abc?expires=besok&"},
        {"salt": "abc?expires=99999999999999999999&"},
        {"salt": "a" * 300},
    ],
)
def test_altered_solutions_are_refused(ubah: dict[str, object]) -> None:
    isi = solusi(buat(KUNCI))
    with pytest.raises(BuktiKerjaTidakSah):
        periksa(bungkus({**isi, **ubah}), KUNCI)


@pytest.mark.parametrize("teks", ["", "%%%", "bukan", bungkus(None), bungkus([]), bungkus("x"), bungkus({}), "é"])
def test_rubbish_is_refused(teks: str) -> None:
    with pytest.raises(BuktiKerjaTidakSah):
        periksa(teks, KUNCI)


def test_another_key_and_an_unsolved_challenge_are_refused() -> None:
    isi = solusi(buat(KUNCI))
    with pytest.raises(BuktiKerjaTidakSah):
        periksa(bungkus(isi), b"l" * 16)
    with pytest.raises(BuktiKerjaTidakSah):
        periksa(bungkus({**isi, "number": (isi["number"] + 1) % KESULITAN}), KUNCI)


def test_an_old_solution_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    teks = bungkus(solusi(buat(KUNCI)))
    nanti: datetime = now() + UMUR + timedelta(seconds=2)
    monkeypatch.setattr("app.cekbansos.bukti_kerja.now", lambda: nanti)
    with pytest.raises(BuktiKerjaTidakSah):
        periksa(teks, KUNCI)
