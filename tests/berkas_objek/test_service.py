"""Files are sealed one by one before they leave the process."""

import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import LocalStore
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasBukanGambar, BerkasBukanPdf, BerkasNotFound, PenyimpananTidakTersedia
from app.berkas_objek.models import BerkasObjek
from app.berkas_objek.service import BerkasObjekService, letak
from app.berkas_objek.toko import toko_objek
from app.berkas_objek.tugas import hapus
from app.core.crypto import SandiTidakCocok
from app.core.wadah import Wadah
from tests.pabrik.gambar import foto, foto_ber_gps

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


@pytest.fixture
def layanan(sesi: AsyncSession, wadah: Wadah) -> BerkasObjekService:
    return BerkasObjekService.rakit(sesi, wadah)


def _folder(wadah: Wadah) -> Path:
    return wadah.pengaturan.objek.folder


async def test_a_photo_comes_back_clean(layanan: BerkasObjekService, sesi: AsyncSession) -> None:
    pelaku = uuid4()
    berkas_id = await layanan.simpan_gambar(foto_ber_gps((60, 20)), pemilik="akun/1", pelaku_id=pelaku)
    berkas = await layanan.baca(berkas_id)
    assert berkas.media == "image/jpeg"
    assert Image.open(io.BytesIO(berkas.isi)).size == (20, 60)
    baris = await sesi.get_one(BerkasObjek, berkas_id)
    assert (baris.pemilik, baris.pelaku_id, baris.ukuran) == ("akun/1", pelaku, len(berkas.isi))


async def test_a_pdf_comes_back_as_it_was(layanan: BerkasObjekService) -> None:
    berkas = await layanan.baca(await layanan.simpan_pdf(PDF, pemilik="musyawarah/1"))
    assert (berkas.media, berkas.isi) == ("application/pdf", PDF)


async def test_the_store_holds_only_ciphertext(layanan: BerkasObjekService, wadah: Wadah) -> None:
    berkas_id = await layanan.simpan_gambar(foto(), pemilik="akun/1")
    isi = (_folder(wadah) / letak(berkas_id)).read_bytes()
    assert not {m for m in (b"\xff\xd8\xff", b"JFIF", b"PNG") if m in isi}


async def test_what_is_refused_leaves_nothing(layanan: BerkasObjekService, sesi: AsyncSession) -> None:
    with pytest.raises(BerkasBukanGambar):
        await layanan.simpan_gambar(b"<svg/>", pemilik="akun/1")
    with pytest.raises(BerkasBukanPdf):
        await layanan.simpan_pdf(b"<svg/>", pemilik="akun/1")
    assert await sesi.scalar(text("SELECT count(*) FROM berkas_objek")) == 0


async def test_an_unknown_file_is_not_found(layanan: BerkasObjekService) -> None:
    with pytest.raises(BerkasNotFound):
        await layanan.baca(uuid4())


async def test_a_lost_object_is_not_found(layanan: BerkasObjekService, wadah: Wadah) -> None:
    berkas_id = await layanan.simpan_gambar(foto(), pemilik="akun/1")
    (_folder(wadah) / letak(berkas_id)).unlink()
    with pytest.raises(BerkasNotFound):
        await layanan.baca(berkas_id)


async def test_objects_cannot_be_exchanged(layanan: BerkasObjekService, wadah: Wadah) -> None:
    satu = await layanan.simpan_gambar(foto(warna="red"), pemilik="akun/1")
    dua = await layanan.simpan_gambar(foto(warna="blue"), pemilik="akun/2")
    (_folder(wadah) / letak(satu)).write_bytes((_folder(wadah) / letak(dua)).read_bytes())
    with pytest.raises(SandiTidakCocok):
        await layanan.baca(satu)


async def test_an_erased_file_cannot_be_opened_and_its_bytes_go_by_a_job(
    layanan: BerkasObjekService, sesi: AsyncSession, wadah: Wadah
) -> None:
    berkas_id = await layanan.simpan_gambar(foto(), pemilik="akun/1")
    await layanan.hapus(berkas_id)
    sesi.expire_all()
    with pytest.raises(BerkasNotFound):
        await layanan.baca(berkas_id)
    muatan = str(await sesi.scalar(text("SELECT convert_from(payload, 'UTF8') FROM pgqueuer")))
    assert str(berkas_id) in muatan
    assert (_folder(wadah) / letak(berkas_id)).exists()
    for _ in range(2):
        await hapus(wadah, {"berkas_id": str(berkas_id)})
    assert not (_folder(wadah) / letak(berkas_id)).exists()


async def test_a_file_leaves_as_an_inert_attachment(layanan: BerkasObjekService) -> None:
    jawaban = lampirkan(await layanan.baca(await layanan.simpan_pdf(PDF, pemilik="x/1")), "berita-acara")
    assert jawaban.headers["Content-Disposition"] == 'attachment; filename="berita-acara.pdf"'
    assert jawaban.headers["X-Content-Type-Options"] == "nosniff"
    assert jawaban.headers["Cache-Control"] == "no-store"
    assert "sandbox" in jawaban.headers["Content-Security-Policy"]


async def test_a_store_that_does_not_answer_is_unavailable(sesi: AsyncSession, wadah: Wadah, tmp_path: Path) -> None:
    (tmp_path / "objek").mkdir()
    rusak = LocalStore(tmp_path / "objek")
    layanan = BerkasObjekService.rakit(sesi, replace(wadah, toko=lambda: rusak))
    berkas_id = await layanan.simpan_pdf(PDF, pemilik="x/1")
    (tmp_path / "objek" / letak(berkas_id)).unlink()
    (tmp_path / "objek" / letak(berkas_id)).mkdir()
    with pytest.raises((PenyimpananTidakTersedia, BerkasNotFound)):
        await layanan.baca(berkas_id)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        porta = soket.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", porta, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{porta}"
    server.stop()


async def test_the_same_service_speaks_s3(s3: str, sesi: AsyncSession, wadah: Wadah) -> None:
    objek = wadah.pengaturan.objek.model_copy(
        update={
            "s3_bucket": "dtks",
            "s3_endpoint": s3,
            "s3_region": "us-east-1",
            "s3_kunci_akses": SecretStr("kunci"),
            "s3_rahasia": SecretStr("rahasia"),
        }
    )
    toko = toko_objek(wadah.pengaturan.model_copy(update={"objek": objek}))
    layanan = BerkasObjekService.rakit(sesi, replace(wadah, toko=lambda: toko))
    with pytest.raises(PenyimpananTidakTersedia):
        await layanan.simpan_pdf(PDF, pemilik="x/1")
    await _buat_bucket(s3)
    berkas_id = await layanan.simpan_pdf(PDF, pemilik="x/1")
    assert (await layanan.baca(berkas_id)).isi == PDF
    mentah = bytes(await (await obstore.get_async(toko, letak(berkas_id))).bytes_async())
    assert b"PDF" not in mentah
    await hapus(replace(wadah, toko=lambda: toko), {"berkas_id": str(UUID(str(berkas_id)))})
    with pytest.raises(BerkasNotFound):
        await layanan.baca(berkas_id)


async def _buat_bucket(alamat: str) -> None:
    async with httpx.AsyncClient() as klien:
        jawab = await klien.put(f"{alamat}/dtks", headers={"Host": "s3.amazonaws.com"})
    assert jawab.status_code == 200
