"""Refused usulan, and objections to them through HTTP."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.wadah import Wadah
from app.notifikasi.models import KotakMasuk
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan
from tests.conftest import Klien
from tests.pabrik.usulan import usulan_pada

USULAN, SAYA, ANTREAN = "/v1/warga/usulan", "/v1/warga/keberatan-usulan", "/v1/petugas/keberatan-usulan"
TUJUAN = {"tujuan": "PENGADUAN"}
KATA = "Lantai rumah kami tanah dan tidak ada petugas yang datang melihat"
ISI = {"kode": "PENOLAKAN_TANPA_PEMERIKSAAN", "penjelasan": KATA}
S = StatusUsulan


async def ditolak(
    sesi: AsyncSession, wadah: Wadah, pengusul: Klien, status: StatusUsulan = S.DITOLAK, *, sisa: int = 14, **isi: Any
) -> Usulan:
    """A case of this citizen that ended in a refusal, to which he may object for `sisa` days more."""
    kasus = await usulan_pada(sesi, wadah, status, pengusul_id=pengusul.pelaku.akun_id, **isi)
    await atur_sisa(sesi, kasus, sisa)
    return kasus


async def atur_sisa(sesi: AsyncSession, kasus: Usulan, sisa: int) -> None:
    tenggat = hari_ini() + timedelta(days=sisa)
    await sesi.execute(update(Usulan).where(Usulan.id == kasus.id).values(tenggat_date=tenggat))
    await sesi.commit()


async def ajukan(warga: Klien, kasus: Usulan) -> dict[str, Any]:
    """An objection through HTTP."""
    jawab = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    assert jawab.status_code == 201, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def jumlah_kabar(sesi: AsyncSession, klien: Klien) -> int:
    cari = select(KotakMasuk).where(KotakMasuk.akun_id == klien.pelaku.akun_id)
    return len((await sesi.scalars(cari)).all())
