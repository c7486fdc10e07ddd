"""What officers send to the meeting and what they read."""

from datetime import date, datetime, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, AlasanMasuk, Keluaran, Masukan, TeksPanjang, TeksPendek
from app.musyawarah.status import (
    JenisBerkasMusyawarah,
    JenisMusyawarah,
    Keputusan,
    StatusMusyawarah,
    UnsurPeserta,
)

KodeDesa = Annotated[str, StringConstraints(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$")]
Cacah = Annotated[int, Field(ge=0, le=10_000)]


class Orang(Masukan):
    """Who leads or signs."""

    nama: TeksPendek
    jabatan: TeksPendek = Field(examples=["Kepala Desa"])


class HadirUnsur(Masukan):
    """Attendance of RT or RW heads, in persons."""

    total: Cacah = Field(description="How many there are in the desa.")
    diundang: Cacah
    hadir_l: Cacah = Field(description="Men present.")
    hadir_p: Cacah = Field(description="Women present.")

    @model_validator(mode="after")
    def _masuk_akal(self) -> Self:
        if not self.hadir_l + self.hadir_p <= self.diundang <= self.total:
            raise ValueError("hadir <= diundang <= total")
        return self


class HadirLain(Masukan):
    """Attendance of another kind of participant."""

    unsur: UnsurPeserta
    jumlah: Annotated[int, Field(ge=1, le=10_000)]


class Hadir(Masukan):
    """Who came, as the monitoring form counts them."""

    rw: HadirUnsur
    rt: HadirUnsur
    lain: Annotated[list[HadirLain], Field(max_length=20)]


class CatatanMusyawarah(Masukan):
    """How the list was dealt with."""

    is_tujuan_dijelaskan: bool
    cara_memeriksa_daftar: TeksPanjang
    perlakuan_usulan_baru: TeksPanjang


class MusyawarahBuat(Masukan):
    """A new meeting, today or later."""

    kode_desa: KodeDesa = Field(examples=["32.04.05.2001"])
    jenis: JenisMusyawarah
    tanggal: date
    waktu_mulai: time
    tempat: TeksPendek = Field(examples=["Aula kantor desa"])


class MusyawarahUbah(Masukan):
    """What is known later; fields left out stay as they are."""

    tanggal: date | None = None
    waktu_mulai: time | None = None
    waktu_selesai: time | None = None
    tempat: TeksPendek | None = None
    pimpinan: Orang | None = None
    hadir: Hadir | None = None
    indikator: Annotated[list[TeksPendek], Field(min_length=1, max_length=40)] | None = None
    penandatangan: Annotated[list[Orang], Field(min_length=1, max_length=20)] | None = None
    catatan: CatatanMusyawarah | None = None


class MusyawarahBaca(Keluaran):
    """A meeting."""

    id: UUID
    kode_desa: str
    jenis: JenisMusyawarah
    status: StatusMusyawarah
    tanggal: date
    waktu_mulai: time
    waktu_selesai: time | None
    tempat: str
    pimpinan: Orang | None
    hadir: Hadir | None
    indikator: list[str]
    penandatangan: list[Orang]
    catatan: CatatanMusyawarah | None
    versi: int


class NamaBaca(Keluaran):
    """A usulan on the list of a meeting."""

    ref: Ref
    nomor: str
    keputusan: Keputusan | None
    alasan: AlasanMasuk | None
    catatan: str | None


class BerkasMusyawarahBaca(Keluaran):
    """A file of the minutes."""

    berkas_id: UUID
    jenis: JenisBerkasMusyawarah


class MusyawarahRinci(MusyawarahBaca):
    """A meeting with its names and files, and what the caller may do now."""

    nama: list[NamaBaca]
    berkas: list[BerkasMusyawarahBaca]
    aksi_tersedia: list[AksiTersediaBaca]


class JadwalkanMasuk(Masukan):
    """The meeting that shall decide on the usulan."""

    musyawarah_id: UUID


class KeputusanNama(Masukan):
    """What was decided on one name; a refusal needs its reason."""

    ref: Ref
    keputusan: Keputusan
    alasan: AlasanMasuk | None = None
    catatan: TeksPanjang | None = None


class KeputusanMasuk(Masukan):
    """Decisions on some or all names of the meeting; sent again, they replace the earlier ones."""

    keputusan: Annotated[list[KeputusanNama], Field(min_length=1, max_length=200)]


class BeritaAcaraBaca(Keluaran):
    """The minutes; `sidik` is the SHA-256 of the UTF-8 bytes of `isi`."""

    nomor: str
    isi: str
    sidik: str
    created_at: datetime
