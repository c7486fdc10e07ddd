"""Races of one device with itself, with real commits: an impatient app sends again before it has an answer."""

import asyncio

import pytest
from sqlalchemy import func, select

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.lapangan.models import ItemSinkron
from app.usulan.status import StatusUsulan as S
from app.verval.models import FotoKunjungan, Kunjungan
from tests.conftest import Masuk
from tests.lapangan.conftest import Pencacah, item, kirim, kunjungan, potret, tugaskan
from tests.lapangan.test_unggahan import FOTO, bahan, buat, potong
from tests.pabrik import verval as pabrik

pytestmark = pytest.mark.nyata


@pytest.fixture
async def pencacah_tugas(wadah_nyata: Wadah, masuk_nyata: Masuk) -> tuple[Pencacah, str]:
    """An enumerator and the path of his open assignment."""
    verifikator = await masuk_nyata(Jabatan.VERIFIKATOR, ("32.04",))
    async with wadah_nyata.pabrik_sesi() as sesi:
        akun_id = await pabrik.enumerator(sesi, wadah_nyata)
        usulan = await pabrik.usulan(sesi, wadah_nyata, S.DISEPAKATI_MUSYAWARAH)
    pencacah = Pencacah(akun_id, await masuk_nyata(Jabatan.ENUMERATOR, ("32.04.05",), akun_id=akun_id))
    return pencacah, await tugaskan(verifikator, usulan, pencacah)


async def hitung(wadah: Wadah, tabel: type) -> int:
    async with wadah.pabrik_sesi() as sesi:
        return await sesi.scalar(select(func.count()).select_from(tabel)) or 0


async def test_the_same_batch_five_times_at_once_has_one_effect(
    wadah_nyata: Wadah, pencacah_tugas: tuple[Pencacah, str]
) -> None:
    """R3: one of five took effect, the others wait for it and are told the same."""
    pencacah, tugas = pencacah_tugas
    await potret(pencacah, tugas)
    salah, satu = item("SUBMIT", tugas, {}), item("SUBMIT", tugas, kunjungan())
    hasil = await asyncio.gather(*(kirim(pencacah.klien, salah, satu) for _ in range(5)))
    assert {h[1]["putusan"] for h in hasil} <= {"DITERIMA", "DITUNDA"}
    assert [h[1]["is_ulangan"] for h in hasil if h[1]["putusan"] == "DITERIMA"].count(False) == 1
    assert {h[0]["putusan"] for h in hasil} <= {"DITOLAK", "DITUNDA"}
    (lagi,) = await kirim(pencacah.klien, satu)
    assert (lagi["putusan"], lagi["keadaan"], lagi["is_ulangan"]) == ("DITERIMA", "SELESAI", True)
    assert (await hitung(wadah_nyata, Kunjungan), await hitung(wadah_nyata, ItemSinkron)) == (1, 2)


async def test_the_same_piece_and_the_same_end_at_once_are_taken_once(
    wadah_nyata: Wadah, pencacah_tugas: tuple[Pencacah, str]
) -> None:
    pencacah, tugas = pencacah_tugas
    letak = await buat(pencacah.klien, bahan(tugas))
    jawab = await asyncio.gather(*(potong(pencacah.klien, letak, FOTO, 0) for _ in range(4)))
    assert sorted(j.status_code for j in jawab) == [200, 412, 412, 412]
    selesai = await asyncio.gather(*(pencacah.klien.post(f"{letak}/selesai") for _ in range(4)))
    assert {j.status_code for j in selesai} <= {200, 404}
    assert len({j.json()["foto_id"] for j in selesai if j.is_success}) == 1
    assert await hitung(wadah_nyata, FotoKunjungan) == 1
