"""The public lookup: counts first, then proof, then one read whose work does not depend on what it finds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.bukti_kerja import Tantangan, buat, periksa
from app.cekbansos.errors import BuktiKerjaTidakSah
from app.cekbansos.jaringan import Asal
from app.cekbansos.models import CekStatus
from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import Kata, nilai, urai
from app.cekbansos.repository import CekRepository
from app.cekbansos.repository_cepat import BarisCek
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.nik import Nik
from app.core.ratelimit import pakai
from app.core.wadah import Wadah
from app.penetapan.status import AKTIF
from app.wilayah.kode import KodeWilayah
from app.wilayah.service import WilayahService

MAKS_HASIL: Final = 10
"""One use of a challenge in so many asks for expired ones to be forgotten."""
_KATA_UMPAN: Final = 2
_UMPAN: Final = tuple(range(20))
"""Marks of nobody: who is not found costs the comparison that everybody else costs."""


@dataclass(frozen=True, slots=True)
class HasilCek:
    """What the public learns of one person; its members are the whole answer."""

    terdaftar: bool = False
    nama_samar: str | None = None
    desa: str | None = None
    program: tuple[object, ...] = ()
    usia_data: int | None = None


class CekService:
    """Use cases of anybody who asks without a token."""

    def __init__(self, repo: CekRepository, wilayah: WilayahService, wadah: Wadah) -> None:
        self._repo = repo
        self._wilayah = wilayah
        self._wadah = wadah
        self._sandi = wadah.sandi
        self._tandai = penanda(wadah.sandi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(CekRepository(sesi), WilayahService.rakit(sesi, wadah), wadah)

    def tantangan(self) -> Tantangan:
        """Return a new challenge; nothing is stored."""
        return buat(self._kunci())

    async def cek_nik(self, nik: Nik, nama: str, bukti: str, asal: Asal) -> HasilCek:
        """Return what the public may know of the person with this NIK **and** name.

        Raises:
            TerlaluSering: too often from this address or network, for this NIK, or in the whole country.
            BuktiKerjaTidakSah: no valid proof of work, or a used one.
        """
        await self._gerbang(asal, bukti)
        aturan = self._wadah.pengaturan.batas
        await pakai(self._wadah, "cek-nik", nik, aturan.cek_nik, aturan.cek_jendela)
        ditemukan = await self._repo.menurut_nik(self._sandi.indeks_calon(Tujuan.NIK, nik))
        return hasil_cek(urai(nama, self._tandai), ditemukan[0] if ditemukan else None, hari_ini())

    async def cek_nama(self, kode_desa: KodeWilayah, nama: str, bukti: str, asal: Asal) -> list[HasilCek]:
        """Return at most ten registered adults of one village whose name fits, best first.

        Raises:
            TerlaluSering: too often from this address or network, or in the whole country.
            BuktiKerjaTidakSah: no valid proof of work, or a used one.
            WilayahTidakDikenal: no such desa or kelurahan.
        """
        await self._gerbang(asal, bukti)
        desa = await self._wilayah.desa_dicari(kode_desa)
        kata, hari = urai(nama, self._tandai), hari_ini()
        if not kata:
            return []
        calon = await self._repo.menurut_nama(desa, [k.semua for k in kata], hari)
        bernilai = [(n, b) for b in calon if (n := nilai(kata, b.nama_marka, b.jumlah_kata)) is not None]
        bernilai.sort(key=lambda x: (-x[0], x[1].nik_hmac))
        return [_hasil(b, hari) for _, b in bernilai[:MAKS_HASIL]]

    async def bersihkan(self) -> None:
        """Forget used challenges that have expired by themselves."""
        await self._repo.hapus_tantangan(now())

    async def _gerbang(self, asal: Asal, bukti: str) -> None:
        """Count, then check the proof and use it up in a transaction of its own: a refused request keeps it used.

        No statement may have run on the request's own session yet: it would hold a second connection while waiting.
        """
        aturan = self._wadah.pengaturan.batas
        for ruang, siapa, batas in (
            ("cek-alamat", asal.alamat, aturan.cek_alamat),
            ("cek-jaringan", asal.jaringan, aturan.cek_jaringan),
            ("cek-semua", "", aturan.cek_global),
        ):
            await pakai(self._wadah, ruang, siapa, batas, aturan.cek_jendela)
        sah = periksa(bukti, self._kunci())
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            if not await CekRepository(sesi).pakai_tantangan(sah.sidik, sah.kedaluwarsa_at):
                raise BuktiKerjaTidakSah

    def _kunci(self) -> bytes:
        return self._sandi.indeks(Tujuan.TANTANGAN, "altcha").bytes


def hasil_cek(kata: Collection[Kata], baris: CekStatus | BarisCek | None, hari: date) -> HasilCek:
    """Return what may be told of the person in this row to who gave these words as the name."""
    marka, jumlah_kata = (baris.nama_marka, baris.jumlah_kata) if baris else (_UMPAN, _KATA_UMPAN)
    cocok = nilai(kata, marka, jumlah_kata) is not None
    return _hasil(baris, hari) if baris and cocok and boleh_tampil(baris, hari) else HasilCek()


def boleh_tampil(baris: CekStatus | BarisCek, hari: date) -> bool:
    """Return whether somebody may see this person at all: registered, of age and not hidden."""
    return baris.status in AKTIF and baris.dewasa_sejak <= hari and not baris.is_disembunyikan


def _hasil(baris: CekStatus | BarisCek, hari: date) -> HasilCek:
    return HasilCek(True, baris.nama_samar, baris.nama_desa, (), (hari - baris.per_tanggal).days)
