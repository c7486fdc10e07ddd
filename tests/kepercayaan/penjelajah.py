"""Calls every operation as everybody and holds the verdicts against the reviewed table and the contract."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.peran import PERAN_JABATAN, Jabatan
from tests.conftest import Klien
from tests.kepercayaan.badan import Operasi, Pengisi, operasi
from tests.kepercayaan.dunia import KENARI, Dunia, tiada

TABEL = Path(__file__).parent / "matriks.csv"
BAGIAN = 2
"""Into so many parts the operations are dealt, each a test file of its own, so that two workers share them."""
GERBANG = ("jabatan-tidak-berwenang", "peran-tidak-berwenang")
BEBERAPA = ("anon", "WARGA/lain", "VERIFIKATOR/luar")
TANPA_HAK = ("anon", "WARGA/lain")
_TERBUKA = ("/v1/publik/", "/v1/auth/", "/.well-known/", "/kesehatan/")
_KECUALI = {"POST /v1/auth/token", "POST /v1/publik/tantangan"}
_KEPALA = "operasi,vonis,siapa"


def bagikan(kontrak: dict[str, Any], bagian: int) -> list[Operasi]:
    """Return every second operation: together the parts are all of them."""
    semua = sorted((op for op in operasi(kontrak) if op.nama not in _KECUALI), key=lambda op: op.nama)
    return semua[bagian::BAGIAN]


@dataclass
class Hasil:
    """What came of one run over everything."""

    vonis: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    bocor: list[str] = field(default_factory=list)
    beda: list[str] = field(default_factory=list)
    jawaban: int = 0
    dibandingkan: int = 0

    def baris(self) -> set[str]:
        """Return the lines of the table that this run makes."""
        return {
            f"{op},{vonis},{' '.join(sorted(siapa))}"
            for op, menurut in self.vonis.items()
            for vonis, siapa in menurut.items()
        }


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

    def __init__(self, dunia: Dunia, kontrak: dict[str, Any], koneksi: AsyncConnection, bagian: int) -> None:
        self._dunia, self._koneksi = dunia, koneksi
        self._pengisi = Pengisi(kontrak)
        self._operasi = bagikan(kontrak, bagian)
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
            jalur = jalur.replace(f"{{{p}}}", nilai or tiada(p, op.jalur))
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


def tertulis() -> set[str]:
    """Return the lines of the reviewed table."""
    return set(TABEL.read_text().splitlines()[1:])


def tulis(baris: set[str], milik: set[str], kontrak: dict[str, Any]) -> None:
    """Write the lines of the operations `milik` anew; those of operations that are no more go."""
    ada = {op.nama for n in range(BAGIAN) for op in bagikan(kontrak, n)}
    lain = {b for b in tertulis() if b.split(",")[0] in ada - milik}
    semua = sorted(baris | lain, key=lambda b: b.split(",")[:2])
    TABEL.write_text("\n".join([_KEPALA, *semua]) + "\n")


def periksa_kontrak(hasil: Hasil, menurut_nama: dict[str, Operasi]) -> None:
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
