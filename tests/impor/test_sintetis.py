"""A file whose every error is known, through an import: each remark on its row, and no other."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.berkas_tabel.bentuk import KodeFormat
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from app.sintetis.lembar import Pesanan
from app.sintetis.tulis import TANAMAN, Pisah, nama_berkas, tulis
from tests.impor.pembantu import catatan, impor, pengimpor

pytestmark = pytest.mark.anyio
TANPA_CATATAN = {"ORANG_GANDA", "MENINGGAL"}
Harap = tuple[set[tuple[int, str]], set[tuple[int, int]]]


def _harap(folder: Path) -> Harap:
    """Return the remarks by row, and the pairs of rows of which one is to be called a double."""
    pasti, pasangan = set(), set()
    with (folder / TANAMAN).open(encoding="utf-8", newline="") as berkas:
        for t in csv.DictReader(berkas):
            if t["kode"] == "NIK_GANDA":
                pasangan.add((int(t["baris"]), int(t["pasangan"])))
            elif t["kode"] not in TANPA_CATATAN:
                pasti.add((int(t["baris"]), t["kode"]))
    return pasti, pasangan


def _beda(nyata: set[tuple[int, str]], harap: Harap) -> Iterator[tuple[int, str]]:
    pasti, pasangan = harap
    ganda = {b for b, k in nyata if k == "NIK_GANDA"}
    yield from {n for n in nyata if n[1] != "NIK_GANDA"} ^ pasti
    yield from ((p[0], "NIK_GANDA") for p in pasangan if len(ganda & {*p}) != 1)
    yield from ((b, "NIK_GANDA") for b in ganda - {b for p in pasangan for b in p})


@pytest.mark.parametrize("format_", [KodeFormat.DTKS1, KodeFormat.PBDT2015])
async def test_every_planted_error_is_remarked_on_its_row_and_nothing_else_is(
    wadah: Wadah, tmp_path: Path, format_: KodeFormat
) -> None:
    pesan = Pesanan(150, 3, 4.0, date(2026, 6, 30), format_, "32.04")
    manifes = tulis(pesan, tmp_path, pisah=Pisah.SEMUA, proses=1, kabar=lambda *_: None)
    isi = (tmp_path / nama_berkas(pesan, "semua")).read_bytes()
    satu, n = await impor(wadah, isi, pengimpor(), format_=format_)
    assert satu.status is StatusImpor.SELESAI
    assert n.dibaca == manifes["baris"] == n.diterima + n.anomali + n.ditolak
    nyata = {(b, k) for b, kode in (await catatan(wadah, satu.id)).items() for k in kode}
    assert [*_beda(nyata, _harap(tmp_path))] == []
    tanpa, ulang = await impor(wadah, isi, pengimpor(), format_=format_)
    assert tanpa.status is StatusImpor.SELESAI
    assert (ulang.dibaca, ulang.diterima) == (n.dibaca, 0)
