"""Load over HTTP from a process of its own: `python -m bench.beban`, a thin loop over epoll, as wrk is one.

Closed: every connection sends its next request when it has its answer. Open (`--laju`): requests are due at a fixed
rate whether or not answers came, and a latency counts from when the request was due, so a stall is not hidden.
"""

import argparse
import collections
import json
import re
import select
import socket
import struct
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_PANJANG: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_UKURAN: Final = struct.Struct("<I")
_DIAM: Final = 10.0
_RAKUS: Final = 0.0005
"""Seconds before a due request in which we look again at once instead of sleeping."""


class BebanGagal(RuntimeError):
    """A connection was closed in the middle of an answer."""


@dataclass
class Hasil:
    """What came back: seconds of each answer, answers by status, answers that hold the expected text."""

    lama: list[float] = field(default_factory=list)
    status: collections.Counter[str] = field(default_factory=collections.Counter)
    cocok: int = 0
    detik: float = 0.0

    def ringkas(self) -> dict[str, Any]:
        """Return the figures that a row needs."""
        urut = sorted(self.lama)
        pada = {f"p{p}": urut[min(len(urut) - 1, len(urut) * p // 100)] if urut else 0.0 for p in (50, 95, 99)}
        return {"selesai": len(urut), "detik": self.detik, "status": self.status, "cocok": self.cocok, **pada}


class Sambungan:
    """One connection with at most one request on it."""

    def __init__(self, porta: int, harap: bytes, hasil: Hasil) -> None:
        self.soket = socket.create_connection(("127.0.0.1", porta))
        self.soket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.mulai = 0.0
        self._isi = b""
        self._harap, self._hasil = harap, hasil

    def kirim(self, permintaan: bytes, mulai: float) -> None:
        """Send a request that was due at `mulai`."""
        self.mulai = mulai
        self.soket.sendall(permintaan)

    def terima(self) -> bool:
        """Read what is there; return whether the answer is whole.

        Raises:
            BebanGagal: the server hung up.
        """
        bagian = self.soket.recv(1 << 18)
        if not bagian:
            raise BebanGagal
        isi = self._isi + bagian if self._isi else bagian
        kepala = isi.find(b"\r\n\r\n")
        panjang = _PANJANG.search(isi, 0, kepala) if kepala >= 0 else None
        if panjang is None or len(isi) < kepala + 4 + int(panjang[1]):
            self._isi = isi
            return False
        self._isi = b""
        h = self._hasil
        h.lama.append(time.perf_counter() - self.mulai)
        h.status[isi[9:12].decode()] += 1
        h.cocok += self._harap in isi
        return True


def tertutup(permintaan: Sequence[bytes], semua: Sequence[Sambungan], detik: float) -> None:
    """Keep every connection busy for so long, or until the requests run out."""
    antre = iter(permintaan)
    poll, menurut = select.epoll(), {s.soket.fileno(): s for s in semua}
    akhir = time.perf_counter() + detik
    sibuk = 0
    for satu in semua:
        poll.register(satu.soket.fileno(), select.EPOLLIN)
        sibuk += _berikut(satu, antre, akhir)
    while sibuk:
        for fd, _ in poll.poll(_DIAM) or _bisu():
            satu = menurut[fd]
            if satu.terima() and not _berikut(satu, antre, akhir):
                sibuk -= 1
                poll.unregister(fd)  # the server may hang up on who has nothing more to ask


def terbuka(permintaan: Sequence[bytes], semua: Sequence[Sambungan], detik: float, laju: float) -> None:
    """Send `laju` requests a second on whichever connection is free; who finds none waits, and the wait counts."""
    poll, menurut = select.epoll(), {s.soket.fileno(): s for s in semua}
    for satu in semua:
        poll.register(satu.soket.fileno(), select.EPOLLIN)
    bebas, awal = list(semua), time.perf_counter()
    banyak = min(len(permintaan), int(detik * laju))
    ke = 0
    while ke < banyak or len(bebas) < len(semua):
        kini = time.perf_counter()
        while ke < banyak and bebas and awal + ke / laju <= kini:
            bebas.pop().kirim(permintaan[ke], awal + ke / laju)
            ke += 1
        sisa = awal + ke / laju - kini if ke < banyak and bebas else _DIAM
        for fd, _ in poll.poll(0 if sisa < _RAKUS else sisa - _RAKUS / 2):
            if menurut[fd].terima():
                bebas.append(menurut[fd])


def _berikut(satu: Sambungan, antre: Iterable[bytes], akhir: float) -> bool:
    kini = time.perf_counter()
    isi = next(iter(antre), None) if kini < akhir else None
    if isi is None:
        return False
    satu.kirim(isi, kini)
    return True


def _bisu() -> list[tuple[int, int]]:
    raise BebanGagal(f"no answer for {_DIAM} s")


def baca(berkas: Path) -> list[bytes]:
    """Return the requests of a file that `tulis` made."""
    isi, letak, hasil = berkas.read_bytes(), 0, []
    while letak < len(isi):
        (panjang,) = _UKURAN.unpack_from(isi, letak)
        letak += _UKURAN.size
        hasil.append(isi[letak : letak + panjang])
        letak += panjang
    return hasil


def tulis(berkas: Path, permintaan: Iterable[bytes]) -> None:
    """Write requests, each after its length."""
    berkas.write_bytes(b"".join(_UKURAN.pack(len(p)) + p for p in permintaan))


def main() -> None:
    """Run one burst and print its figures as JSON."""
    arg = argparse.ArgumentParser()
    arg.add_argument("berkas", type=Path)
    arg.add_argument("--porta", type=int, required=True)
    arg.add_argument("--sambungan", type=int, default=64)
    arg.add_argument("--detik", type=float, default=1.0)
    arg.add_argument("--laju", type=float, default=0.0)
    arg.add_argument("--mulai", type=int, default=0)
    arg.add_argument("--harap", default="")
    a = arg.parse_args()
    hasil = Hasil()
    permintaan = baca(a.berkas)[a.mulai :]
    semua = [Sambungan(a.porta, a.harap.encode(), hasil) for _ in range(a.sambungan)]
    awal = time.perf_counter()
    if a.laju:
        terbuka(permintaan, semua, a.detik, a.laju)
    else:
        tertutup(permintaan, semua, a.detik)
    hasil.detik = time.perf_counter() - awal
    json.dump(hasil.ringkas(), sys.stdout)


if __name__ == "__main__":
    main()
