"""Where people live and were born, in words: hamlets and streets with RT and RW, and the kab/kota of the NIK."""

from functools import cache

import numpy as np
import polars as pl

from app.pelatihan.sampel import Bulat
from app.sintetis.acak import Sumber
from app.sintetis.daerah import Potongan, semua_wilayah
from app.sintetis.kosakata import data
from app.sintetis.susunan import Orang

_KABKOTA, _KECAMATAN = 5, 8
"""Characters of the codes."""


def alamat(potongan: Potongan, orang: Orang, acak: Sumber) -> pl.Series:
    """Return the address of every family: a street in a kelurahan, else a hamlet."""
    r, n, isi = acak("alamat"), len(orang.ukuran), data("alamat")
    kelurahan = np.array([d[9] == "1" for d in potongan.desa])[orang.desa]
    dusun, jalan = (pl.Series(isi[k]).gather((len(isi[k]) * r.random(n) ** 1.5).astype(np.int64)) for k in isi["kata"])
    rumah = pl.Series([f" No. {k}" for k in range(1, 200)]).gather(r.integers(0, 199, n))
    rtrw = [f" RT {t:03d}/RW {w:03d}" for w in range(1, 13) for t in range(1, 10)]
    rt = pl.Series(rtrw).gather(r.integers(0, len(rtrw), n))
    mana = pl.Series(kelurahan)
    return pl.select(pl.when(mana).then("Jl. " + jalan + rumah).otherwise("Dusun " + dusun) + pl.lit(rt)).to_series()


@cache
def _kabkota() -> tuple[pl.Series, Bulat]:
    """Return the names of all kab/kota without their kind, and their numbers, in order."""
    isi = sorted((int(k.replace(".", "")), n) for k, n in semua_wilayah() if len(k) == _KABKOTA)
    nama = [n.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Administrasi ") for _, n in isi]
    return pl.Series(nama), np.array([k for k, _ in isi])


def tempat_lahir(nik: Bulat) -> pl.Series:
    """Return the kab/kota in which the NIK was issued."""
    nama, nomor = _kabkota()
    return nama.gather(np.searchsorted(nomor, nik // 10**12))


@cache
def prefiks_dikenal() -> frozenset[str]:
    """Return the digits with which a NIK of a known region begins: two, four and six of them."""
    return frozenset(k.replace(".", "") for k, _ in semua_wilayah() if len(k) <= _KECAMATAN)
