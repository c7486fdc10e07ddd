"""What can go wrong around an objection to a refused usulan."""

from app.core.errors import Conflict, NotFound
from app.core.teks import Teks


class KeberatanUsulanTidakAda(NotFound):
    """No such objection, or out of scope, or of a case that the caller does not see."""

    kode = "keberatan-usulan-tidak-ada"
    judul = Teks("Keberatan tidak ditemukan", "Objection not found")


class KeberatanUsulanSudahAda(Conflict):
    """A usulan is objected to once."""

    kode = "keberatan-usulan-sudah-ada"
    judul = Teks(
        "Usulan ini sudah punya keberatan; baca keadaannya, dan bila sudah dijawab ajukan usulan baru",
        "This usulan has an objection; read where it stands, and if it was answered make a new usulan",
    )


class KeberatanUsulanTertutup(Conflict):
    """It was answered or withdrawn: evidence comes too late."""

    kode = "keberatan-usulan-tertutup"
    judul = Teks(
        "Keberatan sudah dijawab atau ditarik; lampirkan bukti pada usulan baru",
        "The objection was answered or withdrawn; attach evidence to a new usulan",
    )
