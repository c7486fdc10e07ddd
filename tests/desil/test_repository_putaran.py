"""The set-based computation gives exactly what the pure rules give, for thousands of random families."""

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import BigInteger, Date, FromClause, String, Uuid, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.core.clock import now
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.desil import pmt
from app.desil.alur import StatusModel, StatusPutaran, TahapHitung
from app.desil.artefak import BOBOT, Artefak, JenisModel, Sumber
from app.desil.artefak_baca import urai
from app.desil.models import CAKUPAN_NASIONAL, BatasDesil, ModelPmt, Putaran, SkorKeluarga
from app.desil.peringkat import AturanSeri, hitung_batas, peringkatkan
from app.desil.repository_putaran import PerhitunganRepository
from app.keluarga.kanonik import REGISTRI
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
    }


def acak_demo(acak: random.Random) -> dict[str, int | None]:
    isi: dict[str, int | None] = {"ukuran": acak.randint(1, 9)}
    for nama in demonstrasi().sumber[1:]:
        v = REGISTRI[nama]
        isi[nama] = acak.choice(sorted(v.kode)) if v.kode else acak.randint(v.min, min(v.maks * 2, 3_000_000))
        if acak.random() < 0.002:
            isi[nama] = None
    return isi


def registri(artefak: Artefak, keluarga: list[Keluarga]) -> FromClause:
    """The families as a table, without a table: one parameter."""
    isi = [{**k, "keluarga_id": str(k["keluarga_id"])} for k in keluarga]
    kolom = [column("keluarga_id", Uuid), column("kode_wilayah", String), column("data_date", Date)]
    kolom += [column(s, BigInteger) for s in artefak.sumber]
    baris = func.jsonb_to_recordset(cast(bindparam("isi", isi, JSONB), JSONB)).table_valued(*kolom, name="registri")
    return baris.render_derived(with_types=True)


async def putaran_baru(sesi: AsyncSession, artefak: Artefak, aturan: AturanSeri = AturanSeri.TERMISKIN) -> UUID:
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
    return putaran.id


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
    buat: Callable[[], Artefak],
    pembuat: Callable[[random.Random], dict[str, int | None]],
    aturan: AturanSeri,
) -> None:
    artefak, acak = buat(), random.Random(20261121)
    keluarga: list[Keluarga] = [
        {"keluarga_id": id_baru(), "kode_wilayah": acak.choice(DESA), "data_date": "2026-05-12", **pembuat(acak)}
        for _ in range(5000)
    ]
    pid = await putaran_baru(sesi, artefak, aturan)
    repo = PerhitunganRepository(sesi)
    jumlah = await repo.skor(pid, artefak, registri(artefak, keluarga))
    await repo.batasi(pid, aturan)
    await repo.tetapkan_desil(pid)

    hasil = {k["keluarga_id"]: pmt.skor(artefak, k["kode_wilayah"], k) for k in keluarga}
    baris = {s.keluarga_id: s for s in await sesi.scalars(select(SkorKeluarga).where(SkorKeluarga.putaran_id == pid))}
    assert jumlah == (5000, sum(h.skor is not None for h in hasil.values()))
    for k in keluarga:
        murni, tersimpan = hasil[k["keluarga_id"]], baris[k["keluarga_id"]]
        assert (tersimpan.skor, tuple(tersimpan.kurang)) == (murni.skor, murni.kurang)
        assert murni.skor is None or tuple(tersimpan.dipotong) == murni.dipotong
        assert tersimpan.masukan == [k[s] for s in artefak.sumber]

    batas = {b.kode: b for b in await sesi.scalars(select(BatasDesil).where(BatasDesil.putaran_id == pid))}
    for panjang, kolom in ((0, "desil_nasional"), (2, "desil_provinsi"), (5, "desil_kabkota")):
        cakupan: dict[str, dict[UUID, tuple[int, int]]] = {}
        for k in keluarga:
            if (skor := hasil[k["keluarga_id"]].skor) is not None:
                kode = k["kode_wilayah"][:panjang] or "nasional"
                cakupan.setdefault(kode, {})[k["keluarga_id"]] = (skor, k[BOBOT])
        for kode, isi in cakupan.items():
            assert tuple(batas[kode].batas) == hitung_batas(isi.values(), aturan)
            assert (batas[kode].keluarga, batas[kode].orang) == (len(isi), sum(b for _, b in isi.values()))
            desil = peringkatkan(isi, aturan)
            assert {i: getattr(baris[i], kolom) for i in isi} == desil
    assert all(b.desil_nasional is None for b in baris.values() if b.skor is None)


async def test_ties_weights_and_gaps_in_the_smallest_case(sesi: AsyncSession) -> None:
    """One family of nine below one of one: weighted the second is in decile 10, unweighted it would be in 6."""
    artefak = artefak_uji()
    dasar = {"kode_wilayah": DESA[0], "data_date": None, "ln_anggota": 0, "lantai": 1, "tabungan": 1}
    miskin, kaya, seri, kosong = (id_baru() for _ in range(4))
    keluarga = [
        {"keluarga_id": miskin, "ukuran": 9, "luas": 10, **dasar},
        {"keluarga_id": kaya, "ukuran": 1, "luas": 90, **dasar},
        {"keluarga_id": kosong, "ukuran": 5, "luas": None, **dasar},
    ]
    pid = await putaran_baru(sesi, artefak)
    await jalankan(sesi, pid, artefak, keluarga)
    assert await desil_nasional(sesi, pid) == {miskin: 1, kaya: 10, kosong: None}
    await jalankan(sesi, pid, artefak, [*keluarga, {"keluarga_id": seri, "ukuran": 30, "luas": 90, **dasar}])
    assert await desil_nasional(sesi, pid) == {miskin: 1, kaya: 3, seri: 3, kosong: None}


async def test_every_stage_may_be_repeated_without_a_trace(sesi: AsyncSession) -> None:
    artefak, acak = artefak_uji(), random.Random(7)
    keluarga = [
        {"keluarga_id": id_baru(), "kode_wilayah": acak.choice(DESA), "data_date": None, **acak_uji(acak)}
        for _ in range(300)
    ]
    pid = await putaran_baru(sesi, artefak)
    await jalankan(sesi, pid, artefak, keluarga)
    pertama = await desil_nasional(sesi, pid)
    await jalankan(sesi, pid, artefak, keluarga)
    assert await desil_nasional(sesi, pid) == pertama


async def test_a_run_over_nobody_ends_with_nothing(sesi: AsyncSession) -> None:
    artefak = artefak_uji()
    pid = await putaran_baru(sesi, artefak)
    await jalankan(sesi, pid, artefak, [])
    assert await desil_nasional(sesi, pid) == {}
    assert list(await sesi.scalars(select(BatasDesil.kode).where(BatasDesil.putaran_id == pid))) == []


async def test_two_computations_of_one_period_exclude_each_other(wadah_nyata: Wadah) -> None:
    pabrik: async_sessionmaker[AsyncSession] = wadah_nyata.pabrik_sesi
    async with pabrik() as satu, pabrik() as dua:
        assert await PerhitunganRepository(satu).kunci(CAKUPAN_NASIONAL, "2026-11")
        assert not await PerhitunganRepository(dua).kunci(CAKUPAN_NASIONAL, "2026-11")
        assert await PerhitunganRepository(dua).kunci(CAKUPAN_NASIONAL, "2026-12")


async def jalankan(sesi: AsyncSession, pid: UUID, artefak: Artefak, keluarga: list[Keluarga]) -> None:
    repo = PerhitunganRepository(sesi)
    await repo.skor(pid, artefak, registri(artefak, keluarga))
    await repo.batasi(pid, AturanSeri.TERMISKIN)
    await repo.tetapkan_desil(pid)
    sesi.expire_all()


async def desil_nasional(sesi: AsyncSession, pid: UUID) -> dict[UUID, int | None]:
    cari = select(SkorKeluarga.keluarga_id, SkorKeluarga.desil_nasional).where(SkorKeluarga.putaran_id == pid)
    return {b.keluarga_id: b.desil_nasional for b in await sesi.execute(cari)}
