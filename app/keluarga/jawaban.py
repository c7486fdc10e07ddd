"""Stored answers for officers: which there are, one set in words, and what changed between two."""

from datetime import date
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.arsip import Arsip
from app.keluarga.banding import Perbedaan, Terjawab, bandingkan
from app.keluarga.entitas import JawabanLengkap, KeluargaLengkap
from app.keluarga.errors import JawabanNotFound, KeluargaNotFound
from app.keluarga.kode import TujuanBaca
from app.keluarga.models import JawabanSurvei, Keluarga
from app.keluarga.repository import KeluargaRepository
from app.keluarga.repository_jawaban import JawabanRepository
from app.keluarga.terbawa import hari_tertua
from app.wilayah.lingkup import Lingkup


class Banding(NamedTuple):
    """Two sets of answers of a family, the one compared with first, and their differences."""

    keluarga: KeluargaLengkap
    lama: JawabanLengkap
    baru: JawabanLengkap
    perbedaan: list[Perbedaan]


class JawabanService:
    """Reads answers inside the caller's regions; every read leaves its purpose in the audit trail."""

    def __init__(self, sesi: AsyncSession, arsip: Arsip) -> None:
        self._keluarga = KeluargaRepository(sesi)
        self._jawaban = JawabanRepository(sesi)
        self._jejak = Jejak(sesi)
        self._arsip = arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, Arsip(wadah.sandi))

    async def daftar(self, pelaku: Pelaku, ref: Ref, tujuan: TujuanBaca, hal: Halaman) -> Potongan[JawabanSurvei]:
        """Return which answers a family has, newest first, without their content.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
        """
        baris = await self._ambil(pelaku, ref)
        await self._catat(pelaku, await self._buka(baris), tujuan, apa="daftar")
        return await self._jawaban.daftar(baris.keluarga_id, hal)

    async def baca(
        self, pelaku: Pelaku, ref: Ref, jawaban_id: UUID, tujuan: TujuanBaca
    ) -> tuple[KeluargaLengkap, JawabanLengkap]:
        """Return one set of answers with the family.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
            JawabanNotFound: the family has no such answers.
        """
        baris = await self._ambil(pelaku, ref)
        jawaban = await self._satu(baris, jawaban_id)
        keluarga = await self._buka(baris)
        await self._catat(pelaku, keluarga, tujuan, apa="isi")
        return keluarga, jawaban

    async def banding(self, pelaku: Pelaku, ref: Ref, jawaban_id: UUID, dengan: UUID, tujuan: TujuanBaca) -> Banding:
        """Return what changed from the answers `dengan` to the answers `jawaban_id`.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
            JawabanNotFound: the family has no such answers.
        """
        baris = await self._ambil(pelaku, ref)
        baru, lama = await self._satu(baris, jawaban_id), await self._satu(baris, dengan)
        keluarga = await self._buka(baris)
        await self._catat(pelaku, keluarga, tujuan, apa="banding")
        beda = bandingkan(Terjawab.dari(lama.instrumen, lama.isi), Terjawab.dari(baru.instrumen, baru.isi))
        return Banding(keluarga, lama, baru, beda)

    async def untuk_kerja(self, keluarga_id: UUID, jawaban_id: UUID) -> JawabanLengkap:
        """Return one set of answers for a comparison by the system; leaves no audit row, so it is not for showing.

        Raises:
            KeluargaNotFound: no such family.
            JawabanNotFound: the family has no such answers.
        """
        keluarga = await self._keluarga.ambil(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        return await self._satu(keluarga, jawaban_id)

    async def hari_tertua(self, keluarga_id: UUID, jawaban_id: UUID) -> date | None:
        """Return the day of the oldest answer in one set, with what came along; None: the family has no such set."""
        keluarga = await self._keluarga.ambil(keluarga_id, Lingkup.nasional())
        baris = await self._jawaban.ambil(keluarga_id, jawaban_id)
        if keluarga is None or baris is None:
            return None
        return hari_tertua(self._arsip.jawaban(keluarga, baris).isi, baris.tanggal_date)

    async def _ambil(self, pelaku: Pelaku, ref: Ref) -> Keluarga:
        keluarga = await self._keluarga.ambil(ref.keluarga_id, Lingkup.dari(pelaku))
        if keluarga is None or ref.id != ref.keluarga_id:
            raise KeluargaNotFound
        return keluarga

    async def _satu(self, keluarga: Keluarga, jawaban_id: UUID) -> JawabanLengkap:
        baris = await self._jawaban.ambil(keluarga.keluarga_id, jawaban_id)
        if baris is None:
            raise JawabanNotFound
        return self._arsip.jawaban(keluarga, baris)

    async def _buka(self, baris: Keluarga) -> KeluargaLengkap:
        anggota = await self._keluarga.anggota([baris.keluarga_id])
        return self._arsip.lengkap(baris, anggota[baris.keluarga_id])

    async def _catat(self, pelaku: Pelaku, keluarga: KeluargaLengkap, tujuan: TujuanBaca, *, apa: str) -> None:
        await self._jejak.catat(
            "keluarga:jawaban:dibaca",
            pelaku=pelaku,
            objek=f"keluarga/{keluarga.keluarga_id}",
            keluarga_id=keluarga.keluarga_id,
            subjek=keluarga.subjek,
            tujuan=tujuan,
            rincian={"apa": apa},
        )
