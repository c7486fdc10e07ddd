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


# -- tokens


class TokenMasuk(Masukan):
    """An OAuth2 grant (RFC 6749): password, refresh_token or client_credentials."""

    grant_type: Literal["password", "refresh_token", "client_credentials"]
    username: Annotated[str, Field(max_length=320, description="Username or e-mail.")] | None = None
    password: Sandi | None = None
    refresh_token: Annotated[str, Field(max_length=512)] | None = None
    totp: KodeTotp | None = None
    kode_surel: Annotated[str, Field(max_length=64, description="From `POST /v1/auth/kode-masuk`.")] | None = None
    client_id: Annotated[str, Field(max_length=64)] | None = None
    client_secret: Annotated[SecretStr, Field(max_length=128)] | None = None
    scope: Annotated[str, Field(max_length=1024)] | None = None


class TokenBaca(Keluaran):
    """An access token of 15 minutes; people also get a refresh token, machines their scopes."""

    access_token: str = Field(description="ES256 JWT; send it as `Authorization: Bearer …`.")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.", examples=[900])
    refresh_token: str | None = Field(description="Use it once; the answer holds its successor.")
    scope: str | None = Field(description="Contracted scopes of a machine account.")


class CabutMasuk(Masukan):
    """A token whose login shall end (RFC 7009)."""

    token: Annotated[str, Field(max_length=4096)]
    token_type_hint: Annotated[str, Field(max_length=32)] | None = None


class SandiGanti(Masukan):
    """A change of password, also of an initial one."""

    username: Annotated[str, Field(max_length=320, description="Username or e-mail.")]
    sandi_lama: Sandi
    sandi_baru: Sandi = Field(description="8 to 128 characters, any of them; not one that is guessed first.")
    totp: KodeTotp | None = Field(default=None, description="Needed when the account has a second factor.")


class KodeMinta(Masukan):
    """Whose mailbox a code shall go to."""

    username: Annotated[str, Field(max_length=320, description="Username or e-mail.")]


class SandiAturUlang(Masukan):
    """A new password with the code from the mailbox."""

    kode: KodePanjang
    sandi_baru: Sandi = Field(description="8 to 128 characters, any of them; not one that is guessed first.")


class KodeDiminta(Keluaran):
    """The same for everybody: whether somebody has an account is not told to strangers."""

    pesan: str


class TotpDaftar(Masukan):
    """Who wants a second factor."""

    username: Annotated[str, Field(max_length=320, description="Username or e-mail.")]
    sandi: Sandi


class TotpKode(TotpDaftar):
    """The same with a code of the second factor."""

    totp: KodeTotp


class TotpBaca(Keluaran):
    """What an authenticator app needs; shown once."""

    rahasia: str = Field(description="Base32, to be typed in.")
    otpauth: str = Field(description="The same as a URI, to be shown as a QR code.")


class TotpPemulihan(Keluaran):
    """Recovery codes, each good for one login without the app; shown once."""

    kode_pemulihan: list[str]


class KunciPublik(Keluaran):
    """One public key (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    use: Literal["sig"]
    alg: Literal["ES256"]
    kid: str
    x: str
    y: str


class Jwks(Keluaran):
    """The keys that verify our tokens; several while one is being replaced."""

    keys: list[KunciPublik]


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


class JabatanUbah(Masukan):
    """A change of jabatan; assignments of another level end, new ones may come along."""

    jabatan: Jabatan
    wilayah: Annotated[list[PenugasanBuat], Field(max_length=50)] = Field(default_factory=list)
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
    penugasan: list[PenugasanBaca]
    created_at: datetime
    aksi_tersedia: list[AksiTersediaBaca]


class KlienDibuat(AkunBaca):
    """A new machine account with its secret, which is shown here and never again."""

    client_id: UUID
    client_secret: str
