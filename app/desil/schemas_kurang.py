"""What is told of families that cannot be ranked."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.ids import Ref
from app.core.pesan_isian import isian_salah
from app.core.schemas import Keluaran, TeksBaca
from app.core.teks import Teks
from app.desil.artefak import INSTRUMEN
from app.desil.entitas import KeluargaTanpaPeringkat, KeluargaUntukDilengkapi
from app.keluarga.kanonik import REGISTRI


def _dikenal(variabel: str) -> str:
    if variabel not in {*REGISTRI, INSTRUMEN}:
        raise isian_salah("pilihan", Teks("Bukan variabel kanonik", "Not a canonical variable"))
    return variabel


Variabel = Annotated[str, AfterValidator(_dikenal)]


class KurangBaca(Keluaran):
    """A mandatory answer that is missing, a number of members that cannot be, or a questionnaire that is not scored."""

    variabel: str = Field(
        description="The canonical variable; `instrumen`: the model does not score the family's questionnaire, "
        "or nobody knows which it was.",
        examples=["lantai"],
    )
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


class KeluargaDilengkapiBaca(TanpaPeringkatBaca):
    """A family of yours that the run in force could not rank, and what it still lacks today."""

    nama: str | None = Field(
        description="Who stands for the family, for who files its usulan or checks it; null: nobody, or you do neither."
    )
    langkah: TeksBaca = Field(description="What you can do, or whom to tell.")

    @classmethod
    def untuk(cls, k: KeluargaUntukDilengkapi) -> "KeluargaDilengkapiBaca":
        """Return the output form with what its reader can do."""
        dasar = TanpaPeringkatBaca.dari(k.keluarga)
        return cls(**dict(dasar), nama=k.wakil, langkah=TeksBaca.dari(k.langkah))
