"""What can go wrong with a letter."""

from app.core.errors import Conflict, NotFound
from app.core.teks import Teks


class SuratNotFound(NotFound):
    """No letter has this code or digest; whoever shows one has no letter of ours."""

    kode = "surat-tidak-ditemukan"
    judul = Teks("Surat tidak ditemukan", "No such letter")


class SuratSudahBerakhir(Conflict):
    """A letter is replaced or withdrawn once."""

    kode = "surat-sudah-berakhir"
    judul = Teks("Surat sudah diganti atau ditarik", "The letter is replaced or withdrawn already")
