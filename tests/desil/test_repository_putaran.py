"""The set-based computation gives exactly what the pure rules give, for thousands of random families."""

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import BigInteger, Column, Integer, MetaData, SmallInteger, Table, Uuid, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.core.clock import now
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.desil import pmt, repository_putaran
from app.desil.alur import StatusModel, StatusPutaran, TahapHitung
from app.desil.artefak import BOBOT, Artefak, JenisModel, Sumber
from app.desil.artefak_baca import urai
from app.desil.models import CAKUPAN_NASIONAL, BatasDesil, ModelPmt, Putaran, SkorKeluarga
from app.desil.peringkat import AturanSeri, desil, hitung_batas
from app.desil.repository_bagian import BagianRepository
from app.desil.repository_batas import BatasRepository
from app.desil.repository_putaran import PerhitunganRepository
from app.keluarga.kanonik import REGISTRI, kode_kabkota
from tests.desil.contoh import artefak_uji

pytestmark = pytest.mark.anyio

DESA = ["32.04.05.2001", "32.04.06.2002", "32.73.01.1001", "11.01.01.2001", "31.71.01.1001", "91.71.01.1001"]
DEMO = Path("app/desil/model/demonstrasi-2026.json")
Keluarga = dict[str, Any]


@cache
def demonstrasi() -> Artefak:
    return urai(json.loads(DEMO.read_text()), {n: Sumber(v.skala, v.kode) for n, v in REGISTRI.items()})


def acak_uji(acak: random.Random) -> dict[str, int | None]:
    """Few distinct values, so ties abound; some gaps, some values outside the support."""
    return {
        "ukuran": acak.choice([0, None, *range(1, 9)] + [4] * 20),
        "ln_anggota": acak.choice([0, 693147, 1098612, 1386294, 3500000, -5]),
        "luas": acak.choice([None, 2, 21, 36, 45, 60, 400] + [30] * 20),
        "lantai": acak.choice([None, 7] + [1, 2, 3] * 10),
        "tabungan": acak.choice([None, 0, 1]),
        "instrumen": acak.choice([2] * 20 + [1, 3, None]),
    }


def acak_demo(acak: random.Random) -> dict[str, int | None]:
    isi: dict[str, int | None] = {"ukuran": acak.randint(1, 9)}
    for nama in demonstrasi().sumber[1:]:
        v = REGISTRI[nama]
        isi[nama] = acak.choice(sorted(v.kode)) if v.kode else acak.randint(v.min, min(v.maks * 2, 3_000_000))
        if acak.random() < 0.002:
            isi[nama] = None
    return isi


async def registri(sesi: AsyncSession, tambal: pytest.MonkeyPatch, artefak: Artefak, keluarga: list[Keluarga]) -> None:
    """Let the families stand in for the registry, in a temporary table with the columns that the artefact reads."""
    kolom = [Column(s, SmallInteger if s == BOBOT else BigInteger) for s in artefak.sumber]
    umum = [Column("versi", Integer), Column("kabkota", SmallInteger)]
    tabel = Table("registri_uji", MetaData(), Column("keluarga_id", Uuid), *umum, *kolom, prefixes=["TEMPORARY"])
    koneksi = await sesi.connection()
    await koneksi.run_sync(tabel.drop, checkfirst=True)
    await koneksi.run_sync(tabel.create)
    if keluarga:
        nama = [k.name for k in tabel.columns]
        baris = [{**k, "versi": 1, "kabkota": kode_kabkota(k["kode_wilayah"])} for k in keluarga]
        await sesi.execute(insert(tabel), [{n: b[n] for n in nama} for b in baris])
    tambal.setattr(repository_putaran, "variabel_kanonik", lambda: tabel)


async def putaran_baru(sesi: AsyncSession, artefak: Artefak, aturan: AturanSeri = AturanSeri.TERMISKIN) -> Putaran:
    model = ModelPmt(
        id=id_baru(),
        kode=artefak.kode,
        versi_model=artefak.versi,
        jenis=JenisModel.DEMONSTRASI,
        status=StatusModel.DIUNGGAH,
        sha256=artefak.sha256,
        artefak={},
        diunggah_at=now(),
    )
    sesi.add(model)
    await sesi.flush()
    putaran = Putaran(
        id=id_baru(),
        cakupan=CAKUPAN_NASIONAL,
        periode="2026-11",
        model_id=model.id,
        aturan_seri=aturan,
        status=StatusPutaran.DIHITUNG,
        tahap=TahapHitung.MENUNGGU,
        dibuat_at=now(),
    )
    sesi.add(putaran)
    await sesi.flush()
    putaran.rantai = [putaran.nomor]
    return putaran


@pytest.mark.parametrize(
    ("buat", "pembuat", "aturan"),
    [
        (artefak_uji, acak_uji, AturanSeri.TERMISKIN),
        (artefak_uji, acak_uji, AturanSeri.TENGAH),
        (demonstrasi, acak_demo, AturanSeri.TERMISKIN),
    ],
)
async def test_set_based_run_equals_the_pure_rules_on_thousands_of_families(
    sesi: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    buat: Callable[[], Artefak],
    pembuat: Callable[[random.Random], dict[str, int | None]],
    aturan: AturanSeri,
) -> None:
    artefak, acak = buat(), random.Random(20261121)
    keluarga: list[Keluarga] = [
        {"keluarga_id": id_baru(), "kode_wilayah": acak.choice(DESA), **pembuat(acak)} for _ in range(5000)
    ]
    await registri(sesi, monkeypatch, artefak, keluarga)
    putaran = await putaran_baru(sesi, artefak, aturan)
    berperingkat = await jalankan(sesi, putaran, artefak, potongan=700)

    hasil = {k["keluarga_id"]: pmt.skor(artefak, k["kode_wilayah"], k) for k in keluarga}
    baris = await semua_skor(sesi, putaran)
    assert (len(baris), berperingkat) == (5000, sum(h.skor is not None for h in hasil.values()))
    for k in keluarga:
        tersimpan = baris[k["keluarga_id"]]
        assert (tersimpan.skor, tersimpan.bobot) == (hasil[k["keluarga_id"]].skor, k[BOBOT] or 0)
        assert (tersimpan.versi, tersimpan.kabkota) == (1, kode_kabkota(k["kode_wilayah"]))

    batas = await semua_batas(sesi, putaran)
    ada = set()
    for panjang in (0, 2, 5):
        cakupan: dict[str, dict[UUID, tuple[int, int]]] = {}
        for k in keluarga:
            if (skor := hasil[k["keluarga_id"]].skor) is not None:
                kode = k["kode_wilayah"][:panjang] or "nasional"
                cakupan.setdefault(kode, {})[k["keluarga_id"]] = (skor, k[BOBOT])
        for kode, isi in cakupan.items():
            assert tuple(batas[kode].batas) == hitung_batas(isi.values(), aturan)
            assert (batas[kode].keluarga, batas[kode].orang) == (len(isi), sum(b for _, b in isi.values()))
        ada |= set(cakupan)
    assert set(batas) == ada


async def test_ties_weights_and_gaps_in_the_smallest_case(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """One family of nine below one of one: weighted the second is in decile 10, unweighted it would be in 6."""
    artefak = artefak_uji()
    dasar = {"kode_wilayah": DESA[0], "ln_anggota": 0, "lantai": 1, "tabungan": 1, "instrumen": 2}
    miskin, kaya, seri, kosong = (id_baru() for _ in range(4))
    keluarga = [
        {"keluarga_id": miskin, "ukuran": 9, "luas": 10, **dasar},
        {"keluarga_id": kaya, "ukuran": 1, "luas": 90, **dasar},
        {"keluarga_id": kosong, "ukuran": 5, "luas": None, **dasar},
    ]
    putaran = await putaran_baru(sesi, artefak)
    await registri(sesi, monkeypatch, artefak, keluarga)
    await jalankan(sesi, putaran, artefak)
    assert await desil_nasional(sesi, putaran) == {miskin: 1, kaya: 10, kosong: None}
    await registri(sesi, monkeypatch, artefak, [*keluarga, {"keluarga_id": seri, "ukuran": 30, "luas": 90, **dasar}])
    await jalankan(sesi, putaran, artefak)
    assert await desil_nasional(sesi, putaran) == {miskin: 1, kaya: 3, seri: 3, kosong: None}


async def test_every_stage_may_be_repeated_without_a_trace(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    artefak, acak = artefak_uji(), random.Random(7)
    keluarga = [{"keluarga_id": id_baru(), "kode_wilayah": acak.choice(DESA), **acak_uji(acak)} for _ in range(300)]
    putaran = await putaran_baru(sesi, artefak)
    await registri(sesi, monkeypatch, artefak, keluarga)
    await jalankan(sesi, putaran, artefak)
    pertama = await desil_nasional(sesi, putaran)
    await jalankan(sesi, putaran, artefak, potongan=20)
    assert await desil_nasional(sesi, putaran) == pertama


async def test_a_run_over_nobody_ends_with_nothing(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    artefak = artefak_uji()
    putaran = await putaran_baru(sesi, artefak)
    await registri(sesi, monkeypatch, artefak, [])
    assert await jalankan(sesi, putaran, artefak) == 0
    assert (await semua_skor(sesi, putaran), await semua_batas(sesi, putaran)) == ({}, {})


async def test_two_computations_of_one_period_exclude_each_other(wadah_nyata: Wadah) -> None:
    pabrik: async_sessionmaker[AsyncSession] = wadah_nyata.pabrik_sesi
    async with pabrik() as satu, pabrik() as dua:
        assert await PerhitunganRepository(satu).kunci(CAKUPAN_NASIONAL, "2026-11")
        assert not await PerhitunganRepository(dua).kunci(CAKUPAN_NASIONAL, "2026-11")
        assert await PerhitunganRepository(dua).kunci(CAKUPAN_NASIONAL, "2026-12")


async def jalankan(sesi: AsyncSession, putaran: Putaran, artefak: Artefak, *, potongan: int = 100_000) -> int:
    """Compute a run range by range; return how many families are ranked."""
    repo, bagian = PerhitunganRepository(sesi), BagianRepository(sesi)
    if (await repo.bagi(putaran.nomor, potongan))[1] > 1:
        await bagian.siapkan(putaran.nomor)
    tempat = await bagian.tempat(putaran.nomor)
    while satu := await repo.ambil(putaran.nomor):
        await repo.skor(satu, tempat, artefak, now())
        sesi.expire(satu)
    await BatasRepository(sesi).hitung_sebaran(putaran.nomor, tempat)
    await bagian.pasang(putaran.nomor)
    hasil = await BatasRepository(sesi).batasi(putaran.id, putaran.rantai, putaran.aturan_seri)
    assert hasil == (await repo.kemajuan(putaran.nomor)).berperingkat
    return hasil


async def semua_skor(sesi: AsyncSession, putaran: Putaran) -> dict[UUID, SkorKeluarga]:
    cari = select(SkorKeluarga).where(SkorKeluarga.putaran_no == putaran.nomor)
    return {s.keluarga_id: s for s in await sesi.scalars(cari.execution_options(populate_existing=True))}


async def semua_batas(sesi: AsyncSession, putaran: Putaran) -> dict[str, BatasDesil]:
    cari = select(BatasDesil).where(BatasDesil.putaran_id == putaran.id)
    return {b.kode: b for b in await sesi.scalars(cari.execution_options(populate_existing=True))}


async def desil_nasional(sesi: AsyncSession, putaran: Putaran) -> dict[UUID, int | None]:
    batas = (await semua_batas(sesi, putaran))["nasional"].batas
    return {
        k: None if s.skor is None else desil(s.skor, tuple(batas)) for k, s in (await semua_skor(sesi, putaran)).items()
    }
