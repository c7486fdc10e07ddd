"""Parquet (Apache Parquet format 2): one row group per piece, plain pages under gzip, every column nullable.

Written here because the library that does it (pyarrow) weighs 150 MB and would be the worker's largest part, for two
kinds of pages and a footer.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from app.lembar.entitas import Baris, Jenis, Kolom, Nilai, Penggal, Ringkas
from app.lembar.thrift import Bulat32, Susunan, varint

_TANDA: Final = b"PAR1"
_INT32, _INT64, _BYTE_ARRAY = Bulat32(1), Bulat32(2), Bulat32(6)
_UTF8, _DATE = Bulat32(0), Bulat32(6)
_OPTIONAL: Final = Bulat32(1)
_PLAIN, _RLE = Bulat32(0), Bulat32(3)
_GZIP: Final = Bulat32(2)
_EPOK: Final = date(1970, 1, 1).toordinal()
_TIPE: Final = {Jenis.BULAT: (_INT64, None), Jenis.TANGGAL: (_INT32, _DATE)}
_TEKS: Final = (_BYTE_ARRAY, _UTF8)


class PenulisParquet:
    """Writes row groups; what is noted of one are, column by column, its bytes before and after compression."""

    media = "application/vnd.apache.parquet"
    akhiran = "parquet"

    def __init__(self, kolom: Sequence[Kolom]) -> None:
        self._kolom = kolom

    def penggal(self, baris: Sequence[Baris]) -> Penggal:
        """Encode rows as a row group."""
        isi, catatan = bytearray(), []
        for kolom, nilai in zip(self._kolom, self._tegak(baris), strict=True):
            halaman, mentah = _halaman(kolom.jenis, nilai)
            isi += halaman
            catatan += [mentah, len(halaman)]
        return Penggal(bytes(isi), len(baris), catatan)

    def _tegak(self, baris: Sequence[Baris]) -> Iterator[Sequence[Nilai]]:
        """Yield the columns."""
        if not baris:
            yield from [()] * len(self._kolom)
        for ruas in zip(*baris, strict=True):
            yield from zip(*ruas, strict=True)

    def rangka(self, penggal: Sequence[Ringkas], keterangan: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the mark at the start, and the footer."""
        kelompok, letak = [], len(_TANDA)
        for p in penggal:
            kelompok.append(self._kelompok(p, letak))
            letak += p.ukuran
        akar = Susunan((4, b"dtks"), (5, Bulat32(len(self._kolom))))
        kaki = Susunan(
            (1, Bulat32(1)),
            (2, [akar, *map(_skema, self._kolom)]),
            (3, sum(p.baris for p in penggal)),
            (4, kelompok),
            (5, [Susunan((1, k.encode()), (2, v.encode())) for k, v in keterangan.items()] or None),
            (6, b"dtks"),
        ).tulis()
        akhir = kaki + struct.pack("<I", len(kaki)) + _TANDA
        if penggal:
            yield 0, _TANDA
            yield len(penggal), akhir
        else:
            yield 0, _TANDA + akhir

    def _kelompok(self, p: Ringkas, letak: int) -> Susunan:
        bagian = []
        for n, kolom in enumerate(self._kolom):
            mentah, padat = p.catatan[2 * n : 2 * n + 2]
            isi = Susunan(
                (1, _TIPE.get(kolom.jenis, _TEKS)[0]),
                (2, [_PLAIN, _RLE]),
                (3, [kolom.nama.encode()]),
                (4, _GZIP),
                (5, p.baris),
                (6, mentah),
                (7, padat),
                (9, letak),
            )
            bagian.append(Susunan((2, letak), (3, isi)))
            letak += padat
        return Susunan((1, bagian), (2, sum(p.catatan[::2])), (3, p.baris))


def _skema(kolom: Kolom) -> Susunan:
    tipe, makna = _TIPE.get(kolom.jenis, _TEKS)
    return Susunan((1, tipe), (3, _OPTIONAL), (4, kolom.nama.encode()), (6, makna))


def _halaman(jenis: Jenis, nilai: Sequence[Nilai]) -> tuple[bytes, int]:
    """Return a page with its header, and how long it would be uncompressed."""
    ada = [n for n in nilai if n is not None]
    tingkat = _tingkat(nilai, len(ada))
    mentah = struct.pack("<I", len(tingkat)) + tingkat + _polos(jenis, ada)
    alat = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    padat = alat.compress(mentah) + alat.flush()
    data = Susunan((1, Bulat32(len(nilai))), (2, _PLAIN), (3, _RLE), (4, _RLE))
    kepala = Susunan((1, Bulat32(0)), (2, Bulat32(len(mentah))), (3, Bulat32(len(padat))), (5, data)).tulis()
    return kepala + padat, len(kepala) + len(mentah)


def _tingkat(nilai: Sequence[Nilai], ada: int) -> bytes:
    """Return which values there are: one run when all or none, else one bit each."""
    if ada in {0, len(nilai)}:
        return varint(len(nilai) << 1) + bytes([1 if ada else 0])
    bita = (len(nilai) + 7) // 8
    bit = "".join(["0" if n is None else "1" for n in reversed(nilai)])
    return varint(bita << 1 | 1) + int(bit, 2).to_bytes(bita, "little")


def _polos(jenis: Jenis, nilai: Sequence[Nilai]) -> bytes:
    if jenis is Jenis.BULAT:
        return struct.pack(f"<{len(nilai)}q", *nilai)
    if jenis is Jenis.TANGGAL:
        return struct.pack(f"<{len(nilai)}i", *(_hari(n) for n in nilai))
    kata: dict[Nilai, bytes] = {}
    for n in set(nilai):
        isi = str(n).encode()
        kata[n] = len(isi).to_bytes(4, "little") + isi
    return b"".join([kata[n] for n in nilai])


def _hari(nilai: Nilai) -> int:
    assert isinstance(nilai, date)
    return nilai.toordinal() - _EPOK
