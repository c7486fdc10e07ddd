"""Exits from the registry through HTTP: decreed, announced, objected to, carried out by the clock, undone."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.models import CekStatus
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakMasuk
from app.penetapan.models import KeberatanKeanggotaan
from app.penetapan.status import StatusKeanggotaan as K
from app.usulan.models import RiwayatUsulan
from app.usulan.status import AksiUsulan, JenisUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import Antre, PabrikPenetapan, siapkan, tanda_tangani
from tests.pabrik.usulan import alasan, langkah
from tests.penetapan.conftest import dikeluarkan, kini, lewatkan

KEBERATAN = "Rumah kami masih kontrakan dan penghasilan tidak menentu"
S = SubjenisUsulan


KELUAR = [
    (S.MAMPU, "DINILAI_MAMPU", K.AKAN_DINONAKTIFKAN),
    (S.PINDAH, "PINDAH", K.AKAN_DINONAKTIFKAN),
    (S.GANDA, "GANDA", K.AKAN_DINONAKTIFKAN),
    (S.TIDAK_DITEMUKAN, "TIDAK_DITEMUKAN", K.AKAN_DINONAKTIFKAN),
    (S.MENGUNDURKAN_DIRI, "MENGUNDURKAN_DIRI", K.AKAN_DINONAKTIFKAN),
    (S.MENINGGAL, "MENINGGAL", K.NONAKTIF),
]


@pytest.mark.parametrize(("subjenis", "kode", "status"), KELUAR)
async def test_a_decree_gives_notice_and_ends_a_dead_persons_membership_at_once(
    pabrik: PabrikPenetapan,
    admin: Klien,
    penetap: Klien,
    pusat: Klien,
    sesi: AsyncSession,
    subjenis: SubjenisUsulan,
    kode: str,
    status: K,
) -> None:
    """B.9 keluar, F4: each kind of HAPUS leaves with its reason; only the dead leave without notice."""
    antre = await dikeluarkan(pabrik, admin, penetap, subjenis)
    rinci = (await pusat.get(f"/v1/petugas/keanggotaan/{antre.orang}")).json()["kini"]
    assert (rinci["status"], rinci["alasan_kode"]) == (status, kode)
    assert rinci["sk"]["kode"].startswith("SK-")
    assert rinci["alasan"]["id"] in rinci["penjelasan"]
    batas = (hari_ini() + timedelta(days=30)).isoformat() if status is K.AKAN_DINONAKTIFKAN else None
    assert rinci["nonaktif_paling_cepat"] == batas
    cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
    assert cek.status is status
    akhir = select(RiwayatUsulan.aksi).where(RiwayatUsulan.usulan_id == antre.usulan.id).order_by(RiwayatUsulan.id)
    seketika = status is K.NONAKTIF
    assert ([*await sesi.scalars(akhir)][-1] is AksiUsulan.NONAKTIFKAN) is seketika


async def test_the_clock_ends_what_was_announced_and_tells_the_usulan(
    keluar: Antre, warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T24: not a day early; then NONAKTIF with the decree's reason, and the HAPUS case says so; twice is once."""
    await jalankan(wadah, "penetapan.jatuh_tempo", {})
    assert (await kini(sesi, keluar)).status is K.AKAN_DINONAKTIFKAN
    for _ in range(2):
        await lewatkan(sesi, wadah)
        baris = await kini(sesi, keluar)
        assert (baris.status, baris.alasan_kode, baris.pelaku_id) == (K.NONAKTIF, "DINILAI_MAMPU", None)
    langkah_akhir = await sesi.scalars(
        select(RiwayatUsulan.aksi).where(RiwayatUsulan.usulan_id == keluar.usulan.id).order_by(RiwayatUsulan.id)
    )
    assert [*langkah_akhir][-1] is AksiUsulan.NONAKTIFKAN
    riwayat = (await warga.get("/v1/warga/keanggotaan")).json()
    assert [r["aksi"] for r in riwayat["riwayat"]] == ["daftarkan", "umumkan_keluar", "jatuh_tempo"]
    assert riwayat["kini"]["alasan"]["id"] == "Musyawarah menilai keluarga mampu"


@pytest.mark.parametrize("graduasi", ["GRADUASI_ALAMI", "GRADUASI_MANDIRI"])
async def test_a_warning_that_nobody_decided_on_waits_for_a_person(
    pabrik: PabrikPenetapan, pusat: Klien, sesi: AsyncSession, wadah: Wadah, graduasi: str
) -> None:
    """A notice of PUSAT (graduasi alami or mandiri here) is carried out by PUSAT, never by the clock."""
    antre = await pabrik.antre()
    await pabrik.anggota(antre)
    jalur = f"/v1/petugas/keanggotaan/{antre.orang}"
    assert (await pusat.post(f"{jalur}/peringatkan", json={"alasan": alasan(graduasi)})).status_code == 200
    await lewatkan(sesi, wadah)
    assert (await kini(sesi, antre)).status is K.AKAN_DINONAKTIFKAN
    jawab = await pusat.post(f"{jalur}/nonaktifkan", json={"alasan": alasan(graduasi)})
    assert jawab.json()["kini"]["status"] == "NONAKTIF"


async def test_who_is_to_leave_is_told_what_happens_and_what_to_do(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre(desil=None, jenis=JenisUsulan.HAPUS, subjenis=S.MAMPU)
    await pabrik.anggota(antre)
    warga = await masuk(Jabatan.WARGA, nik=antre.subjek["nik"])
    await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))
    status = (await warga.get("/v1/warga/status")).json()
    batas = (hari_ini() + timedelta(days=30)).isoformat()
    assert (status["terdaftar"], status["nonaktif_paling_cepat"]) == (True, batas)
    assert batas in status["akibat"]["id"]
    assert "mampu" in status["alasan"]["id"]
    assert [k for k in status["langkah"] if "keberatan" in k["id"]]
    assert [k for k in status["langkah"] if "reaktivasi" in k["id"]]
    kotak = await sesi.scalars(select(KotakMasuk).where(KotakMasuk.akun_id == warga.pelaku.akun_id))
    assert "KEANGGOTAAN" in {p.jenis for p in kotak}
    isi = (await warga.get("/v1/warga/notifikasi")).text
    assert batas in isi


async def test_reasons_in_words_are_sealed_and_follow_the_person(keluar: Antre, sesi: AsyncSession) -> None:
    mentah = (await sesi.execute(text("SELECT to_jsonb(k)::text FROM keanggotaan k"))).scalars().all()
    assert len(mentah) == 2
    assert "menilai" not in "".join(mentah)


# -- objection


async def keberatan(warga: Klien, isi: str = KEBERATAN) -> httpx.Response:
    return await warga.post("/v1/warga/keanggotaan/keberatan", json={"alasan": isi})


async def jawab_keberatan(klien: Klien, ref: str, aksi: str, kode: str) -> httpx.Response:
    isi = {"alasan": alasan(kode)}
    return await klien.post(f"/v1/petugas/keberatan-keanggotaan/{ref}/{aksi}", json=isi)


async def test_an_objection_holds_the_clock_until_a_person_grants_it(
    keluar: Antre, warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """F4 and UU 27/2022 ps 10: nobody is deactivated before a human answer; granted, he stays registered."""
    ajuan = await keberatan(warga)
    assert (ajuan.status_code, ajuan.json()["status"]) == (201, "DIAJUKAN"), ajuan.text
    lagi = await keberatan(warga)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "keberatan-masih-terbuka")
    await lewatkan(sesi, wadah)
    assert (await kini(sesi, keluar)).status is K.AKAN_DINONAKTIFKAN
    ref = ajuan.json()["ref"]
    petugas = await masuk(Jabatan.VERIFIKATOR)
    daftar = (await petugas.get("/v1/petugas/keberatan-keanggotaan?status=DIAJUKAN")).json()["data"]
    assert [d["ref"] for d in daftar] == [ref]
    rinci = (await petugas.get(f"/v1/petugas/keberatan-keanggotaan/{ref}")).json()
    assert rinci["alasan"] == KEBERATAN
    assert {a["aksi"]: a["ditolak_karena"] for a in rinci["aksi_tersedia"]} == {"terima": None, "tolak": None}
    hasil = await jawab_keberatan(petugas, ref, "terima", "KEBERATAN_TERBUKTI")
    assert (hasil.status_code, hasil.json()["status"]) == (200, "DITERIMA"), hasil.text
    assert (await kini(sesi, keluar)).status is K.TERDAFTAR
    milik = (await warga.get("/v1/warga/keanggotaan")).json()
    assert (milik["keberatan"][0]["status"], milik["kini"]["aksi"]) == ("DITERIMA", "terima_keberatan")
    ulang = await jawab_keberatan(petugas, ref, "tolak", "KEBERATAN_TIDAK_TERBUKTI")
    assert ulang.json()["kode"] == "transisi-ditolak"


async def test_a_refused_objection_lets_the_removal_go_on(
    keluar: Antre, warga: Klien, pusat: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    ref = (await keberatan(warga)).json()["ref"]
    tanpa = await pusat.post(f"/v1/petugas/keberatan-keanggotaan/{ref}/tolak", json={})
    assert tanpa.json()["kode"] == "alasan-wajib"
    salah = await jawab_keberatan(pusat, ref, "tolak", "GANDA")
    assert salah.json()["kode"] == "alasan-tidak-berlaku"
    assert (await jawab_keberatan(pusat, ref, "tolak", "KEBERATAN_TIDAK_TERBUKTI")).status_code == 200
    milik = (await warga.get("/v1/warga/keanggotaan")).json()["keberatan"][0]
    assert (milik["status"], bool(milik["jawaban"])) == ("DITOLAK", True)
    await lewatkan(sesi, wadah)
    assert (await kini(sesi, keluar)).status is K.NONAKTIF


@pytest.mark.parametrize(("aksi", "kode"), [("terima", "KEBERATAN_TERBUKTI"), ("tolak", "KEBERATAN_TIDAK_TERBUKTI")])
@pytest.mark.usefixtures("keluar")
async def test_an_answer_may_name_the_version_that_was_read(warga: Klien, pusat: Klien, aksi: str, kode: str) -> None:
    jalur, isi = f"/v1/petugas/keberatan-keanggotaan/{(await keberatan(warga)).json()['ref']}", {"alasan": alasan(kode)}
    dibaca = (await pusat.get(jalur)).headers["ETag"]
    basi = await pusat.post(f"{jalur}/{aksi}", json=isi, headers={"If-Match": '"v9"'})
    assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi")
    jawab = await pusat.post(f"{jalur}/{aksi}", json=isi, headers={"If-Match": dibaca})
    assert jawab.status_code == 200, jawab.text
    assert jawab.headers["ETag"] == (await pusat.get(jalur)).headers["ETag"] != dibaca


async def test_who_worked_on_the_removal_or_is_concerned_does_not_answer(
    keluar: Antre, warga: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    ref = (await keberatan(warga)).json()["ref"]
    pengolah, sendiri = await masuk(Jabatan.VERIFIKATOR), await masuk(Jabatan.PUSAT, nik=keluar.subjek["nik"])
    sesi.add(langkah(keluar.usulan, AksiUsulan.TUGASKAN_VERVAL, pengolah.pelaku.akun_id))
    await sesi.commit()
    for klien in (pengolah, sendiri):
        jawab = await jawab_keberatan(klien, ref, "terima", "KEBERATAN_TERBUKTI")
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.05",))
    assert (await jawab_keberatan(asing, ref, "terima", "KEBERATAN_TERBUKTI")).status_code == 404
    assert (await asing.get(f"/v1/petugas/keberatan-keanggotaan/{ref}")).status_code == 404
    assert (await asing.get("/v1/petugas/keberatan-keanggotaan?status=DIAJUKAN")).json()["data"] == []


async def test_who_gave_the_notice_does_not_answer_the_objection_to_it(
    pabrik: PabrikPenetapan, pusat: Klien, masuk: Masuk
) -> None:
    antre = await pabrik.antre()
    await pabrik.anggota(antre)
    isi = {"alasan": alasan("GRADUASI_ALAMI")}
    await pusat.post(f"/v1/petugas/keanggotaan/{antre.orang}/peringatkan", json=isi)
    ref = (await keberatan(await masuk(Jabatan.WARGA, nik=antre.subjek["nik"]))).json()["ref"]
    sama = await jawab_keberatan(pusat, ref, "terima", "KEBERATAN_TERBUKTI")
    assert (sama.status_code, sama.json()["kode"]) == (409, "pemisahan-tugas")
    lain = await jawab_keberatan(await masuk(Jabatan.PUSAT), ref, "terima", "KEBERATAN_TERBUKTI")
    assert lain.json()["status"] == "DITERIMA"


async def test_only_an_announced_removal_can_be_objected_to(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre()
    warga = await masuk(Jabatan.WARGA, nik=antre.subjek["nik"])
    assert (await keberatan(warga)).json()["kode"] == "keanggotaan-tidak-ditemukan"
    await pabrik.anggota(antre)
    jawab = await keberatan(warga)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pengeluaran_diumumkan")
    assert (await keberatan(warga, "pendek")).status_code == 422


async def test_the_village_operator_objects_for_who_cannot(keluar: Antre, masuk: Masuk) -> None:
    operator, asing = await masuk(Jabatan.OPERATOR_DESA), await masuk(Jabatan.OPERATOR_DESA, ("32.05",))
    isi = {"orang": str(keluar.orang), "alasan": KEBERATAN}
    alamat = "/v1/petugas/keberatan-keanggotaan"
    assert (await asing.post(alamat, json=isi)).status_code == 404
    assert (await operator.post(alamat, json=isi)).status_code == 201


async def test_an_unknown_request_or_objection_is_not_found(pabrik: PabrikPenetapan, pusat: Klien) -> None:
    ref = Ref.nihil().teks
    for jalur in ("reaktivasi", "keberatan-keanggotaan"):
        assert (await pusat.get(f"/v1/petugas/{jalur}/{ref}")).status_code == 404
        assert (await pusat.post(f"/v1/petugas/{jalur}/{ref}/tolak", json={})).status_code == 404


async def test_the_tables_of_exits_hold_no_clear_words(keluar: Antre, warga: Klien, sesi: AsyncSession) -> None:
    await keberatan(warga)
    baris = (await sesi.scalars(select(KeberatanKeanggotaan))).one()
    assert "kontrakan" not in repr([getattr(baris, k.name) for k in KeberatanKeanggotaan.__table__.columns])
