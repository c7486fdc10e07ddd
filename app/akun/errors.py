"""What can go wrong with accounts, logins and registrations."""

from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Unavailable
from app.core.teks import Teks


class AkunNotFound(NotFound):
    """No such account, or it lies outside the caller's scope."""

    kode = "akun-tidak-ditemukan"
    judul = Teks("Akun tidak ditemukan", "No such account")


class PenugasanNotFound(NotFound):
    """The account has no such assignment."""

    kode = "penugasan-tidak-ditemukan"
    judul = Teks("Penugasan tidak ditemukan", "No such assignment")


class SandiLemah(Invalid):
    """Too short, too long, or among the first passwords that anyone would guess."""

    kode = "kata-sandi-lemah"
    judul = Teks("Kata sandi terlalu lemah", "The password is too weak")


class LoginSibuk(Unavailable):
    """More logins wait than can be checked soon."""

    kode = "login-sibuk"
    judul = Teks("Terlalu banyak yang masuk bersamaan", "Too many people are logging in at once")


class KredensialTidakSah(Unauthenticated):
    """Unknown name, wrong password, wrong secret, or an account that may not log in; never says which."""

    kode = "kredensial-tidak-sah"
    judul = Teks("Nama pengguna atau kata sandi salah", "Wrong username or password")

    def __init__(self) -> None:
        super().__init__(error="invalid_grant")
        self.tajuk["WWW-Authenticate"] = 'Bearer realm="dtks"'


class TokenSegarTidakSah(Unauthenticated):
    """Not a refresh token in force; never says why."""

    kode = "token-segar-tidak-sah"
    judul = Teks("Token segar tidak sah; masuk kembali", "Refresh token not valid; log in again")

    def __init__(self) -> None:
        super().__init__(error="invalid_grant")
        self.tajuk["WWW-Authenticate"] = 'Bearer realm="dtks"'


class SandiHarusDiganti(Forbidden):
    """The password was right but was given out by an administrator: change it at `POST /v1/auth/sandi` first."""

    kode = "kata-sandi-harus-diganti"
    judul = Teks("Ganti dahulu kata sandi awal Anda", "Change your initial password first")


class HibahTidakLengkap(Invalid):
    """The grant lacks a field that it needs, or has one that belongs to another."""

    kode = "hibah-tidak-lengkap"
    judul = Teks("Isian token tidak sesuai jenis hibah", "The fields do not fit the grant type")

    def __init__(self) -> None:
        super().__init__(error="invalid_request")


class CakupanTidakDiizinkan(Invalid):
    """A machine account gets its contracted scopes, all of them and no others."""

    kode = "cakupan-tidak-diizinkan"
    judul = Teks("Cakupan tidak sesuai kontrak", "The scope does not match the contract")

    def __init__(self) -> None:
        super().__init__(error="invalid_scope")


class KodeKonfirmasiTidakSah(Invalid):
    """Unknown, used or expired; never says which."""

    kode = "kode-konfirmasi-tidak-sah"
    judul = Teks("Kode konfirmasi tidak sah atau kedaluwarsa", "Confirmation code not valid or expired")


class TeleponTidakSah(Invalid):
    """Not a telephone number that can be dialled."""

    kode = "telepon-tidak-sah"
    judul = Teks("Nomor telepon tidak sah", "Telephone number not valid")


class AlasanTidakDikenal(Invalid):
    """Not one of the listed reasons for this action; carries `pilihan`."""

    kode = "alasan-tidak-dikenal"
    judul = Teks("Alasan tidak dikenal", "Unknown reason")


class IdentitasSudahDipakai(Conflict):
    """Username, e-mail or NIK belongs to another account; told to administrators only."""

    kode = "identitas-sudah-dipakai"
    judul = Teks("Nama pengguna, surel, atau NIK sudah dipakai akun lain", "Username, e-mail or NIK is taken")


class CariSatuSaja(Invalid):
    """A search names one of `nama`, `username`, `surel`, `nik`."""

    kode = "cari-satu-saja"
    judul = Teks("Isi satu saja: nama, username, surel, atau nik", "Give one of nama, username, surel, nik")


class JabatanDiLuarWewenang(Forbidden):
    """The caller may not give out or manage this jabatan."""

    kode = "jabatan-di-luar-wewenang"
    judul = Teks("Jabatan ini di luar wewenang Anda", "This position is not yours to give")


class WilayahDiLuarWewenang(Forbidden):
    """The caller may assign only inside his own region."""

    kode = "wilayah-di-luar-wewenang"
    judul = Teks("Wilayah ini di luar wewenang Anda", "This region is not yours to assign")


class TingkatTidakCocok(Invalid):
    """The jabatan serves at another level of region, or needs one, or takes none; carries `tingkat`."""

    kode = "tingkat-wilayah-tidak-cocok"
    judul = Teks("Tingkat wilayah tidak cocok dengan jabatan", "The level of region does not fit the position")


class TanggalPenugasanTidakSah(Invalid):
    """An assignment ends before it begins, or its end lies in the past."""

    kode = "tanggal-penugasan-tidak-sah"
    judul = Teks("Tanggal penugasan tidak sah", "The dates of the assignment are not valid")


class SurelTidakAda(Conflict):
    """The account has no e-mail address to which a code could go."""

    kode = "surel-tidak-ada"
    judul = Teks("Akun ini tidak memiliki alamat surel", "This account has no e-mail address")


class TotpDiperlukan(Unauthenticated):
    """The password is right; the code of the authenticator app, or a recovery code, is missing in `totp`."""

    kode = "totp-diperlukan"
    judul = Teks("Masukkan kode dari aplikasi autentikator", "Enter the code of your authenticator app")

    def __init__(self) -> None:
        super().__init__(error="mfa_required")
        self.tajuk["WWW-Authenticate"] = 'Bearer realm="dtks"'


class TotpSalah(Unauthenticated):
    """Wrong, expired or used already; never says which."""

    kode = "totp-salah"
    judul = Teks("Kode autentikator salah atau sudah dipakai", "The authenticator code is wrong or was used before")

    def __init__(self) -> None:
        super().__init__(error="invalid_grant")
        self.tajuk["WWW-Authenticate"] = 'Bearer realm="dtks"'


class TotpHarusDidaftarkan(Forbidden):
    """The role needs a second factor and this account has none: enrol at `POST /v1/auth/totp` first."""

    kode = "totp-harus-didaftarkan"
    judul = Teks("Daftarkan dahulu aplikasi autentikator", "Enrol an authenticator app first")


class TotpSudahAktif(Conflict):
    """A second factor is in use; remove it before another one is enrolled."""

    kode = "totp-sudah-aktif"
    judul = Teks("Verifikasi dua langkah sudah aktif", "A second factor is in use already")


class TotpBelumAda(Conflict):
    """There is no second factor to confirm or to remove."""

    kode = "totp-belum-ada"
    judul = Teks("Verifikasi dua langkah belum didaftarkan", "No second factor has been enrolled")


class TotpUntukPetugas(Forbidden):
    """Only officers and administrators enrol a second factor."""

    kode = "totp-untuk-petugas"
    judul = Teks("Verifikasi dua langkah hanya untuk petugas dan admin", "A second factor is for officers only")


class PetugasTerdaftar(Forbidden):
    """The password was right, but the officer is himself registered in DTKS: his account has been disabled."""

    kode = "petugas-terdaftar"
    judul = Teks(
        "Akun petugas diblokir: Anda terdaftar dalam DTKS. Hubungi Dinas Sosial",
        "The officer's account is blocked: you are registered in DTKS. Ask the social affairs office",
    )


class KontakKosong(Invalid):
    """A change of contact names a new e-mail address or a new telephone number, one at a time."""

    kode = "kontak-satu-saja"
    judul = Teks("Isi surel atau telepon baru, satu saja", "Give a new e-mail address or telephone number, one of them")


class PerbaikanTidakLengkap(Invalid):
    """The refusal asks for other pictures; carries `perlu`. Nothing asked for: register anew."""

    kode = "perbaikan-tidak-lengkap"
    judul = Teks("Perbaikan belum lengkap", "The correction is not complete")
