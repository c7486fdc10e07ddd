"""One-time codes by e-mail: for one account and purpose, once, for some minutes, five tries."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import AkunNotFound, KodeKonfirmasiTidakSah, SurelTidakAda
from app.akun.identitas import Identitas
from app.akun.konfirmasi import KonfirmasiService
from app.akun.models import Akun
from app.akun.pembersihan import bersihkan
from app.core import clock
from app.core.galat_umum import TerlaluSering
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar
from tests.pabrik.akun import akun_aktif

pytestmark = pytest.mark.anyio
TUJUAN = "usulan:mengundurkan-diri"


@pytest.fixture
async def warga(wadah: Wadah) -> Akun:
    return await akun_aktif(wadah, Jabatan.WARGA, identitas=Identitas(surel="siti@contoh.id"), nama="Siti")


async def kode_terakhir(wadah: Wadah, sesi: AsyncSession) -> tuple[str, str]:
    """Address and code of the newest message that waits."""
    urut = select(KotakKeluar).where(KotakKeluar.templat == "kode_sekali").order_by(KotakKeluar.id.desc()).limit(1)
    pesan = (await sesi.scalars(urut)).one()
    assert pesan.isi is not None
    isi = json.loads(wadah.sandi.dekripsi_sistem(pesan.isi, f"dtks/kotak_keluar/{pesan.id}".encode()))
    return isi["kepada"], isi["data"]["kode"]


async def test_a_code_goes_to_the_holder_and_works_once(wadah: Wadah, sesi: AsyncSession, warga: Akun) -> None:
    layanan = KonfirmasiService.rakit(sesi, wadah)
    await layanan.kirim(warga.id, TUJUAN, muatan={"apa": "mundur"})
    kepada, kode = await kode_terakhir(wadah, sesi)
    assert kepada == "siti@contoh.id"
    assert len(kode) == 8
    assert await layanan.pastikan(warga.id, TUJUAN, f"{kode[:4]} {kode[4:]}") == {"apa": "mundur"}
    with pytest.raises(KodeKonfirmasiTidakSah):
        await layanan.pastikan(warga.id, TUJUAN, kode)


async def test_a_code_is_good_for_its_account_and_purpose_only(wadah: Wadah, sesi: AsyncSession, warga: Akun) -> None:
    lain = await akun_aktif(wadah, Jabatan.WARGA, identitas=Identitas(surel="lain@contoh.id"))
    layanan = KonfirmasiService.rakit(sesi, wadah)
    await layanan.kirim(warga.id, TUJUAN)
    _, kode = await kode_terakhir(wadah, sesi)
    for akun_id, tujuan in ((lain.id, TUJUAN), (warga.id, "lain"), (uuid4(), TUJUAN)):
        with pytest.raises(KodeKonfirmasiTidakSah):
            await layanan.pastikan(akun_id, tujuan, kode)
    assert await layanan.pastikan(warga.id, TUJUAN, kode) == {}


async def test_a_newer_code_voids_the_older_one(wadah: Wadah, sesi: AsyncSession, warga: Akun) -> None:
    layanan = KonfirmasiService.rakit(sesi, wadah)
    await layanan.kirim(warga.id, TUJUAN)
    _, lama = await kode_terakhir(wadah, sesi)
    await layanan.kirim(warga.id, TUJUAN)
    _, baru = await kode_terakhir(wadah, sesi)
    with pytest.raises(KodeKonfirmasiTidakSah):
        await layanan.pastikan(warga.id, TUJUAN, lama)
    assert await layanan.pastikan(warga.id, TUJUAN, baru) == {}


async def test_a_code_expires_and_is_swept(
    wadah: Wadah, sesi: AsyncSession, warga: Akun, monkeypatch: pytest.MonkeyPatch
) -> None:
    layanan = KonfirmasiService.rakit(sesi, wadah)
    await layanan.kirim(warga.id, TUJUAN)
    _, kode = await kode_terakhir(wadah, sesi)
    await sesi.commit()
    nanti = clock.now() + timedelta(minutes=15, seconds=1)
    for modul in ("app.akun.konfirmasi", "app.akun.pembersihan"):
        monkeypatch.setattr(f"{modul}.now", lambda: nanti)
    await bersihkan(wadah, {})
    with pytest.raises(KodeKonfirmasiTidakSah):
        await layanan.pastikan(warga.id, TUJUAN, kode)


async def test_after_five_wrong_tries_the_right_code_does_not_help(
    wadah: Wadah, sesi: AsyncSession, warga: Akun
) -> None:
    layanan = KonfirmasiService.rakit(sesi, wadah)
    await layanan.kirim(warga.id, TUJUAN)
    _, kode = await kode_terakhir(wadah, sesi)
    for _ in range(5):
        with pytest.raises(KodeKonfirmasiTidakSah):
            await layanan.pastikan(warga.id, TUJUAN, "00000000" if kode != "00000000" else "11111111")
    with pytest.raises(TerlaluSering):
        await layanan.pastikan(warga.id, TUJUAN, kode)


async def test_codes_are_sent_five_times_an_hour_and_only_to_an_address(
    wadah: Wadah, sesi: AsyncSession, warga: Akun
) -> None:
    layanan = KonfirmasiService.rakit(sesi, wadah)
    for _ in range(5):
        await layanan.kirim(warga.id, TUJUAN)
    with pytest.raises(TerlaluSering):
        await layanan.kirim(warga.id, TUJUAN)
    tanpa = await akun_aktif(wadah, Jabatan.WARGA)
    with pytest.raises(SurelTidakAda):
        await layanan.kirim(tanpa.id, TUJUAN)
    with pytest.raises(AkunNotFound):
        await layanan.kirim(uuid4(), TUJUAN)
