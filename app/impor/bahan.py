"""A family of a file as the planner sees it: its rows opened, each with its remarks and what becomes of it (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.core.crypto import Sandi
from app.impor.baca import Konteks, aad, urai_catatan
from app.impor.kode import ARTI, Catatan, HasilBaris, terberat
from app.keluarga.curah import KeluargaAda, OrangAda
from app.keluarga.kode import Hubungan
from app.wilayah.nama import lipat


class BarisTitipan(NamedTuple):
    """A staged row as it comes from the database."""

    kunci_keluarga: UUID
    baris: int
    urutan: int
    kode_desa: str
    nik_hmac: UUID | None
    no_kk_hmac: UUID | None
    acuan_id: UUID | None
    catatan: list[str]
    isi: bytes


@dataclass(slots=True)
class BarisOrang:
    """One row: the person, and what is decided about him.

    `ada` is who he is in the registry, `individu_id` who he is or will be; `is_masuk` whether the row goes on at all.
    `lain` bears the same NIK, `kepala_lain` is the head in whose place the file puts him.
    """

    baris: int
    urutan: int
    kode_desa: str
    nik_hmac: UUID | None
    orang: dict[str, Any] = field(repr=False)
    umum: dict[str, Any] = field(repr=False)
    jawaban: dict[str, dict[str, Any]] = field(repr=False)
    catatan: list[Catatan]
    ada: OrangAda | None = None
    individu_id: UUID | None = None
    hubungan: Hubungan = Hubungan.LAINNYA
    is_ganda: bool = False
    lain: tuple[UUID, UUID] | None = None
    kepala_lain: UUID | None = None
    is_masuk: bool = True
    is_berubah: bool = False
    _ciri: tuple[str, date, str] | None = None

    def catat(self, kode: str, kolom: str = "") -> None:
        """Add a remark; a conflict or a refusal takes the row out."""
        if (kode, kolom) not in self.catatan:
            self.catatan.append(Catatan(kode, kolom))
        if ARTI[kode].hasil in {HasilBaris.KONFLIK, HasilBaris.DITOLAK}:
            self.is_masuk = False

    def tarik(self, kode: str) -> None:
        """Take a remark back: the registry says the same."""
        self.catatan = [c for c in self.catatan if c.kode != kode]

    @property
    def hasil(self) -> HasilBaris:
        """What becomes of the row."""
        return terberat(self.catatan, HasilBaris.DITERIMA if self.is_berubah else HasilBaris.SAMA)

    @property
    def lahir(self) -> date:
        """Birth date."""
        return date.fromisoformat(self.orang["tanggal_lahir"])

    @property
    def ciri(self) -> tuple[str, date, str]:
        """By what a person without a number is recognised."""
        if self._ciri is None:
            self._ciri = (lipat(self.orang["nama"]), self.lahir, self.orang["jenis_kelamin"])
        return self._ciri

    def is_orang(self, lain: "BarisOrang") -> bool:
        """Return whether two rows speak of one person."""
        return self.ciri == lain.ciri or (self.nik_hmac is not None and self.nik_hmac == lain.nik_hmac)


@dataclass(slots=True)
class KeluargaBerkas:
    """The rows of one family, the head's first; `ada` is the family in the registry."""

    kunci: UUID
    no_kk_hmac: UUID | None
    acuan_id: UUID | None
    baris: list[BarisOrang]
    ada: KeluargaAda | None = None
    keluarga_id: UUID | None = None
    is_berubah: bool = False

    @property
    def utama(self) -> BarisOrang:
        """The row that speaks for the family while it is matched: the head's."""
        return self.baris[0]

    @property
    def pembawa(self) -> BarisOrang:
        """The row whose family columns are written: the first that goes on, for nothing of a row in conflict is."""
        return next((b for b in self.baris if b.is_masuk), self.utama)

    @property
    def hari(self) -> date:
        """Day of the data: of the row that is written, for a head in conflict lends his day to nothing."""
        return date.fromisoformat(self.pembawa.umum["tanggal"])

    def is_hari_tersendiri(self, tanggal_data: date) -> bool:
        """Return whether the row names its day itself; rows staged before that was kept are judged by the day."""
        tersendiri: bool = self.pembawa.umum.get("tersendiri", self.hari != tanggal_data)
        return tersendiri

    @property
    def is_usang(self) -> bool:
        """Whether a file with data of a later day has spoken of the family."""
        return self.ada is not None and self.ada.data_date is not None and self.hari < self.ada.data_date

    @property
    def is_gabungan(self) -> bool:
        """Whether a card alone holds the rows together, and its heads are different persons who live apart.

        A spreadsheet that keeps 15 digits turns the last one into 0, and a column that was filled down repeats one
        number. Two heads at one address are a mistake within a family; addresses that nobody wrote tell nothing, so
        there a number that may have been rounded is not believed.
        """
        if self.kunci != self.no_kk_hmac:
            return False
        kepala = [b for b in self.baris if b.hubungan is Hubungan.KEPALA_KELUARGA]
        if all(b.is_orang(kepala[0]) for b in kepala):
            return False
        alamat = {lipat(b.umum["alamat"]) for b in kepala}
        is_bulat = "" in alamat and self.utama.umum["no_kk"].endswith("0")
        return is_bulat or len(alamat - {""}) > 1 or len({b.kode_desa for b in kepala}) > 1

    @property
    def masuk(self) -> list[BarisOrang]:
        """The rows that go on."""
        return [b for b in self.baris if b.is_masuk]

    @property
    def kode_desa(self) -> str:
        """Where the family lives: as the registry says, else as the first row says that goes on."""
        return self.ada.kode_desa if self.ada else self.pembawa.kode_desa


def buka(konteks: Konteks, sandi: Sandi, titipan: Sequence[BarisTitipan]) -> list[KeluargaBerkas]:
    """Open staged rows, which are in the order of their families' keys, and group them."""
    hasil: list[KeluargaBerkas] = []
    for t in titipan:
        isi = sandi.buka_dokumen(konteks.kunci, t.isi, aad(konteks.impor_id, t.baris))
        satu = BarisOrang(
            t.baris,
            t.urutan,
            t.kode_desa,
            t.nik_hmac,
            isi["o"],
            isi["k"],
            isi["j"],
            list(urai_catatan(t.catatan)),
            hubungan=Hubungan(isi["o"]["hubungan"]),
        )
        if not hasil or hasil[-1].kunci != t.kunci_keluarga:
            hasil.append(KeluargaBerkas(t.kunci_keluarga, t.no_kk_hmac, t.acuan_id, []))
        hasil[-1].baris.append(satu)
    for keluarga in hasil:
        keluarga.baris.sort(key=lambda b: (b.hubungan is not Hubungan.KEPALA_KELUARGA, b.baris))
    return hasil
