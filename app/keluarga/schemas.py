"""Inputs and outputs of the registry's endpoints."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import EmailStr, Field, model_validator
from pydantic_core import PydanticCustomError

from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.schemas import Keluaran, Masukan, NamaOrang
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap, PeristiwaLengkap
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    Hubungan,
    JenisKelamin,
    PeristiwaKeluarga,
    StatusDokumen,
    TujuanBaca,
)
from app.keluarga.subjek import AnggotaSubjek, Subjek, TanggalLahir, TeksSatuBaris, Telepon
from app.wilayah.kode import KodeDesa

RefBaca = Annotated[str, Field(description="Opaque reference.")]
HariPeristiwa = Annotated[date, Field(description="Day of the event; not in the future.", examples=["2026-03-01"])]


class KeluargaCari(Masukan):
    """Exactly one way to search: by NIK, by No KK, or by name inside one village."""

    nik: Nik | None = None
    no_kk: NomorKK | None = None
    nama: NamaOrang | None = Field(default=None, description="Words of the name; each must occur.")
    kode_desa: KodeDesa | None = Field(default=None, description="Required with `nama`.")
    tujuan: TujuanBaca

    @model_validator(mode="after")
    def _satu_cara(self) -> Self:
        cara = [self.nik, self.no_kk, self.nama]
        if sum(c is not None for c in cara) != 1 or (self.nama is None) != (self.kode_desa is None):
            raise PydanticCustomError("satu_cara", "Isi nik, atau no_kk, atau nama bersama kode_desa")
        return self


class KeluargaBuat(Subjek):
    """A new family: its head (or another first person) with the other members."""

    serumah_dengan: Ref | None = Field(default=None, description="A family under the same roof, if there is one.")


class KeluargaUbah(Masukan):
    """What is corrected; a field that is left out stays."""

    no_kk: NomorKK | None = Field(default=None, description="null: the family has no card.")
    alamat: TeksSatuBaris | None = None
    kode_desa: KodeDesa | None = None

    @model_validator(mode="after")
    def _ada_isi(self) -> Self:
        _pastikan_isi(self, {"alamat", "kode_desa"})
        return self


class AnggotaBuat(AnggotaSubjek):
    """A person who joins by birth or by moving in."""

    alasan: Literal[AlasanMasukAnggota.LAHIR, AlasanMasukAnggota.PINDAH]
    tanggal: HariPeristiwa


class AnggotaUbah(Masukan):
    """What is corrected about a member; a field that is left out stays, null removes what may be missing."""

    nik: Nik | None = None
    nama: NamaOrang | None = None
    tempat_lahir: TeksSatuBaris | None = None
    tanggal_lahir: TanggalLahir | None = None
    jenis_kelamin: JenisKelamin | None = None
    nama_ibu: NamaOrang | None = None
    telepon: Telepon | None = None
    surel: EmailStr | None = None
    hubungan: Hubungan | None = None

    @model_validator(mode="after")
    def _ada_isi(self) -> Self:
        _pastikan_isi(self, {"nama", "tanggal_lahir", "jenis_kelamin", "hubungan"})
        return self


class AnggotaTutup(Masukan):
    """How a membership ends; when the head leaves, who becomes head."""

    alasan: AlasanKeluarAnggota
    tanggal: HariPeristiwa
    kepala_baru: Ref | None = Field(default=None, description="Member who becomes the head.")


class AnggotaPindah(Masukan):
    """Into which family a member moves, and as what."""

    ke: Ref = Field(description="The other family.")
    hubungan: Hubungan
    tanggal: HariPeristiwa


def _pastikan_isi(isi: Masukan, wajib: set[str]) -> None:
    if not isi.model_fields_set:
        raise PydanticCustomError("kosong", "Tidak ada yang diubah")
    if any(getattr(isi, n) is None for n in isi.model_fields_set & wajib):
        raise PydanticCustomError("tidak_boleh_kosong", "Bidang ini tidak boleh dikosongkan")


class KeluargaRingkas(Keluaran):
    """One person found, with the family to open."""

    ref: RefBaca
    nama: str
    nik: str | None = Field(description="Masked; null without a NIK.", examples=["3204************"])
    tanggal_lahir: date
    hubungan: Hubungan
    nama_kepala: str | None
    kode_desa: str
    desa: str = Field(description="Village with its superiors.")


class AnggotaBaca(Keluaran):
    """One membership. Secret fields are masked or null for who does not need them."""

    ref: RefBaca
    nama: str
    nik: str | None = Field(description="Masked unless the caller's job needs the number.")
    tempat_lahir: str | None
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    nama_ibu: str | None
    telepon: str | None
    surel: str | None
    status_dokumen: StatusDokumen
    is_nik_ganda: bool = Field(description="The NIK belongs to another registered person.")
    hubungan: Hubungan
    masuk_date: date
    alasan_masuk: AlasanMasukAnggota
    keluar_date: date | None
    alasan_keluar: AlasanKeluarAnggota | None
    meninggal_date: date | None

    @classmethod
    def dari(cls, anggota: AnggotaLengkap, *, terbuka: bool) -> Self:
        """Return the output form, with full numbers and contacts only when `terbuka`."""
        isi = {n: getattr(anggota, n) for n in cls.model_fields} | {"ref": anggota.ref.teks}
        if not terbuka:
            isi |= {"nama_ibu": None, "telepon": None, "surel": None}
            isi["nik"] = anggota.nik.tersamar if anggota.nik else None
        return cls.model_validate(isi)


class KeluargaBaca(Keluaran):
    """A family with its members, present ones first, the head before all; former ones have `keluar_date`."""

    ref: RefBaca
    kode_desa: str
    desa: str = Field(description="Village with its superiors.")
    no_kk: str | None = Field(description="Masked unless the caller's job needs the number.")
    alamat: str
    updated_at: datetime
    anggota: list[AnggotaBaca]

    @classmethod
    def dari(cls, keluarga: KeluargaLengkap, desa: str, *, terbuka: bool, diri: Nik | None = None) -> Self:
        """Return the output form; `diri` is the one number that a citizen sees in full, his own."""
        no_kk = keluarga.no_kk
        return cls(
            ref=keluarga.ref.teks,
            kode_desa=keluarga.kode_desa,
            desa=desa,
            no_kk=no_kk if terbuka or no_kk is None else no_kk.tersamar,
            alamat=keluarga.alamat,
            updated_at=keluarga.updated_at,
            anggota=[
                AnggotaBaca.dari(a, terbuka=terbuka or (diri is not None and a.nik == diri)) for a in keluarga.anggota
            ],
        )


class PeristiwaBaca(Keluaran):
    """One event of a family's history; `lama` and `baru` hold the fields that changed."""

    peristiwa: PeristiwaKeluarga
    anggota: RefBaca | None
    lama: dict[str, Any]
    baru: dict[str, Any]
    jabatan: str | None = Field(description="Position of who did it; null is the system.")
    pada_at: datetime

    @classmethod
    def dari(cls, keluarga: Ref, p: PeristiwaLengkap, *, terbuka: bool) -> Self:
        """Return the output form, numbers masked and contacts left out unless `terbuka`."""
        return cls(
            peristiwa=p.peristiwa,
            anggota=Ref(keluarga.keluarga_id, p.individu_id).teks if p.individu_id else None,
            lama=p.lama if terbuka else _samarkan(p.lama),
            baru=p.baru if terbuka else _samarkan(p.baru),
            jabatan=p.jabatan,
            pada_at=p.pada_at,
        )


def _samarkan(isi: dict[str, Any]) -> dict[str, Any]:
    nomor = {n: Nik(v).tersamar for n in ("nik", "no_kk") if isinstance(v := isi.get(n), str)}
    return {n: v for n, v in isi.items() if n not in {"telepon", "surel", "nama_ibu"}} | nomor
