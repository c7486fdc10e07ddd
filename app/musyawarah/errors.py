"""What can go wrong around a meeting."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class LampiranMusyawarahNotFound(NotFound):
    """No such file of this meeting."""

    kode = "lampiran-musyawarah-tidak-ditemukan"
    judul = Teks("Lampiran tidak ditemukan", "File not found")


class TanggalMusyawarahTidakSah(Invalid):
    """A meeting is planned into the past."""

    kode = "tanggal-musyawarah-tidak-sah"
    judul = Teks("Tanggal musyawarah tidak sah", "Date of the meeting not acceptable")


class LampiranMusyawarahPenuh(Conflict):
    """No more files are kept for one meeting."""

    kode = "lampiran-musyawarah-penuh"
    judul = Teks("Jumlah lampiran musyawarah sudah mencapai batas", "No more files may be attached to this meeting")


class MusyawarahNotFound(NotFound):
    """No such meeting in the caller's area."""

    kode = "musyawarah-tidak-ditemukan"
    judul = Teks("Musyawarah tidak ditemukan", "Meeting not found")


class KeputusanTidakSah(Invalid):
    """A refusal without its reason, an agreement with one, a code that a meeting may not use, or a foreign name."""

    kode = "keputusan-tidak-sah"
    judul = Teks("Keputusan tidak sah", "Decision not acceptable")


class JenisMusyawarahTidakSesuai(Invalid):
    """A desa holds a MUSDES, a kelurahan a MUSKEL; an FKP is possible in both."""

    kode = "jenis-musyawarah-tidak-sesuai"
    judul = Teks("Jenis musyawarah tidak sesuai dengan desa/kelurahan", "This kind of meeting is not of this village")


class PenandaanTidakSah(Invalid):
    """Somebody who is not registered in this village, or a day that does not fit the mark."""

    kode = "penandaan-tidak-sah"
    judul = Teks(
        "Tanda hanya untuk orang terdaftar di desa ini, dengan tanggal untuk meninggal dan pindah",
        "Marks are for the registered of this village, with a day for a death and a move",
    )


class TandaNotFound(NotFound):
    """This person bears no mark in this meeting."""

    kode = "tanda-tidak-ditemukan"
    judul = Teks("Tanda tidak ditemukan", "Mark not found")


class TindakLanjutSudahAda(Conflict):
    """One usulan is made of a mark."""

    kode = "tindak-lanjut-sudah-ada"
    judul = Teks("Tanda ini sudah ditindaklanjuti dengan usulan", "A usulan was made of this mark already")
