"""The nation as files: parts made by several processes, joined in their order, with a manifest of what was planted.

Every part is a piece of work that depends on the order and its own number alone, so neither the number of processes nor
their speed changes a byte. At most a few parts are held at a time.
"""

import csv
import hashlib
import json
import os
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from app.berkas_tabel.bentuk import bentuk
from app.sintetis.buku import jadikan_buku
from app.sintetis.daerah import Potongan, sebar
from app.sintetis.kotoran import MENINGGAL, ORANG_GANDA, pangsa
from app.sintetis.lembar import Pesanan, lembar

MANIFES: Final = "manifes.json"
TANAMAN: Final = "tanaman.csv"
_VERSI: Final = "1"
_SEMUA: Final = "semua"
_AWAL_BARIS: Final = 2
"""Line of the first person; the headings are line 1."""
_KABKOTA: Final = 5
_TANPA_CATATAN: Final = (ORANG_GANDA, MENINGGAL)
"""Planted, but nothing that an import of the file alone can remark."""

Kabar = Callable[[int, int], None]
"""Is told how many families are written and how many there will be."""


class Pisah(StrEnum):
    """Into which files the nation is divided."""

    SEMUA = "semua"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"


@dataclass
class _Berkas:
    """One file while it grows."""

    baris: int = 0
    keluarga: int = 0
    catatan: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Potong:
    """A piece of a part that belongs to one file: where it lies, and what was planted in it by row from 0."""

    berkas: str
    jalur: Path
    baris: int
    keluarga: int
    tanaman: list[tuple[int, str, str, int | None]]


def tulis(
    pesanan: Pesanan, folder: Path, *, pisah: Pisah, proses: int, kabar: Kabar, buku: bool = False
) -> dict[str, Any]:
    """Write the files, `tanaman.csv` and `manifes.json` into the folder, and return the manifest.

    With `buku` the files are workbooks.

    Raises:
        BukuPenuh: a file has more rows than a sheet holds.
        WilayahKosong | KodeWilayahTidakSah: see `daerah.sebar`.
        NomorHabis: see `nomor`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    berkas: dict[str, _Berkas] = {}
    selesai = 0
    with (
        TemporaryDirectory(dir=folder, prefix=".bagian-") as sementara,
        (folder / TANAMAN).open("w", newline="", encoding="utf-8") as keluar,
    ):
        penulis = csv.writer(keluar, lineterminator="\n")
        penulis.writerow(("berkas", "baris", "kolom", "kode", "pasangan"))
        for potongan in _buat(pesanan, Path(sementara), pisah, proses):
            for p in potongan:
                milik = berkas.setdefault(p.berkas, _Berkas())
                _sambung(p, folder, milik, pesanan)
                penulis.writerows(_baris_tanaman(p, milik.baris))
                milik.catatan.update(kode for _, _, kode, _ in p.tanaman)
                milik.baris += p.baris
                milik.keluarga += p.keluarga
                selesai += p.keluarga
            kabar(selesai, pesanan.keluarga)
    jalur = {n: folder / nama_berkas(pesanan, n) for n in sorted(berkas)}
    if buku:
        jalur = {n: jadikan_buku(j, berkas[n].baris) for n, j in jalur.items()}
    manifes = _manifes(pesanan, pisah, jalur, berkas)
    (folder / MANIFES).write_text(json.dumps(manifes, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return manifes


def _buat(pesanan: Pesanan, sementara: Path, pisah: Pisah, proses: int) -> Iterator[list[_Potong]]:
    """Yield the parts in order; with several processes, twice as many parts as processes are under way."""
    parts = sebar(pesanan.keluarga, pesanan.wilayah)
    if proses == 1:
        yield from (satu(pesanan, p, sementara, pisah) for p in parts)
        return
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    with ProcessPoolExecutor(proses, mp_context=get_context("spawn")) as kolam:
        tunggu: deque[Future[list[_Potong]]] = deque()
        for p in islice(parts, 2 * proses):
            tunggu.append(kolam.submit(satu, pesanan, p, sementara, pisah))
        while tunggu:
            hasil = tunggu.popleft().result()
            tunggu.extend(kolam.submit(satu, pesanan, p, sementara, pisah) for p in islice(parts, 1))
            yield hasil


def satu(pesanan: Pesanan, potongan: Potongan, sementara: Path, pisah: Pisah) -> list[_Potong]:
    """Make one part and write its pieces, one for each file that it belongs to; a piece lies together in a part."""
    isi = lembar(pesanan, potongan)
    hasil: list[_Potong] = []
    for nama, awal, akhir, keluarga in _irisan(potongan, isi.baris_desa, pisah):
        jalur = sementara / f"{potongan.nomor:06d}-{nama}.csv"
        isi.tabel[awal:akhir].write_csv(jalur, include_header=False)
        milik = isi.tanaman.filter((isi.tanaman["baris"] >= awal) & (isi.tanaman["baris"] < akhir))
        tanaman = [(b - awal, k, c, None if p is None else p - awal) for b, k, c, p in milik.iter_rows()]
        hasil.append(_Potong(nama, jalur, akhir - awal, keluarga, tanaman))
    return hasil


def _irisan(potongan: Potongan, baris: list[int], pisah: Pisah) -> Iterator[tuple[str, int, int, int]]:
    """Yield file, first row, last row and families of each piece; `baris` counts the rows of each village."""
    panjang = {Pisah.SEMUA: 0, Pisah.PROVINSI: 2, Pisah.KABKOTA: _KABKOTA}[pisah]
    awal = akhir = keluarga = 0
    for n, desa in enumerate(potongan.desa):
        akhir, keluarga = akhir + baris[n], keluarga + potongan.keluarga[n]
        nama = desa[:panjang]
        if n + 1 == len(potongan.desa) or potongan.desa[n + 1][:panjang] != nama:
            yield nama or _SEMUA, awal, akhir, keluarga
            awal, keluarga = akhir, 0


def _sambung(p: _Potong, folder: Path, milik: _Berkas, pesanan: Pesanan) -> None:
    """Append a piece to its file, which begins with the headings."""
    with (folder / nama_berkas(pesanan, p.berkas)).open("ab" if milik.baris else "wb") as keluar:
        if not milik.baris:
            keluar.write((",".join(k.nama for k in bentuk(pesanan.format).kolom) + "\n").encode())
        with p.jalur.open("rb") as masuk:
            shutil.copyfileobj(masuk, keluar, 1 << 20)
    p.jalur.unlink()


def nama_berkas(pesanan: Pesanan, bagian: str) -> str:
    """Return the name of a file of the nation."""
    return f"{pesanan.format.lower()}-{pesanan.benih}-{bagian}.csv"


def _baris_tanaman(p: _Potong, awal: int) -> Iterator[tuple[object, ...]]:
    geser = awal + _AWAL_BARIS
    for baris, kolom, kode, pasangan in p.tanaman:
        # The first record of a pair may lie in the file before; then it is left out.
        lain = "" if pasangan is None or pasangan + awal < 0 else pasangan + geser
        yield p.berkas, baris + geser, kolom, kode, lain


def _manifes(pesanan: Pesanan, pisah: Pisah, jalur: dict[str, Path], berkas: dict[str, _Berkas]) -> dict[str, Any]:
    jumlah = sum((b.catatan for b in berkas.values()), Counter[str]())
    return {
        "versi": _VERSI,
        "pesanan": {**asdict(pesanan), "hari": pesanan.hari.isoformat(), "format": pesanan.format.value},
        "pisah": pisah.value,
        "keluarga": sum(b.keluarga for b in berkas.values()),
        "baris": sum(b.baris for b in berkas.values()),
        "catatan": {k: n for k, n in sorted(jumlah.items()) if k not in _TANPA_CATATAN},
        "tanpa_catatan": {k: jumlah[k] for k in _TANPA_CATATAN},
        "pangsa": {k: round(v, 9) for k, v in sorted(pangsa(pesanan.kotor).items())},
        "berkas": [
            {
                "nama": jalur[n].name,
                "baris": b.baris,
                "keluarga": b.keluarga,
                "catatan": {k: v for k, v in sorted(b.catatan.items()) if k not in _TANPA_CATATAN},
                "sha256": _sidik(jalur[n]),
            }
            for n, b in sorted(berkas.items())
        ],
    }


def _sidik(jalur: Path) -> str:
    with jalur.open("rb") as berkas:
        return hashlib.file_digest(berkas, "sha256").hexdigest()
