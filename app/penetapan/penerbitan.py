"""What the public gets of a decree: the registry counted by village, and the letter with its QR code."""

from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.penetapan.models import SK
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_susun import SusunRepository
from app.penetapan.status import StatusSK
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService

_TEMPAT: Final = "Jakarta"


class PenerbitanSK:
    """Counts and prints a decree in force."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = PenetapanRepository(sesi)
        self._susun = SusunRepository(sesi)
        self._surat = SuratService.rakit(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it."""
        return cls(sesi, wadah)

    async def hitung(self, sk_id: UUID) -> None:
        """Keep the registry's counts with the decree; done again, they are counted again."""
        sk = await self._repo.kunci_sk_id(sk_id)
        if sk is not None and sk.status is StatusSK.BERLAKU:
            sk.orang_keluarga, sk.orang_luar_keluarga = await self._susun.hitung_rekap(sk_id)

    async def cetak(self, sk_id: UUID) -> None:
        """Issue the letter unless it exists; it bears counts and digest, and nobody's name but the signer's."""
        sk = await self._repo.sk_id(sk_id)
        if sk is None or sk.status is not StatusSK.BERLAKU or await self._surat.milik(objek(sk)):
            return
        lama = await self._repo.sk_id(sk.mengganti_id) if sk.mengganti_id else None
        milik = await self._surat.milik(objek(lama)) if lama else []
        await self._surat.terbitkan(
            JenisSurat.SK_PENETAPAN,
            await self._isi(sk),
            objek=objek(sk),
            kode_wilayah=None,
            pelaku=None,
            mengganti=milik[0].kode if milik else None,
        )

    async def _isi(self, sk: SK) -> dict[str, Any]:
        assert sk.penanda_tangan_id is not None, "a decree in force is signed"
        akun = await self._akun.ambil(sk.penanda_tangan_id)
        return {
            "nomor": sk.nomor,
            "tanggal": sk.tanggal.isoformat(),
            "tentang": f"Penetapan Data Terpadu Kesejahteraan Sosial Periode {sk.periode}",
            "menimbang": [
                "bahwa usulan pemerintah kabupaten/kota telah diverifikasi, divalidasi, dan disahkan;",
                f"bahwa keluarga telah diperingkat dengan model {sk.model};",
            ],
            "mengingat": ["Undang-Undang Nomor 13 Tahun 2011;", "Peraturan Menteri Sosial Nomor 3 Tahun 2021;"],
            "menetapkan": [
                f"Daftar sebanyak {sk.jumlah} baris yang sidiknya {sk.sidik}, sampai desil {sk.ambang_desil}.",
                "Terdaftar tidak dengan sendirinya memberi hak atas bantuan sosial.",
            ],
            "tempat": _TEMPAT,
            "penandatangan": {"nama": akun.nama, "jabatan": "a.n. Menteri Sosial, Pejabat Penetap"},
            "ringkasan": [
                ["Ditetapkan (baru)", sk.jumlah_ditetapkan],
                ["Tetap", sk.jumlah_tetap],
                ["Berubah", sk.jumlah_berubah],
                ["Dihapus", sk.jumlah_dihapus],
                ["Daftar tunggu", sk.jumlah_menunggu],
                ["Tidak ditetapkan", sk.jumlah_tidak_ditetapkan],
            ],
        }


def objek(sk: SK) -> str:
    """Return under what name the register of letters knows a decree."""
    return f"sk/{sk.kode}"


async def terbitkan_sk(wadah: Wadah, sk_id: UUID) -> None:
    """Count the registry, then print the letter while no row is locked; run again, it repeats nothing."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PenerbitanSK.rakit(sesi, wadah).hitung(sk_id)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PenerbitanSK.rakit(sesi, wadah).cetak(sk_id)
