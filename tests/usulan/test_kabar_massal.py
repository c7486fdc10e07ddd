"""A move of many tells everybody concerned, by a job that is queued with it."""

import json
from dataclasses import fields

import pytest
from sqlalchemy import func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.kolom_sandi import KunciProses
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.notifikasi.models import KotakKeluar, KotakMasuk
from app.usulan.baris import BarisPerkara
from app.usulan.pemberitahuan import TUGAS_KABARI
from app.usulan.repository import UsulanRepository
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan, TandaUsulan
from app.wilayah.lingkup import Lingkup
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
    semua[1].registri_id = id_baru()
    refs = [semua[0].ref, Ref(semua[1].registri_id, semua[1].id)]
    assert await service.pindahkan_massal(refs, AksiUsulan.SAHKAN, kepala, fakta=BAIK) == 2
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


async def test_one_case_that_differs_refuses_for_all_and_is_named(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.usulan.service.KABAR_SEKALIGUS", 1)
    semua = [await pabrik.usulan(sesi, wadah, status=StatusUsulan.SIAP_DISAHKAN) for _ in range(3)]
    service = UsulanService.rakit(sesi, wadah)
    refs = [u.ref for u in semua]
    kerabat = Pelaku(id_baru(), Jabatan.KEPALA_OPD, ("32.04",), nik_indeks=semua[1].nik_indeks)
    with pytest.raises(PemisahanTugas) as galat:
        await service.pindahkan_massal(refs, AksiUsulan.SAHKAN, kerabat, fakta=BAIK)
    assert galat.value.tambahan["ref"] == semua[1].ref.teks
    validator = Pelaku(id_baru(), Jabatan.KEPALA_OPD, ("32.04",))
    sesi.add(pabrik.langkah(semua[2], AksiUsulan.SETUJUI_VALIDASI, validator.akun_id))
    with pytest.raises(PemisahanTugas) as galat:
        await service.pindahkan_massal(refs, AksiUsulan.SAHKAN, validator, fakta=BAIK)
    assert galat.value.tambahan["ref"] == semua[2].ref.teks
    assert {u.status for u in semua} == {StatusUsulan.SIAP_DISAHKAN}


async def test_the_planner_is_left_as_it_was(sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each row of the history would have the check of its foreign key planned anew."""
    monkeypatch.setattr("app.usulan.service.KABAR_SEKALIGUS", 1)
    aturan = select(*(func.current_setting(n) for n in ("plan_cache_mode", "enable_seqscan")))
    dulu = (await sesi.execute(aturan)).one()
    refs = [(await pabrik.usulan(sesi, wadah, status=StatusUsulan.SIAP_DISAHKAN)).ref for _ in range(2)]
    kepala = Pelaku(id_baru(), Jabatan.KEPALA_OPD, ("32.04",))
    await UsulanService.rakit(sesi, wadah).pindahkan_massal(refs, AksiUsulan.SAHKAN, kepala, fakta=BAIK)
    assert (await sesi.execute(aturan)).one() == dulu


@pytest.mark.parametrize("is_berganti", [False, True])
async def test_a_case_is_read_among_many_and_locked_as_it_is_read_alone(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch, is_berganti: bool
) -> None:
    """Rows are read past the framework's way to objects; what the guards see must be the same."""
    satu = await pabrik.usulan(sesi, wadah, status=StatusUsulan.PERLU_DILENGKAPI)
    satu.jenis, satu.subjenis = JenisUsulan.PERBAIKAN, SubjenisUsulan.IDENTITAS
    satu.butir_kurang = [{"butir": "FOTO_KTP", "terjawab": False}]
    satu.tanda, satu.program = [TandaUsulan.NIK_DAN_IDENTITAS_BERUBAH], ["PKH"]
    satu.nik_asal, satu.nik_terkait, satu.no_kk_terkait = (satu.nik_indeks, [id_baru()], [id_baru()])
    await sesi.flush()
    sesi.expunge_all()
    if is_berganti:
        e = wadah.pengaturan.enkripsi
        akar = e.indeks_akar or e.indeks_aktif
        kunci = Sandi(e.kek_bita, e.kek_aktif, e.indeks_bita | {"uji-i9": bytes(range(32))}, "uji-i9", akar)
        monkeypatch.setattr(KunciProses, "sandi", kunci)
    repo = UsulanRepository(sesi)
    (sendiri,) = await repo.banyak([satu.ref], true())
    sesi.expunge_all()
    (di_antara,) = await repo.perkara([satu.ref], true())
    diri = Pelaku(id_baru(), Jabatan.WARGA, nik_indeks=sendiri.nik_asal)
    terkunci = await repo.lock(satu.ref, diri, Lingkup())
    assert terkunci is not None
    nilai = [[getattr(u, f.name) for f in fields(BarisPerkara)] for u in (sendiri, di_antara, terkunci)]
    assert nilai[0] == nilai[1] == nilai[2]
    assert [*map(type, nilai[0])] == [*map(type, nilai[1])] == [*map(type, nilai[2])]
    assert (di_antara.nik_indeks == satu.nik_indeks) is not is_berganti, "as it stands under the active key"
