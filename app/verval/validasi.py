"""Use cases of validation: accept, return or refuse, by somebody who took no part in the case."""

from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, SasaranKembali
from app.usulan.syarat import FaktaUsulan
from app.verval.padan import PadanService
from app.verval.repository import VervalRepository


class ValidasiService:
    """The desks of VERIFIKATOR and DISDUKCAPIL."""

    def __init__(self, repo: VervalRepository, usulan: UsulanService, padan: PadanService, akun: AkunService) -> None:
        self._repo = repo
        self._usulan = usulan
        self._padan = padan
        self._akun = akun

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            VervalRepository(sesi),
            UsulanService.rakit(sesi, wadah),
            PadanService.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
        )

    async def putus(
        self,
        aksi: AksiUsulan,
        ref: Ref,
        pelaku: Pelaku,
        *,
        alasan: AlasanMasuk | None = None,
        sasaran: SasaranKembali | None = None,
        versi: int | None = None,
    ) -> Usulan:
        """Take one of SETUJUI_VALIDASI, KEMBALIKAN, TOLAK, PADANKAN_ULANG with the facts that their guards read.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            PemisahanTugas: the caller prepared the case, was assigned to visit it, or is its subject.
            SyaratTidakTerpenuhi: the identity does not match (yet).
            AlasanWajib: a return or a refusal without its reason.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        penugasan = await self._repo.penugasan_usulan(ref)
        fakta = FaktaUsulan(
            is_padan=await self._padan.is_padan(usulan),
            is_pencacah_kasus=not (await self._akun.seorang(pelaku)).isdisjoint(p.enumerator_id for p in penugasan),
            sasaran_kembali=sasaran,
        )
        return await self._usulan.move(ref, aksi, pelaku, alasan=alasan, fakta=fakta, versi=versi)
