"""The report on a run: its figures add up, it is there for whoever reviews, and nobody else reads it."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.artefak import BOBOT_MAKS
from app.desil.laporan import LaporanService
from app.desil.laporan_susun import PenyusunLaporan
from app.desil.models import Putaran
from app.desil.models_laporan import LaporanPutaran
from app.desil.service import DesilService
from app.keluarga.repository import KeluargaRepository
from tests.conftest import Klien, Masuk
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

JALUR = "/v1/admin/desil/putaran"
BANDUNG, ACEH = "32.73.01.1001", "11.01.01.2001"
SEPULUH = range(10)


@pytest.fixture
async def siap(sesi: AsyncSession, wadah: Wadah) -> list[UUID]:
    """Sixty families in three kabupaten/kota of two provinsi; three cannot be ranked, one lies outside the support."""
    await pabrik.model(sesi)
    await pabrik.periode(sesi, wadah)
    semua = await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 300 + 50 * n} for n in range(30)])
    semua += await pabrik.keluarga_banyak(
        sesi, [{"luas_kapita": 400 + 70 * n, "ukuran": 2 + n % 5} for n in range(20)], kode_desa=BANDUNG
    )
    semua += await pabrik.keluarga_banyak(
        sesi, [{"luas_kapita": 900_000}, {"lantai": None}, {"lantai": None, "dinding": None}], kode_desa=ACEH
    )
    return [*semua, await pabrik.keluarga(sesi, kode_desa=ACEH, jawaban=False)]


async def susun(sesi: AsyncSession, wadah: Wadah, putaran: Putaran) -> dict[str, Any]:
    await PenyusunLaporan.rakit(sesi, wadah).susun(putaran.id)
    return (await LaporanService.rakit(sesi, wadah).baca(putaran.id)).model_dump(mode="json")


def tolak(jawab: httpx.Response, status: int, kode: str) -> None:
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode), jawab.text


async def test_every_figure_adds_up_to_the_totals_of_the_run(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    isi = await susun(sesi, wadah, putaran)
    jumlah = isi["jumlah"]
    assert (jumlah["keluarga"], jumlah["keluarga_berperingkat"]) == (54, 51)
    assert (putaran.keluarga, putaran.keluarga_berperingkat) == (54, 51)
    orang = 30 * 4 + sum(2 + n % 5 for n in range(20)) + 4
    assert jumlah["orang"] == orang
    for bagian in (isi["sebaran"], isi["provinsi"], isi["kabkota"], [isi["nasional"]]):
        assert sum(b["keluarga"] for b in bagian) == 51
        assert sum(b["orang"] for b in bagian) == orang
    for w in (*isi["provinsi"], *isi["kabkota"], isi["nasional"]):
        assert (sum(w["desil_keluarga"]), sum(w["desil_orang"])) == (w["keluarga"], w["orang"])
    for tingkat in (isi["provinsi"], isi["kabkota"]):
        assert [sum(w["desil_orang"][d] for w in tingkat) for d in SEPULUH] == isi["nasional"]["desil_orang"]
        assert sum(w["tanpa_peringkat"] for w in tingkat) == 3
    assert [(w["kode"], w["nama"]) for w in isi["provinsi"]] == [("11", "Aceh"), ("32", "Jawa Barat")]
    assert [w["kode"] for w in isi["kabkota"]] == ["11.01", "32.04", "32.73"]
    assert isi["perpindahan"] is None
    assert isi["sebaran"][0]["bawah"] < isi["batas"][0] < isi["sebaran"][-1]["atas"]


async def test_the_deciles_counted_are_the_deciles_told(sesi: AsyncSession, wadah: Wadah, siap: list[UUID]) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    letak = await DesilService.rakit(sesi, wadah).peringkat_massal(siap, putaran.id)
    desil = [p.desil_nasional for p in letak.values()]
    isi = await susun(sesi, wadah, putaran)
    assert isi["nasional"]["desil_keluarga"] == [desil.count(d) for d in range(1, 11)]


async def test_it_names_what_is_missing_and_what_lies_outside_the_support(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    isi = await susun(sesi, wadah, await pabrik.putaran(sesi, wadah))
    kurang = {k["variabel"]: k for k in isi["data_kurang"]}
    assert (kurang["lantai"]["keluarga"], kurang["dinding"]["keluarga"], kurang["ukuran"]["keluarga"]) == (3, 2, 1)
    assert kurang["lantai"]["provinsi"] == [{"kode": "11", "nama": "Aceh", "keluarga": 3}]
    assert isi["data_kurang"][0]["keluarga"] == 3
    terbanyak = isi["di_luar_rentang"][0]
    assert (terbanyak["variabel"], terbanyak["di_bawah"], terbanyak["di_atas"]) == ("luas_kapita", 0, 1)
    assert terbanyak["orang"] == 4


async def test_a_size_too_large_to_weigh_is_counted_as_missing(sesi: AsyncSession, wadah: Wadah) -> None:
    await pabrik.keluarga(sesi, ukuran=BOBOT_MAKS + 1)
    await pabrik.keluarga(sesi, ukuran=BOBOT_MAKS)
    isi = await susun(sesi, wadah, await pabrik.putaran(sesi, wadah))
    assert {k["variabel"]: k["keluarga"] for k in isi["data_kurang"] if k["keluarga"]} == {"ukuran": 1}


async def test_who_moved_and_why_is_told_by_the_rule_that_a_family_reads(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    lama = await pabrik.putaran(sesi, wadah, "2026-10")
    for n in range(3):
        await pabrik.ubah(sesi, siap[n], luas_kapita=1_900)
    await pabrik.ubah(sesi, siap[5], lantai=None)
    baru = await pabrik.keluarga(sesi, luas_kapita=500)
    await pabrik.ubah(sesi, baru, luas_kapita=510)
    putaran = await pabrik.putaran(sesi, wadah)
    pindah = (await susun(sesi, wadah, putaran))["perpindahan"]
    assert (pindah["putaran_id"], pindah["periode"], len(pindah["label"])) == (str(lama.id), "2026-10", 12)
    matriks = pindah["matriks_keluarga"]
    assert sum(map(sum, matriks)) == 55
    assert sum(matriks[11]) == 1

    service = DesilService.rakit(sesi, wadah)
    harap = [[0] * 12 for _ in range(12)]
    dulu = await service.peringkat_massal([*siap, baru], lama.id)
    kini = await service.peringkat_massal([*siap, baru], putaran.id)
    for k in (*siap, baru):
        asal = (dulu[k].desil_nasional or 11) - 1 if k in dulu else 11
        harap[asal][(kini[k].desil_nasional or 11) - 1] += 1
    assert matriks == harap

    sebab = {tuple(s["sebab"]): s["keluarga"] for s in pindah["sebab"]}
    assert sum(sebab.values()) == 54
    assert sebab["TETAP",] == sum(matriks[d][d] for d in range(11))
    assert sebab["DATA_BERUBAH",] >= 1
    assert not {s for kunci in sebab for s in kunci} & {"MODEL_BARU", "PERTAMA"}
    orang = pindah["matriks_orang"]
    assert [sum(orang[a][b] for a in range(12)) for b in SEPULUH] == (await susun(sesi, wadah, putaran))["nasional"][
        "desil_orang"
    ]


async def test_a_run_that_builds_on_another_is_read_through_its_links(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    dasar = await pabrik.putaran(sesi, wadah, "2026-10")
    await pabrik.ubah(sesi, siap[0], luas_kapita=1_900)
    await KeluargaRepository(sesi).hapus_kanonik(siap[1])
    await pabrik.ubah(sesi, siap[2], lantai=None)
    putaran = await pabrik.putaran(sesi, wadah)
    assert putaran.rantai == [putaran.nomor, dasar.nomor]
    isi = await susun(sesi, wadah, putaran)
    assert (isi["jumlah"]["keluarga"], isi["jumlah"]["keluarga_berperingkat"]) == (53, 49)
    matriks = isi["perpindahan"]["matriks_keluarga"]
    assert sum(map(sum, matriks)) == 54
    assert sum(baris[11] for baris in matriks) == 1
    assert sum(matriks[d][10] for d in SEPULUH) == 1
    assert isi["jumlah"]["orang"] == isi["nasional"]["orang"] == sum(p["orang"] for p in isi["sebaran"])


async def test_a_run_without_families_has_a_report_of_zeros(sesi: AsyncSession, wadah: Wadah) -> None:
    isi = await susun(sesi, wadah, await pabrik.putaran(sesi, wadah))
    assert isi["jumlah"] == dict.fromkeys(isi["jumlah"], 0)
    assert (isi["sebaran"], isi["provinsi"], isi["data_kurang"]) == ([], [], [])
    assert isi["nasional"]["desil_orang"] == [0] * 10


async def test_the_report_of_a_run_is_ordered_by_its_computation_and_waits_for_it(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    admin, penetap = await masuk(Jabatan.ADMIN_PUSAT), await masuk(Jabatan.PENETAP)
    lokasi = (await admin.post(JALUR, json={"periode": pabrik.PERIODE})).headers["location"]
    tolak(await admin.get(f"{lokasi}/laporan"), 409, "putaran-belum-selesai")
    tolak(await admin.post(f"{lokasi}/laporan"), 409, "putaran-belum-selesai")
    await admin.post(f"{lokasi}/hitung")
    putaran_id = UUID(lokasi.rpartition("/")[2])
    await pabrik.kerjakan(wadah, putaran_id)
    sesi.expire_all()
    assert await dipesan(sesi) == 1
    belum = await admin.get(f"{lokasi}/laporan")
    tolak(belum, 409, "laporan-belum-siap")
    assert "POST" in belum.json()["title"]
    lagi = await admin.post(f"{lokasi}/laporan")
    assert (lagi.status_code, lagi.headers["location"]) == (202, f"{lokasi}/laporan")
    await PenyusunLaporan.rakit(sesi, wadah).susun(putaran_id)
    for klien in (admin, penetap):
        isi = (await klien.get(f"{lokasi}/laporan")).json()
        assert [s["aksi"] for s in isi["putaran"]["langkah"]] == ["siapkan", "hitung"]
        assert isi["putaran"]["model"]["jenis"] == "demonstrasi"
        assert isi["jumlah"]["keluarga"] == 54


async def test_only_the_two_administrators_read_it_and_an_unknown_run_has_none(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, klien: Klien, siap: list[UUID]
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    await PenyusunLaporan.rakit(sesi, wadah).susun(putaran.id)
    alamat = f"{JALUR}/{putaran.id}/laporan"
    assert (await klien.get(alamat)).status_code == 401
    for jabatan in (Jabatan.ADMIN_KABKOTA, Jabatan.PUSAT, Jabatan.VERIFIKATOR):
        assert (await (await masuk(jabatan)).get(alamat)).status_code == 403
    penetap = await masuk(Jabatan.PENETAP)
    assert (await penetap.get(alamat)).status_code == 200
    for panggil in (penetap.get, penetap.post):
        tolak(await panggil(f"{JALUR}/{id_baru()}/laporan"), 404, "putaran-tidak-ditemukan")


async def test_it_is_handed_out_as_json_pdf_and_html_by_parameter_or_by_header(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    await pabrik.putaran(sesi, wadah, "2026-10")
    putaran = await pabrik.putaran(sesi, wadah)
    await PenyusunLaporan.rakit(sesi, wadah).susun(putaran.id)
    admin, alamat = await masuk(Jabatan.ADMIN_PUSAT), f"{JALUR}/{putaran.id}/laporan"
    pdf = await admin.get(alamat, params={"bentuk": "PDF"})
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.headers["content-disposition"] == 'attachment; filename="laporan-desil-2026-11.pdf"'
    assert pdf.content.startswith(b"%PDF")
    assert b"pdfaid:part>2<" in pdf.content
    lagi = await admin.get(alamat, headers={"Accept": "application/pdf"})
    assert lagi.content == pdf.content

    html = await admin.get(alamat, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert "style-src 'sha256-" in html.headers["content-security-policy"]
    assert html.text == (await admin.get(alamat, params={"bentuk": "HTML"})).text
    assert html.text.count("<svg ") == html.text.count("</svg>") >= 7
    for judul in ("Sebaran skor dan batas desil", "Perpindahan sejak putaran 2026-10", "tidak ditutup"):
        assert judul in html.text
    json = await admin.get(alamat, params={"bentuk": "JSON"}, headers={"Accept": "application/pdf"})
    assert json.json() == (await admin.get(alamat)).json()
    tolak(await admin.get(alamat, params={"bentuk": "XLSX"}), 422, "isian-tidak-sah")


async def test_it_is_counted_again_only_when_something_else_is_compared(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    service, penyusun = LaporanService.rakit(sesi, wadah), PenyusunLaporan.rakit(sesi, wadah)
    await penyusun.susun(putaran.id)
    pertama = (await service.baca(putaran.id)).disusun_at
    await penyusun.susun(putaran.id)
    assert (await service.baca(putaran.id)).disusun_at == pertama
    await sesi.execute(update(LaporanPutaran).values(bentuk=0))
    await penyusun.susun(putaran.id)
    assert (await service.baca(putaran.id)).disusun_at != pertama


async def dipesan(sesi: AsyncSession) -> int:
    hasil = await sesi.execute(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'desil.laporan'"))
    return int(hasil.scalar_one())
