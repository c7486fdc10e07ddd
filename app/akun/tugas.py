"""Forgets registrations that were never confirmed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.akun.passwords import kata_sandi
from app.akun.registrasi import TUGAS_HAPUS, RegistrasiService
from app.core.jobs import tugas
from app.core.wadah import Wadah


@tugas(TUGAS_HAPUS)
async def hapus_pendaftaran(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Erase one registration if its e-mail is still not confirmed."""
    await RegistrasiService(wadah, kata_sandi()).hapus_kedaluwarsa(UUID(muatan["akun_id"]))
