"""Jobs of one registration or account: its mails, its match, its end."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.akun.models import JenisIndeks
from app.akun.padan import padankan_akun
from app.akun.passwords import kata_sandi
from app.akun.registrasi import RegistrasiService
from app.akun.sandi import SandiService
from app.core.wadah import Wadah


async def surati_pendaftar(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Send one registration's confirmation code, or tell who already has its e-mail or NIK."""
    await RegistrasiService(wadah, kata_sandi()).surati(UUID(muatan["akun_id"]))


async def kirim_kode(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Mail a code to set a password anew or to log in from anywhere, if there is such an account."""
    layanan = SandiService(wadah, kata_sandi())
    await layanan.kirim_kode(UUID(muatan["akun_id"]), JenisIndeks(muatan["jenis"]))


async def padankan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Ask the civil registration about one registration."""
    await padankan_akun(wadah, UUID(muatan["akun_id"]), muatan.get("ke", 1))


async def hapus_pendaftaran(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Erase one registration if its e-mail is still not confirmed, or its refusal long past."""
    await RegistrasiService(wadah, kata_sandi()).hapus_kedaluwarsa(UUID(muatan["akun_id"]))
