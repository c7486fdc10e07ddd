"""Races on a database of the test's own, with real commits, as the role of the application."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import RiwayatUsulan, Usulan, UsulanTerbuka
from app.usulan.status import AksiUsulan, StatusUsulan
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA
from tests.usulan.test_routers_petugas import LENGKAP

pytestmark = pytest.mark.nyata
ULANG = 100


async def test_two_usulan_for_one_person_have_one_winner(masuk_nyata: Masuk, wadah_nyata: Wadah) -> None:
    dua = [await masuk_nyata(Jabatan.WARGA) for _ in range(2)]
    wadah_nyata.pengaturan.batas.usulan_hari = ULANG
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        kasus = []
        for nik in (pabrik.nik_uji() for _ in range(ULANG)):
            satu = [await pabrik.usulan(sesi, wadah_nyata, nik=nik, pengusul_id=w.pelaku.akun_id) for w in dua]
            kasus.append([u.ref for u in satu])
    for refs in kasus:
        kirim = (w.post(f"/v1/warga/usulan/{r}/ajukan") for w, r in zip(dua, refs, strict=True))
        jawab = await asyncio.gather(*kirim)
        assert sorted(j.status_code for j in jawab) == [200, 409]
        kalah = next(j for j in jawab if j.status_code == 409)
        assert kalah.json()["kode_alasan"] == "USULAN_GANDA"
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await sesi.scalar(select(func.count()).select_from(UsulanTerbuka)) == ULANG
        for tabel, kolom in ((Usulan, Usulan.status), (RiwayatUsulan, RiwayatUsulan.ke)):
            terkirim = select(func.count()).select_from(tabel).where(kolom == StatusUsulan.DIAJUKAN)
            assert await sesi.scalar(terkirim) == ULANG


async def test_five_officers_on_one_usulan_are_one_success_and_four_conflicts(
    masuk_nyata: Masuk, wadah_nyata: Wadah
) -> None:
    lima = [await masuk_nyata(Jabatan.OPERATOR_DESA, (str(DESA),)) for _ in range(5)]
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        refs = [(await pabrik.usulan(sesi, wadah_nyata, status=StatusUsulan.DIAJUKAN)).ref for _ in range(ULANG)]
    for ref in refs:
        url = f"/v1/petugas/usulan/{ref}/tetapkan-lengkap"
        jawab = await asyncio.gather(*(p.post(url, json=LENGKAP) for p in lima))
        assert Counter(j.status_code for j in jawab) == {200: 1, 409: 4}
        kalah = [j.json() for j in jawab if j.status_code == 409]
        assert {(k["kode"], k["status_sekarang"]) for k in kalah} == {("transisi-ditolak", "LENGKAP")}
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        langkah = select(func.count()).where(RiwayatUsulan.aksi == AksiUsulan.TETAPKAN_LENGKAP)
        assert await sesi.scalar(langkah) == ULANG
        assert {u.versi for u in await sesi.scalars(select(Usulan))} == {2}


async def test_numbers_drawn_at_the_same_moment_differ(masuk_nyata: Masuk, wadah_nyata: Wadah) -> None:
    warga = await masuk_nyata(Jabatan.WARGA)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        refs = [(await pabrik.usulan(sesi, wadah_nyata, pengusul_id=warga.pelaku.akun_id)).ref for _ in range(8)]
    jawab = await asyncio.gather(*(warga.post(f"/v1/warga/usulan/{r}/ajukan") for r in refs))
    assert len({j.json()["nomor"] for j in jawab}) == len(refs)
