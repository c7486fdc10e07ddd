"""A ranking that builds on the run in force: who changed is scored, and the result is that of a full run.

The rows of such a run stand before those of its base (`Putaran.rantai`); its parts of the histogram and of the tie
groups are what the new rows add less what the old ones held. Nothing here reads more than the families that changed,
except the count that makes sure that none was missed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Table,
    Update,
    Uuid,
    any_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.db import Base
from app.core.siap import PernyataanSiap
from app.desil.alur import StatusPutaran
from app.desil.artefak import Artefak
from app.desil.models import TIDAK_ADA, PotonganPutaran, Putaran, SebaranSkor, SkorKeluarga, TepiSkor
from app.desil.repository_putaran import KOLOM, baris_skor, ember, larik_sebaran, variabel_kanonik
from app.desil.repository_tepi import KOLOM_TEPI, larik_tepi

# Families are looked up one by one, in the order of their keys: the planner thinks of a disk's head, and would rather
# read every row there is; and only a plan that knows the chain leaves the other runs' parts alone.
_ATUR: Final = {
    "work_mem": "64MB",
    "enable_seqscan": "off",
    "random_page_cost": "0.5",
    "plan_cache_mode": "force_custom_plan",
}
_SIAPKAN: Final = select(*(func.set_config(n, v, true()) for n, v in _ATUR.items()))
_PUTARAN: Final = bindparam("putaran", type_=Integer())
_POTONGAN: Final = bindparam("potongan", type_=Integer())
_TERKECIL, _TERBESAR = UUID(int=0), UUID(int=(1 << 128) - 1)
_SIAP: Final[dict[str, PernyataanSiap]] = {}
"""The statement of the model in use, by the model's digest."""


class DeltaRepository:
    """The families that changed, and what a run based on another writes for them."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def pangkas(self, rantai: Sequence[int], kecuali: int | None = None) -> None:
        """Forget changes that the run of `rantai` took over, unless another run than number `kecuali` is open.

        Such a run may be reading them, or come into force after it has read an older state of a family.
        """
        lain = select(Putaran.id).where(
            Putaran.nomor.is_distinct_from(kecuali),
            Putaran.status.in_([StatusPutaran.DIHITUNG, StatusPutaran.DITINJAU]),
        )
        if await self._sesi.scalar(lain.limit(1)) is None:
            antre = kanonik_berubah()
            dinilai = _versi(rantai, antre.c.keluarga_id)
            # Compared again if the row changes meanwhile: a newer version is not forgotten with the one before.
            await self._sesi.execute(delete(antre).where(antre.c.versi == dinilai))

    async def jumlah_berubah(self, batas: int) -> int:
        """Return how many families changed, counted no further than `batas`."""
        sedikit = select(kanonik_berubah().c.keluarga_id).limit(batas).subquery()
        return await self._sesi.scalar(select(func.count()).select_from(sedikit)) or 0

    async def selisih(self, nomor: int) -> int:
        """Return by how many families a run is larger than its base."""
        p = PotonganPutaran
        cari = select(func.sum(p.keluarga - p.lama)).where(p.putaran_no == nomor)
        return int(await self._sesi.scalar(cari) or 0)

    async def is_lengkap(self, rantai: Sequence[int], keluarga: int) -> bool:
        """Return whether the registry holds as many families as a run that was scored, and what changed since, say.

        What a bulk load wrote past the registry is noted nowhere; families that came or went that way show here. One
        statement, so that all counts are of one moment.
        """
        # Nobody knows the statistics of rows that were just written; hashing never goes far wrong. An index says of
        # no row whether it is visible once its page was changed, and after a month a third of all pages were.
        for atur in ("enable_nestloop = off", "enable_indexonlyscan = off"):
            await self._sesi.execute(text(f"SET LOCAL {atur}"))
        antre, kini, s = kanonik_berubah(), variabel_kanonik(), aliased(SkorKeluarga)
        ada = select(func.count()).select_from(kini).scalar_subquery()
        dinilai = select(s.versi).where(
            s.putaran_no == rantai[0], s.keluarga_id == antre.c.keluarga_id, s.versi == antre.c.versi
        )
        # By itself, so that only of these few is asked what they were: of all, it would cost as much as scoring them.
        sejak = select(antre.c.keluarga_id).where(~dinilai.exists()).cte("sejak")
        # Looked up one by one: they are few, and a join would read the whole registry.
        satu = select(kini.c.versi).where(kini.c.keluarga_id == sejak.c.keluarga_id).scalar_subquery()
        berubah_kini = select(func.count(satu)).select_from(sejak).scalar_subquery()
        hidup_dulu = _versi(rantai, sejak.c.keluarga_id) != TIDAK_ADA
        berubah_dulu = select(func.count()).select_from(sejak).where(hidup_dulu).scalar_subquery()
        return bool(await self._sesi.scalar(select(ada - berubah_kini == keluarga - berubah_dulu)))

    async def skor(self, potongan: PotonganPutaran, rantai: Sequence[int], artefak: Artefak, saat: datetime) -> None:
        """Score the changed families of a range; correct histogram and tie groups by their old rows and new ones."""
        await self._sesi.execute(_SIAPKAN)
        nomor, *dasar = rantai
        isi = {
            "putaran": nomor,
            "dasar": dasar,
            "potongan": potongan.nomor,
            "dari": potongan.dari or _TERKECIL,
            "sampai": potongan.sampai or _TERBESAR,
            "saat": saat,
        }
        await _siap(artefak).baris(self._sesi, isi)


def kanonik_berubah() -> Table:
    """Return `keluarga`'s table, taken from the shared metadata."""
    return Base.metadata.tables["kanonik_berubah"]


def _versi(rantai: Sequence[int], keluarga_id: ColumnElement[UUID]) -> ColumnElement[int]:
    """Return the version of a family's data that the newest row of `rantai` scored; TIDAK_ADA without a row."""
    s = aliased(SkorKeluarga)
    cari = select(s.versi).where(s.putaran_no.in_(rantai), s.keluarga_id == keluarga_id)
    return func.coalesce(cari.order_by(s.putaran_no.desc()).limit(1).scalar_subquery(), TIDAK_ADA)


def _ubah(artefak: Artefak) -> CTE:
    """Return the families of a range whose data the base has not scored, each with its row there and its new one."""
    antre, data, s = kanonik_berubah(), variabel_kanonik(), aliased(SkorKeluarga)
    # Numbers grow with time: the highest of a chain is its newest.
    cari = select(s.kabkota, s.skor, s.bobot, s.versi).where(
        s.putaran_no == any_(bindparam("dasar", type_=ARRAY(Integer()))), s.keluarga_id == antre.c.keluarga_id
    )
    lama = cari.order_by(s.putaran_no.desc()).limit(1).lateral("lama")
    baru = baris_skor(_PUTARAN, artefak, data).where(data.c.keluarga_id == antre.c.keluarga_id).lateral("baru")
    nama = ("kabkota", "skor", "bobot", "versi")
    kolom = [asal.c[n].label(f"{n}_{asal.name}") for asal in (lama, baru) for n in nama]
    kunci = antre.c.keluarga_id
    dalam = kunci > bindparam("dari", type_=Uuid()), kunci <= bindparam("sampai", type_=Uuid())
    return (
        select(antre.c.keluarga_id, *kolom)
        .join_from(antre, lama, true(), isouter=True)
        .join(baru, true(), isouter=True)
        .where(*dalam, func.coalesce(lama.c.versi, TIDAK_ADA) != antre.c.versi)
        .order_by(antre.c.keluarga_id)
        .cte("ubah")
    )


def _siap(artefak: Artefak) -> PernyataanSiap:
    """Return the statement of a model, put together once for all ranges."""
    if artefak.sha256 not in _SIAP:
        _SIAP.clear()
        _SIAP[artefak.sha256] = PernyataanSiap(_delta(artefak))
    return _SIAP[artefak.sha256]


def _delta(artefak: Artefak) -> Update:
    p = PotonganPutaran
    ubah = _ubah(artefak)
    u = ubah.c
    # Who is in the registry no more keeps a row that says so.
    baris = select(
        _PUTARAN,
        u.keluarga_id,
        u.skor_baru,
        func.coalesce(u.versi_baru, TIDAK_ADA),
        func.coalesce(u.kabkota_baru, u.kabkota_lama),
        func.coalesce(u.bobot_baru, 0),
    )
    tulis = insert(SkorKeluarga).from_select(KOLOM, baris).cte("tulis")
    beda = _beda(ubah)
    sebaran = insert(SebaranSkor).from_select(*larik_sebaran(_PUTARAN, _POTONGAN, _per_ember(beda))).cte("sebaran")
    tepi = insert(TepiSkor).from_select(KOLOM_TEPI, larik_tepi(_PUTARAN, _POTONGAN, _per_skor(beda))).cte("tepi")
    ada = {
        "keluarga": func.count(u.versi_baru),
        "berperingkat": func.count(u.skor_baru),
        "lama": func.count().filter(u.versi_lama != TIDAK_ADA),
    }
    return (
        update(p)
        .where(p.putaran_no == _PUTARAN, p.nomor == _POTONGAN)
        .values({n: select(jumlah).scalar_subquery() for n, jumlah in ada.items()})
        .values(selesai_at=bindparam("saat", type_=DateTime(timezone=True)))
        .add_cte(tulis, sebaran, tepi)
    )


def _beda(ubah: CTE) -> CTE:
    """Return kabkota, skor, orang and keluarga that new rows add, and, negative, what old rows held."""
    u = ubah.c
    orang, keluarga = cast(u.bobot_baru, Integer).label("orang"), literal(1).label("keluarga")
    tambah = select(u.kabkota_baru.label("kabkota"), u.skor_baru.label("skor"), orang, keluarga)
    kurang = select(u.kabkota_lama, u.skor_lama, -cast(u.bobot_lama, Integer), literal(-1))
    return union_all(tambah.where(u.skor_baru.is_not(None)), kurang.where(u.skor_lama.is_not(None))).cte("beda")


def _per_ember(beda: CTE) -> Select[Any]:
    orang, keluarga, letak = func.sum(beda.c.orang), func.sum(beda.c.keluarga), ember(beda.c.skor).label("ember")
    return (
        select(
            beda.c.kabkota,
            letak,
            cast(orang, BigInteger).label("orang"),
            cast(keluarga, Integer).label("keluarga"),
        )
        .group_by(beda.c.kabkota, letak)
        .having(or_(orang != 0, keluarga != 0))
    )


def _per_skor(beda: CTE) -> Select[Any]:
    orang = cast(func.sum(beda.c.orang), Integer)
    return (
        select(beda.c.kabkota, beda.c.skor, orang.label("orang"))
        .group_by(beda.c.kabkota, beda.c.skor)
        .having(orang != 0)
    )
