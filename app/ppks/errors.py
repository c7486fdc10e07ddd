"""What can go wrong with an entry."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class PpksNotFound(NotFound):
    """No such entry, outside the caller's regions, or of a kind that his position may not see."""

    kode = "ppks-tidak-ditemukan"
    judul = Teks("Entri PPKS/PSKS tidak ditemukan", "PPKS/PSKS entry not found")


class PpksSudahDicatat(Conflict):
    """This person stands under this kind already, in an entry that the caller may see."""

    kode = "ppks-sudah-dicatat"
    judul = Teks("Orang ini sudah dicatat dengan jenis yang sama", "This person is recorded under this kind already")


class GabunganTidakSah(Conflict):
    """Merged already, not merged at all, over, or not about the same person and kind."""

    kode = "gabungan-ppks-tidak-sah"
    judul = Teks(
        "Entri ini tidak dapat digabungkan atau dipisahkan; periksa jenis, NIK, dan statusnya",
        "These entries cannot be merged or separated; look at kind, NIK and state",
    )


class PpksTerkunci(Conflict):
    """Verified, refused or closed: it is not edited any more."""

    kode = "ppks-terkunci"
    judul = Teks("Entri tidak dapat diubah pada status ini", "The entry cannot be changed in this state")


class JenisTidakSesuai(Invalid):
    """The kind does not exist, or an entry of this form or age cannot be of it."""

    kode = "jenis-ppks-tidak-sesuai"
    judul = Teks("Jenis PPKS/PSKS tidak sesuai", "The kind of PPKS/PSKS does not fit")
