"""Cells of a file turned into values: numbers that stay text, dates in the ways people write them, codes (pure)."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from app.berkas_tabel.bentuk import JenisKolom, Kolom
from app.berkas_tabel.buku import TANDA_ANGKA
from app.core.nik import Nik, NikTidakValid, NomorKK, NomorKKTidakValid
from app.lembar.aman import pulihkan

ILMIAH: Final = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_PEMBUNGKUS: Final = re.compile(r"=?\"(.*)\"|'(.*)", re.DOTALL)
_KENDALI: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufeff\ufffd]+")
_BULAT: Final = re.compile(r"-?[0-9]{1,9}(?:[.,]0+)?")
_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?")
_HARI_DULU: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?:[T ].*)?")
_RAPAT: Final = re.compile(r"((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERI: Final = re.compile(r"[0-9]{4,5}(?:\.0+)?")
_AWAL_LEMBAR: Final = date(1899, 12, 30)
_SERI_MIN: Final = 366
_ANGKA: Final = re.compile(r"[0-9]+")
_NIK: Final = 16
KK_KOSONG: Final = "KK_KOSONG"
_SISA_NIK: Final = 10
_KODE_UTUH: Final = 10
"""Digits of a whole village code."""
_DESA_KEMENDAGRI: Final = 4
_DESA_BPS: Final = 3
"""Digits of its last part: Kemendagri writes 2.2.2.4, BPS 2.2.3.3."""
_ID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class NilaiNik(NamedTuple):
    """A NIK, or the code of what is wrong with it."""

    nik: Nik | None
    salah: str | None


class NilaiKK(NamedTuple):
    """A card number, or the code of what is wrong with it."""

    nomor: NomorKK | None
    salah: str | None


def bersih(teks: str) -> str:
    """Return a cell without control characters, a spreadsheet's wrapping (`="x"`, `'x`) and outer spaces."""
    isi = pulihkan(teks.strip()) if "'" in teks else teks.strip()
    if isi[:1] in {"=", "'"} and (cocok := _PEMBUNGKUS.fullmatch(isi)):
        isi = (cocok[1] or cocok[2] or "").strip()
    return _KENDALI.sub(" ", isi).strip() if not isi.isprintable() else isi


@lru_cache(maxsize=4096)
def baca_tanggal(teks: str) -> date | None:
    """Return the date that a cell names, day before month where the year comes last; None when there is no such day."""
    for pola, urutan in ((_ISO, (1, 2, 3)), (_HARI_DULU, (3, 2, 1)), (_RAPAT, (1, 2, 3))):
        if cocok := pola.fullmatch(teks):
            return _tanggal(*(int(cocok[n]) for n in urutan))
    if _SERI.fullmatch(teks) and (hari := int(float(teks))) >= _SERI_MIN:
        return _AWAL_LEMBAR + timedelta(days=hari)
    return None


def is_bulan_dulu(teks: str) -> bool:
    """Return whether a date can only have its month first (`12/31/1990`): then the whole column is likely so."""
    if baca_tanggal(teks) or not (cocok := _HARI_DULU.fullmatch(teks)):
        return False
    return _tanggal(int(cocok[3]), int(cocok[1]), int(cocok[2])) is not None


def baca_nik(teks: str) -> NilaiNik:
    """Return the NIK of a cell, or why it is none: a spreadsheet's damage is told apart from a wrong number."""
    if not teks.startswith(TANDA_ANGKA):
        with suppress(NikTidakValid):
            return NilaiNik(Nik.dari_impor(_tanpa_nol(teks)), None)
    return NilaiNik(None, f"NIK_{_kerusakan(teks)}")


def baca_no_kk(teks: str) -> NilaiKK:
    """Return the card number of a cell, or why it is none, told apart as for a NIK."""
    if not teks.strip("0-. "):
        return NilaiKK(None, KK_KOSONG)
    if not teks.startswith(TANDA_ANGKA):
        with suppress(NomorKKTidakValid):
            return NilaiKK(NomorKK.dari_impor(_tanpa_nol(teks)), None)
    return NilaiKK(None, f"KK_{_kerusakan(teks)}")


def baca_bulat(teks: str) -> int | None:
    """Return a whole number; `3,0` is one, `3,5` is not."""
    return int(re.split("[.,]", teks)[0]) if _BULAT.fullmatch(teks) else None


def sering(kolom: Kolom) -> Mapping[str, int]:
    """Return the cells that nearly all answers of a column are, with what they are read as."""
    is_angka = kolom.jenis not in {JenisKolom.TEKS, JenisKolom.TANGGAL}
    return {str(n): n for n in range(100)} if is_angka else {}


def pembaca(kolom: Kolom) -> Callable[[str], int | str | None]:
    """Return what turns a cell of an answer's column into the stored answer; None when it cannot be one."""
    if kolom.jenis is JenisKolom.TEKS:
        return str
    if kolom.jenis is JenisKolom.TANGGAL:
        return lambda teks: hari.isoformat() if (hari := baca_tanggal(teks)) else None
    kata = {t.id.casefold(): kode for kode, t in kolom.pilihan.items()}

    def baca(teks: str) -> int | None:
        angka = baca_bulat(teks)
        return angka if angka is not None else kata.get(teks.casefold())

    return baca


def susun_kode(prov: str, kab: str, kec: str, desa: str) -> str:
    """Return a village's code as bare digits, put together from its parts where the last one is not whole."""
    angka = desa.replace(".", "").replace(" ", "").removesuffix(",0")
    if not (prov and kab and kec) or len(angka) >= _KODE_UTUH:
        return angka
    is_bps = len(angka) <= _DESA_BPS
    lebar = _DESA_BPS if is_bps else _DESA_KEMENDAGRI
    return ("b" if is_bps else "") + prov.zfill(2) + kab.zfill(2) + kec.zfill(6 - lebar) + angka.zfill(lebar)


def titik(kode: str) -> str:
    """Return ten digits as the dotted code."""
    return f"{kode[:2]}.{kode[2:4]}.{kode[4:6]}.{kode[6:]}"


def acuan(penanda: str) -> UUID | None:
    """Return the id of ours that a family's mark is, when it is one."""
    return UUID(penanda) if _ID.fullmatch(penanda) else None


def _kerusakan(teks: str) -> str:
    """Return what befell a number that is none; a serial of zeros was rounded, for serials begin at 0001."""
    if ILMIAH.fullmatch(teks):
        return "NOTASI_ILMIAH"
    is_angka = _ANGKA.fullmatch(teks) is not None and _SISA_NIK < len(teks) <= _NIK
    return "ANGKA_HILANG" if is_angka or teks.startswith(TANDA_ANGKA) else "TIDAK_VALID"


def _tanpa_nol(teks: str) -> str:
    """Drop the `.0` that some programs add to what they take for a figure."""
    return teks[:-2] if teks.endswith((".0", ",0")) else teks


def _tanggal(tahun: int, bulan: int, hari: int) -> date | None:
    try:
        return date(tahun, bulan, hari)
    except ValueError:
        return None
