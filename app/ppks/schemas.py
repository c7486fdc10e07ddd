"""Input and output of PPKS and PSKS."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.clock import hari_ini, umur_pada
from app.core.nik import USIA_TERTUA
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, NamaOrang, TeksBaca, TeksPanjang
from app.core.teks import Teks
from app.keluarga.kode import JenisKelamin, TujuanBaca
from app.keluarga.subjek import NikBaru, TanggalLahir, TeksSatuBaris
from app.ppks.alur import TEKS_STATUS, AksiPpks, StatusPpks
from app.ppks.entitas import EntriSerupa, EntriTerbuka, LangkahTerbuka
from app.ppks.jenis import JENIS, Bentuk, Kategori
from app.wilayah.kode import KodeDesa

Penjelasan = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=20, max_length=2000),
    Field(description="Why; at least 20 characters, kept in the history of both entries."),
]
KodeJenis = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,47}$")]


class IsiPpks(Masukan):
    """Who or what it is; a person may have neither name nor number, then the description must tell him apart."""

    nik: NikBaru = None
    nama: NamaOrang | None = Field(default=None, description="Of the person, or of the group or institution.")
    alias: NamaOrang | None = None
    tanggal_lahir: TanggalLahir | None = None
    perkiraan_umur: Annotated[int, Field(ge=0, le=USIA_TERTUA)] | None = Field(
        default=None, description="Years, by sight, when the birth date is not known."
    )
    jenis_kelamin: JenisKelamin | None = None
    lokasi: TeksSatuBaris = Field(description="Where they live, stay or work.", examples=["Kolong jembatan Cihampelas"])
    keterangan: TeksPanjang = Field(description="What was found, and what tells them apart.")
    jumlah_anggota: Annotated[int, Field(ge=2, le=100_000)] | None = Field(
        default=None, description="Members of a family or group; required for them."
    )
    penanggung_jawab: NamaOrang | None = Field(default=None, description="Who speaks for a group or institution.")
    nomor_legalitas: TeksSatuBaris | None = Field(default=None, description="Registration of an institution.")

    @property
    def umur(self) -> int | None:
        """Age in years, exact or by sight."""
        if self.tanggal_lahir is None:
            return self.perkiraan_umur
        return umur_pada(self.tanggal_lahir, hari_ini())


class PpksBuat(IsiPpks):
    """A new entry."""

    kategori: Kategori
    jenis: KodeJenis = Field(description="Code of the list `ppks` or `psks`.", examples=["GELANDANGAN"])
    bentuk: Bentuk = Bentuk.INDIVIDU
    kode_desa: KodeDesa = Field(description="Village where they were found or serve.")
    ditemukan_date: date = Field(description="Day on which they were found; not in the future.")

    @model_validator(mode="after")
    def _masuk_akal(self) -> Self:
        if self.ditemukan_date > hari_ini():
            raise isian_salah(
                "ditemukan_date",
                Teks("Tanggal ditemukan tidak boleh di masa depan", "The day of finding may not lie in the future"),
            )
        if (self.bentuk is Bentuk.INDIVIDU) is (self.jumlah_anggota is not None):
            raise isian_salah(
                "jumlah_anggota",
                Teks(
                    "Jumlah anggota wajib untuk keluarga dan kelompok saja",
                    "jumlah_anggota is required for families and groups, and for them only",
                ),
            )
        if self.bentuk is not Bentuk.INDIVIDU and (self.nama is None or self.nik is not None):
            raise isian_salah(
                "nama",
                Teks("Keluarga atau kelompok memiliki nama, bukan NIK", "A family or group has a name and no NIK"),
            )
        return self


class PpksUbah(IsiPpks):
    """The whole content anew; kind, form and village stay."""


class PpksCari(Masukan):
    """By NIK or by exact name; exactly one of the two."""

    nik: NikBaru = None
    nama: NamaOrang | None = None
    tujuan: TujuanBaca

    @model_validator(mode="after")
    def _satu(self) -> Self:
        if (self.nik is None) is (self.nama is None):
            raise isian_salah("cari", Teks("Isi NIK atau nama, salah satu", "Give nik or nama, one of the two"))
        return self


class PisahMasuk(Masukan):
    """Why two entries are separated again."""

    penjelasan: Penjelasan


class GabungMasuk(Masukan):
    """Into which entry this one is merged, and why."""

    ke: UUID = Field(description="The entry that goes on.")
    penjelasan: Penjelasan


class JenisBaca(Keluaran):
    """A kind."""

    kategori: Kategori
    kode: str
    teks: TeksBaca


class PpksRingkas(Keluaran):
    """One line of a listing; no names."""

    id: UUID
    jenis: JenisBaca
    bentuk: Bentuk
    kode_desa: str
    ditemukan_date: date
    status: StatusPpks
    teks_status: TeksBaca
    is_terhubung: bool = Field(
        description="Whether the registry knows the person in a family of your regions; elsewhere is told to nobody."
    )
    created_at: datetime

    @classmethod
    def dari(cls, entri: EntriTerbuka) -> Self:
        """Return the output form."""
        return cls(**_umum(entri))


class PpksBaca(PpksRingkas):
    """One entry opened."""

    nik: str | None = Field(description="Masked unless the caller's job needs the number.")
    nama: str | None
    alias: str | None
    tanggal_lahir: date | None
    perkiraan_umur: int | None
    jenis_kelamin: JenisKelamin | None
    lokasi: str
    keterangan: str
    jumlah_anggota: int | None
    penanggung_jawab: str | None
    nomor_legalitas: str | None
    digabung_ke: UUID | None = Field(description="The entry that goes on for this one; for those who handle doubles.")
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def lengkap(cls, entri: EntriTerbuka, *, terbuka: bool) -> Self:
        """Return the output form; `terbuka` shows the whole number."""
        isi = entri.isi
        return cls(
            **_umum(entri),
            **{n: getattr(isi, n) for n in IsiPpks.model_fields if n != "nik"},
            digabung_ke=entri.digabung_ke,
            nik=(str(isi.nik) if terbuka else isi.nik.tersamar) if isi.nik else None,
            aksi_tersedia=[
                AksiTersediaBaca(
                    aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None
                )
                for a in entri.aksi
            ],
        )


class PpksSerupa(PpksRingkas):
    """An entry that likely has doubles."""

    serupa: list[UUID] = Field(description="Other entries of your regions that are likely about the same person.")

    @classmethod
    def berpasangan(cls, entri: EntriSerupa) -> Self:
        """Return the output form."""
        return cls(**_umum(entri.entri), serupa=list(entri.serupa))


class LangkahPpksBaca(Keluaran):
    """One step of an entry's history."""

    aksi: AksiPpks | None = Field(description="Null where only the content changed, or at a merge.")
    ke: StatusPpks
    jabatan: str
    kode_alasan: str | None
    penjelasan: str | None
    langkah_berikutnya: str | None
    bidang: list[str] = Field(description="Fields that changed.")
    gabung: UUID | None = Field(description="The other entry of a merge or of its undoing.")
    is_dipisahkan: bool = Field(description="Whether the step took a merge back.")
    created_at: datetime

    @classmethod
    def dari(cls, x: LangkahTerbuka) -> Self:
        """Return the output form."""
        return cls(
            aksi=x.baris.aksi,
            ke=x.baris.ke,
            jabatan=x.baris.jabatan,
            kode_alasan=x.baris.kode_alasan,
            penjelasan=x.isi.get("penjelasan"),
            langkah_berikutnya=x.isi.get("langkah_berikutnya"),
            bidang=x.isi.get("bidang", []),
            gabung=x.isi.get("gabung"),
            is_dipisahkan=x.isi.get("perbuatan") == "dipisahkan",
            created_at=x.baris.created_at,
        )


class RekapPpks(Keluaran):
    """How many entries of one kind stand in one state."""

    jenis: JenisBaca
    status: StatusPpks
    jumlah: int


def jenis_baca(kategori: Kategori, kode: str) -> JenisBaca:
    """Return the output form of a kind."""
    return JenisBaca(kategori=kategori, kode=kode, teks=TeksBaca.dari(JENIS[kategori, kode].teks))


def _umum(entri: EntriTerbuka) -> dict[str, object]:
    e = entri.baris
    return {
        "id": e.id,
        "jenis": jenis_baca(e.kategori, e.jenis),
        "bentuk": e.bentuk,
        "kode_desa": e.kode_desa,
        "ditemukan_date": e.ditemukan_date,
        "status": e.status,
        "teks_status": TeksBaca.dari(TEKS_STATUS[e.status]),
        "is_terhubung": entri.is_terhubung,
        "created_at": e.created_at,
    }
