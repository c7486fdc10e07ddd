"""A family read by a set of criteria, with the source of every answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.teks import Teks
from app.kriteria.fakta import Pengetahuan, SumberFakta
from app.kriteria.perangkat import Ambang, Bacaan, Hasil, KodePerangkat, Kriteria, Penilaian


@dataclass(frozen=True, slots=True)
class HasilButir:
    """One criterion: what the answers say, and which answers."""

    no: str
    teks: Teks
    bobot: int
    catatan: str
    hasil: Hasil
    sumber: tuple[SumberFakta, ...]


@dataclass(frozen=True, slots=True)
class HasilKriteria:
    """A family read by one set; `gerbang` None: the set has none. The reading decides nothing by itself."""

    kode: KodePerangkat
    versi: str
    nama: Teks
    dasar: str
    status: Teks
    ambang: Ambang
    gerbang: HasilButir | None
    butir: tuple[HasilButir, ...]
    jumlah_ya: int
    jumlah_tidak: int
    jumlah_tidak_diketahui: int
    bobot_ya: int
    bacaan: Bacaan
    data_date: date | None
    """Day of the oldest answer that any criterion used; None when nothing is known."""

    @classmethod
    def dari(cls, p: Penilaian, pengetahuan: Pengetahuan) -> "HasilKriteria":
        """Join a reading with the sources of its facts."""
        butir = tuple(_butir(k, h, pengetahuan) for k, h in p.butir)
        gerbang = p.perangkat.gerbang
        puncak = None if gerbang is None or p.gerbang is None else _butir(gerbang, p.gerbang, pengetahuan)
        return cls(
            kode=p.perangkat.kode,
            versi=p.perangkat.versi,
            nama=p.perangkat.nama,
            dasar=p.perangkat.dasar,
            status=p.perangkat.status,
            ambang=p.perangkat.ambang,
            gerbang=puncak,
            butir=butir,
            jumlah_ya=p.jumlah(Hasil.YA),
            jumlah_tidak=p.jumlah(Hasil.TIDAK),
            jumlah_tidak_diketahui=p.jumlah(Hasil.TIDAK_DIKETAHUI),
            bobot_ya=p.bobot(Hasil.YA),
            bacaan=p.bacaan,
            data_date=_tertua([*butir, *([puncak] if puncak else [])]),
        )


def _butir(k: Kriteria, hasil: Hasil, pengetahuan: Pengetahuan) -> HasilButir:
    sumber = tuple(s for n in sorted(k.bila.acuan()) if (s := pengetahuan.sumber.get(n)))
    return HasilButir(k.no, k.teks, k.bobot, k.catatan, hasil, sumber)


def _tertua(butir: Iterable[HasilButir]) -> date | None:
    return min((s.tanggal for b in butir for s in b.sumber), default=None)
