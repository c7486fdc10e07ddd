"""Whoever has forgotten his password sets it anew, with a code from his mailbox."""

from fastapi import APIRouter

from app.akun.deps import AlamatDep, SandiServiceDep
from app.akun.errors import KodeKonfirmasiTidakSah, LoginSibuk, SandiLemah
from app.akun.models import JenisIndeks
from app.akun.schemas_masuk import KodeDiminta, KodeMinta, SandiAturUlang
from app.core.problems import problems
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, prefix="/sandi", tags=["publik: sandi"])


@router.post("/lupa", status_code=202, summary="Forgotten password")
async def lupa(isi: KodeMinta, service: SandiServiceDep, alamat: AlamatDep) -> KodeDiminta:
    """Have a code mailed to the account's address. The answer is the same whether or not there is such an account."""
    await service.minta_kode(JenisIndeks.SANDI, isi.username, alamat)
    return KodeDiminta(pesan="Periksa surel Anda. / Look into your mailbox.")


@router.post(
    "/atur-ulang",
    status_code=204,
    summary="Set a password anew",
    responses=problems(KodeKonfirmasiTidakSah, SandiLemah, LoginSibuk),
)
async def atur_ulang(isi: SandiAturUlang, service: SandiServiceDep, alamat: AlamatDep) -> None:
    """Set a new password with the code from the mailbox: once, within the hour.

    Every login of the account ends; a second factor stays as it is.
    """
    await service.atur_ulang(isi.kode, isi.sandi_baru.get_secret_value(), alamat)
