"""Who may be recorded twice: candidates by blind index, for a village or for one person. Others judge who is who.

Inside a region two of name, birth date and mother's name suffice, in the nation all three; in a village also birth date
and sex with names that look alike, and everywhere a NIK or No KK that two persons or families bear. Reads for work, so
nothing is audited; scope is the caller's.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.arsip import Arsip
from app.keluarga.kunci_orang import KunciOrang
from app.keluarga.repository_kunci import SERUPA_MAKS, KunciRepository

_LAHIR, _IBU, _TANPA_NAMA = KunciOrang._fields
_BERTIGA: Final = (_LAHIR, _IBU)
"""Name with birth date and name with mother: all three agree."""


@dataclass(slots=True)
class Calon:
    """Pairs to compare, the persons looked at, and searches that found more than were looked at."""

    orang: int = 0
    pasangan: set[tuple[Ref, Ref]] = field(default_factory=set)
    terlampaui: int = 0

    def tambah(self, satu: Ref, lain: Ref) -> None:
        """Take a pair in, the later record first."""
        if satu.id != lain.id:
            self.pasangan.add((max(satu, lain, key=_umur), min(satu, lain, key=_umur)))


class CalonGanda:
    """Finds candidates."""

    def __init__(self, repo: KunciRepository, arsip: Arsip) -> None:
        self._repo = repo
        self._arsip = arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(KunciRepository(sesi), Arsip(wadah.sandi))

    async def desa_berikut(self, wilayah: Collection[str], setelah: str = "") -> str | None:
        """Return the next village with families under these codes of a region; None after the last."""
        return await self._repo.desa_berikut(wilayah, setelah)

    async def jumlah_desa(self, wilayah: Collection[str]) -> int:
        """Return how many villages under these codes have families."""
        return await self._repo.jumlah_desa(wilayah)

    async def di_desa(self, kode_desa: str, wilayah: Collection[str]) -> Calon:
        """Return whom the members of a village may be, in the village, its region (`wilayah`) and the nation."""
        warga = await self._repo.warga(kode_desa)
        calon = Calon(len(warga))
        await self._menurut_kunci(warga, wilayah, calon)
        await self._menurut_nik(warga, calon)
        for satu, lain in (*await self._repo.selahir(kode_desa), *await self._menurut_kartu(kode_desa)):
            calon.tambah(satu, lain)
        return calon

    async def serupa(
        self, dicari: Mapping[UUID, KunciOrang], wilayah: Collection[str]
    ) -> tuple[set[tuple[UUID, Ref]], int]:
        """Return who shares indexes with whom is sought, by the caller's labels, and the searches that found more.

        A label that is a person's id keeps him from being found himself.
        """
        hasil: set[tuple[UUID, Ref]] = set()
        terlampaui = 0
        for kolom, dalam in (*(((k,), wilayah) for k in KunciOrang._fields), (_BERTIGA, None)):
            isi = {i: [getattr(kunci, k) for k in kolom] for i, kunci in dicari.items()}
            baris = await self._repo.serupa(kolom, {i: nilai for i, nilai in isi.items() if None not in nilai}, dalam)
            hasil.update(baris)
            terlampaui += sum(n >= SERUPA_MAKS for n in Counter(d for d, _ in baris).values())
        return hasil, terlampaui

    async def pemilik_nik(self, nik: Collection[UUID]) -> dict[UUID, Ref]:
        """Return the present members to whom these NIK lead."""
        return await self._repo.pemilik_nik(nik)

    async def _menurut_kunci(self, warga: Sequence[Row[Any]], wilayah: Collection[str], calon: Calon) -> None:
        orang = {i.id: Ref(i.keluarga_id, i.id) for i in warga}
        kunci = {i.id: KunciOrang(*(getattr(i, k) for k in KunciOrang._fields)) for i in warga}
        hasil, calon.terlampaui = await self.serupa(kunci, wilayah)
        for diri, lain in hasil:
            calon.tambah(orang[diri], lain)

    async def _menurut_nik(self, warga: Sequence[Row[Any]], calon: Calon) -> None:
        ganda = [(i.nik_hmac, Ref(i.keluarga_id, i.id)) for i in warga if i.is_nik_ganda and i.nik_hmac]
        pemilik = await self._repo.pemilik_nik([nik for nik, _ in ganda])
        for nik, orang in ganda:
            if nik in pemilik:
                calon.tambah(orang, pemilik[nik])

    async def _menurut_kartu(self, kode_desa: str) -> list[tuple[Ref, Ref]]:
        """Return members of families that bear one No KK."""
        buka = self._arsip.buka_keluarga
        nomor = {h for k in await self._repo.keluarga_desa(kode_desa) if (h := self._arsip.no_kk(buka(k)["no_kk"]))}
        sekartu = (await self._repo.sekartu(nomor)).values()
        return await self._repo.senama([p for keluarga in sekartu for p in combinations(sorted(set(keluarga)), 2)])


def _umur(orang: Ref) -> UUID:
    """Return what sorts records by their age: ids are made in time order."""
    return orang.id
