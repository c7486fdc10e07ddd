"""Every code that an answer can hold is explained by a public list, in both languages, with its ground."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.keluarga.instrumen import BAGIAN, KodeInstrumen, muat
from app.kriteria.perangkat import KodePerangkat
from app.referensi import katalog
from app.turunan import semua_alur

PROTOKOL = re.compile(r"KunciPublik\.(kty|use|alg|crv)|TokenBaca\.token_type")
"""Constants of OAuth and JOSE, which are no codes of ours."""
B8 = """
    NIK_TIDAK_VALID NIK_GANDA NIK_TIDAK_DITEMUKAN NIK_KOSONG KK_TIDAK_VALID TIDAK_PADAN_DUKCAPIL NAMA_KOSONG
    MENINGGAL BEDA_WILAYAH SUDAH_TERDAFTAR GANDA_DALAM_KELUARGA ASN_TNI_POLRI GURU_TERSERTIFIKASI_NON_ASN
    PENSIUNAN PEJABAT_APARAT_DESA PEMILIK_USAHA_AHU UPAH_DI_ATAS_UMP_UMK PELANGGAN_PLN_900_NONSUBSIDI_ATAU_LEBIH
    KENDARAAN_RODA_4 NJOP_DI_ATAS_1M AIR_KEMASAN_BERMERK PEGAWAI_TETAP_BUMN_DPR REKENING_JUDI_ONLINE SDM_KESOS
    DINILAI_MAMPU_MUSYAWARAH DESIL_DI_LUAR_SASARAN TANPA_KOMPONEN KUOTA_PENUH TUMPANG_TINDIH_PROGRAM
    TIDAK_LAYAK_DAERAH TIDAK_LAYAK_GIS GAGAL_REKENING
"""
_LANGKAH_MIN = 20


@pytest.fixture(scope="module")
def enum(app_bersama: FastAPI) -> dict[str, set[str]]:
    """Values by schema name, or by `Schema.property` where they stand inside it, of every successful answer."""
    dokumen = app_bersama.openapi()
    semua, dilihat, hasil = dokumen["components"]["schemas"], set[str](), dict[str, set[str]]()

    def telusuri(simpul: Any, tempat: str) -> None:
        if isinstance(simpul, list):
            for satu in simpul:
                telusuri(satu, tempat)
        if not isinstance(simpul, dict):
            return
        nama = str(simpul.get("$ref", "")).rpartition("/")[2]
        if nama and nama not in dilihat:
            dilihat.add(nama)
            telusuri(semua[nama], nama)
        if nilai := simpul.get("enum") or ([simpul["const"]] if "const" in simpul else []):
            hasil.setdefault(tempat, set()).update(map(str, nilai))
        for kunci, isi in simpul.items():
            if kunci == "properties":
                for bidang, s in isi.items():
                    telusuri(s, f"{tempat}.{bidang}")
            elif kunci not in {"examples", "example", "enum", "const"}:
                telusuri(isi, tempat)

    for operasi in (o for jalur in dokumen["paths"].values() for o in jalur.values() if isinstance(o, dict)):
        for status, jawab in operasi.get("responses", {}).items():
            if status.startswith("2"):
                telusuri(jawab, "jawaban")
    return hasil


def kode(d: katalog.DaftarKode) -> set[str]:
    return {b.kode for b in d.butir}


def test_every_value_of_an_answer_stands_in_a_list(enum: dict[str, set[str]]) -> None:
    """Add what is missing to a file in `app/referensi/data/kode/`."""
    assert len(enum) > 40
    kurang = {}
    for skema, nilai in enum.items():
        nama = skema.removesuffix("-Input").removesuffix("-Output")
        d = katalog.daftar_skema(nama)
        if not PROTOKOL.fullmatch(nama) and (sisa := nilai - (kode(d) if d else set())):
            kurang[nama] = sisa
    assert not kurang


def test_every_code_is_unique_in_its_list_and_has_both_languages() -> None:
    for d in katalog.semua():
        assert re.fullmatch(r"[a-z0-9-]+", d.nama)
        assert d.versi
        assert all(d.judul)
        assert len(kode(d)) == len(d.butir) > 0, d.nama
        assert not [b.kode for b in d.butir if not (b.teks.id.strip() and b.teks.en.strip())], d.nama


def test_a_schema_is_explained_by_one_list_only() -> None:
    skema = [s for d in katalog.semua() for s in d.skema]
    assert len(skema) == len(set(skema))


@pytest.mark.parametrize("alur", [*semua_alur()], ids=lambda a: a.nama)
def test_every_state_and_action_of_every_table_is_published(alur: Any) -> None:
    status, aksi = (katalog.daftar_skema(type(x).__name__) for x in (alur.awal, next(iter(alur)).aksi))
    assert status is not None
    assert aksi is not None
    assert {str(s) for s in type(alur.awal)} <= kode(status)
    panah = {b.kode: b.rincian for b in aksi.butir}
    for t in alur:
        assert panah[t.aksi]["ke"] == t.ke
        assert panah[t.aksi]["oleh"] == sorted(t.oleh)
        assert panah[t.aksi]["dasar"] == t.dasar
    akhir = {b.kode for b in status.butir if b.rincian.get("is_akhir")}
    assert akhir == {str(s) for s in alur.akhir}


def test_every_reason_of_the_specification_is_there_with_a_next_step() -> None:
    """B.8: each code has text, a next step of at least 20 characters, and a legal basis."""
    assert {*B8.split()} <= set(katalog.ALASAN)
    pendek = [a.kode for a in katalog.ALASAN.values() if min(map(len, a.langkah)) < _LANGKAH_MIN]
    assert not pendek
    assert all(all(a.teks) and a.dasar for a in katalog.ALASAN.values())


def dasar_dikutip() -> Iterator[str]:
    yield from (a.dasar for a in katalog.ALASAN.values())
    yield from (t.dasar for alur in semua_alur() for t in alur if t.dasar)


def test_every_ground_that_is_cited_stands_in_the_table_of_laws() -> None:
    singkat = [str(b.rincian["singkat"]) for b in katalog.daftar("dasar-hukum").butir]
    bagian = {p.strip() for d in dasar_dikutip() for p in d.split(";")}
    asing = {p for p in bagian if not p.startswith((*singkat, "praktik", "ADR"))}
    assert not asing


def test_the_regulation_chain_is_complete_and_cites_nothing_that_was_not_found() -> None:
    hukum = {str(b.rincian["singkat"]): b.rincian for b in katalog.daftar("dasar-hukum").butir}
    assert len(hukum) == 21
    assert "Kepmensos 22/HUK/2026" not in hukum
    assert hukum["Kepmensos 146/HUK/2013"]["keadaan"] == {
        "id": "dicabut oleh Kepmensos 262/HUK/2022",
        "en": "revoked by Kepmensos 262/HUK/2022",
    }
    assert hukum["Permensos 3/2021"]["tanggal"] == "2021-05-27"


@pytest.mark.parametrize("instrumen", KodeInstrumen)
def test_every_question_and_code_of_an_instrument_is_published(instrumen: KodeInstrumen) -> None:
    alat, d = muat(instrumen), katalog.daftar(f"instrumen-{instrumen.lower()}")
    butir = {b.kode: b for b in d.butir}
    assert d.versi == alat.versi
    for bagian in BAGIAN:
        for p in alat.bagian[bagian].values():
            satu = butir[f"{bagian}.{p.no}"]
            assert satu.teks == p.label
            pilihan: Any = satu.rincian.get("pilihan", {})
            assert {int(k): (v["id"], v["en"]) for k, v in pilihan.items()} == {
                k: tuple(t) for k, t in p.pilihan.items()
            }
    assert {a.kode for a in alat.aturan} == {k.split(".")[1] for k in butir if k.startswith("aturan.")}


def test_criteria_relations_windows_and_positions_are_published() -> None:
    assert {d.nama for d in katalog.semua()} >= {f"kriteria-{k.lower()}" for k in KodePerangkat} | {
        "kuesioner-kriteria", "shdk", "hubungan-keluarga", "jendela-periode", "jabatan", "peran", "program", "ppks",
        "psks", "temuan-isian", "galat", "alasan", "dasar-hukum", "lampiran-usulan",
    }  # fmt: skip
    shdk = {b.kode: b.rincian["kode"] for b in katalog.daftar("shdk").butir}
    assert shdk == {"1": 1, "2": 2, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6, "8": 6, "9": 8, "10": 7, "11": 8}
    jendela = {b.kode: b.rincian["hari_lazim"] for b in katalog.daftar("jendela-periode").butir}
    assert jendela["MUSYAWARAH"] == [1, 14]
    jabatan = {b.kode: b.rincian for b in katalog.daftar("jabatan").butir}
    assert jabatan["TKSK"]["tingkat_wilayah"] == ["KECAMATAN"]
    assert sum(bool(r["is_enam_fungsi"]) for r in jabatan.values()) == 6
    rincian: dict[str, Any] = {b.kode: b.rincian for b in katalog.daftar("perangkat-kriteria").butir}
    assert {k: r["ambang"]["nilai"] for k, r in rincian.items()} == {"R-146": None, "R-BPS14": 9, "R-262": 4}


def test_failures_are_listed_with_their_status() -> None:
    galat = {b.kode: b.rincian["status"] for b in katalog.daftar("galat").butir}
    assert galat["jawaban-tidak-sah"] == 422
    assert galat["referensi-tidak-ditemukan"] == 404
