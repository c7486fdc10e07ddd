"""What can go wrong with an export."""

from app.core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from app.core.teks import Teks


class EksporNotFound(NotFound):
    """No such export, or it is somebody else's, or its region is no longer the caller's."""

    kode = "ekspor-tidak-ditemukan"
    judul = Teks("Ekspor tidak ditemukan", "No such export")


class EksporTidakBerwenang(Forbidden):
    """This jabatan takes no data of this kind out."""

    kode = "ekspor-tidak-berwenang"
    judul = Teks("Jabatan Anda tidak mengekspor data jenis ini", "Your position does not export data of this kind")

    def __init__(self) -> None:
        super().__init__(
            Teks(
                "Mintalah berkas ini kepada operator atau verifikator kabupaten/kota, atau pilih data agregat",
                "Ask the kabupaten/kota's operator or verifier for the file, or choose the aggregate",
            )
        )


class WilayahTerlaluLuas(Invalid):
    """One file of such data covers no region of this level; carries the widest as `terluas`."""

    kode = "wilayah-ekspor-terlalu-luas"
    judul = Teks(
        "Wilayah terlalu luas untuk satu berkas; pilih wilayah di bawahnya",
        "The region is too wide for one file; choose one inside it",
    )


class WilayahDiLuarLingkup(NotFound):
    """Unknown, or not in the caller's regions."""

    kode = "wilayah-ekspor-tidak-ditemukan"
    judul = Teks("Wilayah tidak ditemukan di lingkup Anda", "No such region in your area")


class EksporBelumSelesai(Conflict):
    """There is no file yet, or there will be none."""

    kode = "ekspor-belum-selesai"
    judul = Teks("Berkas belum siap diunduh", "The file is not ready")


class EksporSudahBerakhir(Conflict):
    """It is finished, failed, cancelled or expired already."""

    kode = "ekspor-sudah-berakhir"
    judul = Teks("Ekspor sudah berakhir dan tidak dapat dibatalkan", "The export has ended and cannot be cancelled")


class EksporKedaluwarsa(Gone):
    """The file has been destroyed; ask for a new one."""

    kode = "ekspor-kedaluwarsa"
    judul = Teks(
        "Berkas sudah kedaluwarsa dan dimusnahkan; mintalah ekspor baru",
        "The file has expired and was destroyed; ask for a new export",
    )
