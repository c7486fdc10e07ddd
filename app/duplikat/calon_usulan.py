"""Who in a usulan before the agreement may be on file, or in another usulan; later the registry has him itself.

Their indexes are made when they are needed and stand nowhere: a proposed person is few weeks a proposal.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi, Tujuan
from app.core.ids import Ref, id_baru
from app.core.wadah import Wadah
from app.duplikat.sisi import Tempat, orang_usulan
from app.keluarga.calon_ganda import CalonGanda
from app.keluarga.kunci_orang import KunciOrang, kunci_orang
from app.keluarga.subjek import AnggotaSubjek
from app.usulan.pencarian import BELUM_DISEPAKATI, PencarianUsulan, UsulanBaru
from app.wilayah.lingkup import Lingkup

PER_USULAN: Final = 200
"""Usulan compared with the registry in one transaction."""
SEKUNCI_MAKS: Final = 20
"""Usulan of one index that are compared with each other."""
Pasangan = set[tuple[Tempat, Tempat]]


class CalonUsulan:
    """Finds candidates among sent usulan."""

    def __init__(self, usulan: PencarianUsulan, calon: CalonGanda, sandi: Sandi) -> None:
        self._usulan = usulan
        self._calon = calon
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(PencarianUsulan.rakit(sesi, wadah), CalonGanda.rakit(sesi, wadah), wadah.sandi)

    async def terhadap_registri(self, wilayah: Collection[str], setelah: UUID | None) -> tuple[Pasangan, UUID | None]:
        """Return pairs with the registry for the next usulan of a region, and where to go on; None after the last."""
        refs = await self._refs(wilayah, setelah, PER_USULAN)
        hasil = await self.pasangkan(await self._usulan.belum_tercatat(refs), wilayah)
        return hasil, refs[-1].id if len(refs) == PER_USULAN else None

    async def pasangkan(self, usulan: Sequence[UsulanBaru], wilayah: Collection[str]) -> Pasangan:
        """Return pairs of these usulan's persons with persons on file.

        A subject whose NIK is on file is that person and gets no second record, so he is left out.
        """
        orang = {id_baru(): (u.ref, n, o) for u, n, o in _semua(usulan)}
        kunci = {i: self._kunci(o) for i, (_, _, o) in orang.items()}
        sama, _ = await self._calon.serupa(kunci, wilayah)
        nik = {i: self._sandi.indeks(Tujuan.NIK, o.nik) for i, (_, _, o) in orang.items() if o.nik}
        pemilik = await self._calon.pemilik_nik(set(nik.values()))
        tentu = {(i, pemilik[n]) for i, n in nik.items() if n in pemilik}
        kenal = {pasangan for pasangan in tentu if orang[pasangan[0]][1] == 0}
        return {((*orang[i][:2], True), (lain, 0, False)) for i, lain in (sama | tentu) - kenal}

    async def antar(self, wilayah: Collection[str]) -> Pasangan:
        """Return pairs of persons of two usulan of a region, the later usulan first."""
        setelah: UUID | None = None
        menurut: dict[UUID, list[tuple[Ref, int]]] = {}
        while refs := await self._refs(wilayah, setelah, PER_USULAN):
            setelah = refs[-1].id
            for u, n, o in _semua(await self._usulan.belum_tercatat(refs)):
                nik = self._sandi.indeks(Tujuan.NIK, o.nik) if o.nik else None
                for kunci in {*self._kunci(o), nik} - {None}:
                    if kunci is not None:
                        menurut.setdefault(kunci, []).append((u.ref, n))
        dua = (p for sama in menurut.values() for p in combinations(sama[:SEKUNCI_MAKS], 2))
        return {((*lain, True), (*satu, True)) for satu, lain in dua if satu[0] != lain[0]}

    async def _refs(self, wilayah: Collection[str], setelah: UUID | None, sebanyak: int) -> Sequence[Ref]:
        lingkup = Lingkup(tuple(wilayah))
        return await self._usulan.ref(BELUM_DISEPAKATI, lingkup, setelah=setelah, sebanyak=sebanyak)

    def _kunci(self, o: AnggotaSubjek) -> KunciOrang:
        return kunci_orang(self._sandi, o.nama, o.tanggal_lahir, o.nama_ibu)


def _semua(usulan: Sequence[UsulanBaru]) -> Iterator[tuple[UsulanBaru, int, AnggotaSubjek]]:
    return ((u, n, o) for u in usulan for n, o in enumerate(orang_usulan(u)))
