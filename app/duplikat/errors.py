"""What can go wrong with double records."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class PasanganNotFound(NotFound):
    """No such pair for this caller."""

    kode = "pasangan-duplikat-tidak-ditemukan"
    judul = Teks("Pasangan duplikat tidak ditemukan", "Pair of records not found")


class PencarianNotFound(NotFound):
    """No such search for this caller."""

    kode = "pencarian-duplikat-tidak-ditemukan"
    judul = Teks("Pencarian duplikat tidak ditemukan", "Search for double records not found")


class PencarianBerjalan(Conflict):
    """One search of a kab/kota at a time; wait for it, or cancel it."""

    kode = "pencarian-duplikat-berjalan"
    judul = Teks(
        "Pencarian untuk kab/kota ini masih berjalan; tunggu atau batalkan dahulu",
        "A search of this kab/kota is under way; wait for it or cancel it first",
    )


class PencarianTertutup(Conflict):
    """It has ended already."""

    kode = "pencarian-duplikat-tertutup"
    judul = Teks("Pencarian ini sudah berakhir", "This search has ended already")


class PencarianTidakTerhenti(Conflict):
    """Only a search that has stopped goes on when it is told to."""

    kode = "pencarian-duplikat-tidak-terhenti"
    judul = Teks(
        "Pencarian ini tidak terhenti; lihat statusnya, atau mulai pencarian baru",
        "This search has not stopped; look at its status, or begin a new one",
    )


class DataPasanganTidakAda(Conflict):
    """One of the two is no present member of a family any more."""

    kode = "data-pasangan-tidak-ada"
    judul = Teks(
        "Salah satu data sudah tidak ada; cari duplikat lagi",
        "One of the records is gone; search for double records again",
    )


class PilihanGabungTidakSah(Invalid):
    """The record to keep is none of the two."""

    kode = "pilihan-gabung-tidak-sah"
    judul = Teks("Data yang dipertahankan harus salah satu dari keduanya", "Keep one of the two records")


class PilihanNikWajib(Invalid):
    """The two have different NIK; somebody must say which one is right."""

    kode = "pilihan-nik-wajib"
    judul = Teks("NIK keduanya berbeda; sebutkan NIK mana yang benar", "The NIK differ; say which one is right")


class UsulanDataGandaTerbuka(Conflict):
    """A usulan about the record that would end has not ended; `rincian` names it."""

    kode = "usulan-data-ganda-terbuka"
    judul = Teks(
        "Masih ada usulan atas data yang akan berakhir; selesaikan atau pertahankan data itu",
        "A usulan about the record that would end is under way; finish it, or keep that record",
    )


class TemuanDataGandaTerbuka(Conflict):
    """A finding about the record that would end waits for its decision; `rincian` names it."""

    kode = "temuan-data-ganda-terbuka"
    judul = Teks(
        "Masih ada temuan atas data yang akan berakhir; putuskan dahulu temuan itu, atau pertahankan data itu",
        "A finding about the record that would end is undecided; decide the finding first, or keep that record",
    )


class JawabanLebihBaru(Conflict):
    """The family that would end was surveyed later than the other one: its desil would be lost."""

    kode = "jawaban-lebih-baru"
    judul = Teks(
        "Keluarga yang akan berakhir punya survei lebih baru; pertahankan data itu, atau survei keluarga lainnya",
        "The family that would end has the newer survey; keep that record, or survey the other family",
    )
