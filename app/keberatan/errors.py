"""What can go wrong around an objection to a desil."""

from app.core.errors import Conflict, NotFound
from app.core.teks import Teks


class KeberatanDesilTidakAda(NotFound):
    """No such objection, or out of scope, or of another family."""

    kode = "keberatan-desil-tidak-ada"
    judul = Teks("Keberatan tidak ditemukan", "Objection not found")


class KeberatanDesilMasihTerbuka(Conflict):
    """One objection of a family is open at a time."""

    kode = "keberatan-desil-masih-terbuka"
    judul = Teks(
        "Keluarga ini sudah punya keberatan yang belum dijawab; tunggu jawabannya",
        "This family has an objection that is not answered yet; wait for the answer",
    )


class KeberatanDesilSudahDijawab(Conflict):
    """The ranking in force was objected to and answered; another objection needs another ranking."""

    kode = "keberatan-desil-sudah-dijawab"
    judul = Teks(
        "Keberatan atas pemeringkatan ini sudah dijawab; ajukan usulan PERBAIKAN, atau keberatan atas pemeringkatan "
        "berikutnya",
        "An objection to this ranking was answered; file a usulan PERBAIKAN, or object to the next ranking",
    )


class LampiranKeberatanTidakAda(NotFound):
    """No such file."""

    kode = "lampiran-keberatan-tidak-ada"
    judul = Teks("Bukti tidak ditemukan", "Evidence not found")


class LampiranKeberatanPenuh(Conflict):
    """No more files."""

    kode = "lampiran-keberatan-penuh"
    judul = Teks("Paling banyak sepuluh bukti", "Ten pieces of evidence at most")


class KeberatanDesilTertutup(Conflict):
    """It was answered or withdrawn: evidence comes too late."""

    kode = "keberatan-desil-tertutup"
    judul = Teks(
        "Keberatan sudah dijawab atau ditarik; lampirkan bukti pada usulan PERBAIKAN",
        "The objection was answered or withdrawn; attach evidence to a usulan PERBAIKAN",
    )
