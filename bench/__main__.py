"""`python -m bench`: measures every row at a size, prints the table and writes `bench/out`."""

import asyncio
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import bench.cari
import bench.cek
import bench.cek_lama
import bench.desil
import bench.desil_tulis
import bench.ekspor
import bench.impor
import bench.transisi
import bench.usulan
from app.core import logging as log
from bench.dasar import DAFTAR, Hasil, ukur_satu
from bench.laporan import Berkas, tabel
from bench.panggung import UKURAN, Lapor, Ukuran, panggung

BARIS = (
    bench.desil,
    bench.desil_tulis,
    bench.cek,
    bench.cek_lama,
    bench.cari,
    bench.impor,
    bench.ekspor,
    bench.usulan,
    bench.transisi,
)
"""Modules whose import registers rows."""

Size = Annotated[str, typer.Option("--size", help="3m (the default, under 10 minutes) or 10m (under 60).")]
Only = Annotated[str, typer.Option("--only", help="Only rows whose id begins so, e.g. desil; the others keep theirs.")]
Resume = Annotated[bool, typer.Option("--resume", help="Only rows that latest.json has no value of at this size.")]
Out = Annotated[Path, typer.Option("--out", help="Folder of latest.json and of the page.")]
Page = Annotated[Path | None, typer.Option("--page", help="Also write the page here, e.g. docs/bench.md.")]
_OUT = Path(__file__).parent / "out"


def main(*, size: Size = "3m", only: Only = "", resume: Resume = False, out: Out = _OUT, page: Page = None) -> None:
    """Measure, print the table, write the files; exit code 1 when a target is missed or a row could not be measured.

    After each row `latest.json` holds all that was measured at this size, so a run can be taken up or done in parts.
    """
    if size not in UKURAN:
        raise typer.BadParameter(f"one of {', '.join(UKURAN)}", param_hint="--size")
    layar = Console(stderr=True)
    log.siapkan(tingkat=40)
    awal = time.monotonic()

    def lapor(kerja: str) -> None:
        layar.print(f"[dim]{time.monotonic() - awal:6.0f} s[/]  {kerja}", highlight=False)

    ukuran = UKURAN[size]
    berkas = Berkas(out, ukuran, lama=bool(only) or resume)
    sudah = {b["id"] for b in berkas.semua() if b["value"] is not None} if resume else set[str]()
    asyncio.run(ukur_semua(ukuran, only, lapor, berkas.tambah, sudah))
    berkas.halaman(page)
    Console().print(tabel(berkas.semua(), ukuran))
    raise typer.Exit(not all(b["holds"] for b in berkas.semua()))


async def ukur_semua(
    ukuran: Ukuran,
    awalan: str,
    lapor: Lapor,
    catat: Callable[[Hasil], None] = lambda _: None,
    sudah: Collection[str] = (),
) -> list[Hasil]:
    """Measure the rows whose id begins with `awalan` and is not in `sudah`, in the order of the table.

    Each is handed to `catat` when it is there. Between groups of rows all workers are stopped.
    """
    dipilih = [b for b in DAFTAR if b.id.startswith(awalan) and b.id not in sudah and b.berlaku(ukuran)]
    hasil: list[Hasil] = []
    async with panggung(ukuran, lapor) as tempat:
        for sebelum, baris in zip([None, *dipilih], dipilih, strict=False):
            if sebelum is not None and sebelum.ukur.__module__ != baris.ukur.__module__:
                await asyncio.to_thread(tempat.hentikan)
            hasil.append(await ukur_satu(baris, tempat))
            lapor(f"{baris.id}: {hasil[-1].galat or 'measured'}")
            catat(hasil[-1])
        lapor("done")
    return hasil


if __name__ == "__main__":
    perintah = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    perintah.command()(main)
    perintah()
