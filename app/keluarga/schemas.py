"""Inputs and outputs of the registry's endpoints."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints, model_validator

from app.core.clock import WIB
from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.pesan_isian import isian_salah
from app.core.schemas import Keluaran, Masukan, NamaOrang, TeksBaca
from app.core.teks import Teks
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap, PeristiwaLengkap
from app.keluarga.kalimat import kalimat
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    Hubungan,
    JenisKelamin,
    JenisPerubahan,
    PeristiwaKeluarga,
    StatusDokumen,
    TujuanBaca,
)
from app.keluarga.subjek import AnggotaSubjek, HariPeristiwa, Subjek, TanggalLahir, TeksSatuBaris, Telepon
from app.wilayah.kode import KodeDesa

RefBaca = Annotated[str, Field(description="Opaque reference.")]


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
            raise isian_salah(
                "satu_cara",
                Teks("Isi nik, atau no_kk, atau nama bersama kode_desa", "Give nik, or no_kk, or nama with kode_desa"),
            )
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

    alasan: Literal[
        AlasanKeluarAnggota.MENINGGAL,
        AlasanKeluarAnggota.PINDAH,
        AlasanKeluarAnggota.LUAR_NEGERI,
        AlasanKeluarAnggota.SALAH_CATAT,
    ]
    tanggal: HariPeristiwa
    kepala_baru: Ref | None = Field(default=None, description="Member who becomes the head.")


class AnggotaPindah(Masukan):
    """Into which family a member moves, and as what."""

    ke: Ref = Field(description="The other family.")
    hubungan: Hubungan
    tanggal: HariPeristiwa
    kepala_baru: Ref | None = Field(default=None, description="Member who becomes the head here.")


class KoreksiMasuk(Masukan):
    """Why a change is taken back."""

    keterangan: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=10, max_length=1000),
        Field(description="What was mistaken, in words; at least 10 characters.", examples=["Salah memilih anggota"]),
    ]


def _pastikan_isi(isi: Masukan, wajib: set[str]) -> None:
    if not isi.model_fields_set:
        raise isian_salah("kosong", Teks("Tidak ada yang diubah", "Nothing is changed"))
    if any(getattr(isi, n) is None for n in isi.model_fields_set & wajib):
        raise isian_salah(
            "tidak_boleh_kosong", Teks("Bidang ini tidak boleh dikosongkan", "This field may not be emptied")
        )


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

    @classmethod
    def isi(cls, keluarga: KeluargaLengkap, anggota: AnggotaLengkap, desa: str) -> dict[str, Any]:
        """Return what is shown of a person found."""
        return {
            "ref": keluarga.ref.teks,
            "nama": anggota.nama,
            "nik": anggota.nik.tersamar if anggota.nik else None,
            "tanggal_lahir": anggota.tanggal_lahir,
            "hubungan": anggota.hubungan,
            "nama_kepala": keluarga.kepala.nama if keluarga.kepala else None,
            "kode_desa": keluarga.kode_desa,
            "desa": desa,
        }


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
    anomali_nik: list[str] = Field(
        description="What is odd about the NIK beside the person's data; it refuses nobody. Empty when masked.",
        examples=[["TGL_LAHIR_BEDA"]],
    )
    hubungan: Hubungan
    masuk_date: date
    alasan_masuk: AlasanMasukAnggota
    keluar_date: date | None
    alasan_keluar: AlasanKeluarAnggota | None
    meninggal_date: date | None

    @classmethod
    def dari(cls, anggota: AnggotaLengkap, *, terbuka: bool) -> Self:
        """Return the output form, with full numbers and contacts only when `terbuka`."""
        janggal = anggota.nik.anomali(anggota.tanggal_lahir, anggota.jenis_kelamin) if anggota.nik else []
        isi = {n: getattr(anggota, n) for n in cls.model_fields if n not in {"ref", "anomali_nik"}}
        isi |= {"ref": anggota.ref.teks, "anomali_nik": janggal}
        if not terbuka:
            isi |= {"nama_ibu": None, "telepon": None, "surel": None, "anomali_nik": []}
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


class PeristiwaKata(Keluaran):
    """One event of a family's history, in words."""

    tanggal: date = Field(description="Day on which it happened.")
    pada_at: datetime = Field(description="When it was recorded.")
    kalimat: TeksBaca
    oleh: str | None = Field(description="Position of who recorded it; null is the system.")

    @classmethod
    def dari(cls, p: PeristiwaLengkap, nama: Mapping[UUID, str]) -> Self:
        """Return the output form; `nama` are the members' names."""
        tanggal = p.tanggal_date or p.pada_at.astimezone(WIB).date()
        return cls(tanggal=tanggal, pada_at=p.pada_at, kalimat=TeksBaca.dari(kalimat(p, nama)), oleh=p.jabatan)


class KeluargaSayaBaca(KeluargaBaca):
    """A citizen's own family with what last happened to it, newest first."""

    riwayat: list[PeristiwaKata]

    @classmethod
    def milik(cls, keluarga: KeluargaLengkap, diri: AnggotaLengkap, desa: str, riwayat: list[PeristiwaLengkap]) -> Self:
        """Return the output form for `diri`: only his own number is in full."""
        isi = KeluargaBaca.dari(keluarga, desa, terbuka=False, diri=diri.nik)
        nama = {a.individu_id: a.nama for a in keluarga.anggota}
        return cls(**dict(isi), riwayat=[PeristiwaKata.dari(p, nama) for p in riwayat])


class PeristiwaBaca(Keluaran):
    """One event of a family's history; `lama` and `baru` hold the fields that changed."""

    peristiwa: PeristiwaKeluarga
    perubahan: RefBaca | None = Field(description="The change of which it is part; a correction names it.")
    jenis: JenisPerubahan | None
    tanggal: date | None = Field(description="Day on which it happened.")
    mengoreksi: RefBaca | None = Field(description="The change that this one takes back.")
    keterangan: str | None = Field(description="Why it was taken back.")
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
            perubahan=_acuan(keluarga, p.perubahan_id),
            jenis=p.jenis,
            tanggal=p.tanggal_date,
            mengoreksi=_acuan(keluarga, p.mengoreksi_id),
            keterangan=p.keterangan,
            anggota=_acuan(keluarga, p.individu_id),
            lama=p.lama if terbuka else _samarkan(p.lama),
            baru=p.baru if terbuka else _samarkan(p.baru),
            jabatan=p.jabatan,
            pada_at=p.pada_at,
        )


class PerubahanBaca(Keluaran):
    """A change that was just recorded."""

    ref: RefBaca = Field(description="The change in this family's history; a correction names it.")
    keluarga: KeluargaBaca = Field(description="This family as it stands now.")
    keluarga_lain: list[RefBaca] = Field(description="Other families that the change touched or founded.")


class PengalihanMinta(Masukan):
    """To which successor."""

    ke: KodeDesa


class PengalihanBaca(Keluaran):
    """How far the re-assignment of a village is."""

    kode_lama: str
    kode_baru: str
    jumlah: int = Field(description="Families that went over, one by one or by the job.")
    sisa: int = Field(description="Open families that still stand under the old code.")
    diminta_at: datetime | None
    selesai_at: datetime | None


def _acuan(keluarga: Ref, id_: UUID | None) -> str | None:
    return Ref(keluarga.keluarga_id, id_).teks if id_ else None


def _samarkan(isi: dict[str, Any]) -> dict[str, Any]:
    nomor = {n: Nik(v).tersamar for n in ("nik", "no_kk") if isinstance(v := isi.get(n), str)}
    return {n: v for n, v in isi.items() if n not in {"telepon", "surel", "nama_ibu"}} | nomor
