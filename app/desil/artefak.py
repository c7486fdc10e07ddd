"""The versioned PMT artefact: coefficients are data, checked to the last code before they may rank anybody.

No official coefficient table is published, so a model is an artefact that ADMIN_PUSAT uploads: integers only
(coefficients in 10^-9, variables in the units declared by the registry of canonical variables), one complete set of
coefficients per region with the fallback kabupaten/kota, provinsi, nasional, and a SHA-256 over its canonical JSON.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from app.desil.errors import ArtefakTidakSah
from app.desil.faktor import KodeFaktor

E = TypeVar("E", bound=StrEnum)

SKALA_KOEFISIEN: Final = 10**9
SKALA_VARIABEL: Final = 10**6
SKALA_SKOR: Final = SKALA_KOEFISIEN * SKALA_VARIABEL
"""A score is the natural log of rupiah per capita per month times this."""

SKOR_MAKS: Final = 2**62 - 1
"""No set may reach it with inputs inside the support, so that sums and differences of scores stay inside a bigint."""

NASIONAL: Final = "nasional"
BOBOT: Final = "ukuran"
"""The canonical variable that weighs a family: its living, present members. Always mandatory, at least one."""

_KODE_SET = re.compile(r"nasional|\d\d(\.\d\d)?")
_KODE_JAWABAN = re.compile(r"0|[1-9][0-9]{0,5}")
_NAMA = re.compile(r"[a-z][a-z0-9_]{0,62}")


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
    """A checked model; `koefisien[set]` holds the constant and then one coefficient per variable, in order."""

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

    @property
    def sumber(self) -> tuple[str, ...]:
        """Return the canonical variables used, each once, the weight first: the layout of a family's frozen inputs."""
        return tuple(dict.fromkeys((BOBOT, *(v.sumber for v in self.variabel))))

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


def urai(data: Mapping[str, object], sumber: Mapping[str, Sumber]) -> Artefak:
    """Check an artefact against its rules and the registry of canonical variables, and return it.

    Raises:
        ArtefakTidakSah: `rincian` lists every place and what is wrong there, so one upload shows all mistakes.
    """
    p = _Pembaca()
    p.anggota(data, "", wajib=_ANGGOTA, boleh={"ditandatangani_oleh"})
    variabel = tuple(_variabel(p, v, f"variabel[{i}]", sumber) for i, v in enumerate(p.daftar(data, "variabel")))
    _periksa_unik(p, variabel)
    artefak = Artefak(
        kode=p.teks(data.get("kode"), "kode"),
        versi=p.teks(data.get("versi"), "versi"),
        jenis=p.pilihan(data.get("jenis"), "jenis", JenisModel),
        instrumen=tuple(p.teks(x, f"instrumen[{i}]") for i, x in enumerate(p.daftar(data, "instrumen"))),
        berlaku_dari=p.tanggal(data.get("berlaku_dari"), "berlaku_dari"),
        dasar_hukum=p.teks(data.get("dasar_hukum"), "dasar_hukum"),
        asal=p.teks(data.get("asal"), "asal"),
        variabel=variabel,
        koefisien=MappingProxyType(_koefisien(p, data.get("koefisien"), variabel)),
        sha256=p.teks(data.get("sha256"), "sha256"),
        ditandatangani_oleh=str(s) if (s := data.get("ditandatangani_oleh")) else None,
    )
    _periksa_tetap(p, data)
    p.selesai()
    return artefak


_ANGGOTA: Final = frozenset(
    [
        "skema",
        "kode",
        "versi",
        "jenis",
        "instrumen",
        "target",
        "berlaku_dari",
        "dasar_hukum",
        "asal",
        "variabel",
        "koefisien",
        "sha256",
    ]
)
_ANGGOTA_VARIABEL: Final = frozenset(["nama", "sumber", "jenis", "rerata", "faktor"])
_BOLEH_VARIABEL: Final = frozenset(["skala", "batas_min", "batas_maks", "bila_kosong", "pengganti", "peta"])


class _Pembaca:
    """Reads members of unknown shape and collects what is wrong instead of stopping at the first mistake."""

    def __init__(self) -> None:
        self.masalah: list[dict[str, str]] = []

    def tolak(self, lokasi: str, id_: str, en: str) -> None:
        self.masalah.append({"lokasi": lokasi, "pesan": f"{id_} / {en}"})

    def selesai(self) -> None:
        if self.masalah:
            raise ArtefakTidakSah(rincian=self.masalah)

    def objek(self, nilai: object, lokasi: str) -> Mapping[str, object]:
        if isinstance(nilai, Mapping):
            return nilai
        self.tolak(lokasi, "harus berupa objek", "must be an object")
        return {}

    def anggota(
        self, nilai: Mapping[str, object], lokasi: str, *, wajib: frozenset[str], boleh: set[str] | frozenset[str]
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

    def teks(self, nilai: object, lokasi: str, pola: re.Pattern[str] | None = None) -> str:
        if isinstance(nilai, str) and nilai.strip() and (pola is None or pola.fullmatch(nilai)):
            return nilai
        self.tolak(lokasi, "bukan teks yang sah", "is not a valid text")
        return ""

    def pilihan(self, nilai: object, lokasi: str, enum: type[E]) -> E:
        if isinstance(nilai, str) and nilai in set(enum):
            return enum(nilai)
        self.tolak(lokasi, "bukan pilihan yang dikenal", "is not a known choice")
        return next(iter(enum))

    def tanggal(self, nilai: object, lokasi: str) -> date:
        try:
            return date.fromisoformat(self.teks(nilai, lokasi))
        except ValueError:
            self.tolak(lokasi, "bukan tanggal", "is not a date")
            return date.min

    def bulat(self, nilai: object, lokasi: str) -> int:
        # `type() is int`: a bool is an int to isinstance, and NaN, 1.5 and "1" are what this must refuse.
        if type(nilai) is int:
            return nilai
        self.tolak(lokasi, "harus bilangan bulat", "must be an integer")
        return 0


def _variabel(p: _Pembaca, isi: object, lokasi: str, dikenal: Mapping[str, Sumber]) -> Variabel:
    v = p.objek(isi, lokasi)
    p.anggota(v, lokasi, wajib=_ANGGOTA_VARIABEL, boleh=_BOLEH_VARIABEL)
    nama = p.teks(v.get("sumber"), f"{lokasi}.sumber")
    asal = dikenal.get(nama)
    if nama and asal is None:
        p.tolak(f"{lokasi}.sumber", "bukan peubah kanonik yang dikenal", "is not a known canonical variable")
    jenis = p.pilihan(v.get("jenis"), f"{lokasi}.jenis", JenisVariabel)
    bila_kosong = p.pilihan(v.get("bila_kosong", BilaKosong.TOLAK), f"{lokasi}.bila_kosong", BilaKosong)
    skala = _skala(p, v.get("skala", 1), f"{lokasi}.skala", jenis, asal)
    peta = _peta(p, v.get("peta", {}), f"{lokasi}.peta", asal or Sumber()) if jenis is JenisVariabel.KATEGORI else {}
    bawah, atas = _dukungan(p, v, lokasi, jenis, peta)
    pengganti = p.bulat(v.get("pengganti", 0), f"{lokasi}.pengganti")
    if bila_kosong is BilaKosong.GANTI and not bawah <= pengganti <= atas:
        p.tolak(f"{lokasi}.pengganti", "di luar dukungan", "lies outside the support")
    # Each alone, for a coefficient of 0 hides the product; these are bound as bigint whatever they weigh.
    if max(abs(n) for n in (bawah, atas, pengganti)) * (SKALA_VARIABEL // skala) > SKOR_MAKS:
        p.tolak(lokasi, "nilai dapat melampaui bigint", "a value may exceed a bigint")
    return Variabel(
        nama=p.teks(v.get("nama"), f"{lokasi}.nama", _NAMA),
        sumber=nama,
        jenis=jenis,
        skala=skala,
        batas_min=bawah,
        batas_maks=atas,
        bila_kosong=bila_kosong,
        pengganti=pengganti,
        rerata=p.bulat(v.get("rerata"), f"{lokasi}.rerata"),
        faktor=p.pilihan(v.get("faktor"), f"{lokasi}.faktor", KodeFaktor),
        peta=MappingProxyType(peta),
    )


def _skala(p: _Pembaca, isi: object, lokasi: str, jenis: JenisVariabel, asal: Sumber | None) -> int:
    """Return the unit to go on with; an unknown source has none to compare with and was refused already."""
    skala = p.bulat(isi, lokasi)
    if asal is None:
        return skala if skala > 0 and SKALA_VARIABEL % skala == 0 else 1
    seharusnya = asal.skala if jenis is JenisVariabel.NUMERIK else 1
    if skala != seharusnya:
        p.tolak(lokasi, "berbeda dari satuan peubah kanonik", "differs from the canonical variable's unit")
    return seharusnya


def _peta(p: _Pembaca, isi: object, lokasi: str, asal: Sumber) -> dict[int, int]:
    peta: dict[int, int] = {}
    for kode, nilai in p.objek(isi, lokasi).items():
        if _KODE_JAWABAN.fullmatch(kode):
            peta[int(kode)] = p.bulat(nilai, f"{lokasi}.{kode}")
        else:
            p.tolak(lokasi, "berisi kode yang bukan angka", "has a code that is not a number")
    dikenal = asal.kode or frozenset()
    if not dikenal:
        p.tolak(lokasi, "peubah kanonik ini tidak berkode", "the canonical variable has no codes")
    for belum in sorted(dikenal - peta.keys()):
        p.tolak(f"{lokasi}.{belum}", "kode ini belum dipetakan", "this code is not mapped")
    for asing in sorted(peta.keys() - dikenal):
        p.tolak(f"{lokasi}.{asing}", "kode tidak dikenal", "unknown code")
    return peta


def _dukungan(
    p: _Pembaca, v: Mapping[str, object], lokasi: str, jenis: JenisVariabel, peta: Mapping[int, int]
) -> tuple[int, int]:
    if jenis is JenisVariabel.KATEGORI:
        return min(peta.values(), default=0), max(peta.values(), default=0)
    if jenis is JenisVariabel.KOSONG:
        return 0, 1
    bawah = p.bulat(v.get("batas_min"), f"{lokasi}.batas_min")
    atas = p.bulat(v.get("batas_maks"), f"{lokasi}.batas_maks")
    if bawah > atas:
        p.tolak(f"{lokasi}.batas_maks", "lebih kecil dari batas_min", "is below batas_min")
    return bawah, atas


def _koefisien(p: _Pembaca, isi: object, variabel: Sequence[Variabel]) -> dict[str, tuple[int, ...]]:
    himpunan: dict[str, tuple[int, ...]] = {}
    nama = frozenset(v.nama for v in variabel if v.nama)
    for kode, nilai in p.objek(isi, "koefisien").items():
        lokasi = f"koefisien.{kode}"
        p.teks(kode, lokasi, _KODE_SET)
        b = p.objek(nilai, lokasi)
        p.anggota(b, lokasi, wajib=nama | {"konstanta"}, boleh=frozenset())
        urut = tuple(p.bulat(b.get(n, 0), f"{lokasi}.{n}") for n in ("konstanta", *(v.nama for v in variabel)))
        if max(_terbesar(urut, variabel), *map(abs, urut)) > SKOR_MAKS:
            p.tolak(lokasi, "skor dapat melampaui bigint", "a score may exceed a bigint")
        himpunan[kode] = urut
    if NASIONAL not in himpunan:
        p.tolak("koefisien.nasional", "wajib ada sebagai cadangan terakhir", "is required as the last fallback")
    return himpunan


def _terbesar(b: tuple[int, ...], variabel: Sequence[Variabel]) -> int:
    suku = (abs(k) * max(abs(v.batas_min), abs(v.batas_maks)) * v.pengali for k, v in zip(b[1:], variabel, strict=True))
    return abs(b[0]) * SKALA_VARIABEL + sum(suku)


def _periksa_unik(p: _Pembaca, variabel: Sequence[Variabel]) -> None:
    terlihat: set[str] = set()
    for i, v in enumerate(variabel):
        if v.nama in terlihat | {"konstanta"}:
            p.tolak(f"variabel[{i}].nama", "sudah dipakai", "is used twice")
        terlihat.add(v.nama)


def _periksa_tetap(p: _Pembaca, data: Mapping[str, object]) -> None:
    if data.get("skema") != 1:
        p.tolak("skema", "harus 1", "must be 1")
    if data.get("target") != "ln_pengeluaran_per_kapita":
        p.tolak("target", "harus ln_pengeluaran_per_kapita", "must be ln_pengeluaran_per_kapita")
    try:
        cocok = data.get("sha256") == sidik(data)
    except ValueError:
        cocok = False
    if not cocok:
        p.tolak("sha256", "tidak sama dengan isi artefak", "does not match the artefact's contents")
