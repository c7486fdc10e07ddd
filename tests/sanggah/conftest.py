"""A registered family, a neighbour who contests it, and the officers of the kab/kota."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.penetapan.penempatan import Orang
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik.gambar import foto
from tests.pabrik.penetapan import daftarkan
from tests.pabrik.usulan import alasan
from tests.usulan.pembantu import Rumah, rumah

W, P = "/v1/warga/sanggah", "/v1/petugas/sanggah"
TUJUAN = {"tujuan": "PENGADUAN"}
LAPORAN = "Keluarga itu punya mobil yang diparkir di depan warung saya"
ALASAN = "KENDARAAN_RODA_4"
FOTO = foto()
PELAPOR = {"nama": "Rahasia Pelapor", "nik": "3204051212880091", "no_kk": "3204051212080092"}


@dataclass
class Perkara:
    """One contest on its way; each desk has an officer of its own."""

    masuk: Masuk
    rumah: Rumah
    pelapor: Klien
    sasaran: Klien
    verifikator: Klien
    pencacah: Klien
    id: str = ""

    async def ajukan(self, **isi: Any) -> httpx.Response:
        """Contest the head of the family, chosen from the search unless `isi` says otherwise."""
        if "nik" not in isi and "calon" not in isi:
            isi["calon"] = await calon(self.pelapor)
        jawab = await self.pelapor.post(W, json=laporan(**isi))
        self.id = jawab.json().get("id", self.id)
        return jawab

    async def tugaskan(self, klien: Klien | None = None, aksi: str = "tugaskan", **isi: Any) -> httpx.Response:
        badan = {"enumerator_id": str(self.pencacah.pelaku.akun_id)} | isi
        return await (klien or self.verifikator).post(f"{P}/{self.id}/{aksi}", json=badan)

    async def foto(self, jenis: str = "FOTO_RUMAH_DEPAN", klien: Klien | None = None) -> httpx.Response:
        jalur = f"{P}/{self.id}/lampiran"
        return await (klien or self.pencacah).post(jalur, data={"jenis": jenis}, files={"berkas": ("x.jpg", FOTO)})

    async def kunjungi(self, hasil: str = "TERBUKTI", klien: Klien | None = None, **isi: Any) -> httpx.Response:
        badan = {
            "tanggal": hari_ini().isoformat(),
            "hasil": hasil,
            "catatan": "Mobil ada di garasi, STNK atas nama kepala keluarga",
        } | isi
        return await (klien or self.pencacah).post(f"{P}/{self.id}/catat-kunjungan", json=badan)

    async def tanggapi(self, klien: Klien | None = None) -> httpx.Response:
        isi = {"penjelasan": "Mobil itu milik majikan saya dan hanya dititipkan"}
        return await (klien or self.sasaran).post(f"{W}/{self.id}/tanggapi", json=isi)

    async def setujui(self, klien: Klien | None = None, **isi: Any) -> httpx.Response:
        badan = {"penjelasan": "Kunjungan membuktikan keluarga sudah mampu"} | isi
        return await (klien or self.verifikator).post(f"{P}/{self.id}/setujui", json=badan)

    async def tolak(self, kode: str = "SANGGAH_TIDAK_TERBUKTI", klien: Klien | None = None) -> httpx.Response:
        return await (klien or self.verifikator).post(f"{P}/{self.id}/tolak", json={"alasan": alasan(kode)})

    async def sampai(self, hasil: str = "TERBUKTI", jenis: str = "FOTO_RUMAH_DEPAN", **isi: Any) -> None:
        """Walk to a visited and answered contest."""
        baik(await self.ajukan(**isi), 201)
        baik(await self.tugaskan())
        baik(await self.foto(jenis), 201)
        baik(await self.kunjungi(hasil))
        baik(await self.tanggapi())


def baik(jawab: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert jawab.status_code == status, jawab.text
    isi: dict[str, Any] = jawab.json()
    return isi


def laporan(**isi: Any) -> dict[str, Any]:
    """The body of a contest."""
    return {"kode_alasan": ALASAN, "penjelasan": LAPORAN, "pernyataan_disetujui": True} | isi


async def calon(klien: Klien, nama: str = "Budi Santoso") -> str:
    """The word of the first line of a search."""
    data = baik(await klien.post(f"{W}/calon/cari", json={"nama": nama}))["data"]
    assert data, "nobody is found"
    return str(data[0]["calon"])


@pytest.fixture
async def terdaftar(sesi: AsyncSession, wadah: Wadah) -> Rumah:
    """A head and his child, members by an earlier decree."""
    milik = await rumah(sesi, wadah)
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(milik.kepala.keluarga_id)
    orang = [Orang(a.ref, a.nik_hmac, a.nama, a.tanggal_lahir, keluarga.kode_desa) for a in keluarga.aktif]
    await daftarkan(sesi, wadah, *orang)
    await sesi.commit()
    return milik


@pytest.fixture
async def perkara(masuk: Masuk, terdaftar: Rumah) -> Perkara:
    no_kk = str(terdaftar.subjek.no_kk)
    return Perkara(
        masuk,
        terdaftar,
        await masuk(Jabatan.WARGA, surel="pelapor@contoh.id", **PELAPOR),
        await masuk(Jabatan.WARGA, nik=terdaftar.nik, no_kk=no_kk, nama="Budi Santoso", surel="budi@contoh.id"),
        await masuk(Jabatan.VERIFIKATOR, nik=pabrik_usulan.nik_uji()),
        await masuk(Jabatan.ENUMERATOR, ("32.04.05",), nik=pabrik_usulan.nik_uji()),
    )
