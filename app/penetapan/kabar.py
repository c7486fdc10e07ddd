"""Telling a member that his membership has changed: what happened, why, until when, and what he can do."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.notifikasi.kabar import JenisKabar, Kabar
from app.penetapan.models import Keanggotaan
from app.penetapan.status import TEKS_AKSI, AksiKeanggotaan
from app.referensi.katalog import ALASAN

JUDUL: Final = Teks("Keanggotaan DTKS Anda berubah", "Your membership of the registry has changed")
_CARA: Final[Mapping[AksiKeanggotaan, Teks]] = MappingProxyType(
    {
        AksiKeanggotaan.UMUMKAN_KELUAR: Teks(
            "Anda dapat mengajukan keberatan sebelum tanggal itu; pengeluaran ditahan sampai dijawab.",
            "You may object before that date; nothing happens until you have been answered.",
        ),
        AksiKeanggotaan.JATUH_TEMPO: Teks(
            "Bila Anda sakit katastrofik, ajukan reaktivasi dengan surat fasilitas kesehatan.",
            "If you are gravely ill, ask for a reactivation with a health facility's letter.",
        ),
    }
)


class KabarKeanggotaan:
    """Writes into the inboxes of the persons concerned; who has no account hears of it in his village."""

    def __init__(self, akun: AkunService, kabar: KabarService) -> None:
        self._akun = akun
        self._kabar = kabar

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the notifier on this session."""
        return cls(AkunService.rakit(sesi, wadah), KabarService.rakit(sesi, wadah))

    async def kabari(self, baris: Sequence[Keanggotaan], alasan: AlasanMasuk | None) -> None:
        """Tell the holders of these new rows."""
        akun = await self._akun.menurut_nik({k.nik_indeks for k in baris if k.nik_indeks})
        for k in baris:
            if siapa := akun.get(k.nik_indeks) if k.nik_indeks else None:
                await self._kabar.kabari(siapa, _kabar(k, alasan))


def _kabar(k: Keanggotaan, alasan: AlasanMasuk | None) -> Kabar:
    teks = [TEKS_AKSI[k.aksi]]
    if k.nonaktif_paling_cepat is not None:
        tanggal = k.nonaktif_paling_cepat.isoformat()
        teks.append(Teks(f"Paling cepat dinonaktifkan: {tanggal}.", f"Deactivation not before {tanggal}."))
    if k.alasan_kode is not None and (butir := ALASAN.get(k.alasan_kode)):
        teks.append(Teks(f"Alasan: {butir.teks.id}.", f"Reason: {butir.teks.en}."))
    if alasan is not None:
        teks.append(Teks(f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}", ""))
    if cara := _CARA.get(k.aksi):
        teks.append(cara)
    isi = Teks("\n".join(t.id for t in teks), "\n".join(t.en for t in teks if t.en))
    return Kabar(JenisKabar.KEANGGOTAAN, JUDUL, isi, f"keanggotaan/{k.ref.teks}")
