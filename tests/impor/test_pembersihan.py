"""Answers that cannot stay together are emptied until nothing is left to empty, however many there are."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.berkas_tabel.bentuk import KodeFormat
from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.impor.jawaban import Lembar, susun
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import Hubungan
from app.keluarga.pertanyaan import Tingkat
from app.keluarga.terbawa import Terbawa, Warisan
from tests.pabrik.keluarga import isian, kepala

HARI = date(2026, 1, 15)
DTSEN = KodeInstrumen.DTSEN2025
SALAH = ("302", "303", "304", "305", "306a", "308", "309a", "310", "501a", "501b")


def keluarga(jawaban: dict[str, Any]) -> KeluargaBerkas:
    siapa = {"nama": "Budi", "tanggal_lahir": "1990-01-01", "jenis_kelamin": "L", "hubungan": "KEPALA_KELUARGA"}
    umum = {"instrumen": DTSEN.value, "tanggal": HARI.isoformat()}
    isi = {"kepala": {}, "keluarga": jawaban, "individu": {}}
    baris = BarisOrang(2, 1, "32.04.05.2001", None, siapa, umum, isi, [], hubungan=Hubungan.KEPALA_KELUARGA)
    baris.individu_id = UUID(int=1)
    return KeluargaBerkas(UUID(int=2), None, None, [baris])


def bersih(k: KeluargaBerkas, warisan: Warisan) -> Lembar:
    lembar = susun(KodeFormat.DTSEN, k, (), warisan)
    assert lembar is not None
    salah = muat(DTSEN).periksa({n: v for n, v in lembar.isi.items() if n != "terbawa"}, HARI)
    assert {t.kode for t in salah if t.tingkat is Tingkat.GALAT} <= {"wajib-diisi"}
    return lembar


@pytest.mark.parametrize("banyak", [1, 4, 5, len(SALAH)])
def test_every_fault_of_a_sheet_is_emptied_and_named_however_many_there_are(banyak: int) -> None:
    k = keluarga(dict.fromkeys(SALAH[:banyak], 9_999_999))
    lembar = bersih(k, Warisan(DTSEN))
    assert not {*SALAH[:banyak]} & lembar.isi["keluarga"].keys()
    assert len(k.baris[0].catatan) == banyak


def test_faults_that_show_only_when_others_are_emptied_are_emptied_too() -> None:
    """Each round takes away on what the next answer's being asked depends, longer than the four rounds of before."""
    penuh = isian(kepala(muat(DTSEN)), instrumen=muat(DTSEN))["keluarga"]
    tanya = muat(DTSEN).bagian["keluarga"].items()
    rusak = penuh | {n: 9_999_999 for n, p in tanya if n != "205" and p.bila.acuan() <= {"205"}}
    lembar = bersih(keluarga(rusak), Warisan(DTSEN))
    assert not {n for n, v in lembar.isi["keluarga"].items() if v == 9_999_999}


def test_what_is_on_record_comes_in_where_faults_were_emptied_and_contradicts_nothing() -> None:
    penuh = isian(kepala(muat(DTSEN)), instrumen=muat(DTSEN))
    lama = {"kepala": {}, "keluarga": penuh["keluarga"], "individu": {}}
    k = keluarga(dict.fromkeys(SALAH, 9_999_999) | {"309a": 6})
    lembar = bersih(k, Warisan(DTSEN, Terbawa(DTSEN, date(2025, 1, 1), lama)))
    assert lembar.isi["keluarga"]["309a"] == 6
    assert "309b" not in lembar.isi["keluarga"]
