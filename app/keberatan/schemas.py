"""Input and output of objections to a desil."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, Keluaran, KodeAlasan, Masukan, TeksBaca, TransisiMasuk
from app.desil.entitas import StatusPeringkat
from app.desil.schemas import FaktorBaca
from app.keberatan.entitas import KeberatanLengkap
from app.keberatan.models import KeberatanDesil, LampiranKeberatanDesil
from app.keberatan.status import TEKS_STATUS, AksiKeberatanDesil, StatusKeberatanDesil, TindakLanjut
from app.referensi.katalog import ALASAN

Penjelasan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)]


class KeberatanDesilMasuk(Masukan):
    """An objection in the family's own words; evidence is attached afterwards."""

    kode: KodeAlasan = Field(
        description="Reason from the catalogue: one of action `keberatan_desil.ajukan`.", examples=["DESIL_DATA_SALAH"]
    )
    penjelasan: Penjelasan = Field(description="What is wrong, at least 20 characters; sealed.")


class KeberatanDesilAtasNamaMasuk(KeberatanDesilMasuk):
    """An objection for somebody of the village who cannot file it himself."""

    orang: Ref = Field(description="The adult member in his family.")


class KeberatanDesilTerimaMasuk(TransisiMasuk):
    """The answer to an objection that is right."""

    tindak_lanjut: TindakLanjut = Field(description="How the data are put right: sub-kind of the usulan PERBAIKAN.")


class AlasanKeberatanBaca(Keluaran):
    """A published reason in words."""

    kode: str
    teks: TeksBaca

    @classmethod
    def dari(cls, kode: str) -> Self:
        """Return a reason in words."""
        return cls(kode=kode, teks=TeksBaca.dari(ALASAN[kode].teks))


class DesilDipersoalkan(Keluaran):
    """The place as it stood when it was contested."""

    status: StatusPeringkat
    nasional: int | None
    provinsi: int | None
    kabkota: int | None
    data_tanggal: date | None


class LangkahKeberatanBaca(Keluaran):
    """One step; who took it is told by position."""

    aksi: AksiKeberatanDesil
    ke: StatusKeberatanDesil
    jabatan: str
    created_at: datetime


class LampiranKeberatanBaca(Keluaran):
    """A piece of evidence; its bytes have their own path."""

    id: UUID
    created_at: datetime

    @classmethod
    def dari(cls, x: LampiranKeberatanDesil) -> Self:
        """Return the output form."""
        return cls(id=x.id, created_at=x.created_at)


class JawabanKeberatanBaca(Keluaran):
    """The answer of a person."""

    alasan: AlasanKeberatanBaca
    penjelasan: str
    langkah_berikutnya: str
    tindak_lanjut: TindakLanjut | None = Field(description="Correction that puts wrong data right; null if refused.")
    faktor: list[FaktorBaca] = Field(description="The factors of the desil in words when it was answered; no weights.")
    usulan_ref: Ref | None = Field(description="The draft PERBAIKAN that was made of it.")
    diputus_at: datetime


class KeberatanDesilRingkas(Keluaran):
    """One objection in a listing."""

    ref: Ref
    status: StatusKeberatanDesil
    keterangan: TeksBaca
    alasan: AlasanKeberatanBaca
    kode_desa: str
    putaran_id: UUID = Field(description="The run whose result is contested.")
    tenggat_date: date = Field(description="Day by which it is answered; always before the next decree.")
    created_at: datetime
    diputus_at: datetime | None

    @staticmethod
    def kolom(k: KeberatanDesil) -> dict[str, Any]:
        """Return the members that the row gives."""
        langsung = ("ref", "status", "kode_desa", "putaran_id", "tenggat_date", "created_at", "diputus_at")
        return {n: getattr(k, n) for n in langsung} | {
            "keterangan": TeksBaca.dari(TEKS_STATUS[k.status]),
            "alasan": AlasanKeberatanBaca.dari(k.alasan_kode),
        }

    @classmethod
    def dari_baris(cls, k: KeberatanDesil) -> Self:
        """Return the list form."""
        return cls(**cls.kolom(k))


class KeberatanDesilBaca(KeberatanDesilRingkas):
    """An objection with its words and its answer."""

    orang: Ref = Field(description="The member who objects.")
    penjelasan: str | None = Field(description="His words; null for other members of the family.")
    desil: DesilDipersoalkan
    jawaban: JawabanKeberatanBaca | None
    lampiran: list[LampiranKeberatanBaca]
    riwayat: list[LangkahKeberatanBaca]
    aksi_tersedia: list[AksiTersediaBaca]
    versi: int

    @classmethod
    def dari(cls, lengkap: KeberatanLengkap) -> Self:
        """Return the full form."""
        k, isi = lengkap.baris, lengkap.isi
        return cls(
            **cls.kolom(k),
            orang=Ref(k.keluarga_id, k.individu_id),
            penjelasan=isi["penjelasan"] if lengkap.is_terbuka else None,
            desil=DesilDipersoalkan.model_validate(isi["desil"]),
            jawaban=_jawaban(k, isi),
            lampiran=[LampiranKeberatanBaca.dari(x) for x in lengkap.lampiran],
            riwayat=[LangkahKeberatanBaca.model_validate(r) for r in lengkap.riwayat],
            aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in _aksi(lengkap)],
            versi=k.versi,
        )


class KeberatanDesilDaftar(Keluaran):
    """All objections of a family; there are few, so there are no pages."""

    data: list[KeberatanDesilBaca]


def _jawaban(k: KeberatanDesil, isi: dict[str, Any]) -> JawabanKeberatanBaca | None:
    if k.jawaban_kode is None or k.diputus_at is None:
        return None
    return JawabanKeberatanBaca(
        alasan=AlasanKeberatanBaca.dari(k.jawaban_kode),
        penjelasan=isi["jawaban"],
        langkah_berikutnya=isi["langkah"],
        tindak_lanjut=k.tindak_lanjut,
        faktor=[FaktorBaca.model_validate(f) for f in isi["faktor"]],
        usulan_ref=k.usulan,
        diputus_at=k.diputus_at,
    )


def _aksi(lengkap: KeberatanLengkap) -> list[AksiTersediaBaca]:
    return [
        AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
        for a in lengkap.aksi_tersedia
    ]
