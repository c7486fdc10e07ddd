"""Races with real commits, as the role of the application: one wins, the others are told so."""

import asyncio

import pytest

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import StatusUsulan as S
from tests.conftest import Masuk
from tests.musyawarah.conftest import aksi, buat_musyawarah, catat, putuskan
from tests.pabrik import verval as pabrik

pytestmark = pytest.mark.nyata


async def test_minutes_are_closed_once(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = [await masuk_nyata(Jabatan.OPERATOR_DESA, (pabrik.DESA,)) for _ in range(5)]
    jalur = await buat_musyawarah(petugas[0])
    async with wadah_nyata.pabrik_sesi() as sesi:
        usulan = await pabrik.usulan(sesi, wadah_nyata, S.LENGKAP)
    await aksi(petugas[0], usulan, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
    await catat(petugas[0], jalur)
    await putuskan(petugas[0], jalur, {"ref": str(usulan.ref), "keputusan": "DISEPAKATI"})
    hasil = await asyncio.gather(*(p.post(f"{jalur}/finalkan-berita-acara") for p in petugas))
    assert sorted(h.status_code for h in hasil) == [200, 409, 409, 409, 409]
