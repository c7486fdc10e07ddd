"""Input and output of objections to a refused usulan."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, Keluaran, KodeAlasan, Masukan, TeksBaca
from app.keberatan.buku_usulan import KeberatanUsulanLengkap
from app.keberatan.models_usulan import KeberatanUsulan
from app.keberatan.schemas import AlasanKeberatanBaca, LampiranKeberatanBaca, Penjelasan
from app.keberatan.status_usulan import TEKS_STATUS, AksiKeberatanUsulan, StatusKeberatanUsulan
from app.usulan.status import StatusUsulan


class KeberatanUsulanMasuk(Masukan):
    """An objection in one's own words; evidence is attached afterwards."""

    kode: KodeAlasan = Field(
        description="Reason from the catalogue: one of action `keberatan_usulan.ajukan`.",
        examples=["PENOLAKAN_FAKTA_KELIRU"],
    )
    penjelasan: Penjelasan = Field(description="Why the refusal is wrong, at least 20 characters; sealed.")


class LangkahKeberatanUsulanBaca(Keluaran):
    """One step; who took it is told by position."""

    aksi: AksiKeberatanUsulan
    ke: StatusKeberatanUsulan
    jabatan: str
    created_at: datetime


class JawabanKeberatanUsulanBaca(Keluaran):
    """The answer of a person."""

    alasan: AlasanKeberatanBaca
    penjelasan: str
    langkah_berikutnya: str
    usulan_lanjutan: Ref | None = Field(description="The usulan that takes the refused one up again; null if refused.")
    diputus_at: datetime


class KeberatanUsulanRingkas(Keluaran):
    """One objection in a listing."""

    ref: Ref
    usulan_ref: Ref = Field(description="The refused usulan.")
    ditolak_pada: StatusUsulan = Field(description="The end that is contested.")
    status: StatusKeberatanUsulan
    keterangan: TeksBaca
    alasan: AlasanKeberatanBaca
    kode_desa: str
    tenggat_date: date = Field(description="Day by which it is answered.")
    created_at: datetime
    diputus_at: datetime | None

    @staticmethod
    def kolom(k: KeberatanUsulan) -> dict[str, Any]:
        """Return the members that the row gives."""
        langsung = ("ref", "ditolak_pada", "status", "kode_desa", "tenggat_date", "created_at", "diputus_at")
        return {n: getattr(k, n) for n in langsung} | {
            "usulan_ref": k.usulan,
            "keterangan": TeksBaca.dari(TEKS_STATUS[k.status]),
            "alasan": AlasanKeberatanBaca.dari(k.alasan_kode),
        }

    @classmethod
    def dari_baris(cls, k: KeberatanUsulan) -> Self:
        """Return the list form."""
        return cls(**cls.kolom(k))


class KeberatanUsulanBaca(KeberatanUsulanRingkas):
    """An objection with its words and its answer."""

    penjelasan: str | None = Field(description="The words of who objects; null for the other side of the case.")
    jawaban: JawabanKeberatanUsulanBaca | None
    lampiran: list[LampiranKeberatanBaca]
    riwayat: list[LangkahKeberatanUsulanBaca]
    aksi_tersedia: list[AksiTersediaBaca]
    versi: int

    @classmethod
    def dari(cls, lengkap: KeberatanUsulanLengkap) -> Self:
        """Return the full form."""
        k, isi = lengkap.baris, lengkap.isi
        return cls(
            **cls.kolom(k),
            penjelasan=isi["penjelasan"] if lengkap.is_terbuka else None,
            jawaban=_jawaban(k, isi),
            lampiran=[LampiranKeberatanBaca(id=x.id, created_at=x.created_at) for x in lengkap.lampiran],
            riwayat=[LangkahKeberatanUsulanBaca.model_validate(r) for r in lengkap.riwayat],
            aksi_tersedia=[
                AksiTersediaBaca(
                    aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None
                )
                for a in lengkap.aksi_tersedia
            ],
            versi=k.versi,
        )


class KeberatanUsulanDaftar(Keluaran):
    """All objections to a usulan; there are few, so there are no pages."""

    data: list[KeberatanUsulanBaca]


def _jawaban(k: KeberatanUsulan, isi: dict[str, Any]) -> JawabanKeberatanUsulanBaca | None:
    if k.jawaban_kode is None or k.diputus_at is None:
        return None
    return JawabanKeberatanUsulanBaca(
        alasan=AlasanKeberatanBaca.dari(k.jawaban_kode),
        penjelasan=isi["jawaban"],
        langkah_berikutnya=isi["langkah"],
        usulan_lanjutan=k.lanjutan,
        diputus_at=k.diputus_at,
    )
