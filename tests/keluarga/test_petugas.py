"""What officers do and see over HTTP."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.routers.petugas import MEMBACA, MENGUBAH
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import DASAR, HARI_INI, TUJUAN, cocok, jejak, keluarga_baru, kode, rute, sebagai_json
from tests.pabrik.indeks import kini
from tests.pabrik.keluarga import DESA, anggota, daftarkan, nik, no_kk, subjek


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


# -- search


async def test_a_family_is_found_by_nik_no_kk_and_name(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota(nama="Ujang O'Neil"))
    keluarga = await keluarga_baru(sesi, wadah, isi)
    cara: list[dict[str, Any]] = [
        {"nik": isi.nik},
        {"no_kk": isi.no_kk},
        {"nama": "santoso BUDI", "kode_desa": DESA},
        {"nik": isi.anggota[0].nik},
        {"nama": "oneil", "kode_desa": DESA},
    ]
    for n, c in enumerate(cara):
        jawab = await operator.post(f"{DASAR}/cari", json=c | TUJUAN)
        assert jawab.status_code == 200
        (satu,) = jawab.json()["data"]
        assert (satu["ref"], satu["nama_kepala"]) == (keluarga.ref.teks, "Budi Santoso")
        assert satu["nama"] == ("Budi Santoso" if n < 3 else "Ujang O'Neil")
        assert satu["nik"].endswith("************")
        assert satu["desa"].startswith("Cileunyi Kulon")
    catatan = await jejak(sesi, "keluarga:pencarian")
    assert [c.rincian["cara"] for c in catatan] == ["nik", "no_kk", "nama", "nik", "nama"]
    assert {c.tujuan for c in catatan} == {"PERBAIKAN_DATA"}
    assert [c.subjek for c in catatan[:3]] == [[wadah.sandi.indeks(Tujuan.NIK, isi.nik or "")]] * 3


async def test_names_have_pages(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    for _ in range(3):
        await daftarkan(sesi, wadah)
    satu = (await operator.post(f"{DASAR}/cari?batas=2", json={"nama": "Budi", "kode_desa": DESA} | TUJUAN)).json()
    kursor = satu["halaman"]["berikutnya"]
    dua = (
        await operator.post(
            f"{DASAR}/cari", params={"batas": 2, "kursor": kursor}, json={"nama": "Budi", "kode_desa": DESA} | TUJUAN
        )
    ).json()
    assert len({d["ref"] for d in satu["data"] + dua["data"]}) == 3
    assert dua["halaman"]["berikutnya"] is None
    lain = await operator.post(
        f"{DASAR}/cari", params={"kursor": kursor}, json={"nama": "Asep", "kode_desa": DESA} | TUJUAN
    )
    assert kode(lain) == (422, "kursor-tidak-sah")


async def test_nothing_is_found_outside_the_region_or_without_words(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek()
    await daftarkan(sesi, wadah, isi)
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    luar: list[dict[str, Any]] = [{"nik": isi.nik}, {"no_kk": isi.no_kk}, {"nama": "Budi", "kode_desa": DESA}]
    asal: list[dict[str, Any]] = [{"nik": nik()}, {"no_kk": no_kk()}]
    asal += [{"nama": kata, "kode_desa": DESA} for kata in ("***", "%")]
    for c in luar:
        assert (await asing.post(f"{DASAR}/cari", json=c | TUJUAN)).json()["data"] == []
    for c in asal:
        assert (await operator.post(f"{DASAR}/cari", json=c | TUJUAN)).json()["data"] == []


@pytest.mark.parametrize(
    "isi",
    [
        {},
        {"nik": str(nik()), "no_kk": str(no_kk())},
        {"nama": "Budi"},
        {"nik": str(nik()), "kode_desa": DESA},
        {"nik": "3204050101900000"},
        {"nama": "Budi", "kode_desa": "32.04.05"},
        {"nik": str(nik()), "lain": 1},
        {"nik": str(nik()), "tujuan": "INGIN TAHU"},
    ],
)
async def test_a_search_that_is_not_one_search_is_refused(operator: Klien, isi: dict[str, Any]) -> None:
    jawab = await operator.post(f"{DASAR}/cari", json=TUJUAN | isi)
    assert kode(jawab) == (422, "isian-tidak-sah")
    assert isi.get("nik", "tidak ada") not in jawab.text


# -- reading


async def test_opening_a_family_is_recorded_with_its_purpose(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota())
    keluarga = await keluarga_baru(sesi, wadah, isi)
    jawab = await operator.get(rute(keluarga), params=TUJUAN)
    badan = jawab.json()
    assert (jawab.status_code, jawab.headers["ETag"], jawab.headers["Cache-Control"]) == (200, '"v1"', "no-store")
    assert (badan["no_kk"], badan["anggota"][0]["nik"], badan["alamat"]) == (isi.no_kk, isi.nik, isi.alamat)
    (catatan,) = await jejak(sesi, "keluarga:data:dibaca")
    assert catatan.pelaku_id == operator.pelaku.akun_id
    assert (catatan.tujuan, set(kini(catatan.subjek))) == ("PERBAIKAN_DATA", set(kini(keluarga.subjek)))


async def test_without_a_purpose_nothing_is_shown(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    assert kode(await operator.get(rute(keluarga))) == (422, "isian-tidak-sah")


@pytest.mark.parametrize("jabatan", sorted(set(MEMBACA) - MELIHAT_NOMOR))
async def test_who_only_watches_sees_no_number_and_no_contact(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan
) -> None:
    isi = subjek()
    keluarga = await keluarga_baru(sesi, wadah, isi)
    klien = await masuk(jabatan, ("32.04",))
    for alamat in (rute(keluarga), rute(keluarga) + "/riwayat"):
        teks = (await klien.get(alamat, params={"tujuan": "PEMANTAUAN"})).text
        assert not any(r and r in teks for r in (isi.nik, isi.no_kk, isi.telepon, isi.nama_ibu))
        assert "************" in teks
    for metode, jalur, badan in (
        ("PATCH", rute(keluarga), {"alamat": "x"}),
        ("POST", DASAR, sebagai_json(subjek())),
        ("POST", rute(keluarga) + "/anggota", {}),
    ):
        jawab = await klien.request(metode, jalur, json=badan, headers=cocok(keluarga))
        if jabatan is not Jabatan.DISDUKCAPIL:
            assert kode(jawab) == (403, "jabatan-tidak-berwenang")


@pytest.mark.parametrize("jabatan", sorted({j for j in Jabatan if j not in MEMBACA} - {Jabatan.WARGA}))
async def test_who_has_no_business_here_is_refused(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan
) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    klien = await masuk(jabatan, ("32.04",))
    assert (await klien.get(rute(keluarga), params=TUJUAN)).status_code == 403
    assert (await klien.post(f"{DASAR}/cari", json={"nik": nik()} | TUJUAN)).status_code == 403


async def test_another_region_sees_the_404_of_what_does_not_exist(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    asing = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.17",))
    kepala = keluarga.aktif[0].ref.teks
    tutup = {"alasan": "MENINGGAL", "tanggal": HARI_INI}
    pindah = {"ke": keluarga.ref.teks, "hubungan": "LAINNYA", "tanggal": HARI_INI}
    tidak_ada = Ref(id_baru(), id_baru()).teks
    for sasaran in (keluarga.ref.teks, tidak_ada, "bukan-ref", kepala):
        dasar = f"{DASAR}/{sasaran}"
        for metode, jalur, badan in (
            ("GET", f"{dasar}?tujuan=VERVAL", None),
            ("GET", f"{dasar}/riwayat?tujuan=VERVAL", None),
            ("PATCH", dasar, {"alamat": "Jl. Baru"}),
            ("POST", f"{dasar}/anggota", sebagai_json(anggota()) | {"alasan": "LAHIR", "tanggal": HARI_INI}),
            ("PATCH", f"{dasar}/anggota/{kepala}", {"nama": "X"}),
            ("POST", f"{dasar}/anggota/{kepala}/tutup", tutup),
            ("POST", f"{dasar}/anggota/{kepala}/pindah", pindah | {"ke": Ref(i := id_baru(), i).teks}),
        ):
            jawab = await asing.request(metode, jalur, json=badan, headers=cocok(keluarga))
            assert kode(jawab) == (404, "keluarga-tidak-ditemukan"), (metode, jalur)


async def test_officers_who_write_are_among_those_who_read() -> None:
    assert set(MENGUBAH) <= set(MEMBACA)
    assert set(MEMBACA) >= MELIHAT_NOMOR
