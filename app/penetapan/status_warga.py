"""What a citizen reads of himself: registered or not and why, desil with its reasons, open usulan, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.paging import Halaman
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.desil.entitas import DesilKeluarga
from app.desil.errors import DesilBelumAda
from app.desil.service import DesilService
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.models import Keanggotaan
from app.penetapan.repository import PenetapanRepository
from app.penetapan.status import AKTIF, OTOMATIS, TEKS_KEANGGOTAAN, StatusKeanggotaan
from app.penetapan.status_keluar import TIDAK_PULIH
from app.usulan.alur import ALUR_USULAN
from app.usulan.entitas import UsulanRingkas
from app.usulan.service import UsulanService

TIDAK_TERDAFTAR: Final = Teks("Belum terdaftar", "Not registered")
_SEMUA: Final = Halaman(batas=20, kursor=None, kunci=b"")
_USULKAN = Teks(
    "Ajukan usulan BARU lewat aplikasi ini atau operator desa/kelurahan",
    "File a BARU usulan here or with the village operator",
)
_TUNGGU = Teks("Usulan Anda sedang berjalan; pantau statusnya", "Your usulan is under way; follow its state")
_PERBARUI = Teks(
    "Bila data keluarga berubah, ajukan usulan PERBAIKAN (PEMBARUAN_DESIL)",
    "If your family's data have changed, file a PERBAIKAN usulan (PEMBARUAN_DESIL)",
)
_KEBERATAN = Teks(
    "Bila Anda tidak setuju dengan desil ini, ajukan keberatan; manusia yang memutus (UU 27/2022 ps 10)",
    "If you disagree with this desil, object to it; a human decides (UU 27/2022 art. 10)",
)
_KEBERATAN_KELUAR = Teks(
    "Bila pengeluaran ini keliru, ajukan keberatan sebelum tanggalnya; pengeluaran ditahan sampai dijawab",
    "If this removal is wrong, object before its date; it is held until you have been answered",
)
_REAKTIVASI = Teks(
    "Bila Anda sakit katastrofik, ajukan reaktivasi dengan surat fasilitas kesehatan",
    "If you are gravely ill, ask for a reactivation with a health facility's letter",
)
_PERIKSA = Teks(
    "Hubungi Dinas Sosial kabupaten/kota dengan KTP dan kartu keluarga sebelum batas waktu",
    "Contact the social office of your regency or city with KTP and family card before the date",
)


@dataclass(frozen=True, slots=True)
class StatusWarga:
    """Everything that the citizen's page needs; parts that do not exist yet are None or empty."""

    keanggotaan: Keanggotaan | None
    kode_sk: str | None
    desil: DesilKeluarga | None
    usulan: Sequence[UsulanRingkas]

    @property
    def terdaftar(self) -> bool:
        """Whether the citizen counts as registered now."""
        return self.keanggotaan is not None and self.keanggotaan.status in AKTIF

    @property
    def keterangan(self) -> Teks:
        """The state in words."""
        return TEKS_KEANGGOTAAN[self.keanggotaan.status] if self.keanggotaan else TIDAK_TERDAFTAR

    @property
    def akibat(self) -> Teks | None:
        """What will happen next by itself, and when; None when nothing will."""
        kini = self.keanggotaan
        if kini is None or kini.status is not StatusKeanggotaan.AKAN_DINONAKTIFKAN or not kini.nonaktif_paling_cepat:
            return None
        tanggal = kini.nonaktif_paling_cepat.isoformat()
        if kini.aksi in OTOMATIS:
            return Teks(
                f"Keanggotaan berakhir pada {tanggal}, kecuali keberatan Anda belum dijawab atau diterima",
                f"The membership ends on {tanggal}, unless your objection is unanswered or granted",
            )
        return Teks(
            f"Kementerian Sosial memutus paling cepat {tanggal}; sampai saat itu Anda tetap terdaftar",
            f"The ministry decides on {tanggal} at the earliest; until then you stay registered",
        )

    @property
    def langkah(self) -> list[Teks]:
        """What can be done now, the most pressing first."""
        is_tenang = self.keanggotaan is not None and self.keanggotaan.status is StatusKeanggotaan.TERDAFTAR
        is_dapat_pulih = self.keanggotaan is not None and self.keanggotaan.alasan_kode not in TIDAK_PULIH
        langkah = {
            _PERIKSA: self.keanggotaan is not None and not is_tenang,
            _KEBERATAN_KELUAR: self.akibat is not None,
            _REAKTIVASI: self.keanggotaan is not None and not is_tenang and is_dapat_pulih,
            _TUNGGU: bool(self.usulan),
            _USULKAN: self.keanggotaan is None and not self.usulan,
            _PERBARUI: self.desil is not None,
            _KEBERATAN: self.desil is not None and self.desil.peringkat.desil_nasional is not None,
        }
        return [teks for teks, perlu in langkah.items() if perlu]


class StatusWargaService:
    """Reads for one citizen; he sees himself, so only what is his is looked up."""

    def __init__(
        self,
        repo: PenetapanRepository,
        keanggotaan: KeanggotaanService,
        desil: DesilService,
        usulan: UsulanService,
        jejak: Jejak,
    ) -> None:
        self._repo = repo
        self._keanggotaan = keanggotaan
        self._desil = desil
        self._usulan = usulan
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            PenetapanRepository(sesi),
            KeanggotaanService.rakit(sesi, wadah),
            DesilService.rakit(sesi, wadah),
            UsulanService.rakit(sesi, wadah),
            Jejak(sesi),
        )

    async def status(self, pelaku: Pelaku) -> StatusWarga:
        """Return the citizen's standing; the reading is recorded, as every reading of personal data is."""
        kini = await self._keanggotaan.kini(pelaku.nik_indeks) if pelaku.nik_indeks else None
        sk = (await self._repo.rujukan([kini.sk_id])).get(kini.sk_id) if kini and kini.sk_id else None
        milik = (await self._usulan.daftar_milik(pelaku, _SEMUA)).data
        await self._jejak.catat(
            "penetapan:status:dibaca",
            pelaku=pelaku,
            objek=f"akun/{pelaku.akun_id}",
            subjek=[pelaku.nik_indeks] if pelaku.nik_indeks else [],
        )
        return StatusWarga(
            kini,
            sk.kode if sk else None,
            await self._desil_warga(pelaku),
            [u for u in milik if u.usulan.status not in ALUR_USULAN.akhir],
        )

    async def _desil_warga(self, pelaku: Pelaku) -> DesilKeluarga | None:
        try:
            return await self._desil.penjelasan_warga(pelaku)
        except DesilBelumAda:
            return None
