"""What was recognised of a file, as an import keeps it, and the refusal of a file that is no table (pure)."""

from collections.abc import Sequence
from typing import Any

from app.berkas_tabel.bentuk import KodeFormat, bentuk, lipat_judul
from app.berkas_tabel.pengenalan import BerkasDitolak, Kenal
from app.core.teks import Teks
from app.impor.errors import BerkasImporDitolak
from app.impor.sebab import SEBAB


def ditolak(galat: BerkasDitolak) -> BerkasImporDitolak:
    """Return the refusal with its reason."""
    arti = SEBAB[galat.sebab]
    return BerkasImporDitolak(Teks(arti.id, arti.en), sebab=galat.sebab.value)


def simpan_kenal(kenal: Kenal) -> dict[str, Any]:
    """Return what is kept."""
    return {
        "jenis": kenal.jenis.value,
        "pengodean": kenal.pengodean,
        "bom": kenal.bom,
        "pemisah": kenal.pemisah,
        "judul": list(kenal.judul),
        "format": [[k.value, n] for k, n in kenal.format],
    }


def petakan(format_: KodeFormat, judul: Sequence[str]) -> list[str | None]:
    """Return the format's column under each heading; one that two headings name goes to the first."""
    hasil: list[str | None] = []
    for j in judul:
        kolom = bentuk(format_).judul.get(lipat_judul(j))
        hasil.append(kolom.nama if kolom and kolom.nama not in hasil else None)
    return hasil
