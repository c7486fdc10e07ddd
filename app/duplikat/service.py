"""Use cases of pairs for officers: the queue, reading two records side by side, deciding."""

from collections.abc import Collection, Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.duplikat.alur import ALUR_PASANGAN, AksiPasangan, FaktaPasangan, StatusPasangan
from app.duplikat.entitas import LangkahPasangan, PasanganLengkap, PasanganRingkas, Sisi
from app.duplikat.errors import PasanganNotFound
from app.duplikat.models import JenisPasangan, PasanganDuplikat
from app.duplikat.penemuan import TABEL_RIWAYAT, Penemuan
from app.duplikat.sisi import desa, tempat
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.referensi.pemeriksa import periksa_alasan
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService


class DuplikatService:
    """Shows pairs and takes decisions; whose record lies elsewhere is shown by masked name only."""

    def __init__(self, penemuan: Penemuan, wilayah: WilayahService) -> None:
        self._penemuan = penemuan
        self._repo = penemuan.repo
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(Penemuan.rakit(sesi, wadah), WilayahService.rakit(sesi, wadah))

    async def antrean(
        self, status: StatusPasangan, pelaku: Pelaku, hal: Halaman, jenis: JenisPasangan | None = None
    ) -> Potongan[PasanganRingkas]:
        """List pairs of one state, the likeliest first; the reading of the names is recorded."""
        hasil = await self._repo.antrean(status, pelaku, hal, jenis)
        return Potongan(await self.ringkaskan(hasil.data, pelaku), hasil.halaman)

    async def ringkaskan(
        self, data: Sequence[PasanganDuplikat], pelaku: Pelaku, tujuan: str | None = None
    ) -> list[PasanganRingkas]:
        """Return lines of a listing, and record the reading of the names."""
        lingkup = Lingkup.dari(pelaku)
        ada = await self._penemuan.sisi.baca({t for p in data for t in tempat(p)})
        semua = ((p, ada.get(satu), ada.get(lain)) for p in data for satu, lain in [tempat(p)])
        milik = [(p, satu, lain) for p, satu, lain in semua if lingkup.memuat(desa(p, satu, lain)[0])]
        subjek = dict.fromkeys(s.nik_diri for _, satu, lain in milik for s in _ada(satu, lain) if s.nik_diri)
        await self._penemuan.jejak.catat(
            "duplikat:daftar:dibaca", pelaku=pelaku, objek="pasangan_duplikat", subjek=list(subjek), tujuan=tujuan
        )
        baris = []
        for p, satu, lain in milik:
            kode, kode_lain = desa(p, satu, lain)
            nama, nama_lain = (s.ciri.nama if s else None for s in (satu, lain))
            baris.append(PasanganRingkas(p, nama, nama_lain, kode, lingkup.memuat(kode_lain)))
        return baris

    async def baca(self, pasangan_id: UUID, pelaku: Pelaku, tujuan: str) -> PasanganLengkap:
        """Return two records side by side with what agrees and differs; the reading is recorded for both persons.

        Raises:
            PasanganNotFound: unknown, or outside the caller's regions.
        """
        p, satu, lain = await self._satu(pasangan_id, pelaku, kunci=False)
        await self._penemuan.jejak.catat(
            "duplikat:pasangan:dibaca",
            pelaku=pelaku,
            objek=f"pasangan_duplikat/{p.id}",
            subjek=[s.nik_diri for s in (satu, lain) if s and s.nik_diri],
            keluarga_id=p.keluarga_id,
            tujuan=tujuan,
        )
        return await self._lengkapkan(p, satu, lain, pelaku)

    async def putus(
        self, aksi: AksiPasangan, pasangan_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> PasanganLengkap:
        """Take a decision that changes no record: two persons, or to be looked at again.

        Raises:
            PasanganNotFound: unknown, or outside the caller's regions.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            PemisahanTugas: the caller's own family, on either side.
            TransisiDitolak, SyaratTidakTerpenuhi: decided already; not of this kind.
            VersiBasi: changed since it was read.
        """
        p, satu, lain = await self.buka(aksi, pasangan_id, pelaku, alasan, versi)
        await self._penemuan.pindah(p, aksi, pelaku, fakta(p, satu, lain, pelaku), sisi=_ada(satu, lain), alasan=alasan)
        return await self._lengkapkan(p, satu, lain, pelaku)

    async def buka(
        self, aksi: AksiPasangan, pasangan_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> tuple[PasanganDuplikat, Sisi | None, Sisi | None]:
        """Lock a pair and check that this decision may be taken; see `putus` for what it raises."""
        p, satu, lain = await self._satu(pasangan_id, pelaku, kunci=True)
        panah = ALUR_PASANGAN.periksa(p.status, aksi, pelaku.jabatan, fakta(p, satu, lain, pelaku))
        periksa_alasan(alasan, f"duplikat.{aksi}", is_wajib=panah.alasan)
        pastikan_versi(versi, p.versi)
        return p, satu, lain

    async def keluarga(self, pasangan_id: UUID, pelaku: Pelaku) -> tuple[UUID, UUID]:
        """Return the families of a pair, unlocked: who changes them locks them first, then the pair.

        Raises:
            PasanganNotFound.
        """
        p = await self._repo.satu(pasangan_id, pelaku)
        if p is None:
            raise PasanganNotFound
        return p.keluarga_id, p.lain_keluarga_id

    async def lengkap(self, p: PasanganDuplikat, pelaku: Pelaku) -> PasanganLengkap:
        """Return a pair as it is now, for the answer to a decision."""
        return await self._lengkapkan(p, *await self._sisi(p), pelaku)

    async def _satu(
        self, pasangan_id: UUID, pelaku: Pelaku, *, kunci: bool
    ) -> tuple[PasanganDuplikat, Sisi | None, Sisi | None]:
        """Return a pair whose later record lies in the caller's regions today, whatever village the pair's row says."""
        p = await self._repo.satu(pasangan_id, pelaku, kunci=kunci)
        if p is None:
            raise PasanganNotFound
        satu, lain = await self._sisi(p)
        if not Lingkup.dari(pelaku).memuat(desa(p, satu, lain)[0]):
            raise PasanganNotFound
        return p, satu, lain

    async def _sisi(self, p: PasanganDuplikat) -> tuple[Sisi | None, Sisi | None]:
        satu, lain = tempat(p)
        sisi = await self._penemuan.sisi.baca([satu, lain])
        return sisi.get(satu), sisi.get(lain)

    async def _lengkapkan(
        self, p: PasanganDuplikat, satu: Sisi | None, lain: Sisi | None, pelaku: Pelaku
    ) -> PasanganLengkap:
        riwayat = [
            LangkahPasangan(
                x, self._penemuan.sandi.buka(x.kunci_data, x.isi, TABEL_RIWAYAT, x.id) if x.kunci_data and x.isi else {}
            )
            for x in await self._repo.riwayat(p.id)
        ]
        kode = desa(p, satu, lain)
        return PasanganLengkap(
            p,
            satu,
            lain,
            Lingkup.dari(pelaku).memuat(kode[1]),
            pelaku.jabatan in MELIHAT_NOMOR,
            riwayat,
            ALUR_PASANGAN.tersedia_rinci(p.status, pelaku.jabatan, fakta(p, satu, lain, pelaku)),
            await self._wilayah.nama_lengkap_banyak({*kode}),
        )


def fakta(p: PasanganDuplikat, satu: Sisi | None, lain: Sisi | None, pelaku: Pelaku) -> FaktaPasangan:
    """Return what the guards may know of a pair and an actor."""
    lingkup = Lingkup.dari(pelaku)
    sisi = _ada(satu, lain)
    nik = {n for s in sisi for n in s.nik}
    no_kk = {s.no_kk for s in sisi if s.no_kk}
    return FaktaPasangan(
        is_perkara_sendiri=pelaku.nik_indeks in nik or pelaku.no_kk_indeks in no_kk,
        is_dua_terdaftar=p.jenis is JenisPasangan.REGISTRI,
        is_dua_di_lingkup=all(lingkup.memuat(kode) for kode in desa(p, satu, lain)),
    )


def _ada(*sisi: Sisi | None) -> Collection[Sisi]:
    return [s for s in sisi if s]
