"""What can be refused about an import."""

from typing import Self

from app.core.errors import Conflict, Invalid, NotFound, TooLarge
from app.core.teks import Teks


class ImporNotFound(NotFound):
    """Unknown, or another account's."""

    kode = "impor-tidak-ditemukan"
    judul = Teks("Impor tidak ditemukan", "No such import")


class BerkasImporDitolak(Invalid):
    """The file is no table that can be read; `sebab` names why and what to do."""

    kode = "berkas-impor-ditolak"
    judul = Teks("Berkas tidak dapat diimpor", "The file cannot be imported")


class BerkasImporTerlaluBesar(TooLarge):
    """Larger than an import takes."""

    kode = "berkas-impor-terlalu-besar"
    judul = Teks("Berkas impor terlalu besar", "The file is too large for an import")


class BagianTidakSah(Invalid):
    """An empty piece, one that is too large, or one that goes beyond the announced size."""

    kode = "bagian-tidak-sah"
    judul = Teks("Bagian berkas tidak sah", "The piece of the file is not valid")


class TerlaluBanyakImpor(Conflict):
    """So many files of the account are kept already; cancel or finish one."""

    kode = "terlalu-banyak-impor"
    judul = Teks("Terlalu banyak impor yang belum selesai", "Too many imports are not finished")

    @classmethod
    def dari_batas(cls, batas: int) -> Self:
        """Return the refusal with how many there may be, and how to be rid of one."""
        return cls(
            Teks(
                f"Paling banyak {batas} berkas Anda disimpan sekaligus, termasuk yang belum selesai dikirim dan yang "
                "sudah SIAP: batalkan yang tidak dipakai (POST impor/{id}/batalkan) atau terapkan, lalu umumkan lagi",
                f"At most {batas} of your files are kept at a time, those not yet wholly sent and those that are SIAP "
                "among them: cancel what you do not need (POST impor/{id}/batalkan) or apply it, then announce again",
            ),
            batas=batas,
        )


class PetaKolomTidakSah(Invalid):
    """A heading that the file does not have, a column that the format does not have, or one used twice."""

    kode = "peta-kolom-tidak-sah"
    judul = Teks("Pemetaan kolom tidak sah", "The mapping of columns is not valid")


class ImporTidakDapatDiubah(Conflict):
    """The import has gone on; its file and its columns stay as they are."""

    kode = "impor-tidak-dapat-diubah"
    judul = Teks("Impor ini tidak dapat diubah lagi", "The import can no longer be changed")


class WilayahTugasKosong(Conflict):
    """The importer has no region."""

    kode = "wilayah-tugas-kosong"
    judul = Teks("Anda belum punya wilayah tugas", "You have no region")


class ImporBelumDiterapkan(Conflict):
    """The import may still write: its day is corrected when it has ended."""

    kode = "impor-belum-diterapkan"
    judul = Teks(
        "Impor belum berakhir: tunggu sampai selesai, atau batalkan lalu umumkan berkasnya dengan tanggal yang benar",
        "The import has not ended: wait until it is done, or cancel it and announce the file with the right day",
    )


class RalatImporBerjalan(Conflict):
    """A correction of this import's day to another day is not done yet."""

    kode = "ralat-impor-berjalan"
    judul = Teks(
        "Ralat tanggal impor ini masih berjalan: tunggu sampai `ralat.selesai_at` terisi, lalu baca lagi impornya",
        "A correction of this import's day is not done: wait for `ralat.selesai_at`, then read the import again",
    )


class HariBukanDariImpor(Conflict):
    """No family's day of data is what this import stated."""

    kode = "hari-bukan-dari-impor"
    judul = Teks(
        "Tidak ada keluarga yang tanggal datanya dari impor ini: barisnya menyebut tanggal sendiri, tidak ada yang "
        "ditulis, atau asal tanggal belum dicatat saat itu. Impor berkas dengan tanggal yang benar",
        "No family's day of data is from this import: its rows name their own, nothing was written, or origins were "
        "not kept at that time. Import a file with the right day",
    )


class WilayahImporDiLuarTugas(Conflict):
    """The regions in which the import wrote are no longer all the caller's."""

    kode = "wilayah-impor-di-luar-tugas"
    judul = Teks(
        "Wilayah tugas Anda tidak lagi mencakup wilayah impor ini; minta PUSAT meralatnya dengan id impornya",
        "Your regions no longer hold those of the import; ask PUSAT to correct it by the import's id",
    )
