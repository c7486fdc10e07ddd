"""What a usulan brings besides its subject: sealed with it, in the words of who filed it."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.clock import hari_ini
from app.core.pesan_isian import isian_salah
from app.core.schemas import Masukan, NamaOrang, TeksPanjang
from app.core.teks import Teks
from app.keluarga.peristiwa import PerubahanKeluarga
from app.usulan.status import CaraTandaTangan


def _sudah_terjadi(nilai: date) -> date:
    if nilai > hari_ini():
        raise isian_salah(
            "tanggal_depan", Teks("Tanggal tidak boleh di masa depan", "The date may not lie in the future")
        )
    return nilai


TanggalLampau = Annotated[date, AfterValidator(_sudah_terjadi)]


class AtasNama(Masukan):
    """Who asked on paper, because he has no telephone or e-mail: how and when he signed."""

    penandatangan: NamaOrang
    cara: CaraTandaTangan
    tanggal: TanggalLampau = Field(description="Day on which the form was signed.", examples=["2026-11-02"])


class Penerima(Masukan):
    """Somebody who hears of a case, as the registry could reach him when it was written, or as a change names him."""

    nama: str = ""
    nik: str | None = None
    surel: str | None = None


class Rincian(Masukan):
    """Everything beside the subject; what a kind does not use stays empty.

    `asal` and `disebut` are the system's: the subject as he is on file beside what a change would make of him, and who
    else the changes name.
    """

    perubahan: list[PerubahanKeluarga] = Field(default_factory=list, max_length=20)
    tanggal_peristiwa: TanggalLampau | None = None
    penjelasan: TeksPanjang | None = None
    atas_nama: AtasNama | None = None
    asal: Penerima | None = None
    disebut: list[Penerima] = Field(default_factory=list)
