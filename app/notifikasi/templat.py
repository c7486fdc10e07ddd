"""The messages' words, in both languages; a new message starts here (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


@dataclass(frozen=True, slots=True)
class Templat:
    """A subject and a body with `{placeholders}`, to which the greeting with `nama` is added.

    A subject has no placeholder, because it shows on a locked screen.
    """

    subjek: Teks
    badan: Teks


TEMPLAT: Final[Mapping[str, Templat]] = MappingProxyType(
    {
        "konfirmasi_surel": Templat(
            Teks("Konfirmasi pendaftaran akun", "Confirm your registration"),
            Teks(
                "Gunakan kode ini untuk mengonfirmasi alamat surel Anda:\n\n    {kode}\n\n"
                "Kode berlaku {jam} jam dan hanya dapat dipakai satu kali. Abaikan pesan ini bila Anda tidak "
                "mendaftar.",
                "Use the code above to confirm your e-mail address. It is valid for {jam} hours and works "
                "once. Ignore this message if you did not register.",
            ),
        ),
        "akun_sudah_ada": Templat(
            Teks("Akun Anda sudah terdaftar", "You already have an account"),
            Teks(
                "Seseorang mencoba mendaftar dengan data Anda, padahal Anda sudah memiliki akun. Bila itu "
                "Anda, silakan masuk dengan akun yang ada. Bila bukan, laporkan ke Dinas Sosial setempat.",
                "Somebody tried to register with your data, but you already have an account. If it was "
                "you, log in. If not, tell your local social affairs office.",
            ),
        ),
        "akun_disetujui": Templat(
            Teks("Akun Anda aktif", "Your account is active"),
            Teks(
                "Akun Anda telah disetujui. Anda dapat masuk sekarang: {tautan}",
                "Your account has been approved. You can log in now.",
            ),
        ),
        "akun_ditolak": Templat(
            Teks("Pendaftaran akun ditolak", "Your registration was refused"),
            Teks(
                "Pendaftaran akun Anda ditolak.\n\nAlasan: {alasan} ({kode})\nPenjelasan: {penjelasan}\n"
                "Yang dapat Anda lakukan: {langkah}\n\n{perbaikan}",
                "Your registration was refused: {alasan_en}. What to do: {langkah_en}.",
            ),
        ),
        "akun_dinonaktifkan": Templat(
            Teks("Akun Anda dinonaktifkan", "Your account was disabled"),
            Teks(
                "Akun Anda dinonaktifkan. Alasan: {alasan}. Hubungi admin bila ini keliru.",
                "Your account was disabled. Ask the administrator if this is a mistake.",
            ),
        ),
        "akun_dibuat": Templat(
            Teks("Akun Anda sudah dibuat", "Your account is ready"),
            Teks(
                "Administrator membuat akun untuk Anda. Nama pengguna: {username}\nKata sandi sekali pakai:\n\n"
                "    {sandi}\n\nGantilah sebelum masuk pertama kali. Jangan berikan kepada siapa pun, termasuk "
                "administrator.",
                "An administrator made an account for you. The one-time password above is yours alone: change it "
                "before the first login and give it to nobody, administrators included.",
            ),
        ),
        "sandi_diatur_ulang": Templat(
            Teks("Kata sandi diatur ulang", "Your password was reset"),
            Teks(
                "Administrator mengatur ulang kata sandi Anda dan mengakhiri semua sesi masuk. Kata sandi sekali "
                "pakai:\n\n    {sandi}\n\nGantilah sebelum masuk. Bila Anda tidak memintanya, laporkan ke Dinas Sosial "
                "setempat.",
                "An administrator reset your password and ended every session. Change the one-time password above "
                "before you log in. If you did not ask for it, tell your local social affairs office.",
            ),
        ),
        "akun_nasional_berubah": Templat(
            Teks("Perubahan akun nasional", "A national account was changed"),
            Teks(
                "{perbuatan}\nAkun: {akun} ({jabatan})\nOleh: {oleh}\n\nPesan ini dikirim kepada setiap administrator "
                "pusat dan penetap. Bila perubahan ini tidak Anda ketahui, tanyakan segera.",
                "Every administrator of the centre and every signer gets this message. Ask at once if you do not "
                "know of this change.",
            ),
        ),
        "sandi_diganti": Templat(
            Teks("Kata sandi diganti", "Your password was changed"),
            Teks(
                "Kata sandi akun Anda baru saja diganti dan semua sesi masuk diakhiri. Bila bukan Anda, "
                "segera hubungi Dinas Sosial setempat.",
                "Your password was changed and every session was ended. If it was not you, tell your "
                "local social affairs office at once.",
            ),
        ),
        "sesi_dicabut": Templat(
            Teks("Sesi masuk diakhiri demi keamanan", "A session was ended for your safety"),
            Teks(
                "Token sesi lama dipakai lagi, mungkin oleh orang lain. Sesi itu telah diakhiri; silakan "
                "masuk kembali dan ganti kata sandi bila Anda ragu.",
                "An old session token was used again, perhaps by somebody else. That session was ended; "
                "log in again, and change your password if in doubt.",
            ),
        ),
        "kode_sekali": Templat(
            Teks("Kode konfirmasi", "Confirmation code"),
            Teks(
                "Gunakan kode ini untuk menegaskan tindakan pada akun Anda:\n\n    {kode}\n\nKode berlaku "
                "{menit} menit, satu kali. Jangan berikan kepada siapa pun, termasuk petugas. Bila Anda "
                "tidak memintanya, ganti kata sandi Anda.",
                "The code above confirms an act on your account. It is valid for {menit} minutes and works "
                "once. Give it to nobody, officers included. If you did not ask for it, change your password.",
            ),
        ),
        "sandi_lupa": Templat(
            Teks("Atur ulang kata sandi", "Set your password anew"),
            Teks(
                "Gunakan kode ini untuk membuat kata sandi baru:\n\n    {kode}\n\nKode berlaku {menit} menit, "
                "satu kali, dan mengakhiri semua sesi masuk. Abaikan pesan ini bila Anda tidak memintanya; "
                "kata sandi Anda tidak berubah.",
                "Use the code above to set a new password. It is valid for {menit} minutes, works once and "
                "ends every session. Ignore this message if you did not ask for it; your password stays as "
                "it is.",
            ),
        ),
        "kode_masuk": Templat(
            Teks("Kode masuk", "Login code"),
            Teks(
                "Banyak percobaan masuk ke akun Anda dari alamat lain, sehingga percobaan dibatasi. Dengan "
                "kode ini Anda dapat masuk dari mana pun, bersama kata sandi Anda:\n\n    {kode}\n\nKode berlaku "
                "{menit} menit.",
                "Strangers have tried to log in to your account, so tries are limited. With the code above "
                "and your password you can log in from anywhere. It is valid for {menit} minutes.",
            ),
        ),
        "kontak_diganti": Templat(
            Teks("Kontak akun diganti", "Your contact was changed"),
            Teks(
                "{bidang} akun Anda baru saja diganti. Bila bukan Anda, segera hubungi Dinas Sosial setempat "
                "dan ganti kata sandi.",
                "The e-mail address or telephone number of your account was changed. If it was not you, tell "
                "your local social affairs office at once and change your password.",
            ),
        ),
        "akun_ditutup": Templat(
            Teks("Akun Anda ditutup", "Your account was closed"),
            Teks(
                "Akun Anda ditutup atas permintaan Anda; foto, alamat, dan kontak dihapus. Usulan yang "
                "berjalan tetap diproses dan dapat ditanyakan di kantor desa. Anda dapat mendaftar kembali "
                "kapan saja.",
                "Your account was closed as you asked; pictures, address and contacts are erased. Proposals "
                "under way go on, ask at the village office. You may register again at any time.",
            ),
        ),
        "totp_berubah": Templat(
            Teks("Verifikasi dua langkah berubah", "Your second factor was changed"),
            Teks(
                "{perbuatan}. Bila bukan Anda atau tidak Anda minta, segera hubungi administrator.",
                "{perbuatan_en}. If you did not do it or ask for it, tell your administrator at once.",
            ),
        ),
        "petugas_terdaftar": Templat(
            Teks("Akun petugas diblokir", "An officer's account was blocked"),
            Teks(
                "Akun petugas {petugas} dinonaktifkan karena orangnya terdaftar dalam DTKS (Kepmensos "
                "73/HUK/2024). Selesaikan keanggotaannya di Dinas Sosial, lalu minta administrator "
                "mengaktifkan kembali.",
                "The account of officer {petugas} was disabled because he is himself registered in DTKS. "
                "Have the membership settled, then ask the administrator to enable the account again.",
            ),
        ),
        "tugas_dipindah": Templat(
            Teks("Tempat tugas berubah", "Your post was changed"),
            Teks(
                "Tempat tugas Anda berubah mulai {mulai}: {wilayah}. Hubungi administrator bila ini keliru.",
                "Your post has changed. Ask the administrator if this is a mistake.",
            ),
        ),
        "kabar": Templat(
            Teks("Pemberitahuan", "A notification"),
            Teks(
                "{judul}\n\n{isi}\n\nMasuk untuk melihat rinciannya: {tautan}",
                "{judul_en}\n\n{isi_en}\n\nLog in for the details.",
            ),
        ),
        "usulan_berubah": Templat(
            Teks("Perkembangan usulan Anda", "News of your proposal"),
            Teks(
                "Usulan {nomor}: {status}.\n{keterangan}\n\nMasuk untuk melihat rinciannya: {tautan}",
                "Proposal {nomor}: {status}. Log in for the details.",
            ),
        ),
    }
)


def susun(nama: str, data: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and body: Indonesian first, English below.

    Raises:
        KeyError: no such template, or `data` lacks one of its names.
    """
    templat = TEMPLAT[nama]
    bagian = (f"Yth./Dear {data['nama']},", *(t.format_map(data) for t in templat.badan))
    return f"{templat.subjek.id} / {templat.subjek.en}", "\n\n".join(bagian) + "\n"
