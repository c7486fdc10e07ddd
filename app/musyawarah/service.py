"""Use cases of the village meeting: plan it, put usulan on its list, record it, and decide name by name.

Locks are taken in one order, the meeting before its usulan, so that two officers at work on one meeting wait for each
other and never deadlock.
"""

from collections.abc import Sequence
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.musyawarah.alur import ALUR_MUSYAWARAH, FaktaMusyawarah
from app.musyawarah.entitas import RinciMusyawarah
from app.musyawarah.errors import (
    JenisMusyawarahTidakSesuai,
    KeputusanTidakSah,
    MusyawarahNotFound,
    TanggalMusyawarahTidakSah,
)
from app.musyawarah.meja import Meja
from app.musyawarah.models import Musyawarah, MusyawarahUsulan
from app.musyawarah.schemas import KeputusanNama, MusyawarahBuat, MusyawarahUbah
from app.musyawarah.sptjm import SptjmMusyawarah
from app.musyawarah.status import AksiMusyawarah, JenisMusyawarah, Keputusan, StatusMusyawarah
from app.referensi.katalog import pastikan_alasan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.syarat import FaktaUsulan
from app.wilayah.kode import Jenis
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_BUKAN_UNTUK: Final = {
    Jenis.KELURAHAN: JenisMusyawarah.MUSDES,
    Jenis.DESA: JenisMusyawarah.MUSKEL,
    Jenis.LAINNYA: JenisMusyawarah.MUSKEL,
}
_DISEPAKATI_TANPA_ALASAN = Teks("Persetujuan tidak memerlukan alasan", "An agreement takes no reason")
_DITOLAK_DENGAN_ALASAN = Teks("Penolakan memerlukan alasan", "A refusal needs its reason")
BUKAN_DARI_DAFTAR = Teks("Ada nama di luar daftar musyawarah", "A name is not on the list of this meeting")
_LAMPAU = Teks("Musyawarah dijadwalkan hari ini atau sesudahnya", "A meeting is planned for today or later")


class MusyawarahService:
    """The OPERATOR_DESA's work before, at and after the meeting."""

    def __init__(self, meja: Meja, usulan: UsulanService, wilayah: WilayahService, sptjm: SptjmMusyawarah) -> None:
        self._meja = meja
        self._sptjm = sptjm
        self._usulan = usulan
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            Meja.rakit(sesi, wadah),
            UsulanService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            SptjmMusyawarah.rakit(sesi, wadah),
        )

    async def buat(self, isi: MusyawarahBuat, pelaku: Pelaku) -> Musyawarah:
        """Plan a meeting.

        Raises:
            MusyawarahNotFound: the desa is outside the caller's area.
            WilayahTidakDikenal: there is no such desa.
            JenisMusyawarahTidakSesuai: a MUSDES outside a desa, or a MUSKEL outside a kelurahan.
            TanggalMusyawarahTidakSah: the day is past.
            SyaratTidakTerpenuhi: the kab/kota's operator, and the village has one of its own.
        """
        if not Lingkup.dari(pelaku).memuat(isi.kode_desa):
            raise MusyawarahNotFound
        desa = await self._wilayah.desa_kini(isi.kode_desa)
        if isi.jenis is _BUKAN_UNTUK.get(desa.jenis):
            raise JenisMusyawarahTidakSesuai
        if isi.tanggal < hari_ini():
            raise TanggalMusyawarahTidakSah(_LAMPAU)
        fakta = FaktaMusyawarah(is_wewenang_desa=await self._meja.is_wewenang(desa, pelaku))
        ALUR_MUSYAWARAH.mulai(AksiMusyawarah.BUAT, pelaku.jabatan, fakta)
        musyawarah = Musyawarah(
            **(isi.model_dump() | {"kode_desa": desa}),
            id=id_baru(),
            status=ALUR_MUSYAWARAH.awal,
            indikator=[],
            penandatangan=[],
            versi=1,
            dibuat_oleh=pelaku.akun_id,
            created_at=now(),
        )
        await self._meja.repo.tambah(musyawarah)
        await self._meja.catat("dibuat", musyawarah, pelaku)
        return musyawarah

    async def daftar(self, pelaku: Pelaku, hal: Halaman, kode_desa: str | None) -> Potongan[Musyawarah]:
        """List meetings in the caller's area, latest day first."""
        return await self._meja.repo.daftar_musyawarah(Lingkup.dari(pelaku), hal, kode_desa=kode_desa)

    async def baca(self, musyawarah_id: UUID, pelaku: Pelaku) -> RinciMusyawarah:
        """Return a meeting with its names, files and what the caller may do.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku)
        nama = await self._meja.repo.nama_musyawarah(musyawarah_id)
        berkas = await self._meja.repo.berkas_musyawarah(musyawarah_id)
        sptjm = [n.ref.id for n in await self._sptjm.menunggu(musyawarah)]
        tanda = await self._meja.repo.tanda(musyawarah_id)
        is_wewenang = await self._meja.is_wewenang(musyawarah.kode_desa, pelaku)
        fakta = self._meja.fakta(musyawarah, nama, berkas, tanda, sptjm, is_wewenang=is_wewenang)
        return RinciMusyawarah(
            musyawarah, nama, berkas, ALUR_MUSYAWARAH.tersedia_rinci(musyawarah.status, pelaku.jabatan, fakta)
        )

    async def ubah(self, musyawarah_id: UUID, isi: MusyawarahUbah, pelaku: Pelaku, *, versi: int | None) -> Musyawarah:
        """Record what is known now; what `isi` leaves out stays.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final, or the meeting was cancelled.
            TanggalMusyawarahTidakSah: moved into the past.
        """
        musyawarah = await self._meja.terbuka(musyawarah_id, pelaku, versi=versi)
        baru = isi.model_dump(mode="python", exclude_none=True)
        if isi.tanggal is not None and isi.tanggal != musyawarah.tanggal and isi.tanggal < hari_ini():
            raise TanggalMusyawarahTidakSah(_LAMPAU)
        for nama, nilai in baru.items():
            setattr(musyawarah, nama, nilai)
        musyawarah.versi += 1
        await self._meja.repo.simpan()
        await self._meja.catat("diubah", musyawarah, pelaku, bidang=sorted(baru))
        return musyawarah

    async def jadwalkan(self, ref: Ref, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Put a complete usulan on the list of an open meeting of its desa.

        Raises:
            UsulanNotFound: the usulan is unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: the meeting is none of this desa, past or closed.
        """
        musyawarah = await self._meja.repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku), kunci=True)
        usulan = await self._usulan.ambil(ref, pelaku)
        is_terbuka = (
            musyawarah is not None
            and musyawarah.status is StatusMusyawarah.DIJADWALKAN
            and usulan.kode_desa in await self._wilayah.setempat([musyawarah.kode_desa])
        )
        usulan = await self._usulan.move(
            ref,
            AksiUsulan.JADWALKAN_MUSYAWARAH,
            pelaku,
            fakta=FaktaUsulan(is_musyawarah_terbuka=is_terbuka),
            versi=versi,
        )
        assert musyawarah is not None, "the guard refuses without a meeting"
        await self._meja.repo.tambah(
            MusyawarahUsulan(
                musyawarah_id=musyawarah_id, usulan_id=usulan.id, keluarga_id=usulan.keluarga_id, nomor=usulan.nomor
            )
        )
        musyawarah.versi += 1
        return usulan

    async def putuskan(
        self, musyawarah_id: UUID, keputusan: Sequence[KeputusanNama], pelaku: Pelaku, *, versi: int | None
    ) -> RinciMusyawarah:
        """Record decisions on names; sent again, they replace the earlier ones until the minutes are final.

        A name that was agreed by SPTJM since the last meeting comes onto the list with its decision.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final.
            KeputusanTidakSah: a name that is not on the list, a refusal without reason or an agreement with one.
            AlasanTidakBerlaku: a reason that a meeting cannot give.
        """
        musyawarah = await self._meja.terbuka(musyawarah_id, pelaku, versi=versi)
        daftar = {n.ref: n for n in await self._meja.repo.nama_musyawarah(musyawarah_id)}
        if any(k.ref not in daftar for k in keputusan):
            daftar |= await self._sptjm.masukkan(musyawarah, {k.ref for k in keputusan} - daftar.keys())
        for k in keputusan:
            if k.ref not in daftar:
                raise KeputusanTidakSah(BUKAN_DARI_DAFTAR)
            tulis_keputusan(daftar[k.ref], k, pelaku)
        musyawarah.versi += 1
        await self._meja.repo.simpan()
        await self._meja.catat("diputuskan", musyawarah, pelaku, jumlah=len(keputusan))
        return await self.baca(musyawarah_id, pelaku)

    async def batalkan(self, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Musyawarah:
        """Cancel a meeting that nobody waits for; with names on its list only its date can be moved.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since `versi`.
            SyaratTidakTerpenuhi: usulan are on its list, or the village has an operator of its own.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku, kunci=True)
        pastikan_versi(versi, musyawarah.versi)
        nama = await self._meja.repo.nama_musyawarah(musyawarah_id)
        is_wewenang = await self._meja.is_wewenang(musyawarah.kode_desa, pelaku)
        fakta = self._meja.fakta(musyawarah, nama, (), (), is_wewenang=is_wewenang)
        ALUR_MUSYAWARAH.apply(musyawarah, AksiMusyawarah.BATALKAN, pelaku.jabatan, fakta)
        musyawarah.versi += 1
        await self._meja.repo.simpan()
        await self._meja.catat("dibatalkan", musyawarah, pelaku)
        return musyawarah


def tulis_keputusan(nama: MusyawarahUsulan, k: KeputusanNama, pelaku: Pelaku) -> None:
    """Write a decision on a name.

    Raises:
        KeputusanTidakSah: a refusal without reason, or an agreement with one.
        AlasanTidakBerlaku: a reason that a meeting cannot give.
    """
    is_tolak = k.keputusan is Keputusan.TIDAK_DISEPAKATI
    if is_tolak != (k.alasan is not None):
        raise KeputusanTidakSah(_DITOLAK_DENGAN_ALASAN if is_tolak else _DISEPAKATI_TANPA_ALASAN)
    if k.alasan is not None:
        pastikan_alasan(k.alasan.kode, f"usulan.{AksiUsulan.TIDAK_SEPAKATI}")
    nama.keputusan = k.keputusan
    nama.alasan = k.alasan.model_dump() if k.alasan else None
    nama.catatan = k.catatan
    nama.diputus_oleh = pelaku.akun_id
