"""The suite of measurements works at a tiny size: real server, real worker, checked results. Nothing here is timed."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.core.kolom_sandi import KunciProses
from bench.__main__ import ukur_semua
from bench.dasar import DAFTAR, Baris, Hasil, Nilai, daftarkan, nisbah
from bench.laporan import tulis
from bench.panggung import UKURAN, Panggung


async def _nol(_: Panggung) -> Nilai:
    return Nilai(2.0, "two of these over one of those", 3, {"s": [2.0]})


ATAS = Baris("uji.atas", "At most", "x", 3.0, _nol)
BAWAH = Baris("uji.bawah", "At least", "x", 3.0, _nol, is_batas_atas=False)


@contextmanager
def kunci_semula() -> Iterator[None]:
    """Give the process's keys back to the other tests."""
    lama = KunciProses.sandi
    try:
        yield
    finally:
        KunciProses.sandi = lama


def test_a_bound_holds_in_its_own_direction() -> None:
    assert ATAS.terpenuhi(3.0)
    assert not ATAS.terpenuhi(3.1)
    assert BAWAH.terpenuhi(3.0)
    assert not BAWAH.terpenuhi(2.9)


def test_an_id_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        daftarkan(DAFTAR[0])


def test_a_ratio_is_one_of_medians() -> None:
    assert nisbah([1.0, 100.0, 4.0], [2.0, 2.0, 50.0]) == 2.0


def test_rows_that_name_10_million_come_from_10_million_only() -> None:
    nama = {ukuran: {b.id for b in DAFTAR if b.berlaku(UKURAN[ukuran])} for ukuran in ("3m", "10m")}
    assert nama["10m"] - nama["3m"] == {"desil.growth", "desil.rss"}


def test_results_become_a_list_a_page_and_a_picture(tmp_path: Path) -> None:
    hasil = [Hasil(b, asyncio.run(_nol(None))) for b in (ATAS, BAWAH)]  # type: ignore[arg-type]  # it needs no stage
    tulis(hasil, UKURAN["3m"], tmp_path, tmp_path / "halaman.md")
    isi = json.loads((tmp_path / "latest.json").read_text())
    assert [set(b) for b in isi] == [{"id", "value", "unit", "target", "holds", "detail"}] * 2
    assert [b["holds"] for b in isi] == [True, False]
    assert isi[0]["detail"]["size"] == "3m"
    halaman = (tmp_path / "halaman.md").read_text()
    assert "| `uji.bawah` | At least | 2 x | ≥ 3 x | **no** |" in halaman
    assert "halaman.svg" in halaman
    assert ET.fromstring((tmp_path / "halaman.svg").read_text()).tag.endswith("svg")


@pytest.mark.nyata
@pytest.mark.ketahanan
@pytest.mark.timeout(600)
def test_every_row_is_measured_on_a_real_worker_and_its_result_is_right() -> None:
    catatan: list[str] = []
    with kunci_semula():
        hasil = asyncio.run(ukur_semua(UKURAN["uji"], "", catatan.append))
    assert [h.baris.id for h in hasil] == [b.id for b in DAFTAR]
    assert all(h.nilai.angka > 0 for h in hasil if h.baris.id != "desil.write")
    assert catatan[-1] == "done"
