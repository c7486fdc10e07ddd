"""The job of an import: read and try out, or apply, chunk by chunk; killed at any moment, it goes on where it was.

A chunk is one transaction with the row that says that it is done. While worker processes work on the next chunks, this
process writes the finished ones in their order. What a chunk relied on is looked at again when it is written; if
somebody has changed it meanwhile, the chunk is worked out anew.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.berkas_tabel.buku import Buku
from app.berkas_tabel.pengenalan import JenisBerkas
from app.core.clock import hari_ini, now
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.jobs import enqueue
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.impor.aliran import AWAL, Aliran, Terbaca
from app.impor.alur import ALUR_IMPOR, BERJALAN, AksiImpor, FaktaImpor, StatusImpor, TahapImpor
from app.impor.baca import HasilBlok, Konteks
from app.impor.bahan import BarisTitipan
from app.impor.kode import HasilBaris
from app.impor.kolam import Kolam
from app.impor.models import Impor
from app.impor.pekerja import Bekal, Pengolah
from app.impor.pencocokan import dalam_lingkup
from app.impor.pengawasan import Pengawas
from app.impor.penulis import Penulis
from app.impor.repository import ImporRepository
from app.impor.repository_titipan import TitipanRepository
from app.impor.service import TUGAS_IMPOR, ImporService
from app.impor.susun import CatatanBaris, HasilPotongan, PotonganKerja
from app.impor.wewenang import is_lingkup_tetap
from app.keluarga.repository_curah import MassalRepository, TidakLagiCocok
from app.wilayah.service import WilayahService

_ULANG: Final = 8
"""How often a chunk is worked out anew because somebody changed what it relied on."""
_LANJUTAN: Final = 8
"""How often a chunk comes back to a family of which it speaks under another card or mark; the rest is refused."""
KELUARGA_BERULANG: Final = "KELUARGA_BERULANG"
SELESAI_BACA: Final = UUID(int=0)
"""Marks the last chunk of the reading."""
BERKAS_DILUPAKAN: Final = "berkas-impor-dilupakan"
JUMLAH_TIDAK_COCOK: Final = "jumlah-baris-tidak-cocok"
WEWENANG_BERUBAH: Final = "wewenang-impor-berubah"


class Dihentikan(Exception):
    """The import was cancelled; what is written stays."""


class Terhenti(Exception):
    """The work cannot go on as it is; `kode` says why and is written on the import."""

    def __init__(self, kode: str) -> None:
        super().__init__(kode)
        self.kode = kode


class Pekerjaan:
    """The work on one import while its lock is held."""

    def __init__(self, wadah: Wadah, impor: Impor) -> None:
        self._wadah = wadah
        self._id = impor.id
        self._status = impor.status
        self._pelaku = Pelaku(impor.akun_id, Jabatan(impor.jabatan), tuple(impor.wilayah))
        self._kenal = dict(impor.kenal or {})
        assert impor.kunci_data is not None
        assert impor.format is not None
        self._kunci = wadah.sandi.buka_kunci(impor.kunci_data, f"dtks/impor/{impor.id}".encode())
        self._konteks = Konteks(
            impor_id=impor.id,
            format=impor.format,
            kolom=tuple(impor.kolom or ()),
            pemisah=self._kenal.get("pemisah", ","),
            pengodean=self._kenal.get("pengodean", "utf-8"),
            tanggal_data=impor.tanggal_date,
            hari=hari_ini(),
            lingkup=tuple(f"{w}." for w in impor.wilayah),
            sendiri=frozenset(n for n in (impor.pelaku_nik, impor.pelaku_kk) if n),
            kunci=self._kunci,
        )
        self._aturan = wadah.pengaturan.impor
        self._pengawas = Pengawas(wadah, impor.id, self._pelaku)
        self._penulis = Penulis(wadah, impor.id, impor.tanggal_date, self._pelaku)

    async def periksa(self) -> None:
        """Read the file, judge its rows by each other, and try them out on the registry."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            desa, prefiks = await WilayahService.rakit(sesi, self._wadah).tabel_desa()
        async with self._kolam(desa, prefiks) as kolam:
            if not await self._is_terbaca():
                await self._baca(kolam)
            await self._hitung_uji()
            await self._susun(kolam, TahapImpor.UJI)
        await self._pindah(AksiImpor.SIAPKAN)

    async def terapkan(self) -> None:
        """Write the rows into the registry."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            await self._pengawas.pastikan_longgar(sesi)
        async with self._kolam() as kolam:
            await self._susun(kolam, TahapImpor.TERAP)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, service = ImporRepository(sesi), ImporService(sesi, self._wadah)
            await self._pastikan(repo)
            if (impor := await repo.ambil(self._id)) is None:
                return
            n = await service.jumlah(impor)
            if n.dibaca != n.kosong + n.sama + n.diterima + n.anomali + n.konflik + n.ditolak:
                raise Terhenti(JUMLAH_TIDAK_COCOK)
            await pindah(repo, Jejak(sesi), self._id, AksiImpor.SELESAIKAN)
            await service.lupakan(impor)

    async def _hitung_uji(self) -> None:
        """Count a trial that begins, by its rows; one that goes on is, and who sees the nation learns nothing."""
        if not self._konteks.lingkup:
            return
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = ImporRepository(sesi)
            if await repo.kemajuan_akhir(self._id, TahapImpor.UJI) is None:
                await self._pengawas.hitung_uji(sesi, await repo.jumlah_titipan(self._id))

    # -- reading

    async def _is_terbaca(self) -> bool:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            akhir = await ImporRepository(sesi).kemajuan_akhir(self._id, TahapImpor.BACA)
        return akhir is not None and akhir.kunci_akhir == SELESAI_BACA

    async def _baca(self, kolam: Kolam) -> None:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = ImporRepository(sesi)
            akhir = await repo.kemajuan_akhir(self._id, TahapImpor.BACA)
            bagian = await repo.bagian(self._id)
        terbaca = Terbaca(akhir.nomor, akhir.baris, akhir.sampai) if akhir else AWAL
        aliran = Aliran(self._wadah.objek, self._kunci, self._id, bagian)
        antre: deque[tuple[Terbaca, Awaitable[HasilBlok]]] = deque()
        async for letak, janji in self._blok(kolam, aliran, terbaca):
            antre.append((letak, janji))
            terbaca = letak
            if len(antre) > kolam.lebar:
                await self._simpan_blok(*antre.popleft())
        while antre:
            await self._simpan_blok(*antre.popleft())
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = ImporRepository(sesi)
            await self._pastikan(repo)
            ditolak = await TitipanRepository(sesi).periksa_bersama(self._id)
            await repo.catat_kemajuan(
                impor_id=self._id,
                tahap=TahapImpor.BACA,
                nomor=terbaca.nomor + 1,
                sampai=terbaca.sampai,
                baris=terbaca.baris,
                kunci_akhir=SELESAI_BACA,
                ditolak=ditolak,
                selesai_at=now(),
            )

    async def _blok(
        self, kolam: Kolam, aliran: Aliran, terbaca: Terbaca
    ) -> AsyncIterator[tuple[Terbaca, Awaitable[HasilBlok]]]:
        """Start the reading of each block, in order."""
        if self._kenal.get("jenis") == JenisBerkas.XLSX:
            async for letak, sel in self._blok_buku(aliran, terbaca):
                yield letak, kolam.kerjakan(Pengolah.baca_sel, sel, letak.baris - len(sel) + 1)
            return
        pengodean, bom = self._konteks.pengodean, int(self._kenal.get("bom", 0))
        async for b in aliran.blok(pengodean, bom, self._konteks.pemisah, self._aturan.blok, terbaca):
            letak = Terbaca(b.nomor, b.baris + b.jumlah - 1, b.sampai)
            yield letak, kolam.kerjakan(Pengolah.baca_csv, b.isi, b.baris, b.rusak)

    async def _blok_buku(self, aliran: Aliran, terbaca: Terbaca) -> AsyncIterator[tuple[Terbaca, list[list[str]]]]:
        """Yield blocks of a workbook's rows; those that were read before are passed over."""
        baris = (await asyncio.to_thread(Buku, await aliran.utuh())).baris()
        letak, lewati = terbaca, terbaca.baris
        while sel := await asyncio.to_thread(list, islice(baris, self._aturan.blok)):
            sisa, lewati = sel[lewati:], max(0, lewati - len(sel))
            if sisa:
                letak = Terbaca(letak.nomor + 1, letak.baris + len(sisa), 0)
                yield letak, sisa

    async def _simpan_blok(self, letak: Terbaca, janji: Awaitable[HasilBlok]) -> None:
        hasil = await janji
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = ImporRepository(sesi)
            await self._pastikan(repo)
            await TitipanRepository(sesi).simpan(self._id, hasil.siap)
            catatan = [
                (t.baris, n, HasilBaris.DITOLAK, c.kode, c.kolom)
                for t in hasil.ditolak
                for n, c in enumerate(t.catatan)
            ]
            await repo.catat_baris(self._id, TahapImpor.BACA, catatan)
            await repo.catat_kemajuan(
                impor_id=self._id,
                tahap=TahapImpor.BACA,
                nomor=letak.nomor,
                sampai=letak.sampai,
                baris=letak.baris,
                kosong=hasil.kosong,
                ditolak=len(hasil.ditolak),
                selesai_at=now(),
            )

    # -- families

    async def _susun(self, kolam: Kolam, tahap: TahapImpor) -> None:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            akhir = await ImporRepository(sesi).kemajuan_akhir(self._id, tahap)
        nomor, sesudah = (akhir.nomor, akhir.kunci_akhir) if akhir else (-1, None)
        antre: deque[tuple[int, list[BarisTitipan], Awaitable[HasilPotongan]]] = deque()
        while True:
            async with transaksi(self._wadah.pabrik_sesi) as sesi:
                titipan = await TitipanRepository(sesi).ambil(self._id, sesudah, self._aturan.potongan)
            if titipan:
                nomor, sesudah = nomor + 1, titipan[-1].kunci_keluarga
                antre.append((nomor, titipan, await self._mulai(kolam, titipan, tahap)))
            if not antre:
                return
            if not titipan or len(antre) > kolam.lebar:
                await self._selesaikan(kolam, tahap, *antre.popleft())

    async def _mulai(self, kolam: Kolam, titipan: list[BarisTitipan], tahap: TahapImpor) -> Awaitable[HasilPotongan]:
        """Look the chunk's numbers and families up, and start working it out."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            return await self._suruh(sesi, kolam, titipan, tahap)

    async def _suruh(
        self, sesi: AsyncSession, kolam: Kolam, titipan: list[BarisTitipan], tahap: TahapImpor
    ) -> Awaitable[HasilPotongan]:
        kunci = await ImporRepository(sesi).kunci_keluarga(sorted({t.kunci_keluarga for t in titipan}))
        potret = await MassalRepository(sesi).potret(
            {t.nik_hmac for t in titipan if t.nik_hmac},
            {t.no_kk_hmac for t in titipan if t.no_kk_hmac},
            {*kunci.values(), *(t.acuan_id for t in titipan if t.acuan_id)},
        )
        pelaku, is_uji = (self._pelaku.akun_id, self._pelaku.jabatan.value), tahap is TahapImpor.UJI
        if is_uji:
            potret = dalam_lingkup(potret, self._konteks.lingkup)
        kerja = PotonganKerja(titipan, potret, kunci, pelaku, is_uji)
        return kolam.kerjakan(Pengolah.susun, kerja)

    async def _selesaikan(
        self, kolam: Kolam, tahap: TahapImpor, nomor: int, titipan: list[BarisTitipan], janji: Awaitable[HasilPotongan]
    ) -> None:
        for _ in range(_ULANG):
            semua = [await janji]
            try:
                async with transaksi(self._wadah.pabrik_sesi) as sesi:
                    repo = ImporRepository(sesi)
                    await self._pastikan(repo)
                    jumlah = await self._tulis(sesi, kolam, tahap, titipan, semua)
                    await repo.catat_kemajuan(
                        impor_id=self._id,
                        tahap=tahap,
                        nomor=nomor,
                        sampai=0,
                        baris=max(t.baris for t in titipan),
                        kunci_akhir=titipan[-1].kunci_keluarga,
                        selesai_at=now(),
                        **jumlah,
                    )
            except TidakLagiCocok:
                janji = await self._mulai(kolam, titipan, tahap)
            except TerlaluSering:
                async with transaksi(self._wadah.pabrik_sesi) as sesi:
                    for hasil in semua:
                        await self._pengawas.catat_ditolak(sesi, hasil, tahap)
                raise
            else:
                return
        raise TidakLagiCocok

    async def _tulis(
        self,
        sesi: AsyncSession,
        kolam: Kolam,
        tahap: TahapImpor,
        titipan: list[BarisTitipan],
        semua: list[HasilPotongan],
    ) -> Mapping[str, int]:
        """Write a chunk, then what it says of its families once more, from what stands then; return the account.

        What came of each time is added to `semua`, also when it goes beyond a limit.
        """
        while True:
            hasil = semua[-1]
            if tahap is TahapImpor.TERAP:
                await self._penulis.tulis(sesi, hasil)
            await self._pengawas.catat(sesi, hasil, tahap)
            await ImporRepository(sesi).catat_baris(self._id, tahap, hasil.catatan)
            titipan = [t for t in titipan if t.kunci_keluarga in hasil.tunda]
            if not titipan or len(semua) > _LANJUTAN:
                break
            semua.append(await (await self._suruh(sesi, kolam, titipan, tahap)))
        sisa = [CatatanBaris(t.baris, 0, HasilBaris.DITOLAK, KELUARGA_BERULANG, "") for t in titipan]
        await ImporRepository(sesi).catat_baris(self._id, tahap, sisa)
        jumlah = Counter({HasilBaris.DITOLAK.value.lower(): len(sisa)})
        for hasil in semua:
            jumlah.update(hasil.jumlah)
        return jumlah

    # -- states

    def _kolam(self, desa: Mapping[str, str] | None = None, prefiks: frozenset[str] = frozenset()) -> Kolam:
        return Kolam(
            Bekal(self._wadah.pengaturan.enkripsi.kunci, self._konteks, desa or {}, prefiks), self._aturan.proses
        )

    async def _pastikan(self, repo: ImporRepository) -> None:
        """Stop when the import was cancelled; who cancels waits for the chunk that is being written.

        Raises:
            Dihentikan: it was.
        """
        impor = await repo.ambil(self._id, kunci=True)
        if impor is None or impor.status is not self._status:
            raise Dihentikan

    async def _pindah(self, aksi: AksiImpor) -> None:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            await pindah(ImporRepository(sesi), Jejak(sesi), self._id, aksi)


async def pindah(
    repo: ImporRepository, jejak: Jejak, impor_id: UUID, aksi: AksiImpor, galat: str | None = None
) -> None:
    """Let the system take an arrow of an import that is in the state for it, and write it down."""
    impor = await repo.ambil(impor_id, kunci=True)
    if impor is None or impor.status not in ALUR_IMPOR[aksi].dari:
        return
    ALUR_IMPOR.apply(impor, aksi, None, FaktaImpor())
    impor.status_at = impor.updated_at = now()
    impor.galat = galat
    impor.versi += 1
    await repo.tulis()
    await jejak.catat(
        "impor:status:diubah",
        pelaku=None,
        objek=f"impor/{impor.id}",
        rincian={"ke": impor.status.value, **({"galat": galat} if galat else {})},
    )


async def kerjakan(wadah: Wadah, impor_id: UUID) -> None:
    """Do the work that an import's state asks for; later, while another worker does it or its region is written.

    Raises:
        Terhenti: the importer may no longer do what he asked for, the file is gone, or rows are missing.
    """
    async with transaksi(wadah.pabrik_sesi) as penjaga:
        kunci = TitipanRepository(penjaga)
        is_bebas = await kunci.kunci(f"impor|{impor_id}")
        impor = await ImporRepository(penjaga).ambil(impor_id)
        if impor is None or impor.status not in BERJALAN:
            return
        if not is_bebas:
            await _nanti(wadah, impor_id)
            return
        if impor.kunci_data is None or impor.format is None:
            raise Terhenti(BERKAS_DILUPAKAN)
        if not is_lingkup_tetap(impor, await AkunService.rakit(penjaga, wadah).pelaku(impor.akun_id)):
            raise Terhenti(WEWENANG_BERUBAH)
        pekerjaan = Pekerjaan(wadah, impor)
        if impor.status is StatusImpor.DIPERIKSA:
            await pekerjaan.periksa()
        else:
            daerah = [f"impor.daerah|{k}" for k in await kunci.kabkota(impor_id)]
            if not await kunci.kunci(*daerah):
                await _nanti(wadah, impor_id)
                return
            await pekerjaan.terapkan()


async def _nanti(wadah: Wadah, impor_id: UUID) -> None:
    jeda = timedelta(seconds=wadah.pengaturan.impor.tunggu_detik)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await enqueue(sesi, TUGAS_IMPOR, {"impor_id": str(impor_id)}, tunda=jeda)
