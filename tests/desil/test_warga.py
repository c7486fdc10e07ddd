"""A citizen reads the decile of the family in which he lives now, and of no family that he has left."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Masuk
from tests.pabrik.desil import kanonik, putaran
from tests.pabrik.keluarga import daftarkan, subjek


@pytest.mark.parametrize("alasan", ["PINDAH", "MENINGGAL", "SALAH_CATAT"])
async def test_who_left_the_family_no_longer_reads_its_decile(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, alasan: str
) -> None:
    orang = subjek()
    ref = await daftarkan(sesi, wadah, orang)
    await kanonik(sesi, ref.keluarga_id)
    await putaran(sesi, wadah)
    warga = await masuk(Jabatan.WARGA, nik=str(orang.nik))
    assert (await warga.get("/v1/warga/desil")).status_code == 200
    klien = await masuk(Jabatan.VERIFIKATOR)
    jalur = f"/v1/petugas/keluarga/{Ref(ref.keluarga_id, ref.keluarga_id)}/anggota/{ref}/tutup"
    tutup = await klien.post(jalur, json={"alasan": alasan, "tanggal": hari_ini().isoformat()})
    assert tutup.status_code == 200, tutup.text
    jawab = await warga.get("/v1/warga/desil")
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "desil-belum-ada")
    assert (await warga.get("/v1/warga/status")).json()["desil"] is None


async def test_reading_ones_decile_is_recorded_with_the_familys_subjects(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    orang = subjek()
    ref = await daftarkan(sesi, wadah, orang)
    await kanonik(sesi, ref.keluarga_id)
    await putaran(sesi, wadah)
    await (await masuk(Jabatan.WARGA, nik=str(orang.nik))).get("/v1/warga/desil")
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "desil:keluarga:dibaca"))).one()
    assert wadah.sandi.indeks(Tujuan.NIK, str(orang.nik)) in jejak.subjek
