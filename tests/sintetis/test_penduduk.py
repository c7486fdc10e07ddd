"""The synthetic nation: who lives where, what they answer, and that what is wrong with it is what was planted."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import numpy as np
import pytest

from app.berkas_tabel.bentuk import Bidang, KodeFormat, bentuk
from app.core.nik import Nik, NikTidakValid, NomorKK, NomorKKTidakValid
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kanonik import turunkan
from app.sintetis.acak import Sumber
from app.sintetis.alamat import prefiks_dikenal
from app.sintetis.buku import BukuPenuh, jadikan_buku
from app.sintetis.daerah import WilayahKosong, sebar, semua_desa
from app.sintetis.isian import keluarga as isi_keluarga
from app.sintetis.isian_orang import orang as isi_orang
from app.sintetis.kosakata import data
from app.sintetis.kotoran import pangsa
from app.sintetis.lembar import Pesanan, lembar
from app.sintetis.susunan import Orang, susun
from app.sintetis.tulis import MANIFES, TANAMAN, Pisah, nama_berkas, tulis

HARI = date(2026, 6, 30)
GARUT = "32.05"
Baris = dict[str, str]


def pesanan(keluarga: int = 600, **ganti: Any) -> Pesanan:
    isi = {"benih": 7, "kotor": 1.0, "hari": HARI, "format": KodeFormat.DTKS1, "wilayah": GARUT}
    return Pesanan(keluarga, **{**isi, **ganti})


def baca(folder: Path, pesan: Pesanan, bagian: str = "semua") -> list[Baris]:
    with (folder / nama_berkas(pesan, bagian)).open(encoding="utf-8", newline="") as berkas:
        return [*csv.DictReader(berkas)]


def tanaman(folder: Path) -> list[Baris]:
    with (folder / TANAMAN).open(encoding="utf-8", newline="") as berkas:
        return [*csv.DictReader(berkas)]


def _tulis(pesan: Pesanan, folder: Path, **ganti: Any) -> dict[str, Any]:
    return tulis(pesan, folder, **{"pisah": Pisah.SEMUA, "proses": 1, "kabar": lambda *_: None, **ganti})


class Kotor(NamedTuple):
    """A nation with four times the errors that were found, as its files have it."""

    manifes: dict[str, Any]
    baris: list[Baris]
    tanaman: list[Baris]


@pytest.fixture(scope="module")
def kotor(tmp_path_factory: pytest.TempPathFactory) -> Kotor:
    folder, pesan = tmp_path_factory.mktemp("kotor"), pesanan(2_000, kotor=4.0)
    _tulis(pesan, folder)
    return Kotor(json.loads((folder / MANIFES).read_text()), baca(folder, pesan), tanaman(folder))


@pytest.fixture(scope="module")
def orang() -> Orang:
    return susun(next(sebar(6_000, GARUT)), Sumber(7, 0), HARI)


# -- where


def test_every_family_lives_in_a_village_that_exists_and_none_is_lost() -> None:
    desa = {d for d, _ in semua_desa()}
    potongan = [*sebar(100_003)]
    assert sum(p.jumlah for p in potongan) == 100_003
    assert {d for p in potongan for d in p.desa} <= desa
    assert len({d for p in potongan for d in p.desa}) > 50_000
    assert [p.awal for p in potongan[1:]] == [p.awal + p.jumlah for p in potongan[:-1]]


def test_a_part_holds_whole_kecamatan() -> None:
    kecamatan = [{d[:8] for d in p.desa} for p in sebar(50_000)]
    assert sum(map(len, kecamatan)) == len(set().union(*kecamatan))


def test_provinsi_have_the_share_of_the_census() -> None:
    jiwa: dict[str, float] = data("penduduk")["ribu_jiwa"]
    isi: Counter[str] = Counter()
    for p in sebar(100_000):
        for d, n in zip(p.desa, p.keluarga, strict=True):
            isi[d[:2]] += n
    for kode, ribu in jiwa.items():
        assert isi[kode] == pytest.approx(100_000 * ribu / sum(jiwa.values()), abs=2)


def test_a_region_without_villages_is_refused() -> None:
    with pytest.raises(WilayahKosong):
        [*sebar(10, "99")]


# -- who


def test_families_are_as_large_as_the_nations(orang: Orang) -> None:
    assert 2.95 < len(orang) / len(orang.ukuran) < 3.2
    assert {*orang.ukuran.tolist()} >= {1, 2, 3, 4, 5, 6, 7}


def test_every_family_has_one_head_who_comes_first_and_mothers_are_older(orang: Orang) -> None:
    assert ((orang.urut == 0) == (orang.hubungan == 1)).all()
    punya = orang.ibu >= 0
    assert (orang.umur[orang.ibu[punya]] - orang.umur[punya] >= 15).all()
    assert (orang.perempuan[orang.ibu[punya]] == 1).all()
    assert ((orang.umur >= 0) & (orang.umur <= 100)).all()


@pytest.mark.parametrize("kode", sorted(KodeInstrumen))
def test_a_clean_questionnaire_has_no_finding(kode: KodeInstrumen, orang: Orang) -> None:
    alat, acak, n = muat(kode), Sumber(7, 0), 100
    rumah = isi_keluarga(alat, acak, orang.sejahtera, orang.ukuran, HARI.year)
    warga = isi_orang(alat, acak, orang, np.zeros(len(orang), dtype=np.int64))
    awal = np.cumsum(orang.ukuran) - orang.ukuran
    tak_diketahui: Counter[str] = Counter()
    for f in range(n):
        isi = {
            "kepala": {},
            "keluarga": {no: int(v[f]) for no, v in rumah.items() if v[f] >= 0},
            "individu": {
                f"p{i}": {no: int(v[awal[f] + i]) for no, v in warga.items() if v[awal[f] + i] >= 0}
                for i in range(orang.ukuran[f])
            },
        }
        assert alat.periksa(isi, HARI) == []
        kanonik = turunkan(kode, isi, kode_desa="32.05.01.2001")
        tak_diketahui.update(k for k, v in kanonik.items() if v is None)
    tak_ditanya = {"rekening", "internet", "aset_smartphone"} if kode is KodeInstrumen.PBDT2015 else set()
    assert {k for k, c in tak_diketahui.items() if c == n} == tak_ditanya
    assert all(c < 0.04 * n for c in tak_diketahui.values() if c < n)


def test_answers_follow_welfare(orang: Orang) -> None:
    rumah = isi_keluarga(muat(KodeInstrumen.DTSEN2025), Sumber(7, 0), orang.sejahtera, orang.ukuran, HARI.year)

    def r(no: str) -> float:
        return float(np.corrcoef(orang.sejahtera, rumah[no])[0, 1])

    assert r("303") < -0.4  # a low code is a better floor
    assert r("502b") < -0.3  # 1 owns a refrigerator
    assert r("501b") > 0.25  # 1 receives PKH
    assert 0.3 < r("302") < 0.7


# -- what is wrong


def test_a_clean_nation_has_only_right_and_different_numbers(tmp_path: Path) -> None:
    pesan = pesanan(700, kotor=0.0)
    manifes = _tulis(pesan, tmp_path)
    baris = baca(tmp_path, pesan)
    assert len(baris) == manifes["baris"]
    assert manifes["catatan"] == {}
    assert tanaman(tmp_path) == []
    assert len({b["nik"] for b in baris}) == len(baris)
    assert len({b["no_kk"] for b in baris}) == len({b["kunci_keluarga"] for b in baris}) == 700
    for b in baris:
        nik = Nik.dari_impor(b["nik"])
        assert nik.anomali(date.fromisoformat(b["tanggal_lahir"]), b["jenis_kelamin"], prefiks_dikenal()) == []
        assert NomorKK.dari_impor(b["no_kk"]).anomali() == []


def test_numbers_are_different_in_the_whole_nation() -> None:
    nik: list[str] = []
    for p in sebar(12_000):
        nik += lembar(pesanan(12_000, kotor=0.0, wilayah=""), p).tabel["nik"].to_list()
    assert len(set(nik)) == len(nik) > 35_000


def test_what_is_wrong_with_a_number_is_what_was_planted(kotor: Kotor) -> None:
    """Read the file as an import does and compare remark by remark, row by row."""
    baris = kotor.baris
    harap = {(int(t["baris"]), t["kode"]) for t in kotor.tanaman if t["kolom"] in {"nik", "no_kk"}}
    ganda = {n for n, k in harap if k in {"NIK_GANDA", "GANDA_DALAM_KELUARGA"}}
    nyata = {(n, k) for n, b in enumerate(baris, 2) for k in (*_nik(b), *_kk(b))}
    milik: Counter[str] = Counter(b["nik"] for b in baris if b["nik"].isdigit() and len(b["nik"]) == 16)
    assert {n for n, b in enumerate(baris, 2) if milik[b["nik"]] > 1} >= ganda
    assert sum(c - 1 for c in milik.values()) == len(ganda) > 10
    assert {h for h in harap if h[1] not in {"NIK_GANDA", "GANDA_DALAM_KELUARGA"}} == nyata


def _nik(b: Baris) -> list[str]:
    teks = b["nik"]
    if not teks:
        return ["NIK_KOSONG"]
    try:
        nik = Nik.dari_impor(teks)
    except NikTidakValid:
        if "E" in teks:
            return ["NIK_NOTASI_ILMIAH"]
        return ["NIK_ANGKA_HILANG" if teks.isdigit() and len(teks) < 16 else "NIK_TIDAK_VALID"]
    lahir = b["tanggal_lahir"]
    return nik.anomali(date.fromisoformat(lahir), b["jenis_kelamin"].replace("?", "") or None, prefiks_dikenal()) \
        if lahir[4] == "-" and b["jenis_kelamin"] != "?" else []  # fmt: skip


def _kk(b: Baris) -> list[str]:
    if not b["no_kk"]:
        return ["KK_KOSONG"]
    try:
        return NomorKK.dari_impor(b["no_kk"]).anomali()
    except NomorKKTidakValid:
        return ["KK_TIDAK_VALID"]


_SEL: dict[str, Callable[[Baris], bool]] = {
    "NAMA_KOSONG": lambda b: not b["nama"] and bool(b["nik"]),
    "TANGGAL_LAHIR_TIDAK_SAH": lambda b: b["tanggal_lahir"] == "31-02-1990" and not b["nik"],
    "JENIS_KELAMIN_DARI_NIK": lambda b: b["jenis_kelamin"] == "?",
    "JAWABAN_TIDAK_SAH": lambda b: b["i_430"] == "77",
    "KODE_DESA_TIDAK_DIKENAL": lambda b: b["kode_desa"] not in {d for d, _ in semua_desa()},
    "MENINGGAL": lambda b: b["i_404"] == "2" and b["i_404_tanggal"] < HARI.isoformat(),
}


@pytest.mark.parametrize("kode", sorted(_SEL))
def test_every_other_error_stands_where_the_list_says(kode: str, kotor: Kotor) -> None:
    desa = {d for d, _ in semua_desa()}
    uji = _SEL[kode] if kode != "KODE_DESA_TIDAK_DIKENAL" else lambda b: b["kode_desa"] not in desa
    nyata = {n for n, b in enumerate(kotor.baris, 2) if uji(b)}
    assert {int(t["baris"]) for t in kotor.tanaman if t["kode"] == kode} == nyata
    assert nyata or kode == "NAMA_KOSONG"


def test_a_second_record_is_the_same_person_written_otherwise(kotor: Kotor) -> None:
    baris = kotor.baris
    pasang = [(int(t["baris"]) - 2, int(t["pasangan"]) - 2) for t in kotor.tanaman if t["kode"] == "ORANG_GANDA"]
    assert len(pasang) > 100
    for kedua, pertama in pasang:
        a, b = baris[pertama], baris[kedua]
        assert [a[k] for k in ("tanggal_lahir", "jenis_kelamin", "nama_ibu")] == [
            b[k] for k in ("tanggal_lahir", "jenis_kelamin", "nama_ibu")
        ]
        assert a["no_kk"] != b["no_kk"] or not a["no_kk"]
        assert a["nik"] != b["nik"]


def test_a_double_names_the_row_whose_number_it_has(kotor: Kotor) -> None:
    ganda = [t for t in kotor.tanaman if t["kode"] in {"NIK_GANDA", "GANDA_DALAM_KELUARGA"}]
    assert ganda
    for t in ganda:
        satu, lain = kotor.baris[int(t["baris"]) - 2], kotor.baris[int(t["pasangan"]) - 2]
        assert satu["nik"] == lain["nik"]
        assert (satu["kunci_keluarga"] == lain["kunci_keluarga"]) == (t["kode"] == "GANDA_DALAM_KELUARGA")


def test_errors_have_the_rates_that_were_found(kotor: Kotor) -> None:
    manifes = kotor.manifes
    for kode in ("NIK_KOSONG", "NIK_TIDAK_VALID", "KK_TIDAK_VALID", "KK_KOSONG"):
        p, n = manifes["pangsa"][kode], manifes["baris"]
        per = 1 if kode.startswith("NIK") else 3.5  # a card counts for its whole family
        tambahan = manifes["tanpa_catatan"]["ORANG_GANDA"] if kode == "NIK_KOSONG" else 0
        assert abs(manifes["catatan"][kode] - n * p) < 5 * (per * n * p) ** 0.5 + tambahan
    assert pangsa(1.0)["NIK_KOSONG"] < pangsa(2.0)["NIK_KOSONG"]


def test_the_manifest_counts_what_the_list_says(kotor: Kotor) -> None:
    manifes = kotor.manifes
    hitung = Counter(t["kode"] for t in kotor.tanaman)
    assert {**manifes["catatan"], **manifes["tanpa_catatan"]} == dict(hitung)
    assert manifes["berkas"][0]["nama"] == "dtks1-7-semua.csv"
    assert manifes["baris"] == manifes["berkas"][0]["baris"] == len(kotor.baris)


# -- files


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    sidik = [
        _tulis(p, tmp_path / str(n))["berkas"][0]["sha256"]
        for n, p in enumerate((pesanan(100), pesanan(100), pesanan(100, benih=8)))
    ]
    assert sidik[0] == sidik[1] != sidik[2]


@pytest.mark.parametrize("format_", sorted(KodeFormat))
def test_every_format_holds_its_headings_and_the_same_people(format_: KodeFormat, tmp_path: Path) -> None:
    pesan = pesanan(60, format=format_, kotor=0.0)
    _tulis(pesan, tmp_path)
    baris, milik = baca(tmp_path, pesan), bentuk(format_)
    assert [*baris[0]] == [k.nama for k in milik.kolom]
    nama = {k.bidang: k.nama for k in milik.kolom if k.bidang}
    acuan = lembar(pesanan(60, kotor=0.0), next(sebar(60, GARUT))).tabel
    assert [b[nama[Bidang.NIK]] for b in baris] == acuan["nik"].to_list()
    assert [b[nama[Bidang.NAMA]] for b in baris] == acuan["nama"].to_list()
    assert all(b[nama[Bidang.KODE_DESA]] for b in baris)


def test_files_by_kabkota_add_up_and_the_list_names_rows_of_its_file(tmp_path: Path) -> None:
    pesan = pesanan(900, wilayah="34", kotor=2.0)
    manifes = _tulis(pesan, tmp_path, pisah=Pisah.KABKOTA)
    assert len(manifes["berkas"]) == 5
    assert sum(b["baris"] for b in manifes["berkas"]) == manifes["baris"]
    for t in tanaman(tmp_path):
        if t["kode"] == "NIK_KOSONG":
            assert baca(tmp_path, pesan, t["berkas"])[int(t["baris"]) - 2]["nik"] == ""
            break
    assert {b["kode_desa"][:5] for b in baca(tmp_path, pesan, "34.04")} == {"34.04"}


def test_a_workbook_holds_the_rows_of_the_csv_as_text(tmp_path: Path) -> None:
    pesan = pesanan(30)
    _tulis(pesan, tmp_path / "csv")
    manifes = _tulis(pesan, tmp_path / "xlsx", buku=True)
    assert [b["nama"] for b in manifes["berkas"]] == ["dtks1-7-semua.xlsx"]
    lembar_ = ET.fromstring(ZipFile(tmp_path / "xlsx" / "dtks1-7-semua.xlsx").read("xl/worksheets/sheet1.xml"))
    ruang = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    isi = [["".join(s.itertext()) for s in b.iter(f"{ruang}c")] for b in lembar_.iter(f"{ruang}row")]
    baris = baca(tmp_path / "csv", pesan)
    assert isi == [[*baris[0]], *([*b.values()] for b in baris)]


def test_more_rows_than_a_sheet_holds_are_refused_before_they_are_written(tmp_path: Path) -> None:
    berkas = tmp_path / "x.csv"
    berkas.touch()
    with pytest.raises(BukuPenuh, match="--pisah kabkota"):
        jadikan_buku(berkas, 1_048_576)
    assert berkas.exists()


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    kabar: list[tuple[int, int]] = []
    _tulis(pesanan(80), tmp_path, kabar=lambda *x: kabar.append(x))
    assert kabar[-1] == (80, 80)
