"""E.4, UU 27/2022 ps 10: a family objects to its decile, and reads a person's answer."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.config import Pengaturan
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keberatan.buku import is_dewasa
from app.keberatan.models import KeberatanDesil
from app.keluarga.kode import Hubungan
from app.keluarga.service import KeluargaService
from app.notifikasi.models import KotakMasuk
from app.periode.jendela import NamaJendela
from app.periode.service import PeriodeService
from tests.conftest import Klien, Masuk
from tests.keberatan.conftest import ANTREAN, KATA, SAYA, TUJUAN, Keluarga, ajukan
from tests.pabrik.desil import putaran
from tests.pabrik.gambar import foto
from tests.pabrik.keluarga import daftarkan, subjek
from tests.pabrik.usulan import alasan


async def jawab(klien: Klien, ref: str, aksi: str, kode: str, **isi: Any) -> dict[str, Any]:
    hasil = await klien.post(f"{ANTREAN}/{ref}/{aksi}", json={"alasan": alasan(kode), **isi})
    assert hasil.status_code == 200, hasil.text
    data: dict[str, Any] = hasil.json()
    return data


async def test_an_objection_is_kept_sealed_with_the_place_that_it_contests(
    warga: Klien, sesi: AsyncSession, keluarga: Keluarga, wadah: Wadah
) -> None:
    desil = (await warga.get("/v1/warga/desil")).json()
    satu = await ajukan(warga)
    assert satu["desil"]["nasional"] == desil["desil"]["nasional"]
    assert satu["desil"]["data_tanggal"] == desil["data_tanggal"]
    assert (satu["status"], satu["penjelasan"], satu["jawaban"]) == ("DIAJUKAN", KATA, None)
    assert [r["aksi"] for r in satu["riwayat"]] == ["ajukan"]
    mentah = await sesi.scalar(text("SELECT to_jsonb(k)::text FROM keberatan_desil k"))
    assert "tanah" not in mentah
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keberatan:desil:ajukan"))).one()
    assert wadah.sandi.indeks(Tujuan.NIK, str(keluarga.orang.nik)) in jejak.subjek
    kotak = await sesi.scalars(select(KotakMasuk).where(KotakMasuk.akun_id == warga.pelaku.akun_id))
    assert len(kotak.all()) == 1


async def test_the_answer_is_due_within_the_setting_and_before_the_next_decree(
    warga: Klien, sesi: AsyncSession, wadah: Wadah, pengaturan: Pengaturan
) -> None:
    tenggat = (await ajukan(warga))["tenggat_date"]
    penetapan = await PeriodeService.rakit(sesi, wadah).mulai_berikut(NamaJendela.PENETAPAN)
    batas = hari_ini() + timedelta(days=pengaturan.tenggat.hari_keberatan)
    assert tenggat == max(hari_ini(), min(batas, penetapan - timedelta(days=1))).isoformat()


async def test_one_objection_is_open_per_family_and_one_answered_per_ranking(
    warga: Klien, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = {"kode": "DESIL_DATA_LAMA", "penjelasan": KATA}
    satu = await ajukan(warga)
    lagi = await warga.post(SAYA, json=isi)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "keberatan-desil-masih-terbuka")
    await jawab(verifikator, satu["ref"], "tolak", "DESIL_DATA_BENAR")
    lagi = await warga.post(SAYA, json=isi)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "keberatan-desil-sudah-dijawab")
    await putaran(sesi, wadah, "2026-12")
    assert (await warga.post(SAYA, json=isi)).status_code == 201
    assert [k["status"] for k in (await warga.get(SAYA)).json()["data"]] == ["DIAJUKAN", "DITOLAK"]


async def test_a_withdrawn_objection_leaves_the_way_open_for_another(warga: Klien) -> None:
    satu = await ajukan(warga)
    tarik = await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    assert (tarik.status_code, tarik.json()["status"]) == (200, "BATAL")
    assert (await warga.post(f"{SAYA}/{satu['ref']}/batalkan")).json()["kode"] == "transisi-ditolak"
    assert (await ajukan(warga))["status"] == "DIAJUKAN"


async def test_a_refusal_gives_reason_next_step_and_factors_and_no_weight(
    warga: Klien, verifikator: Klien, sesi: AsyncSession
) -> None:
    satu = await ajukan(warga)
    await jawab(verifikator, satu["ref"], "tolak", "DESIL_TIDAK_DIDUKUNG_BUKTI")
    dibaca = (await warga.get(f"{SAYA}/{satu['ref']}")).json()
    balas = dibaca["jawaban"]
    assert (dibaca["status"], balas["alasan"]["kode"]) == ("DITOLAK", "DESIL_TIDAK_DIDUKUNG_BUKTI")
    assert len(balas["penjelasan"]) >= 20
    assert 3 <= len(balas["faktor"]) <= 5
    assert set(balas["faktor"][0]) == {"kode", "arah", "nama", "penjelasan", "koreksi", "data"}
    assert (balas["tindak_lanjut"], balas["usulan_ref"]) == (None, None)
    kotak = await sesi.scalars(select(KotakMasuk).where(KotakMasuk.akun_id == warga.pelaku.akun_id))
    assert len(kotak.all()) == 2


@pytest.mark.parametrize("subjenis", ["PEMBARUAN_DESIL", "SOSIAL_EKONOMI"])
async def test_a_granted_objection_becomes_a_draft_correction_once(
    warga: Klien, verifikator: Klien, subjenis: str
) -> None:
    satu = await ajukan(warga)
    belum = await warga.post(f"{SAYA}/{satu['ref']}/perbaikan")
    assert (belum.status_code, belum.json()["kode"]) == (409, "transisi-ditolak")
    await jawab(verifikator, satu["ref"], "terima", "DESIL_TERBUKTI_DATA_SALAH", tindak_lanjut=subjenis)
    buat = await warga.post(f"{SAYA}/{satu['ref']}/perbaikan")
    assert buat.status_code == 201, buat.text
    usulan = (await warga.get(buat.headers["Location"])).json()
    assert (usulan["jenis"], usulan["subjenis"], usulan["status"]) == ("PERBAIKAN", subjenis, "DRAF")
    assert usulan["penjelasan"] == KATA
    assert usulan["ref"] == buat.json()["jawaban"]["usulan_ref"]
    assert (await warga.post(f"{SAYA}/{satu['ref']}/perbaikan")).json()["kode"] == "transisi-ditolak"


async def test_evidence_is_read_by_who_sent_it_and_by_who_answers(warga: Klien, verifikator: Klien) -> None:
    satu = await ajukan(warga)
    jalur = f"{SAYA}/{satu['ref']}/lampiran"
    baru = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert baru.status_code == 201, baru.text
    berkas = baru.json()["id"]
    assert (await warga.get(f"{jalur}/{berkas}")).headers["content-type"].startswith("image/")
    assert (await verifikator.get(f"{ANTREAN}/{satu['ref']}/lampiran/{berkas}", params=TUJUAN)).status_code == 200
    tanpa = (await verifikator.get(f"{ANTREAN}/{satu['ref']}/lampiran/{berkas}")).json()["rincian"]
    (kurang,) = [r for r in tanpa if r["lokasi"] == "query.tujuan"]
    assert kurang["kode"] == "missing"
    assert kurang["pesan"].startswith("Wajib diisi, salah satu dari: '")
    for klien, tempat, isi in ((warga, jalur, {}), (verifikator, f"{ANTREAN}/{satu['ref']}/lampiran", TUJUAN)):
        tidak = await klien.get(f"{tempat}/{id_baru()}", params=isi)
        assert (tidak.status_code, tidak.json()["kode"]) == (404, "lampiran-keberatan-tidak-ada")
    for _ in range(9):
        assert (await warga.post(jalur, files={"berkas": ("lantai", foto())})).status_code == 201
    asing = (await warga.post(jalur, files={"berkas": ("lantai", b"teks biasa")})).json()
    assert (asing["kode"], "PDF" in asing["title"]) == ("berkas-bukan-gambar", True)
    penuh = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert (penuh.status_code, penuh.json()["kode"]) == (409, "lampiran-keberatan-penuh")
    await warga.post(f"{SAYA}/{satu['ref']}/batalkan")
    tutup = await warga.post(jalur, files={"berkas": ("lantai", foto())})
    assert (tutup.status_code, tutup.json()["kode"]) == (409, "keberatan-desil-tertutup")


async def test_another_family_and_a_stranger_find_nothing(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await ajukan(warga)
    lain = subjek()
    await daftarkan(sesi, wadah, lain)
    for klien in (await masuk(Jabatan.WARGA, nik=str(lain.nik)), await masuk(Jabatan.WARGA)):
        for jawaban in (
            await klien.get(f"{SAYA}/{satu['ref']}"),
            await klien.post(f"{SAYA}/{satu['ref']}/batalkan"),
            await klien.post(f"{SAYA}/{satu['ref']}/perbaikan"),
        ):
            assert (jawaban.status_code, jawaban.json()["kode"]) == (404, "keberatan-desil-tidak-ada")
        assert (await klien.get(SAYA)).json() == {"data": []}
    asing = await (await masuk(Jabatan.WARGA)).post(SAYA, json={"kode": "DESIL_DATA_SALAH", "penjelasan": KATA})
    assert (asing.status_code, asing.json()["kode"]) == (404, "desil-belum-ada")


async def test_a_reason_of_another_action_is_refused_with_those_that_are_valid(warga: Klien) -> None:
    salah = await warga.post(SAYA, json={"kode": "KUOTA_PENUH", "penjelasan": KATA})
    assert (salah.status_code, salah.json()["kode"]) == (422, "alasan-tidak-berlaku")
    assert "DESIL_DATA_SALAH" in salah.json()["kode_berlaku"]


async def test_a_member_reads_state_and_answer_of_anothers_objection_but_not_his_words(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, keluarga: Keluarga, warga: Klien
) -> None:
    satu = await ajukan(warga)
    lain = await masuk(Jabatan.WARGA, nik=str(keluarga.orang.anggota[0].nik))
    dibaca = (await lain.get(f"{SAYA}/{satu['ref']}")).json()
    assert (dibaca["status"], dibaca["penjelasan"], dibaca["lampiran"]) == ("DIAJUKAN", None, [])
    tarik = await lain.post(f"{SAYA}/{satu['ref']}/batalkan")
    assert (tarik.status_code, tarik.json()["syarat"]) == (409, "pengaju")


async def test_a_correction_that_another_member_opens_does_not_hand_him_those_words(
    masuk: Masuk, keluarga: Keluarga, warga: Klien, verifikator: Klien
) -> None:
    satu = await ajukan(warga)
    await jawab(verifikator, satu["ref"], "terima", "DESIL_TERBUKTI_DATA_SALAH", tindak_lanjut="SOSIAL_EKONOMI")
    lain = await masuk(Jabatan.WARGA, nik=str(keluarga.orang.anggota[0].nik))
    buat = await lain.post(f"{SAYA}/{satu['ref']}/perbaikan")
    assert buat.status_code == 201, buat.text
    assert KATA not in buat.text + (await lain.get(buat.headers["Location"])).text


async def test_children_and_the_dead_do_not_object_and_the_married_do(
    sesi: AsyncSession, wadah: Wadah, keluarga: Keluarga
) -> None:
    k = await KeluargaService.rakit(sesi, wadah).baca(keluarga.ref.keluarga_id)
    diri = k.aktif[0]
    lahir = diri.tanggal_lahir.replace(day=15)
    ganti = {n: getattr(diri, n) for n in diri.__slots__}
    umur_17 = lahir.replace(year=lahir.year + 17)
    anak = type(diri)(**ganti | {"hubungan": Hubungan.ANAK, "tanggal_lahir": lahir})
    assert not is_dewasa(anak, umur_17 - timedelta(days=1))
    assert is_dewasa(anak, umur_17)
    istri = type(diri)(**ganti | {"hubungan": Hubungan.ISTRI_SUAMI, "tanggal_lahir": lahir})
    assert is_dewasa(istri, umur_17 - timedelta(days=300))
    assert not is_dewasa(type(diri)(**ganti | {"meninggal_date": lahir}), umur_17)
    assert (await sesi.scalars(select(KeberatanDesil))).all() == []
