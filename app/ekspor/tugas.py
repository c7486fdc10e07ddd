"""Jobs of exports: make a file, delete its bytes, destroy what has expired."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from app.berkas_objek import potongan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.serempak import serempak
from app.core.wadah import Wadah
from app.ekspor.kolam import Olah, buka_kolam
from app.ekspor.pengerjaan import TUGAS_KERJAKAN, PengerjaanService
from app.ekspor.proses import Bahan, Hasil


class _Berjalan:
    """How many exports this worker makes; more would take the connections that its other jobs wait for."""

    jumlah: ClassVar[int] = 0


async def kerjakan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Make a file to its end, or put it off when the worker makes as many as it may.

    Run again after a kill, it goes on with the ranges that are missing.
    """
    aturan = wadah.pengaturan.ekspor
    if _Berjalan.jumlah >= aturan.serempak:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await enqueue(sesi, TUGAS_KERJAKAN, muatan, tunda=timedelta(seconds=aturan.tunggu_detik))
        return
    _Berjalan.jumlah += 1
    try:
        await _buat(wadah, UUID(muatan["ekspor_id"]))
    finally:
        _Berjalan.jumlah -= 1


async def _buat(wadah: Wadah, ekspor_id: UUID) -> None:
    """Make a file. The first transaction does nothing but keep other workers away; a dead worker's ends with him."""
    async with transaksi(wadah.pabrik_sesi) as penjaga:
        if not await PengerjaanService.rakit(penjaga, wadah).kunci(ekspor_id):
            return
        async with transaksi(wadah.pabrik_sesi) as sesi:
            sisa = await PengerjaanService.rakit(sesi, wadah).mulai(ekspor_id)
        antrean = iter(sisa)
        async with buka_kolam(wadah, len(sisa)) as olah:
            jalur = range(wadah.pengaturan.ekspor.sambungan)
            await serempak(_jalur(wadah, ekspor_id, antrean, olah) for _ in jalur)
        await _akhiri(wadah, ekspor_id)


async def _jalur(wadah: Wadah, ekspor_id: UUID, antrean: Iterator[int], olah: Olah) -> None:
    """Make range after range; several of these share one queue, so that one reads while another is encoded."""
    for urutan in antrean:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            bahan = await PengerjaanService.rakit(sesi, wadah).siapkan(ekspor_id, urutan)
        if bahan is None:
            return
        hasil = await olah(bahan) if isinstance(bahan, Bahan) else bahan
        await _simpan(wadah, ekspor_id, urutan, hasil)


async def _simpan(wadah: Wadah, ekspor_id: UUID, urutan: int, hasil: Hasil) -> None:
    objek_id = id_baru()
    await potongan.simpan(wadah.objek, objek_id, hasil.tertutup)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        dipakai = await PengerjaanService.rakit(sesi, wadah).simpan(ekspor_id, urutan, objek_id, hasil)
    if not dipakai:
        await potongan.hapus(wadah.objek, objek_id)


async def _akhiri(wadah: Wadah, ekspor_id: UUID) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        rangka = await PengerjaanService.rakit(sesi, wadah).rangka(ekspor_id)
    if rangka is None:
        return
    bagian = []
    for urutan, hasil in rangka.bagian:
        objek_id = id_baru()
        await potongan.simpan(wadah.objek, objek_id, hasil.tertutup)
        bagian.append((urutan, objek_id, hasil.ukuran))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        dipakai = await PengerjaanService.rakit(sesi, wadah).selesaikan(ekspor_id, bagian)
    if not dipakai:
        for _, objek_id, _ in bagian:
            await potongan.hapus(wadah.objek, objek_id)


async def hapus_objek(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Delete parts of a file whose key is destroyed; one that is gone is done."""
    for objek_id in muatan["objek"]:
        await potongan.hapus(wadah.objek, UUID(objek_id))


async def musnahkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Destroy the files whose time is over."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PengerjaanService.rakit(sesi, wadah).musnahkan_kedaluwarsa() > 0
