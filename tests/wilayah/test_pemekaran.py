"""D.3: a village is split; old codes keep working from the database to HTTP until every family has the new one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.keluarga import pengalihan
from app.keluarga.pengalihan import PengalihanService
from app.keluarga.service import KeluargaService
from app.keluarga.tugas import alihkan_desa
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import DASAR, HARI_INI, TUJUAN, keluarga_baru, kode, rute, sebagai_json
from tests.pabrik.keluarga import anggota, isian, kanonik_kini, subjek
from tests.pabrik.wilayah import DESA, DESA_LAIN, KECAMATAN, pengganti, wilayah
from tests.versi import pastikan_berversi

BARU_A, BARU_B = "32.04.05.2101", "32.04.05.2102"
KEMARIN = hari_ini() - timedelta(days=1)
ADMIN = "/v1/admin/wilayah"


async def belah(sesi: AsyncSession, *baru: str, lama: str = DESA) -> None:
    """Let `lama` have been split yesterday."""
    for b in baru:
        await wilayah(sesi, b, f"Desa {b}", dari=KEMARIN)
        await pengganti(sesi, lama, b, KEMARIN)


# -- scope


async def test_whoever_answers_for_a_place_sees_its_old_and_new_codes(sesi: AsyncSession, wadah: Wadah) -> None:
    await belah(sesi, BARU_A, BARU_B)
    service = WilayahService.rakit(sesi, wadah)
    assert await service.setempat([DESA]) == {DESA, BARU_A, BARU_B}
    assert await service.setempat([BARU_A]) == {BARU_A, DESA}
    assert await service.setempat([KECAMATAN]) == {KECAMATAN, DESA}
    assert await service.setempat([DESA_LAIN]) == {DESA_LAIN}
    assert await service.setempat([]) == set()


async def test_a_village_that_joins_another_kecamatan_is_seen_by_both(sesi: AsyncSession, wadah: Wadah) -> None:
    """D.3: a new kecamatan takes a desa over; the rest of the old kecamatan stays out of its sight."""
    await wilayah(sesi, "32.04.99", "Kecamatan Baru", dari=KEMARIN)
    await belah(sesi, "32.04.99.2001")
    service = WilayahService.rakit(sesi, wadah)
    baru = Lingkup(tuple(await service.setempat(["32.04.99"])))
    assert [baru.memuat(k) for k in (DESA, "32.04.99.2001", DESA_LAIN)] == [True, True, False]
    lama = Lingkup(tuple(await service.setempat([KECAMATAN])))
    assert [lama.memuat(k) for k in (DESA, "32.04.99.2001", DESA_LAIN)] == [True, False, True]


async def test_a_split_kecamatan_gives_each_half_its_own_villages_only(sesi: AsyncSession, wadah: Wadah) -> None:
    """D.3: of an old code that was split, a region gets the parts that lie in it, never the whole."""
    for kec in ("32.04.97", "32.04.98"):
        await wilayah(sesi, kec, "Belahan", dari=KEMARIN)
    await belah(sesi, "32.04.97.2001")
    await belah(sesi, "32.04.98.2002", lama=DESA_LAIN)
    for kec in ("32.04.97", "32.04.98"):
        await pengganti(sesi, KECAMATAN, kec, KEMARIN)
    service = WilayahService.rakit(sesi, wadah)
    assert await service.setempat(["32.04.97"]) == {"32.04.97", DESA}
    assert await service.setempat(["32.04.98"]) == {"32.04.98", DESA_LAIN}
    assert KECAMATAN in await service.setempat(["32.04"])


@pytest.mark.parametrize("tugas", [DESA, BARU_A])
async def test_officers_of_the_old_and_of_the_new_code_see_the_same_families(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, tugas: str
) -> None:
    lama = await keluarga_baru(sesi, wadah)
    await belah(sesi, BARU_A, BARU_B)
    baru = await keluarga_baru(sesi, wadah, subjek(kode_desa=BARU_A))
    petugas, asing = await masuk(Jabatan.OPERATOR_DESA, (tugas,)), await masuk(Jabatan.OPERATOR_DESA, (DESA_LAIN,))
    for keluarga in (lama, baru):
        assert (await petugas.get(rute(keluarga), params=TUJUAN)).status_code == 200
        assert kode(await asing.get(rute(keluarga), params=TUJUAN)) == (404, "keluarga-tidak-ditemukan")
    for desa in (DESA, BARU_A):
        cari = await petugas.post(f"{DASAR}/cari", json={"nama": "Budi", "kode_desa": desa} | TUJUAN)
        assert {d["ref"] for d in cari.json()["data"]} == {lama.ref.teks, baru.ref.teks}
    berwenang = await AkunService.rakit(sesi, wadah).petugas_di(BARU_A, Jabatan.OPERATOR_DESA)
    assert petugas.pelaku.akun_id in {a.id for a in berwenang}
    assert asing.pelaku.akun_id not in {a.id for a in berwenang}


# -- typed codes


async def test_an_old_code_with_several_successors_asks_which(masuk: Masuk, sesi: AsyncSession) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    await belah(sesi, BARU_A, BARU_B)
    jawab = await operator.post(DASAR, json=sebagai_json(subjek()))
    assert kode(jawab) == (422, "wilayah-sudah-diganti")
    assert jawab.json()["pengganti"] == [BARU_A, BARU_B]
    dipilih = await operator.post(DASAR, json=sebagai_json(subjek(kode_desa=BARU_B)))
    assert (dipilih.status_code, dipilih.json()["kode_desa"]) == (201, BARU_B)


async def test_an_old_code_with_one_successor_is_read_as_that(
    masuk: Masuk, klien: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    await belah(sesi, BARU_A)
    jawab = await operator.post(DASAR, json=sebagai_json(subjek()))
    assert (jawab.status_code, jawab.json()["kode_desa"]) == (201, BARU_A)
    isi = {"subjek": sebagai_json(subjek()), "jenis": "BARU"}
    usulan = await operator.post("/v1/petugas/usulan", json=isi)
    assert usulan.status_code == 201, usulan.text
    assert usulan.json()["subjek"]["kode_desa"] == BARU_A
    publik = await klien.get(f"/v1/publik/wilayah/{DESA}")
    assert [p["kode"] for p in publik.json()["pengganti"]] == [BARU_A]


async def test_a_citizen_of_the_old_code_proposes_in_the_new_village(masuk: Masuk, sesi: AsyncSession) -> None:
    await belah(sesi, BARU_A, BARU_B)
    warga = await masuk(Jabatan.WARGA, kode_desa=DESA)
    isi = {"subjek": sebagai_json(subjek(kode_desa=BARU_B)), "jenis": "BARU"}
    assert (await warga.post("/v1/warga/usulan", json=isi)).status_code == 201
    lain = {"subjek": sebagai_json(subjek(kode_desa=DESA_LAIN)), "jenis": "BARU"}
    assert kode(await warga.post("/v1/warga/usulan", json=lain)) == (409, "syarat-tidak-terpenuhi")


async def test_a_known_person_lives_in_the_village_under_either_code(sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek()
    await keluarga_baru(sesi, wadah, isi)
    await belah(sesi, BARU_A, BARU_B)
    service = KeluargaService.rakit(sesi, wadah)
    assert isi.nik is not None
    assert [await service.is_tinggal_di(isi.nik, k) for k in (DESA, BARU_A, BARU_B, DESA_LAIN)] == [True] * 3 + [False]


# -- families follow


async def test_a_family_is_given_the_new_code_of_its_village(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota()))
    service = KeluargaService.rakit(sesi, wadah)
    await service.simpan_jawaban(
        keluarga.keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=hari_ini(), pelaku=None
    )
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    warga = await masuk(Jabatan.WARGA, nik=keluarga.aktif[0].nik, kode_desa=DESA)
    alih: dict[str, Any] = {"jenis": "ALIH_WILAYAH", "tanggal": HARI_INI}
    jalur = rute(keluarga) + "/perubahan"
    belum = await operator.post(jalur, json=alih | {"kode_desa": DESA_LAIN})
    assert kode(belum) == (422, "bukan-pengganti-wilayah")
    await belah(sesi, BARU_A, BARU_B)
    jawab = await operator.post(jalur, json=alih | {"kode_desa": BARU_A})
    assert (jawab.status_code, jawab.json()["keluarga"]["kode_desa"]) == (200, BARU_A)
    kini = await service.baca(keluarga.keluarga_id)
    assert (kini.kode_desa, kini.rumah_tangga_id) == (BARU_A, keluarga.rumah_tangga_id)
    kanonik = await kanonik_kini(service, keluarga.keluarga_id)
    assert kanonik is not None
    assert kanonik["kode_desa"] == BARU_A
    akun = await AkunService.rakit(sesi, wadah).ambil(warga.pelaku.akun_id)
    await sesi.refresh(akun)
    assert (akun.kode_desa, akun.kode_kelola) == (BARU_A, BARU_A)
    koreksi = f"{jalur}/{jawab.json()['ref']}/koreksi"
    kembali = await operator.post(koreksi, json={"keterangan": "Salah memilih desa"})
    assert kembali.json()["keluarga"]["kode_desa"] == DESA


async def test_the_rest_of_a_village_follows_by_a_job_that_goes_on_where_it_was_killed(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pengalihan, "PER_LANGKAH", 2)
    keluarga = [await keluarga_baru(sesi, wadah) for _ in range(5)]
    await belah(sesi, BARU_A)
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    jawab = await admin.post(f"{ADMIN}/{DESA}/pengalihan", json={"ke": BARU_A})
    assert (jawab.status_code, jawab.json()["sisa"], jawab.json()["jumlah"]) == (202, 5, 0)
    assert await PengalihanService.rakit(sesi, wadah).lanjutkan(DESA, BARU_A)
    await sesi.flush()
    tengah = (await admin.get(jawab.headers["Location"])).json()
    assert (tengah["jumlah"], tengah["sisa"], tengah["selesai_at"]) == (2, 3, None)
    for _ in range(2):  # a second run finds nothing to do
        await alihkan_desa(wadah, {"lama": DESA, "baru": BARU_A})
    akhir = (await admin.get(jawab.headers["Location"])).json()
    assert (akhir["jumlah"], akhir["sisa"]) == (5, 0)
    assert akhir["selesai_at"] is not None
    sesi.expire_all()
    kini = await KeluargaService.rakit(sesi, wadah).baca_banyak([k.keluarga_id for k in keluarga])
    assert {k.kode_desa for k in kini.values()} == {BARU_A}


async def test_a_village_follows_only_to_its_successor(masuk: Masuk, sesi: AsyncSession) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    jawab = await admin.post(f"{ADMIN}/{DESA}/pengalihan", json={"ke": DESA_LAIN})
    assert kode(jawab) == (422, "bukan-pengganti-wilayah")
    tanpa = await admin.get(f"{ADMIN}/{DESA}/pengalihan/{DESA_LAIN}")
    assert kode(tanpa) == (404, "pengalihan-tidak-ditemukan")
    operator = await masuk(Jabatan.OPERATOR_KABKOTA)
    assert (await operator.post(f"{ADMIN}/{DESA}/pengalihan", json={"ke": BARU_A})).status_code == 403


async def test_a_replacement_may_name_the_version_that_was_read(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    isi = {"pengganti": ["32.04.05.2002"], "tanggal": hari_ini().isoformat(), "dasar": "Perda Uji 9/2026"}
    dibaca = (await admin.get(f"{ADMIN}/{DESA}")).headers["ETag"]
    await pastikan_berversi(admin, f"{ADMIN}/{DESA}", "ganti", dibaca, isi)


# -- undoing


async def test_a_mistaken_split_is_undone_while_nothing_uses_it(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    await belah(sesi, BARU_A, BARU_B)
    dasar = {"dasar": "Salah ketik"}
    jawab = await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json=dasar)
    assert (jawab.status_code, jawab.json()["berlaku_sampai"], jawab.json()["pengganti"]) == (200, None, [])
    assert kode(await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json=dasar)) == (409, "tidak-ada-penggantian")
    assert kode(await admin.post(f"{ADMIN}/32.04.05.2999/batal-ganti", json=dasar)) == (404, "wilayah-tidak-ditemukan")
    ganti = {"pengganti": [BARU_A], "tanggal": hari_ini().isoformat(), "dasar": "Perda Uji 9/2026"}
    assert (await admin.post(f"{ADMIN}/{DESA}/ganti", json=ganti)).status_code == 200
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    alih = {"jenis": "ALIH_WILAYAH", "tanggal": HARI_INI, "kode_desa": BARU_A}
    assert (await operator.post(rute(keluarga) + "/perubahan", json=alih)).status_code == 200
    assert kode(await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json=dasar)) == (409, "penggantian-sudah-dipakai")


async def test_a_split_is_in_use_when_a_family_was_recorded_under_a_successor(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    await belah(sesi, BARU_A, BARU_B)
    await keluarga_baru(sesi, wadah, subjek(kode_desa=BARU_B))
    basi = await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json={"dasar": "x"}, headers={"If-Match": '"v9"'})
    assert kode(basi) == (412, "versi-basi")
    jawab = await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json={"dasar": "Salah"})
    assert kode(jawab) == (409, "penggantian-sudah-dipakai")


async def test_a_split_below_an_ended_region_stays(masuk: Masuk, sesi: AsyncSession) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    await wilayah(sesi, "32.04.99", "Kecamatan Baru", dari=KEMARIN)
    await belah(sesi, "32.04.99.2001")
    await pengganti(sesi, KECAMATAN, "32.04.99", KEMARIN)
    jawab = await admin.post(f"{ADMIN}/{DESA}/batal-ganti", json={"dasar": "Salah"})
    assert kode(jawab) == (409, "wilayah-tidak-berlaku")


def test_a_citizens_scope_holds_the_codes_of_his_village() -> None:
    warga = Pelaku(akun_id=Ref.nihil().id, jabatan=Jabatan.WARGA, kode_desa=DESA, wilayah=(BARU_A,))
    assert Lingkup.dari(warga).prefiks == (DESA, BARU_A)
