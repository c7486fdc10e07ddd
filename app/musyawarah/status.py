"""The words of the meeting: its states, actions, kinds and code lists.

Sources: Kepmensos 73/HUK/2024 (musyawarah, SPTJM), the monitoring form of the village deliberation.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusMusyawarah(StrEnum):
    """Where a village meeting stands; FINAL has minutes that nobody changes any more."""

    DIJADWALKAN = "DIJADWALKAN"
    FINAL = "FINAL"
    DIBATALKAN = "DIBATALKAN"


class AksiMusyawarah(StrEnum):
    """What may be done to a meeting."""

    BUAT = "buat"
    FINALKAN_BERITA_ACARA = "finalkan_berita_acara"
    KOREKSI_BERITA_ACARA = "koreksi_berita_acara"
    BATALKAN = "batalkan"


class JenisMusyawarah(StrEnum):
    """Meeting of a desa, of a kelurahan, or the public consultation that checks a list before it is enumerated."""

    MUSDES = "MUSDES"
    MUSKEL = "MUSKEL"
    FKP = "FKP"


class UnsurPeserta(StrEnum):
    """Who comes beside RT and RW."""

    APARAT = "APARAT"
    BPD_LMK = "BPD_LMK"
    PSM = "PSM"
    TKSK = "TKSK"
    BABINSA = "BABINSA"
    BHABINKAMTIBMAS = "BHABINKAMTIBMAS"
    TOKOH_MASYARAKAT = "TOKOH_MASYARAKAT"
    TOKOH_AGAMA = "TOKOH_AGAMA"
    LAINNYA = "LAINNYA"


class Keputusan(StrEnum):
    """What the meeting says about one name."""

    DISEPAKATI = "DISEPAKATI"
    TIDAK_DISEPAKATI = "TIDAK_DISEPAKATI"


class JenisBerkasMusyawarah(StrEnum):
    """Files that belong to the minutes: the first three are required, each correction has a signed sheet of its own."""

    BERITA_ACARA = "BERITA_ACARA"
    DAFTAR_HADIR = "DAFTAR_HADIR"
    FOTO = "FOTO"
    KOREKSI = "KOREKSI"


BERKAS_WAJIB: Final = frozenset(JenisBerkasMusyawarah) - {JenisBerkasMusyawarah.KOREKSI}
"""Without one of each the minutes are not final."""


class AsalNama(StrEnum):
    """How a name came before the meeting: scheduled, or agreed by SPTJM since the last one and to be confirmed."""

    JADWAL = "JADWAL"
    SPTJM = "SPTJM"


class TandaDaftar(StrEnum):
    """What RT/RW say of a registered person on the list."""

    MENINGGAL = "MENINGGAL"
    PINDAH = "PINDAH"
    TIDAK_DIKENAL = "TIDAK_DIKENAL"


class IndikatorMusyawarah(StrEnum):
    """What the meeting judged by; LAINNYA says it in words."""

    KONDISI_RUMAH = "KONDISI_RUMAH"
    PEKERJAAN = "PEKERJAAN"
    PENGHASILAN = "PENGHASILAN"
    PENGELUARAN_PANGAN = "PENGELUARAN_PANGAN"
    KEPEMILIKAN_ASET = "KEPEMILIKAN_ASET"
    TANGGUNGAN = "TANGGUNGAN"
    SAKIT_MENAHUN = "SAKIT_MENAHUN"
    DISABILITAS = "DISABILITAS"
    LANSIA = "LANSIA"
    PENDIDIKAN_ANAK = "PENDIDIKAN_ANAK"
    AIR_SANITASI = "AIR_SANITASI"
    SUMBER_PENERANGAN = "SUMBER_PENERANGAN"
    BANTUAN_LAIN = "BANTUAN_LAIN"
    LAINNYA = "LAINNYA"


NAMA_JENIS: Final[Mapping[JenisMusyawarah, Teks]] = MappingProxyType(
    {
        JenisMusyawarah.MUSDES: Teks("Musyawarah Desa", "Village meeting (desa)"),
        JenisMusyawarah.MUSKEL: Teks("Musyawarah Kelurahan", "Village meeting (kelurahan)"),
        JenisMusyawarah.FKP: Teks("Forum Konsultasi Publik", "Public consultation"),
    }
)
NAMA_UNSUR: Final[Mapping[UnsurPeserta, Teks]] = MappingProxyType(
    {
        UnsurPeserta.APARAT: Teks("Aparat desa/kelurahan", "Village officials"),
        UnsurPeserta.BPD_LMK: Teks("BPD/LMK", "Village council"),
        UnsurPeserta.PSM: Teks("Pekerja sosial masyarakat", "Community social worker"),
        UnsurPeserta.TKSK: Teks("TKSK", "Social worker of the kecamatan"),
        UnsurPeserta.BABINSA: Teks("Babinsa", "Army's village officer"),
        UnsurPeserta.BHABINKAMTIBMAS: Teks("Bhabinkamtibmas", "Police's village officer"),
        UnsurPeserta.TOKOH_MASYARAKAT: Teks("Tokoh masyarakat", "Community leader"),
        UnsurPeserta.TOKOH_AGAMA: Teks("Tokoh agama", "Religious leader"),
        UnsurPeserta.LAINNYA: Teks("Lainnya", "Others"),
    }
)
NAMA_TANDA: Final[Mapping[TandaDaftar, Teks]] = MappingProxyType(
    {
        TandaDaftar.MENINGGAL: Teks("Meninggal", "Died"),
        TandaDaftar.PINDAH: Teks("Pindah", "Moved away"),
        TandaDaftar.TIDAK_DIKENAL: Teks("Tidak dikenal", "Not known here"),
    }
)
NAMA_INDIKATOR: Final[Mapping[IndikatorMusyawarah, Teks]] = MappingProxyType(
    {
        IndikatorMusyawarah.KONDISI_RUMAH: Teks("Kondisi rumah", "Condition of the home"),
        IndikatorMusyawarah.PEKERJAAN: Teks("Pekerjaan kepala keluarga", "Work of the head of the family"),
        IndikatorMusyawarah.PENGHASILAN: Teks("Penghasilan", "Income"),
        IndikatorMusyawarah.PENGELUARAN_PANGAN: Teks("Pengeluaran untuk pangan", "Spending on food"),
        IndikatorMusyawarah.KEPEMILIKAN_ASET: Teks("Kepemilikan aset", "Assets"),
        IndikatorMusyawarah.TANGGUNGAN: Teks("Jumlah tanggungan", "Dependants"),
        IndikatorMusyawarah.SAKIT_MENAHUN: Teks("Sakit menahun", "Chronic illness"),
        IndikatorMusyawarah.DISABILITAS: Teks("Disabilitas", "Disability"),
        IndikatorMusyawarah.LANSIA: Teks("Lanjut usia", "Old age"),
        IndikatorMusyawarah.PENDIDIKAN_ANAK: Teks("Pendidikan anak", "Children's schooling"),
        IndikatorMusyawarah.AIR_SANITASI: Teks("Air minum dan sanitasi", "Drinking water and sanitation"),
        IndikatorMusyawarah.SUMBER_PENERANGAN: Teks("Sumber penerangan", "Source of lighting"),
        IndikatorMusyawarah.BANTUAN_LAIN: Teks("Bantuan yang sudah diterima", "Aid received already"),
        IndikatorMusyawarah.LAINNYA: Teks("Lainnya", "Other"),
    }
)
