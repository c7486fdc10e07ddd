"""The proxy means test: a family's score as one exact integer sum, recomputable from its frozen inputs for ever.

`skor = 10^6 * b0 + sum(b_j * x_j)` with coefficients in 10^-9 and regressors in 10^-6 natural units, so a score is the
natural log of rupiah per capita per month in 10^-15. Integers make the sum independent of order and of the machine, and
equal to the set-based twin in the repository.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.desil.artefak import BOBOT, BOBOT_MAKS, INSTRUMEN, SKALA_VARIABEL, Artefak, JenisVariabel, Variabel
from app.desil.faktor import Arah, KodeFaktor


@dataclass(frozen=True, slots=True)
class HasilSkor:
    """What the model says of one family.

    Attributes:
        skor: 10^-15 ln rupiah per capita per month; None when the family cannot be ranked (TIDAK_DAPAT_DIPERINGKAT).
        himpunan: the coefficient set used (`32.04`, `32`, `nasional`).
        kurang: mandatory canonical variables that are missing, a size that cannot weigh, in the artefact's order, and
            `instrumen` when the model does not score the answers of the family's questionnaire, or nobody knows which
            it was.
        dipotong: regressors whose value lay outside the support and was clipped.
        x: the regressors after mapping and clipping, in the artefact's order; empty without a score.
    """

    skor: int | None
    himpunan: str
    kurang: tuple[str, ...] = ()
    dipotong: tuple[str, ...] = ()
    x: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kontribusi:
    """What one regressor adds to the score against the model's average family, in 10^-15 ln; sums to skor - average."""

    variabel: str
    sumber: str
    faktor: KodeFaktor
    nilai: int


@dataclass(frozen=True, slots=True)
class FaktorUtama:
    """A factor of a family, its direction, and the canonical variables it was read from; never how much it weighs."""

    kode: KodeFaktor
    arah: Arah
    sumber: tuple[str, ...]


def skor(
    artefak: Artefak, kode_wilayah: str, nilai: Mapping[str, int | None], *, is_tersimpan: bool = False
) -> HasilSkor:
    """Score a family of a region from its canonical values; a canonical variable that is absent counts as missing.

    With `is_tersimpan` a score on record is recomputed to be explained: that it was given decides, not whether the
    model would score this questionnaire today.
    """
    himpunan = artefak.himpunan(kode_wilayah)
    terbaca = [_baca(v, nilai.get(v.sumber)) for v in artefak.variabel]
    kosong = {v.sumber for v, x in zip(artefak.variabel, terbaca, strict=True) if x is None}
    if not 1 <= (nilai.get(BOBOT) or 0) <= BOBOT_MAKS:
        kosong.add(BOBOT)
    if not is_tersimpan and _is_asing(artefak, nilai):
        kosong.add(INSTRUMEN)
    if kosong:
        return HasilSkor(None, himpunan, kurang=tuple(s for s in artefak.sumber if s in kosong))
    mentah = [x for x in terbaca if x is not None]
    x = tuple(min(max(m, v.batas_min), v.batas_maks) for v, m in zip(artefak.variabel, mentah, strict=True))
    dipotong = tuple(v.nama for v, m, p in zip(artefak.variabel, mentah, x, strict=True) if m != p)
    konstanta, *b = artefak.koefisien[himpunan]
    suku = (k * xi * v.pengali for k, xi, v in zip(b, x, artefak.variabel, strict=True))
    return HasilSkor(konstanta * SKALA_VARIABEL + sum(suku), himpunan, dipotong=dipotong, x=x)


def kontribusi(artefak: Artefak, hasil: HasilSkor) -> list[Kontribusi]:
    """Return `b_j * (x_j - mean_j)`, the largest in size first; empty for a family without a score."""
    if hasil.skor is None:
        return []
    b = artefak.koefisien[hasil.himpunan][1:]
    semua = (
        Kontribusi(v.nama, v.sumber, v.faktor, k * (x * v.pengali - v.rerata))
        for v, k, x in zip(artefak.variabel, b, hasil.x, strict=True)
    )
    return sorted(semua, key=lambda k: (-abs(k.nilai), k.variabel))


def faktor_utama(urut: Sequence[Kontribusi], sebanyak: int = 5) -> list[FaktorUtama]:
    """Return the up to `sebanyak` factors that move a family most, contributions of one factor taken together."""
    jumlah: dict[KodeFaktor, int] = defaultdict(int)
    sumber: dict[KodeFaktor, dict[str, None]] = defaultdict(dict)
    for k in urut:
        jumlah[k.faktor] += k.nilai
        sumber[k.faktor][k.sumber] = None
    terbesar = sorted((f for f, n in jumlah.items() if n), key=lambda f: (-abs(jumlah[f]), f))[:sebanyak]
    return [FaktorUtama(f, Arah.MENURUNKAN if jumlah[f] < 0 else Arah.MENAIKKAN, tuple(sumber[f])) for f in terbesar]


def _is_asing(artefak: Artefak, nilai: Mapping[str, int | None]) -> bool:
    """Return whether answers are of no instrument that the model scores; who was never asked lacks them instead."""
    if artefak.dinilai is None or nilai.get(INSTRUMEN) in artefak.dinilai:
        return False
    return nilai.get(INSTRUMEN) is not None or nilai.get(BOBOT) is not None


def _baca(v: Variabel, nilai: int | None) -> int | None:
    """Return the regressor before clipping; None when it is missing and mandatory."""
    if v.jenis is JenisVariabel.KOSONG:
        return int(nilai is None)
    mentah = v.peta.get(nilai) if v.jenis is JenisVariabel.KATEGORI and nilai is not None else nilai
    if mentah is None and not v.is_wajib:
        return v.pengganti
    return mentah
