"""The inbox of whoever is logged in; each role's branch has one of its own, for the role is in the path."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep
from app.core.deps import PageDep
from app.core.idempotency import IdempotenDep
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.notifikasi.deps import KotakMasukServiceDep
from app.notifikasi.errors import KabarNotFound
from app.notifikasi.schemas import JumlahKabarBaca, KabarBaca


async def daftar_notifikasi(
    service: KotakMasukServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    belum_dibaca: Annotated[bool, Query(description="Only what is unread.")] = False,
) -> Daftar[KabarBaca]:
    """List what you were told, newest first; an e-mail with the same news may have failed, this did not."""
    hasil = await service.daftar(pelaku.akun_id, hal, belum_dibaca=belum_dibaca)
    return Daftar(data=[KabarBaca.dari(k) for k in hasil.data], halaman=hasil.halaman)


async def jumlah_notifikasi(service: KotakMasukServiceDep, pelaku: PelakuDep) -> JumlahKabarBaca:
    """Count what is unread, for a badge."""
    return JumlahKabarBaca(belum_dibaca=await service.jumlah_belum(pelaku.akun_id))


async def tandai_dibaca(notifikasi_id: UUID, service: KotakMasukServiceDep, pelaku: PelakuDep) -> KabarBaca:
    """Mark one message as read."""
    return KabarBaca.dari(await service.tandai(pelaku.akun_id, notifikasi_id))


async def tandai_dibaca_sampai(
    notifikasi_id: UUID, service: KotakMasukServiceDep, pelaku: PelakuDep
) -> JumlahKabarBaca:
    """Mark this message and all older ones as read; news that came after you looked stays unread."""
    await service.tandai_sampai(pelaku.akun_id, notifikasi_id)
    return JumlahKabarBaca(belum_dibaca=await service.jumlah_belum(pelaku.akun_id))


def kotak_masuk(peran: Peran) -> APIRouter:
    """Return the inbox's routes for one branch."""
    nama = peran.lower()
    router = APIRouter(prefix="/notifikasi", tags=[f"{nama}: notifikasi"], route_class=RuteDtks)
    baca: dict[str, Any] = {"dependencies": [IdempotenDep], "responses": problems(KabarNotFound)}
    router.get("", summary="My notifications")(daftar_notifikasi)
    router.get("/jumlah", summary="How many are unread")(jumlah_notifikasi)
    router.post("/{notifikasi_id}/baca", summary="Mark as read", **baca)(tandai_dibaca)
    router.post("/{notifikasi_id}/baca-sampai", summary="Mark it and all older as read", **baca)(tandai_dibaca_sampai)
    return router
