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


class JawabanNotFound(NotFound):
    """This family has no such answers."""

    kode = "jawaban-tidak-ditemukan"
    judul = Teks("Jawaban tidak ditemukan", "Answers not found")


class TujuanPindahTidakSah(Invalid):
    """A person moves into another family than his own."""

    kode = "tujuan-pindah-tidak-sah"
    judul = Teks("Keluarga tujuan harus keluarga lain", "The new family must be another one")


class OrangSudahMeninggal(Conflict):
    """Nothing happens to the dead; a death recorded by mistake is corrected first."""

    kode = "orang-sudah-meninggal"
    judul = Teks("Orang ini tercatat meninggal", "This person is recorded as dead")


class KeluargaSudahDitutup(Conflict):
    """Its last member has left. Who comes back is recorded in a new family, or the departure is corrected."""

    kode = "keluarga-sudah-ditutup"
    judul = Teks("Keluarga sudah ditutup; catat keluarga baru", "The family has ended; record a new one")


class KepalaWajib(Conflict):
    """Members would stay behind without a head; `kepala_baru` names the new one."""

    kode = "kepala-keluarga-wajib"
    judul = Teks("Sebutkan kepala keluarga yang baru", "Name the new head of the family")


class AnggotaSudahAda(Conflict):
    """A present member has the same name, birth date and sex."""

    kode = "anggota-sudah-ada"
    judul = Teks("Orang ini sudah tercatat dalam keluarga itu", "The family has this person already")


class AnggotaTertinggal(Conflict):
    """Cards are merged with all their members; some were not named."""

    kode = "anggota-tertinggal"
    judul = Teks("Sebutkan semua anggota keluarga ini", "Name all members of this family")


class OrangDiDuaKeluarga(Conflict):
    """The person is a member of another family now, and nobody is in two."""

    kode = "orang-di-dua-keluarga"
    judul = Teks("Orang ini sekarang anggota keluarga lain", "This person is now a member of another family")


class UmurTidakSah(Invalid):
    """The birth date gives an age over 120 years, or lies in the future."""

    kode = "umur-tidak-sah"
    judul = Teks("Umur harus 0-120 tahun", "The age must be 0-120 years")


class SerumahBedaDesa(Conflict):
    """One roof stands in one village."""

    kode = "serumah-beda-desa"
    judul = Teks("Keluarga serumah harus sedesa", "Families under one roof live in one village")


class BukanPengganti(Invalid):
    """A family is re-assigned to a successor of its village's code; any other village is a move."""

    kode = "bukan-pengganti-wilayah"
    judul = Teks("Bukan pengganti kode desa keluarga ini", "Not a successor of the family's village code")


class PengalihanNotFound(NotFound):
    """Nobody asked to re-assign this village."""

    kode = "pengalihan-tidak-ditemukan"
    judul = Teks("Pengalihan desa tidak ditemukan", "Re-assignment not found")


class PerubahanNotFound(NotFound):
    """This family's history knows no such change."""

    kode = "perubahan-tidak-ditemukan"
    judul = Teks("Perubahan tidak ditemukan", "Change not found")


class PerubahanSudahDikoreksi(Conflict):
    """A change is taken back once."""

    kode = "perubahan-sudah-dikoreksi"
    judul = Teks("Perubahan ini sudah dikoreksi", "This change has been corrected")


class PerubahanPenggabungan(Conflict):
    """Two records became one by it; taking it back concerns the pair and the membership too."""

    kode = "perubahan-penggabungan"
    judul = Teks(
        "Perubahan ini penggabungan data ganda; batalkan lewat pasangan duplikatnya",
        "This change merged two records; take the merge back on the pair of records",
    )


class KoreksiTidakDapatDikoreksi(Conflict):
    """What a correction took back is recorded anew instead."""

    kode = "koreksi-tidak-dapat-dikoreksi"
    judul = Teks("Koreksi tidak dapat dikoreksi; catat perubahannya lagi", "Record the change again instead")


class AdaPerubahanSesudahnya(Conflict):
    """Later changes build on it; correct those first, the newest before the others."""

    kode = "ada-perubahan-sesudahnya"
    judul = Teks("Ada perubahan sesudahnya; koreksi dulu yang terbaru", "Later changes build on it; correct them first")
