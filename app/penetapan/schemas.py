"""What penetapan takes and tells."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca, TransisiMasuk
from app.penetapan.status import AksiKeanggotaan, AksiSK, Putusan, StatusKeanggotaan, StatusSK

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
    ambang_desil: int
    model: str
    sidik: str
    digantikan_oleh: str | None = Field(description="Code of the decree that replaced it.")


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
