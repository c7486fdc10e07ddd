"""The child's side of `regu`: answer requests that come over a pipe. It imports next to nothing, to be at work soon.

When the pipe ends the child does too, whatever it is doing: none outlives a killed parent.
"""

import gc
import os
import sys
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from queue import Empty, SimpleQueue
from threading import Thread
from traceback import extract_tb
from types import TracebackType
from typing import Any, BinaryIO, Final

PANJANG: Final = 8
"""Bytes of the length that precedes each message."""
_SENGGANG: Final = 1.0
"""Seconds without a request after which a child has time; ranges of one job follow each other sooner."""
_MENGALAH: Final = 10
"""How much a child gives way to whatever answers people: neither an import nor an export may starve a lookup."""


def layani(siapkan: Callable[[Any], Callable[[Any], object]]) -> None:
    """Answer each request with what `siapkan` made of the first one."""
    os.nice(_MENGALAH)
    sys.excepthook = _bisu
    gc.disable()  # rows hold no cycles, and looking for some while they come would be a tenth of the work
    keluar = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody else's words may stand among the answers
    antre: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_dengar, args=(sys.stdin.buffer, antre), daemon=True).start()
    jawab = siapkan(ForkingPickler.loads(antre.get()))
    gc.freeze()  # what is loaded stays: looking through it for cycles takes a tenth of the work
    while True:
        keluar.write(bungkus(jawab(ForkingPickler.loads(berikut(antre)))))
        keluar.flush()


def berikut(antre: "SimpleQueue[bytes]") -> bytes:
    """Return the next request; who has waited for one frees what cycles may hold, for he may stay for many jobs."""
    try:
        return antre.get(timeout=_SENGGANG)
    except Empty:
        gc.collect()
        return antre.get()


def bungkus(isi: object) -> bytes:
    """Return a message."""
    bita = bytes(ForkingPickler.dumps(isi))
    return len(bita).to_bytes(PANJANG, "big") + bita


def _bisu(jenis: type[BaseException], _galat: BaseException, jejak: TracebackType | None) -> None:
    """Say of a failure which and where; its text and its values may be somebody's."""
    letak = ", ".join(f"{b.filename}:{b.lineno}" for b in extract_tb(jejak)[-3:])
    sys.stderr.write(f"{jenis.__name__} {letak}\n")


def _dengar(masuk: BinaryIO, antre: "SimpleQueue[bytes]") -> None:
    while kepala := masuk.read(PANJANG):
        antre.put(masuk.read(int.from_bytes(kepala, "big")))
    os._exit(0)
