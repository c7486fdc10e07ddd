"""What may be said about a row of an imported file, in words and with what to do about it (pure).

Anomalies keep the row and flag it, conflicts leave the registry as it is until a person decides, rejections keep
nothing. Sources: domain practice as BPK found it (invalid and missing NIK and No KK, blank names), Dukcapil's rules.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from app.core.teks import Teks
from app.referensi.katalog import Butir, daftarkan


class HasilBaris(StrEnum):
    """What became of a row, the weightiest last."""

    KOSONG = "KOSONG"
    SAMA = "SAMA"
    DITERIMA = "DITERIMA"
    ANOMALI = "ANOMALI"
    KONFLIK = "KONFLIK"
    DITOLAK = "DITOLAK"


class Catatan(NamedTuple):
    """One remark on a row; `kolom` is the column's name in the format, empty for the whole row."""

    kode: str
    kolom: str = ""


class ArtiCatatan(NamedTuple):
    """What a remark means."""

    hasil: HasilBaris
    pesan: Teks
    saran: Teks


class AlasanRalat(StrEnum):
    """Why the day of an import's data is corrected; a closed list, so that nothing personal is written there."""

    SALAH_KETIK = "SALAH_KETIK"
    SALAH_PAHAM = "SALAH_PAHAM"
    KETERANGAN_PEMILIK_DATA = "KETERANGAN_PEMILIK_DATA"


class TindakanImpor(StrEnum):
    """What can be done with an import and moves it nowhere."""

    RALAT_TANGGAL = "ralat_tanggal"


DATA_LAMA: Final = "DATA_LEBIH_LAMA"
KARENA_HARI: Final = frozenset({DATA_LAMA, "JAWABAN_LEBIH_LAMA", "KELUARGA_LEBIH_BARU", "REGISTRI_LEBIH_BARU"})
"""Remarks of what was not written because the file's day is older than what is on record."""
_A, _K, _T = HasilBaris.ANOMALI, HasilBaris.KONFLIK, HasilBaris.DITOLAK
_FIELD: Final = Teks("Perbaiki di berkas lalu impor ulang", "Correct it in the file and import again")


def _arti(hasil: HasilBaris, pesan: tuple[str, str], saran: tuple[str, str] | None = None) -> ArtiCatatan:
    return ArtiCatatan(hasil, Teks(*pesan), Teks(*saran) if saran else _FIELD)


ARTI: Final[Mapping[str, ArtiCatatan]] = MappingProxyType(
    {
        # -- the row itself
        "BARIS_RUSAK": _arti(
            _T,
            (
                "Tanda kutip tidak ditutup, atau isian rusak atau terlalu panjang",
                "A mark is not closed, or a cell is damaged",
            ),
            (
                "Tutup atau gandakan tanda kutip; hapus ganti baris dan isian yang bukan data",
                "Close marks; mend the cell",
            ),
        ),
        "JUMLAH_KOLOM_BEDA": _arti(
            _T,
            ("Jumlah kolom berbeda dari judul; baris terpotong atau bergeser", "Columns do not match the headings"),
            ("Kirim ulang berkas yang utuh; apit isian berpemisah dengan tanda kutip", "Send the whole file again"),
        ),
        "PENGODEAN_CAMPUR": _arti(
            _A,
            ("Huruf pada baris ini bukan UTF-8; dibaca sebagai Windows-1252", "Not UTF-8; read as Windows-1252"),
            ("Periksa ejaan nama, lalu simpan berkas sebagai UTF-8", "Check the names, then save the file as UTF-8"),
        ),
        "HURUF_TIDAK_TERBACA": _arti(
            _A,
            ("Ada karakter kendali yang dibuang", "Control characters were dropped"),
        ),
        "KELUARGA_TIDAK_DIKETAHUI": _arti(
            _T,
            ("Tidak ada nomor KK maupun penanda keluarga", "Neither a family card nor a mark of the family"),
            ("Isi nomor KK, atau satu penanda yang sama untuk seluruh keluarga", "Give the card, or one mark a family"),
        ),
        "ANGGOTA_TERLALU_BANYAK": _arti(
            _T,
            (
                "Lebih dari 60 baris memakai nomor KK atau penanda ini; tidak satu pun disimpan",
                "More than 60 rows bear this card or mark; none of them is kept",
            ),
            ("Periksa apakah kolom nomor KK terisi nilai yang sama", "Look whether the column holds one value only"),
        ),
        "KELUARGA_BERULANG": _arti(
            _T,
            ("Terlalu banyak nomor KK atau penanda menuju satu keluarga", "Too many cards or marks lead to one family"),
            ("Beri keluarga itu satu nomor KK atau satu penanda", "Give the family one card, or one mark"),
        ),
        "BARIS_GANDA": _arti(
            _A,
            ("Orang yang sama sudah ada pada baris lain keluarga ini", "Another row of the family is the same person"),
            ("Hapus salah satu barisnya", "Delete one of the rows"),
        ),
        # -- region
        "KODE_DESA_KOSONG": _arti(_T, ("Kode desa kosong", "The village code is missing")),
        "KODE_DESA_TIDAK_DIKENAL": _arti(
            _T,
            ("Kode desa tidak dikenal", "Unknown village code"),
            (
                "Pakai kode Kemendagri 10 angka; kode BPS memerlukan tabel padanan",
                "Use the Kemendagri code of 10 digits",
            ),
        ),
        "KODE_DESA_LAMA": _arti(
            _A,
            ("Kode desa lama; disimpan dengan kode penggantinya", "An old village code; kept under its successor"),
            ("Pakai kode baru pada berkas berikutnya", "Use the new code in the next file"),
        ),
        "KODE_DESA_BERCABANG": _arti(
            _T,
            ("Desa ini telah dipecah; penggantinya lebih dari satu", "The village was split into several"),
            ("Isi kode desa baru menurut tempat tinggal keluarga", "Give the new code of where the family lives"),
        ),
        "DI_LUAR_WILAYAH": _arti(
            _T,
            ("Desa di luar wilayah kerja Anda", "The village lies outside your region"),
            ("Serahkan baris ini kepada daerah yang bersangkutan", "Pass the row on to the region concerned"),
        ),
        "BEDA_WILAYAH": _arti(
            _A,
            ("Keluarga tercatat di desa lain; desanya tidak diubah", "The family is on record in another village"),
            ("Catat perpindahan lewat perubahan data keluarga", "Record a move as a change of the family"),
        ),
        "TERCATAT_DI_LUAR_WILAYAH": _arti(
            _K,
            (
                "NIK atau nomor KK ini tercatat di luar wilayah kerja Anda",
                "NIK or card is on record outside your region",
            ),
            (
                "Cocokkan dengan kartunya; bila benar, serahkan barisnya kepada Pusat, yang melihat kedua wilayah",
                "Compare with the card; if it is right, pass the row on to PUSAT, who sees both regions",
            ),
        ),
        "KELUARGA_SENDIRI": _arti(
            _K,
            ("Keluarga pengimpor sendiri tidak diubah olehnya", "Nobody changes his own family"),
            ("Minta petugas lain mengimpor baris ini", "Let another officer import the row"),
        ),
        # -- identity
        "NIK_KOSONG": _arti(_A, ("NIK kosong", "The NIK is missing")),
        "NIK_TIDAK_VALID": _arti(
            _A,
            ("NIK bukan 16 angka yang sah; disimpan tanpa NIK", "Not a valid NIK of 16 digits; kept without"),
            ("Salin NIK dari KTP/KK sebagai teks", "Copy the NIK from the card as text"),
        ),
        "NIK_NOTASI_ILMIAH": _arti(
            _A,
            ("NIK berubah menjadi notasi ilmiah (3,2E+15); angkanya hilang", "The NIK became 3.2E+15; digits are lost"),
            ("Atur kolom sebagai Teks di lembar kerja, lalu isi ulang", "Format the column as Text and enter it anew"),
        ),
        "NIK_ANGKA_HILANG": _arti(
            _A,
            (
                "NIK kurang atau dibulatkan lembar kerja; disimpan tanpa NIK",
                "A spreadsheet cut or rounded the NIK",
            ),
            ("Atur kolom sebagai Teks di lembar kerja, lalu isi ulang", "Format the column as Text and enter it anew"),
        ),
        "NIK_PALSU_DIDUGA": _arti(_A, ("Susunan NIK tidak lazim", "The NIK has an unusual pattern")),
        "NIK_TANGGAL_TIDAK_ADA": _arti(_A, ("Tanggal di dalam NIK tidak ada", "The NIK's date is no date")),
        "NIK_WILAYAH_TIDAK_DIKENAL": _arti(_A, ("Wilayah di dalam NIK tidak dikenal", "The NIK's region is unknown")),
        "TGL_LAHIR_BEDA": _arti(_A, ("Tanggal lahir berbeda dari NIK", "The birth date differs from the NIK's")),
        "JK_BEDA": _arti(_A, ("Jenis kelamin berbeda dari NIK", "The sex differs from the NIK's")),
        "NIK_GANDA": _arti(
            _A,
            ("NIK ini milik orang lain; disimpan sebagai NIK ganda", "The NIK is another person's; kept as a double"),
            ("Dinas Dukcapil menetapkan siapa pemilik NIK ini", "The civil registry decides whose it is"),
        ),
        "GANDA_DALAM_KELUARGA": _arti(
            _T,
            (
                "NIK yang sama dua kali dalam satu keluarga dengan data berbeda",
                "One NIK twice in a family",
            ),
            ("Perbaiki NIK salah satunya", "Correct one of the two"),
        ),
        "ORANG_DI_KELUARGA_LAIN": _arti(
            _K,
            ("Orang ini tercatat sebagai anggota keluarga lain", "The person is on record in another family"),
            ("Catat perpindahannya lewat perubahan data keluarga", "Record a move as a change of the family"),
        ),
        "REGISTRI_LEBIH_BARU": _arti(
            _K,
            ("Petugas mengubah data ini setelah tanggal data berkas", "An officer changed this after the file's day"),
            ("Bandingkan dengan catatan registri; bila berkas benar, ubah lewat perubahan data", "Compare the two"),
        ),
        "ORANG_BERBEDA": _arti(
            _K,
            ("NIK ini milik anggota keluarga ini dengan nama, lahir, atau kelamin lain", "The NIK is another member's"),
            ("Periksa NIK pada kartu; bila registri keliru, ubah lewat perubahan data", "Compare with the card"),
        ),
        "SUDAH_KELUAR": _arti(
            _K,
            ("Orang ini sudah tercatat keluar atau meninggal", "The person has left or died on record"),
            ("Koreksi catatan itu bila keliru", "Correct that record if it is wrong"),
        ),
        "KELUARGA_DITUTUP": _arti(
            _K,
            ("Keluarga ini sudah ditutup di registri", "The family is closed on record"),
            ("Koreksi perubahan yang menutupnya bila keliru", "Correct the change that closed it if it is wrong"),
        ),
        "NAMA_KOSONG": _arti(_A, ("Nama kosong", "The name is blank")),
        "NAMA_BERISI_NOMOR": _arti(
            _T,
            ("Nama berisi nomor seperti NIK atau nomor KK", "The name holds a number like a NIK or No KK"),
            ("Periksa apakah kolom bergeser; isi nama tanpa nomor", "See whether columns are shifted; give the name"),
        ),
        "TANPA_IDENTITAS": _arti(_T, ("Nama dan NIK kosong", "Neither a name nor a NIK")),
        "TEKS_TERLALU_PANJANG": _arti(_A, ("Isian terlalu panjang; dipotong", "Too long; it was cut")),
        "TANGGAL_LAHIR_TIDAK_SAH": _arti(
            _T,
            ("Tanggal lahir kosong, tidak ada, atau di luar umur 0-120", "No birth date that gives an age of 0-120"),
            ("Tulis TTTT-BB-HH atau HH/BB/TTTT", "Write YYYY-MM-DD or DD/MM/YYYY"),
        ),
        "TANGGAL_BULAN_DULU": _arti(
            _A,
            (
                "Tanggal ditulis bulan/hari/tahun; kolomnya dibaca hari/bulan, jadi tanggal 1-12 mungkin tertukar",
                "A date with the month first; the column is read day first, so its days 1-12 may be months",
            ),
            ("Tulis seluruh kolom sebagai TTTT-BB-HH", "Write the whole column as YYYY-MM-DD"),
        ),
        "TGL_LAHIR_DARI_NIK": _arti(_A, ("Tanggal lahir diambil dari NIK", "The birth date was taken from the NIK")),
        "JENIS_KELAMIN_TIDAK_SAH": _arti(_T, ("Jenis kelamin tidak dikenal", "Unknown sex")),
        "JENIS_KELAMIN_DARI_NIK": _arti(_A, ("Jenis kelamin diambil dari NIK", "The sex was taken from the NIK")),
        "HUBUNGAN_TIDAK_DIKENAL": _arti(
            _A, ("Hubungan keluarga tidak dikenal; disimpan sebagai lainnya", "Unknown relation; kept as other")
        ),
        "KEPALA_GANDA": _arti(
            _A, ("Kepala keluarga lebih dari satu; yang ini tidak dijadikan kepala", "More than one head of family")
        ),
        "KEPALA_TIDAK_ADA": _arti(_A, ("Keluarga tanpa kepala keluarga", "The family has no head")),
        # -- family card and shared columns
        "KK_KOSONG": _arti(_A, ("Nomor KK kosong", "The family card number is missing")),
        "KK_TIDAK_VALID": _arti(
            _A, ("Nomor KK bukan 16 angka yang sah; disimpan tanpa nomor", "Not a valid card number; kept without")
        ),
        "KK_NOTASI_ILMIAH": _arti(
            _A,
            ("Nomor KK berubah menjadi notasi ilmiah (3,2E+15); angkanya hilang", "The card number became 3.2E+15"),
            ("Atur kolom sebagai Teks di lembar kerja, lalu isi ulang", "Format the column as Text and enter it anew"),
        ),
        "KK_ANGKA_HILANG": _arti(
            _A,
            (
                "Nomor KK kurang atau dibulatkan lembar kerja; disimpan tanpa nomor",
                "A spreadsheet cut or rounded the card number",
            ),
            ("Atur kolom sebagai Teks di lembar kerja, lalu isi ulang", "Format the column as Text and enter it anew"),
        ),
        "KK_RUSAK_TANPA_PENANDA": _arti(
            _T,
            (
                "Nomor KK rusak dan penanda keluarga kosong; tidak diketahui siapa sekeluarga dengan siapa",
                "A damaged card number and no mark of the family: nobody knows who belongs together",
            ),
            (
                "Ekspor ulang dengan kolom nomor KK sebagai Teks, atau isi satu kunci_keluarga untuk tiap keluarga",
                "Export the column as Text once more, or give each family one mark (kunci_keluarga)",
            ),
        ),
        "KK_DIPAKAI_BANYAK_KELUARGA": _arti(
            _T,
            (
                "Satu nomor KK memuat beberapa kepala keluarga yang tinggal terpisah; tidak disatukan",
                "One card number holds several heads of family who live apart; they are not made one family",
            ),
            (
                "Periksa kolom nomor KK; bila nomornya benar, beri tiap keluarga kunci_keluarga sendiri",
                "Look at the column of the card; if the number is right, give each family a mark (kunci_keluarga)",
            ),
        ),
        "KK_TERCATAT_KELUARGA_LAIN": _arti(
            _K,
            (
                "Nomor KK tercatat pada keluarga tanpa seorang pun dari berkas ini, di desa atau alamat lain",
                "The card is on record for a family with nobody of this file, in another village or at another address",
            ),
            (
                (
                    "Cari nomor KK itu di registri. Bila keluarga yang sama: sertakan baris anggota yang tercatat "
                    "(NIK, atau nama, tanggal lahir, jenis kelamin), atau samakan alamatnya. Jika bukan: betulkan nomor"
                ),
                (
                    "Look the card up. If it is that family: add the row of a member on record (NIK, or name, birth "
                    "date and sex), or give the address as on record. If it is not: set the number right"
                ),
            ),
        ),
        "KK_PALSU_DIDUGA": _arti(_A, ("Susunan nomor KK tidak lazim", "The card number has an unusual pattern")),
        "KK_TANGGAL_TIDAK_ADA": _arti(_A, ("Tanggal di dalam nomor KK tidak ada", "The card number's date is no date")),
        "KELUARGA_LEBIH_BARU": _arti(
            _A,
            ("Petugas mengubah nomor KK atau alamat setelah tanggal data berkas", "An officer changed card or address"),
            ("Bandingkan dengan catatan registri; bila berkas benar, ubah lewat perubahan data", "Compare the two"),
        ),
        "DATA_LEBIH_LAMA": _arti(
            _A,
            (
                "Berkas berdata lebih baru sudah diimpor; isian yang berbeda tidak dipakai",
                "A newer file was imported",
            ),
            ("Tidak perlu tindakan; bila berkas ini yang benar, ubah lewat perubahan data", "Nothing to do"),
        ),
        "KK_BARU": _arti(
            _A,
            ("Nomor KK keluarga ini diganti", "The family got another card number"),
            ("Pastikan kartunya memang diperbarui", "Make sure that the card was renewed"),
        ),
        "ISIAN_KELUARGA_BERBEDA": _arti(
            _A,
            ("Isian keluarga berbeda antarbaris; dipakai dari baris kepala keluarga", "Rows of one family disagree"),
        ),
        # -- answers
        "TANGGAL_DATA_TIDAK_SAH": _arti(_A, ("Tanggal pendataan tidak sah; dipakai tanggal impor", "No valid day")),
        "INSTRUMEN_TIDAK_DIKENAL": _arti(_A, ("Versi kuesioner tidak dikenal", "Unknown questionnaire")),
        "JAWABAN_TIDAK_SAH": _arti(
            _A, ("Jawaban di luar daftar kode atau rentang; dikosongkan", "Outside the codes or the range; left empty")
        ),
        "JAWABAN_TIDAK_DITANYAKAN": _arti(
            _A, ("Jawaban tidak ditanyakan menurut isian lain; dikosongkan", "Not asked by other answers; left empty")
        ),
        "JAWABAN_BERSELISIH": _arti(
            _A, ("Jawaban bertentangan dengan jawaban lain; dikosongkan", "Contradicts another answer; left empty")
        ),
        "JAWABAN_LEBIH_LAMA": _arti(
            _A,
            ("Registri menyimpan jawaban yang lebih baru; jawaban ini tidak dipakai", "Newer answers are on record"),
            ("Tidak perlu tindakan", "Nothing to do"),
        ),
    }
)
"""Every remark by its code."""


_BOBOT: Final = {h: n for n, h in enumerate(HasilBaris)}


def terberat(catatan: tuple[Catatan, ...] | list[Catatan], dasar: HasilBaris) -> HasilBaris:
    """Return what becomes of a row with these remarks, which without them is `dasar`."""
    return max([dasar, *(ARTI[c.kode].hasil for c in catatan)], key=_BOBOT.__getitem__) if catatan else dasar


def terbitkan() -> None:
    """Publish the remarks; called once when the routes are put together."""
    daftarkan(
        "catatan-impor",
        "2026.1",
        Teks("Catatan atas baris impor", "Remarks on imported rows"),
        (
            Butir(k, a.pesan, {"hasil": a.hasil.value, "saran": a.saran.id, "advice": a.saran.en})
            for k, a in ARTI.items()
        ),
    )
