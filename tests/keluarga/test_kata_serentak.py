"""Registrations at a time with words of names in common, in any order: nobody waits for whoever waits for him."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select, text

from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.models import KataNama
from app.keluarga.repository_nama import NamaRepository
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from tests.conftest import Masuk
from tests.keluarga.pembantu import DASAR, sebagai_json
from tests.pabrik.keluarga import DESA, anggota, daftarkan, subjek

pytestmark = pytest.mark.nyata
KATA = ("ngatinem", "kromo", "waginah", "surodikromo", "tumirah", "wongso")


def orang(nama: str) -> Subjek:
    return subjek(nama=nama, no_kk=None)


async def dikenal(wadah: Wadah) -> set[str]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return set(await sesi.scalars(select(KataNama.kata).where(KataNama.kata.in_(KATA))))


async def test_two_that_bring_the_same_words_in_opposite_orders_both_succeed(wadah_nyata: Wadah) -> None:
    bersama = asyncio.Barrier(2)

    async def daftar(*nama: str) -> None:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            service = KeluargaService.rakit(sesi, wadah_nyata)
            for satu in nama:
                await service.daftarkan(orang(satu), id_baru(), None)
                if satu == nama[0]:
                    await bersama.wait()

    await asyncio.gather(daftar("Ngatinem", "Kromo"), daftar("Kromo", "Ngatinem"))
    assert await dikenal(wadah_nyata) == {"ngatinem", "kromo"}


async def test_a_crowd_of_families_with_shared_names_is_registered(masuk_nyata: Masuk, wadah_nyata: Wadah) -> None:
    operator = await masuk_nyata(Jabatan.OPERATOR_DESA, (DESA,))

    async def daftar(nama: Sequence[str]) -> int:
        keluarga = subjek(*(anggota(nama=n) for n in nama[1:]), nama=nama[0], no_kk=None)
        return (await operator.post(DASAR, json=sebagai_json(keluarga))).status_code

    urutan = [[*KATA[n:], *KATA[:n]] for n in range(len(KATA))]
    jawab = await asyncio.gather(*(daftar(u[::arah]) for u in urutan for arah in (1, -1)))
    assert jawab == [201] * len(jawab)
    assert await dikenal(wadah_nyata) == set(KATA)


async def test_a_registration_that_fails_leaves_no_words(wadah_nyata: Wadah) -> None:
    with pytest.raises(RuntimeError):
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await daftarkan(sesi, wadah_nyata, orang("Tumirah"))
            raise RuntimeError
    assert await dikenal(wadah_nyata) == set()
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await daftarkan(sesi, wadah_nyata, orang("Tumirah"))
        NamaRepository(sesi).kenali_nama(["Wongso"])
    assert await dikenal(wadah_nyata) == {"tumirah", "wongso"}


async def test_a_bulk_of_new_words_holds_up_nobody_before_its_end(wadah_nyata: Wadah) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as curah:
        NamaRepository(curah).kenali_nama(["Ngatinem Kromo"])
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await sesi.execute(text("SET LOCAL lock_timeout = '2s'"))
            await daftarkan(sesi, wadah_nyata, orang("Kromo"))
        assert await dikenal(wadah_nyata) == {"kromo"}
    assert await dikenal(wadah_nyata) == {"ngatinem", "kromo"}
