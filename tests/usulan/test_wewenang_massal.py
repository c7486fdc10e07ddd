"""Many usulan moved at once ask whose desk the step is as one does, and are marked alike."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Masuk
from tests.pabrik.usulan import alasan, usulan_pada

DESA = "32.04.05.2001"


async def tolak_bersama(sesi: AsyncSession, wadah: Wadah, pelaku: Pelaku) -> list[Usulan]:
    semua = [await usulan_pada(sesi, wadah, S.MASUK_MUSYAWARAH) for _ in range(2)]
    await UsulanService.rakit(sesi, wadah).pindahkan_massal(
        [u.ref for u in semua],
        AksiUsulan.TIDAK_SEPAKATI,
        pelaku,
        alasan=AlasanMasuk(**alasan("DINILAI_MAMPU")),
        fakta=FaktaUsulan(is_berita_acara_final=True),
    )
    for usulan in semua:
        await sesi.refresh(usulan)
    return semua


async def test_the_kab_kota_moves_those_of_a_village_without_operator_and_they_are_marked(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    kabkota = await masuk(Jabatan.OPERATOR_KABKOTA)
    semua = await tolak_bersama(sesi, wadah, kabkota.pelaku)
    assert [(u.status, u.is_mewakili_desa) for u in semua] == [(S.TIDAK_DISEPAKATI, True)] * 2


async def test_the_village_moves_its_own_and_they_are_not_marked(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    desa = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    semua = await tolak_bersama(sesi, wadah, desa.pelaku)
    assert [(u.status, u.is_mewakili_desa) for u in semua] == [(S.TIDAK_DISEPAKATI, False)] * 2


async def test_the_kab_kota_is_refused_where_the_village_has_an_operator(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    kabkota = await masuk(Jabatan.OPERATOR_KABKOTA)
    await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        await tolak_bersama(sesi, wadah, kabkota.pelaku)
    assert galat.value.tambahan["syarat"] == "mewakili_desa"
