"""What can go wrong with findings."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class TemuanNotFound(NotFound):
    """No such finding for this caller."""

    kode = "temuan-tidak-ditemukan"
    judul = Teks("Temuan tidak ditemukan", "Finding not found")


class LampiranTemuanNotFound(NotFound):
    """No such file of this finding."""

    kode = "lampiran-temuan-tidak-ditemukan"
    judul = Teks("Lampiran temuan tidak ditemukan", "File of the finding not found")


class LampiranTemuanPenuh(Conflict):
    """No more files are kept with one finding."""

    kode = "lampiran-temuan-penuh"
    judul = Teks("Jumlah lampiran temuan sudah mencapai batas", "No more files may be attached")


class TemuanTertutup(Conflict):
    """Dismissed and lapsed findings need no answer."""

    kode = "temuan-tertutup"
    judul = Teks("Temuan ini sudah gugur; tidak perlu ditanggapi", "This finding is closed; it needs no answer")


class JenisTemuanTidakSah(Invalid):
    """A kind that this position may not record, or a person who is not of that family."""

    kode = "jenis-temuan-tidak-sah"
    judul = Teks("Jenis temuan atau orangnya tidak sah di sini", "Kind of finding or person not acceptable here")
