"""The match against a Dukcapil that misbehaves over real HTTP: never a match by mistake, mended when it is mended."""

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Dukcapil
from app.core.wadah import Wadah
from app.integrasi.dukcapil.klien import KlienDukcapil
from app.kependudukan.pemadanan import HasilPadan
from app.kependudukan.ports import KependudukanPort
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.padan import padankan_usulan
from app.verval.repository import VervalRepository
from tests.integrasi.dukcapil.conftest import TOKEN, Layanan
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import subjek

ORANG = subjek()


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah, layanan: Layanan) -> Usulan:
    """A case whose subject the simulator knows under another name."""
    atur = Dukcapil(url=layanan.url, token=SecretStr(TOKEN), batas_detik=0.3, coba_ulang=0)
    klien = KlienDukcapil(atur)
    wadah.pasang(KependudukanPort, lambda _s, _w: klien)
    layanan.mode("NORMAL")
    rekam(layanan, "ORANG LAIN SAMA SEKALI")
    return await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG)


def rekam(layanan: Layanan, nama: str) -> None:
    isi = {
        "NIK": ORANG.nik,
        "NO_KK": ORANG.no_kk,
        "NAMA_LGKP": nama,
        "TGL_LHR": ORANG.tanggal_lahir.isoformat(),
        "JENIS_KLMIN": "L",
    }
    assert layanan.kendali("penduduk", [isi]).status_code == 200


async def test_no_failure_of_the_service_moves_the_case(
    usulan: Usulan,
    wadah: Wadah,
    sesi: AsyncSession,
    layanan: Layanan,
) -> None:
    for mode in ("LAMBAT", "GALAT_503", "HTML_200", "NIK_LAIN"):
        layanan.mode(mode)
        await padankan_usulan(wadah, usulan.ref)
        await sesi.refresh(usulan)
        assert usulan.status is S.VALIDASI_DINSOS
    log = await VervalRepository(sesi).padan_terakhir(usulan.ref, 9)
    assert [b.hasil for b in log] == [HasilPadan.TUNDA] * 4


async def test_a_mismatch_is_repaired_at_its_source(
    usulan: Usulan,
    wadah: Wadah,
    sesi: AsyncSession,
    layanan: Layanan,
) -> None:
    await padankan_usulan(wadah, usulan.ref)
    await sesi.refresh(usulan)
    assert usulan.status is S.TIDAK_PADAN
    rekam(layanan, ORANG.nama.upper())
    await padankan_usulan(wadah, usulan.ref)
    assert [b.hasil for b in await VervalRepository(sesi).padan_terakhir(usulan.ref)] == [HasilPadan.PADAN]
