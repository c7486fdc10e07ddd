"""Synthetic Indonesian names and addresses: common given names in plausible combinations; nobody in particular."""

from random import Random
from typing import Final


def _daftar(kata: str, pemisah: str | None = None) -> tuple[str, ...]:
    return tuple(k.strip() for k in kata.split(pemisah))


LAKI: Final = _daftar(
    """
    Asep Dedi Ujang Cecep Agus Budi Eko Hendra Iwan Joko Slamet Sugeng Suparman Wahyu Yanto Dadang Maman Tatang Rahmat
    Ahmad Muhammad Abdul Arif Bambang Dani Edi Fajar Gunawan Hasan Imam Jajang Kosasih Lukman Mulyana Nandang Oman
    Purnomo Rudi Sutrisno Taufik Usep Wawan Yusuf Zainal Aceng Bayu Dudung Endang Ferry Ganjar
    """
)
PEREMPUAN: Final = _daftar(
    """
    Siti Sri Dewi Euis Neneng Nining Yuyun Yati Wati Ratna Rina Lilis Kartini Iis Imas Ika Heni Fitri Erna Dede Cucu Ai
    Aisyah Ani Atikah Dian Eka Entin Halimah Ida Juju Kokom Lina Maryam Nani Nur Oneng Popon Rohaeni Sumiati Tini Umi
    Wiwin Yulia Zaenab Cicih Enok Mimin Tuti
    """
)
BELAKANG_LAKI: Final = _daftar(
    """
    Sutisna Suryana Hidayat Kurniawan Setiawan Gunawan Permana Supriatna Mulyadi Saepudin Rohman Nugraha Wijaya Santoso
    Saputra Firmansyah Ramdani Sopian Kusnadi Suherman Hermawan Rustandi Sobari Mustofa Fauzi Effendi Suhendar Iskandar
    Maulana Hamdani
    """
)
BELAKANG_PEREMPUAN: Final = _daftar(
    """
    Nurhayati Rahayu Lestari Wulandari Handayani Maryati Rohayati Kurniasih Komariah Sulastri Hasanah Mulyani Saadah
    Permatasari Setiawati Rosmiati Suryani Yuliani Fatimah Aminah Nuraeni Susilawati Kartika Anggraeni Oktaviani
    Julaeha Sukaesih Sumarni Rukmini Khodijah
    """
)
JALAN: Final = _daftar(
    """Kp. Babakan|Kp. Sukamaju|Kp. Cibeunying|Kp. Pasir Huni|Kp. Ciburial|Jl. Raya Desa|Gg. Mawar|Gg. Melati|
    Kp. Nyalindung|Kp. Pasir Awi|Jl. Masjid|Kp. Lembur Tengah|Gg. Haji Umar|Kp. Sindangsari|Kp. Cikawao""",
    "|",
)
KOTA: Final = _daftar("Bandung Garut Cianjur Sumedang Tasikmalaya Sukabumi Cirebon Jakarta Brebes")


def nama(acak: Random, *, perempuan: bool) -> str:
    """Return a name of one to three words; single names and double names are both common."""
    depan, belakang = (PEREMPUAN, BELAKANG_PEREMPUAN) if perempuan else (LAKI, BELAKANG_LAKI)
    kata = [acak.choice(depan)]
    if acak.random() < 0.15:
        kata.append(acak.choice(depan))
    if acak.random() < 0.8:
        kata.append(acak.choice(belakang))
    return " ".join(dict.fromkeys(kata))


def alamat(acak: Random) -> str:
    """Return a street or hamlet with RT and RW."""
    return f"{acak.choice(JALAN)} RT {acak.randint(1, 9):03d}/RW {acak.randint(1, 14):03d}"
