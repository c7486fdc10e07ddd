"""The score as one SQL expression, generated from the artefact: the set-based twin of `pmt.skor`, in bigint only.

A coefficient times its unit is a column of a small relation with one row per coefficient set; a categorical source
becomes one chain of thresholds for all regressors made of it, and clipping falls together with multiplying where a
support holds two values. A mandatory value that is missing makes the whole sum NULL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    SmallInteger,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    or_,
    true,
)

from app.desil.artefak import BOBOT, BOBOT_MAKS, INSTRUMEN, NASIONAL, SKALA_VARIABEL, Artefak, JenisVariabel, Variabel

EMBER_BIT: Final = 42
"""A bucket of the histogram holds 2^42 units of score, 0.4 % of rupiah per capita; a shift is exact and keeps order."""

_PROVINSI_MAKS: Final = 99
_SMALLINT: Final = range(-(2**15), 2**15)
_Suku = ColumnElement[int]


def kode_himpunan(kode: str) -> int:
    """Return the number of a coefficient set or region: 0 the nation, 32 a provinsi, 3204 a kabupaten/kota."""
    return 0 if kode == NASIONAL else int(kode[:2] + kode[3:5])


def teks_kode(nomor: int) -> str:
    """Return the code of such a number."""
    if nomor == 0:
        return NASIONAL
    return f"{nomor:02d}" if nomor <= _PROVINSI_MAKS else f"{nomor // 100:02d}.{nomor % 100:02d}"


@dataclass(slots=True)
class Penilai:
    """What a statement needs to score rows of `data`: `koefisien` joined by `gabung` gives `skor`, NULL if unrankable.

    `data` has `kabkota` (32.04 as 3204) and a column per canonical variable of the artefact.
    """

    artefak: Artefak
    data: FromClause
    _kolom: dict[tuple[int, ...], str] = field(default_factory=dict)
    skor: ColumnElement[int | None] = field(init=False)
    koefisien: FromClause = field(init=False)
    gabung: ColumnElement[bool] = field(init=False)

    def __post_init__(self) -> None:
        suku = list(self._suku())
        jumlah = sum(suku[1:], suku[0])
        syarat: list[ColumnElement[bool]] = [self.data.c[BOBOT].between(_int(1), _int(BOBOT_MAKS))]
        if self.artefak.dinilai is not None:
            syarat.append(_dinilai(self.artefak.dinilai, self.data.c[INSTRUMEN]))
        self.skor = case((and_(*syarat), jumlah))
        kode = [kode_himpunan(k) for k in self.artefak.koefisien]
        isi = [("kode", SmallInteger(), kode), *((n, BigInteger(), list(k)) for k, n in self._kolom.items())]
        larik = [cast(bindparam(n, v, ARRAY(t), unique=True), ARRAY(t)) for n, t, v in isi]
        self.koefisien = func.unnest(*larik).table_valued(*(column(n, t) for n, t, _ in isi), name="koef")
        self.koefisien = self.koefisien.render_derived()
        self.gabung = true() if len(kode) == 1 else self.koefisien.c.kode == self._himpunan(kode)

    def _himpunan(self, kode: Sequence[int]) -> ColumnElement[int]:
        kabkota: ColumnElement[int] = self.data.c.kabkota
        provinsi = kabkota // _int(100)
        ada = ([k for k in kode if k > _PROVINSI_MAKS], [k for k in kode if 0 < k <= _PROVINSI_MAKS])
        cari = [
            (tingkat.in_([_int(k) for k in isi]), cast(tingkat, SmallInteger))
            for tingkat, isi in zip((kabkota, provinsi), ada, strict=True)
            if isi
        ]
        return case(*cari, else_=_int(0))

    def _suku(self) -> Iterable[_Suku]:
        yield self._bobot([b[0] * SKALA_VARIABEL for b in self.artefak.koefisien.values()])
        kategori: dict[str, list[int]] = {}
        for j, v in enumerate(self.artefak.variabel):
            if v.jenis is JenisVariabel.KATEGORI:
                kategori.setdefault(v.sumber, []).append(j)
            elif v.jenis is JenisVariabel.KOSONG:
                yield case((self.data.c[v.sumber].is_(None), self._beban(j, 1)), else_=_int(0))
            else:
                yield self._numerik(j, v)
        for sumber, nomor in kategori.items():
            yield self._kategori(sumber, nomor)

    def _numerik(self, j: int, v: Variabel) -> _Suku:
        nilai: ColumnElement[int] = self.data.c[v.sumber]
        if not v.is_wajib:
            nilai = func.coalesce(nilai, _seukuran(nilai, v.pengganti))
        bawah, atas = v.batas_min, v.batas_maks
        if atas - bawah <= 1:
            return case((nilai >= _int(atas), self._beban(j, atas)), (nilai <= _int(bawah), self._beban(j, bawah)))
        # Not GREATEST/LEAST: they skip NULL, and a missing answer would silently become the edge of the support.
        potong = case(
            (nilai < _int(bawah), _seukuran(nilai, bawah)), (nilai > _int(atas), _seukuran(nilai, atas)), else_=nilai
        )
        return self._beban(j, 1) * potong

    def _kategori(self, sumber: str, nomor: Sequence[int]) -> _Suku:
        """One chain of thresholds over the sorted codes: neighbours that weigh the same share a step."""
        variabel = [self.artefak.variabel[j] for j in nomor]
        peta = variabel[0].peta
        kosong = None if any(v.is_wajib for v in variabel) else tuple(v.pengganti for v in variabel)
        langkah: list[tuple[int, tuple[int, ...] | None]] = []  # (highest code of the step, values; None is missing)
        for kode in sorted(peta):
            if (langkah[-1][0] + 1 if langkah else None) != kode:
                langkah.append((kode - 1, kosong))
            langkah.append((kode, tuple(v.peta[kode] for v in variabel)))
        ringkas = [s for s, lanjut in zip(langkah, [*langkah[1:], (0, kosong)], strict=True) if s[1] != lanjut[1]]
        nilai = self.data.c[sumber]
        pilihan = [(nilai <= _int(batas), self._jumlah(nomor, x)) for batas, x in ringkas]
        return case(*pilihan, else_=self._jumlah(nomor, kosong))

    def _jumlah(self, nomor: Sequence[int], x: tuple[int, ...] | None) -> _Suku:
        if x is None:
            return cast(null(), BigInteger)
        tiap = zip(*(self._nilai(j, xi) for j, xi in zip(nomor, x, strict=True)), strict=True)
        return self._bobot([sum(satu) for satu in tiap])

    def _beban(self, j: int, x: int) -> _Suku:
        return self._bobot(self._nilai(j, x))

    def _nilai(self, j: int, x: int) -> list[int]:
        """Return what the value `x` of a regressor adds, per set; a support of nothing but 0 adds nothing."""
        v = self.artefak.variabel[j]
        if not x or not (v.batas_min or v.batas_maks):
            return [0] * len(self.artefak.koefisien)
        return [b[j + 1] * x * v.pengali for b in self.artefak.koefisien.values()]

    def _bobot(self, nilai: Sequence[int]) -> _Suku:
        """Return the column that holds these values per set, the same for the same values; a constant if all agree."""
        if len(set(nilai)) == 1:
            return cast(_int(nilai[0]), BigInteger)
        nama = self._kolom.setdefault(tuple(nilai), f"koef_{len(self._kolom)}")
        return column(nama, BigInteger)


def is_kurang(artefak: Artefak, sumber: str, data: FromClause) -> ColumnElement[bool] | None:
    """Return what makes a source of `data` miss, as in `pmt.skor`; None: the model can do without it."""
    kolom = data.c[sumber]
    if sumber == BOBOT:
        return or_(kolom.is_(None), ~kolom.between(_int(1), _int(BOBOT_MAKS)))
    if sumber == INSTRUMEN:
        return None if artefak.dinilai is None else _asing(artefak.dinilai, kolom, data.c[BOBOT])
    wajib = [v for v in artefak.variabel if v.sumber == sumber and v.is_wajib]
    if not wajib:
        return None
    peta = [kolom.not_in(sorted(v.peta)) for v in wajib if v.jenis is JenisVariabel.KATEGORI]
    return or_(kolom.is_(None), *peta)


def _dinilai(nomor: Iterable[int], kolom: ColumnElement[int]) -> ColumnElement[bool]:
    """Return whether answers are of these instruments; NULL if nobody knows of which they are."""
    return kolom.in_([_int(n) for n in sorted(nomor)])


def _asing(nomor: Iterable[int], kolom: ColumnElement[int], bobot: ColumnElement[int]) -> ColumnElement[bool]:
    """Return whether answers are of none of these, or of an unknown one; without a size there are no answers."""
    return or_(~_dinilai(nomor, kolom), and_(kolom.is_(None), bobot.is_not(None)))


def _int(nilai: int) -> ColumnElement[int]:
    """Return a number written into the statement: a plan knows it, and no parameter is looked up per row."""
    return literal_column(str(nilai), BigInteger())


def _seukuran(kolom: ColumnElement[int], nilai: int) -> ColumnElement[int]:
    """Return a number in the column's own type, so that choosing between them converts nothing."""
    return (
        cast(_int(nilai), SmallInteger) if nilai in _SMALLINT and isinstance(kolom.type, SmallInteger) else _int(nilai)
    )
