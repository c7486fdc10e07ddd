"""The queue, separation of duties, filing on behalf, reminders; nothing lapses through the office's delay."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keberatan.models import KeberatanDesil
from app.notifikasi.models import KotakMasuk
from app.usulan.status import AksiUsulan
from tests.conftest import Klien, Masuk
from tests.keberatan.conftest import ANTREAN, KATA, SAYA, TUJUAN, Keluarga, ajukan
from tests.pabrik.usulan import alasan, langkah, usulan

TERIMA = {"alasan": alasan("DESIL_TERBUKTI_BERUBAH"), "tindak_lanjut": "PEMBARUAN_DESIL"}


async def test_the_queue_shows_no_words_and_ends_at_the_officers_regions(
    warga: Klien, verifikator: Klien, masuk: Masuk
) -> None:
    satu = await ajukan(warga)
    data = (await verifikator.get(ANTREAN)).json()["data"]
    assert [k["ref"] for k in data] == [satu["ref"]]
    assert KATA not in str(data)
    assert (await verifikator.get(ANTREAN, params={"status": "DITOLAK"})).json()["data"] == []
    luar = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await luar.get(ANTREAN, params={"status": "DIAJUKAN"})).json()["data"] == []
    for jawab in (
        await luar.get(f"{ANTREAN}/{satu['ref']}", params=TUJUAN),
        await luar.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA),
        await luar.get(f"{ANTREAN}/{satu['ref']}/lampiran/{id_baru()}", params=TUJUAN),
        await verifikator.get(f"{ANTREAN}/{Ref(id_baru(), id_baru())}", params=TUJUAN),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "keberatan-desil-tidak-ada")


async def test_an_answer_needs_its_reason_and_is_given_once(warga: Klien, verifikator: Klien) -> None:
    jalur = f"{ANTREAN}/{(await ajukan(warga))['ref']}"
    dibaca = (await verifikator.get(jalur, params=TUJUAN)).json()
    assert dibaca["penjelasan"] == KATA
    assert {a["aksi"]: a["ditolak_karena"] for a in dibaca["aksi_tersedia"]} == {"terima": None, "tolak": None}
    tanpa = await verifikator.post(f"{jalur}/tolak", json={})
    assert (tanpa.status_code, tanpa.json()["kode"]) == (422, "alasan-wajib")
    lain = await verifikator.post(f"{jalur}/tolak", json={"alasan": alasan("KUOTA_PENUH")})
    assert lain.json()["kode"] == "alasan-tidak-berlaku"
    assert (await verifikator.post(f"{jalur}/terima", json=TERIMA)).json()["status"] == "DITERIMA"
    lagi = await verifikator.post(f"{jalur}/tolak", json={"alasan": alasan("DESIL_DATA_BENAR")})
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "transisi-ditolak")


async def test_nobody_answers_for_his_own_family(warga: Klien, masuk: Masuk, keluarga: Keluarga) -> None:
    satu = await ajukan(warga)
    diri = await masuk(Jabatan.VERIFIKATOR, nik=str(keluarga.orang.nik))
    jawab = await diri.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
    assert jawab.json()["syarat"] == "bukan_perkara_sendiri"


async def test_nobody_answers_for_a_family_that_he_validated(
    warga: Klien, verifikator: Klien, masuk: Masuk, keluarga: Keluarga, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await usulan(sesi, wadah)
    kasus.registri_id = keluarga.ref.keluarga_id
    sesi.add(langkah(kasus, AksiUsulan.SETUJUI_VALIDASI, verifikator.pelaku.akun_id))
    await sesi.flush()
    jalur = f"{ANTREAN}/{(await ajukan(warga))['ref']}"
    jawab = await verifikator.post(f"{jalur}/terima", json=TERIMA)
    assert (jawab.json()["kode"], jawab.json()["syarat"]) == ("pemisahan-tugas", "bukan_pengolah")
    dibaca = (await verifikator.get(jalur, params=TUJUAN)).json()
    assert all(a["ditolak_karena"] for a in dibaca["aksi_tersedia"])
    assert (await (await masuk(Jabatan.PUSAT)).post(f"{jalur}/terima", json=TERIMA)).status_code == 200


async def test_the_village_objects_for_who_cannot_and_makes_the_correction(
    masuk: Masuk, keluarga: Keluarga, verifikator: Klien
) -> None:
    desa = await masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    isi = {"kode": "DESIL_DATA_LAMA", "penjelasan": KATA, "orang": str(keluarga.ref)}
    luar = await (await masuk(Jabatan.OPERATOR_DESA, ("32.73.01.1001",))).post(ANTREAN, json=isi)
    assert (luar.status_code, luar.json()["kode"]) == (404, "keluarga-tidak-ditemukan")
    tak_ada = await desa.post(ANTREAN, json=isi | {"orang": str(Ref(keluarga.ref.keluarga_id, id_baru()))})
    assert (tak_ada.status_code, tak_ada.json()["syarat"]) == (409, "anggota_dewasa")
    baru = await desa.post(ANTREAN, json=isi)
    assert baru.status_code == 201, baru.text
    ref = baru.json()["ref"]
    assert (await verifikator.post(f"{ANTREAN}/{ref}/terima", json=TERIMA)).status_code == 200
    draf = await desa.post(f"{ANTREAN}/{ref}/perbaikan")
    assert draf.status_code == 201, draf.text
    assert (await desa.get(draf.headers["Location"], params={"tujuan": "PEMERIKSAAN_USULAN"})).status_code == 200
    lain = await masuk(Jabatan.OPERATOR_DESA, ("32.73.01.1001",))
    assert (await lain.post(f"{ANTREAN}/{ref}/perbaikan")).json()["kode"] == "keberatan-desil-tidak-ada"


@pytest.mark.parametrize(("sisa", "kali"), [(6, 0), (5, 1), (1, 2), (0, 2), (-1, 3)])
async def test_the_officers_are_reminded_before_the_day_and_their_head_after_it(
    warga: Klien, masuk: Masuk, verifikator: Klien, sesi: AsyncSession, wadah: Wadah, sisa: int, kali: int
) -> None:
    kepala = await masuk(Jabatan.KEPALA_OPD)
    satu = await ajukan(warga)
    await sesi.execute(update(KeberatanDesil).values(tenggat_date=hari_ini() + timedelta(days=sisa)))
    await sesi.commit()
    for _ in range(2):
        await jalankan(wadah, "keberatan.tenggat", {})
    hitung = {
        k: len((await sesi.scalars(select(KotakMasuk).where(KotakMasuk.akun_id == k.pelaku.akun_id))).all())
        for k in (verifikator, kepala)
    }
    assert hitung == {verifikator: kali, kepala: int(sisa < 0)}
    assert (await warga.get(f"{SAYA}/{satu['ref']}")).json()["status"] == "DIAJUKAN"
