"""Files as offices send them, and the way of a file through an import."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.berkas_tabel.bentuk import Bidang, KodeFormat, bentuk
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.impor.entitas import JumlahBaris
from app.impor.models import Impor
from app.impor.service import TUGAS_IMPOR, ImporService
from tests.pabrik.akun import akun_aktif
from tests.pabrik.keluarga import DESA, nik, no_kk

HARI = date(2026, 1, 15)
NIK_MENGGANTUNG = """SELECT count(*) FROM nik_indeks n
    LEFT JOIN individu i ON i.keluarga_id = n.keluarga_id AND i.id = n.individu_id
    WHERE i.nik_hmac IS DISTINCT FROM n.nik_hmac OR i.is_nik_ganda"""
Baris = dict[str, Any]


def keluarga(*lain: Baris, kk: str | None = None, **tetap: Any) -> list[Baris]:
    """Return the rows of a family: a head of 36 and the others, who are his children unless they say otherwise."""
    umum = {"no_kk": no_kk() if kk is None else kk, "kode_desa": DESA, "alamat": "Kp. Ciburial RT 01", **tetap}
    kepala = {"nama": "Budi Santoso", "tanggal_lahir": "1990-01-01", "jenis_kelamin": "L", "hubungan": "1"}
    anak = {"nama": "Dewi Lestari", "tanggal_lahir": "2016-05-17", "jenis_kelamin": "P", "hubungan": "3"}
    baris = [{**kepala, **umum}] + [{**anak, **umum, **orang} for orang in lain]
    for b in baris:
        if "nik" not in b:
            b["nik"] = nik(date.fromisoformat(b["tanggal_lahir"]), b["jenis_kelamin"])
    return baris


def berkas(
    baris: Sequence[Baris], format_: KodeFormat = KodeFormat.DTKS1, *, pemisah: str = ",", kolom: Sequence[str] = ()
) -> bytes:
    """Return rows, whose keys are names of fields or of columns, as a CSV of a format."""
    nama = {b.value: k.nama for b in Bidang if (k := bentuk(format_).menurut_bidang(b))}
    isi = [{nama.get(k, k): v for k, v in b.items()} for b in baris]
    judul = list(kolom) or list(dict.fromkeys(k for b in isi for k in b))
    keluar = io.StringIO()
    penulis = csv.DictWriter(keluar, judul, delimiter=pemisah, restval="", extrasaction="ignore")
    penulis.writeheader()
    penulis.writerows(isi)
    return keluar.getvalue().encode()


def pengimpor(wilayah: tuple[str, ...] = ("32.04",), **lain: Any) -> Pelaku:
    """Return an operator of a kab/kota."""
    return Pelaku(akun_id=id_baru(), jabatan=Jabatan.OPERATOR_KABKOTA, wilayah=wilayah, **lain)


async def kirim(
    wadah: Wadah, isi: bytes, pelaku: Pelaku, *, format_: KodeFormat | None = None, hari: date = HARI
) -> Impor:
    """Send a file in two pieces, from an account that is active."""
    await akun_aktif(wadah, pelaku.jabatan, pelaku.wilayah, akun_id=pelaku.akun_id)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        siapa = replace(pelaku, wilayah=(await _kini(sesi, wadah, pelaku)).wilayah)
        impor = await ImporService(sesi, wadah).mulai(len(isi), hari, siapa, format_=format_)
    tengah = max(1, len(isi) // 2)
    for bagian in filter(None, (isi[:tengah], isi[tengah:])):
        async with transaksi(wadah.pabrik_sesi) as sesi:
            impor = await ImporService(sesi, wadah).tambah(impor.id, bagian, pelaku, versi=impor.versi)
    return impor


async def _kini(sesi: AsyncSession, wadah: Wadah, pelaku: Pelaku) -> Pelaku:
    """Return the actor as a request knows him: his regions with their older and newer codes."""
    kini = await AkunService.rakit(sesi, wadah).pelaku(pelaku.akun_id)
    assert kini is not None
    return kini


async def periksa(wadah: Wadah, impor_id: UUID, pelaku: Pelaku) -> Impor:
    """Read it and try it out."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await ImporService(sesi, wadah).periksa(impor_id, await _kini(sesi, wadah, pelaku))
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": str(impor_id)})
    return await baca(wadah, impor_id, pelaku)


async def terapkan(wadah: Wadah, impor_id: UUID, pelaku: Pelaku) -> Impor:
    """Apply it."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await ImporService(sesi, wadah).terapkan(impor_id, await _kini(sesi, wadah, pelaku))
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": str(impor_id)})
    return await baca(wadah, impor_id, pelaku)


async def baca(wadah: Wadah, impor_id: UUID, pelaku: Pelaku) -> Impor:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await ImporService(sesi, wadah).baca(impor_id, pelaku)


async def jumlah(wadah: Wadah, impor: Impor) -> JumlahBaris:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await ImporService(sesi, wadah).jumlah(impor)


async def impor(
    wadah: Wadah,
    isi: bytes,
    pelaku: Pelaku | None = None,
    *,
    format_: KodeFormat | None = None,
    hari: date = HARI,
) -> tuple[Impor, JumlahBaris]:
    """Take a file all the way; return the import and its accounts."""
    siapa = pelaku or pengimpor()
    satu = await kirim(wadah, isi, siapa, format_=format_, hari=hari)
    await periksa(wadah, satu.id, siapa)
    satu = await terapkan(wadah, satu.id, siapa)
    return satu, await jumlah(wadah, satu)


async def catatan(wadah: Wadah, impor_id: UUID, tahap: str = "TERAP") -> dict[int, list[str]]:
    """Return the codes of the remarks by row, those of the reading included."""
    sql = "SELECT baris, kode FROM catatan_impor WHERE impor_id = :i AND tahap IN ('BACA', :t) ORDER BY baris, urut"
    hasil: dict[int, list[str]] = {}
    async with transaksi(wadah.pabrik_sesi) as sesi:
        for b, kode in await sesi.execute(text(sql), {"i": impor_id, "t": tahap}):
            hasil.setdefault(b, []).append(kode)
    return hasil


async def hitung(wadah: Wadah, *tabel: str) -> tuple[int, ...]:
    """Return how many rows tables have."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return tuple([await sesi.scalar(text(f"SELECT count(*) FROM {t}")) or 0 for t in tabel])
