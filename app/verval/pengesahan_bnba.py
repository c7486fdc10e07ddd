"""The list by name and address (BNBA) of a batch: on the screen in pages, for the office as CSV or PDF.

Every print bears whose it is and what for, and leaves one audit row that names everybody on it.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService
from app.usulan.kelompok import KelompokUsulan, UsulanTerbuka
from app.verval.errors import BnbaTerlaluBesar, PengesahanNotFound
from app.verval.models import Pengesahan, PengesahanUsulan
from app.verval.repository import VervalRepository
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

PDF_MAKS: Final = 2_000
"""Names in one PDF; a longer list is handed out as CSV."""
_RUMUS: Final = "=+-@\t\r"


class BentukBnba(StrEnum):
    """How the list is handed out."""

    CSV = "CSV"
    PDF = "PDF"


@dataclass(frozen=True, slots=True)
class BarisBnba:
    """One name; numbers are masked for those whose work needs none."""

    urutan: int
    ref: Ref
    nomor: str
    nama: str
    nik: str
    no_kk: str
    alamat: str
    desa: str
    jenis: str


class CetakanBnba(NamedTuple):
    """A print with its media type and the end of its file's name."""

    isi: bytes
    media: str
    akhiran: str


class BnbaService:
    """Reads for those who may see a batch."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._kelompok = KelompokUsulan.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._surat = SuratService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def daftar(self, pengesahan_id: UUID, pelaku: Pelaku, hal: Halaman, tujuan: str) -> Potongan[BarisBnba]:
        """Return a page of the list; the reading is recorded with its subjects.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku)
        hasil = await self._repo.halaman_pengesahan(pengesahan_id, hal)
        terbuka = await self._buka(pengesahan, hasil.data, pelaku, tujuan)
        return Potongan(await self._baris(terbuka, pelaku, None), hasil.halaman)

    async def cetak(self, pengesahan_id: UUID, pelaku: Pelaku, bentuk: BentukBnba, tujuan: str) -> CetakanBnba:
        """Return the whole list as a file with a watermark; the reading is recorded with its subjects.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            BnbaTerlaluBesar: more names than a PDF holds; take the CSV.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku)
        isi = await self._repo.isi_pengesahan(pengesahan_id)
        if bentuk is BentukBnba.PDF and len(isi) > PDF_MAKS:
            raise BnbaTerlaluBesar(maks=PDF_MAKS)
        baris = await self._baris(await self._buka(pengesahan, isi, pelaku, tujuan), pelaku, 1)
        tanda = f"{pelaku.nama} · {pelaku.jabatan} · {hari_ini():%d-%m-%Y}"
        if bentuk is BentukBnba.CSV:
            return CetakanBnba(_csv(baris, f"{tanda} · {tujuan} · sidik {sidik_daftar(isi)}"), "text/csv", "csv")
        dokumen = {
            "nomor_surat": pengesahan.nomor_surat,
            "tanggal_surat": pengesahan.tanggal_surat.isoformat() if pengesahan.tanggal_surat else None,
            "kabkota": await self._wilayah.nama_lengkap(pengesahan.kode_kabkota),
            "periode": pengesahan.periode,
            "jumlah": len(isi),
            "sidik": sidik_daftar(isi),
            "tujuan": tujuan,
            "tanda_air": tanda,
            "baris": [{f.name: str(getattr(b, f.name)) for f in fields(BarisBnba)} for b in baris],
        }
        pdf = await self._surat.cetak(JenisSurat.BNBA, dokumen, kode_wilayah=pengesahan.kode_kabkota)
        return CetakanBnba(pdf, "application/pdf", "pdf")

    async def _ambil(self, pengesahan_id: UUID, pelaku: Pelaku) -> Pengesahan:
        if pengesahan := await self._repo.pengesahan(pengesahan_id, Lingkup.dari(pelaku)):
            return pengesahan
        raise PengesahanNotFound

    async def _buka(
        self, pengesahan: Pengesahan, isi: Sequence[PengesahanUsulan], pelaku: Pelaku, tujuan: str
    ) -> list[UsulanTerbuka]:
        terbuka = {u.usulan.id: u for u in await self._kelompok.buka([n.ref for n in isi])}
        urut = [terbuka[n.usulan_id] for n in isi if n.usulan_id in terbuka]
        await self._jejak.catat(
            "verval:bnba:dibaca",
            pelaku=pelaku,
            objek=f"pengesahan/{pengesahan.id}",
            subjek=[nik for u in urut for nik in u.usulan.subjek_audit],
            tujuan=tujuan,
            rincian={"jumlah": len(urut)},
        )
        return urut

    async def _baris(self, terbuka: Sequence[UsulanTerbuka], pelaku: Pelaku, mulai: int | None) -> list[BarisBnba]:
        is_terbuka = pelaku.jabatan in MELIHAT_NOMOR
        desa = await self._wilayah.nama_lengkap_banyak({u.usulan.kode_desa for u in terbuka})
        return [
            BarisBnba(
                urutan=n if mulai is not None else 0,
                ref=u.usulan.ref,
                nomor=u.usulan.nomor or "-",
                nama=u.subjek.nama,
                nik=_nomor(u.subjek.nik, is_terbuka),
                no_kk=_nomor(u.subjek.no_kk, is_terbuka),
                alamat=u.subjek.alamat,
                desa=desa.get(u.usulan.kode_desa, u.usulan.kode_desa).split(",")[0],
                jenis=u.usulan.jenis.value,
            )
            for n, u in enumerate(terbuka, start=mulai or 0)
        ]


def sidik_daftar(isi: Sequence[PengesahanUsulan]) -> str:
    """Return the digest of which usulan a list holds: SHA-256 over their ids in order."""
    return hashlib.sha256("\n".join(sorted(str(n.usulan_id) for n in isi)).encode()).hexdigest()


def _nomor(nomor: Nik | NomorKK | None, is_terbuka: bool) -> str:
    if nomor is None:
        return "-"
    return str(nomor) if is_terbuka else f"{nomor[:4]}{'*' * 12}"


def _csv(baris: Sequence[BarisBnba], tanda: str) -> bytes:
    keluar = io.StringIO()
    tulis = csv.writer(keluar)
    tulis.writerow([tanda])
    tulis.writerow([f.name for f in fields(BarisBnba)])
    tulis.writerows([_aman(str(n)) for n in astuple(b)] for b in baris)
    return keluar.getvalue().encode("utf-8-sig")


def _aman(teks: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{teks}" if teks.startswith(tuple(_RUMUS)) else teks
