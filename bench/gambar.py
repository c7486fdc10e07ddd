"""The two pictures of the page: values against their targets, and how far single measurements lie apart."""

import statistics
from collections.abc import Sequence
from html import escape
from typing import Final

from bench.dasar import Laporan

_LEBAR, _TINGGI, _KIRI, _SKALA_PENUH = 860, 30, 190, 1.5
_HURUF: Final = 'font-family="sans-serif" font-size="13"'
_HIJAU, _MERAH, _ABU = "#2e7d5b", "#b3402e", "#667"
_JAUH: Final = 0.5
"""Farther from the median than this share a measurement is drawn at the edge."""


def gambar_target(semua: Sequence[Laporan]) -> str:
    """Return bars as shares of the target; the line is the target itself."""
    penuh = (_LEBAR - _KIRI - 90) / _SKALA_PENUH
    baris = _awal(len(semua), "value as a share of its target; the line is the target")
    for n, b in enumerate(semua):
        y, bagian = 28 + n * _TINGGI, (b["value"] or 0) / b["target"]
        lebar = max(1.0, min(bagian, _SKALA_PENUH) * penuh)
        teks = "not measured" if b["value"] is None else f"{b['value']:.3g} {b['unit']}"
        baris += [
            _nama(y, b),
            f'<rect x="{_KIRI}" y="{y}" width="{lebar:.1f}" height="20" rx="2" fill="{_warna(b)}"/>',
            f'<text x="{_KIRI + lebar + 6:.1f}" y="{y + 15}" fill="#223">{escape(teks)}</text>',
        ]
    return _akhir(baris, len(semua), _KIRI + penuh)


def gambar_sampel(semua: Sequence[Laporan]) -> str:
    """Return a dot for each measurement, over the median of its series; the line is the median."""
    berulang = [b for b in semua if any(len(isi) > 1 for isi in b["detail"]["samples"].values())]
    tengah, separuh = (_KIRI + _LEBAR - 40) / 2, (_LEBAR - 40 - _KIRI) / 2
    judul = "single measurements over the median of their series, from half of it to one and a half"
    baris = _awal(len(berulang), judul)
    for n, b in enumerate(berulang):
        y = 28 + n * _TINGGI
        baris.append(_nama(y, b))
        for isi in b["detail"]["samples"].values():
            median = statistics.median(isi)
            for x in isi if len(isi) > 1 and median else ():
                letak = tengah + max(-1.0, min(1.0, (x / median - 1) / _JAUH)) * separuh
                baris.append(f'<circle cx="{letak:.1f}" cy="{y + 10}" r="4" fill="{_warna(b)}" fill-opacity="0.5"/>')
    return _akhir(baris, len(berulang), tengah)


def _warna(b: Laporan) -> str:
    return _HIJAU if b["holds"] else _MERAH


def _nama(y: int, b: Laporan) -> str:
    return f'<text x="{_KIRI - 8}" y="{y + 15}" text-anchor="end" fill="#223">{escape(b["id"])}</text>'


def _awal(banyak: int, judul: str) -> list[str]:
    tinggi = _TINGGI * banyak + 50
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEBAR} {tinggi}" {_HURUF}>',
        f'<rect width="{_LEBAR}" height="{tinggi}" fill="#fff"/>',
        f'<text x="{_KIRI}" y="16" fill="{_ABU}">{judul}</text>',
    ]


def _akhir(baris: Sequence[str], banyak: int, x: float) -> str:
    bawah = _TINGGI * banyak + 36
    garis = f'<line x1="{x:.1f}" y1="22" x2="{x:.1f}" y2="{bawah}" stroke="{_ABU}" stroke-dasharray="4 3"/>'
    return "\n".join([*baris, garis, "</svg>", ""])
