"""What officers send to verval and what they read."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from app.core.ids import Ref
from app.core.pesan_isian import isian_salah
from app.core.schemas import (
    AksiTersediaBaca,
    IsiBebas,
    Keluaran,
    Masukan,
    TeksPanjang,
    TeksPendek,
    TransisiMasuk,
)
from app.core.teks import Teks
from app.keluarga.entitas import AnggotaLengkap
from app.keluarga.kode import Hubungan, JenisKelamin
from app.kependudukan.pemadanan import Bidang, HasilPadan, Peringatan
from app.kependudukan.ports import SebabGagal
from app.usulan.status import SasaranKembali, StatusUsulan
from app.verval.entitas import RinciTugas
from app.verval.status import (
    JenisFoto,
    SebabGagalKunjungan,
    StatusPengesahan,
    StatusPenugasan,
)

KodeKabkota = Annotated[str, StringConstraints(pattern=r"^\d{2}\.\d{2}$")]
Periode = Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


# -- survei


class TugaskanMasuk(Masukan):
    """Who shall visit the family."""

    enumerator_id: UUID = Field(description="Account of an active ENUMERATOR whose area covers the desa.")


class CalonBaca(Keluaran):
    """An enumerator who may be assigned."""

    akun_id: UUID
    nama: str
    beban: int = Field(description="Open assignments.")


class CalonDaftar(Keluaran):
    """Who may be assigned, least loaded first; a desa has few enumerators, so there are no pages."""

    data: list[CalonBaca]


class PenugasanBaca(Keluaran):
    """An assignment."""

    ref: Ref
    usulan_ref: Ref
    kode_desa: str
    enumerator_id: UUID
    status: StatusPenugasan
    putaran: int
    ditugaskan_at: datetime
    versi: int


class PercobaanMasuk(Masukan):
    """A day on which nobody could be visited."""

    tanggal: date
    sebab: SebabGagalKunjungan
    catatan: TeksPanjang | None = None


class PercobaanBaca(Keluaran):
    """A failed attempt."""

    tanggal: date
    sebab: SebabGagalKunjungan
    catatan: str | None


class FotoBaca(Keluaran):
    """A photo under an assignment."""

    id: UUID
    jenis: JenisFoto


class AnggotaTugas(Keluaran):
    """A member of the family to visit; `individu_id` is his key in the questionnaire."""

    individu_id: UUID
    nama: str
    nik_tersamar: str | None = Field(description="Kab/kota of issue only; compare the card with the person.")
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    hubungan: Hubungan

    @classmethod
    def dari(cls, a: AnggotaLengkap) -> Self:
        """Return the output form."""
        return cls(
            individu_id=a.individu_id,
            nama=a.nama,
            nik_tersamar=a.nik.tersamar if a.nik else None,
            tanggal_lahir=a.tanggal_lahir,
            jenis_kelamin=a.jenis_kelamin,
            hubungan=a.hubungan,
        )


class TugasRinci(Keluaran):
    """Everything that the enumerator needs at the door, and nothing else."""

    penugasan: PenugasanBaca
    nomor_usulan: str | None
    alamat: str
    telepon: str | None
    anggota: list[AnggotaTugas]
    percobaan: list[PercobaanBaca]
    foto: list[FotoBaca]

    @classmethod
    def dari(cls, r: RinciTugas) -> Self:
        """Return the output form."""
        return cls(
            penugasan=PenugasanBaca.model_validate(r.penugasan),
            nomor_usulan=r.nomor_usulan,
            alamat=r.keluarga.alamat,
            telepon=next((a.telepon for a in r.keluarga.aktif if a.telepon), None),
            anggota=[AnggotaTugas.dari(a) for a in r.keluarga.aktif],
            percobaan=[PercobaanBaca.model_validate(p) for p in r.percobaan],
            foto=[FotoBaca.model_validate(f) for f in r.foto],
        )


class KunjunganMasuk(Masukan):
    """A completed visit: where, when, with whom, and the answers by question number."""

    mulai_at: AwareDatetime
    selesai_at: AwareDatetime
    lintang: Annotated[float, Field(ge=-11.5, le=6.5, allow_inf_nan=False, description="Degrees north, WGS 84.")]
    bujur: Annotated[float, Field(ge=94.5, le=141.5, allow_inf_nan=False, description="Degrees east, WGS 84.")]
    akurasi_m: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False, description="Radius in metres.")]
    responden: TeksPendek
    instrumen: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")] = Field(examples=["REGSOSEK2022K"])
    jawaban: IsiBebas = Field(description="Answers by question number, persons under their own key.")

    @model_validator(mode="after")
    def _berurutan(self) -> Self:
        if self.selesai_at < self.mulai_at:
            raise isian_salah(
                "urutan_waktu",
                Teks("selesai_at tidak boleh sebelum mulai_at", "selesai_at may not lie before mulai_at"),
            )
        return self


class TransisiBaca(Keluaran):
    """A moved usulan for somebody who has nothing more to read in it."""

    ref: Ref
    status: StatusUsulan
    versi: int


class KunjunganBaca(Keluaran):
    """Receipt of a visit."""

    usulan_ref: Ref
    status: StatusUsulan
    jawaban_id: UUID


# -- validasi


class PadanBaca(Keluaran):
    """One answer of Dukcapil: fields that differ are named, their values are never shown."""

    hasil: HasilPadan
    beda: list[Bidang]
    peringatan: list[Peringatan]
    skor_nama: int = Field(description="Similarity of the names in permille.")
    sebab: SebabGagal | None = Field(description="Why there was no answer (TUNDA only).")
    created_at: datetime


class PadanRingkas(Keluaran):
    """Where the match stands for the identity as it is now, and the last answers."""

    hasil: HasilPadan
    riwayat: list[PadanBaca]


class PadanDiminta(Keluaran):
    """The question was queued; read `GET …/padan` for the answer."""

    ref: Ref


class KembalikanMasuk(TransisiMasuk):
    """A return names who shall correct."""

    sasaran: SasaranKembali


# -- pengesahan


class PengesahanBuat(Masukan):
    """A new batch of usulan that are SIAP_DISAHKAN."""

    kode_kabkota: KodeKabkota = Field(examples=["32.04"])
    periode: Periode = Field(examples=["2026-11"])
    usulan: Annotated[list[Ref], Field(min_length=1, max_length=2000)]


class PengesahanBaca(Keluaran):
    """A batch."""

    id: UUID
    kode_kabkota: str
    periode: str
    status: StatusPengesahan
    nomor_surat: str | None
    tanggal_surat: date | None
    berkas_id: UUID | None
    jumlah_bnba: int | None = Field(description="Attested count; null when names changed since: attest it again.")
    periode_tarik: str | None = Field(description="Period whose central pull takes the names; set by the signature.")
    jumlah_nama: int = Field(description="Names in the batch.")
    jumlah_disahkan: int = Field(description="Names endorsed so far; a large batch is worked on by a job.")
    jumlah_tertahan: int = Field(description="Names that the job had to leave out; they wait for another batch.")
    versi: int
    ditandatangani_at: datetime | None


class PengesahanRinci(PengesahanBaca):
    """A batch with its names, and what the caller may do now."""

    usulan: list[Ref]
    aksi_tersedia: list[AksiTersediaBaca]


class NamaBatchMasuk(Masukan):
    """Names to be put into an open batch, or taken out of it."""

    usulan: Annotated[list[Ref], Field(min_length=1, max_length=2000)]


class JumlahMasuk(Masukan):
    """The count of the letter's list, attested anew after names were changed."""

    jumlah_bnba: int = Field(ge=1, le=100_000)


class BarisBnbaBaca(Keluaran):
    """One name of a batch."""

    ref: Ref
    nomor: str
    nama: str
    nik: str = Field(description="Masked unless your work needs it.")
    no_kk: str = Field(description="Masked unless your work needs it.")
    alamat: str
    desa: str
    jenis: str
