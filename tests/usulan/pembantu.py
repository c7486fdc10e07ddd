"""People on file, and drafts of each kind, as the tests of PERBAIKAN and HAPUS send them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.usulan.kelengkapan import wajib
from app.usulan.status import JenisLampiran, JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA
from tests.usulan.test_routers_warga import unggah

J, S, U, L = Jabatan, StatusUsulan, SubjenisUsulan, JenisLampiran
WARGA, PETUGAS = "/v1/warga/usulan", "/v1/petugas/usulan"
BUTIR = ("ktp_terbaca", "kk_terbaca", "foto_rumah_sesuai", "nik_kk_sesuai", "domisili_sesuai", "bukti_sesuai")
PERIKSA = {"daftar_periksa": dict.fromkeys(BUTIR, True)}


@dataclass(frozen=True)
class Rumah:
    """A head and his child on file."""

    subjek: Subjek
    kepala: Ref
    anak: Ref

    @property
    def nik(self) -> str:
        """The head's number."""
        return str(self.subjek.nik)


async def rumah(sesi: AsyncSession, wadah: Wadah, desa: str = str(DESA)) -> Rumah:
    # The numbers of both factories would meet: one of them counts for a whole test.
    orang = pabrik_keluarga.subjek(
        pabrik_keluarga.anggota(), kode_desa=desa, nik=pabrik.nik(pabrik.nik_uji()), no_kk=pabrik.no_kk_uji()
    )
    kepala = await pabrik_keluarga.daftarkan(sesi, wadah, orang)
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(kepala.keluarga_id)
    return Rumah(orang, kepala, next(a.ref for a in keluarga.anggota if a.ref != kepala))


async def warga_dari(milik: Rumah, masuk: Masuk, **isi: Any) -> Klien:
    return await masuk(J.WARGA, nik=milik.nik, no_kk=str(milik.subjek.no_kk), **isi)


def badan(jenis: JenisUsulan, subjenis: SubjenisUsulan, **isi: Any) -> dict[str, Any]:
    """The body of a draft."""
    tanggal = {"tanggal_peristiwa": hari_ini().isoformat()} if subjenis in {U.MENINGGAL, U.PINDAH} else {}
    return {"jenis": jenis, "subjenis": subjenis, **pabrik.PERNYATAAN, **tanggal, **isi}


def hapus(subjenis: SubjenisUsulan = U.MAMPU, **isi: Any) -> dict[str, Any]:
    return badan(JenisUsulan.HAPUS, subjenis, **isi)


def perbaikan(subjenis: SubjenisUsulan = U.SOSIAL_EKONOMI, **isi: Any) -> dict[str, Any]:
    return badan(JenisUsulan.PERBAIKAN, subjenis, **isi)


async def susun(klien: Klien, akar: str, isi: dict[str, Any], *lampiran: JenisLampiran) -> str:
    """Draft with the papers that the kind needs; its address."""
    jawab = await klien.post(akar, json=isi)
    assert jawab.status_code == 201, jawab.text
    ref = jawab.json()["ref"]
    butuh = lampiran or [min(k) for k in wajib(JenisUsulan(isi["jenis"]), SubjenisUsulan(isi["subjenis"]))]
    for jenis in butuh:
        await unggah(klien, ref, jenis, akar=akar)
    return f"{akar}/{ref}"


async def kirim(klien: Klien, akar: str, isi: dict[str, Any], *lampiran: JenisLampiran) -> dict[str, Any]:
    """Draft and send; what the answer says."""
    jawab = await klien.post(f"{await susun(klien, akar, isi, *lampiran)}/ajukan")
    assert jawab.status_code == 200, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil
