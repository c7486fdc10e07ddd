"""Input and output of contests, by reader: who contested is in none of them but `PelaporBaca`."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.core.clock import WIB, hari_ini
from app.core.ids import Ref
from app.core.nik import Nik
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, Keluaran, KodeAlasan, Masukan, NamaOrang, TeksBaca, TeksPanjang
from app.core.teks import Teks
from app.referensi.katalog import ALASAN
from app.sanggah.entitas import CalonTerpilih, LangkahSanggah, PelaporTerbuka, SanggahLengkap, SanggahRingkas
from app.sanggah.models import LampiranSanggah, Sanggah
from app.sanggah.status import (
    TEKS_STATUS,
    AksiSanggah,
    BagianLampiran,
    HasilKunjunganSanggah,
    StatusSanggah,
)
from app.usulan.status import JenisLampiran, SubjenisUsulan

Penjelasan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000)]
_U = SubjenisUsulan


def _bukan_masa_depan(nilai: date) -> date:
    if nilai > hari_ini():
        raise isian_salah("tanggal", Teks("Tanggal tidak boleh di masa depan", "The date may not lie in the future"))
    return nilai


TanggalLampau = Annotated[date, AfterValidator(_bukan_masa_depan)]


class CalonCari(Masukan):
    """A name to look for among the registered of your own desa or kelurahan."""

    nama: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)] = Field(
        description="The name; of a longer one at least two words.", examples=["Wawan Lestari"]
    )


class SanggahBuat(Masukan):
    """Whom and what you contest: somebody chosen from the search, or by NIK **and** name."""

    calon: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        default=None, description="The word of a line of your search; valid for an hour, for your account alone."
    )
    nik: Nik | None = None
    nama: NamaOrang | None = None
    kode_alasan: KodeAlasan = Field(
        description="What you contest; a reason of the catalogue for `sanggah.ajukan`.", examples=["KENDARAAN_RODA_4"]
    )
    penjelasan: Penjelasan = Field(
        description="What you know, at least 20 characters. Only the kab/kota reads it, not the person or the village."
    )
    pernyataan_disetujui: bool = Field(
        default=False, description="You state that it is true (UU 13/2011 ps 11(3), ps 42); needed."
    )

    @model_validator(mode="after")
    def _satu_cara(self) -> Self:
        if (self.calon is None) == (self.nik is None) or (self.nik is None) != (self.nama is None):
            raise isian_salah("satu_cara", Teks("Isi calon, atau nik bersama nama", "Give calon, or nik with nama"))
        return self


class TanggapanSanggahMasuk(Masukan):
    """The contested person's answer; evidence is attached before."""

    penjelasan: Penjelasan = Field(description="How things are; at least 20 characters. Who decides reads it.")


class TugaskanMasuk(Masukan):
    """Who is to visit, and what he is to look at; what the reporter wrote does not reach him."""

    enumerator_id: UUID
    arahan: TeksPanjang | None = Field(default=None, description="What to look at, without a word about the reporter.")


class KunjunganMasuk(Masukan):
    """What the visit found; photos are attached before."""

    tanggal: TanggalLampau = Field(description="Day of the visit.", examples=["2026-11-20"])
    hasil: HasilKunjunganSanggah
    catatan: Penjelasan = Field(description="What was seen and said, at least 20 characters.")


class SetujuiMasuk(Masukan):
    """Why the contest is granted, and which removal follows."""

    subjenis: Literal[_U.MENINGGAL, _U.PINDAH, _U.MAMPU, _U.GANDA, _U.TIDAK_DITEMUKAN] | None = Field(
        default=None, description="Kind of the removal; left out, the one that fits what was contested."
    )
    tanggal_peristiwa: TanggalLampau | None = Field(default=None, description="Day of the death or of the move.")
    penjelasan: Penjelasan = Field(
        description="Why, without a word about the reporter: village and person read it in the usulan."
    )


class CalonBaca(Keluaran):
    """One line of the search: the masked name, and the word with which you choose it."""

    nama_samar: str
    calon: str

    @classmethod
    def dari(cls, calon: CalonTerpilih) -> Self:
        """Return the output form."""
        return cls(nama_samar=calon.nama_samar, calon=calon.calon)


class DaftarCalonBaca(Keluaran):
    """At most ten lines."""

    data: list[CalonBaca]


class LampiranSanggahBaca(Keluaran):
    """A file; its bytes have their own path."""

    id: UUID
    bagian: BagianLampiran
    jenis: JenisLampiran
    created_at: datetime

    @classmethod
    def dari(cls, x: LampiranSanggah) -> Self:
        """Return the output form."""
        return cls(id=x.id, bagian=x.bagian, jenis=x.jenis, created_at=x.created_at)


class LangkahSanggahBaca(Keluaran):
    """One step: what, by which position, when; words where the reader may see them."""

    aksi: AksiSanggah
    ke: StatusSanggah
    teks_status: TeksBaca
    jabatan: str | None = Field(description="Position of who did it; null: the system.")
    kode_alasan: str | None
    teks_alasan: TeksBaca | None
    penjelasan: str | None
    langkah_berikutnya: str | None
    created_at: datetime

    @classmethod
    def dari_langkah(cls, x: LangkahSanggah) -> Self:
        """Return the output form."""
        return cls(
            aksi=x.langkah.aksi,
            ke=x.langkah.ke,
            teks_status=TeksBaca.dari(TEKS_STATUS[x.langkah.ke]),
            jabatan=x.langkah.jabatan,
            kode_alasan=x.langkah.kode_alasan,
            teks_alasan=_alasan(x.langkah.kode_alasan),
            penjelasan=x.isi.get("penjelasan"),
            langkah_berikutnya=x.isi.get("langkah_berikutnya"),
            created_at=x.langkah.created_at,
        )


class LangkahPetugasBaca(LangkahSanggahBaca):
    """The same for officers, with instruction and result of the visit."""

    arahan: str | None
    tanggal_kunjungan: date | None
    hasil: HasilKunjunganSanggah | None
    catatan: str | None
    subjenis: SubjenisUsulan | None

    @classmethod
    def dari_petugas(cls, x: LangkahSanggah) -> Self:
        """Return the output form."""
        isi = x.isi
        return cls(
            **vars(LangkahSanggahBaca.dari_langkah(x)),
            arahan=isi.get("arahan"),
            tanggal_kunjungan=isi.get("tanggal"),
            hasil=isi.get("hasil"),
            catatan=isi.get("catatan"),
            subjenis=isi.get("subjenis"),
        )


class _SanggahUmum(Keluaran):
    """What every reader sees."""

    id: UUID
    kode_alasan: str
    teks_alasan: TeksBaca = Field(description="What is contested.")
    status: StatusSanggah
    teks_status: TeksBaca
    status_at: datetime
    created_at: datetime


class SanggahWargaBaca(_SanggahUmum):
    """A contest as its reporter follows it; the person stays masked."""

    nama_samar: str
    penjelasan: str = Field(description="What you wrote.")
    riwayat: list[LangkahSanggahBaca]
    lampiran: list[LampiranSanggahBaca] = Field(description="What you attached.")
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, x: SanggahLengkap) -> Self:
        """Return the output form."""
        isi = x.isi
        return cls(**_umum(x.sanggah), nama_samar=isi["nama_samar"], penjelasan=isi["penjelasan"], **_rinci(x))


class SanggahSasaranBaca(_SanggahUmum):
    """A contest as the contested person reads it: what is alleged and where it stands, never by whom."""

    batas_tanggapan: date | None = Field(description="Until then nothing is granted unless you answer; null: no visit.")
    ditanggapi_at: datetime | None
    usulan_ref: Ref | None = Field(description="The removal that a grant has made.")
    riwayat: list[LangkahSanggahBaca]
    lampiran: list[LampiranSanggahBaca] = Field(description="What you attached.")
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, x: SanggahLengkap) -> Self:
        """Return the output form."""
        s = x.sanggah
        return cls(
            **_umum(s),
            batas_tanggapan=x.batas_tanggapan,
            ditanggapi_at=s.ditanggapi_at,
            usulan_ref=s.usulan_ref,
            **_rinci(x),
        )


class SanggahRingkasBaca(_SanggahUmum):
    """One line of the officers' queue."""

    nama: str | None = Field(description="The contested person.")
    kode_desa: str
    umur_hari: int = Field(description="Days since it was made.")
    tenggat_date: date | None = Field(description="Day by which the next step is due.")
    is_lewat_tenggat: bool
    enumerator_id: UUID | None
    hasil_kunjungan: HasilKunjunganSanggah | None
    aksi_tersedia: list[AksiSanggah] = Field(description="Actions of your position in this state.")

    @classmethod
    def dari(cls, x: SanggahRingkas) -> Self:
        """Return the output form."""
        return cls(**_umum(x.sanggah), **_petugas(x.sanggah), nama=x.nama, aksi_tersedia=list(x.aksi_tersedia))


class SanggahBaca(_SanggahUmum):
    """A contest as officers read it; who made it has an operation of its own."""

    nama: str | None = Field(description="The contested person.")
    alamat: str | None
    kode_desa: str
    umur_hari: int
    tenggat_date: date | None
    is_lewat_tenggat: bool
    enumerator_id: UUID | None
    hasil_kunjungan: HasilKunjunganSanggah | None
    dikunjungi_date: date | None
    ditanggapi_at: datetime | None
    penjelasan: str | None = Field(description="What the reporter wrote; null for enumerators and related officers.")
    usulan_ref: Ref | None
    riwayat: list[LangkahPetugasBaca]
    lampiran: list[LampiranSanggahBaca]
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, x: SanggahLengkap) -> Self:
        """Return the output form."""
        s = x.sanggah
        return cls(
            **_umum(s),
            **_petugas(s),
            nama=x.nama,
            alamat=x.alamat,
            dikunjungi_date=s.dikunjungi_date,
            ditanggapi_at=s.ditanggapi_at,
            penjelasan=x.isi.get("penjelasan"),
            usulan_ref=s.usulan_ref,
            **_rinci(x) | {"riwayat": [LangkahPetugasBaca.dari_petugas(y) for y in x.riwayat]},
        )


class PelaporBaca(Keluaran):
    """Who made a contest; reading it is recorded, and he sees that."""

    id: UUID
    nama: str
    kode_desa: str | None

    @classmethod
    def dari(cls, x: PelaporTerbuka) -> Self:
        """Return the output form."""
        return cls(id=x.sanggah_id, nama=x.nama, kode_desa=x.kode_desa)


class CalonPetugasBaca(Keluaran):
    """An enumerator who may be assigned."""

    akun_id: UUID
    nama: str


class DaftarCalonPetugas(Keluaran):
    """Enumerators of the area who are related to neither side."""

    data: list[CalonPetugasBaca]


def _alasan(kode: str | None) -> TeksBaca | None:
    alasan = ALASAN.get(kode or "")
    return TeksBaca.dari(alasan.teks) if alasan else None


def _umum(s: Sanggah) -> dict[str, Any]:
    return {
        "id": s.id,
        "kode_alasan": s.kode_alasan,
        "teks_alasan": _alasan(s.kode_alasan),
        "status": s.status,
        "teks_status": TeksBaca.dari(TEKS_STATUS[s.status]),
        "status_at": s.status_at,
        "created_at": s.created_at,
    }


def _petugas(s: Sanggah) -> dict[str, Any]:
    return {
        "kode_desa": s.kode_desa,
        "umur_hari": (hari_ini() - s.created_at.astimezone(WIB).date()).days,
        "tenggat_date": s.tenggat_date,
        "is_lewat_tenggat": s.tenggat_date is not None and s.tenggat_date < hari_ini(),
        "enumerator_id": s.enumerator_id,
        "hasil_kunjungan": s.hasil_kunjungan,
    }


def _rinci(x: SanggahLengkap) -> dict[str, Any]:
    return {
        "riwayat": [LangkahSanggahBaca.dari_langkah(y) for y in x.riwayat],
        "lampiran": [LampiranSanggahBaca.dari(y) for y in x.lampiran],
        "aksi_tersedia": [
            AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
            for a in x.aksi_tersedia
        ],
    }
