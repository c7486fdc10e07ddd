"""What is searched for, and what is found."""

from typing import Self

from pydantic import Field, model_validator

from app.core.nik import Nik, NomorKK
from app.core.pesan_isian import isian_salah
from app.core.schemas import Keluaran, Masukan, NamaOrang
from app.core.teks import Teks
from app.keluarga.kode import TujuanBaca
from app.keluarga.schemas import KeluargaRingkas
from app.keluarga.subjek import TanggalLahir
from app.pencarian.kode import CaraCocok, Kecocokan
from app.wilayah.kode import KodeWilayah


class OrangCari(Masukan):
    """One way to search: by NIK, by No KK, or by name, birth date, or both."""

    nik: Nik | None = None
    no_kk: NomorKK | None = None
    nama: NamaOrang | None = Field(
        default=None,
        description="All or some words of the name, in any usual spelling; whole words or initials, one letter too.",
    )
    tanggal_lahir: TanggalLahir | None = None
    kode_wilayah: KodeWilayah | None = Field(
        default=None, description="Where to search; without it in all your regions."
    )
    batas: int = Field(default=20, ge=1, le=50, description="At most so many persons.")
    tujuan: TujuanBaca

    @model_validator(mode="after")
    def _satu_cara(self) -> Self:
        ciri = self.nama is not None or self.tanggal_lahir is not None
        if sum([self.nik is not None, self.no_kk is not None, ciri]) != 1:
            raise isian_salah(
                "satu_cara",
                Teks(
                    "Isi nik, atau no_kk, atau nama dan/atau tanggal_lahir",
                    "Give nik, or no_kk, or nama and/or tanggal_lahir",
                ),
            )
        return self


class CocokBaca(Keluaran):
    """Why one word fits."""

    cara: CaraCocok
    dicari: str | None = Field(description="What was typed; null for a word that was not.")
    tercatat: str | None = Field(description="What is on record.")


class OrangTemuan(KeluargaRingkas):
    """A person found, how well he fits, and why."""

    kecocokan: Kecocokan
    nilai: int = Field(description="0 to 100; the order of the answer.")
    alasan: list[CocokBaca]
