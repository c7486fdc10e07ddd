"""The schema of an instrument's data file, as strict models: an unknown or missing key is a mistake."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Nomor = Annotated[str, StringConstraints(pattern=r"^[0-9a-z_]+$")]
Kalimat = Annotated[str, StringConstraints(min_length=5)]
Kode = Annotated[str, StringConstraints(pattern=r"^\d+$")]
Peta = dict[Kode, int]


class Ketat(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SkemaTeks(Ketat):
    id: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


class Daun(Ketat):
    p: Nomor
    dalam: Annotated[list[int], Field(min_length=1)] | None = None
    min: int | None = None
    maks: int | None = None


class Semua(Ketat):
    semua: Annotated[list["SkemaKondisi"], Field(min_length=1)]


class SalahSatu(Ketat):
    salah_satu: Annotated[list["SkemaKondisi"], Field(min_length=1)]


SkemaKondisi = Daun | Semua | SalahSatu


class SkemaPertanyaan(Ketat):
    no: Nomor
    label: SkemaTeks
    jenis: Literal["kode", "bilangan", "bitmask", "teks", "tanggal"]
    sumber: Kalimat
    pilihan: dict[Kode, SkemaTeks] = {}
    eksklusif: dict[Kode, SkemaTeks] = {}
    bila: SkemaKondisi | None = None
    wajib: bool | SkemaKondisi = True
    min: int | None = None
    maks: int | None = None
    panjang_maks: int | None = None
    kosong: int | None = None
    is_pribadi: bool = False
    is_asumsi: bool = False


class SkemaAturan(Ketat):
    kode: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    tingkat: Literal["GALAT", "PERINGATAN"]
    jenis: str
    bagian: Literal["keluarga", "individu"]
    lokasi: Nomor
    bila: SkemaKondisi | None = None
    pesan: SkemaTeks
    saran: SkemaTeks
    sumber: Kalimat
    acuan: Nomor | None = None
    tahun: Nomor | None = None
    peringkat: Peta = {}
    peringkat_acuan: Peta = {}
    selisih_maks: int | None = None


class Menurut(Ketat):
    bila: SkemaKondisi
    kode: int


class SkemaAsal(Ketat):
    bagian: Literal["keluarga", "individu"]
    p: Annotated[list[Nomor], Field(min_length=1)]
    peta: Peta | None = None
    tanpa: list[int] = []
    gabung: Literal["jumlah", "maks", "salah_satu"] | None = None
    menurut: list[Menurut] = []


class SkemaFoto(Ketat):
    jenis: Annotated[str, StringConstraints(pattern=r"^[A-Z_]+$")]
    label: SkemaTeks
    wajib: bool
    sumber: Kalimat


class SkemaKolom(Ketat):
    bagian: Literal["kepala", "keluarga", "individu"]
    kolom: str
    p: Nomor | None = None


class SkemaPeringkat(Ketat):
    is_asumsi: Literal[True]
    sumber: Kalimat
    keluarga: list[Nomor]
    individu: list[Nomor]


class SkemaBeda(Ketat):
    """A file that says only where it differs from its `dasar`."""

    kode: str
    dasar: str
    versi: str
    nama: SkemaTeks
    sumber: Kalimat
    foto: list[SkemaFoto]
    kepala: list[SkemaPertanyaan] = []
    keluarga: list[SkemaPertanyaan] = []
    individu: list[SkemaPertanyaan] = []
    aturan: list[SkemaAturan] = []
    kanonik: dict[Nomor, SkemaAsal] = {}
    kolom: list[SkemaKolom] = []
    peringkat: SkemaPeringkat | None = None


class SkemaInstrumen(Ketat):
    """A whole instrument."""

    kode: str
    versi: str
    nama: SkemaTeks
    sumber: Kalimat
    hasil: Nomor
    hasil_lengkap: list[int]
    keberadaan: Nomor
    hadir: list[int]
    hubungan: Nomor
    foto: list[SkemaFoto]
    kepala: list[SkemaPertanyaan]
    keluarga: list[SkemaPertanyaan]
    individu: list[SkemaPertanyaan]
    aturan: list[SkemaAturan]
    kanonik: dict[Nomor, SkemaAsal]
    kolom: list[SkemaKolom] = []
    peringkat: SkemaPeringkat | None = None
