"""What the tests of accounts share: people who can log in with cheap hashes, and what was mailed to them."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import pytest
from passlib.context import CryptContext
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun import passwords
from app.akun.alur import StatusAkun
from app.akun.identitas import Identitas
from app.akun.models import Akun
from app.akun.service import AkunService
from app.core.db import transaksi
from app.core.jobs import DAFTAR
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar
from tests.conftest import Klien
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji

SUREL = "budi@contoh.id"
MURAH = CryptContext(
    schemes=["argon2"], argon2__type="ID", argon2__memory_cost=8, argon2__time_cost=1, argon2__parallelism=1
)
"""Hashes that cost nothing; the real parameters have tests of their own."""


def hash_murah(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application make and accept cheap hashes."""
    monkeypatch.setattr(passwords, "_KONTEKS", MURAH)


async def orang(wadah: Wadah, **ganti: Any) -> Akun:
    """An officer who can be found by e-mail, username and NIK."""
    baku = Identitas(surel=SUREL, username="budi.h", nik=nik_uji(), telepon="+6281234567890")
    identitas = ganti.pop("identitas", baku)
    jabatan, wilayah = ganti.pop("jabatan", Jabatan.VERIFIKATOR), ganti.pop("wilayah", ("32.04",))
    akun = await akun_aktif(wadah, jabatan, wilayah, nama="Budi Hartono", identitas=identitas, **ganti)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await AkunService.rakit(sesi, wadah).klaim_identitas(akun)
    await ubah(wadah, akun.id, sandi_hash=MURAH.hash(SANDI))
    return akun


async def ubah(wadah: Wadah, akun_id: UUID, **kolom: Any) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        akun = await sesi.get_one(Akun, akun_id)
        for nama, nilai in kolom.items():
            setattr(akun, nama, nilai)


async def login(klien: Klien, nama: str = SUREL, sandi: str = SANDI, **lain: str) -> httpx.Response:
    isi = {"grant_type": "password", "username": nama, "password": sandi, **lain}
    return await klien.post("/v1/auth/token", data=isi)


class Surat(NamedTuple):
    """One message that waits."""

    templat: str
    kepada: str
    data: Mapping[str, str]


async def surat(wadah: Wadah, sesi: AsyncSession, templat: str = "") -> list[Surat]:
    """Messages that wait, oldest first; only those of one template when it is named."""
    hasil = []
    for p in (await sesi.scalars(select(KotakKeluar).order_by(KotakKeluar.id))).all():
        assert p.isi is not None
        isi = json.loads(wadah.sandi.dekripsi_sistem(p.isi, f"dtks/kotak_keluar/{p.id}".encode()))
        if templat in {"", p.templat}:
            hasil.append(Surat(p.templat, isi["kepada"], isi["data"]))
    return hasil


async def kerjakan(wadah: Wadah, nama: str) -> int:
    """Do what the worker does with the jobs of this name; return how many there were."""
    antre = text("DELETE FROM pgqueuer WHERE entrypoint = :nama RETURNING convert_from(payload, 'UTF8')")
    async with transaksi(wadah.pabrik_sesi) as sesi:
        muatan = [json.loads(m)["muatan"] for m in (await sesi.execute(antre, {"nama": nama})).scalars()]
    for satu in muatan:
        await DAFTAR[nama](wadah, satu)
    return len(muatan)


async def orang_bernama(wadah: Wadah, n: int = 1, status: StatusAkun = StatusAkun.AKTIF) -> Akun:
    """Add the officer who logs in as `budi<n>@contoh.id`."""
    isi = Identitas(surel=f"budi{n}@contoh.id", nik=nik_uji(n))
    akun = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",), identitas=isi, status=status)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await AkunService.rakit(sesi, wadah).klaim_identitas(akun)
    return akun
