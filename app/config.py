"""Settings, grouped; read from the environment (`DTKS_<GRUP>__<NAMA>`, `DATABASE_URL`), importable by every layer.

There is no secret with a default. Keys made for demonstrations or tests carry a telling key id and are refused in
`produksi`. Numbers without a source in law or practice are marked as assumptions and may be changed without a release.
"""

import base64
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

AWALAN_BUKAN_PRODUKSI = ("demo", "uji")
"""Key ids that begin so belong to generated demonstration keys and test keys."""
_PANJANG_KUNCI = 32


class Lingkungan(StrEnum):
    """Where we run: a laptop's demonstration, the test suite, or for real people."""

    DEMO = "demo"
    UJI = "uji"
    PRODUKSI = "produksi"


class Db(BaseModel):
    """PostgreSQL: connection budget and time-outs (seconds); a silent database must not hang a request."""

    peran_app: str = "dtks_app"
    ukuran_pool: int = 8
    kelebihan_pool: int = 4
    sambungan_cepat: Annotated[int, Field(ge=1, le=16)] = 2  # of each API process, for the lookups' statements only
    tunggu_pool_detik: float = 1.0
    sambung_detik: float = 2.0
    perintah_detik: float = 5.0
    pernyataan_ms: int = 3_000
    kunci_ms: int = 2_000
    menganggur_ms: int = 5_000
    pgbouncer: bool = Field(default=False, description="Switch prepared-statement caches off for transaction pooling.")


class Jwt(BaseModel):
    """ES256 signing keys as PEM by key id; one is active, the others still verify."""

    kunci: dict[str, SecretStr]
    kunci_aktif: str
    penerbit: str = "dtks"
    audiens: str = "dtks-api"
    akses_detik: int = 900
    segar_detik: int = 14 * 24 * 3600
    tenggang_segar_detik: int = 30


class Enkripsi(BaseModel):
    """Key-encryption keys and blind-index keys (base64, 32 bytes) by key id, and the cursor's signing key.

    `indeks_akar` names the index key that never changes (ADR 0033); with one index key it is that one.
    """

    kek: dict[str, SecretStr]
    kek_aktif: str
    indeks: dict[str, SecretStr]
    indeks_aktif: str
    indeks_akar: str | None = None
    kursor: SecretStr

    @field_validator("kek", "indeks")
    @classmethod
    def _kuat(cls, kunci: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for k in kunci.values():
            _bita_kunci(k)
        return kunci

    @field_validator("kursor")
    @classmethod
    def _kursor_kuat(cls, kunci: SecretStr) -> SecretStr:
        _bita_kunci(kunci)
        return kunci

    @model_validator(mode="after")
    def _aktif_ada(self) -> Self:
        if self.kek_aktif not in self.kek or self.indeks_aktif not in self.indeks:
            raise ValueError("kek_aktif and indeks_aktif must name loaded keys")
        akar = self.indeks_akar or (self.indeks_aktif if len(self.indeks) == 1 else None)
        if akar not in self.indeks:
            raise ValueError("indeks_akar must name the loaded root key; it may be left out while there is one key")
        return self

    @property
    def kunci(self) -> tuple[dict[str, bytes], str, dict[str, bytes], str, str | None]:
        """Everything that `Sandi` is made of, in its order."""
        return self.kek_bita, self.kek_aktif, self.indeks_bita, self.indeks_aktif, self.indeks_akar

    @property
    def kek_bita(self) -> dict[str, bytes]:
        """Key-encryption keys as bytes."""
        return {k: _bita_kunci(v) for k, v in self.kek.items()}

    @property
    def indeks_bita(self) -> dict[str, bytes]:
        """Blind-index keys as bytes."""
        return {k: _bita_kunci(v) for k, v in self.indeks.items()}

    @property
    def kursor_bita(self) -> bytes:
        """The cursor's signing key as bytes."""
        return _bita_kunci(self.kursor)


class Objek(BaseModel):
    """Object storage: a local folder unless an S3 bucket is named."""

    folder: Path = Path("data/objek")
    s3_bucket: str | None = None
    s3_endpoint: str | None = None
    s3_region: str = "ap-southeast-3"
    s3_kunci_akses: SecretStr | None = None
    s3_rahasia: SecretStr | None = None


class Surel(BaseModel):
    """SMTP: where e-mail leaves, and the address of the app named in its links."""

    host: str = "127.0.0.1"
    port: int = 1025
    tls: bool = False
    pengguna: str | None = None
    sandi: SecretStr | None = None
    dari: str = "tidak-dibalas@dtks.invalid"
    tautan: str = "http://127.0.0.1:8000"


class Batas(BaseModel):
    """Limits against abuse (assumptions unless a comment names a source). Windows in seconds."""

    badan_bita: int = 1 << 20
    unggahan_bita: int = 12 << 20
    halaman_baku: int = 20
    halaman_maks: int = 200
    cek_alamat: int = 20
    cek_jaringan: int = 200
    cek_nik: int = 5
    cek_global: int = 20_000
    cek_jendela: int = 3600
    mitra_nik: int = 50_000
    mitra_jendela: int = 86_400
    masuk_akun: int = 10
    masuk_alamat: int = 100
    masuk_jendela: int = 900
    masuk_asing_bebas: int = 3  # tries of strangers at one account before they have to wait
    masuk_asing_langkah: int = 2  # tries after that, a step apart; two windows stay within OWASP's ten in 15 minutes
    masuk_langkah: int = 60
    registrasi_alamat: int = 20
    usulan_draf: int = 5  # drafts that one citizen keeps at a time
    usulan_hari: int = 50  # of one citizen: drafts, changes of NIK and tries to send
    usulan_hari_petugas: int = 1_000  # the same of one officer
    ppks_hari: int = 200  # of one officer: entries of PPKS/PSKS with a NIK, and changes of one
    sanggah_cari: int = 20  # searches of one citizen a day for somebody registered in his village
    sanggah_hari: int = 3  # contests of one citizen a day
    ekspor_hari: int = 10  # files about persons that one officer asks for a day
    impor_baris_hari: int = (
        10_000_000  # rows an officer of a region tries out a day: a kab/kota's largest file, and again
    )
    impor_luar_hari: int = 20_000  # rows of one officer a day whose number is on record outside of his regions
    beban_enumerator: int = 400  # Madiun 2025: 370-400 families per pendamping and month


class Dukcapil(BaseModel):
    """The population registry's matching service (or its simulator)."""

    url: str = "http://127.0.0.1:8090"
    token: SecretStr = SecretStr("")
    batas_detik: float = 3.0
    coba_ulang: int = 2
    jeda_ulang_detik: float = 0.2
    bita_maks: int = 64 << 10
    sirkuit_gagal: int = 5
    sirkuit_jeda_detik: float = 30.0
    kuota_per_hari: int = 100_000
    ambang_nama: float = 0.60  # threshold observed in the ministry's matching application


class Tenggat(BaseModel):
    """Days within which a step is due; assumptions, no public service standard was found."""

    hari_periksa: int = 5
    hari_melengkapi: int = 14
    hari_tugaskan: int = 3
    hari_kunjungan: int = 30
    hari_validasi: int = 7
    hari_perbaikan: int = 14
    hari_padan: int = 30
    hari_keberatan: int = 14
    hari_jawab_keberatan: int = 14
    hari_draf: int = 30
    hari_sanggah: int = 30  # from an assignment to the decision of a contest
    hari_tanggapan_sanggah: int = 7  # the contested person's time to answer before a contest may be granted
    pengingat_sisa_hari: tuple[int, ...] = (5, 1)  # a reminder when so many days are left
    hari_simpan_kabar: int = 365
    putaran_kunjungan_maks: int = 2
    percobaan_kunjungan_min: int = 3

    @property
    def lama_kunjungan(self) -> timedelta:
        """How long a visit may take from its assignment."""
        return timedelta(days=self.hari_kunjungan)


class Lapangan(BaseModel):
    """Field work; every number is an assumption unless a comment names a source."""

    item_sekali_kirim: int = 50
    selisih_jam_menit: int = 10  # a device clock further off is corrected and flagged
    foto_wajib: tuple[str, ...] = ("KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN")
    potongan_bita: int = 512 << 10
    unggahan_terbuka: int = 400
    unggahan_hari: int = 14
    item_hari: int = 365
    akurasi_maks_m: int = 100
    lokasi_sama_m: int = 10
    lokasi_sama_menit: int = 30
    kecepatan_maks_kmj: int = 90
    desa_kunjungan_min: int = 20  # earlier visits before a place can be called far from the others
    desa_jarak_min_m: int = 3_000
    desa_simpangan: float = 4.0  # times the median distance of the earlier visits from their median point
    sampel_persen: Annotated[int, Field(ge=1, le=100)] = 5
    mutu_sama_persen: Annotated[int, Field(ge=0, le=100)] = 80


class Akun(BaseModel):
    """Life of accounts; assumptions. `totp_wajib` None means PETUGAS and ADMIN in produksi, nobody elsewhere."""

    daftar_jam: int = 24  # a registration's e-mail is confirmed within, or it is forgotten
    perbaikan_hari: int = 30  # a refused registration can be mended within
    simpan_ditolak_hari: int = 90  # then a refused registration is erased
    sandi_menit: int = 60  # a code to set a password anew
    kode_menit: int = 15  # a code for an act that needs a second proof
    totp_wajib: frozenset[Literal["ADMIN", "PETUGAS"]] | None = None


class Musyawarah(BaseModel):
    """Meetings of the village; every number is an assumption unless a comment names a source."""

    kuorum_persen: Annotated[int, Field(ge=0, le=100)] = 50  # of the heads of RT and RW who were invited
    indikator_min: int = 1
    penandatangan_min: int = 2  # the village head and an official
    berkas_maks: int = 30
    tiap_bulan: int = 3  # the newer rule; before, kelurahan met every six months
    sptjm_jeda_hari: int = 7  # with a meeting this near, a name waits for it
    prelist_maks: int = 2_000  # families on one printed list


class Surat(BaseModel):
    """Letters: where the public reaches this API, which is what a letter's QR code says."""

    alamat_publik: str = "http://127.0.0.1:8000"


class Pengesahan(BaseModel):
    """How a batch is signed; a name takes milliseconds, and a request should answer within seconds: an assumption."""

    sekaligus: Annotated[int, Field(ge=1)] = 300  # names endorsed inside the request; more by a job
    potongan: Annotated[int, Field(ge=1, le=500)] = 200  # names per transaction of the job


class Penetapan(BaseModel):
    """What an SK assumes when it does not say otherwise."""

    sekaligus: Annotated[int, Field(ge=1)] = 500  # rows of a decree made or carried out inside a request
    potongan: Annotated[int, Field(ge=1, le=500)] = 500  # rows per transaction of the jobs
    desil_maks: Annotated[int, Field(ge=1, le=10)] = 4  # DTKS holds roughly the poorest 40 %
    hari_pemberitahuan: int = 30  # patients' associations ask for this notice; an assumption
    penyakit_katastrofik: frozenset[int] = frozenset({5, 8, 9, 10, 11, 14, 15, 16})  # codes of 430; an assumption


class Desil(BaseModel):
    """How a ranking is computed; assumptions about the machine, never about the result."""

    potongan: Annotated[int, Field(ge=1)] = 250_000  # families per transaction: about a second's work is lost by a kill
    sambungan: Annotated[int, Field(ge=1, le=8)] = 2  # connections at work
    rantai_maks: Annotated[int, Field(ge=1)] = 12  # runs read one after the other before a full one; 1: always full
    ubah_maks_persen: Annotated[int, Field(ge=0, le=100)] = 10  # with more families changed a full run


class Ekspor(BaseModel):
    """Files of the registry; assumptions. `proses` 0: a thread of the worker encodes, one range at a time."""

    potongan: Annotated[int, Field(ge=1, le=20_000)] = 1_000  # families of a range at most; it is in memory at once
    sambungan: Annotated[int, Field(ge=1, le=8)] = 3  # ranges under way
    serempak: Annotated[int, Field(ge=1, le=8)] = 2  # exports of one worker; each takes `sambungan` + 1 of its pool
    tunggu_detik: Annotated[int, Field(ge=0)] = 10  # before an export that found the worker full asks again
    proses: Annotated[int, Field(ge=0, le=16)] = 2
    istirahat_detik: Annotated[int, Field(ge=0)] = 60  # processes wait so long for the next file, then end
    percobaan_maks: Annotated[int, Field(ge=1, le=100)] = 5  # deaths without one more range before it counts as failed
    jam_berlaku: Annotated[int, Field(ge=1, le=240)] = 72
    sel_min: Annotated[int, Field(ge=2)] = 5  # the smallest count of families that an aggregate shows


class Impor(BaseModel):
    """Bulk import; assumptions about the machine and about what an office sends."""

    proses: Annotated[int, Field(ge=0, le=64)] = 2  # worker processes of a job; 0: the work is done in the job's own
    blok: Annotated[int, Field(ge=1, le=50_000)] = 2_000  # rows read per transaction
    potongan: Annotated[int, Field(ge=1, le=10_000)] = 1_000  # rows applied per transaction
    bagian_bita: Annotated[int, Field(ge=1)] = 8 << 20  # a piece of an upload
    berkas_bita: int = 16 << 30
    buku_bita: int = 128 << 20  # a workbook has to lie in memory; larger ones come as CSV
    terbuka: int = 20  # imports of one account whose files are kept
    simpan_hari: Annotated[int, Field(ge=1)] = 14  # a file that is not applied is forgotten after
    tunggu_detik: Annotated[int, Field(ge=0)] = 15  # before an import looks again whether its region is free


class Pengecualian(BaseModel):
    """Sources on means and position (BKN, AHU, BPJS_TK, PLN, SAMSAT, PPATK, BAPENDA, SDM_KESOS); assumptions."""

    wajib: tuple[str, ...] = ("BKN", "SDM_KESOS")  # must have answered about every adult before validation
    umur_minimal: int = 17
    usia_data_hari: int = 180
    batas_detik: float = 3.0
    sirkuit_gagal: int = 5
    sirkuit_jeda_detik: float = 60.0


class Duplikat(BaseModel):
    """Persons who may be recorded twice; assumptions."""

    ambang: Annotated[int, Field(ge=30, le=100)] = 45  # points from which a pair is shown to an officer


class Temuan(BaseModel):
    """Findings; assumptions."""

    usia_data_hari: Annotated[int, Field(ge=1)] = 365  # undecided findings on means from older data lapse


class Pengaturan(BaseSettings):
    """All settings of one process."""

    model_config = SettingsConfigDict(env_prefix="DTKS_", env_nested_delimiter="__", extra="ignore")

    lingkungan: Lingkungan = Lingkungan.PRODUKSI
    database_url: SecretStr = Field(validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    database_url_pemilik: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL_PEMILIK", "database_url_pemilik")
    )
    db: Db = Db()
    jwt: Jwt
    enkripsi: Enkripsi
    objek: Objek = Objek()
    surel: Surel = Surel()
    batas: Batas = Batas()
    dukcapil: Dukcapil = Dukcapil()
    tenggat: Tenggat = Tenggat()
    akun: Akun = Akun()
    pengesahan: Pengesahan = Pengesahan()
    desil: Desil = Desil()
    impor: Impor = Impor()
    penetapan: Penetapan = Penetapan()
    ekspor: Ekspor = Ekspor()
    lapangan: Lapangan = Lapangan()
    musyawarah: Musyawarah = Musyawarah()
    surat: Surat = Surat()
    duplikat: Duplikat = Duplikat()
    temuan: Temuan = Temuan()
    pengecualian: Pengecualian = Pengecualian()
    proksi_tepercaya: tuple[str, ...] = ()
    porta_internal: int | None = None

    @model_validator(mode="after")
    def _tolak_rahasia_bukan_produksi(self) -> Self:
        if self.lingkungan is not Lingkungan.PRODUKSI:
            return self
        kid = [*self.jwt.kunci, *self.enkripsi.kek, *self.enkripsi.indeks]
        if salah := [k for k in kid if k.lower().startswith(AWALAN_BUKAN_PRODUKSI)]:
            raise ValueError(f"keys made for demonstrations or tests are refused in produksi: {sorted(salah)}")
        return self

    def is_totp_wajib(self, peran: str) -> bool:
        """Return whether people of this role need a second factor to log in."""
        if self.akun.totp_wajib is None:
            return self.is_produksi and peran in {"ADMIN", "PETUGAS"}
        return peran in self.akun.totp_wajib

    @property
    def is_produksi(self) -> bool:
        """Return whether real people's data may be here."""
        return self.lingkungan is Lingkungan.PRODUKSI


def _bita_kunci(kunci: SecretStr) -> bytes:
    try:
        bita = base64.b64decode(kunci.get_secret_value(), validate=True)
    except ValueError:
        raise ValueError("a key is not base64") from None
    if len(bita) != _PANJANG_KUNCI or len(set(bita)) < _PANJANG_KUNCI // 4:
        raise ValueError("a key must be 32 random bytes")
    return bita
