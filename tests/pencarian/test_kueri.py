"""How a typed name is compared with one on record."""

import pytest

from app.pencarian.kode import CaraCocok, Kecocokan
from app.pencarian.kueri import Kueri, is_dekat, nilai

K, C = Kecocokan, CaraCocok


@pytest.mark.parametrize(
    ("satu", "lain", "dekat"),
    [
        ("wahyuni", "wahyuni", True),
        ("wahyuni", "wahuni", True),
        ("wahyuni", "wahyunii", True),
        ("wahyuni", "wahyumi", True),
        ("wahyuni", "wayhuni", True),
        ("wahyuni", "wauhyni", False),
        ("wahyuni", "wahu", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_typing_error_is_near(satu: str, lain: str, dekat: bool) -> None:
    assert is_dekat(satu, lain) is is_dekat(lain, satu) is dekat


@pytest.mark.parametrize(
    ("dicari", "tercatat", "kecocokan", "cara"),
    [
        ("Siti Aminah", "SITI-AMINAH", K.SAMA, [C.SAMA, C.SAMA]),
        ("St. Aminah", "Sitti Amina", K.EJAAN, [C.EJAAN, C.EJAAN]),
        ("Sriwahyuni", "Sri Wahyuni", K.EJAAN, [C.SPASI]),
        ("A. Hidayat", "Ahmad Hidayat", K.EJAAN, [C.INISIAL, C.SAMA]),
        ("Muchmmad", "Muchammad", K.KETIK, [C.KETIK]),
        ("Santoso Budi", "Budi Santoso", K.KETIK, [C.SAMA, C.SAMA]),
        ("Sri Wayhuni", "Sri Wahyuni Lestari", K.SEBAGIAN, [C.SAMA, C.KETIK, C.LEBIH]),
    ],
)
def test_it_says_how_a_name_fits_and_why(
    dicari: str, tercatat: str, kecocokan: Kecocokan, cara: list[CaraCocok]
) -> None:
    hasil = nilai(Kueri.dari(dicari), tercatat)
    assert hasil is not None
    assert (hasil.kecocokan, [a.cara for a in hasil.alasan]) == (kecocokan, cara)


@pytest.mark.parametrize("lain", ["Siti Maryam", "Siti", "Siti Aminah", "Rudi Hartono", "..."])
def test_two_errors_or_a_missing_word_do_not_fit(lain: str) -> None:
    assert nilai(Kueri.dari("Sita Aminak"), lain) is None


def test_nearer_is_better() -> None:
    urut = ["Siti Aminah", "Siti Amina", "St. Aminah", "Siti Amineh", "Siti Amixah", "Siti Nur Aminah"]
    angka = [n.nilai for t in urut if (n := nilai(Kueri.dari("Siti Aminah"), t))]
    assert angka == sorted(angka, reverse=True)
    assert len(angka) == len(urut)
