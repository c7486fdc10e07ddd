"""Memberships: warned, suspended, restored and ended with a reason; every row stays, and the lookup follows at once."""

from datetime import timedelta
from itertools import pairwise

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.audit.models import JejakAudit
from app.cekbansos.models import CekStatus
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import Keanggotaan
from app.penetapan.status import StatusKeanggotaan as K
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import Antre, PabrikPenetapan
from tests.pabrik.usulan import alasan
from tests.versi import pastikan_berversi

ALASAN = {
    "peringatkan": "MENGUNDURKAN_DIRI",
    "tidurkan": "GANDA",
    "bangunkan": "TERBUKTI_BENAR",
    "nonaktifkan": "MENINGGAL",
}


@pytest.fixture
async def anggota(pabrik: PabrikPenetapan) -> Antre:
    antre = await pabrik.antre()
    await pabrik.anggota(antre)
    return antre


async def pindah(klien: Klien, ref: Ref, aksi: str, kode: str | None = None) -> httpx.Response:
    isi = {"alasan": alasan(kode or ALASAN[aksi])}
    return await klien.post(f"/v1/petugas/keanggotaan/{ref.teks}/{aksi}", json=isi)


async def test_a_member_is_suspended_restored_warned_and_ended(
    anggota: Antre, pusat: Klien, sesi: AsyncSession
) -> None:
    ref = anggota.orang
    jawab = None
    for aksi, ke, terdaftar in (
        ("tidurkan", K.DITIDURKAN, False),
        ("bangunkan", K.TERDAFTAR, True),
        ("peringatkan", K.AKAN_DINONAKTIFKAN, True),
        ("bangunkan", K.TERDAFTAR, True),
        ("tidurkan", K.DITIDURKAN, False),
        ("nonaktifkan", K.NONAKTIF, False),
    ):
        jawab = await pindah(pusat, ref, aksi)
        assert (jawab.status_code, jawab.json()["kini"]["status"]) == (200, ke)
        cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
        assert (cek.status, cek.status in {K.TERDAFTAR, K.AKAN_DINONAKTIFKAN}) == (ke, terdaftar)
    assert jawab is not None
    riwayat = jawab.json()["riwayat"]
    assert [r["status"] for r in riwayat] == [
        "TERDAFTAR",
        "DITIDURKAN",
        "TERDAFTAR",
        "AKAN_DINONAKTIFKAN",
        "TERDAFTAR",
        "DITIDURKAN",
        "NONAKTIF",
    ]
    assert [r["sampai_at"] is None for r in riwayat] == [False] * 6 + [True]
    assert all(a["sampai_at"] == b["mulai_at"] for a, b in pairwise(riwayat))
    assert riwayat[-1]["alasan_kode"] == "MENINGGAL"
    assert jawab.json()["aksi_tersedia"] == []


async def test_the_notice_period_must_run_out(anggota: Antre, pusat: Klien, sesi: AsyncSession) -> None:
    jawab = await pindah(pusat, anggota.orang, "peringatkan")
    batas = hari_ini() + timedelta(days=30)
    assert jawab.json()["kini"]["nonaktif_paling_cepat"] == batas.isoformat()
    tolak = await pindah(pusat, anggota.orang, "nonaktifkan")
    assert (tolak.status_code, tolak.json()["syarat"]) == (409, "pemberitahuan_selesai")
    await sesi.execute(update(Keanggotaan).values(nonaktif_paling_cepat=hari_ini()))
    assert (await pindah(pusat, anggota.orang, "nonaktifkan")).status_code == 200


@pytest.mark.parametrize("cara", ["nik", "no_kk"])
async def test_nobody_moves_his_own_or_his_familys_membership(anggota: Antre, masuk: Masuk, cara: str) -> None:
    sendiri = await masuk(Jabatan.PUSAT, **{cara: anggota.subjek[cara]})
    jawab = await pindah(sendiri, anggota.orang, "tidurkan")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


async def test_a_reason_of_this_action_is_required(anggota: Antre, pusat: Klien) -> None:
    alamat = f"/v1/petugas/keanggotaan/{anggota.orang.teks}/tidurkan"
    assert (await pusat.post(alamat, json={})).json()["kode"] == "alasan-wajib"
    salah = await pindah(pusat, anggota.orang, "tidurkan", "TERBUKTI_BENAR")
    assert (salah.status_code, salah.json()["kode"]) == (422, "alasan-tidak-berlaku")
    pendek = {"alasan": alasan("GANDA") | {"penjelasan": "pendek"}}
    assert (await pusat.post(alamat, json=pendek)).status_code == 422


async def test_a_wrong_state_names_the_way_out(anggota: Antre, pusat: Klien) -> None:
    jawab = await pindah(pusat, anggota.orang, "bangunkan")
    assert jawab.status_code == 409
    assert jawab.json()["aksi_tersedia"] == ["peringatkan", "tidurkan"]


@pytest.mark.parametrize("aksi", ALASAN)
async def test_only_pusat_moves_memberships(anggota: Antre, masuk: Masuk, aksi: str) -> None:
    for jabatan in set(Jabatan) - {Jabatan.PUSAT}:
        assert (await pindah(await masuk(jabatan), anggota.orang, aksi)).status_code == 403


async def test_officers_read_their_own_regions_only(anggota: Antre, masuk: Masuk, sesi: AsyncSession) -> None:
    alamat = f"/v1/petugas/keanggotaan/{anggota.orang.teks}"
    dalam, luar = await masuk(Jabatan.VERIFIKATOR), await masuk(Jabatan.VERIFIKATOR, ("32.05",))
    assert (await dalam.get(alamat)).status_code == 200
    asing, tiada = await luar.get(alamat), await luar.get(f"/v1/petugas/keanggotaan/{Ref.nihil().teks}")
    berbeda = {"instance", "id_permintaan"}
    assert asing.status_code == 404
    assert {k: v for k, v in asing.json().items() if k not in berbeda} == {
        k: v for k, v in tiada.json().items() if k not in berbeda
    }
    daftar = "/v1/petugas/keanggotaan?status=TERDAFTAR"
    assert [d["ref"] for d in (await dalam.get(daftar)).json()["data"]] == [anggota.orang.teks]
    assert (await luar.get(daftar)).json()["data"] == []
    jejak = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keanggotaan:keanggotaan:dibaca"))
    assert len(jejak.all()) == 2


@pytest.mark.parametrize("jabatan", [Jabatan.ENUMERATOR, Jabatan.DISDUKCAPIL, Jabatan.WARGA, Jabatan.ADMIN_PUSAT])
async def test_others_do_not_read_memberships(anggota: Antre, masuk: Masuk, jabatan: Jabatan) -> None:
    klien = await masuk(jabatan)
    assert (await klien.get(f"/v1/petugas/keanggotaan/{anggota.orang.teks}")).status_code == 403
    assert (await klien.get("/v1/petugas/keanggotaan?status=TERDAFTAR")).status_code == 403


async def test_a_person_who_never_was_a_member_is_not_found(pabrik: PabrikPenetapan, pusat: Klien) -> None:
    antre = await pabrik.antre()
    assert (await pindah(pusat, antre.orang, "tidurkan")).status_code == 404
    assert (await pusat.get(f"/v1/petugas/keanggotaan/{antre.orang.teks}")).status_code == 404


async def test_every_move_leaves_one_audit_row_with_its_subject(
    anggota: Antre, pusat: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    await pindah(pusat, anggota.orang, "tidurkan")
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keanggotaan:status:diubah"))).one()
    assert jejak.subjek == [wadah.sandi.indeks(Tujuan.NIK, anggota.subjek["nik"])]
    assert jejak.rincian["alasan"] == "GANDA"


async def test_usulan_learns_who_is_registered(
    anggota: Antre, pabrik: PabrikPenetapan, pusat: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    port: KeanggotaanPort = wadah.ambil(KeanggotaanPort, sesi)
    lain = await pabrik.antre()
    indeks, asing = (wadah.sandi.indeks(Tujuan.NIK, a.subjek["nik"]) for a in (anggota, lain))
    assert (await port.is_terdaftar(indeks), await port.is_terdaftar(asing)) == (True, False)
    await pindah(pusat, anggota.orang, "peringatkan")
    assert await port.is_terdaftar(indeks)
    await pindah(pusat, anggota.orang, "tidurkan")
    assert not await port.is_terdaftar(indeks)


@pytest.mark.parametrize("aksi", ["peringatkan", "tidurkan", "bangunkan", "nonaktifkan"])
async def test_a_step_may_name_the_version_that_was_read(anggota: Antre, pusat: Klien, aksi: str) -> None:
    if aksi in {"bangunkan", "nonaktifkan"}:
        await pindah(pusat, anggota.orang, "tidurkan")
    jalur = f"/v1/petugas/keanggotaan/{anggota.orang.teks}"
    dibaca = (await pusat.get(jalur)).headers["ETag"]
    jawab = await pastikan_berversi(pusat, jalur, aksi, dibaca, {"alasan": alasan(ALASAN[aksi])})
    assert jawab.headers["ETag"] == (await pusat.get(jalur)).headers["ETag"]
