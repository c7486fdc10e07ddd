"""Changes of the registry of families, as an officer types them or a usulan carries them: one form per kind.

A field that is left out (or null) stays as it is; what is to become empty is named in `kosongkan`. So a change means
the same after it was stored and read again. People are named by their reference in the family in which they are now.
"""

from typing import Annotated, Literal, Self

from pydantic import EmailStr, Field, TypeAdapter, model_validator

from app.core.ids import Ref
from app.core.nik import NomorKK
from app.core.pesan_isian import isian_salah
from app.core.schemas import Masukan, NamaOrang
from app.core.teks import Teks
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    BidangKosong,
    Hubungan,
    JenisKelamin,
    JenisPerubahan,
)
from app.keluarga.subjek import AnggotaSubjek, HariPeristiwa, NikBaru, TanggalLahir, TeksSatuBaris, Telepon
from app.wilayah.kode import KodeDesa

_KELUARGA = frozenset({"no_kk", "alamat"})
_ORANG = frozenset(
    {"nik", "nama", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "nama_ibu", "telepon", "surel", "hubungan"}
)
KepalaBaru = Annotated[Ref | None, Field(description="Member who becomes the head when the head leaves.")]


class _Perubahan(Masukan):
    """What every change has: its day."""

    tanggal: HariPeristiwa


class AnggotaPeran(Masukan):
    """A person and what he is to the head from now on."""

    anggota: Ref
    hubungan: Hubungan


class KeluargaBaru(Masukan):
    """A family that a change founds."""

    no_kk: NomorKK | None = Field(default=None, description="Number of its own card; null: none yet.")
    is_no_kk_sama: bool = Field(
        default=False, description="It keeps the number of the old card (*keluarga pecahan*, question 115 code 2)."
    )
    alamat: TeksSatuBaris | None = Field(default=None, description="null: the old address.")
    is_serumah: bool = Field(default=True, description="It stays under the same roof, with the same kitchen.")

    @model_validator(mode="after")
    def _satu_nomor(self) -> Self:
        if self.no_kk is not None and self.is_no_kk_sama:
            raise isian_salah(
                "satu_nomor",
                Teks(
                    "Isi no_kk baru atau is_no_kk_sama, tidak keduanya", "Give a new no_kk or is_no_kk_sama, not both"
                ),
            )
        return self


class Identitas(_Perubahan):
    """A correction of a member's data, or (without `anggota`) of the family's number and address.

    The day is that of the document or statement. A person without NIK gets one here.
    """

    jenis: Literal[JenisPerubahan.IDENTITAS] = JenisPerubahan.IDENTITAS
    anggota: Ref | None = None
    nik: NikBaru = None
    nama: NamaOrang | None = None
    tempat_lahir: TeksSatuBaris | None = None
    tanggal_lahir: TanggalLahir | None = None
    jenis_kelamin: JenisKelamin | None = None
    nama_ibu: NamaOrang | None = None
    telepon: Telepon | None = None
    surel: EmailStr | None = None
    hubungan: Hubungan | None = None
    no_kk: NomorKK | None = None
    alamat: TeksSatuBaris | None = None
    kosongkan: list[BidangKosong] = Field(default_factory=list, max_length=6, description="What becomes empty.")

    @model_validator(mode="after")
    def _milik_siapa(self) -> Self:
        disebut = [*(n for n in (*_ORANG, *_KELUARGA) if getattr(self, n) is not None), *map(str, self.kosongkan)]
        boleh = _KELUARGA if self.anggota is None else _ORANG
        if not disebut or len(set(disebut)) != len(disebut) or not boleh.issuperset(disebut):
            raise isian_salah(
                "bidang_identitas",
                Teks(
                    "Sebutkan yang diubah: bidang anggota bila ada anggota, bidang keluarga bila tidak",
                    "Say what changes: fields of the member if there is a member, of the family if not",
                ),
            )
        return self

    @property
    def isi(self) -> dict[str, str | None]:
        """What changes, as JSON values; None empties."""
        disebut = self.model_dump(mode="json", include={*_ORANG, *_KELUARGA}, exclude_none=True)
        return disebut | dict.fromkeys(self.kosongkan)


class Lahir(_Perubahan):
    """A child is born; `tanggal` is its birth date. The NIK may come later, by IDENTITAS."""

    jenis: Literal[JenisPerubahan.LAHIR] = JenisPerubahan.LAHIR
    nik: NikBaru = None
    nama: NamaOrang
    tempat_lahir: TeksSatuBaris | None = None
    jenis_kelamin: JenisKelamin
    nama_ibu: NamaOrang | None = None
    hubungan: Hubungan = Hubungan.ANAK


class PindahMasuk(AnggotaSubjek, _Perubahan):
    """A person joins who is in no family of the registry; who left one with this NIK and data keeps his identity."""

    jenis: Literal[JenisPerubahan.PINDAH_MASUK] = JenisPerubahan.PINDAH_MASUK
    alasan: Literal[AlasanMasukAnggota.PINDAH, AlasanMasukAnggota.KAWIN, AlasanMasukAnggota.ANGKAT] = (
        AlasanMasukAnggota.PINDAH
    )


class PindahKeluar(_Perubahan):
    """Members leave for a family that the registry does not know yet, or for another country; all: the family ends."""

    jenis: Literal[JenisPerubahan.PINDAH_KELUAR] = JenisPerubahan.PINDAH_KELUAR
    anggota: list[Ref] = Field(min_length=1, max_length=40)
    alasan: Literal[AlasanKeluarAnggota.PINDAH, AlasanKeluarAnggota.LUAR_NEGERI] = AlasanKeluarAnggota.PINDAH
    kepala_baru: KepalaBaru = None


class _Perpindahan(_Perubahan):
    """Persons go into another family of the registry (`ke`) or found a new one (`baru`)."""

    anggota: list[AnggotaPeran] = Field(min_length=1, max_length=40, description="Who goes, and as what.")
    ke: Ref | None = Field(default=None, description="The family that takes them in.")
    baru: KeluargaBaru | None = Field(default=None, description="The family that they found.")
    kepala_baru: list[Ref] = Field(
        default_factory=list, max_length=2, description="Who becomes the head where the head leaves."
    )

    @model_validator(mode="after")
    def _satu_tujuan(self) -> Self:
        if (self.ke is None) == (self.baru is None):
            raise isian_salah("satu_tujuan", Teks("Isi ke atau baru, salah satu", "Give ke or baru, one of the two"))
        if len({a.anggota.id for a in self.anggota}) != len(self.anggota):
            raise isian_salah("orang_dua_kali", Teks("Orang yang sama disebut dua kali", "One person is named twice"))
        return self


class Kawin(_Perpindahan):
    """A member marries: into the family `ke`, or founding `baru`; the spouse's own reference may stand beside his."""

    jenis: Literal[JenisPerubahan.KAWIN] = JenisPerubahan.KAWIN


class Cerai(_Perpindahan):
    """A spouse leaves after a divorce, with who follows, to the parents' family or to a new one."""

    jenis: Literal[JenisPerubahan.CERAI] = JenisPerubahan.CERAI


class Angkat(_Perpindahan):
    """A child is adopted or taken into care by another family."""

    jenis: Literal[JenisPerubahan.ANGKAT] = JenisPerubahan.ANGKAT


class PindahKeluarga(_Perpindahan):
    """Members move into another family for any other reason."""

    jenis: Literal[JenisPerubahan.PINDAH_KELUARGA] = JenisPerubahan.PINDAH_KELUARGA


class PisahKK(_Perpindahan):
    """Members get a card of their own, or stay under the old number as a *keluarga pecahan*."""

    jenis: Literal[JenisPerubahan.PISAH_KK] = JenisPerubahan.PISAH_KK


class GabungKK(_Perpindahan):
    """All members go over to another card; this family ends."""

    jenis: Literal[JenisPerubahan.GABUNG_KK] = JenisPerubahan.GABUNG_KK


class GantiKepala(_Perubahan):
    """Another member becomes the head; the card is renewed under a new number if there is one."""

    jenis: Literal[JenisPerubahan.GANTI_KEPALA] = JenisPerubahan.GANTI_KEPALA
    kepala: Ref
    anggota: list[AnggotaPeran] = Field(
        default_factory=list, max_length=40, description="What the others are to the new head; the old head among them."
    )
    no_kk: NomorKK | None = None


class Meninggal(_Perubahan):
    """A member dies."""

    jenis: Literal[JenisPerubahan.MENINGGAL] = JenisPerubahan.MENINGGAL
    anggota: Ref
    kepala_baru: KepalaBaru = None


class SalahCatat(_Perubahan):
    """A membership that never was is ended, and its NIK is free again."""

    jenis: Literal[JenisPerubahan.SALAH_CATAT] = JenisPerubahan.SALAH_CATAT
    anggota: Ref
    kepala_baru: KepalaBaru = None


class PindahDesa(_Perubahan):
    """The whole family moves into another village and leaves its roof."""

    jenis: Literal[JenisPerubahan.PINDAH_DESA] = JenisPerubahan.PINDAH_DESA
    kode_desa: KodeDesa
    alamat: TeksSatuBaris | None = None


class AlihWilayah(_Perubahan):
    """The family stays where it is, and its village has got another code."""

    jenis: Literal[JenisPerubahan.ALIH_WILAYAH] = JenisPerubahan.ALIH_WILAYAH
    kode_desa: KodeDesa = Field(description="A successor of the family's present code.")


class GantiRumahTangga(_Perubahan):
    """The family joins another one under its roof and in its kitchen, or (null) becomes a household of its own."""

    jenis: Literal[JenisPerubahan.RUMAH_TANGGA] = JenisPerubahan.RUMAH_TANGGA
    serumah_dengan: Ref | None = None


PerubahanKeluarga = Annotated[
    Identitas
    | Lahir
    | Kawin
    | Cerai
    | Angkat
    | PindahMasuk
    | PindahKeluar
    | PindahKeluarga
    | PisahKK
    | GabungKK
    | GantiKepala
    | Meninggal
    | SalahCatat
    | PindahDesa
    | AlihWilayah
    | GantiRumahTangga,
    Field(discriminator="jenis"),
]
"""Any change; in JSON `jenis` says which."""
PERUBAHAN: TypeAdapter[PerubahanKeluarga] = TypeAdapter(PerubahanKeluarga)
"""Reads a stored change: `PERUBAHAN.validate_python(isi)` or `validate_json`."""
