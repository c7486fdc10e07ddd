"""Why a family's decile moved between two runs: its own data, the ranks of others, or a new model. Pure.

A decile is a rank: it can move although nothing changed at home, and people lose trust when nobody says so.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.desil.peringkat import Batas, desil
from app.desil.ucapan import ucapan


class Sebab(StrEnum):
    """A class of reasons; `TETAP` and `PERTAMA` say that nothing moved or that there is nothing to compare with."""

    DATA_BERUBAH = "DATA_BERUBAH"
    PERINGKAT_ORANG_LAIN_BERUBAH = "PERINGKAT_ORANG_LAIN_BERUBAH"
    MODEL_BARU = "MODEL_BARU"
    TETAP = "TETAP"
    PERTAMA = "PERTAMA"


@dataclass(frozen=True, slots=True)
class Posisi:
    """A family in one run: the model's digest, its frozen inputs and region, its score and national decile."""

    model: str
    masukan: tuple[int | None, ...]
    kode_wilayah: str
    skor: int | None
    desil: int | None


def sebab_perubahan(lama: Posisi | None, baru: Posisi, batas_lama: Batas) -> tuple[Sebab, ...]:
    """Return what moved the national decile from `lama` to `baru`.

    Under one model the two causes are told apart exactly: what the new score would have been worth on the old cut-offs
    is the part of the family's own data, the rest is the others'.
    """
    if lama is None:
        return (Sebab.PERTAMA,)
    kini = None if baru.skor is None else desil(baru.skor, batas_lama)
    return sebab_pindah(lama.desil, baru.desil, kini, is_model_sama=lama.model == baru.model)


def sebab_pindah(
    lama: int | None, baru: int | None, dengan_batas_lama: int | None, *, is_model_sama: bool
) -> tuple[Sebab, ...]:
    """Return what moved a decile from `lama` to `baru`; `dengan_batas_lama` is the new score's on the old cut-offs."""
    if lama == baru:
        return (Sebab.TETAP,)
    if not is_model_sama:
        return (Sebab.MODEL_BARU,)
    if lama is None or baru is None or dengan_batas_lama is None:
        return (Sebab.DATA_BERUBAH,)
    return tuple(
        sebab
        for sebab, benar in (
            (Sebab.DATA_BERUBAH, dengan_batas_lama != lama),
            (Sebab.PERINGKAT_ORANG_LAIN_BERUBAH, dengan_batas_lama != baru),
        )
        if benar
    )


KALIMAT_SEBAB: Final = MappingProxyType(
    {
        Sebab.DATA_BERUBAH: ucapan(
            "Data keluarga {} berubah sejak pemeringkatan sebelumnya.",
            "The data of {} family changed since the last ranking.",
        ),
        Sebab.PERINGKAT_ORANG_LAIN_BERUBAH: ucapan(
            "Keadaan keluarga lain berubah, sehingga urutan keluarga {} bergeser walaupun datanya sama.",
            "Other families' circumstances changed, so the rank of {} family moved although its data did not.",
        ),
        Sebab.MODEL_BARU: ucapan(
            "Cara menghitung (model) diganti sejak pemeringkatan sebelumnya.",
            "The method of calculation (the model) was replaced since the last ranking.",
        ),
        Sebab.TETAP: ucapan(
            "Desil keluarga {} sama dengan pemeringkatan sebelumnya.",
            "The decile of {} family is the same as in the last ranking.",
        ),
        Sebab.PERTAMA: ucapan(
            "Ini pemeringkatan pertama bagi keluarga {}.", "This is the first ranking that holds {} family."
        ),
    }
)
"""What a reader is told for each class."""
