"""The worker processes of an import."""

import os
from datetime import date
from uuid import UUID

import pytest

from app.berkas_tabel.bentuk import KodeFormat
from app.config import Pengaturan
from app.impor.baca import Konteks
from app.impor.kolam import Kolam
from app.impor.pekerja import Bekal, Pengolah

pytestmark = pytest.mark.anyio
_KONTEKS = Konteks(
    impor_id=UUID(int=1),
    format=KodeFormat.DTKS1,
    kolom=("nik",),
    pemisah=",",
    pengodean="utf-8",
    tanggal_data=date(2026, 6, 30),
    hari=date(2026, 11, 22),
    lingkup=(),
    sendiri=frozenset(),
    kunci=bytes(32),
)


def _bekal(pengaturan: Pengaturan) -> Bekal:
    return Bekal(pengaturan.enkripsi.kunci, _KONTEKS, {}, frozenset())


async def test_the_processes_of_a_stage_are_gone_when_the_next_one_begins(pengaturan: Pengaturan) -> None:
    async with Kolam(_bekal(pengaturan), 1) as kolam:
        semula = await kolam.kerjakan(_siapa)
        assert semula != os.getpid()
        tertinggal = kolam.kerjakan(_siapa)
    assert tertinggal.cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(semula, 0)


async def test_a_block_is_read_alike_in_a_process_and_without(pengaturan: Pengaturan) -> None:
    hasil = []
    for proses in (0, 1):
        async with Kolam(_bekal(pengaturan), proses) as kolam:
            hasil.append(await kolam.kerjakan(Pengolah.baca_csv, (b"nik", b"", b"a,b"), 1, ()))
    assert hasil[0] == hasil[1]
    assert (hasil[0].kosong, [t.baris for t in hasil[0].ditolak]) == (1, [3])


def _siapa(_: Pengolah) -> int:
    return os.getpid()
