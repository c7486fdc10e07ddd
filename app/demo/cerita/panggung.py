"""The stage: calls the API as one person after another, tells each call, and stops at the first surprise."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from app.demo.gambar import foto

_BARIS_MAKS: Final = 14
_TEKS_MAKS: Final = 96
_SABAR_DETIK: Final = 30.0
_JEDA_DETIK: Final = 0.2


class CeritaGagal(Exception):
    """A step did not go as the story says; the message names the step and what came instead."""


@dataclass
class Panggung:
    """Where the story plays.

    Attributes:
        klien: reaches the API.
        layar: where it is told.
        langkah: steps taken.
    """

    klien: httpx.Client
    layar: Console
    langkah: int = 0
    _token: dict[str, str] = field(default_factory=dict)

    def babak(self, judul: str, isi: str) -> None:
        """Begin an act."""
        self.layar.print()
        self.layar.rule(f"[bold]{escape(judul)}", align="left")
        self.layar.print(f"[italic]{escape(isi)}[/]")

    def masuk(self, siapa: str, pengguna: str, sandi: str) -> None:
        """Log somebody in; he is called `siapa` from now on."""
        isi = {"grant_type": "password", "username": pengguna, "password": sandi}
        jawab = self.panggil(f"{siapa} logs in", "POST", "/v1/auth/token", data=isi)
        self._token[siapa] = jawab.json()["access_token"]

    def masuk_mesin(self, siapa: str, klien_id: str, rahasia: str) -> None:
        """Log a machine account in."""
        isi = {"grant_type": "client_credentials", "client_id": klien_id, "client_secret": rahasia}
        jawab = self.panggil(f"{siapa} logs in", "POST", "/v1/auth/token", data=isi)
        self._token[siapa] = jawab.json()["access_token"]

    def panggil(
        self,
        judul: str,
        metode: str,
        jalur: str,
        *,
        sebagai: str | None = None,
        harap: int = 0,
        kode: str | None = None,
        tajuk: Mapping[str, str] | None = None,
        **isi: Any,  # noqa: ANN401 - json, data, files or params, as httpx takes them
    ) -> httpx.Response:
        """Make one call and tell it.

        Args:
            judul: what happens, in words.
            metode: HTTP method.
            jalur: path.
            sebagai: who calls; None is a stranger.
            harap: expected status; 0 is any success.
            kode: expected `kode` of the problem document.
            tajuk: further headers.
            isi: body, as httpx takes it.

        Raises:
            CeritaGagal: another answer than expected.
        """
        self.langkah += 1
        kepala = dict(tajuk or {})
        if sebagai:
            kepala["Authorization"] = f"Bearer {self._token[sebagai]}"
            if metode == "POST":
                kepala.setdefault("Idempotency-Key", str(uuid4()))
        jawab = self.klien.request(metode, jalur, headers=kepala, **isi)
        cocok = jawab.status_code == harap if harap else jawab.is_success
        cocok = cocok and (kode is None or jawab.json().get("kode") == kode)
        self._ceritakan(judul, metode, jalur, sebagai, isi, jawab, cocok=cocok)
        if not cocok:
            raise CeritaGagal(
                f"step {self.langkah}, {judul}: expected {harap or '2xx'} {kode or ''}, got {_ringkas(jawab)}"
            )
        return jawab

    def kirim(self, judul: str, sebagai: str, jalur: str, isi: object = None, **lain: Any) -> httpx.Response:  # noqa: ANN401
        """POST JSON as somebody."""
        return self.panggil(judul, "POST", jalur, sebagai=sebagai, json=isi, **lain)

    def baca(self, judul: str, sebagai: str | None, jalur: str, **lain: Any) -> httpx.Response:  # noqa: ANN401
        """GET as somebody."""
        return self.panggil(judul, "GET", jalur, sebagai=sebagai, **lain)

    def ubah(self, judul: str, sebagai: str, metode: str, jalur: str, isi: object, asal: str = "") -> httpx.Response:
        """Change something in the version that it has when read from `asal` (by default its own path)."""
        versi = self.diam(asal or jalur, sebagai).headers.get("etag", "")
        return self.panggil(judul, metode, jalur, sebagai=sebagai, tajuk={"If-Match": versi}, json=isi)

    def unggah(self, judul: str, sebagai: str, jalur: str, jenis: str) -> httpx.Response:
        """Upload a drawn photo of one kind."""
        berkas = {"berkas": jpeg(jenis)}
        return self.panggil(judul, "POST", jalur, sebagai=sebagai, data={"jenis": jenis}, files=berkas)

    def tunggu(self, apa: str, ambil: Callable[[], httpx.Response], sampai: Callable[[Any], bool]) -> Any:  # noqa: ANN401
        """Ask again until the answer satisfies `sampai`, for what the worker does; return the answer's body.

        Raises:
            CeritaGagal: it did not happen within half a minute.
        """
        batas = time.monotonic() + _SABAR_DETIK
        while time.monotonic() < batas:
            jawab = ambil()
            if jawab.is_success and sampai(isi := jawab.json()):
                self.layar.print(f"   [dim]… {escape(apa)}[/]")
                return isi
            time.sleep(_JEDA_DETIK)
        raise CeritaGagal(f"{apa}: did not happen within {_SABAR_DETIK:.0f} s")

    def diam(self, jalur: str, sebagai: str) -> httpx.Response:
        """Read without telling, for `tunggu`."""
        return self.klien.get(jalur, headers={"Authorization": f"Bearer {self._token[sebagai]}"})

    def kirim_diam(self, sebagai: str, jalur: str, isi: object) -> httpx.Response:
        """POST without telling, for calls at the same instant."""
        kepala = {"Authorization": f"Bearer {self._token[sebagai]}", "Idempotency-Key": str(uuid4())}
        return self.klien.post(jalur, headers=kepala, json=isi)

    def pastikan(self, benar: object, apa: str) -> None:
        """Check something about what was answered.

        Raises:
            CeritaGagal: it does not hold.
        """
        if not benar:
            raise CeritaGagal(f"step {self.langkah}: {apa}")
        self.layar.print(f"   [green]✓[/] {escape(apa)}")

    def _ceritakan(
        self,
        judul: str,
        metode: str,
        jalur: str,
        sebagai: str | None,
        isi: Mapping[str, Any],
        jawab: httpx.Response,
        *,
        cocok: bool,
    ) -> None:
        siapa = f"[cyan]{escape(sebagai)}[/]" if sebagai else "[dim]anyone[/]"
        self.layar.print(f"\n[bold]{self.langkah:>3}[/] {escape(judul)}")
        self.layar.print(f"    {siapa} → [magenta]{metode}[/] {escape(jalur)}{_kiriman(isi)}")
        warna = "green" if cocok else "red"
        detik = jawab.elapsed.total_seconds()
        badan = _badan(jawab)
        tanda = f"[{warna}]{jawab.status_code}[/] [dim]{detik * 1000:.0f} ms[/]"
        self.layar.print(Panel(badan, title=tanda, title_align="left", border_style=warna) if badan else f"    {tanda}")


def jpeg(judul: str) -> tuple[str, bytes, str]:
    """Return a drawn photo as httpx sends it."""
    return (f"{judul.lower()}.jpg", foto(judul), "image/jpeg")


def _kiriman(isi: Mapping[str, Any]) -> str:
    if "files" in isi:
        return f" [dim]+ {len(isi['files'])} photo(s)[/]"
    return " [dim]+ JSON[/]" if isi.get("json") is not None else ""


def _badan(jawab: httpx.Response) -> str:
    if "json" not in jawab.headers.get("content-type", ""):
        return ""
    baris = json.dumps(_pendek(jawab.json()), indent=1, ensure_ascii=False).splitlines()
    lebih = [f"  … {len(baris) - _BARIS_MAKS} more lines"] if len(baris) > _BARIS_MAKS else []
    return escape("\n".join(baris[:_BARIS_MAKS] + lebih))


def _pendek(nilai: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(nilai, dict):
        return {k: "…" if "token" in k else _pendek(v) for k, v in nilai.items()}
    if isinstance(nilai, list):
        return [_pendek(v) for v in nilai[:3]] + (["…"] if len(nilai) > 3 else [])
    if isinstance(nilai, str) and len(nilai) > _TEKS_MAKS:
        return nilai[:_TEKS_MAKS] + "…"
    return nilai


def _ringkas(jawab: httpx.Response) -> str:
    return f"{jawab.status_code} {jawab.text[:400]}"
