"""Canonical values in words that a citizen recognises: what is written down about his family, never what it weighs."""

from enum import IntEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks
from app.desil.artefak import BOBOT, INSTRUMEN
from app.desil.entitas import ButirData
from app.keluarga.kanonik import REGISTRI, Satuan

_TIDAK_DIKETAHUI: Final = Teks("tidak diketahui", "unknown")
_KUESIONER: Final = Teks(
    "Jawaban dari kuesioner yang dinilai model ini", "Answers to a questionnaire that this model scores"
)
_YA_TIDAK: Final = (Teks("tidak", "no"), Teks("ya", "yes"))
_UKURAN: Final = frozenset({"ln_ukuran", "ukuran_kuadrat"})
"""Other forms of the family size: a citizen knows it as a number of persons."""

# Member names are the questionnaire's own words; only what an underscore cannot say is spelt out in Indonesian.
_ID: Final = MappingProxyType(
    {
        "MARMER_GRANIT": "marmer/granit",
        "PARKET_VINIL": "parket/vinil/karpet",
        "UBIN_TERASO": "ubin/tegel/teraso",
        "SEMEN_BATA": "semen/bata merah",
        "KAYU_RENDAH": "kayu kualitas rendah",
        "KAYU_SIRAP": "kayu/sirap",
        "PLESTERAN": "plesteran anyaman bambu/kawat",
        "RUMBIA": "jerami/ijuk/rumbia",
        "KEMASAN": "air kemasan bermerek",
        "ISI_ULANG": "air isi ulang",
        "PLN_METERAN": "listrik PLN dengan meteran",
        "PLN_TANPA_METERAN": "listrik PLN tanpa meteran",
        "NON_PLN": "listrik non-PLN",
        "W450": "450 watt",
        "W900": "900 watt",
        "W1300": "1.300 watt",
        "W2200": "2.200 watt",
        "DI_ATAS_2200": "di atas 2.200 watt",
        "ELPIJI_DI_ATAS_3KG": "elpiji di atas 3 kg",
        "ELPIJI_3KG": "elpiji 3 kg",
        "GAS_KOTA_BIOGAS": "gas kota/biogas",
        "UMUM": "MCK umum",
        "CEMPLUNG": "cemplung/cubluk",
        "IPAL": "IPAL",
        "KOLAM_SUNGAI": "kolam/sawah/sungai/laut",
        "PANTAI_KEBUN": "pantai/tanah lapang/kebun",
        "INTERNET_TV": "internet dan TV langganan",
        "WIFI": "wifi",
        "HP": "internet telepon seluler",
        "SD": "SD",
        "SMP": "SMP",
        "SMA": "SMA",
        "INDUSTRI_KONSTRUKSI": "industri/konstruksi",
        "PERDAGANGAN_ANGKUTAN": "perdagangan/angkutan",
        "DIBANTU_TIDAK_TETAP": "berusaha dibantu buruh tidak tetap",
        "DIBANTU_TETAP": "berusaha dibantu buruh tetap",
        "APARATUR": "ASN/TNI/Polri/BUMN/BUMD/pejabat",
        "BEBAS_PERTANIAN": "pekerja bebas pertanian",
        "BEBAS_NON_PERTANIAN": "pekerja bebas non-pertanian",
    }
)
_EN: Final = MappingProxyType(
    {
        "MILIK_SENDIRI": "own",
        "SEWA": "rented",
        "BEBAS_SEWA": "rent-free",
        "DINAS": "official housing",
        "LAINNYA": "other",
        "MARMER_GRANIT": "marble/granite",
        "KERAMIK": "ceramic",
        "PARKET_VINIL": "parquet/vinyl/carpet",
        "UBIN_TERASO": "tile/terrazzo",
        "KAYU": "wood",
        "SEMEN_BATA": "cement/brick",
        "BAMBU": "bamboo",
        "KAYU_RENDAH": "low-quality wood",
        "TANAH": "earth",
        "TEMBOK": "masonry",
        "PLESTERAN": "plastered bamboo/wire mesh",
        "ANYAMAN_BAMBU": "woven bamboo",
        "BATANG_KAYU": "logs",
        "BETON": "concrete",
        "GENTENG": "roof tiles",
        "SENG": "corrugated iron",
        "ASBES": "asbestos",
        "KAYU_SIRAP": "wood/shingle",
        "RUMBIA": "straw/palm fibre/thatch",
        "KEMASAN": "branded bottled water",
        "ISI_ULANG": "refilled water",
        "LEDING": "piped water",
        "SUMUR_BOR": "borehole/pump",
        "SUMUR_TERLINDUNG": "protected well",
        "SUMUR_TAK_TERLINDUNG": "unprotected well",
        "MATA_AIR_TERLINDUNG": "protected spring",
        "MATA_AIR_TAK_TERLINDUNG": "unprotected spring",
        "AIR_PERMUKAAN": "surface water",
        "AIR_HUJAN": "rainwater",
        "PLN_METERAN": "PLN electricity with a meter",
        "PLN_TANPA_METERAN": "PLN electricity without a meter",
        "NON_PLN": "other electricity",
        "BUKAN_LISTRIK": "no electricity",
        "TANPA_METERAN": "no meter",
        "W450": "450 watts",
        "W900": "900 watts",
        "W1300": "1,300 watts",
        "W2200": "2,200 watts",
        "DI_ATAS_2200": "above 2,200 watts",
        "LISTRIK": "electricity",
        "ELPIJI_DI_ATAS_3KG": "LPG above 3 kg",
        "ELPIJI_3KG": "LPG 3 kg",
        "GAS_KOTA_BIOGAS": "city gas/biogas",
        "MINYAK_TANAH": "kerosene",
        "BRIKET": "briquettes",
        "ARANG": "charcoal",
        "KAYU_BAKAR": "firewood",
        "TIDAK_MEMASAK": "does not cook",
        "SENDIRI": "own",
        "BERSAMA": "shared",
        "UMUM": "public",
        "TIDAK_ADA": "none",
        "TIDAK_PAKAI": "none",
        "LEHER_ANGSA": "gooseneck",
        "PLENGSENGAN": "sloped pan",
        "CEMPLUNG": "pit",
        "TANGKI_SEPTIK": "septic tank",
        "IPAL": "treatment plant",
        "KOLAM_SUNGAI": "pond/field/river/sea",
        "LUBANG_TANAH": "hole in the ground",
        "PANTAI_KEBUN": "beach/open field/garden",
        "TIDAK": "no",
        "INTERNET_TV": "internet with pay TV",
        "WIFI": "wifi",
        "HP": "mobile internet",
        "TANPA_IJAZAH": "no certificate",
        "SD": "primary school",
        "SMP": "lower secondary school",
        "SMA": "upper secondary school",
        "DIPLOMA": "diploma",
        "SARJANA": "bachelor",
        "PASCASARJANA": "postgraduate",
        "TIDAK_BEKERJA": "not working",
        "PERTANIAN": "agriculture",
        "INDUSTRI_KONSTRUKSI": "industry/construction",
        "PERDAGANGAN_ANGKUTAN": "trade/transport",
        "JASA": "services",
        "BERUSAHA_SENDIRI": "self-employed",
        "DIBANTU_TIDAK_TETAP": "employer of occasional workers",
        "DIBANTU_TETAP": "employer of regular workers",
        "KARYAWAN_SWASTA": "private employee",
        "APARATUR": "civil servant, military, police, state enterprise, official",
        "BEBAS_PERTANIAN": "casual worker in agriculture",
        "BEBAS_NON_PERTANIAN": "casual worker outside agriculture",
        "PEKERJA_KELUARGA": "family worker",
    }
)


def nama(variabel: str) -> Teks:
    """Return what a canonical variable is called, or what is said of a questionnaire that the model does not score."""
    if variabel == INSTRUMEN:
        return _KUESIONER
    return REGISTRI[BOBOT if variabel in _UKURAN else variabel].deskripsi


def butir(variabel: str, masukan: dict[str, int | None]) -> ButirData:
    """Return one of a family's canonical values in words."""
    dilihat = BOBOT if variabel in _UKURAN else variabel
    nilai = masukan[dilihat]
    return ButirData(nama(dilihat), _TIDAK_DIKETAHUI if nilai is None else _kata(dilihat, nilai))


def _kata(variabel: str, nilai: int) -> Teks:
    v = REGISTRI[variabel]
    return _SATUAN[v.satuan](nilai) if v.kategori is None else _kode(v.kategori(nilai))


def _luas(nilai: int) -> Teks:
    utuh, sisa = divmod(nilai, 100)
    return Teks(f"{utuh},{sisa:02} m² per orang", f"{utuh}.{sisa:02} m² per person")


def _persen(nilai: int) -> Teks:
    persen = f"{(nilai + 5000) // 10_000}%"
    return Teks(persen, persen)


_SATUAN: Final = MappingProxyType(
    {
        Satuan.ORANG: lambda n: Teks(f"{n} orang", f"{n} person" if n == 1 else f"{n} persons"),
        Satuan.TAHUN: lambda n: Teks(f"{n} tahun", f"{n} years"),
        Satuan.EKOR: lambda n: Teks(f"{n} ekor", f"{n} head"),
        Satuan.BINER: lambda n: _YA_TIDAK[n],
        Satuan.PER_JUTA: _persen,
        Satuan.PER_SERATUS_M2: _luas,
    }
)


def _kode(anggota: IntEnum) -> Teks:
    return Teks(_ID.get(anggota.name, anggota.name.replace("_", " ").lower()), _EN[anggota.name])
