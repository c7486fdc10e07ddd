"""Families read by the thousand are looked up by their keys, and cut into ranges that are alike."""

from itertools import pairwise

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.keluarga.entitas_massal import Rentang
from app.keluarga.massal import PembacaMassal
from app.wilayah.lingkup import Lingkup
from tests.pabrik.massal import keluarga
from tests.wilayah.conftest import Rencana, rencana

__all__ = ["rencana"]
DESA = "32.04.05.2001"


async def test_a_range_does_not_read_the_other_families(sesi: AsyncSession, wadah: Wadah, rencana: Rencana) -> None:
    await keluarga(sesi, wadah, DESA, 5)
    baca = PembacaMassal.rakit(sesi).baca(Rentang(None, None), Lingkup((DESA,)), jawaban=True)
    simpul = await rencana(baca)
    tabel = {s["Relation Name"] for s in simpul if "Relation Name" in s}
    assert tabel == {"keluarga", "individu", "anggota_keluarga", "variabel_kanonik", "jawaban_survei"}
    assert not {s["Node Type"] for s in simpul} & {"Seq Scan", "Hash Join", "Merge Join"}


@pytest.mark.parametrize(
    ("besar", "kelipatan", "bagian"),
    [(5, 1, [4, 4, 4]), (5, 2, [3, 3, 3, 3]), (6, 2, [6, 6]), (7, 3, [4, 4, 4]), (12, 2, [12])],
)
async def test_ranges_are_alike_and_as_many_as_processes_share(
    sesi: AsyncSession, wadah: Wadah, besar: int, kelipatan: int, bagian: list[int]
) -> None:
    await keluarga(sesi, wadah, DESA, 12)
    massal, lingkup = PembacaMassal.rakit(sesi), Lingkup((DESA,))
    tepi, jumlah = await massal.tepi(lingkup, besar, kelipatan)
    isi = [await massal.baca(Rentang(a, b), lingkup) for a, b in pairwise([None, *tepi, None])]
    assert (jumlah, [len(i.keluarga) for i in isi]) == (12, bagian)
    assert len({k[0] for i in isi for k in i.keluarga}) == 12
