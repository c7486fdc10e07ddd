"""CSV (RFC 4180): UTF-8 with a byte-order mark, for without it spreadsheets misread every accent; commas, CRLF."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from app.lembar.aman import amankan
from app.lembar.entitas import Jenis, Kolom, Nilai, Penggal, Ringkas


class PenulisCsv:
    """Writes text; what people wrote is made safe against formulas, see `aman`."""

    media = "text/csv"
    akhiran = "csv"

    def __init__(self, kolom: Sequence[Kolom]) -> None:
        self._nama = [k.nama for k in kolom]
        self._bebas = [n for n, k in enumerate(kolom) if k.jenis is Jenis.TEKS]

    def penggal(self, baris: Sequence[Sequence[Nilai]]) -> Penggal:
        """Encode rows."""
        keluar = io.StringIO()
        csv.writer(keluar).writerows(map(self._aman, baris) if self._bebas else baris)
        return Penggal(keluar.getvalue().encode(), len(baris))

    def rangka(self, penggal: Sequence[Ringkas], _keterangan: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the line of names; the end of a CSV is nothing."""
        keluar = io.StringIO()
        csv.writer(keluar).writerow(self._nama)
        yield 0, keluar.getvalue().encode("utf-8-sig")
        if penggal:
            yield len(penggal), b""

    def _aman(self, baris: Sequence[Nilai]) -> Sequence[Nilai]:
        hasil = baris
        for n in self._bebas:
            nilai = baris[n]
            if nilai and (aman := amankan(str(nilai))) != nilai:
                hasil = [*hasil]
                hasil[n] = aman
        return hasil
