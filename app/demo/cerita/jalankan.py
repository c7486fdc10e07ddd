"""Finds the running demonstration and plays the story on it."""

import json
import time
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from app.demo.cerita.lakon import Dunia
from app.demo.cerita.lakon_akhir import LakonAkhir
from app.demo.cerita.panggung import CeritaGagal, Panggung
from app.operasi.mulai import yang_berjalan
from app.operasi.surel_lokal import KotakSurat

_SABAR: Final = httpx.Timeout(30.0)


def siapkan_lakon(data: Path, layar: Console) -> tuple[httpx.Client, LakonAkhir] | None:
    """Return a client and the story on the demonstration that runs in `data`; None when none does."""
    kini = yang_berjalan(data)
    if kini is None or not Path(kini["akun"]).exists():
        return None
    akun = json.loads(Path(kini["akun"]).read_text())
    dunia = Dunia(
        {a["username"]: a for a in akun["akun"]}, akun["klien"], KotakSurat(Path(kini["surel"])), kini["dukcapil"]
    )
    klien = httpx.Client(base_url=kini["url"], timeout=_SABAR)
    return klien, LakonAkhir(Panggung(klien, layar), dunia)


def jalankan(data: Path, layar: Console) -> int:
    """Tell the whole story and return the exit code: 0 when every step went as told."""
    siap = siapkan_lakon(data, layar)
    if siap is None:
        layar.print("[red]No demonstration is running.[/] Start one with [bold]make run[/] and come back.")
        return 1
    klien, lakon = siap
    mulai = time.monotonic()
    with klien:
        try:
            lakon.mainkan()
        except CeritaGagal as galat:
            layar.print("\n[bold red]The story broke off:[/]")
            layar.print(str(galat), markup=False, highlight=False)
            return 1
    detik = time.monotonic() - mulai
    layar.print(f"\n[bold green]The story ends well:[/] {lakon.p.langkah} calls in {detik:.1f} s.")
    return 0
