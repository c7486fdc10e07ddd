"""Stored answers of a family for officers: the list, one set in words, two compared."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.deps import JawabanServiceDep
from app.keluarga.errors import JawabanNotFound, KeluargaNotFound
from app.keluarga.routers.petugas import MENGUBAH, TujuanDep
from app.keluarga.schemas_jawaban import BandingBaca, JawabanBaca, JawabanRingkas

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["petugas: keluarga"])

MEMBACA_JAWABAN: Final = (*MENGUBAH, Jabatan.KEPALA_OPD, Jabatan.PUSAT)
"""Jabatan that judge a family by its answers; answers hold data on health, so those who only look on do not."""

_IZIN: Final[dict[str, Any]] = izin(*MEMBACA_JAWABAN, galat=(KeluargaNotFound, JawabanNotFound))


@router.get("/{ref}/jawaban", summary="List a family's answers", **izin(*MEMBACA_JAWABAN, galat=(KeluargaNotFound,)))
async def daftar(
    service: JawabanServiceDep, pelaku: PelakuDep, ref: Ref, tujuan: TujuanDep, hal: PageDep
) -> Daftar[JawabanRingkas]:
    """List the filled questionnaires of a family, newest first; the read is recorded with its purpose."""
    hasil = await service.daftar(pelaku, ref, tujuan, hal)
    return Daftar(data=[JawabanRingkas.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}/jawaban/{jawaban_id}", summary="Read answers in words", **_IZIN)
async def baca(
    service: JawabanServiceDep, pelaku: PelakuDep, ref: Ref, jawaban_id: UUID, tujuan: TujuanDep
) -> JawabanBaca:
    """Show one filled questionnaire, question by question in the words of its own instrument."""
    keluarga, jawaban = await service.baca(pelaku, ref, jawaban_id, tujuan)
    return JawabanBaca.dari(keluarga, jawaban, terbuka=pelaku.jabatan in MELIHAT_NOMOR)


@router.get("/{ref}/jawaban/{jawaban_id}/banding", summary="Compare two sets of answers", **_IZIN)
async def banding(
    service: JawabanServiceDep,
    pelaku: PelakuDep,
    ref: Ref,
    jawaban_id: UUID,
    dengan: Annotated[UUID, Query(description="The answers to compare with, of the same family.")],
    tujuan: TujuanDep,
) -> BandingBaca:
    """Show what changed since other answers; answers under two instruments are compared by their meaning."""
    hasil = await service.banding(pelaku, ref, jawaban_id, dengan, tujuan)
    return BandingBaca.dari(hasil.keluarga, hasil.lama, hasil.baru, hasil.perbedaan)
