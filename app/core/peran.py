"""Who may act: the three JWT roles, the jabatan that narrow them, and the actor of a request."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol
from uuid import UUID


class Peran(StrEnum):
    """JWT role; the first path segment after the version."""

    WARGA = "WARGA"
    PETUGAS = "PETUGAS"
    ADMIN = "ADMIN"


class Jabatan(StrEnum):
    """Position in the field (Kepmensos 73/HUK/2024 and practice); an account holds exactly one."""

    WARGA = "WARGA"
    OPERATOR_DESA = "OPERATOR_DESA"
    ENUMERATOR = "ENUMERATOR"
    PSM = "PSM"
    TKSK = "TKSK"
    OPERATOR_KABKOTA = "OPERATOR_KABKOTA"
    VERIFIKATOR = "VERIFIKATOR"
    KEPALA_OPD = "KEPALA_OPD"
    DISDUKCAPIL = "DISDUKCAPIL"
    PEMANTAU_PROV = "PEMANTAU_PROV"
    PUSAT = "PUSAT"
    INTEGRASI = "INTEGRASI"
    ADMIN_KABKOTA = "ADMIN_KABKOTA"
    ADMIN_PUSAT = "ADMIN_PUSAT"
    PENETAP = "PENETAP"


_ADMIN = {Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT, Jabatan.PENETAP}

PERAN_JABATAN: Final = MappingProxyType(
    {j: Peran.WARGA if j is Jabatan.WARGA else Peran.ADMIN if j in _ADMIN else Peran.PETUGAS for j in Jabatan}
)
"""The role that each jabatan belongs to."""

NASIONAL: Final = frozenset({Jabatan.PUSAT, Jabatan.ADMIN_PUSAT, Jabatan.PENETAP})
"""Jabatan whose scope is the whole country without an assignment row."""


@dataclass(frozen=True, slots=True)
class Pelaku:
    """The authenticated actor, read from the account's database row in this request, never from the token alone.

    Attributes:
        akun_id: the account.
        jabatan: its one jabatan; the role follows.
        wilayah: Kemendagri prefixes of the assignments in force today; empty for national jabatan and for WARGA.
        nama: display name for histories and letters.
        nik_indeks: blind index of the account holder's NIK, for the conflict-of-interest guard; None when unknown.
        no_kk_indeks: blind index of his No KK, likewise.
        kode_desa: domicile of a WARGA.
        cakupan: contracted scopes of a machine account.
    """

    akun_id: UUID
    jabatan: Jabatan
    wilayah: tuple[str, ...] = ()
    nama: str = ""
    nik_indeks: UUID | None = None
    no_kk_indeks: UUID | None = None
    kode_desa: str | None = None
    cakupan: frozenset[str] = field(default_factory=frozenset)

    @property
    def peran(self) -> Peran:
        """Return the JWT role that this jabatan belongs to."""
        return PERAN_JABATAN[self.jabatan]

    @property
    def is_nasional(self) -> bool:
        """Return whether the whole country is in scope."""
        return self.jabatan in NASIONAL


class PemuatPelaku(Protocol):
    """Port: turns an access token into the actor as the database knows him now; implemented by `akun`."""

    async def muat(self, token: str) -> Pelaku:
        """Return the actor.

        Raises:
            TokenTidakSah: not ours, expired, or the account may no longer act.
        """
        ...
