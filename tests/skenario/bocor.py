"""Looks through what a thief would carry off for what must not be readable in it."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from app.operasi.embedded import cari_biner

_ANGKA = re.compile(rb"\d{10,}")
_RANAH = re.compile(rb"@[\w-]+\.[\w.]+")
_JALAN = re.compile(rb" RT \d{3}/RW \d{3}")
_SEBELUM = re.compile(rb"[ \w.]{3,30}\Z")
_BITA = re.compile(rb"\\\\x([0-9a-f]+)")
_GAMBAR = (
    re.compile(rb"\xff\xd8\xff[\xe0-\xef]..(?:JFIF|Exif)\0", re.DOTALL),
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"RIFF....WEBP", re.DOTALL),
    re.compile(rb"%PDF-1"),
)
"""Each begins with what is constant, so that the search jumps from one such place to the next."""


@dataclass(frozen=True)
class Pencari:
    """Finds numbers wherever they stand in a run of digits, addresses of e-mail and of houses, and pictures."""

    angka: frozenset[bytes]
    surel: frozenset[bytes]

    def cari(self, isi: bytes) -> set[bytes]:
        """Return what can be read in these bytes."""
        gambar = {g for pola in _GAMBAR for g in pola.findall(isi)}
        return self._nomor(isi) | self._surel(isi) | _alamat(isi) | gambar

    def cari_dump(self, isi: bytes) -> set[bytes]:
        """Return what can be read in plain SQL, where bytes are written in hexadecimal."""
        bita = b"\n".join(bytes.fromhex(h.decode()) for h in _BITA.findall(isi) if len(h) % 2 == 0)
        return self.cari(_BITA.sub(b"", isi)) | self.cari(bita)

    def _nomor(self, isi: bytes) -> set[bytes]:
        ukuran = sorted({len(a) for a in self.angka})
        deret = set(_ANGKA.findall(isi))
        return {r[n : n + p] for r in deret for p in ukuran for n in range(len(r) - p + 1)} & self.angka

    def _surel(self, isi: bytes) -> set[bytes]:
        ukuran = sorted({s.index(b"@") for s in self.surel})
        tempat = ((m.start(), m.end()) for m in _RANAH.finditer(isi))
        return {isi[max(0, awal - p) : akhir] for awal, akhir in tempat for p in ukuran} & self.surel


def _alamat(isi: bytes) -> set[bytes]:
    """Return the addresses of houses, whosever they are."""
    tempat = ((_SEBELUM.search(isi[max(0, m.start() - 30) : m.start()]), m[0]) for m in _JALAN.finditer(isi))
    return {jalan[0] + rt for jalan, rt in tempat if jalan}


def berkas(*folder: Path) -> Iterator[Path]:
    """Return every file below these folders."""
    for satu in folder:
        yield from (p for p in satu.rglob("*") if p.is_file())


def dump(url: str) -> bytes:
    """Return `pg_dump`'s plain SQL of the database at this SQLAlchemy address."""
    dsn = url.replace("+asyncpg", "")
    perintah = [str(cari_biner() / "pg_dump"), "--format=plain", "--dbname", dsn]
    return subprocess.run(perintah, capture_output=True, check=True, env={"PATH": os.defpath, "LC_ALL": "C"}).stdout


async def perintah(url: str, *sql: str) -> list[str]:
    """Execute administrative statements at this address; return the first column of the last."""
    sambungan = await asyncpg.connect(url)
    try:
        hasil: Iterable[asyncpg.Record] = ()
        for satu in sql:
            hasil = await sambungan.fetch(satu)
        return [str(b[0]) for b in hasil]
    finally:
        await sambungan.close()
