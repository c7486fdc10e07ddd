"""PPKS and PSKS over HTTP: people with and without papers, groups, sensitive kinds, and the life of an entry."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.ppks.jenis import JENIS, Bentuk, Kategori
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN

pytestmark = pytest.mark.anyio
J = Jabatan
JALUR = "/v1/petugas/ppks"
TUJUAN = {"tujuan": "PELAYANAN_WARGA"}


def entri(**tetap: Any) -> dict[str, Any]:
    return {
        "kategori": "PPKS",
        "jenis": "GELANDANGAN",
        "bentuk": "INDIVIDU",
        "kode_desa": str(DESA),
        "ditemukan_date": "2026-01-05",
        "perkiraan_umur": 45,
        "lokasi": "Kolong jembatan uji",
        "keterangan": "Laki-laki, rambut panjang, tidak tahu namanya",
    } | tetap


def alasan(kode: str) -> dict[str, Any]:
    return {"alasan": pabrik.alasan(kode)}


async def _catat(klien: Klien, **tetap: Any) -> httpx.Response:
    return await klien.post(JALUR, json=entri(**tetap))


async def test_somebody_without_name_or_number_is_recorded_and_found_again(masuk: Masuk) -> None:
    psm = await masuk(J.PSM)
    jawab = await _catat(psm)
    assert jawab.status_code == 201
    satu = (await psm.get(jawab.headers["Location"], params=TUJUAN)).json()
    assert (satu["nik"], satu["nama"], satu["status"], satu["is_terhubung"]) == (None, None, "DICATAT", False)
    assert satu["jenis"]["teks"] == {"id": "Gelandangan", "en": "Homeless person"}
    assert [e["id"] for e in (await psm.get(JALUR)).json()["data"]] == [satu["id"]]


async def test_somebody_with_a_nik_is_linked_to_the_registry_and_seen_by_himself(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = pabrik.nik_uji()
    await pabrik_keluarga.daftarkan(sesi, wadah, pabrik_keluarga.subjek(nik=nik))
    await sesi.commit()
    psm, saya = await masuk(J.PSM), await masuk(J.WARGA, nik=nik)
    jawab = await _catat(psm, nik=nik, nama="Orang Uji", jenis="PENGEMIS")
    assert jawab.json()["is_terhubung"] is True
    assert jawab.json()["nik"] == f"{nik[:4]}************"
    milik = (await saya.get("/v1/warga/ppks")).json()
    assert [(m["jenis"]["kode"], m["keterangan"]) for m in milik] == [("PENGEMIS", entri()["keterangan"])]
    assert (await (await masuk(J.WARGA)).get("/v1/warga/ppks")).json() == []
    cari = await psm.post(f"{JALUR}/cari", json={"nik": nik, **TUJUAN})
    assert len(cari.json()) == 1
    nama = await psm.post(f"{JALUR}/cari", json={"nama": "orang  UJI", **TUJUAN})
    assert nama.json() == cari.json()


async def test_nobody_learns_by_recording_who_is_registered_outside_his_regions(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """S10: else a number and a village of one's own would ask the whole nation's registry."""
    nik = pabrik.nik_uji()
    await pabrik_keluarga.daftarkan(sesi, wadah, pabrik_keluarga.subjek(nik=nik, kode_desa=DESA_KAB_LAIN))
    await sesi.commit()
    psm = await masuk(J.PSM)
    terdaftar, tidak = await _catat(psm, nik=nik), await _catat(psm, nik=pabrik.nik_uji(1))
    assert terdaftar.status_code == tidak.status_code == 201
    assert terdaftar.json().keys() == tidak.json().keys()
    assert terdaftar.json()["is_terhubung"] is tidak.json()["is_terhubung"] is False
    assert {e["is_terhubung"] for e in (await psm.get(JALUR)).json()["data"]} == {False}
    assert {e["is_terhubung"] for e in (await (await masuk(J.PUSAT)).get(JALUR)).json()["data"]} == {True, False}


async def test_an_entry_lives_from_record_to_reopening_with_its_reasons(masuk: Masuk) -> None:
    psm, verifikator = await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    jalur = (await _catat(psm)).headers["Location"]
    assert (await verifikator.post(f"{jalur}/verifikasi")).json()["status"] == "TERVERIFIKASI"
    assert (await verifikator.post(f"{jalur}/tutup", json={})).json()["kode"] == "alasan-wajib"
    asing = await verifikator.post(f"{jalur}/tutup", json=alasan("PPKS_TIDAK_DITEMUKAN"))
    assert asing.json()["kode"] == "alasan-tidak-berlaku"
    tutup = await verifikator.post(f"{jalur}/tutup", json=alasan("PPKS_TERTANGANI"))
    assert tutup.json()["status"] == "DITUTUP"
    assert (await verifikator.post(f"{jalur}/tutup", json=alasan("PPKS_TERTANGANI"))).json()["kode"] == (
        "transisi-ditolak"
    )
    buka = await verifikator.post(f"{jalur}/buka-kembali", json=alasan("PPKS_MUNCUL_KEMBALI"))
    assert buka.json()["status"] == "TERVERIFIKASI"
    riwayat = (await psm.get(f"{jalur}/riwayat", params=TUJUAN)).json()
    assert [x["aksi"] for x in riwayat] == ["catat", "verifikasi", "tutup", "buka_kembali"]
    assert riwayat[2]["penjelasan"] == pabrik.alasan("X")["penjelasan"]


async def test_a_refused_entry_is_over_and_may_be_recorded_anew(masuk: Masuk) -> None:
    psm, verifikator = await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    nik = pabrik.nik_uji()
    satu = await _catat(psm, nik=nik)
    assert (await _catat(psm, nik=nik)).json()["kode"] == "ppks-sudah-dicatat"
    assert (await _catat(psm, nik=nik, jenis="PENGEMIS")).status_code == 201
    tolak = await verifikator.post(f"{satu.headers['Location']}/tolak", json=alasan("PPKS_TIDAK_DITEMUKAN"))
    assert tolak.json()["status"] == "DITOLAK"
    assert (await _catat(psm, nik=nik)).status_code == 201


async def test_a_closed_entry_is_not_reopened_beside_a_newer_one(masuk: Masuk) -> None:
    psm, verifikator = await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    nik = pabrik.nik_uji()
    jalur = (await _catat(psm, nik=nik)).headers["Location"]
    await verifikator.post(f"{jalur}/verifikasi")
    await verifikator.post(f"{jalur}/tutup", json=alasan("PPKS_TIDAK_LAGI_SESUAI"))
    await _catat(psm, nik=nik)
    buka = await verifikator.post(f"{jalur}/buka-kembali", json=alasan("PPKS_MUNCUL_KEMBALI"))
    assert (buka.status_code, buka.json()["kode"]) == (409, "ppks-sudah-dicatat")
    assert (await psm.get(jalur, params=TUJUAN)).json()["status"] == "DITUTUP"


async def test_nobody_verifies_what_he_recorded_or_his_own_entry(masuk: Masuk) -> None:
    nik = pabrik.nik_uji()
    psm, diri = await masuk(J.PSM), await masuk(J.VERIFIKATOR, nik=nik)
    assert (await _catat(await masuk(J.PSM, nik=nik), nik=nik)).json()["kode"] == "pemisahan-tugas"
    jalur = (await _catat(psm, nik=nik)).headers["Location"]
    tolak = await diri.post(f"{jalur}/verifikasi")
    assert (tolak.status_code, tolak.json()["kode"]) == (409, "pemisahan-tugas")
    assert (await psm.post(f"{jalur}/verifikasi")).status_code == 403
    terlihat = (await diri.get(jalur, params=TUJUAN)).json()["aksi_tersedia"]
    assert all(a["ditolak_karena"] for a in terlihat)


async def test_content_changes_only_before_verification_and_from_the_version_that_was_read(masuk: Masuk) -> None:
    psm, verifikator = await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    jalur = (await _catat(psm)).headers["Location"]
    isi = {"lokasi": "Pasar uji", "keterangan": "Kini diketahui namanya", "nama": "Pak Uji", "perkiraan_umur": 50}
    assert (await psm.patch(jalur, json=isi)).status_code == 428
    ubah = await psm.patch(jalur, json=isi, headers={"If-Match": '"v1"'})
    assert (ubah.json()["nama"], ubah.headers["ETag"]) == ("Pak Uji", '"v2"')
    assert (await psm.patch(jalur, json=isi, headers={"If-Match": '"v1"'})).status_code == 412
    riwayat = (await psm.get(f"{jalur}/riwayat", params=TUJUAN)).json()
    assert riwayat[1]["bidang"] == ["keterangan", "lokasi", "nama", "perkiraan_umur"]
    await verifikator.post(f"{jalur}/verifikasi")
    kunci = await psm.patch(jalur, json=isi, headers={"If-Match": '"v3"'})
    assert (kunci.status_code, kunci.json()["kode"]) == (409, "ppks-terkunci")


async def test_a_changed_nik_may_not_collide_with_another_open_entry(masuk: Masuk) -> None:
    psm, nik = await masuk(J.PSM), pabrik.nik_uji()
    await _catat(psm, nik=nik)
    jalur = (await _catat(psm)).headers["Location"]
    isi = {"lokasi": "Pasar uji", "keterangan": "Ternyata orang yang sama", "nik": nik}
    assert (await psm.patch(jalur, json=isi, headers={"If-Match": '"v1"'})).json()["kode"] == "ppks-sudah-dicatat"
    anak = {"lokasi": "Pasar uji", "keterangan": "Anak", "tanggal_lahir": "2020-01-01"}
    jalur = (await _catat(psm, jenis="LANJUT_USIA_TERLANTAR", perkiraan_umur=70)).headers["Location"]
    salah = await psm.patch(jalur, json=anak, headers={"If-Match": '"v1"'})
    assert salah.json()["kode"] == "jenis-ppks-tidak-sesuai"


@pytest.mark.parametrize("jenis", sorted(j.kode for j in JENIS.values() if j.is_peka))
async def test_sensitive_kinds_are_seen_by_their_recorder_and_by_those_who_handle_them(
    masuk: Masuk, jenis: str
) -> None:
    j = JENIS[Kategori.PPKS, jenis]
    keluarga = {"bentuk": "KELUARGA", "nama": "Keluarga uji", "jumlah_anggota": 3}
    bentuk = {} if Bentuk.INDIVIDU in j.bentuk else keluarga
    tksk, psm, verifikator = await masuk(J.TKSK), await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    jalur = (await _catat(tksk, jenis=jenis, perkiraan_umur=12, **bentuk)).headers["Location"]
    for klien, boleh in ((tksk, True), (verifikator, True), (psm, False)):
        assert (await klien.get(jalur, params=TUJUAN)).status_code == (200 if boleh else 404)
        assert len((await klien.get(JALUR)).json()["data"]) == boleh
        assert sum(r["jumlah"] for r in (await klien.get(f"{JALUR}/rekap")).json()) == boleh


async def test_another_region_sees_nothing_and_records_nothing_here(masuk: Masuk) -> None:
    psm, jauh = await masuk(J.PSM), await masuk(J.PSM, ("33.01",))
    jalur = (await _catat(psm)).headers["Location"]
    asing = await jauh.get(jalur, params=TUJUAN)
    tiada = await jauh.get(f"{JALUR}/{uuid4()}", params=TUJUAN)
    bersih = [{k: v for k, v in x.json().items() if k not in {"instance", "id_permintaan"}} for x in (asing, tiada)]
    assert asing.status_code == 404
    assert bersih[0] == bersih[1]
    assert (await _catat(jauh)).json()["kode"] == "ppks-tidak-ditemukan"
    assert (await jauh.get(JALUR)).json()["data"] == []
    for aksi in ("verifikasi", "riwayat"):
        metode = jauh.get if aksi == "riwayat" else (await masuk(J.VERIFIKATOR, ("33.01",))).post
        assert (await metode(f"{jalur}/{aksi}", params=TUJUAN if aksi == "riwayat" else {})).status_code == 404


@pytest.mark.parametrize(
    ("ubah", "kode"),
    [
        ({"jenis": "TIDAK_ADA"}, "jenis-ppks-tidak-sesuai"),
        ({"kategori": "PSKS"}, "jenis-ppks-tidak-sesuai"),
        ({"jenis": "LANJUT_USIA_TERLANTAR"}, "jenis-ppks-tidak-sesuai"),
        ({"jenis": "ANAK_JALANAN", "perkiraan_umur": 18}, "jenis-ppks-tidak-sesuai"),
        ({"jenis": "ANAK_BALITA_TERLANTAR", "perkiraan_umur": None, "tanggal_lahir": "2015-01-01"}, None),
        ({"kategori": "PSKS", "jenis": "LKS"}, "jenis-ppks-tidak-sesuai"),
        ({"bentuk": "KELOMPOK"}, None),
        ({"jumlah_anggota": 3}, None),
        ({"bentuk": "KELOMPOK", "jumlah_anggota": 3}, None),
        ({"bentuk": "KELOMPOK", "jumlah_anggota": 1, "nama": "Satu"}, None),
        ({"ditemukan_date": "2999-01-01"}, None),
        ({"kode_desa": "32.04.05.2999"}, "wilayah-tidak-dikenal"),
        ({"perkiraan_umur": 121}, None),
        ({"nik": "1234"}, None),
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(
    masuk: Masuk, ubah: dict[str, Any], kode: str | None
) -> None:
    psm = await masuk(J.PSM)
    jawab = await _catat(psm, **ubah)
    assert jawab.status_code == 422
    assert kode is None or jawab.json()["kode"] == kode
    assert (await psm.get(JALUR)).json()["data"] == []


async def test_groups_and_institutions_are_entries_too(masuk: Masuk) -> None:
    psm = await masuk(J.PSM)
    umum = {"bentuk": "KELOMPOK", "perkiraan_umur": None}
    kat = await _catat(psm, **umum, jenis="KOMUNITAS_ADAT_TERPENCIL", nama="Komunitas Uji", jumlah_anggota=120)
    lks = await _catat(
        psm, **umum, kategori="PSKS", jenis="LKS", nama="Yayasan Uji", jumlah_anggota=7, nomor_legalitas="AHU-1"
    )
    assert (kat.status_code, lks.status_code) == (201, 201)
    daftar = await psm.get(
        JALUR, params={"kategori": "PSKS", "jenis": "LKS", "status": "DICATAT", "kode_wilayah": "32"}
    )
    assert [e["id"] for e in daftar.json()["data"]] == [lks.json()["id"]]
    assert (await psm.get(JALUR, params={"kode_wilayah": "33"})).json()["data"] == []


async def test_a_search_names_exactly_one_thing_and_finds_no_neighbour(masuk: Masuk) -> None:
    psm = await masuk(J.PSM)
    for isi in ({}, {"nik": pabrik.nik_uji(), "nama": "A"}):
        assert (await psm.post(f"{JALUR}/cari", json={**isi, **TUJUAN})).status_code == 422
    assert (await psm.post(f"{JALUR}/cari", json={"nama": "Tiada", **TUJUAN})).json() == []


async def test_the_rows_show_neither_names_nor_words(masuk: Masuk, sesi: AsyncSession) -> None:
    psm = await masuk(J.PSM)
    nik = pabrik.nik_uji()
    await _catat(psm, nik=nik, nama="Kenari Rahasia", lokasi="Gang Kenari", keterangan="Kenari tanpa rumah")
    mentah = str((await sesi.execute(text("SELECT entri_ppks::text FROM entri_ppks"))).all())
    mentah += str((await sesi.execute(text("SELECT riwayat_ppks::text FROM riwayat_ppks"))).all())
    for rahasia in (nik, "Kenari", "kenari", b"Kenari".hex()):
        assert rahasia not in mentah


async def test_the_lists_are_published_whole(klien: Klien) -> None:
    for nama, jumlah in (("ppks", 26), ("psks", 12), ("status-ppks", 4)):
        butir = (await klien.get(f"/v1/publik/referensi/{nama}")).json()["butir"]
        assert len(butir) == jumlah
        assert all(b["teks"]["id"] and b["teks"]["en"] for b in butir)


def test_kinds_are_numbered_as_in_the_regulation() -> None:
    def nomor(kategori: Kategori) -> Iterator[int]:
        return (j.nomor for j in JENIS.values() if j.kategori is kategori)

    assert list(nomor(Kategori.PPKS)) == list(range(1, 27))
    assert list(nomor(Kategori.PSKS)) == list(range(1, 13))
    assert len(JENIS) == 38
