"""Canonical category codes, one meaning per number (pure).

The same number means different things in different questionnaires (roof 5 and 6, floor 8 and 9, fuel 0 and 12, toilet
2 and 3, disposal 3 and 4, schooling and illness 0 and 1). So answers are kept with their instrument and only these
codes enter a score. How an instrument's codes become these stands in its data file, under `kanonik`.
"""

from enum import IntEnum


class StatusBangunan(IntEnum):
    """Tenure of the dwelling."""

    MILIK_SENDIRI = 1
    SEWA = 2
    BEBAS_SEWA = 3
    DINAS = 4
    LAINNYA = 5


class Lantai(IntEnum):
    """Main floor material."""

    MARMER_GRANIT = 1
    KERAMIK = 2
    PARKET_VINIL = 3
    UBIN_TERASO = 4
    KAYU = 5
    SEMEN_BATA = 6
    BAMBU = 7
    KAYU_RENDAH = 8
    TANAH = 9
    LAINNYA = 10


class Dinding(IntEnum):
    """Main wall material."""

    TEMBOK = 1
    PLESTERAN = 2
    KAYU = 3
    ANYAMAN_BAMBU = 4
    BATANG_KAYU = 5
    BAMBU = 6
    LAINNYA = 7


class Atap(IntEnum):
    """Main roof material."""

    BETON = 1
    GENTENG = 2
    SENG = 3
    ASBES = 4
    KAYU_SIRAP = 5
    BAMBU = 6
    RUMBIA = 7
    LAINNYA = 8


class AirMinum(IntEnum):
    """Main source of drinking water."""

    KEMASAN = 1
    ISI_ULANG = 2
    LEDING = 3
    SUMUR_BOR = 4
    SUMUR_TERLINDUNG = 5
    SUMUR_TAK_TERLINDUNG = 6
    MATA_AIR_TERLINDUNG = 7
    MATA_AIR_TAK_TERLINDUNG = 8
    AIR_PERMUKAAN = 9
    AIR_HUJAN = 10
    LAINNYA = 11


class Penerangan(IntEnum):
    """Main lighting. PBDT2015 tells "without a meter" by the installed power, so its codes do not map one by one."""

    PLN_METERAN = 1
    PLN_TANPA_METERAN = 2
    NON_PLN = 3
    BUKAN_LISTRIK = 4


class Daya(IntEnum):
    """Largest installed power of a PLN meter."""

    TANPA_METERAN = 0
    W450 = 1
    W900 = 2
    W1300 = 3
    W2200 = 4
    DI_ATAS_2200 = 5


class BahanBakar(IntEnum):
    """Cooking fuel; bottled gas above 3 kg is one kind because PBDT2015 does not split it."""

    LISTRIK = 1
    ELPIJI_DI_ATAS_3KG = 2
    ELPIJI_3KG = 3
    GAS_KOTA_BIOGAS = 4
    MINYAK_TANAH = 5
    BRIKET = 6
    ARANG = 7
    KAYU_BAKAR = 8
    TIDAK_MEMASAK = 9
    LAINNYA = 10


class Bab(IntEnum):
    """Toilet facility; one that nobody uses counts as none."""

    SENDIRI = 1
    BERSAMA = 2
    UMUM = 3
    TIDAK_ADA = 4


class Kloset(IntEnum):
    """Toilet type."""

    TIDAK_PAKAI = 0
    LEHER_ANGSA = 1
    PLENGSENGAN = 2
    CEMPLUNG = 3


class Tinja(IntEnum):
    """Final disposal of waste."""

    TANGKI_SEPTIK = 1
    IPAL = 2
    KOLAM_SUNGAI = 3
    LUBANG_TANAH = 4
    PANTAI_KEBUN = 5
    LAINNYA = 6


class Internet(IntEnum):
    """Main internet connection in the last month."""

    TIDAK = 0
    INTERNET_TV = 1
    WIFI = 2
    HP = 3


class Pendidikan(IntEnum):
    """Highest certificate."""

    TANPA_IJAZAH = 0
    SD = 1
    SMP = 2
    SMA = 3
    DIPLOMA = 4
    SARJANA = 5
    PASCASARJANA = 6


class Sekolah(IntEnum):
    """School participation."""

    BELUM_PERNAH = 1
    MASIH = 2
    TIDAK_LAGI = 3


class Sektor(IntEnum):
    """Sector of the main job, in the four groups that hold for every instrument."""

    TIDAK_BEKERJA = 0
    PERTANIAN = 1
    INDUSTRI_KONSTRUKSI = 2
    PERDAGANGAN_ANGKUTAN = 3
    JASA = 4


class Kedudukan(IntEnum):
    """Position in the main job."""

    TIDAK_BEKERJA = 0
    BERUSAHA_SENDIRI = 1
    DIBANTU_TIDAK_TETAP = 2
    DIBANTU_TETAP = 3
    KARYAWAN_SWASTA = 4
    APARATUR = 5
    BEBAS_PERTANIAN = 6
    BEBAS_NON_PERTANIAN = 7
    PEKERJA_KELUARGA = 8
