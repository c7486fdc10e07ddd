"""Imports over HTTP: pieces, recognition, mapping, trial, writing, accounts; and every refusal."""

import csv
import io
import zipfile
from typing import Any

import pytest

from app.config import Impor
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.impor.service import TUGAS_IMPOR
from tests.conftest import Klien, Masuk
from tests.impor.pembantu import berkas, hitung, keluarga

pytestmark = pytest.mark.anyio
AKAR = "/v1/petugas/impor"
OKTET = {"Content-Type": "application/octet-stream"}


async def _kirim(klien: Klien, isi: bytes, **lain: Any) -> dict[str, Any]:
    jawab = await klien.post(AKAR, json={"ukuran": len(isi), "tanggal_data": "2026-01-15", **lain})
    assert jawab.status_code == 201, jawab.text
    tengah = len(isi) // 2
    for bagian in (isi[:tengah], isi[tengah:]):
        jalur, etag = f"{AKAR}/{jawab.json()['id']}", jawab.headers["etag"]
        jawab = await klien.patch(jalur, content=bagian, headers={**OKTET, "If-Match": etag})
        if jawab.status_code != 200:
            return {"kode": jawab.json()["kode"], **jawab.json()}
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def _kerjakan(klien: Klien, wadah: Wadah, impor_id: str, aksi: str) -> dict[str, Any]:
    jawab = await klien.post(f"{AKAR}/{impor_id}/{aksi}")
    assert jawab.status_code == 200, jawab.text
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": impor_id})
    hasil: dict[str, Any] = (await klien.get(f"{AKAR}/{impor_id}")).json()
    return hasil


async def test_a_file_goes_its_way_and_its_account_adds_up(masuk: Masuk, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    baris = [*keluarga({"nik": ""}), *keluarga(kode_desa="99.99.99.9999"), *keluarga()]
    satu = await _kirim(klien, berkas(baris, pemisah=";"))
    assert (satu["format"], satu["berkas"]["pemisah"], satu["berkas"]["wajib_belum"]) == ("DTKS1", ";", [])
    assert [k["kolom"] for k in satu["berkas"]["kolom"]] == [k["judul"] for k in satu["berkas"]["kolom"]]

    satu = await _kerjakan(klien, wadah, satu["id"], "periksa")
    assert (satu["status"], await hitung(wadah, "keluarga")) == ("SIAP", (0,))
    percobaan = satu["baris"]
    satu = await _kerjakan(klien, wadah, satu["id"], "terapkan")
    assert (satu["status"], satu["baris"]) == ("SELESAI", percobaan)
    jumlah = satu["baris"]
    assert jumlah.pop("dibaca") == sum(jumlah.values()) == 4
    assert {c["kode"]: c["banyak"] for c in satu["catatan"]} == {"NIK_KOSONG": 1, "KODE_DESA_TIDAK_DIKENAL": 1}

    for bentuk in ("CSV", "XLSX"):
        jawab = await klien.get(f"{AKAR}/{satu['id']}/catatan", params={"bentuk": bentuk})
        assert jawab.status_code == 200
        if bentuk == "CSV":
            daftar = list(csv.DictReader(io.StringIO(jawab.content.decode("utf-8-sig"))))
            assert [(b["baris"], b["kode"], b["kolom"]) for b in daftar] == [
                ("3", "NIK_KOSONG", "nik"),
                ("4", "KODE_DESA_TIDAK_DIKENAL", "kode_desa"),
            ]
        else:
            assert jawab.content.startswith(b"PK")
    assert [i["id"] for i in (await klien.get(AKAR)).json()["data"]] == [satu["id"]]


async def test_who_waits_for_an_import_is_spared_its_columns_and_remarks(masuk: Masuk, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = await _kirim(klien, berkas(keluarga({"nik": ""})))
    await _kerjakan(klien, wadah, satu["id"], "periksa")
    penuh = await klien.get(f"{AKAR}/{satu['id']}")
    ringkas = await klien.get(f"{AKAR}/{satu['id']}", params={"ringkas": "true"})
    assert (bool(penuh.json()["berkas"]["kolom"]), bool(penuh.json()["catatan"])) == (True, True)
    assert ringkas.json() == penuh.json() | {"berkas": None, "catatan": []}
    assert ringkas.headers["etag"] == penuh.headers["etag"]


async def test_headings_that_were_not_recognised_are_named_by_a_person(masuk: Masuk, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = berkas(keluarga()).replace(b"tanggal_lahir", b"Lahir Tgl", 1)
    satu = await _kirim(klien, isi)
    assert satu["berkas"]["wajib_belum"] == ["tanggal_lahir"]
    jawab = await klien.post(f"{AKAR}/{satu['id']}/periksa")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "syarat-tidak-terpenuhi")
    assert "tanggal_lahir" in jawab.json()["detail"]

    jalur, etag = f"{AKAR}/{satu['id']}/kolom", (await klien.get(f"{AKAR}/{satu['id']}")).headers["etag"]
    salah = {"format": "DTKS1", "kolom": [{"judul": "tidak ada", "kolom": "nama"}]}
    jawab = await klien.put(jalur, json=salah, headers={"If-Match": etag})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "peta-kolom-tidak-sah")
    peta = {"format": "DTKS1", "kolom": [{"judul": "Lahir Tgl", "kolom": "tanggal_lahir"}]}
    jawab = await klien.put(jalur, json=peta, headers={"If-Match": etag})
    assert (jawab.status_code, jawab.json()["berkas"]["wajib_belum"]) == (200, [])
    satu = await _kerjakan(klien, wadah, satu["id"], "periksa")
    assert (satu["status"], satu["baris"]["diterima"]) == ("SIAP", 1)
    jawab = await klien.put(jalur, json=peta, headers={"If-Match": '"v1"'})
    assert jawab.status_code == 412


async def test_who_would_write_while_a_file_is_tried_out_is_told_to_wait(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = await _kirim(klien, berkas(keluarga()))
    await klien.post(f"{AKAR}/{satu['id']}/periksa")
    jawab = await klien.post(f"{AKAR}/{satu['id']}/terapkan")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
    assert "SIAP" in jawab.json()["detail"]


async def test_who_has_too_many_files_is_told_how_many_there_may_be_and_how_to_be_rid_of_one(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = {"ukuran": 1, "tanggal_data": "2026-01-15"}
    semua = [await klien.post(AKAR, json=isi) for _ in range(Impor().terbuka)]
    jawab = await klien.post(AKAR, json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "terlalu-banyak-impor")
    assert (jawab.json()["batas"], "batalkan" in jawab.json()["detail"]) == (Impor().terbuka, True)
    assert (await klien.post(f"{AKAR}/{semua[0].json()['id']}/batalkan")).status_code == 200
    assert (await klien.post(AKAR, json=isi)).status_code == 201


def _bermakro() -> bytes:
    berkas = io.BytesIO()
    with zipfile.ZipFile(berkas, "w") as arsip:
        for nama in ("xl/workbook.xml", "xl/vbaProject.bin"):
            arsip.writestr(nama, "<x/>")
    return berkas.getvalue()


@pytest.mark.parametrize(
    ("isi", "sebab"),
    [
        (b"\r\n \r\n", "berkas-kosong"),
        (b"nik,nama\r\n", "berkas-tanpa-baris"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "berkas-bersandi"),
        (b"%PDF-1.7 bukan tabel", "berkas-bukan-tabel"),
        (_bermakro(), "berkas-bermakro"),
        (_bermakro()[:-40], "berkas-bukan-tabel"),
        (b"nama,nik\ra,1\rb,2\r", "berkas-bukan-tabel"),
        (b"nama," + b"n" * 140_000 + b"\na,1\n", "berkas-bukan-tabel"),
        (b"nama,nama\r\na,b\r\n", "judul-ganda"),
        (b"3204050101900001,3204050101900002,BUDI SANTOSO\n1,2,SITI\n", "judul-berisi-nomor"),
        (b"nama,nik,3204 0501 0190 0001\nA,1,2\n", "judul-berisi-nomor"),
        (b"BUDI SANTOSO,LAKI-LAKI\nSITI,PEREMPUAN\n", "judul-tidak-dikenal"),
        (b"nik~nama~no_kk\n1~A~2\n", "pemisah-tidak-dikenal"),
        (b"DATA KELUARGA 2025,,\nnik,nama,no_kk\n1,A,2\n", "judul-tidak-dikenal"),
        (",".join(f"k{n}" for n in range(1_200)).encode() + b"\r\n1,2\r\n", "kolom-terlalu-banyak"),
    ],
)
async def test_what_is_no_table_is_refused_with_its_reason(masuk: Masuk, isi: bytes, sebab: str) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    hasil = await _kirim(klien, isi)
    assert (hasil["kode"], hasil["sebab"], hasil["status"]) == ("berkas-impor-ditolak", sebab, 422)
    assert "SANTOSO" not in str(hasil)


async def test_a_file_that_is_refused_at_sending_is_forgotten_at_once_and_takes_no_place(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "terbuka", 1)
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    assert (await _kirim(klien, b"%PDF-1.7 bukan tabel"))["sebab"] == "berkas-bukan-tabel"
    [ditolak] = (await klien.get(AKAR)).json()["data"]
    assert (ditolak["status"], ditolak["galat"]) == ("GAGAL", "berkas-bukan-tabel")
    assert await hitung(wadah, "bagian_impor") == (0,)
    jalur = f"{AKAR}/{ditolak['id']}"
    jawab = await klien.patch(jalur, content=b"x", headers={**OKTET, "If-Match": '"v3"'})
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "impor-tidak-dapat-diubah")
    jawab = await klien.post(f"{jalur}/periksa")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "berkas_tersimpan")
    assert (await _kirim(klien, berkas(keluarga())))["status"] == "DITERIMA"


async def test_the_headings_of_a_file_are_forgotten_with_it(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = await _kirim(klien, berkas(keluarga(**{"Bu Siti": "x"})))
    assert "Bu Siti" in [k["judul"] for k in satu["berkas"]["kolom"]]
    jawab = await klien.post(f"{AKAR}/{satu['id']}/batalkan")
    jawab = await klien.get(f"{AKAR}/{satu['id']}")
    assert {k["judul"] for k in jawab.json()["berkas"]["kolom"]} == {""}
    assert "nik" in [k["kolom"] for k in jawab.json()["berkas"]["kolom"]]
    peta = {"format": "DTKS1", "kolom": []}
    jawab = await klien.put(f"{AKAR}/{satu['id']}/kolom", json=peta, headers={"If-Match": jawab.headers["etag"]})
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "impor-tidak-dapat-diubah")


async def test_pieces_come_in_order_and_once(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = (await klien.post(AKAR, json={"ukuran": 20, "tanggal_data": "2026-01-15"})).json()
    jalur = f"{AKAR}/{satu['id']}"

    async def kirim(isi: bytes, versi: int) -> tuple[int, str | None]:
        jawab = await klien.patch(jalur, content=isi, headers={**OKTET, "If-Match": f'"v{versi}"'})
        return jawab.status_code, jawab.json().get("kode")

    assert await kirim(b"0123456789", 1) == (200, None)
    assert await kirim(b"0123456789", 1) == (412, "versi-basi")
    assert await kirim(b"0123456789x", 2) == (422, "bagian-tidak-sah")
    assert (await klien.get(jalur)).json()["diterima"] == 10
    assert (await klien.post(f"{jalur}/periksa")).json()["kode"] == "syarat-tidak-terpenuhi"
    assert (await klien.post(f"{jalur}/batalkan")).json()["status"] == "DIBATALKAN"
    assert await kirim(b"0123456789", 3) == (409, "impor-tidak-dapat-diubah")


async def test_an_import_is_its_owners_and_needs_a_region(masuk: Masuk) -> None:
    klien, lain = await masuk(Jabatan.OPERATOR_KABKOTA), await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = (await klien.post(AKAR, json={"ukuran": 20, "tanggal_data": "2026-01-15"})).json()
    assert (await lain.get(f"{AKAR}/{satu['id']}")).status_code == 404
    assert (await lain.post(f"{AKAR}/{satu['id']}/batalkan")).status_code == 404
    tanpa = await masuk(Jabatan.OPERATOR_KABKOTA, ())
    jawab = await tanpa.post(AKAR, json={"ukuran": 20, "tanggal_data": "2026-01-15"})
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "wilayah-tugas-kosong")
    jawab = await klien.post(AKAR, json={"ukuran": 1 << 40, "tanggal_data": "2026-01-15"})
    assert (jawab.status_code, jawab.json()["kode"]) == (413, "berkas-impor-terlalu-besar")
