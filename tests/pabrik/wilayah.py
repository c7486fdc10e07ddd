"""Regions for tests: real codes to stand on, and synthetic ones beside them."""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from app.wilayah.kode import KodeWilayah
from app.wilayah.models import Wilayah, WilayahPengganti
from app.wilayah.nama import lipat_wilayah

PROVINSI: Final = KodeWilayah("32")
KABUPATEN: Final = KodeWilayah("32.04")
KECAMATAN: Final = KodeWilayah("32.04.05")
DESA: Final = KodeWilayah("32.04.05.2001")
DESA_LAIN: Final = KodeWilayah("32.04.05.2002")
DESA_KAB_LAIN: Final = KodeWilayah("32.17.01.2001")
KELURAHAN: Final = KodeWilayah("32.73.01.1001")
NAMA_LENGKAP_DESA: Final = "Cileunyi Kulon, Cileunyi, Kabupaten Bandung, Jawa Barat"


async def wilayah(
    sesi: AsyncSession, kode: str, nama: str = "Wilayah Uji", *, dari: date | None = None, sampai: date | None = None
) -> Wilayah:
    """Add a synthetic region; its superior must exist."""
    k = KodeWilayah(kode)
    baru = Wilayah(
        kode=k,
        nama=nama,
        nama_lipat=lipat_wilayah(nama, k.jenis),
        tingkat=k.tingkat,
        jenis=k.jenis,
        induk=k.induk,
        berlaku_dari=dari,
        berlaku_sampai=sampai,
        dasar="Perda Uji 1/2020",
    )
    sesi.add(baru)
    await sesi.flush()
    return baru


async def pengganti(sesi: AsyncSession, lama: str, baru: str, tanggal: date) -> None:
    """Let `baru` take the place of the existing code `lama`."""
    ada = await sesi.get_one(Wilayah, lama)
    ada.berlaku_sampai = tanggal
    sesi.add(WilayahPengganti(kode_lama=lama, kode_baru=baru, tanggal=tanggal, dasar="Perda Uji 2/2020"))
    await sesi.flush()
