"""The token endpoint: log in, stay logged in, log out, change the password."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Response

from app.akun.bukti import Kredensial
from app.akun.deps import AlamatDep, KlienBasicDep, KodekDep, MasukServiceDep, SandiServiceDep
from app.akun.errors import (
    CakupanTidakDiizinkan,
    HibahTidakLengkap,
    KredensialTidakSah,
    LoginSibuk,
    PetugasTerdaftar,
    SandiHarusDiganti,
    SandiLemah,
    TokenSegarTidakSah,
    TotpDiperlukan,
    TotpHarusDidaftarkan,
    TotpSalah,
)
from app.akun.masuk import TokenDiberikan
from app.akun.models import JenisIndeks
from app.akun.pintu import RutePintu
from app.akun.schemas_masuk import CabutMasuk, Jwks, KodeDiminta, KodeMinta, SandiGanti, TokenBaca, TokenMasuk
from app.core.problems import problems
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, tags=["auth"])
pintu = APIRouter(route_class=RutePintu, tags=["auth"])
"""Where passwords are checked."""
_HIBAH = {
    "password": frozenset({"username", "password"}),
    "refresh_token": frozenset({"refresh_token"}),
    "client_credentials": frozenset({"client_id", "client_secret"}),
}
_BOLEH = {"password": frozenset({"totp", "kode_surel"})}


@pintu.post(
    "/v1/auth/token",
    summary="Get an access token",
    responses=problems(
        KredensialTidakSah,
        TokenSegarTidakSah,
        SandiHarusDiganti,
        TotpDiperlukan,
        TotpSalah,
        TotpHarusDidaftarkan,
        PetugasTerdaftar,
        HibahTidakLengkap,
        CakupanTidakDiizinkan,
        LoginSibuk,
    ),
)
async def token(
    isi: Annotated[TokenMasuk, Form()], service: MasukServiceDep, alamat: AlamatDep, basic: KlienBasicDep
) -> TokenBaca:
    """Exchange credentials for an ES256 access token of 15 minutes (OAuth2: RFC 6749).

    People send `grant_type=password` with username or e-mail, later `grant_type=refresh_token`; the answer to the
    latter holds the next refresh token, and the last one works again for 30 seconds in case the answer was lost. Used
    later, it ends the login. Who has a second factor is answered `totp-diperlukan` and sends the same with `totp`. When
    strangers' tries have used up their limit, a code from `POST /v1/auth/kode-masuk` in `kode_surel` opens the way.
    Machines send `grant_type=client_credentials`, their id and secret also by HTTP Basic.
    """
    data = {k: v for k, v in isi.model_dump().items() if v and k not in {"grant_type", "scope"}}
    if basic and isi.grant_type == "client_credentials":
        data = {**data, "client_id": basic[0], "client_secret": basic[1]}
    if isi.grant_type != "client_credentials":
        data = {k: v for k, v in data.items() if not k.startswith("client_")}
    if data.keys() - _BOLEH.get(isi.grant_type, frozenset()) != _HIBAH[isi.grant_type]:
        raise HibahTidakLengkap
    match isi.grant_type:
        case "password":
            assert isi.password is not None
            sandi = isi.password.get_secret_value()
            kredensial = Kredensial(data["username"], sandi, alamat, totp=isi.totp, kode=isi.kode_surel)
            return _jawab(await service.dengan_sandi(kredensial))
        case "refresh_token":
            return _jawab(await service.dengan_segar(data["refresh_token"]))
        case "client_credentials":
            rahasia = basic[1] if basic else isi.client_secret.get_secret_value() if isi.client_secret else ""
            return _jawab(await service.dengan_rahasia(data["client_id"], rahasia, isi.scope, alamat))


@router.post("/v1/auth/cabut", summary="Log out", response_class=Response, responses={200: {"description": "Done."}})
async def cabut(isi: Annotated[CabutMasuk, Form()], service: MasukServiceDep) -> Response:
    """End the login that a refresh or access token belongs to (RFC 7009); a token that is not ours is done already."""
    await service.cabut(isi.token)
    return Response(status_code=200)


@pintu.post(
    "/v1/auth/sandi",
    status_code=204,
    summary="Change a password",
    responses=problems(KredensialTidakSah, SandiLemah, LoginSibuk, TotpDiperlukan, TotpSalah),
)
async def ganti_sandi(isi: SandiGanti, service: SandiServiceDep, alamat: AlamatDep) -> None:
    """Change your password with the present one, also the initial one that an administrator gave you.

    Every login of the account ends; log in again with the new password.
    """
    kredensial = Kredensial(isi.username, isi.sandi_lama.get_secret_value(), alamat, totp=isi.totp)
    await service.ganti(kredensial, isi.sandi_baru.get_secret_value())


@router.post("/v1/auth/kode-masuk", status_code=202, summary="Ask for a login code")
async def kode_masuk(isi: KodeMinta, service: SandiServiceDep, alamat: AlamatDep) -> KodeDiminta:
    """Have a code mailed that, with the password, opens the login from anywhere for an hour.

    It helps where strangers have used up the tries at this account. The answer is the same whether or not there is such
    an account.
    """
    await service.minta_kode(JenisIndeks.MASUK, isi.username, alamat)
    return KodeDiminta(pesan="Periksa surel Anda. / Look into your mailbox.")


@router.get("/.well-known/jwks.json", summary="Keys that verify our tokens", response_model=Jwks)
async def jwks(kodek: KodekDep, response: Response) -> dict[str, list[dict[str, str]]]:
    """Return the public signing keys (RFC 7517); several while one is being replaced."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return kodek.jwks()


def _jawab(diberikan: TokenDiberikan) -> TokenBaca:
    return TokenBaca(token_type="Bearer", **asdict(diberikan))  # noqa: S106 - a scheme, not a secret
