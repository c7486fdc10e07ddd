"""Output of decision support."""

from typing import Final, Self

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import Keluaran, TeksBaca
from app.core.teks import Teks
from app.kriteria.entitas import HasilKriteria
from app.kriteria.perangkat import Bacaan, KodePerangkat
from app.spk.aturan import Aturan, KodeKriteria, KriteriaSpk
from app.spk.entitas import BarisTanpaData, BarisUrutan, Urutan
from app.spk.saw import Sifat
from app.spk.urutan import Kelompok

_DIGIT: Final = 6
ARTI: Final = Teks(
    "Urutan ini alat bantu musyawarah: tidak menetapkan siapa pun. Nilai hanya membandingkan keluarga di daftar ini.",
    "This order supports the meeting and decides about nobody. Values compare the families of this list only.",
)


class KriteriaSpkBaca(Keluaran):
    """A criterion of the order; how much it weighs stands in the rule's data, not in an officer's list."""

    kode: KodeKriteria
    sifat: Sifat
    teks: TeksBaca

    @classmethod
    def dari(cls, k: KriteriaSpk) -> Self:
        """Return the output form."""
        return cls(kode=k.kode, sifat=k.sifat, teks=TeksBaca.dari(k.teks))


class AturanSpkBaca(Keluaran):
    """The version of the criteria that made the order."""

    kode: str
    versi: str
    is_asumsi: bool = Field(description="No regulation gives the weights.")
    sumber: TeksBaca
    kriteria: list[KriteriaSpkBaca]

    @classmethod
    def dari(cls, a: Aturan) -> Self:
        """Return the output form."""
        return cls(
            kode=a.kode,
            versi=a.versi,
            is_asumsi=a.is_asumsi,
            sumber=TeksBaca.dari(a.sumber),
            kriteria=[KriteriaSpkBaca.dari(k) for k in a.kriteria],
        )


class HitunganKriteriaBaca(Keluaran):
    """How many criteria of a set a family meets."""

    kode: KodePerangkat
    jumlah_ya: int
    jumlah_tidak: int
    jumlah_tidak_diketahui: int
    bacaan: Bacaan

    @classmethod
    def dari(cls, h: HasilKriteria) -> Self:
        """Return the output form."""
        return cls.model_validate({n: getattr(h, n) for n in cls.model_fields})


class BarisUrutanBaca(Keluaran):
    """A family on the ordered list."""

    urutan: int
    keluarga: Ref
    usulan: list[Ref] = Field(description="Its usulan on the list; empty for a registered family under review.")
    nama: str
    saw: str = Field(description="Value of SAW from 0 to 1; higher is needier.", examples=["0.734512"])
    kelompok: Kelompok
    desil: int | None = Field(description="National decile; null when it is not ranked.")
    kriteria: list[HitunganKriteriaBaca]
    is_tinjau_ulang: bool = Field(description="Desil, criteria and cluster disagree, or the cluster is in between.")
    alasan_tinjau: list[TeksBaca]

    @classmethod
    def dari(cls, urutan: int, b: BarisUrutan) -> Self:
        """Return the output form."""
        return cls(
            urutan=urutan,
            keluarga=b.keluarga.ref,
            usulan=list(b.usulan),
            nama=b.keluarga.wakil.nama if b.keluarga.wakil else "",
            saw=f"{round(b.letak.saw * 10**_DIGIT) / 10**_DIGIT:.{_DIGIT}f}",
            kelompok=b.letak.kelompok,
            desil=b.desil,
            kriteria=[HitunganKriteriaBaca.dari(h) for h in b.kriteria],
            is_tinjau_ulang=bool(b.tinjau),
            alasan_tinjau=[TeksBaca.dari(t) for t in b.tinjau],
        )


class BarisTanpaDataBaca(Keluaran):
    """Who is on the list and cannot be ordered."""

    keluarga: Ref | None = Field(description="Null: the registry does not know the family yet.")
    usulan: list[Ref]
    nama: str
    kurang: list[TeksBaca] = Field(
        description="What its answers lack, or why no family of this village on file stands for the usulan."
    )

    @classmethod
    def dari(cls, b: BarisTanpaData) -> Self:
        """Return the output form."""
        ref = b.keluarga.ref if b.keluarga else None
        return cls(keluarga=ref, usulan=list(b.usulan), nama=b.nama, kurang=[TeksBaca.dari(t) for t in b.kurang])


class UrutanBaca(Keluaran):
    """The ordered list of a meeting: support for its decision, never the decision."""

    arti: TeksBaca
    aturan: AturanSpkBaca
    model: str | None = Field(description="PMT model behind the deciles; null before the first run.")
    siluet: str | None = Field(description="Mean silhouette, -1 to 1: how well the clusters separate; null for one.")
    kriteria_seragam: list[KodeKriteria] = Field(description="Criteria in which all families are alike.")
    data: list[BarisUrutanBaca]
    tanpa_data: list[BarisTanpaDataBaca]

    @classmethod
    def dari(cls, u: Urutan) -> Self:
        """Return the output form."""
        return cls(
            arti=TeksBaca.dari(ARTI),
            aturan=AturanSpkBaca.dari(u.aturan),
            model=u.model,
            siluet=None if u.siluet is None else f"{u.siluet:.4f}",
            kriteria_seragam=[KodeKriteria(k) for k in u.kolom_tetap],
            data=[BarisUrutanBaca.dari(n, b) for n, b in enumerate(u.baris, 1)],
            tanpa_data=[BarisTanpaDataBaca.dari(b) for b in u.tanpa_data],
        )
