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


class KecualianNotFound(NotFound):
    """No such exception in the caller's area."""

    kode = "kecualian-tidak-ditemukan"
    judul = Teks("Kecualian adminduk tidak ditemukan", "Exception to the match not found")


class KecualianSudahAda(Conflict):
    """Another exception of this case waits for a decision."""

    kode = "kecualian-sudah-diusulkan"
    judul = Teks("Kecualian berkas ini masih menunggu putusan", "An exception of this case waits for a decision")


class KecualianTidakPerlu(Conflict):
    """Only a case in validation that does not match needs an exception."""

    kode = "kecualian-tidak-perlu"
    judul = Teks("Berkas ini tidak sedang terhenti pemadanan", "This case is not held up by the match")


class BuktiTidakDiterima(Conflict):
    """Evidence is attached while the case is in validation."""

    kode = "bukti-tidak-diterima"
    judul = Teks("Bukti dilampirkan selama berkas divalidasi", "Evidence is attached while the case is in validation")


class BuktiNotFound(NotFound):
    """No such evidence of this case."""

    kode = "bukti-tidak-ditemukan"
    judul = Teks("Bukti tidak ditemukan", "Evidence not found")


class PadanMassalNotFound(NotFound):
    """No such round in the caller's area."""

    kode = "padan-massal-tidak-ditemukan"
    judul = Teks("Pemadanan massal tidak ditemukan", "Round of mass matching not found")


class PadanMassalBerjalan(Conflict):
    """One round at a time in a kab/kota."""

    kode = "padan-massal-berjalan"
    judul = Teks("Pemadanan massal kab/kota ini masih berjalan", "A round of this kab/kota is still running")
