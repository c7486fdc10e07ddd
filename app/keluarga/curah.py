"""The registry's bulk door: what a bulk writer reads of families, and the rows that it hands in, ready sealed (pure).

Whoever uses it does in another process what `Pencatatan` does one by one: seals under the same keys and for the same
places, so that nobody can tell afterwards which door a family came through.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.keluarga.instrumen import NOMOR_INSTRUMEN
from app.keluarga.kanonik import REGISTRI, kode_kabkota
from app.keluarga.kode import PeristiwaKeluarga, SumberJawaban
from app.keluarga.kunci_orang import KOLOM_KUNCI, kolom_kunci
from app.keluarga.nama import kolom_nama

KOLOM: Final[Mapping[str, tuple[str, ...]]] = {
    "rumah_tangga": ("id", "kode_desa", "created_at"),
    "keluarga": (
        *("keluarga_id", "rumah_tangga_id", "kode_desa", "kunci_data", "isi", "versi", "data_date"),
        *("created_at", "updated_at"),
    ),
    "individu": (
        *("keluarga_id", "id", "kode_desa", "nama", "nama_lipat", "nama_sidik", "nama_kata", "tanggal_lahir"),
        *("jenis_kelamin", "status_dokumen", "nik_hmac", "is_nik_ganda", *KOLOM_KUNCI, "kunci_data", "isi"),
        *("created_at", "updated_at"),
    ),
    "anggota_keluarga": ("keluarga_id", "id", "individu_id", "hubungan", "masuk_date", "alasan_masuk"),
    "no_kk_indeks": ("no_kk_hmac", "keluarga_id"),
    "jawaban_survei": (
        *("keluarga_id", "id", "instrumen", "tanggal_date", "sumber", "isi", "pelaku_id", "created_at"),
    ),
    "hari_data": (*("keluarga_id", "id", "impor_id", "data_date", "sebelum_date", "is_tersendiri", "jawaban_id"),),
    "riwayat_keluarga": (*("keluarga_id", "id", "peristiwa", "individu_id", "isi", "pelaku_id", "jabatan", "pada_at"),),
    "variabel_kanonik": (
        *("keluarga_id", "versi", "jawaban_id", "instrumen", "tanggal_date", "kabkota", "kode_desa", *REGISTRI),
    ),
    "kanonik_berubah": ("keluarga_id", "versi"),
}
"""Tables that take new rows as they are, in the order in which they must be written, with their columns."""


SUMBER: Final = SumberJawaban.IMPOR.value
"""What history and answers name as the source of what comes through this door."""
_AMBIL: Final = {tabel: itemgetter(*kolom) for tabel, kolom in KOLOM.items()}


class KeluargaAda(NamedTuple):
    """A family as it stands.

    `data_date` is the day of the newest file's data about it, `diubah_at` when a person last changed its own data.
    """

    keluarga_id: UUID
    kode_desa: str
    kunci_data: bytes
    isi: bytes
    versi: int
    is_ditutup: bool
    data_date: date | None
    diubah_at: datetime | None


class OrangAda(NamedTuple):
    """A person in a family; `is_aktif` whether he is a member now, `diubah_at` when somebody last changed his data."""

    keluarga_id: UUID
    id: UUID
    nama: str
    nama_lipat: str
    tanggal_lahir: date
    jenis_kelamin: str
    nik_hmac: UUID | None
    is_nik_ganda: bool
    kunci_data: bytes
    isi: bytes
    anggota_id: UUID
    hubungan: str
    is_aktif: bool
    diubah_at: datetime | None


class JawabanAda(NamedTuple):
    """Stored answers, sealed."""

    keluarga_id: UUID
    id: UUID
    instrumen: str
    tanggal: date
    isi: bytes


class SumberHari(NamedTuple):
    """Where a family's day of data may come from, as `HariData` has it."""

    keluarga_id: UUID
    id: UUID
    impor_id: UUID
    data_date: date
    sebelum_date: date | None
    is_tersendiri: bool
    jawaban_id: UUID | None


class SebagianHari(NamedTuple):
    """Families of whose data an import stated the day: those after one in the order of their ids, or only some."""

    impor_id: UUID
    sesudah: UUID | None = None
    keluarga: Collection[UUID] | None = None


class PotretMassal(NamedTuple):
    """What the registry knows of the numbers and families of a chunk.

    Attributes:
        nik: where the canonical person of a NIK stands, by blind index.
        no_kk: the families of a card number.
        keluarga, orang, jawaban: families with their members and answers, oldest answers first.
    """

    nik: Mapping[UUID, tuple[UUID, UUID]]
    no_kk: Mapping[UUID, Sequence[UUID]]
    keluarga: Mapping[UUID, KeluargaAda]
    orang: Mapping[UUID, Sequence[OrangAda]]
    jawaban: Mapping[UUID, Sequence[JawabanAda]]


class TulisMassal:
    """What a chunk writes: new rows by table, claims of NIKs, changes of what stands, and on what it relies.

    `sandaran` are families with the version that was looked at: when one of them, or a claim, is no longer so, the
    whole chunk is worked out anew. `kanonik` takes the place of what is not newer, `kanonik_pasti` of whatever stands.
    """

    __slots__ = (
        *("anggota", "baru", "individu", "kanonik", "kanonik_pasti", "keluarga", "klaim", "lepas_kk", "nama"),
        "sandaran",
    )

    def __init__(self) -> None:
        self.baru: dict[str, list[tuple[Any, ...]]] = {n: [] for n in KOLOM}
        self.klaim: list[tuple[UUID, UUID, UUID]] = []
        self.sandaran: dict[UUID, int] = {}
        self.keluarga: list[dict[str, Any]] = []
        self.individu: list[dict[str, Any]] = []
        self.anggota: list[dict[str, Any]] = []
        self.kanonik: list[tuple[Any, ...]] = []
        self.kanonik_pasti: list[tuple[Any, ...]] = []
        self.lepas_kk: list[tuple[UUID, UUID]] = []
        self.nama: set[str] = set()

    def tambah(self, tabel: str, nilai: Mapping[str, Any]) -> None:
        """Add a new row."""
        self.baru[tabel].append(_AMBIL[tabel](nilai))


class Pencatat(NamedTuple):
    """Whose change is written down, and when."""

    akun_id: UUID
    jabatan: str
    saat: datetime


class LembarMassal(NamedTuple):
    """Answers before they are sealed."""

    instrumen: str
    tanggal: date
    isi: Mapping[str, Any]


class PenyegelMassal:
    """Seals and opens the registry's documents from raw rows; does no I/O."""

    def __init__(self, sandi: Sandi) -> None:
        self.sandi = sandi

    def kunci_baru(self, keluarga_id: UUID) -> tuple[bytes, bytes]:
        """Return a new data key of a family, wrapped and plain."""
        return self.sandi.kunci_data_baru(_tempat("keluarga", keluarga_id))

    def kunci(self, keluarga: KeluargaAda) -> bytes:
        """Return a family's plain data key."""
        return self.sandi.buka_kunci(keluarga.kunci_data, _tempat("keluarga", keluarga.keluarga_id))

    def tutup(self, kunci: bytes, tabel: str, baris_id: UUID, dokumen: Mapping[str, Any]) -> bytes:
        """Seal a document of row `baris_id` of `tabel` under a family's key."""
        return self.sandi.tutup_dokumen(kunci, dokumen, _tempat(tabel, baris_id))

    def buka(self, kunci: bytes, tabel: str, baris_id: UUID, isi: bytes) -> dict[str, Any]:
        """Open what `tutup` sealed."""
        return self.sandi.buka_dokumen(kunci, isi, _tempat(tabel, baris_id))

    def peristiwa(
        self, kunci: bytes, keluarga_id: UUID, peristiwa: PeristiwaKeluarga, isi: Mapping[str, Any], siapa: Pencatat
    ) -> dict[str, Any]:
        """Return a row of a family's history, about no person; `isi` are old and new values and their source."""
        riwayat_id = id_baru()
        return {
            "keluarga_id": keluarga_id,
            "id": riwayat_id,
            "peristiwa": peristiwa.value,
            "individu_id": None,
            "isi": self.tutup(kunci, "riwayat_keluarga", riwayat_id, isi),
            "pelaku_id": siapa.akun_id,
            "jabatan": siapa.jabatan,
            "pada_at": siapa.saat,
        }

    def jawaban(
        self, kunci: bytes, keluarga_id: UUID, lembar: LembarMassal, siapa: Pencatat, jawaban_id: UUID | None = None
    ) -> dict[str, Any]:
        """Return a row of answers, under a new id unless one is given."""
        jawaban_id = jawaban_id or id_baru()
        return {
            "keluarga_id": keluarga_id,
            "id": jawaban_id,
            "instrumen": lembar.instrumen,
            "tanggal_date": lembar.tanggal,
            "sumber": SUMBER,
            "isi": self.tutup(kunci, "jawaban_survei", jawaban_id, lembar.isi),
            "pelaku_id": siapa.akun_id,
            "created_at": siapa.saat,
        }

    def individu_baru(self, individu_id: UUID, dokumen: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return a person's new data key, wrapped, and his document."""
        segel = self.sandi.segel(dokumen, "individu", individu_id)
        return segel.kunci_data, segel.isi

    def individu(self, orang: OrangAda) -> dict[str, Any]:
        """Open a person's document."""
        return self.sandi.buka(orang.kunci_data, orang.isi, "individu", orang.id)

    def individu_ulang(self, orang: OrangAda, dokumen: Mapping[str, Any]) -> bytes:
        """Seal a new version of a person's document."""
        return self.sandi.segel_ulang(orang.kunci_data, dokumen, "individu", orang.id)

    def kolom_orang(self, nama: str, lahir: date, nama_ibu: str | None) -> dict[str, Any]:
        """Return the columns by which a person is searched and recognised."""
        return kolom_nama(nama) | kolom_kunci(self.sandi, nama, lahir, nama_ibu)


def baris_kanonik(
    keluarga_id: UUID, kode_desa: str, jawaban: tuple[UUID, str, date] | None, nilai: Mapping[str, int | None]
) -> dict[str, Any]:
    """Return a canonical row, of version 1 where it is the family's first; `jawaban` is id, instrument and day."""
    jawaban_id, instrumen, tanggal = jawaban or (None, None, None)
    tetap: dict[str, Any] = {
        "keluarga_id": keluarga_id,
        "versi": 1,
        "jawaban_id": jawaban_id,
        "instrumen": NOMOR_INSTRUMEN[instrumen] if instrumen else None,
        "tanggal_date": tanggal,
        "kabkota": kode_kabkota(kode_desa),
        "kode_desa": kode_desa,
    }
    return tetap | {n: nilai.get(n) for n in REGISTRI}


def _tempat(tabel: str, baris_id: UUID) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
