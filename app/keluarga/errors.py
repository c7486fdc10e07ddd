"""What can go wrong in the registry of families."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class KeluargaNotFound(NotFound):
    """No such family or member, or outside the caller's regions."""

    kode = "keluarga-tidak-ditemukan"
    judul = Teks("Keluarga tidak ditemukan", "Family not found")


class NikSudahTerdaftar(Conflict):
    """The NIK belongs to a person whom the registry knows already; move that person instead."""

    kode = "nik-sudah-terdaftar"
    judul = Teks("NIK sudah terdaftar pada orang lain", "The NIK is registered for another person")


class DomisiliBerbeda(Conflict):
    """The registry knows the person, but not as somebody who lives in this village."""

    kode = "beda-wilayah"
    judul = Teks("Menurut registri orang ini tidak tinggal di desa itu", "The registry has this person elsewhere")


class KepalaSudahAda(Conflict):
    """A family has one head at a time."""

    kode = "kepala-keluarga-sudah-ada"
    judul = Teks("Keluarga sudah punya kepala keluarga", "The family has a head already")


class AnggotaSudahKeluar(Conflict):
    """The membership has ended, so nothing can be changed in it."""

    kode = "anggota-sudah-keluar"
    judul = Teks("Orang ini bukan anggota keluarga lagi", "This person is no longer a member")


class TanggalPeristiwaTidakSah(Invalid):
    """Before the membership began, before birth, or in the future."""

    kode = "tanggal-peristiwa-tidak-sah"
    judul = Teks("Tanggal peristiwa tidak sah", "Date of the event not valid")


class DesaDiLuarLingkup(Invalid):
    """The village lies outside the officer's regions."""

    kode = "desa-di-luar-lingkup"
    judul = Teks("Desa/kelurahan di luar wilayah tugas Anda", "The village is outside your regions")


class JawabanTidakSah(Invalid):
    """The questionnaire breaks its own rules; `rincian` lists each place with its `kode` and message."""

    kode = "jawaban-tidak-sah"
    judul = Teks("Isian kuesioner tidak sah", "The questionnaire is not valid")


class TujuanPindahTidakSah(Invalid):
    """A person moves into another family than his own."""

    kode = "tujuan-pindah-tidak-sah"
    judul = Teks("Keluarga tujuan harus keluarga lain", "The new family must be another one")
