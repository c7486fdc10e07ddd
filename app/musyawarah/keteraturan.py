"""How regularly villages meet: shown per kecamatan, and told to who answers for it when a meeting is overdue.

At least every three months (Kepmensos 73/HUK/2024 in practice; before, kelurahan met every six): a setting.
"""

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.clock import WIB, hari_ini, now
from app.core.db import transaksi
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.musyawarah.entitas import KeteraturanDesa
from app.musyawarah.meja import Meja
from app.notifikasi.kabar import JenisKabar, Kabar
from app.notifikasi.kotak_masuk import KotakMasukService
from app.usulan.agenda import AgendaUsulan
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

TUGAS_INGATKAN: Final = "musyawarah.ingatkan"
_BULAN: Final = 12
_PANJANG_KABKOTA: Final = 5
_DISEBUT: Final = 10
"""Villages that a message to the kab/kota names; the others it counts."""


class KeteraturanService:
    """Reads the regularity, and reminds."""

    def __init__(
        self, meja: Meja, wilayah: WilayahService, akun: AkunService, kotak: KotakMasukService, agenda: AgendaUsulan
    ) -> None:
        self._meja = meja
        self._wilayah = wilayah
        self._akun = akun
        self._kotak = kotak
        self._agenda = agenda

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            Meja.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
            KotakMasukService.rakit(sesi, wadah),
            AgendaUsulan.rakit(sesi, wadah),
        )

    async def daftar(self, kecamatan: KodeWilayah, pelaku: Pelaku, hal: Halaman) -> Potongan[KeteraturanDesa]:
        """Return the villages of a kecamatan that lie in the caller's area; one that never met is overdue."""
        hasil = await self._wilayah.daftar(kecamatan, hal)
        lingkup = Lingkup.dari(pelaku)
        desa = [w for w in hasil.data if lingkup.memuat(w.kode)]
        kode = [w.kode for w in desa]
        terakhir = await self._meja.repo.final_desa(kode)
        berikut = await self._meja.repo.rapat_berikut(kode, hari_ini())
        baris = [self._satu(w.kode, w.nama, terakhir.get(w.kode), berikut.get(w.kode)) for w in desa]
        return Potongan(baris, hasil.halaman)

    def _satu(self, kode: str, nama: str, terakhir: date | None, berikut: date | None) -> KeteraturanDesa:
        tempo = tambah_bulan(terakhir, self._meja.aturan.tiap_bulan) if terakhir else None
        return KeteraturanDesa(kode, nama, terakhir, tempo, berikut, tempo is None or tempo < hari_ini())

    async def terlambat(self) -> dict[str, dict[str, date]]:
        """Return the overdue villages with their due day, by kab/kota.

        A village that never met is overdue when a complete usulan has waited there for as long; its due day is then
        the first of this month, so that it hears of it once a month.
        """
        hari, bulan = hari_ini(), self._meja.aturan.tiap_bulan
        batas = tambah_bulan(hari, -bulan)
        lama = {kode: tambah_bulan(t, bulan) for kode, t in await self._meja.repo.desa_lama(batas)}
        menunggu = await self._agenda.desa_menunggu(datetime.combine(batas, time(), WIB))
        pernah = await self._meja.repo.final_desa(menunggu) if menunggu else {}
        lama |= {kode: hari.replace(day=1) for kode in menunggu if kode not in pernah}
        hasil: dict[str, dict[str, date]] = defaultdict(dict)
        for kode, tempo in lama.items():
            hasil[kode[:_PANJANG_KABKOTA]][kode] = tempo
        return hasil

    async def kabari(self, kode_kabkota: str, desa: Mapping[str, date]) -> int:
        """Tell who answers for these villages, each once for its due day; return how many were told of."""
        baru = [k for k in sorted(desa) if await self._meja.repo.tandai_diingatkan(k, desa[k], now())]
        if not baru:
            return 0
        nama = await self._wilayah.nama_lengkap_banyak(baru)
        for kode in baru:
            akun = chain(
                await self._akun.meja_desa(kode),
                await self._akun.petugas_di(kode, Jabatan.TKSK),
            )
            await self._kotak.tulis([a.id for a in akun], _kabar_desa(nama[KodeWilayah(kode)], desa[kode]))
        verifikator = await self._akun.petugas_di(kode_kabkota, Jabatan.VERIFIKATOR)
        pendek = [nama[KodeWilayah(k)].partition(",")[0] for k in baru]
        await self._kotak.tulis([a.id for a in verifikator], _kabar_kabkota(pendek))
        return len(baru)


async def ingatkan(wadah: Wadah) -> int:
    """Remind of every overdue village, one kab/kota in one transaction; return how many were told of."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        semua = await KeteraturanService.rakit(sesi, wadah).terlambat()
    jumlah = 0
    for kabkota, desa in sorted(semua.items()):
        async with transaksi(wadah.pabrik_sesi) as sesi:
            jumlah += await KeteraturanService.rakit(sesi, wadah).kabari(kabkota, desa)
    return jumlah


def tambah_bulan(hari: date, bulan: int) -> date:
    """Return the same day so many months later (or earlier), or the last day of a shorter month."""
    urut = hari.year * _BULAN + hari.month - 1 + bulan
    tahun, indeks = divmod(urut, _BULAN)
    akhir = calendar.monthrange(tahun, indeks + 1)[1]
    return date(tahun, indeks + 1, min(hari.day, akhir))


def _kabar_desa(nama: str, tempo: date) -> Kabar:
    return Kabar(
        JenisKabar.MUSYAWARAH,
        Teks("Musyawarah sudah lewat waktu", "A village meeting is overdue"),
        Teks(
            f"{nama} seharusnya bermusyawarah paling lambat {tempo:%d-%m-%Y}. Jadwalkan musyawarah.",
            f"{nama} should have met by {tempo:%d-%m-%Y}. Plan a meeting.",
        ),
        "musyawarah/keteraturan",
    )


def _kabar_kabkota(nama: Sequence[str]) -> Kabar:
    sebut = ", ".join(nama[:_DISEBUT]) + (", …" if len(nama) > _DISEBUT else "")
    return Kabar(
        JenisKabar.MUSYAWARAH,
        Teks("Ada desa yang terlambat bermusyawarah", "Villages are overdue to meet"),
        Teks(
            f"{len(nama)} desa/kelurahan lewat waktu musyawarah: {sebut}.",
            f"{len(nama)} villages are overdue to meet: {sebut}.",
        ),
        "musyawarah/keteraturan",
    )
