"""Jobs of field work: forget what has expired, and hand drafts of closed visits to the officers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.berkas_objek import potongan
from app.core.clock import now
from app.core.db import transaksi
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.lapangan.perapian import Perapian
from app.lapangan.periksa import PemeriksaKunjungan
from app.verval.survei_penugasan import PenugasanService


async def periksa_kunjungan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Compare a received visit with others; run again, it repeats no finding."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PemeriksaKunjungan.rakit(sesi, wadah).jalankan(Ref.urai(muatan["ref"]))


async def hapus_potongan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Delete pieces of an upload that nobody needs any more."""
    for objek_id in muatan["objek"]:
        await potongan.hapus(wadah.objek, UUID(objek_id))


async def rapikan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Close assignments whose case needs no visit, keep drafts of closed ones for the officers, forget the expired."""
    setelah: UUID | None = None
    while True:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            setelah = await PenugasanService.rakit(sesi, wadah).akhiri_usang(setelah)
        if setelah is None:
            break
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await Perapian.rakit(sesi, wadah).jalankan()
    # Pieces of imports lie in the same folder.
    aturan = wadah.pengaturan
    lama = now() - timedelta(days=max(aturan.lapangan.unggahan_hari, aturan.impor.simpan_hari) + 1)
    await potongan.sapu(wadah.objek, lama)
