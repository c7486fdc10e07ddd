"""A device comes home: each item in a transaction of its own, so that a bad one never loses the others."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import now
from app.core.db import transaksi
from app.core.errors import DomainError
from app.core.galat_umum import SedangDiproses
from app.core.logging import rincian
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.lapangan.errors import ItemDitolak, SalinanBerbeda
from app.lapangan.item import ItemService
from app.lapangan.jam import Jam, ukur
from app.lapangan.repository import LapanganRepository
from app.lapangan.schemas import HasilItem, PerangkatMasuk, SatuItemMasuk, SinkronBaca, SinkronMasuk
from app.lapangan.status import Putusan
from app.lapangan.vonis import SEMENTARA, Kiriman, Vonis, dari_galat, periksa_bentuk

_log = structlog.get_logger("dtks.lapangan")
_MENUNGGU: Final = Teks(
    "Menunggu item sebelumnya dari keluarga yang sama; kirim lagi",
    "Waits for an earlier item of the same family; send it again",
)
_TERLALU_BANYAK: Final = Teks("Terlalu banyak item sekaligus; kirim lagi", "Too many items at once; send it again")
_KESALAHAN: Final = Teks("Terjadi kesalahan di pihak kami; kirim lagi", "Something went wrong on our side; send again")


class SinkronService:
    """Takes batches; lives outside any transaction and opens one per item."""

    def __init__(self, wadah: Wadah) -> None:
        self._wadah = wadah
        self._aturan = wadah.pengaturan.lapangan

    async def sinkronkan(self, isi: SinkronMasuk, pelaku: Pelaku) -> SinkronBaca:
        """Decide the items in their order; none is left without a verdict.

        An item that is put off puts off the later ones of its family, so that none overtakes another.
        """
        jam = await self._jam(isi.perangkat, pelaku)
        hasil: list[HasilItem] = []
        tertunda: set[object] = set()
        for n, item in enumerate(isi.item):
            k = Kiriman(item, isi.perangkat, jam, pelaku)
            if n >= self._aturan.item_sekali_kirim:
                satu = _tunda(k, "terlalu-banyak-item", _TERLALU_BANYAK)
            elif item.penugasan in tertunda:
                satu = _tunda(k, "menunggu-item-sebelumnya", _MENUNGGU)
            else:
                satu = await self._putuskan(k)
            if satu.putusan is Putusan.DITUNDA:
                tertunda.add(item.penugasan)
            hasil.append(satu)
        return SinkronBaca(waktu_server=now(), selisih_detik=round(jam.selisih.total_seconds()), hasil=hasil)

    async def satu(self, isi: SatuItemMasuk, pelaku: Pelaku) -> HasilItem:
        """Decide a single item.

        Raises:
            SalinanBerbeda: a conflict, with the server's copy.
            ItemDitolak: refused, with its verdict.
            SedangDiproses: not decided; send it again.
        """
        hasil = await self._putuskan(Kiriman(isi.item, isi.perangkat, await self._jam(isi.perangkat, pelaku), pelaku))
        rinci = hasil.model_dump(mode="json")
        if hasil.putusan is Putusan.KONFLIK:
            raise SalinanBerbeda(salinan=rinci["salinan"])
        if hasil.putusan is Putusan.DITOLAK:
            raise ItemDitolak(hasil=rinci)
        if hasil.putusan is Putusan.DITUNDA:
            raise SedangDiproses
        return hasil

    async def _jam(self, perangkat: PerangkatMasuk, pelaku: Pelaku) -> Jam:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            lama = await LapanganRepository(sesi).perangkat(pelaku.akun_id, perangkat.id)
        paket = (lama.jam_paket, lama.paket_at) if lama else None
        return ukur(perangkat.jam, now(), paket, timedelta(minutes=self._aturan.selisih_jam_menit))

    async def _putuskan(self, k: Kiriman) -> HasilItem:
        try:
            periksa_bentuk(k.item.isi)
        except DomainError as galat:  # neither the content nor a digest of it can be kept; sent again, it is this again
            return dari_galat(galat, Putusan.DITOLAK).hasil(k.item.id)
        try:
            return await self._coba(lambda item: item.terapkan(k))
        except SEMENTARA as galat:
            return dari_galat(galat, Putusan.DITUNDA).hasil(k.item.id)
        except DomainError as galat:
            ditolak = galat
        except Exception as galat:  # noqa: BLE001 - whatever it was, it must not keep the other items from a verdict
            return _gagal(k, galat)
        try:
            return await self._coba(lambda item: item.tolak(k, ditolak))
        except Exception as galat:  # noqa: BLE001 - as above
            return _gagal(k, galat)

    async def _coba(self, kerja: Callable[[ItemService], Awaitable[HasilItem]]) -> HasilItem:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            return await kerja(ItemService.rakit(sesi, self._wadah))


def _gagal(k: Kiriman, galat: Exception) -> HasilItem:
    if isinstance(galat, SQLAlchemyError | OSError | TimeoutError):
        return dari_galat(SedangDiproses(), Putusan.DITUNDA).hasil(k.item.id)
    _log.error("item-gagal", kerja=k.item.jenis, **rincian(galat))
    return _tunda(k, "kesalahan-dalam", _KESALAHAN)


def _tunda(k: Kiriman, kode: str, pesan: Teks) -> HasilItem:
    return Vonis(Putusan.DITUNDA, kode=kode, pesan=pesan).hasil(k.item.id)
