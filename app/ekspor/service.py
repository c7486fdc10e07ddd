"""Use cases of exports: ask for one, see how far it is, call it off, fetch it."""

import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Final, Self
from uuid import UUID

from obstore.store import ObjectStore
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek import potongan
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.ratelimit import Kuota, pakai_kuota
from app.core.wadah import Wadah
from app.ekspor.entitas import EksporLengkap, Kemajuan, Unduhan
from app.ekspor.errors import (
    EksporBelumSelesai,
    EksporKedaluwarsa,
    EksporNotFound,
    EksporSudahBerakhir,
    EksporTidakBerwenang,
    WilayahDiLuarLingkup,
    WilayahTerlaluLuas,
)
from app.ekspor.kode import StatusEkspor
from app.ekspor.models import Ekspor
from app.ekspor.pengerjaan import TUGAS_KERJAKAN, PengerjaanService, tempat_bagian, tempat_ekspor, uraian
from app.ekspor.proses import alat
from app.ekspor.repository import EksporRepository
from app.ekspor.schemas import EksporMinta
from app.ekspor.wewenang import BERISI_ORANG, Izin, is_terlalu_luas, izin
from app.wilayah.errors import WilayahNotFound
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_HURUF: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HARI: Final = 86_400


class EksporService:
    """Exports of the caller; nobody sees another's."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._sandi = wadah.sandi
        self._toko = wadah.objek
        self._batas = wadah.pengaturan.batas.ekspor_hari
        self._repo = EksporRepository(sesi)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._kerja = PengerjaanService.rakit(sesi, wadah)
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def minta(self, isi: EksporMinta, pelaku: Pelaku) -> EksporLengkap:
        """Ask for a file; a job makes it.

        Raises:
            EksporTidakBerwenang: this jabatan exports no such data.
            WilayahDiLuarLingkup: unknown, or not the caller's.
            WilayahTerlaluLuas: wider than one file may be.
            TerlaluSering: too many exports about persons today.
        """
        boleh = izin(isi.himpunan, pelaku.jabatan)
        if boleh is None:
            raise EksporTidakBerwenang
        lingkup = await self._lingkup(isi.kode_wilayah, pelaku, boleh)
        if isi.himpunan in BERISI_ORANG:
            await pakai_kuota(self._sesi, self._sandi, "ekspor", str(pelaku.akun_id), Kuota(self._batas, _HARI))
        ekspor_id = id_baru()
        terbungkus, _ = self._sandi.kunci_data_baru(tempat_ekspor(ekspor_id))
        ekspor = Ekspor(
            id=ekspor_id,
            himpunan=isi.himpunan,
            bentuk=isi.bentuk,
            is_berlabel=isi.is_berlabel,
            is_nomor_terbuka=boleh.is_nomor_terbuka and isi.himpunan in BERISI_ORANG,
            kode_wilayah=isi.kode_wilayah,
            lingkup=lingkup,
            tujuan=isi.tujuan,
            dasar=isi.dasar,
            tanda=f"EKS{''.join(secrets.choice(_HURUF) for _ in range(12))}",
            pelaku_id=pelaku.akun_id,
            jabatan=pelaku.jabatan,
            kunci_data=terbungkus,
            jumlah=0,
            baris=0,
            ukuran=0,
            percobaan=0,
            diunduh=0,
            versi=1,
            dibuat_at=now(),
        )
        await self._repo.tambah(ekspor)
        await self._catat("permintaan:dibuat", ekspor, pelaku)
        await enqueue(self._sesi, TUGAS_KERJAKAN, {"ekspor_id": str(ekspor_id)})
        return EksporLengkap(ekspor, StatusEkspor.MENUNGGU, Kemajuan())

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[EksporLengkap]:
        """Return the caller's exports, newest first."""
        hasil = await self._repo.daftar(pelaku.akun_id, hal)
        return Potongan(await self._lengkapi(hasil.data), hasil.halaman)

    async def baca(self, ekspor_id: UUID, pelaku: Pelaku) -> EksporLengkap:
        """Return an export of the caller's.

        Raises:
            EksporNotFound: unknown, or another's.
        """
        return (await self._lengkapi([await self._ambil(ekspor_id, pelaku)]))[0]

    async def batalkan(self, ekspor_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> EksporLengkap:
        """Call an export off; what was made is destroyed.

        Raises:
            EksporNotFound: unknown, or another's.
            VersiBasi: its state changed since `versi`.
            EksporSudahBerakhir: it has ended.
        """
        ekspor = await self._ambil(ekspor_id, pelaku, kunci=True)
        pastikan_versi(versi, ekspor.versi)
        if ekspor.status(now()) not in {StatusEkspor.MENUNGGU, StatusEkspor.DIKERJAKAN}:
            raise EksporSudahBerakhir
        ekspor.batal_at = now()
        await self._kerja.musnahkan(ekspor)
        await self._catat("permintaan:dibatalkan", ekspor, pelaku)
        return (await self._lengkapi([ekspor]))[0]

    async def unduh(self, ekspor_id: UUID, pelaku: Pelaku) -> Unduhan:
        """Return the file, to be sent part by part; the fetch is recorded.

        Raises:
            EksporNotFound: unknown, another's, or made for a position or region that the caller no longer has.
            EksporBelumSelesai: not made yet, failed or cancelled.
            EksporKedaluwarsa: destroyed.
        """
        ekspor = await self._ambil(ekspor_id, pelaku, kunci=True)
        if pelaku.jabatan is not ekspor.jabatan or not Lingkup.dari(pelaku).memuat(ekspor.kode_wilayah):
            raise EksporNotFound
        status = ekspor.status(now())
        if status is StatusEkspor.KEDALUWARSA:
            raise EksporKedaluwarsa
        if status is not StatusEkspor.SELESAI or ekspor.kunci_data is None:
            raise EksporBelumSelesai
        ekspor.diunduh += 1
        await self._catat("berkas:dibaca", ekspor, pelaku, baris=ekspor.baris, unduhan=ekspor.diunduh)
        penulis = alat(ekspor.himpunan, ekspor.bentuk, berlabel=ekspor.is_berlabel)
        kunci = self._sandi.buka_kunci(ekspor.kunci_data, tempat_ekspor(ekspor.id))
        nama = f"{ekspor.himpunan.value.lower().replace('_', '-')}-{ekspor.kode_wilayah}-{hari_ini()}-{ekspor.tanda}"
        aliran = _alir(self._toko, kunci, ekspor.id, await self._repo.objek(ekspor.id))
        return Unduhan(f"{nama}.{penulis.akhiran}", penulis.media, ekspor.ukuran, aliran)

    async def _lingkup(self, kode: KodeWilayah, pelaku: Pelaku, boleh: Izin) -> list[str]:
        """Return the codes under which rows of the region stand, as far as they are the caller's."""
        milik = Lingkup.dari(pelaku)
        if not milik.memuat(kode):
            raise WilayahDiLuarLingkup
        try:
            await self._wilayah.baca(kode)
        except WilayahNotFound:
            raise WilayahDiLuarLingkup from None
        if is_terlalu_luas(kode.tingkat, boleh.terluas):
            raise WilayahTerlaluLuas(terluas=boleh.terluas.value)
        return sorted(k for k in await self._wilayah.setempat([kode]) if milik.memuat(k))

    async def _ambil(self, ekspor_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Ekspor:
        ekspor = await self._repo.ambil(ekspor_id, kunci=kunci)
        if ekspor is None or ekspor.pelaku_id != pelaku.akun_id:
            raise EksporNotFound
        return ekspor

    async def _lengkapi(self, daftar: Sequence[Ekspor]) -> list[EksporLengkap]:
        saat = now()
        kemajuan = await self._repo.kemajuan([e.id for e in daftar])
        return [EksporLengkap(e, e.status(saat), kemajuan.get(e.id, Kemajuan())) for e in daftar]

    async def _catat(self, perbuatan: str, ekspor: Ekspor, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"ekspor:{perbuatan}",
            pelaku=pelaku,
            objek=f"ekspor/{ekspor.tanda}",
            tujuan=ekspor.tujuan.value,
            rincian=uraian(ekspor) | rincian,
        )


async def _alir(
    toko: ObjectStore, kunci: bytes, ekspor_id: UUID, bagian: Sequence[tuple[int, UUID]]
) -> AsyncIterator[bytes]:
    for urutan, objek_id in bagian:
        yield Sandi.dekripsi(kunci, await potongan.baca(toko, objek_id), tempat_bagian(ekspor_id, urutan))
