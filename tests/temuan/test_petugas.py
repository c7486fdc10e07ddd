"""Findings on the officers' desks: the queue, who reads what, and who may not decide."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.temuan import tugas
from app.temuan.models import Temuan
from app.temuan.service import TemuanService
from app.temuan.status import JenisTemuan, SumberTemuan
from tests.conftest import Klien, Masuk
from tests.pabrik.keluarga import DESA, anggota, daftarkan, nik, subjek
from tests.pabrik.temuan import alasan, temuan

ANTREAN = "/v1/petugas/temuan"
J = JenisTemuan


@pytest.fixture
def isi() -> Subjek:
    return subjek(anggota())


@pytest.fixture
async def orang(sesi: AsyncSession, wadah: Wadah, isi: Subjek) -> Ref:
    return await daftarkan(sesi, wadah, isi)


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


async def baca(klien: Klien, ref: Ref) -> Any:
    jawab = await klien.get(f"{ANTREAN}/{ref}", params={"tujuan": "PEMERIKSAAN_USULAN"})
    assert jawab.status_code == 200, jawab.text
    return jawab.json()


async def putus(klien: Klien, ref: Ref, aksi: str = "buktikan", kode: str = "BUKTI_MEMBENARKAN") -> Any:
    return await klien.post(f"{ANTREAN}/{ref}/{aksi}", json=alasan(kode))


async def test_the_queue_shows_open_findings_of_the_area_oldest_first(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien, masuk: Masuk
) -> None:
    satu = await temuan(sesi, wadah, orang)
    dua = await temuan(sesi, wadah, orang, J.KENDARAAN_RODA_4, sumber=SumberTemuan.SAMSAT)
    isi = (await verifikator.get(ANTREAN)).json()["data"]
    assert [b["ref"] for b in isi] == [str(satu), str(dua)]
    assert (isi[0]["nama"], isi[0]["umur_hari"], isi[0]["sumber"]) == ("Budi Santoso", 0, "BKN")
    assert isi[0]["aksi_tersedia"] == ["buktikan", "gugurkan"]
    saring = {"jenis": "KENDARAAN_RODA_4", "kelompok": "KEMAMPUAN"}
    assert [b["ref"] for b in (await verifikator.get(ANTREAN, params=saring)).json()["data"]] == [str(dua)]
    assert (await verifikator.get(ANTREAN, params={"status": "GUGUR"})).json()["data"] == []
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await lain.get(ANTREAN)).json()["data"] == []
    assert (await lain.get(f"{ANTREAN}/{satu}", params={"tujuan": "VERVAL"})).status_code == 404
    halaman = (await verifikator.get(ANTREAN, params={"batas": 1})).json()
    lanjut = {"batas": 1, "kursor": halaman["halaman"]["berikutnya"]}
    assert [b["ref"] for b in (await verifikator.get(ANTREAN, params=lanjut)).json()["data"]] == [str(dua)]


async def test_a_finding_reads_whole_and_the_reading_is_recorded(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang, instansi="Dinas Pendidikan")
    isi = await baca(verifikator, ref)
    assert isi["isi"] == {"instansi": "Dinas Pendidikan"}
    assert (isi["jenis"], isi["kelompok"], isi["tanggal"], isi["keyakinan"]) == (
        "ASN_TNI_POLRI",
        "KEMAMPUAN",
        "2026-11-01",
        90,
    )
    assert isi["individu_ref"] == str(orang)
    assert [x["aksi"] for x in isi["riwayat"]] == ["temukan"]
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "temuan:temuan:dibaca"))).one()
    assert (jejak.tujuan, len(jejak.subjek)) == ("PEMERIKSAAN_USULAN", 1)


async def test_the_village_reads_that_there_is_a_finding_but_not_what_a_source_says_of_means(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, masuk: Masuk
) -> None:
    """UU PDP: financial data are specific data; the village operator reads, and decides nothing."""
    desa = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    rekening = await temuan(sesi, wadah, orang, J.REKENING_JUDI_ONLINE, sumber=SumberTemuan.PPATK)
    ganda = await temuan(sesi, wadah, orang, J.DUGAAN_GANDA, sumber=SumberTemuan.REGISTRI)
    assert (await baca(desa, rekening))["isi"] is None
    assert (await baca(desa, ganda))["isi"] is not None
    assert (await putus(desa, rekening)).json()["kode"] == "jabatan-tidak-berwenang"
    jawab = await desa.get(f"{ANTREAN}/{rekening}/lampiran/{id_baru()}", params={"tujuan": "VERVAL"})
    assert jawab.status_code == 403


async def test_the_civil_registrys_desk_sees_and_decides_identity_only(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, masuk: Masuk
) -> None:
    """A.2: DISDUKCAPIL resolves identity and may never touch eligibility."""
    meja = await masuk(Jabatan.DISDUKCAPIL)
    harta = await temuan(sesi, wadah, orang)
    ganda = await temuan(sesi, wadah, orang, J.DUGAAN_GANDA, sumber=SumberTemuan.REGISTRI)
    assert [b["ref"] for b in (await meja.get(ANTREAN)).json()["data"]] == [str(ganda)]
    assert (await putus(meja, harta)).status_code == 404
    assert (await putus(meja, ganda)).json()["status"] == "TERBUKTI"


async def test_a_decision_needs_code_words_and_next_step_and_is_taken_once(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang)
    jawab = await verifikator.post(f"{ANTREAN}/{ref}/buktikan", json={})
    assert jawab.json()["kode"] == "alasan-wajib"
    assert "BUKTI_MEMBENARKAN" in jawab.json()["kode_berlaku"]
    assert (await putus(verifikator, ref, kode="ORANG_LAIN")).json()["kode"] == "alasan-tidak-berlaku"
    pendek = alasan()
    pendek["alasan"]["penjelasan"] = "pendek"
    assert (await verifikator.post(f"{ANTREAN}/{ref}/buktikan", json=pendek)).status_code == 422
    jawab = await verifikator.post(f"{ANTREAN}/{ref}/gugurkan", json=alasan("ORANG_LAIN"), headers={"If-Match": '"v9"'})
    assert jawab.status_code == 412
    jawab = await putus(verifikator, ref, "gugurkan", "ORANG_LAIN")
    assert (jawab.json()["status"], jawab.headers["ETag"]) == ("GUGUR", '"v2"')
    langkah = jawab.json()["riwayat"][-1]
    assert (langkah["kode_alasan"], langkah["jabatan"]) == ("ORANG_LAIN", "VERIFIKATOR")
    assert langkah["penjelasan"]
    assert langkah["langkah_berikutnya"]
    assert (await putus(verifikator, ref)).json()["kode"] == "transisi-ditolak"


async def test_an_officer_records_and_somebody_else_decides(orang: Ref, masuk: Masuk, verifikator: Klien) -> None:
    kab = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = {
        "keluarga_ref": str(Ref(orang.keluarga_id, orang.keluarga_id)),
        "individu_ref": str(orang),
        "jenis": "PEJABAT_APARAT_DESA",
        "tanggal": "2026-11-01",
        "keterangan": "Tercantum sebagai kaur pada SK perangkat desa nomor 4",
    }
    jawab = await verifikator.post(ANTREAN, json=isi)
    assert jawab.status_code == 201, jawab.text
    ref = Ref.urai(jawab.json()["ref"])
    assert jawab.headers["Location"].endswith(str(ref))
    jawab = await putus(verifikator, ref)
    assert (jawab.json()["kode"], jawab.json()["syarat"]) == ("pemisahan-tugas", "bukan_pencatat")
    lain = await masuk(Jabatan.VERIFIKATOR)
    assert (await putus(lain, ref)).json()["status"] == "TERBUKTI"
    jawab = await kab.post(ANTREAN, json=isi | {"individu_ref": None, "jenis": "NJOP_DI_ATAS_1M"})
    assert (jawab.status_code, jawab.json()["nama"]) == (201, None)


async def test_what_may_not_be_recorded_is_refused(orang: Ref, masuk: Masuk, verifikator: Klien, isi: Subjek) -> None:
    badan = {
        "keluarga_ref": str(Ref(orang.keluarga_id, orang.keluarga_id)),
        "jenis": "KENDARAAN_RODA_4",
        "tanggal": "2026-11-01",
        "keterangan": "Tercantum sebagai pemilik pada surat kendaraan",
    }
    asing = badan | {"individu_ref": str(Ref(orang.keluarga_id, id_baru()))}
    assert (await verifikator.post(ANTREAN, json=asing)).json()["kode"] == "jenis-temuan-tidak-sah"
    meja = await masuk(Jabatan.DISDUKCAPIL)
    assert (await meja.post(ANTREAN, json=badan)).json()["kode"] == "jenis-temuan-tidak-sah"
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await lain.post(ANTREAN, json=badan)).json()["kode"] == "keluarga-tidak-ditemukan"
    besok = badan | {"tanggal": (hari_ini() + timedelta(days=1)).isoformat()}
    assert (await verifikator.post(ANTREAN, json=besok)).status_code == 422
    keluarga = await masuk(Jabatan.VERIFIKATOR, no_kk=isi.no_kk)
    assert (await keluarga.post(ANTREAN, json=badan)).json()["kode"] == "pemisahan-tugas"


async def test_nobody_decides_on_his_own_family(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, masuk: Masuk, isi: Subjek
) -> None:
    ref = await temuan(sesi, wadah, orang)
    for diri in ({"nik": isi.anggota[0].nik}, {"no_kk": isi.no_kk}):
        jawab = await putus(await masuk(Jabatan.VERIFIKATOR, **diri), ref)
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_perkara_sendiri")


# -- sources


async def test_the_same_said_again_is_the_same_finding_and_stays_as_decided(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    """B.8: a confirmed finding whose value did not change stays confirmed on re-check; a new value is a new one."""
    ref = await temuan(sesi, wadah, orang, instansi="A")
    assert (await putus(verifikator, ref)).status_code == 200
    assert await temuan(sesi, wadah, orang, tanggal=date(2026, 11, 20), instansi="A") == ref
    service = TemuanService.rakit(sesi, wadah)
    assert not await service.has_terbuka(orang.keluarga_id)
    baru = await temuan(sesi, wadah, orang, instansi="B")
    assert baru != ref
    assert await service.has_terbuka(orang.keluarga_id)
    status = {Ref(t.temuan.keluarga_id, t.temuan.id): t.temuan for t in await service.milik_keluarga(orang.keluarga_id)}
    assert (status[ref].status, status[ref].data_date) == ("TERBUKTI", date(2026, 11, 20))


async def test_what_a_source_says_no_more_lapses_and_is_open_again_when_it_is_said_again(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    lama = await temuan(sesi, wadah, orang, instansi="A")
    gugur = await temuan(sesi, wadah, orang, instansi="B")
    await putus(verifikator, gugur, "gugurkan", "ORANG_LAIN")
    service = TemuanService.rakit(sesi, wadah)
    assert await service.tarik(orang.keluarga_id, orang.id, SumberTemuan.BKN, set()) == 1
    assert (await baca(verifikator, lama))["status"] == "KEDALUWARSA"
    assert (await baca(verifikator, gugur))["status"] == "GUGUR"
    assert await temuan(sesi, wadah, orang, instansi="A") == lama
    assert (await baca(verifikator, lama))["status"] == "TERBUKA"
    assert await service.tarik(orang.keluarga_id, orang.id, SumberTemuan.BKN, {lama.id}) == 0


async def test_old_undecided_data_on_means_lapse_at_night(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    tua = hari_ini() - timedelta(days=wadah.pengaturan.temuan.usia_data_hari + 1)
    for nomor in range(3):
        await temuan(sesi, wadah, orang, tanggal=tua, nomor=nomor)
    baru = await temuan(sesi, wadah, orang, tanggal=hari_ini())
    identitas = await temuan(sesi, wadah, orang, J.DUGAAN_GANDA, tanggal=tua, sumber=SumberTemuan.REGISTRI)
    await sesi.commit()
    monkeypatch.setattr(tugas, "SEKALI", 2)
    await jalankan(wadah, "temuan.usangkan", {})
    sesi.expire_all()
    terbuka = await sesi.scalars(select(Temuan.id).where(Temuan.status == "TERBUKA"))
    assert set(terbuka) == {baru.id, identitas.id}


# -- the registry's own findings


async def ganda(sesi: AsyncSession, wadah: Wadah, isi: Subjek) -> tuple[Ref, Ref]:
    """Somebody who bears the NIK of `isi`, and the finding about it."""
    penyamar = await daftarkan(sesi, wadah, isi.model_copy(update={"nama": "Orang Lain", "anggota": []}))
    baris = (await sesi.scalars(select(Temuan).where(Temuan.keluarga_id == penyamar.keluarga_id))).one()
    return penyamar, baris.ref


async def test_a_doubled_nik_confirmed_leaves_the_second_bearer_without_one(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, isi: Subjek, masuk: Masuk
) -> None:
    """B.8 NIK_GANDA: a human says whose the NIK is; nobody is deleted."""
    penyamar, ref = await ganda(sesi, wadah, isi)
    meja = await masuk(Jabatan.DISDUKCAPIL)
    assert (await baca(meja, ref))["lain_ref"] == str(orang)
    assert (await putus(meja, ref)).json()["status"] == "TERBUKTI"
    registri = KeluargaService.rakit(sesi, wadah)
    anggota_ganda = (await registri.baca(penyamar.keluarga_id)).aktif[0]
    assert (anggota_ganda.nik, anggota_ganda.is_nik_ganda, anggota_ganda.status_dokumen) == (
        None,
        False,
        "BELUM_TERCATAT",
    )
    assert isi.nik is not None
    assert await registri.cari_nik(isi.nik) == (orang.keluarga_id, orang.id)
    assert not await TemuanService.rakit(sesi, wadah).has_terbuka(penyamar.keluarga_id)


async def test_a_doubled_nik_dismissed_gives_it_to_the_second_bearer(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, isi: Subjek, masuk: Masuk
) -> None:
    penyamar, ref = await ganda(sesi, wadah, isi)
    jawab = await putus(await masuk(Jabatan.DISDUKCAPIL), ref, "gugurkan", "BUKTI_MEMBANTAH")
    assert jawab.json()["status"] == "GUGUR"
    registri = KeluargaService.rakit(sesi, wadah)
    assert isi.nik is not None
    assert await registri.cari_nik(isi.nik) == (penyamar.keluarga_id, penyamar.id)
    kepala = (await registri.baca(orang.keluarga_id)).kepala
    assert kepala is not None
    assert kepala.nik is None
    riwayat = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keluarga:anggota_diperbaiki"))
    assert len(list(riwayat)) == 2


@pytest.mark.parametrize("aksi", ["buktikan", "gugurkan"])
async def test_nobody_decides_a_doubled_nik_for_his_own_family_on_the_other_side(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, isi: Subjek, masuk: Masuk, verifikator: Klien, aksi: str
) -> None:
    """The bearer's family gains what the other one loses; also when the bearer has moved since."""
    _, ref = await ganda(sesi, wadah, isi)
    anak = isi.anggota[0]
    kerabat = [{"nik": str(anak.nik)}, {"no_kk": str(isi.no_kk)}]
    for siapa in kerabat:
        meja = await masuk(Jabatan.DISDUKCAPIL, **siapa)
        assert all(a["ditolak_karena"] for a in (await baca(meja, ref))["aksi_tersedia"])
        jawab = await putus(meja, ref, aksi, "BUKTI_MEMBENARKAN" if aksi == "buktikan" else "BUKTI_MEMBANTAH")
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas"), siapa
    baru = subjek()
    tujuan = await daftarkan(sesi, wadah, baru)
    asal = f"/v1/petugas/keluarga/{Ref(orang.keluarga_id, orang.keluarga_id)}"
    pindah = {
        "ke": Ref(tujuan.keluarga_id, tujuan.keluarga_id).teks,
        "tanggal": hari_ini().isoformat(),
        "hubungan": "LAINNYA",
        "kepala_baru": next(
            a.ref.teks
            for a in (await KeluargaService.rakit(sesi, wadah).baca(orang.keluarga_id)).aktif
            if a.ref != orang
        ),
    }
    jawab = await verifikator.post(f"{asal}/anggota/{orang}/pindah", json=pindah)
    assert jawab.status_code == 200, jawab.text
    ipar = await masuk(Jabatan.DISDUKCAPIL, nik=str(baru.nik))
    jawab = await putus(ipar, ref, aksi, "BUKTI_MEMBENARKAN" if aksi == "buktikan" else "BUKTI_MEMBANTAH")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


async def test_a_nik_settled_meanwhile_is_left_alone(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, isi: Subjek, masuk: Masuk, verifikator: Klien
) -> None:
    """The bearer was given a NIK of his own before anybody decided: nobody loses anything by the decision."""
    penyamar, ref = await ganda(sesi, wadah, isi)
    jalur = f"/v1/petugas/keluarga/{Ref(penyamar.keluarga_id, penyamar.keluarga_id)}"
    versi = (await verifikator.get(jalur, params={"tujuan": "VERVAL"})).headers["ETag"]
    milik = nik()
    jawab = await verifikator.patch(f"{jalur}/anggota/{penyamar}", json={"nik": milik}, headers={"If-Match": versi})
    assert jawab.status_code == 200, jawab.text
    assert (await putus(await masuk(Jabatan.DISDUKCAPIL), ref, "gugurkan", "ORANG_LAIN")).status_code == 200
    registri = KeluargaService.rakit(sesi, wadah)
    assert isi.nik is not None
    assert await registri.cari_nik(isi.nik) == (orang.keluarga_id, orang.id)
    assert await registri.cari_nik(milik) == (penyamar.keluarga_id, penyamar.id)


async def test_findings_follow_who_moves_as_they_stand(
    sesi: AsyncSession, wadah: Wadah, isi: Subjek, orang: Ref, verifikator: Klien
) -> None:
    anak = next(a for a in (await KeluargaService.rakit(sesi, wadah).baca(orang.keluarga_id)).aktif if a.ref != orang)
    terbuka = await temuan(sesi, wadah, anak.ref)
    terbukti = await temuan(sesi, wadah, anak.ref, J.PENSIUNAN)
    await putus(verifikator, terbukti)
    tujuan = await daftarkan(sesi, wadah, subjek())
    asal = f"/v1/petugas/keluarga/{Ref(orang.keluarga_id, orang.keluarga_id)}"
    pindah = {"ke": str(Ref(tujuan.keluarga_id, tujuan.keluarga_id)), "tanggal": "2026-11-20", "hubungan": "LAINNYA"}
    jawab = await verifikator.post(f"{asal}/anggota/{anak.ref}/pindah", json=pindah)
    if jawab.status_code != 200:
        pindah["tanggal"] = hari_ini().isoformat()
        jawab = await verifikator.post(f"{asal}/anggota/{anak.ref}/pindah", json=pindah)
    assert jawab.status_code == 200, jawab.text
    sesi.expire_all()
    milik = await TemuanService.rakit(sesi, wadah).milik_keluarga(tujuan.keluarga_id)
    assert [(t.temuan.id, str(t.temuan.status)) for t in milik] == [
        (terbuka.id, "TERBUKA"),
        (terbukti.id, "TERBUKTI"),
    ]
    assert milik[0].isi == {"instansi": "Dinas Perhubungan"}
    lama = await TemuanService.rakit(sesi, wadah).milik_keluarga(orang.keluarga_id)
    assert [str(t.temuan.status) for t in lama] == ["KEDALUWARSA", "TERBUKTI"]


async def test_findings_follow_the_family_into_another_village(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang)
    jalur = f"/v1/petugas/keluarga/{Ref(orang.keluarga_id, orang.keluarga_id)}"
    versi = (await verifikator.get(jalur, params={"tujuan": "VERVAL"})).headers["ETag"]
    jawab = await verifikator.patch(jalur, json={"kode_desa": "32.04.05.2002"}, headers={"If-Match": versi})
    assert jawab.status_code == 200, jawab.text
    assert (await baca(verifikator, ref))["kode_desa"] == "32.04.05.2002"
