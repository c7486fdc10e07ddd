"""What became of a period's usulan, by region: set-based, one pass over the period's rows of a region."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan as A
from app.usulan.status import StatusUsulan as S
from app.wilayah.lingkup import Lingkup

_SEPAKAT = (A.SEPAKATI, A.SETUJUI_SPTJM, A.LEWATI_MUSYAWARAH)
_TOLAK = (S.TIDAK_DISEPAKATI, S.DITOLAK, S.TIDAK_DITETAPKAN)


class JumlahTahap(NamedTuple):
    """How many usulan of a region got how far; `ditetapkan` counts those that a decree decided for."""

    kode: str
    diusulkan: int
    disepakati: int
    divalidasi: int
    disahkan: int
    ditetapkan: int
    ditolak: int
    menunggu: int
    berakhir: int


class SebabTolak(NamedTuple):
    """How many were refused in a region for one reason."""

    kode: str
    alasan: str
    jumlah: int


class RekapRepository:
    """Counts over usulan and their histories."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tahap(self, periode: str, awalan: str, panjang: int, lingkup: Lingkup) -> list[JumlahTahap]:
        """Count by the next level's code how far usulan got. Indexes: ix_usulan_periode_kode_desa, ix_riwayat_…_id."""
        r = RiwayatUsulan
        dicapai = (
            select(
                Usulan.kode_desa,
                Usulan.status,
                func.bool_or(r.aksi.in_(_SEPAKAT)).label("sepakat"),
                func.bool_or(r.aksi == A.SETUJUI_VALIDASI).label("valid"),
                func.bool_or(r.aksi == A.SAHKAN).label("sah"),
            )
            .outerjoin(r, and_(r.keluarga_id == Usulan.keluarga_id, r.usulan_id == Usulan.id))
            .where(_milik(periode, awalan, lingkup))
            .group_by(Usulan.keluarga_id, Usulan.id, Usulan.kode_desa, Usulan.status)
            .subquery()
        )
        kode = func.left(dicapai.c.kode_desa, panjang).label("kode")
        hitung = func.count()
        akhir = (S.DIBATALKAN, S.KEDALUWARSA)
        cari = select(
            kode,
            hitung,
            hitung.filter(dicapai.c.sepakat),
            hitung.filter(dicapai.c.valid),
            hitung.filter(dicapai.c.sah),
            hitung.filter(dicapai.c.status == S.DITETAPKAN),
            hitung.filter(dicapai.c.status.in_(_TOLAK)),
            hitung.filter(dicapai.c.status.not_in([*_TOLAK, *akhir, S.DITETAPKAN])),
            hitung.filter(dicapai.c.status.in_(akhir)),
        )
        return [JumlahTahap(*b) for b in await self._sesi.execute(cari.group_by(kode).order_by(kode))]

    async def sebab(self, periode: str, awalan: str, panjang: int, lingkup: Lingkup) -> list[SebabTolak]:
        """Count why usulan were refused, by the next level's code. Indexes: as `tahap`."""
        r = RiwayatUsulan
        kode = func.left(Usulan.kode_desa, panjang).label("kode")
        cari = (
            select(kode, r.kode_alasan, func.count(func.distinct(Usulan.id)))
            .join(r, and_(r.keluarga_id == Usulan.keluarga_id, r.usulan_id == Usulan.id))
            .where(
                _milik(periode, awalan, lingkup),
                Usulan.status.in_(_TOLAK),
                r.ke == Usulan.status,
                r.kode_alasan.is_not(None),
            )
            .group_by(kode, r.kode_alasan)
            .order_by(kode, r.kode_alasan)
        )
        return [SebabTolak(*b) for b in await self._sesi.execute(cari)]


def _milik(periode: str, awalan: str, lingkup: Lingkup) -> ColumnElement[bool]:
    wilayah = (
        or_(Usulan.kode_desa == awalan, Usulan.kode_desa.like(f"{awalan}.%")) if awalan else Usulan.kode_desa != ""
    )
    return and_(
        Usulan.periode == periode, Usulan.status != S.DRAF, wilayah, lingkup.batasi(Usulan.kode_desa.expression)
    )
