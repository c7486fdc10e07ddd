"""Many at once through the twins, with real commits: every limit exact, every proof once, every answer on record."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.audit.models import JejakAudit
from app.cekbansos.cepat import JALUR_MITRA, JALUR_PUBLIK, kembaran_sendiri
from app.cekbansos.models import TantanganTerpakai
from app.core.crypto import Tujuan
from app.core.peran import Jabatan
from app.core.ratelimit import BatasLaju
from app.core.wadah import Wadah
from tests.cekbansos.conftest import dicatat
from tests.conftest import Klien, Masuk
from tests.pabrik.cekbansos import bukti, nik_uji

pytestmark = pytest.mark.nyata


@pytest.fixture
async def dua_proses(app_nyata: FastAPI, wadah_nyata: Wadah) -> AsyncIterator[list[str]]:
    """Two sets of twins with connections of their own take requests in turn, as two processes would."""
    catatan: list[str] = []
    async with AsyncExitStack() as tutup:
        dua = [await tutup.enter_async_context(kembaran_sendiri(wadah_nyata)) for _ in range(2)]
        giliran = 0

        def bergantian(jalur: str) -> Any:
            async def kembar(minta: Any) -> bytes | None:
                nonlocal giliran
                giliran += 1
                return await dicatat(dua[giliran % 2][jalur], catatan)(minta)

            return kembar

        app_nyata.state.kembaran = {jalur: bergantian(jalur) for jalur in (JALUR_MITRA, JALUR_PUBLIK)}
        yield catatan
        app_nyata.state.kembaran = {}


async def tanya(app: FastAPI, alamat: str, nik: str, tantangan: str) -> int:
    kirim = httpx.ASGITransport(app, client=(alamat, 1))
    async with httpx.AsyncClient(transport=kirim, base_url="http://uji") as klien:
        jawab = await klien.post(JALUR_PUBLIK, json={"nik": nik, "nama": "SITI", "tantangan": tantangan})
        return jawab.status_code


async def test_limits_and_proofs_are_exact_among_many_at_once(
    app_nyata: FastAPI, wadah_nyata: Wadah, klien_nyata: Klien, dua_proses: list[str]
) -> None:
    satu = await bukti(klien_nyata)
    kode = await asyncio.gather(*(tanya(app_nyata, f"10.0.{n}.1", nik_uji(n + 1), satu) for n in range(40)))
    assert Counter(kode) == {200: 1, 422: 39}, "one proof, one answer"
    kode = await asyncio.gather(*(tanya(app_nyata, "10.1.0.1", nik_uji(n + 1), "x") for n in range(50)))
    assert Counter(kode) == {422: 20, 429: 30}, "an address has twenty"
    kode = await asyncio.gather(*(tanya(app_nyata, f"10.2.0.{n // 15}", nik_uji(n + 1), "x") for n in range(220)))
    assert Counter(kode) == {422: 200, 429: 20}, "a network has two hundred"
    semua = [await bukti(klien_nyata) for _ in range(12)]
    kode = await asyncio.gather(*(tanya(app_nyata, f"10.3.{n}.1", nik_uji(900), b) for n, b in enumerate(semua)))
    assert Counter(kode) == {200: 5, 429: 7}, "a NIK has five"
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert await sesi.scalar(select(func.count()).select_from(TantanganTerpakai)) == 13
        semua_kunci = wadah_nyata.sandi.indeks(Tujuan.LAJU, "cek-semua|")
        jumlah = select(func.sum(BatasLaju.jumlah)).where(BatasLaju.kunci == semua_kunci)
        assert await sesi.scalar(jumlah) == 40 + 20 + 200 + 12, "who was refused before does not use up the country's"
    assert set(dua_proses) == {"jawab", "tolak"}


async def test_a_quota_is_exact_and_each_answer_is_on_record(
    wadah_nyata: Wadah, masuk_nyata: Masuk, dua_proses: list[str]
) -> None:
    batas = wadah_nyata.pengaturan.batas.model_copy(update={"mitra_nik": 60})
    wadah_nyata.pengaturan = wadah_nyata.pengaturan.model_copy(update={"batas": batas})
    klien = [await masuk_nyata(Jabatan.INTEGRASI, cakupan=frozenset({"status"})) for _ in range(2)]
    isi = [{"tujuan": f"uji {n}", "nik": [nik_uji(k + 1) for k in range(1 + n % 3)]} for n in range(90)]
    jawab = await asyncio.gather(*(klien[n % 2].post(JALUR_MITRA, json=i) for n, i in enumerate(isi)))
    assert {j.status_code for j in jawab} == {200, 429}
    async with wadah_nyata.pabrik_sesi() as sesi:
        for n, satu in enumerate(klien):
            terjawab = [i for k, i in enumerate(isi) if k % 2 == n and jawab[k].status_code == 200]
            jejak = select(JejakAudit.tujuan).where(JejakAudit.pelaku_id == satu.pelaku.akun_id)
            assert sorted(map(str, (await sesi.scalars(jejak)).all())) == sorted(str(i["tujuan"]) for i in terjawab)
            kunci = wadah_nyata.sandi.indeks(Tujuan.LAJU, f"mitra-nik|{satu.pelaku.akun_id}")
            terpakai = await sesi.scalar(select(BatasLaju.jumlah).where(BatasLaju.kunci == kunci))
            assert terpakai == sum(len(i["nik"]) for i in terjawab) <= 60
            assert terpakai >= 58, "the last three that would fit are let in one by one"
    assert "jawab" in dua_proses
