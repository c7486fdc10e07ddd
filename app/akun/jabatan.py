"""Who may give out which jabatan, and at which level of region each one serves (pure).

Sources: Kepmensos 73/HUK/2024 (functions, appointed per kab/kota; none held together with another).
"""

from types import MappingProxyType
from typing import Final

from app.core.peran import NASIONAL, Jabatan
from app.wilayah.kode import Tingkat

BAWAHAN: Final = frozenset(
    {
        Jabatan.OPERATOR_DESA,
        Jabatan.ENUMERATOR,
        Jabatan.PSM,
        Jabatan.TKSK,
        Jabatan.OPERATOR_KABKOTA,
        Jabatan.VERIFIKATOR,
        Jabatan.KEPALA_OPD,
        Jabatan.DISDUKCAPIL,
    }
)
"""What an ADMIN_KABKOTA may give out and manage inside his kab/kota."""

ENAM_FUNGSI: Final = frozenset(
    {
        Jabatan.ADMIN_KABKOTA,
        Jabatan.OPERATOR_DESA,
        Jabatan.TKSK,
        Jabatan.OPERATOR_KABKOTA,
        Jabatan.VERIFIKATOR,
        Jabatan.KEPALA_OPD,
    }
)
"""The six functions of a kab/kota: administration of users, entry in the desa, monitoring of the kecamatan, entry in
the kab/kota, verification, head of the office. One person holds one of them, and no SDM Kesos any."""

PETUGAS: Final = frozenset(Jabatan) - {Jabatan.WARGA, Jabatan.INTEGRASI}
"""Jabatan of people who are given an account; a citizen asks for his, a machine gets a secret."""

_KABKOTA: Final = frozenset({Tingkat.KABKOTA})
TINGKAT: Final = MappingProxyType(
    {
        Jabatan.OPERATOR_DESA: frozenset({Tingkat.DESA}),
        Jabatan.PSM: frozenset({Tingkat.DESA}),
        Jabatan.TKSK: frozenset({Tingkat.KECAMATAN}),
        Jabatan.ENUMERATOR: frozenset({Tingkat.DESA, Tingkat.KECAMATAN, Tingkat.KABKOTA}),
        Jabatan.OPERATOR_KABKOTA: _KABKOTA,
        Jabatan.VERIFIKATOR: _KABKOTA,
        Jabatan.KEPALA_OPD: _KABKOTA,
        Jabatan.DISDUKCAPIL: _KABKOTA,
        Jabatan.ADMIN_KABKOTA: _KABKOTA,
        Jabatan.PEMANTAU_PROV: frozenset({Tingkat.PROVINSI}),
        Jabatan.INTEGRASI: frozenset(Tingkat),
        Jabatan.WARGA: frozenset(),
        **dict.fromkeys(NASIONAL, frozenset()),
    }
)
"""Levels of the regions that an account of this jabatan is assigned to; empty takes no assignment."""


def dapat_diberi(oleh: Jabatan) -> frozenset[Jabatan]:
    """Return the jabatan of people that an administrator of jabatan `oleh` may give out and manage."""
    if oleh is Jabatan.ADMIN_PUSAT:
        return PETUGAS
    return BAWAHAN if oleh is Jabatan.ADMIN_KABKOTA else frozenset()
