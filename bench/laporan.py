"""Shows results: the table of the terminal, and a page with its pictures, honest about the machine."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Final

from rich.table import Table

from app.core.clock import now
from app.operasi.embedded import cari_biner
from bench.dasar import DAFTAR, Hasil, Laporan
from bench.gambar import gambar_sampel, gambar_target
from bench.panggung import Ukuran

_NAMA: Final = "latest.json"
_PENGANTAR: Final = """# Benchmarks

`make bench` measures ratios on one machine in one run: every figure stands against a control that ran interleaved with
it, and is a ratio of medians. Absolute seconds say something about this machine only. `make bench SIZE=10m` adds the
rows that name 10 million, `ONLY=cari` measures one group and keeps the other rows, `RESUME=1` those that have no value
yet. This page is made by the suite, nothing is edited by hand; `docs/panduan/kinerja.md` says where the time goes.
"""
_CARA: Final = """## How it is measured

* A PostgreSQL of its own from the same binaries, with the parameters that `make run` gives it (durable: `fsync` is on),
  in a temporary folder.
* Registries are filled with made-up families over all kabupaten/kota; answers hang on a latent welfare, so that scores
  spread.
* Runs go the product's way: prepared, computed by a real `dtks worker` process, reviewed, confirmed. A checkpoint
  precedes each measurement, and of rankings the vacuum that the schema asks of autovacuum.
* A row that could not be measured stands here with the reason, and does not hold.
* What a run leaves for later is not in its time: the report, and forgetting which changes it took over.
* Results are checked inside the suite (families counted, scopes counted, national cut-offs against a plain sort); a
  wrong result fails its row.
"""


def mesin() -> dict[str, str | float]:
    """Return what a reader has to know about this machine."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "load_before": round(os.getloadavg()[0], 1),
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


class Berkas:
    """`latest.json` and the page of one size; with `lama` what stands there already is kept, row by row."""

    def __init__(self, folder: Path, ukuran: Ukuran, *, lama: bool) -> None:
        self._folder = folder
        self._ukuran = ukuran
        self._mesin = mesin()
        self._baris = {b["id"]: b for b in self._baca() if b["detail"]["size"] == ukuran.nama} if lama else {}

    def _baca(self) -> list[Laporan]:
        jalur = self._folder / _NAMA
        isi: list[Laporan] = json.loads(jalur.read_text()) if jalur.exists() else []
        return isi

    def tambah(self, hasil: Hasil) -> None:
        """Put a row in place of what stood there, and write the file."""
        self._baris[hasil.baris.id] = hasil.json(self._mesin, self._ukuran)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / _NAMA).write_text(json.dumps(self.semua(), indent=1, ensure_ascii=False) + "\n")

    def semua(self) -> list[Laporan]:
        """Return all rows in the order of the table."""
        urut = [b.id for b in DAFTAR]
        return sorted(self._baris.values(), key=lambda b: urut.index(b["id"]) if b["id"] in urut else len(urut))

    def halaman(self, lain: Path | None) -> None:
        """Write the page beside the file, and once more where it is wanted."""
        if semua := self.semua():
            for tujuan in (self._folder / "bench.md", *([lain] if lain else [])):
                tulis_halaman(tujuan, semua, self._ukuran)


def tabel(semua: Sequence[Laporan], ukuran: Ukuran) -> Table:
    """Return the table for the terminal."""
    t = Table(title=f"make bench SIZE={ukuran.nama}")
    for nama in ("id", "what", "value", "target", "holds"):
        t.add_column(nama, justify="right" if nama in {"value", "target"} else "left")
    for b in semua:
        benar = "[green]yes[/]" if b["holds"] else "[red]NO[/]"
        t.add_row(b["id"], _arti(b), _angka(b), _target(b), benar)
    return t


def _arti(b: Laporan) -> str:
    galat = b["detail"]["error"]
    return f"{b['detail']['what']} (not measured: {galat})" if galat else str(b["detail"]["what"])


def _angka(b: Laporan) -> str:
    return "none" if b["value"] is None else f"{b['value']:.3g} {b['unit']}"


def _target(b: Laporan) -> str:
    return f"{'≤' if b['detail']['bound'] == 'max' else '≥'} {b['target']:g} {b['unit']}"


def tulis_halaman(berkas: Path, semua: Sequence[Laporan], ukuran: Ukuran) -> None:
    """Write the page and, beside it, its two pictures."""
    gambar, titik = berkas.with_suffix(".svg"), berkas.with_name(f"{berkas.stem}-samples.svg")
    gambar.write_text(gambar_target(semua))
    titik.write_text(gambar_sampel(semua))
    isi = [_PENGANTAR, _ringkas(semua), "", f"![Values as shares of their targets]({gambar.name})", ""]
    isi += ["| id | what | value | target | holds |", "|---|---|---|---|---|"]
    for b in semua:
        benar = "yes" if b["holds"] else "**no**"
        isi.append(f"| `{b['id']}` | {_arti(b)} | {_angka(b)} | {_target(b)} | {benar} |")
    isi += ["", *_mesin_halaman(semua, ukuran), "", _CARA]
    isi += [f"## Every single measurement\n\n![Single measurements over the median of their series]({titik.name})\n"]
    isi += ["| id | comparison | samples | took |", "|---|---|---|---|"]
    isi += [f"| `{b['id']}` | {b['detail']['note']} | {_sampel(b)} | {b['detail']['seconds']} s |" for b in semua]
    berkas.write_text("\n".join(isi) + "\n")


def _ringkas(semua: Sequence[Laporan]) -> str:
    luput = [
        f"`{b['id']}` ({_angka(b)}, target {_target(b)})" for b in semua if b["value"] is not None and not b["holds"]
    ]
    gagal = [f"`{b['id']}`" for b in semua if b["value"] is None]
    kalimat = [f"{sum(b['holds'] for b in semua)} of {len(semua)} rows reach their target."]
    kalimat += [f"Missed: {', '.join(luput)}."] if luput else []
    kalimat += [f"Not measured, for the reason in the table: {', '.join(gagal)}."] if gagal else []
    return " ".join(kalimat)


def _mesin_halaman(semua: Sequence[Laporan], ukuran: Ukuran) -> list[str]:
    """Return the machine, and what is wrong with it for this purpose."""
    satu = semua[-1]["detail"]["machine"]
    isi = [f"Measured with `SIZE={ukuran.nama}` on this machine:", "", "| | |", "|---|---|"]
    isi += [f"| {nama} | {nilai} |" for nama, nilai in satu.items()]
    sibuk = max(b["detail"]["machine"]["load_before"] for b in semua)
    if sibuk > satu["cores"] / 2:
        isi += ["", f"**The machine was not quiet when this began (load {sibuk}); ratios of times vary more then.**"]
    if len({str(b["detail"]["machine"]) for b in semua}) > 1:
        isi += ["", "The rows were measured in several parts; `latest.json` says when each of them was."]
    return isi


def _sampel(b: Laporan) -> str:
    sampel = b["detail"]["samples"]
    return "; ".join(f"{nama}: {', '.join(f'{x:.3g}' for x in isi)}" for nama, isi in sampel.items()) or "one"
