"""Families read by the thousand are looked up by their keys."""

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
