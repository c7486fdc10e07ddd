"""The files of a meeting."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.musyawarah.status import BERKAS_WAJIB
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import FOTO, aksi, buat_musyawarah, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik import verval as pabrik
from tests.pabrik.gambar import foto


async def test_a_file_is_repainted_kept_and_handed_out_as_an_attachment(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await buat_musyawarah(operator)
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    await aksi(operator, usulan, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
    jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("a.jpg", FOTO)})
    unduh = await operator.get(jawab.headers["Location"])
    assert unduh.headers["content-type"] == "image/jpeg"
    assert "attachment" in unduh.headers["content-disposition"]
    jejak = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "musyawarah:rapat:lampiran:dibaca"))
    assert jejak.one().subjek == [usulan.nik_indeks]
    jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("a.jpg", b"GIF89a")})
    assert jawab.json()["kode"] == "berkas-bukan-gambar"


async def test_files_of_another_meeting_are_not_found(operator: Klien, masuk: Masuk) -> None:
    jalur, lain = await buat_musyawarah(operator), await buat_musyawarah(operator)
    jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("a.jpg", FOTO)})
    berkas_id = jawab.json()["berkas_id"]
    assert (await operator.get(f"{lain}/lampiran/{berkas_id}")).status_code == 404
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.17",))
    assert (await asing.get(f"{jalur}/lampiran/{berkas_id}")).status_code == 404


async def test_thirty_files_are_enough(operator: Klien, monkeypatch: pytest.MonkeyPatch, wadah: Wadah) -> None:
    monkeypatch.setattr(wadah.pengaturan.musyawarah, "berkas_maks", 1)
    jalur = await buat_musyawarah(operator)
    kirim = [
        await operator.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("a.jpg", foto((n, n)))})
        for n in (8, 9)
    ]
    assert [k.status_code for k in kirim] == [201, 409]
    assert kirim[1].json()["kode"] == "lampiran-musyawarah-penuh"


async def test_files_are_listed_and_taken_back_while_the_meeting_is_open(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    await catat(operator, jalur)
    berkas = (await operator.get(f"{jalur}/lampiran")).json()["data"]
    assert {b["jenis"] for b in berkas} == BERKAS_WAJIB
    satu = f"{jalur}/lampiran/{berkas[0]['berkas_id']}"
    assert (await operator.delete(satu)).status_code == 428
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    assert (await operator.delete(satu, headers=versi)).status_code == 204
    assert (await operator.delete(satu, headers=versi)).status_code == 412
    assert (await operator.get(satu)).status_code == 404
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    assert (await operator.delete(satu, headers=versi)).json()["kode"] == "lampiran-musyawarah-tidak-ditemukan"
    await operator.post(f"{jalur}/lampiran", data={"jenis": berkas[0]["jenis"]}, files={"berkas": ("x", FOTO)})
    await putuskan(operator, jalur, keputusan(usulan))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    sisa = (await operator.get(f"{jalur}/lampiran")).json()["data"]
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    jawab = await operator.delete(f"{jalur}/lampiran/{sisa[0]['berkas_id']}", headers=versi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
