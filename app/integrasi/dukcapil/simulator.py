"""A civil registration that obeys: stands in for Dukcapil in demos and tests, and breaks in the ways the real one does.

No access to the real service exists, so this is the other end of `klien`. It runs in its own process on the loopback
(`dtks simulator dukcapil`), keeps its people in memory and is deterministic: people are generated from a number,
loaded from a file or registered through the control endpoints, which can also mend a record and choose a failure.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import uvicorn
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from app.integrasi.dukcapil.schemas import STATUS_MENINGGAL, Penduduk, Permintaan

_DEPAN = {
    "L": ("ASEP", "BUDI", "DEDI", "EKO", "HENDRA", "JOKO", "RUDI", "SLAMET", "UJANG", "YUSUF"),
    "P": ("AISYAH", "DEWI", "ENTIN", "FITRI", "KARTINI", "LILIS", "NURHAYATI", "RATNA", "SITI", "WATI"),
}
_BELAKANG = ("HIDAYAT", "KURNIA", "LESTARI", "MAULANA", "PERMATA", "RAMDANI", "SAPUTRA", "SETIAWAN", "UTAMI", "WIJAYA")


class Mode(StrEnum):
    """How the simulator answers the next questions."""

    NORMAL = "NORMAL"
    LAMBAT = "LAMBAT"
    MENETES = "MENETES"
    GALAT_503 = "GALAT_503"
    HTML_200 = "HTML_200"
    NIK_LAIN = "NIK_LAIN"
    KUOTA_429 = "KUOTA_429"
    KUOTA_200 = "KUOTA_200"
    TIDAK_DITEMUKAN = "TIDAK_DITEMUKAN"
    RAKSASA = "RAKSASA"
    KODE_GALAT_200 = "KODE_GALAT_200"
    JSON_RUSAK = "JSON_RUSAK"
    ALIH = "ALIH"


class AturMode(BaseModel):
    """Choose a failure for the next `kali` questions (for good when None); `detik` is how late LAMBAT answers."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode
    kali: Annotated[int, Field(ge=1)] | None = None
    detik: Annotated[float, Field(ge=0, le=600)] = 5.0


class BarisBerkas(Penduduk):
    """A person as a file or the control endpoint gives him."""

    model_config = ConfigDict(extra="forbid", strict=True)


DAFTAR_PENDUDUK: TypeAdapter[list[BarisBerkas]] = TypeAdapter(list[BarisBerkas])


@dataclass
class Simulator:
    """State of one simulator: its people by NIK, its mode, its quota and how often it was asked."""

    token: str
    kuota: int | None = None
    penduduk: dict[str, BarisBerkas] = field(default_factory=dict)
    mode: AturMode = field(default_factory=lambda: AturMode(mode=Mode.NORMAL))
    hitungan: Counter[str] = field(default_factory=Counter)

    def muat(self, isi: bytes) -> int:
        """Add or replace people from a JSON list; return how many. Raises pydantic's ValidationError on bad rows."""
        baru = DAFTAR_PENDUDUK.validate_json(isi)
        self.penduduk.update({p.NIK: p for p in baru})
        return len(baru)

    def mode_sekarang(self) -> AturMode:
        """Return the mode of this question and use up one of its times."""
        kini = self.mode
        if kini.kali == 1:
            self.mode = AturMode(mode=Mode.NORMAL)
        elif kini.kali is not None:
            self.mode = kini.model_copy(update={"kali": kini.kali - 1})
        return kini

    def aplikasi(self) -> Starlette:
        """Return the ASGI application: one question, three controls."""
        return Starlette(
            routes=[
                Route("/nik", self._nik, methods=["POST"]),
                Route("/kendali/penduduk", self._daftarkan, methods=["PUT"]),
                Route("/kendali/mode", self._atur_mode, methods=["PUT"]),
                Route("/kendali/hitungan", self._hitungan, methods=["GET"]),
            ]
        )

    async def _nik(self, permintaan: Request) -> Response:
        try:
            tanya = Permintaan.model_validate_json(await permintaan.body())
        except ValidationError:
            return _respon("Permintaan Tidak Sah", 400)
        if self.token != tanya.TOKEN:
            return _respon("Token Tidak Sah", 401)
        self.hitungan["tanya"] += 1
        if self.kuota is not None and self.hitungan["tanya"] > self.kuota:
            return _respon("Kuota Akses Hari Ini Telah Habis")
        atur = self.mode_sekarang()
        if atur.mode is Mode.LAMBAT:
            await asyncio.sleep(atur.detik)
        elif rusak := _KERUSAKAN.get(atur.mode):
            return await rusak(self, tanya.NIK)
        return self._jawab(tanya.NIK)

    def _jawab(self, nik: str) -> Response:
        orang = self.penduduk.get(nik)
        if orang is None:
            return _respon("Data Tidak Ditemukan")
        return JSONResponse({"content": [orang.model_dump(mode="json")]})

    async def _daftarkan(self, permintaan: Request) -> Response:
        try:
            jumlah = self.muat(await permintaan.body())
        except ValidationError:
            return _respon("Baris Tidak Sah", 422)
        return JSONResponse({"jumlah": jumlah})

    async def _atur_mode(self, permintaan: Request) -> Response:
        try:
            self.mode = AturMode.model_validate_json(await permintaan.body())
        except ValidationError:
            return _respon("Mode Tidak Sah", 422)
        return JSONResponse({"mode": self.mode.mode})

    async def _hitungan(self, _permintaan: Request) -> Response:
        return JSONResponse(dict(self.hitungan))


def penduduk_contoh(benih: int, jumlah: int, kecamatan: str) -> list[BarisBerkas]:
    """Return `jumlah` synthetic people of `kecamatan` (six digits), the same ones for the same `benih`."""
    acak = random.Random(benih)  # noqa: S311 - reproducible examples, nothing secret
    hasil = []
    for urut in range(1, jumlah + 1):
        kelamin = acak.choice("LP")
        lahir = date(1945, 1, 1) + timedelta(days=acak.randrange(27_000))
        hari = lahir.day + (40 if kelamin == "P" else 0)
        hasil.append(
            BarisBerkas(
                NIK=f"{kecamatan}{hari:02}{lahir:%m%y}{urut % 10_000:04}",
                NO_KK=f"{kecamatan}010120{1 + urut % 9_999:04}",
                NAMA_LGKP=f"{acak.choice(_DEPAN[kelamin])} {acak.choice(_BELAKANG)}",
                TGL_LHR=lahir,
                JENIS_KLMIN=kelamin,
                NAMA_LGKP_IBU=f"{acak.choice(_DEPAN['P'])} {acak.choice(_BELAKANG)}",
                STATUS_HIDUP=STATUS_MENINGGAL if acak.random() < 0.01 else None,  # noqa: PLR2004 - one in a hundred
            )
        )
    return hasil


def rakit_simulator(
    token: str, *, kuota: int | None = None, berkas: Path | None = None, contoh: tuple[int, int, str] | None = None
) -> Simulator:
    """Return a simulator with the people of `berkas` (JSON list) and of `contoh` (number, how many, kecamatan)."""
    simulator = Simulator(token=token, kuota=kuota)
    for orang in penduduk_contoh(*contoh) if contoh else []:
        simulator.penduduk[orang.NIK] = orang
    if berkas is not None:
        simulator.muat(berkas.read_bytes())
    return simulator


def jalankan(simulator: Simulator, *, port: int) -> None:
    """Serve `simulator` on the loopback until interrupted; request lines are not logged."""
    uvicorn.run(simulator.aplikasi(), host="127.0.0.1", port=port, access_log=False, log_level="warning")


def _respon(kalimat: str, status: int = 200) -> JSONResponse:
    return JSONResponse({"RESPON": kalimat}, status_code=status)


async def _menetes(_simulator: Simulator, _nik: str) -> Response:
    async def tetes() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    return StreamingResponse(tetes(), media_type="application/json")


async def _raksasa(_simulator: Simulator, _nik: str) -> Response:
    async def banjir() -> AsyncIterator[bytes]:
        for _ in range(10_000):
            yield b"[" * 1024

    return StreamingResponse(banjir(), media_type="application/json")


async def _nik_lain(simulator: Simulator, nik: str) -> Response:
    """A clean record of somebody else: of the asked person under the next NIK when nobody else is known."""
    lain = next((p for p in simulator.penduduk.values() if nik != p.NIK), None)
    if lain is None:
        diri = simulator.penduduk.get(nik) or penduduk_contoh(0, 1, nik[:6])[0]
        lain = diri.model_copy(update={"NIK": f"{(int(nik) + 1) % 10**16:016}"})
    return JSONResponse({"content": [lain.model_dump(mode="json")]})


def _tetap(buat: Callable[[], Response]) -> Callable[[Simulator, str], Awaitable[Response]]:
    async def jawab(_simulator: Simulator, _nik: str) -> Response:
        return buat()

    return jawab


_KERUSAKAN: dict[Mode, Callable[[Simulator, str], Awaitable[Response]]] = {
    Mode.MENETES: _menetes,
    Mode.RAKSASA: _raksasa,
    Mode.NIK_LAIN: _nik_lain,
    Mode.GALAT_503: _tetap(lambda: _respon("Layanan Sedang Pemeliharaan", 503)),
    Mode.HTML_200: _tetap(lambda: HTMLResponse("<html><h1>Data Ditemukan</h1></html>")),
    Mode.KUOTA_429: _tetap(lambda: _respon("Terlalu Banyak", 429)),
    Mode.KUOTA_200: _tetap(lambda: _respon("Kuota Akses Hari Ini Telah Habis")),
    Mode.TIDAK_DITEMUKAN: _tetap(lambda: _respon("Data Tidak Ditemukan")),
    Mode.KODE_GALAT_200: _tetap(lambda: JSONResponse({"RESPONSE_CODE": "05", "RESPON": "Kesalahan Internal"})),
    Mode.JSON_RUSAK: _tetap(lambda: Response(json.dumps({"content": 1})[:-1], media_type="application/json")),
    Mode.ALIH: _tetap(lambda: RedirectResponse("/kendali/hitungan")),
}
