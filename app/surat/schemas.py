"""What anybody is told of a letter that he holds."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from app.core.schemas import Keluaran, Masukan, TeksBaca
from app.surat.entitas import Pemeriksaan
from app.surat.jenis import NAMA_JENIS, JenisSurat, KeadaanSurat

Sidik = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{64}$")]


class SidikMasuk(Masukan):
    """The digest of the file that you hold; the file itself stays with you."""

    sha256: Sidik = Field(description="SHA-256 of the PDF in hexadecimal.", examples=["0" * 64])


class SuratPublik(Keluaran):
    """A letter of ours; nothing in this answer is about a person."""

    kode: str
    jenis: JenisSurat
    nama: TeksBaca
    nomor: str
    tanggal: date
    penerbit: str = Field(description="Desa/kelurahan, kab/kota or ministry that issued it.")
    keadaan: KeadaanSurat = Field(description="In force, replaced, or withdrawn.")
    is_berlaku: bool
    diganti_oleh: str | None = Field(description="Code of the letter that took its place.")
    sidik: str = Field(description="SHA-256 of the PDF: equal bytes are the genuine letter.")
    sidik_isi: str = Field(description="SHA-256 of the content, as printed on the letter.")

    @classmethod
    def dari(cls, p: Pemeriksaan) -> Self:
        """Return the output form."""
        return cls(
            kode=p.surat.kode,
            jenis=p.surat.jenis,
            nama=TeksBaca.dari(NAMA_JENIS[p.surat.jenis]),
            nomor=p.surat.nomor,
            tanggal=p.surat.tanggal,
            penerbit=p.penerbit,
            keadaan=p.keadaan,
            is_berlaku=p.keadaan is KeadaanSurat.BERLAKU,
            diganti_oleh=p.pengganti,
            sidik=p.surat.sidik,
            sidik_isi=p.surat.sidik_isi,
        )
