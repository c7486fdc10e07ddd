"""Batch status for machine accounts: contracted fields and regions only, one audit row that lists the subjects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.cekbansos.errors import CakupanTidakBerwenang
from app.cekbansos.models import CekStatus
from app.cekbansos.repository import CekRepository
from app.cekbansos.schemas import HasilBatch, StatusBaca, StatusBatchBaca, StatusBatchMasuk
from app.core.crypto import Tujuan
from app.core.nik import Nik, NikTidakValid
from app.core.peran import Pelaku
from app.core.ratelimit import Kuota, pakai_kuota
from app.core.wadah import Wadah
from app.desil.models import Putaran
from app.desil.service import DesilService
from app.penetapan.status import AKTIF
from app.wilayah.lingkup import Lingkup

_BESAR: Final = 100
_WAJAR: Final = 0.1
"""Who finds less than a tenth in a large batch may be guessing numbers; a person looks into the log's warning."""
_log = structlog.get_logger("dtks.mitra")


class Cakupan(StrEnum):
    """What a contract may hold; a machine account's token carries these as scopes."""

    STATUS = "status"
    WILAYAH = "status:wilayah"
    DESIL = "status:desil"


@dataclass(frozen=True, slots=True)
class _Sasaran:
    """One line of the request: its blind indexes (several while index keys rotate), none when it is no NIK."""

    calon: tuple[UUID, ...]


class MitraService:
    """Use cases of machine accounts."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah, desil: DesilService, jejak: Jejak) -> None:
        self._sesi = sesi
        self._repo = CekRepository(sesi)
        self._desil = desil
        self._jejak = jejak
        self._sandi = wadah.sandi
        self._batas = wadah.pengaturan.batas

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah, DesilService.rakit(sesi, wadah), Jejak(sesi))

    async def status(self, isi: StatusBatchMasuk, pelaku: Pelaku) -> StatusBatchBaca:
        """Answer each NIK once, in order; persons outside the contract's regions are answered like unknown ones.

        Raises:
            CakupanTidakBerwenang: the contract does not hold `status`.
            TerlaluSering: the day's quota of NIK is used up.
        """
        if Cakupan.STATUS not in pelaku.cakupan:
            raise CakupanTidakBerwenang
        kuota = Kuota(self._batas.mitra_nik, self._batas.mitra_jendela, bobot=len(isi.nik))
        await pakai_kuota(self._sesi, self._sandi, "mitra-nik", str(pelaku.akun_id), kuota)
        sasaran = [self._sasaran(teks) for teks in isi.nik]
        baris = await self._baca({i for s in sasaran for i in s.calon}, Lingkup.dari(pelaku))
        putaran = await self._desil.putaran_berlaku() if Cakupan.DESIL in pelaku.cakupan else None
        desil = await self._desil_keluarga(putaran, baris.values()) if Cakupan.DESIL in pelaku.cakupan else None
        jawab = [_jawab(n, s, baris, desil, pelaku.cakupan) for n, s in enumerate(sasaran)]
        await self._jejak.catat(
            "cekbansos:status:dibaca",
            pelaku=pelaku,
            objek="cek_status/batch",
            subjek=sorted(baris),
            tujuan=isi.tujuan,
            rincian={"diminta": len(sasaran), "ditemukan": len(baris)},
        )
        if is_menebak(len(sasaran), len(baris)):
            _log.warning("mitra-menebak", akun_id=str(pelaku.akun_id), diminta=len(sasaran), ditemukan=len(baris))
        if putaran is None:
            return StatusBatchBaca(data=jawab)
        return StatusBatchBaca(data=jawab, model=await self._desil.label_model(putaran), periode=putaran.periode)

    def _sasaran(self, teks: str) -> _Sasaran:
        try:
            return _Sasaran(self._sandi.indeks_calon(Tujuan.NIK, Nik.urai(teks)))
        except NikTidakValid:
            return _Sasaran(())

    async def _baca(self, indeks: set[UUID], lingkup: Lingkup) -> dict[UUID, CekStatus]:
        ditemukan: Sequence[CekStatus] = await self._repo.menurut_nik(sorted(indeks)) if indeks else ()
        return {b.nik_hmac: b for b in ditemukan if lingkup.memuat(b.kode_desa)}

    async def _desil_keluarga(self, putaran: Putaran | None, baris: Iterable[CekStatus]) -> dict[UUID, int | None]:
        if putaran is None:
            return {}
        letak = await self._desil.peringkat_massal({b.keluarga_id for b in baris}, putaran.id)
        return {k: p.desil_nasional for k, p in letak.items()}


def is_menebak(diminta: int, ditemukan: int) -> bool:
    """Return whether a batch looks like somebody trying numbers."""
    return diminta >= _BESAR and ditemukan < diminta * _WAJAR


def _jawab(
    urutan: int,
    sasaran: _Sasaran,
    baris: Mapping[UUID, CekStatus],
    desil: Mapping[UUID, int | None] | None,
    cakupan: frozenset[str],
) -> StatusBaca:
    b = next((baris[i] for i in sasaran.calon if i in baris), None)
    tambahan: dict[str, str | int | None] = {}
    if Cakupan.WILAYAH in cakupan:
        tambahan["kode_desa"] = b.kode_desa if b else None
    if desil is not None:
        tambahan["desil"] = desil.get(b.keluarga_id) if b else None
    return StatusBaca.model_validate(
        {
            "urutan": urutan,
            "hasil": HasilBatch.NIK_TIDAK_VALID if not sasaran.calon else HasilBatch.ADA if b else HasilBatch.TIDAK_ADA,
            "terdaftar": b is not None and b.status in AKTIF,
            "status": b.status if b else None,
            "per_tanggal": b.per_tanggal if b else None,
            **tambahan,
        }
    )
