"""Finds persons for officers: by number, by name with its spellings and one typing error, by birth date.

A search by name goes from the exact to the far, and stops as soon as a page is full: the same spelling and the same
sound, one word with a typing error, then names that have every typed word among others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import Final, NamedTuple, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.bacaan import BacaanService, Ditemukan
from app.keluarga.nama import Kata, bunyi, sekitar, seluruh_ejaan, tanda
from app.pencarian.kode import Kecocokan
from app.pencarian.kueri import BELAH_MIN, Kueri, Penilaian, belahan, nilai
from app.pencarian.repository import Calon, PencarianRepository, Pilihan, Rentang
from app.pencarian.schemas import OrangCari
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_PER_EJAAN: Final = 4
"""Persons of one spelling other than the typed one, while there are other spellings to show."""
_DEKAT_KABKOTA: Final = 20
"""Near words that may stand among others in a kab/kota, of each typed word the nearest."""
_KABKOTA: Final = len("32.04")
_KECAMATAN: Final = len("32.04.05")
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
        calon = await self._calon(kueri, lingkup, lahir, batas)
        nilai_nama = cache(partial(nilai, kueri))
        semua = ((c, nilai_nama(c.nama)) for c in calon)
        hasil = {(c.keluarga_id, c.id): Temuan(c, n) for c, n in semua if n is not None}
        urut = sorted(hasil.values(), key=lambda t: (-t.penilaian.nilai, t.calon.nama, t.calon.kode_desa, t.calon.id))
        return _beragam(urut, batas)

    async def _calon(self, kueri: Kueri, lingkup: Lingkup, lahir: date | None, batas: int) -> list[Calon]:
        """Return who may be meant: by the sound of the name and of nearby names, and, if these are few, by words."""
        kenal = frozenset(await self._repo.kata_dekat({t for k in kueri.kata for t in _tanda(k)}))
        dekat = kueri.dekat(kenal)
        panjang = _panjang(lingkup)
        pilihan = _pilihan(kueri.utuh, dekat, kenal, panjang)
        rentang = [Rentang(*r, batas) for r in kueri.rentang_ejaan()]
        rentang += [Rentang(*r, _PER_EJAAN) for r in kueri.rentang_dekat(dekat, kenal)]
        if lahir is not None:
            bunyi_dekat = {seluruh_ejaan(r.bawah)[0] for r in rentang}
            return await self._repo.menurut_lahir_dan_nama(lahir, lingkup, bunyi_dekat, pilihan)
        if panjang >= _KECAMATAN:  # a page is seldom full by sound alone
            return await self._repo.menurut_sidik_dan_kata(rentang, pilihan, lingkup)
        calon = await self._repo.menurut_sidik(rentang, lingkup)
        cukup = len({(c.keluarga_id, c.id) for c in calon}) >= batas
        return calon if cukup else calon + await self._repo.menurut_kata(pilihan, lingkup)

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
        return milik if kode is None else milik.persempit(await self._wilayah.setempat([kode]))


def _beragam(urut: Sequence[Temuan], batas: int) -> list[Temuan]:
    """Return the best; of one spelling other than the typed one only a few, while other spellings wait."""
    sudah: Counter[str] = Counter()
    awal: list[Temuan] = []
    sisa: list[Temuan] = []
    for t in urut:
        ejaan = t.calon.nama.casefold()
        sudah[ejaan] += t.penilaian.kecocokan is not Kecocokan.SAMA
        (awal if sudah[ejaan] <= _PER_EJAAN else sisa).append(t)
    dipilih = {id(t) for t in [*awal, *sisa][:batas]}
    return [t for t in urut if id(t) in dipilih]


def _pilihan(
    kata: Sequence[str], dekat: Sequence[Sequence[str]], kenal: Collection[str], panjang: int
) -> list[Pilihan]:
    """Return groups of words of which a name must have one each; a name may fit any of the choices.

    In a kecamatan or desa every typed word may be a near one, in kab/kota one of several; elsewhere none, for the words
    near a word are half the people. In other choices two typed words are one word of the name, or a typed word is two.
    """
    tepat = [{tanda(bunyi(k))} for k in kata]
    if panjang >= _KECAMATAN:
        inti = Pilihan(_luas(tepat, dekat))
    elif panjang >= _KABKOTA and len(kata) > 1:
        terpilih = [d[:_DEKAT_KABKOTA] if len(k) > BELAH_MIN else [] for k, d in zip(kata, dekat, strict=True)]
        inti = Pilihan(_luas(tepat, terpilih), tepat)
    else:
        inti = Pilihan(tepat)
    gabung = [[*tepat[:n], {tanda(bunyi(a + b))}, *tepat[n + 2 :]] for n, (a, b) in enumerate(pairwise(kata))]
    belah = [
        [*tepat[:n], {tanda(bunyi(a))}, {tanda(bunyi(b))}, *tepat[n + 1 :]]
        for n, k in enumerate(kata)
        for a, b in belahan(k)
        if a in kenal and b in kenal
    ]
    return [inti, *map(Pilihan, gabung), *map(Pilihan, belah)]


def _luas(tepat: Sequence[set[int]], dekat: Sequence[Sequence[str]]) -> list[set[int]]:
    return [t | {tanda(bunyi(d)) for d in lain} for t, lain in zip(tepat, dekat, strict=True)]


def _tanda(kata: Kata) -> Iterable[int]:
    return (*sekitar(kata.asli), *sekitar(kata.utuh), *(tanda(b) for k in {*kata} for dua in belahan(k) for b in dua))


def _panjang(lingkup: Lingkup) -> int:
    """Return the length of the widest region's code; 0 is the nation."""
    return 0 if lingkup.is_nasional else min(map(len, lingkup.prefiks))
