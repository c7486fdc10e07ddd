"""What an export is asked for with, and what is told of it."""

import re
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.core.pesan_isian import isian_salah
from app.core.schemas import Keluaran, Masukan
from app.core.teks import Teks
from app.ekspor.entitas import EksporLengkap
from app.ekspor.kode import Himpunan, StatusEkspor, TujuanEkspor
from app.lembar.entitas import BentukBerkas
from app.wilayah.kode import KodeWilayah

_BANYAK_ANGKA: Final = re.compile(r"\d{10}")


def _bukan_nomor_orang(nilai: str) -> str:
    if _BANYAK_ANGKA.search(re.sub(r"[\s.\-]", "", nilai)):
        raise isian_salah(
            "dasar_memuat_nomor",
            Teks(
                "Tulis nomor surat, bukan NIK atau nomor lain milik orang",
                "Write the number of a letter, not a NIK or another number of a person",
            ),
        )
    return nilai


Dasar = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=100, pattern=r"^[A-Za-z0-9 ./()_-]+$"),
    AfterValidator(_bukan_nomor_orang),
    Field(description="Number of the letter or order that asks for the data.", examples=["460/12/DINSOS"]),
]


class EksporMinta(Masukan):
    """Which data, of which region, in which form, and what for."""

    himpunan: Himpunan
    kode_wilayah: KodeWilayah
    bentuk: BentukBerkas
    tujuan: TujuanEkspor = Field(description="What the file is for; the persons in it can see this.")
    dasar: Dasar
    is_berlabel: bool = Field(default=False, description="Whether a column in words follows each coded one.")


class KemajuanEksporBaca(Keluaran):
    """How far the file is."""

    bagian: int = Field(description="Parts in all; 0 before the region was looked over.")
    bagian_selesai: int
    persen: int = Field(description="Share of the parts that are done, 0 to 100.")
    keluarga: int = Field(description="Families in the parts that are done.")
    baris: int = Field(description="Rows in the parts that are done.")


class EksporBaca(Keluaran):
    """An export."""

    id: UUID
    himpunan: Himpunan
    kode_wilayah: str
    bentuk: BentukBerkas
    tujuan: TujuanEkspor
    dasar: str
    is_berlabel: bool
    is_nomor_terbuka: bool = Field(description="Whether NIK and No KK stand in full.")
    tanda: str = Field(description="Watermark: stands in every row and leads back to this request.")
    status: StatusEkspor
    kemajuan: KemajuanEksporBaca
    keluarga: int = Field(description="Families in the region when the file was begun.")
    baris: int = Field(description="Rows in the finished file.")
    ukuran: int = Field(description="Bytes of the finished file.")
    diunduh: int = Field(description="How often it was fetched.")
    dibuat_at: datetime
    selesai_at: datetime | None
    kedaluwarsa_at: datetime | None = Field(description="When the file is destroyed.")

    @classmethod
    def dari(cls, lengkap: EksporLengkap) -> "EksporBaca":
        """Return the output form."""
        e, k = lengkap.ekspor, lengkap.kemajuan
        kemajuan = KemajuanEksporBaca(
            bagian=k.bagian,
            bagian_selesai=k.selesai,
            persen=100 if e.selesai_at else 99 * k.selesai // k.bagian if k.bagian else 0,
            keluarga=k.jumlah,
            baris=k.baris,
        )
        sama = ("id", "himpunan", "kode_wilayah", "bentuk", "tujuan", "dasar", "is_berlabel", "is_nomor_terbuka")
        lain = ("tanda", "baris", "ukuran", "diunduh", "dibuat_at", "selesai_at", "kedaluwarsa_at")
        return cls(
            **{n: getattr(e, n) for n in (*sama, *lain)}, status=lengkap.status, kemajuan=kemajuan, keluarga=e.jumlah
        )
