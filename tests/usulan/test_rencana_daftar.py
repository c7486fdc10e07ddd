"""The indexes that the work list reads, in a registry that the planner has counted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import Text, case, cast, func, insert, inspect, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaksi
from app.core.paging import Halaman
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.status import StatusUsulan as S
from app.wilayah.lingkup import Lingkup
from tests.pabrik import usulan as pabrik
from tests.pabrik.statistik import hitung_baris
from tests.wilayah.conftest import Rencana, rencana

__all__ = ["rencana"]

pytestmark = pytest.mark.nyata


@pytest.fixture
async def sesi(wadah_nyata: Wadah) -> AsyncIterator[AsyncSession]:
    """Cases of 50 villages over three months; on a table that a vacuum has seen empty, every index costs the same."""
    async with transaksi(wadah_nyata.pabrik_sesi) as satu:
        contoh = await pabrik.usulan(satu, wadah_nyata, status=S.DIAJUKAN)
    n = func.generate_series(1, 10_000).table_valued("n").render_derived()
    lain = {
        "id": func.gen_random_uuid(),
        "kode_desa": func.format("32.%s.05.2001", func.lpad(cast(n.c.n % 50, Text), 2, "0")),
        "status": case((n.c.n % 70 == 0, S.DIAJUKAN), (n.c.n % 70 == 1, S.LENGKAP), else_=S.DITOLAK),
        "status_at": func.now() - n.c.n * timedelta(minutes=13),
    }
    kolom = {k.name: lain.get(k.name, k) for k in inspect(Usulan).columns}
    salin = select(*kolom.values()).join_from(inspect(Usulan).local_table, n, true()).where(Usulan.id == contoh.id)
    async with transaksi(wadah_nyata.pabrik_sesi) as satu:
        await satu.execute(insert(Usulan).from_select(list(kolom), salin))
    await hitung_baris(wadah_nyata)
    async with wadah_nyata.pabrik_sesi() as satu:
        yield satu


async def test_the_work_list_reads_an_index(sesi: AsyncSession, rencana: Rencana) -> None:
    for status, wilayah in product([S.DIAJUKAN, None], ["32.04.05.2001", "32.04", ""]):
        lingkup = Lingkup((wilayah,)) if wilayah else Lingkup.nasional()
        hal = Halaman(20, None, b"k" * 32)
        simpul = await rencana(UsulanRepository(sesi).daftar_kerja(status, None, lingkup, hal, menunggu_hari=3))
        indeks = {s.get("Index Name") for s in simpul}
        assert indeks & {"ix_usulan_status_kode_desa_status_at", "ix_usulan_kode_desa_status_at_id"}, (status, wilayah)
        assert "Seq Scan" not in {s["Node Type"] for s in simpul}, (status, wilayah)
