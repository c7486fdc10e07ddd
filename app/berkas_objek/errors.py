"""What can go wrong with an uploaded file."""

from app.core.errors import Invalid, NotFound, TooLarge, Unavailable
from app.core.teks import Teks


class BerkasBukanGambar(Invalid):
    """Not a JPEG, PNG or WebP picture, whatever its name or declared type says."""

    kode = "berkas-bukan-gambar"
    judul = Teks("Berkas bukan foto JPEG, PNG, atau WebP", "The file is not a JPEG, PNG or WebP picture")


class BerkasBukanGambarAtauPdf(BerkasBukanGambar):
    """The same where a PDF is taken too; clients switch on one `kode` for both."""

    judul = Teks("Berkas bukan PDF atau foto JPEG, PNG, atau WebP", "The file is neither a PDF nor a JPEG, PNG or WebP")


class GambarRusak(Invalid):
    """It begins like a picture and cannot be read to its end."""

    kode = "gambar-rusak"
    judul = Teks("Foto rusak atau terpotong", "The picture is damaged or cut off")


class BerkasBukanPdf(Invalid):
    """Not a PDF, or one with scripts, attachments, launch actions or a password."""

    kode = "berkas-bukan-pdf"
    judul = Teks(
        "Berkas bukan PDF biasa (tanpa skrip, lampiran, atau sandi)",
        "The file is not a plain PDF (no scripts, attachments or password)",
    )


class BerkasTerlaluBesar(TooLarge):
    """More bytes or more pixels than a photo or a letter needs."""

    kode = "berkas-terlalu-besar"
    judul = Teks("Berkas terlalu besar", "The file is too large")


class BerkasNotFound(NotFound):
    """No such file, or it has been erased."""

    kode = "berkas-tidak-ditemukan"
    judul = Teks("Berkas tidak ditemukan", "No such file")


class PenyimpananTidakTersedia(Unavailable):
    """The object store does not answer."""

    kode = "penyimpanan-tidak-tersedia"
    judul = Teks("Penyimpanan berkas sedang tidak tersedia", "The file store is not available now")
