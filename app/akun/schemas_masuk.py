"""What goes in and out of logging in: tokens, passwords, second factors."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from app.akun.schemas import KodePanjang, KodeTotp, Sandi
from app.core.schemas import Keluaran, Masukan


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
