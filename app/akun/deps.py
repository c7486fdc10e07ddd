"""Wiring of the accounts' services, and the forms that carry files."""

import base64
import binascii
from typing import Annotated

from fastapi import Depends, Request, UploadFile
from pydantic import Field

from app.akun.diri import DiriService
from app.akun.errors import KredensialTidakSah
from app.akun.faktor import FaktorService
from app.akun.kelola import KelolaService
from app.akun.masuk import MasukService
from app.akun.mutasi import MutasiService
from app.akun.passwords import kata_sandi
from app.akun.perbaikan import PerbaikanService
from app.akun.registrasi import RegistrasiService
from app.akun.sandi import SandiService
from app.akun.schemas import KodePanjang, RegistrasiData
from app.akun.service import AkunService
from app.akun.verifikasi import VerifikasiService
from app.core.deps import SessionBacaDep, SessionDep, WadahDep
from app.core.schemas import Masukan
from app.core.tokens import KodekToken


class RegistrasiForm(RegistrasiData):
    """The registration form: its fields and the two pictures (JPEG, PNG or WebP, at most 10 MB each)."""

    foto_ktp: UploadFile = Field(description="The KTP, upright and readable.")
    swafoto: UploadFile = Field(description="Yourself with the KTP in your hand.")


class PerbaikanForm(Masukan):
    """The code from the refusal's mail and the pictures that it asks for."""

    kode: KodePanjang
    foto_ktp: UploadFile | None = Field(default=None, description="The KTP, upright and readable.")
    swafoto: UploadFile | None = Field(default=None, description="Yourself with the KTP in your hand.")


async def _alamat(request: Request) -> str:
    """Return the client's address as the server saw it; a forwarded one only from a trusted proxy."""
    return request.client.host if request.client else "-"


async def _klien_basic(request: Request) -> tuple[str, str] | None:
    """Return client id and secret of `Authorization: Basic` (RFC 6749, 2.3.1); None without that header."""
    skema, _, isi = request.headers.get("authorization", "").partition(" ")
    if skema.lower() != "basic":
        return None
    try:
        klien_id, titik_dua, rahasia = base64.b64decode(isi, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise KredensialTidakSah from None
    if not titik_dua:
        raise KredensialTidakSah
    return klien_id, rahasia


async def _kodek(wadah: WadahDep, sesi: SessionBacaDep) -> KodekToken:
    return wadah.ambil(KodekToken, sesi)


async def _masuk(wadah: WadahDep) -> MasukService:
    return MasukService(wadah, kata_sandi())


async def _sandi(wadah: WadahDep) -> SandiService:
    return SandiService(wadah, kata_sandi())


async def _faktor(wadah: WadahDep) -> FaktorService:
    return FaktorService(wadah, kata_sandi())


async def _perbaikan(wadah: WadahDep) -> PerbaikanService:
    return PerbaikanService(wadah)


async def _registrasi(wadah: WadahDep) -> RegistrasiService:
    return RegistrasiService(wadah, kata_sandi())


async def _akun(sesi: SessionDep, wadah: WadahDep) -> AkunService:
    return AkunService.rakit(sesi, wadah)


async def _verifikasi(sesi: SessionDep, wadah: WadahDep) -> VerifikasiService:
    return VerifikasiService.rakit(sesi, wadah)


async def _mutasi(sesi: SessionDep, wadah: WadahDep) -> MutasiService:
    return MutasiService.rakit(sesi, wadah)


async def _diri(sesi: SessionDep, wadah: WadahDep) -> DiriService:
    return DiriService.rakit(sesi, wadah)


async def _kelola(sesi: SessionDep, wadah: WadahDep) -> KelolaService:
    return KelolaService.rakit(sesi, wadah)


AlamatDep = Annotated[str, Depends(_alamat)]
KlienBasicDep = Annotated[tuple[str, str] | None, Depends(_klien_basic)]
KodekDep = Annotated[KodekToken, Depends(_kodek)]
MasukServiceDep = Annotated[MasukService, Depends(_masuk)]
SandiServiceDep = Annotated[SandiService, Depends(_sandi)]
FaktorServiceDep = Annotated[FaktorService, Depends(_faktor)]
PerbaikanServiceDep = Annotated[PerbaikanService, Depends(_perbaikan)]
RegistrasiServiceDep = Annotated[RegistrasiService, Depends(_registrasi)]
AkunServiceDep = Annotated[AkunService, Depends(_akun)]
VerifikasiServiceDep = Annotated[VerifikasiService, Depends(_verifikasi)]
MutasiServiceDep = Annotated[MutasiService, Depends(_mutasi)]
DiriServiceDep = Annotated[DiriService, Depends(_diri)]
KelolaServiceDep = Annotated[KelolaService, Depends(_kelola)]
