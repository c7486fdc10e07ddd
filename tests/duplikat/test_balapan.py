"""A merge, a search and a family that moves meet: they wait for each other and none is thrown out as a deadlock."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.duplikat.models import PasanganDuplikat
from app.duplikat.repository import DuplikatRepository
from app.keluarga.kode import JenisPerubahan
from app.keluarga.models import Keluarga
from app.keluarga.peristiwa import PERUBAHAN
from app.keluarga.perubahan import PerubahanService
from tests.conftest import Masuk
from tests.pabrik.duplikat import TETANGGA, URL, Meja, cari, pasangan, wawan
from tests.pabrik.keluarga import DESA, daftarkan

pytestmark = pytest.mark.nyata


async def pindah(sesi: AsyncSession, wadah: Wadah, orang: Ref, kode_desa: str) -> None:
    isi = {"jenis": JenisPerubahan.PINDAH_DESA, "tanggal": "2026-01-02", "kode_desa": kode_desa}
    service = PerubahanService.rakit(sesi, wadah)
    await service.terapkan(orang.keluarga_id, PERUBAHAN.validate_python(isi), None, sumber="uji")


async def sampai_menunggu(wadah: Wadah) -> None:
    """Return when somebody waits for a lock in this test's database."""
    tanya = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    menunggu = 0
    while not menunggu:
        async with wadah.pabrik_sesi() as sesi:
            menunggu = await sesi.scalar(tanya) or 0


@pytest.mark.parametrize("batal", [False, True], ids=["gabungkan", "batalkan-gabung"])
async def test_a_merge_waits_for_a_family_that_moves_without_holding_the_pair(
    wadah_nyata: Wadah, masuk_nyata: Masuk, *, batal: bool
) -> None:
    klien = await masuk_nyata(Jabatan.VERIFIKATOR)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        lama, baru = [await daftarkan(sesi, wadah_nyata, wawan(**isi)) for isi in ({}, {"nik": None})]
    await cari(klien, wadah_nyata)
    async with wadah_nyata.pabrik_sesi() as sesi:
        meja = Meja(sesi, wadah_nyata, klien, lama, baru, f"{URL}/{(await pasangan(sesi))[0].id}")
        gabung: Callable[[], Awaitable[Any]] = meja.batal if batal else lambda: meja.gabung(baru)
        if batal:
            assert (await meja.gabung(baru)).status_code == 200
        async with transaksi(wadah_nyata.pabrik_sesi) as lain:
            await lain.execute(select(Keluarga).where(Keluarga.keluarga_id == baru.keluarga_id).with_for_update())
            tugas = asyncio.ensure_future(gabung())
            await sampai_menunggu(wadah_nyata)
            await pindah(lain, wadah_nyata, baru, TETANGGA)
        jawab = await tugas
        assert jawab.status_code == 200, jawab.text
        assert (await pasangan(sesi))[0].kode_desa == TETANGGA


def baris(pasangan_id: UUID, orang: Ref, lain: Ref) -> PasanganDuplikat:
    saat, sisi = now(), {"keluarga_id": orang.keluarga_id, "lain_keluarga_id": lain.keluarga_id}
    waktu = dict.fromkeys(("status_at", "ditemukan_at", "diperiksa_at"), saat)
    desa = dict.fromkeys(("kode_desa", "lain_kode_desa"), DESA)
    isi = {"jenis": "REGISTRI", "urutan": 0, "lain_urutan": 0, "skor": 90, "bukti": [], "status": "TERBUKA", "versi": 1}
    ids = {"id": pasangan_id, "orang_id": orang.id, "lain_orang_id": lain.id, "sidik": id_baru()}
    return PasanganDuplikat(**isi, **ids, **sisi, **waktu, **desa)


def _id(ref: Ref) -> UUID:
    return ref.id


async def test_pairs_follow_a_family_in_the_order_in_which_a_search_locks_them(wadah_nyata: Wadah) -> None:
    orang, lain = Ref(id_baru(), id_baru()), [Ref(id_baru(), id_baru()) for _ in range(2)]
    satu, dua = sorted([id_baru(), id_baru()])
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        sesi.add_all(baris(id_, orang, sisi) for id_, sisi in zip((dua, satu), sorted(lain, key=_id), strict=True))
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:

        async def ikut() -> None:
            async with transaksi(wadah_nyata.pabrik_sesi) as pindahan:
                await DuplikatRepository(pindahan).pindah_desa(orang.keluarga_id, {orang.id}, TETANGGA)

        await sesi.execute(select(PasanganDuplikat.id).where(PasanganDuplikat.id == satu).with_for_update())
        tugas = asyncio.ensure_future(ikut())
        await sampai_menunggu(wadah_nyata)
        kunci = select(PasanganDuplikat.id).where(PasanganDuplikat.id == dua).with_for_update(nowait=True)
        assert await sesi.scalar(kunci) == dua
    await tugas
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert {p.kode_desa for p in await pasangan(sesi)} == {TETANGGA}
