"""Reads JSON of unknown shape strictly, and names every place that is wrong instead of only the first one."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.core.teks import Teks
from app.desil.errors import ArtefakTidakSah

E = TypeVar("E", bound=StrEnum)

_TANGGAL = re.compile(r"\d{4}-\d{2}-\d{2}")  # fromisoformat alone also reads 20260101 and 2026-W01-1


class Pembaca:
    """Reads members of unknown shape and collects what is wrong instead of stopping at the first mistake."""

    def __init__(self) -> None:
        self.masalah: list[dict[str, str | Teks]] = []

    def tolak(self, lokasi: str, id_: str, en: str) -> None:
        self.masalah.append({"lokasi": lokasi, "pesan": Teks(id_, en)})

    def selesai(self) -> None:
        if self.masalah:
            raise ArtefakTidakSah(rincian=self.masalah)

    def objek(self, nilai: object, lokasi: str) -> Mapping[str, object]:
        if isinstance(nilai, Mapping):
            return nilai
        self.tolak(lokasi, "harus berupa objek", "must be an object")
        return {}

    def anggota(
        self, nilai: Mapping[str, object], lokasi: str, *, wajib: frozenset[str], boleh: AbstractSet[str]
    ) -> None:
        titik = f"{lokasi}." if lokasi else ""
        for nama in sorted(wajib - nilai.keys()):
            self.tolak(titik + nama, "wajib ada", "is required")
        for nama in sorted(nilai.keys() - wajib - boleh):
            self.tolak(titik + str(nama), "tidak dikenal", "is unknown")

    def daftar(self, data: Mapping[str, object], nama: str) -> Sequence[object]:
        nilai = data.get(nama)
        if isinstance(nilai, list) and nilai:
            return nilai
        self.tolak(nama, "harus berupa daftar berisi", "must be a list that is not empty")
        return ()

    def senarai(self, nilai: object, lokasi: str) -> Sequence[object]:
        if isinstance(nilai, list):
            return nilai
        self.tolak(lokasi, "harus berupa daftar", "must be a list")
        return ()

    def teks(self, nilai: object, lokasi: str, pola: re.Pattern[str] | None = None, *, panjang: int = 2000) -> str:
        if isinstance(nilai, str) and nilai.strip() and "\0" not in nilai and (pola is None or pola.fullmatch(nilai)):
            if len(nilai) <= panjang:
                return nilai
            self.tolak(lokasi, f"lebih dari {panjang} huruf", f"is longer than {panjang} characters")
            return ""
        self.tolak(lokasi, "bukan teks yang sah", "is not a valid text")
        return ""

    def pilihan(self, nilai: object, lokasi: str, enum: type[E]) -> E:
        if isinstance(nilai, str) and nilai in set(enum):
            return enum(nilai)
        self.tolak(lokasi, "bukan pilihan yang dikenal", "is not a known choice")
        return next(iter(enum))

    def tanggal(self, nilai: object, lokasi: str) -> date:
        try:
            return date.fromisoformat(self.teks(nilai, lokasi, _TANGGAL))
        except ValueError:
            self.tolak(lokasi, "bukan tanggal", "is not a date")
            return date.min

    def bulat(self, nilai: object, lokasi: str) -> int:
        # `type() is int`: a bool is an int to isinstance, and NaN, 1.5 and "1" are what this must refuse.
        if type(nilai) is int:
            return nilai
        self.tolak(lokasi, "harus bilangan bulat", "must be an integer")
        return 0

    def rentang(self, nilai: object, lokasi: str, bawah: int, atas: int) -> int:
        angka = self.bulat(nilai, lokasi)
        if type(nilai) is int and not bawah <= angka <= atas:
            self.tolak(lokasi, f"harus antara {bawah} dan {atas}", f"must lie between {bawah} and {atas}")
        return angka
