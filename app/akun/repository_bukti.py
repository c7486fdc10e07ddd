"""Queries on what proves who somebody is: one-time codes, second factors, the civil registration's word."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.models import KodeSekali, PadanAkun, TotpAkun


class KodeDipakai(NamedTuple):
    """A code that has just been used up: what was sealed with it."""

    isi: bytes | None


class BuktiRepository:
    """One row per account (and purpose); all by primary key."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    # -- one-time codes

    async def simpan_kode(self, kode: KodeSekali) -> None:
        """Store a code in place of the one that this account had for this purpose."""
        nilai = {
            "sidik": kode.sidik,
            "isi": kode.isi,
            "kedaluwarsa_at": kode.kedaluwarsa_at,
            "created_at": kode.created_at,
        }
        pernyataan = insert(KodeSekali).values(akun_id=kode.akun_id, tujuan=kode.tujuan, **nilai)
        await self._sesi.execute(
            pernyataan.on_conflict_do_update(index_elements=[KodeSekali.akun_id, KodeSekali.tujuan], set_=nilai)
        )

    async def pakai_kode(self, akun_id: UUID, tujuan: str, calon: Iterable[UUID], kini: datetime) -> KodeDipakai | None:
        """Use a code up; of two at once only one gets it, and it comes back if the transaction fails."""
        pernyataan = (
            delete(KodeSekali)
            .where(
                KodeSekali.akun_id == akun_id,
                KodeSekali.tujuan == tujuan,
                KodeSekali.sidik.in_(list(calon)),
                KodeSekali.kedaluwarsa_at > kini,
            )
            .returning(KodeSekali.isi)
        )
        baris = (await self._sesi.execute(pernyataan)).one_or_none()
        return KodeDipakai(baris[0]) if baris else None

    async def hapus_kode(self, akun_id: UUID) -> None:
        """Forget every outstanding code of an account."""
        await self._sesi.execute(delete(KodeSekali).where(KodeSekali.akun_id == akun_id))

    async def hapus_kode_habis(self, kini: datetime) -> None:
        """Delete expired codes; ix_kode_sekali_kedaluwarsa_at."""
        await self._sesi.execute(delete(KodeSekali).where(KodeSekali.kedaluwarsa_at <= kini))

    # -- second factors

    async def totp(self, akun_id: UUID) -> TotpAkun | None:
        return await self._sesi.get(TotpAkun, akun_id)

    async def lock_totp(self, akun_id: UUID) -> TotpAkun | None:
        """Return the row locked, as it is now: of two logins with one code the second must see the first."""
        pernyataan = select(TotpAkun).where(TotpAkun.akun_id == akun_id).with_for_update()
        return await self._sesi.scalar(pernyataan.execution_options(populate_existing=True))

    async def simpan_totp(self, totp: TotpAkun) -> None:
        """Store a new second factor."""
        self._sesi.add(totp)
        await self._sesi.flush()

    async def hapus_totp(self, akun_id: UUID) -> bool:
        """Delete the second factor; False when there was none."""
        hapus = delete(TotpAkun).where(TotpAkun.akun_id == akun_id).returning(TotpAkun.akun_id)
        return await self._sesi.scalar(hapus) is not None

    # -- the civil registration

    async def padan(self, akun_id: UUID) -> PadanAkun | None:
        return await self._sesi.get(PadanAkun, akun_id)

    async def simpan_padan(self, padan: PadanAkun) -> None:
        """Store an answer in place of the last one."""
        await self._sesi.merge(padan)
        await self._sesi.flush()

    async def hapus_padan(self, akun_id: UUID) -> None:
        await self._sesi.execute(delete(PadanAkun).where(PadanAkun.akun_id == akun_id))
