"""A move of many tells everybody concerned, by a job that is queued with it."""

import json

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar, KotakMasuk
from app.usulan.pemberitahuan import TUGAS_KABARI
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, StatusUsulan
from tests.pabrik import usulan as pabrik
from tests.pabrik.akun import akun_aktif
from tests.usulan.test_alur import BAIK


async def test_a_job_tells_of_the_step_whatever_came_after_it(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.usulan.service.KABAR_SEKALIGUS", 1)
    warga = await akun_aktif(wadah, Jabatan.WARGA, kode_desa="32.04.05.2001")
    semua = [
        await pabrik.usulan(sesi, wadah, status=StatusUsulan.SIAP_DISAHKAN, pengusul_id=warga.id, surel="a@contoh.id")
        for _ in range(2)
    ]
    service = UsulanService.rakit(sesi, wadah)
    kepala = Pelaku(id_baru(), Jabatan.KEPALA_OPD, ("32.04",))
    assert await service.pindahkan_massal([u.ref for u in semua], AksiUsulan.SAHKAN, kepala, fakta=BAIK) == 2
    assert [(u.status, u.versi) for u in semua] == [(StatusUsulan.DISAHKAN, 2)] * 2, "the objects show what was written"
    await service.pindahkan_massal([semua[0].ref], AksiUsulan.KIRIM, None)
    awal = await sesi.scalar(select(func.count()).select_from(KotakMasuk))
    antre = (await sesi.scalars(text(f"SELECT payload FROM pgqueuer WHERE entrypoint = '{TUGAS_KABARI}'"))).one()
    muatan = json.loads(antre)["muatan"]
    assert muatan == {"usulan": [u.ref.teks for u in sorted(semua, key=lambda u: u.ref)], "ke": "DISAHKAN"}
    surat = await sesi.scalar(select(func.count()).select_from(KotakKeluar))
    await jalankan(wadah, TUGAS_KABARI, muatan)
    assert await sesi.scalar(select(func.count()).select_from(KotakMasuk)) == (awal or 0) + 2
    assert await sesi.scalar(select(func.count()).select_from(KotakKeluar)) == (surat or 0) + 2
