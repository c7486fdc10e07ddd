"""Settling whose a NIK is that two persons bear: one keeps it, the other is left without until he is given his own."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.kode import JenisPerubahan, StatusDokumen
from app.keluarga.models import Individu
from app.keluarga.pencatatan import Pencatatan
from app.keluarga.ruang import Asal, Ruang
from app.wilayah.lingkup import Lingkup

_SUMBER: Final = "TEMUAN"


class PemilikNik:
    """The registry's part of a decision about a doubled NIK; who may decide is its caller's affair."""

    def __init__(self, pencatatan: Pencatatan) -> None:
        self._catat = pencatatan
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service."""
        return cls(Pencatatan.rakit(sesi, wadah))

    async def kunci(self, *keluarga: UUID) -> None:
        """Lock families in one order, before whatever else the caller locks or reads of them.

        Raises:
            KeluargaNotFound: no such family.
        """
        for keluarga_id in sorted(set(keluarga)):
            if await self._repo.kunci(keluarga_id, Lingkup.nasional()) is None:
                raise KeluargaNotFound

    async def tetapkan(self, orang: Ref, pelaku: Pelaku, *, is_pemilik: bool) -> None:
        """Say whether the NIK that a person shares with the index's owner is his; the other one loses it.

        Where the doubling was mended meanwhile nobody loses anything.

        Raises:
            KeluargaNotFound: no such person.
        """
        individu = await self._individu(orang)
        hmac = individu.nik_hmac
        if hmac is None or not individu.is_nik_ganda:
            return
        lokasi = await self._repo.lokasi([hmac])
        sekarang = Ref(*lokasi) if lokasi else None
        ruang = Ruang(self._catat, pelaku)
        # The other family may lie in another kab/kota: the decision is about the number, not about its village.
        await ruang.masuk((), {o.keluarga_id for o in (orang, sekarang) if o}, tertutup=True)
        if is_pemilik:
            if sekarang:
                await self._cabut(await self._individu(sekarang), hmac)
            await self._repo.klaim_nik(hmac, individu.keluarga_id, individu.id)
            individu.is_nik_ganda, individu.updated_at = False, now()
        else:
            await self._cabut(individu, hmac)
        await ruang.selesai(Asal(pelaku, JenisPerubahan.IDENTITAS, hari_ini(), _SUMBER), wajib_kepala=False)

    async def _cabut(self, individu: Individu, hmac: UUID) -> None:
        await self._repo.lepas_nik(hmac, individu.id)
        dokumen = self._arsip.buka_individu(individu)
        individu.isi = self._arsip.segel_ulang(individu, dokumen | {"nik": None})
        individu.nik_hmac, individu.is_nik_ganda = None, False
        individu.status_dokumen, individu.updated_at = StatusDokumen.BELUM_TERCATAT, now()

    async def _individu(self, orang: Ref) -> Individu:
        if individu := await self._repo.individu(orang.keluarga_id, orang.id):
            return individu
        raise KeluargaNotFound
