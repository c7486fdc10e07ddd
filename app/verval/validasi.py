"""Use cases of validation: accept, return or refuse, by somebody who took no part in the case."""

from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.keluarga.peristiwa import Identitas
from app.keluarga.perubahan import PerubahanService
from app.keluarga.service import KeluargaService
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, SasaranKembali
from app.usulan.syarat import FaktaUsulan
from app.verval.bukti import BuktiService
from app.verval.kecualian import KecualianService
from app.verval.padan import PadanService
from app.verval.pengecualian import PengecualianService
from app.verval.repository import VervalRepository

_SELARAS: Final = ("nama", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "nama_ibu")
"""What a corrected snapshot brings into the registry; the NIK cannot change after the agreement."""


class ValidasiService:
    """The desks of VERIFIKATOR and DISDUKCAPIL."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = VervalRepository(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._padan = PadanService.rakit(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._perubahan = PerubahanService.rakit(sesi, wadah)
        self._kecualian = KecualianService.rakit(sesi, wadah)
        self._pengecualian = PengecualianService.rakit(sesi, wadah)
        self._bukti = BuktiService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

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

        A case that matches after its snapshot was corrected corrects the registry too.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            PemisahanTugas: the caller prepared the case, was assigned to visit it, changed the family, or is in it.
            SyaratTidakTerpenuhi: the identity does not match, a source or finding is open, or evidence is missing.
            AlasanWajib: a return or a refusal without its reason.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        fakta = await self.fakta(usulan, pelaku, sasaran)
        usulan = await self._usulan.move(ref, aksi, pelaku, alasan=alasan, fakta=fakta, versi=versi)
        if aksi is AksiUsulan.PADANKAN_ULANG and fakta.is_padan:
            await self._selaraskan(usulan)
        return usulan

    async def fakta(self, usulan: Usulan, pelaku: Pelaku, sasaran: SasaranKembali | None = None) -> FaktaUsulan:
        """Return what validation knows of a case and this actor."""
        akun_ids = await self._akun.seorang(pelaku)
        penugasan = await self._repo.penugasan_usulan(usulan.ref)
        pengubah = await self._keluarga.pengubah(usulan.registri_id, usulan.created_at)
        return FaktaUsulan(
            is_padan=await self._padan.is_padan(usulan),
            is_kecualian_adminduk=await self._kecualian.is_disetujui(usulan),
            is_pencacah_kasus=not akun_ids.isdisjoint(p.enumerator_id for p in penugasan),
            is_pengoreksi=not akun_ids.isdisjoint(pengubah),
            is_pengecualian_diperiksa=await self._pengecualian.is_diperiksa(usulan),
            is_kriteria_dinilai=await self._pengecualian.is_dinilai(usulan),
            is_bukti_penolakan=await self._bukti.is_ada(usulan),
            sasaran_kembali=sasaran,
        )

    async def _selaraskan(self, usulan: Usulan) -> None:
        """Bring the identity that matched into the registry, dated and undoable, in the name of the system."""
        if usulan.jenis is not JenisUsulan.BARU or usulan.individu_id is None:
            return
        subjek = self._usulan.subjek(usulan)
        keluarga = await self._keluarga.baca(usulan.registri_id)
        diri = next((a for a in keluarga.aktif if a.individu_id == usulan.individu_id), None)
        if diri is None:
            return
        beda: dict[str, Any] = {
            n: nilai for n in _SELARAS if (nilai := getattr(subjek, n)) is not None and nilai != getattr(diri, n)
        }
        if beda:
            perubahan = Identitas(tanggal=hari_ini(), anggota=diri.ref, **beda)
            await self._perubahan.terapkan(usulan.registri_id, perubahan, None, sumber=usulan.nomor or "usulan")
