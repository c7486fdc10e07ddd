"""A reference client for the field: what an app on a tablet does, with its state in a file that survives a crash.

Everything that the officer writes goes into a queue in SQLite first, with an id of its own; the network comes later, is
lost in the middle, and answers twice. An item leaves the queue when its verdict is stored, a photo when it is complete.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
from typing_extensions import override

AKAR: Final = "/v1/petugas/lapangan"
TUNTAS: Final = {"DITERIMA", "SUDAH", "DITOLAK", "KONFLIK"}
_TABEL: Final = """
CREATE TABLE IF NOT EXISTS tablet (nama TEXT PRIMARY KEY, isi TEXT);
CREATE TABLE IF NOT EXISTS keluarga (ref TEXT PRIMARY KEY, isi TEXT);
CREATE TABLE IF NOT EXISTS item (urut INTEGER PRIMARY KEY, id TEXT, ref TEXT, isi TEXT, hasil TEXT);
CREATE TABLE IF NOT EXISTS foto (
    id TEXT PRIMARY KEY, ref TEXT, jenis TEXT, isi BLOB, letak TEXT, foto_id TEXT, gagal TEXT
);
"""


class Tablet:
    """One device.

    Args:
        berkas: its memory.
        http: a client with the officer's token; it may fail at any time.
        jam: the device's clock.
        potongan: bytes of one piece of a photo.
    """

    def __init__(
        self, berkas: Path, http: httpx.AsyncClient, jam: Callable[[], datetime], *, potongan: int = 600
    ) -> None:
        self._db = sqlite3.connect(berkas, isolation_level=None)
        self._db.executescript(_TABEL)
        self._http = http
        self._jam = jam
        self._potongan = potongan
        self.id = self._ingat("id") or self._catat("id", str(uuid4()))

    def tutup(self) -> None:
        """Switch off; what is in the file stays."""
        self._db.close()

    # -- at home, with a network

    async def ambil_paket(self) -> list[str]:
        """Take the families along; afterwards only what changed. Returns the open assignments."""
        params = {"perangkat": self.id, "jam": self._jam().isoformat()}
        if sejak := self._ingat("sejak"):
            params["sejak"] = sejak
        while True:
            jawab = await self._http.get(f"{AKAR}/paket", params=params)
            jawab.raise_for_status()
            paket = jawab.json()
            for satu in paket["data"]:
                self._simpan_keluarga(satu)
            for satu in paket["ditutup"]:
                self._db.execute("DELETE FROM keluarga WHERE ref = ?", [satu["ref"]])
            if not paket["halaman"]["berikutnya"]:
                break
            params["kursor"] = paket["halaman"]["berikutnya"]
        self._catat("sejak", paket["waktu_server"])
        return [r for (r,) in self._db.execute("SELECT ref FROM keluarga ORDER BY ref")]

    def keluarga(self, ref: str) -> dict[str, Any]:
        """Return a family as the device knows it."""
        (isi,) = self._db.execute("SELECT isi FROM keluarga WHERE ref = ?", [ref]).fetchone()
        hasil: dict[str, Any] = json.loads(isi)
        return hasil

    # -- in the field, without

    def draf(self, ref: str, isi: dict[str, Any]) -> str:
        """Save what was written so far."""
        return self._antre("UPDATE", ref, isi)

    def kunjungi(self, ref: str, isi: dict[str, Any], foto: dict[str, bytes]) -> str:
        """Hand a visit in, with its photos by kind."""
        ids = [self._simpan_foto(ref, jenis, data) for jenis, data in foto.items()]
        return self._antre("SUBMIT", ref, {**isi, "keluarga_versi": self.keluarga(ref)["keluarga_versi"], "foto": ids})

    def coba(self, ref: str, tanggal: datetime, sebab: str) -> str:
        """Note that nobody could be visited."""
        isi = {"tanggal": tanggal.date().isoformat(), "sebab": sebab}
        return self._antre("PERCOBAAN", ref, isi, waktu=tanggal)

    def gagal(self, ref: str, alasan: dict[str, str]) -> str:
        """Give the family back."""
        return self._antre("GAGAL", ref, {"alasan": alasan})

    def selesaikan_konflik(self, item_id: str) -> str:
        """Send the content of a conflict again, on the server's copy; a real app asks the officer first."""
        ref, mentah, hasil = self._db.execute("SELECT ref, isi, hasil FROM item WHERE id = ?", [item_id]).fetchone()
        salinan = json.loads(hasil)["salinan"]
        self._simpan_keluarga(salinan)
        lama = json.loads(mentah)
        isi = {**lama["isi"], "keluarga_versi": salinan["keluarga_versi"]}
        versi = salinan["draf"]["versi"] if salinan["draf"] else None
        return self._antre(lama["jenis"], ref, isi, draf_versi=versi)

    # -- home again

    @property
    def sisa(self) -> int:
        """Items and photos that are still to be told."""
        (item,) = self._db.execute("SELECT count(*) FROM item WHERE hasil IS NULL").fetchone()
        (foto,) = self._db.execute("SELECT count(*) FROM foto WHERE foto_id IS NULL AND gagal IS NULL").fetchone()
        return int(item + foto)

    def hasil(self) -> dict[str, dict[str, Any]]:
        """Return every verdict by item."""
        baris = self._db.execute("SELECT id, hasil FROM item WHERE hasil IS NOT NULL")
        return {i: json.loads(h) for i, h in baris}

    async def sinkron(self, *, sebanyak: int = 4, ganda: bool = False) -> None:
        """Send the queue in its order, a few items at a time; `ganda` sends each batch twice, as a bad network does.

        Raises:
            httpx.HTTPError: the network is gone; what is stored stays stored.
        """
        while antrean := self._db.execute(
            "SELECT isi FROM item WHERE hasil IS NULL ORDER BY urut LIMIT ?", [sebanyak]
        ).fetchall():
            item = [json.loads(isi) for (isi,) in antrean]
            isi = {"perangkat": {"id": self.id, "jam": self._jam().isoformat()}, "item": item}
            if ganda:
                await self._http.post(f"{AKAR}/sinkron", json=isi)
            jawab = await self._http.post(f"{AKAR}/sinkron", json=isi)
            jawab.raise_for_status()
            if not self._terima(jawab.json()["hasil"]):
                return

    async def unggah(self) -> None:
        """Send the photos, each from where it stopped.

        Raises:
            httpx.HTTPError: the network is gone.
        """
        antrean = self._db.execute(
            "SELECT id, ref, jenis, isi, letak FROM foto WHERE foto_id IS NULL AND gagal IS NULL ORDER BY rowid"
        ).fetchall()
        for foto_id, ref, jenis, isi, letak in antrean:
            tempat = letak or await self._umumkan(foto_id, ref, jenis, isi)
            if tempat is not None:
                await self._kirim_foto(foto_id, tempat, isi)

    async def pulang(self, *, kali: int = 60, ganda: bool = False) -> None:
        """Synchronise until nothing is left, however often the network fails."""
        for _ in range(kali):
            try:
                await self.sinkron(ganda=ganda)
                await self.unggah()
            except httpx.HTTPError:
                continue
            if not self.sisa:
                return

    # -- inside

    async def _umumkan(self, foto_id: str, ref: str, jenis: str, isi: bytes) -> str | None:
        badan = {
            "id": foto_id,
            "penugasan": ref,
            "jenis": jenis,
            "ukuran": len(isi),
            "sidik": hashlib.sha256(isi).hexdigest(),
        }
        jawab = await self._http.post(f"{AKAR}/unggahan", json=badan, headers={"Idempotency-Key": foto_id})
        if self._ditolak(foto_id, jawab):
            return None
        letak = str(jawab.headers["Location"])
        self._db.execute("UPDATE foto SET letak = ? WHERE id = ?", [letak, foto_id])
        return letak

    async def _kirim_foto(self, foto_id: str, letak: str, isi: bytes) -> None:
        kini = await self._http.get(letak)
        if self._ditolak(foto_id, kini):
            return
        while (mulai := kini.json()["diterima"]) < len(isi):
            tajuk = {"If-Match": kini.headers["ETag"], "Content-Type": "application/octet-stream"}
            potongan = isi[mulai : mulai + self._potongan]
            kini = await self._http.patch(letak, content=potongan, headers=tajuk)
            if kini.status_code == httpx.codes.PRECONDITION_FAILED:
                kini = await self._http.get(letak)
            if self._ditolak(foto_id, kini):
                return
        jawab = await self._http.post(f"{letak}/selesai", headers={"Idempotency-Key": f"{foto_id}-selesai"})
        if self._ditolak(foto_id, jawab):
            return
        hasil = jawab.json()
        if hasil["kunjungan"] is not None:
            self._terima([hasil["kunjungan"]])
        self._db.execute("UPDATE foto SET foto_id = ? WHERE id = ?", [hasil["foto_id"], foto_id])

    def _ditolak(self, foto_id: str, jawab: httpx.Response) -> bool:
        """Give a photo up that its visit does not take any more; a server that is not well is asked again."""
        if jawab.is_server_error or jawab.status_code == httpx.codes.TOO_MANY_REQUESTS:
            jawab.raise_for_status()
        if jawab.is_success:
            return False
        self._db.execute("UPDATE foto SET gagal = ? WHERE id = ?", [jawab.json()["kode"], foto_id])
        return True

    def _terima(self, hasil: Iterable[dict[str, Any]]) -> bool:
        """Store the verdicts; False when something was put off."""
        tuntas = True
        for satu in hasil:
            if satu["putusan"] in TUNTAS:
                self._db.execute("UPDATE item SET hasil = ? WHERE id = ?", [json.dumps(satu), satu["id"]])
            else:
                tuntas = False
        return tuntas

    def _antre(
        self, jenis: str, ref: str, isi: dict[str, Any], *, waktu: datetime | None = None, draf_versi: int | None = None
    ) -> str:
        item_id = str(uuid4())
        (urut,) = self._db.execute("SELECT coalesce(max(urut), 0) + 1 FROM item").fetchone()
        item = {
            "id": item_id,
            "jenis": jenis,
            "penugasan": ref,
            "urut": urut,
            "waktu": (waktu or self._jam()).isoformat(),
            "draf_versi": draf_versi,
            "isi": isi,
        }
        self._db.execute("INSERT INTO item VALUES (?, ?, ?, ?, NULL)", [urut, item_id, ref, json.dumps(item)])
        return item_id

    def _simpan_foto(self, ref: str, jenis: str, isi: bytes) -> str:
        foto_id = str(uuid4())
        self._db.execute("INSERT INTO foto VALUES (?, ?, ?, ?, NULL, NULL, NULL)", [foto_id, ref, jenis, isi])
        return foto_id

    def _simpan_keluarga(self, satu: dict[str, Any]) -> None:
        ref = satu["tugas"]["penugasan"]["ref"]
        self._db.execute("INSERT OR REPLACE INTO keluarga VALUES (?, ?)", [ref, json.dumps(satu)])

    def _ingat(self, nama: str) -> str | None:
        baris = self._db.execute("SELECT isi FROM tablet WHERE nama = ?", [nama]).fetchone()
        return str(baris[0]) if baris else None

    def _catat(self, nama: str, isi: str) -> str:
        self._db.execute("INSERT OR REPLACE INTO tablet VALUES (?, ?)", [nama, isi])
        return isi


class JaringanBuruk(httpx.AsyncBaseTransport):
    """A network that loses every `hilang`-th answer and every `macet`-th request; while it is `putus`, everything."""

    def __init__(self, asli: httpx.AsyncBaseTransport, *, hilang: int = 4, macet: int = 7) -> None:
        self._asli = asli
        self._hilang, self._macet = hilang, macet
        self._n = 0
        self.putus = False

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or fail as networks do."""
        self._n += 1
        if self.putus or self._n % self._macet == 0:
            raise httpx.ConnectError("no signal", request=request)
        jawab = await self._asli.handle_async_request(request)
        if self._n % self._hilang == 0:
            await jawab.aread()
            await jawab.aclose()
            raise httpx.ReadError("the answer was lost", request=request)
        return jawab

    @override
    async def aclose(self) -> None:
        """Hang up."""
        await self._asli.aclose()
