"""Reading the registry for people: officers inside their regions with a stated purpose, citizens their own family.

Every read of personal data leaves one audit row that names the persons seen.
"""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import HalamanBaca
from app.core.wadah import Wadah
from app.keluarga.arsip import Arsip
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap, PeristiwaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.kode import TujuanBaca
from app.keluarga.models import Keluarga
from app.keluarga.repository import KeluargaRepository
from app.keluarga.schemas import KeluargaCari
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from app.wilayah.service import WilayahService

MELIHAT_NOMOR: Final = frozenset(
    {Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA, Jabatan.VERIFIKATOR, Jabatan.DISDUKCAPIL}
)
"""Jabatan whose job needs full numbers and contacts."""


MAKS_RIWAYAT: Final = 50
"""Events that a citizen reads beside his family, newest first."""


class Ditemukan(NamedTuple):
    """A person found, in his family."""

    keluarga: KeluargaLengkap
    anggota: AnggotaLengkap
    desa: str


class KeluargaSaya(NamedTuple):
    """A citizen's own family."""

    keluarga: KeluargaLengkap
    diri: AnggotaLengkap
    desa: str
    riwayat: list[PeristiwaLengkap]


class BacaanService:
    """Search, open, history; scope and audit included."""

    def __init__(self, repo: KeluargaRepository, arsip: Arsip, wilayah: WilayahService, jejak: Jejak) -> None:
        self._repo = repo
        self._arsip = arsip
        self._wilayah = wilayah
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(KeluargaRepository(sesi), Arsip(wadah.sandi), WilayahService.rakit(sesi, wadah), Jejak(sesi))

    async def cari(self, pelaku: Pelaku, isi: KeluargaCari, hal: Halaman) -> Potongan[Ditemukan]:
        """Return present members by NIK, by No KK (then the one who stands for the family) or by name in a village.

        Only the search by name has further pages. What lies outside the caller's regions is not found.
        """
        lingkup = Lingkup.dari(pelaku)
        if isi.nama is not None and isi.kode_desa is not None:
            hasil, halaman = await self._menurut_nama(lingkup, isi.kode_desa, lipat(isi.nama).split(), hal)
        else:
            hasil, halaman = await self._menurut_nomor(lingkup, isi.nik, isi.no_kk), HalamanBaca(berikutnya=None)
        cara = next(n for n in ("nik", "no_kk", "nama") if getattr(isi, n) is not None)
        return Potongan(await self._tampil(pelaku, hasil, isi.tujuan, cara), halaman)

    async def menurut_nomor(
        self, pelaku: Pelaku, nik: Nik | None, no_kk: NomorKK | None, lingkup: Lingkup, tujuan: TujuanBaca
    ) -> list[Ditemukan]:
        """Return the present member with a NIK, or who stands for each family of a No KK, in a part of the country."""
        hasil = await self._menurut_nomor(lingkup, nik, no_kk)
        return await self._tampil(pelaku, hasil, tujuan, "nik" if nik else "no_kk")

    async def orang(
        self, pelaku: Pelaku, orang: Sequence[tuple[UUID, UUID]], lingkup: Lingkup, tujuan: TujuanBaca, cara: str
    ) -> list[Ditemukan]:
        """Return present members that a search found, by family and person, in the order given.

        `cara` is how they were searched for; the audit trail keeps it.
        """
        keluarga = await self._banyak({k for k, _ in orang}, lingkup)
        ada = {(a.keluarga_id, a.individu_id): (k, a) for k in keluarga for a in k.aktif}
        return await self._tampil(pelaku, [ada[o] for o in orang if o in ada], tujuan, cara)

    async def _tampil(
        self, pelaku: Pelaku, hasil: Sequence[tuple[KeluargaLengkap, AnggotaLengkap]], tujuan: TujuanBaca, cara: str
    ) -> list[Ditemukan]:
        await self._jejak.catat(
            "keluarga:pencarian:dibaca",
            pelaku=pelaku,
            objek="keluarga",
            subjek=[a.nik_hmac for _, a in hasil if a.nik_hmac],
            tujuan=tujuan,
            rincian={"cara": cara, "jumlah": len(hasil)},
        )
        desa = await self._nama_desa({k.kode_desa for k, _ in hasil})
        return [Ditemukan(k, a, desa[k.kode_desa]) for k, a in hasil]

    async def lihat(self, pelaku: Pelaku, ref: Ref, tujuan: TujuanBaca) -> tuple[KeluargaLengkap, str]:
        """Return a family and the name of its village.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
        """
        keluarga = await self._buka(await self._ambil(pelaku, ref))
        return keluarga, await self._catat(pelaku, keluarga, tujuan)

    async def riwayat(self, pelaku: Pelaku, ref: Ref, tujuan: TujuanBaca, hal: Halaman) -> Potongan[PeristiwaLengkap]:
        """Return what happened to a family, newest first.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
        """
        baris = await self._ambil(pelaku, ref)
        await self._catat(pelaku, await self._buka(baris), tujuan)
        potongan = await self._repo.riwayat(baris.keluarga_id, hal)
        return Potongan(self._arsip.peristiwa(baris, potongan.data), potongan.halaman)

    async def milik_saya(self, pelaku: Pelaku) -> KeluargaSaya:
        """Return the citizen's own family, himself in it, the name of the village, and what last happened to it.

        Raises:
            KeluargaNotFound: the account has no NIK, or the registry does not know it as a member of any family.
        """
        lokasi = await self._repo.lokasi([pelaku.nik_indeks]) if pelaku.nik_indeks else None
        baris = await self._repo.ambil(lokasi.keluarga_id, Lingkup.nasional()) if lokasi else None
        if baris is None or lokasi is None:
            raise KeluargaNotFound
        keluarga = await self._buka(baris)
        diri = next((a for a in keluarga.aktif if a.individu_id == lokasi.individu_id), None)
        if diri is None:
            raise KeluargaNotFound
        riwayat = self._arsip.peristiwa(baris, await self._repo.riwayat_akhir(baris.keluarga_id, MAKS_RIWAYAT))
        return KeluargaSaya(keluarga, diri, await self._catat(pelaku, keluarga, None), riwayat)

    async def _menurut_nomor(
        self, lingkup: Lingkup, nik: Nik | None, no_kk: NomorKK | None
    ) -> list[tuple[KeluargaLengkap, AnggotaLengkap]]:
        if nik is not None:
            lokasi = await self._repo.lokasi(self._arsip.nik_calon(nik))
            keluarga = await self._banyak([lokasi.keluarga_id] if lokasi else [], lingkup)
            return [(k, a) for k in keluarga for a in k.aktif if lokasi and a.individu_id == lokasi.individu_id]
        ids = await self._repo.keluarga_dari_kk(self._arsip.no_kk_calon(no_kk)) if no_kk else []
        return [(k, k.wakil) for k in await self._banyak(ids, lingkup) if k.wakil]

    async def _menurut_nama(
        self, lingkup: Lingkup, kode_desa: str, kata: Sequence[str], hal: Halaman
    ) -> tuple[list[tuple[KeluargaLengkap, AnggotaLengkap]], HalamanBaca]:
        desa = {k for k in await self._wilayah.setempat([kode_desa]) if lingkup.memuat(k)}
        if not kata or not desa:
            return [], HalamanBaca(berikutnya=None)
        potongan = await self._repo.cari_nama(desa, kata, hal)
        keluarga = {
            k.keluarga_id: k for k in await self._banyak({i.keluarga_id for i in potongan.data}, Lingkup.nasional())
        }
        orang = {(a.keluarga_id, a.individu_id): a for k in keluarga.values() for a in k.aktif}
        return [(keluarga[i.keluarga_id], orang[i.keluarga_id, i.id]) for i in potongan.data], potongan.halaman

    async def _banyak(self, ids: Collection[UUID], lingkup: Lingkup) -> list[KeluargaLengkap]:
        baris = await self._repo.keluarga_banyak(ids, lingkup) if ids else []
        anggota = await self._repo.anggota([k.keluarga_id for k in baris])
        return [self._arsip.lengkap(k, anggota[k.keluarga_id]) for k in baris]

    async def _ambil(self, pelaku: Pelaku, ref: Ref) -> Keluarga:
        keluarga = await self._repo.ambil(ref.keluarga_id, Lingkup.dari(pelaku))
        if keluarga is None or ref.id != ref.keluarga_id:
            raise KeluargaNotFound
        return keluarga

    async def _buka(self, baris: Keluarga) -> KeluargaLengkap:
        anggota = await self._repo.anggota([baris.keluarga_id])
        return self._arsip.lengkap(baris, anggota[baris.keluarga_id])

    async def _catat(self, pelaku: Pelaku, keluarga: KeluargaLengkap, tujuan: TujuanBaca | None) -> str:
        await self._jejak.catat(
            "keluarga:data:dibaca",
            pelaku=pelaku,
            objek=f"keluarga/{keluarga.keluarga_id}",
            keluarga_id=keluarga.keluarga_id,
            subjek=keluarga.subjek,
            tujuan=tujuan,
        )
        return (await self._nama_desa([keluarga.kode_desa]))[keluarga.kode_desa]

    async def _nama_desa(self, kode: Collection[str]) -> dict[str, str]:
        nama = await self._wilayah.nama_lengkap_banyak(kode)
        return {k: next((v for n, v in nama.items() if n == k), k) for k in kode}
