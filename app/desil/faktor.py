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
from app.desil.ucapan import Ucapan, ucapan


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
    menurunkan: Ucapan
    menaikkan: Ucapan
    koreksi: Ucapan

    def penjelasan(self, arah: Arah) -> Ucapan:
        """Return the sentence for a direction."""
        return self.menurunkan if arah is Arah.MENURUNKAN else self.menaikkan


_LEWAT_USULAN = Ucapan(
    Teks(
        "Ajukan usulan PERBAIKAN (PEMBARUAN_DESIL) lewat aplikasi atau operator desa/kelurahan; petugas akan "
        "berkunjung.",
        "File a PERBAIKAN usulan (PEMBARUAN_DESIL) in the app or with the village operator; an enumerator will visit.",
    ),
    Teks(
        "Keluarga mengajukan usulan PERBAIKAN (PEMBARUAN_DESIL) lewat aplikasi, atau operator desa/kelurahan atas "
        "namanya; enumerator lalu berkunjung.",
        "The family files a PERBAIKAN usulan (PEMBARUAN_DESIL) in the app, or the village operator does on its behalf; "
        "an enumerator then visits.",
    ),
)
_LEWAT_ANGGOTA = Ucapan(
    Teks(
        "Ajukan usulan PERBAIKAN (ANGGOTA_KELUARGA) dengan Kartu Keluarga terbaru.",
        "File a PERBAIKAN usulan (ANGGOTA_KELUARGA) with the latest Kartu Keluarga.",
    ),
    Teks(
        "Keluarga, atau operator desa/kelurahan atas namanya, mengajukan usulan PERBAIKAN (ANGGOTA_KELUARGA) dengan "
        "Kartu Keluarga terbaru.",
        "The family, or the village operator on its behalf, files a PERBAIKAN usulan (ANGGOTA_KELUARGA) with the "
        "latest Kartu Keluarga.",
    ),
)


def _kalimat(nama: Teks, apa: Ucapan, koreksi: Ucapan) -> Kalimat:
    rendah, tinggi = (
        ucapan(
            f"menunjukkan kesejahteraan {letak.id} rata-rata, sehingga cenderung {arah.id} desil.",
            f"point to {letak.en}-average welfare and so tend to {arah.en} the decile.",
        )
        for letak, arah in (
            (Teks("di bawah", "below"), Teks("menurunkan", "lower")),
            (Teks("di atas", "above"), Teks("menaikkan", "raise")),
        )
    )
    return Kalimat(nama, apa.lalu(rendah), apa.lalu(tinggi), koreksi)


def _siapkan(id_: str, en: str) -> Ucapan:
    """Return what a citizen is asked to have ready, and an officer to ask for."""
    return Ucapan(Teks(f"Siapkan {id_}.", f"Have {en} ready."), Teks(f"Mintalah {id_}.", f"Ask for {en}."))


def _laporkan(id_: str, en: str) -> Ucapan:
    """Return what a citizen is asked to report, and an officer to find out; `en` follows "whether"."""
    return Ucapan(
        Teks(f"Laporkan bila {id_}.", f"Report it if {en}."), Teks(f"Tanyakan apakah {id_}.", f"Ask whether {en}.")
    )


_K = KodeFaktor
KALIMAT: Final = MappingProxyType(
    {
        _K.UKURAN_KELUARGA: _kalimat(
            Teks("Jumlah anggota keluarga", "Family size"),
            ucapan("Jumlah anggota keluarga {}", "The numbers of {} family"),
            ucapan("Periksa apakah ada yang lahir, meninggal atau pindah.", "Check births, deaths and moves.").lalu(
                _LEWAT_ANGGOTA
            ),
        ),
        _K.SUSUNAN_UMUR: _kalimat(
            Teks("Susunan umur keluarga", "Ages in the family"),
            ucapan("Banyaknya anak dan lanjut usia di keluarga {}", "The children and elderly in {} family"),
            ucapan("Periksa tanggal lahir setiap anggota keluarga.", "Check every member's date of birth.").lalu(
                _LEWAT_ANGGOTA
            ),
        ),
        _K.PENDIDIKAN: _kalimat(
            Teks("Pendidikan", "Education"),
            ucapan("Pendidikan anggota keluarga {}", "The levels of schooling in {} family"),
            _siapkan("ijazah terakhir", "the latest school certificates").lalu(_LEWAT_USULAN),
        ),
        _K.PEKERJAAN: _kalimat(
            Teks("Pekerjaan", "Work"),
            ucapan("Pekerjaan anggota keluarga {}", "The jobs in {} family"),
            _laporkan("pekerjaan berubah", "somebody's work has changed").lalu(_LEWAT_USULAN),
        ),
        _K.TEMPAT_TINGGAL: _kalimat(
            Teks("Tempat tinggal", "Place of residence"),
            ucapan("Biaya hidup dan peluang di desa atau kelurahan {}", "Prices and chances in {} village or town"),
            _laporkan("keluarga sudah pindah", "the family has moved").lalu(_LEWAT_ANGGOTA),
        ),
        _K.RUMAH: _kalimat(
            Teks("Rumah", "Dwelling"),
            ucapan("Luas dan bahan bangunan rumah keluarga {}", "The size and materials of {} family's house"),
            _siapkan("foto rumah terbaru", "recent photos of the house").lalu(_LEWAT_USULAN),
        ),
        _K.AIR_SANITASI: _kalimat(
            Teks("Air minum dan sanitasi", "Drinking water and sanitation"),
            ucapan(
                "Sumber air minum dan sanitasi rumah keluarga {}",
                "The water source and sanitation of {} family's house",
            ),
            _siapkan("foto fasilitasnya", "photos of the facilities").lalu(_LEWAT_USULAN),
        ),
        _K.LISTRIK_MEMASAK: _kalimat(
            Teks("Listrik dan bahan bakar memasak", "Electricity and cooking fuel"),
            ucapan("Daya listrik dan bahan bakar memasak keluarga {}", "The electricity and cooking fuel of {} family"),
            _siapkan("tagihan atau token listrik", "an electricity bill").lalu(_LEWAT_USULAN),
        ),
        _K.ASET: _kalimat(
            Teks("Barang yang dimiliki", "Belongings"),
            ucapan("Barang yang tercatat dimiliki keluarga {}", "The belongings recorded for {} family"),
            _laporkan("ada barang yang sudah dijual atau hilang", "something was sold or lost").lalu(_LEWAT_USULAN),
        ),
        _K.LAHAN_TERNAK: _kalimat(
            Teks("Lahan dan ternak", "Land and livestock"),
            ucapan("Lahan dan ternak yang tercatat bagi keluarga {}", "The land and livestock recorded for {} family"),
            _laporkan("ada lahan atau ternak yang sudah dilepas", "land or livestock was given up").lalu(_LEWAT_USULAN),
        ),
        _K.KOMUNIKASI_KEUANGAN: _kalimat(
            Teks("Internet dan rekening", "Internet and accounts"),
            ucapan("Pemakaian internet dan rekening keluarga {}", "The internet use and accounts of {} family"),
            _laporkan("keadaannya berubah", "this has changed").lalu(_LEWAT_USULAN),
        ),
        _K.KESEHATAN: _kalimat(
            Teks("Kesehatan dan disabilitas", "Health and disability"),
            ucapan("Keadaan kesehatan dan disabilitas di keluarga {}", "The health and disabilities in {} family"),
            _siapkan("surat keterangan kesehatan", "a health certificate").lalu(_LEWAT_USULAN),
        ),
    }
)
"""The sentences of every factor."""
