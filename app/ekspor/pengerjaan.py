"""Making a file: cut the region into ranges, make each on its own, put the frame around them.

Each step is a transaction. What a killed worker had not finished is made again by the next one; an object that no row
names is swept up later. The persons of a range stand in its audit row, so that each of them finds the export among
those who read his data.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.ids import uuid_banyak
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.desil.service import DesilService
from app.ekspor import himpunan, sdgs
from app.ekspor.bidang import Konteks, Tempat
from app.ekspor.kode import Himpunan, StatusEkspor
from app.ekspor.models import BagianEkspor, Ekspor
from app.ekspor.proses import Bahan, Hasil, Segel, alat, tutup
from app.ekspor.repository import EksporRepository
from app.ekspor.repository_data import DataRepository
from app.keluarga.entitas_massal import Rentang, Tepi
from app.keluarga.massal import PembacaMassal
from app.lembar.entitas import Ringkas
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

TUGAS_KERJAKAN: Final = "ekspor.kerjakan"
TUGAS_HAPUS: Final = "ekspor.hapus_objek"
_TERBUKA: Final = frozenset({StatusEkspor.MENUNGGU, StatusEkspor.DIKERJAKAN})
_UJUNG: Final = UUID(int=(1 << 128) - 1)
_DESA_SEKALIGUS: Final = 200
_SEKALI_HAPUS: Final = 500
_SEKALI_DESIL: Final = 5_000


class Rangka(NamedTuple):
    """What stands between the ranges, sealed, by its place."""

    bagian: list[tuple[int, Hasil]]


class PengerjaanService:
    """The steps of the job."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._sandi = wadah.sandi
        self._aturan = wadah.pengaturan.ekspor
        self._repo = EksporRepository(sesi)
        self._data = DataRepository(sesi)
        self._massal = PembacaMassal.rakit(sesi)
        self._desil = DesilService.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def kunci(self, ekspor_id: UUID) -> bool:
        """Keep an export to oneself until the transaction ends; False: another worker makes it."""
        return await self._repo.kunci_kerja(ekspor_id)

    async def mulai(self, ekspor_id: UUID) -> list[int]:
        """Cut the region into ranges unless that is done; return which are to be made.

        A worker that dies again and again without finishing any range is not let try for ever.
        """
        ekspor = await self._repo.ambil(ekspor_id, kunci=True)
        if ekspor is None or ekspor.status(now()) not in _TERBUKA:
            return []
        ekspor.percobaan += 1
        if ekspor.percobaan > self._aturan.percobaan_maks:
            await self._gagalkan(ekspor)
            return []
        if ekspor.mulai_at is None:
            rentang, ekspor.jumlah = await self._rentang(ekspor)
            ekspor.mulai_at = now()
            ekspor.versi += 1
            await self._repo.bagi(ekspor_id, rentang)
        return await self._repo.tersisa(ekspor_id)

    async def siapkan(self, ekspor_id: UUID, urutan: int) -> Bahan | Hasil | None:
        """Read a range; None: the export was cancelled. Counts need no opening and come back made."""
        ekspor = await self._repo.ambil(ekspor_id)
        if ekspor is None or ekspor.kunci_data is None or ekspor.status(now()) not in _TERBUKA:
            return None
        rentang = _rentang(await self._repo.bagian(ekspor_id, urutan))
        segel = self._segel(ekspor, urutan)
        if ekspor.himpunan is Himpunan.SDGS_DESA:
            return await self._hitung(ekspor, rentang, segel)
        lingkup, tabel = Lingkup(tuple(ekspor.lingkup)), himpunan.tabel(ekspor.himpunan)
        isi = await self._massal.baca(rentang, lingkup, jawaban=tabel.has_jawaban)
        ids = [k[0] for k in isi.keluarga]
        konteks = Konteks(
            is_nomor_terbuka=ekspor.is_nomor_terbuka,
            is_berlabel=ekspor.is_berlabel,
            tanda=ekspor.tanda,
            tempat=await self._tempat({k[1] for k in isi.keluarga}),
            desil=await self._letak(ids),
            keanggotaan=await self._data.keanggotaan(ids),
        )
        return Bahan(ekspor.himpunan, ekspor.bentuk, konteks, isi, segel)

    async def simpan(self, ekspor_id: UUID, urutan: int, objek_id: UUID, hasil: Hasil) -> bool:
        """Note that a range is made, and whom it concerns; False: it is not wanted any more, or was made already.

        The export is locked before its part, as by who calls it off.
        """
        ekspor = await self._repo.ambil(ekspor_id, kunci=True)
        if ekspor is None or ekspor.status(now()) not in _TERBUKA:
            return False
        nilai = {
            "objek_id": objek_id,
            "ukuran": hasil.ukuran,
            "baris": hasil.baris,
            "jumlah": hasil.keluarga,
            "catatan": hasil.catatan,
            "selesai_at": now(),
        }
        if not await self._repo.selesaikan(ekspor_id, urutan, nilai):
            return False
        ekspor.percobaan = min(ekspor.percobaan, 1)
        if hasil.subjek:
            await self._catat("potongan:dibaca", ekspor, subjek=hasil.subjek, rincian={"baris": hasil.baris})
        return True

    async def rangka(self, ekspor_id: UUID) -> Rangka | None:
        """Make what stands around the ranges; None: some are missing, or the export is over."""
        ekspor = await self._repo.ambil(ekspor_id)
        if ekspor is None or ekspor.status(now()) is not StatusEkspor.DIKERJAKAN:
            return None
        if await self._repo.tersisa(ekspor_id):
            return None
        ringkas = [Ringkas(*r) for r in await self._repo.ringkasan(ekspor_id)]
        penulis = alat(ekspor.himpunan, ekspor.bentuk, berlabel=ekspor.is_berlabel)
        keterangan = {"tanda_air": ekspor.tanda, "wilayah": ekspor.kode_wilayah, "tujuan": ekspor.tujuan.value}
        bagian = []
        for n, isi in penulis.rangka(ringkas, keterangan):
            if isi:
                segel = self._segel(ekspor, 2 * n)
                tertutup = self._sandi.enkripsi(segel.kunci, isi, segel.aad)
                bagian.append((2 * n, Hasil(tertutup, len(isi), 0, [], [], 0)))
        return Rangka(bagian)

    async def selesaikan(self, ekspor_id: UUID, rangka: Sequence[tuple[int, UUID, int]]) -> bool:
        """Write the frame's parts, count the file and let it be fetched for a time; False: it is not wanted."""
        ekspor = await self._repo.ambil(ekspor_id, kunci=True)
        if ekspor is None or ekspor.status(now()) is not StatusEkspor.DIKERJAKAN:
            return False
        saat = now()
        await self._repo.hapus_rangka(ekspor_id)
        await self._repo.tambah(
            *(BagianEkspor(ekspor_id=ekspor_id, urutan=u, objek_id=o, ukuran=n, selesai_at=saat) for u, o, n in rangka)
        )
        ringkas = await self._repo.ringkasan(ekspor_id)
        ekspor.baris = sum(b for b, _, _ in ringkas)
        ekspor.ukuran = sum(u for _, u, _ in ringkas) + sum(n for _, _, n in rangka)
        ekspor.selesai_at = saat
        ekspor.versi += 1
        ekspor.kedaluwarsa_at = saat + timedelta(hours=self._aturan.jam_berlaku)
        rincian = {"keluarga": ekspor.jumlah, "baris": ekspor.baris, "bita": ekspor.ukuran}
        await self._catat("berkas:selesai", ekspor, rincian=rincian)
        return True

    async def musnahkan_kedaluwarsa(self, sebanyak: int = 100) -> int:
        """Destroy files whose time is over; return how many."""
        lewat = await self._repo.kedaluwarsa(now(), sebanyak)
        for ekspor in lewat:
            await self.musnahkan(ekspor)
            await self._catat("berkas:dimusnahkan", ekspor)
        return len(lewat)

    async def musnahkan(self, ekspor: Ekspor) -> None:
        """Destroy a file: its key goes with this transaction, its bytes follow by jobs."""
        ekspor.kunci_data = None
        ekspor.versi += 1
        objek = [str(o) for _, o in await self._repo.objek(ekspor.id)]
        for n in range(0, len(objek), _SEKALI_HAPUS):
            await enqueue(self._sesi, TUGAS_HAPUS, {"objek": objek[n : n + _SEKALI_HAPUS]})
        await self._repo.hapus_bagian(ekspor.id)

    async def _gagalkan(self, ekspor: Ekspor) -> None:
        ekspor.gagal_at = now()
        await self.musnahkan(ekspor)
        await self._catat("berkas:gagal", ekspor)

    def _segel(self, ekspor: Ekspor, urutan: int) -> Segel:
        assert ekspor.kunci_data is not None
        kunci = self._sandi.buka_kunci(ekspor.kunci_data, tempat_ekspor(ekspor.id))
        return Segel(kunci, tempat_bagian(ekspor.id, urutan))

    async def _rentang(self, ekspor: Ekspor) -> tuple[list[Rentang], int]:
        lingkup, besar = Lingkup(tuple(ekspor.lingkup)), self._aturan.potongan
        if ekspor.himpunan is Himpunan.SDGS_DESA:
            desa = await self._massal.desa(lingkup)
            return list(_menurut_desa([d for d, _ in desa])), sum(n for _, n in desa)
        # Processes that make equal shares end together.
        tepi, jumlah = await self._massal.tepi(lingkup, besar, max(1, self._aturan.proses))
        ujung: list[Tepi | None] = [None, *tepi, None]
        return [Rentang(a, b) for a, b in pairwise(ujung)] if jumlah else [], jumlah

    async def _hitung(self, ekspor: Ekspor, rentang: Rentang, segel: Segel) -> Hasil:
        lingkup = Lingkup(tuple(ekspor.lingkup))
        desa = await self._massal.hitung(rentang, lingkup, sdgs.SYARAT)
        desil: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 10)
        kunci = await self._massal.kunci(rentang, lingkup)
        for n in range(0, len(kunci), _SEKALI_DESIL):
            potong = kunci[n : n + _SEKALI_DESIL]
            letak = await self._letak([str(k.keluarga_id) for k in potong])
            for k in potong:
                nasional = letak.get(str(k.keluarga_id), (None,))[0]
                if nasional is not None:
                    desil[k.kode_desa][nasional - 1] += 1
        tempat = await self._tempat({d.kode_desa for d in desa})
        baris = sdgs.baris(desa, desil, tempat, sel_min=self._aturan.sel_min, tanda=ekspor.tanda)
        return tutup(alat(ekspor.himpunan, ekspor.bentuk, berlabel=False), baris, segel, len(kunci))

    async def _tempat(self, desa: Collection[str]) -> dict[str, Tempat]:
        nama = await self._wilayah.nama_lengkap_banyak(desa)
        hasil = {}
        for kode, lengkap in nama.items():
            bagian = lengkap.split(", ")
            hasil[str(kode)] = Tempat(bagian[-1], bagian[-2], bagian[-3], ", ".join(bagian[:-3]))
        return hasil

    async def _letak(self, ids: Sequence[str]) -> dict[str, tuple[int | None, int | None, int | None]]:
        putaran = await self._desil.putaran_berlaku()
        if putaran is None:
            return {}
        letak = await self._desil.peringkat_massal(uuid_banyak(ids), putaran.id)
        return {str(k): (p.desil_nasional, p.desil_provinsi, p.desil_kabkota) for k, p in letak.items()}

    async def _catat(
        self,
        perbuatan: str,
        ekspor: Ekspor,
        *,
        subjek: Sequence[str] = (),
        rincian: Mapping[str, object] | None = None,
    ) -> None:
        await self._jejak.catat(
            f"ekspor:{perbuatan}",
            pelaku=Pelaku(ekspor.pelaku_id, ekspor.jabatan, tuple(ekspor.lingkup)),
            objek=f"ekspor/{ekspor.tanda}",
            subjek=subjek,
            tujuan=ekspor.tujuan.value,
            rincian={**uraian(ekspor), **(rincian or {})},
        )


def uraian(ekspor: Ekspor) -> dict[str, object]:
    """Return what every audit row of an export says."""
    return {
        "himpunan": ekspor.himpunan.value,
        "bentuk": ekspor.bentuk.value,
        "wilayah": ekspor.kode_wilayah,
        "nomor_terbuka": ekspor.is_nomor_terbuka,
        "dasar": ekspor.dasar,
        "tanda": ekspor.tanda,
        "ekspor": str(ekspor.id),
    }


def tempat_ekspor(ekspor_id: UUID) -> bytes:
    """Return the place to which an export's key is bound."""
    return f"dtks/ekspor/{ekspor_id}".encode()


def tempat_bagian(ekspor_id: UUID, urutan: int) -> bytes:
    """Return the place to which a part is bound: it opens in no other file and at no other place of this one."""
    return f"dtks/bagian_ekspor/{ekspor_id}/{urutan}".encode()


def _rentang(b: BagianEkspor) -> Rentang:
    dari = Tepi(b.dari_desa, b.dari_id) if b.dari_desa and b.dari_id else None
    return Rentang(dari, Tepi(b.sampai_desa, b.sampai_id) if b.sampai_desa and b.sampai_id else None)


def _menurut_desa(desa: Sequence[str]) -> Iterator[Rentang]:
    """Yield ranges that end with a village, so that each village is counted whole."""
    dari: Tepi | None = None
    for n in range(0, len(desa), _DESA_SEKALIGUS):
        sampai = Tepi(desa[n : n + _DESA_SEKALIGUS][-1], _UJUNG)
        yield Rentang(dari, sampai)
        dari = sampai
