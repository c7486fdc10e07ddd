"""The work on one range that needs no database: open, lay out, encode, seal. It runs in a thread or another process.

What goes in and out are sealed rows and sealed bytes; clear data live only while one range is being written.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.core.crypto import Sandi
from app.ekspor import himpunan as h
from app.ekspor.bidang import Konteks
from app.ekspor.kode import Himpunan
from app.ekspor.sdgs import KOLOM
from app.keluarga.entitas_massal import AnggotaTerbuka, Tersegel
from app.keluarga.pembuka import buka
from app.lembar.entitas import Baris, BentukBerkas, Kolom, Penulis
from app.lembar.penulis import penulis


class Segel(NamedTuple):
    """The file's key and the place to which a part is bound."""

    kunci: bytes
    aad: bytes


class Bahan(NamedTuple):
    """A range as it was read, and how its rows are to look."""

    himpunan: Himpunan
    bentuk: BentukBerkas
    konteks: Konteks
    isi: Tersegel
    segel: Segel


class Hasil(NamedTuple):
    """A sealed part: its length in clear, its rows and families, what the frame needs, and whom it concerns."""

    tertutup: bytes
    ukuran: int
    baris: int
    catatan: list[int]
    subjek: list[str]
    keluarga: int


def alat(himpunan: Himpunan, bentuk: BentukBerkas, *, berlabel: bool) -> Penulis:
    """Return the writer of a kind of file."""
    return penulis(bentuk, kolom(himpunan, berlabel=berlabel))


def kolom(himpunan: Himpunan, *, berlabel: bool) -> Sequence[Kolom]:
    """Return its columns."""
    return KOLOM if himpunan is Himpunan.SDGS_DESA else h.tabel(himpunan).kolom(berlabel=berlabel)


def olah(sandi: Sandi, bahan: Bahan) -> Hasil:
    """Make a part of a file about persons."""
    keanggotaan = bahan.konteks.keanggotaan
    subjek: list[str] = []

    def saring(a: AnggotaTerbuka) -> bool:
        if bahan.himpunan is Himpunan.BNBA and keanggotaan.get(a.individu_id) not in h.AKTIF:
            return False
        if a.nik_hmac is not None:
            subjek.append(a.nik_hmac)
        return True

    tabel = h.tabel(bahan.himpunan)
    baris = list(tabel.baris(buka(sandi, bahan.isi), bahan.konteks, saring))
    penulis_ = alat(bahan.himpunan, bahan.bentuk, berlabel=bahan.konteks.is_berlabel)
    return tutup(penulis_, baris, bahan.segel, len(bahan.isi.keluarga), subjek)


def tutup(penulis_: Penulis, baris: Sequence[Baris], segel: Segel, keluarga: int, subjek: Sequence[str] = ()) -> Hasil:
    """Encode rows, which tell of so many families, and seal them."""
    p = penulis_.penggal(baris)
    tertutup = Sandi.enkripsi(segel.kunci, p.isi, segel.aad)
    return Hasil(tertutup, len(p.isi), p.baris, list(p.catatan), list(subjek), keluarga)
