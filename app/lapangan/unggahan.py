"""Photos in pieces: announced, sent piece by piece from wherever it stopped, checked by their digest, then kept.

No piece lies in clear outside the process: each is sealed under the upload's own key, which goes with the upload.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek import potongan
from app.berkas_objek.service import BerkasObjekService, bersihkan
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.lapangan.errors import (
    KuotaUnggahan,
    PotonganTidakSah,
    SidikTidakCocok,
    UnggahanBelumLengkap,
    UnggahanBerbeda,
    UnggahanNotFound,
    UnggahanSudahSelesai,
)
from app.lapangan.item import ItemService
from app.lapangan.models import PotonganUnggahan, Unggahan
from app.lapangan.repository import LapanganRepository
from app.lapangan.schemas import FOTO_MAKS, HasilItem, UnggahanBuat
from app.verval.errors import LampiranTerlaluBanyak
from app.verval.survei_foto import FotoService

TUGAS_HAPUS_POTONGAN = "lapangan.hapus_potongan"


class Selesai(NamedTuple):
    """A complete photo, and the verdict on the visit that it completed."""

    unggahan: Unggahan
    kunjungan: HasilItem | None


class UnggahanService:
    """Uploads of who holds the open assignment."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._aturan = wadah.pengaturan.lapangan
        self._sandi = wadah.sandi
        self._toko = wadah.objek
        self._repo = LapanganRepository(sesi)
        self._jejak = Jejak(sesi)
        self._foto = FotoService.rakit(sesi, wadah)
        self._objek = BerkasObjekService.rakit(sesi, wadah)
        self._item = ItemService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def buat(self, isi: UnggahanBuat, pelaku: Pelaku) -> Unggahan:
        """Announce a photo; announced again, it goes on from where it is.

        Raises:
            PenugasanNotFound, TransisiDitolak: not the caller's open assignment.
            UnggahanBerbeda: the id is another photo's.
            KuotaUnggahan, LampiranTerlaluBanyak: too many unfinished, or too many of this visit.
        """
        penugasan = await self._foto.buka(isi.penugasan, pelaku)
        if (lama := await self._repo.unggahan(Ref(penugasan.keluarga_id, isi.id))) is not None:
            return _pastikan_sama(lama, isi, pelaku)
        if await self._repo.unggahan_terbuka(pelaku.akun_id) >= self._aturan.unggahan_terbuka:
            raise KuotaUnggahan
        if len(await self._repo.unggahan_penugasan(penugasan.ref)) >= FOTO_MAKS:
            raise LampiranTerlaluBanyak
        kini = now()
        terbungkus, _ = self._sandi.kunci_data_baru(_aad(isi.id))
        baru = Unggahan(
            keluarga_id=penugasan.keluarga_id,
            id=isi.id,
            penugasan_id=penugasan.id,
            akun_id=pelaku.akun_id,
            jenis=isi.jenis,
            ukuran=isi.ukuran,
            sidik=bytes.fromhex(isi.sidik),
            diterima=0,
            kunci_data=terbungkus,
            foto_id=None,
            kedaluwarsa_at=self._batas(),
            created_at=kini,
            updated_at=kini,
        )
        await self._repo.tambah(baru)
        await self._catat("dibuat", baru, pelaku, jenis=isi.jenis, ukuran=isi.ukuran)
        return baru

    async def baca(self, ref: Ref, pelaku: Pelaku) -> Unggahan:
        """Return an upload of the caller's: where to go on.

        Raises:
            UnggahanNotFound: unknown, expired, or another's.
        """
        unggahan = await self._repo.unggahan(ref)
        if unggahan is None or unggahan.akun_id != pelaku.akun_id:
            raise UnggahanNotFound
        return unggahan

    async def tambah(self, ref: Ref, isi: bytes, mulai: int, pelaku: Pelaku) -> Unggahan:
        """Take the piece that begins at `mulai`.

        Raises:
            UnggahanNotFound, UnggahanSudahSelesai: no such upload, or complete.
            PenugasanNotFound, TransisiDitolak: not the caller's open assignment any more.
            PotonganTidakSah: empty, too large, or longer than announced.
            VersiBasi: another piece is due (`diterima`).
            PenyimpananTidakTersedia: the object store does not answer.
        """
        unggahan = await self._terbuka(ref, pelaku)
        pastikan_versi(mulai, unggahan.diterima)
        if not 0 < len(isi) <= self._aturan.potongan_bita or mulai + len(isi) > unggahan.ukuran:
            raise PotonganTidakSah
        assert unggahan.kunci_data is not None
        kunci = self._sandi.buka_kunci(unggahan.kunci_data, _aad(unggahan.id))
        objek_id = id_baru()
        await potongan.simpan(self._toko, objek_id, self._sandi.enkripsi(kunci, isi, _aad(unggahan.id, mulai)))
        # Only now the locks: no row waits for the object store.
        await self._foto.buka(unggahan.penugasan_ref, pelaku)
        terkunci = await self._repo.unggahan(ref, kunci=True)
        if terkunci is None:
            raise UnggahanNotFound
        pastikan_versi(mulai, terkunci.diterima)
        terkunci.diterima += len(isi)
        terkunci.updated_at, terkunci.kedaluwarsa_at = now(), self._batas()
        await self._repo.tambah(
            PotonganUnggahan(keluarga_id=terkunci.keluarga_id, unggahan_id=terkunci.id, mulai=mulai, objek_id=objek_id)
        )
        await self._catat("ditambah", terkunci, pelaku, diterima=terkunci.diterima)
        return terkunci

    async def ulangi(self, ref: Ref, pelaku: Pelaku) -> Unggahan:
        """Forget what arrived, to begin again.

        Raises:
            UnggahanNotFound, UnggahanSudahSelesai: no such upload, or complete.
            PenugasanNotFound, TransisiDitolak: not the caller's open assignment any more.
        """
        await self._foto.buka((await self._terbuka(ref, pelaku)).penugasan_ref, pelaku)
        unggahan = await self._repo.unggahan(ref, kunci=True)
        if unggahan is None:
            raise UnggahanNotFound
        await self._lupakan(unggahan)
        unggahan.diterima, unggahan.updated_at, unggahan.kedaluwarsa_at = 0, now(), self._batas()
        await self._repo.simpan()
        await self._catat("diulangi", unggahan, pelaku)
        return unggahan

    async def selesaikan(self, ref: Ref, pelaku: Pelaku) -> Selesai:
        """Check the digest and keep the photo; a visit that waited for it is handed in. Again: the same answer.

        Raises:
            UnggahanNotFound: no such upload.
            UnggahanBelumLengkap: pieces are missing.
            SidikTidakCocok: another content than announced.
            BerkasBukanGambar, GambarRusak, BerkasTerlaluBesar: no picture that can be kept.
            PenugasanNotFound, TransisiDitolak: not the caller's open assignment any more.
            LampiranTerlaluBanyak: enough photos of this visit.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        unggahan = await self.baca(ref, pelaku)
        if unggahan.foto_id is not None:
            return Selesai(unggahan, None)
        if unggahan.diterima < unggahan.ukuran:
            raise UnggahanBelumLengkap(diterima=unggahan.diterima)
        data = await self._gabung(unggahan, await self._repo.potongan(unggahan))
        if hashlib.sha256(data).digest() != unggahan.sidik:
            raise SidikTidakCocok
        bersih = await bersihkan(data)
        berkas_id = await self._objek.simpan_gambar(
            bersih, pemilik=f"penugasan/{unggahan.penugasan_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the locks: no row waits for the picture or the object store.
        await self._foto.buka(unggahan.penugasan_ref, pelaku)
        terkunci = await self._repo.unggahan(ref, kunci=True)
        if terkunci is None:
            raise UnggahanNotFound
        if terkunci.foto_id is not None:
            await self._objek.hapus(berkas_id)
            return Selesai(terkunci, None)
        foto = await self._foto.tautkan_foto(terkunci.penugasan_ref, terkunci.jenis, berkas_id, terkunci.sidik, pelaku)
        await self._lupakan(terkunci)
        terkunci.foto_id, terkunci.kunci_data, terkunci.updated_at = foto.id, None, now()
        await self._repo.simpan()
        return Selesai(terkunci, await self._item.lanjutkan(terkunci.penugasan_ref, pelaku))

    async def hapus_habis(self, sebanyak: int) -> int:
        """Forget unfinished uploads past their time; return how many."""
        habis = await self._repo.unggahan_habis(now(), sebanyak)
        for unggahan in habis:
            await self._lupakan(unggahan)
            await self._repo.hapus(unggahan)
        return len(habis)

    async def _terbuka(self, ref: Ref, pelaku: Pelaku) -> Unggahan:
        unggahan = await self.baca(ref, pelaku)
        if unggahan.foto_id is not None:
            raise UnggahanSudahSelesai
        return unggahan

    async def _gabung(self, unggahan: Unggahan, bagian: Sequence[PotonganUnggahan]) -> bytes:
        assert unggahan.kunci_data is not None
        kunci = self._sandi.buka_kunci(unggahan.kunci_data, _aad(unggahan.id))
        isi = [await potongan.baca(self._toko, b.objek_id) for b in bagian]
        return b"".join(
            self._sandi.dekripsi(kunci, satu, _aad(unggahan.id, b.mulai)) for b, satu in zip(bagian, isi, strict=True)
        )

    async def _lupakan(self, unggahan: Unggahan) -> None:
        """Drop the pieces: the rows now, the objects by a job once this is committed."""
        objek = [str(b.objek_id) for b in await self._repo.potongan(unggahan)]
        await self._repo.hapus_potongan(unggahan)
        if objek:
            await enqueue(self._sesi, TUGAS_HAPUS_POTONGAN, {"objek": objek})

    def _batas(self) -> datetime:
        return now() + timedelta(days=self._aturan.unggahan_hari)

    async def _catat(self, perbuatan: str, unggahan: Unggahan, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"lapangan:unggahan:{perbuatan}",
            pelaku=pelaku,
            objek=f"unggahan_foto/{unggahan.id}",
            keluarga_id=unggahan.keluarga_id,
            rincian=rincian,
        )


def _pastikan_sama(lama: Unggahan, isi: UnggahanBuat, pelaku: Pelaku) -> Unggahan:
    sama = (lama.akun_id, lama.penugasan_ref, lama.jenis, lama.ukuran, lama.sidik.hex())
    if sama != (pelaku.akun_id, isi.penugasan, isi.jenis, isi.ukuran, isi.sidik):
        raise UnggahanBerbeda
    return lama


def _aad(unggahan_id: UUID, mulai: int | None = None) -> bytes:
    return f"dtks/unggahan_foto/{unggahan_id}{'' if mulai is None else f'/{mulai}'}".encode()
