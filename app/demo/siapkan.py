"""Prepares a demonstration in an empty database; a second time it finds everything there and does nothing."""

import sys
from pathlib import Path

from app.config import Lingkungan, Pengaturan
from app.demo.akun import buat_akun
from app.demo.model import pasang_model
from app.demo.muat import muat_keluarga
from app.demo.periode import buka_periode
from app.operasi.mulai import BERKAS_AKUN
from app.rakitan import wadah_sendiri

_KABAR = 400


def _kabarkan(selesai: int, jumlah: int) -> None:
    if selesai % _KABAR == 0 or selesai == jumlah:
        sys.stdout.write(f"  families {selesai} of {jumlah}\n")
        sys.stdout.flush()


class BukanDemo(RuntimeError):
    """Synthetic people must never meet real ones."""


async def siapkan(pengaturan: Pengaturan, data: Path, keluarga: int) -> bool:
    """Open the month, install the model, register families, create the accounts; return whether anything was done.

    The accounts come last and their file tells that all is there, so a run that was interrupted begins again.

    Raises:
        BukanDemo: this is not a demonstration's database.
    """
    if pengaturan.lingkungan is not Lingkungan.DEMO:
        raise BukanDemo("the demonstration is only for DTKS_LINGKUNGAN=demo")
    async with wadah_sendiri(pengaturan, nama="dtks-demo", pekerja=True) as wadah:
        await buka_periode(wadah)
        await pasang_model(wadah)
        if (berkas := data / BERKAS_AKUN).exists():
            return False
        await muat_keluarga(wadah, keluarga, _kabarkan)
        await buat_akun(wadah, berkas)
    return True
