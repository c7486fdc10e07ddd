"""What penetapan takes and tells."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.ids import Ref
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca, TransisiMasuk
from app.core.teks import Teks
from app.penetapan.status import AksiKeanggotaan, AksiSK, JenisBaris, Putusan, StatusKeanggotaan, StatusSK

KodePeriode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
NomorSurat = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=100)]


class SKBuat(Masukan):
    """A decree to be prepared: which period, on which confirmed ranking, up to which desil."""

    nomor: NomorSurat = Field(description="Number of the decree.", examples=["31/HUK/2026"])
    tanggal: date = Field(description="Date of the decree; it can be signed from that day on.")
    periode: KodePeriode = Field(description="Usulan of this period and of earlier ones that still wait.")
    putaran_id: UUID = Field(description="The ranking run; it must be DISAHKAN.")
    ambang_desil: Annotated[int, Field(ge=1, le=10)] | None = Field(
        default=None, description="Highest desil to be registered; by default the setting (4, an assumption)."
    )
    kuota: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Most families to be registered, poorest first; the others wait (KUOTA_PENUH)."
    )
    mengganti: str | None = Field(default=None, max_length=40, description="Code of the decree that this one replaces.")
    bawa_lanjut: bool = Field(
        default=False,
        description="List the members of the replaced decree too: kept (TETAP), changed (BERUBAH), or removed.",
    )

    @model_validator(mode="after")
    def _ada_yang_diganti(self) -> Self:
        if self.bawa_lanjut and self.mengganti is None:
            raise isian_salah("tanpa_sk_lama", Teks("bawa_lanjut memerlukan mengganti", "bawa_lanjut needs mengganti"))
        return self


class TandaTanganMasuk(Masukan):
    """The signature: the signer names the digest of the list that he has read."""

    sidik: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="`sidik` of the decree; another one is refused."
    )


class SKRingkas(Keluaran):
    """One decree in a listing."""

    kode: str = Field(description="Address of the decree; part of its QR code.")
    nomor: str
    tanggal: date
    periode: str
    status: StatusSK
    ambang_desil: int
    kuota: int | None
    jumlah: int = Field(description="Usulan in the list.")
    jumlah_ditetapkan: int
    jumlah_tidak_ditetapkan: int
    jumlah_menunggu: int = Field(description="Within the threshold but beyond the quota.")
    jumlah_tetap: int = Field(description="Registered before, unchanged against the decree in force.")
    jumlah_berubah: int = Field(description="Registered before, with changed data or desil.")
    jumlah_dihapus: int = Field(description="Removed, each with its reason.")
    jumlah_terlaksana: int = Field(description="Rows carried out so far; a long list is worked on by a job.")
    jumlah_tertahan: int = Field(description="Signed rows that were not carried out: the person is another one now.")
    tahap: str = Field(description="What the job is at; SELESAI when nothing is left.")
    tertahan: list[str] = Field(description="References of usulan that kept a signature from taking effect.")
    sidik: str = Field(description="SHA-256 over head and list; see the description of the scheme `dtks-sk/1`.")
    putaran_id: UUID
    model: str = Field(description="Label of the PMT model of the run, `demonstrasi` included where it is one.")
    disiapkan_at: datetime
    ditandatangani_at: datetime | None
    versi: int


class LangkahSKBaca(Keluaran):
    """One step of a decree."""

    aksi: AksiSK
    dari: StatusSK | None
    ke: StatusSK
    alasan_kode: str | None
    penjelasan: str | None
    created_at: datetime


class SKBaca(SKRingkas):
    """A decree for those who prepare and sign it."""

    riwayat: list[LangkahSKBaca]
    aksi_tersedia: list[AksiTersediaBaca]


class AnggotaSKBaca(Keluaran):
    """A member as copied into the list; the NIK is masked."""

    nama: str
    nik_samar: str | None
    tanggal_lahir: date
    hubungan: str


class BarisSKBaca(Keluaran):
    """One row of the list."""

    urutan: int
    usulan: Ref
    jenis: str
    kode_desa: str
    desil: int | None
    putusan: Putusan
    baris: JenisBaris = Field(description="The same beside the decree in force.")
    alasan_kode: str | None
    anggota: list[AnggotaSKBaca]
    sidik: str = Field(description="SHA-256 of this row in hex.")


class SKPublik(Keluaran):
    """What everybody may know of a decree."""

    kode: str
    nomor: str
    tanggal: date
    periode: str
    is_berlaku: bool = Field(description="Whether it is in force today.")
    jumlah: int
    jumlah_ditetapkan: int
    jumlah_tidak_ditetapkan: int
    jumlah_menunggu: int
    jumlah_tetap: int
    jumlah_berubah: int
    jumlah_dihapus: int
    orang_keluarga: int | None = Field(description="Registered persons in families after it; null until counted.")
    orang_luar_keluarga: int | None = Field(description="Registered persons outside families after it.")
    ambang_desil: int
    model: str
    sidik: str
    surat: str | None = Field(description="Code of its letter, `GET /v1/publik/surat/{kode}`; null until printed.")
    digantikan_oleh: str | None = Field(description="Code of the decree that replaced it.")


class BagianRekapBaca(Keluaran):
    """The registry of one region; a covered cell is null."""

    kode: str
    keluarga: int | None
    orang_keluarga: int | None
    orang_luar_keluarga: int | None


class RekapSKBaca(Keluaran):
    """The registry after a decree by the parts of a region.

    Counts from 1 to 4 are null, and a second cell with them where the sum would tell the first.
    """

    wilayah: str
    keluarga: int | None
    orang_keluarga: int | None
    orang_luar_keluarga: int | None
    bagian: list[BagianRekapBaca]


class TahapRekapBaca(Keluaran):
    """How far the usulan of one region got."""

    kode: str
    diusulkan: int
    disepakati: int
    divalidasi: int
    disahkan: int
    ditetapkan: int
    ditolak: int
    menunggu: int = Field(description="Still under way.")
    berakhir: int = Field(description="Withdrawn or lapsed.")


class SebabRekapBaca(Keluaran):
    """How many were refused in one region for one reason."""

    kode: str
    alasan_kode: str
    alasan: TeksBaca | None
    jumlah: int


class RekapPeriodeBaca(Keluaran):
    """What became of a period's usulan, by the parts of a region."""

    periode: str
    wilayah: str = Field(description="Empty: the whole country.")
    bagian: list[TahapRekapBaca]
    sebab: list[SebabRekapBaca]


class RujukanSKBaca(Keluaran):
    """The decree behind a row."""

    kode: str = Field(description="`GET /v1/publik/sk/{kode}`.")
    nomor: str
    tanggal: date


class KeanggotaanBaca(Keluaran):
    """One row of somebody's membership, in words and with its dates."""

    ref: Ref = Field(description="The person in his family of that time.")
    status: StatusKeanggotaan
    keterangan: TeksBaca = Field(description="The state in words.")
    aksi: AksiKeanggotaan = Field(description="What brought it about.")
    peristiwa: TeksBaca = Field(description="The same in words.")
    kode_desa: str
    alasan_kode: str | None
    alasan: TeksBaca | None = Field(description="The reason of the catalogue in words.")
    sk: RujukanSKBaca | None
    penjelasan: str | None
    langkah_berikutnya: str | None
    nonaktif_paling_cepat: date | None = Field(description="End of the notice period.")
    mulai_at: datetime
    sampai_at: datetime | None


class KeanggotaanRinci(Keluaran):
    """Somebody's membership now, everything before, and what the caller may do."""

    kini: KeanggotaanBaca
    riwayat: list[KeanggotaanBaca]
    aksi_tersedia: list[AksiTersediaBaca]


class KeanggotaanMasuk(TransisiMasuk):
    """Body of a move of a membership; the reason is required."""


class DesilBaca(Keluaran):
    """Where the family ranks; a rank among all families, not an income."""

    status: str = Field(description="FINAL, SEMENTARA (by the run's cut-offs) or TIDAK_DAPAT_DIPERINGKAT.")
    nasional: int | None = Field(description="1 (poorest) to 10.")
    provinsi: int | None
    kabkota: int | None
    putaran_id: UUID
    periode: str
    model: str = Field(description="Label of the model, `demonstrasi` included where it is one.")


class FaktorBaca(Keluaran):
    """One of three to five things that weighed, in words."""

    kode: str
    arah: str
    nama: TeksBaca
    penjelasan: TeksBaca
    koreksi: TeksBaca


class UsulanTerbukaBaca(Keluaran):
    """A usulan about or by the citizen that is under way."""

    ref: Ref
    nomor: str | None
    jenis: str
    status: str
    teks: TeksBaca


class StatusWargaBaca(Keluaran):
    """The citizen's own standing."""

    terdaftar: bool
    status: StatusKeanggotaan | None
    keterangan: TeksBaca
    sejak: datetime | None
    nonaktif_paling_cepat: date | None
    alasan_kode: str | None
    alasan: TeksBaca | None = Field(description="The reason in words.")
    akibat: TeksBaca | None = Field(description="What will happen next, and when.")
    sk: str | None = Field(description="Code of the decree; `GET /v1/publik/sk/{kode}`.")
    desil: DesilBaca | None
    faktor: list[FaktorBaca]
    usulan: list[UsulanTerbukaBaca]
    program: list[str] = Field(description="Empty: programmes are not kept in this system yet.")
    langkah: list[TeksBaca] = Field(description="What can be done now.")
