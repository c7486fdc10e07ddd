"""Merging two records of one person, and taking a merge back: decided by a person, done through the registry's doors.

What is kept of the person elsewhere stays right: his registration goes on (`penetapan.penyatuan`), the lookup, the
account and the finding about a doubled NIK follow, and a family with the newer survey does not end unnoticed.

Families are locked before the pair, as by a change of theirs that the pair follows: the two wait and never deadlock.
"""

from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.duplikat.alur import AksiPasangan
from app.duplikat.entitas import PasanganLengkap, Sisi
from app.duplikat.errors import (
    DataPasanganTidakAda,
    JawabanLebihBaru,
    PilihanGabungTidakSah,
    PilihanNikWajib,
    TemuanDataGandaTerbuka,
    UsulanDataGandaTerbuka,
)
from app.duplikat.penemuan import Penemuan
from app.duplikat.schemas_gabung import GabungDuplikatMasuk, PilihanNik
from app.duplikat.service import DuplikatService, fakta
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.kode import JenisTemuanRegistri
from app.keluarga.penyatuan import Penyatuan, Persatuan
from app.keluarga.perubahan import DUPLIKAT, PerubahanService
from app.keluarga.ports import TemuanPort, TemuanRegistri
from app.keluarga.service import KeluargaService
from app.penetapan.penempatan import Orang
from app.penetapan.penyatuan import PenyatuanKeanggotaan
from app.temuan.service import TemuanService
from app.usulan.pencarian import PencarianUsulan

_SEBAB: Final = "Kedua data telah digabung menjadi satu orang."


class PenggabunganService:
    """The two decisions that change records."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._duplikat = DuplikatService.rakit(sesi, wadah)
        self._penemuan = Penemuan.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._penyatuan = Penyatuan.rakit(sesi, wadah)
        self._perubahan = PerubahanService.rakit(sesi, wadah)
        self._keanggotaan = PenyatuanKeanggotaan.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)
        self._penemu: TemuanPort = wadah.ambil(TemuanPort, sesi)
        self._usulan = PencarianUsulan.rakit(sesi, wadah)
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def gabungkan(
        self, pasangan_id: UUID, isi: GabungDuplikatMasuk, pelaku: Pelaku, versi: int | None
    ) -> PasanganLengkap:
        """Make one person of two records on file.

        Raises:
            PasanganNotFound: unknown, or outside the caller's regions.
            AlasanWajib, AlasanTidakBerlaku, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas, VersiBasi.
            DataPasanganTidakAda: a record is gone.
            PilihanGabungTidakSah, PilihanNikWajib: what is to be kept is not said rightly.
            UsulanDataGandaTerbuka, TemuanDataGandaTerbuka, JawabanLebihBaru: something hangs on who would end.
            KeanggotaanBerselisih, PerkaraKeanggotaanTerbuka: the register of members must be settled first.
            KepalaWajib, KepalaSudahAda: members stay behind without a head, or there is one.
        """
        await self._penyatuan.kunci(await self._duplikat.keluarga(pasangan_id, pelaku))
        p, satu, lain = await self._duplikat.buka(AksiPasangan.GABUNGKAN, pasangan_id, pelaku, isi.alasan, versi)
        if satu is None or lain is None:
            raise DataPasanganTidakAda
        utama, ganda = _pilih(satu, lain, isi)
        await self._pastikan_lepas(utama, ganda)
        assert isi.alasan is not None
        perubahan = await self._penyatuan.satukan(
            Persatuan(
                utama.ref,
                ganda.ref,
                isi.nik is PilihanNik.GANDA,
                isi.kepala_baru,
                DUPLIKAT,
                isi.alasan.penjelasan,
            ),
            pelaku,
        )
        orang = await self._orang(utama.ref)
        keanggotaan = await self._keanggotaan.satukan(ganda.ref, orang, pelaku, self._jejak)
        await self._temuan.usangkan_ganda(utama.ref, ganda.ref, _SEBAB)
        p.penggabungan = {
            "utama": utama.ref.teks,
            "ganda": ganda.ref.teks,
            "perubahan": perubahan.teks,
            "keanggotaan": keanggotaan,
        }
        await self._penemuan.pindah(
            p, AksiPasangan.GABUNGKAN, pelaku, fakta(p, satu, lain, pelaku), sisi=(satu, lain), alasan=isi.alasan
        )
        return await self._duplikat.lengkap(p, pelaku)

    async def batalkan(
        self, pasangan_id: UUID, alasan: AlasanMasuk | None, pelaku: Pelaku, versi: int | None
    ) -> PasanganLengkap:
        """Take a merge back: both records stand as they stood before, and the pair is open again.

        Raises:
            PasanganNotFound: unknown, or outside the caller's regions.
            AlasanWajib, AlasanTidakBerlaku, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas, VersiBasi.
            AdaPerubahanSesudahnya, PerubahanSudahDikoreksi, NikSudahTerdaftar, KepalaSudahAda: changes build on it.
            KeanggotaanBerubah: the membership has been changed since.
        """
        await self._penyatuan.kunci(await self._duplikat.keluarga(pasangan_id, pelaku))
        p, *_ = await self._duplikat.buka(AksiPasangan.BATALKAN_GABUNG, pasangan_id, pelaku, alasan, versi)
        assert alasan is not None
        assert p.penggabungan is not None
        catatan: dict[str, Any] = p.penggabungan
        utama, ganda, perubahan = (Ref.urai(catatan[n]) for n in ("utama", "ganda", "perubahan"))
        await self._perubahan.koreksi(perubahan, pelaku, sumber=DUPLIKAT, keterangan=alasan.penjelasan)
        dua = await self._orang(ganda), await self._orang(utama)
        await self._keanggotaan.pisahkan(catatan["keanggotaan"], *dua, pelaku, self._jejak)
        await self._temukan_nik_ganda(utama, ganda)
        kini = await self._duplikat.lengkap(p, pelaku)
        sisi = [s for s in (kini.diri, kini.lain) if s]
        p.penggabungan = None
        await self._penemuan.pindah(
            p,
            AksiPasangan.BATALKAN_GABUNG,
            pelaku,
            fakta(p, kini.diri, kini.lain, pelaku),
            sisi=sisi,
            alasan=alasan,
        )
        return await self._duplikat.lengkap(p, pelaku)

    # -- steps

    async def _pastikan_lepas(self, utama: Sisi, ganda: Sisi) -> None:
        """Refuse to end a record on which a usulan, an open finding or the newer survey hangs."""
        if nomor := await self._usulan.terbuka_tentang(ganda.ref, ganda.nik_diri):
            raise UsulanDataGandaTerbuka(rincian=[{"nomor": n} for n in nomor])
        is_sendiri = ganda.keluarga is not None and len(ganda.keluarga.aktif) == 1
        is_berakhir = is_sendiri and ganda.ref.keluarga_id != utama.ref.keluarga_id
        if temuan := await self._temuan.terbuka_selain(ganda.ref, utama.ref, is_sekeluarga=is_berakhir):
            raise TemuanDataGandaTerbuka(rincian=[{"temuan": t.teks} for t in temuan])
        if not is_berakhir:
            return
        lama = await self._keluarga.jawaban_terakhir(ganda.ref.keluarga_id)
        diri = await self._keluarga.jawaban_terakhir(utama.ref.keluarga_id)
        if lama is not None and (diri is None or diri.tanggal < lama.tanggal):
            raise JawabanLebihBaru

    async def _anggota(self, ref: Ref) -> tuple[KeluargaLengkap, AnggotaLengkap]:
        keluarga = await self._keluarga.baca(ref.keluarga_id)
        return keluarga, next(a for a in keluarga.aktif if a.individu_id == ref.id)

    async def _orang(self, ref: Ref) -> Orang:
        """Return a person as the register of members knows him; who bears another's NIK is found by none."""
        k, a = await self._anggota(ref)
        return Orang(ref, None if a.is_nik_ganda else a.nik_hmac, a.nama, a.tanggal_lahir, k.kode_desa)

    async def _temukan_nik_ganda(self, utama: Ref, ganda: Ref) -> None:
        for diri, lain in ((utama, ganda), (ganda, utama)):
            k, a = await self._anggota(diri)
            if a.is_nik_ganda:
                jenis, kembar = JenisTemuanRegistri.NIK_GANDA, (lain.keluarga_id, lain.id)
                await self._penemu.temukan(
                    TemuanRegistri(jenis, k.keluarga_id, a.individu_id, k.kode_desa, a.nik_hmac, kembar)
                )


def _pilih(satu: Sisi, lain: Sisi, isi: GabungDuplikatMasuk) -> tuple[Sisi, Sisi]:
    """Return which record stays and which ends."""
    utama = next((s for s in (satu, lain) if s.ref == isi.dipertahankan), None)
    if utama is None:
        raise PilihanGabungTidakSah
    ganda = lain if utama is satu else satu
    if utama.ciri.nik and ganda.ciri.nik and utama.ciri.nik != ganda.ciri.nik and isi.nik is None:
        raise PilihanNikWajib
    return utama, ganda
