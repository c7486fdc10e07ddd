"""The officer's side of a registration: scope, purpose, six reasons, separation of duties."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALASAN_TOLAK, StatusAkun
from app.akun.identitas import Identitas
from app.akun.models import Akun, JenisIndeks
from app.akun.service import AkunService
from app.berkas_objek.service import BerkasObjekService
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import akun_aktif, nik_uji, token_untuk
from tests.pabrik.gambar import foto

pytestmark = pytest.mark.anyio
ALASAN = {
    "kode": "FOTO_TIDAK_JELAS",
    "penjelasan": "Wajah pada swafoto tidak terlihat jelas.",
    "langkah_berikutnya": "Foto ulang di tempat terang",
}
TUJUAN = {"tujuan": "Verifikasi akun warga"}


async def _warga(
    wadah: Wadah, urutan: int = 1, desa: str = "32.04.05.2001", status: StatusAkun = StatusAkun.MENUNGGU_VERIFIKASI
) -> Akun:
    surel = f"warga{urutan}@contoh.id"
    isi = Identitas(nik=nik_uji(urutan), no_kk="3204051203150042", surel=surel, alamat="Jl. Melati 7", telepon="+62812")
    akun = await akun_aktif(wadah, Jabatan.WARGA, nama="Siti Contoh", identitas=isi, kode_desa=desa, status=status)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        berkas = BerkasObjekService.rakit(sesi, wadah)
        baris = await sesi.get_one(Akun, akun.id)
        baris.foto_ktp_id = await berkas.simpan_gambar(foto(), pemilik="akun/ktp")
        await AkunService.rakit(sesi, wadah).klaim(baris, JenisIndeks.SUREL, Tujuan.SUREL, surel)
    return akun


@pytest.fixture
async def petugas(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR, ("32.04",))


@pytest.fixture
async def warga(wadah: Wadah) -> Akun:
    return await _warga(wadah)


async def _jejak(sesi: AsyncSession, kejadian: str) -> list[Any]:
    baris = text("SELECT tujuan, subjek FROM jejak_audit WHERE kejadian = :k")
    return list((await sesi.execute(baris, {"k": kejadian})).all())


async def test_the_queue_holds_those_who_wait_in_scope(petugas: Klien, wadah: Wadah, sesi: AsyncSession) -> None:
    di_sini = [await _warga(wadah, 1), await _warga(wadah, 2, "32.04.05.2002")]
    await _warga(wadah, 3, "32.05.01.2001")
    await _warga(wadah, 4, status=StatusAkun.AKTIF)
    await _warga(wadah, 5, status=StatusAkun.DAFTAR)
    isi = (await petugas.get("/v1/petugas/akun", params={"batas": 1})).json()
    lanjut = await petugas.get("/v1/petugas/akun", params={"batas": 1, "kursor": isi["halaman"]["berikutnya"]})
    ditemukan = [*isi["data"], *lanjut.json()["data"]]
    assert [d["id"] for d in ditemukan] == [str(a.id) for a in di_sini]
    assert ditemukan[0]["aksi_tersedia"] == ["setujui", "tolak"]
    assert "nik" not in ditemukan[0]
    jejak = await _jejak(sesi, "akun:antrean:dibaca")
    assert [list(j.subjek) for j in jejak] == [[a.nik_indeks] for a in di_sini]


async def test_an_empty_queue_is_no_read(petugas: Klien, sesi: AsyncSession) -> None:
    assert (await petugas.get("/v1/petugas/akun")).json()["data"] == []
    assert await _jejak(sesi, "akun:antrean:dibaca") == []


async def test_reading_shows_the_form_and_leaves_a_trace(petugas: Klien, warga: Akun, sesi: AsyncSession) -> None:
    jawab = await petugas.get(f"/v1/petugas/akun/{warga.id}", params=TUJUAN)
    isi = jawab.json()
    assert (isi["nik"], isi["is_nik_dipakai"], jawab.headers["ETag"]) == (nik_uji(1), False, '"v1"')
    assert isi["aksi_tersedia"] == [{"aksi": a, "ditolak_karena": None} for a in ("setujui", "tolak")]
    (jejak,) = await _jejak(sesi, "akun:akun:dibaca")
    assert jejak.tujuan == TUJUAN["tujuan"]
    assert list(jejak.subjek) == [warga.nik_indeks]


async def test_a_picture_leaves_as_an_attachment_with_a_trace(petugas: Klien, warga: Akun, sesi: AsyncSession) -> None:
    jawab = await petugas.get(f"/v1/petugas/akun/{warga.id}/foto/ktp", params=TUJUAN)
    assert jawab.status_code == 200
    assert jawab.content.startswith(b"\xff\xd8")
    assert jawab.headers["Content-Disposition"] == 'attachment; filename="foto-ktp.jpg"'
    assert jawab.headers["Cache-Control"] == "no-store"
    assert len(await _jejak(sesi, "akun:akun:ktp:dibaca")) == 1
    tanpa = await petugas.get(f"/v1/petugas/akun/{warga.id}/foto/swafoto", params=TUJUAN)
    assert (tanpa.status_code, tanpa.json()["kode"]) == (404, "berkas-tidak-ditemukan")


@pytest.mark.parametrize("params", [{}, {"tujuan": "x"}, {"tujuan": "y" * 201}, {**TUJUAN, "lain": "1"}])
async def test_no_look_without_a_purpose(petugas: Klien, warga: Akun, params: dict[str, str]) -> None:
    for jalur in ("", "/foto/ktp"):
        assert (await petugas.get(f"/v1/petugas/akun/{warga.id}{jalur}", params=params)).status_code == 422


async def test_approval_lets_the_citizen_in(
    klien: Klien, petugas: Klien, warga: Akun, wadah: Wadah, sesi: AsyncSession
) -> None:
    jawab = await petugas.post(f"/v1/petugas/akun/{warga.id}/setujui", headers={"If-Match": '"v1"'})
    assert (jawab.status_code, jawab.json()["status"], jawab.headers["ETag"]) == (200, "AKTIF", '"v2"')
    async with wadah.pabrik_sesi() as satu:
        token = await token_untuk(wadah, await satu.get_one(Akun, warga.id))
    saya = await klien.get("/v1/warga/saya", headers={"Authorization": f"Bearer {token}"})
    isi = saya.json()
    assert (isi["nama"], isi["nik"], isi["alamat"]) == ("Siti Contoh", "3204************", "Jl. Melati 7")
    assert await sesi.scalar(text("SELECT templat FROM kotak_keluar")) == "akun_disetujui"
    ulang = await petugas.post(f"/v1/petugas/akun/{warga.id}/setujui")
    assert (ulang.status_code, ulang.json()["kode"]) == (409, "transisi-ditolak")
    assert ulang.json()["status_sekarang"] == "AKTIF"


@pytest.mark.parametrize("kode", sorted(ALASAN_TOLAK))
async def test_each_of_the_six_reasons_refuses_and_frees_the_email(
    petugas: Klien, warga: Akun, sesi: AsyncSession, kode: str
) -> None:
    jawab = await petugas.post(f"/v1/petugas/akun/{warga.id}/tolak", json={"alasan": ALASAN | {"kode": kode}})
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITOLAK")
    assert await sesi.scalar(text("SELECT count(*) FROM akun_indeks WHERE jenis = 'SUREL'")) == 0
    assert await sesi.scalar(text("SELECT templat FROM kotak_keluar")) == "akun_ditolak"
    assert await sesi.scalar(text("SELECT kode_alasan FROM riwayat_akun WHERE aksi = 'tolak'")) == kode


@pytest.mark.parametrize(
    ("isi", "status", "kode"),
    [
        ({}, 422, "alasan-wajib"),
        ({"alasan": None}, 422, "alasan-wajib"),
        ({"alasan": ALASAN | {"kode": "TIDAK_SUKA"}}, 422, "alasan-tidak-dikenal"),
        ({"alasan": ALASAN | {"penjelasan": "pendek"}}, 422, "isian-tidak-sah"),
        ({"alasan": ALASAN, "status": "AKTIF"}, 422, "isian-tidak-sah"),
    ],
)
async def test_no_refusal_without_a_proper_reason(
    petugas: Klien, warga: Akun, isi: dict[str, Any], status: int, kode: str
) -> None:
    jawab = await petugas.post(f"/v1/petugas/akun/{warga.id}/tolak", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)


async def test_another_region_sees_exactly_what_an_unknown_id_gives(masuk: Masuk, warga: Akun, wadah: Wadah) -> None:
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.05",))
    belum = await _warga(wadah, 9, "32.05.01.2001", StatusAkun.DAFTAR)

    async def bentuk(akun_id: UUID) -> list[tuple[int, str]]:
        dasar = f"/v1/petugas/akun/{akun_id}"
        jawab = [
            await asing.get(dasar, params=TUJUAN),
            await asing.get(f"{dasar}/foto/ktp", params=TUJUAN),
            await asing.post(f"{dasar}/setujui"),
            await asing.post(f"{dasar}/tolak", json={"alasan": ALASAN}),
        ]
        isi = [{k: v for k, v in j.json().items() if k not in {"id_permintaan", "instance"}} for j in jawab]
        return [(j.status_code, str(i)) for j, i in zip(jawab, isi, strict=True)]

    tidak_ada = await bentuk(uuid4())
    assert {s for s, _ in tidak_ada} == {404}
    assert await bentuk(warga.id) == tidak_ada
    assert await bentuk(belum.id) == tidak_ada


@pytest.mark.parametrize("jabatan", [j for j in Jabatan if j not in {Jabatan.VERIFIKATOR, Jabatan.INTEGRASI}])
async def test_no_other_jabatan_decides(masuk: Masuk, warga: Akun, jabatan: Jabatan) -> None:
    klien = await masuk(jabatan)
    for jawab in (
        await klien.get("/v1/petugas/akun"),
        await klien.get(f"/v1/petugas/akun/{warga.id}", params=TUJUAN),
        await klien.post(f"/v1/petugas/akun/{warga.id}/setujui"),
        await klien.post(f"/v1/petugas/akun/{warga.id}/tolak", json={"alasan": ALASAN}),
    ):
        assert jawab.status_code == 403


@pytest.mark.parametrize("sama", [{"nik": nik_uji(1)}, {"no_kk": "3204051203150042"}])
async def test_nobody_judges_his_own_family(masuk: Masuk, warga: Akun, sama: dict[str, str]) -> None:
    kerabat = await masuk(Jabatan.VERIFIKATOR, ("32.04",), **sama)
    jawab = await kerabat.post(f"/v1/petugas/akun/{warga.id}/setujui")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
    aksi = (await kerabat.get(f"/v1/petugas/akun/{warga.id}", params=TUJUAN)).json()["aksi_tersedia"]
    assert all(a["ditolak_karena"]["id"] for a in aksi)


async def test_a_stale_version_is_refused(petugas: Klien, warga: Akun) -> None:
    for jalur, isi in (("setujui", None), ("tolak", {"alasan": ALASAN})):
        jawab = await petugas.post(f"/v1/petugas/akun/{warga.id}/{jalur}", json=isi, headers={"If-Match": '"v7"'})
        assert jawab.status_code == 412


async def test_a_repeated_request_has_one_effect(petugas: Klien, warga: Akun, sesi: AsyncSession) -> None:
    kunci = {"Idempotency-Key": "satu-dua-tiga"}
    jawab = [await petugas.post(f"/v1/petugas/akun/{warga.id}/setujui", headers=kunci) for _ in range(2)]
    assert [j.status_code for j in jawab] == [200, 200]
    assert jawab[0].content == jawab[1].content
    assert await sesi.scalar(text("SELECT count(*) FROM kotak_keluar")) == 1
