"""Finds persons for officers: by number, by name with its spellings and one typing error, by birth date.

A search by name goes from the exact to the far, and stops as soon as a page is full: the same spelling and the same
sound, one word with a typing error, then names that have every typed word among others.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.bacaan import BacaanService, Ditemukan
from app.keluarga.nama import bunyi, sekitar, tanda
from app.pencarian.kode import Kecocokan
from app.pencarian.kueri import Kueri, Penilaian, is_dekat, nilai
from app.pencarian.repository import Calon, PencarianRepository
from app.pencarian.schemas import OrangCari
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_DEKAT_MAKS: Final = 90
"""Words near one word that are tried; they are the words of other people's names, so most are somebody's."""
_KETIK_PER_NAMA: Final = 10
_BELAH_MIN: Final = 3
_KABKOTA: Final = len("32.04")
_MENURUT_LAHIR: Final = Penilaian(Kecocokan.LAHIR, 50, ())
_MENURUT_NOMOR: Final = Penilaian(Kecocokan.NOMOR, 100, ())


class Temuan(NamedTuple):
    """A person found, and why."""

    calon: Calon
    penilaian: Penilaian


class Terlihat(NamedTuple):
    """A person found as the officer sees him, and why."""

    orang: Ditemukan
    penilaian: Penilaian


class PencarianService:
    """Search inside an officer's regions; each leaves one audit row."""

    def __init__(self, repo: PencarianRepository, bacaan: BacaanService, wilayah: WilayahService) -> None:
        self._repo = repo
        self._bacaan = bacaan
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        bacaan = BacaanService.rakit(sesi, wadah)
        return cls(PencarianRepository(sesi), bacaan, WilayahService.rakit(sesi, wadah))

    async def cari(self, pelaku: Pelaku, isi: OrangCari) -> list[Terlihat]:
        """Return persons of the caller's regions, best first; what lies outside is not found."""
        lingkup = await self._lingkup(pelaku, isi.kode_wilayah)
        if isi.nik is not None or isi.no_kk is not None:
            orang = await self._bacaan.menurut_nomor(pelaku, isi.nik, isi.no_kk, lingkup, isi.tujuan)
            return [Terlihat(o, _MENURUT_NOMOR) for o in orang]
        temuan = await self._temuan(isi, lingkup)
        nilai_orang = {(t.calon.keluarga_id, t.calon.id): t.penilaian for t in temuan}
        cara = "-".join(n for n in ("nama", "tanggal_lahir") if getattr(isi, n) is not None)
        orang = await self._bacaan.orang(pelaku, list(nilai_orang), lingkup, isi.tujuan, cara)
        return [Terlihat(o, nilai_orang[o.anggota.keluarga_id, o.anggota.individu_id]) for o in orang]

    async def temukan(self, nama: str, lingkup: Lingkup, lahir: date | None, batas: int) -> list[Temuan]:
        """Return whose name fits, best first."""
        kueri = Kueri.dari(nama)
        if not kueri.kata or not (lingkup.is_nasional or lingkup.prefiks):
            return []
        await self._repo.siapkan()
        hasil = _nilai(kueri, await self._repo.menurut_sidik(kueri.rentang_ejaan(), lingkup, lahir, batas))
        if len(hasil) < batas:
            kenal = await self._repo.kata_dekat({t for k in kueri.utuh for t in (*sekitar(k), *_tanda_belah(k))})
            dekat = [_terdekat(k, kenal) for k in kueri.utuh]
            jauh = await self._repo.menurut_sidik(kueri.rentang_ketik(dekat), lingkup, lahir, _KETIK_PER_NAMA)
            hasil |= _nilai(kueri, jauh)
            if len(hasil) < batas:
                pilihan = _pilihan(kueri.utuh, dekat if _is_sempit(lingkup) else [() for _ in dekat], frozenset(kenal))
                hasil |= _nilai(kueri, await self._repo.menurut_kata(pilihan, lingkup, lahir))
        urut = sorted(hasil.values(), key=lambda t: (-t.penilaian.nilai, t.calon.nama, t.calon.kode_desa, t.calon.id))
        return urut[:batas]

    async def _temuan(self, isi: OrangCari, lingkup: Lingkup) -> list[Temuan]:
        if isi.nama is not None:
            return await self.temukan(isi.nama, lingkup, isi.tanggal_lahir, isi.batas)
        if isi.tanggal_lahir is None or not (lingkup.is_nasional or lingkup.prefiks):
            return []
        await self._repo.siapkan()
        calon = await self._repo.menurut_lahir(isi.tanggal_lahir, lingkup, isi.batas)
        return [Temuan(c, _MENURUT_LAHIR) for c in calon]

    async def _lingkup(self, pelaku: Pelaku, kode: KodeWilayah | None) -> Lingkup:
        """Return where to search: the caller's regions, or a region with its older and newer codes inside them."""
        milik = Lingkup.dari(pelaku)
        if kode is None:
            return milik
        diminta = Lingkup(tuple(await self._wilayah.setempat([kode])))
        if milik.is_nasional:
            return diminta
        dalam = [p for p in diminta.prefiks if milik.memuat(p)]
        return Lingkup((*dalam, *(p for p in milik.prefiks if diminta.memuat(p))))


def _nilai(kueri: Kueri, calon: Iterable[Calon]) -> dict[tuple[UUID, UUID], Temuan]:
    semua = ((c, nilai(kueri, c.nama)) for c in calon)
    return {(c.keluarga_id, c.id): Temuan(c, n) for c, n in semua if n is not None}


def _terdekat(kata: str, kenal: Collection[str]) -> list[str]:
    suara = bunyi(kata)
    dekat = [k for k in kenal if k != kata and (is_dekat(k, kata) or is_dekat(bunyi(k), suara))]
    return sorted(dekat, key=lambda k: (bunyi(k) != suara, not is_dekat(k, kata), k))[:_DEKAT_MAKS]


def _pilihan(kata: Sequence[str], dekat: Sequence[Iterable[str]], kenal: Collection[str]) -> list[list[set[int]]]:
    """Return groups of words of which a name must have one each.

    In other choices two typed words are one word of the name, or a typed word is two.
    """
    angka = [{tanda(bunyi(k)), *(tanda(bunyi(d)) for d in lain)} for k, lain in zip(kata, dekat, strict=True)]
    gabung = [[*angka[:n], {tanda(bunyi(a + b))}, *angka[n + 2 :]] for n, (a, b) in enumerate(pairwise(kata))]
    belah = [
        [*angka[:n], {tanda(bunyi(a))}, {tanda(bunyi(b))}, *angka[n + 1 :]]
        for n, k in enumerate(kata)
        for a, b in _belahan(k)
        if a in kenal and b in kenal
    ]
    return [angka, *gabung, *belah]


def _belahan(kata: str) -> Iterable[tuple[str, str]]:
    return ((kata[:n], kata[n:]) for n in range(_BELAH_MIN, len(kata) - _BELAH_MIN + 1))


def _tanda_belah(kata: str) -> Iterable[int]:
    return (tanda(b) for dua in _belahan(kata) for b in dua)


def _is_sempit(lingkup: Lingkup) -> bool:
    """Return whether the search stays inside kab/kota: there a word with a typing error may stand among others."""
    return not lingkup.is_nasional and min(map(len, lingkup.prefiks)) >= _KABKOTA
