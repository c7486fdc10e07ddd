"""What can go wrong with a contest beyond the table's own refusals."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class SanggahNotFound(NotFound):
    """No such contest for this caller."""

    kode = "sanggah-tidak-ditemukan"
    judul = Teks("Sanggah tidak ditemukan", "Contest not found")


class SasaranNotFound(NotFound):
    """Nobody registered in the caller's village fits; which part does not is not said."""

    kode = "sasaran-tidak-ditemukan"
    judul = Teks(
        "Tidak ada orang terdaftar di desa/kelurahan Anda yang cocok; cari namanya, lalu pilih dari daftar",
        "Nobody registered in your village fits; search the name, then choose from the list",
    )


class SanggahSudahAda(Conflict):
    """This citizen's contest of the same person is still open."""

    kode = "sanggah-sudah-ada"
    judul = Teks(
        "Sanggah Anda atas orang ini masih berjalan; tunggu hasilnya atau batalkan",
        "Your contest of this person is still open; wait for its result or withdraw it",
    )


class LampiranSanggahNotFound(NotFound):
    """No such file of this contest for this caller."""

    kode = "lampiran-sanggah-tidak-ditemukan"
    judul = Teks("Lampiran sanggah tidak ditemukan", "File of the contest not found")


class LampiranSanggahPenuh(Conflict):
    """No more files of one side are kept with one contest."""

    kode = "lampiran-sanggah-penuh"
    judul = Teks("Jumlah lampiran sudah mencapai batas", "No more files may be attached")


class SanggahTertutup(Conflict):
    """In this state the caller adds nothing; carries `status_sekarang`."""

    kode = "sanggah-tertutup"
    judul = Teks("Lampiran tidak dapat ditambah pada status ini", "No file can be added in this state")


class SubjenisTidakSesuai(Invalid):
    """A contest ends nobody's membership by resignation, and a death or move needs its day."""

    kode = "subjenis-tidak-sesuai"
    judul = Teks(
        "Isi tanggal_peristiwa untuk MENINGGAL dan PINDAH, kosongkan untuk yang lain",
        "Give tanggal_peristiwa for MENINGGAL and PINDAH, and for nothing else",
    )
