"""The suite of measurements works at a tiny size: real server, real worker, checked results. Nothing here is timed."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

import pytest

from app.core.kolom_sandi import KunciProses
from app.operasi.embedded import ServerLokal
from bench.__main__ import ukur_semua
from bench.dasar import DAFTAR, Baris, Hasil, Nilai, daftarkan, nisbah, ukur_satu
from bench.laporan import Berkas
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


def test_rows_of_growth_and_of_10_million_come_from_the_long_run_only() -> None:
    nama = {ukuran: {b.id for b in DAFTAR if b.berlaku(UKURAN[ukuran])} for ukuran in ("3m", "10m")}
    assert nama["10m"] - nama["3m"] == {"desil.growth", "desil.growth.3m", "desil.rss"}


async def _rusak(_: Panggung) -> Nilai:
    raise RuntimeError("the worker ended with code 1:\nand a long tale")


RUSAK = Baris("uji.rusak", "Breaks", "x", 3.0, _rusak)


def hasil(*semua: Baris) -> list[Hasil]:
    """Measure rows that need no stage."""

    async def ukur() -> list[Hasil]:
        return [await ukur_satu(b, cast("Panggung", None)) for b in semua]

    return asyncio.run(ukur())


def test_results_become_a_list_a_page_and_pictures(tmp_path: Path) -> None:
    berkas = Berkas(tmp_path, UKURAN["3m"], lama=False)
    for satu in hasil(ATAS, BAWAH):
        berkas.tambah(satu)
    berkas.halaman(tmp_path / "halaman.md")
    isi = json.loads((tmp_path / "latest.json").read_text())
    assert [set(b) for b in isi] == [{"id", "value", "unit", "target", "holds", "detail"}] * 2
    assert [b["holds"] for b in isi] == [True, False]
    assert isi[0]["detail"]["size"] == "3m"
    halaman = (tmp_path / "halaman.md").read_text()
    assert "| `uji.bawah` | At least | 2 x | ≥ 3 x | **no** |" in halaman
    assert "1 of 2 rows reach their target. Missed: `uji.bawah` (2 x, target ≥ 3 x)." in halaman
    for gambar in ("halaman.svg", "halaman-samples.svg"):
        assert gambar in halaman
        assert ET.fromstring((tmp_path / gambar).read_text()).tag.endswith("svg")


def test_a_row_that_breaks_is_told_with_its_reason_and_the_others_are_measured(tmp_path: Path) -> None:
    berkas = Berkas(tmp_path, UKURAN["3m"], lama=False)
    for satu in hasil(RUSAK, ATAS):
        berkas.tambah(satu)
    berkas.halaman(None)
    isi = {b["id"]: b for b in json.loads((tmp_path / "latest.json").read_text())}
    assert (isi["uji.rusak"]["value"], isi["uji.rusak"]["holds"]) == (None, False)
    assert isi["uji.rusak"]["detail"]["error"] == "RuntimeError: the worker ended with code 1:"
    assert isi["uji.atas"]["holds"]
    assert "Not measured, for the reason in the table: `uji.rusak`." in (tmp_path / "bench.md").read_text()


def test_a_part_keeps_the_rows_of_the_other_parts_of_its_size(tmp_path: Path) -> None:
    ada = []
    for ukuran, baris, lama in (("3m", ATAS, False), ("3m", BAWAH, True), ("10m", RUSAK, True), ("10m", ATAS, False)):
        berkas = Berkas(tmp_path, UKURAN[ukuran], lama=lama)
        for satu in hasil(baris):
            berkas.tambah(satu)
        ada.append({b["id"] for b in berkas.semua()})
    assert ada == [{"uji.atas"}, {"uji.atas", "uji.bawah"}, {"uji.rusak"}, {"uji.atas"}]


def test_rows_that_share_a_measurement_share_its_failure() -> None:
    kali: list[int] = []

    async def bersama(_: Panggung) -> float:
        kali.append(1)
        raise RuntimeError("once")

    async def dua_kali() -> None:
        p = Panggung(UKURAN["uji"], cast("ServerLokal", None), Path(), print, contextlib.AsyncExitStack())
        for _ in range(2):
            with pytest.raises(RuntimeError, match="once"):
                await p.sekali(bersama)

    asyncio.run(dua_kali())
    assert len(kali) == 1


@pytest.mark.nyata
@pytest.mark.ketahanan
@pytest.mark.timeout(600)
def test_every_row_is_measured_on_a_real_worker_and_its_result_is_right() -> None:
    catatan: list[str] = []
    with kunci_semula():
        hasil = asyncio.run(ukur_semua(UKURAN["uji"], "", catatan.append))
    assert [h.baris.id for h in hasil] == [b.id for b in DAFTAR]
    assert [h.galat for h in hasil if h.galat] == []
    assert all(h.nilai and h.nilai.angka > 0 for h in hasil if h.baris.id != "desil.write")
    assert catatan[-1] == "done"
