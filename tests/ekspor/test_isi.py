"""What stands in the columns: answers in the codes of the file, deciles, members by name, no small counts."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_tabel.bentuk import KodeFormat, bentuk
from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.ekspor.himpunan import tabel
from app.ekspor.jawaban import TurunanJawaban
from app.ekspor.kode import Himpunan
from app.ekspor.sdgs import INDIKATOR, sel_aman
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.service import KeluargaService
from app.penetapan.penempatan import Orang
from tests.conftest import Klien, Masuk
from tests.ekspor.conftest import Buat, unduh
from tests.pabrik import desil as pabrik_desil
from tests.pabrik import keluarga as pabrik
from tests.pabrik.penetapan import daftarkan, putaran_sah, tempatkan

DESA = "32.04.05.2001"


async def isi(klien: Klien, ekspor_id: str) -> list[dict[str, str]]:
    teks = (await unduh(klien, ekspor_id)).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(teks, newline="")))


async def terdata(sesi: AsyncSession, wadah: Wadah) -> Ref:
    """A family that answered Regsosek: roof 5 there is what 6 is in DTSEN."""
    ref = await pabrik.daftarkan(sesi, wadah)
    kepala = pabrik.kepala(pabrik.REGSOSEK, p407=36, p405=1)
    jawaban = pabrik.isian(kepala, keluarga={"305": 5, "303": 9})
    jawaban["individu"] = {str(ref.id): kepala}
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        ref.keluarga_id, "REGSOSEK2022K", jawaban, sumber="KUNJUNGAN", tanggal=date(2026, 5, 1), pelaku=None
    )
    await sesi.commit()
    return ref


async def test_answers_stand_in_the_codes_of_the_file(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    await terdata(sesi, wadah)
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien, himpunan="DTSEN", is_berlabel=True)
    (satu,) = await isi(klien, ekspor["id"])
    assert (satu["jenis_atap_terluas"], satu["jenis_atap_terluas_label"]) == ("6", "kayu/sirap")
    assert satu["jenis_lantai_terluas"] == "9"
    assert (satu["tanggal_pendataan"], satu["keberadaan_anggota"]) == ("2026-05-01", "1")
    assert satu["penyakit_kronis_label"]
    ekspor = await buat(klien, himpunan="REGISTRI", is_berlabel=True)
    (satu,) = await isi(klien, ekspor["id"])
    assert (satu["instrumen"], satu["k_305"], satu["k_305_label"]) == ("REGSOSEK2022K", "5", "kayu/sirap")


def test_an_answer_that_leads_nowhere_is_left_out() -> None:
    turunan = TurunanJawaban(bentuk(KodeFormat.DTSEN), is_terjemah=True)
    ambil = turunan.ambil(KodeInstrumen.PBDT2015, "keluarga", ["303", "501a"])
    assert ambil({"lantai": 9}) == [8, None]
    assert ambil({"lantai": 8}) == [None, None]
    tanpa = TurunanJawaban(bentuk(KodeFormat.DTKS1), is_terjemah=False)
    assert tanpa.ambil(KodeInstrumen.PBDT2015, "keluarga", ["303"])({"lantai": 9}) == [None]


@pytest.mark.parametrize(("himpunan", "kode"), [("REGISTRI", KodeFormat.DTKS1), ("DTSEN", KodeFormat.DTSEN)])
def test_a_file_has_the_columns_that_import_reads(himpunan: str, kode: KodeFormat) -> None:
    nama = [k.nama for k in tabel(Himpunan(himpunan)).kolom(berlabel=False)]
    assert nama[: len(bentuk(kode).kolom)] == [k.nama for k in bentuk(kode).kolom]
    assert len(set(nama)) == len(nama)
    assert nama[-1] == "tanda_air"


async def test_bnba_lists_who_is_registered_with_his_decile(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    subjek = pabrik.subjek(pabrik.anggota(nama="Belum Terdaftar"), nama="Kenari Satu")
    ref = await pabrik.daftarkan(sesi, wadah, subjek)
    nik = wadah.sandi.indeks(Tujuan.NIK, str(subjek.nik))
    await daftarkan(sesi, wadah, Orang(ref, nik, subjek.nama, subjek.tanggal_lahir, DESA))
    await tempatkan(sesi, ref.keluarga_id, await putaran_sah(sesi), 3)
    await pabrik.daftarkan(sesi, wadah, pabrik.subjek(nama="Bukan Anggota"))
    await sesi.commit()
    klien = await masuk(Jabatan.VERIFIKATOR)
    ekspor = await buat(klien, himpunan="BNBA", kode_wilayah="32.04", is_berlabel=True)
    (satu,) = await isi(klien, ekspor["id"])
    assert (satu["nama"], satu["status_keanggotaan_label"]) == ("Kenari Satu", "Terdaftar")
    assert (satu["desil_nasional"], satu["desil_kabupaten_kota"]) == ("3", "3")


async def test_sdgs_counts_families_and_covers_small_cells(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah
) -> None:
    banyak = [{"kepala_perempuan": int(n < 8), "rekening": int(n < 22), "lantai": 9} for n in range(25)]
    await pabrik_desil.keluarga_banyak(sesi, banyak)
    await pabrik_desil.keluarga_banyak(sesi, [{}] * 3, kode_desa="32.04.05.2002")
    await sesi.commit()
    klien = await masuk(Jabatan.PEMANTAU_PROV, ("32",))
    ekspor = await buat(klien, himpunan="SDGS_DESA", kode_wilayah="32")
    assert (ekspor["baris"], ekspor["keluarga"]) == (2 * len(INDIKATOR), 28)
    assert {n: ekspor["kemajuan"][n] for n in ("baris", "keluarga", "persen")} == {
        "baris": ekspor["baris"],
        "keluarga": 28,
        "persen": 100,
    }
    baris = {(b["kode_wilayah"], b["indikator"]): b for b in await isi(klien, ekspor["id"])}
    satu = baris[DESA, "KEPALA_PEREMPUAN"]
    assert (satu["pembilang"], satu["penyebut"], satu["persen"], satu["tujuan"]) == ("8", "25", "32.0", "5")
    assert baris[DESA, "TANPA_REKENING"]["keterangan"] == "DISAMARKAN"
    assert baris[DESA, "TANPA_REKENING"]["pembilang"] == ""
    assert baris[DESA, "LANTAI_TANAH"]["persen"] == "100.0"
    assert baris[DESA, "DESIL_1"]["keterangan"] == "TIDAK_ADA_DATA"
    assert {b["keterangan"] for (d, _), b in baris.items() if d == "32.04.05.2002"} == {"DISAMARKAN"}


@pytest.mark.parametrize(
    ("ada", "dari", "terdata", "terlihat"),
    [
        *((8, 25, 25, True), (3, 25, 25, False), (22, 25, 25, False), (0, 25, 25, True), (25, 25, 25, True)),
        *((8, 22, 25, False), (2, 4, 4, False), (8, 20, 25, True), (0, 0, 25, False), (8, 25, None, False)),
    ],
)
def test_a_count_that_would_speak_of_somebody_is_covered(
    ada: int, dari: int, terdata: int | None, terlihat: bool
) -> None:
    assert (sel_aman(ada, dari, terdata, 5)[0] is not None) is terlihat
