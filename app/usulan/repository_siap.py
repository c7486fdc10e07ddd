"""The statements of usulan that every step runs, put together once."""

from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Select, String, Uuid, any_, bindparam, insert, select, true, update

from app.core.db import Base
from app.core.larik import larik
from app.core.siap import PernyataanSiap
from app.usulan.models import LampiranUsulan, RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan


def _aksi_pelaku() -> Select[UUID, AksiUsulan]:
    r, d = RiwayatUsulan, larik(("keluarga_id", Uuid(), None), ("id", Uuid(), None), nama="dicari")
    oleh = r.pelaku_id == any_(bindparam("akun_ids", type_=ARRAY(Uuid())))
    satu = select(r.aksi).where(r.keluarga_id == d.c.keluarga_id, r.usulan_id == d.c.id, oleh).offset(0)
    langkah = satu.lateral("langkah")
    return select(d.c.id, langkah.c.aksi).join(langkah, true())


AKSI_PELAKU: Final = PernyataanSiap(_aksi_pelaku())
LAMPIRAN: Final = PernyataanSiap(
    select(LampiranUsulan.id, LampiranUsulan.jenis, LampiranUsulan.created_at)
    .where(LampiranUsulan.keluarga_id == bindparam("keluarga_id"), LampiranUsulan.usulan_id == bindparam("usulan_id"))
    .order_by(LampiranUsulan.id)
)
LANGKAH: Final = PernyataanSiap(insert(Base.metadata.tables[RiwayatUsulan.__tablename__]))


@cache
def pindahkan(kolom: tuple[str, ...]) -> PernyataanSiap:
    """Return the statement that changes these columns of cases that are still in one of some states."""
    d, t = larik(("keluarga_id", Uuid(), None), ("id", Uuid(), None), nama="dicari"), Usulan.__table__.c
    milik = (t.keluarga_id == d.c.keluarga_id, t.id == d.c.id)
    semula = t.status == any_(bindparam("dari", type_=ARRAY(String())))
    nilai = {k: bindparam(f"nilai_{k}", type_=t[k].type) for k in kolom}
    ubah = update(Base.metadata.tables[Usulan.__tablename__]).where(*milik, semula)
    return PernyataanSiap(ubah.values({**nilai, "versi": t.versi + 1}).returning(t.id, t.versi))
