"""Many persons at once, for plans and for the quality of the search."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.db import Base, tuntaskan
from app.core.ids import id_baru
from app.keluarga.nama import kolom_nama
from app.keluarga.repository_nama import NamaRepository
from tests.pabrik.keluarga import DESA
from tests.wilayah.conftest import rencana

__all__ = ["rencana"]
Isi = Callable[[Sequence[str]], Awaitable[None]]
_RUPA = {"jenis_kelamin": "L", "status_dokumen": "BELUM_PUNYA", "is_nik_ganda": False, "kunci_data": b"k", "isi": b"i"}


@pytest.fixture
def isi(sesi: AsyncSession) -> Isi:
    """Write one person of each name, each in a family of his own, in villages of one kecamatan."""

    async def tulis(nama: Sequence[str]) -> None:
        t = Base.metadata.tables
        saat, orang = now(), [(id_baru(), id_baru(), n, f"{DESA[:-1]}{i % 4 + 1}") for i, n in enumerate(nama)]
        umum = {"created_at": saat, "updated_at": saat}
        keluarga = [
            {"keluarga_id": k, "rumah_tangga_id": k, "kode_desa": d, "kunci_data": b"k", "isi": b"i", "versi": 1} | umum
            for k, _, _, d in orang
        ]
        individu = [
            {"keluarga_id": k, "id": i, "kode_desa": d, "tanggal_lahir": date(1980, 1, 1 + n % 28), **_RUPA, **umum}
            | kolom_nama(nm)
            for n, (k, i, nm, d) in enumerate(orang)
        ]
        anggota = [
            {"keluarga_id": k, "id": i, "individu_id": i, "hubungan": "KEPALA_KELUARGA", "masuk_date": date(2020, 1, 1)}
            | {"alasan_masuk": "AWAL"}
            for k, i, _, _ in orang
        ]
        for tabel, baris in (("keluarga", keluarga), ("individu", individu), ("anggota_keluarga", anggota)):
            await sesi.execute(insert(t[tabel]), baris)
        NamaRepository(sesi).kenali_nama(nama)
        await tuntaskan(sesi)

    return tulis
