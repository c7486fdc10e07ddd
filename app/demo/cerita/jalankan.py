"""Finds the running demonstration and plays the story on it."""

import json
import time
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from app.core.mulai import yang_berjalan
from app.core.surel_lokal import KotakSurat
from app.demo.cerita.lakon import Dunia
from app.demo.cerita.lakon_akhir import LakonAkhir
from app.demo.cerita.panggung import CeritaGagal, Panggung

_SABAR: Final = httpx.Timeout(30.0)


def jalankan(data: Path, layar: Console) -> int:
    """Tell the whole story and return the exit code: 0 when every step went as told."""
    kini = yang_berjalan(data)
    if kini is None or not Path(kini["akun"]).exists():
        layar.print("[red]No demonstration is running.[/] Start one with [bold]make run[/] and come back.")
        return 1
    akun = json.loads(Path(kini["akun"]).read_text())
    dunia = Dunia(
        {a["username"]: a for a in akun["akun"]}, akun["klien"], KotakSurat(Path(kini["surel"])), kini["dukcapil"]
    )
    mulai = time.monotonic()
    with httpx.Client(base_url=kini["url"], timeout=_SABAR) as klien:
        lakon = LakonAkhir(Panggung(klien, layar), dunia)
        try:
            lakon.mainkan()
        except CeritaGagal as galat:
            layar.print(f"\n[bold red]The story broke off:[/] {galat}", highlight=False, markup=True)
            return 1
    detik = time.monotonic() - mulai
    layar.print(f"\n[bold green]The story ends well:[/] {lakon.p.langkah} calls in {detik:.1f} s.")
    return 0
