"""Facts of a usulan that the registry of families and the membership register establish."""

from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.core.crypto import Sandi
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.temuan.service import TemuanService
from app.usulan import subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan, JenisUsulan
from app.usulan.syarat import keanggotaan_sesuai, sedesa_registri, temuan_diputus


class FaktaRegistri:
    """Asks both, as far as an arrow's guards read the answer."""

    def __init__(
        self, keluarga: KeluargaService, temuan: TemuanService, keanggotaan: KeanggotaanPort, sandi: Sandi
    ) -> None:
        self._keluarga = keluarga
        self._temuan = temuan
        self._keanggotaan = keanggotaan
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the service."""
        return cls(
            KeluargaService.rakit(sesi, wadah),
            TemuanService.rakit(sesi, wadah),
            wadah.ambil(KeanggotaanPort, sesi),  # type: ignore[type-abstract]
            wadah.sandi,
        )

    async def tanya(self, usulan: Usulan, pelaku: Pelaku | None, aksi: AksiUsulan) -> dict[str, Any]:
        """Return the fields of `FaktaUsulan`; what cannot be known without a NIK is left out, so its guard refuses."""
        syarat, hasil = ALUR_USULAN[aksi].syarat, dict[str, Any]()
        if temuan_diputus in syarat:
            hasil["has_temuan_terbuka"] = await self._temuan.has_terbuka(usulan.registri_id)
        if usulan.nik_indeks is None or not {keanggotaan_sesuai, sedesa_registri} & set(syarat):
            return hasil
        # A refusal would tell a citizen what is known of somebody else; his village asks again and is told.
        if pelaku is not None and pelaku.jabatan is Jabatan.WARGA and pelaku.nik_indeks != usulan.nik_indeks:
            return hasil | {"is_terdaftar": usulan.jenis is not JenisUsulan.BARU, "is_sedesa_registri": True}
        if keanggotaan_sesuai in syarat:
            hasil["is_terdaftar"] = await self._keanggotaan.is_terdaftar(usulan.nik_indeks)
        nik = subjek_usulan.buka(self._sandi, usulan).nik if sedesa_registri in syarat else None
        if nik is not None:
            hasil["is_sedesa_registri"] = await self._keluarga.is_tinggal_di(nik, usulan.kode_desa)
        return hasil
