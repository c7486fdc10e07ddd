"""Plots as SVG, drawn from numbers alone: the same numbers always give the same bytes. Pure, no library.

What a plot says is in its alternative text too; colours are told apart by people who see them differently (Okabe and
Ito, 2008), and never the only sign: curves have marks and dashes, cells have their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final, NamedTuple

_BAURAN: Final = ((255, 255, 255), (66, 146, 198), (8, 48, 107))
_GELAP: Final = 0.615
"""From here on a light text is read better on `bauran`."""
_TANPA_KOMA: Final = 100
LEBAR: Final = 640
"""Width of every plot in its own units; text of 11 units is 8 pt on an A4 page."""


class Warna(StrEnum):
    """Colours by their part."""

    TINTA = "#1f1f1f"
    LEMBUT = "#5a5a5a"
    KISI = "#d9d9d9"
    BIRU = "#0072b2"
    LANGIT = "#9ecae9"
    JINGGA = "#d55e00"
    HIJAU = "#007a5a"
    PUTIH = "#ffffff"
    HITAM = "#000000"


class Label(NamedTuple):
    """A text in Indonesian, then English."""

    id: str
    en: str


class Kanvas:
    """A drawing under way; the origin is its upper left corner."""

    def __init__(self, tinggi: float, lebar: float = LEBAR) -> None:
        self._ukuran = (lebar, tinggi)
        self._isi: list[str] = []

    def kotak(self, x: float, y: float, lebar: float, tinggi: float, isi: str, *, tepi: str | None = None) -> None:
        """Draw a rectangle."""
        garis = f' stroke="{tepi}" stroke-width="1.4"' if tepi else ""
        ukuran = f'width="{_a(lebar)}" height="{_a(tinggi)}"'
        self._isi.append(f'<rect x="{_a(x)}" y="{_a(y)}" {ukuran} fill="{isi}"{garis}/>')

    def garis(self, titik: Sequence[tuple[float, float]], warna: str, *, tebal: float = 1, putus: str = "") -> None:
        """Draw a line through points; `putus` is a dash pattern."""
        jalan = " ".join(f"{_a(x)},{_a(y)}" for x, y in titik)
        pola = f' stroke-dasharray="{putus}"' if putus else ""
        gaya = f'fill="none" stroke="{warna}" stroke-width="{_a(tebal)}"{pola}'
        self._isi.append(f'<polyline points="{jalan}" {gaya}/>')

    def titik(self, x: float, y: float, warna: str, *, is_kotak: bool = False) -> None:
        """Draw a mark: a dot, or a square."""
        if is_kotak:
            self.kotak(x - 3.2, y - 3.2, 6.4, 6.4, warna)
        else:
            self._isi.append(f'<circle cx="{_a(x)}" cy="{_a(y)}" r="3.6" fill="{warna}"/>')

    def teks(self, x: float, y: float, isi: str, gaya: "Gaya | None" = None) -> None:
        """Write a line of text; `y` is its base line."""
        g = gaya or Gaya()
        sifat = f'x="{_a(x)}" y="{_a(y)}" font-size="{_a(g.ukuran)}" text-anchor="{g.rata}" fill="{g.warna}"'
        sifat += ' font-weight="bold"' if g.is_tebal else ""
        sifat += ' font-style="italic"' if g.is_miring else ""
        sifat += f' transform="rotate(-90 {_a(x)} {_a(y)})"' if g.is_tegak else ""
        self._isi.append(f"<text {sifat}>{escape(isi)}</text>")

    def dua_bahasa(self, x: float, y: float, label: Label, *, rata: str = "middle") -> None:
        """Write a text in both languages on two lines."""
        self.teks(x, y, label.id, Gaya(rata=rata, warna=Warna.TINTA))
        self.teks(x, y + 13, label.en, Gaya(rata=rata, warna=Warna.LEMBUT, is_miring=True))

    def svg(self, uraian: str) -> str:
        """Return the drawing; `uraian` is read aloud in its stead."""
        lebar, tinggi = (_a(n) for n in self._ukuran)
        kepala = f'viewBox="0 0 {lebar} {tinggi}" width="{lebar}" height="{tinggi}" role="img"'
        huruf = 'font-family="Libertinus Serif, Georgia, serif"'
        isi = "\n".join(self._isi)
        judul = f"<title>{escape(uraian)}</title>"
        return f'<svg xmlns="http://www.w3.org/2000/svg" {kepala} {huruf}>\n{judul}\n{isi}\n</svg>'


@dataclass(frozen=True, slots=True)
class Gaya:
    """How a text is set."""

    ukuran: float = 11
    rata: str = "start"
    warna: str = Warna.TINTA
    is_tebal: bool = False
    is_miring: bool = False
    is_tegak: bool = False


TENGAH: Final = Gaya(rata="middle")
KANAN: Final = Gaya(rata="end")
LEMBUT_TENGAH: Final = Gaya(rata="middle", warna=Warna.LEMBUT)
LEMBUT_KANAN: Final = Gaya(rata="end", warna=Warna.LEMBUT)


@dataclass(frozen=True, slots=True)
class Skala:
    """A linear scale from `dari`..`sampai` to `awal`..`akhir` of the drawing."""

    dari: float
    sampai: float
    awal: float
    akhir: float

    def __call__(self, nilai: float) -> float:
        """Return where a value stands."""
        bagian = (nilai - self.dari) / (self.sampai - self.dari) if self.sampai != self.dari else 0.0
        return self.awal + bagian * (self.akhir - self.awal)


def bulat_naik(nilai: float) -> tuple[float, float]:
    """Return a round number at or above `nilai`, and the step that cuts it into three to five parts."""
    if nilai <= 0:
        return 1.0, 0.25
    pangkat = 1.0
    while pangkat * 10 <= nilai:
        pangkat *= 10
    while pangkat > nilai:
        pangkat /= 10
    for kali, bagian in ((1, 4), (2, 4), (3, 3), (4, 4), (5, 5), (6, 3), (8, 4), (10, 5)):
        if kali * pangkat >= nilai:
            return kali * pangkat, kali * pangkat / bagian
    return 20 * pangkat, 5 * pangkat


def angka(nilai: float, desimal: int = 0) -> str:
    """Return a number as Indonesians write it: 1.234.567,8."""
    return f"{nilai:,.{desimal}f}".translate({44: ".", 46: ","})


def ringkas(nilai: float) -> str:
    """Return a count that fits a small place: 950, 12,3 rb, 4,5 jt, 95,1 jt."""
    for mulai, satu, satuan in ((1_000_000, 1_000_000, "jt"), (10_000, 1_000, "rb")):
        if nilai >= mulai:
            return f"{angka(nilai / satu, 0 if nilai >= _TANPA_KOMA * satu else 1)} {satuan}"
    return angka(nilai)


def bauran(bagian: float) -> str:
    """Return a colour from white to dark blue for a share between 0 and 1."""
    tengah = min(len(_BAURAN) - 2, int(max(0.0, bagian) * (len(_BAURAN) - 1)))
    t = min(1.0, max(0.0, bagian)) * (len(_BAURAN) - 1) - tengah
    dari, ke = _BAURAN[tengah : tengah + 2]
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in zip(dari, ke, strict=True))


def kontras(bagian: float) -> str:
    """Return the colour of a text on `bauran(bagian)` that can be read."""
    return Warna.PUTIH if bagian > _GELAP else Warna.HITAM


def _a(nilai: float) -> str:
    """Return a coordinate with at most one decimal, and no negative zero."""
    return f"{round(nilai, 1) + 0.0:.1f}".removesuffix(".0")
