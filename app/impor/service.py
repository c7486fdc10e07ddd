"""Imports as officers handle them: send a file in pieces, see what it is, map its columns, try it out, apply it."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek import potongan
from app.berkas_tabel.bentuk import KodeFormat, bentuk
from app.berkas_tabel.buku import Buku
from app.berkas_tabel.pengenalan import (
    CONTOH_BITA,
    BerkasDitolak,
    JenisBerkas,
    Kenal,
    jenis_berkas,
    kenali_csv,
)
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.impor.aliran import Aliran, aad
from app.impor.alur import ALUR_IMPOR, AksiImpor, FaktaImpor, StatusImpor, TahapImpor
from app.impor.entitas import JumlahBaris, RincianImpor
from app.impor.errors import (
    BagianTidakSah,
    BerkasImporDitolak,
    BerkasImporTerlaluBesar,
    ImporNotFound,
    ImporTidakDapatDiubah,
    PetaKolomTidakSah,
    TerlaluBanyakImpor,
    WilayahTugasKosong,
)
from app.impor.kenal import ditolak, petakan, simpan_kenal
from app.impor.models import BagianImpor, Impor
from app.impor.repository import ImporRepository
from app.impor.wewenang import is_lingkup_tetap, ralat_tersedia, wilayah_kini
from app.keluarga.ralat_hari import RalatHariService

TUGAS_BUANG: Final = "impor.buang"
TUGAS_IMPOR: Final = "impor.kerjakan"
_PER_SAPUAN: Final = 20
_SIMPAN_BITA: Final = 2 << 20  # of a stored piece: who reads the file holds one whole, with copies, however it was sent
_SIMPAN_CSV: Final = Teks(
    "Buku kerja sebesar ini dikirim sebagai CSV: simpan lembarnya sebagai CSV UTF-8.",
    "A workbook of this size comes as CSV: save the sheet as CSV UTF-8.",
)
_A, _S = AksiImpor, StatusImpor


class ImporService:
    """Imports of one account each."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = ImporRepository(sesi)
        self._sandi = wadah.sandi
        self._objek = wadah.objek
        self._aturan = wadah.pengaturan.impor
        self._jejak = Jejak(sesi)
        self._hari = RalatHariService.rakit(sesi, wadah)

    # -- the file

    async def mulai(
        self, ukuran: int, tanggal_data: date, pelaku: Pelaku, *, format_: KodeFormat | None = None
    ) -> Impor:
        """Announce a file; its pieces follow.

        Raises:
            BerkasImporTerlaluBesar: more bytes than an import takes.
            TerlaluBanyakImpor: too many files of the account are kept.
            WilayahTugasKosong: the importer has no region.
        """
        if ukuran > self._aturan.berkas_bita:
            raise BerkasImporTerlaluBesar
        if not pelaku.is_nasional and not pelaku.wilayah:
            raise WilayahTugasKosong
        if await self._repo.terbuka(pelaku.akun_id) >= self._aturan.terbuka:
            raise TerlaluBanyakImpor.dari_batas(self._aturan.terbuka)
        impor_id, saat = id_baru(), now()
        terbungkus, _ = self._sandi.kunci_data_baru(_tempat(impor_id))
        impor = Impor(
            id=impor_id,
            akun_id=pelaku.akun_id,
            jabatan=pelaku.jabatan.value,
            wilayah=wilayah_kini(pelaku),
            pelaku_nik=pelaku.nik_indeks,
            pelaku_kk=pelaku.no_kk_indeks,
            status=ALUR_IMPOR.mulai(_A.MULAI, pelaku.jabatan, FaktaImpor()).ke,
            status_at=saat,
            ukuran=ukuran,
            diterima=0,
            tanggal_date=tanggal_data,
            format=format_,
            kunci_data=terbungkus,
            kedaluwarsa_at=saat + timedelta(days=self._aturan.simpan_hari),
            versi=1,
            created_at=saat,
            updated_at=saat,
        )
        await self._repo.tambah(impor)
        await self._catat("berkas:diumumkan", impor, pelaku, ukuran=ukuran)
        return impor

    async def tambah(self, impor_id: UUID, isi: bytes, pelaku: Pelaku, *, versi: int | None) -> Impor:
        """Take the next piece; with the last one the file is told what it is.

        Raises:
            ImporNotFound: unknown, or another account's.
            VersiBasi: another piece came in between; read where to go on.
            ImporTidakDapatDiubah: the file is complete, or the import has gone on.
            BagianTidakSah: empty, too large, or beyond the announced size.
            BerkasImporDitolak, BerkasImporTerlaluBesar: the complete file is no table that can be read. It is
                forgotten, so the transaction is to be kept.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        impor = await self.baca(impor_id, pelaku)
        pastikan_versi(versi, impor.versi)
        if impor.status is not _S.DITERIMA or impor.diterima == impor.ukuran or impor.kunci_data is None:
            raise ImporTidakDapatDiubah
        if not 0 < len(isi) <= self._aturan.bagian_bita or impor.diterima + len(isi) > impor.ukuran:
            raise BagianTidakSah
        kunci = self._sandi.buka_kunci(impor.kunci_data, _tempat(impor.id))
        bagian = [
            await self._simpan(impor, kunci, impor.diterima + n, isi[n : n + _SIMPAN_BITA])
            for n in range(0, len(isi), _SIMPAN_BITA)
        ]
        impor = await self._kunci(impor_id, pelaku, versi)
        impor.diterima += len(isi)
        await self._repo.tambah(*bagian)
        if impor.diterima == impor.ukuran:
            try:
                await self._kenali(impor, kunci)
            except (BerkasImporDitolak, BerkasImporTerlaluBesar) as galat:
                await self._tolak(impor, str(galat.tambahan.get("sebab", galat.kode)), pelaku)
                raise
            await self._catat("berkas:diterima", impor, pelaku)
        await self.naik(impor)
        return impor

    async def _tolak(self, impor: Impor, sebab: str, pelaku: Pelaku) -> None:
        ALUR_IMPOR.apply(impor, _A.GAGALKAN, None, FaktaImpor())
        impor.status_at, impor.galat = now(), sebab
        await self.lupakan(impor)
        await self.naik(impor)
        await self._catat("berkas:ditolak", impor, pelaku, sebab=sebab)

    async def _simpan(self, impor: Impor, kunci: bytes, mulai: int, isi: bytes) -> BagianImpor:
        objek_id = id_baru()
        await potongan.simpan(self._objek, objek_id, self._sandi.enkripsi(kunci, isi, aad(impor.id, mulai)))
        return BagianImpor(impor_id=impor.id, mulai=mulai, ukuran=len(isi), objek_id=objek_id)

    async def _kenali(self, impor: Impor, kunci: bytes) -> None:
        aliran = Aliran(self._objek, kunci, impor.id, await self._repo.bagian(impor.id))
        try:
            awal = await aliran.awal(CONTOH_BITA)
            if jenis_berkas(awal) is JenisBerkas.CSV:
                kenal = kenali_csv(awal)
            else:
                kenal = await self._kenali_buku(impor, aliran)
        except BerkasDitolak as galat:
            raise ditolak(galat) from None
        impor.kenal = simpan_kenal(kenal)
        if impor.format is None and kenal.format:
            impor.format = kenal.format[0][0]
        if impor.format is not None:
            impor.kolom = petakan(impor.format, kenal.judul)

    async def _kenali_buku(self, impor: Impor, aliran: Aliran) -> Kenal:
        if impor.ukuran > self._aturan.buku_bita:
            raise BerkasImporTerlaluBesar(_SIMPAN_CSV)
        berkas = await aliran.utuh()
        return await asyncio.to_thread(lambda: Buku(berkas).kenali())

    async def petakan(
        self, impor_id: UUID, format_: KodeFormat, kolom: Mapping[str, str | None], pelaku: Pelaku, *, versi: int
    ) -> Impor:
        """Say which format the file has, and what stands under headings that were not recognised.

        Raises:
            ImporNotFound, VersiBasi: unknown, or changed meanwhile.
            ImporTidakDapatDiubah: the file has not arrived, or a job works on it, or it is applied.
            PetaKolomTidakSah: a heading, or a column of the format, that does not exist or is named twice.
        """
        impor = await self._kunci(impor_id, pelaku, versi)
        if impor.kenal is None or impor.kunci_data is None or impor.status not in ALUR_IMPOR[_A.PERIKSA].dari:
            raise ImporTidakDapatDiubah
        judul = list(impor.kenal["judul"])
        nama = {k.nama for k in bentuk(format_).kolom}
        dipakai = [n for n in kolom.values() if n is not None]
        if not (set(kolom) <= set(judul) and set(dipakai) <= nama and len(dipakai) == len(set(dipakai))):
            raise PetaKolomTidakSah
        baku = petakan(format_, judul)
        impor.format = format_
        impor.kolom = [kolom.get(j, None if b in dipakai else b) for j, b in zip(judul, baku, strict=True)]
        await self._repo.mulai_lagi(impor.id, TahapImpor.BACA, TahapImpor.UJI)
        await self.naik(impor)
        await self._catat("kolom:dipetakan", impor, pelaku, format=format_.value)
        return impor

    # -- its life

    async def periksa(self, impor_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Impor:
        """Read the file and try it out, in the background; done again, it is tried on what stands now.

        Raises:
            As `_pindah`.
        """
        impor = await self._pindah(impor_id, _A.PERIKSA, pelaku, versi)
        await self._repo.mulai_lagi(impor.id, TahapImpor.UJI)
        await enqueue(self._sesi, TUGAS_IMPOR, {"impor_id": str(impor.id)})
        return impor

    async def terapkan(self, impor_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Impor:
        """Write the rows into the registry, in the background; what stopped goes on where it was.

        Raises:
            As `_pindah`.
        """
        impor = await self._pindah(impor_id, _A.TERAPKAN, pelaku, versi)
        await enqueue(self._sesi, TUGAS_IMPOR, {"impor_id": str(impor.id)})
        return impor

    async def batalkan(self, impor_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Impor:
        """Stop; what is written stays, and the account of it too.

        Raises:
            As `_pindah`.
        """
        impor = await self._pindah(impor_id, _A.BATALKAN, pelaku, versi)
        await self.lupakan(impor)
        return impor

    async def baca(self, impor_id: UUID, pelaku: Pelaku) -> Impor:
        """Return one of the caller's imports.

        Raises:
            ImporNotFound: unknown, or another account's.
        """
        impor = await self._repo.ambil(impor_id)
        if impor is None or impor.akun_id != pelaku.akun_id:
            raise ImporNotFound
        return impor

    async def lihat(self, impor_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Impor:
        """Return one of the caller's imports, and to who sees the nation anybody's: its importer may have left.

        Raises:
            ImporNotFound: unknown, or another account's.
        """
        impor = await self._repo.ambil(impor_id, kunci=kunci)
        if impor is None or not (pelaku.is_nasional or impor.akun_id == pelaku.akun_id):
            raise ImporNotFound
        return impor

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Impor]:
        """Return the caller's imports, newest first."""
        return await self._repo.daftar(pelaku.akun_id, hal)

    async def jumlah(self, impor: Impor) -> JumlahBaris:
        """Return what became of its rows: as applied, or before that as tried out."""
        per_tahap = await self._repo.jumlah(impor.id)
        baca, lain = per_tahap.get(TahapImpor.BACA, {}), per_tahap.get(self.tahap(impor), {})
        return JumlahBaris(
            dibaca=max(0, baca.get("baris", 0) - 1),
            kosong=baca.get("kosong", 0),
            ditolak=baca.get("ditolak", 0) + lain.get("ditolak", 0),
            **{n: lain.get(n, 0) for n in ("sama", "diterima", "anomali", "konflik")},
        )

    async def rincian(self, impor: Impor, pelaku: Pelaku, *, ringkas: bool = False) -> RincianImpor:
        """Return what a reader sees beside the row, the remarks only on demand."""
        is_milik = impor.akun_id == pelaku.akun_id
        aksi = ALUR_IMPOR.tersedia_rinci(impor.status, pelaku.jabatan, self.fakta(impor, pelaku)) if is_milik else []
        catatan = [] if ringkas else await self._repo.ringkasan(impor.id, self.tahap_laporan(impor))
        ralat = await self._repo.ralat_terakhir(impor.id)
        lain = await ralat_tersedia(impor, pelaku, ralat, self._hari)
        return RincianImpor(await self.jumlah(impor), catatan, [*aksi, *lain], ralat)

    def tahap_laporan(self, impor: Impor) -> tuple[TahapImpor, TahapImpor]:
        """Return the stages whose remarks count."""
        return TahapImpor.BACA, self.tahap(impor)

    @staticmethod
    def tahap(impor: Impor) -> TahapImpor:
        """Return the stage whose verdicts count."""
        belum = {_S.DITERIMA, _S.DIPERIKSA, _S.SIAP, _S.GAGAL}
        return TahapImpor.UJI if impor.status in belum else TahapImpor.TERAP

    # -- forgetting

    async def lupakan_habis(self) -> int:
        """Let imports lapse whose time is over and forget their files, unless a job works; return how many."""
        habis = await self._repo.habis(now(), _PER_SAPUAN)
        for impor in habis:
            await self.lupakan(impor)
            if impor.status in ALUR_IMPOR[_A.KEDALUWARSAKAN].dari:
                ALUR_IMPOR.apply(impor, _A.KEDALUWARSAKAN, None, FaktaImpor())
                impor.status_at, impor.galat = now(), "kedaluwarsa"
                await self.naik(impor)
                await self._catat("status:diubah", impor, None, ke=impor.status.value, galat=impor.galat)
        await self._repo.tulis()
        return len(habis)

    async def lupakan(self, impor: Impor) -> None:
        """Drop the file, its headings and its staged rows; the accounts stay."""
        objek = [str(b.objek_id) for b in await self._repo.bagian(impor.id)]
        await self._repo.hapus_isi(impor.id)
        impor.kunci_data = None
        if impor.kenal is not None:
            impor.kenal = impor.kenal | {"judul": [""] * len(impor.kenal["judul"])}
        await self._repo.tulis()
        if objek:
            await enqueue(self._sesi, TUGAS_BUANG, {"objek": objek})

    # -- steps

    def fakta(self, impor: Impor, pelaku: Pelaku) -> FaktaImpor:
        """Return what the guards look at."""
        peta, wajib = set(impor.kolom or ()), bentuk(impor.format).wajib if impor.format else None
        return FaktaImpor(
            is_lengkap=impor.diterima == impor.ukuran and impor.kunci_data is not None,
            is_tersimpan=impor.kunci_data is not None,
            kolom_kurang=None if wajib is None else tuple(k.nama for k in wajib if k.nama not in peta),
            is_lingkup_tetap=is_lingkup_tetap(impor, pelaku),
        )

    async def _pindah(self, impor_id: UUID, aksi: AksiImpor, pelaku: Pelaku, versi: int | None) -> Impor:
        """Take an arrow.

        Raises:
            ImporNotFound, VersiBasi: unknown, or changed meanwhile.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi: the table refuses.
        """
        impor = await self._kunci(impor_id, pelaku, versi)
        ALUR_IMPOR.apply(impor, aksi, pelaku.jabatan, self.fakta(impor, pelaku))
        impor.status_at, impor.galat = now(), None
        await self.naik(impor)
        await self._catat("status:diubah", impor, pelaku, ke=impor.status.value)
        return impor

    async def _kunci(self, impor_id: UUID, pelaku: Pelaku, versi: int | None) -> Impor:
        impor = await self._repo.ambil(impor_id, kunci=True)
        if impor is None or impor.akun_id != pelaku.akun_id:
            raise ImporNotFound
        pastikan_versi(versi, impor.versi)
        return impor

    async def naik(self, impor: Impor) -> None:
        """Count a change, so that a stale If-Match is noticed."""
        impor.versi += 1
        impor.updated_at = now()
        await self._repo.tulis()

    async def _catat(self, perbuatan: str, impor: Impor, pelaku: Pelaku | None, **rincian: object) -> None:
        await self._jejak.catat(f"impor:{perbuatan}", pelaku=pelaku, objek=f"impor/{impor.id}", rincian=rincian)


def _tempat(impor_id: UUID) -> bytes:
    return f"dtks/impor/{impor_id}".encode()
