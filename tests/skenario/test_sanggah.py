"""A neighbour's contest from the search to the decree: visit, answer, grant, and the removal through every desk."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.penetapan.status import StatusKeanggotaan
from app.usulan.service import UsulanService
from tests.conftest import Masuk
from tests.pabrik.usulan import nik_uji
from tests.sanggah.conftest import PELAPOR, Perkara, baik
from tests.skenario.perjalanan import J, Perjalanan, berangkat


@pytest.fixture
async def jalan(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Perjalanan:
    return await berangkat(masuk, sesi, wadah)


async def test_a_granted_contest_becomes_a_removal_that_is_met_visited_validated_signed_and_decreed(
    jalan: Perjalanan, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    await sesi.commit()
    perkara = Perkara(
        masuk,
        jalan.rumah,
        await masuk(J.WARGA, **PELAPOR),
        jalan.warga,
        await masuk(J.VERIFIKATOR, nik=nik_uji()),
        await masuk(J.ENUMERATOR, ("32.04.05",), nik=nik_uji()),
    )
    await perkara.sampai()
    ref = Ref.urai(baik(await perkara.setujui())["usulan_ref"])
    jalan.usulan = await UsulanService.rakit(sesi, wadah).kunci(ref, None)
    assert await jalan.lengkap() == "LENGKAP"
    await jalan.musyawarah()
    await jalan.kunjungan()
    # Who granted the contest is the removal's author, and does not validate it.
    jawab = await perkara.verifikator.post(f"/v1/petugas/usulan/{ref}/setujui-validasi")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_pengolah")
    assert (await jalan.keanggotaan())["kini"]["status"] == StatusKeanggotaan.TERDAFTAR
    assert await jalan.sampai_sk() == "DITETAPKAN"
    assert (await jalan.riwayat())[:2] == ["ajukan_dari_sanggah", "tetapkan_lengkap"]
    isi = (await jalan.keanggotaan())["kini"]
    assert (isi["status"], isi["alasan_kode"]) == ("AKAN_DINONAKTIFKAN", "DINILAI_MAMPU")
