"""What every service of the meeting shares: fetch it in scope, lock it, know its facts, write its trail."""

from collections.abc import Iterable, Sequence
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.config import Musyawarah as AturanMusyawarah
from app.core.clock import hari_ini
from app.core.etag import pastikan_versi
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.musyawarah.alur import FaktaMusyawarah
from app.musyawarah.errors import MusyawarahNotFound
from app.musyawarah.models import Musyawarah, MusyawarahBerkas, MusyawarahTanda, MusyawarahUsulan
from app.musyawarah.repository import MusyawarahRepository
from app.musyawarah.status import BERKAS_WAJIB, StatusMusyawarah
from app.usulan.service import UsulanService
from app.usulan.syarat import mewakili_desa, penolakan
from app.wilayah.lingkup import Lingkup

SERATUS: Final = 100


class Meja:
    """One meeting on the desk of its services."""

    def __init__(
        self, repo: MusyawarahRepository, jejak: Jejak, aturan: AturanMusyawarah, usulan: UsulanService
    ) -> None:
        self.repo = repo
        self.jejak = jejak
        self.aturan = aturan
        self._usulan = usulan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the desk on this session."""
        usulan = UsulanService.rakit(sesi, wadah)
        return cls(MusyawarahRepository(sesi), Jejak(sesi), wadah.pengaturan.musyawarah, usulan)

    async def is_wewenang(self, kode_desa: str, pelaku: Pelaku) -> bool:
        """Return whether the caller keeps the village's meetings: the kab/kota's operator only where it has nobody."""
        return await self._usulan.is_wewenang_desa(kode_desa, pelaku)

    async def pastikan_wewenang(self, musyawarah: Musyawarah, pelaku: Pelaku) -> None:
        """Refuse who does not keep this village's meetings.

        Raises:
            SyaratTidakTerpenuhi: the kab/kota's operator, and the village has one of its own.
        """
        if not await self.is_wewenang(musyawarah.kode_desa, pelaku):
            raise penolakan(mewakili_desa)

    async def ambil(self, musyawarah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Musyawarah:
        """Return a meeting in the caller's area; with `kunci` locked until the transaction ends.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
        """
        musyawarah = await self.repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku), kunci=kunci)
        if musyawarah is None:
            raise MusyawarahNotFound
        return musyawarah

    async def terbuka(self, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Musyawarah:
        """Return a meeting that may still be worked on, locked.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            SyaratTidakTerpenuhi: the kab/kota's operator, and the village has one of its own.
            TransisiDitolak: final or cancelled.
        """
        musyawarah = await self.ambil(musyawarah_id, pelaku, kunci=True)
        await self.pastikan_wewenang(musyawarah, pelaku)
        pastikan_versi(versi, musyawarah.versi)
        pastikan_terbuka(musyawarah)
        return musyawarah

    async def catat(self, apa: str, musyawarah: Musyawarah, pelaku: Pelaku, **rincian: object) -> None:
        """Write the trail of a change."""
        await self.jejak.catat(
            f"musyawarah:rapat:{apa}", pelaku=pelaku, objek=f"musyawarah/{musyawarah.id}", rincian=rincian
        )

    def fakta(
        self,
        musyawarah: Musyawarah,
        nama: Sequence[MusyawarahUsulan],
        berkas: Sequence[MusyawarahBerkas],
        tanda: Sequence[MusyawarahTanda],
        sptjm: Iterable[UUID] = (),
        *,
        is_wewenang: bool,
    ) -> FaktaMusyawarah:
        """Return what is known of a meeting; `sptjm` are the usulan that it has to confirm."""
        a, diputus = self.aturan, {n.usulan_id for n in nama if n.keputusan is not None}
        catatan = musyawarah.catatan or {}
        return FaktaMusyawarah(
            is_wewenang_desa=is_wewenang,
            is_berlangsung=musyawarah.tanggal <= hari_ini(),
            is_bernama=bool(nama),
            is_berisi=bool(nama or tanda or catatan.get("is_tanpa_perubahan")),
            is_semua_diputus=len(diputus) == len(nama),
            is_sptjm_dikonfirmasi=diputus.issuperset(sptjm),
            is_hadir_tercatat=bool(musyawarah.pimpinan and musyawarah.hadir),
            is_kuorum=_kuorum(musyawarah, a.kuorum_persen),
            is_indikator_cukup=len(musyawarah.indikator) >= a.indikator_min,
            is_catatan_lengkap=bool(catatan),
            is_bertanda_tangan=len(musyawarah.penandatangan) >= a.penandatangan_min,
            is_berkas_lengkap={b.jenis for b in berkas} >= BERKAS_WAJIB,
            is_koreksi_sah=True,
        )


def pastikan_terbuka(musyawarah: Musyawarah) -> None:
    """Refuse a meeting that is final or cancelled.

    Raises:
        TransisiDitolak: it is.
    """
    if musyawarah.status is not StatusMusyawarah.DIJADWALKAN:
        raise TransisiDitolak(status_sekarang=musyawarah.status, aksi_tersedia=[])


def _kuorum(musyawarah: Musyawarah, persen: int) -> bool:
    if not musyawarah.hadir:
        return False
    unsur = [musyawarah.hadir["rt"], musyawarah.hadir["rw"]]
    hadir = sum(u["hadir_l"] + u["hadir_p"] for u in unsur)
    diundang = sum(u["diundang"] for u in unsur)
    return bool(hadir) and bool(hadir * SERATUS >= persen * diundang)
