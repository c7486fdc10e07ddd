"""Canonical variables: what a score may see of a family, as integers in declared units, derived from stored answers.

Pure and exact: no float is kept, a share is rounded half up, the logarithm of the size is a table entry by size. What
is unknown, or not asked by the instrument, stays None, so that a family with a gap is not ranked instead of ranked on
a default.
Choice of variables: Bah 2013 (TNP2K Working Paper 01) and the questionnaire BPS Regsosek2022.K.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga import kanonik_hitung as h
from app.keluarga import kanonik_kode as kk
from app.keluarga.instrumen import ANGGOTA_MAKS, KodeInstrumen, muat
from app.keluarga.kanonik_hitung import JUTA, Bahan, Hitung
from app.keluarga.terbawa import terbawa


class Satuan(StrEnum):
    """Unit of a canonical variable."""

    ORANG = "orang"
    ORANG_KUADRAT = "orang²"
    TAHUN = "tahun"
    PER_JUTA = "10⁻⁶"
    PER_SERATUS_M2 = "0,01 m²/orang"
    BINER = "0/1"
    KODE = "kode"
    EKOR = "ekor"


@dataclass(frozen=True, slots=True)
class VariabelKanonik:
    """One canonical variable: its name (also the column's), unit, range, derivation and the concepts that it needs.

    `asal` holds names of `Instrumen.kanonik`, beside `keberadaan` (who is present) and `kode_desa`.
    """

    nama: str
    satuan: Satuan
    asal: tuple[str, ...]
    deskripsi: Teks
    hitung: Hitung
    min: int = 0
    maks: int = 1
    kategori: type[IntEnum] | None = None

    @property
    def skala(self) -> int:
        """Stored units per natural unit: 10⁶ for shares and logarithms, 100 for areas, else 1."""
        return {Satuan.PER_JUTA: JUTA, Satuan.PER_SERATUS_M2: 100}.get(self.satuan, 1)

    @property
    def kode(self) -> frozenset[int] | None:
        """Every code that may occur, None for a number."""
        return None if self.kategori is None else frozenset(map(int, self.kategori))


def _v(nama: str, satuan: Satuan, maks: int, asal: str, deskripsi: Teks, hitung: Hitung) -> VariabelKanonik:
    return VariabelKanonik(nama, satuan, tuple(asal.split()), deskripsi, hitung, maks=maks)


def _k(nama: str, kategori: type[IntEnum], asal: str, deskripsi: Teks, hitung: Hitung) -> VariabelKanonik:
    return VariabelKanonik(
        nama, Satuan.KODE, tuple(asal.split()), deskripsi, hitung, min(kategori), max(kategori), kategori
    )


def _rumah(nama: str, kategori: type[IntEnum], deskripsi: Teks) -> VariabelKanonik:
    return _k(nama, kategori, nama, deskripsi, h.rumah(nama))


_N: Final = ANGGOTA_MAKS
_SUSUNAN: Final = (
    (
        "ukuran",
        Satuan.ORANG,
        _N,
        "keberadaan",
        Teks("Jumlah anggota yang hadir", "Present members"),
        h.hadir(lambda n: n),
    ),
    (
        "ln_ukuran",
        Satuan.PER_JUTA,
        h.ln(_N),
        "keberadaan",
        Teks("Logaritma jumlah anggota", "Log of the size"),
        h.hadir(h.ln),
    ),
    (
        "ukuran_kuadrat",
        Satuan.ORANG_KUADRAT,
        _N**2,
        "keberadaan",
        Teks("Kuadrat jumlah anggota", "Size squared"),
        h.hadir(lambda n: n * n),
    ),
    (
        "pangsa_0_4",
        Satuan.PER_JUTA,
        JUTA,
        "keberadaan umur",
        Teks("Pangsa umur 0-4", "Share aged 0-4"),
        h.pangsa(h.umur(0, 4)),
    ),
    (
        "pangsa_5_14",
        Satuan.PER_JUTA,
        JUTA,
        "keberadaan umur",
        Teks("Pangsa umur 5-14", "Share aged 5-14"),
        h.pangsa(h.umur(5, 14)),
    ),
    (
        "pangsa_60",
        Satuan.PER_JUTA,
        JUTA,
        "keberadaan umur",
        Teks("Pangsa umur 60+", "Share aged 60 and over"),
        h.pangsa(h.umur(60)),
    ),
    (
        "pangsa_bekerja",
        Satuan.PER_JUTA,
        JUTA,
        "keberadaan umur bekerja",
        Teks("Pangsa yang bekerja", "Share working"),
        h.pangsa(h.bekerja),
    ),
    (
        "anak_putus_sekolah",
        Satuan.ORANG,
        _N,
        "keberadaan umur sekolah",
        Teks("Anak 7-15 yang tidak bersekolah", "Children 7-15 out of school"),
        h.ringkas(sum, h.putus_sekolah),
    ),
    (
        "penyandang_disabilitas",
        Satuan.ORANG,
        _N,
        "keberadaan umur disabilitas",
        Teks("Anggota dengan kesulitan berat", "Members with a severe difficulty"),
        h.ringkas(sum, h.disabilitas),
    ),
    (
        "penderita_kronis",
        Satuan.ORANG,
        _N,
        "keberadaan sakit_kronis",
        Teks("Anggota dengan penyakit kronis", "Members with a chronic illness"),
        h.ringkas(sum, h.orang("sakit_kronis")),
    ),
    (
        "kepala_umur",
        Satuan.TAHUN,
        120,
        "keberadaan umur hubungan",
        Teks("Umur kepala keluarga", "Age of the head"),
        h.kepala(h.orang("umur")),
    ),
    (
        "kepala_perempuan",
        Satuan.BINER,
        1,
        "keberadaan perempuan hubungan",
        Teks("Kepala keluarga perempuan", "Female head"),
        h.kepala(h.orang("perempuan")),
    ),
    (
        "luas_kapita",
        Satuan.PER_SERATUS_M2,
        999_900,
        "luas_lantai keberadaan",
        Teks("Luas lantai per orang", "Floor area per person"),
        h.luas_kapita,
    ),
    ("lahan_lain", Satuan.BINER, 1, "lahan_lain", Teks("Lahan lain", "Other land"), h.rumah("lahan_lain")),
    ("rumah_lain", Satuan.BINER, 1, "rumah_lain", Teks("Rumah di tempat lain", "Another house"), h.rumah("rumah_lain")),
    (
        "ternak_besar",
        Satuan.EKOR,
        2997,
        "ternak_besar",
        Teks("Sapi, kerbau, kuda", "Cattle, buffalo, horses"),
        h.rumah("ternak_besar"),
    ),
    (
        "ternak_kecil",
        Satuan.EKOR,
        1998,
        "ternak_kecil",
        Teks("Babi, kambing, domba", "Pigs, goats, sheep"),
        h.rumah("ternak_kecil"),
    ),
    (
        "rekening",
        Satuan.BINER,
        1,
        "rekening",
        Teks("Rekening aktif atau dompet digital", "Active account or e-wallet"),
        h.rumah("rekening"),
    ),
    (
        "perkotaan",
        Satuan.BINER,
        1,
        "kode_desa",
        Teks("Tinggal di kelurahan", "Lives in an urban village (kelurahan)"),
        h.perkotaan,
    ),
)
_KODE: Final = (
    (
        "kepala_pendidikan",
        kk.Pendidikan,
        "keberadaan umur hubungan sekolah pendidikan",
        Teks("Ijazah kepala keluarga", "Head's certificate"),
        h.kepala(h.pendidikan),
    ),
    (
        "kepala_sektor",
        kk.Sektor,
        "keberadaan umur hubungan bekerja sektor",
        Teks("Lapangan usaha kepala keluarga", "Head's sector"),
        h.kepala(h.pekerjaan("sektor")),
    ),
    (
        "kepala_kedudukan",
        kk.Kedudukan,
        "keberadaan umur hubungan bekerja kedudukan",
        Teks("Kedudukan pekerjaan kepala keluarga", "Head's position at work"),
        h.kepala(h.pekerjaan("kedudukan")),
    ),
    (
        "pendidikan_maks",
        kk.Pendidikan,
        "keberadaan umur sekolah pendidikan",
        Teks("Ijazah tertinggi dalam keluarga", "Highest certificate in the family"),
        h.ringkas(max, h.pendidikan),
    ),
    ("daya", kk.Daya, "penerangan daya", Teks("Daya listrik terpasang", "Installed electric power"), h.daya),
    ("kloset", kk.Kloset, "bab kloset", Teks("Jenis kloset", "Toilet type"), h.kloset),
)
_RUMAH: Final = (
    ("status_bangunan", kk.StatusBangunan, Teks("Status penguasaan bangunan", "Tenure of the dwelling")),
    ("lantai", kk.Lantai, Teks("Jenis lantai", "Floor material")),
    ("dinding", kk.Dinding, Teks("Jenis dinding", "Wall material")),
    ("atap", kk.Atap, Teks("Jenis atap", "Roof material")),
    ("air_minum", kk.AirMinum, Teks("Sumber air minum", "Drinking water")),
    ("penerangan", kk.Penerangan, Teks("Sumber penerangan", "Lighting")),
    ("bahan_bakar", kk.BahanBakar, Teks("Bahan bakar memasak", "Cooking fuel")),
    ("bab", kk.Bab, Teks("Fasilitas buang air besar", "Toilet facility")),
    ("tinja", kk.Tinja, Teks("Pembuangan akhir tinja", "Disposal of waste")),
    ("internet", kk.Internet, Teks("Sambungan internet", "Internet connection")),
)
_ASET: Final = {
    "tabung_gas": ("Tabung gas ≥ 5,5 kg", "Gas cylinder ≥ 5.5 kg"),
    "lemari_es": ("Lemari es", "Refrigerator"),
    "ac": ("AC", "Air conditioner"),
    "pemanas_air": ("Pemanas air", "Water heater"),
    "telepon_rumah": ("Telepon rumah", "Landline"),
    "tv_datar": ("TV layar datar ≥ 30 inci", "Flat TV ≥ 30 inch"),
    "emas": ("Emas ≥ 10 g", "Gold ≥ 10 g"),
    "komputer": ("Komputer/laptop/tablet", "Computer"),
    "sepeda_motor": ("Sepeda motor", "Motorcycle"),
    "sepeda": ("Sepeda", "Bicycle"),
    "mobil": ("Mobil", "Car"),
    "perahu": ("Perahu", "Boat"),
    "kapal_motor": ("Kapal/perahu motor", "Motor boat"),
    "smartphone": ("Smartphone", "Smartphone"),
}


REGISTRI: Final[Mapping[str, VariabelKanonik]] = MappingProxyType(
    {
        v.nama: v
        for v in (
            *(_v(*isi) for isi in _SUSUNAN),
            *(_k(*isi) for isi in _KODE),
            *(_rumah(*isi) for isi in _RUMAH),
            *(
                _v(f"aset_{nama}", Satuan.BINER, 1, f"aset_{nama}", Teks(*kata), h.rumah(f"aset_{nama}"))
                for nama, kata in _ASET.items()
            ),
        )
    }
)
"""Every canonical variable by name. Names and units are stable: coefficients and stored rows refer to them."""


def kode_kabkota(kode_desa: str) -> int:
    """Return the kabupaten/kota of a dotted code as a number: 32.04.05.2001 lies in 3204."""
    return int(kode_desa[:2] + kode_desa[3:5])


def turunkan(instrumen: KodeInstrumen, isi: Mapping[str, Any], *, kode_desa: str) -> dict[str, int | None]:
    """Derive every canonical variable from answers that passed the instrument's check.

    Args:
        instrumen: version under which `isi` was answered.
        isi: the answers in the form that `Instrumen.periksa` reads, and what came along with them; only present
            members count.
        kode_desa: dotted code of the village in which the family lives.

    Returns:
        A value for every name of `REGISTRI`; None is unknown.
    """
    alat = muat(instrumen)
    isian, _ = alat.baca(isi)
    bahan = Bahan(alat, isian, kode_desa, terbawa(isi))
    nilai = ((nama, v.hitung(bahan)) for nama, v in REGISTRI.items())
    return {nama: None if n is None else int(n) for nama, n in nilai}
