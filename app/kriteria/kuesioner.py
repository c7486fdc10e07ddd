"""The short questionnaire on what the family questionnaires do not ask but the criteria need (pure)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.core.teks import Teks
from app.keluarga.asal import Asal, susun_asal
from app.keluarga.pertanyaan import Bagian, TemuanIsian, periksa_bagian, susun_bagian, temuan

BAGIAN = "keluarga"


@dataclass(frozen=True, slots=True)
class Kuesioner:
    """One version of the short questionnaire; every question may stay unanswered, which leaves its fact unknown."""

    kode: str
    versi: str
    nama: Teks
    sumber: str
    pertanyaan: Bagian
    kanonik: Mapping[str, Asal]

    def periksa(self, isi: Mapping[str, object]) -> list[TemuanIsian]:
        """Return every finding about the answers; all of them refuse it."""
        if not any(v is not None for v in isi.values()):
            return [temuan("isi", "wajib-diisi")]
        return [*periksa_bagian(self.pertanyaan, "isi", isi, lengkap=True)]

    def fakta(self, isi: Mapping[str, object]) -> dict[str, int]:
        """Return what is known by these answers, by concept."""
        nilai = {n: a.nilai(self.pertanyaan, isi) for n, a in self.kanonik.items()}
        return {n: v for n, v in nilai.items() if v is not None}


def susun(data: Mapping[str, Any]) -> Kuesioner:
    """Build the questionnaire from its data.

    Raises:
        InstrumenTidakSah: the file contradicts itself.
    """
    pertanyaan = susun_bagian(data["pertanyaan"])
    return Kuesioner(
        kode=data["kode"],
        versi=data["versi"],
        nama=Teks(**data["nama"]),
        sumber=data["sumber"],
        pertanyaan=pertanyaan,
        kanonik=susun_asal(data["kanonik"], {BAGIAN: pertanyaan}),
    )


@cache
def data() -> Mapping[str, Any]:
    """Return the questionnaire's data: what an offline package or a published list carries."""
    isi: dict[str, Any] = json.loads(files("app.kriteria").joinpath("data", "kuesioner.json").read_text("utf-8"))
    return isi


@cache
def muat() -> Kuesioner:
    """Return the questionnaire; its file is read once in a process."""
    return susun(data())
