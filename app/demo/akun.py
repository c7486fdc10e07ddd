"""An account for every jabatan of the demonstration, with random passwords that stand in one file and nowhere else."""

import json
import os
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kelola import KelolaService
from app.akun.schemas import KlienBuat, PenugasanBuat, PetugasBuat
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.nik import Nik
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.demo.muat import DESA, KECAMATAN
from app.wilayah.kode import KodeWilayah

KABKOTA: Final = "32.04"
TETANGGA: Final = "32.05"


class Tokoh(NamedTuple):
    """One demonstration officer."""

    username: str
    jabatan: Jabatan
    wilayah: tuple[str, ...]
    nama: str


TOKOH: Final = (
    *(
        Tokoh(f"operator-{kode[-4:]}", Jabatan.OPERATOR_DESA, (kode,), f"Operator {nama}")
        for kode, nama in DESA.items()
    ),
    Tokoh("pendata-1", Jabatan.ENUMERATOR, (KECAMATAN,), "Pendata Satu"),
    Tokoh("pendata-2", Jabatan.ENUMERATOR, (KECAMATAN,), "Pendata Dua"),
    Tokoh("psm-1", Jabatan.PSM, (next(iter(DESA)),), "Pekerja Sosial Masyarakat"),
    Tokoh("tksk-1", Jabatan.TKSK, (KECAMATAN,), "Tenaga Kesejahteraan Sosial Kecamatan"),
    Tokoh("operator-dinsos", Jabatan.OPERATOR_KABKOTA, (KABKOTA,), "Operator Dinas Sosial"),
    Tokoh("verifikator-1", Jabatan.VERIFIKATOR, (KABKOTA,), "Verifikator Satu"),
    Tokoh("verifikator-2", Jabatan.VERIFIKATOR, (KABKOTA,), "Verifikator Dua"),
    Tokoh("kepala-opd", Jabatan.KEPALA_OPD, (KABKOTA,), "Kepala Dinas Sosial"),
    Tokoh("disdukcapil", Jabatan.DISDUKCAPIL, (KABKOTA,), "Petugas Disdukcapil"),
    Tokoh("pemantau-prov", Jabatan.PEMANTAU_PROV, ("32",), "Pemantau Provinsi"),
    Tokoh("pusat", Jabatan.PUSAT, (), "Petugas Pusat"),
    Tokoh("admin-kabkota", Jabatan.ADMIN_KABKOTA, (KABKOTA,), "Administrator Kabupaten"),
    Tokoh("admin-pusat", Jabatan.ADMIN_PUSAT, (), "Administrator Pusat"),
    Tokoh("penetap", Jabatan.PENETAP, (), "Pejabat Penetap"),
    Tokoh("verifikator-tetangga", Jabatan.VERIFIKATOR, (TETANGGA,), "Verifikator Kabupaten Lain"),
)
"""Everybody; the last one serves another kab/kota and must see nothing of this one."""


async def buat_akun(wadah: Wadah, berkas: Path) -> None:
    """Create the accounts in one transaction and write their passwords to `berkas` (0600) before it commits.

    A file without accounts is harmless; accounts whose passwords nobody knows would be useless.
    """
    async with transaksi(wadah.pabrik_sesi) as sesi:
        _tulis(berkas, {"akun": await _petugas(sesi, wadah), "klien": await _klien(sesi, wadah)})


async def _petugas(sesi: AsyncSession, wadah: Wadah) -> list[dict[str, Any]]:
    service = KelolaService.rakit(sesi, wadah)
    hasil: list[dict[str, Any]] = []
    for urut, t in enumerate(TOKOH):
        sandi = secrets.token_urlsafe(12)
        isi = PetugasBuat(
            nama=t.nama,
            username=t.username,
            surel=f"{t.username}@example.com",
            nik=_nik(urut),
            jabatan=t.jabatan,
            wilayah=[PenugasanBuat(kode_wilayah=KodeWilayah(k)) for k in t.wilayah],
        )
        akun, _ = await service.buat(isi, None, sandi)
        hasil.append(
            {
                "username": t.username,
                "sandi": sandi,
                "jabatan": t.jabatan,
                "wilayah": t.wilayah,
                "id": str(akun.id),
            }
        )
    return hasil


async def _klien(sesi: AsyncSession, wadah: Wadah) -> dict[str, str]:
    wilayah = [PenugasanBuat(kode_wilayah=KodeWilayah(KABKOTA))]
    isi = KlienBuat(nama="Sistem bansos daerah (contoh)", cakupan=["status"], wilayah=wilayah)
    akun, rahasia = await KelolaService.rakit(sesi, wadah).buat_klien(isi, None)
    return {"client_id": str(akun.id), "client_secret": rahasia, "cakupan": "status", "wilayah": KABKOTA}


def _nik(urut: int) -> Nik:
    """Return a synthetic NIK of an adult officer."""
    lahir = date(1985, 1, 1) + timedelta(days=urut * 37)
    return Nik(f"{KECAMATAN.replace('.', '')}{lahir:%d%m%y}{9900 + urut:04d}")


def _tulis(berkas: Path, isi: dict[str, Any]) -> None:
    with os.fdopen(os.open(berkas, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as tulis:
        json.dump({"dibuat": str(hari_ini()), **isi}, tulis, indent=1, ensure_ascii=False)
