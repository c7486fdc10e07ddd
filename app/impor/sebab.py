"""Why a file is refused as a whole, in words and with what to do (pure)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.berkas_tabel.pengenalan import KOLOM_MAKS, Penolakan
from app.core.teks import Teks

_P = Penolakan
SEBAB: Final[Mapping[Penolakan, Teks]] = MappingProxyType(
    {
        _P.KOSONG: Teks("Berkas kosong; ekspor ulang lalu kirim lagi.", "The file is empty; export it again."),
        _P.BERSANDI: Teks(
            "Berkas Excel bersandi atau berformat lama (.xls); buka, hapus sandinya, simpan sebagai .xlsx atau .csv.",
            "An encrypted or old (.xls) workbook; open it, remove the password, save it as .xlsx or .csv.",
        ),
        _P.BERMAKRO: Teks(
            "Berkas berisi makro; simpan sebagai .xlsx tanpa makro atau .csv.",
            "The workbook holds macros; save it as .xlsx without macros, or as .csv.",
        ),
        _P.BUKAN_TABEL: Teks(
            "Berkas bukan CSV atau XLSX, atau rusak; ekspor ulang dari aplikasi asalnya.",
            "Neither CSV nor XLSX, or damaged; export it again.",
        ),
        _P.TANPA_BARIS: Teks(
            "Berkas hanya berisi judul kolom; tidak ada baris data.", "The file has headings only, and no row."
        ),
        _P.KOLOM_TERLALU_BANYAK: Teks(
            f"Lebih dari {KOLOM_MAKS} kolom; hapus kolom yang tidak dipakai.",
            f"More than {KOLOM_MAKS} columns; delete those that are not used.",
        ),
        _P.BUKU_TERLALU_PADAT: Teks(
            "Isi buku kerja terlalu besar setelah dibuka; simpan lembarnya sebagai CSV UTF-8.",
            "The workbook is too large once it is unpacked; save the sheet as CSV UTF-8.",
        ),
        _P.JUDUL_GANDA: Teks(
            "Ada judul kolom yang sama dua kali; beri nama berbeda atau hapus salah satunya.",
            "A heading occurs twice; rename or delete one of the two.",
        ),
        _P.JUDUL_BERISI_NOMOR: Teks(
            "Baris pertama berisi nomor orang, bukan judul kolom; tambahkan baris judul di atas data.",
            "The first row holds a person's number, not headings; put a row of headings above the data.",
        ),
        _P.PEMISAH_TIDAK_DIKENAL: Teks(
            "Baris pertama tidak memuat pemisah kolom yang dikenal (, ; tab |); simpan berkas dengan salah satunya, "
            "dengan judul kolom di baris pertama.",
            "The first row holds no delimiter that is known (, ; tab |); save the file with one of them, and with the "
            "headings in the first row.",
        ),
        _P.JUDUL_TIDAK_DIKENAL: Teks(
            "Baris pertama tidak memuat judul yang dikenal; hapus baris di atasnya, atau tulis judul menurut format.",
            "The first row holds no known heading; delete lines above the headings, or name them as the format does.",
        ),
    }
)
"""Texts by reason."""
