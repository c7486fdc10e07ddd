"""Facts of a usulan that the registry of families, the membership register and the civil registry establish."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.periode.padan import PosisiPadan
from app.periode.service_padan import AturanPadanService
from app.temuan.service import TemuanService
from app.usulan import subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.models import Usulan
from app.usulan.ports import PemadananPort
from app.usulan.status import AksiUsulan, JenisLampiran, JenisUsulan
from app.usulan.subjek_registri import OrangTercatat
from app.usulan.syarat import (
    belum_terdaftar,
    keluarga_sendiri,
    padan_awal,
    sedesa_registri,
    tanpa_kunjungan,
    temuan_diputus,
    terdaftar_untuk_program,
)

_KEANGGOTAAN: Final = frozenset({belum_terdaftar, terdaftar_untuk_program})
_BARU: Final = JenisUsulan.BARU


class FaktaRegistri:
    """Asks each, as far as an arrow's guards read the answer; what nobody knows is left out, so its guard refuses."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._sandi = wadah.sandi

    @cached_property
    def padan(self) -> PemadananPort:
        """The match with the civil registry."""
        return self._wadah.ambil(PemadananPort, self._sesi)

    @cached_property
    def _keluarga(self) -> KeluargaService:
        return KeluargaService.rakit(self._sesi, self._wadah)

    @cached_property
    def _keanggotaan(self) -> KeanggotaanPort:
        return self._wadah.ambil(KeanggotaanPort, self._sesi)

    async def tanya(
        self, usulan: Usulan, pelaku: Pelaku | None, aksi: AksiUsulan, lampiran: Collection[JenisLampiran]
    ) -> dict[str, Any]:
        """Return the fields of `FaktaUsulan`."""
        syarat, hasil = set(ALUR_USULAN[aksi].syarat), dict[str, Any]()
        if temuan_diputus in syarat:
            hasil["has_temuan_terbuka"] = await TemuanService.rakit(self._sesi, self._wadah).has_terbuka(
                usulan.registri_id
            )
        if tanpa_kunjungan in syarat:
            is_akta = JenisLampiran.AKTA_KEMATIAN in lampiran
            hasil["is_bukti_kematian_ada"] = is_akta or await self.padan.is_meninggal(usulan.ref)
        if padan_awal in syarat:
            aturan = AturanPadanService.rakit(self._sesi, self._wadah)
            posisi = await aturan.posisi(usulan.kode_desa, usulan.periode)
            is_nanti = posisi is PosisiPadan.SESUDAH_VERVAL
            hasil["is_padan_awal"] = is_nanti or await self.padan.is_padan(usulan.ref)
        if keluarga_sendiri in syarat:
            hasil["is_keluarga_sendiri"] = await self._is_keluarga_sendiri(usulan, pelaku)
        tanya = self._tentang_baru if usulan.jenis is _BARU else self._tentang_tercatat
        return hasil | await tanya(
            usulan, pelaku, is_anggota=bool(_KEANGGOTAAN & syarat), is_desa=sedesa_registri in syarat
        )

    async def _is_keluarga_sendiri(self, usulan: Usulan, pelaku: Pelaku | None) -> bool:
        if usulan.jenis is _BARU or pelaku is None or pelaku.jabatan is not Jabatan.WARGA:
            return True
        letak = await self._keluarga.cari_hadir(pelaku.nik_indeks) if pelaku.nik_indeks else None
        return letak is not None and letak.keluarga_id == usulan.registri_id

    async def _tentang_baru(
        self, usulan: Usulan, pelaku: Pelaku | None, *, is_anggota: bool, is_desa: bool
    ) -> dict[str, Any]:
        hasil = dict[str, Any]()
        if usulan.nik_indeks is None or not (is_anggota or is_desa):
            return hasil
        # A refusal would tell a citizen what is known of somebody else; his village asks again and is told.
        if pelaku is not None and pelaku.jabatan is Jabatan.WARGA and pelaku.nik_indeks != usulan.nik_indeks:
            return {"is_terdaftar": bool(usulan.program), "is_sedesa_registri": True}
        if is_anggota:
            hasil["is_terdaftar"] = await self._keanggotaan.is_terdaftar(usulan.nik_indeks)
        nik = subjek_usulan.buka(self._sandi, usulan).nik if is_desa else None
        if nik is not None:
            hasil["is_sedesa_registri"] = await self._keluarga.is_tinggal_di(nik, usulan.kode_desa)
        return hasil

    async def _tentang_tercatat(
        self, usulan: Usulan, _pelaku: Pelaku | None, *, is_anggota: bool, is_desa: bool
    ) -> dict[str, Any]:
        """A PERBAIKAN or HAPUS holds the person, whatever numbers he bears.

        Who died or left the registry's sight may be taken out too; who is of another family now, by that one only.
        """
        if usulan.individu_id is None or not (is_anggota or is_desa):
            return {}
        orang = OrangTercatat(await self._keluarga.baca(usulan.registri_id), usulan.individu_id)
        nik = orang.diri.nik_hmac if is_anggota and usulan.program else None
        is_hadir = orang.diri.is_aktif
        if is_desa and not is_hadir and usulan.jenis is JenisUsulan.HAPUS:
            is_hadir = not await self._keluarga.di_keluarga_lain([orang.ref])
        return {
            "is_terdaftar": await self._keanggotaan.is_terdaftar(nik) if nik else None,
            "is_sedesa_registri": is_hadir and orang.keluarga.kode_desa == usulan.kode_desa,
        }
