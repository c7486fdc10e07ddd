"""The versioned PMT artefact: coefficients are data; `artefak_baca` checks them before they may rank anybody.

No official coefficient table is published, so a model is an artefact that ADMIN_PUSAT uploads: integers only
(coefficients in 10^-9, variables in the units declared by the registry of canonical variables), one complete set of
coefficients per region with the fallback kabupaten/kota, provinsi, nasional, and a SHA-256 over its canonical JSON.
Its published form is `docs/model-pmt.schema.json`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.desil.faktor import KodeFaktor
from app.desil.mutu import Evaluasi, Pelatihan
from app.keluarga.instrumen import NOMOR_INSTRUMEN

SKALA_KOEFISIEN: Final = 10**9
SKALA_VARIABEL: Final = 10**6
SKALA_VARIANS: Final = 10**9
SKALA_SKOR: Final = SKALA_KOEFISIEN * SKALA_VARIABEL
"""A score is the natural log of rupiah per capita per month times this."""

SKOR_MAKS: Final = 2**62 - 1
"""No set may reach it with inputs inside the support, so that sums and differences of scores stay inside a bigint."""

NASIONAL: Final = "nasional"
BOBOT: Final = "ukuran"
"""The canonical variable that weighs a family: its living, present members. Always mandatory, at least one."""

INSTRUMEN: Final = "instrumen"
"""The number of the questionnaire whose answers a family's canonical variables are; part of the inputs of a model that
does not score all of them."""

BOBOT_MAKS: Final = 60
"""More members than any instrument takes are a mistake of who wrote past it: such a family weighs nothing, and is not
ranked, instead of moving the cut-offs of everybody."""


class JenisModel(StrEnum):
    """Whether a model may be taken seriously; `demonstrasi` is said in every answer."""

    DEMONSTRASI = "demonstrasi"
    RESMI = "resmi"


class JenisVariabel(StrEnum):
    """How a canonical value becomes a regressor: the number itself, a mapped code, or the flag of a missing answer."""

    NUMERIK = "numerik"
    KATEGORI = "kategori"
    KOSONG = "kosong"


class BilaKosong(StrEnum):
    """What a missing answer does: the family cannot be ranked, or a declared value stands in."""

    TOLAK = "tolak"
    GANTI = "ganti"


@dataclass(frozen=True, slots=True)
class Sumber:
    """What the registry of canonical variables says of one: units per natural unit, and its codes if it has any."""

    skala: int = 1
    kode: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Variabel:
    """One regressor: where it comes from, how it is made, what its support and its missing policy are.

    Attributes:
        nama: its name in the coefficient sets.
        sumber: the canonical variable.
        jenis: numerik, kategori or kosong.
        skala: stored units per natural unit (10^6 for a logarithm); must equal the registry's.
        batas_min: lowest value inside the support, in stored units; lower ones are clipped and flagged.
        batas_maks: highest value inside the support.
        peta: for a kategori the value of every code of the canonical variable.
        bila_kosong: the policy for a missing answer.
        pengganti: the value that stands in for a missing answer.
        rerata: mean in the training data, in 10^-6 natural units: what contributions are measured against.
        faktor: the group of words under which a citizen reads of it.
    """

    nama: str
    sumber: str
    jenis: JenisVariabel
    skala: int
    batas_min: int
    batas_maks: int
    bila_kosong: BilaKosong
    pengganti: int
    rerata: int
    faktor: KodeFaktor
    peta: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def pengali(self) -> int:
        """Return what turns stored units into 10^-6 natural units."""
        return SKALA_VARIABEL // self.skala

    @property
    def is_wajib(self) -> bool:
        """Return whether a family without this answer cannot be ranked."""
        return self.jenis is not JenisVariabel.KOSONG and self.bila_kosong is BilaKosong.TOLAK


@dataclass(frozen=True, slots=True)
class Artefak:
    """A checked model.

    Attributes:
        koefisien: per set the constant and then one coefficient per variable, in order.
        varians: residual variance of every set, in 10^-9 squared ln; empty in an artefact of schema 1.
        pelatihan: what it was fitted from; None in an artefact of schema 1.
        evaluasi: whom it misses and whom it lets in; None when nobody has evaluated it.
    """

    kode: str
    versi: str
    jenis: JenisModel
    instrumen: tuple[str, ...]
    berlaku_dari: date
    dasar_hukum: str
    asal: str
    variabel: tuple[Variabel, ...]
    koefisien: Mapping[str, tuple[int, ...]]
    sha256: str
    ditandatangani_oleh: str | None = None
    varians: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    pelatihan: Pelatihan | None = None
    evaluasi: Evaluasi | None = None

    @property
    def sumber(self) -> tuple[str, ...]:
        """Return the layout of a family's frozen inputs: the weight, the canonical variables used, each once.

        The instrument comes last where the model leaves one out: without it the score could not be told again.
        """
        peubah = tuple(dict.fromkeys((BOBOT, *(v.sumber for v in self.variabel))))
        return peubah if self.dinilai is None else (*peubah, INSTRUMEN)

    @property
    def dinilai(self) -> frozenset[int] | None:
        """Return the numbers of the instruments whose answers it scores; None: all there are, so it asks for none."""
        dinilai = frozenset(n for k, n in NOMOR_INSTRUMEN.items() if k in self.instrumen)
        return None if len(dinilai) == len(NOMOR_INSTRUMEN) else dinilai

    def himpunan(self, kode_wilayah: str) -> str:
        """Return the coefficient set for a region: its kabupaten/kota, else its provinsi, else the nation."""
        return next(k for k in (kode_wilayah[:5], kode_wilayah[:2], NASIONAL) if k in self.koefisien)


def sidik(data: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical JSON of an artefact, its own `sha256` member left out.

    Raises:
        ValueError: a number that JSON cannot carry (NaN, infinity).
    """
    isi = {k: v for k, v in data.items() if k != "sha256"}
    kanonik = json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(kanonik.encode()).hexdigest()
