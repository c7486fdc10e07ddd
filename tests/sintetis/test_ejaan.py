"""Names repeat as in real registers, and every labelled variant is of the kind that it says."""

from collections import Counter
from random import Random

import pytest

from app.sintetis.ejaan import EJAAN, JenisRagam, Ragam, pasangan, ragamkan
from app.sintetis.kosakata import Generasi, kosakata


@pytest.fixture(scope="module")
def ragam() -> list[Ragam]:
    return [*pasangan(5, 2_100)]


def test_the_same_seed_gives_the_same_pairs_and_no_pair_twice(ragam: list[Ragam]) -> None:
    assert [*pasangan(5, 2_100)] == ragam
    assert len(set(ragam)) == 2_100
    assert [*pasangan(6, 50)] != ragam[:50]


def test_every_kind_of_spelling_has_its_share_and_changes_the_name(ragam: list[Ragam]) -> None:
    assert Counter(r.jenis for r in ragam) == dict.fromkeys(EJAAN, 300)
    assert all(r.benar != r.ragam and r.ragam.strip() for r in ragam)


def test_joining_and_signs_change_no_letter(ragam: list[Ragam]) -> None:
    def huruf(nama: str) -> str:
        return "".join(c for c in nama.lower() if c.isalpha())

    for r in ragam:
        if r.jenis in {JenisRagam.SPASI, JenisRagam.TANDA}:
            assert huruf(r.benar) == huruf(r.ragam)


def test_a_typo_is_one_edit_of_the_keyboard() -> None:
    for r in pasangan(9, 300, (JenisRagam.TIPO,)):
        assert abs(len(r.benar) - len(r.ragam)) <= 1
        if len(r.benar) == len(r.ragam):
            beda = [n for n, (a, b) in enumerate(zip(r.benar, r.ragam, strict=True)) if a != b]
            assert len(beda) == 1 or (len(beda) == 2 and beda[1] == beda[0] + 1)


@pytest.mark.parametrize(
    ("nama", "jenis", "ragam"),
    [
        ("Muhammad Yusuf", JenisRagam.SINGKATAN, "Muh. Yusuf"),
        ("Sukarno", JenisRagam.LAMA, "Soekarno"),
        ("Zainal Abidin", JenisRagam.ARAB, "Jaenal Abidin"),
        ("Sri Wahyuni", JenisRagam.SPASI, "Sriwahyuni"),
        ("Nurhayati", JenisRagam.SPASI, "Nur Hayati"),
        ("Rizki", JenisRagam.BUNYI, "Rizky"),
        ("Saifuddin", JenisRagam.KEMBAR, "Saifudin"),
    ],
)
def test_well_known_variants_occur(nama: str, jenis: JenisRagam, ragam: str) -> None:
    assert ragam in {ragamkan(Random(n), nama, jenis) for n in range(40)}


def test_who_is_called_by_one_word_is_not_abbreviated() -> None:
    assert ragamkan(Random(1), "Muhammad", JenisRagam.SINGKATAN) is None


def test_few_words_name_many_and_many_words_name_few() -> None:
    alat, acak = kosakata(), Random(3)
    kata = Counter(alat.nama(acak, "jawa", "P", Generasi.TENGAH).split()[0] for _ in range(20_000))
    sering = sum(n for _, n in kata.most_common(20)) / 20_000
    assert 0.3 < sering < 0.7
    assert len(kata) > 300


def test_cultures_keep_their_ways_of_naming() -> None:
    alat, acak = kosakata(), Random(4)
    bali = [alat.nama(acak, "bali", "L", Generasi.TUA) for _ in range(300)]
    assert sum("Wayan" in n or "Made" in n or "Nyoman" in n or "Ketut" in n for n in bali) > 120
    marga = {*alat.daftar["marga_batak"].kata}
    assert all(any(m in n for m in marga) for n in (alat.nama(acak, "batak", "L", Generasi.MUDA) for _ in range(50)))
    assert {alat.budaya(acak, "51") for _ in range(200)} == {"bali", "jawa"}
