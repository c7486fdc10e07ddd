"""What the services of verval hand out: rows joined with what belongs to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.core.ids import Ref
from app.core.workflow import AksiTersedia
from app.keluarga.entitas import KeluargaLengkap
from app.kriteria.entitas import HasilKriteria
from app.verval.models import (
    FotoKunjungan,
    Kunjungan,
    Pengesahan,
    PengesahanUsulan,
    Penugasan,
    Percobaan,
)
from app.verval.status import AksiPengesahan


class CalonEnumerator(NamedTuple):
    """An enumerator who may visit a family, and how many open assignments he has."""

    akun_id: UUID
    nama: str
    beban: int


class BebanEnumerator(NamedTuple):
    """The open load of an enumerator in an area; `lewat` counts what is overdue."""

    enumerator_id: UUID
    aktif: int
    lewat: int
    tertua_at: datetime


class KunjunganTerletak(NamedTuple):
    """A completed visit with its assignment."""

    kunjungan: Kunjungan
    penugasan: Penugasan


class Letak(NamedTuple):
    """Where and when a visit was; opened for comparisons, never shown."""

    ref: Ref
    usulan_ref: Ref
    id: UUID
    jawaban_id: UUID
    enumerator_id: UUID
    kode_desa: str
    mulai_at: datetime
    selesai_at: datetime
    lintang: float
    bujur: float
    akurasi_m: float


class RinciTugas(NamedTuple):
    """What the enumerator needs at the door."""

    penugasan: Penugasan
    nomor_usulan: str | None
    keluarga: KeluargaLengkap
    percobaan: Sequence[Percobaan]
    foto: Sequence[FotoKunjungan]


class RinciPengesahan(NamedTuple):
    """A batch with its names and what its reader may do."""

    pengesahan: Pengesahan
    isi: Sequence[PengesahanUsulan]
    aksi: list[AksiTersedia[AksiPengesahan]]


def ringkas_kriteria(h: HasilKriteria) -> dict[str, Any]:
    """Return a reading in codes, as it is kept with a case."""
    return {
        "kode": h.kode.value,
        "versi": h.versi,
        "bacaan": h.bacaan.value,
        "jumlah": {"ya": h.jumlah_ya, "tidak": h.jumlah_tidak, "tidak_diketahui": h.jumlah_tidak_diketahui},
        "butir": {b.no: b.hasil.value for b in (*([h.gerbang] if h.gerbang else []), *h.butir)},
        "data_date": h.data_date.isoformat() if h.data_date else None,
    }
