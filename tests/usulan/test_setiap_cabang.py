"""Branches of the village's desk, one by one through HTTP: each missing paper, each state that can be withdrawn."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.referensi.katalog import ALASAN
from app.usulan.status import StatusUsulan as S
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA

WARGA, PETUGAS = "/v1/warga/usulan", "/v1/petugas/usulan"
KURANG = sorted(a.kode for a in ALASAN.values() if "usulan.minta_lengkapi" in a.aksi)


@pytest.mark.parametrize("kode", KURANG)
async def test_each_missing_paper_is_asked_for_in_words(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, kode: str
) -> None:
    """T03: the proposer reads the reason, what to do and until when."""
    warga, operator = await masuk(Jabatan.WARGA), await masuk(Jabatan.OPERATOR_DESA, (str(DESA),))
    satu = await pabrik.usulan_pada(sesi, wadah, S.DIAJUKAN, pengusul_id=warga.pelaku.akun_id)
    minta = {"alasan": pabrik.alasan(kode), "butir": ["FOTO_KK"]}
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/minta-lengkapi", json=minta)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "PERLU_DILENGKAPI"), jawab.text
    assert (await warga.get(f"{WARGA}/{satu.ref}")).json()["tenggat_date"]
    langkah = (await warga.get(f"{WARGA}/{satu.ref}/riwayat")).json()["data"][-1]
    assert (langkah["alasan"]["kode"], langkah["alasan"]["teks"]["id"]) == (kode, ALASAN[kode].teks.id)
    assert langkah["alasan"]["langkah_berikutnya"]


@pytest.mark.parametrize("status", [S.DRAF, S.DIAJUKAN, S.PERLU_DILENGKAPI, S.LENGKAP])
async def test_a_proposer_withdraws_until_the_meeting(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, status: S
) -> None:
    """T23: from each of the four states before the deliberation; then it is over."""
    warga = await masuk(Jabatan.WARGA)
    satu = await pabrik.usulan_pada(sesi, wadah, status, pengusul_id=warga.pelaku.akun_id)
    jawab = await warga.post(f"{WARGA}/{satu.ref}/batalkan")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DIBATALKAN"), jawab.text
    assert jawab.json()["aksi_tersedia"] == []
    assert (await warga.post(f"{WARGA}/{satu.ref}/ajukan")).json()["kode"] == "transisi-ditolak"
