"""The sealed part of an account, and the one form in which its parts are compared."""

from dataclasses import asdict, dataclass
from typing import Any, Self

import phonenumbers

from app.akun.errors import TeleponTidakSah


@dataclass(frozen=True, slots=True, kw_only=True)
class Identitas:
    """What is encrypted: everything by which a person can be found outside."""

    nik: str | None = None
    no_kk: str | None = None
    alamat: str | None = None
    surel: str | None = None
    telepon: str | None = None
    username: str | None = None

    @classmethod
    def dari(cls, dokumen: dict[str, Any]) -> Self:
        """Read an opened document."""
        return cls(**dokumen)

    def dokumen(self) -> dict[str, Any]:
        """Return the document to seal."""
        return asdict(self)


def rapikan_nama_masuk(teks: str) -> str:
    """Return a username or e-mail as it is compared: without case and surrounding blanks."""
    return teks.strip().casefold()


def rapikan_telepon(teks: str) -> str:
    """Return an Indonesian or international number in E.164, e.g. `+6281234567890`.

    Raises:
        TeleponTidakSah: it cannot be dialled.
    """
    try:
        nomor = phonenumbers.parse(teks, "ID")
    except phonenumbers.NumberParseException:
        raise TeleponTidakSah from None
    if not phonenumbers.is_valid_number(nomor):
        raise TeleponTidakSah
    return phonenumbers.format_number(nomor, phonenumbers.PhoneNumberFormat.E164)
