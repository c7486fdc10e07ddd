"""A decree: prepared by one, signed by another, in force with usulan, memberships and lookup in one transaction."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.cekbansos.models import CekStatus
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.arsip import ArsipSK
from app.penetapan.models import SK, Keanggotaan, SKKeluarga
from app.penetapan.penyusunan import kepala
from app.penetapan.snapshot import sidik_baris, sidik_sk
from app.penetapan.status import StatusKeanggotaan
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import JenisUsulan, StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.cekbansos import bukti
from tests.pabrik.penetapan import PERIODE, PabrikPenetapan, isi_sk, keluarga_dua, siapkan, tanda_tangani, urutan
from tests.pabrik.usulan import alasan, nik_uji

S = StatusUsulan


async def status_usulan(sesi: AsyncSession, usulan: Usulan) -> StatusUsulan:
    cari = select(Usulan).where(Usulan.id == usulan.id).execution_options(populate_existing=True)
    return (await sesi.scalars(cari)).one().status


async def daftar(klien: httpx.AsyncClient, sk: dict[str, Any]) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = (await klien.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    return data


async def test_a_signature_decides_usulan_memberships_and_the_public_answer(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, klien: Klien, sesi: AsyncSession
) -> None:
    dalam, batas, luar = [await pabrik.antre(desil=d, **keluarga_dua()) for d in (2, 4, 7)]
    sk = await siapkan(admin, pabrik.putaran)
    assert (sk["status"], sk["jumlah"], sk["jumlah_ditetapkan"], sk["jumlah_tidak_ditetapkan"]) == (
        "RANCANGAN",
        3,
        2,
        1,
    )
    assert "demonstrasi" in sk["model"].lower()
    assert urutan(await daftar(penetap, sk)) == [(2, "DITETAPKAN"), (4, "DITETAPKAN"), (7, "TIDAK_DITETAPKAN")]
    assert await status_usulan(sesi, dalam.usulan) is S.PEMERINGKATAN
    jawab = await tanda_tangani(penetap, sk)
    assert jawab.status_code == 200
    assert jawab.json()["status"] == "BERLAKU"
    assert [r["aksi"] for r in jawab.json()["riwayat"]] == [
        "siapkan",
        "selesaikan_daftar",
        "tanda_tangani",
        "berlakukan",
    ]
    harap = [S.DITETAPKAN, S.DITETAPKAN, S.TIDAK_DITETAPKAN]
    assert [await status_usulan(sesi, a.usulan) for a in (dalam, batas, luar)] == harap
    anggota = (await sesi.scalars(select(Keanggotaan))).all()
    assert len(anggota) == 4
    assert {k.status for k in anggota} == {StatusKeanggotaan.TERDAFTAR}
    istri = dalam.subjek["anggota"][0]
    for nik, nama, terdaftar in (
        (dalam.subjek["nik"], "wawan lestari", True),
        (istri["nik"], istri["nama"], True),
        (luar.subjek["nik"], "wawan lestari", False),
    ):
        isi = {"nik": nik, "nama": nama, "tantangan": await bukti(klien)}
        cek = (await klien.post("/v1/publik/cek-nik", json=isi)).json()
        assert cek["terdaftar"] is terdaftar
    publik = (await klien.get(f"/v1/publik/sk/{sk['kode']}")).json()
    assert (publik["is_berlaku"], publik["sidik"], publik["jumlah_ditetapkan"]) == (True, sk["sidik"], 2)


async def test_who_is_left_out_reads_why_and_what_to_do(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, masuk: Masuk
) -> None:
    antre = await pabrik.antre(desil=7)
    assert (await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))).status_code == 200
    langkah = (
        await sesi.scalars(
            select(RiwayatUsulan).where(
                RiwayatUsulan.usulan_id == antre.usulan.id, RiwayatUsulan.ke == S.TIDAK_DITETAPKAN
            )
        )
    ).one()
    assert langkah.kode_alasan == "DESIL_DI_LUAR_SASARAN"
    warga = await masuk(Jabatan.WARGA, nik=antre.subjek["nik"])
    riwayat = await warga.get(f"/v1/warga/usulan/{antre.usulan.ref.teks}/riwayat")
    assert "desil 7" in riwayat.text
    assert await sesi.scalar(select(func.count()).select_from(Keanggotaan)) == 0


async def test_the_digest_is_recomputed_from_the_stored_list(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    for d in (1, 5):
        await pabrik.antre(desil=d, **keluarga_dua())
    sk = await siapkan(admin, pabrik.putaran)
    satu = (await sesi.scalars(select(SK))).one()
    baris = (await sesi.scalars(select(SKKeluarga).order_by(SKKeluarga.urutan))).all()
    daun = [sidik_baris(ArsipSK(wadah.sandi).buka(b)[0]) for b in baris]
    assert [d.hex() for d in daun] == [d["sidik"] for d in await daftar(admin, sk)]
    assert sidik_sk(kepala(satu), daun) == sk["sidik"]


async def test_the_copied_list_holds_no_clear_number_or_name(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre(**keluarga_dua())
    sk = await siapkan(admin, pabrik.putaran)
    baris = (await sesi.scalars(select(SKKeluarga))).one()
    mentah = repr([getattr(baris, k.name) for k in SKKeluarga.__table__.columns])
    for rahasia in (antre.subjek["nik"], antre.subjek["no_kk"], "Wawan", "Lestari"):
        assert rahasia not in mentah
    terbaca = (await daftar(admin, sk))[0]["anggota"]
    assert {a["nama"] for a in terbaca} == {"Wawan Lestari", "Siti Nurhaliza"}
    assert {a["nik_samar"] for a in terbaca} == {"3204************"}


async def test_reading_the_list_is_recorded_with_its_subjects(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    antre = await pabrik.antre(**keluarga_dua())
    await daftar(admin, await siapkan(admin, pabrik.putaran))
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "penetapan:daftar:dibaca"))).one()
    nik = [antre.subjek["nik"], antre.subjek["anggota"][0]["nik"]]
    assert set(jejak.subjek) == {wadah.sandi.indeks(Tujuan.NIK, n) for n in nik}


@pytest.mark.parametrize("sama", ["akun", "nik"])
async def test_the_preparer_does_not_sign_under_any_account(
    pabrik: PabrikPenetapan, masuk: Masuk, sama: str, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre()
    akun, nik = id_baru(), nik_uji()
    penyiap = await masuk(Jabatan.ADMIN_PUSAT, akun_id=akun, nik=nik)
    sk = await siapkan(penyiap, pabrik.putaran)
    penetap = await masuk(Jabatan.PENETAP, **({"akun_id": akun} if sama == "akun" else {"nik": nik}))
    jawab = await tanda_tangani(penetap, sk)
    assert jawab.status_code == 409
    assert jawab.json()["kode"] == "pemisahan-tugas"
    assert await status_usulan(sesi, antre.usulan) is S.PEMERINGKATAN
    terlihat = (await penetap.get(f"/v1/admin/sk/{sk['kode']}")).json()["aksi_tersedia"]
    assert {a["aksi"]: bool(a["ditolak_karena"]) for a in terlihat} == {"tanda_tangani": True, "batalkan": False}


async def test_nobody_signs_a_list_that_holds_his_own_case(
    pabrik: PabrikPenetapan, admin: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    jawab = await tanda_tangani(await masuk(Jabatan.PENETAP, nik=antre.subjek["nik"]), sk)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
    assert (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()["status"] == "RANCANGAN"


async def test_the_signer_names_the_digest_that_he_read(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    jawab = await tanda_tangani(penetap, sk | {"sidik": "0" * 64})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "sidik_cocok")


async def test_a_head_changed_behind_our_back_is_not_signed(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    await pabrik.antre(desil=7)
    sk = await siapkan(admin, pabrik.putaran)
    await sesi.execute(update(SK).values(ambang_desil=9))
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "sidik_cocok")


async def test_a_decree_of_tomorrow_is_not_signed_today(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran, tanggal=(hari_ini() + timedelta(days=1)).isoformat())
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "tanggal_tiba")


async def test_a_usulan_that_moved_meanwhile_stops_the_whole_signature(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    diam, pindah = await pabrik.antre(desil=1), await pabrik.antre(desil=2)
    sk = await siapkan(admin, pabrik.putaran)
    await sesi.execute(update(Usulan).where(Usulan.id == pindah.usulan.id).values(status=S.DIKIRIM))
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "daftar-sk-berubah")
    assert await status_usulan(sesi, diam.usulan) is S.PEMERINGKATAN
    assert await sesi.scalar(select(func.count()).select_from(Keanggotaan)) == 0
    assert (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()["status"] == "RANCANGAN"


async def test_beyond_the_quota_waits_for_the_next_decree(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    miskin, tunggu = await pabrik.antre(desil=1), await pabrik.antre(desil=3)
    sk = await siapkan(admin, pabrik.putaran, kuota=1)
    assert sk["jumlah_menunggu"] == 1
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    assert [await status_usulan(sesi, a.usulan) for a in (miskin, tunggu)] == [S.DITETAPKAN, S.PEMERINGKATAN]
    langkah = (await sesi.scalars(select(RiwayatUsulan).where(RiwayatUsulan.kode_alasan == "KUOTA_PENUH"))).one()
    assert langkah.usulan_id == tunggu.usulan.id
    lagi = await siapkan(admin, pabrik.putaran, periode="2026-12")
    assert (await tanda_tangani(penetap, lagi)).status_code == 200
    assert await status_usulan(sesi, tunggu.usulan) is S.DITETAPKAN


async def test_a_decree_replaces_another_one(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, klien: Klien
) -> None:
    await pabrik.antre()
    lama = await siapkan(admin, pabrik.putaran)
    await pabrik.antre()
    belum = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran, periode="2026-12", mengganti=lama["kode"]))
    assert (belum.status_code, belum.json()["kode"]) == (422, "sk-diganti-tidak-berlaku")
    await admin.post(f"/v1/admin/sk/{lama['kode']}/batalkan", json={"alasan": alasan("DAFTAR_BERUBAH")})
    lama = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, lama)).status_code == 200
    await pabrik.antre()
    baru = await siapkan(admin, pabrik.putaran, mengganti=lama["kode"])
    assert (await tanda_tangani(penetap, baru)).status_code == 200
    publik = (await klien.get(f"/v1/publik/sk/{lama['kode']}")).json()
    assert (publik["is_berlaku"], publik["digantikan_oleh"]) == (False, baru["kode"])
    assert (await klien.get(f"/v1/publik/sk/{baru['kode']}")).json()["is_berlaku"] is True


async def test_who_stood_on_a_replaced_decree_is_given_notice_unless_the_new_one_carries_him(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    hilang, tetap, tidur = await pabrik.antre(), await pabrik.antre(), await pabrik.antre()
    lama = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, lama)).status_code == 200
    await sesi.execute(update(Keanggotaan).where(Keanggotaan.individu_id == tidur.orang.id).values(status="DITIDURKAN"))
    lagi = await pabrik.antre(keluarga_id=tetap.usulan.keluarga_id)
    baru = await siapkan(admin, pabrik.putaran, mengganti=lama["kode"])
    assert (await tanda_tangani(penetap, baru)).status_code == 200
    cari = select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).execution_options(populate_existing=True)
    kini = {k.individu_id: k for k in await sesi.scalars(cari)}
    assert {a: kini[o.orang.id].status for a, o in enumerate((hilang, tetap, tidur, lagi))} == {
        0: StatusKeanggotaan.AKAN_DINONAKTIFKAN,
        1: StatusKeanggotaan.TERDAFTAR,
        2: StatusKeanggotaan.DITIDURKAN,
        3: StatusKeanggotaan.TERDAFTAR,
    }
    satu = kini[hilang.orang.id]
    assert (satu.aksi, satu.alasan_kode) == ("cabut_sk", "SK_DIGANTI")
    assert satu.nonaktif_paling_cepat == hari_ini() + timedelta(days=30)
    assert kini[tetap.orang.id].sk_id == kini[lagi.orang.id].sk_id != satu.sk_id
    cari_cek = select(CekStatus.status).where(CekStatus.nik_hmac == satu.nik_indeks)
    assert await sesi.scalar(cari_cek) is StatusKeanggotaan.AKAN_DINONAKTIFKAN


async def test_a_stale_precondition_changes_nothing(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, sk, **{"If-Match": '"v9"'})).status_code == 412
    jawab = await penetap.get(f"/v1/admin/sk/{sk['kode']}")
    assert (await tanda_tangani(penetap, sk, **{"If-Match": jawab.headers["etag"]})).status_code == 200


async def test_a_second_signature_is_refused(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["status_sekarang"]) == (409, "BERLAKU")


async def test_removal_and_correction_follow_the_decree(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    keluar = await pabrik.antre(jenis=JenisUsulan.HAPUS, desil=9, **keluarga_dua())
    bukan_anggota = await pabrik.antre(jenis=JenisUsulan.HAPUS, desil=None)
    benar = await pabrik.antre(jenis=JenisUsulan.PERBAIKAN, desil=9)
    for a in (keluar, benar):
        await pabrik.anggota(a)
    await sesi.execute(update(CekStatus).values(nama_samar="LAMA"))
    sk = await siapkan(admin, pabrik.putaran)
    assert [p for _, p in urutan(await daftar(admin, sk))] == ["DIKELUARKAN", "DIPERBARUI", "DIKELUARKAN"]
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    for a in (keluar, bukan_anggota, benar):
        assert await status_usulan(sesi, a.usulan) is S.DITETAPKAN
    kini = select(Keanggotaan.individu_id, Keanggotaan.status).where(Keanggotaan.sampai_at.is_(None))
    assert {b.individu_id: b.status for b in await sesi.execute(kini)} == {
        keluar.usulan.individu_id: StatusKeanggotaan.AKAN_DINONAKTIFKAN,
        benar.usulan.individu_id: StatusKeanggotaan.TERDAFTAR,
    }
    cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).all()
    assert {c.status for c in cek} == {StatusKeanggotaan.AKAN_DINONAKTIFKAN, StatusKeanggotaan.TERDAFTAR}
    assert {c.nama_samar for c in cek} == {"W***N L*****I", "S****R U*I"}


async def test_who_left_is_registered_again_by_a_decree_and_who_is_registered_stays(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    kembali, tetap = await pabrik.antre(), await pabrik.antre()
    for a in (kembali, tetap):
        await pabrik.anggota(a)
    await sesi.execute(update(Keanggotaan).where(Keanggotaan.individu_id == kembali.orang.id).values(status="NONAKTIF"))
    assert (await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))).status_code == 200
    baris = (await sesi.scalars(select(Keanggotaan).where(Keanggotaan.individu_id == kembali.orang.id))).all()
    assert sorted((k.status, k.sampai_at is None) for k in baris) == [("NONAKTIF", False), ("TERDAFTAR", True)]
    cari = select(func.count()).select_from(Keanggotaan).where(Keanggotaan.individu_id == tetap.orang.id)
    assert await sesi.scalar(cari) == 1


async def test_more_than_one_chunk_keeps_one_order(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, monkeypatch: pytest.MonkeyPatch, sesi: AsyncSession
) -> None:
    monkeypatch.setattr("app.penetapan.service.POTONGAN", 2)
    semua = [await pabrik.antre(desil=d) for d in (5, 1, 3, 2, 4)]
    sk = await siapkan(admin, pabrik.putaran)
    assert [d["desil"] for d in await daftar(admin, sk)] == [1, 2, 3, 4, 5]
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    assert {await status_usulan(sesi, a.usulan) for a in semua} == {S.DITETAPKAN, S.TIDAK_DITETAPKAN}
    assert sk["periode"] == PERIODE
