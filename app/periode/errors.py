"""What can go wrong with periods."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class PeriodeNotFound(NotFound):
    """There is no period of that code."""

    kode = "periode-tidak-ditemukan"
    judul = Teks("Periode tidak ditemukan", "Period not found")


class PeriodeBelumDibuka(Conflict):
    """No period holds this day; an administrator has to create it first."""

    kode = "periode-belum-dibuka"
    judul = Teks("Belum ada periode untuk tanggal ini", "No period has been opened for this date")


class PeriodeBertumpuk(Conflict):
    """A period of this code exists, or its days overlap those of another one."""

    kode = "periode-bertumpuk"
    judul = Teks("Periode bertumpuk dengan periode lain", "The period overlaps another one")


class JendelaTidakSah(Invalid):
    """The period ends before it begins, or a window is outside it, reversed or named twice."""

    kode = "jendela-tidak-sah"
    judul = Teks("Jendela waktu tidak sah", "Windows are not valid")


class AturanPadanNotFound(NotFound):
    """No such rule in the caller's area."""

    kode = "aturan-padan-tidak-ditemukan"
    judul = Teks("Aturan padan tidak ditemukan", "Rule about the match not found")


class WilayahAturanDiLuar(Invalid):
    """A kab/kota proposes for its own regions only."""

    kode = "wilayah-aturan-di-luar"
    judul = Teks("Wilayah aturan di luar wilayah Anda", "The rule's region is outside yours")


class MasaAturanTidakSah(Invalid):
    """A rule begins in a period to come and does not end before it begins."""

    kode = "masa-aturan-tidak-sah"
    judul = Teks("Masa aturan tidak sah", "The rule's periods are not valid")
