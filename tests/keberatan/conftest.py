"""A ranked family, and the citizen who reads its decile."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.kode import Hubungan
from app.keluarga.subjek import Subjek
from tests.conftest import Klien, Masuk
from tests.pabrik.desil import kanonik, putaran
from tests.pabrik.keluarga import anggota, daftarkan, subjek

SAYA = "/v1/warga/desil/keberatan"
ANTREAN = "/v1/petugas/keberatan-desil"
TUJUAN = {"tujuan": "PENGADUAN"}
KATA = "Rumah kami berlantai tanah, bukan keramik seperti yang tercatat"


@dataclass
class Keluarga:
    """A registered and ranked family."""

    orang: Subjek
    ref: Ref


@pytest.fixture
async def keluarga(sesi: AsyncSession, wadah: Wadah) -> Keluarga:
    orang = subjek(anggota(Hubungan.ISTRI_SUAMI, tanggal_lahir=date(1992, 2, 2)))
    ref = await daftarkan(sesi, wadah, orang)
    await kanonik(sesi, ref.keluarga_id)
    await putaran(sesi, wadah)
    return Keluarga(orang, ref)


@pytest.fixture
async def warga(masuk: Masuk, keluarga: Keluarga) -> Klien:
    return await masuk(Jabatan.WARGA, nik=str(keluarga.orang.nik))


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


async def ajukan(warga: Klien, **tetap: Any) -> dict[str, Any]:
    """An objection through HTTP."""
    jawab = await warga.post(SAYA, json={"kode": "DESIL_DATA_SALAH", "penjelasan": KATA, **tetap})
    assert jawab.status_code == 201, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil
