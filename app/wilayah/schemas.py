"""What regions take in and answer."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from app.core.pesan_isian import isian_salah
from app.core.schemas import Keluaran, Masukan, TeksPendek
from app.core.teks import Teks
from app.wilayah.kode import Jenis, KodeWilayah, Tingkat
from app.wilayah.models import WilayahRinci

Tanggal = Annotated[date, Field(ge=date(1945, 8, 17), le=date(2100, 12, 31), examples=["2026-07-01"])]
NamaWilayah = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f<>]{1,100}$"),
    Field(examples=["Cileunyi Hilir"]),
]
KodeBps = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,10}$")]
_BPS = "Code of the same place in the numbering of BPS; never comparable with `kode`."
_DASAR = "Legal basis of the change."
_CONTOH_DASAR = ["Permendagri 72/2019"]


class WilayahRingkas(Keluaran):
    """A region in a listing."""

    kode: KodeWilayah
    nama: str = Field(examples=["Cileunyi"])
    tingkat: Tingkat
    jenis: Jenis
    induk: KodeWilayah | None = Field(description="Code of the region that it lies in; null for a provinsi.")


class WilayahTemuan(WilayahRingkas):
    """A region found by name; names repeat, so the superiors are named too."""

    nama_lengkap: str = Field(examples=["Cileunyi Kulon, Cileunyi, Kabupaten Bandung, Jawa Barat"])

    @classmethod
    def susun(cls, rinci: WilayahRinci) -> Self:
        """Put the row and what belongs to it on one level."""
        return cls.model_validate(
            {f: getattr(rinci if hasattr(rinci, f) else rinci.wilayah, f) for f in cls.model_fields}
        )


class PenggantiBaca(Keluaran):
    """A code that took the place of an ended one."""

    kode: KodeWilayah
    nama_lengkap: str
    tanggal: date = Field(description="First day on which it takes the place.")
    dasar: str = Field(description=_DASAR)


class WilayahBaca(WilayahTemuan):
    """A region with its dates; one that has ended names its successors."""

    kode_bps: str | None = Field(description=_BPS)
    berlaku_dari: date | None = Field(description="First day in force; null: since before the registry began.")
    berlaku_sampai: date | None = Field(description="First day no longer in force; null: no end is decided.")
    pengganti: list[PenggantiBaca]


class WilayahAdminBaca(WilayahBaca):
    """A region as its administrator sees it."""

    dasar: str | None = Field(description="Legal basis of the row; null: as in the published data set.")


class WilayahBuat(Masukan):
    """A new code; its superior must be in force from the same day on."""

    kode: KodeWilayah
    nama: NamaWilayah
    berlaku_dari: Tanggal
    dasar: TeksPendek = Field(description=_DASAR, examples=_CONTOH_DASAR)
    kode_bps: KodeBps | None = Field(None, description=_BPS)


class WilayahUbah(Masukan):
    """Another name, or the code of BPS; what is not named stays."""

    nama: NamaWilayah | None = None
    kode_bps: KodeBps | None = Field(None, description=_BPS)
    dasar: TeksPendek = Field(description=_DASAR, examples=_CONTOH_DASAR)

    @model_validator(mode="after")
    def _berisi(self) -> Self:
        if self.nama is None and self.kode_bps is None:
            raise isian_salah(
                "kosong", Teks("Sebutkan yang diubah: nama atau kode_bps", "Say what changes: nama or kode_bps")
            )
        return self


class WilayahGanti(Masukan):
    """The end of a code: one successor renumbers it, several split it; codes that share a successor merge."""

    pengganti: Annotated[list[KodeWilayah], Field(min_length=1, max_length=50)]
    tanggal: Tanggal = Field(description="First day on which the successors take its place.")
    dasar: TeksPendek = Field(description=_DASAR, examples=_CONTOH_DASAR)


class WilayahBatalGanti(Masukan):
    """Why a replacement of codes is undone."""

    dasar: TeksPendek = Field(description=_DASAR, examples=_CONTOH_DASAR)
