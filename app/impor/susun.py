"""A chunk of families worked out: what of each row is written, unchanged, odd or refused (a worker process's part).

Nothing here touches the database. What comes out is ready to be written as it is, or, in a trial, only counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.core.clock import now
from app.core.crypto import Sandi
from app.impor.baca import Konteks
from app.impor.bahan import BarisOrang, BarisTitipan, KeluargaBerkas, buka
from app.impor.kode import ARTI, HasilBaris
from app.impor.pencocokan import DI_LUAR, Pencocok, terlihat
from app.impor.penulisan import BahanTulis, Penulisan
from app.impor.temuan import TemuanMasuk
from app.keluarga.curah import PenyegelMassal, PotretMassal, TulisMassal


class CatatanBaris(NamedTuple):
    """A remark as it is kept: row, position among the row's remarks, what became of the row, code and column."""

    baris: int
    urut: int
    hasil: HasilBaris
    kode: str
    kolom: str


@dataclass(slots=True)
class HasilPotongan:
    """What a chunk came to.

    `dibaca` are the NIKs of the persons on record with whom rows were compared, `di_luar` is how many rows are held
    because their number is on record outside of the importer's regions. `tunda` are the keys of families of which the
    chunk speaks under another key already: they wait for that to be written.
    """

    tulis: TulisMassal
    temuan: list[TemuanMasuk]
    jejak: list[tuple[UUID, list[UUID], dict[str, Any]]]
    kunci: list[tuple[UUID, UUID]]
    catatan: list[CatatanBaris]
    jumlah: dict[str, int]
    segar: list[tuple[UUID, str, date]]
    dibaca: list[UUID]
    di_luar: int
    tunda: frozenset[UUID]


class PotonganKerja(NamedTuple):
    """A chunk of families to work out.

    Attributes:
        titipan: staged rows of whole families.
        potret: what the registry knows of their numbers and families.
        kunci: families that were brought in before, by the key of the file.
        pelaku: account and jabatan of the importer.
        is_uji: whether this is a trial, after which nothing is written.
    """

    titipan: Sequence[BarisTitipan]
    potret: PotretMassal
    kunci: Mapping[UUID, UUID]
    pelaku: tuple[UUID, str]
    is_uji: bool


def kerjakan(konteks: Konteks, sandi: Sandi, potongan: PotonganKerja) -> HasilPotongan:
    """Work a chunk out."""
    titipan, potret, kunci, pelaku, is_uji = potongan
    segel = PenyegelMassal(sandi)
    pencocok = Pencocok(konteks, segel, potret, kunci, is_uji=is_uji)
    tulis = Penulisan(BahanTulis(konteks, segel, potret, pelaku, now(), is_uji))
    semua = buka(konteks, sandi, titipan)
    keluarga = list(_sekali(semua, pencocok))
    for k in keluarga:
        pencocok.cocokkan(k)
        if k.masuk:
            tulis.keluarga(k)
            if k.kunci != k.no_kk_hmac and k.kunci not in kunci and k.is_berubah:
                assert k.keluarga_id
                tulis.kunci.append((k.kunci, k.keluarga_id))
    tulis.hasil.klaim = pencocok.klaim
    return HasilPotongan(
        tulis.hasil,
        tulis.temuan,
        tulis.jejak,
        tulis.kunci,
        list(_catatan(keluarga)),
        hitung(b.hasil for k in keluarga for b in k.baris),
        tulis.segar,
        sorted(set[UUID]().union(*(terlihat(k, potret) for k in keluarga))),
        sum(any(c.kode == DI_LUAR for c in b.catatan) for k in keluarga for b in k.baris),
        frozenset(k.kunci for k in semua).difference(k.kunci for k in keluarga),
    )


def _sekali(semua: Iterable[KeluargaBerkas], pencocok: Pencocok) -> Iterable[KeluargaBerkas]:
    """Yield families of the file, of those that are one family on record the first."""
    sudah: set[UUID] = set()
    for k in semua:
        if (ada := pencocok.cari(k)) is None or ada.keluarga_id not in sudah:
            sudah |= {ada.keluarga_id} if ada else set()
            yield k


def hitung(hasil: Iterable[HasilBaris]) -> dict[str, int]:
    """Count rows by what became of them."""
    banyak = Counter(hasil)
    return {h.value.lower(): banyak[h] for h in HasilBaris}


def _catatan(keluarga: Iterable[KeluargaBerkas]) -> Iterable[CatatanBaris]:
    for k in keluarga:
        for b in k.baris:
            yield from catatan_baris(b)


def catatan_baris(b: BarisOrang) -> Iterable[CatatanBaris]:
    """Return a row's remarks as they are kept."""
    hasil = b.hasil
    for n, c in enumerate(b.catatan):
        yield CatatanBaris(b.baris, n, hasil if n == 0 else ARTI[c.kode].hasil, c.kode, c.kolom)
