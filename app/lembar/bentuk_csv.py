"""CSV (RFC 4180): UTF-8 with a byte-order mark, for without it spreadsheets misread every accent; commas, CRLF."""

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import getitem
from typing import Final

from app.lembar.aman import amankan
from app.lembar.entitas import Baris, Jenis, Kolom, Nilai, Penggal, Ringkas
from app.lembar.ruas import Alat, Kata, rangkai

_BERPETIK: Final = re.compile('[,"\r\n]')


class PenulisCsv:
    """Writes text; what people wrote is made safe against formulas, see `aman`."""

    media = "text/csv"
    akhiran = "csv"

    def __init__(self, kolom: Sequence[Kolom]) -> None:
        self._nama = [k.nama for k in kolom]
        self._bebas = {n for n, k in enumerate(kolom) if k.jenis is Jenis.TEKS}

    def penggal(self, baris: Sequence[Baris]) -> Penggal:
        """Encode rows."""
        kata, aman = Kata(_sel), Kata(_sel_aman)

        def alat(dari: int, sampai: int) -> Alat:
            if self._bebas.isdisjoint(range(dari, sampai)):
                return lambda ruas: ",".join(map(kata.__getitem__, ruas))
            daftar = [aman if n in self._bebas else kata for n in range(dari, sampai)]
            return lambda ruas: ",".join(map(getitem, daftar, ruas))

        return Penggal("".join([f"{','.join(teks)}\r\n" for teks in rangkai(baris, alat)]).encode(), len(baris))

    def rangka(self, penggal: Sequence[Ringkas], _keterangan: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the line of names; the end of a CSV is nothing."""
        yield 0, f"{','.join(map(_sel, self._nama))}\r\n".encode("utf-8-sig")
        if penggal:
            yield len(penggal), b""


def _sel(nilai: Nilai) -> str:
    if nilai is None:
        return ""
    teks = str(nilai)
    return '"' + teks.replace('"', '""') + '"' if _BERPETIK.search(teks) else teks


def _sel_aman(nilai: Nilai) -> str:
    if nilai is None:
        return ""
    teks = str(nilai)
    # Letters, digits and spaces are all that most names have, and need nothing.
    return teks if teks.replace(" ", "").isalnum() else _sel(amankan(teks))
