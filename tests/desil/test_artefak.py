"""An artefact is refused with the place and reason of every mistake; its digest covers every byte of meaning."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.teks import Teks
from app.desil.artefak import SKOR_MAKS, Sumber, sidik
from app.desil.artefak_baca import urai
from app.desil.errors import ArtefakTidakSah
from app.keluarga.instrumen import KodeInstrumen
from tests.desil.contoh import SUMBER, artefak_uji, bersidik, data_artefak, evaluasi_uji


def lokasi(data: dict[str, Any], *, sumber: dict[str, Sumber] | None = None) -> list[str]:
    with pytest.raises(ArtefakTidakSah) as galat:
        urai(data, SUMBER if sumber is None else sumber)
    rincian = galat.value.tambahan["rincian"]
    assert isinstance(rincian, list)
    assert all(isinstance(m["pesan"], Teks) for m in rincian)
    return [m["lokasi"] for m in rincian]


def setel(*jalan: str | int, nilai: Any) -> Callable[[dict[str, Any]], None]:
    def ubah(data: Any) -> None:
        for langkah in jalan[:-1]:
            data = data[langkah]
        data[jalan[-1]] = nilai

    return ubah


def buang(*jalan: str | int) -> Callable[[dict[str, Any]], None]:
    def ubah(data: Any) -> None:
        for langkah in jalan[:-1]:
            data = data[langkah]
        del data[jalan[-1]]

    return ubah


def test_a_sound_artefact_is_read_whole() -> None:
    artefak = artefak_uji()
    assert artefak.sumber == ("ukuran", "ln_anggota", "luas", "lantai", "tabungan", "instrumen")
    assert artefak_uji(instrumen=[*KodeInstrumen]).sumber == artefak.sumber[:-1], "who scores all need not ask"
    assert artefak.koefisien["nasional"][0] == 13500000000
    assert artefak.jenis == "demonstrasi"
    assert (artefak.varians["32"], artefak.evaluasi) == (240000000, None)
    assert artefak.pelatihan is not None
    assert artefak.pelatihan.himpunan["32.04"].bobot_sendiri == 400000


def test_an_evaluation_is_read_whole() -> None:
    evaluasi = artefak_uji(evaluasi=evaluasi_uji()).evaluasi
    assert evaluasi is not None
    assert [g.eksklusi for g in evaluasi.galat][:2] == [530000, 432000]
    assert [(k.jenis, k.kode, k.galat[0].eksklusi) for k in evaluasi.kelompok] == [
        ("wilayah", "32.04", 530000),
        ("lansia", "ya", None),
    ]


def test_what_was_stored_before_variance_and_summary_were_asked_for_stays_readable_and_is_taken_no_more() -> None:
    lama = data_artefak(skema=1)
    for nama in ("varians_sisa", "pelatihan", "evaluasi"):
        del lama[nama]
    lama = bersidik(lama)
    artefak = urai(lama, SUMBER, tersimpan=True)
    assert (dict(artefak.varians), artefak.pelatihan, artefak.evaluasi) == ({}, None, None)
    assert {"skema", "varians_sisa", "pelatihan", "evaluasi"} <= set(lokasi(lama))


@pytest.mark.parametrize(
    ("ubah", "tempat"),
    [
        (setel("skema", nilai=1), "skema"),
        (setel("skema", nilai=2.0), "skema"),
        (setel("target", nilai="pengeluaran"), "target"),
        (setel("kode", nilai="  "), "kode"),
        (setel("jenis", nilai="coba"), "jenis"),
        (setel("berlaku_dari", nilai="2026-02-30"), "berlaku_dari"),
        (setel("instrumen", nilai=[]), "instrumen"),
        (setel("instrumen", 0, nilai=7), "instrumen[0]"),
        (setel("instrumen", nilai=["DTSEN2025", "NGAWUR"]), "instrumen[1]"),
        (setel("instrumen", nilai=["DTSEN2025", "DTSEN2025"]), "instrumen[1]"),
        (setel("tambahan", nilai=1), "tambahan"),
        (buang("dasar_hukum"), "dasar_hukum"),
        (setel("variabel", nilai="luas"), "variabel"),
        (setel("variabel", 1, nilai="luas"), "variabel[1]"),
        (setel("variabel", 1, "sumber", nilai="luas_kolam"), "variabel[1].sumber"),
        (setel("variabel", 1, "nama", nilai="Luas Rumah"), "variabel[1].nama"),
        (setel("variabel", 1, "nama", nilai="ln_anggota"), "variabel[1].nama"),
        (setel("variabel", 1, "nama", nilai="konstanta"), "variabel[1].nama"),
        (setel("variabel", 1, "jenis", nilai="ajaib"), "variabel[1].jenis"),
        (setel("variabel", 1, "faktor", nilai="zodiak"), "variabel[1].faktor"),
        (setel("variabel", 1, "batas_min", nilai=301), "variabel[1].batas_maks"),
        (setel("variabel", 1, "batas_min", nilai=True), "variabel[1].batas_min"),
        (buang("variabel", 1, "batas_maks"), "variabel[1].batas_maks"),
        (setel("variabel", 1, "rerata", nilai=60.5), "variabel[1].rerata"),
        (setel("variabel", 1, "asing", nilai=0), "variabel[1].asing"),
        (setel("variabel", 0, "skala", nilai=1), "variabel[0].skala"),
        (setel("variabel", 2, "peta", "4", nilai=0), "variabel[2].peta.4"),
        (buang("variabel", 2, "peta", "3"), "variabel[2].peta.3"),
        (setel("variabel", 2, "peta", "satu", nilai=0), "variabel[2].peta"),
        (setel("variabel", 2, "peta", nilai=[1]), "variabel[2].peta"),
        (setel("variabel", 3, "pengganti", nilai=9), "variabel[3].pengganti"),
        (setel("variabel", 3, "bila_kosong", nilai="abaikan"), "variabel[3].bila_kosong"),
        (setel("koefisien", nilai=None), "koefisien"),
        (buang("koefisien", "nasional"), "koefisien.nasional"),
        (buang("koefisien", "32", "luas"), "koefisien.32.luas"),
        (setel("koefisien", "32", "emas", nilai=1), "koefisien.32.emas"),
        (setel("koefisien", "32", "luas", nilai="2400000"), "koefisien.32.luas"),
        (setel("koefisien", "jabar", nilai={}), "koefisien.jabar"),
        (setel("koefisien", "32", "luas", nilai=SKOR_MAKS), "koefisien.32"),
        (setel("kode", nilai="K" * 65), "kode"),
        (setel("versi", nilai="1\0"), "versi"),
        (setel("berlaku_dari", nilai="20260101"), "berlaku_dari"),
        (setel("jenis", nilai="resmi"), "ditandatangani_oleh"),
        (setel("ditandatangani_oleh", nilai=""), "ditandatangani_oleh"),
        (buang("varians_sisa"), "varians_sisa"),
        (buang("varians_sisa", "32"), "varians_sisa.32"),
        (setel("varians_sisa", "33", nilai=1), "varians_sisa.33"),
        (setel("varians_sisa", "32", nilai=0), "varians_sisa.32"),
        (setel("varians_sisa", "32", nilai=0.24), "varians_sisa.32"),
        (setel("pelatihan", nilai=None), "pelatihan"),
        (setel("pelatihan", "metode", nilai="tebak"), "pelatihan.metode"),
        (setel("pelatihan", "keluarga", nilai=0), "pelatihan.keluarga"),
        (setel("pelatihan", "r2", nilai=None), "pelatihan.r2"),
        (setel("pelatihan", "r2", nilai=1000001), "pelatihan.r2"),
        (buang("pelatihan", "himpunan", "32"), "pelatihan.himpunan.32"),
        (setel("pelatihan", "himpunan", "33", nilai={}), "pelatihan.himpunan.33"),
        (setel("pelatihan", "himpunan", "32", "bobot_sendiri", nilai=-1), "pelatihan.himpunan.32.bobot_sendiri"),
        (setel("evaluasi", nilai=[]), "evaluasi"),
        (setel("evaluasi", nilai={**evaluasi_uji(), "keluarga": 0}), "evaluasi.keluarga"),
        (setel("evaluasi", nilai={**evaluasi_uji(), "rmse": 0.5}), "evaluasi.rmse"),
        (setel("evaluasi", nilai={**evaluasi_uji(), "galat": evaluasi_uji()["galat"][1:]}), "evaluasi.galat"),
        (setel("evaluasi", nilai={**evaluasi_uji(), "galat": None}), "evaluasi.galat"),
        (setel("evaluasi", nilai={**evaluasi_uji(), "kelompok": [{"jenis": "suku"}]}), "evaluasi.kelompok[0].jenis"),
    ],
)
def test_every_mistake_is_named_by_its_place(ubah: Callable[[dict[str, Any]], None], tempat: str) -> None:
    data = copy.deepcopy(data_artefak())
    ubah(data)
    assert tempat in lokasi(bersidik(data))


@pytest.mark.parametrize("angka", ["NaN", "Infinity"])
def test_a_number_that_json_does_not_know_is_refused(angka: str) -> None:
    teks = json.dumps(data_artefak()).replace('"luas": 2400000', f'"luas": {angka}')
    assert {"koefisien.32.luas", "sha256"} <= set(lokasi(json.loads(teks)))


def test_a_wrong_digest_is_refused_even_when_all_else_is_right() -> None:
    assert lokasi({**data_artefak(), "versi": "2"}) == ["sha256"]
    assert lokasi({k: v for k, v in data_artefak().items() if k != "sha256"}) == ["sha256", "sha256", "sha256"]


def test_the_digest_ignores_the_order_of_members_and_nothing_else() -> None:
    data = data_artefak()
    assert sidik(dict(reversed(data.items()))) == data["sha256"]
    assert sidik({**data, "catatan": ""}) != data["sha256"]


@pytest.mark.parametrize(
    ("ubah", "tempat"),
    [
        (setel("variabel", 1, "batas_maks", nilai=2**80), "variabel[1]"),
        (setel("variabel", 1, "batas_min", nilai=-(2**43)), "variabel[1]"),
        (setel("variabel", 1, "pengganti", nilai=2**63), "variabel[1]"),
        (setel("variabel", 2, "peta", "1", nilai=2**62), "variabel[2]"),
        (setel("koefisien", "32", "luas", nilai=2**63), "koefisien.32"),
    ],
)
def test_no_coefficient_of_zero_hides_a_number_that_the_database_cannot_hold(
    ubah: Callable[[dict[str, Any]], None], tempat: str
) -> None:
    data = data_artefak()
    for himpunan in data["koefisien"].values():
        himpunan |= {"luas": 0, "lantai_baik": 0}
    if tempat == "koefisien.32":
        data["variabel"][1] |= {"batas_min": 0, "batas_maks": 0}
    ubah(data)
    assert lokasi(bersidik(data)) == [tempat]


def test_a_category_needs_codes_and_a_map() -> None:
    data = data_artefak()
    data["variabel"][1] |= {"jenis": "kategori", "peta": {}}
    assert "variabel[1].peta" in lokasi(bersidik(data))


def test_all_mistakes_come_in_one_answer() -> None:
    data = data_artefak(kode="", jenis="x")
    data["koefisien"]["32"]["luas"] = None
    assert set(lokasi(bersidik(data))) == {"kode", "jenis", "koefisien.32.luas"}


def test_a_code_list_that_grew_makes_the_old_map_incomplete() -> None:
    sumber = {**SUMBER, "lantai": Sumber(kode=frozenset({1, 2, 3, 4}))}
    assert lokasi(data_artefak(), sumber=sumber) == ["variabel[2].peta.4"]
