"""The contested person's side: see what is alleged, never by whom, and answer."""

from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import WIB, now
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.sanggah.alur import ALUR_SANGGAH, FaktaSanggah
from app.sanggah.entitas import SanggahLengkap
from app.sanggah.errors import SanggahNotFound
from app.sanggah.models import Sanggah
from app.sanggah.pencatat import Langkah, PencatatSanggah
from app.sanggah.repository import tentang
from app.sanggah.status import AksiSanggah, BagianLampiran

_MILIK_SASARAN: Final = frozenset({AksiSanggah.TANGGAPI})
_NIHIL: Final = Ref.nihil()


class TanggapanSanggahService:
    """Use cases of the person who is contested, and of who lives in his family."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._pencatat = PencatatSanggah.rakit(sesi, wadah)
        self._repo = self._pencatat.repo
        self._masa = timedelta(days=wadah.pengaturan.tenggat.hari_tanggapan_sanggah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[SanggahLengkap]:
        """List the contests about this citizen's family, newest first."""
        hasil = await self._repo.daftar(await self._milik(pelaku), hal, f"sanggah-tentang|{pelaku.akun_id}")
        return Potongan([await self._lengkapkan(s, pelaku) for s in hasil.data], hasil.halaman)

    async def baca(self, sanggah_id: UUID, pelaku: Pelaku) -> SanggahLengkap:
        """Return one of them.

        Raises:
            SanggahNotFound: unknown, or about another family.
        """
        return await self._lengkapkan(await self.ambil(sanggah_id, pelaku), pelaku)

    async def ambil(self, sanggah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Sanggah:
        """Return the row, with `kunci` locked.

        Raises:
            SanggahNotFound: unknown, or about another family.
        """
        if sanggah := await self._repo.satu(sanggah_id, await self._milik(pelaku), kunci=kunci):
            return sanggah
        raise SanggahNotFound

    async def tanggapi(
        self, sanggah_id: UUID, pelaku: Pelaku, penjelasan: str, *, versi: int | None = None
    ) -> SanggahLengkap:
        """Answer while it is verified; who decides reads it.

        Raises:
            SanggahNotFound: unknown, or about another family.
            TransisiDitolak: not being verified.
            VersiBasi: changed since it was read.
        """
        sanggah = await self.ambil(sanggah_id, pelaku, kunci=True)
        keluarga = await self._pencatat.pihak.sasaran(sanggah)
        await self._pencatat.pindah(
            sanggah,
            AksiSanggah.TANGGAPI,
            pelaku,
            FaktaSanggah(),
            keluarga=keluarga,
            langkah=Langkah(isi={"penjelasan": penjelasan}),
            versi=versi,
        )
        sanggah.ditanggapi_at = now()
        return await self._lengkapkan(sanggah, pelaku)

    async def _milik(self, pelaku: Pelaku) -> ColumnElement[bool]:
        pihak = self._pencatat.pihak
        return tentang(
            await pihak.keluarga_saya(pelaku) or _NIHIL.keluarga_id, await pihak.individu_saya(pelaku) or _NIHIL.id
        )

    async def _lengkapkan(self, sanggah: Sanggah, pelaku: Pelaku) -> SanggahLengkap:
        tersedia = ALUR_SANGGAH.tersedia_rinci(sanggah.status, pelaku.jabatan, FaktaSanggah())
        lampiran = await self._repo.lampiran(sanggah.id)
        akhir = sanggah.diverifikasi_at + self._masa if sanggah.diverifikasi_at else None
        return SanggahLengkap(
            sanggah,
            riwayat=await self._pencatat.langkah(sanggah, buka=_MILIK_SASARAN),
            lampiran=[x for x in lampiran if x.bagian is BagianLampiran.SASARAN],
            aksi_tersedia=[a for a in tersedia if a.aksi is AksiSanggah.TANGGAPI],
            batas_tanggapan=akhir.astimezone(WIB).date() if akhir else None,
        )
