"""Who may take which data out, of how large a region, and with which numbers. Pure.

A file is worth more to a thief than any screen, so the table is narrower than that of reading:

* people's data leave only with those whose own work needs the list of a whole region: who fills in the village's data,
  who fills in and examines the kabupaten/kota's. Who works case by case (ENUMERATOR, PSM, TKSK, DISDUKCAPIL) has no
  list to keep; who keeps accounts and settings (ADMIN_*, PENETAP) decides no case and needs nobody's name; a machine
  (INTEGRASI) asks by NIK under its contract;
* full NIK and No KK go only to those who may see them on the screen (`MELIHAT_NOMOR`); who signs, monitors or ranks
  gets the list by name with covered numbers, or none;
* nobody's file reaches beyond his own regions, and beyond a kabupaten/kota only covered numbers go.

Counts without persons are open to every office that plans with them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from app.core.peran import Jabatan
from app.ekspor.kode import Himpunan
from app.wilayah.kode import Tingkat

J = Jabatan
TINGKAT: Final = (Tingkat.PROVINSI, Tingkat.KABKOTA, Tingkat.KECAMATAN, Tingkat.DESA)


class Izin(NamedTuple):
    """The widest region of one file, and whether numbers stand in it in full."""

    terluas: Tingkat
    is_nomor_terbuka: bool


_DESA: Final = Izin(Tingkat.DESA, is_nomor_terbuka=True)
_KABKOTA: Final = Izin(Tingkat.KABKOTA, is_nomor_terbuka=True)
_KABKOTA_SAMAR: Final = Izin(Tingkat.KABKOTA, is_nomor_terbuka=False)
_PROVINSI_SAMAR: Final = Izin(Tingkat.PROVINSI, is_nomor_terbuka=False)
_ANGKA: Final = Izin(Tingkat.PROVINSI, is_nomor_terbuka=False)

WEWENANG: Final[Mapping[Himpunan, Mapping[Jabatan, Izin]]] = MappingProxyType(
    {
        Himpunan.REGISTRI: {J.OPERATOR_DESA: _DESA, J.OPERATOR_KABKOTA: _KABKOTA, J.VERIFIKATOR: _KABKOTA},
        Himpunan.BNBA: {
            J.OPERATOR_DESA: _DESA,
            J.OPERATOR_KABKOTA: _KABKOTA,
            J.VERIFIKATOR: _KABKOTA,
            J.KEPALA_OPD: _KABKOTA_SAMAR,
            J.PEMANTAU_PROV: _KABKOTA_SAMAR,
            J.PUSAT: _PROVINSI_SAMAR,
        },
        Himpunan.DTSEN: {J.OPERATOR_KABKOTA: _KABKOTA, J.VERIFIKATOR: _KABKOTA, J.PUSAT: _PROVINSI_SAMAR},
        Himpunan.SDGS_DESA: dict.fromkeys(
            (J.OPERATOR_DESA, J.OPERATOR_KABKOTA, J.VERIFIKATOR, J.KEPALA_OPD, J.PEMANTAU_PROV, J.PUSAT), _ANGKA
        ),
    }
)
PENGEKSPOR: Final = tuple(sorted({j for izin in WEWENANG.values() for j in izin}))
"""Jabatan that may export anything at all."""
BERISI_ORANG: Final = frozenset({Himpunan.REGISTRI, Himpunan.BNBA, Himpunan.DTSEN})
"""Data about persons."""


def izin(himpunan: Himpunan, jabatan: Jabatan) -> Izin | None:
    """Return what this jabatan may export of this kind; None: nothing."""
    return WEWENANG[himpunan].get(jabatan)


def is_terlalu_luas(tingkat: Tingkat, terluas: Tingkat) -> bool:
    """Return whether a region of this level is wider than allowed."""
    return TINGKAT.index(tingkat) < TINGKAT.index(terluas)
