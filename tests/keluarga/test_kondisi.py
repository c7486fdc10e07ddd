from typing import Any

import pytest

from app.keluarga.kondisi import SELALU, KondisiTidakSah, urai


@pytest.mark.parametrize(
    ("kondisi", "jawaban", "berlaku"),
    [
        ({"p": "412", "dalam": [2, 3]}, {"412": 2}, True),
        ({"p": "412", "dalam": [2, 3]}, {"412": 1}, False),
        ({"p": "412", "dalam": [2, 3]}, {}, False),
        ({"p": "407", "min": 10, "maks": 54}, {"407": 10}, True),
        ({"p": "407", "min": 10, "maks": 54}, {"407": 54}, True),
        ({"p": "407", "min": 10, "maks": 54}, {"407": 9}, False),
        ({"p": "407", "min": 10, "maks": 54}, {"407": 55}, False),
        ({"p": "407", "min": 10}, {"407": "30"}, False),
        ({"p": "416a", "dalam": [1]}, {"416a": True}, False),
        ({"p": "307b1"}, {"307b1": 1}, True),
        ({"p": "307b1"}, {"307b1": None}, False),
        ({"semua": [{"p": "1"}, {"p": "2"}]}, {"1": 0, "2": 0}, True),
        ({"semua": [{"p": "1"}, {"p": "2"}]}, {"1": 0}, False),
        ({"salah_satu": [{"p": "1"}, {"p": "2"}]}, {"2": 0}, True),
        ({"salah_satu": [{"p": "1"}, {"p": "2"}]}, {}, False),
        (None, {}, True),
    ],
)
def test_condition_holds(kondisi: Any, jawaban: Any, berlaku: Any) -> None:
    assert urai(kondisi).berlaku(jawaban) is berlaku


@pytest.mark.parametrize(
    "kondisi",
    [
        {},
        {"semua": []},
        {"p": "1", "dalam": []},
        {"p": "1", "selain": [2]},
        {"p": "1", "dalam": [1], "min": 2},
        {"semua": [{"p": "1"}], "salah_satu": [{"p": "1"}]},
        {"p": 1},
        {"semua": [{"eval": "1 == 1"}]},
    ],
)
def test_words_outside_the_language_are_refused_when_loaded(kondisi: Any) -> None:
    with pytest.raises(KondisiTidakSah):
        urai(kondisi)


def test_condition_names_the_questions_it_looks_at() -> None:
    kondisi = urai({"semua": [{"p": "407", "min": 5}, {"salah_satu": [{"p": "412", "dalam": [2]}, {"p": "9"}]}]})
    assert kondisi.acuan() == {"407", "412", "9"}
    assert SELALU.acuan() == frozenset()
