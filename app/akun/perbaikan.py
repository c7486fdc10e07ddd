"""A refused registration is mended by sending the pictures that its reason asks for, with the code from the mail."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import PERBAIKAN, AksiAkun, FaktaAkun, StatusAkun
from app.akun.errors import KodeKonfirmasiTidakSah, PerbaikanTidakLengkap
from app.akun.models import Akun, JenisIndeks
from app.akun.padan import TUGAS_PADAN
from app.akun.pembatas import PembatasMasuk, bahan_kode
from app.akun.repository import AkunRepository
from app.akun.service import AkunService
from app.berkas_objek.service import BerkasObjekService, GambarBersih, bersihkan
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.jobs import enqueue
from app.core.wadah import Wadah


class PerbaikanService:
    """Puts a refused registration back into the officer's queue."""

    def __init__(self, wadah: Wadah) -> None:
        self._wadah = wadah

    async def perbaiki(self, kode: str, foto: Mapping[str, bytes], alamat: str) -> None:
        """Replace the pictures (`foto_ktp`, `swafoto`) of a refused registration and queue it again.

        Raises:
            TerlaluSering: too many tries from here.
            KodeKonfirmasiTidakSah: unknown, used, expired, or the e-mail belongs to another account by now.
            PerbaikanTidakLengkap: the reason asks for other pictures.
            BerkasBukanGambar | GambarRusak | BerkasTerlaluBesar: of the pictures.
        """
        await PembatasMasuk(self._wadah).per_alamat("perbaikan", "-", alamat)
        calon = self._wadah.sandi.indeks_calon(Tujuan.TOKEN, bahan_kode(JenisIndeks.PERBAIKAN, kode))
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun_id = await repo.cari(JenisIndeks.PERBAIKAN, calon, now())
            alasan = await repo.alasan_terakhir(akun_id, AksiAkun.TOLAK) if akun_id else None
        if alasan is None:
            raise KodeKonfirmasiTidakSah
        perlu = PERBAIKAN.get(alasan, frozenset())
        if not perlu <= foto.keys():
            raise PerbaikanTidakLengkap(perlu=sorted(perlu))
        bersih = {nama: await bersihkan(isi) for nama, isi in foto.items()}
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            # The pictures leave for the object store before any row is locked.
            baru = await self._simpan(sesi, bersih)
            repo = AkunRepository(sesi)
            dipakai = await repo.tukar(JenisIndeks.PERBAIKAN, calon, now())
            akun = await repo.lock(dipakai) if dipakai else None
            if akun is None or akun.status is not StatusAkun.DITOLAK:
                raise KodeKonfirmasiTidakSah
            await self._antre_lagi(sesi, akun, baru)

    async def _simpan(self, sesi: AsyncSession, foto: Mapping[str, GambarBersih]) -> Mapping[str, UUID]:
        berkas = BerkasObjekService.rakit(sesi, self._wadah)
        return {
            nama: await berkas.simpan_gambar(isi, pemilik=f"akun/{nama.removeprefix('foto_')}")
            for nama, isi in foto.items()
        }

    async def _antre_lagi(self, sesi: AsyncSession, akun: Akun, foto: Mapping[str, UUID]) -> None:
        layanan, berkas = AkunService.rakit(sesi, self._wadah), BerkasObjekService.rakit(sesi, self._wadah)
        surel = layanan.identitas(akun).surel or ""
        if not await layanan.klaim(akun, JenisIndeks.SUREL, Tujuan.SUREL, surel):
            raise KodeKonfirmasiTidakSah
        lama = []
        for nama, berkas_id in foto.items():
            kolom = "foto_ktp_id" if nama == "foto_ktp" else "swafoto_id"
            lama.append(getattr(akun, kolom))
            setattr(akun, kolom, berkas_id)
        await layanan.pindahkan(akun, AksiAkun.PERBAIKI, None, FaktaAkun())
        for satu in filter(None, lama):
            await berkas.hapus(satu)
        await enqueue(sesi, TUGAS_PADAN, {"akun_id": str(akun.id)})
