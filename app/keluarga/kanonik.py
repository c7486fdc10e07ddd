"""Canonical variables: what a score may see of a family, as integers in declared units, derived from stored answers.

Pure and exact: no float is kept, a share is rounded half up, the logarithm of the size is a table entry by size. What
is unknown stays None, so that a family with a gap is not ranked instead of ranked on a default.
Choice of variables: Bah 2013 (TNP2K Working Paper 01) and the questionnaire BPS Regsosek2022.K.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks
from app.keluarga import kanonik_hitung as h
from app.keluarga import kanonik_kode as kk
from app.keluarga.instrumen import ANGGOTA_MAKS, KodeInstrumen, muat
from app.keluarga.kanonik_hitung import FUNGSI, JUTA, Bahan, Hitung


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
    """One canonical variable: its name (also the column's), unit, range, source questions and derivation."""

    nama: str
    satuan: Satuan
    sumber: tuple[str, ...]
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


def _v(nama: str, satuan: Satuan, maks: int, sumber: str, deskripsi: Teks, hitung: Hitung) -> VariabelKanonik:
    return VariabelKanonik(nama, satuan, tuple(sumber.split()), deskripsi, hitung, maks=maks)


def _k(nama: str, kategori: type[IntEnum], sumber: str, deskripsi: Teks, hitung: Hitung) -> VariabelKanonik:
    return VariabelKanonik(
        nama, Satuan.KODE, tuple(sumber.split()), deskripsi, hitung, min(kategori), max(kategori), kategori
    )


def _rumah(nama: str, no: str, kategori: type[IntEnum], deskripsi: Teks) -> VariabelKanonik:
    return _k(nama, kategori, no, deskripsi, h.rumah(nama, no))


_N: Final = ANGGOTA_MAKS
_SUSUNAN: Final = (
    ("ukuran", Satuan.ORANG, _N, "404", Teks("Jumlah anggota yang hadir", "Present members"), h.hadir(lambda n: n)),
    ("ln_ukuran", Satuan.PER_JUTA, h.ln(_N), "404", Teks("Logaritma jumlah anggota", "Log of the size"), h.hadir(h.ln)),
    (
        "ukuran_kuadrat",
        Satuan.ORANG_KUADRAT,
        _N**2,
        "404",
        Teks("Kuadrat jumlah anggota", "Size squared"),
        h.hadir(lambda n: n * n),
    ),
    ("pangsa_0_4", Satuan.PER_JUTA, JUTA, "404 407", Teks("Pangsa umur 0-4", "Share aged 0-4"), h.pangsa(h.umur(0, 4))),
    (
        "pangsa_5_14",
        Satuan.PER_JUTA,
        JUTA,
        "404 407",
        Teks("Pangsa umur 5-14", "Share aged 5-14"),
        h.pangsa(h.umur(5, 14)),
    ),
    (
        "pangsa_60",
        Satuan.PER_JUTA,
        JUTA,
        "404 407",
        Teks("Pangsa umur 60+", "Share aged 60 and over"),
        h.pangsa(h.umur(60)),
    ),
    (
        "pangsa_bekerja",
        Satuan.PER_JUTA,
        JUTA,
        "404 407 416a",
        Teks("Pangsa yang bekerja", "Share working"),
        h.pangsa(h.bekerja),
    ),
    (
        "anak_putus_sekolah",
        Satuan.ORANG,
        _N,
        "404 407 412",
        Teks("Anak 7-15 yang tidak bersekolah", "Children 7-15 out of school"),
        h.ringkas(sum, h.putus_sekolah),
    ),
    (
        "penyandang_disabilitas",
        Satuan.ORANG,
        _N,
        "404 407 " + " ".join(FUNGSI),
        Teks("Anggota dengan kesulitan berat", "Members with a severe difficulty"),
        h.ringkas(sum, h.disabilitas),
    ),
    (
        "penderita_kronis",
        Satuan.ORANG,
        _N,
        "404 430",
        Teks("Anggota dengan penyakit kronis", "Members with a chronic illness"),
        h.ringkas(sum, h.sakit_kronis),
    ),
    (
        "kepala_umur",
        Satuan.TAHUN,
        120,
        "404 407 409",
        Teks("Umur kepala keluarga", "Age of the head"),
        h.kepala(h.angka("407")),
    ),
    (
        "kepala_perempuan",
        Satuan.BINER,
        1,
        "404 405 409",
        Teks("Kepala keluarga perempuan", "Female head"),
        h.kepala(h.perempuan),
    ),
    (
        "luas_kapita",
        Satuan.PER_SERATUS_M2,
        999_900,
        "302 404",
        Teks("Luas lantai per orang", "Floor area per person"),
        h.luas_kapita,
    ),
    ("lahan_lain", Satuan.BINER, 1, "503a", Teks("Lahan lain", "Other land"), h.ya("503a")),
    ("rumah_lain", Satuan.BINER, 1, "503b", Teks("Rumah di tempat lain", "Another house"), h.ya("503b")),
    (
        "ternak_besar",
        Satuan.EKOR,
        2997,
        "504a 504b 504c",
        Teks("Sapi, kerbau, kuda", "Cattle, buffalo, horses"),
        h.ternak("504a", "504b", "504c"),
    ),
    (
        "ternak_kecil",
        Satuan.EKOR,
        1998,
        "504d 504e",
        Teks("Babi, kambing, domba", "Pigs, goats, sheep"),
        h.ternak("504d", "504e"),
    ),
    (
        "rekening",
        Satuan.BINER,
        1,
        "506",
        Teks("Rekening aktif atau dompet digital", "Active account or e-wallet"),
        h.rekening,
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
        "404 407 409 412 415",
        Teks("Ijazah kepala keluarga", "Head's certificate"),
        h.kepala(h.pendidikan),
    ),
    (
        "kepala_sektor",
        kk.Sektor,
        "404 407 409 416a 417",
        Teks("Lapangan usaha kepala keluarga", "Head's sector"),
        h.kepala(h.pekerjaan("sektor", "417")),
    ),
    (
        "kepala_kedudukan",
        kk.Kedudukan,
        "404 407 409 416a 418",
        Teks("Kedudukan pekerjaan kepala keluarga", "Head's position at work"),
        h.kepala(h.pekerjaan("kedudukan", "418")),
    ),
    (
        "pendidikan_maks",
        kk.Pendidikan,
        "404 407 412 415",
        Teks("Ijazah tertinggi dalam keluarga", "Highest certificate in the family"),
        h.ringkas(max, h.pendidikan),
    ),
    ("daya", kk.Daya, "307a 307b1 307b2 307b3", Teks("Daya listrik terpasang", "Installed electric power"), h.daya),
    ("kloset", kk.Kloset, "309a 309b", Teks("Jenis kloset", "Toilet type"), h.kloset),
)
_RUMAH: Final = (
    ("status_bangunan", "301a", kk.StatusBangunan, Teks("Status penguasaan bangunan", "Tenure of the dwelling")),
    ("lantai", "303", kk.Lantai, Teks("Jenis lantai", "Floor material")),
    ("dinding", "304", kk.Dinding, Teks("Jenis dinding", "Wall material")),
    ("atap", "305", kk.Atap, Teks("Jenis atap", "Roof material")),
    ("air_minum", "306a", kk.AirMinum, Teks("Sumber air minum", "Drinking water")),
    ("penerangan", "307a", kk.Penerangan, Teks("Sumber penerangan", "Lighting")),
    ("bahan_bakar", "308", kk.BahanBakar, Teks("Bahan bakar memasak", "Cooking fuel")),
    ("bab", "309a", kk.Bab, Teks("Fasilitas buang air besar", "Toilet facility")),
    ("tinja", "310", kk.Tinja, Teks("Pembuangan akhir tinja", "Disposal of waste")),
    ("internet", "505", kk.Internet, Teks("Sambungan internet", "Internet connection")),
)
_ASET: Final = {
    "tabung_gas": ("a", "Tabung gas ≥ 5,5 kg", "Gas cylinder ≥ 5.5 kg"),
    "lemari_es": ("b", "Lemari es", "Refrigerator"),
    "ac": ("c", "AC", "Air conditioner"),
    "pemanas_air": ("d", "Pemanas air", "Water heater"),
    "telepon_rumah": ("e", "Telepon rumah", "Landline"),
    "tv_datar": ("f", "TV layar datar ≥ 30 inci", "Flat TV ≥ 30 inch"),
    "emas": ("g", "Emas ≥ 10 g", "Gold ≥ 10 g"),
    "komputer": ("h", "Komputer/laptop/tablet", "Computer"),
    "sepeda_motor": ("i", "Sepeda motor", "Motorcycle"),
    "sepeda": ("j", "Sepeda", "Bicycle"),
    "mobil": ("k", "Mobil", "Car"),
    "perahu": ("l", "Perahu", "Boat"),
    "kapal_motor": ("m", "Kapal/perahu motor", "Motor boat"),
    "smartphone": ("n", "Smartphone", "Smartphone"),
}


REGISTRI: Final[Mapping[str, VariabelKanonik]] = MappingProxyType(
    {
        v.nama: v
        for v in (
            *(_v(*isi) for isi in _SUSUNAN),
            *(_k(*isi) for isi in _KODE),
            *(_rumah(*isi) for isi in _RUMAH),
            *(
                _v(f"aset_{nama}", Satuan.BINER, 1, f"502{huruf}", Teks(id_, en), h.ya(f"502{huruf}"))
                for nama, (huruf, id_, en) in _ASET.items()
            ),
        )
    }
)
"""Every canonical variable by name. Names and units are stable: coefficients and stored rows refer to them."""


def turunkan(instrumen: KodeInstrumen, isi: Mapping[str, object], *, kode_desa: str) -> dict[str, int | None]:
    """Derive every canonical variable from answers that passed the instrument's check.

    Args:
        instrumen: version under which `isi` was answered.
        isi: the answers in the form that `Instrumen.periksa` reads; only present members (404 ∈ {1, 5}) count.
        kode_desa: dotted code of the village in which the family lives.

    Returns:
        A value for every name of `REGISTRI`; None is unknown.
    """
    alat = muat(instrumen)
    isian, _ = alat.baca(isi)
    bahan = Bahan(alat, isian, kode_desa)
    nilai = ((nama, v.hitung(bahan)) for nama, v in REGISTRI.items())
    return {nama: None if n is None else int(n) for nama, n in nilai}
