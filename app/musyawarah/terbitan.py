"""The code lists of the meeting that everybody may read."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.core.teks import Teks
from app.musyawarah.status import NAMA_INDIKATOR, NAMA_JENIS, NAMA_TANDA, NAMA_UNSUR
from app.referensi.katalog import Butir, daftarkan

VERSI = "2026.1"
K = TypeVar("K", bound=StrEnum)


def terbitkan() -> None:
    """Publish kinds, participants, indicators and marks; called once when the routes are put together."""
    _daftar("jenis-musyawarah", Teks("Jenis musyawarah", "Kinds of meeting"), NAMA_JENIS)
    _daftar("peserta-musyawarah", Teks("Unsur peserta musyawarah", "Kinds of participant"), NAMA_UNSUR)
    _daftar("indikator-musyawarah", Teks("Indikator musyawarah", "Indicators of a meeting"), NAMA_INDIKATOR)
    _daftar("tanda-prelist", Teks("Tanda pada prelist", "Marks on the list"), NAMA_TANDA)


def _daftar(nama: str, judul: Teks, isi: Mapping[K, Teks]) -> None:
    daftarkan(nama, VERSI, judul, (Butir(k.value, t, {}) for k, t in isi.items()))
