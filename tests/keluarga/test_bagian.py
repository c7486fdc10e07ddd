from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.pertanyaan import periksa_bagian


@pytest.mark.parametrize("kode", sorted(KodeInstrumen))
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_whole_part_is_judged_as_its_questions_are_one_by_one(kode: Any, acak: Any, macam: Any) -> None:
    """Whatever stands there: a code, any number, nothing, or what is no answer at all."""

    def isi(p: Any) -> Any:
        biasa = acak.choice([*p.pilihan, *p.eksklusif, p.min, p.maks, 1])
        return acak.choice([biasa] * 9 + [acak.randint(-2, 130), None, True, "2020-01-01"][:macam])

    for bagian in muat(kode).bagian.values():
        jawaban = {no: nilai for no, p in bagian.items() if (nilai := isi(p)) is not None}
        satu_satu = [(f"x.{no}", salah) for no, p in bagian.items() if (salah := p.periksa(jawaban))]
        assert [(t.lokasi, t.kode) for t in periksa_bagian(bagian, "x", jawaban, lengkap=True)] == satu_satu
