"""The shapes of plots that the report on a run has: bars that lie, a matrix of cells, curves. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.desil.grafik import (
    KANAN,
    LEBAR,
    LEMBUT_KANAN,
    TENGAH,
    Gaya,
    Kanvas,
    Label,
    Skala,
    Warna,
    angka,
    bauran,
    bulat_naik,
    kontras,
)

_KIRI_BATANG: Final = 250
_TINGGI_BATANG: Final = 31
_TINGGI_SEL: Final = 18
_KANAN: Final = 92
_HURUF_LABEL: Final = 46
_KECIL: Final = Gaya(ukuran=9, warna=Warna.LEMBUT, is_miring=True, rata="end")


_SATUAN_BESAR: Final = (
    (1_000_000, 1_000_000, Label(" (juta)", " (millions)")),
    (10_000, 1_000, Label(" (ribu)", " (thousands)")),
)


class Gambar(NamedTuple):
    """A plot: its name, heading, note, drawing, and its alternative text."""

    nama: str
    judul: Label
    catatan: Label
    svg: str
    uraian: str


class Seri(NamedTuple):
    """What one colour stands for."""

    label: Label
    warna: str


class Batang(NamedTuple):
    """One lying bar: its label, its parts in the order of the series, and what is written at its end."""

    label: Label
    nilai: tuple[float, ...]
    teks: str


@dataclass(frozen=True, slots=True)
class Kurva:
    """One curve: its name, its values, its colour, dash pattern and mark."""

    label: Label
    nilai: Sequence[float | None]
    warna: str
    putus: str = ""
    is_kotak: bool = False


@dataclass(frozen=True, slots=True)
class Matriks:
    """Cells with a share that colours them and a text, between labels.

    Attributes:
        kiri: labels of rows.
        atas: labels of columns.
        bagian: shares, 0 to 1, by row.
        teks: what is written into the cells, by row.
        kanan: a text behind each row, under `kanan_atas`.
        sumbu: what columns and rows are.
        tepi: cells with a frame, as (row, column).
    """

    kiri: Sequence[str]
    atas: Sequence[str]
    bagian: Sequence[Sequence[float]]
    teks: Sequence[Sequence[str]]
    kanan: Sequence[str] = ()
    kanan_atas: str = ""
    sumbu: tuple[Label, Label] | None = None
    tepi: frozenset[tuple[int, int]] = frozenset()


def legenda(k: Kanvas, x: float, y: float, seri: Sequence[Seri]) -> None:
    """Draw what colours stand for, in one line."""
    for s in seri:
        k.kotak(x, y - 9, 11, 11, s.warna)
        teks = f"{s.label.id} / {s.label.en}"
        k.teks(x + 16, y, teks)
        x += 34 + 5.3 * len(teks)


def batang_mendatar(batang: Sequence[Batang], seri: Sequence[Seri], uraian: str) -> str:
    """Return lying bars, the first on top; a legend only where there are several series."""
    atas = 26 if len(seri) > 1 else 6
    k = Kanvas(atas + _TINGGI_BATANG * len(batang) + 4)
    if len(seri) > 1:
        legenda(k, 0, 14, seri)
    skala = Skala(0, max((sum(b.nilai) for b in batang), default=0) or 1, 0, LEBAR - _KIRI_BATANG - 96)
    for n, b in enumerate(batang):
        y, x = atas + _TINGGI_BATANG * n, float(_KIRI_BATANG)
        k.teks(x - 8, y + 12, potong(b.label.id), KANAN)
        k.teks(x - 8, y + 24, potong(b.label.en, _HURUF_LABEL + 8), _KECIL)
        for nilai, s in zip(b.nilai, seri, strict=True):
            k.kotak(x, y + 5, skala(nilai), 17, s.warna)
            x += skala(nilai)
        k.teks(x + 6, y + 18, b.teks)
    dasar = atas + _TINGGI_BATANG * len(batang)
    k.garis([(_KIRI_BATANG, atas), (_KIRI_BATANG, dasar)], Warna.LEMBUT)
    return k.svg(uraian)


def potong(teks: str, huruf: int = _HURUF_LABEL) -> str:
    """Return a label that fits."""
    return teks if len(teks) <= huruf else f"{teks[: huruf - 1].rstrip()}…"


def panas(m: Matriks, uraian: str) -> str:
    """Return the matrix; its cells are as wide as the page allows."""
    kiri = 22.0 + (5.4 * max((len(t) for t in m.kiri), default=0)) + (34 if m.sumbu else 0)
    kanan = _KANAN + 4 if m.kanan else 4
    atas = 54 if m.sumbu else 24
    lebar = min(64.0, (LEBAR - kiri - kanan) / max(1, len(m.atas)))
    k = Kanvas(atas + _TINGGI_SEL * len(m.kiri) + 6)
    tengah = kiri + lebar * len(m.atas) / 2
    if m.sumbu:
        k.dua_bahasa(tengah, 11, m.sumbu[0])
        _tegak(k, atas + _TINGGI_SEL * len(m.kiri) / 2, m.sumbu[1])
    for j, teks in enumerate(m.atas):
        k.teks(kiri + lebar * (j + 0.5), atas - 7, teks, Gaya(rata="middle", is_tebal=True))
    if m.kanan:
        k.teks(kiri + lebar * len(m.atas) + _KANAN, atas - 7, m.kanan_atas, LEMBUT_KANAN)
    for i, nama in enumerate(m.kiri):
        y = atas + _TINGGI_SEL * i
        k.teks(kiri - 8, y + 13, nama, KANAN)
        for j, (bagian, teks) in enumerate(zip(m.bagian[i], m.teks[i], strict=True)):
            k.kotak(kiri + lebar * j + 0.5, y + 0.5, lebar - 1, _TINGGI_SEL - 1, bauran(bagian))
            k.teks(kiri + lebar * (j + 0.5), y + 13, teks, Gaya(ukuran=10, rata="middle", warna=kontras(bagian)))
        if m.kanan:
            k.teks(kiri + lebar * len(m.atas) + _KANAN, y + 13, m.kanan[i], LEMBUT_KANAN)
    for i, j in sorted(m.tepi):
        k.kotak(kiri + lebar * j + 1, atas + _TINGGI_SEL * i + 1, lebar - 2, _TINGGI_SEL - 2, "none", tepi=Warna.JINGGA)
    return k.svg(uraian)


def _tegak(k: Kanvas, y: float, label: Label) -> None:
    k.teks(11, y, label.id, Gaya(rata="middle", is_tegak=True))
    k.teks(25, y, label.en, Gaya(rata="middle", is_tegak=True, is_miring=True, warna=Warna.LEMBUT))


def bingkai(k: Kanvas, y: Skala, langkah: float, sumbu: Label, *, kiri: float, desimal: int = 0) -> None:
    """Draw a grid with the numbers and the name of the vertical axis."""
    nilai = 0.0
    while nilai <= y.sampai * 1.0001:
        k.garis([(kiri, y(nilai)), (LEBAR - 8, y(nilai))], Warna.KISI if nilai else Warna.LEMBUT)
        k.teks(kiri - 6, y(nilai) + 4, angka(nilai, desimal), LEMBUT_KANAN)
        nilai += langkah
    _tegak(k, (y.awal + y.akhir) / 2, sumbu)


def kurva(x: Sequence[float], semua: Sequence[Kurva], sumbu: tuple[Label, Label], uraian: str) -> str:
    """Return curves over shares in percent, with the names of both axes and a legend."""
    tinggi, kiri, dasar = 300, 70.0, 232.0
    k = Kanvas(tinggi)
    puncak, langkah = bulat_naik(max((n for c in semua for n in c.nilai if n is not None), default=1))
    y = Skala(0, puncak, dasar, 12)
    datar = Skala(min(x), max(x), kiri + 30, LEBAR - 40)
    bingkai(k, y, langkah, sumbu[1], kiri=kiri)
    for n in x:
        k.garis([(datar(n), dasar), (datar(n), dasar + 4)], Warna.LEMBUT)
        k.teks(datar(n), dasar + 17, f"{angka(n)} %", TENGAH)
    k.dua_bahasa((kiri + LEBAR) / 2, dasar + 34, sumbu[0])
    letak = kiri
    for c in semua:
        titik = [(datar(a), y(b)) for a, b in zip(x, c.nilai, strict=True) if b is not None]
        k.garis(titik, c.warna, tebal=2, putus=c.putus)
        for a, b in titik:
            k.titik(a, b, c.warna, is_kotak=c.is_kotak)
        k.garis([(letak, tinggi - 12), (letak + 26, tinggi - 12)], c.warna, tebal=2, putus=c.putus)
        k.titik(letak + 13, tinggi - 12, c.warna, is_kotak=c.is_kotak)
        teks = f"{c.label.id} / {c.label.en}"
        k.teks(letak + 32, tinggi - 8, teks)
        letak += 50 + 5.1 * len(teks)
    return k.svg(uraian)


def batang_tegak(kelompok: Sequence[str], seri: Sequence[tuple[Seri, Sequence[int]]], sumbu: Label, uraian: str) -> str:
    """Return standing bars side by side, in thousands or millions as the numbers are large."""
    tinggi, kiri, dasar = 252, 66.0, 204.0
    k = Kanvas(tinggi)
    legenda(k, kiri, 14, [s for s, _ in seri])
    terbesar = max((n for _, isi in seri for n in isi), default=0)
    bagi, nama = satuan_besar(terbesar)
    puncak, langkah = bulat_naik(terbesar / bagi)
    y = Skala(0, puncak, dasar, 30)
    bingkai(k, y, langkah, Label(f"{sumbu.id}{nama.id}", f"{sumbu.en}{nama.en}"), kiri=kiri, desimal=_koma(langkah))
    lebar = (LEBAR - 8 - kiri) / len(kelompok)
    batang = lebar * 0.76 / len(seri)
    for n, teks in enumerate(kelompok):
        awal = kiri + lebar * (n + 0.12)
        for i, (s, isi) in enumerate(seri):
            k.kotak(awal + batang * i, y(isi[n] / bagi), batang - 1, dasar - y(isi[n] / bagi), s.warna)
        k.teks(kiri + lebar * (n + 0.5), dasar + 16, teks, TENGAH)
    k.dua_bahasa((kiri + LEBAR) / 2, dasar + 33, Label("Desil nasional (1 termiskin)", "National decile (1 poorest)"))
    return k.svg(uraian)


def satuan_besar(terbesar: float) -> tuple[int, Label]:
    """Return by what large counts are divided on an axis, and how the axis says so."""
    for mulai, bagi, nama in _SATUAN_BESAR:
        if terbesar >= mulai:
            return bagi, nama
    return 1, Label("", "")


def _koma(langkah: float) -> int:
    return 0 if langkah == int(langkah) else 1 if langkah * 10 == int(langkah * 10) else 2
