"""Double records as the tests need them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.models import CekStatus
from app.core.ids import Ref
from app.core.jobs import jalankan
from app.core.wadah import Wadah
from app.duplikat.models import PasanganDuplikat
from app.duplikat.pencarian import TUGAS_CARI
from app.keluarga.entitas import AnggotaLengkap
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.penetapan.models import Keanggotaan
from app.penetapan.penempatan import Orang
from app.penetapan.status import StatusKeanggotaan
from tests.conftest import Klien
from tests.pabrik import keluarga as pabrik
from tests.pabrik import penetapan as pabrik_penetapan

URL = "/v1/petugas/duplikat"
DOKUMEN, SALAH = "DUPLIKAT_DOKUMEN_SAMA", "DUPLIKAT_SALAH_GABUNG"
TETANGGA = "32.04.05.2002"


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


@dataclass
class Meja:
    """An officer's desk with two records of one person on it."""

    sesi: AsyncSession
    wadah: Wadah
    klien: Klien
    lama: Ref
    baru: Ref
    url: str

    async def gabung(self, utama: Ref, **isi: Any) -> Any:
        return await self.klien.post(f"{self.url}/gabungkan", json=alasan(DOKUMEN, dipertahankan=utama.teks, **isi))

    async def batal(self) -> Any:
        return await self.klien.post(f"{self.url}/batalkan-gabung", json=alasan(SALAH))

    async def orang(self, ref: Ref) -> AnggotaLengkap | None:
        """The person as a present member, None when he is none."""
        keluarga = await KeluargaService.rakit(self.sesi, self.wadah).baca(ref.keluarga_id)
        return next((a for a in keluarga.aktif if a.individu_id == ref.id), None)

    async def anggota(self, ref: Ref, *, is_bernik: bool = True) -> Orang:
        """Make him a member by decree, which knew his NIK or did not."""
        a = await self.orang(ref)
        assert a is not None
        keluarga = await KeluargaService.rakit(self.sesi, self.wadah).baca(ref.keluarga_id)
        satu = Orang(ref, a.nik_hmac if is_bernik else None, a.nama, a.tanggal_lahir, keluarga.kode_desa)
        await pabrik_penetapan.daftarkan(self.sesi, self.wadah, satu)
        await self.sesi.commit()
        return satu

    async def keanggotaan(self) -> dict[Ref, StatusKeanggotaan]:
        """All present memberships."""
        kini = await self.sesi.scalars(
            select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).execution_options(populate_existing=True)
        )
        return {k.ref: k.status for k in kini}

    async def nik_anggota(self) -> dict[Ref, UUID | None]:
        """The NIK of every present membership."""
        kini = await self.sesi.scalars(
            select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).execution_options(populate_existing=True)
        )
        return {k.ref: k.nik_indeks for k in kini}

    async def cek_nik(self) -> dict[UUID, tuple[UUID, str]]:
        """To which NIK the lookup says that somebody is a member, and of which family."""
        baris = await self.sesi.scalars(select(CekStatus).execution_options(populate_existing=True))
        return {
            c.nik_hmac: (c.keluarga_id, c.status.value) for c in baris if c.status is not StatusKeanggotaan.NONAKTIF
        }

    async def cek(self) -> list[tuple[Any, ...]]:
        """What the lookup would say."""
        baris = await self.sesi.scalars(select(CekStatus).execution_options(populate_existing=True))
        return sorted((str(c.keluarga_id), c.kode_desa, c.status.value) for c in baris)
