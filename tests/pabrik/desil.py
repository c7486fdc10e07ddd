"""Families as a score sees them, models and runs, as the tests need them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.desil.model_pmt import ModelService
from app.desil.models import ModelPmt, Putaran
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.tugas import hitung
from app.keluarga.instrumen import NOMOR_INSTRUMEN
from app.keluarga.kanonik import REGISTRI, kode_kabkota
from app.keluarga.models import Keluarga, variabel_kanonik
from app.keluarga.repository import KeluargaRepository
from app.periode.errors import PeriodeBertumpuk
from app.periode.schemas import PeriodeBuat
from app.periode.service import PeriodeService
from tests.pabrik.keluarga import kanonik_kini

DESA = "32.04.05.2001"
TANGGAL = date(2026, 5, 12)
PERIODE = "2026-11"

SEDERHANA: Mapping[str, int] = {
    **{n: min(v.kode) if v.kode else v.min for n, v in REGISTRI.items()},
    "ukuran": 4,
    "ln_ukuran": 1386294,
    "ukuran_kuadrat": 16,
    "kepala_umur": 45,
    "luas_kapita": 1200,
    "kepala_pendidikan": 1,
    "pendidikan_maks": 2,
    "aset_sepeda_motor": 1,
    "daya": 1,
    "bahan_bakar": 3,
}
"""A family of four of modest means; no gaps."""


def admin(jabatan: Jabatan = Jabatan.ADMIN_PUSAT) -> Pelaku:
    """A new administrator."""
    return Pelaku(id_baru(), jabatan)


async def keluarga(sesi: AsyncSession, *, kode_desa: str = DESA, jawaban: bool = True, **nilai: int | None) -> UUID:
    """A family with canonical variables, written past the questionnaire; keywords change single values."""
    return (await keluarga_banyak(sesi, [nilai], kode_desa=kode_desa, jawaban=jawaban))[0]


async def keluarga_banyak(
    sesi: AsyncSession, semua: Iterable[Mapping[str, int | None]], *, kode_desa: str = DESA, jawaban: bool = True
) -> list[UUID]:
    """Many families in two statements."""
    saat = now()
    isi = [(id_baru(), {**SEDERHANA, **nilai}) for nilai in semua]
    umum = {"kode_desa": kode_desa, "kunci_data": b"-", "isi": b"-", "versi": 1, "created_at": saat, "updated_at": saat}
    await sesi.execute(insert(Keluarga), [{"keluarga_id": k, "rumah_tangga_id": id_baru(), **umum} for k, _ in isi])
    baris = [_kanonik(k, kode_desa, n) if jawaban else _tanpa_jawaban(k, kode_desa) for k, n in isi]
    await sesi.execute(insert(variabel_kanonik), baris)
    return [k for k, _ in isi]


async def kanonik(sesi: AsyncSession, keluarga_id: UUID, *, kode_desa: str = DESA, **nilai: int | None) -> None:
    """Give a family that exists its canonical variables, as its first answers would."""
    isi = _kanonik(keluarga_id, kode_desa, {**SEDERHANA, **nilai})
    await KeluargaRepository(sesi).simpan_kanonik({n: isi[n] for n in isi if n not in {"versi", "kabkota"}})


async def ubah(sesi: AsyncSession, keluarga_id: UUID, **nilai: int | str | None) -> None:
    """Change canonical values of a family, as newer answers would."""
    repo = KeluargaRepository(sesi)
    lama = await kanonik_kini(repo, keluarga_id)
    assert lama is not None
    await repo.simpan_kanonik({n: v for n, v in {**lama, **nilai}.items() if n not in {"versi", "kabkota"}})


def _tanpa_jawaban(keluarga_id: UUID, kode_desa: str) -> dict[str, Any]:
    return {"keluarga_id": keluarga_id, "versi": 1, "kode_desa": kode_desa, "kabkota": kode_kabkota(kode_desa)}


def _kanonik(keluarga_id: UUID, kode_desa: str, nilai: Mapping[str, int | None]) -> dict[str, Any]:
    asal = {"jawaban_id": id_baru(), "tanggal_date": TANGGAL, "instrumen": NOMOR_INSTRUMEN["REGSOSEK2022K"]}
    return {**_tanpa_jawaban(keluarga_id, kode_desa), **asal, **nilai}


async def model(sesi: AsyncSession) -> ModelPmt:
    """The demonstration model, active."""
    satu = await ModelService.rakit(sesi).pasang_demonstrasi(admin())
    await sesi.flush()
    return satu


async def periode(sesi: AsyncSession, wadah: Wadah, kode: str = PERIODE) -> str:
    """A period, unless it exists."""
    try:
        await PeriodeService.rakit(sesi, wadah).buat(PeriodeBuat(kode=kode), admin())
    except PeriodeBertumpuk:
        return kode
    return kode


async def putaran(sesi: AsyncSession, wadah: Wadah, kode: str = PERIODE, *, sampai: str = "sahkan") -> Putaran:
    """A run taken as far as `siapkan`, `hitung`, `tinjau` or `sahkan`, with its computation done."""
    await model(sesi)
    await periode(sesi, wadah, kode)
    service = PutaranService.rakit(sesi, wadah)
    satu = await service.siapkan(kode, admin())
    if sampai == "siapkan":
        return satu
    await service.hitung(satu.id, admin())
    perhitungan = PerhitunganService.rakit(sesi, wadah)
    while await perhitungan.lanjutkan(satu.id):
        pass
    if sampai in {"tinjau", "sahkan"}:
        await service.tinjau(satu.id, admin())
    if sampai == "sahkan":
        await service.sahkan(satu.id, admin(Jabatan.PENETAP))
    await sesi.flush()
    sesi.expunge_all()  # the computation changed rows past the session
    return await sesi.get_one(Putaran, satu.id)


async def kerjakan(wadah: Wadah, putaran_id: UUID) -> None:
    """Do what the worker would do with a run's computation."""
    await hitung(wadah, {"putaran_id": str(putaran_id)})
