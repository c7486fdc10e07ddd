"""Fixed-window counters in PostgreSQL, shared by all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Integer, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.db import Base, transaksi
from app.core.galat_umum import TerlaluSering
from app.core.wadah import Wadah


class BatasLaju(Base):
    """One counter; `kunci` is a blind index, so that no address or NIK stands here. Unlogged: a crash resets it."""

    __tablename__ = "batas_laju"
    __table_args__ = ({"info": {"distribusi": "kunci"}, "prefixes": ["UNLOGGED"]},)

    kunci: Mapped[UUID] = mapped_column(primary_key=True)
    jendela: Mapped[datetime] = mapped_column(primary_key=True)
    jumlah: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Kuota:
    """So many uses in a window of so many seconds; one use may weigh more than another."""

    batas: int
    jendela_detik: int
    bobot: int = 1


async def pakai(wadah: Wadah, ruang: str, siapa: str, batas: int, jendela_detik: int) -> None:
    """Count one use of `ruang` by `siapa` in its own transaction: a refused request counts too.

    Raises:
        TerlaluSering: more than `batas` uses in the present window; carries Retry-After and RateLimit headers.
    """
    async with transaksi(wadah.pabrik_sesi) as sesi:
        galat = await _hitung(sesi, wadah.sandi, ruang, siapa, Kuota(batas, jendela_detik))
    if galat is not None:
        raise galat


async def pakai_kuota(sesi: AsyncSession, sandi: Sandi, ruang: str, siapa: str, kuota: Kuota) -> None:
    """Count the weight in the caller's transaction: what is refused or fails costs nothing, and two at once wait.

    Raises:
        TerlaluSering: as `pakai`.
    """
    if galat := await _hitung(sesi, sandi, ruang, siapa, kuota):
        raise galat


async def _hitung(sesi: AsyncSession, sandi: Sandi, ruang: str, siapa: str, kuota: Kuota) -> TerlaluSering | None:
    sekarang = now()
    awal = awal_jendela(sekarang, kuota.jendela_detik)
    jumlah = await sesi.scalar(
        insert(BatasLaju)
        .values(kunci=sandi.indeks(Tujuan.LAJU, f"{ruang}|{siapa}"), jendela=awal, jumlah=kuota.bobot)
        .on_conflict_do_update(
            index_elements=[BatasLaju.kunci, BatasLaju.jendela], set_={"jumlah": BatasLaju.jumlah + kuota.bobot}
        )
        .returning(BatasLaju.jumlah)
    )
    assert jumlah is not None
    if jumlah <= kuota.batas:
        return None
    return terlalu_sering(ruang, kuota, sekarang, tersisa=max(0, kuota.batas - jumlah + kuota.bobot))


def awal_jendela(sekarang: datetime, detik: int) -> datetime:
    """Return when the present window of so many seconds began."""
    return datetime.fromtimestamp(sekarang.timestamp() // detik * detik, sekarang.tzinfo)


def terlalu_sering(ruang: str, kuota: Kuota, sekarang: datetime, *, tersisa: int = 0) -> TerlaluSering:
    """Return the refusal of a full window, with what its headers tell."""
    w = kuota.jendela_detik
    sisa = int((awal_jendela(sekarang, w) + timedelta(seconds=w) - sekarang).total_seconds()) + 1
    galat = TerlaluSering(ulangi_detik=sisa)
    galat.tajuk["RateLimit-Policy"] = f'"{ruang}";q={kuota.batas};w={w}'
    galat.tajuk["RateLimit"] = f'"{ruang}";r={tersisa};t={sisa}'
    return galat


def kunci_laju(sandi: Sandi, ruang: str, siapa: str) -> bytes:
    """Return the key of a counter, as bytes."""
    return sandi.sidik(Tujuan.LAJU, f"{ruang}|{siapa}")


async def bersihkan(wadah: Wadah) -> None:
    """Delete windows older than a day."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(delete(BatasLaju).where(BatasLaju.jendela < now() - timedelta(days=1)))
