"""Matching again in mass: all of a kab/kota that did not match or got no answer, in the order of their ids.

A round is a row with a cursor: a worker that dies goes on where it was. When the day's quota is used up or the service
is down the round pauses and its own job wakes it.
"""

from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.db import transaksi
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import HasilPadan
from app.kependudukan.ports import SebabGagal
from app.usulan.pencarian import PencarianUsulan
from app.usulan.status import StatusUsulan
from app.verval.alur import ALUR_PADAN_MASSAL, FaktaPadanMassal
from app.verval.errors import PadanMassalBerjalan, PadanMassalNotFound
from app.verval.models_validasi import PadanMassal
from app.verval.padan import padankan_usulan
from app.verval.repository import VervalRepository
from app.verval.repository_validasi import ValidasiRepository
from app.verval.status import AksiPadanMassal, StatusPadanMassal
from app.wilayah.lingkup import Lingkup

TUGAS_MASSAL: Final = "verval.padankan_massal"
SEKALI: Final = 25
"""Cases that one run of the job asks about, one after the other."""
_STATUS: Final = frozenset({StatusUsulan.TIDAK_PADAN, StatusUsulan.VALIDASI_DINSOS})
_FAKTA: Final = FaktaPadanMassal()
_JEDA: Final = {SebabGagal.KUOTA_HABIS: timedelta(hours=6), SebabGagal.SIRKUIT_TERBUKA: timedelta(minutes=5)}
"""Failures that concern everybody: going on would only fail again."""


class PadanMassalService:
    """Begins, shows and stops rounds."""

    def __init__(self, sesi: AsyncSession, _wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = ValidasiRepository(sesi)
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def mulai(self, kode_kabkota: str, pelaku: Pelaku) -> PadanMassal:
        """Begin a round.

        Raises:
            PadanMassalNotFound: a kab/kota outside the caller's area.
            PadanMassalBerjalan: one is running.
        """
        if not Lingkup.dari(pelaku).memuat(kode_kabkota):
            raise PadanMassalNotFound
        panah = ALUR_PADAN_MASSAL.mulai(AksiPadanMassal.MULAI, pelaku.jabatan, _FAKTA)
        putaran = PadanMassal(
            id=id_baru(),
            kode_kabkota=kode_kabkota,
            status=panah.ke,
            kursor=None,
            diproses=0,
            padan=0,
            tidak_padan=0,
            tunda=0,
            diminta_oleh=pelaku.akun_id,
            versi=1,
            created_at=now(),
            updated_at=now(),
        )
        if not await self._repo.tambah_bila_baru(putaran):
            raise PadanMassalBerjalan
        await self._catat(putaran, pelaku, AksiPadanMassal.MULAI)
        await enqueue(self._sesi, TUGAS_MASSAL, {"putaran_id": str(putaran.id)})
        return putaran

    async def baca(self, putaran_id: UUID, pelaku: Pelaku) -> PadanMassal:
        """Return a round with its progress.

        Raises:
            PadanMassalNotFound: unknown, or outside the caller's area.
        """
        if putaran := await self._repo.putaran(putaran_id, Lingkup.dari(pelaku)):
            return putaran
        raise PadanMassalNotFound

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[PadanMassal]:
        """Return the rounds in the caller's area, newest first."""
        return await self._repo.daftar_putaran(Lingkup.dari(pelaku), hal)

    async def hentikan(self, putaran_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> PadanMassal:
        """Stop a round; what was asked stays asked.

        Raises:
            PadanMassalNotFound: unknown, or outside the caller's area.
            VersiBasi: its state changed since `versi`.
            TransisiDitolak: ended already.
        """
        putaran = await self._repo.putaran(putaran_id, Lingkup.dari(pelaku), kunci=True)
        if putaran is None:
            raise PadanMassalNotFound
        pastikan_versi(versi, putaran.versi)
        ALUR_PADAN_MASSAL.apply(putaran, AksiPadanMassal.HENTIKAN, pelaku.jabatan, _FAKTA)
        await self._catat(putaran, pelaku, AksiPadanMassal.HENTIKAN)
        return putaran

    async def berikutnya(self, putaran_id: UUID, pencarian: PencarianUsulan) -> list[Ref] | None:
        """Return the next cases of a round, waking it when it paused; None when there is nothing more to do."""
        putaran = await self._repo.putaran(putaran_id, Lingkup.nasional(), kunci=True)
        if putaran is None or putaran.status not in {StatusPadanMassal.BERJALAN, StatusPadanMassal.DIJEDA}:
            return None
        if putaran.status is StatusPadanMassal.DIJEDA:
            ALUR_PADAN_MASSAL.apply(putaran, AksiPadanMassal.LANJUTKAN, None, _FAKTA)
            putaran.versi += 1
        lingkup = Lingkup((putaran.kode_kabkota,))
        refs = list(await pencarian.ref(_STATUS, lingkup, setelah=putaran.kursor, sebanyak=SEKALI))
        if refs:
            return refs
        ALUR_PADAN_MASSAL.apply(putaran, AksiPadanMassal.SELESAIKAN, None, _FAKTA)
        await self._catat(putaran, None, AksiPadanMassal.SELESAIKAN)
        return None

    async def maju(self, putaran_id: UUID, ref: Ref, hasil: HasilPadan | None) -> bool:
        """Count one case (None: passed over) and move the cursor; False when the round was stopped meanwhile."""
        putaran = await self._repo.putaran(putaran_id, Lingkup.nasional(), kunci=True)
        if putaran is None or putaran.status is not StatusPadanMassal.BERJALAN:
            return False
        putaran.kursor, putaran.updated_at = ref.id, now()
        if hasil is not None:
            putaran.diproses += 1
            putaran.padan += hasil is HasilPadan.PADAN
            putaran.tunda += hasil is HasilPadan.TUNDA
            putaran.tidak_padan += hasil not in {HasilPadan.PADAN, HasilPadan.TUNDA}
        return True

    async def jeda(self, putaran_id: UUID, sebab: SebabGagal) -> None:
        """Pause a round until the quota or the service is back."""
        putaran = await self._repo.putaran(putaran_id, Lingkup.nasional(), kunci=True)
        if putaran is not None and putaran.status is StatusPadanMassal.BERJALAN:
            ALUR_PADAN_MASSAL.apply(putaran, AksiPadanMassal.JEDA, None, _FAKTA)
            putaran.versi, putaran.updated_at = putaran.versi + 1, now()
            await enqueue(self._sesi, TUGAS_MASSAL, {"putaran_id": str(putaran_id)}, tunda=_JEDA[sebab])

    async def _catat(self, putaran: PadanMassal, pelaku: Pelaku | None, aksi: AksiPadanMassal) -> None:
        putaran.versi += 1
        putaran.updated_at = now()
        await self._jejak.catat(
            "verval:padan_massal:diubah",
            pelaku=pelaku,
            objek=f"padan_massal/{putaran.id}",
            rincian={"aksi": aksi.value, "ke": putaran.status.value, "diproses": putaran.diproses},
        )


async def lanjutkan(wadah: Wadah, putaran_id: UUID) -> None:
    """Ask about the next cases of a round and queue what follows."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        refs = await PadanMassalService.rakit(sesi, wadah).berikutnya(putaran_id, PencarianUsulan.rakit(sesi, wadah))
    for ref in refs or ():
        sebab = await _satu(wadah, putaran_id, ref)
        if sebab is not None:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                await PadanMassalService.rakit(sesi, wadah).jeda(putaran_id, sebab)
            return
    if refs:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await enqueue(sesi, TUGAS_MASSAL, {"putaran_id": str(putaran_id)})


async def _satu(wadah: Wadah, putaran_id: UUID, ref: Ref) -> SebabGagal | None:
    """Ask about one case; return the failure that holds up the whole round, if there is one."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        usulan = await PencarianUsulan.rakit(sesi, wadah).status(ref)
        is_perlu = usulan is StatusUsulan.TIDAK_PADAN or await ValidasiRepository(sesi).is_tertunda(ref)
    hasil: HasilPadan | None = None
    if is_perlu:
        await padankan_usulan(wadah, ref, is_sekali=True)
        async with transaksi(wadah.pabrik_sesi) as sesi:
            log = await VervalRepository(sesi).padan_terakhir(ref)
        hasil = log[0].hasil if log else None
        if log and log[0].sebab in _JEDA:
            return log[0].sebab
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PadanMassalService.rakit(sesi, wadah).maju(putaran_id, ref, hasil)
    return None
