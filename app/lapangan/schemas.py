"""What a device takes along, what it sends, and what it is told."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from app.core.ids import Ref
from app.core.schemas import AlasanMasuk, HalamanBaca, Keluaran, Masukan, TeksBaca, TeksPendek
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kode import SumberJawaban
from app.kriteria.schemas import NomorPertanyaan
from app.lapangan.status import JenisItem, Keadaan, Putusan, TandaWaktu
from app.verval.schemas import KunjunganMasuk, TugasRinci
from app.verval.status import JenisFoto, StatusPenugasan

FOTO_MAKS = 20
ITEM_MAKS = 200
SIDIK_CONTOH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
Kuesioner = Annotated[
    dict[NomorPertanyaan, int | None] | None,
    Field(
        max_length=40, description="Short questionnaire on criteria (`KUESIONER_KRITERIA`), asked on the same visit."
    ),
]
Sidik = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(examples=[SIDIK_CONTOH])]
FotoDirujuk = Annotated[
    list[UUID], Field(max_length=FOTO_MAKS, description="Uploads of this visit, also those that have not arrived.")
]


# -- package


class InstrumenPaket(Keluaran):
    """A questionnaire to have at hand; taken once, as long as `sidik` is the same."""

    kode: str
    sidik: str
    alamat: str = Field(description="Where to read it.")


class InstrumenBaca(Keluaran):
    """A questionnaire: questions, codes, ask-conditions and edit rules as the server applies them."""

    kode: str
    sidik: str
    isi: dict[str, Any]


class JawabanPaket(Keluaran):
    """The family's last answers."""

    instrumen: KodeInstrumen
    tanggal: str
    sumber: SumberJawaban
    isi: dict[str, Any]


class DrafBaca(Keluaran):
    """The draft of this visit as it was saved last, from whichever device."""

    versi: int
    perangkat_id: UUID
    is_dikirim: bool = Field(description="Sent, and waits for its photos.")
    updated_at: datetime
    isi: dict[str, Any]


class KeluargaPaket(Keluaran):
    """One family to visit."""

    tugas: TugasRinci
    keluarga_versi: int = Field(description="To be named by a SUBMIT as what it was based on.")
    jawaban_terakhir: JawabanPaket | None
    draf: DrafBaca | None
    versi: str = Field(description="Digest of all this.")


class PenugasanDitutup(Keluaran):
    """An assignment that is open no more: the device forgets the family."""

    ref: Ref
    status: StatusPenugasan


class BatasPaket(Keluaran):
    """Limits that the device keeps to."""

    item_sekali_kirim: int
    potongan_bita: int
    foto_maks: int
    percobaan_min: int


class PaketBaca(Keluaran):
    """A page of the package: the caller's open assignments, or those that changed since the last one."""

    waktu_server: datetime = Field(description="Send it as `sejak` next time.")
    instrumen: list[InstrumenPaket]
    foto_wajib: list[JenisFoto]
    foto_diminta: list[JenisFoto]
    batas: BatasPaket
    data: list[KeluargaPaket]
    ditutup: list[PenugasanDitutup]
    halaman: HalamanBaca


# -- synchronisation


class PerangkatMasuk(Masukan):
    """The device and its clock at the moment of sending."""

    id: UUID = Field(description="Made once by the device.")
    jam: AwareDatetime = Field(description="The device's own time now.")


class ItemMasuk(Masukan):
    """One item of the device's queue; `isi` by kind: DrafIsi, KunjunganIsi, PercobaanMasuk or GagalIsi."""

    id: UUID = Field(description="Made by the device; the same item keeps it however often it is sent.")
    jenis: JenisItem
    penugasan: Ref
    urut: Annotated[int, Field(ge=0, le=2**31 - 1, description="Rises with each item of this device.")]
    waktu: AwareDatetime = Field(description="When it was written, by the device's clock.")
    draf_versi: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Version of the server's draft that the device knew; null when it knew none."
    )
    isi: dict[str, Any]


class SinkronMasuk(Masukan):
    """A batch of the queue, in its order."""

    perangkat: PerangkatMasuk
    item: Annotated[list[ItemMasuk], Field(min_length=1, max_length=ITEM_MAKS)]


class SatuItemMasuk(Masukan):
    """A single item."""

    perangkat: PerangkatMasuk
    item: ItemMasuk


class DrafIsi(Masukan):
    """Content of an UPDATE: whatever there is so far."""

    mulai_at: AwareDatetime | None = None
    selesai_at: AwareDatetime | None = None
    lintang: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    bujur: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    akurasi_m: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    responden: TeksPendek | None = None
    instrumen: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")] | None = None
    jawaban: dict[str, Any] = Field(default_factory=dict)
    foto: FotoDirujuk = Field(default_factory=list)
    kuesioner: Kuesioner = None
    keluarga_versi: int | None = None


class KunjunganIsi(KunjunganMasuk):
    """Content of a SUBMIT: the completed visit, its base, and its photos."""

    keluarga_versi: int = Field(description="`keluarga_versi` of the package that the visit was based on.")
    foto: FotoDirujuk = Field(default_factory=list)
    kuesioner: Kuesioner = None


class GagalIsi(Masukan):
    """Content of a GAGAL."""

    alasan: AlasanMasuk


class RincianItem(Keluaran):
    """A place in an item and what is wrong there; never a submitted value."""

    lokasi: str
    pesan: TeksBaca


class HasilItem(Keluaran):
    """The verdict on one item."""

    id: UUID
    putusan: Putusan
    keadaan: Keadaan | None
    kode: str | None = Field(description="Why it is a conflict, refused or put off; stable.")
    pesan: TeksBaca | None
    rincian: list[RincianItem]
    tanda: list[TandaWaktu]
    foto_kurang: list[JenisFoto]
    draf_versi: int | None
    is_ulangan: bool = Field(description="This item was decided before, and this is that verdict.")
    is_disimpan: bool = Field(description="The server keeps the content although it took no effect.")
    salinan: KeluargaPaket | None = Field(description="The server's copy, with a conflict.")


class SinkronBaca(Keluaran):
    """Verdicts in the order of the items."""

    waktu_server: datetime
    selisih_detik: int = Field(description="What to add to the device's clock; 0 within the tolerance.")
    hasil: list[HasilItem]


# -- uploads


class UnggahanBuat(Masukan):
    """A photo that will be sent in pieces."""

    id: UUID = Field(description="Made by the device; a visit may refer to it before it arrives.")
    penugasan: Ref
    jenis: JenisFoto
    ukuran: Annotated[int, Field(ge=1, le=10 * 1024 * 1024, description="Bytes.")]
    sidik: Sidik = Field(description="SHA-256 of the whole picture.")


class UnggahanBaca(Keluaran):
    """An upload; its ETag names `diterima`, which the next piece names in If-Match."""

    ref: Ref
    id: UUID
    jenis: JenisFoto
    ukuran: int
    diterima: int = Field(description="Bytes that have arrived: where the next piece begins.")
    is_selesai: bool
    kedaluwarsa_at: datetime


class FotoSelesai(UnggahanBaca):
    """A complete photo, and what it did to the visit that waited for it."""

    foto_id: UUID
    kunjungan: HasilItem | None = Field(description="Verdict on the SUBMIT that this photo completed.")


# -- kept work


class TitipanBaca(Keluaran):
    """Work that arrived for a closed assignment."""

    ref: Ref
    penugasan_ref: Ref
    kode_desa: str
    akun_id: UUID
    jenis: JenisItem
    kode: str
    waktu_at: datetime
    created_at: datetime


class TitipanRinci(TitipanBaca):
    """The same with its content."""

    isi: dict[str, Any]


# -- load and ageing


class BebanBaca(Keluaran):
    """Open assignments of an enumerator in the caller's area."""

    enumerator_id: UUID
    nama: str
    aktif: int
    lewat: int = Field(description="Of these, overdue.")
    batas: int = Field(description="How many one enumerator may hold.")
    tertua_at: datetime
    umur_hari: int = Field(description="Days that the oldest has waited.")


class BebanDaftar(Keluaran):
    """Who waits longest first; an area has few enumerators, so there are no pages."""

    data: list[BebanBaca]


class AntreanBaca(Keluaran):
    """An open assignment and its age."""

    ref: Ref
    usulan_ref: Ref
    kode_desa: str
    enumerator_id: UUID
    putaran: int
    ditugaskan_at: datetime
    versi: int
    umur_hari: int
    is_lewat: bool
    percobaan: int
