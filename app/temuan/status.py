"""The words of findings: kinds and their families, sources, states and actions, with what a citizen reads.

Kinds: rejection and anomaly codes of practice (Kepmensos 73/HUK/2024; BPK findings and DKI rules as reported). A hit is
a finding that goes to a human; it decides and deletes nothing (UU 27/2022 ps 10).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks
from app.referensi.katalog import ALASAN, Butir, daftarkan

_VERSI: Final = "2026.1"


class KelompokTemuan(StrEnum):
    """Family of a kind; it says who may decide and how much of it a village may read."""

    IDENTITAS = "IDENTITAS"
    KEMAMPUAN = "KEMAMPUAN"
    PROGRAM = "PROGRAM"
    LAPANGAN = "LAPANGAN"
    KRITERIA = "KRITERIA"


class JenisTemuan(StrEnum):
    """What was found."""

    # IDENTITAS
    NIK_GANDA = "NIK_GANDA"
    KEPALA_GANDA = "KEPALA_GANDA"
    DUGAAN_GANDA = "DUGAAN_GANDA"
    NIK_TIDAK_VALID = "NIK_TIDAK_VALID"
    NIK_PALSU_DIDUGA = "NIK_PALSU_DIDUGA"
    NIK_TIDAK_DITEMUKAN = "NIK_TIDAK_DITEMUKAN"
    NIK_KOSONG = "NIK_KOSONG"
    KK_TIDAK_VALID = "KK_TIDAK_VALID"
    TIDAK_PADAN_DUKCAPIL = "TIDAK_PADAN_DUKCAPIL"
    NAMA_KOSONG = "NAMA_KOSONG"
    MENINGGAL = "MENINGGAL"
    BEDA_WILAYAH = "BEDA_WILAYAH"
    SUDAH_TERDAFTAR = "SUDAH_TERDAFTAR"
    GANDA_DALAM_KELUARGA = "GANDA_DALAM_KELUARGA"
    # KEMAMPUAN
    ASN_TNI_POLRI = "ASN_TNI_POLRI"
    GURU_TERSERTIFIKASI_NON_ASN = "GURU_TERSERTIFIKASI_NON_ASN"
    PENSIUNAN = "PENSIUNAN"
    PEJABAT_APARAT_DESA = "PEJABAT_APARAT_DESA"
    PEMILIK_USAHA_AHU = "PEMILIK_USAHA_AHU"
    UPAH_DI_ATAS_UMP_UMK = "UPAH_DI_ATAS_UMP_UMK"
    PELANGGAN_PLN_900_NONSUBSIDI_ATAU_LEBIH = "PELANGGAN_PLN_900_NONSUBSIDI_ATAU_LEBIH"
    KENDARAAN_RODA_4 = "KENDARAAN_RODA_4"
    NJOP_DI_ATAS_1M = "NJOP_DI_ATAS_1M"
    AIR_KEMASAN_BERMERK = "AIR_KEMASAN_BERMERK"
    PEGAWAI_TETAP_BUMN_DPR = "PEGAWAI_TETAP_BUMN_DPR"
    REKENING_JUDI_ONLINE = "REKENING_JUDI_ONLINE"
    SDM_KESOS = "SDM_KESOS"
    DINILAI_MAMPU_MUSYAWARAH = "DINILAI_MAMPU_MUSYAWARAH"
    # PROGRAM
    TUMPANG_TINDIH_PROGRAM = "TUMPANG_TINDIH_PROGRAM"
    TIDAK_LAYAK_DAERAH = "TIDAK_LAYAK_DAERAH"
    TIDAK_LAYAK_GIS = "TIDAK_LAYAK_GIS"
    # LAPANGAN
    LOKASI_DI_LUAR_DESA = "LOKASI_DI_LUAR_DESA"
    LOKASI_BERULANG = "LOKASI_BERULANG"
    LOKASI_TIDAK_TELITI = "LOKASI_TIDAK_TELITI"
    WAKTU_TIDAK_WAJAR = "WAKTU_TIDAK_WAJAR"
    FOTO_BERULANG = "FOTO_BERULANG"
    KUNJUNGAN_BERBEDA = "KUNJUNGAN_BERBEDA"
    # KRITERIA
    KRITERIA_BERSELISIH = "KRITERIA_BERSELISIH"

    @property
    def kelompok(self) -> KelompokTemuan:
        """The family of this kind."""
        return _KELOMPOK[self]

    @property
    def teks(self) -> Teks:
        """What it says, in words; the catalogue's where it has the code."""
        return ALASAN[self.value].teks if self.value in ALASAN else _TEKS[self]


class SumberTemuan(StrEnum):
    """Who says so."""

    REGISTRI = "REGISTRI"
    DUKCAPIL = "DUKCAPIL"
    BKN = "BKN"
    AHU = "AHU"
    BPJS_TK = "BPJS_TK"
    PLN = "PLN"
    SAMSAT = "SAMSAT"
    PPATK = "PPATK"
    BAPENDA = "BAPENDA"
    SDM_KESOS = "SDM_KESOS"
    LAPANGAN = "LAPANGAN"
    KRITERIA = "KRITERIA"
    MUSYAWARAH = "MUSYAWARAH"
    WARGA = "WARGA"
    PETUGAS = "PETUGAS"


class StatusTemuan(StrEnum):
    """Where a finding stands; open ones (TERBUKA, DITANGGAPI) hold a validation up."""

    TERBUKA = "TERBUKA"
    DITANGGAPI = "DITANGGAPI"
    TERBUKTI = "TERBUKTI"
    GUGUR = "GUGUR"
    KEDALUWARSA = "KEDALUWARSA"


class AksiTemuan(StrEnum):
    """What may be done to a finding."""

    TEMUKAN = "temukan"
    CATAT = "catat"
    TANGGAPI = "tanggapi"
    BUKTIKAN = "buktikan"
    GUGURKAN = "gugurkan"
    KEDALUWARSAKAN = "kedaluwarsakan"
    TEMUKAN_LAGI = "temukan_lagi"


BELUM_DIPUTUS: Final = frozenset({StatusTemuan.TERBUKA, StatusTemuan.DITANGGAPI})
"""States in which a human still has to decide."""

_J = JenisTemuan
_K = KelompokTemuan
_PROGRAM: Final = (_J.TUMPANG_TINDIH_PROGRAM, _J.TIDAK_LAYAK_DAERAH, _J.TIDAK_LAYAK_GIS)
_LAPANGAN: Final = (
    *(_J.LOKASI_DI_LUAR_DESA, _J.LOKASI_BERULANG, _J.WAKTU_TIDAK_WAJAR, _J.FOTO_BERULANG),
    *(_J.KUNJUNGAN_BERBEDA, _J.LOKASI_TIDAK_TELITI),
)
_IDENTITAS: Final = (
    *(_J.NIK_GANDA, _J.KEPALA_GANDA, _J.DUGAAN_GANDA, _J.NIK_TIDAK_VALID, _J.NIK_PALSU_DIDUGA, _J.NIK_TIDAK_DITEMUKAN),
    *(_J.NIK_KOSONG, _J.KK_TIDAK_VALID, _J.TIDAK_PADAN_DUKCAPIL, _J.NAMA_KOSONG, _J.MENINGGAL, _J.BEDA_WILAYAH),
    *(_J.SUDAH_TERDAFTAR, _J.GANDA_DALAM_KELUARGA),
)
_KELOMPOK: Final[Mapping[JenisTemuan, KelompokTemuan]] = MappingProxyType(
    dict.fromkeys(JenisTemuan, _K.KEMAMPUAN)
    | dict.fromkeys(_IDENTITAS, _K.IDENTITAS)
    | dict.fromkeys(_PROGRAM, _K.PROGRAM)
    | dict.fromkeys(_LAPANGAN, _K.LAPANGAN)
    | {_J.KRITERIA_BERSELISIH: _K.KRITERIA}
)
_TEKS: Final[Mapping[JenisTemuan, Teks]] = MappingProxyType(
    {
        _J.KEPALA_GANDA: Teks("Keluarga tercatat punya dua kepala keluarga", "The family has two heads on record"),
        _J.DUGAAN_GANDA: Teks("Orang yang sama mungkin tercatat dua kali", "The same person may be recorded twice"),
        _J.NIK_PALSU_DIDUGA: Teks("Susunan NIK tidak lazim", "The NIK has an unusual pattern"),
        _J.LOKASI_DI_LUAR_DESA: Teks(
            "Titik lokasi kunjungan di luar desa", "The visit's position lies outside the village"
        ),
        _J.LOKASI_BERULANG: Teks(
            "Beberapa kunjungan tercatat di titik yang sama", "Several visits were recorded at the same spot"
        ),
        _J.LOKASI_TIDAK_TELITI: Teks(
            "Titik lokasi kunjungan tidak teliti", "The visit's position is not accurate enough"
        ),
        _J.WAKTU_TIDAK_WAJAR: Teks("Waktu kunjungan tidak wajar", "The time of the visit is not plausible"),
        _J.FOTO_BERULANG: Teks("Foto yang sama dipakai pada kunjungan lain", "The same photo serves another visit"),
        _J.KUNJUNGAN_BERBEDA: Teks("Kunjungan periksa ulang berbeda hasilnya", "A re-visit came to another result"),
        _J.KRITERIA_BERSELISIH: Teks("Kriteria dan jawaban berselisih", "Criteria and answers disagree"),
    }
)

TEKS_STATUS: Final[Mapping[StatusTemuan, Teks]] = MappingProxyType(
    {
        StatusTemuan.TERBUKA: Teks("Menunggu tanggapan Anda dan keputusan petugas", "Waiting for you and an officer"),
        StatusTemuan.DITANGGAPI: Teks("Tanggapan diterima; menunggu keputusan petugas", "Answered; to be decided"),
        StatusTemuan.TERBUKTI: Teks("Terbukti menurut petugas", "Confirmed by an officer"),
        StatusTemuan.GUGUR: Teks("Gugur; tidak dipakai menilai Anda", "Dismissed; it does not count against you"),
        StatusTemuan.KEDALUWARSA: Teks("Kedaluwarsa; datanya sudah lama atau ditarik", "Lapsed: old or withdrawn data"),
    }
)
"""What the citizen sees in each state."""


def terbitkan() -> None:
    """Publish kinds and states; called once when the routes are put together."""
    daftarkan(
        "jenis-temuan",
        _VERSI,
        Teks("Jenis temuan", "Kinds of findings"),
        (Butir(j.value, j.teks, {"kelompok": j.kelompok.value}) for j in JenisTemuan),
    )
    daftarkan(
        "status-temuan",
        _VERSI,
        Teks("Status temuan", "States of a finding"),
        (Butir(s.value, t, {"is_diputus": s not in BELUM_DIPUTUS}) for s, t in TEKS_STATUS.items()),
    )
