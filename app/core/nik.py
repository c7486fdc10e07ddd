"""NIK and No KK: sixteen digits that are text, carry a region and a date, and are never shown by accident.

Layout `PPKKCC DDMMYY SSSS`: the region is the place of *first* registration and says nothing of where one lives now;
the day is raised by 40 for women; there is no check digit (Ditjen Dukcapil). Input typed by a person is held to the
rules; an imported row keeps its number and gets anomalies instead, because real data contain odd ones.
"""

import re
from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import ClassVar, Final, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import override

from app.core.clock import hari_ini
from app.core.errors import Invalid
from app.core.pesan_isian import isian_salah
from app.core.teks import Teks

USIA_TERTUA: Final = 120
"""Years; a century that makes somebody older than this is not believed."""

_ANGKA_NAMA_MAKS: Final = 12
"""Digits in a name; more are a number that was typed or shifted into its column."""
_ANGKA = re.compile(r"\d")
_PEMISAH = re.compile(r"[\s.\-]+")
_BERULANG = re.compile(r"([0-9])\1{7}")
"""Honestly that needs a birth on 11 November of a year 11 and a serial that goes on with 11."""
_ENAM_BELAS = re.compile(r"[0-9]{16}")
_TANGGAL = r"(0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}$"


def is_berisi_nomor(nama: str) -> bool:
    """Return whether a name holds a NIK, a No KK or most of one, whatever stands between the digits."""
    return len(_ANGKA.findall(nama)) > _ANGKA_NAMA_MAKS


class NikTidakValid(Invalid):
    """Not sixteen digits, a date that does not exist, or serial 0000."""

    kode = "nik-tidak-valid"
    judul = Teks("NIK tidak valid", "Invalid NIK")


class NomorKKTidakValid(Invalid):
    """Not sixteen digits, a date that does not exist, or serial 0000."""

    kode = "kk-tidak-valid"
    judul = Teks("Nomor KK tidak valid", "Invalid family card number")


class _Nomor(str):
    """What both numbers share; equal to the plain text of its digits, but `repr` is masked."""

    __slots__ = ()
    galat: ClassVar[type[NikTidakValid | NomorKKTidakValid]]
    nama: ClassVar[str]
    pola: ClassVar[str]
    contoh: ClassVar[str]

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.tersamar!r})"

    @classmethod
    def urai(cls, teks: str) -> Self:
        """Read a number that a person typed; spaces, dots and dashes are dropped.

        Raises:
            NikTidakValid | NomorKKTidakValid: by class; the value is not in the error.
        """
        nomor = cls.dari_impor(teks)
        if not nomor.tanggal_tertulis():
            raise cls.galat
        return nomor

    @classmethod
    def dari_impor(cls, teks: str) -> Self:
        """Read a number from a file: only the shape and serial 0000 are errors, the rest is for `anomali`.

        Raises:
            NikTidakValid | NomorKKTidakValid: by class; the value is not in the error.
        """
        angka = _PEMISAH.sub("", teks)
        if not _ENAM_BELAS.fullmatch(angka) or angka.endswith("0000"):
            raise cls.galat
        return cls(angka)

    @property
    def wilayah6(self) -> str:
        """Kecamatan of issue as six digits without dots, e.g. `320405`; in the codes of that time."""
        return self[:6]

    @property
    def tersamar(self) -> str:
        """Kab/kota of issue and twelve stars: the rest is guessable from a birthday and a low serial."""
        return f"{self[:4]}{'*' * 12}"

    @property
    def is_palsu_diduga(self) -> bool:
        """Whether it looks made up: a digit eight times running, counting upwards, or a date of zeros."""
        return _BERULANG.search(self) is not None or "12345678" in self or self[6:12] == "000000"

    def _hari(self) -> int:
        return int(self[6:8])

    def tanggal_tertulis(self) -> tuple[date, ...]:
        """Return the dates of this century and the last that the six digits can mean, latest first."""
        return _tanggal_mungkin(self._hari(), self[8:12], hari_ini().year // 100)

    @classmethod
    def _dari_pydantic(cls, nilai: str) -> Self:
        try:
            return cls.urai(nilai)
        except cls.galat as galat:
            teks = Teks(
                f"{cls.nama} harus 16 angka dengan tanggal yang ada",
                f"{cls.nama} must have 16 digits with a date that exists",
            )
            raise isian_salah(galat.kode.replace("-", "_"), teks) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._dari_pydantic, core_schema.str_schema(strict=True, max_length=40)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": cls.pola, "examples": [cls.contoh]}


class Nik(_Nomor):
    """Nomor Induk Kependudukan: a person's number for life."""

    __slots__ = ()
    galat = NikTidakValid
    nama = "NIK"
    pola = rf"^[0-9]{{6}}(0[1-9]|[1256][0-9]|3[01]|4[1-9]|7[01]){_TANGGAL}"
    contoh = "3204050101900001"

    @property
    def is_perempuan(self) -> bool:
        """Whether the day carries the +40 of women; says how the number was issued, not who the person is."""
        return int(self[6:8]) > 40  # noqa: PLR2004 - the rule itself

    def tanggal_lahir_mungkin(self) -> tuple[date, ...]:
        """Return the birth dates that give an age of 0-120 today, latest first.

        Two dates mean that the century is ambiguous (`20` is 1920 and 2020); none, that the digits are no date.
        """
        sekarang = hari_ini()
        tertua = _tanggal_atau_none(sekarang.year - USIA_TERTUA - 1, sekarang.month, sekarang.day)
        tertua = tertua or date(sekarang.year - USIA_TERTUA - 1, 2, 28)
        return tuple(d for d in self.tanggal_tertulis() if tertua < d <= sekarang)

    def anomali(
        self,
        tanggal_lahir: date | None = None,
        jenis_kelamin: str | None = None,
        wilayah_dikenal: Container[str] | None = None,
    ) -> list[str]:
        """Return what is odd about this number, as codes; none of them refuses anybody.

        Args:
            tanggal_lahir: the birth date that the person or the file states.
            jenis_kelamin: `L` or `P`, likewise.
            wilayah_dikenal: codes of every version, two, four and six digits without dots.

        Returns:
            Of `NIK_TANGGAL_TIDAK_ADA`, `TGL_LAHIR_BEDA`, `JK_BEDA`, `NIK_WILAYAH_TIDAK_DIKENAL`, `NIK_PALSU_DIDUGA`.
        """
        tertulis = (self._hari(), int(self[8:10]), int(self[10:12]))
        beda_tanggal = tanggal_lahir and tertulis != (tanggal_lahir.day, tanggal_lahir.month, tanggal_lahir.year % 100)
        tanda = {
            "NIK_TANGGAL_TIDAK_ADA": not self.tanggal_tertulis(),
            "TGL_LAHIR_BEDA": beda_tanggal,
            "JK_BEDA": jenis_kelamin is not None and (jenis_kelamin == "P") != self.is_perempuan,
            "NIK_WILAYAH_TIDAK_DIKENAL": wilayah_dikenal is not None
            and not all(self[:n] in wilayah_dikenal for n in (2, 4, 6)),
            "NIK_PALSU_DIDUGA": self.is_palsu_diduga,
        }
        return [kode for kode, ada in tanda.items() if ada]

    @override
    def _hari(self) -> int:
        return int(self[6:8]) - (40 if self.is_perempuan else 0)


class NomorKK(_Nomor):
    """Number of a family card: its date is that of registration, so there is no +40."""

    __slots__ = ()
    galat = NomorKKTidakValid
    nama = "Nomor KK"
    pola = rf"^[0-9]{{6}}(0[1-9]|[12][0-9]|3[01]){_TANGGAL}"
    contoh = "3204050707150001"

    def anomali(self) -> list[str]:
        """Return what is odd about this number, as codes: `KK_TANGGAL_TIDAK_ADA`, `KK_PALSU_DIDUGA`."""
        tanda = {"KK_TANGGAL_TIDAK_ADA": not self.tanggal_tertulis(), "KK_PALSU_DIDUGA": self.is_palsu_diduga}
        return [kode for kode, ada in tanda.items() if ada]


@lru_cache(maxsize=40_000)
def _tanggal_mungkin(hari: int, bulan_tahun: str, abad: int) -> tuple[date, ...]:
    """Return the dates of this century and the last that day, month and year of two digits can mean, latest first."""
    bulan, tahun = int(bulan_tahun[:2]), int(bulan_tahun[2:])
    calon = (_tanggal_atau_none((abad - n) * 100 + tahun, bulan, hari) for n in (0, 1))
    return tuple(d for d in calon if d)


def _tanggal_atau_none(tahun: int, bulan: int, hari: int) -> date | None:
    try:
        return date(tahun, bulan, hari)
    except ValueError:
        return None
