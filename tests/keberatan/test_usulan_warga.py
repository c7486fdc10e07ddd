"""B.2: who was refused objects in time, once, in words that only he and who answers read."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.config import Pengaturan
from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import BERHAK_KEBERATAN, StatusUsulan
from tests.conftest import Klien, Masuk
from tests.keberatan.pembantu_usulan import (
    ANTREAN,
    ISI,
    KATA,
    SAYA,
    TUJUAN,
    USULAN,
    ajukan,
    atur_sisa,
    ditolak,
    jumlah_kabar,
)
from tests.pabrik.gambar import foto
from tests.pabrik.usulan import alasan, nik_uji

S, J = StatusUsulan, Jabatan


@pytest.fixture
async def warga(masuk: Masuk) -> Klien:
    return await masuk(J.WARGA)


@pytest.mark.parametrize("status", sorted(BERHAK_KEBERATAN))
async def test_each_refusal_says_until_when_and_is_objected_to(
    warga: Klien, sesi: AsyncSession, wadah: Wadah, pengaturan: Pengaturan, status: StatusUsulan
) -> None:
    kasus = await ditolak(sesi, wadah, warga, status, sisa=0)
    assert (await warga.get(f"{USULAN}/{kasus.ref}")).json()["keberatan_sampai"] == hari_ini().isoformat()
    jawab = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    satu = jawab.json()
    assert (satu["status"], satu["ditolak_pada"], satu["usulan_ref"]) == ("DIAJUKAN", status, str(kasus.ref))
    assert (satu["penjelasan"], satu["jawaban"], [r["aksi"] for r in satu["riwayat"]]) == (KATA, None, ["ajukan"])
    selisih = pengaturan.tenggat.hari_jawab_keberatan
    assert satu["tenggat_date"] == hari_ini().fromordinal(hari_ini().toordinal() + selisih).isoformat()
    assert (await warga.get(jawab.headers["Location"])).json() == satu
    assert "tanah" not in await sesi.scalar(text("SELECT to_jsonb(k)::text FROM keberatan_usulan k"))
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keberatan:usulan:ajukan"))).one()
    assert kasus.nik_indeks in jejak.subjek


async def test_what_was_not_refused_and_what_was_long_ago_is_not_objected_to(
    warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await ditolak(sesi, wadah, warga, S.KEDALUWARSA)
    jawab = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "usulan_ditolak")
    assert (await warga.get(f"{USULAN}/{kasus.ref}")).json()["keberatan_sampai"] is None
    kasus = await ditolak(sesi, wadah, warga, sisa=-1)
    jawab = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "jendela_keberatan")


async def test_a_reason_of_another_action_and_few_words_are_refused(
    warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = f"{USULAN}/{(await ditolak(sesi, wadah, warga)).ref}/keberatan"
    lain = await warga.post(jalur, json=ISI | {"kode": "KUOTA_PENUH"})
    assert (lain.status_code, lain.json()["kode"]) == (422, "alasan-tidak-berlaku")
    assert (await warga.post(jalur, json=ISI | {"penjelasan": "terlalu pendek"})).status_code == 422


async def test_a_usulan_is_objected_to_once_but_a_withdrawn_objection_does_not_count(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await ditolak(sesi, wadah, warga)
    satu = await ajukan(warga, kasus)
    lagi = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "keberatan-usulan-sudah-ada")
    tarik = await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    assert (tarik.status_code, tarik.json()["status"]) == (200, "BATAL")
    assert (await warga.post(f"{SAYA}/{satu['ref']}/batalkan")).json()["kode"] == "transisi-ditolak"
    dua = await ajukan(warga, kasus)
    verifikator = await masuk(J.VERIFIKATOR)
    tolak = {"alasan": alasan("KEBERATAN_USULAN_TIDAK_TERBUKTI")}
    assert (await verifikator.post(f"{ANTREAN}/{dua['ref']}/tolak", json=tolak)).status_code == 200
    lagi = await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)
    assert lagi.json()["kode"] == "keberatan-usulan-sudah-ada"
    semua = (await warga.get(f"{USULAN}/{kasus.ref}/keberatan")).json()["data"]
    assert [k["status"] for k in semua] == ["DITOLAK", "BATAL"]


async def test_proposer_and_subject_object_and_read_the_answer_but_not_each_others_words(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = nik_uji()
    subjek, lain = await masuk(J.WARGA, nik=nik), await masuk(J.WARGA, nik=nik_uji())
    kasus = await ditolak(sesi, wadah, warga, nik=nik)
    satu = await ajukan(subjek, kasus)
    assert (await jumlah_kabar(sesi, warga), await jumlah_kabar(sesi, subjek), await jumlah_kabar(sesi, lain)) == (
        1,
        1,
        0,
    )
    dibaca = (await warga.get(f"{SAYA}/{satu['ref']}")).json()
    assert (dibaca["status"], dibaca["penjelasan"], dibaca["lampiran"]) == ("DIAJUKAN", None, [])
    assert KATA not in (await warga.get(f"{USULAN}/{kasus.ref}/keberatan")).text
    tarik = await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    assert (tarik.status_code, tarik.json()["syarat"]) == (409, "pengaju")
    for jawab in (
        await lain.get(f"{SAYA}/{satu['ref']}"),
        await lain.post(f"{SAYA}/{satu['ref']}/batalkan"),
        await lain.get(f"{SAYA}/{satu['ref']}/lampiran/{id_baru()}"),
        await lain.post(f"{SAYA}/{satu['ref']}/lampiran", files={"berkas": ("lantai", foto())}),
        await warga.post(f"{SAYA}/{satu['ref']}/lampiran", files={"berkas": ("lantai", foto())}),
        await warga.get(f"{SAYA}/{Ref(id_baru(), id_baru())}"),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "keberatan-usulan-tidak-ada")
    for jawab in (
        await lain.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI),
        await lain.get(f"{USULAN}/{kasus.ref}/keberatan"),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "usulan-tidak-ditemukan")


async def test_evidence_is_read_by_who_sent_it_and_by_who_answers(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await ditolak(sesi, wadah, warga)
    satu = await ajukan(warga, kasus)
    jalur, meja = f"{SAYA}/{satu['ref']}/lampiran", f"{ANTREAN}/{satu['ref']}/lampiran"
    verifikator = await masuk(J.VERIFIKATOR)
    baru = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert baru.status_code == 201, baru.text
    berkas = baru.json()["id"]
    assert (await warga.get(f"{jalur}/{berkas}")).headers["content-type"].startswith("image/")
    assert (await verifikator.get(f"{meja}/{berkas}", params=TUJUAN)).status_code == 200
    for jawab in (
        await warga.get(f"{jalur}/{id_baru()}"),
        await verifikator.get(f"{meja}/{id_baru()}", params=TUJUAN),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "lampiran-keberatan-tidak-ada")
    for _ in range(9):
        assert (await warga.post(jalur, files={"berkas": ("lantai", foto())})).status_code == 201
    penuh = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert (penuh.status_code, penuh.json()["kode"]) == (409, "lampiran-keberatan-penuh")
    await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    tutup = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert (tutup.status_code, tutup.json()["kode"]) == (409, "keberatan-usulan-tertutup")


async def test_the_window_moves_with_the_case_and_closes_for_a_second_objection(
    warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await ditolak(sesi, wadah, warga)
    satu = await ajukan(warga, kasus)
    await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    await atur_sisa(sesi, kasus, -1)
    assert (await warga.post(f"{USULAN}/{kasus.ref}/keberatan", json=ISI)).json()["syarat"] == "jendela_keberatan"
