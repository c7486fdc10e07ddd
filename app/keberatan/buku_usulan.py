"""What both sides of an objection to a refusal share: opening it, its steps and audit rows, telling people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.keberatan.alur_usulan import ALUR_KEBERATAN_USULAN, FaktaKeberatanUsulan
from app.keberatan.models_usulan import KeberatanUsulan, LampiranKeberatanUsulan, RiwayatKeberatanUsulan
from app.keberatan.repository_usulan import KeberatanUsulanRepository
from app.keberatan.status_usulan import TEKS_STATUS, AksiKeberatanUsulan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService

TABEL: Final = KeberatanUsulan.__tablename__


@dataclass(frozen=True, slots=True)
class KeberatanUsulanLengkap:
    """An objection opened, its steps and evidence, and what this caller may do.

    `is_terbuka`: the caller may read the words of who filed it; the other side reads state and answer.
    """

    baris: KeberatanUsulan
    isi: dict[str, Any] = field(repr=False)
    riwayat: Sequence[RiwayatKeberatanUsulan]
    lampiran: Sequence[LampiranKeberatanUsulan]
    aksi_tersedia: Sequence[AksiTersedia[AksiKeberatanUsulan]]
    is_terbuka: bool


class BukuKeberatanUsulan:
    """Rows, documents, steps and messages of objections to a refusal."""

    def __init__(self, repo: KeberatanUsulanRepository, usulan: UsulanService, jejak: Jejak, sandi: Sandi) -> None:
        self.repo = repo
        self.usulan = usulan
        self._jejak = jejak
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it on this session."""
        return cls(KeberatanUsulanRepository(sesi), UsulanService.rakit(sesi, wadah), Jejak(sesi), wadah.sandi)

    def segel(self, baris_id: UUID, isi: dict[str, Any]) -> dict[str, bytes]:
        """Return the sealed columns of a new objection."""
        segel = self._sandi.segel(isi, TABEL, baris_id)
        return {"kunci_data": segel.kunci_data, "isi": segel.isi}

    def buka(self, baris: KeberatanUsulan) -> dict[str, Any]:
        """Return what an objection seals."""
        return self._sandi.buka(baris.kunci_data, baris.isi, TABEL, baris.id)

    def tambahkan(self, baris: KeberatanUsulan, **isi: object) -> None:
        """Write more into the sealed document."""
        baris.isi = self._sandi.segel_ulang(baris.kunci_data, self.buka(baris) | isi, TABEL, baris.id)

    async def catat(
        self, baris: KeberatanUsulan, aksi: AksiKeberatanUsulan, pelaku: Pelaku, *, subjek: Collection[UUID] = ()
    ) -> None:
        """Keep the step that was just taken, and its audit row."""
        langkah = RiwayatKeberatanUsulan(
            keluarga_id=baris.keluarga_id,
            id=id_baru(),
            keberatan_id=baris.id,
            aksi=aksi,
            ke=baris.status,
            pelaku_id=pelaku.akun_id,
            jabatan=pelaku.jabatan,
            kode_alasan=baris.alasan_kode if aksi is AksiKeberatanUsulan.AJUKAN else baris.jawaban_kode,
            created_at=now(),
        )
        await self.repo.tambah(langkah)
        await self.jejak(baris, str(aksi), pelaku, subjek=subjek)

    async def jejak(
        self,
        baris: KeberatanUsulan,
        perbuatan: str,
        pelaku: Pelaku,
        *,
        subjek: Collection[UUID] = (),
        tujuan: str | None = None,
    ) -> None:
        """Record an act or a reading."""
        await self._jejak.catat(
            f"keberatan:usulan:{perbuatan}",
            pelaku=pelaku,
            objek=f"{TABEL}/{baris.id}",
            subjek=list(subjek) or ([baris.nik_indeks] if baris.nik_indeks else []),
            keluarga_id=baris.keluarga_id,
            tujuan=tujuan,
            rincian={"status": baris.status.value},
        )

    async def jejak_daftar(self, baris: Iterable[KeberatanUsulan], pelaku: Pelaku) -> None:
        """Record the reading of a list."""
        subjek = list(dict.fromkeys(b.nik_indeks for b in baris if b.nik_indeks))
        await self._jejak.catat("keberatan:usulan_daftar:dibaca", pelaku=pelaku, objek=TABEL, subjek=subjek)

    async def lengkapkan(
        self, baris: KeberatanUsulan, fakta: FaktaKeberatanUsulan, pelaku: Pelaku, *, terbuka: bool
    ) -> KeberatanUsulanLengkap:
        """Return an objection opened, for this caller."""
        return KeberatanUsulanLengkap(
            baris,
            self.buka(baris),
            await self.repo.riwayat(baris.ref),
            await self.repo.lampiran(baris.ref) if terbuka else (),
            ALUR_KEBERATAN_USULAN.tersedia_rinci(baris.status, pelaku.jabatan, fakta),
            terbuka,
        )

    async def kabari(self, baris: KeberatanUsulan, usulan: Usulan, tambahan: Teks) -> None:
        """Tell proposer and subject where the objection stands now, by inbox and e-mail."""
        await self.usulan.kabari_pihak(usulan, TEKS_STATUS[baris.status], tambahan)
