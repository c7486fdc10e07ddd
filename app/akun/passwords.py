"""Passwords: Argon2id through the passlib API, off the event loop, and a policy that refuses what is guessed first.

The parameters are OWASP's floor for Argon2id (m = 19 MiB, t = 2, p = 1). One hash keeps a core busy for some 20-50 ms,
so hashing has threads of its own, at most one less than there are cores, and a queue with an end: a storm of logins
gets 503 and cannot stall the service.
"""

import asyncio
import functools
import importlib
import os
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import resources
from typing import Final, TypeVar

from passlib.context import CryptContext
from passlib.exc import UnknownHashError

from app.akun.errors import LoginSibuk, SandiLemah
from app.core.teks import Teks

T = TypeVar("T")

PANJANG_MIN: Final = 8
PANJANG_MAKS: Final = 128
"""Characters after NFKC; Argon2 itself takes any length, so nothing is ever cut off."""

_KONTEKS = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=19_456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)
_DERET: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb")
_MIRIP: Final = str.maketrans("013457@$!", "oleastasi")
_SISA_MIN: Final = 6
_PENDEK: Final = 4
_ANGKA_SAJA_MIN: Final = 15


class KataSandi:
    """Hashes and verifies in `utas` threads; at most `antre` calls wait for one.

    A place in the queue belongs to the thread's work and not to the request: a client that hangs up frees it only when
    the hash is done, or was never begun. Otherwise hanging up early would be a way around the limit.
    """

    def __init__(self, *, utas: int | None = None, antre: int = 32) -> None:
        utas = utas or max(1, (os.cpu_count() or 1) - 1)
        self._kolam = ThreadPoolExecutor(utas, thread_name_prefix="argon2")
        self._tempat = threading.BoundedSemaphore(utas + antre)
        self._umpan = _KONTEKS.hash(secrets.token_urlsafe())

    async def buat(self, sandi: str) -> str:
        """Return the hash to store.

        Raises:
            LoginSibuk: the queue is full.
        """
        return await self._jalankan(lambda: str(_KONTEKS.hash(rapikan(sandi))))

    async def cocok(self, sandi: str, tersimpan: str | None) -> bool:
        """Tell whether `sandi` belongs to the stored hash; None (no such account) costs the same time and is False.

        Raises:
            LoginSibuk: the queue is full.
        """
        return await self._jalankan(lambda: self._periksa(sandi, tersimpan))

    @staticmethod
    def perlu_diperbarui(tersimpan: str) -> bool:
        """Tell whether the hash was made with weaker parameters than today's."""
        return bool(_KONTEKS.needs_update(tersimpan))

    def tutup(self) -> None:
        """Let the threads end."""
        self._kolam.shutdown(wait=False, cancel_futures=True)

    def _periksa(self, sandi: str, tersimpan: str | None) -> bool:
        if len(sandi) > PANJANG_MAKS:
            sandi, tersimpan = "", None
        try:
            cocok = bool(_KONTEKS.verify(rapikan(sandi), tersimpan or self._umpan))
        except UnknownHashError:
            return False
        return cocok and tersimpan is not None

    async def _jalankan(self, kerja: Callable[[], T]) -> T:
        if not self._tempat.acquire(blocking=False):
            raise LoginSibuk(ulangi_detik=2)
        tugas: Future[T] = self._kolam.submit(kerja)
        tugas.add_done_callback(lambda _: self._tempat.release())
        return await asyncio.wrap_future(tugas)


@functools.cache
def kata_sandi() -> KataSandi:
    """Return this process's hasher."""
    return KataSandi()


def rapikan(sandi: str) -> str:
    """Return `sandi` in NFKC, so that one password typed on two keyboards is the same."""
    return unicodedata.normalize("NFKC", sandi)


def pastikan_kuat(sandi: str, konteks: Iterable[str]) -> None:
    """Refuse a password that is too short, too long or guessed first (OWASP ASVS 6.2); any character is welcome.

    Args:
        sandi: as typed.
        konteks: words that an attacker knows of the person: username, e-mail, name, NIK, phone.

    Raises:
        SandiLemah: with what is wrong, in words.
    """
    bersih = rapikan(sandi[: PANJANG_MAKS + 1])
    if len(bersih) < PANJANG_MIN or max(len(sandi), len(bersih)) > PANJANG_MAKS:
        raise SandiLemah(
            Teks(
                f"Panjang kata sandi harus {PANJANG_MIN} sampai {PANJANG_MAKS} karakter.",
                f"A password has {PANJANG_MIN} to {PANJANG_MAKS} characters.",
            )
        )
    sisa, kecil = bersih.casefold(), bersih.casefold()
    for kata in sorted(_pecah(konteks), key=len, reverse=True):
        sisa = sisa.replace(kata, "")
    if sisa != kecil and len(sisa) < _SISA_MIN:
        raise SandiLemah(
            Teks(
                "Kata sandi tidak boleh dibuat dari nama, surel, atau data diri Anda.",
                "A password must not be made of your name, e-mail or personal data.",
            )
        )
    if _mudah_ditebak(kecil) or _mudah_ditebak(sisa):
        raise SandiLemah(
            Teks(
                "Kata sandi ini termasuk yang pertama ditebak orang.", "This password is among the first to be guessed."
            )
        )


def _pecah(konteks: Iterable[str]) -> set[str]:
    """Split "Siti Aminah" and "siti.aminah@contoh.id" into the words that could stand in a password."""
    kata: set[str] = set()
    for teks in konteks:
        kecil = rapikan(teks).casefold()
        kata.update(("".join(c if c.isalnum() else " " for c in kecil)).split())
        kata.add(kecil)
    return {k for k in kata if len(k) >= _PENDEK}


def _mudah_ditebak(kecil: str) -> bool:
    if kecil.isdecimal() and len(kecil) < _ANGKA_SAJA_MIN:  # dates and phone numbers
        return True
    if kecil in _tersering():
        return True
    unsur = _unsur(kecil)
    if len(unsur) <= _PENDEK or any(kecil in d * 2 or kecil in d[::-1] * 2 for d in _DERET):
        return True
    bukan_huruf = "".join(c for c in set(unsur) if not c.isalpha())
    ekor = unsur.rstrip(bukan_huruf)  # before the digits inside are read as letters: "4dmin123" is "admin"
    calon = {v.strip(bukan_huruf) for v in (unsur, ekor, ekor.translate(_MIRIP))}
    return any(c in _umum() or (len(c) >= _PENDEK and c in _tersering()) for c in {c.replace(" ", "") for c in calon})


def _unsur(teks: str) -> str:
    """Return what is repeated: "admin2" of "admin2admin2", the whole text when nothing is."""
    ukuran = len(teks)
    return next((teks[:p] for p in range(1, ukuran // 2 + 1) if (teks[:p] * ukuran)[:ukuran] == teks), teks)


@functools.cache
def _umum() -> frozenset[str]:
    """Return what Indonesians, and people of this field, take: words that no foreign list has."""
    return frozenset((resources.files("app.akun") / "data/sandi_umum.txt").read_text(encoding="utf-8").split())


@functools.cache
def _tersering() -> frozenset[str]:
    """Return the 30,000 passwords that people took most often, as Dropbox's zxcvbn counted them in leaked files."""
    # Loaded at the first password: a worker, which sees none, does without its 12 MB.
    return frozenset(importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"])
