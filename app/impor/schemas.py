"""Input and output of imports."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.berkas_tabel.bentuk import JenisKolom, KodeFormat, bentuk
from app.berkas_tabel.pengenalan import JenisBerkas
from app.core.clock import hari_ini
from app.core.pesan_isian import isian_salah
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.core.teks import Teks
from app.impor.alur import StatusImpor
from app.impor.entitas import RincianImpor
from app.impor.kode import ARTI, AlasanRalat, HasilBaris
from app.impor.models import Impor, RalatImpor

_ULANG_INI: Final = Teks(
    "Setelah ralat selesai, impor lagi berkas ini dengan tanggal yang benar: yang tertahan atau tertimpa data yang "
    "lebih tua baru ditulis saat itu",
    "When the correction is done, import this file again with the right day: what was held, or replaced by older data, "
    "is only written then",
)
_ULANG_LAIN: Final = Teks(
    "Setelah ralat selesai, impor lagi berkas lain yang tanggal datanya di antara kedua tanggal, yang terbaru terakhir",
    "When the correction is done, import the other files again whose day lies between the two, the newest last",
)

_SURUH_LAGI: Final = Teks(
    "Ralat berhenti: ada keluarga yang kini di luar wilayah tugas yang memintanya, atau keluarganya sendiri; minta "
    "PUSAT meralat ke tanggal yang sama dengan id impornya, ralat lalu berlanjut",
    "The correction has stopped: a family now lies outside of the regions of who ordered it, or is his own; let PUSAT "
    "order the same day by the import's id, and it goes on",
)


def _sudah_ada(nilai: date) -> date:
    """Refuse a day to come: whatever is brought in later would count as older."""
    if nilai > hari_ini():
        raise isian_salah(
            "tanggal_depan", Teks("Tanggal tidak boleh di masa depan", "The date may not lie in the future")
        )
    return nilai


TanggalData = Annotated[date, AfterValidator(_sudah_ada)]
"""Day of an import's data, when it is announced and when it is corrected."""
Judul = Annotated[str, StringConstraints(max_length=300)]


class ImporBuat(Masukan):
    """A file that is about to be sent."""

    ukuran: int = Field(ge=1, le=1 << 50, description="Bytes.", examples=[1_048_576])
    tanggal_data: TanggalData = Field(
        description="Day of the data, for rows that do not say it; not in the future. What an officer changed later, "
        "or a file with data of a later day says, is not replaced.",
        examples=["2026-01-15"],
    )
    format: KodeFormat | None = Field(default=None, description="Its format; null to have it recognised.")


class KolomImporPilih(Masukan):
    """What stands under a heading; null leaves the column unread."""

    judul: Judul
    kolom: Annotated[str, StringConstraints(max_length=64)] | None


class PetaKolomMasuk(Masukan):
    """The format, and what stands under headings that were not recognised, or wrongly."""

    format: KodeFormat
    kolom: list[KolomImporPilih] = Field(default_factory=list, max_length=1_000)


class RalatTanggalMasuk(Masukan):
    """The right day of the data, and why another one was stated."""

    tanggal_data: TanggalData = Field(description="Right day of the data; not in the future.", examples=["2025-01-15"])
    alasan: AlasanRalat


class RalatTanggalBaca(Keluaran):
    """The newest correction of the day, and how far its job is."""

    lama: date
    baru: date
    alasan: AlasanRalat
    keluarga: int | None = Field(description="Families of whose data the import stated the day; null: not counted yet.")
    dilihat: int = Field(description="Of these, families that the job has looked at.")
    diubah: int = Field(
        description="Families whose day or answers have changed; others have a newer day from elsewhere."
    )
    keluarga_sumber_lain: int = Field(
        description="Families of which another file speaks with a day between the two: the wrong day may have decided "
        "which of them counts."
    )
    baris_tertahan: int | None = Field(
        description="Rows of this import of which something was not written because its day was too early; null: not "
        "counted yet."
    )
    saran: TeksBaca | None = Field(description="How it goes on, or what to bring in again; null: nothing so far.")
    created_at: datetime
    terhenti_at: datetime | None = Field(
        description="Since when it stands still, because the next families are no longer all of the regions of who "
        "ordered it, or one is his own. The same order by somebody who may lets it go on, another day gives it up."
    )
    selesai_at: datetime | None = Field(description="When the job was done; null: it works, or stands still.")

    @classmethod
    def dari(cls, ralat: RalatImpor) -> "RalatTanggalBaca":
        """Return the output form."""
        langsung = ("alasan", "keluarga", "dilihat", "diubah", "created_at", "terhenti_at", "selesai_at")
        saran = _saran(ralat)
        return cls(
            **{n: getattr(ralat, n) for n in langsung},
            lama=ralat.lama_date,
            baru=ralat.baru_date,
            keluarga_sumber_lain=ralat.terselip,
            baris_tertahan=ralat.tertahan if ralat.keluarga is not None else None,
            saran=TeksBaca.dari(saran) if saran else None,
        )


class JumlahBarisBaca(Keluaran):
    """What became of the rows; once the job is done the six add up to `dibaca`."""

    dibaca: int = Field(description="Lines below the headings, empty ones included.")
    kosong: int = Field(description="Empty lines.")
    sama: int = Field(description="Rows that say what the registry says already.")
    diterima: int = Field(description="Rows that were (in a trial: would be) written.")
    anomali: int = Field(description="Rows that were accepted, or say nothing new, and have something odd.")
    konflik: int = Field(description="Rows that the registry contradicts; a person has to decide.")
    ditolak: int = Field(description="Rows of which nothing could be kept.")


class KolomImporBaca(Keluaran):
    """A heading of the file and what is read under it."""

    judul: str
    kolom: str | None = Field(description="The format's column; null: not read.")
    jenis: JenisKolom | None
    label: TeksBaca | None
    is_wajib: bool


class CalonFormatBaca(Keluaran):
    """A format, and how many of its columns the file's headings name."""

    format: KodeFormat
    dikenal: int


class BerkasImporBaca(Keluaran):
    """What the file turned out to be, for a person to agree with before it is read."""

    jenis: JenisBerkas
    pengodean: str = Field(description="Encoding; rows that are not in it are read as Windows-1252 and flagged.")
    pemisah: str = Field(description="Delimiter of a CSV.")
    calon: list[CalonFormatBaca]
    kolom: list[KolomImporBaca]
    wajib_belum: list[str] = Field(description="Required columns of the format that no heading names.")


class RingkasanCatatanBaca(Keluaran):
    """How often a remark was made."""

    kode: str
    kolom: str
    hasil: HasilBaris
    banyak: int
    pesan: TeksBaca
    saran: TeksBaca


class ImporRingkas(Keluaran):
    """An import in a listing."""

    id: UUID
    status: StatusImpor
    status_at: datetime
    format: KodeFormat | None
    tanggal_data: date
    ukuran: int
    diterima: int = Field(description="Bytes that have arrived; the next piece begins there.")
    galat: str | None = Field(description="Why the job stopped, as the `kode` of an error.")
    kedaluwarsa_at: datetime
    created_at: datetime

    @classmethod
    def dari(cls, impor: Impor) -> "ImporRingkas":
        """Return the output form."""
        return cls(**_ringkas(impor))


class ImporBaca(ImporRingkas):
    """An import: its file, what became of its rows, and what you may do."""

    berkas: BerkasImporBaca | None
    baris: JumlahBarisBaca
    catatan: list[RingkasanCatatanBaca] = Field(description="The remarks by kind, the most frequent first.")
    aksi_tersedia: list[AksiTersediaBaca]
    ralat: RalatTanggalBaca | None = Field(description="The newest correction of the day of the data; null: none.")

    @classmethod
    def lengkap(cls, impor: Impor, rincian: RincianImpor, *, ringkas: bool = False) -> "ImporBaca":
        """Return the output form, for who only waits without the file and its columns."""
        return cls(
            **_ringkas(impor),
            berkas=None if ringkas else _berkas(impor),
            baris=JumlahBarisBaca.model_validate(rincian.jumlah),
            catatan=[_catatan(*c) for c in rincian.catatan],
            aksi_tersedia=[
                AksiTersediaBaca(
                    aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None
                )
                for a in rincian.aksi
            ],
            ralat=RalatTanggalBaca.dari(rincian.ralat) if rincian.ralat else None,
        )


def _ringkas(impor: Impor) -> dict[str, Any]:
    nama = ("id", "status", "status_at", "format", "ukuran", "diterima", "galat", "kedaluwarsa_at", "created_at")
    return {n: getattr(impor, n) for n in nama} | {"tanggal_data": impor.tanggal_date}


def _saran(ralat: RalatImpor) -> Teks | None:
    """Return what to do: let it go on, or bring in again what the wrong day decided about, which is not replayed."""
    if ralat.terhenti_at:
        return _SURUH_LAGI
    if ralat.lama_date < ralat.baru_date:
        return _ULANG_INI if ralat.tertahan or ralat.terselip else None
    return _ULANG_LAIN if ralat.terselip else None


def _catatan(kode: str, kolom: str, banyak: int) -> RingkasanCatatanBaca:
    arti = ARTI[kode]
    return RingkasanCatatanBaca(
        kode=kode,
        kolom=kolom,
        hasil=arti.hasil,
        banyak=banyak,
        pesan=TeksBaca.dari(arti.pesan),
        saran=TeksBaca.dari(arti.saran),
    )


def _berkas(impor: Impor) -> BerkasImporBaca | None:
    if impor.kenal is None:
        return None
    susunan = {k.nama: k for k in bentuk(impor.format).kolom} if impor.format else {}
    peta = impor.kolom or [None] * len(impor.kenal["judul"])
    kolom = []
    for judul, nama in zip(impor.kenal["judul"], peta, strict=True):
        k = susunan.get(nama) if nama else None
        kolom.append(
            KolomImporBaca(
                judul=judul,
                kolom=nama,
                jenis=k.jenis if k else None,
                label=TeksBaca.dari(k.label) if k else None,
                is_wajib=k.wajib if k else False,
            )
        )
    return BerkasImporBaca(
        jenis=JenisBerkas(impor.kenal["jenis"]),
        pengodean=impor.kenal["pengodean"],
        pemisah=impor.kenal["pemisah"],
        calon=[CalonFormatBaca(format=KodeFormat(k), dikenal=n) for k, n in impor.kenal["format"]],
        kolom=kolom,
        wajib_belum=[k.nama for k in susunan.values() if k.wajib and k.nama not in peta],
    )
