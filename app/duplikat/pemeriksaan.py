"""Looking one record up at once, while its case lies on the desk; a search of the kab/kota would find the same."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.duplikat.calon_usulan import CalonUsulan, Pasangan
from app.duplikat.entitas import PasanganRingkas, Sisi
from app.duplikat.errors import PasanganNotFound
from app.duplikat.penemuan import Penemuan
from app.duplikat.service import DuplikatService
from app.keluarga.calon_ganda import CalonGanda
from app.keluarga.kunci_orang import kunci_orang
from app.usulan.pencarian import PencarianUsulan
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

MAKS: Final = 50
_KABKOTA: Final = 5
"""Length of a kab/kota's code."""


class PemeriksaanService:
    """Finds, compares and shows."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._penemuan = Penemuan.rakit(sesi, wadah)
        self._duplikat = DuplikatService.rakit(sesi, wadah)
        self._calon = CalonGanda.rakit(sesi, wadah)
        self._calon_usulan = CalonUsulan.rakit(sesi, wadah)
        self._usulan = PencarianUsulan.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._ambang = wadah.pengaturan.duplikat.ambang

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def periksa(self, ref: Ref, pelaku: Pelaku, tujuan: str) -> list[PasanganRingkas]:
        """Return the pairs of a person on file or of a usulan; the reading of the names is recorded.

        Raises:
            PasanganNotFound: no present member and no usulan before its agreement, or outside the caller's regions.
        """
        ada = await self._penemuan.sisi.baca([(ref, 0, False), (ref, 0, True)])
        sisi = next(iter(ada.values()), None)
        if sisi is None or not Lingkup.dari(pelaku).memuat(sisi.ciri.kode_desa):
            raise PasanganNotFound
        calon = await (self._dari_usulan if sisi.is_usulan else self._dari_orang)(sisi)
        await self._penemuan.bandingkan(calon, self._ambang)
        milik = await self._penemuan.repo.milik(ref.id, pelaku, MAKS)
        return await self._duplikat.ringkaskan(milik, pelaku, tujuan)

    async def _dari_orang(self, sisi: Sisi) -> Pasangan:
        c, diri = sisi.ciri, sisi.ref
        kunci = kunci_orang(self._penemuan.sandi, c.nama, c.tanggal_lahir, c.nama_ibu)
        sama, _ = await self._calon.serupa({diri.id: kunci}, await self._setempat(c.kode_desa))
        pemilik = await self._calon.pemilik_nik([sisi.nik_diri] if sisi.nik_diri else [])
        lain = {ref for _, ref in sama} | {r for r in pemilik.values() if r.id != diri.id}
        umur = (sorted((diri, ref), key=_umur, reverse=True) for ref in lain)
        return {((baru, 0, False), (lama, 0, False)) for baru, lama in umur}

    async def _dari_usulan(self, sisi: Sisi) -> Pasangan:
        satu = await self._usulan.belum_tercatat([sisi.ref])
        calon = await self._calon_usulan.pasangkan(satu, await self._setempat(sisi.ciri.kode_desa))
        antar = await self._calon_usulan.antar([sisi.ciri.kode_desa])
        return calon | {p for p in antar if sisi.ref in {p[0][0], p[1][0]}}

    async def _setempat(self, kode_desa: str) -> set[str]:
        """Return the codes of the kab/kota, of today and of before."""
        kode = kode_desa[:_KABKOTA]
        return {kode, *(k for k in await self._wilayah.setempat([kode]) if len(k) == len(kode))}


def _umur(ref: Ref) -> UUID:
    return ref.id
