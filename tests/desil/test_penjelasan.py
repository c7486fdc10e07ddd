"""Words: why a decile moved, what was looked at, in both languages and never with a weight."""

import re

import pytest

from app.core.teks import Teks
from app.desil import kata
from app.desil.faktor import KALIMAT, Arah, KodeFaktor
from app.desil.peringkat import hitung_batas
from app.desil.perubahan import KALIMAT_SEBAB, Posisi, Sebab, sebab_perubahan
from app.desil.schemas import CARA_KEBERATAN
from app.desil.ucapan import Ucapan
from app.keluarga.kanonik import REGISTRI

BATAS = hitung_batas([(s, 1) for s in range(0, 100, 10)])

SAPAAN = re.compile(r"\b(anda|your?|yours)\b", re.IGNORECASE)


def posisi(skor: int | None, desil: int | None, model: str = "a") -> Posisi:
    return Posisi(model, (skor,), "32.04.05.2001", skor, desil)


@pytest.mark.parametrize(
    ("lama", "baru", "sebab"),
    [
        (None, posisi(30, 4), (Sebab.PERTAMA,)),
        (posisi(30, 4), posisi(35, 4), (Sebab.TETAP,)),
        (posisi(30, 4), posisi(50, 6), (Sebab.DATA_BERUBAH,)),
        (posisi(30, 4), posisi(30, 6), (Sebab.PERINGKAT_ORANG_LAIN_BERUBAH,)),
        (posisi(30, 4), posisi(50, 8), (Sebab.DATA_BERUBAH, Sebab.PERINGKAT_ORANG_LAIN_BERUBAH)),
        (posisi(30, 4), posisi(30, 6, "b"), (Sebab.MODEL_BARU,)),
        (posisi(None, None), posisi(30, 4), (Sebab.DATA_BERUBAH,)),
        (posisi(30, 4), posisi(None, None), (Sebab.DATA_BERUBAH,)),
    ],
)
def test_the_cause_of_a_move_is_told_apart_on_the_old_cut_offs(
    lama: Posisi | None, baru: Posisi, sebab: tuple[Sebab, ...]
) -> None:
    assert sebab_perubahan(lama, baru, BATAS) == sebab


@pytest.mark.parametrize("variabel", REGISTRI)
def test_every_canonical_value_has_words(variabel: str) -> None:
    v = REGISTRI[variabel]
    for nilai in sorted(v.kode) if v.kode else (v.min, v.maks):
        ada(kata.butir(variabel, {variabel: nilai, "ukuran": 4}).nilai)
    ada(kata.nama(variabel))
    assert kata.butir("luas_kapita", {"luas_kapita": None}).nilai.en == "unknown"


@pytest.mark.parametrize(
    ("variabel", "masukan", "nilai"),
    [
        ("ln_ukuran", {"ln_ukuran": 1386294, "ukuran": 4}, Teks("4 orang", "4 persons")),
        ("luas_kapita", {"luas_kapita": 1250}, Teks("12,50 m² per orang", "12.50 m² per person")),
        ("pangsa_60", {"pangsa_60": 333_333}, Teks("33%", "33%")),
        ("lantai", {"lantai": 9}, Teks("tanah", "earth")),
        ("daya", {"daya": 2}, Teks("900 watt", "900 watts")),
        ("aset_mobil", {"aset_mobil": 0}, Teks("tidak", "no")),
    ],
)
def test_a_citizen_reads_his_own_answers_in_words(variabel: str, masukan: dict[str, int | None], nilai: Teks) -> None:
    assert kata.butir(variabel, masukan).nilai == nilai


@pytest.mark.parametrize("kode", KodeFaktor)
def test_every_factor_says_direction_and_correction(kode: KodeFaktor) -> None:
    kalimat = KALIMAT[kode]
    assert kalimat.penjelasan(Arah.MENAIKKAN) != kalimat.penjelasan(Arah.MENURUNKAN)
    for teks in (kalimat.nama, *kalimat.koreksi, *(t for arah in Arah for t in kalimat.penjelasan(arah))):
        ada(teks)
        assert not any(c.isdigit() for c in teks.id + teks.en)


@pytest.mark.parametrize(
    "satu",
    [
        *(u for k in KALIMAT.values() for u in (k.koreksi, *map(k.penjelasan, Arah))),
        *KALIMAT_SEBAB.values(),
        CARA_KEBERATAN,
    ],
)
def test_only_the_family_is_spoken_to_as_you(satu: Ucapan) -> None:
    assert not SAPAAN.search(" ".join(satu.petugas))
    assert "{" not in "".join(satu.warga + satu.petugas)
    assert not re.search(r"\b(keluarga|family) (ini|this)\b", " ".join(satu.warga))


@pytest.mark.parametrize("sebab", Sebab)
def test_every_cause_has_words(sebab: Sebab) -> None:
    for teks in KALIMAT_SEBAB[sebab]:
        ada(teks)


def ada(teks: Teks) -> None:
    assert teks.id.strip()
    assert teks.en.strip()
