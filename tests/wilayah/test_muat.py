"""The published data set and its load."""

import gzip
import hashlib
from collections import Counter
from importlib import resources

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.wilayah.kode import Jenis, Tingkat
from app.wilayah.models import Wilayah
from app.wilayah.muat import HasilMuat, baca_berkas, baca_bps, muat, muat_bps
from tests.pabrik.wilayah import DESA, DESA_LAIN

JUMLAH = {Tingkat.PROVINSI: 38, Tingkat.KABKOTA: 514, Tingkat.KECAMATAN: 7_285, Tingkat.DESA: 83_762}


def test_the_file_holds_the_published_number_of_regions() -> None:
    kode = [k for k, _ in baca_berkas()]
    assert Counter(k.tingkat for k in kode) == JUMLAH
    jenis = Counter(k.jenis for k in kode)
    assert (jenis[Jenis.KABUPATEN], jenis[Jenis.KOTA]) == (416, 98)
    assert (jenis[Jenis.DESA], jenis[Jenis.KELURAHAN], jenis[Jenis.LAINNYA]) == (75_252, 8_496, 14)


def test_every_superior_stands_before_what_lies_in_it() -> None:
    sudah = set()
    for kode, nama in baca_berkas():
        assert kode.induk is None or kode.induk in sudah
        assert nama == nama.strip() != ""
        sudah.add(kode)


def test_the_notice_names_the_file_that_is_shipped() -> None:
    folder = resources.files("app.wilayah").joinpath("data")
    isi = folder.joinpath("wilayah.csv.gz").read_bytes()
    pemberitahuan = folder.joinpath("NOTICE.txt").read_text()
    assert hashlib.sha256(gzip.decompress(isi)).hexdigest() in pemberitahuan
    assert isi[4:8] == bytes(4), "no time stamp: the same rows give the same bytes"
    assert pemberitahuan.count("MIT License") == 2


async def test_all_of_them_are_in_the_database(sesi: AsyncSession) -> None:
    baris = await sesi.execute(select(Wilayah.tingkat, func.count().label("jumlah")).group_by(Wilayah.tingkat))
    assert {b.tingkat: b.jumlah for b in baris} == JUMLAH


async def test_loading_again_changes_nothing(sesi: AsyncSession) -> None:
    assert await muat(sesi) == HasilMuat(baru=0, berubah=0)
    assert await muat(sesi) == HasilMuat(baru=0, berubah=0)


async def test_loading_brings_back_what_is_missing_or_named_otherwise(sesi: AsyncSession) -> None:
    await sesi.execute(delete(Wilayah).where(Wilayah.kode == DESA))
    await sesi.execute(update(Wilayah).where(Wilayah.kode == DESA_LAIN).values(nama="Lama", nama_lipat="lama"))
    assert await muat(sesi) == HasilMuat(baru=1, berubah=1)
    pulih = await sesi.get_one(Wilayah, DESA_LAIN, populate_existing=True)
    assert (pulih.nama, pulih.nama_lipat, pulih.versi) == ("Cileunyi Wetan", "cileunyi wetan", 2)
    assert (await sesi.get_one(Wilayah, DESA)).induk == DESA.induk


async def test_loading_respects_what_an_administrator_decided(sesi: AsyncSession) -> None:
    keputusan = {"nama": "Nama Baru", "nama_lipat": "nama baru", "dasar": "Perda Uji 1/2026"}
    await sesi.execute(update(Wilayah).where(Wilayah.kode == DESA).values(**keputusan))
    assert await muat(sesi) == HasilMuat(baru=0, berubah=0)
    assert (await sesi.get_one(Wilayah, DESA, populate_existing=True)).nama == "Nama Baru"


async def test_bps_codes_come_from_a_file_and_are_never_invented(sesi: AsyncSession) -> None:
    isi = ["kode,kode_bps", "32.04.05.2001,3204120001", "3204,3204", "32.04.05.2999,99"]
    hasil = await muat_bps(sesi, baca_bps(isi))
    assert (hasil.terisi, hasil.tak_dikenal) == (2, ["32.04.05.2999"])
    desa = await sesi.get_one(Wilayah, "32.04.05.2001", populate_existing=True)
    assert (desa.kode_bps, desa.versi) == ("3204120001", 2)
    assert (await muat_bps(sesi, baca_bps(isi))).terisi == 2
    await sesi.refresh(desa)
    assert desa.versi == 2
    lain = await sesi.get_one(Wilayah, "32.04.05.2002", populate_existing=True)
    assert lain.kode_bps is None


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (["kode;kode_bps"], "line 1"),
        (["kode,kode_bps", "32.04,abc"], "line 2"),
        (["kode,kode_bps", "32.04"], "line 2"),
        (["kode,kode_bps", "32.04,3204", "desa,32"], "line 3"),
    ],
)
def test_a_file_that_is_no_list_of_bps_codes_is_refused_by_line(isi: list[str], pesan: str) -> None:
    with pytest.raises(ValueError, match=pesan):
        list(baca_bps(isi))
