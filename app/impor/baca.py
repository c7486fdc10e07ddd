"""Rows of a file read, judged one by one, sealed and indexed: what a worker process does with a block.

Nothing here touches the database; what leaves is ciphertext, blind indexes and remarks. A row is refused only when
nothing could be kept of it: without a person, a family or a village that is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.berkas_tabel.alir import urai
from app.berkas_tabel.bentuk import Bidang, KodeFormat, bentuk
from app.berkas_tabel.buku import TANDA_ANGKA
from app.core.crypto import Sandi, Tujuan
from app.core.nik import USIA_TERTUA, Nik, is_berisi_nomor
from app.impor.isian import (
    KK_KOSONG,
    NilaiNik,
    acuan,
    baca_nik,
    baca_no_kk,
    baca_tanggal,
    bersih,
    is_bulan_dulu,
    pembaca,
    sering,
    susun_kode,
    titik,
)
from app.impor.kode import ARTI, Catatan, HasilBaris
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kode import Hubungan

PANJANG: Final = {Bidang.NAMA: 200, Bidang.TEMPAT_LAHIR: 300, Bidang.NAMA_IBU: 200, Bidang.ALAMAT: 300}
_PANJANG_BAKU: Final = 100
TANPA_NAMA: Final = "Tanpa Nama"
_NOMOR: Final = (Bidang.NIK, Bidang.NO_KK)
_PRIBADI: Final = (Bidang.TEMPAT_LAHIR, Bidang.NAMA_IBU, Bidang.TELEPON, Bidang.SUREL)
_BAGIAN_KODE: Final = (Bidang.KODE_PROV, Bidang.KODE_KAB, Bidang.KODE_KEC, Bidang.KODE_DESA)
BERCABANG: Final = ""
"""Stands in the table of villages for a code that has several successors."""


@dataclass(frozen=True)
class Konteks:
    """What a worker needs to know of an import.

    Attributes:
        impor_id: the import.
        format: the format of its file.
        kolom: name of the format's column by position in the file; None is not read.
        pemisah, pengodean: of the text.
        tanggal_data: day of the data where a row does not say it.
        hari: today.
        lingkup: prefixes of the villages that the importer may write to; empty is the whole country.
        sendiri: blind indexes of the importer's own NIK and No KK.
        kunci: data key of the staged rows.
    """

    impor_id: UUID
    format: KodeFormat
    kolom: tuple[str | None, ...]
    pemisah: str
    pengodean: str
    tanggal_data: date
    hari: date
    lingkup: tuple[str, ...]
    sendiri: frozenset[UUID]
    kunci: bytes = field(repr=False)


class BarisSiap(NamedTuple):
    """A row of the staging table, in its column order without the import's id."""

    kunci_keluarga: UUID
    baris: int
    kode_desa: str
    nik_hmac: UUID | None
    no_kk_hmac: UUID | None
    acuan_id: UUID | None
    catatan: list[str]
    isi: bytes


class Penolakan(NamedTuple):
    """A row that is not kept."""

    baris: int
    catatan: list[Catatan]


class HasilBlok(NamedTuple):
    """What a block came to: rows to stage in the order of their key, refusals, and how many lines were empty."""

    siap: list[BarisSiap]
    ditolak: list[Penolakan]
    kosong: int


@dataclass(slots=True)
class _Baris:
    """A row while it is read."""

    bidang: dict[str, str] = field(default_factory=dict)
    jawaban: dict[str, dict[str, Any]] = field(default_factory=lambda: {"kepala": {}, "keluarga": {}, "individu": {}})
    catatan: list[Catatan] = field(default_factory=list)

    def catat(self, kode: str, kolom: str = "") -> None:
        self.catatan.append(Catatan(kode, kolom))

    @property
    def is_ditolak(self) -> bool:
        return any(ARTI[c.kode].hasil is HasilBaris.DITOLAK for c in self.catatan)


class _Rencana(NamedTuple):
    """Columns of the file by position: fields with their length, answers with frequent cells and a reader."""

    bidang: tuple[tuple[int, str, str, int, bool], ...]
    jawaban: tuple[tuple[int, str, str, str, Mapping[str, int], Callable[[str], int | str | None]], ...]
    peta: Mapping[Bidang, Mapping[str, str]]
    nama: Mapping[Bidang, str]


@lru_cache(maxsize=8)
def _rencana(konteks: Konteks) -> _Rencana:
    menurut_nama = {k.nama: k for k in bentuk(konteks.format).kolom}
    kolom = [(n, menurut_nama[nama]) for n, nama in enumerate(konteks.kolom) if nama is not None]
    return _Rencana(
        tuple(
            (n, k.bidang.value, k.nama, PANJANG.get(k.bidang, _PANJANG_BAKU), k.bidang in _NOMOR)
            for n, k in kolom
            if k.bidang
        ),
        tuple((n, k.bagian, k.p, k.nama, sering(k), pembaca(k)) for n, k in kolom if k.bagian and k.p),
        {k.bidang: {t.casefold(): v for t, v in k.peta.items()} for _, k in kolom if k.bidang},
        {k.bidang: k.nama for k in menurut_nama.values() if k.bidang},
    )


class Pembaca:
    """Reads blocks; holds the keys and the table of villages of its process."""

    def __init__(self, sandi: Sandi, desa: Mapping[str, str], prefiks: frozenset[str]) -> None:
        self._sandi = sandi
        self._desa = desa
        self._prefiks = prefiks

    def blok_csv(self, konteks: Konteks, isi: tuple[bytes, ...], baris: int, rusak: tuple[int, ...]) -> HasilBlok:
        """Read the records of a text, the first of which has the number `baris`."""
        salah, campur = set(rusak), set[int]()

        def sel() -> Iterator[list[str]]:
            # Taken apart a record needs many times its bytes, so the records of a block are not all at once.
            for nomor, rekaman in enumerate(isi, baris):
                teks, is_campur = _teks(rekaman, konteks.pengodean)
                satu = urai(teks, konteks.pemisah)
                if satu is None:
                    salah.add(nomor)
                if is_campur:
                    campur.add(nomor)
                yield satu or []

        return self.blok(konteks, sel(), baris, salah, campur)

    def blok(
        self,
        konteks: Konteks,
        sel: Iterable[list[str]],
        baris: int,
        rusak: AbstractSet[int] = frozenset(),
        campur: AbstractSet[int] = frozenset(),
    ) -> HasilBlok:
        """Read rows of cells; row 1 holds the headings and is skipped.

        Whether a row is damaged, or in another encoding, has to be known when it comes, not before.
        """
        siap: list[BarisSiap] = []
        ditolak: list[Penolakan] = []
        kosong = 0
        for nomor, isi in enumerate(sel, baris):
            if nomor == 1:
                continue
            if nomor in rusak:
                ditolak.append(Penolakan(nomor, [Catatan("BARIS_RUSAK")]))
            elif not any(s and not s.isspace() for s in isi):
                kosong += 1
            else:
                satu = self._baris(konteks, nomor, isi, is_campur=nomor in campur)
                if isinstance(satu, BarisSiap):
                    siap.append(satu)
                else:
                    ditolak.append(satu)
        siap.sort(key=lambda b: (b.kunci_keluarga, b.baris))
        return HasilBlok(siap, ditolak, kosong)

    def _baris(self, konteks: Konteks, nomor: int, isi: list[str], *, is_campur: bool) -> BarisSiap | Penolakan:
        if len(isi) != len(konteks.kolom) and any(s.strip() for s in isi[len(konteks.kolom) :] or [" x"]):
            return Penolakan(nomor, [Catatan("JUMLAH_KOLOM_BEDA")])
        rencana, b = _rencana(konteks), _Baris()
        if is_campur:
            b.catat("PENGODEAN_CAMPUR")
        _isi_bidang(b, rencana, isi)
        _isi_jawaban(b, rencana, isi)
        orang = self._orang(konteks, b, rencana)
        desa = self._kode_desa(konteks, b, rencana)
        kunci = self._keluarga(konteks, b, rencana, desa)
        if b.is_ditolak or orang is None or kunci is None:
            return Penolakan(nomor, b.catatan)
        dokumen = {"o": orang, "k": self._umum(konteks, b, rencana), "j": b.jawaban}
        nik_hmac = self._sandi.indeks(Tujuan.NIK, orang["nik"]) if orang["nik"] else None
        no_kk = dokumen["k"]["no_kk"]
        return BarisSiap(
            kunci,
            nomor,
            desa,
            nik_hmac,
            self._sandi.indeks(Tujuan.NO_KK, no_kk) if no_kk else None,
            acuan(b.bidang.get(Bidang.KUNCI_KELUARGA, "")),
            [f"{c.kode}|{c.kolom}" for c in b.catatan],
            self._sandi.tutup_dokumen(konteks.kunci, dokumen, aad(konteks.impor_id, nomor)),
        )

    # -- person

    def _orang(self, konteks: Konteks, b: _Baris, rencana: _Rencana) -> dict[str, Any] | None:
        nik = self._nik(b, rencana)
        nama = b.bidang.get(Bidang.NAMA, "")
        if not nama:
            b.catat("NAMA_KOSONG" if nik.nik else "TANPA_IDENTITAS", rencana.nama[Bidang.NAMA])
        for bidang in (Bidang.NAMA, Bidang.NAMA_IBU):
            if is_berisi_nomor(b.bidang.get(bidang, "")):
                b.catat("NAMA_BERISI_NOMOR", rencana.nama[bidang])
        lahir = _lahir(konteks, b, rencana, nik.nik)
        kelamin = _kelamin(b, rencana, nik.nik)
        if lahir is None or kelamin is None:
            return None
        if nik.nik:
            for kode in nik.nik.anomali(lahir, kelamin, self._prefiks or None):
                b.catat(kode, rencana.nama[Bidang.NIK])
        hubungan = rencana.peta.get(Bidang.HUBUNGAN, {}).get(b.bidang.get(Bidang.HUBUNGAN, "").casefold())
        if hubungan is None:
            b.catat("HUBUNGAN_TIDAK_DIKENAL", rencana.nama[Bidang.HUBUNGAN])
        return {
            "nik": nik.nik,
            "nik_asli": b.bidang.get(Bidang.NIK) if nik.salah and nik.salah != "NIK_KOSONG" else None,
            "nama": nama or TANPA_NAMA,
            "tanggal_lahir": lahir.isoformat(),
            "jenis_kelamin": kelamin,
            "hubungan": hubungan or Hubungan.LAINNYA.value,
            **{n.value: b.bidang.get(n) or None for n in _PRIBADI},
        }

    @staticmethod
    def _nik(b: _Baris, rencana: _Rencana) -> NilaiNik:
        teks = b.bidang.get(Bidang.NIK, "")
        hasil = baca_nik(teks) if teks.strip("0-. ") else NilaiNik(None, "NIK_KOSONG")
        if hasil.salah:
            b.catat(hasil.salah, rencana.nama[Bidang.NIK])
        return hasil

    # -- family

    def _kode_desa(self, konteks: Konteks, b: _Baris, rencana: _Rencana) -> str:
        nama = rencana.nama[Bidang.KODE_DESA]
        teks = susun_kode(*(b.bidang.get(n, "") for n in _BAGIAN_KODE))
        if not teks:
            b.catat("KODE_DESA_KOSONG", nama)
            return ""
        kini = self._desa.get(teks)
        if kini is None or kini == BERCABANG:
            b.catat("KODE_DESA_TIDAK_DIKENAL" if kini is None else "KODE_DESA_BERCABANG", nama)
            return ""
        if not teks.startswith("b") and titik(teks) != kini:
            b.catat("KODE_DESA_LAMA", nama)
        if konteks.lingkup and not f"{kini}.".startswith(konteks.lingkup):
            b.catat("DI_LUAR_WILAYAH", nama)
        return kini

    def _keluarga(self, konteks: Konteks, b: _Baris, rencana: _Rencana, desa: str) -> UUID | None:
        """Return the key that the rows of this family share, within the file and in later files."""
        teks, penanda = b.bidang.get(Bidang.NO_KK, ""), b.bidang.get(Bidang.KUNCI_KELUARGA, "")
        (nomor, salah), kolom = baca_no_kk(teks), rencana.nama[Bidang.NO_KK]
        for kode in nomor.anomali() if nomor else filter(None, (salah,)):
            b.catat(kode, kolom)
        if nomor and not (penanda and konteks.format is not KodeFormat.PBDT2015):
            return self._sandi.indeks(Tujuan.NO_KK, nomor)
        if penanda:
            return self._sandi.indeks(Tujuan.IMPOR, f"{desa[:5]}|{nomor or teks}|{penanda}")
        # What a spreadsheet made of a number is the same for strangers, so it holds nobody together.
        b.catat("KELUARGA_TIDAK_DIKETAHUI" if salah == KK_KOSONG else "KK_RUSAK_TANPA_PENANDA", kolom)
        return None

    @staticmethod
    def _umum(konteks: Konteks, b: _Baris, rencana: _Rencana) -> dict[str, Any]:
        hari, tersendiri = konteks.tanggal_data, False
        if teks := b.bidang.get(Bidang.TANGGAL_DATA):
            if (tertulis := baca_tanggal(teks)) and tertulis <= konteks.hari:
                hari, tersendiri = tertulis, True
            else:
                b.catat("TANGGAL_DATA_TIDAK_SAH", rencana.nama[Bidang.TANGGAL_DATA])
        instrumen = bentuk(konteks.format).instrumen
        if (teks := b.bidang.get(Bidang.INSTRUMEN)) and teks != instrumen:
            if teks == KodeInstrumen.REGSOSEK2022K:
                instrumen = KodeInstrumen.REGSOSEK2022K
            else:
                b.catat("INSTRUMEN_TIDAK_DIKENAL", rencana.nama[Bidang.INSTRUMEN])
        no_kk = b.bidang.get(Bidang.NO_KK, "")
        nomor, salah = baca_no_kk(no_kk)
        return {
            "no_kk": nomor,
            "no_kk_asli": no_kk if salah not in {None, KK_KOSONG} else None,
            "alamat": b.bidang.get(Bidang.ALAMAT, ""),
            "tanggal": hari.isoformat(),
            "tersendiri": tersendiri,
            "instrumen": instrumen.value,
        }


def aad(impor_id: UUID, baris: int) -> bytes:
    """Return what binds a staged row to its place."""
    return f"dtks/impor_baris/{impor_id}/{baris}".encode()


def _teks(rekaman: bytes, pengodean: str) -> tuple[str, bool]:
    """Return a record's text, and whether it is not in the encoding that the file began with."""
    if pengodean == "cp1252":
        return rekaman.decode("cp1252", "replace"), False
    try:
        return rekaman.decode(), False
    except UnicodeDecodeError:
        return rekaman.decode("cp1252", "replace"), True


def _isi_bidang(b: _Baris, rencana: _Rencana, isi: list[str]) -> None:
    for n, bidang, nama, maks, is_nomor in rencana.bidang:
        if not (asli := isi[n]):
            continue
        teks = asli if is_nomor and asli.startswith(TANDA_ANGKA) else bersih(asli)
        if not teks:
            continue
        if len(teks) > maks:
            teks = teks[:maks]
            b.catat("TEKS_TERLALU_PANJANG", nama)
        if "\ufffd" in asli or "\x00" in asli:
            b.catat("HURUF_TIDAK_TERBACA", nama)
        b.bidang[bidang] = teks


def _isi_jawaban(b: _Baris, rencana: _Rencana, isi: list[str]) -> None:
    for n, bagian, no, nama, biasa, baca in rencana.jawaban:
        if not (asli := isi[n]):
            continue
        nilai: int | str | None = biasa.get(asli)
        if nilai is None and (teks := asli.strip()):
            nilai = baca(teks if teks.isalnum() else bersih(teks))
            if nilai is None:
                b.catat("JAWABAN_TIDAK_SAH", nama)
        if nilai is not None:
            b.jawaban[bagian][no] = nilai


def _lahir(konteks: Konteks, b: _Baris, rencana: _Rencana, nik: Nik | None) -> date | None:
    kolom = rencana.nama[Bidang.TANGGAL_LAHIR]
    hari = baca_tanggal(b.bidang.get(Bidang.TANGGAL_LAHIR, ""))
    if is_bulan_dulu(b.bidang.get(Bidang.TANGGAL_LAHIR, "")):
        b.catat("TANGGAL_BULAN_DULU", kolom)
    if hari and konteks.hari.year - USIA_TERTUA - 1 < hari.year and hari <= konteks.hari:
        return hari
    if nik and len(mungkin := nik.tanggal_lahir_mungkin()) == 1:
        b.catat("TGL_LAHIR_DARI_NIK", kolom)
        return mungkin[0]
    b.catat("TANGGAL_LAHIR_TIDAK_SAH", kolom)
    return None


def _kelamin(b: _Baris, rencana: _Rencana, nik: Nik | None) -> str | None:
    kolom = rencana.nama[Bidang.JENIS_KELAMIN]
    if kelamin := rencana.peta.get(Bidang.JENIS_KELAMIN, {}).get(b.bidang.get(Bidang.JENIS_KELAMIN, "").casefold()):
        return kelamin
    if nik and nik.tanggal_tertulis():
        b.catat("JENIS_KELAMIN_DARI_NIK", kolom)
        return "P" if nik.is_perempuan else "L"
    b.catat("JENIS_KELAMIN_TIDAK_SAH", kolom)
    return None


def urai_catatan(daftar: list[str]) -> Iterator[Catatan]:
    """Read the remarks that a staged row carries."""
    for satu in daftar:
        kode, _, kolom = satu.partition("|")
        yield Catatan(kode, kolom)
