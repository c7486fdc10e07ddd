"""The second factor of officers and administrators: enrol, confirm, remove; each step proves the password again.

No token is asked for, because a role that needs a second factor gets none before one is enrolled.
"""

from fastapi import APIRouter

from app.akun.bukti import Kredensial
from app.akun.deps import AlamatDep, FaktorServiceDep
from app.akun.errors import (
    KredensialTidakSah,
    LoginSibuk,
    SandiHarusDiganti,
    TotpBelumAda,
    TotpSalah,
    TotpSudahAktif,
    TotpUntukPetugas,
)
from app.akun.schemas_masuk import TotpBaca, TotpDaftar, TotpKode, TotpPemulihan
from app.core.problems import problems
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, prefix="/v1/auth/totp", tags=["auth"])
_SANDI = (KredensialTidakSah, LoginSibuk, SandiHarusDiganti)


@router.post("", summary="Enrol a second factor", responses=problems(*_SANDI, TotpUntukPetugas, TotpSudahAktif))
async def daftar(isi: TotpDaftar, service: FaktorServiceDep, alamat: AlamatDep) -> TotpBaca:
    """Get a secret for an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds).

    It is shown here only and is not in use before `konfirmasi`; asking again replaces it.
    """
    baru = await service.daftar(Kredensial(isi.username, isi.sandi.get_secret_value(), alamat))
    return TotpBaca(rahasia=baru.rahasia, otpauth=baru.otpauth)


@router.post(
    "/konfirmasi",
    summary="Take a second factor into use",
    responses=problems(*_SANDI, TotpBelumAda, TotpSudahAktif, TotpSalah),
)
async def konfirmasi(isi: TotpKode, service: FaktorServiceDep, alamat: AlamatDep) -> TotpPemulihan:
    """Send the first code of the app; from now on each login needs one.

    The ten recovery codes in the answer are shown here only and each replaces the app once.
    """
    kredensial = Kredensial(isi.username, isi.sandi.get_secret_value(), alamat, totp=isi.totp)
    return TotpPemulihan(kode_pemulihan=await service.konfirmasi(kredensial))


@router.post(
    "/hapus", status_code=204, summary="Remove your second factor", responses=problems(*_SANDI, TotpBelumAda, TotpSalah)
)
async def hapus(isi: TotpKode, service: FaktorServiceDep, alamat: AlamatDep) -> None:
    """Remove it with a code of it or a recovery code.

    Who has lost both asks his administrator. Where the role needs a second factor, the next login asks for a new one.
    """
    await service.hapus(Kredensial(isi.username, isi.sandi.get_secret_value(), alamat, totp=isi.totp))
