"""The words in which a citizen reads why: groups of regressors, never a weight (weights invite gaming).

Banerjee, Hanna, Olken and Sumarto (2019) asked 25 million households about flat-screen televisions: people who believed
that the answer counted reported fewer of them. So a citizen is told what was looked at, in which direction, on which
data and how to correct it, and not how much it weighs.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class KodeFaktor(StrEnum):
    """A group of regressors that a person would name in one breath."""

    UKURAN_KELUARGA = "ukuran_keluarga"
    SUSUNAN_UMUR = "susunan_umur"
    PENDIDIKAN = "pendidikan"
    PEKERJAAN = "pekerjaan"
    TEMPAT_TINGGAL = "tempat_tinggal"
    RUMAH = "rumah"
    AIR_SANITASI = "air_sanitasi"
    LISTRIK_MEMASAK = "listrik_memasak"
    ASET = "aset"
    LAHAN_TERNAK = "lahan_ternak"
    KOMUNIKASI_KEUANGAN = "komunikasi_keuangan"
    KESEHATAN = "kesehatan"


class Arah(StrEnum):
    """Where a factor pulls, compared with the average family of the model."""

    MENURUNKAN = "menurunkan"
    MENAIKKAN = "menaikkan"


@dataclass(frozen=True, slots=True)
class Kalimat:
    """What is said of one factor: its name, the sentence for each direction, and how the data can be corrected."""

    nama: Teks
    menurunkan: Teks
    menaikkan: Teks
    koreksi: Teks

    def penjelasan(self, arah: Arah) -> Teks:
        """Return the sentence for a direction."""
        return self.menurunkan if arah is Arah.MENURUNKAN else self.menaikkan


_LEWAT_USULAN = Teks(
    " Ajukan usulan PERBAIKAN (PEMBARUAN_DESIL) lewat aplikasi atau operator desa/kelurahan; petugas akan berkunjung.",
    " File a PERBAIKAN usulan (PEMBARUAN_DESIL) in the app or with the village operator; an enumerator will visit.",
)
_LEWAT_ANGGOTA = Teks(
    " Ajukan usulan PERBAIKAN (ANGGOTA_KELUARGA) dengan Kartu Keluarga terbaru.",
    " File a PERBAIKAN usulan (ANGGOTA_KELUARGA) with the latest Kartu Keluarga.",
)


def _kalimat(nama: Teks, apa: Teks, koreksi: Teks) -> Kalimat:
    return Kalimat(
        nama,
        Teks(
            f"{apa.id} menunjukkan kesejahteraan di bawah rata-rata, sehingga cenderung menurunkan desil.",
            f"{apa.en} point to below-average welfare and so tend to lower the decile.",
        ),
        Teks(
            f"{apa.id} menunjukkan kesejahteraan di atas rata-rata, sehingga cenderung menaikkan desil.",
            f"{apa.en} point to above-average welfare and so tend to raise the decile.",
        ),
        koreksi,
    )


def _sambung(awal: Teks, akhir: Teks) -> Teks:
    return Teks(awal.id + akhir.id, awal.en + akhir.en)


_K = KodeFaktor
KALIMAT: Final = MappingProxyType(
    {
        _K.UKURAN_KELUARGA: _kalimat(
            Teks("Jumlah anggota keluarga", "Family size"),
            Teks("Jumlah anggota keluarga Anda", "The numbers of your family"),
            _sambung(
                Teks("Periksa apakah ada yang lahir, meninggal atau pindah.", "Check births, deaths and moves."),
                _LEWAT_ANGGOTA,
            ),
        ),
        _K.SUSUNAN_UMUR: _kalimat(
            Teks("Susunan umur keluarga", "Ages in the family"),
            Teks("Banyaknya anak dan lanjut usia di keluarga Anda", "The children and elderly in your family"),
            _sambung(
                Teks("Periksa tanggal lahir setiap anggota keluarga.", "Check every member's date of birth."),
                _LEWAT_ANGGOTA,
            ),
        ),
        _K.PENDIDIKAN: _kalimat(
            Teks("Pendidikan", "Education"),
            Teks("Pendidikan anggota keluarga Anda", "The levels of schooling in your family"),
            _sambung(Teks("Siapkan ijazah terakhir.", "Have the latest school certificates ready."), _LEWAT_USULAN),
        ),
        _K.PEKERJAAN: _kalimat(
            Teks("Pekerjaan", "Work"),
            Teks("Pekerjaan anggota keluarga Anda", "The jobs in your family"),
            _sambung(Teks("Laporkan bila pekerjaan berubah.", "Report a change of work."), _LEWAT_USULAN),
        ),
        _K.TEMPAT_TINGGAL: _kalimat(
            Teks("Tempat tinggal", "Place of residence"),
            Teks("Biaya hidup dan peluang di desa atau kelurahan Anda", "Prices and chances in your village or town"),
            _sambung(
                Teks("Laporkan bila keluarga sudah pindah.", "Report it when the family has moved."), _LEWAT_ANGGOTA
            ),
        ),
        _K.RUMAH: _kalimat(
            Teks("Rumah", "Dwelling"),
            Teks("Luas dan bahan bangunan rumah Anda", "The size and materials of your house"),
            _sambung(Teks("Siapkan foto rumah terbaru.", "Have recent photos of the house ready."), _LEWAT_USULAN),
        ),
        _K.AIR_SANITASI: _kalimat(
            Teks("Air minum dan sanitasi", "Drinking water and sanitation"),
            Teks("Sumber air minum dan sanitasi rumah Anda", "The water source and sanitation of your house"),
            _sambung(Teks("Siapkan foto fasilitasnya.", "Have photos of the facilities ready."), _LEWAT_USULAN),
        ),
        _K.LISTRIK_MEMASAK: _kalimat(
            Teks("Listrik dan bahan bakar memasak", "Electricity and cooking fuel"),
            Teks("Daya listrik dan bahan bakar memasak Anda", "Your electricity supply and cooking fuel"),
            _sambung(Teks("Siapkan tagihan atau token listrik.", "Have an electricity bill ready."), _LEWAT_USULAN),
        ),
        _K.ASET: _kalimat(
            Teks("Barang yang dimiliki", "Belongings"),
            Teks("Barang yang tercatat dimiliki keluarga Anda", "The belongings recorded for your family"),
            _sambung(
                Teks("Laporkan barang yang sudah dijual atau hilang.", "Report what was sold or lost."), _LEWAT_USULAN
            ),
        ),
        _K.LAHAN_TERNAK: _kalimat(
            Teks("Lahan dan ternak", "Land and livestock"),
            Teks("Lahan dan ternak yang tercatat", "The land and livestock recorded for your family"),
            _sambung(Teks("Laporkan lahan/ternak yang sudah dilepas.", "Report what you gave up."), _LEWAT_USULAN),
        ),
        _K.KOMUNIKASI_KEUANGAN: _kalimat(
            Teks("Internet dan rekening", "Internet and accounts"),
            Teks("Pemakaian internet dan rekening keluarga Anda", "Your family's internet use and accounts"),
            _sambung(Teks("Laporkan bila keadaannya berubah.", "Report a change."), _LEWAT_USULAN),
        ),
        _K.KESEHATAN: _kalimat(
            Teks("Kesehatan dan disabilitas", "Health and disability"),
            Teks("Keadaan kesehatan dan disabilitas di keluarga Anda", "The health and disabilities in your family"),
            _sambung(Teks("Siapkan surat keterangan kesehatan.", "Have a health certificate ready."), _LEWAT_USULAN),
        ),
    }
)
"""The sentences of every factor."""
