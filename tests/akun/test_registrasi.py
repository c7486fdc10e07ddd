"""A citizen registers: no oracle, nothing in the clear, nothing kept that was not confirmed."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import Akun
from app.akun.registrasi import kode_baru
from app.akun.tugas import hapus_pendaftaran, surati_pendaftar
from app.core import clock
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar
from app.notifikasi.ports import PengirimSurel
from app.notifikasi.service import antarkan
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import nik_uji
from tests.pabrik.gambar import foto, foto_ber_gps

pytestmark = pytest.mark.anyio
SANDI = "kopi tubruk di beranda"
DATA = {
    "nik": nik_uji(7),
    "no_kk": "3204051203150042",
    "nama": "SITI CONTOH",
    "alamat": "Jl. Melati No. 7 RT 001 RW 002",
    "kode_desa": "32.04.05.2001",
    "surel": "Siti.Contoh@contoh.id",
    "telepon": "0812-3456-7890",
    "sandi": SANDI,
}


class _Pos:
    """Keeps what would have been sent."""

    def __init__(self) -> None:
        self.surat: list[tuple[str, str]] = []

    async def kirim(self, *, kepada: str, subjek: str, badan: str, pesan_id: str) -> None:
        self.surat.append((kepada, badan))


@pytest.fixture
def pos(wadah: Wadah) -> _Pos:
    satu = _Pos()
    wadah.pasang(PengirimSurel, lambda _s, _w: satu)
    return satu


async def _antar(wadah: Wadah, sesi: AsyncSession) -> None:
    """Do what the worker does with what was queued since."""
    antre = text(
        "DELETE FROM pgqueuer WHERE entrypoint = 'akun.surati_pendaftar' RETURNING convert_from(payload, 'UTF8')"
    )
    async with transaksi(wadah.pabrik_sesi) as lain:
        muatan = [json.loads(m)["muatan"] for m in (await lain.execute(antre)).scalars()]
    for satu in muatan:
        await surati_pendaftar(wadah, satu)
    for pesan_id in (await sesi.execute(text("SELECT id FROM kotak_keluar WHERE status = 'ANTRE'"))).scalars():
        await antarkan(wadah, UUID(str(pesan_id)))


async def _daftar(klien: Klien, /, gambar: bytes | None = None, **ganti: Any) -> httpx.Response:
    berkas = {"foto_ktp": ("ktp.jpg", gambar or foto_ber_gps()), "swafoto": ("aku.png", foto(jenis="PNG"))}
    return await klien.post("/v1/publik/registrasi", data=DATA | ganti, files=berkas)


async def _kode(wadah: Wadah, sesi: AsyncSession, pos: _Pos) -> str:
    await _antar(wadah, sesi)
    cocok = re.search(r"^    ([A-Z0-9-]{23})$", pos.surat[-1][1], re.MULTILINE)
    assert cocok
    return cocok[1]


async def _konfirmasi(klien: Klien, kode: str) -> httpx.Response:
    return await klien.post("/v1/publik/registrasi/konfirmasi", json={"kode": kode})


async def _akun(sesi: AsyncSession) -> list[Akun]:
    sesi.expire_all()
    semua = (await sesi.execute(text("SELECT id FROM akun ORDER BY id"))).scalars().all()
    return [await sesi.get_one(Akun, i) for i in semua]


async def test_from_the_form_to_the_officers_queue(klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos) -> None:
    jawab = await _daftar(klien)
    assert (jawab.status_code, jawab.json()["status"]) == (202, "PERIKSA_SUREL")
    (akun,) = await _akun(sesi)
    assert (akun.status, akun.jabatan, akun.kode_kelola) == (StatusAkun.DAFTAR, Jabatan.WARGA, "32.04.05.2001")
    kode = await _kode(wadah, sesi, pos)
    assert pos.surat[-1][0] == "siti.contoh@contoh.id"
    jawab = await _konfirmasi(klien, kode.lower().replace("-", " "))
    assert (jawab.status_code, jawab.json()["status"]) == (200, "MENUNGGU_VERIFIKASI")
    (akun,) = await _akun(sesi)
    assert akun.status is StatusAkun.MENUNGGU_VERIFIKASI
    riwayat = "SELECT aksi FROM riwayat_akun ORDER BY id"
    assert list((await sesi.execute(text(riwayat))).scalars()) == ["daftar", "konfirmasi_surel", "antre_verifikasi"]


async def test_a_code_works_once(klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos) -> None:
    await _daftar(klien)
    kode = await _kode(wadah, sesi, pos)
    assert (await _konfirmasi(klien, kode)).status_code == 200
    jawab = await _konfirmasi(klien, kode)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "kode-konfirmasi-tidak-sah")


async def test_a_code_expires(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _daftar(klien)
    kode = await _kode(wadah, sesi, pos)
    besok = clock.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr("app.akun.registrasi.now", lambda: besok)
    assert (await _konfirmasi(klien, kode)).status_code == 422


@pytest.mark.parametrize("kode", ["AAAAA-AAAAA-AAAAA-AAAAA", "x" * 64, "        "])
async def test_an_unknown_code_is_refused(klien: Klien, kode: str) -> None:
    assert (await _konfirmasi(klien, kode)).status_code == 422


async def test_codes_are_long_and_different() -> None:
    assert len({kode_baru() for _ in range(100)}) == 100


async def test_nobody_waits_as_long_as_the_email_is_not_confirmed(klien: Klien, masuk: Masuk) -> None:
    await _daftar(klien)
    petugas = await masuk(Jabatan.VERIFIKATOR)
    assert (await petugas.get("/v1/petugas/akun")).json()["data"] == []
    login = {"grant_type": "password", "username": DATA["surel"], "password": SANDI}
    assert (await klien.post("/v1/auth/token", data=login)).status_code == 401


async def test_nothing_personal_stands_in_the_clear(klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos) -> None:
    await _daftar(klien)
    mentah = ""
    for t in [
        "akun",
        "akun_indeks",
        "riwayat_akun",
        "kotak_keluar",
        "jejak_audit",
        "berkas_objek",
        "batas_laju",
        "pgqueuer",
    ]:
        mentah += str((await sesi.execute(text(f"SELECT {t}::text FROM {t}"))).scalars().all())
        mentah += str((await sesi.execute(text(f"SELECT * FROM {t}"))).all())
    kode = await _kode(wadah, sesi, pos)
    for rahasia in (DATA["nik"], DATA["no_kk"], "Melati", "contoh.id", "6281234567890", "81234567890", SANDI, kode):
        assert rahasia not in mentah
        assert rahasia.encode().hex() not in mentah


async def test_an_owner_of_the_email_is_told_and_the_stranger_is_not(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos
) -> None:
    pertama = await _daftar(klien)
    await _konfirmasi(klien, await _kode(wadah, sesi, pos))
    pos.surat.clear()
    kedua = await _daftar(klien, nik=nik_uji(8))
    assert kedua.status_code == pertama.status_code
    assert kedua.json() | {"tiket": ""} == pertama.json() | {"tiket": ""}
    assert len(kedua.json()["tiket"]) == len(pertama.json()["tiket"])
    await _antar(wadah, sesi)
    ((kepada, badan),) = pos.surat
    assert kepada == "siti.contoh@contoh.id"
    assert "sudah memiliki akun" in badan
    assert [a.status for a in await _akun(sesi)] == [StatusAkun.MENUNGGU_VERIFIKASI, StatusAkun.DAFTAR]
    await _daftar(klien, nik=nik_uji(9))
    await _antar(wadah, sesi)
    assert len(pos.surat) == 1, "once a day is enough"


async def test_the_request_is_stored_without_a_look_at_who_has_an_account(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos, hitung_pernyataan: Callable[[], list[str]]
) -> None:
    async def bentuk(**ganti: Any) -> list[str]:
        awal = len(hitung_pernyataan())
        assert (await _daftar(klien, **ganti)).status_code == 202
        return [p for p in hitung_pernyataan()[awal:] if "SAVEPOINT" not in p]

    baru = await bentuk()
    await _konfirmasi(klien, await _kode(wadah, sesi, pos))
    assert await bentuk(nik=nik_uji(8)) == await bentuk(surel="lain@contoh.id") == baru


async def test_a_stranger_uses_up_his_own_tries_only(app: FastAPI, klien: Klien) -> None:
    asing = [await _daftar(klien, telepon="123456") for _ in range(6)]
    assert asing[-1].status_code == 429
    rumah = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=rumah, base_url="http://uji") as pemilik:
        berkas = {"foto_ktp": ("ktp.jpg", foto_ber_gps()), "swafoto": ("aku.png", foto(jenis="PNG"))}
        assert (await pemilik.post("/v1/publik/registrasi", data=DATA, files=berkas)).status_code == 202


async def test_a_mailbox_gets_so_many_codes_a_day(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.akun.registrasi._KODE_SEHARI", 1)
    await _daftar(klien)
    await _daftar(klien)
    await _antar(wadah, sesi)
    assert len(pos.surat) == 1


async def test_two_registrations_of_one_email_make_one_account(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos
) -> None:
    await _daftar(klien)
    satu = await _kode(wadah, sesi, pos)
    await _daftar(klien, nik=nik_uji(8))
    dua = await _kode(wadah, sesi, pos)
    assert (await _konfirmasi(klien, dua)).status_code == 200
    assert (await _konfirmasi(klien, satu)).status_code == 422


async def test_a_taken_nik_looks_like_any_other_and_its_owner_is_told(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, pos: _Pos
) -> None:
    await _daftar(klien)
    await _konfirmasi(klien, await _kode(wadah, sesi, pos))
    petugas = await masuk(Jabatan.VERIFIKATOR)
    (pemilik,) = [a for a in await _akun(sesi) if a.jabatan is Jabatan.WARGA]
    assert (await petugas.post(f"/v1/petugas/akun/{pemilik.id}/setujui")).status_code == 200
    await _antar(wadah, sesi)
    pos.surat.clear()
    jawab = await _daftar(klien, surel="penyerang@contoh.id")
    assert jawab.status_code == 202
    await _antar(wadah, sesi)
    assert sorted(k for k, _ in pos.surat) == ["penyerang@contoh.id", "siti.contoh@contoh.id"]
    kode = next(m[1] for _, b in pos.surat if (m := re.search(r"^    ([A-Z0-9-]{23})$", b, re.MULTILINE)))
    assert (await _konfirmasi(klien, kode)).status_code == 200
    (baru,) = [a for a in await _akun(sesi) if a.status is StatusAkun.MENUNGGU_VERIFIKASI]
    dibaca = (await petugas.get(f"/v1/petugas/akun/{baru.id}", params={"tujuan": "Verifikasi akun"})).json()
    assert dibaca["is_nik_dipakai"] is True
    tolak = await petugas.post(f"/v1/petugas/akun/{baru.id}/setujui")
    assert (tolak.status_code, tolak.json()["syarat"]) == (409, "nik_belum_dipakai")


async def test_an_unconfirmed_registration_is_forgotten_with_its_pictures(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _daftar(klien)
    (akun,) = await _akun(sesi)
    await hapus_pendaftaran(wadah, {"akun_id": str(akun.id)})
    assert len(await _akun(sesi)) == 1
    besok = clock.now() + timedelta(hours=25)
    monkeypatch.setattr("app.akun.registrasi.now", lambda: besok)
    for _ in range(2):
        await hapus_pendaftaran(wadah, {"akun_id": str(akun.id)})
    sesi.expunge_all()
    sisa = "SELECT (SELECT count(*) FROM akun) + (SELECT count(*) FROM akun_indeks)"
    assert await sesi.scalar(text(sisa)) == 0
    assert await sesi.scalar(text("SELECT count(*) FROM berkas_objek WHERE kunci_data IS NOT NULL")) == 0


async def test_a_confirmed_registration_is_not_forgotten(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, pos: _Pos, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _daftar(klien)
    await _konfirmasi(klien, await _kode(wadah, sesi, pos))
    (akun,) = await _akun(sesi)
    besok = clock.now() + timedelta(hours=25)
    monkeypatch.setattr("app.akun.registrasi.now", lambda: besok)
    await hapus_pendaftaran(wadah, {"akun_id": str(akun.id)})
    assert len(await _akun(sesi)) == 1


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"nik": "3204053202900001"}, "isian-tidak-sah"),
        ({"nik": "12.34"}, "isian-tidak-sah"),
        ({"no_kk": "nomor"}, "isian-tidak-sah"),
        ({"nama": "SITI\x07CONTOH"}, "isian-tidak-sah"),
        ({"surel": "bukan-surel"}, "isian-tidak-sah"),
        ({"surel": "a@b.id\r\nBcc: c@d.id"}, "isian-tidak-sah"),
        ({"kode_desa": "32.04.05"}, "wilayah-tidak-dikenal"),
        ({"kode_desa": "32.04.05.2999"}, "wilayah-tidak-dikenal"),
        ({"telepon": "123456"}, "telepon-tidak-sah"),
        ({"telepon": "bukan nomor"}, "telepon-tidak-sah"),
        ({"sandi": "password123"}, "kata-sandi-lemah"),
        ({"sandi": DATA["nik"]}, "kata-sandi-lemah"),
        ({"peran": "ADMIN"}, "isian-tidak-sah"),
        ({"status": "AKTIF"}, "isian-tidak-sah"),
    ],
)
async def test_bad_input_is_refused_without_an_echo(
    klien: Klien, sesi: AsyncSession, ganti: dict[str, str], kode: str
) -> None:
    jawab = await _daftar(klien, None, **ganti)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, kode)
    for nilai in (DATA["nik"], "Melati", SANDI, *ganti.values()):
        assert nilai not in jawab.text or nilai == "AKTIF"
    assert await _akun(sesi) == []


@pytest.mark.parametrize(
    ("gambar", "status", "kode"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "berkas-bukan-gambar"),
        (foto((400, 300))[:2000], 422, "gambar-rusak"),
        (foto() + b"\0" * (10 << 20), 413, "berkas-terlalu-besar"),
    ],
    ids=["SVG", "cut off", "huge"],
)
async def test_bad_pictures_are_refused(
    klien: Klien, sesi: AsyncSession, gambar: bytes, status: int, kode: str
) -> None:
    jawab = await _daftar(klien, gambar)
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)
    assert await _akun(sesi) == []


async def test_pictures_are_required_files(klien: Klien) -> None:
    assert (await klien.post("/v1/publik/registrasi", data=DATA)).status_code == 422
    assert (await klien.post("/v1/publik/registrasi", json=DATA)).status_code in {415, 422}
    teks: dict[str, Any] = {**DATA, "foto_ktp": "x", "swafoto": "y"}
    jawab = await klien.post("/v1/publik/registrasi", files={k: (None, v) for k, v in teks.items()})
    assert jawab.status_code == 422


async def test_one_network_cannot_flood_an_owner(klien: Klien, sesi: AsyncSession) -> None:
    jawab = [await _daftar(klien, surel=f"a{n}@contoh.id", telepon="123456") for n in range(6)]
    assert [j.status_code for j in jawab] == [422] * 5 + [429]
    tabel = await sesi.execute(text("SELECT count(*) FROM " + KotakKeluar.__tablename__))
    assert tabel.scalar_one() == 0
