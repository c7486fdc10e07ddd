"""Double records as the tests need them."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.jobs import jalankan
from app.core.wadah import Wadah
from app.duplikat.models import PasanganDuplikat
from app.duplikat.pencarian import TUGAS_CARI
from app.keluarga.subjek import Subjek
from tests.conftest import Klien
from tests.pabrik import keluarga as pabrik

URL = "/v1/petugas/duplikat"


def wawan(**tetap: Any) -> Subjek:
    """Somebody with an uncommon name, the same at every call but for his NIK and card."""
    isi = {"nama": "Wawan Setiawan", "nama_ibu": "Siti Rohmah", "tanggal_lahir": date(1983, 4, 17)}
    return pabrik.subjek(**isi | {"tempat_lahir": "Garut"} | tetap)


async def cari(klien: Klien, wadah: Wadah, kode: str = "32.04") -> Any:
    """Let a search of a kab/kota be asked for and run to its end; what it says then."""
    jawab = await klien.post(f"{URL}/pencarian", json={"kode_wilayah": kode})
    assert jawab.status_code == 201, jawab.text
    await jalankan(wadah, TUGAS_CARI, {"pencarian_id": jawab.json()["id"]})
    return (await klien.get(jawab.headers["Location"])).json()


async def pasangan(sesi: AsyncSession) -> list[PasanganDuplikat]:
    """All pairs as they are now, the likeliest first."""
    semua = select(PasanganDuplikat).order_by(PasanganDuplikat.skor.desc(), PasanganDuplikat.id)
    return list((await sesi.scalars(semua.execution_options(populate_existing=True))).all())


def alasan(kode: str = "DUPLIKAT_ORANG_BERBEDA", **lain: Any) -> dict[str, Any]:
    """A complete body of a decision."""
    kata = {"penjelasan": "KTP asli keduanya sudah diperiksa di kantor desa", "langkah_berikutnya": "Hubungi desa"}
    return {"alasan": {"kode": kode, **kata}} | lain
