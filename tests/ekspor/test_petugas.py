"""Who may have which file, what stands in it, and how long."""

import csv
import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.ekspor.models import BagianEkspor, Ekspor
from app.ekspor.tugas import kerjakan, musnahkan
from tests.conftest import Klien, Masuk
from tests.ekspor.conftest import Buat, minta, unduh
from tests.pabrik import keluarga as pabrik
from tests.versi import pastikan_berversi

DESA = "32.04.05.2001"
NIK = "3204051707770041"


@pytest.fixture
async def isi(sesi: AsyncSession, wadah: Wadah) -> None:
    """Two families in the village, one of them with a name that a spreadsheet would run, one elsewhere."""
    anak = pabrik.anggota(nama="=HYPERLINK(1)", nik=None)
    kepala = pabrik.subjek(anak, nik=NIK, nama="Kenari Satu", tanggal_lahir=date(1977, 7, 17), alamat="Gg. Kenari; =1")
    await pabrik.daftarkan(sesi, wadah, kepala)
    await pabrik.daftarkan(sesi, wadah)
    await pabrik.daftarkan(sesi, wadah, pabrik.subjek(kode_desa="32.04.05.2002", nama="Tetangga"))
    await sesi.commit()


def baris(isi: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(isi.decode("utf-8-sig"), newline="")))


async def jejak(sesi: AsyncSession, kejadian: str) -> list[JejakAudit]:
    cari = select(JejakAudit).where(JejakAudit.kejadian == f"ekspor:{kejadian}").order_by(JejakAudit.id)
    return list(await sesi.scalars(cari))


@pytest.mark.usefixtures("isi")
async def test_the_registry_of_a_village_as_csv(masuk: Masuk, buat: Buat) -> None:
    klien = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    ekspor = await buat(klien, is_berlabel=True)
    assert (ekspor["status"], ekspor["keluarga"], ekspor["baris"]) == ("SELESAI", 2, 3)
    assert ekspor["kemajuan"]["persen"] == 100
    jawab = await unduh(klien, ekspor["id"])
    assert jawab.headers["content-type"].startswith("text/csv")
    assert len(jawab.content) == ekspor["ukuran"] == int(jawab.headers["content-length"])
    assert ekspor["tanda"] in jawab.headers["content-disposition"]
    semua = baris(jawab.content)
    kepala = next(b for b in semua if b["nama"] == "Kenari Satu")
    assert kepala["nik"] == NIK
    assert kepala["tanggal_lahir"] == "1977-07-17"
    assert kepala["alamat"] == "Gg. Kenari; '=1"
    assert (kepala["hubungan"], kepala["hubungan_label"]) == ("1", "Kepala keluarga")
    assert (kepala["jenis_kelamin"], kepala["jenis_kelamin_label"]) == ("L", "Laki-laki")
    assert kepala["nama_kabkota"] == "Kabupaten Bandung"
    anak = next(b for b in semua if b["nama"] == "'=HYPERLINK(1)")
    assert (anak["nik"], anak["no_kk"]) == ("", kepala["no_kk"])
    assert anak["kunci_keluarga"] == kepala["kunci_keluarga"]
    assert {b["tanda_air"] for b in semua} == {ekspor["tanda"]}


@pytest.mark.usefixtures("isi")
async def test_parquet_and_xlsx_hold_the_same(masuk: Masuk, buat: Buat) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    jawab = await unduh(klien, (await buat(klien, bentuk="PARQUET", kode_wilayah="32.04"))["id"])
    tabel = pl.read_parquet(io.BytesIO(jawab.content))
    assert tabel.height == 4
    assert NIK in tabel["nik"].to_list()
    assert date(1977, 7, 17) in tabel["tanggal_lahir"].to_list()
    jawab = await unduh(klien, (await buat(klien, bentuk="XLSX", kode_wilayah="32.04"))["id"])
    assert jawab.content.startswith(b"PK")


@pytest.mark.usefixtures("isi")
@pytest.mark.parametrize(
    ("jabatan", "himpunan", "status"),
    [
        (Jabatan.OPERATOR_DESA, "DTSEN", 403),
        (Jabatan.KEPALA_OPD, "REGISTRI", 403),
        (Jabatan.PEMANTAU_PROV, "DTSEN", 403),
        (Jabatan.PUSAT, "REGISTRI", 403),
        (Jabatan.ENUMERATOR, "BNBA", 403),
        (Jabatan.DISDUKCAPIL, "REGISTRI", 403),
        (Jabatan.KEPALA_OPD, "BNBA", 202),
        (Jabatan.PUSAT, "DTSEN", 202),
        (Jabatan.PEMANTAU_PROV, "SDGS_DESA", 202),
    ],
)
async def test_who_may_ask_for_what(masuk: Masuk, jabatan: Jabatan, himpunan: str, status: int) -> None:
    wilayah = (
        ("32",) if jabatan is Jabatan.PEMANTAU_PROV else (DESA,) if jabatan is Jabatan.OPERATOR_DESA else ("32.04",)
    )
    jawab = await minta(await masuk(jabatan, wilayah), himpunan=himpunan)
    assert jawab.status_code == status, jawab.text


async def test_numbers_are_covered_for_who_needs_none(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    await pabrik.daftarkan(sesi, wadah, pabrik.subjek(nik=NIK, tanggal_lahir=date(1977, 7, 17)))
    await sesi.commit()
    klien = await masuk(Jabatan.PUSAT)
    ekspor = await buat(klien, himpunan="DTSEN", kode_wilayah="32")
    assert ekspor["is_nomor_terbuka"] is False
    satu = baris((await unduh(klien, ekspor["id"])).content)[0]
    assert satu["nomor_induk_kependudukan"] == "3204************"
    assert satu["nomor_kartu_keluarga"].endswith("*" * 12)
    assert (satu["jenis_kelamin"], satu["status_hubungan_keluarga"]) == ("1", "1")
    assert (satu["kode_prov"], satu["kode_kab"], satu["kode_desa"]) == ("32", "04", "2001")
    assert {"desil_nasional", "pbi_nas", "penyakit_kronis"} <= satu.keys()


@pytest.mark.parametrize(
    ("jabatan", "wilayah", "diminta", "kode"),
    [
        (Jabatan.OPERATOR_DESA, DESA, "32.04.05.2002", "wilayah-ekspor-tidak-ditemukan"),
        (Jabatan.VERIFIKATOR, "32.04", "32.05", "wilayah-ekspor-tidak-ditemukan"),
        (Jabatan.VERIFIKATOR, "32.04", "32.04.99", "wilayah-ekspor-tidak-ditemukan"),
        (Jabatan.VERIFIKATOR, "32", "32", "wilayah-ekspor-terlalu-luas"),
    ],
)
async def test_a_file_stays_inside_the_region(
    masuk: Masuk, jabatan: Jabatan, wilayah: str, diminta: str, kode: str
) -> None:
    jawab = await minta(await masuk(jabatan, (wilayah,)), kode_wilayah=diminta)
    assert jawab.json()["kode"] == kode


@pytest.mark.parametrize(
    "ganti", [{"tujuan": "INGIN_TAHU"}, {"dasar": ""}, {"dasar": "a 3204-0517 0777 0041"}, {"dasar": "=1+1;"}]
)
async def test_a_purpose_and_its_ground_are_required(masuk: Masuk, ganti: Mapping[str, Any]) -> None:
    jawab = await minta(await masuk(Jabatan.VERIFIKATOR), **ganti)
    assert jawab.status_code == 422
    assert "0777 0041" not in jawab.text


async def test_files_about_people_are_scarce(masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "ekspor_hari", 1)
    klien = await masuk(Jabatan.VERIFIKATOR)
    assert (await minta(klien)).status_code == 202
    assert (await minta(klien)).status_code == 429
    assert (await minta(klien, himpunan="SDGS_DESA")).status_code == 202


@pytest.mark.usefixtures("isi")
async def test_only_who_asked_fetches_it_in_the_position_of_then(masuk: Masuk, buat: Buat) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien)
    lain = await masuk(Jabatan.VERIFIKATOR)
    for jalur in ("", "/berkas"):
        assert (await lain.get(f"/v1/petugas/ekspor/{ekspor['id']}{jalur}")).status_code == 404
    assert (await lain.post(f"/v1/petugas/ekspor/{ekspor['id']}/batal")).status_code == 404
    assert (await lain.get("/v1/petugas/ekspor")).json()["data"] == []
    assert [e["id"] for e in (await klien.get("/v1/petugas/ekspor")).json()["data"]] == [ekspor["id"]]


@pytest.mark.usefixtures("isi")
async def test_a_lost_region_loses_the_file(masuk: Masuk, buat: Buat, sesi: AsyncSession) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien)
    await sesi.execute(update(Ekspor).values(kode_wilayah="33.01"))
    await sesi.commit()
    assert (await unduh(klien, ekspor["id"])).status_code == 404


@pytest.mark.usefixtures("isi")
async def test_every_person_in_the_file_sees_that_it_was_made(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien)
    await unduh(klien, ekspor["id"])
    (dibaca,) = await jejak(sesi, "potongan:dibaca")
    assert wadah.sandi.indeks(Tujuan.NIK, NIK) in dibaca.subjek
    assert (dibaca.tujuan, dibaca.rincian["tanda"]) == ("PEMUTAKHIRAN_DATA", ekspor["tanda"])
    assert len(await jejak(sesi, "permintaan:dibuat")) == 1
    (selesai,) = await jejak(sesi, "berkas:selesai")
    assert (selesai.rincian["keluarga"], selesai.rincian["baris"]) == (2, 3)
    (diunduh,) = await jejak(sesi, "berkas:dibaca")
    assert diunduh.rincian["wilayah"] == DESA
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    milik = (await admin.get("/v1/admin/audit", params={"objek": f"ekspor/{ekspor['tanda']}"})).json()["data"]
    assert {j["pelaku_id"] for j in milik} == {str(klien.pelaku.akun_id)}
    assert len(milik) == 4
    warga = await masuk(Jabatan.WARGA, nik=NIK)
    akses = (await warga.get("/v1/warga/saya/akses")).json()
    assert "ekspor:potongan:dibaca" in str(akses)


@pytest.mark.usefixtures("isi")
async def test_a_file_expires_and_is_destroyed(masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien)
    await sesi.execute(update(Ekspor).values(kedaluwarsa_at=now() - timedelta(seconds=1)))
    await sesi.commit()
    assert (await unduh(klien, ekspor["id"])).status_code == 410
    await musnahkan(wadah, {})
    satu = (await sesi.scalars(select(Ekspor))).one()
    await sesi.refresh(satu)
    assert satu.kunci_data is None
    assert (await sesi.scalars(select(BagianEkspor))).all() == []
    assert (await klien.get(f"/v1/petugas/ekspor/{ekspor['id']}")).json()["status"] == "KEDALUWARSA"
    assert (await unduh(klien, ekspor["id"])).status_code == 410


@pytest.mark.usefixtures("isi")
async def test_calling_off_may_name_the_version_that_was_read(masuk: Masuk, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    diminta = await minta(klien)
    jalur = f"/v1/petugas/ekspor/{diminta.json()['id']}"
    assert diminta.headers["ETag"] == (await klien.get(jalur)).headers["ETag"]
    await pastikan_berversi(klien, jalur, "batal", diminta.headers["ETag"])


@pytest.mark.usefixtures("isi")
async def test_a_file_that_was_begun_meanwhile_is_not_called_off_by_who_has_not_seen_it(
    masuk: Masuk, wadah: Wadah
) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    diminta = await minta(klien)
    ekspor_id = diminta.json()["id"]
    await kerjakan(wadah, {"ekspor_id": ekspor_id})
    basi = await klien.post(f"/v1/petugas/ekspor/{ekspor_id}/batal", headers={"If-Match": diminta.headers["ETag"]})
    assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi")
    selesai = await klien.get(f"/v1/petugas/ekspor/{ekspor_id}")
    assert selesai.json()["status"] == "SELESAI"
    assert selesai.headers["ETag"] == '"v3"', "begun and made: two changes of its state"


@pytest.mark.usefixtures("isi")
async def test_a_file_can_be_called_off_until_it_is_made(masuk: Masuk, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor_id = (await minta(klien)).json()["id"]
    assert (await unduh(klien, ekspor_id)).json()["kode"] == "ekspor-belum-selesai"
    batal = await klien.post(f"/v1/petugas/ekspor/{ekspor_id}/batal")
    assert batal.json()["status"] == "DIBATALKAN"
    await kerjakan(wadah, {"ekspor_id": ekspor_id})
    assert (await unduh(klien, ekspor_id)).status_code == 409
    assert (await klien.post(f"/v1/petugas/ekspor/{ekspor_id}/batal")).status_code == 409


@pytest.mark.usefixtures("isi")
async def test_nothing_of_a_file_lies_in_clear(masuk: Masuk, buat: Buat, wadah: Wadah) -> None:
    klien: Klien = await masuk(Jabatan.VERIFIKATOR)
    for bentuk in ("CSV", "PARQUET"):
        await buat(klien, bentuk=bentuk)
    simpanan = [p.read_bytes() for p in wadah.pengaturan.objek.folder.rglob("*") if p.is_file()]
    assert simpanan
    assert not [1 for isi in simpanan if NIK.encode() in isi or b"Kenari" in isi]


async def test_an_empty_region_gives_a_file_without_rows(masuk: Masuk, buat: Buat) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien, kode_wilayah="32.04.05.2003")
    assert (ekspor["status"], ekspor["baris"]) == ("SELESAI", 0)
    assert baris((await unduh(klien, ekspor["id"])).content) == []
