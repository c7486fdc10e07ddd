"""Indicators of SDGs Desa: counts per village over the canonical variables, small cells covered. Pure.

Goals: Permendesa PDTT 21/2020 (pendataan SDGs Desa), as far as the registry's data speak to them; it knows the families
that it holds, not the whole village, and the file says of how many.

A figure about fewer than `sel_min` families, or about all but so few, would say of somebody what he is; it is covered,
and so is everything of a village with fewer families than that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.ekspor.bidang import TANDA, Tempat
from app.ekspor.kode import KeteranganSel
from app.keluarga import kanonik_kode as kk
from app.keluarga.entitas_massal import HitunganDesa, Syarat
from app.lembar.entitas import Baris, Jenis, Kolom


@dataclass(frozen=True, slots=True)
class Indikator:
    """Families for whom a condition holds, of those of whom it is known; `desil`: up to this national decile."""

    kode: str
    tujuan: int
    nama: str
    syarat: Syarat | None = None
    desil: int | None = None


def _i(tujuan: int, kode: str, nama: str, variabel: str, *nilai: int, mulai: int | None = None) -> Indikator:
    return Indikator(kode, tujuan, nama, Syarat(variabel, tuple(map(int, nilai)), mulai))


_LAYAK_MINUM: Final = (
    kk.AirMinum.KEMASAN,
    kk.AirMinum.ISI_ULANG,
    kk.AirMinum.LEDING,
    kk.AirMinum.SUMUR_BOR,
    kk.AirMinum.SUMUR_TERLINDUNG,
    kk.AirMinum.MATA_AIR_TERLINDUNG,
    kk.AirMinum.AIR_HUJAN,
)
_BERSIH: Final = (
    kk.BahanBakar.LISTRIK,
    kk.BahanBakar.ELPIJI_DI_ATAS_3KG,
    kk.BahanBakar.ELPIJI_3KG,
    kk.BahanBakar.GAS_KOTA_BIOGAS,
)
_TANPA_SMP: Final = (kk.Pendidikan.TANPA_IJAZAH, kk.Pendidikan.SD)
_PLN: Final = (kk.Penerangan.PLN_METERAN, kk.Penerangan.PLN_TANPA_METERAN)
_ADA_INTERNET: Final = (kk.Internet.INTERNET_TV, kk.Internet.WIFI, kk.Internet.HP)
_BAB_LAYAK: Final = (kk.Bab.SENDIRI, kk.Bab.BERSAMA)
_MILIK: Final = (kk.StatusBangunan.MILIK_SENDIRI,)

INDIKATOR: Final = (
    Indikator("DESIL_1", 1, "Keluarga di desil nasional 1", desil=1),
    Indikator("DESIL_1_4", 1, "Keluarga di desil nasional 1 sampai 4", desil=4),
    _i(1, "TANPA_REKENING", "Keluarga tanpa rekening aktif atau dompet digital", "rekening", 0),
    _i(3, "PENYAKIT_KRONIS", "Keluarga dengan penderita penyakit kronis", "penderita_kronis", mulai=1),
    _i(3, "DISABILITAS", "Keluarga dengan penyandang disabilitas", "penyandang_disabilitas", mulai=1),
    _i(4, "ANAK_TIDAK_SEKOLAH", "Keluarga dengan anak 7-15 tahun tidak bersekolah", "anak_putus_sekolah", mulai=1),
    _i(4, "TANPA_IJAZAH_SMP", "Keluarga tanpa anggota berijazah SMP", "pendidikan_maks", *_TANPA_SMP),
    _i(5, "KEPALA_PEREMPUAN", "Keluarga dengan kepala perempuan", "kepala_perempuan", 1),
    _i(6, "AIR_MINUM_LAYAK", "Keluarga dengan sumber air minum layak", "air_minum", *_LAYAK_MINUM),
    _i(6, "JAMBAN", "Keluarga dengan jamban sendiri atau bersama", "bab", *_BAB_LAYAK),
    _i(6, "TANGKI_SEPTIK", "Keluarga dengan tangki septik atau IPAL", "tinja", kk.Tinja.TANGKI_SEPTIK, kk.Tinja.IPAL),
    _i(7, "LISTRIK_PLN", "Keluarga dengan listrik PLN", "penerangan", *_PLN),
    _i(7, "BAHAN_BAKAR_BERSIH", "Keluarga yang memasak dengan listrik atau gas", "bahan_bakar", *_BERSIH),
    _i(8, "KEPALA_BEKERJA", "Keluarga dengan kepala bekerja", "kepala_sektor", mulai=1),
    _i(9, "INTERNET", "Keluarga dengan sambungan internet", "internet", *_ADA_INTERNET),
    _i(11, "LANTAI_TANAH", "Keluarga dengan lantai tanah", "lantai", kk.Lantai.TANAH),
    _i(11, "RUMAH_MILIK", "Keluarga dengan rumah milik sendiri", "status_bangunan", *_MILIK),
    _i(11, "LUAS_CUKUP", "Keluarga dengan lantai 7,2 m2 per orang atau lebih", "luas_kapita", mulai=720),
)
"""Sources of the thresholds: BPS, Indikator Perumahan (air layak, sanitasi layak, 7,2 m2)."""

SYARAT: Final = {i.kode: i.syarat for i in INDIKATOR if i.syarat is not None}
KOLOM: Final = (
    *(Kolom(n) for n in ("kode_wilayah", "nama_provinsi", "nama_kabkota", "nama_kecamatan", "nama_desa")),
    Kolom("keluarga_terdata", Jenis.BULAT),
    Kolom("tujuan", Jenis.BULAT),
    Kolom("indikator"),
    Kolom("nama_indikator"),
    Kolom("pembilang", Jenis.BULAT),
    Kolom("penyebut", Jenis.BULAT),
    Kolom("persen"),
    Kolom("keterangan"),
    TANDA,
)


def baris(
    desa: Sequence[HitunganDesa],
    desil: Mapping[str, Sequence[int]],
    tempat: Mapping[str, Tempat],
    *,
    sel_min: int,
    tanda: str,
) -> list[Baris]:
    """Return a row for each village and indicator.

    Args:
        desa: counts over canonical variables.
        desil: by village how many families stand in each national decile, the first one first.
        tempat: names.
        sel_min: the smallest count that is shown.
        tanda: the watermark.
    """
    hasil: list[Baris] = []
    for d in desa:
        letak = tempat.get(d.kode_desa, Tempat("", "", "", ""))
        terdata = d.keluarga if d.keluarga >= sel_min else None
        for i in INDIKATOR:
            sel = sel_aman(*_hitungan(i, d, desil.get(d.kode_desa, ())), terdata, sel_min)
            hasil.append([[d.kode_desa, *letak, terdata], [i.tujuan, i.kode, i.nama, *sel, tanda]])
    return hasil


def _hitungan(i: Indikator, d: HitunganDesa, desil: Sequence[int]) -> tuple[int, int]:
    return (sum(desil[: i.desil]), sum(desil)) if i.desil is not None else d.hitungan[i.kode]


def sel_aman(ada: int, dari: int, terdata: int | None, sel_min: int) -> tuple[int | None, int | None, str | None, str]:
    """Return numerator, denominator, percentage and what is to be said of them.

    None may be counted as `ada`, or all: that says nothing that a figure beside it does not. But a few, or all but a
    few, are covered; so are figures of a few, and those that leave only a few of the village's families out.
    """
    if dari == 0 and terdata is not None:
        return None, None, None, KeteranganSel.TIDAK_ADA_DATA
    sisa = (ada, dari - ada, (terdata or 0) - dari)
    if terdata is None or dari < sel_min or any(0 < n < sel_min for n in sisa):
        return None, None, None, KeteranganSel.DISAMARKAN
    return ada, dari, f"{100 * ada / dari:.1f}", KeteranganSel.TERSEDIA
