"""A village with more pairs than one statement bears."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.duplikat.models import PasanganDuplikat
from tests.conftest import Masuk
from tests.pabrik.duplikat import cari, wawan
from tests.pabrik.keluarga import anggota, daftarkan

ORANG = 66
"""So many of one name, birth date and mother are 2,145 pairs, which inserted have more than 40,000 values."""


async def test_a_village_may_hold_thousands_of_new_pairs(sesi: AsyncSession, wadah: Wadah, masuk: Masuk) -> None:
    satu = wawan(nik=None)
    kembar: dict[str, Any] = {n: getattr(satu, n) for n in ("nama", "nama_ibu", "tempat_lahir", "jenis_kelamin")}
    lain = [anggota(nik=None, tanggal_lahir=date(1983, 4, 17), **kembar) for _ in range(ORANG // 3 - 1)]
    for _ in range(3):
        await daftarkan(sesi, wadah, wawan(nik=None, anggota=lain))
    await sesi.commit()
    verifikator = await masuk(Jabatan.VERIFIKATOR)
    hasil = await cari(verifikator, wadah)
    assert (hasil["orang"], hasil["baru"]) == (ORANG, ORANG * (ORANG - 1) // 2)
    lagi = await cari(verifikator, wadah)
    assert (lagi["baru"], lagi["dibandingkan"], lagi["persen"]) == (0, hasil["baru"], 100)
    assert await sesi.scalar(select(func.count()).select_from(PasanganDuplikat)) == hasil["baru"]
