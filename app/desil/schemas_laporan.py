"""What the report on a run tells; `HitunganLaporan` is also the form in which it is stored.

Places in a matrix are the ten national deciles, then `TIDAK_DAPAT_DIPERINGKAT`, then not being in the run.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from app.core.peran import Jabatan
from app.core.schemas import Keluaran, TeksBaca
from app.core.teks import Teks
from app.desil.alur import AksiPutaran, StatusPutaran
from app.desil.peringkat import AturanSeri
from app.desil.perubahan import Sebab
from app.desil.schemas import ModelRingkas
from app.desil.schemas_model import EvaluasiModelBaca

BENTUK_LAPORAN: Final = 1
"""Raised with every change of `HitunganLaporan`: what is stored in another form is counted anew."""
SIFAT: Final = Teks(
    "Untuk ADMIN_PUSAT dan PENETAP. Sel kecil (di bawah 5) tidak ditutup: jangan diterbitkan.",
    "For ADMIN_PUSAT and PENETAP. Small cells (below 5) are not covered: do not publish.",
)


class JumlahLaporan(Keluaran):
    """The totals that every other figure adds up to."""

    keluarga: int
    keluarga_berperingkat: int
    keluarga_tanpa_peringkat: int
    orang: int = Field(description="People in ranked families; deciles are cut on them.")


class PalungSkor(Keluaran):
    """A bar of the distribution: scores from `bawah` up to, without, `atas`."""

    bawah: str = Field(description="Exact decimal of ln rupiah per capita per month.", examples=["13.440000000000000"])
    atas: str
    orang: int
    keluarga: int


class DesilWilayah(Keluaran):
    """A provinsi or kabupaten/kota: how many stand in each national decile, the poorest first."""

    kode: str = Field(examples=["32.04"])
    nama: str
    keluarga: int = Field(description="Ranked families.")
    orang: int
    tanpa_peringkat: int = Field(description="Families that cannot be ranked.")
    desil_orang: list[int]
    desil_keluarga: list[int]


class SebabPindah(Keluaran):
    """Families whose national decile changed, by the classes of reasons; both may apply to one."""

    sebab: list[Sebab]
    keluarga: int
    orang: int


class Perpindahan(Keluaran):
    """Where families went since the run that was in force before; row: before, column: now."""

    putaran_id: UUID
    periode: str
    label: list[TeksBaca] = Field(description="What the twelve rows and columns are.")
    matriks_keluarga: list[list[int]]
    matriks_orang: list[list[int]] = Field(description="People as counted now; of families that left, as then.")
    sebab: list[SebabPindah] = Field(description="Sums to everybody in both runs; TETAP: not moved.")


class JumlahProvinsi(Keluaran):
    """A count of one provinsi."""

    kode: str
    nama: str
    keluarga: int


class DataKurang(Keluaran):
    """A mandatory canonical variable, and the families that cannot be ranked without it; a family may lack several."""

    variabel: str
    nama: TeksBaca
    keluarga: int
    provinsi: list[JumlahProvinsi]


class DiLuarRentang(Keluaran):
    """A regressor, and the ranked families whose value lay outside the model's support and was clipped to its edge."""

    variabel: str
    nama: TeksBaca
    di_bawah: int
    di_atas: int
    orang: int = Field(description="People in both.")


class HitunganLaporan(Keluaran):
    """What is counted once of a finished run."""

    jumlah: JumlahLaporan
    batas: list[str | None] = Field(description="The nine national cut-offs; null: nobody is above.")
    sebaran: list[PalungSkor]
    nasional: DesilWilayah
    provinsi: list[DesilWilayah]
    kabkota: list[DesilWilayah]
    perpindahan: Perpindahan | None = Field(description="Null: no run was in force before.")
    data_kurang: list[DataKurang] = Field(description="Most families first.")
    di_luar_rentang: list[DiLuarRentang] = Field(description="Most families first; all numeric regressors.")


class LangkahLaporan(Keluaran):
    """Who did what with the run."""

    aksi: AksiPutaran
    ke: StatusPutaran
    jabatan: Jabatan
    akun_id: UUID
    nama: str | None = Field(description="The officer's name; null: the account is gone.")
    pada_at: datetime


class PutaranLaporan(Keluaran):
    """The run's facts."""

    id: UUID
    periode: str
    cakupan: str
    status: StatusPutaran
    is_berlaku: bool
    aturan_seri: AturanSeri
    data_per_at: datetime | None
    hitung_selesai_at: datetime | None
    disahkan_at: datetime | None
    model: ModelRingkas
    model_sha256: str
    langkah: list[LangkahLaporan]


class LaporanBaca(HitunganLaporan):
    """The report on a run."""

    putaran: PutaranLaporan
    disusun_at: datetime = Field(description="When the figures were counted.")
    sifat: TeksBaca = Field(description="Who may see this.")
    evaluasi: EvaluasiModelBaca | None = Field(description="Of the run's model; null: its artefact carries none.")


class LaporanDiminta(Keluaran):
    """The report is being counted; it is read at the same address."""

    putaran_id: UUID
