"""What the commands on ranking runs do, apart from how a terminal draws it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.config import Pengaturan
from app.core.clock import now
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.entitas import Kemajuan
from app.desil.kemajuan import laju
from app.desil.models import Putaran
from app.desil.putaran import PutaranService
from app.desil.tugas import hitung
from app.rakitan import wadah_sendiri

_TAHAP: Final = {
    TahapHitung.MENUNGGU: "waits for a worker",
    TahapHitung.DISKOR: "scores families",
    TahapHitung.DIBATASI: "finds the cut-offs",
    TahapHitung.SELESAI: "is complete",
}


class TidakAdaPutaranError(Exception):
    """There is nothing to watch or to compute; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Keadaan:
    """How far a run is, for a line in a terminal."""

    persen: int
    kalimat: str
    is_berakhir: bool
    is_diminta: bool


Lapor = Callable[[Keadaan], None]


async def pantau(periode: str, lapor: Lapor, jeda: float) -> Keadaan:
    """Tell how far the newest run of a period is until its computation ends, or nobody is to compute it.

    Raises:
        TidakAdaPutaranError: the period has no run.
    """
    async with wadah_sendiri(Pengaturan(), nama="dtks-desil") as wadah:
        return await _pantau(wadah, periode, lapor, jeda)


async def jalankan(periode: str, lapor: Lapor, jeda: float) -> Keadaan:
    """Compute the newest run of a period in this process and tell how far it is; only watch where somebody does.

    Raises:
        TidakAdaPutaranError: the period has no run, or nobody asked for its computation.
    """
    async with wadah_sendiri(Pengaturan(), nama="dtks-desil", pekerja=True) as wadah:
        putaran_id, keadaan = await _lihat(wadah, periode)
        if not keadaan.is_diminta:
            raise TidakAdaPutaranError(
                f"nobody asked for the computation of {periode}: POST /v1/admin/desil/putaran/{putaran_id}/hitung"
            )
        pengamat = asyncio.create_task(_pantau(wadah, periode, lapor, jeda))
        try:
            await hitung(wadah, {"putaran_id": str(putaran_id)})
            return await pengamat
        finally:
            pengamat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pengamat


async def _pantau(wadah: Wadah, periode: str, lapor: Lapor, jeda: float) -> Keadaan:
    _, keadaan = await _lihat(wadah, periode)
    lapor(keadaan)
    while not keadaan.is_berakhir:
        await asyncio.sleep(jeda)
        _, keadaan = await _lihat(wadah, periode)
        lapor(keadaan)
    return keadaan


async def _lihat(wadah: Wadah, periode: str) -> tuple[UUID, Keadaan]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        service = PutaranService.rakit(sesi, wadah)
        putaran = await service.terbaru(periode)
        if putaran is None:
            raise TidakAdaPutaranError(f"{periode} has no run: POST /v1/admin/desil/putaran prepares one")
        kemajuan = await service.kemajuan([putaran])
        return putaran.id, _keadaan(putaran, kemajuan.get(putaran.nomor, Kemajuan()))


def _keadaan(putaran: Putaran, kemajuan: Kemajuan) -> Keadaan:
    p = putaran
    cepat = laju(p.tahap, kemajuan, p.keluarga, p.hitung_mulai_at, p.hitung_mulai_keluarga, now())
    bagian = [f"{p.periode} {_TAHAP[p.tahap]}", f"{cepat.keluarga:,} families"]
    if cepat.per_detik is not None and cepat.sisa_detik is not None:
        bagian += [f"{cepat.per_detik:,} per second", f"{timedelta(seconds=cepat.sisa_detik)} to go"]
    is_diminta = p.status is StatusPutaran.DIHITUNG and p.tahap is not TahapHitung.SELESAI
    return Keadaan(cepat.persen, ", ".join(bagian) + f" ({p.status.value})", not is_diminta, is_diminta)
