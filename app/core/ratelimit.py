"""Fixed-window counters in PostgreSQL, shared by all processes."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Integer, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import Base, transaksi
from app.core.galat_umum import TerlaluSering
from app.core.wadah import Wadah


class BatasLaju(Base):
    """One counter; `kunci` is a blind index, so that no address or NIK stands here. Unlogged: a crash resets it."""

    __tablename__ = "batas_laju"
    __table_args__ = {"info": {"distribusi": "kunci"}, "prefixes": ["UNLOGGED"]}  # noqa: RUF012

    kunci: Mapped[UUID] = mapped_column(primary_key=True)
    jendela: Mapped[datetime] = mapped_column(primary_key=True)
    jumlah: Mapped[int] = mapped_column(Integer)


async def pakai(wadah: Wadah, ruang: str, siapa: str, batas: int, jendela_detik: int) -> None:
    """Count one use of `ruang` by `siapa` in its own transaction: a refused request counts too.

    Raises:
        TerlaluSering: more than `batas` uses in the present window; carries Retry-After and RateLimit headers.
    """
    sekarang = now()
    awal = datetime.fromtimestamp(sekarang.timestamp() // jendela_detik * jendela_detik, sekarang.tzinfo)
    kunci = wadah.sandi.indeks(Tujuan.LAJU, f"{ruang}|{siapa}")
    async with transaksi(wadah.pabrik_sesi) as sesi:
        jumlah = await sesi.scalar(
            insert(BatasLaju)
            .values(kunci=kunci, jendela=awal, jumlah=1)
            .on_conflict_do_update(
                index_elements=[BatasLaju.kunci, BatasLaju.jendela], set_={"jumlah": BatasLaju.jumlah + 1}
            )
            .returning(BatasLaju.jumlah)
        )
    assert jumlah is not None
    if jumlah > batas:
        sisa = int((awal + timedelta(seconds=jendela_detik) - sekarang).total_seconds()) + 1
        galat = TerlaluSering(ulangi_detik=sisa)
        galat.tajuk["RateLimit-Policy"] = f'"{ruang}";q={batas};w={jendela_detik}'
        galat.tajuk["RateLimit"] = f'"{ruang}";r=0;t={sisa}'
        raise galat


async def bersihkan(wadah: Wadah) -> None:
    """Delete windows older than a day."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(delete(BatasLaju).where(BatasLaju.jendela < now() - timedelta(days=1)))
