"""The work on a decree, step by step: its list made, checked after the signature, carried out, and counted.

A short list takes its steps inside the request. A long one takes them in jobs, each step a transaction with its place
in `kemajuan`, so a killed worker's successor repeats one portion at most. Between signature and force every row is
looked at again: a person who moved, died or was exchanged meanwhile makes the list a draft again (ADR 0021). Who
changes while the decree is carried out is held: his usulan stays in the queue, and the decree says how many.
"""

from collections.abc import Sequence
from typing import Final, Self
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.db import titik_simpan, transaksi
from app.core.errors import DomainError
from app.core.ids import Ref
from app.core.jobs import enqueue
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi
from app.desil.putaran import PutaranService
from app.penetapan.arsip import ArsipSK
from app.penetapan.catatan_sk import CatatanSK
from app.penetapan.errors import DaftarSKBerubah
from app.penetapan.models import SK, SKKeluarga
from app.penetapan.pelaksanaan import Pelaksanaan
from app.penetapan.penyusunan import SIAP, Penyusunan
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_susun import SusunRepository
from app.penetapan.status import LANJUTAN, AksiSK, FaktaSK, StatusSK

TUGAS_SUSUN: Final = "penetapan.susun"
TUGAS_LAKSANAKAN: Final = "penetapan.laksanakan"
TUGAS_TERBITKAN: Final = "penetapan.terbitkan"
PERIKSA: Final = "PERIKSA"
CABUT: Final = "CABUT"
LAKSANA: Final = "LAKSANA"
CABUT_SISA: Final = "CABUT_SISA"
SELESAI: Final = "SELESAI"
DISEBUT_MAKS: Final = 20
"""References that a returned signature names."""
_log = structlog.get_logger("dtks.penetapan")


class PengerjaanSK:
    """Takes single steps of a locked decree."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = PenetapanRepository(sesi)
        self._susun = SusunRepository(sesi)
        self._arsip = ArsipSK(wadah.sandi)
        self._akun = AkunService.rakit(sesi, wadah)
        self._putaran = PutaranService.rakit(sesi, wadah)
        self._penyusunan = Penyusunan.rakit(sesi, wadah)
        self._pelaksanaan = Pelaksanaan.rakit(sesi, wadah)
        self._catatan = CatatanSK(self._repo, Jejak(sesi), wadah.sandi)
        self._potongan = wadah.pengaturan.penetapan.potongan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it."""
        return cls(sesi, wadah)

    async def buka(self, sk_id: UUID) -> SK | None:
        """Return the decree locked for a step; None when another worker is at it."""
        return await self._susun.kunci_id(sk_id)

    async def susun(self, sk: SK) -> bool:
        """Take one step of a list that is being made; False when it stands.

        Raises:
            SyaratTidakTerpenuhi: nothing waits that can be decided.
        """
        if sk.status is not StatusSK.DISUSUN:
            return False
        if await self._penyusunan.langkah(sk):
            return True
        await self._catatan.pindah(sk, AksiSK.SELESAIKAN_DAFTAR, None, FaktaSK(jumlah_baris=sk.jumlah))
        await self._repo.tulis()
        return False

    async def gugurkan(self, sk: SK) -> None:
        """End a list that turned out empty."""
        await self._catatan.pindah(sk, AksiSK.GUGURKAN, None, FaktaSK())

    async def laksana(self, sk: SK) -> bool:
        """Take one step of a signed decree; False when nothing is left."""
        pelaku = await self._penanda_tangan(sk)
        if pelaku is None or sk.tahap in {SELESAI, SIAP}:
            return False
        match sk.tahap:
            case "PERIKSA":
                await self._periksa(sk)
            case "LAKSANA":
                await self._laksana(sk, pelaku)
            case _:
                assert sk.mengganti_id is not None, "only a decree that replaces another one takes from it"
                lagi = await self._pelaksanaan.cabut(sk.mengganti_id, pelaku, self._potongan)
                sesudah = LAKSANA if sk.tahap == CABUT else SELESAI
                sk.kemajuan = {"tahap": sk.tahap if lagi else sesudah}
        if sk.tahap == SELESAI:
            await self.selesai(sk)
        await self._repo.tulis()
        return sk.tahap not in {SELESAI, SIAP}

    async def berlakukan(self, sk: SK) -> None:
        """Put a signed and checked decree in force, in the place of the one that it replaces."""
        await self._catatan.pindah(sk, AksiSK.BERLAKUKAN, None, FaktaSK())
        if sk.mengganti_id is not None and (lama := await self._repo.kunci_sk_id(sk.mengganti_id)):
            await self._catatan.pindah(lama, AksiSK.GANTIKAN, None, FaktaSK())
        sk.kemajuan = {"tahap": CABUT if sk.mengganti_id is not None and not sk.is_bawa_lanjut else LAKSANA}
        await self._repo.tulis()

    async def selesai(self, sk: SK) -> None:
        """Have the decree counted and printed."""
        await enqueue(self._sesi, TUGAS_TERBITKAN, {"sk_id": str(sk.id)})

    async def _periksa(self, sk: SK) -> None:
        """Look at the next rows again; after the last one the decree is in force, or a draft again."""
        baris = await self._repo.baris(sk.id, sk.kemajuan.get("setelah", 0), self._potongan)
        try:
            if not baris:
                await self._pastikan_berlaku(sk)
                await self.berlakukan(sk)
                return
            self._pastikan_utuh(baris)
            await self._pelaksanaan.pastikan_orang_sama(baris)
            await self._pelaksanaan.pastikan_tanpa_keberatan(sk, baris)
        except DaftarSKBerubah as galat:
            disebut = galat.tambahan.get("usulan", [])
            await self._catatan.pindah(sk, AksiSK.KEMBALIKAN_TANDA_TANGAN, None, FaktaSK())
            sk.penanda_tangan_id = sk.ditandatangani_at = None
            sk.kemajuan = {"tahap": SIAP, "tertahan": disebut[:DISEBUT_MAKS]}
            return
        sk.kemajuan = {"tahap": PERIKSA, "setelah": baris[-1].urutan}

    def _pastikan_utuh(self, baris: Sequence[SKKeluarga]) -> None:
        if self._arsip.sidik(baris) != [b.sidik for b in baris]:
            raise DaftarSKBerubah

    async def _pastikan_berlaku(self, sk: SK) -> None:
        is_utuh = await self._penyusunan.hitung_sidik(sk) == sk.sidik
        if not is_utuh or not await self._putaran.kunci_berlaku(sk.putaran_id):
            raise DaftarSKBerubah

    async def _laksana(self, sk: SK, pelaku: Pelaku) -> None:
        baris = await self._repo.baris(sk.id, sk.kemajuan.get("setelah", 0), self._potongan)
        if not baris:
            sk.kemajuan = {"tahap": CABUT_SISA if sk.is_bawa_lanjut else SELESAI}
            return
        tertahan = await self._coba(sk, baris, pelaku)
        await self._pelaksanaan.tahan([Ref(b.keluarga_id, b.usulan_id) for b in tertahan if b.jenis != LANJUTAN])
        sk.jumlah_terlaksana += len(baris) - len(tertahan)
        sk.jumlah_tertahan += len(tertahan)
        sk.kemajuan = {"tahap": LAKSANA, "setelah": baris[-1].urutan}

    async def _coba(self, sk: SK, baris: Sequence[SKKeluarga], pelaku: Pelaku) -> list[SKKeluarga]:
        """Carry these rows out and return those that cannot be."""
        try:
            async with titik_simpan(self._sesi):
                await self._pelaksanaan.laksanakan(sk, baris, pelaku)
        except DomainError as galat:
            if len(baris) == 1:
                _log.warning("baris-sk-tertahan", usulan=str(baris[0].usulan_id), kode=galat.kode)
                return [*baris]
        else:
            return []
        tengah = len(baris) // 2
        return await self._coba(sk, baris[:tengah], pelaku) + await self._coba(sk, baris[tengah:], pelaku)

    async def _penanda_tangan(self, sk: SK) -> Pelaku | None:
        """Return who signed, with the power that he had in that moment; None when nobody has signed."""
        if sk.penanda_tangan_id is None:
            return None
        akun = await self._akun.ambil(sk.penanda_tangan_id)
        return Pelaku(
            akun_id=akun.id,
            jabatan=Jabatan.PENETAP,
            nama=akun.nama,
            nik_indeks=akun.nik_indeks,
            no_kk_indeks=akun.no_kk_indeks,
        )


async def susun_sk(wadah: Wadah, sk_id: UUID) -> None:
    """Make a list to its end, a portion per transaction."""
    lanjut = True
    while lanjut:
        try:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                kerja = PengerjaanSK.rakit(sesi, wadah)
                sk = await kerja.buka(sk_id)
                lanjut = sk is not None and await kerja.susun(sk)
        except SyaratTidakTerpenuhi:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                kerja = PengerjaanSK.rakit(sesi, wadah)
                if sk := await kerja.buka(sk_id):
                    await kerja.gugurkan(sk)
            return


async def laksanakan_sk(wadah: Wadah, sk_id: UUID) -> None:
    """Check a signed decree and carry it out to its end, a portion per transaction."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            kerja = PengerjaanSK.rakit(sesi, wadah)
            sk = await kerja.buka(sk_id)
            lanjut = sk is not None and await kerja.laksana(sk)
