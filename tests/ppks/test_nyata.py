"""Doubles with real commits: what a refusal leaves behind, and two recorders at the same moment."""

import asyncio

import pytest
from sqlalchemy import select

from app.audit.models import JejakAudit
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.ppks.test_ppks import JALUR, entri

pytestmark = pytest.mark.nyata


async def test_a_double_that_one_can_see_is_refused_and_the_try_is_recorded(
    masuk_nyata: Masuk, wadah_nyata: Wadah
) -> None:
    nik = pabrik.nik_uji()
    psm, tksk = await masuk_nyata(Jabatan.PSM), await masuk_nyata(Jabatan.TKSK)
    assert (await psm.post(JALUR, json=entri(nik=nik))).status_code == 201
    jawab = await tksk.post(JALUR, json=entri(nik=nik))
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "ppks-sudah-dicatat")
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        cari = select(JejakAudit).where(JejakAudit.kejadian == "ppks:entri:ganda_ditolak")
        (jejak,) = await sesi.scalars(cari)
    assert (jejak.pelaku_id, jejak.jabatan, len(jejak.subjek)) == (tksk.pelaku.akun_id, "TKSK", 1)


@pytest.mark.parametrize(("jenis", "harap"), [("GELANDANGAN", [201, 409]), ("ODHA", [201, 201])])
async def test_two_recorders_at_once_are_told_apart_only_where_both_may_look(
    masuk_nyata: Masuk, jenis: str, harap: list[int]
) -> None:
    dua = [await masuk_nyata(Jabatan.PSM) for _ in range(2)]
    for nik in (pabrik.nik_uji() for _ in range(10)):
        isi = entri(nik=nik, jenis=jenis)
        jawab = await asyncio.gather(*(p.post(JALUR, json=isi) for p in dua))
        assert sorted(j.status_code for j in jawab) == harap
