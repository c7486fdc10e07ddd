"""The code lists that are read off the code itself: workflow tables, questionnaires, criteria, windows, failures.

Part of the composition: it sees every domain, so that a new table or instrument is published without being named here.
Texts of enumerated values stand in `app/referensi/data/kode/`.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import app
from app.akun.jabatan import ENAM_FUNGSI, TINGKAT
from app.core.errors import DomainError
from app.core.peran import PERAN_JABATAN, Jabatan
from app.core.problems import status_dari
from app.core.teks import Teks
from app.core.workflow import Transition, Workflow
from app.keluarga import instrumen
from app.keluarga.instrumen import BAGIAN, KodeInstrumen
from app.keluarga.kode import SHDK
from app.keluarga.pertanyaan import PESAN
from app.kriteria import kuesioner, perangkat
from app.kriteria.perangkat import KodePerangkat, Perangkat
from app.periode.jendela import jendela_baku
from app.referensi.katalog import Butir, DaftarKode, daftar, daftar_skema, daftarkan

VERSI: Final = "2026.1"
_ALUR: Final = re.compile(r"\.alur(_\w+)?$")
_CONTOH_PERIODE: Final = "2026-01"
_SKEMA: Final[Mapping[str, str]] = {
    "status-usulan": "StatusUsulan",
    "lampiran-usulan": "JenisLampiran",
    "jenis-temuan": "JenisTemuan",
    "status-temuan": "StatusTemuan",
    "status-ppks": "StatusPpks",
    "status-sanggah": "StatusSanggah",
}
"""Lists that a domain publishes itself, and the schema of the contract that each explains."""

_SHDK: Final[Mapping[int, Teks]] = {
    1: Teks("Kepala keluarga", "Head of the family"),
    2: Teks("Suami", "Husband"),
    3: Teks("Istri", "Wife"),
    4: Teks("Anak", "Child"),
    5: Teks("Menantu", "Child-in-law"),
    6: Teks("Cucu", "Grandchild"),
    7: Teks("Orang tua", "Parent"),
    8: Teks("Mertua", "Parent-in-law"),
    9: Teks("Famili lain", "Other relative"),
    10: Teks("Pembantu", "Domestic help"),
    11: Teks("Lainnya", "Other"),
}
"""The eleven relations of the civil registry (SIAK)."""


def semua_alur() -> Iterator[Workflow[Any, Any, Any]]:
    """Find every table in every `alur.py` and `alur_….py`, so that a new one cannot be forgotten."""
    modul_alur = (m.name for m in pkgutil.walk_packages(app.__path__, "app.") if _ALUR.search(m.name))
    for modul in sorted(modul_alur):
        isi = vars(importlib.import_module(modul)).values()
        yield from (nilai for nilai in isi if isinstance(nilai, Workflow))


def terbitkan() -> None:
    """Publish them; called once, when the routes are put together and every domain has published its own."""
    for nama, skema in _SKEMA.items():
        d = daftar(nama)
        daftarkan(nama, d.versi, d.judul, d.butir, skema=(skema,))
    for alur in semua_alur():
        _alur(alur)
    for kode in KodeInstrumen:
        _instrumen(kode)
    _kuesioner()
    _kriteria([perangkat.muat(k) for k in KodePerangkat])
    _temuan_isian()
    _jabatan()
    _jendela()
    shdk = (Butir(str(k), _SHDK[k], {"hubungan": h.value, "kode": h.kode}) for k, h in SHDK.items())
    daftarkan("shdk", VERSI, Teks("Hubungan keluarga menurut Dukcapil", "Relations of the civil registry"), shdk)
    _galat()


def _alur(alur: Workflow[Any, Any, Any]) -> None:
    status, aksi = type(alur.awal).__name__, type(next(iter(alur)).aksi).__name__
    if d := daftar_skema(status):
        tambahan = {str(s): {"is_awal": s == alur.awal, "is_akhir": s in alur.akhir} for s in type(alur.awal)}
        _perkaya(d, tambahan)
    if d := daftar_skema(aksi):
        _perkaya(d, {str(t.aksi): _panah(t) for t in alur})


def _panah(t: Transition[Any, Any, Any]) -> dict[str, object]:
    return {
        "dari": sorted(map(str, t.dari)),
        "ke": str(t.ke),
        "oleh": sorted(map(str, t.oleh)),
        "jalur": str(t.jalur),
        "beralasan": t.alasan,
        "syarat": [s.nama for s in t.syarat],
        "dasar": t.dasar,
        "tenggat": t.tenggat or None,
        "tersedia": not t.subsistem,
    }


def _perkaya(d: DaftarKode, tambahan: Mapping[str, Mapping[str, object]]) -> None:
    butir = (Butir(b.kode, b.teks, {**b.rincian, **tambahan.get(b.kode, {})}) for b in d.butir)
    daftarkan(d.nama, d.versi, d.judul, butir)


def _instrumen(kode: KodeInstrumen) -> None:
    data = instrumen.data(kode)
    butir = [_pertanyaan(bagian, p) for bagian in BAGIAN for p in data[bagian]]
    aturan = [
        Butir(
            f"aturan.{a['kode']}.{a['lokasi']}.{a['tingkat']}",
            Teks(**a["pesan"]),
            {"saran": a["saran"], "tingkat": a["tingkat"], "lokasi": f"{a['bagian']}.{a['lokasi']}"},
        )
        for a in data["aturan"]
    ]
    foto = [Butir(f"foto.{f['jenis']}", Teks(**f["label"]), {"wajib": f["wajib"]}) for f in data["foto"]]
    daftarkan(f"instrumen-{kode.lower()}", data["versi"], Teks(**data["nama"]), [*butir, *aturan, *foto])


def _pertanyaan(bagian: str, p: Mapping[str, Any]) -> Butir:
    sisa = {n: v for n, v in p.items() if n not in {"no", "label"}}
    return Butir(f"{bagian}.{p['no']}", Teks(**p["label"]), {"bagian": bagian, "no": p["no"], **sisa})


def _kuesioner() -> None:
    data = kuesioner.data()
    butir = (_pertanyaan("isi", p) for p in data["pertanyaan"])
    daftarkan("kuesioner-kriteria", data["versi"], Teks(**data["nama"]), butir)


def _kriteria(semua: Sequence[Perangkat]) -> None:
    for p in semua:
        butir = (
            Butir(k.no, k.teks, {"bobot": k.bobot, "is_gerbang": k is p.gerbang, "catatan": k.catatan})
            for k in (*([p.gerbang] if p.gerbang else []), *p.kriteria)
        )
        daftarkan(f"kriteria-{p.kode.lower()}", p.versi, p.nama, butir)
    rincian = {p.kode.value: _rincian(p) for p in semua}
    daftarkan(
        "perangkat-kriteria",
        VERSI,
        Teks("Perangkat kriteria kemiskinan", "Sets of criteria of poverty"),
        (Butir(p.kode, p.nama, rincian[p.kode]) for p in semua),
    )


def _rincian(p: Perangkat) -> dict[str, object]:
    ambang = {"nilai": p.ambang.nilai, "is_asumsi": p.ambang.is_asumsi, "sumber": p.ambang.sumber}
    return {"versi": p.versi, "dasar": p.dasar, "keadaan": p.status._asdict(), "ambang": ambang}


def _temuan_isian() -> None:
    butir = (Butir(kode, p.pesan, {"saran": p.saran._asdict()}) for kode, p in sorted(PESAN.items()))
    daftarkan("temuan-isian", VERSI, Teks("Temuan atas isian kuesioner", "Findings about a questionnaire"), butir)


def _jabatan() -> None:
    if d := daftar_skema(Jabatan.__name__):
        tambahan = {
            str(j): {
                "peran": str(PERAN_JABATAN[j]),
                "tingkat_wilayah": sorted(map(str, TINGKAT.get(j, ()))),
                "is_enam_fungsi": j in ENAM_FUNGSI,
            }
            for j in Jabatan
        }
        _perkaya(d, tambahan)


def _jendela() -> None:
    if d := daftar_skema("NamaJendela"):
        hari = {str(j.nama): (j.mulai.day, j.selesai.day) for j in jendela_baku(_CONTOH_PERIODE)}
        _perkaya(d, {n: {"hari_lazim": list(h), "zona_waktu": "WIB"} for n, h in hari.items()})


def _galat() -> None:
    jenis = {g.kode: g for g in _turunan(DomainError) if "kode" in vars(g)}
    butir = (Butir(kode, jenis[kode].judul, {"status": status_dari(jenis[kode])}) for kode in sorted(jenis))
    daftarkan("galat", VERSI, Teks("Kode galat", "Codes of failures"), butir)


def _turunan(jenis: type[DomainError]) -> Iterator[type[DomainError]]:
    for anak in jenis.__subclasses__():
        yield anak
        yield from _turunan(anak)
