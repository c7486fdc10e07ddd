"""What decision support hands out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.ids import Ref
from app.core.teks import Teks
from app.keluarga.entitas import KeluargaLengkap
from app.kriteria.entitas import HasilKriteria
from app.spk.aturan import Aturan
from app.spk.urutan import Letak


@dataclass(frozen=True, slots=True)
class BarisUrutan:
    """A family on the list: its place by SAW and cluster, its desil, and what each set of criteria counts."""

    letak: Letak
    keluarga: KeluargaLengkap = field(repr=False)
    usulan: Sequence[Ref]
    desil: int | None
    kriteria: Sequence[HasilKriteria] = field(repr=False)
    tinjau: Sequence[Teks]


@dataclass(frozen=True, slots=True)
class BarisTanpaData:
    """A family, or a proposed person whom the registry does not know yet, that cannot be ordered."""

    keluarga: KeluargaLengkap | None = field(repr=False)
    usulan: Sequence[Ref]
    nama: str = field(repr=False)
    kurang: Sequence[Teks]


@dataclass(frozen=True, slots=True)
class Urutan:
    """The ordered list with the rule that made it and who is not in it."""

    aturan: Aturan
    model: str | None
    siluet: float | None
    kolom_tetap: Sequence[str]
    baris: Sequence[BarisUrutan]
    tanpa_data: Sequence[BarisTanpaData]
