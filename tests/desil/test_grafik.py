"""Plots are well-formed, say in words what they show, keep inside their frame, and always give the same bytes."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.desil.grafik import LEBAR, Kanvas, Label, Warna, angka, bauran, bulat_naik, kontras, ringkas
from app.desil.grafik_bentuk import Batang, Kurva, Matriks, Seri, batang_mendatar, batang_tegak, kurva, panas
from app.desil.laporan_cetak import BentukLaporan, bentuk_dari

_SERI = Seri(Label("Orang", "People"), Warna.BIRU)
_SUMBU = Label("Jumlah", "Number")


def gambar() -> list[str]:
    nama = Label("Panjang sekali " * 6 + "<&>", "Long")
    matriks = Matriks(
        ["Aceh", "Kepulauan Bangka Belitung"],
        ["D1", "D2"],
        [[0, 1], [0.5, 0.2]],
        [["", "99,9"], ["1", "2"]],
        ["1", "2"],
    )
    return [
        batang_mendatar([Batang(nama, (3, 4), "7"), Batang(nama, (0, 0), "0")], [_SERI, _SERI], "batang <&>"),
        batang_mendatar([], [_SERI], "kosong"),
        panas(matriks, "matriks"),
        panas(Matriks([], [], [], []), "kosong"),
        batang_tegak(["1", "2"], [(_SERI, [12_345_678, 0])], _SUMBU, "tegak"),
        batang_tegak(["1"], [(_SERI, [0])], _SUMBU, "nol"),
        kurva([10, 50], [Kurva(_SUMBU, [53.0, None], Warna.HIJAU)], (_SUMBU, _SUMBU), "kurva"),
    ]


def test_every_plot_is_well_formed_and_has_an_alternative_text() -> None:
    for svg in gambar():
        akar = ET.fromstring(svg)
        judul = akar.find("{http://www.w3.org/2000/svg}title")
        assert judul is not None
        assert judul.text
        assert akar.get("role") == "img"


def test_nothing_is_drawn_outside_the_frame() -> None:
    for svg in gambar():
        cocok = re.search(r'viewBox="0 0 640 ([\d.]+)"', svg)
        assert cocok is not None
        tinggi = float(cocok[1])
        for kotak in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"):
            x, y, lebar, besar = (float(kotak.get(n, "nan")) for n in ("x", "y", "width", "height"))
            assert 0 <= x <= x + lebar <= LEBAR
            assert 0 <= y <= y + besar <= tinggi


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert gambar() == gambar()


@pytest.mark.parametrize(
    ("nilai", "teks"), [(0, "0"), (9_999, "9.999"), (12_345, "12,3 rb"), (4_500_000, "4,5 jt"), (319_000_000, "319 jt")]
)
def test_counts_are_written_short_as_indonesians_write_them(nilai: int, teks: str) -> None:
    assert ringkas(nilai) == teks


def test_numbers_have_points_for_thousands_and_a_comma_for_decimals() -> None:
    assert angka(1_234_567.89, 1) == "1.234.567,9"


@pytest.mark.parametrize("nilai", [0.0, 0.003, 0.9, 1, 7, 53, 99, 100, 12_345.6])
def test_an_axis_ends_at_a_round_number_not_far_above(nilai: float) -> None:
    puncak, langkah = bulat_naik(nilai)
    assert puncak >= nilai
    assert puncak <= max(1.0, 2.1 * nilai)
    assert 3 <= round(puncak / langkah) <= 5


def _terang(warna: str) -> float:
    kanal = (int(warna[n : n + 2], 16) / 255 for n in (1, 3, 5))
    r, g, b = (k / 12.92 if k <= 0.03928 else ((k + 0.055) / 1.055) ** 2.4 for k in kanal)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_the_text_of_a_cell_can_be_read_on_every_colour() -> None:
    """WCAG 2.2 AA asks for 4.5 : 1."""
    for n in range(101):
        terang = sorted((_terang(bauran(n / 100)), _terang(kontras(n / 100))))
        assert (terang[1] + 0.05) / (terang[0] + 0.05) >= 4.5, n


def test_an_empty_canvas_is_a_picture_too() -> None:
    assert Kanvas(10).svg("x").startswith("<svg ")


@pytest.mark.parametrize(
    ("accept", "bentuk"),
    [
        (None, "JSON"),
        ("*/*", "JSON"),
        ("application/pdf", "PDF"),
        ("text/html;q=0.5, application/pdf;q=0.9", "PDF"),
        ("text/html, application/json", "HTML"),
        ("application/pdf;q=0", "JSON"),
        ("application/pdf;q=nan", "JSON"),
        (";;,,", "JSON"),
    ],
)
def test_the_form_follows_the_accept_header(accept: str | None, bentuk: str) -> None:
    assert bentuk_dari(accept) is BentukLaporan(bentuk)
