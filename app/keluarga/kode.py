"""Code lists of the registry itself: how people belong to a family, and where a fact comes from."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class JenisKelamin(StrEnum):
    """Sex as Dukcapil writes it; questionnaires use 1 and 2."""

    L = "L"
    P = "P"


class Hubungan(StrEnum):
    """Relation to the head of the family: the eight codes of question 409."""

    KEPALA_KELUARGA = "KEPALA_KELUARGA"
    ISTRI_SUAMI = "ISTRI_SUAMI"
    ANAK = "ANAK"
    MENANTU = "MENANTU"
    CUCU = "CUCU"
    ORANG_TUA_MERTUA = "ORANG_TUA_MERTUA"
    PEMBANTU_SOPIR = "PEMBANTU_SOPIR"
    LAINNYA = "LAINNYA"

    @property
    def kode(self) -> int:
        """Code in question 409."""
        return 1 + list(Hubungan).index(self)


SHDK: Final[Mapping[int, Hubungan]] = MappingProxyType(
    {
        1: Hubungan.KEPALA_KELUARGA,
        2: Hubungan.ISTRI_SUAMI,
        3: Hubungan.ISTRI_SUAMI,
        4: Hubungan.ANAK,
        5: Hubungan.MENANTU,
        6: Hubungan.CUCU,
        7: Hubungan.ORANG_TUA_MERTUA,
        8: Hubungan.ORANG_TUA_MERTUA,
        9: Hubungan.LAINNYA,
        10: Hubungan.PEMBANTU_SOPIR,
        11: Hubungan.LAINNYA,
    }
)
"""The eleven codes of SIAK (status hubungan dalam keluarga) in the eight of the survey."""


class StatusDokumen(StrEnum):
    """Whether a person has a NIK; many who need help most have none."""

    ADA = "ADA"
    BELUM_PUNYA = "BELUM_PUNYA"
    BELUM_TERCATAT = "BELUM_TERCATAT"


class AlasanMasukAnggota(StrEnum):
    """Why a membership began."""

    AWAL = "AWAL"
    LAHIR = "LAHIR"
    PINDAH = "PINDAH"
    KAWIN = "KAWIN"
    CERAI = "CERAI"
    ANGKAT = "ANGKAT"
    PISAH_KK = "PISAH_KK"
    GABUNG_KK = "GABUNG_KK"


class AlasanKeluarAnggota(StrEnum):
    """Why a membership ended."""

    MENINGGAL = "MENINGGAL"
    PINDAH = "PINDAH"
    LUAR_NEGERI = "LUAR_NEGERI"
    KAWIN = "KAWIN"
    CERAI = "CERAI"
    ANGKAT = "ANGKAT"
    PISAH_KK = "PISAH_KK"
    GABUNG_KK = "GABUNG_KK"
    SALAH_CATAT = "SALAH_CATAT"


class SumberJawaban(StrEnum):
    """How answers reached us."""

    KUNJUNGAN = "KUNJUNGAN"
    MANDIRI = "MANDIRI"
    PERBAIKAN = "PERBAIKAN"
    IMPOR = "IMPOR"


class JenisTemuanRegistri(StrEnum):
    """What the registry itself finds odd; it becomes a finding, which goes to a human and never deletes."""

    NIK_GANDA = "NIK_GANDA"
    KEPALA_GANDA = "KEPALA_GANDA"


class PeristiwaKeluarga(StrEnum):
    """What a row of the family's history tells."""

    DIBUAT = "DIBUAT"
    DITUTUP = "DITUTUP"
    ANGGOTA_MASUK = "ANGGOTA_MASUK"
    ANGGOTA_KELUAR = "ANGGOTA_KELUAR"
    ANGGOTA_DIPERBAIKI = "ANGGOTA_DIPERBAIKI"
    KELUARGA_DIPERBAIKI = "KELUARGA_DIPERBAIKI"
    JAWABAN_DISIMPAN = "JAWABAN_DISIMPAN"


class JenisPerubahan(StrEnum):
    """Kinds of a change of the registry (`peristiwa.PerubahanKeluarga`); a row of the history names its own."""

    IDENTITAS = "IDENTITAS"
    LAHIR = "LAHIR"
    KAWIN = "KAWIN"
    CERAI = "CERAI"
    ANGKAT = "ANGKAT"
    PINDAH_MASUK = "PINDAH_MASUK"
    PINDAH_KELUAR = "PINDAH_KELUAR"
    PINDAH_KELUARGA = "PINDAH_KELUARGA"
    PISAH_KK = "PISAH_KK"
    GABUNG_KK = "GABUNG_KK"
    GANTI_KEPALA = "GANTI_KEPALA"
    MENINGGAL = "MENINGGAL"
    SALAH_CATAT = "SALAH_CATAT"
    PINDAH_DESA = "PINDAH_DESA"
    ALIH_WILAYAH = "ALIH_WILAYAH"
    RUMAH_TANGGA = "RUMAH_TANGGA"


class BidangKosong(StrEnum):
    """What a correction may empty."""

    NIK = "nik"
    TEMPAT_LAHIR = "tempat_lahir"
    NAMA_IBU = "nama_ibu"
    TELEPON = "telepon"
    SUREL = "surel"
    NO_KK = "no_kk"


class TujuanBaca(StrEnum):
    """Why an officer reads personal data; a closed list, so that nothing personal slips into a URL with it."""

    PEMERIKSAAN_USULAN = "PEMERIKSAAN_USULAN"
    VERVAL = "VERVAL"
    PERBAIKAN_DATA = "PERBAIKAN_DATA"
    PELAYANAN_WARGA = "PELAYANAN_WARGA"
    PEMANTAUAN = "PEMANTAUAN"
    PENGADUAN = "PENGADUAN"
