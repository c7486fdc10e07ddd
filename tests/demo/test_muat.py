"""Seeding: the demonstration's families stand in the registry like any others."""

import pytest
from sqlalchemy import text

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.demo.muat import muat_keluarga


@pytest.mark.nyata
async def test_families_are_registered_with_answers_and_canonical_variables(wadah_nyata: Wadah) -> None:
    kemajuan: list[int] = []
    assert await muat_keluarga(wadah_nyata, 40) == 40
    assert await muat_keluarga(wadah_nyata, 90, lambda n, _: kemajuan.append(n)) == 90, "takes up where it was stopped"
    assert max(kemajuan) == 90
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        hitung = {
            t: await sesi.scalar(text(f"SELECT count(*) FROM {t}"))
            for t in ("keluarga", "jawaban_survei", "variabel_kanonik", "individu", "nik_indeks")
        }
        kosong = await sesi.scalar(text("SELECT count(*) FROM variabel_kanonik WHERE ukuran IS NULL OR lantai IS NULL"))
    assert hitung["keluarga"] == hitung["jawaban_survei"] == hitung["variabel_kanonik"] == 90
    assert 200 < (hitung["nik_indeks"] or 0) <= (hitung["individu"] or 0)
    assert kosong == 0
