"""Accounts for tests: rows as the services write them, without the cost of hashing a password each time."""

import functools
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from app.akun.alur import StatusAkun
from app.akun.identitas import Identitas
from app.akun.models import Akun, PenugasanWilayah
from app.akun.passwords import _KONTEKS
from app.akun.service import TABEL
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.tokens import KodekToken
from app.core.wadah import Wadah

SANDI = "kopi tubruk di beranda"


@functools.cache
def sidik_sandi() -> str:
    """Hash of `SANDI`, made once."""
    return str(_KONTEKS.hash(SANDI))


def nik_uji(urutan: int = 1, *, wilayah6: str = "320405", tanggal: str = "010190") -> str:
    """A NIK of a real region with a serial that no registrar gives out that high."""
    return f"{wilayah6}{tanggal}{9000 + urutan:04}"


async def akun_aktif(
    wadah: Wadah,
    jabatan: Jabatan,
    wilayah: Iterable[str] = (),
    *,
    akun_id: UUID | None = None,
    nama: str = "Petugas Uji",
    identitas: Identitas | None = None,
    kode_desa: str | None = None,
    cakupan: Iterable[str] = (),
    status: StatusAkun = StatusAkun.AKTIF,
) -> Akun:
    """Write an account with assignments in force; an existing `akun_id` gets the new jabatan and regions instead."""
    akun_id, isi, kini = akun_id or id_baru(), identitas or Identitas(), now()
    segel = wadah.sandi.segel(isi.dokumen(), TABEL, akun_id)
    kelola = kode_desa or next(iter(w[:5] for w in wilayah), "")
    async with transaksi(wadah.pabrik_sesi) as sesi:
        lama = await sesi.get(Akun, akun_id)
        akun = lama or Akun(id=akun_id, versi=1, versi_token=0, created_at=kini)
        for kolom, nilai in {
            "jabatan": jabatan,
            "status": status,
            "nama": nama,
            "kunci_data": segel.kunci_data,
            "isi": segel.isi,
            "nik_indeks": wadah.sandi.indeks(Tujuan.NIK, isi.nik) if isi.nik else None,
            "no_kk_indeks": wadah.sandi.indeks(Tujuan.NO_KK, isi.no_kk) if isi.no_kk else None,
            "kode_desa": kode_desa,
            "kode_kelola": kelola,
            "sandi_hash": sidik_sandi(),
            "is_sandi_sementara": False,
            "cakupan": list(cakupan),
            "updated_at": kini,
        }.items():
            setattr(akun, kolom, nilai)
        sesi.add(akun)
        await sesi.execute(delete(PenugasanWilayah).where(PenugasanWilayah.akun_id == akun_id))
        for kode in wilayah:
            mulai = hari_ini() - timedelta(days=1)
            sesi.add(
                PenugasanWilayah(akun_id=akun_id, id=id_baru(), kode_wilayah=kode, berlaku_dari=mulai, created_at=kini)
            )
    return akun


async def token_untuk(wadah: Wadah, akun: Akun) -> str:
    """Return an access token of this account, as a login would."""
    async with wadah.pabrik_sesi() as sesi:
        return wadah.ambil(KodekToken, sesi).terbitkan(akun.id, akun.jabatan, akun.versi_token)


async def pelaku_aktif(wadah: Wadah, pelaku: Pelaku, identitas: Identitas) -> str:
    """Write the account of this actor and return its token."""
    akun = await akun_aktif(
        wadah,
        pelaku.jabatan,
        pelaku.wilayah,
        akun_id=pelaku.akun_id,
        nama=pelaku.nama,
        identitas=identitas,
        kode_desa=pelaku.kode_desa,
        cakupan=pelaku.cakupan,
    )
    return await token_untuk(wadah, akun)
