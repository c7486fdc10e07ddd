"""What the tests over HTTP share."""

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from tests.conftest import Klien
from tests.pabrik.keluarga import daftarkan

DASAR = "/v1/petugas/keluarga"
TUJUAN = {"tujuan": "PERBAIKAN_DATA"}
KEMARIN = (hari_ini() - timedelta(days=1)).isoformat()
HARI_INI = hari_ini().isoformat()


async def keluarga_baru(sesi: AsyncSession, wadah: Wadah, isi: Subjek | None = None) -> KeluargaLengkap:
    ref = await daftarkan(sesi, wadah, isi)
    return await KeluargaService.rakit(sesi, wadah).baca(ref.keluarga_id)


async def jejak(sesi: AsyncSession, awalan: str) -> list[JejakAudit]:
    cari = select(JejakAudit).where(JejakAudit.kejadian.startswith(awalan)).order_by(JejakAudit.id)
    return list((await sesi.scalars(cari)).all())


def kode(jawab: httpx.Response) -> tuple[int, str]:
    return jawab.status_code, jawab.json()["kode"]


def sebagai_json(model: Any) -> dict[str, Any]:
    isi: dict[str, Any] = model.model_dump(mode="json")
    return isi


def rute(keluarga: KeluargaLengkap, individu: str = "") -> str:
    return f"{DASAR}/{keluarga.ref.teks}" + (f"/anggota/{individu}" if individu else "")


def cocok(keluarga: KeluargaLengkap) -> dict[str, str]:
    return {"If-Match": f'"v{keluarga.versi}"'}


async def ubah(klien: Klien, keluarga: KeluargaLengkap, jenis: str, **isi: Any) -> httpx.Response:
    badan = {"jenis": jenis, "tanggal": HARI_INI} | isi
    return await klien.post(f"{rute(keluarga)}/perubahan", json=badan)


async def koreksi(klien: Klien, keluarga: KeluargaLengkap, perubahan: str) -> httpx.Response:
    jalur = f"{rute(keluarga)}/perubahan/{perubahan}/koreksi"
    return await klien.post(jalur, json={"keterangan": "Salah memilih orang"})


async def baca(sesi: AsyncSession, wadah: Wadah, keluarga: KeluargaLengkap | str) -> KeluargaLengkap:
    id_ = Ref.urai(keluarga).keluarga_id if isinstance(keluarga, str) else keluarga.keluarga_id
    return await KeluargaService.rakit(sesi, wadah).baca(id_)


def nama(keluarga: KeluargaLengkap) -> list[tuple[str, str]]:
    return [(a.nama, a.hubungan.value) for a in keluarga.aktif]


def peran(anggota: AnggotaLengkap, hubungan: str) -> dict[str, str]:
    return {"anggota": anggota.ref.teks, "hubungan": hubungan}
