"""What officers send to the meeting and what they read."""

from datetime import date, datetime, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.ids import Ref
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, AlasanMasuk, Keluaran, Masukan, TeksPanjang, TeksPendek
from app.core.teks import Teks
from app.musyawarah.status import (
    AsalNama,
    IndikatorMusyawarah,
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
            raise isian_salah(
                "hadir_lebih",
                Teks(
                    "Yang hadir paling banyak yang diundang, yang diundang paling banyak total",
                    "At most as many come as are invited, and at most total are invited",
                ),
            )
        return self


class HadirLain(Masukan):
    """Attendance of another kind of participant, in persons."""

    unsur: UnsurPeserta
    diundang: Cacah | None = Field(default=None, description="Null when nobody was invited by name.")
    hadir_l: Cacah = Field(description="Men present.")
    hadir_p: Cacah = Field(description="Women present.")


class Indikator(Masukan):
    """What the meeting judged by: a code of `indikator-musyawarah`; LAINNYA needs words."""

    kode: IndikatorMusyawarah
    uraian: TeksPendek | None = None

    @model_validator(mode="after")
    def _terurai(self) -> Self:
        if self.kode is IndikatorMusyawarah.LAINNYA and self.uraian is None:
            raise isian_salah("uraian_wajib", Teks("LAINNYA memerlukan uraian", "LAINNYA needs uraian"))
        return self


class Hadir(Masukan):
    """Who came, as the monitoring form counts them."""

    rw: HadirUnsur
    rt: HadirUnsur
    lain: Annotated[list[HadirLain], Field(max_length=20)]

    @model_validator(mode="after")
    def _sekali(self) -> Self:
        unsur = [u.unsur for u in self.lain]
        if len(unsur) != len(set(unsur)):
            raise isian_salah("unsur_berulang", Teks("Setiap unsur disebut sekali saja", "Each unsur is named once"))
        return self


class CatatanMusyawarah(Masukan):
    """How the list was dealt with."""

    is_tujuan_dijelaskan: bool
    cara_memeriksa_daftar: TeksPanjang
    perlakuan_usulan_baru: TeksPanjang
    is_tanpa_perubahan: bool = Field(
        default=False,
        description="The list was checked and nothing had to change: minutes may be without a name.",
    )


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
    indikator: Annotated[list[Indikator], Field(min_length=1, max_length=40)] | None = None
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
    indikator: list[Indikator]
    penandatangan: list[Orang]
    catatan: CatatanMusyawarah | None
    versi: int


class NamaBaca(Keluaran):
    """A usulan on the list of a meeting."""

    ref: Ref
    nomor: str
    asal: AsalNama = Field(description="Scheduled, or agreed by SPTJM since the last meeting and to be confirmed.")
    keputusan: Keputusan | None
    alasan: AlasanMasuk | None
    catatan: str | None


class BerkasMusyawarahBaca(Keluaran):
    """A file of the minutes."""

    berkas_id: UUID
    jenis: JenisBerkasMusyawarah


class LampiranDaftar(Keluaran):
    """All files of a meeting; there are at most thirty, so there are no pages."""

    data: list[BerkasMusyawarahBaca]


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


class KoreksiCatatan(Masukan):
    """What minutes said wrongly; fields left out stay as they were."""

    waktu_mulai: time | None = None
    waktu_selesai: time | None = None
    tempat: TeksPendek | None = None
    pimpinan: Orang | None = None
    hadir: Hadir | None = None
    indikator: Annotated[list[Indikator], Field(min_length=1, max_length=40)] | None = None
    penandatangan: Annotated[list[Orang], Field(min_length=1, max_length=20)] | None = None
    catatan: CatatanMusyawarah | None = None


class KoreksiMasuk(Masukan):
    """A correction of final minutes: why, and what they should have said."""

    alasan: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)] = Field(
        description="Why, in words; at least 20 characters, printed on the new minutes."
    )
    catatan: KoreksiCatatan | None = None
    keputusan: Annotated[list[KeputusanNama], Field(max_length=200)] = Field(
        default_factory=list, description="Decisions that were recorded by mistake."
    )

    @model_validator(mode="after")
    def _berisi(self) -> Self:
        if not self.keputusan and (self.catatan is None or not self.catatan.model_fields_set):
            raise isian_salah(
                "kosong",
                Teks(
                    "Tidak ada yang dikoreksi: isi catatan atau keputusan",
                    "Nothing is corrected: give catatan or keputusan",
                ),
            )
        return self


class BeritaAcaraBaca(Keluaran):
    """The minutes; `sidik` is the SHA-256 of the UTF-8 bytes of `isi`, and is printed on the letter."""

    nomor: str
    revisi: int = Field(description="0 for the first minutes, then the number of the correction.")
    mengganti: str | None = Field(description="Number of the minutes that these replace.")
    alasan: str | None = Field(description="Why they were corrected.")
    isi: str
    sidik: str
    mewakili_desa: bool = Field(
        validation_alias="is_mewakili_desa", description="The kab/kota kept them for a village that had no operator."
    )
    surat_kode: str | None = Field(description="Code by which anybody checks the letter at /v1/publik/surat/{kode}.")
    created_at: datetime
