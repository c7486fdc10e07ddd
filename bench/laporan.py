"""Shows results: the table of the terminal, and a page with its picture, honest about the machine."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC
from html import escape
from pathlib import Path
from typing import Final

from rich.table import Table

from app.core.clock import now
from app.operasi.embedded import cari_biner
from bench.dasar import Hasil
from bench.panggung import Ukuran

_LEBAR, _TINGGI, _KIRI, _SKALA_PENUH = 860, 30, 190, 1.5
_HURUF: Final = 'font-family="sans-serif" font-size="13"'
_HIJAU, _MERAH, _ABU = "#2e7d5b", "#b3402e", "#667"
_PENGANTAR: Final = """# Benchmarks

`make bench` measures ratios on one machine in one run: every figure stands against a control that ran interleaved with
it, and is a ratio of medians. Absolute seconds say something about this machine only. `make bench SIZE=10m` adds the
rows that name 10 million; a row says from which size it comes. This page is made by the suite, nothing is edited by
hand.
"""
_CARA: Final = """## How it is measured

* A PostgreSQL of its own from the same binaries, with the parameters that `make run` gives it (durable: `fsync` is on),
  in a temporary folder.
* Registries are filled with made-up families over all kabupaten/kota; answers hang on a latent welfare, so that scores
  spread.
* Runs go the product's way: prepared, computed by a real `dtks worker` process, reviewed, confirmed. A checkpoint
  precedes each measurement.
* Results are checked inside the suite (families counted, scopes counted, national cut-offs against a plain sort); a
  wrong result fails the suite.
"""


def mesin() -> dict[str, str | int]:
    """Return what a reader has to know about this machine."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "load_1min": round(os.getloadavg()[0]),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": _versi_pg(),
        "measured": now().astimezone(UTC).date().isoformat(),
    }


def _cpu() -> str:
    berkas = Path("/proc/cpuinfo")
    cocok = re.search(r"model name\s*:\s*(.+)", berkas.read_text()) if berkas.exists() else None
    return cocok[1].strip() if cocok else platform.processor() or "unknown"


def _versi_pg() -> str:
    hasil = subprocess.run([cari_biner() / "postgres", "--version"], capture_output=True, check=True, text=True)
    return hasil.stdout.split()[-1]


def tabel(hasil: Sequence[Hasil], ukuran: Ukuran) -> Table:
    """Return the table for the terminal."""
    t = Table(title=f"make bench SIZE={ukuran.nama}")
    for nama in ("id", "what", "value", "target", "holds"):
        t.add_column(nama, justify="right" if nama in {"value", "target"} else "left")
    for h in hasil:
        benar = h.baris.terpenuhi(h.nilai.angka)
        t.add_row(h.baris.id, h.baris.arti, _angka(h), _target(h), "[green]yes[/]" if benar else "[red]NO[/]")
    return t


def _angka(h: Hasil) -> str:
    return f"{h.nilai.angka:.3g} {h.baris.satuan}"


def _target(h: Hasil) -> str:
    return f"{'≤' if h.baris.is_batas_atas else '≥'} {h.baris.target:g} {h.baris.satuan}"


def tulis(hasil: Sequence[Hasil], ukuran: Ukuran, out: Path, halaman: Path | None) -> None:
    """Write `latest.json` and the page into `out`, and the page once more where it is wanted."""
    out.mkdir(parents=True, exist_ok=True)
    alat = mesin()
    isi = [h.json(alat, ukuran) for h in hasil]
    (out / "latest.json").write_text(json.dumps(isi, indent=1, ensure_ascii=False) + "\n")
    for tujuan in (out / "bench.md", *([halaman] if halaman else [])):
        tulis_halaman(tujuan, hasil, ukuran, alat)


def tulis_halaman(berkas: Path, hasil: Sequence[Hasil], ukuran: Ukuran, alat: Mapping[str, object]) -> None:
    """Write the page and, beside it, its picture."""
    gambar = berkas.with_suffix(".svg")
    gambar.write_text(_gambar(hasil))
    isi = [_PENGANTAR, f"![Values as shares of their targets]({gambar.name})", ""]
    isi += ["| id | what | value | target | holds |", "|---|---|---|---|---|"]
    for h in hasil:
        benar = "yes" if h.baris.terpenuhi(h.nilai.angka) else "**no**"
        isi.append(f"| `{h.baris.id}` | {h.baris.arti} | {_angka(h)} | {_target(h)} | {benar} |")
    isi += ["", f"Measured with `SIZE={ukuran.nama}` on this machine:", ""]
    isi += ["| | |", "|---|---|", *(f"| {nama} | {nilai} |" for nama, nilai in alat.items()), "", _CARA]
    isi += ["## Every single measurement", "", "| id | comparison | samples |", "|---|---|---|"]
    isi += [f"| `{h.baris.id}` | {h.nilai.catatan} | {_sampel(h)} |" for h in hasil]
    berkas.write_text("\n".join(isi) + "\n")


def _sampel(h: Hasil) -> str:
    return "; ".join(f"{nama}: {', '.join(f'{x:.3g}' for x in isi)}" for nama, isi in h.nilai.sampel.items()) or "one"


def _gambar(hasil: Sequence[Hasil]) -> str:
    """Return bars as shares of the target; the line is the target itself."""
    tinggi = _TINGGI * len(hasil) + 50
    penuh = (_LEBAR - _KIRI - 90) / _SKALA_PENUH
    baris = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEBAR} {tinggi}" {_HURUF}>',
        f'<rect width="{_LEBAR}" height="{tinggi}" fill="#fff"/>',
        f'<text x="{_KIRI}" y="16" fill="{_ABU}">value as a share of its target; the line is the target</text>',
    ]
    for n, h in enumerate(hasil):
        y, bagian = 28 + n * _TINGGI, h.nilai.angka / h.baris.target
        warna = _HIJAU if h.baris.terpenuhi(h.nilai.angka) else _MERAH
        lebar = max(1.0, min(bagian, _SKALA_PENUH) * penuh)
        baris += [
            f'<text x="{_KIRI - 8}" y="{y + 15}" text-anchor="end" fill="#223">{escape(h.baris.id)}</text>',
            f'<rect x="{_KIRI}" y="{y}" width="{lebar:.1f}" height="20" rx="2" fill="{warna}"/>',
            f'<text x="{_KIRI + lebar + 6:.1f}" y="{y + 15}" fill="#223">{escape(_angka(h))}</text>',
        ]
    x = _KIRI + penuh
    baris.append(f'<line x1="{x}" y1="22" x2="{x}" y2="{tinggi - 14}" stroke="{_ABU}" stroke-dasharray="4 3"/>')
    return "\n".join([*baris, "</svg>", ""])
