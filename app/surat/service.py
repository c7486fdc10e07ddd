"""Use cases of letters: print, issue, replace, withdraw, hand out, and let anybody check one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.surat.cetak import Meterai, cetak
from app.surat.entitas import Pemeriksaan
from app.surat.errors import SuratNotFound, SuratSudahBerakhir
from app.surat.jenis import JenisSurat, KeadaanSurat, baca_kode, kode_baru
from app.surat.models import Surat, SuratAkhir
from app.surat.repository import SuratRepository
from app.wilayah.kode import Jenis, KodeWilayah, Tingkat
from app.wilayah.service import WilayahService

KEMENTERIAN: Final = ("Kementerian Sosial Republik Indonesia",)
_SEBUTAN: Final = {Jenis.DESA: "Desa", Jenis.KELURAHAN: "Kelurahan", Jenis.LAINNYA: "Desa"}


class SuratService:
    """Letters of every domain. Printing and storing take time: issue a letter before you lock a row."""

    def __init__(
        self,
        repo: SuratRepository,
        jejak: Jejak,
        wilayah: WilayahService,
        objek: BerkasObjekService,
        alamat_publik: str,
    ) -> None:
        self._repo = repo
        self._jejak = jejak
        self._wilayah = wilayah
        self._objek = objek
        self._alamat = alamat_publik.rstrip("/")

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(
            SuratRepository(sesi),
            Jejak(sesi),
            WilayahService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
            wadah.pengaturan.surat.alamat_publik,
        )

    async def terbitkan(
        self,
        jenis: JenisSurat,
        isi: Mapping[str, Any],
        *,
        objek: str,
        kode_wilayah: str | None,
        pelaku: Pelaku | None,
        mengganti: str | None = None,
        sidik_naskah: str | None = None,
    ) -> Surat:
        """Issue a letter: print it, keep it sealed, register it, and end the one that it replaces.

        Args:
            jenis: the template.
            isi: what it reads, as JSON values; `nomor` and `tanggal` (ISO) are what the public sees of it. The
                letterhead is added as `kop` when it has none.
            objek: what it is about, as `tabel/id`.
            kode_wilayah: whose letterhead it bears; None is the ministry's.
            pelaku: who issues it; None is the system.
            mengganti: code of the letter that it replaces.
            sidik_naskah: SHA-256 of a canonical text that exists apart from the letter, printed in place of that of
                `isi`.

        Raises:
            SuratSudahBerakhir: `mengganti` is replaced or withdrawn already.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        lengkap = {"kop": await self.kop(kode_wilayah), **isi}
        meterai = self._meterai(kode_baru(), sidik_naskah or sidik_isi(lengkap))
        pada = now()
        pdf = await cetak(jenis, lengkap, pada=pada, meterai=meterai)
        pelaku_id = pelaku.akun_id if pelaku else None
        surat = Surat(
            kode=meterai.kode,
            jenis=jenis,
            nomor=lengkap["nomor"],
            tanggal=date.fromisoformat(lengkap["tanggal"]),
            kode_wilayah=kode_wilayah,
            objek=objek,
            berkas_id=await self._objek.simpan_terbitan(pdf, pemilik=f"surat/{meterai.kode}", pelaku_id=pelaku_id),
            sidik=hashlib.sha256(pdf).hexdigest(),
            sidik_isi=meterai.sidik,
            mengganti=mengganti,
            dibuat_oleh=pelaku_id,
            created_at=pada,
        )
        await self._repo.add(surat)
        if mengganti is not None:
            await self._akhiri(mengganti, KeadaanSurat.DIGANTI, pelaku, pengganti=surat.kode)
        rincian = {"jenis": jenis, "nomor": surat.nomor, "objek": objek, "sidik": surat.sidik}
        await self._jejak.catat("surat:surat:terbit", pelaku=pelaku, objek=f"surat/{surat.kode}", rincian=rincian)
        return surat

    async def cetak(
        self, jenis: JenisSurat, isi: Mapping[str, Any], *, kode_wilayah: str | None, pada: datetime | None = None
    ) -> bytes:
        """Return a print that is not registered: a list for the table, a form to sign. Who calls audits the reading.

        It is dated now, or `pada`, which lets the same content always give the same bytes.
        """
        return await cetak(jenis, {"kop": await self.kop(kode_wilayah), **isi}, pada=pada or now())

    async def kop(self, kode_wilayah: str | None) -> list[str]:
        """Return the lines of the letterhead of a region's government, or of the ministry."""
        if kode_wilayah is None:
            return list(KEMENTERIAN)
        kode = KodeWilayah(kode_wilayah)
        nama = {k.tingkat: (await self._wilayah.baca(k)).wilayah.nama for k in kode.jalur}
        kop = [f"Pemerintah {nama.get(Tingkat.KABKOTA, nama[Tingkat.PROVINSI])}"]
        if Tingkat.KECAMATAN not in nama:
            return [*kop, "Dinas Sosial"]
        kop.append(f"Kecamatan {nama[Tingkat.KECAMATAN]}")
        if Tingkat.DESA in nama:
            kop.append(f"{_SEBUTAN[kode.jenis]} {nama[Tingkat.DESA]}")
        return kop

    async def baca_pdf(self, kode: str) -> Berkas:
        """Return an issued letter as it was; whoever calls has decided that the actor may have it, and audits that.

        Raises:
            SuratNotFound: unknown.
            BerkasNotFound: its file was erased with the person.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        return await self._objek.baca((await self.baca(kode)).berkas_id)

    async def baca(self, kode: str) -> Surat:
        """Return the register's row.

        Raises:
            SuratNotFound: unknown.
        """
        if surat := await self._repo.get(baca_kode(kode)):
            return surat
        raise SuratNotFound

    async def milik(self, objek: str) -> Sequence[Surat]:
        """Return the letters about one thing, newest first."""
        return await self._repo.milik(objek)

    async def tarik(self, kode: str, alasan: str, pelaku: Pelaku | None) -> None:
        """Withdraw a letter: it stays genuine and is no longer in force.

        Raises:
            SuratNotFound: unknown.
            SuratSudahBerakhir: replaced or withdrawn already.
        """
        surat = await self.baca(kode)
        await self._akhiri(surat.kode, KeadaanSurat.DITARIK, pelaku, alasan=alasan)
        await self._jejak.catat("surat:surat:ditarik", pelaku=pelaku, objek=f"surat/{surat.kode}")

    async def periksa(self, kode: str) -> Pemeriksaan:
        """Tell whoever shows a code what letter it is.

        Raises:
            SuratNotFound: not a letter of ours.
        """
        return await self._periksa(await self.baca(kode))

    async def periksa_sidik(self, sidik: str) -> Pemeriksaan:
        """Tell whoever has the digest of a file what letter it is.

        Raises:
            SuratNotFound: no letter of ours has exactly these bytes.
        """
        if surat := await self._repo.menurut_sidik(sidik.lower()):
            return await self._periksa(surat)
        raise SuratNotFound

    async def _periksa(self, surat: Surat) -> Pemeriksaan:
        akhir = await self._repo.akhir(surat.kode)
        penerbit = KEMENTERIAN[0]
        if surat.kode_wilayah is not None:
            penerbit = await self._wilayah.nama_lengkap(surat.kode_wilayah)
        return Pemeriksaan(
            surat, akhir.keadaan if akhir else KeadaanSurat.BERLAKU, akhir.pengganti if akhir else None, penerbit
        )

    async def _akhiri(
        self,
        kode: str,
        keadaan: KeadaanSurat,
        pelaku: Pelaku | None,
        *,
        pengganti: str | None = None,
        alasan: str | None = None,
    ) -> None:
        akhir = SuratAkhir(
            kode=kode,
            keadaan=keadaan,
            pengganti=pengganti,
            alasan=alasan,
            oleh=pelaku.akun_id if pelaku else None,
            created_at=now(),
        )
        if not await self._repo.akhiri(akhir):
            raise SuratSudahBerakhir

    def _meterai(self, kode: str, sidik: str) -> Meterai:
        return Meterai(kode, f"{self._alamat}/v1/publik/surat/{kode}", sidik)


def sidik_isi(isi: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content as canonical JSON: UTF-8, sorted keys, no spaces."""
    teks = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(teks.encode()).hexdigest()
