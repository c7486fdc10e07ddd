"""What can go wrong between the visit and the signature."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class PenugasanNotFound(NotFound):
    """The caller holds no such active assignment."""

    kode = "penugasan-tidak-ditemukan"
    judul = Teks("Penugasan tidak ditemukan", "Assignment not found")


class PengesahanNotFound(NotFound):
    """No such batch in the caller's area."""

    kode = "pengesahan-tidak-ditemukan"
    judul = Teks("Pengesahan tidak ditemukan", "Batch not found")


class KeluargaPindahDesa(Conflict):
    """The registry has the family in another village than the assignment; the VERIFIKATOR withdraws it."""

    kode = "keluarga-pindah-desa"
    judul = Teks(
        "Keluarga tercatat di desa lain; minta VERIFIKATOR menarik penugasan ini",
        "The family is registered in another village; ask the VERIFIKATOR to withdraw this assignment",
    )


class LampiranVervalNotFound(NotFound):
    """No such file of this visit or batch."""

    kode = "lampiran-verval-tidak-ditemukan"
    judul = Teks("Lampiran tidak ditemukan", "File not found")


class TanggalTidakSah(Invalid):
    """A visit or a letter lies in the future."""

    kode = "tanggal-tidak-sah"
    judul = Teks("Tanggal tidak sah", "Date not acceptable")


class LampiranTerlaluBanyak(Conflict):
    """No more files of this kind are kept here."""

    kode = "lampiran-terlalu-banyak"
    judul = Teks("Jumlah lampiran sudah mencapai batas", "No more files may be attached")


class PercobaanSudahTercatat(Conflict):
    """One attempt a day counts."""

    kode = "percobaan-sudah-tercatat"
    judul = Teks("Percobaan pada tanggal ini sudah tercatat", "An attempt on this day is recorded already")


class HasilPendataanTidakSesuai(Invalid):
    """A completed visit answers question 205 with 1 or 2; the other codes are failed visits."""

    kode = "hasil-pendataan-tidak-sesuai"
    judul = Teks("Hasil pendataan bukan kunjungan yang terisi", "The outcome is not that of a completed visit")


class BelumDapatDipadankan(Conflict):
    """Matching belongs to VALIDASI_DINSOS and TIDAK_PADAN only."""

    kode = "belum-dapat-dipadankan"
    judul = Teks("Usulan tidak sedang menunggu pemadanan", "The usulan is not waiting to be matched")


class BnbaTerlaluBesar(Conflict):
    """More names than a PDF holds (`maks`); take the CSV."""

    kode = "bnba-terlalu-besar"
    judul = Teks("Daftar terlalu panjang untuk PDF; unduh sebagai CSV", "Too long for a PDF; download it as CSV")


class NamaBukanDiBatch(Conflict):
    """Some of these names are not in this batch; `jumlah` says how many."""

    kode = "nama-bukan-di-batch"
    judul = Teks("Sebagian nama tidak ada di batch ini", "Some names are not in this batch")


class UsulanTidakSiapDisahkan(Conflict):
    """Some names are unknown here, not ready to be signed, or in another batch; `jumlah` says how many."""

    kode = "usulan-tidak-siap-disahkan"
    judul = Teks("Sebagian usulan tidak siap disahkan", "Some usulan are not ready to be signed")
