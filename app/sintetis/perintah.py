"""The command that writes a synthetic nation: what was asked for, a progress bar, and what came out."""

import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from app.berkas_tabel.bentuk import KodeFormat
from app.pelatihan.sampel import DataTidakSah
from app.sintetis.buku import BukuPenuh
from app.sintetis.daerah import WilayahKosong, sebar
from app.sintetis.lembar import Pesanan
from app.sintetis.nomor import NomorHabis
from app.sintetis.tulis import MANIFES, Pisah, tulis
from app.wilayah.errors import KodeWilayahTidakSah

_BANYAK: Final = 40_000
"""Families from which on further processes are worth their start."""


class Pilihan(NamedTuple):
    """What the command was told beside the size, the seed and the folder."""

    format: str = KodeFormat.DTKS1
    kotor: float = 1.0
    wilayah: str = ""
    pisah: str = Pisah.SEMUA
    hari: str = "2026-06-30"
    proses: int = 0
    buku: bool = False


def population(keluarga: int, benih: int, folder: Path, pilihan: Pilihan) -> None:
    """Write the files and tell how many rows they hold and how fast they came.

    Raises:
        DataTidakSah: the region, the day or the size cannot be.
    """
    try:
        hari = date.fromisoformat(pilihan.hari)
    except ValueError:
        raise DataTidakSah(f"--hari {pilihan.hari}: no day, such as 2026-06-30") from None
    try:
        next(sebar(1, pilihan.wilayah))
    except KodeWilayahTidakSah:
        raise DataTidakSah(f"--wilayah {pilihan.wilayah}: no region code, such as 32.04") from None
    except WilayahKosong as galat:
        raise DataTidakSah(str(galat)) from None
    awal = time.perf_counter()
    konsol = Console(file=sys.stderr)
    kolom = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*kolom, TextColumn("{task.fields[laju]}"), TimeRemainingColumn(), console=konsol) as bilah:
        tugas = bilah.add_task("keluarga", total=keluarga, laju="")

        def kabar(selesai: int, _: int) -> None:
            laju = selesai / max(time.perf_counter() - awal, 1e-6) * 60
            bilah.update(tugas, completed=selesai, laju=f"{selesai:,} ({laju:,.0f}/menit)".replace(",", "."))

        try:
            pesanan = Pesanan(
                keluarga,
                benih,
                pilihan.kotor,
                hari,
                KodeFormat(pilihan.format),
                pilihan.wilayah,
            )
            proses = pilihan.proses or (os.cpu_count() or 1 if keluarga >= _BANYAK else 1)
            manifes = tulis(pesanan, folder, pisah=Pisah(pilihan.pisah), proses=proses, kabar=kabar, buku=pilihan.buku)
        except (NomorHabis, BukuPenuh, ValueError) as galat:
            raise DataTidakSah(str(galat)) from None
    lama = time.perf_counter() - awal
    sys.stdout.write(
        f"{manifes['baris']} rows, {manifes['keluarga']} families, {len(manifes['berkas'])} file(s), "
        f"{sum(manifes['catatan'].values())} remarks planted, {lama:.1f} s; see {folder / MANIFES}\n"
    )
