"""What can go wrong with regions."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class KodeWilayahTidakSah(Invalid):
    """Not the shape of a Kemendagri code."""

    kode = "kode-wilayah-tidak-sah"
    judul = Teks("Kode wilayah tidak sah", "Not a valid region code")


class WilayahTidakDikenal(Invalid):
    """A well-formed code that a body or a filter names and that is not in force."""

    kode = "wilayah-tidak-dikenal"
    judul = Teks("Wilayah tidak dikenal atau tidak berlaku", "Region unknown or not in force")


class WilayahSudahDiganti(WilayahTidakDikenal):
    """The code has ended and several took its place; `pengganti` lists those in force, of which one must be chosen."""

    kode = "wilayah-sudah-diganti"
    judul = Teks(
        "Wilayah ini sudah dimekarkan; pilih salah satu penggantinya", "This region was split; choose one successor"
    )


class WilayahNotFound(NotFound):
    """The addressed code has never existed."""

    kode = "wilayah-tidak-ditemukan"
    judul = Teks("Wilayah tidak ditemukan", "Region not found")


class WilayahSudahAda(Conflict):
    """A code is given out once, also after it has ended."""

    kode = "wilayah-sudah-ada"
    judul = Teks("Kode wilayah sudah pernah dipakai", "The region code has already been used")


class WilayahTidakBerlaku(Conflict):
    """The code has ended, or its end is already decided."""

    kode = "wilayah-tidak-berlaku"
    judul = Teks("Kode wilayah sudah diakhiri", "The region code has been ended")


class WilayahMasihBerisi(Conflict):
    """A code cannot end while codes below it stay in force; carries `jumlah`."""

    kode = "wilayah-masih-berisi"
    judul = Teks("Masih ada wilayah bawahan yang berlaku", "Regions below it are still in force")


class PenggantianDipakai(Conflict):
    """Families or accounts stand under the successors already, so the change cannot be undone, only followed."""

    kode = "penggantian-sudah-dipakai"
    judul = Teks("Penggantian wilayah sudah dipakai", "The change of the region is already in use")


class TidakAdaPenggantian(Conflict):
    """The code has no successors, so there is nothing to undo."""

    kode = "tidak-ada-penggantian"
    judul = Teks("Kode wilayah ini tidak diganti", "This region code was not replaced")


class PenggantiTidakSah(Invalid):
    """A successor is the code itself, of another level, or named twice."""

    kode = "pengganti-tidak-sah"
    judul = Teks("Pengganti wilayah tidak sah", "Not a valid successor")


class TanggalWilayahTidakSah(Invalid):
    """The date of a change lies before the code, or its superior or successor, came into force."""

    kode = "tanggal-wilayah-tidak-sah"
    judul = Teks("Tanggal perubahan wilayah tidak sah", "Not a valid date for the change of a region")
