"""The scorer over samples equals the specification digit by digit, whatever is missing or out of the support."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from app.desil import pmt
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER as KANONIK
from app.desil.model_pmt import artefak_demonstrasi
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kanonik_hitung import ln
from app.pelatihan.sampel import dari_tabel
from app.pelatihan.skor import skor
from tests.pelatihan.contoh import SUMBER

N = 3_000


def acak_tabel() -> pl.DataFrame:
    """Every variable over its whole range, a fifth missing; the size always there, and what follows from it true."""
    acak = np.random.default_rng(5)
    ukuran = np.maximum(acak.integers(REGISTRI["ukuran"].min, REGISTRI["ukuran"].maks, N, endpoint=True), 1)
    turunan: dict[str, Any] = {"ukuran": ukuran, "ln_ukuran": [ln(int(u)) for u in ukuran]}
    turunan["ukuran_kuadrat"] = ukuran * ukuran
    kolom: dict[str, Any] = {}
    for nama, v in REGISTRI.items():
        nilai = acak.choice(sorted(v.kode), N) if v.kode else acak.integers(v.min, v.maks, N, endpoint=True)
        kosong = acak.random(N) < (0 if nama == "ukuran" else 0.004)
        kolom[nama] = pl.Series(turunan.get(nama, nilai)).set(pl.Series(kosong), None)
    return pl.DataFrame(
        {
            "kode_wilayah": acak.choice(["32.04", "32.73", "31.71", "91.03", "11.01"], N),
            "pengeluaran_per_kapita": acak.uniform(1e5, 1e7, N),
            "bobot_survei": acak.uniform(1, 900, N),
            **kolom,
        }
    )


@pytest.mark.parametrize("belah", [0, 1])
def test_equal_to_the_specification(belah: int) -> None:
    tabel = acak_tabel()[belah * N // 2 : (belah + 1) * N // 2]
    artefak = urai(artefak_demonstrasi(), KANONIK)
    nilai, ada = skor(artefak, dari_tabel(tabel, SUMBER, "uji"))
    harap = [pmt.skor(artefak, b["kode_wilayah"], b) for b in tabel.to_dicts()]
    assert [int(n) if a else None for n, a in zip(nilai, ada, strict=True)] == [h.skor for h in harap]
    assert sum(h.skor is None for h in harap) > 100
    assert sum(bool(h.dipotong) for h in harap) > 500
