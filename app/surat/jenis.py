"""The kinds of letters, what a letter's state is called, and its code. Pure."""

import secrets
from enum import StrEnum
from typing import Final

from app.core.teks import Teks

_ABJAD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PANJANG_KODE: Final = 20
"""A hundred random bits: nobody finds a letter by trying."""


class JenisSurat(StrEnum):
    """What a letter is; each has a template of its name. The first three are registered, the others only printed."""

    BUKTI_USULAN = "BUKTI_USULAN"
    BERITA_ACARA = "BERITA_ACARA"
    SK_PENETAPAN = "SK_PENETAPAN"
    PRELIST = "PRELIST"
    SPTJM = "SPTJM"
    BNBA = "BNBA"
    LAPORAN_DESIL = "LAPORAN_DESIL"


class KeadaanSurat(StrEnum):
    """Whether a genuine letter is still in force."""

    BERLAKU = "BERLAKU"
    DIGANTI = "DIGANTI"
    DITARIK = "DITARIK"


NAMA_JENIS: Final = {
    JenisSurat.BUKTI_USULAN: Teks("Surat bukti pendaftaran usulan", "Receipt of a usulan"),
    JenisSurat.BERITA_ACARA: Teks("Berita acara musyawarah", "Minutes of a village meeting"),
    JenisSurat.SK_PENETAPAN: Teks("Surat keputusan penetapan", "Decree"),
    JenisSurat.PRELIST: Teks("Prelist musyawarah", "List of a village meeting"),
    JenisSurat.SPTJM: Teks("Surat pernyataan tanggung jawab mutlak", "Statement of full responsibility"),
    JenisSurat.BNBA: Teks("Daftar nama dan alamat pengesahan", "List by name and address of a batch"),
    JenisSurat.LAPORAN_DESIL: Teks("Laporan putaran desil", "Report on a ranking run"),
}


def kode_baru() -> str:
    """Return an unguessable code of 20 characters without I, L, O and U."""
    return "".join(secrets.choice(_ABJAD) for _ in range(PANJANG_KODE))


def baca_kode(teks: str) -> str:
    """Return a typed code in its one form: upper case, without the dashes and spaces that people put in."""
    return teks.upper().replace("-", "").replace(" ", "")[: PANJANG_KODE + 1]
