"""The ordered list: SAW, cluster, desil and criteria beside each other, and a flag where they disagree. Pure.

The field's scheme (Yurnas et al., Tarai Bangun): three clusters, *layak* (eligible), *tinjau ulang* (look again) and
*tidak layak*; SAW ranks. The list supports the musyawarah, which decides by what it knows (UU 27/2022 ps 10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from app.core.teks import Teks
from app.kriteria.perangkat import Bacaan
from app.spk.aturan import Aturan
from app.spk.kmeans import kelompokkan
from app.spk.saw import nilai, urutkan


class Kelompok(StrEnum):
    """What a cluster's mean SAW makes of it."""

    LAYAK = "LAYAK"
    TINJAU_ULANG = "TINJAU_ULANG"
    TIDAK_LAYAK = "TIDAK_LAYAK"


_LABEL: Final = {
    1: (Kelompok.TINJAU_ULANG,),
    2: (Kelompok.LAYAK, Kelompok.TIDAK_LAYAK),
    3: (Kelompok.LAYAK, Kelompok.TINJAU_ULANG, Kelompok.TIDAK_LAYAK),
}
"""Labels from the neediest cluster on; one cluster alone says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Letak:
    """A family on the ordered list."""

    kunci: str
    saw: Fraction
    kelompok: Kelompok


@dataclass(frozen=True, slots=True)
class Daftar:
    """The list, neediest first; `kolom_tetap` are criteria in which all families are alike."""

    letak: tuple[Letak, ...]
    siluet: float | None
    kolom_tetap: tuple[str, ...]


def susun(aturan: Aturan, keluarga: Mapping[str, Sequence[int]], seri: Mapping[str, str]) -> Daftar:
    """Order families by their criteria's values; `seri` breaks ties and must not depend on the order of input."""
    kunci = sorted(keluarga)
    if not kunci:
        return Daftar((), None, ())
    data = [keluarga[k] for k in kunci]
    v = dict(
        zip(kunci, nilai(data, [k.sifat for k in aturan.kriteria], [k.bobot for k in aturan.kriteria]), strict=True)
    )
    bagi = kelompokkan(data)
    milik = dict(zip(kunci, bagi.kelompok, strict=True))
    label = _label(v, milik)
    letak = tuple(Letak(k, v[k], label[milik[k]]) for k in urutkan(v, seri))
    return Daftar(letak, bagi.siluet, tuple(aturan.kriteria[j].kode for j in bagi.kolom_tetap))


def _label(v: Mapping[str, Fraction], milik: Mapping[str, int]) -> dict[int, Kelompok]:
    anggota: dict[int, list[Fraction]] = {}
    for k, j in milik.items():
        anggota.setdefault(j, []).append(v[k])
    rata = {j: sum(nilai_, Fraction(0)) / len(nilai_) for j, nilai_ in anggota.items()}
    urut = sorted(rata, key=lambda j: (-rata[j], j))
    return dict(zip(urut, _LABEL[len(urut)], strict=True))


def perselisihan(kelompok: Kelompok, desil: int | None, ambang: int, bacaan: Mapping[str, Bacaan]) -> list[Teks]:
    """Return in words why a family should be looked at again; nothing where all that is known agrees.

    Args:
        kelompok: its cluster.
        desil: its national desil; None is unknown and disagrees with nothing.
        ambang: highest desil of the target.
        bacaan: what each set of criteria says, by its code.
    """
    if kelompok is Kelompok.TINJAU_ULANG:
        return [
            Teks(
                "Keadaannya di antara kelompok layak dan tidak layak, atau kelompok tidak terbedakan",
                "It stands between the clusters, or there is nothing to tell clusters apart",
            )
        ]
    is_layak = kelompok is Kelompok.LAYAK
    hasil = []
    if desil is not None and (desil <= ambang) is not is_layak:
        hasil.append(_beda_desil(desil, ambang, is_layak=is_layak))
    berlawanan = Bacaan.TIDAK_MEMENUHI if is_layak else Bacaan.MEMENUHI
    hasil += [_beda_kriteria(kode, is_layak=is_layak) for kode in sorted(bacaan) if bacaan[kode] is berlawanan]
    return hasil


def _beda_desil(desil: int, ambang: int, *, is_layak: bool) -> Teks:
    if is_layak:
        return Teks(
            f"Kelompoknya layak, tetapi desilnya {desil}, di luar 1 sampai {ambang}",
            f"Its cluster is eligible, but its decile is {desil}, outside 1 to {ambang}",
        )
    return Teks(
        f"Kelompoknya tidak layak, tetapi desilnya {desil}, di dalam 1 sampai {ambang}",
        f"Its cluster is not eligible, but its decile is {desil}, inside 1 to {ambang}",
    )


def _beda_kriteria(kode: str, *, is_layak: bool) -> Teks:
    if is_layak:
        return Teks(
            f"Kelompoknya layak, tetapi kriteria {kode} tidak terpenuhi",
            f"Its cluster is eligible, but the criteria {kode} are not met",
        )
    return Teks(
        f"Kelompoknya tidak layak, tetapi kriteria {kode} terpenuhi",
        f"Its cluster is not eligible, but the criteria {kode} are met",
    )
