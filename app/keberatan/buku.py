"""What both sides of an objection share: opening it, moving it with its step and audit row, telling people."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.alur import ALUR_KEBERATAN_DESIL, FaktaKeberatanDesil
from app.keberatan.entitas import KeberatanLengkap
from app.keberatan.models import KeberatanDesil, RiwayatKeberatanDesil
from app.keberatan.repository import KeberatanDesilRepository
from app.keberatan.status import TEKS_STATUS, AksiKeberatanDesil
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.kode import Hubungan
from app.notifikasi.kabar import JenisKabar, Kabar

TABEL: Final = KeberatanDesil.__tablename__
DEWASA: Final = 17
"""Age in years from which a person has a KTP (UU 23/2006 ps 63)."""
_BERUMAH_TANGGA: Final = frozenset({Hubungan.KEPALA_KELUARGA, Hubungan.ISTRI_SUAMI, Hubungan.MENANTU})


class BukuKeberatan:
    """Rows, documents, steps and messages of objections."""

    def __init__(
        self, repo: KeberatanDesilRepository, akun: AkunService, kabar: KabarService, jejak: Jejak, sandi: Sandi
    ) -> None:
        self.repo = repo
        self.akun = akun
        self._kabar = kabar
        self._jejak = jejak
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it on this session."""
        return cls(
            KeberatanDesilRepository(sesi),
            AkunService.rakit(sesi, wadah),
            KabarService.rakit(sesi, wadah),
            Jejak(sesi),
            wadah.sandi,
        )

    def segel(self, baris_id: UUID, isi: dict[str, Any]) -> dict[str, bytes]:
        """Return the sealed columns of a new objection."""
        segel = self._sandi.segel(isi, TABEL, baris_id)
        return {"kunci_data": segel.kunci_data, "isi": segel.isi}

    def buka(self, baris: KeberatanDesil) -> dict[str, Any]:
        """Return what an objection seals."""
        return self._sandi.buka(baris.kunci_data, baris.isi, TABEL, baris.id)

    def tambahkan(self, baris: KeberatanDesil, **isi: object) -> None:
        """Write more into the sealed document."""
        baris.isi = self._sandi.segel_ulang(baris.kunci_data, self.buka(baris) | isi, TABEL, baris.id)

    async def catat(
        self, baris: KeberatanDesil, aksi: AksiKeberatanDesil, pelaku: Pelaku, *, subjek: Collection[UUID] = ()
    ) -> None:
        """Keep the step that was just taken, and its audit row."""
        is_jawaban = aksi in {AksiKeberatanDesil.TERIMA, AksiKeberatanDesil.TOLAK}
        langkah = RiwayatKeberatanDesil(
            keluarga_id=baris.keluarga_id,
            id=id_baru(),
            keberatan_id=baris.id,
            aksi=aksi,
            ke=baris.status,
            pelaku_id=pelaku.akun_id,
            jabatan=pelaku.jabatan,
            kode_alasan=baris.jawaban_kode if is_jawaban else None,
            created_at=now(),
        )
        await self.repo.tambah(langkah)
        await self.jejak(baris, str(aksi), pelaku, subjek=subjek)

    async def jejak(
        self,
        baris: KeberatanDesil,
        perbuatan: str,
        pelaku: Pelaku,
        *,
        subjek: Collection[UUID] = (),
        tujuan: str | None = None,
    ) -> None:
        """Record an act or a reading."""
        await self._jejak.catat(
            f"keberatan:desil:{perbuatan}",
            pelaku=pelaku,
            objek=f"{TABEL}/{baris.id}",
            subjek=list(subjek) or ([baris.nik_indeks] if baris.nik_indeks else []),
            keluarga_id=baris.keluarga_id,
            tujuan=tujuan,
            rincian={"status": baris.status.value},
        )

    async def jejak_daftar(self, baris: Iterable[KeberatanDesil], pelaku: Pelaku) -> None:
        """Record the reading of a list."""
        subjek = list(dict.fromkeys(b.nik_indeks for b in baris if b.nik_indeks))
        await self._jejak.catat("keberatan:desil_daftar:dibaca", pelaku=pelaku, objek=TABEL, subjek=subjek)

    async def lengkapkan(
        self, baris: KeberatanDesil, fakta: FaktaKeberatanDesil, pelaku: Pelaku, *, terbuka: bool
    ) -> KeberatanLengkap:
        """Return an objection opened, for this caller."""
        return KeberatanLengkap(
            baris,
            self.buka(baris),
            await self.repo.riwayat(baris.ref),
            await self.repo.lampiran(baris.ref) if terbuka else (),
            ALUR_KEBERATAN_DESIL.tersedia_rinci(baris.status, pelaku.jabatan, fakta),
            terbuka,
        )

    # -- telling

    async def kabari_keluarga(self, baris: KeberatanDesil, keluarga: KeluargaLengkap, tambahan: Teks) -> None:
        """Tell the adults of the family who have an account, and who filed it, by inbox and e-mail."""
        nik = {a.nik_hmac for a in keluarga.aktif if a.nik_hmac and is_dewasa(a, hari_ini())}
        siapa = {a for milik in (await self.akun.menurut_nik(nik)).values() for a in milik}
        keadaan = TEKS_STATUS[baris.status]
        kabar = Kabar(
            JenisKabar.KEANGGOTAAN,
            Teks("Keberatan atas desil", "Objection to a decile"),
            Teks(f"{keadaan.id}. {tambahan.id}".strip(), f"{keadaan.en}. {tambahan.en}".strip()),
            objek(baris),
        )
        await self._kabar.kabari(siapa | {baris.pengaju_id}, kabar)


def is_dewasa(a: AnggotaLengkap, hari: date) -> bool:
    """Return whether a living present member speaks for himself: married or head by his relation, or of age."""
    if a.meninggal_date is not None or not a.is_aktif:
        return False
    lahir = a.tanggal_lahir
    umur = hari.year - lahir.year - ((hari.month, hari.day) < (lahir.month, lahir.day))
    return umur >= DEWASA or a.hubungan in _BERUMAH_TANGGA


def objek(baris: KeberatanDesil) -> str:
    """Return how a message names an objection."""
    return f"keberatan-desil/{baris.ref.teks}"
