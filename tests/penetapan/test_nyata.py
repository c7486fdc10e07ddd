"""With real commits: one signature of two, and a list that the application itself cannot change."""

import asyncio

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.core.db import sqlstate, transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import Keanggotaan
from tests.conftest import Masuk
from tests.pabrik.penetapan import PabrikPenetapan, putaran_sah, siapkan, tanda_tangani

pytestmark = pytest.mark.nyata


async def siap(wadah: Wadah, masuk: Masuk) -> dict[str, object]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        pabrik = PabrikPenetapan(sesi, wadah, await putaran_sah(sesi))
        for desil in (1, 2, 7):
            await pabrik.antre(desil=desil)
    return await siapkan(await masuk(Jabatan.ADMIN_PUSAT), pabrik.putaran)


async def test_of_two_signers_at_once_one_succeeds(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    sk = await siap(wadah_nyata, masuk_nyata)
    penetap = [await masuk_nyata(Jabatan.PENETAP) for _ in range(4)]
    jawab = await asyncio.gather(*(tanda_tangani(p, sk) for p in penetap))
    assert sorted(j.status_code for j in jawab) == [200, 409, 409, 409]
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert await sesi.scalar(select(func.count()).select_from(Keanggotaan)) == 2


async def test_the_application_cannot_change_a_list_and_a_superuser_is_found_out(
    wadah_nyata: Wadah, masuk_nyata: Masuk
) -> None:
    sk = await siap(wadah_nyata, masuk_nyata)
    for perintah in ("UPDATE sk_keluarga SET desil = 1", "DELETE FROM sk_keluarga", "DELETE FROM riwayat_sk"):
        with pytest.raises(ProgrammingError) as galat:
            async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
                await sesi.execute(text(perintah))
        assert sqlstate(galat.value) == "42501"
    alamat = wadah_nyata.pengaturan.database_url_pemilik
    assert alamat is not None
    mesin = create_async_engine(alamat.get_secret_value())
    penetap = await masuk_nyata(Jabatan.PENETAP)
    for perintah, pulih in (
        ("UPDATE sk_keluarga SET desil = 3 WHERE desil = 7", "UPDATE sk_keluarga SET desil = 7 WHERE desil = 3"),
        (
            "UPDATE sk_keluarga SET putusan = 'DITETAPKAN' WHERE desil = 7",
            "UPDATE sk_keluarga SET putusan = 'TIDAK_DITETAPKAN' WHERE desil = 7",
        ),
        ("UPDATE sk_keluarga SET urutan = urutan + 10", "UPDATE sk_keluarga SET urutan = urutan - 10"),
    ):
        async with AsyncSession(mesin) as sesi, sesi.begin():
            await sesi.execute(text(perintah))
        jawab = await tanda_tangani(penetap, sk)
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "sidik_cocok")
        async with AsyncSession(mesin) as sesi, sesi.begin():
            await sesi.execute(text(pulih))
    await mesin.dispose()
    assert (await tanda_tangani(penetap, sk)).status_code == 200
