"""Files as they really come: encodings, formats, workbooks, cut off, too wide, old codes, families over two files."""

import io

import pytest
from sqlalchemy import text

from app.berkas_tabel.bentuk import Bidang, KodeFormat, bentuk
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.keluarga.instrumen import NOMOR_INSTRUMEN
from app.lembar.entitas import BentukBerkas, Jenis, Kolom, Ringkas
from app.lembar.penulis import penulis
from tests.impor.pembantu import (
    Baris,
    berkas,
    catatan,
    hitung,
    impor,
    jumlah,
    keluarga,
    kirim,
    pengimpor,
    periksa,
    terapkan,
)
from tests.pabrik.keluarga import no_kk

pytestmark = pytest.mark.anyio


async def _nama(wadah: Wadah) -> list[str]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return list(await sesi.scalars(text("SELECT nama FROM individu ORDER BY nama")))


@pytest.mark.parametrize(
    ("pengodean", "tanda"),
    [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("cp1252", b"")],
)
async def test_every_encoding_of_an_office_is_read(wadah: Wadah, pengodean: str, tanda: bytes) -> None:
    isi = berkas(keluarga({"nama": "Ren\xe9"}), pemisah="\t").decode()
    _, jumlah = await impor(wadah, tanda + isi.encode(pengodean))
    assert (jumlah.diterima, await _nama(wadah)) == (2, ["Budi Santoso", "Ren\xe9"])


async def test_a_row_in_another_encoding_is_read_and_flagged(wadah: Wadah) -> None:
    isi = berkas(keluarga({"nama": "Siti \u2013 A"}, {"nama": "XYZ"})).replace(b"XYZ", b"Ren\xe9")
    satu, jumlah = await impor(wadah, isi)
    assert (jumlah.diterima, jumlah.anomali) == (2, 1)
    assert await catatan(wadah, satu.id) == {4: ["PENGODEAN_CAMPUR"]}
    assert "Ren\xe9" in await _nama(wadah)


async def test_a_file_that_was_cut_off_loses_its_last_row_only_and_says_so(wadah: Wadah) -> None:
    isi = berkas([*keluarga(), *keluarga()]).rstrip()
    satu, jumlah = await impor(wadah, isi[: isi.rindex(b",")])
    assert (jumlah.dibaca, jumlah.diterima, jumlah.ditolak) == (2, 1, 1)
    assert await catatan(wadah, satu.id) == {3: ["JUMLAH_KOLOM_BEDA"]}


async def test_a_quotation_mark_that_is_never_closed_costs_one_row(wadah: Wadah) -> None:
    isi = berkas([*keluarga(alamat='Gg. "Mawar"\nRT 1'), *keluarga(nama="RUSAK"), *keluarga()])
    satu, jumlah = await impor(wadah, isi.replace(b"RUSAK", b'"RUSAK'))
    assert (jumlah.dibaca, jumlah.diterima, jumlah.ditolak) == (3, 2, 1)
    assert await catatan(wadah, satu.id) == {3: ["BARIS_RUSAK"]}


async def test_marks_within_cells_and_monstrous_cells_shift_no_row(wadah: Wadah) -> None:
    baris = [*keluarga(alamat="ALAMAT"), *keluarga(alamat="ALAMAT"), *keluarga(nama="AKHIR BARIS")]
    lain = [*keluarga(alamat="PANJANG"), *keluarga(), *keluarga(nik="x")]
    isi = berkas([*baris, *lain]).replace(b"ALAMAT", b'Jl. 5" x').replace(b"AKHIR BARIS", b"A\rB")
    satu, jumlah = await impor(wadah, isi.replace(b"PANJANG", b"p" * 140_000))
    assert (jumlah.dibaca, jumlah.diterima, jumlah.anomali, jumlah.ditolak) == (6, 3, 1, 2)
    assert await catatan(wadah, satu.id) == {4: ["BARIS_RUSAK"], 5: ["BARIS_RUSAK"], 7: ["NIK_TIDAK_VALID"]}


async def test_columns_that_nobody_knows_are_named_and_not_read(wadah: Wadah) -> None:
    lain = {f"kolom lain {n}": str(n) for n in range(500)}
    satu, jumlah = await impor(wadah, berkas(keluarga(**lain)))
    assert jumlah.diterima == 1
    assert satu.kolom is not None
    assert satu.kolom.count(None) == 500


@pytest.mark.usefixtures("wilayah_berubah")
async def test_an_old_village_code_becomes_its_successor_and_a_split_one_waits(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        for lama, baru in (("32.04.05.2901", ["32.04.05.2001"]), ("32.04.05.2902", ["32.04.05.2001", "32.04.05.2002"])):
            await sesi.execute(
                text(
                    "INSERT INTO wilayah (kode, nama, nama_lipat, tingkat, jenis, induk, berlaku_sampai, versi)"
                    " VALUES (:k, 'Lama', 'lama', 'DESA', 'DESA', '32.04.05', '2020-01-01', 1)"
                ),
                {"k": lama},
            )
            for b in baru:
                sql = "INSERT INTO wilayah_pengganti VALUES (:l, :b, '2020-01-01', 'uji')"
                await sesi.execute(text(sql), {"l": lama, "b": b})
    baris = [*keluarga(kode_desa="3204052901"), *keluarga(kode_desa="32.04.05.2902"), *keluarga(kode_desa="3204052001")]
    satu, jumlah = await impor(wadah, berkas(baris))
    assert (jumlah.diterima, jumlah.anomali, jumlah.ditolak) == (1, 1, 1)
    assert await catatan(wadah, satu.id) == {2: ["KODE_DESA_LAMA"], 3: ["KODE_DESA_BERCABANG"]}


async def test_a_family_that_spans_two_files_becomes_one_with_all_its_answers(wadah: Wadah) -> None:
    semua = keluarga({"nama": "Asep"}, {"nama": "Ujang"}, kk=no_kk(), k_302="48", i_408="1")
    await impor(wadah, berkas(semua[:2]))
    await impor(wadah, berkas(semua[2:]))
    assert await hitung(wadah, "keluarga", "individu", "jawaban_survei") == (1, 3, 2)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        kanonik = "SELECT ukuran, kepala_umur, luas_kapita, versi FROM variabel_kanonik"
        assert tuple((await sesi.execute(text(kanonik))).one()) == (3, 36, 1600, 2)
    assert await hitung(wadah, "riwayat_kanonik", "kanonik_berubah") == (1, 1)


def _umum(baris: Baris, format_: KodeFormat) -> Baris:
    """Put the village's code into the columns of a format that writes it in parts."""
    if format_ is not KodeFormat.PBDT2015:
        return baris
    prov, kab, kec, desa = baris["kode_desa"].split(".")
    return {**baris, "kode_prov": prov, "kode_kab": str(int(kab)), "kode_kec": str(int(kec)), "kode_desa": desa}


@pytest.mark.parametrize("format_", sorted(KodeFormat))
async def test_every_format_is_recognised_and_brings_families_and_answers(wadah: Wadah, format_: KodeFormat) -> None:
    luas = next(k.nama for k in bentuk(format_).kolom if k.p in {"302", "luas_lantai"})
    baris = [_umum(b, format_) for b in keluarga({}, **{luas: "36"})]
    isi = berkas(baris, format_)
    satu, jumlah = await impor(wadah, isi)
    assert (satu.format, jumlah.diterima) == (format_, 2), await catatan(wadah, satu.id)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        instrumen, nomor, kapita = (
            await sesi.execute(
                text(
                    "SELECT j.instrumen, v.instrumen, luas_kapita FROM jawaban_survei j "
                    "JOIN variabel_kanonik v USING (keluarga_id)"
                )
            )
        ).one()
    assert (instrumen, kapita) == (bentuk(format_).instrumen, 1800)
    assert nomor == NOMOR_INSTRUMEN[instrumen]
    _, jumlah = await impor(wadah, isi)
    assert (jumlah.sama, await hitung(wadah, "jawaban_survei")) == (2, (1,))


def _buku(baris: list[Baris]) -> bytes:
    kolom = bentuk(KodeFormat.DTKS1)
    nama = {b.value: k.nama for b in Bidang if (k := kolom.menurut_bidang(b))}
    judul = list(dict.fromkeys(nama.get(k, k) for b in baris for k in b))
    tulis = penulis(BentukBerkas.XLSX, [Kolom(j, Jenis.TEKS) for j in judul])
    sel = ([str({nama.get(k, k): v for k, v in b.items()}.get(j, "")) for j in judul] for b in baris)
    penggal = tulis.penggal([[satu] for satu in sel])
    keluar, isi = io.BytesIO(), [penggal.isi]
    for n, rangka in tulis.rangka([Ringkas(penggal.baris, len(penggal.isi), penggal.catatan)], {}):
        if n > 0:
            keluar.write(isi.pop() if isi else b"")
        keluar.write(rangka)
    return keluar.getvalue()


async def test_a_workbook_is_read_like_a_text(wadah: Wadah) -> None:
    baris = keluarga({"nama": "=Asep"}, {"nama": "Ujang", "nik": "x"})
    satu, jumlah = await impor(wadah, _buku(baris))
    assert (satu.format, jumlah.dibaca, jumlah.diterima, jumlah.anomali) == (KodeFormat.DTKS1, 3, 2, 1)
    assert await _nama(wadah) == ["=Asep", "Budi Santoso", "Ujang"]


async def test_a_confirmed_finding_stays_when_the_same_value_comes_again_and_another_value_is_another(
    wadah: Wadah,
) -> None:
    baris = keluarga({"nama": "Asep", "nik": "123"})
    await impor(wadah, berkas(baris))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(text("UPDATE temuan SET status = 'TERBUKTI'"))
    await impor(wadah, berkas(baris))
    await impor(wadah, berkas([baris[0], {**baris[1], "nik": "124"}]))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        status = (await sesi.scalars(text("SELECT status FROM temuan ORDER BY id"))).all()
    assert status == ["TERBUKTI", "TERBUKA"]


async def test_a_large_piece_is_kept_in_small_ones_and_read_as_one_file(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.impor.service._SIMPAN_BITA", 100)
    isi = berkas([*keluarga({"nama": "Ayu"}), *keluarga({"nama": "Bayu"})])
    siapa = pengimpor()
    satu = await kirim(wadah, isi, siapa)
    tengah = len(isi) // 2
    assert await hitung(wadah, "bagian_impor") == (-(-tengah // 100) + -(-(len(isi) - tengah) // 100),)
    await periksa(wadah, satu.id, siapa)
    satu = await terapkan(wadah, satu.id, siapa)
    assert (await jumlah(wadah, satu)).diterima == 4
