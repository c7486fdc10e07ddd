"""Deadlines: who keeps a case waiting is reminded twice, then what only he could move on lapses.

Kepmensos 73/HUK/2024 names no days; those of `Tenggat` are settings. What waits for an office (a check, a
visit, a validation) never lapses through the office's delay: the officers are told once a day how much is overdue.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.akun.service import AkunService
from app.config import Tenggat
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.notifikasi.kabar import JenisKabar, Kabar
from app.referensi.katalog import alasan
from app.usulan.alur import ALUR_USULAN
from app.usulan.models import Usulan
from app.usulan.repository_tenggat import TenggatRepository
from app.usulan.service import UsulanService
from app.usulan.status import TEKS_STATUS, AksiUsulan, SasaranKembali, StatusUsulan
from app.usulan.syarat import FaktaUsulan

SEKALIGUS: Final = 100
"""Cases looked after in one transaction."""
KODE_LAPSUS: Final = "TENGGAT_TERLEWAT"
_S, _J = StatusUsulan, Jabatan

LAPSUS: Final = ALUR_USULAN[AksiUsulan.KEDALUWARSAKAN].dari
"""States that lapse."""

PENANGGUNG: Final[Mapping[StatusUsulan, Jabatan]] = MappingProxyType(
    {
        _S.DIAJUKAN: _J.OPERATOR_DESA,
        _S.DISEPAKATI_MUSYAWARAH: _J.VERIFIKATOR,
        _S.VERVAL_DITUGASKAN: _J.VERIFIKATOR,
        _S.VERVAL_GAGAL: _J.VERIFIKATOR,
        _S.VALIDASI_DINSOS: _J.VERIFIKATOR,
    }
)
"""Whose routine work it is that a case of this state waits for; a village without an operator has the kab/kota's."""


class TenggatService:
    """Reminds and lets lapse, a chunk at a time; repeated or killed in the middle, it neither repeats nor forgets."""

    def __init__(
        self, repo: TenggatRepository, usulan: UsulanService, akun: AkunService, kabar: KabarService, tenggat: Tenggat
    ) -> None:
        self._repo = repo
        self._usulan = usulan
        self._akun = akun
        self._kabar = kabar
        self._tenggat = tenggat

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service on this session."""
        return cls(
            TenggatRepository(sesi),
            UsulanService.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
            KabarService.rakit(sesi, wadah),
            wadah.pengaturan.tenggat,
        )

    async def ingatkan(self) -> int:
        """Remind of up to `SEKALIGUS` cases and return how many; a case is reminded at most once a day."""
        kini = hari_ini()
        jumlah = 0
        for ke, sisa in enumerate(self._tenggat.pengingat_sisa_hari):
            batas = kini + timedelta(days=sisa)
            for usulan in await self._repo.perlu_diingatkan(LAPSUS, ke, batas, kini, SEKALIGUS):
                usulan.pengingat_ke, usulan.pengingat_date = ke + 1, kini
                await self._kabar.kabari(await self._penunggu(usulan), _pengingat(usulan))
                jumlah += 1
        return jumlah

    async def lewatkan(self) -> int:
        """End up to `SEKALIGUS` cases whose day has passed after both reminders, and return how many."""
        kini = hari_ini()
        habis = await self._repo.habis(LAPSUS, len(self._tenggat.pengingat_sisa_hari), kini, SEKALIGUS)
        for ref in habis:
            usulan = await self._usulan.kunci(ref, None)
            # Between the query and the lock somebody may have moved it on.
            if usulan.status not in LAPSUS or usulan.tenggat_date is None or usulan.tenggat_date >= kini:
                continue
            penunggu = await self._penunggu(usulan)
            fakta, sebab = FaktaUsulan(is_tenggat_lewat=True), _alasan(usulan.tenggat_date)
            await self._usulan.jalankan(usulan, AksiUsulan.KEDALUWARSAKAN, None, alasan=sebab, fakta=fakta)
            await self._kabar.kabari(penunggu - {usulan.pengusul_id}, _lewat(usulan))
        return len(habis)

    async def laporkan(self) -> int:
        """Tell each officer in his inbox how much of his routine work is overdue; return how many officers."""
        kini = hari_ini()
        beban: defaultdict[UUID, Counter[StatusUsulan]] = defaultdict(Counter)
        for status, kode_desa, jumlah in await self._repo.terlambat(PENANGGUNG, kini):
            for akun_id in await self._petugas(kode_desa, PENANGGUNG[status]):
                beban[akun_id][status] += jumlah
        for akun_id, hitung in sorted(beban.items()):
            await self._kabar.kabari([akun_id], _terlambat(hitung, kini), surel=False)
        return len(beban)

    async def _penunggu(self, usulan: Usulan) -> set[UUID]:
        """Return the accounts that can move the case on: the proposer, or the office to which it was returned."""
        if usulan.status is not StatusUsulan.DIKEMBALIKAN:
            siapa = {usulan.pengusul_id}
            if usulan.nik_subjek and usulan.status is StatusUsulan.TIDAK_PADAN:
                siapa |= set(await self._akun.warga(usulan.nik_subjek))
            return siapa
        ke_desa = usulan.sasaran_kembali is SasaranKembali.DESA
        jabatan = Jabatan.OPERATOR_DESA if ke_desa else Jabatan.VERIFIKATOR
        return await self._petugas(usulan.kode_desa, jabatan)

    async def _petugas(self, kode_desa: str, jabatan: Jabatan) -> set[UUID]:
        if jabatan is Jabatan.OPERATOR_DESA:
            return {a.id for a in await self._akun.meja_desa(kode_desa)}
        return {a.id for a in await self._akun.petugas_di(kode_desa, jabatan)}


async def jaga(wadah: Wadah) -> None:
    """Look after all deadlines of the day: reminders first, so that nothing lapses unannounced."""
    for langkah in (TenggatService.ingatkan, TenggatService.lewatkan):
        jumlah = 1
        while jumlah:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                jumlah = await langkah(TenggatService.rakit(sesi, wadah))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await TenggatService.rakit(sesi, wadah).laporkan()


def _alasan(tenggat: date) -> AlasanMasuk:
    isi = alasan(KODE_LAPSUS)
    penjelasan = f"{isi.teks.id}: tidak dilanjutkan sampai {tenggat:%d-%m-%Y} walaupun sudah diingatkan."
    return AlasanMasuk(kode=isi.kode, penjelasan=penjelasan, langkah_berikutnya=isi.langkah.id)


def _objek(usulan: Usulan) -> str:
    return f"usulan/{usulan.ref.teks}"


def _pengingat(usulan: Usulan) -> Kabar:
    assert usulan.tenggat_date is not None, "only cases with a deadline are reminded"
    nomor, hari, status = usulan.nomor or "-", usulan.tenggat_date, TEKS_STATUS[usulan.status]
    return Kabar(
        JenisKabar.TENGGAT,
        Teks("Usulan menunggu Anda", "A proposal waits for you"),
        Teks(
            f"Usulan {nomor} ({status.id}) kedaluwarsa bila tidak dilanjutkan sampai {hari:%d-%m-%Y}.",
            f"Proposal {nomor} ({status.en}) lapses unless it goes on by {hari.isoformat()}.",
        ),
        _objek(usulan),
    )


def _lewat(usulan: Usulan) -> Kabar:
    nomor = usulan.nomor or "-"
    return Kabar(
        JenisKabar.TENGGAT,
        Teks("Usulan kedaluwarsa", "A proposal has lapsed"),
        Teks(
            f"Usulan {nomor} kedaluwarsa karena tidak dilanjutkan. Pengusul dapat mengajukannya kembali.",
            f"Proposal {nomor} lapsed because it was not moved on. The proposer may propose again.",
        ),
        _objek(usulan),
    )


def _terlambat(hitung: Mapping[StatusUsulan, int], kini: date) -> Kabar:
    def baris(bahasa: str) -> str:
        butir: Iterable[str] = (f"{TEKS_STATUS[s].dalam(bahasa)}: {n}" for s, n in sorted(hitung.items()))
        return "; ".join(butir)

    return Kabar(
        JenisKabar.TENGGAT,
        Teks("Pekerjaan melewati batas waktu", "Work is overdue"),
        Teks(f"Per {kini:%d-%m-%Y} melewati batas: {baris('id')}.", f"Overdue on {kini.isoformat()}: {baris('en')}."),
    )
