"""What the services of desil hand out: a family's place in a run, and the explanation of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.core.teks import Teks
from app.core.workflow import AksiTersedia
from app.desil.alur import AksiPutaran
from app.desil.faktor import Arah, KodeFaktor
from app.desil.models import ModelPmt, Putaran, RiwayatPutaran
from app.desil.perubahan import Sebab
from app.desil.ucapan import Ucapan


class StatusPeringkat(StrEnum):
    """FINAL: from a confirmed run. SEMENTARA: by look-up on its cut-offs. The third: something mandatory is missing."""

    FINAL = "FINAL"
    SEMENTARA = "SEMENTARA"
    TIDAK_DAPAT_DIPERINGKAT = "TIDAK_DAPAT_DIPERINGKAT"


@dataclass(frozen=True, slots=True)
class LetakKeluarga:
    """Where a family stands in a run, without what explains it.

    Attributes:
        keluarga_id: the family.
        putaran_id: the run whose cut-offs placed it.
        status: final, provisional, or not rankable.
        skor: exact, 10^-15 ln rupiah per capita per month; lower is poorer.
        bobot: people in the family.
        desil_nasional: 1 (poorest) to 10; None when not rankable. Likewise the other two, each in its own scope.
    """

    keluarga_id: UUID
    putaran_id: UUID
    status: StatusPeringkat
    skor: int | None
    bobot: int
    desil_nasional: int | None
    desil_provinsi: int | None
    desil_kabkota: int | None


@dataclass(frozen=True, slots=True)
class PeringkatKeluarga(LetakKeluarga):
    """Where a family stands in a run, and the data that put it there.

    Attributes:
        kode_wilayah: the village that decided the provinsi and kabupaten/kota.
        masukan: canonical values in the order of the model's `sumber`.
        kurang: mandatory canonical variables that are missing.
        data_date: when the data were collected.
        jawaban_id: the answers that they were derived from.
    """

    kode_wilayah: str
    masukan: tuple[int | None, ...]
    kurang: tuple[str, ...]
    data_date: date | None
    jawaban_id: UUID | None


@dataclass(frozen=True, slots=True)
class KeluargaTanpaPeringkat:
    """A family that a run could not rank: where and when it was asked, and what it lacks, by name and in words."""

    keluarga_id: UUID
    kode_wilayah: str
    data_date: date | None
    kurang: tuple[tuple[str, Teks], ...]


@dataclass(frozen=True, slots=True)
class KeluargaUntukDilengkapi:
    """One that still lacks something today, what its reader can do, and who stands for it, if he may know."""

    keluarga: KeluargaTanpaPeringkat
    wakil: str | None
    langkah: Teks


@dataclass(frozen=True, slots=True)
class ButirData:
    """One answer that was used, in words."""

    nama: Teks
    nilai: Teks


@dataclass(frozen=True, slots=True)
class Faktor:
    """A factor in words: direction, the data behind it, how to correct them; never a weight."""

    kode: KodeFaktor
    arah: Arah
    nama: Teks
    penjelasan: Ucapan
    koreksi: Ucapan
    data: tuple[ButirData, ...]


@dataclass(frozen=True, slots=True)
class KontribusiKeluarga:
    """What one regressor adds against the model's average family, for officers: exact in 10^-15 ln."""

    variabel: str
    faktor: KodeFaktor
    data: ButirData
    nilai: int


@dataclass(frozen=True, slots=True)
class Perubahan:
    """The national decile of the run before, and why it moved."""

    desil_sebelum: int | None
    periode_sebelum: str | None
    sebab: tuple[Sebab, ...]


@dataclass(frozen=True, slots=True)
class DesilKeluarga:
    """A family's decile with everything that explains it; no answer behind it is older than `data_tertua`."""

    peringkat: PeringkatKeluarga
    data_tertua: date | None
    putaran: Putaran
    model: ModelPmt
    kurang: tuple[Teks, ...]
    dipotong: tuple[str, ...]
    faktor: tuple[Faktor, ...]
    kontribusi: tuple[KontribusiKeluarga, ...]
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """How far the scoring of a run is.

    Attributes:
        potongan: ranges of families.
        potongan_selesai: those that are done.
        keluarga: families in them.
        berperingkat: those of them that have a score.
    """

    potongan: int = 0
    potongan_selesai: int = 0
    keluarga: int = 0
    berperingkat: int = 0


@dataclass(frozen=True, slots=True)
class PutaranLengkap:
    """A run with its model, whether readers see it, and what this caller may do with it."""

    putaran: Putaran
    model: ModelPmt
    is_berlaku: bool
    riwayat: Sequence[RiwayatPutaran]
    aksi_tersedia: Sequence[AksiTersedia[AksiPutaran]]
    kemajuan: Kemajuan
