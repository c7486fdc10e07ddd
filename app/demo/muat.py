"""Fills an empty database with the demonstration: families of one real kecamatan, registered like any others."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.demo.penduduk import KeluargaSintetis, Penduduk
from app.keluarga.entitas import AnggotaLengkap
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import SumberJawaban
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import AnggotaSubjek

KECAMATAN: Final = "32.04.05"
"""Cileunyi, Kabupaten Bandung: a real kecamatan of six villages; the people in it are made up."""
DESA: Final = {
    f"{KECAMATAN}.2001": "Cileunyi Kulon",
    f"{KECAMATAN}.2002": "Cileunyi Wetan",
    f"{KECAMATAN}.2003": "Cimekar",
    f"{KECAMATAN}.2004": "Cinunuk",
    f"{KECAMATAN}.2005": "Cibiru Hilir",
    f"{KECAMATAN}.2006": "Cibiru Wetan",
}
"""Its villages."""
JUMLAH: Final = 2_100
BENIH: Final = 2026
_PER_TRANSAKSI: Final = 40
_SEJAJAR: Final = 4

Kemajuan = Callable[[int, int], None]


async def muat_keluarga(wadah: Wadah, jumlah: int = JUMLAH, kemajuan: Kemajuan | None = None) -> int:
    """Register `jumlah` synthetic families with their answers and return how many; families of a former try stay.

    Each chunk is one transaction, so an interrupted run leaves whole families only and the next one skips them.
    """
    instrumen = muat(KodeInstrumen.REGSOSEK2022K)
    antrean = _potong(Penduduk(BENIH, [*DESA], instrumen, hari_ini()).keluarga(jumlah), _PER_TRANSAKSI)
    selesai = 0

    async def pekerja() -> None:
        nonlocal selesai
        for bagian in antrean:
            await _daftarkan(wadah, bagian)
            selesai += len(bagian)
            if kemajuan:
                kemajuan(selesai, jumlah)

    async with asyncio.TaskGroup() as grup:
        for _ in range(_SEJAJAR):
            grup.create_task(pekerja())
    return selesai


async def _daftarkan(wadah: Wadah, bagian: Sequence[KeluargaSintetis]) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        service = KeluargaService.rakit(sesi, wadah)
        for satu in bagian:
            if satu.subjek.nik and await service.cari_nik(satu.subjek.nik):
                continue
            keluarga_id = id_baru()
            await service.daftarkan(satu.subjek, keluarga_id, None)
            terdaftar = {_kenal(a): str(a.individu_id) for a in (await service.baca(keluarga_id)).aktif}
            orang = [satu.subjek.sebagai_anggota, *satu.subjek.anggota]
            individu = {terdaftar[_kenal(o)]: satu.jawaban["individu"][f"p{n}"] for n, o in enumerate(orang)}
            await service.simpan_jawaban(
                keluarga_id,
                KodeInstrumen.REGSOSEK2022K,
                {**satu.jawaban, "individu": individu},
                sumber=SumberJawaban.IMPOR,
                tanggal=hari_ini() - timedelta(days=len(orang)),
                pelaku=None,
            )


def _kenal(orang: AnggotaSubjek | AnggotaLengkap) -> tuple[object, ...]:
    """Recognise a person inside his family."""
    return orang.nama, orang.tanggal_lahir, orang.jenis_kelamin


def _potong(semua: Iterator[KeluargaSintetis], ukuran: int) -> Iterator[list[KeluargaSintetis]]:
    while bagian := list(islice(semua, ukuran)):
        yield bagian
