"""Old and new codes of one place: what took a code's place, and under what older codes its rows may still stand.

A split, merge or renumbering leaves rows under the old code until each family is re-assigned. Whoever is responsible
for the place sees both. An older code that was split counts for a region wholly only when all its successors lie in it;
an old desa counts for each of its successors, because its families are not told apart yet.
"""

from collections.abc import Iterable
from datetime import date

from app.wilayah.kode import KodeWilayah, Tingkat
from app.wilayah.repository import WilayahRepository


class Silsilah:
    """Reads the table of successors; a place without changes costs one query."""

    def __init__(self, repo: WilayahRepository) -> None:
        self._repo = repo

    async def penerus(self, kodes: Iterable[str], tanggal: date) -> set[str]:
        """Return `kodes` with every code that took their place by `tanggal`, successors of successors included."""
        semua = baru = {str(KodeWilayah(k)) for k in kodes}
        while baru:
            baru = {p.kode_baru for p in await self._repo.pengganti(baru, tanggal)} - semua
            semua = semua | baru
        return semua

    async def pendahulu(self, kodes: Iterable[str], tanggal: date) -> set[str]:
        """Return the older codes under which rows of these regions, or of what lies in them, may still stand."""
        tempat = [KodeWilayah(k) for k in kodes]
        semua: set[str] = set()
        cari = {str(k) for k in tempat}
        while cari:
            lama = {p.kode_lama for p in await self._repo.pengganti_ke(cari, tanggal)} - semua
            ke = await self._repo.pengganti(lama, tanggal)
            keluar = {p.kode_lama for p in ke if not any(k.memuat(p.kode_baru) for k in tempat)}
            cari = {k for k in lama if k not in keluar or KodeWilayah(k).tingkat is Tingkat.DESA}
            tempat += [KodeWilayah(k) for k in cari]
            semua |= cari
        return semua

    async def setempat(self, kodes: Iterable[str], tanggal: date) -> set[str]:
        """Return `kodes` with the newer and older codes of the same places."""
        tempat = {str(KodeWilayah(k)) for k in kodes}
        if not tempat or not await self._repo.has_perubahan(tempat, tanggal):
            return tempat
        kini = await self.penerus(tempat, tanggal)
        return kini | await self.pendahulu(kini, tanggal)

    async def penanggung(self, kode: str, tanggal: date) -> set[str]:
        """Return the codes whose holders answer for rows under `kode`: its superiors, and older codes of theirs."""
        kini = await self.penerus([kode], tanggal)
        jalur = {str(j) for k in kini for j in KodeWilayah(k).jalur}
        semua = baru = jalur
        while baru:
            baru = {p.kode_lama for p in await self._repo.pengganti_tepat(baru, tanggal)} - semua
            semua = semua | baru
        return semua
