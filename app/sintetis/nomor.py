"""NIK and No KK: unique in the whole nation without a common counter, and odd only where it is planted.

A number's serial counts inside (kecamatan, day, sex), and a part holds whole kecamatan. Who was born elsewhere was
registered in the kecamatan that lies a fixed number of places further in the list; each of these distances has its
own range of serials, so that no two parts ever deal the same number.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.pelatihan.sampel import Bulat
from app.sintetis.acak import Sumber, Tanggal
from app.sintetis.daerah import Potongan, semua_kecamatan
from app.sintetis.susunan import Orang

_PINDAHAN: Final = 0.12
"""Share of people who were registered in another kecamatan; an assumption."""
_JARAK: Final = (1, 5, 613, 2_903)
_SERI: Final = (0, 6_000, 6_800, 7_600, 8_400)
"""First serials of the natives and of each distance; none of them makes a number that counts upwards."""
_SERI_MAKS: Final = (4_500, 799, 799, 799, 799)
_KALI: Final = (10_000_000_000, 100_000_000, 1_000_000, 10_000)
"""What a kecamatan, a day, a month and a two-digit year are multiplied by."""
_KEMBAR: Final = 111_111
_SEBELAS: Final = 11


class NomorHabis(ValueError):
    """More people share a kecamatan, a birthday and a sex than serials exist."""


def nik(potongan: Potongan, orang: Orang, acak: Sumber) -> Bulat:
    """Return every person's NIK as a number of sixteen digits."""
    r, n = acak("nik"), len(orang)
    daftar = np.array([int(k) for k in semua_kecamatan()])
    asal = np.searchsorted(daftar, _kecamatan(potongan.desa))[orang.desa[orang.keluarga]]
    jalur = np.where(r.random(n) < _PINDAHAN, r.integers(1, len(_SERI), n), 0)
    hari, bulan, tahun = _urai(orang.lahir)
    jalur = _hindari(daftar, asal, jalur, (hari == _SEBELAS) & (orang.perempuan == 0))
    wilayah = daftar[(asal + np.array([0, *_JARAK])[jalur]) % len(daftar)]
    depan = wilayah * _KALI[0] + (hari + 40 * orang.perempuan) * _KALI[1] + bulan * _KALI[2] + tahun * _KALI[3]
    hasil: Bulat = depan + _seri(depan, jalur)
    return hasil


def no_kk(potongan: Potongan, orang: Orang, acak: Sumber, hari: np.datetime64) -> Bulat:
    """Return every family's card number; the card is up to fifteen years old."""
    n = len(orang.ukuran)
    terbit = hari - acak("no_kk").integers(30, 15 * 365, n)
    rumah = _kecamatan(potongan.desa)[orang.desa]
    janggal = (terbit == np.datetime64("2011-11-11")) | ((rumah == _KEMBAR) & (_urai(terbit)[0] == _SEBELAS))
    tanggal, bulan, tahun = _urai(np.where(janggal, terbit - 1, terbit))
    depan = rumah * _KALI[0] + tanggal * _KALI[1] + bulan * _KALI[2] + tahun * _KALI[3]
    hasil: Bulat = depan + _seri(depan, np.zeros(n, dtype=np.int64))
    return hasil


def _hindari(daftar: Bulat, asal: Bulat, jalur: Bulat, sebelas: NDArray[np.bool_]) -> Bulat:
    """Let nobody born on an 11th be registered in the one kecamatan of six ones: the number would look made up."""
    wilayah = daftar[(asal + np.array([0, *_JARAK])[jalur]) % len(daftar)]
    hasil: Bulat = np.where(sebelas & (wilayah == _KEMBAR), np.where(jalur == 0, 1, 0), jalur)
    return hasil


def _seri(depan: Bulat, jalur: Bulat) -> Bulat:
    """Return serials that count inside (front, way)."""
    urut = np.lexsort((jalur, depan))
    d, j = depan[urut], jalur[urut]
    baru = np.concatenate([[True], (d[1:] != d[:-1]) | (j[1:] != j[:-1])])
    awal = np.maximum.accumulate(np.where(baru, np.arange(len(d)), 0))
    ke = np.arange(len(d)) - awal + 1
    if (ke > np.array(_SERI_MAKS)[j]).any():
        raise NomorHabis("too many people share a birthday and a kecamatan; ask for fewer families")
    hasil = np.empty(len(d), dtype=np.int64)
    hasil[urut] = ke + np.array(_SERI)[j]
    return hasil


def _kecamatan(desa: Sequence[str]) -> Bulat:
    return np.array([int(d[:8].replace(".", "")) for d in desa])


def _urai(tanggal: Tanggal) -> tuple[Bulat, Bulat, Bulat]:
    """Return day, month and two-digit year."""
    bulan = tanggal.astype("datetime64[M]")
    tahun = tanggal.astype("datetime64[Y]").astype(np.int64) + 1970
    return (tanggal - bulan).astype(np.int64) + 1, bulan.astype(np.int64) % 12 + 1, tahun % 100
