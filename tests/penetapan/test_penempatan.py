"""One person has one membership, and it goes where he goes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.audit.models import JejakAudit
from app.cekbansos.models import CekStatus
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.peristiwa import PindahDesa
from app.keluarga.perubahan import PerubahanService
from app.penetapan.errors import DaftarSKBerubah, KeanggotaanBerselisih
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.models import Keanggotaan, KeanggotaanIndeks
from app.penetapan.penempatan import Orang
from app.penetapan.penyatuan import PenyatuanKeanggotaan
from app.penetapan.repository import PenetapanRepository
from app.penetapan.status import StatusKeanggotaan as K
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import PENETAP, Antre, PabrikPenetapan, siapkan, tanda_tangani
from tests.pabrik.usulan import alasan, nik_uji

LAIN = "32.04.05.2002"


def keluarga(antre: Antre) -> Ref:
    return Ref(antre.usulan.keluarga_id, antre.usulan.keluarga_id)


async def pindah(masuk: Masuk, dari: Antre, ke: Antre) -> httpx.Response:
    klien = await masuk(Jabatan.VERIFIKATOR)
    isi = {"ke": str(keluarga(ke)), "tanggal": hari_ini().isoformat(), "hubungan": "LAINNYA"}
    jawab = await klien.post(f"/v1/petugas/keluarga/{keluarga(dari)}/anggota/{dari.orang}/pindah", json=isi)
    assert jawab.status_code == 200, jawab.text
    return jawab


async def kini(sesi: AsyncSession, wadah: Wadah, antre: Antre) -> list[Keanggotaan]:
    nik = wadah.sandi.indeks(Tujuan.NIK, antre.subjek["nik"])
    cari = select(Keanggotaan).where(Keanggotaan.nik_indeks == nik, Keanggotaan.sampai_at.is_(None))
    return list((await sesi.scalars(cari.execution_options(populate_existing=True))).all())


async def test_a_membership_follows_who_moves_with_its_state_and_its_lookup(
    pabrik: PabrikPenetapan, pusat: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    a, b = await pabrik.antre(), await pabrik.antre(kode_desa=LAIN)
    ref = await pabrik.anggota(a)
    tidur = await pusat.post(f"/v1/petugas/keanggotaan/{ref}/tidurkan", json={"alasan": alasan("GANDA")})
    assert tidur.status_code == 200
    await pindah(masuk, a, b)
    (baru,) = await kini(sesi, wadah, a)
    assert (baru.keluarga_id, baru.individu_id) == (b.usulan.keluarga_id, a.orang.id)
    assert (baru.status, baru.alasan_kode, baru.kode_desa) == (K.DITIDURKAN, "GANDA", LAIN)
    cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
    assert (cek.keluarga_id, cek.kode_desa, cek.status) == (b.usulan.keluarga_id, LAIN, K.DITIDURKAN)
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "keanggotaan:keluarga:diikuti"))).one()
    assert jejak.subjek == [baru.nik_indeks]
    alamat = "/v1/petugas/keanggotaan"
    assert (await pusat.get(f"{alamat}/{ref}")).status_code == 404
    assert (await pusat.get(f"{alamat}/{baru.ref}")).json()["kini"]["status"] == "DITIDURKAN"
    bangun = await pusat.post(f"{alamat}/{baru.ref}/bangunkan", json={"alasan": alasan("TERBUKTI_BENAR")})
    assert bangun.status_code == 200, bangun.text


async def test_who_moved_is_registered_once_by_the_other_familys_decree(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    a = await pabrik.antre()
    assert (await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))).status_code == 200
    b = await pabrik.antre()
    await pindah(masuk, a, b)
    assert (await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))).status_code == 200
    assert [k.keluarga_id for k in await kini(sesi, wadah, a)] == [b.usulan.keluarga_id]


async def test_who_was_never_a_member_moves_without_a_trace(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession
) -> None:
    await pindah(masuk, await pabrik.antre(), await pabrik.antre())
    for tabel in (Keanggotaan, KeanggotaanIndeks, CekStatus):
        assert await sesi.scalar(select(func.count()).select_from(tabel)) == 0


async def test_who_moves_again_is_found_where_he_is(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    a, b, c = [await pabrik.antre() for _ in range(3)]
    await pabrik.anggota(a)
    await pindah(masuk, a, b)
    klien = await masuk(Jabatan.VERIFIKATOR)
    isi = {"ke": str(keluarga(c)), "tanggal": hari_ini().isoformat(), "hubungan": "LAINNYA"}
    orang = Ref(b.usulan.keluarga_id, a.orang.id)
    pulang = await klien.post(f"/v1/petugas/keluarga/{keluarga(b)}/anggota/{orang}/pindah", json=isi)
    assert pulang.status_code == 200, pulang.text
    (satu,) = await kini(sesi, wadah, a)
    assert satu.ref == Ref(c.usulan.keluarga_id, a.orang.id)


@pytest.fixture
def service(sesi: AsyncSession, wadah: Wadah) -> KeanggotaanService:
    return KeanggotaanService.rakit(sesi, wadah)


def orang(antre: Antre, **ganti: Any) -> Orang:
    isi = {
        "ref": antre.orang,
        "nik_indeks": antre.usulan.nik_indeks,
        "nama": "Sumber Uji",
        "tanggal_lahir": hari_ini(),
        "kode_desa": antre.usulan.kode_desa,
    }
    return Orang(**isi | ganti)


async def test_the_same_nik_under_another_person_is_one_membership(
    pabrik: PabrikPenetapan, service: KeanggotaanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    a = await pabrik.antre()
    await pabrik.anggota(a)
    lama = (await kini(sesi, wadah, a))[0]
    ref = Ref(id_baru(), id_baru())
    await service.daftarkan([orang(a, ref=ref)], lama.sk_id, PENETAP)  # type: ignore[arg-type]
    (baru,) = await kini(sesi, wadah, a)
    assert baru.ref == ref
    assert {i.kunci for i in await sesi.scalars(select(KeanggotaanIndeks))} == {ref.id, baru.nik_indeks}


async def test_a_corrected_nik_takes_the_membership_along_and_leaves_the_old_number_unregistered(
    pabrik: PabrikPenetapan, service: KeanggotaanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    a = await pabrik.antre()
    await pabrik.anggota(a)
    baru = wadah.sandi.indeks(Tujuan.NIK, nik_uji())
    await service.segarkan([orang(a, nik_indeks=baru)])
    cek = {
        c.nik_hmac: c.status for c in await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))
    }
    assert cek == {a.usulan.nik_indeks: K.NONAKTIF, baru: K.TERDAFTAR}
    assert await service.is_terdaftar(baru)
    assert a.usulan.nik_indeks is not None
    assert not await service.is_terdaftar(a.usulan.nik_indeks)


async def test_a_place_taken_in_between_refuses_the_decree(
    pabrik: PabrikPenetapan, service: KeanggotaanService, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def kosong(*_: object) -> dict[object, Ref]:
        return {}

    a = await pabrik.antre()
    await pabrik.anggota(a)
    monkeypatch.setattr(PenetapanRepository, "letak", kosong)
    with pytest.raises(DaftarSKBerubah):
        await service.daftarkan([orang(a)], id_baru(), PENETAP)


def _rebut(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody take whatever place is given up before the next one may."""
    lepas = PenetapanRepository.lepas

    async def direbut(repo: PenetapanRepository, kunci: Collection[UUID]) -> None:
        await lepas(repo, kunci)
        sesi.add_all(KeanggotaanIndeks(kunci=k, keluarga_id=id_baru(), individu_id=id_baru()) for k in kunci)
        await sesi.flush()

    monkeypatch.setattr(PenetapanRepository, "lepas", direbut)


async def test_a_decree_does_not_carry_on_a_membership_whose_place_was_taken(
    pabrik: PabrikPenetapan, service: KeanggotaanService, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = await pabrik.antre()
    await pabrik.anggota(a)
    _rebut(sesi, monkeypatch)
    with pytest.raises(DaftarSKBerubah):
        await service.segarkan([orang(a, ref=Ref(id_baru(), a.orang.id))])


async def test_who_moves_while_his_place_is_taken_tries_again(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = await pabrik.antre(), await pabrik.antre()
    await pabrik.anggota(a)
    _rebut(sesi, monkeypatch)
    klien = await masuk(Jabatan.VERIFIKATOR)
    isi = {"ke": str(keluarga(b)), "tanggal": hari_ini().isoformat(), "hubungan": "LAINNYA"}
    jawab = await klien.post(f"/v1/petugas/keluarga/{keluarga(a)}/anggota/{a.orang}/pindah", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "sedang-diproses")


async def test_records_do_not_become_one_under_a_nik_whose_place_is_anothers(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    a, lain = await pabrik.antre(), await pabrik.antre()
    await pabrik.anggota(a)
    await pabrik.anggota(lain)
    pelaku = (await masuk(Jabatan.OPERATOR_KABKOTA)).pelaku
    utama = orang(lain, ref=Ref(id_baru(), id_baru()))
    with pytest.raises(KeanggotaanBerselisih):
        await PenyatuanKeanggotaan.rakit(sesi, wadah).satukan(a.orang, utama, pelaku, Jejak(sesi))
    assert (await kini(sesi, wadah, lain))[0].ref == lain.orang


async def test_a_familys_move_takes_its_memberships_and_the_lookup_along(
    pabrik: PabrikPenetapan, sesi: AsyncSession, wadah: Wadah
) -> None:
    antre = await pabrik.antre()
    await pabrik.anggota(antre)
    pindah_desa = PindahDesa(tanggal=hari_ini(), kode_desa=LAIN)
    keluarga_id = antre.usulan.keluarga_id
    await PerubahanService.rakit(sesi, wadah).terapkan(keluarga_id, pindah_desa, None, sumber="uji")
    (baris,) = await kini(sesi, wadah, antre)
    assert (baris.keluarga_id, baris.kode_desa) == (keluarga_id, LAIN)
    cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
    assert (cek.keluarga_id, cek.kode_desa) == (keluarga_id, LAIN)
