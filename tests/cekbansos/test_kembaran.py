"""The quick twins answer byte for byte as the routes that they stand in for, or leave the answer to them."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import Akun, PenugasanWilayah
from app.audit.models import JejakAudit
from app.cekbansos.cepat import JALUR_MITRA, JALUR_PUBLIK
from app.cekbansos.models import CekStatus
from app.core import clock
from app.core.clock import hari_ini
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.pintu import BADAN_MAKS, Kembaran
from app.core.ratelimit import BatasLaju
from app.core.tokens import KodekToken
from app.core.wadah import Wadah
from app.penetapan.status import StatusKeanggotaan
from app.wilayah.models import WilayahPengganti
from tests.cekbansos.conftest import dicatat
from tests.conftest import Klien, Masuk
from tests.pabrik.cekbansos import Catat, bukti, nik_uji, pencatat

Semua = Callable[[], Mapping[str, Kembaran]]
JSON = {"Content-Type": "application/json"}
SATU = {"tujuan": "Verifikasi PBI", "nik": [nik_uji(1)]}


@pytest.fixture
def catat(sesi: AsyncSession, wadah: Wadah) -> Catat:
    return pencatat(sesi, wadah)


class Dua:
    """Asks the twins and then the routes; what the twin did stands in `catatan`."""

    def __init__(self, app: FastAPI, buat: Semua) -> None:
        self.app = app
        self.catatan: list[str] = []
        self._kembaran = {jalur: dicatat(k, self.catatan) for jalur, k in buat().items()}

    async def tanya(self, klien: httpx.AsyncClient, *isi: Any, **lain: Any) -> tuple[httpx.Response, httpx.Response]:
        """Send the same request both ways; a function makes the content of each."""
        hasil = []
        nomor = str(uuid4())
        for kembaran in (self._kembaran, {}):
            self.app.state.kembaran = kembaran
            permintaan = klien.build_request(*isi, **{k: (v() if callable(v) else v) for k, v in lain.items()})
            permintaan.headers["X-Request-ID"] = nomor
            hasil.append(await klien.send(permintaan))
        return hasil[0], hasil[1]

    async def sama(self, klien: httpx.AsyncClient, jalur: str, harap: str, **lain: Any) -> httpx.Response:
        """Both answer the same, and the twin did what is expected of it."""
        self.catatan.clear()
        cepat, rute = await self.tanya(klien, "POST", jalur, **lain)
        assert rapi(cepat) == rapi(rute)
        assert (self.catatan or ["lewat"])[-1] == harap, (self.catatan, rute.text)
        return cepat


def rapi(jawab: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return everything that a client sees, without the seconds that have gone by."""
    tajuk = [(k, re.sub(r"\d+$", "n", v) if k in {"retry-after", "ratelimit"} else v) for k, v in jawab.headers.items()]
    return jawab.status_code, tajuk, jawab.content


@pytest.fixture
def dua(app: FastAPI, pasang_kembaran: Semua) -> Dua:
    return Dua(app, pasang_kembaran)


async def test_machine_answers_are_the_same_bytes_and_the_same_trail(
    dua: Dua, masuk: Masuk, catat: Catat, sesi: AsyncSession
) -> None:
    await catat(nik_uji(1))
    await catat(nik_uji(2), status=StatusKeanggotaan.DITIDURKAN)
    await catat(nik_uji(3), kode_desa="32.05.05.2001")
    isi = {"tujuan": 'Uji "kutip" \\ é', "nik": [nik_uji(n) for n in (2, 9, 1, 3, 1)] + ["bukan nik", "", "3204.0501"]}
    for cakupan, wilayah in (
        ({"status"}, ("32.04",)),
        ({"status", "status:wilayah"}, ("32.04", "11")),
        ({"status", "penyaluran"}, ("32", "32.04")),
        ({"status"}, ()),
    ):
        klien = await masuk(Jabatan.INTEGRASI, wilayah, cakupan=frozenset(cakupan))
        assert (await dua.sama(klien, JALUR_MITRA, "jawab", json=isi)).status_code == 200
        jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.pelaku_id == klien.pelaku.akun_id))).all()
        kolom = [k.key for k in JejakAudit.__table__.columns if k.key not in {"id", "pada_at"}]
        satu, lain = ([getattr(j, k) for k in kolom] for j in jejak)
        assert satu == lain


async def test_whatever_a_contract_or_account_lacks_is_left_to_the_route(
    dua: Dua, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, catat: Catat
) -> None:
    await catat(nik_uji(1))
    for cakupan in (set(), {"penyaluran"}, {"status", "status:desil"}):
        await dua.sama(await masuk(Jabatan.INTEGRASI, cakupan=frozenset(cakupan)), JALUR_MITRA, "serah", json=SATU)
    for jabatan in (Jabatan.WARGA, Jabatan.VERIFIKATOR, Jabatan.ADMIN_PUSAT):
        await dua.sama(await masuk(jabatan), JALUR_MITRA, "serah", json=SATU)
    for ubah in (
        {"status": StatusAkun.NONAKTIF},
        {"versi_token": 7},
        {"is_sandi_sementara": True},
        {"jabatan": Jabatan.PUSAT},
        {"cakupan": ["penyaluran"]},
    ):
        klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))
        assert (await dua.sama(klien, JALUR_MITRA, "jawab", json=SATU)).status_code == 200
        await sesi.execute(update(Akun).where(Akun.id == klien.pelaku.akun_id).values(**ubah))
        jawab = await dua.sama(klien, JALUR_MITRA, "serah", json=SATU)
        assert jawab.status_code in {401, 403}, "a remembered token is no right"


async def test_an_ended_assignment_bites_on_the_next_call(
    dua: Dua, masuk: Masuk, sesi: AsyncSession, catat: Catat
) -> None:
    await catat(nik_uji(1))
    klien = await masuk(Jabatan.INTEGRASI, ("32.04",), cakupan=frozenset({"status"}))
    assert '"ADA"' in (await dua.sama(klien, JALUR_MITRA, "jawab", json=SATU)).text
    kemarin = hari_ini() - timedelta(days=1)
    await sesi.execute(update(PenugasanWilayah).values(berlaku_sampai=kemarin))
    assert '"TIDAK_ADA"' in (await dua.sama(klien, JALUR_MITRA, "jawab", json=SATU)).text


async def test_renumbered_regions_are_left_to_the_route(
    dua: Dua, masuk: Masuk, sesi: AsyncSession, catat: Catat
) -> None:
    await catat(nik_uji(1), kode_desa="32.05.01.1001")
    ganti = WilayahPengganti(kode_lama="32.05.01.1001", kode_baru="32.04.05.2001", tanggal=hari_ini(), dasar="uji")
    sesi.add(ganti)
    await sesi.flush()
    for wilayah in ("32.04.05.2001", "32.04", "32"):
        klien = await masuk(Jabatan.INTEGRASI, (wilayah,), cakupan=frozenset({"status"}))
        assert '"ADA"' in (await dua.sama(klien, JALUR_MITRA, "serah", json=SATU)).text


async def test_a_full_quota_is_refused_the_same_and_costs_nothing(dua: Dua, masuk: Masuk, wadah: Wadah) -> None:
    batas = wadah.pengaturan.batas.model_copy(update={"mitra_nik": 5})
    wadah.pengaturan = wadah.pengaturan.model_copy(update={"batas": batas})
    klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))
    dua_nik = {**SATU, "nik": [nik_uji(1), nik_uji(2)]}
    await dua.sama(klien, JALUR_MITRA, "jawab", json=dua_nik)  # twice two
    assert (await dua.sama(klien, JALUR_MITRA, "serah", json=dua_nik)).status_code == 429
    assert (await klien.post(JALUR_MITRA, json=SATU)).status_code == 200
    assert (await dua.sama(klien, JALUR_MITRA, "tolak", json=SATU)).status_code == 429


TOKEN_ANEH = (
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "bearer {t}",
    "Basic {t}",
    "Bearer  {t}",
    "Bearer {t} ",
    "Bearer {t}x",
)


async def test_odd_tokens_are_judged_by_the_route(
    dua: Dua, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))
    token = klien.headers["authorization"].removeprefix("Bearer ")
    for aneh in TOKEN_ANEH:
        await dua.sama(klien, JALUR_MITRA, "serah", json=SATU, headers={"Authorization": aneh.format(t=token)})
    ganda = [("Authorization", f"Bearer {token}"), ("Authorization", "Bearer x"), *JSON.items()]
    polos = Klien(dua.app)
    await dua.sama(polos, JALUR_MITRA, "lewat", content=json.dumps(SATU), headers=ganda)
    masuk_manusia = wadah.ambil(KodekToken, sesi).terbitkan(klien.pelaku.akun_id, Jabatan.INTEGRASI, 0, id_baru())
    await dua.sama(polos, JALUR_MITRA, "serah", json=SATU, headers={"Authorization": f"Bearer {masuk_manusia}"})
    await dua.sama(klien, JALUR_MITRA, "jawab", json=SATU)
    kini = clock.now() + timedelta(minutes=15, seconds=31)
    monkeypatch.setattr("app.core.clock.now", lambda: kini)
    assert (await dua.sama(klien, JALUR_MITRA, "serah", json=SATU)).status_code == 401, "remembered, but expired"


BADAN_ANEH = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'{"tujuan":"a","nik":[]}',
    b'{"tujuan":"","nik":["x"]}',
    b'{"tujuan":"a","nik":["x"],"lain":1}',
    b'{"tujuan":"a","nik":[3204050101900001]}',
    b'{"tujuan":"a","nik":"x"}',
    b'{"tujuan":NaN,"nik":["x"]}',
    b'{"tujuan":"a\\u0000","nik":["x"]}',
    b'{"tujuan":"\\ud800","nik":["x"]}',
    b'{"tujuan":"\xff","nik":["x"]}',
    b'\xef\xbb\xbf{"tujuan":"a","nik":["x"]}',
    '{"tujuan":"a","nik":["x"]}'.encode("utf-16"),
    json.dumps({"tujuan": "a" * 201, "nik": ["x"]}).encode(),
    json.dumps({"tujuan": "a", "nik": ["x"] * 1001}).encode(),
    json.dumps({"tujuan": "a", "nik": ["x" * 41]}).encode(),
    b'{"tujuan":' + b"[" * 3000 + b"]" * 3000 + b"}",
)
BADAN_SAH = (
    b'{"tujuan":"a","tujuan":"b","nik":["x"]}',
    b' {"nik" : ["x"] ,\n"tujuan":"a"}\n',
    '{"tujuan":"日本 \U0001f600","nik":["3204.0501-0190 0001"]}'.encode(),
    b'{"tujuan":"  a  ","nik":["\\u0000"]}',
    json.dumps({"tujuan": "a", "nik": [nik_uji(n) for n in range(1000)]}).encode(),
)


async def test_bodies_are_read_alike(dua: Dua, masuk: Masuk) -> None:
    klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))
    for isi in BADAN_ANEH:
        await dua.sama(klien, JALUR_MITRA, "serah", content=isi, headers=JSON)
    for isi in BADAN_SAH:
        await dua.sama(klien, JALUR_MITRA, "jawab", content=isi, headers=JSON)
    for panjang in (BADAN_MAKS + 1, (1 << 20) + 1):
        await dua.sama(klien, JALUR_MITRA, "lewat", content=b" " * panjang, headers=JSON)
    for jenis in ("", "text/plain", "application/json; charset=latin-1", "application/x-www-form-urlencoded"):
        await dua.sama(klien, JALUR_MITRA, "lewat", content=BADAN_SAH[0], headers={"Content-Type": jenis})
    await dua.sama(klien, JALUR_MITRA, "jawab", content=BADAN_SAH[0], headers={"Content-Type": "Application/JSON"})
    await dua.sama(klien, f"{JALUR_MITRA}?x=1", "lewat", json=SATU)
    await dua.sama(klien, f"{JALUR_MITRA}/", "lewat", json=SATU)
    cepat, rute = await dua.tanya(klien, "GET", JALUR_MITRA)
    assert rapi(cepat) == rapi(rute)


async def test_a_body_in_pieces_is_put_together(dua: Dua, masuk: Masuk) -> None:
    klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))

    async def potongan(isi: bytes, besar: int) -> Any:
        for n in range(0, len(isi), besar):
            yield isi[n : n + besar]

    for isi, harap in ((BADAN_SAH[-1], "jawab"), (BADAN_SAH[0], "jawab"), (b"x" * BADAN_MAKS, "serah")):
        tajuk = {**JSON, "Content-Length": str(len(isi))}
        await dua.sama(klien, JALUR_MITRA, harap, content=lambda i=isi: potongan(i, 4096), headers=tajuk)
        bohong = {**JSON, "Content-Length": "10"}
        panjang = b" " * BADAN_MAKS + isi
        await dua.sama(klien, JALUR_MITRA, "lewat", content=lambda i=panjang: potongan(i, 4096), headers=bohong)


async def test_public_answers_are_the_same_bytes(dua: Dua, klien: Klien, catat: Catat, sesi: AsyncSession) -> None:
    await catat(nik_uji(1), "SITI NURHALIZA")
    await catat(nik_uji(2), 'ANEH "KUTIP" \\ É')
    await catat(nik_uji(3), "ANAK KECIL", lahir=hari_ini() - timedelta(days=3000))
    await catat(nik_uji(4), "ORANG TIDUR", status=StatusKeanggotaan.DITIDURKAN)
    sembunyi = await catat(nik_uji(5), "ORANG TERSEMBUNYI")
    await sesi.execute(update(CekStatus).where(CekStatus.nik_hmac == sembunyi.nik_indeks).values(is_disembunyikan=True))
    for n, nama in (
        (1, "siti nurhalisa"),
        (1, "SITI AMINAH"),
        (1, "SITI"),
        (1, "!!!"),
        (2, 'aneh "kutip" \\ é'),
        (3, "ANAK KECIL"),
        (4, "ORANG TIDUR"),
        (5, "ORANG TERSEMBUNYI"),
        (9, "SITI NURHALIZA"),
    ):
        await sesi.execute(delete(BatasLaju))  # nine cases asked twice are more than an address may
        satu, lain = await bukti(klien), await bukti(klien)
        giliran = iter((satu, lain))
        jawab = await dua.sama(
            klien,
            JALUR_PUBLIK,
            "jawab",
            json=lambda n=n, nama=nama, g=giliran: {"nik": nik_uji(n), "nama": nama, "tantangan": next(g)},
        )
        assert jawab.status_code == 200


@pytest.mark.parametrize("batas", ["cek_alamat", "cek_jaringan", "cek_global", "cek_nik"])
async def test_public_limits_refuse_the_same(
    dua: Dua, klien: Klien, wadah: Wadah, batas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, batas, 0)
    giliran = iter([await bukti(klien), await bukti(klien)])
    jawab = await dua.sama(
        klien, JALUR_PUBLIK, "tolak", json=lambda: {"nik": nik_uji(1), "nama": "A", "tantangan": next(giliran)}
    )
    assert jawab.status_code == 429
    inggris = {"Accept-Language": "en"}
    isi = {"nik": nik_uji(1), "nama": "A", "tantangan": "x"}
    assert (await dua.sama(klien, JALUR_PUBLIK, "tolak", json=isi, headers=inggris)).headers["content-language"] == "en"


async def test_public_refusals_and_bad_bodies_are_the_same(dua: Dua, klien: Klien) -> None:
    terpakai = await bukti(klien)
    isi = {"nik": nik_uji(1), "nama": "A", "tantangan": terpakai}
    await klien.post(JALUR_PUBLIK, json=isi)
    for tantangan in (terpakai, "x", "e30=", "bnVsbA==", "\0"):
        jawab = await dua.sama(klien, JALUR_PUBLIK, "tolak", json={**isi, "tantangan": tantangan})
        assert jawab.json()["kode"] == "bukti-kerja-tidak-sah"
    for buruk in (
        {**isi, "nik": "3204053201900001"},
        {**isi, "nik": 3204050101900001},
        {**isi, "nama": ""},
        {**isi, "desil": 1},
        {"nik": nik_uji(1)},
    ):
        assert (await dua.sama(klien, JALUR_PUBLIK, "serah", json=buruk)).status_code == 422
    for rusak in BADAN_ANEH[:4]:
        await dua.sama(klien, JALUR_PUBLIK, "serah", content=rusak, headers=JSON)


async def test_a_failing_statement_is_answered_by_the_route(app: FastAPI, dua: Dua, masuk: Masuk) -> None:
    klien = await masuk(Jabatan.INTEGRASI, cakupan=frozenset({"status"}))

    async def rusak(_: object) -> bytes | None:
        raise RuntimeError("statement")

    app.state.kembaran = {JALUR_MITRA: rusak}
    assert (await klien.post(JALUR_MITRA, json=SATU)).status_code == 200

    async def mati(_: object) -> bytes | None:
        raise ConnectionRefusedError

    app.state.kembaran = {JALUR_MITRA: mati}
    assert (await klien.post(JALUR_MITRA, json=SATU)).json()["kode"] == "basis-data-tidak-tersedia"
