"""The catalogue: reasons for every negative decision, legal bases, and lists that other domains register. Pure.

Reason codes: Kepmensos 73/HUK/2024 practice (Kota Bima procedure, SIKS-NG), BPK findings and DKI rules as reported in
the press, Pusdatin's six reasons against an account. A finding never decides by itself (UU 27/2022 ps 10).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.referensi.errors import AlasanTidakBerlaku, ReferensiNotFound


@dataclass(frozen=True, slots=True)
class Alasan:
    """A published reason: what it means, what to do next, its family, its law, and the actions that may give it.

    Actions are written `domain.aksi`, e.g. `usulan.tolak`; a reason without one belongs to a stage not built yet or is
    only ever given by a guard.
    """

    kode: str
    keluarga: str
    aksi: frozenset[str]
    teks: Teks
    langkah: Teks
    dasar: str


@dataclass(frozen=True, slots=True)
class Butir:
    """One code of a list; `rincian` holds what this list says beyond the text."""

    kode: str
    teks: Teks
    rincian: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DaftarKode:
    """A published list with its version; `sidik` changes with any of its content.

    `skema` names the schemas of the contract whose values the list explains.
    """

    nama: str
    versi: str
    judul: Teks
    butir: tuple[Butir, ...]
    skema: tuple[str, ...] = ()

    @property
    def sidik(self) -> str:
        """Return a digest of the content, for the entity tag."""
        isi = repr([(b.kode, b.teks, sorted(b.rincian.items())) for b in self.butir])
        return hashlib.sha256(f"{self.nama}|{self.versi}|{self.judul}|{self.skema}|{isi}".encode()).hexdigest()[:16]


def _data(nama: str) -> dict[str, Any]:
    isi: dict[str, Any] = json.loads(files("app.referensi").joinpath("data", nama).read_text("utf-8"))
    return isi


def _teks(mentah: Mapping[str, str]) -> Teks:
    return Teks(mentah["id"], mentah["en"])


_MENTAH = _data("alasan.json")
ALASAN: Final[Mapping[str, Alasan]] = MappingProxyType(
    {
        a["kode"]: Alasan(
            a["kode"], a["keluarga"], frozenset(a["aksi"]), _teks(a["teks"]), _teks(a["langkah"]), a["dasar"]
        )
        for a in _MENTAH["alasan"]
    }
)
"""Every reason by code."""


def alasan(kode: str) -> Alasan:
    """Return the reason of `kode`.

    Raises:
        AlasanTidakBerlaku: the catalogue does not have it.
    """
    if kode not in ALASAN:
        raise AlasanTidakBerlaku
    return ALASAN[kode]


def alasan_untuk(aksi: str) -> list[str]:
    """Return the codes that `aksi` (`usulan.tolak`) may give, sorted."""
    return sorted(a.kode for a in ALASAN.values() if aksi in a.aksi)


def pastikan_alasan(kode: str, aksi: str) -> Alasan:
    """Return the reason of `kode` if `aksi` may give it.

    Raises:
        AlasanTidakBerlaku: unknown, or of another action; lists the codes that are valid.
    """
    if kode not in ALASAN or aksi not in ALASAN[kode].aksi:
        raise AlasanTidakBerlaku(kode_berlaku=alasan_untuk(aksi))
    return ALASAN[kode]


_DAFTAR: dict[str, DaftarKode] = {}


def daftarkan(
    nama: str, versi: str, judul: Teks, butir: Iterable[Butir], *, skema: tuple[str, ...] | None = None
) -> None:
    """Publish a list under `nama` (kebab-case), in place of one of that name; called when the routes are put together.

    `skema` names the schemas of the contract that it explains; left out, those of the list that it replaces.
    """
    lama = _DAFTAR[nama].skema if nama in _DAFTAR else ()
    _DAFTAR[nama] = DaftarKode(nama, versi, judul, tuple(butir), lama if skema is None else skema)


def daftar(nama: str) -> DaftarKode:
    """Return a published list.

    Raises:
        ReferensiNotFound: there is none of that name.
    """
    if nama not in _DAFTAR:
        raise ReferensiNotFound
    return _DAFTAR[nama]


def daftar_skema(skema: str) -> DaftarKode | None:
    """Return the list that explains the values of a schema, None when there is none."""
    return next((d for d in _DAFTAR.values() if skema in d.skema), None)


def semua() -> list[DaftarKode]:
    """Return every published list, by name."""
    return [_DAFTAR[n] for n in sorted(_DAFTAR)]


daftarkan(
    "alasan",
    _MENTAH["versi"],
    Teks("Alasan penolakan dan pengembalian", "Reasons of refusals and returns"),
    (
        Butir(
            a.kode,
            a.teks,
            {"keluarga": a.keluarga, "dasar": a.dasar, "aksi": sorted(a.aksi), "langkah": a.langkah._asdict()},
        )
        for a in ALASAN.values()
    ),
)
_HUKUM = _data("dasar_hukum.json")
daftarkan(
    "dasar-hukum",
    _HUKUM["versi"],
    Teks("Dasar hukum", "Legal bases"),
    (
        Butir(b["kode"], _teks(b["teks"]), {n: b[n] for n in ("singkat", "tanggal", "keadaan", "sumber")})
        for b in _HUKUM["butir"]
    ),
)


def _daftarkan_kode() -> None:
    """Publish the texts of every enumerated value, a file per domain in `data/kode/`."""
    for berkas in sorted(files("app.referensi").joinpath("data", "kode").iterdir(), key=lambda b: b.name):
        isi = json.loads(berkas.read_text("utf-8"))
        for d in isi["daftar"]:
            butir = (Butir(b["kode"], _teks(b["teks"]), {}) for b in d["butir"])
            daftarkan(d["nama"], isi["versi"], _teks(d["judul"]), butir, skema=tuple(d["skema"]))


_daftarkan_kode()
