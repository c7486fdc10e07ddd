"""What goes in and out of the accounts' endpoints."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from app.akun.alur import StatusAkun
from app.core.nik import Nik, NomorKK
from app.core.peran import Jabatan
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, NamaOrang, TeksPendek
from app.kependudukan.pemadanan import HasilPadan
from app.wilayah.kode import KodeWilayah

Username = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$")
]
Telepon = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=32)]
Sandi = Annotated[SecretStr, Field(max_length=1024)]
"""Longer ones than the policy accepts are refused in words; this bound is only the parser's."""
KodeTotp = Annotated[
    str,
    Field(max_length=32, description="Six digits of the authenticator app, or a recovery code.", examples=["123456"]),
]
KodePanjang = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=64)]
Surel = Annotated[EmailStr, StringConstraints(max_length=254)]
CakupanKlien = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,32}(:[a-z_]{2,31})?$")]
Tujuan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]


# -- registration


class RegistrasiData(Masukan):
    """What a citizen tells us of himself."""

    nik: Nik
    no_kk: NomorKK
    nama: NamaOrang = Field(description="Full name as on the KTP.", examples=["SITI CONTOH"])
    alamat: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=300)]
    kode_desa: KodeWilayah = Field(description="Desa or kelurahan where you live.")
    surel: Surel
    telepon: Telepon = Field(examples=["081234567890"])
    sandi: Sandi = Field(description="8 to 128 characters, any of them; not one that is guessed first.")


class KonfirmasiMasuk(Masukan):
    """The code from the e-mail."""

    kode: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=64)]


class RegistrasiBaca(Keluaran):
    """The same for everybody: whether somebody has an account is not told to strangers."""

    status: Literal["PERIKSA_SUREL", "MENUNGGU_VERIFIKASI"]
    pesan: str
    tiket: str | None = Field(description="Keep it: with it the confirmation code can be sent again.")


class KirimUlang(Masukan):
    """The ticket from the registration's answer."""

    tiket: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=64)]


# -- accounts


class AkunSaya(Keluaran):
    """The citizen's own profile."""

    id: UUID
    nama: str
    nik: str = Field(description="Masked.")
    alamat: str | None
    surel: str | None
    telepon: str | None
    kode_desa: str | None
    status: StatusAkun
    created_at: datetime


class DiriBaca(Keluaran):
    """One's own account, whoever one is."""

    id: UUID
    nama: str
    jabatan: Jabatan
    status: StatusAkun
    nik: str | None = Field(description="Masked.")
    username: str | None
    surel: str | None
    telepon: str | None
    is_totp_aktif: bool = Field(description="A second factor is in use.")
    penugasan: list["PenugasanBaca"]
    created_at: datetime


class KontakUbah(Masukan):
    """A new e-mail address or a new telephone number, with the present password."""

    surel: Surel | None = None
    telepon: Telepon | None = None
    sandi: Sandi


class KodeSekaliMasuk(Masukan):
    """The eight digits from the mail."""

    kode: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=16)]


class AkunTutup(Masukan):
    """Proof that it is the owner who closes his account."""

    sandi: Sandi


class WargaRingkas(Keluaran):
    """A citizen who waits for an officer."""

    id: UUID
    nama: str
    kode_desa: str | None
    status: StatusAkun
    created_at: datetime
    aksi_tersedia: list[str]


class PadanBaca(Keluaran):
    """What the civil registration says of NIK, No KK and name: advice, names of fields only."""

    hasil: HasilPadan
    beda: list[str] = Field(description="Fields that differ.")
    peringatan: list[str]
    skor_nama: int = Field(description="Likeness of the names in permille.")
    created_at: datetime


class PadanDiminta(Keluaran):
    """The question is queued."""

    id: UUID


class SetujuiMasuk(Masukan):
    """An approval; `catatan` is needed when the civil registration does not agree."""

    catatan: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)] | None = None


class WargaBaca(Keluaran):
    """A citizen's registration, for the officer who compares it with the two pictures."""

    id: UUID
    nama: str
    nik: str | None
    no_kk: str | None
    alamat: str | None
    surel: str | None
    telepon: str | None
    kode_desa: str | None
    status: StatusAkun
    is_nik_dipakai: bool = Field(description="Another account in force already belongs to this NIK.")
    padan: PadanBaca | None = Field(description="Null as long as the civil registration has not answered.")
    created_at: datetime
    aksi_tersedia: list[AksiTersediaBaca]


class WargaStatus(Keluaran):
    """What a decision has made of a registration."""

    id: UUID
    status: StatusAkun
    aksi_tersedia: list[str]


class PenugasanBuat(Masukan):
    """An assignment to a region, both days included."""

    kode_wilayah: KodeWilayah
    berlaku_dari: date | None = Field(default=None, description="Today when left out.")
    berlaku_sampai: date | None = Field(default=None, description="Open when left out.")


class PenugasanAkhiri(Masukan):
    """The last day of an assignment."""

    berlaku_sampai: date = Field(description="Yesterday ends it at once.")


class PenugasanBaca(Keluaran):
    """Where an account serves, from day to day."""

    id: UUID
    kode_wilayah: str
    berlaku_dari: date
    berlaku_sampai: date | None


class PetugasBuat(Masukan):
    """An account for an officer or administrator; one person, one jabatan."""

    nama: NamaOrang
    username: Username
    surel: Surel
    nik: Nik
    no_kk: NomorKK | None = None
    telepon: Telepon | None = None
    jabatan: Jabatan
    wilayah: Annotated[list[PenugasanBuat], Field(max_length=50)] = Field(default_factory=list)
    is_sdm_kesos: bool = Field(
        default=False, description="Employed in social welfare by the ministry; barred from the six functions."
    )


class TugasPindah(Masukan):
    """A transfer: the regions that an officer serves from today on, in place of the present ones."""

    wilayah: Annotated[list[PenugasanBuat], Field(min_length=1, max_length=50)]
    dasar: TeksPendek = Field(description="Letter or decision on which it rests.")


class AkunCari(Masukan):
    """One of the four; a name may be a part of it and finds officers only."""

    nama: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)] | None = None
    username: Annotated[str, Field(max_length=64)] | None = None
    surel: Annotated[str, Field(max_length=254)] | None = None
    nik: Nik | None = None


class JabatanUbah(Masukan):
    """A change of jabatan; assignments of another level end, new ones may come along."""

    jabatan: Jabatan
    wilayah: Annotated[list[PenugasanBuat], Field(max_length=50)] = Field(default_factory=list)
    is_sdm_kesos: bool | None = Field(default=None, description="Left as it is when left out.")
    dasar: TeksPendek = Field(description="Letter or decision on which it rests.")


class KlienBuat(Masukan):
    """A machine account of a Dinas or programme system."""

    nama: TeksPendek
    cakupan: Annotated[list[CakupanKlien], Field(min_length=1, max_length=20)] = Field(examples=[["status"]])
    wilayah: Annotated[list[PenugasanBuat], Field(min_length=1, max_length=50)] = Field(
        description="Contracted regions."
    )


class AkunRingkas(Keluaran):
    """An account in an administrator's list."""

    id: UUID
    nama: str
    jabatan: Jabatan
    status: StatusAkun
    kode_kelola: str = Field(description="Region whose administrator looks after it; empty for the centre.")
    is_sandi_sementara: bool = Field(description="The holder has not logged in with a password of his own yet.")
    created_at: datetime
    aksi_tersedia: list[str]


class AkunBaca(Keluaran):
    """An account, for its administrator."""

    id: UUID
    nama: str
    jabatan: Jabatan
    status: StatusAkun
    kode_kelola: str
    username: str | None
    surel: str | None
    telepon: str | None
    nik: str | None = Field(description="Masked.")
    cakupan: list[str]
    is_sandi_sementara: bool
    is_totp_aktif: bool
    is_sdm_kesos: bool
    diajukan_oleh: UUID | None = Field(description="Who proposed this national account; somebody else has to agree.")
    penugasan: list[PenugasanBaca]
    created_at: datetime
    aksi_tersedia: list[AksiTersediaBaca]


class RiwayatBaca(Keluaran):
    """One thing that happened to an account."""

    aksi: str
    dari: str | None
    ke: str
    jabatan: Jabatan
    pelaku_id: UUID | None = Field(description="Null: the system, or the holder before he had an account.")
    kode_alasan: str | None
    penjelasan: str | None
    created_at: datetime


class KlienDibuat(AkunBaca):
    """A new machine account with its secret, which is shown here and never again."""

    client_id: UUID
    client_secret: str
