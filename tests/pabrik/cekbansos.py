"""Persons as the public lookup knows them, and solved proofs of work."""

import base64
import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import httpx
from altcha.v1 import Challenge, solve_challenge
from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.pembaru import PembaruCekBansos
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.penetapan.ports import StatusPublik
from app.penetapan.status import StatusKeanggotaan

DESA = "32.04.05.2001"
Catat = Callable[..., Awaitable[StatusPublik]]


def nik_uji(nomor: int) -> str:
    """Return a synthetic NIK; the day is fixed and the serial is `nomor`."""
    return f"320405010190{nomor:04}"


def pencatat(sesi: AsyncSession, wadah: Wadah) -> Catat:
    """Return a function that writes one person into the read model; it takes only what the test cares about."""

    async def catat(
        nik: str = nik_uji(1),
        nama: str = "SITI NURHALIZA",
        *,
        kode_desa: str = DESA,
        lahir: date = date(1990, 1, 1),
        status: StatusKeanggotaan = StatusKeanggotaan.TERDAFTAR,
        keluarga_id: UUID | None = None,
    ) -> StatusPublik:
        satu = StatusPublik(
            nik_indeks=wadah.sandi.indeks(Tujuan.NIK, nik),
            keluarga_id=keluarga_id or id_baru(),
            nama=nama,
            kode_desa=kode_desa,
            tanggal_lahir=lahir,
            status=status,
            per_tanggal=hari_ini(),
        )
        await PembaruCekBansos.rakit(sesi, wadah).catat([satu])
        await sesi.flush()
        return satu

    return catat


async def bukti(klien: httpx.AsyncClient) -> str:
    """Ask for a challenge and solve it the way the widget does."""
    t: dict[str, Any] = (await klien.post("/v1/publik/tantangan")).json()
    hasil = solve_challenge(Challenge(t["algorithm"], t["challenge"], t["maxnumber"], t["salt"], t["signature"]))
    assert hasil is not None
    isi = {k: t[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": hasil.number, "took": 3}
    return base64.b64encode(json.dumps(isi).encode()).decode()
