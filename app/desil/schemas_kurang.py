"""What is told of families that cannot be ranked."""

from datetime import date

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import Keluaran, TeksBaca
from app.desil.entitas import KeluargaTanpaPeringkat


class KurangBaca(Keluaran):
    """A mandatory answer that is missing, or a number of members that cannot be."""

    variabel: str = Field(description="The canonical variable.", examples=["lantai"])
    nama: TeksBaca


class TanpaPeringkatBaca(Keluaran):
    """A family that is TIDAK_DAPAT_DIPERINGKAT in a run."""

    keluarga_ref: Ref
    kode_wilayah: str = Field(description="The village.", examples=["32.04.05.2001"])
    data_tanggal: date | None = Field(description="When it was asked; null: never.")
    kurang: list[KurangBaca]

    @classmethod
    def dari(cls, k: KeluargaTanpaPeringkat) -> "TanpaPeringkatBaca":
        """Return the output form."""
        return cls(
            keluarga_ref=Ref(k.keluarga_id, k.keluarga_id),
            kode_wilayah=k.kode_wilayah,
            data_tanggal=k.data_date,
            kurang=[KurangBaca(variabel=n, nama=TeksBaca.dari(t)) for n, t in k.kurang],
        )
