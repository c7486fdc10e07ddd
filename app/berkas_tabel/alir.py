"""A text read as a stream: bytes in, blocks of whole records out, in memory that does not grow with the file (pure).

A record may hold line breaks between quotation marks. A mark that is never closed must not swallow the rest of the
file, so a record that grows beyond all measure is given up: its first line is reported, and reading goes on after it.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

REKAMAN_BITA: Final = 256 << 10
REKAMAN_BARIS: Final = 20
"""A record longer than either has a quotation mark that is never closed."""


@dataclass(frozen=True, slots=True)
class Blok:
    """Some records of a file.

    Attributes:
        nomor: number of the block, from 0.
        baris: number of the first record as a spreadsheet counts; the headings are 1.
        isi: the records, joined; those in `rusak` stand here as an empty line.
        jumlah: how many there are, headings and empty lines included.
        sampai: position behind the block in the (transcoded) stream.
        rusak: numbers of records with a quotation mark that is never closed.
    """

    nomor: int
    baris: int
    isi: bytes
    jumlah: int
    sampai: int
    rusak: tuple[int, ...]


class KeUtf8:
    """Drops the mark at the beginning, and transcodes what is not a superset of ASCII; fed piece by piece."""

    def __init__(self, pengodean: str, bom: int) -> None:
        self._sisa = bom
        self._pembaca = codecs.getincrementaldecoder(pengodean)("replace") if pengodean.startswith("utf-16") else None

    def tambah(self, isi: bytes) -> bytes:
        """Take the next piece."""
        isi, self._sisa = isi[self._sisa :], max(0, self._sisa - len(isi))
        return isi if self._pembaca is None else self._pembaca.decode(isi).encode()


class Pemotong:
    """Cuts a stream into blocks of records; fed piece by piece, so that the pieces may come from anywhere."""

    def __init__(self, sebanyak: int, *, nomor: int = 0, baris: int = 1, dari: int = 0) -> None:
        self._sebanyak = sebanyak
        self._nomor, self._baris, self._letak = nomor, baris, dari
        self._sisa = b""
        self._rekaman: list[bytes] = []
        self._rusak: list[int] = []
        self._gantung: list[bytes] = []
        """The lines of a record whose quotation mark is not closed yet."""

    def tambah(self, isi: bytes) -> Iterator[Blok]:
        """Take a piece and yield the blocks that it completes."""
        *utuh, self._sisa = (self._sisa + isi).split(b"\n")
        yield from self._masukkan(utuh)

    def selesai(self) -> Iterator[Blok]:
        """Take the end of the stream and yield the rest."""
        yield from self._masukkan([self._sisa] if self._sisa else [])
        self._sisa = b""
        while self._gantung:
            yield from self._lepas()
        if self._rekaman:
            yield self._blok()

    def _masukkan(self, baris: list[bytes]) -> Iterator[Blok]:
        for satu in baris:
            is_ganjil = satu.count(b'"') % 2 == 1
            if not self._gantung and not is_ganjil:
                yield from self._rekam(satu)
                continue
            self._gantung.append(satu)
            if len(self._gantung) > 1 and is_ganjil:
                utuh, self._gantung = b"\n".join(self._gantung), []
                yield from self._rekam(utuh)
            elif len(self._gantung) > REKAMAN_BARIS or sum(map(len, self._gantung)) > REKAMAN_BITA:
                yield from self._lepas()

    def _lepas(self) -> Iterator[Blok]:
        """Give the first hanging line up and read the others anew."""
        (pertama, *lain), self._gantung = self._gantung, []
        self._rusak.append(self._baris + len(self._rekaman))
        self._letak += len(pertama)
        yield from self._rekam(b"")
        yield from self._masukkan(lain)

    def _rekam(self, satu: bytes) -> Iterator[Blok]:
        self._rekaman.append(satu)
        if len(self._rekaman) >= self._sebanyak:
            yield self._blok()

    def _blok(self) -> Blok:
        isi = b"\n".join(self._rekaman)
        self._letak += len(isi) + 1
        blok = Blok(self._nomor, self._baris, isi, len(self._rekaman), self._letak, tuple(self._rusak))
        self._nomor, self._baris = self._nomor + 1, self._baris + len(self._rekaman)
        self._rekaman, self._rusak = [], []
        return blok
