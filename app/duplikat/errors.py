"""What can go wrong with double records."""

from app.core.errors import Conflict, NotFound
from app.core.teks import Teks


class PasanganNotFound(NotFound):
    """No such pair for this caller."""

    kode = "pasangan-duplikat-tidak-ditemukan"
    judul = Teks("Pasangan duplikat tidak ditemukan", "Pair of records not found")


class PencarianNotFound(NotFound):
    """No such search for this caller."""

    kode = "pencarian-duplikat-tidak-ditemukan"
    judul = Teks("Pencarian duplikat tidak ditemukan", "Search for double records not found")


class PencarianBerjalan(Conflict):
    """One search of a kab/kota at a time; wait for it, or cancel it."""

    kode = "pencarian-duplikat-berjalan"
    judul = Teks(
        "Pencarian untuk kab/kota ini masih berjalan; tunggu atau batalkan dahulu",
        "A search of this kab/kota is under way; wait for it or cancel it first",
    )


class PencarianTertutup(Conflict):
    """It has ended already."""

    kode = "pencarian-duplikat-tertutup"
    judul = Teks("Pencarian ini sudah berakhir", "This search has ended already")
