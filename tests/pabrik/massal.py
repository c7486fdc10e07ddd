"""Families by the thousand, sealed as the registry seals them, written in few statements."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.keluarga.kode import AlasanMasukAnggota, Hubungan, JenisKelamin, StatusDokumen
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga
from app.wilayah.nama import lipat

_SEKALI = 2_000
_SERI = 9_999


def nik(ke: int) -> str:
    """Return the NIK of person `ke`."""
    hari = ke // _SERI
    return f"320405{1 + hari % 28:02}{1 + hari // 28 % 12:02}{50 + hari // 336:02}{1 + ke % _SERI:04}"


async def keluarga(
    sesi: AsyncSession, wadah: Wadah, desa: str, sebanyak: int, *, dari: int = 0, orang: int = 3
) -> None:
    """Write `sebanyak` families of `orang` people; person `n` of all has the NIK `nik(n)` and the name `Orang n`."""
    saat, sandi = now(), wadah.sandi
    umum = {"kode_desa": desa, "created_at": saat, "updated_at": saat}
    for awal in range(0, sebanyak, _SEKALI):
        rumah: list[dict[str, Any]] = []
        isi: list[dict[str, Any]] = []
        masuk: list[dict[str, Any]] = []
        for k in range(dari + awal, dari + min(sebanyak, awal + _SEKALI)):
            keluarga_id = id_baru()
            segel = sandi.segel({"no_kk": nik(k * orang), "alamat": f"Kp. {k} RT 01"}, "keluarga", keluarga_id)
            rumah.append(
                {"keluarga_id": keluarga_id, "rumah_tangga_id": id_baru(), "versi": 1, **segel._asdict(), **umum}
            )
            for n in range(k * orang, (k + 1) * orang):
                satu = _orang(wadah, keluarga_id, n)
                isi.append(satu | umum)
                masuk.append(_masuk(keluarga_id, satu["id"], kepala=n % orang == 0))
        for tabel, baris in ((Keluarga, rumah), (Individu, isi), (AnggotaKeluarga, masuk)):
            await sesi.execute(insert(tabel), baris)


def _orang(wadah: Wadah, keluarga_id: UUID, n: int) -> dict[str, Any]:
    individu_id, nama = id_baru(), f"Orang {n}"
    rahasia = {"nik": nik(n), "tempat_lahir": "Bandung", "nama_ibu": f"Ibu {n}", "telepon": None, "surel": None}
    return {
        "keluarga_id": keluarga_id,
        "id": individu_id,
        "nama": nama,
        "nama_lipat": lipat(nama),
        "tanggal_lahir": date(1950 + n % 60, 1 + n % 12, 1 + n % 28),
        "jenis_kelamin": JenisKelamin.L,
        "status_dokumen": StatusDokumen.ADA,
        "nik_hmac": wadah.sandi.indeks(Tujuan.NIK, nik(n)),
        "is_nik_ganda": False,
        **wadah.sandi.segel(rahasia, "individu", individu_id)._asdict(),
    }


def _masuk(keluarga_id: UUID, individu_id: UUID, *, kepala: bool) -> dict[str, Any]:
    return {
        "keluarga_id": keluarga_id,
        "id": id_baru(),
        "individu_id": individu_id,
        "hubungan": Hubungan.KEPALA_KELUARGA if kepala else Hubungan.ANAK,
        "masuk_date": date(2026, 1, 1),
        "alasan_masuk": AlasanMasukAnggota.AWAL,
    }
