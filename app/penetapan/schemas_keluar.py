"""What is taken and told around an exit: reactivations, objections, a citizen's own history."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.penetapan.schemas import KeanggotaanBaca
from app.penetapan.status_keluar import StatusKeberatan, StatusReaktivasi

Penjelasan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)]


class PulihkanMasuk(Masukan):
    """The social office's statement; without it nobody is restored."""

    is_masih_layak: bool = Field(description="The office states that the person is still eligible.")
    catatan: Penjelasan = Field(description="What the statement rests on, at least 20 characters; sealed.")


class ReaktivasiRingkas(Keluaran):
    """One request in a listing; nothing about the illness."""

    ref: Ref
    orang: Ref = Field(description="The person in his family.")
    status: StatusReaktivasi
    keterangan: TeksBaca
    kode_desa: str
    created_at: datetime
    dipulihkan_at: datetime | None
    diputus_at: datetime | None
    alasan_kode: str | None


class ReaktivasiBaca(ReaktivasiRingkas):
    """A request for those who decide it."""

    penyakit: int = Field(description="Code of question 430 of Regsosek 2022.")
    penyakit_teks: TeksBaca
    faskes: str
    nomor_surat: str
    has_sktm: bool
    pernyataan: str | None = Field(description="The social office's statement.")
    jawaban: str | None
    aksi_tersedia: list[AksiTersediaBaca]


class KeberatanMasuk(Masukan):
    """An objection in the person's own words."""

    alasan: Penjelasan = Field(description="Why the removal is wrong, at least 20 characters; sealed.")


class KeberatanAtasNamaMasuk(KeberatanMasuk):
    """An objection on behalf of somebody of the village, who cannot file it himself."""

    orang: Ref = Field(description="The person in his family.")


class KeberatanRingkas(Keluaran):
    """One objection in a listing."""

    ref: Ref
    orang: Ref
    status: StatusKeberatan
    keterangan: TeksBaca
    kode_desa: str
    jawab_sebelum: date = Field(
        description="The announced date of the removal; while it is unanswered nothing happens."
    )
    created_at: datetime
    diputus_at: datetime | None


class KeberatanBaca(KeberatanRingkas):
    """An objection with its words and its answer."""

    alasan: str
    jawaban: str | None
    langkah_berikutnya: str | None
    alasan_kode: str | None
    aksi_tersedia: list[AksiTersediaBaca]


class KeanggotaanWargaBaca(Keluaran):
    """A citizen's membership from the first day: what happened, why, by which decree, and what he asked for."""

    kini: KeanggotaanBaca | None
    riwayat: list[KeanggotaanBaca]
    keberatan: list[KeberatanBaca]
    reaktivasi: list[ReaktivasiRingkas]
