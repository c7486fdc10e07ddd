"""Rotation of keys while people work: nothing is lost, nothing needs plain text, and a killed run goes on."""

import asyncio
import base64
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy import Column, Enum, LargeBinary, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.crypto import Sandi, SandiTidakCocok, Tujuan
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.kolom_sandi import KunciProses, memuat
from app.core.peran import Jabatan
from app.core.rotasi import Rotasi, RotasiKunci, _perbarui, _tipe, rencana
from app.core.wadah import Wadah
from app.keluarga.models import Individu, NikIndeks
from app.keluarga.repository import KeluargaRepository
from app.keluarga.service import KeluargaService
from app.notifikasi.kabar import JenisKabar
from app.notifikasi.models import KotakMasuk
from app.tabel import SEMUA_TABEL
from app.usulan.models import Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.status import StatusUsulan
from tests.conftest import Masuk
from tests.pabrik import keluarga as pabrik
from tests.pabrik import usulan as pabrik_usulan

pytestmark = pytest.mark.anyio
AKAR = Path(__file__).parents[2]
KEK2, INDEKS2 = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def baru(wadah_nyata: Wadah) -> Iterator[Sandi]:
    """The process's keys after the change of settings: old and new loaded, new active."""
    lama, e = KunciProses.sandi, wadah_nyata.pengaturan.enkripsi
    kek, indeks = e.kek_bita | {"uji-k9": KEK2}, e.indeks_bita | {"uji-i9": INDEKS2}
    wadah_nyata.sandi = KunciProses.sandi = Sandi(kek, "uji-k9", indeks, "uji-i9", "uji-i1")
    yield wadah_nyata.sandi
    KunciProses.sandi = lama


def sebelum(wadah: Wadah) -> Sandi:
    """The keys before the change."""
    e = wadah.pengaturan.enkripsi
    return Sandi({"uji-k1": e.kek_bita["uji-k1"]}, "uji-k1", {"uji-i1": e.indeks_bita["uji-i1"]}, "uji-i1")


def sesudah(wadah: Wadah) -> Sandi:
    """The keys when the old ones are gone; the root stays."""
    e = wadah.pengaturan.enkripsi
    indeks = {"uji-i1": e.indeks_bita["uji-i1"], "uji-i9": INDEKS2}
    return Sandi({"uji-k9": KEK2}, "uji-k9", indeks, "uji-i9", "uji-i1")


def pemilik(wadah: Wadah) -> async_sessionmaker[AsyncSession]:
    """Sessions of the owner of the tables."""
    url = wadah.pengaturan.database_url_pemilik
    assert url is not None
    return async_sessionmaker(create_async_engine(url.get_secret_value(), poolclass=NullPool), expire_on_commit=False)


async def isi(wadah: Wadah, sandi: Sandi) -> tuple[Ref, str, Ref]:
    """Write a family and a sent usulan as a process with these keys does."""
    wadah.sandi = KunciProses.sandi = sandi
    nik = pabrik.nik()
    async with transaksi(wadah.pabrik_sesi) as sesi:
        ref = await pabrik.daftarkan(sesi, wadah, pabrik.subjek(nik=nik))
        kasus = await pabrik_usulan.usulan(sesi, wadah, status=StatusUsulan.DIAJUKAN, nik=nik)
    return ref, nik, kasus.ref


async def test_after_a_rotation_the_old_keys_may_go(wadah_nyata: Wadah, baru: Sandi, masuk_nyata: Masuk) -> None:
    """S19: no lookup misses, nothing is unreadable, and what was written before and during is the same to all."""
    lama = await isi(wadah_nyata, sebelum(wadah_nyata))
    wadah_nyata.sandi = KunciProses.sandi = baru
    tengah = await isi(wadah_nyata, baru)
    await masuk_nyata(Jabatan.WARGA, nik=pabrik_usulan.nik_uji())
    rotasi = Rotasi(pemilik(wadah_nyata), baru, sekaligus=3)
    assert (await rotasi.sisa(SEMUA_TABEL))["individu"] == 1
    hasil = await rotasi.jalankan(SEMUA_TABEL)
    assert hasil.ditulis["individu"] == hasil.ditulis["keluarga"] == hasil.ditulis["usulan"] == 1
    assert await rotasi.sisa(SEMUA_TABEL) == {}
    assert not any((await rotasi.jalankan(SEMUA_TABEL)).ditulis.values())
    wadah_nyata.sandi = KunciProses.sandi = akhir = sesudah(wadah_nyata)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        for ref, nik, kasus in (lama, tengah):
            service = KeluargaService.rakit(sesi, wadah_nyata)
            lokasi = await service.cari_nik(pabrik_usulan.nik(nik))
            assert lokasi is not None
            assert (lokasi.keluarga_id, lokasi.individu_id) == (ref.keluarga_id, ref.id)
            assert (await service.baca(ref.keluarga_id)).aktif[0].nik == nik
            usulan = await UsulanRepository(sesi).get(kasus, Usulan.id == kasus.id)
            assert usulan is not None
            assert usulan.nik_indeks == akhir.indeks(Tujuan.NIK, nik)
            tentang = memuat(JejakAudit.subjek.expression, Tujuan.NIK, usulan.nik_indeks)
            assert await sesi.scalar(select(func.count()).where(tentang))


async def test_a_person_written_under_the_old_key_is_no_stranger_to_the_new_one(
    wadah_nyata: Wadah, baru: Sandi
) -> None:
    ref, nik, kasus = await isi(wadah_nyata, sebelum(wadah_nyata))
    wadah_nyata.sandi = KunciProses.sandi = baru
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        repo = KeluargaRepository(sesi)
        indeks = baru.indeks(Tujuan.NIK, nik)
        assert not await repo.klaim_nik(indeks, id_baru(), id_baru())
        lokasi = await repo.lokasi([indeks])
        assert lokasi is not None
        assert (lokasi.keluarga_id, lokasi.individu_id) == (ref.keluarga_id, ref.id)
        orang = (await sesi.scalars(select(Individu).where(Individu.nik_hmac == indeks))).one()
        assert orang.nik_hmac == indeks
        assert not (await sesi.scalars(select(Individu).where(Individu.nik_hmac != indeks))).all()
        kembar = await pabrik_usulan.usulan(sesi, wadah_nyata, nik=nik)
        assert not await UsulanRepository(sesi).klaim(kembar)
        await UsulanRepository(sesi).lepas([await sesi.get_one(Usulan, (kasus.keluarga_id, kasus.id))])
        assert await UsulanRepository(sesi).klaim(kembar)


async def test_two_processes_with_different_active_keys_do_not_both_take_a_number(
    wadah_nyata: Wadah, baru: Sandi
) -> None:
    """In a rolling change one process has the new key active and the other still the old one."""
    e = wadah_nyata.pengaturan.enkripsi
    belum = Sandi(e.kek_bita | {"uji-k9": KEK2}, "uji-k1", e.indeks_bita | {"uji-i9": INDEKS2}, "uji-i1", "uji-i1")
    mulai = asyncio.Event()

    async def klaim(sandi: Sandi, nik: str) -> bool:
        await mulai.wait()
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            KunciProses.sandi = sandi
            sisip = KeluargaRepository(sesi).klaim_nik(sandi.indeks(Tujuan.NIK, nik), id_baru(), id_baru())
            return await sisip

    for n in range(30):
        nik = pabrik_usulan.nik_uji(n)
        dua = [asyncio.create_task(klaim(s, nik)) for s in (belum, baru)]
        mulai.set()
        assert sorted(await asyncio.gather(*dua)) == [False, True]


async def test_where_the_new_one_stands_already_the_old_row_goes(wadah_nyata: Wadah, baru: Sandi) -> None:
    nik = pabrik_usulan.nik_uji()
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        for indeks in baru.indeks_calon(Tujuan.NIK, nik):
            sesi.add(NikIndeks(nik_hmac=indeks, keluarga_id=id_baru(), individu_id=id_baru()))
    await Rotasi(pemilik(wadah_nyata), baru).jalankan(SEMUA_TABEL)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        baris = (await sesi.execute(text("SELECT nik_hmac FROM nik_indeks"))).scalars().all()
    assert baris == [baru.indeks(Tujuan.NIK, nik)]


async def test_indexes_of_the_time_before_veils_are_veiled_on_demand(wadah_nyata: Wadah, baru: Sandi) -> None:
    acak, sudah = id_baru(), baru.indeks(Tujuan.NIK, pabrik_usulan.nik_uji())
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        sesi.add_all(NikIndeks(nik_hmac=i, keluarga_id=id_baru(), individu_id=id_baru()) for i in (acak, sudah))
    await Rotasi(pemilik(wadah_nyata), baru, is_mentah=True).jalankan(SEMUA_TABEL)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        baris = set((await sesi.execute(text("SELECT nik_hmac FROM nik_indeks"))).scalars())
    assert baris == {baru.selubungi(Tujuan.NIK, acak), sudah}


async def test_a_key_that_is_not_loaded_stops_the_rotation_in_the_open(wadah_nyata: Wadah, baru: Sandi) -> None:
    await isi(wadah_nyata, sebelum(wadah_nyata))
    with pytest.raises(SandiTidakCocok):
        await Rotasi(pemilik(wadah_nyata), sesudah(wadah_nyata)).jalankan(SEMUA_TABEL)


async def test_rows_of_every_table_in_the_plan_can_be_written_together(wadah_nyata: Wadah) -> None:
    """Of one row, with types of their own for each column, the other tests tell."""
    for r in rencana(SEMUA_TABEL):
        kolom = [r.tabel.c[n] for n in sorted({*r.amplop, *r.indeks})]
        dua = [SimpleNamespace(**{k.name: _karangan(k) for k in r.kunci}) for _ in range(2)]
        ubahan = [(satu, {k.name: _karangan(k) for k in kolom}) for satu in dua]
        async with transaksi(pemilik(wadah_nyata)) as sesi:
            await _perbarui(sesi, r, [k.name for k in kolom], ubahan)  # type: ignore[arg-type]


def _karangan(kolom: Column[Any]) -> object:
    tipe = _tipe(kolom)
    if isinstance(tipe, Enum):
        return next(iter(tipe.enum_class or tipe.enums))
    buat: dict[type, Callable[[], object]] = {UUID: id_baru, bytes: lambda: b"x", datetime: now, list: list}
    return buat.get(tipe.python_type, tipe.python_type)()


def test_every_wrapped_key_and_every_index_is_in_the_plan() -> None:
    direncana = {(r.tabel.name, n) for r in rencana(SEMUA_TABEL) for n in (*r.amplop, *r.indeks)}
    for tabel in SEMUA_TABEL.tables.values():
        for kolom in tabel.c:
            nama = kolom.name
            is_indeks = nama.endswith(("_indeks", "_hmac")) and nama != "nama_hmac"
            if nama == "kunci_data" or is_indeks:
                assert (tabel.name, nama) in direncana, f"{tabel.name}.{nama}"
            if nama == "isi" and isinstance(kolom.type, LargeBinary) and "kunci_data" not in tabel.c:
                assert (tabel.name, nama) in direncana or f"{tabel.name}.isi" in KUNCI_LAIN


KUNCI_LAIN = {
    f"{t}.isi"
    for t in (
        "baris_impor",
        "jawaban_survei",
        "riwayat_keluarga",
        "riwayat_sanggah",
        "riwayat_usulan",
        "riwayat_ppks",
        "riwayat_temuan",
        "kuesioner_kriteria",
    )
}
"""Sealed under the data key of another row: nothing of them changes with a key-encryption key."""

BARIS, PENULIS = 50_000, 4


@pytest.mark.nyata
@pytest.mark.ketahanan
@pytest.mark.timeout(280)
async def test_a_hundred_thousand_rows_under_writers_with_a_killed_rotator(wadah_nyata: Wadah, baru: Sandi) -> None:
    """S19: 0 lookups miss, 0 rows are unreadable, and the second run goes on where the first was killed."""
    dulu = sebelum(wadah_nyata)
    niks = [
        f"320405{n % 28 + 1:02d}0190{n // 28:04d}" if n // 28 else f"320406{n + 1:02d}01900001" for n in range(BARIS)
    ]
    await _tuang(wadah_nyata, dulu, niks)
    catatan = Catatan()
    kerja = [asyncio.create_task(_bekerja(wadah_nyata, baru, niks, catatan, n)) for n in range(PENULIS)]
    proses = _putar(wadah_nyata)
    while await _ditulis(wadah_nyata) < BARIS // 4:
        assert proses.poll() is None, "it was to be killed in the middle"
        await asyncio.sleep(0.1)
    proses.send_signal(signal.SIGKILL)
    proses.wait()
    tengah = await _ditulis(wadah_nyata)
    kedua = _putar(wadah_nyata)
    while kedua.poll() is None:
        await asyncio.sleep(0.2)
    assert kedua.returncode == 0
    catatan.berhenti.set()
    await asyncio.gather(*kerja)
    assert catatan.luput == []
    assert catatan.tambahan
    assert 0 < tengah < 2 * BARIS <= await _ditulis(wadah_nyata)
    await _periksa(wadah_nyata, sesudah(wadah_nyata), niks, catatan.tambahan)


async def _tuang(wadah: Wadah, sandi: Sandi, niks: list[str]) -> None:
    url = wadah.pengaturan.database_url_pemilik
    assert url is not None
    koneksi = await asyncpg.connect(url.get_secret_value().replace("+asyncpg", ""))
    baris = [(sandi.indeks(Tujuan.NIK, n), id_baru(), id_baru()) for n in niks]
    await koneksi.copy_records_to_table("nik_indeks", records=baris, columns=["nik_hmac", "keluarga_id", "individu_id"])
    kabar = []
    for _, akun_id, pesan_id in baris:
        segel = sandi.segel({"judul": ["a", "b"], "isi": ["c", "d"]}, "kotak_masuk", pesan_id)
        kabar.append((akun_id, pesan_id, JenisKabar.USULAN.value, "", segel.kunci_data, segel.isi))
    kolom = ["akun_id", "id", "jenis", "objek", "kunci_data", "isi"]
    await koneksi.execute("ALTER TABLE kotak_masuk ALTER created_at SET DEFAULT now()")
    await koneksi.copy_records_to_table("kotak_masuk", records=kabar, columns=kolom)
    await koneksi.close()


@dataclass
class Catatan:
    """What the workers saw."""

    luput: list[str] = field(default_factory=list)
    tambahan: list[str] = field(default_factory=list)
    berhenti: asyncio.Event = field(default_factory=asyncio.Event)


async def _bekerja(wadah: Wadah, sandi: Sandi, niks: list[str], catatan: Catatan, nomor: int) -> None:
    """Look people up and take new numbers as a process does that has the new keys active."""
    acak = random.Random(nomor)
    while not catatan.berhenti.is_set():
        async with transaksi(wadah.pabrik_sesi) as sesi:
            repo = KeluargaRepository(sesi)
            dicari = acak.sample(niks, 5)
            ada = [await repo.lokasi(sandi.indeks_calon(Tujuan.NIK, nik)) for nik in dicari]
            catatan.luput += [nik for nik, lokasi in zip(dicari, ada, strict=True) if lokasi is None]
            if await repo.klaim_nik(sandi.indeks(Tujuan.NIK, acak.choice(niks)), id_baru(), id_baru()):
                catatan.luput.append("two people have one NIK")
            baru = f"3204{acak.randrange(10**12):012d}"
            if await repo.klaim_nik(sandi.indeks(Tujuan.NIK, baru), id_baru(), id_baru()):
                catatan.tambahan.append(baru)
        await asyncio.sleep(0.05)


def _putar(wadah: Wadah) -> subprocess.Popen[bytes]:
    p, e = wadah.pengaturan, wadah.pengaturan.enkripsi
    assert p.database_url_pemilik is not None

    def teks(kunci: dict[str, SecretStr], tambahan: dict[str, bytes]) -> str:
        lain = {k: base64.b64encode(v).decode() for k, v in tambahan.items()}
        return json.dumps({k: v.get_secret_value() for k, v in kunci.items()} | lain)

    lingkungan = os.environ | {
        "DTKS_LINGKUNGAN": "uji",
        "DATABASE_URL": p.database_url.get_secret_value(),
        "DATABASE_URL_PEMILIK": p.database_url_pemilik.get_secret_value(),
        "DTKS_JWT__KUNCI": json.dumps({k: v.get_secret_value() for k, v in p.jwt.kunci.items()}),
        "DTKS_JWT__KUNCI_AKTIF": p.jwt.kunci_aktif,
        "DTKS_ENKRIPSI__KEK": teks(e.kek, {"uji-k9": KEK2}),
        "DTKS_ENKRIPSI__KEK_AKTIF": "uji-k9",
        "DTKS_ENKRIPSI__INDEKS": teks(e.indeks, {"uji-i9": INDEKS2}),
        "DTKS_ENKRIPSI__INDEKS_AKTIF": "uji-i9",
        "DTKS_ENKRIPSI__INDEKS_AKAR": "uji-i1",
        "DTKS_ENKRIPSI__KURSOR": e.kursor.get_secret_value(),
    }
    perintah = [sys.executable, "-m", "app.cli", "rotate-keys"]
    return subprocess.Popen(perintah, cwd=AKAR, env=lingkungan, stdout=subprocess.DEVNULL)


async def _ditulis(wadah: Wadah) -> int:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return int(await sesi.scalar(select(func.coalesce(func.sum(RotasiKunci.ditulis), 0))) or 0)


async def _periksa(wadah: Wadah, sandi: Sandi, niks: list[str], tambahan: list[str]) -> None:
    """With the old keys gone everybody is found, once, and every message opens."""
    KunciProses.sandi = sandi
    async with transaksi(wadah.pabrik_sesi) as sesi:
        ada = set((await sesi.execute(text("SELECT nik_hmac FROM nik_indeks"))).scalars())
        assert ada == {sandi.indeks(Tujuan.NIK, n) for n in (*niks, *tambahan)}
        kolom = (KotakMasuk.id, KotakMasuk.kunci_data)
        for pesan_id, kunci in await sesi.execute(select(*kolom).order_by(KotakMasuk.id)):
            sandi.buka_kunci(kunci, f"dtks/kotak_masuk/{pesan_id}".encode())
