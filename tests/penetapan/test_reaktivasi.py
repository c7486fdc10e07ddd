"""Fast reactivation through HTTP: the gravely ill are restored at once and confirmed later; each refusal."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.cekbansos.models import CekStatus
from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import Reaktivasi
from app.penetapan.status import StatusKeanggotaan as K
from app.usulan.status import SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import Antre, PabrikPenetapan
from tests.pabrik.usulan import alasan
from tests.pabrik.verval import PDF
from tests.penetapan.conftest import dikeluarkan, kini, lewatkan
from tests.versi import pastikan_berversi

LAYAK = {"is_masih_layak": True, "catatan": "Diperiksa petugas Dinas Sosial di rumah, masih layak"}


async def ajukan(klien: Klien, antre: Antre, **ganti: Any) -> httpx.Response:
    isi: dict[str, Any] = {
        "orang": str(antre.orang),
        "penyakit": 10,
        "faskes": "RSUD Majalaya",
        "nomor_surat": "RS/1",
    } | ganti
    berkas: dict[str, Any] = {"surat": ("surat.pdf", isi.pop("surat", PDF)), **isi.pop("berkas", {})}
    return await klien.post("/v1/petugas/reaktivasi", data=isi, files=berkas)


async def tindak(klien: Klien, ref: str, aksi: str, isi: dict[str, Any] | None = None) -> httpx.Response:
    return await klien.post(f"/v1/petugas/reaktivasi/{ref}/{aksi}", json=isi)


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA)


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


@pytest.mark.parametrize("sebelum", [K.AKAN_DINONAKTIFKAN, K.NONAKTIF])
async def test_the_gravely_ill_are_restored_at_once_and_confirmed_later(
    keluar: Antre,
    operator: Klien,
    verifikator: Klien,
    pusat: Klien,
    sesi: AsyncSession,
    wadah: Wadah,
    sebelum: K,
) -> None:
    """B.9 reactivation: letter of the faskes, statement of the Dinsos, interim restore, confirmation by PUSAT."""
    if sebelum is K.NONAKTIF:
        await lewatkan(sesi, wadah)
    jawab = await ajukan(operator, keluar, berkas={"sktm": ("sktm.pdf", PDF)})
    assert (jawab.status_code, jawab.json()["status"]) == (201, "DIAJUKAN"), jawab.text
    assert jawab.json()["penyakit_teks"]["id"] == "Gagal ginjal"
    ref = jawab.json()["ref"]
    ganda = await ajukan(operator, keluar)
    assert (ganda.status_code, ganda.json()["kode"]) == (409, "reaktivasi-masih-terbuka")
    tanpa = await tindak(verifikator, ref, "pulihkan-sementara", LAYAK | {"is_masih_layak": False})
    assert (tanpa.status_code, tanpa.json()["syarat"]) == (409, "masih_layak")
    pulih = await tindak(verifikator, ref, "pulihkan-sementara", LAYAK)
    assert (pulih.status_code, pulih.json()["status"]) == (200, "SEMENTARA"), pulih.text
    assert (await kini(sesi, keluar)).status is K.TERDAFTAR
    cek = (await sesi.scalars(select(CekStatus).execution_options(populate_existing=True))).one()
    assert cek.status is K.TERDAFTAR
    for sktm in ("false", "true"):
        unduh = await pusat.get(f"/v1/petugas/reaktivasi/{ref}/berkas?sktm={sktm}")
        assert (unduh.headers["content-type"], unduh.content) == ("application/pdf", PDF)
    pasti = await tindak(pusat, ref, "pastikan")
    assert (pasti.status_code, pasti.json()["status"]) == (200, "DIPASTIKAN")
    assert (await tindak(pusat, ref, "pastikan")).json()["kode"] == "transisi-ditolak"
    await lewatkan(sesi, wadah)
    assert (await kini(sesi, keluar)).status is K.TERDAFTAR


async def test_who_files_does_not_restore_and_who_restores_does_not_confirm(
    keluar: Antre, masuk: Masuk, pusat: Klien, sesi: AsyncSession
) -> None:
    akun = (await masuk(Jabatan.OPERATOR_KABKOTA)).pelaku.akun_id
    operator = await masuk(Jabatan.OPERATOR_KABKOTA, akun_id=akun)
    ref = (await ajukan(operator, keluar)).json()["ref"]
    naik = await masuk(Jabatan.VERIFIKATOR, akun_id=akun)
    assert (await tindak(naik, ref, "pulihkan-sementara", LAYAK)).json()["kode"] == "pemisahan-tugas"
    sendiri = await masuk(Jabatan.PUSAT, nik=keluar.subjek["nik"])
    assert (await tindak(sendiri, ref, "pulihkan-sementara", LAYAK)).json()["kode"] == "pemisahan-tugas"
    assert (await tindak(pusat, ref, "pulihkan-sementara", LAYAK)).status_code == 200
    assert (await tindak(pusat, ref, "pastikan")).json()["kode"] == "pemisahan-tugas"


async def test_a_refused_reactivation_gives_a_whole_notice_again(
    keluar: Antre, operator: Klien, verifikator: Klien, pusat: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    await lewatkan(sesi, wadah)
    ref = (await ajukan(operator, keluar)).json()["ref"]
    await tindak(verifikator, ref, "pulihkan-sementara", LAYAK)
    assert (await tindak(pusat, ref, "tolak", {})).json()["kode"] == "alasan-wajib"
    tolak = await tindak(pusat, ref, "tolak", {"alasan": alasan("SURAT_FASKES_TIDAK_SAH")})
    assert (tolak.status_code, tolak.json()["status"]) == (200, "DITOLAK"), tolak.text
    baris = await kini(sesi, keluar)
    assert (baris.status, baris.nonaktif_paling_cepat) == (K.AKAN_DINONAKTIFKAN, hari_ini() + timedelta(days=30))
    await lewatkan(sesi, wadah)
    assert (await kini(sesi, keluar)).status is K.NONAKTIF
    assert (await ajukan(operator, keluar)).status_code == 201


async def test_a_request_that_was_never_restored_is_refused_without_consequence(
    keluar: Antre, operator: Klien, pusat: Klien, sesi: AsyncSession
) -> None:
    ref = (await ajukan(operator, keluar)).json()["ref"]
    assert (await tindak(pusat, ref, "tolak", {"alasan": alasan("TIDAK_LAYAK_REAKTIVASI")})).status_code == 200
    assert (await kini(sesi, keluar)).aksi == "umumkan_keluar"


@pytest.mark.parametrize(
    ("ganti", "status", "kode"),
    [
        ({"penyakit": 2}, 409, "penyakit_katastrofik"),
        ({"surat": b"bukan berkas"}, 415, "berkas-bukan-gambar"),
        ({"faskes": " "}, 422, "isian-tidak-sah"),
    ],
)
async def test_requests_that_are_none(
    keluar: Antre, operator: Klien, ganti: dict[str, Any], status: int, kode: str
) -> None:
    jawab = await ajukan(operator, keluar, **ganti)
    assert jawab.status_code in {status, 422}
    assert kode in {jawab.json()["kode"], jawab.json().get("syarat")}


async def test_a_member_in_peace_or_a_dead_one_is_not_restored(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, operator: Klien
) -> None:
    damai = await pabrik.antre(desil=None)
    assert (await ajukan(operator, damai)).json()["kode"] == "keanggotaan-tidak-ditemukan"
    await pabrik.anggota(damai)
    assert (await ajukan(operator, damai)).json()["syarat"] == "akan_atau_sudah_keluar"
    mati = await dikeluarkan(pabrik, admin, penetap, SubjenisUsulan.MENINGGAL)
    assert (await ajukan(operator, mati)).json()["syarat"] == "dapat_pulih"


async def test_a_citizen_asks_for_himself_and_the_illness_stays_sealed(
    keluar: Antre, warga: Klien, verifikator: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    isi = {"penyakit": "9", "faskes": "RSHS Bandung", "nomor_surat": "RS/2"}
    jawab = await warga.post("/v1/warga/keanggotaan/reaktivasi", data=isi, files={"surat": ("s.pdf", PDF)})
    assert jawab.status_code == 201, jawab.text
    ref = jawab.json()["ref"]
    milik = (await warga.get("/v1/warga/keanggotaan")).json()["reaktivasi"]
    assert [m["ref"] for m in milik] == [ref]
    daftar = await verifikator.get("/v1/petugas/reaktivasi?status=DIAJUKAN")
    assert [d["ref"] for d in daftar.json()["data"]] == [ref]
    assert "anker" not in daftar.text
    rinci = (await verifikator.get(f"/v1/petugas/reaktivasi/{ref}")).json()
    assert (rinci["penyakit"], rinci["has_sktm"]) == (9, False)
    assert (await verifikator.get(f"/v1/petugas/reaktivasi/{ref}/berkas?sktm=true")).status_code == 404
    baris = (await sesi.scalars(select(Reaktivasi))).one()
    assert "RSHS" not in repr([getattr(baris, k.name) for k in Reaktivasi.__table__.columns])
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.05",))
    assert (await asing.get(f"/v1/petugas/reaktivasi/{ref}")).status_code == 404
    assert (await tindak(asing, ref, "pulihkan-sementara", LAYAK)).status_code == 404
    assert (await asing.get("/v1/petugas/reaktivasi?status=DIAJUKAN")).json()["data"] == []
    asing_warga = await masuk(Jabatan.WARGA)
    tiada = await asing_warga.post("/v1/warga/keanggotaan/reaktivasi", data=isi, files={"surat": ("s.pdf", PDF)})
    assert tiada.status_code == 404
    kosong = (await asing_warga.get("/v1/warga/keanggotaan")).json()
    assert kosong == {"kini": None, "riwayat": [], "keberatan": [], "reaktivasi": []}
    jejak = await sesi.scalars(select(JejakAudit.kejadian).where(JejakAudit.kejadian.like("reaktivasi:%")))
    assert {"reaktivasi:permohonan:diajukan", "reaktivasi:permohonan:dibaca"} <= set(jejak)


@pytest.mark.parametrize(
    ("aksi", "isi"),
    [("pulihkan-sementara", LAYAK), ("pastikan", None), ("tolak", {"alasan": alasan("SURAT_FASKES_TIDAK_SAH")})],
)
async def test_a_step_may_name_the_version_that_was_read(
    keluar: Antre, operator: Klien, verifikator: Klien, pusat: Klien, aksi: str, isi: dict[str, object] | None
) -> None:
    baru = await ajukan(operator, keluar)
    jalur = baru.headers["Location"]
    dibaca = (await pusat.get(jalur)).headers["ETag"]
    assert baru.headers["ETag"] == dibaca
    if aksi == "pastikan":
        dibaca = (await tindak(verifikator, baru.json()["ref"], "pulihkan-sementara", LAYAK)).headers["ETag"]
    jawab = await pastikan_berversi(pusat, jalur, aksi, dibaca, isi)
    assert jawab.headers["ETag"] == (await pusat.get(jalur)).headers["ETag"]
