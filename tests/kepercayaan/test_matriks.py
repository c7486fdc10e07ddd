"""Everybody against everything, from the served contract: who may (S1), whom nothing tells (S2), what leaks (S3).

`matriks.csv` is the reviewed table: one line per operation and verdict. An operation without lines fails, so does one
whose verdicts are others. `DTKS_TULIS_MATRIKS=1` writes it anew; look at every line of the difference.
"""

import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.peran import PERAN_JABATAN, Jabatan
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.kepercayaan.badan import Operasi, Pengisi, operasi
from tests.kepercayaan.dunia import KENARI, Dunia, bangun, tiada

pytestmark = [pytest.mark.anyio, pytest.mark.nyata, pytest.mark.timeout(900)]
TABEL = Path(__file__).parent / "matriks.csv"
GERBANG = ("jabatan-tidak-berwenang", "peran-tidak-berwenang")
BEBERAPA = ("anon", "WARGA/lain", "VERIFIKATOR/luar")
TANPA_HAK = ("anon", "WARGA/lain")
_TERBUKA = ("/v1/publik/", "/v1/auth/", "/.well-known/", "/kesehatan/")
_KECUALI = {"POST /v1/auth/token", "POST /v1/publik/tantangan"}


@dataclass
class Hasil:
    """What came of one run over everything."""

    vonis: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    bocor: list[str] = field(default_factory=list)
    beda: list[str] = field(default_factory=list)
    jawaban: int = 0
    dibandingkan: int = 0

    def tabel(self) -> str:
        """Return the table as it is checked in."""
        baris = [
            f"{op},{vonis},{' '.join(sorted(siapa))}"
            for op, menurut in sorted(self.vonis.items())
            for vonis, siapa in sorted(menurut.items())
        ]
        return "\n".join(["operasi,vonis,siapa", *baris]) + "\n"


@pytest.fixture
async def dunia(sesi: AsyncSession, wadah: Wadah, masuk: Masuk, app: FastAPI) -> AsyncIterator[Dunia]:
    satu = await bangun(sesi, wadah, masuk)
    async with Klien(app) as anon:
        satu.orang["anon"] = anon
        yield satu


def _vonis(jawab: httpx.Response) -> str:
    """Return 401, 404, 403 of a gate, or that the operation itself answered (a refusal of its own included)."""
    if jawab.status_code == 403 and jawab.json()["kode"] not in GERBANG:
        return "lain"
    return str(jawab.status_code) if jawab.status_code in {401, 403, 404} else "lain"


def _bersih(jawab: httpx.Response) -> tuple[int, object, dict[str, str]]:
    """Return what an outsider can compare: everything but the request's own id and its moment."""
    tajuk = {k: v for k, v in jawab.headers.items() if k not in {"x-request-id", "date"}}
    if not jawab.headers.get("content-type", "").endswith("json"):
        return jawab.status_code, jawab.content, tajuk
    isi = jawab.json()
    if isinstance(isi, dict):
        isi = {k: v for k, v in isi.items() if k not in {"instance", "id_permintaan"}}
    return jawab.status_code, isi, tajuk


class Penjelajah:
    """Calls every operation as everybody; whatever a call changes is undone."""

    def __init__(self, dunia: Dunia, kontrak: dict[str, Any], koneksi: AsyncConnection) -> None:
        self._dunia, self._koneksi = dunia, koneksi
        self._pengisi = Pengisi(kontrak)
        self._operasi = [op for op in operasi(kontrak) if op.nama not in _KECUALI]
        self.hasil = Hasil()

    async def jelajahi(self) -> Hasil:
        for op in self._operasi:
            isi = self._pengisi.permintaan(op)
            for siapa, klien in self._siapa(op):
                jawab = await self._panggil(op, klien, isi, is_ada=True)
                self.hasil.vonis[op.nama][_vonis(jawab)].add(siapa)
                if self._is_tanpa_hak(siapa):
                    self._cari_kenari(op, siapa, jawab)
                    await self._bandingkan(op, siapa, klien, isi, jawab)
        return self.hasil

    def _siapa(self, op: Operasi) -> Iterable[tuple[str, Klien]]:
        """Everybody; of what asks for no token some few, since it looks at nobody."""
        semua = self._dunia.orang.items()
        return [x for x in semua if x[0] in BEBERAPA] if op.jalur.startswith(_TERBUKA) else semua

    @staticmethod
    def _is_tanpa_hak(siapa: str) -> bool:
        return siapa in TANPA_HAK or siapa.endswith("/luar") or siapa.startswith("INTEGRASI")

    async def _panggil(self, op: Operasi, klien: Klien, isi: dict[str, Any], *, is_ada: bool) -> httpx.Response:
        jalur = op.jalur
        for p in op.parameter:
            nilai = self._dunia.nilai(op.jalur, p) if is_ada else None
            jalur = jalur.replace(f"{{{p}}}", nilai or tiada(p))
        self.hasil.jawaban += 1
        if op.metode == "get":  # changes nothing but the audit trail
            return await klien.get(jalur, **isi)
        titik = await self._koneksi.begin_nested()
        try:
            return await klien.request(op.metode.upper(), jalur, **isi)
        finally:
            await titik.rollback()

    def _cari_kenari(self, op: Operasi, siapa: str, jawab: httpx.Response) -> None:
        teks = jawab.text + str(jawab.headers)
        self.hasil.bocor += [f"{op.nama} tells {siapa} {k}" for k in KENARI if k in teks]

    async def _bandingkan(
        self, op: Operasi, siapa: str, klien: Klien, isi: dict[str, Any], jawab: httpx.Response
    ) -> None:
        if jawab.status_code != 404 or not any(self._dunia.nilai(op.jalur, p) for p in op.parameter):
            return
        kosong = await self._panggil(op, klien, isi, is_ada=False)
        self.hasil.dibandingkan += 1
        if _bersih(jawab) != _bersih(kosong):
            self.hasil.beda.append(f"{op.nama} as {siapa}: {jawab.text[:200]} / {kosong.text[:200]}")


async def test_everybody_against_everything(dunia: Dunia, app: FastAPI, koneksi: AsyncConnection) -> None:
    """S1: the reviewed table holds; S2: a foreign object is like none, byte for byte; S3: no canary leaves home."""
    kontrak = app.openapi()
    hasil = await Penjelajah(dunia, kontrak, koneksi).jelajahi()
    if os.environ.get("DTKS_TULIS_MATRIKS"):
        TABEL.write_text(hasil.tabel())
    assert hasil.bocor == []
    assert hasil.beda == []
    assert hasil.jawaban >= 5_000
    assert hasil.dibandingkan >= 200
    ada, harapan = set(hasil.tabel().splitlines()), set(TABEL.read_text().splitlines())
    assert sorted(ada - harapan) == sorted(harapan - ada) == []
    _periksa_kontrak(hasil, {op.nama: op for op in operasi(kontrak)})


def _periksa_kontrak(hasil: Hasil, menurut_nama: dict[str, Operasi]) -> None:
    """Hold the verdicts against the contract, independently of the table."""
    salah = []
    for nama, menurut in hasil.vonis.items():
        op, vonis = menurut_nama[nama], {s: v for v, siapa in menurut.items() for s in siapa}
        if not op.jalur.startswith(_TERBUKA) and vonis["anon"] != "401":
            salah.append(f"{nama}: a stranger is not asked for a token")
        peran = op.jalur.split("/")[2] if op.jalur.startswith("/v1/") else ""
        for siapa, v in vonis.items():
            jabatan = siapa.split("/")[0]
            if jabatan == "anon" or peran not in {"warga", "petugas", "admin", "mitra"}:
                continue
            milik = "mitra" if jabatan == "INTEGRASI" else PERAN_JABATAN[Jabatan(jabatan)].lower()
            boleh = milik == peran and (op.jabatan is None or jabatan in op.jabatan)
            if boleh is (v == "403"):
                salah.append(f"{nama}: {siapa} gets {v}")
    assert salah == []
