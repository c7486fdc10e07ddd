"""The signature of a batch and what the jobs do with it: endorse the names of a large one, send what was endorsed.

A batch of up to `pengesahan.sekaligus` names is endorsed with the signature, all or none. A larger one would hold a
request for minutes: it is signed at once and worked on in portions, each a transaction, so a killed worker loses one
portion. A name that the table refuses then leaves the batch and waits for another one; nobody is endorsed against it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from app.akun.service import AkunService
from app.core.clock import now
from app.core.db import titik_simpan, transaksi
from app.core.errors import DomainError
from app.core.etag import pastikan_versi
from app.core.jobs import enqueue
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.periode.service import PeriodeService
from app.usulan.kelompok import KelompokUsulan
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.alur import ALUR_PENGESAHAN
from app.verval.models import Pengesahan, PengesahanUsulan
from app.verval.pengesahan_dasar import PengesahanDasar, fakta_pengesahan
from app.verval.status import AksiPengesahan, StatusPengesahan
from app.wilayah.lingkup import Lingkup

TUGAS_SAHKAN: Final = "verval.sahkan"
TUGAS_KIRIM: Final = "verval.kirim"
KIRIM_SEKALIGUS: Final = 200
"""Names sent in one transaction."""
_LENGKAP: Final = FaktaUsulan(is_surat_pengesahan_lengkap=True, is_jumlah_batch_cocok=True)
_log = structlog.get_logger("dtks.verval")


class TandaTanganService(PengesahanDasar):
    """The signature of the KEPALA_OPD, and the work that follows it."""

    @override
    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        super().__init__(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)
        self._periode = PeriodeService.rakit(sesi, wadah)
        self._kelompok = KelompokUsulan.rakit(sesi, wadah)
        self._aturan = wadah.pengaturan.pengesahan

    async def tanda_tangani(self, pengesahan_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Pengesahan:
        """Sign the batch: its usulan become DISAHKAN, now or by a job, and sending is queued.

        The day decides which central pull takes them (cut-off and window, B.7); outside the window they are queued for
        the next period, never refused.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
            SyaratTidakTerpenuhi: no name, no letter, or the count is not attested or another one.
            PemisahanTugas: the signer worked on one of the cases.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        jumlah = await self._repo.jumlah_nama(pengesahan_id)
        fakta = fakta_pengesahan(pengesahan, jumlah)
        ALUR_PENGESAHAN.apply(pengesahan, AksiPengesahan.TANDA_TANGANI_PENGESAHAN, pelaku.jabatan, fakta)
        pengesahan.versi += 1
        pengesahan.ditandatangani_oleh = pelaku.akun_id
        pengesahan.ditandatangani_at = now()
        pengesahan.jumlah_nama = jumlah
        pengesahan.periode_tarik = max(pengesahan.periode, await self._periode.untuk_pengesahan())
        if jumlah > self._aturan.sekaligus:
            await enqueue(self._sesi, TUGAS_SAHKAN, {"pengesahan_id": str(pengesahan_id)})
        else:
            isi = await self._repo.isi_pengesahan(pengesahan_id)
            await self._usulan.pindahkan_massal([n.ref for n in isi], AksiUsulan.SAHKAN, pelaku, fakta=_LENGKAP)
            pengesahan.jumlah_disahkan = jumlah
            await enqueue(self._sesi, TUGAS_KIRIM, {"pengesahan_id": str(pengesahan_id)})
        await self._catat("ditandatangani", pengesahan, pelaku, jumlah=jumlah, periode_tarik=pengesahan.periode_tarik)
        return pengesahan

    async def sahkan(self, pengesahan_id: UUID, setelah: UUID | None) -> UUID | None:
        """Endorse the next names of a signed batch in its signer's name; return where to go on, None at the end."""
        pengesahan = await self._repo.pengesahan(pengesahan_id, Lingkup.nasional(), kunci=True)
        if pengesahan is None or pengesahan.status is not StatusPengesahan.DITANDATANGANI:
            return None
        isi = await self._repo.potongan_pengesahan(pengesahan_id, setelah, self._aturan.potongan)
        if not isi:
            await enqueue(self._sesi, TUGAS_KIRIM, {"pengesahan_id": str(pengesahan_id)})
            return None
        siap = {u.id for u in await self._usulan.saring([n.ref for n in isi], StatusUsulan.SIAP_DISAHKAN, None)}
        nama = [n for n in isi if n.usulan_id in siap]
        tertahan = await self._sahkan(nama, await self._penanda_tangan(pengesahan))
        for n in tertahan:
            n.is_aktif = False
        pengesahan.jumlah_disahkan += len(nama) - len(tertahan)
        pengesahan.jumlah_tertahan += len(tertahan)
        return isi[-1].usulan_id

    async def _sahkan(self, nama: Sequence[PengesahanUsulan], pelaku: Pelaku) -> list[PengesahanUsulan]:
        """Endorse these and return those whom the table refuses."""
        if not nama:
            return []
        try:
            async with titik_simpan(self._sesi):
                await self._usulan.pindahkan_massal([n.ref for n in nama], AksiUsulan.SAHKAN, pelaku, fakta=_LENGKAP)
        except DomainError as galat:
            if len(nama) == 1:
                _log.warning("nama-tertahan", usulan=str(nama[0].usulan_id), kode=galat.kode)
                return [*nama]
        else:
            return []
        tengah = len(nama) // 2
        return await self._sahkan(nama[:tengah], pelaku) + await self._sahkan(nama[tengah:], pelaku)

    async def _penanda_tangan(self, pengesahan: Pengesahan) -> Pelaku:
        """Return who signed, with the power that he had in that moment, whatever became of his account since."""
        assert pengesahan.ditandatangani_oleh is not None, "only a signed batch is worked on"
        akun = await self._akun.ambil(pengesahan.ditandatangani_oleh)
        return Pelaku(
            akun_id=akun.id,
            jabatan=Jabatan.KEPALA_OPD,
            wilayah=(pengesahan.kode_kabkota,),
            nama=akun.nama,
            nik_indeks=akun.nik_indeks,
            no_kk_indeks=akun.no_kk_indeks,
        )

    async def kirim(self, pengesahan_id: UUID, setelah: UUID | None, batas: int) -> UUID | None:
        """Send the next names that are still DISAHKAN, for the period that pulls them; return where to go on."""
        pengesahan = await self._repo.pengesahan(pengesahan_id, Lingkup.nasional())
        isi = await self._repo.potongan_pengesahan(pengesahan_id, setelah, batas)
        if pengesahan is None or not isi:
            return None
        sisa = await self._usulan.saring([n.ref for n in isi], StatusUsulan.DISAHKAN, None)
        refs = [u.ref for u in sisa]
        if refs:
            await self._kelompok.geser_periode(refs, pengesahan.periode_tarik or pengesahan.periode)
            await self._usulan.pindahkan_massal(refs, AksiUsulan.KIRIM, None)
        return isi[-1].usulan_id


async def sahkan_batch(wadah: Wadah, pengesahan_id: UUID) -> None:
    """Endorse a signed batch to its end, some names per transaction."""
    setelah, lanjut = None, True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            setelah = await TandaTanganService.rakit(sesi, wadah).sahkan(pengesahan_id, setelah)
            lanjut = setelah is not None


async def kirim_batch(wadah: Wadah, pengesahan_id: UUID) -> None:
    """Send a signed batch, some names per transaction; a killed worker's successor goes on where it ended."""
    setelah, lanjut = None, True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            setelah = await TandaTanganService.rakit(sesi, wadah).kirim(pengesahan_id, setelah, KIRIM_SEKALIGUS)
            lanjut = setelah is not None
