"""Input and output of findings."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.core.clock import WIB, hari_ini
from app.core.ids import Ref
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.core.teks import Teks
from app.referensi.katalog import ALASAN
from app.temuan.entitas import LangkahTemuan, TemuanLengkap, TemuanRingkas
from app.temuan.models import LampiranTemuan
from app.temuan.status import TEKS_STATUS, AksiTemuan, JenisTemuan, KelompokTemuan, StatusTemuan, SumberTemuan

_LANGKAH_BAKU = Teks("Tanggapi dengan penjelasan dan bukti", "Answer with an explanation and evidence")


def _bukan_masa_depan(nilai: date) -> date:
    if nilai > hari_ini():
        raise isian_salah("tanggal", Teks("Tanggal tidak boleh di masa depan", "The date may not lie in the future"))
    return nilai


Penjelasan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000)]


class TemuanMasuk(Masukan):
    """What an officer has found; it goes to somebody else, who decides."""

    keluarga_ref: Ref
    individu_ref: Ref | None = Field(default=None, description="The person; null when it is about the whole family.")
    jenis: JenisTemuan
    tanggal: Annotated[date, AfterValidator(_bukan_masa_depan)] = Field(description="Day of the evidence.")
    keyakinan: int = Field(default=50, ge=0, le=100, description="How sure the source is, in percent.")
    keterangan: Penjelasan = Field(description="What was found and where it is written; the citizen reads it.")


class TanggapiMasuk(Masukan):
    """The citizen's answer; evidence is attached before."""

    penjelasan: Penjelasan = Field(description="Why the finding is wrong or what has changed; at least 20 characters.")


class LampiranTemuanBaca(Keluaran):
    """A file of an answer; its bytes have their own path."""

    id: UUID
    created_at: datetime

    @classmethod
    def dari(cls, lampiran: LampiranTemuan) -> Self:
        """Return the output form."""
        return cls(id=lampiran.id, created_at=lampiran.created_at)


class LangkahTemuanBaca(Keluaran):
    """One step: who (by position), when, why."""

    aksi: AksiTemuan
    dari: StatusTemuan | None
    ke: StatusTemuan
    jabatan: str | None = Field(description="Position of who did it; null: the system.")
    kode_alasan: str | None
    teks_alasan: TeksBaca | None
    penjelasan: str | None
    langkah_berikutnya: str | None
    created_at: datetime

    @classmethod
    def dari_langkah(cls, x: LangkahTemuan) -> Self:
        """Return the output form."""
        alasan = ALASAN.get(x.langkah.kode_alasan or "")
        return cls(
            aksi=x.langkah.aksi,
            dari=StatusTemuan(x.langkah.dari) if x.langkah.dari else None,
            ke=StatusTemuan(x.langkah.ke),
            jabatan=x.langkah.jabatan,
            kode_alasan=x.langkah.kode_alasan,
            teks_alasan=TeksBaca.dari(alasan.teks) if alasan else None,
            penjelasan=x.isi.get("penjelasan"),
            langkah_berikutnya=x.isi.get("langkah_berikutnya"),
            created_at=x.langkah.created_at,
        )


class TemuanRingkasBaca(Keluaran):
    """One line of the officers' queue."""

    ref: Ref
    keluarga_ref: Ref
    jenis: JenisTemuan
    kelompok: KelompokTemuan
    teks: TeksBaca
    sumber: SumberTemuan
    tanggal: date = Field(description="Day of the source's data.")
    keyakinan: int = Field(description="How sure the source is, in percent.")
    status: StatusTemuan
    teks_status: TeksBaca
    nama: str | None = Field(description="The person's name; null for a finding about a whole family.")
    kode_desa: str
    ditemukan_at: datetime
    umur_hari: int = Field(description="Days since it was found.")
    aksi_tersedia: list[AksiTemuan] = Field(description="Actions of your position in this state.")

    @classmethod
    def dari(cls, baris: TemuanRingkas) -> Self:
        """Return the output form."""
        return cls(**_umum(baris), nama=baris.nama, aksi_tersedia=list(baris.aksi_tersedia))


class TemuanBaca(Keluaran):
    """A finding as an officer reads it."""

    ref: Ref
    keluarga_ref: Ref
    individu_ref: Ref | None
    lain_ref: Ref | None = Field(description="The other person whom it concerns.")
    jenis: JenisTemuan
    kelompok: KelompokTemuan
    teks: TeksBaca
    sumber: SumberTemuan
    tanggal: date = Field(description="Day of the source's data.")
    keyakinan: int = Field(description="How sure the source is, in percent.")
    status: StatusTemuan
    teks_status: TeksBaca
    nama: str | None
    kode_desa: str
    ditemukan_at: datetime
    umur_hari: int
    isi: dict[str, Any] | None = Field(description="What the source said; null where your position does not need it.")
    riwayat: list[LangkahTemuanBaca]
    lampiran: list[LampiranTemuanBaca] = Field(description="Evidence that the citizen sent.")
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, baris: TemuanLengkap) -> Self:
        """Return the output form."""
        t = baris.temuan
        return cls(
            **_umum(baris),
            individu_ref=Ref(t.keluarga_id, t.individu_id) if t.individu_id else None,
            lain_ref=t.lain,
            nama=baris.nama,
            isi=baris.isi,
            **_rinci(baris),
        )


class TemuanWargaBaca(Keluaran):
    """A finding as the person concerned reads it; of findings about somebody else only that they touch him."""

    ref: Ref
    jenis: JenisTemuan
    teks: TeksBaca
    langkah: TeksBaca = Field(description="What you can do.")
    sumber: SumberTemuan
    tanggal: date = Field(description="Day of the source's data.")
    status: StatusTemuan
    teks_status: TeksBaca
    ditemukan_at: datetime
    is_tentang_anda: bool = Field(description="False: about another person, but it touches you.")
    isi: dict[str, Any] | None = Field(description="What the source said about you; null for another person.")
    riwayat: list[LangkahTemuanBaca]
    lampiran: list[LampiranTemuanBaca] = Field(description="Evidence that you sent.")
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, baris: TemuanLengkap) -> Self:
        """Return the output form."""
        t = baris.temuan
        alasan = ALASAN.get(t.jenis.value)
        return cls(
            ref=t.ref,
            jenis=t.jenis,
            teks=TeksBaca.dari(t.jenis.teks),
            langkah=TeksBaca.dari(alasan.langkah if alasan else _LANGKAH_BAKU),
            sumber=t.sumber,
            tanggal=t.data_date,
            status=t.status,
            teks_status=TeksBaca.dari(TEKS_STATUS[t.status]),
            ditemukan_at=t.ditemukan_at,
            is_tentang_anda=baris.isi is not None,
            isi=baris.isi,
            **_rinci(baris),
        )


def _umum(baris: TemuanRingkas | TemuanLengkap) -> dict[str, Any]:
    t = baris.temuan
    return {
        "ref": t.ref,
        "keluarga_ref": Ref(t.keluarga_id, t.keluarga_id),
        "jenis": t.jenis,
        "kelompok": t.kelompok,
        "teks": TeksBaca.dari(t.jenis.teks),
        "sumber": t.sumber,
        "tanggal": t.data_date,
        "keyakinan": t.keyakinan,
        "status": t.status,
        "teks_status": TeksBaca.dari(TEKS_STATUS[t.status]),
        "kode_desa": t.kode_desa,
        "ditemukan_at": t.ditemukan_at,
        "umur_hari": (hari_ini() - t.ditemukan_at.astimezone(WIB).date()).days,
    }


def _rinci(baris: TemuanLengkap) -> dict[str, Any]:
    return {
        "riwayat": [LangkahTemuanBaca.dari_langkah(x) for x in baris.riwayat],
        "lampiran": [LampiranTemuanBaca.dari(x) for x in baris.lampiran],
        "aksi_tersedia": [
            AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
            for a in baris.aksi_tersedia
        ],
    }
