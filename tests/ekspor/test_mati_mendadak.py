"""`kill -9` of the process that makes a file, again and again: the file holds every person once."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import polars as pl
import pytest
from sqlalchemy import text

from app.config import Ekspor, Pengaturan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.ekspor.kode import Himpunan, TujuanEkspor
from app.ekspor.schemas import EksporMinta
from app.ekspor.service import EksporService
from app.ekspor.tugas import kerjakan
from app.lembar.entitas import BentukBerkas
from app.operasi.embedded import ServerLokal
from app.wilayah.kode import KodeWilayah
from tests.pabrik.massal import keluarga
from tests.pabrik.pembunuhan import Pembunuh, basisdata_sendiri, lakukan

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 30
KELUARGA = 300
ORANG = 3 * KELUARGA
PELAKU = Pelaku(id_baru(), Jabatan.VERIFIKATOR, ("32.04",))
UJI = text(
    "SELECT count(*) FILTER (WHERE kejadian = 'ekspor:potongan:dibaca'), "
    "count(*) FILTER (WHERE kejadian = 'ekspor:berkas:selesai') FROM jejak_audit WHERE rincian ->> 'ekspor' = :ekspor"
)


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    with basisdata_sendiri(server, templat, folder) as asal:
        asal.batas.ekspor_hari = 1_000
        yield asal.model_copy(update={"ekspor": Ekspor(potongan=10, proses=0, percobaan_maks=100)})


def pesan(aturan: Pengaturan, bentuk: BentukBerkas) -> UUID:
    async def kerja(wadah: Wadah) -> UUID:
        isi = EksporMinta(
            himpunan=Himpunan.REGISTRI,
            bentuk=bentuk,
            kode_wilayah=KodeWilayah("32.04"),
            tujuan=TujuanEkspor.PELAPORAN,
            dasar="460/1",
        )
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return (await EksporService.rakit(sesi, wadah).minta(isi, PELAKU)).ekspor.id

    return lakukan(aturan, kerja)


def berkas(aturan: Pengaturan, ekspor_id: UUID) -> tuple[bytes, tuple[int, int]]:
    """Fetch the file, and count the audit rows of parts and of completion."""

    async def kerja(wadah: Wadah) -> tuple[bytes, tuple[int, int]]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            unduhan = await EksporService.rakit(sesi, wadah).unduh(ekspor_id, PELAKU)
            isi = b"".join([b async for b in unduhan.aliran])
            bagian, selesai = (await sesi.execute(UJI, {"ekspor": str(ekspor_id)})).one()
            assert len(isi) == unduhan.ukuran
            return isi, (bagian, selesai)

    return lakukan(aturan, kerja)


def nama(isi: bytes, bentuk: BentukBerkas) -> list[str]:
    if bentuk is BentukBerkas.PARQUET:
        return sorted(pl.read_parquet(io.BytesIO(isi))["nama"].to_list())
    return sorted(b["nama"] for b in csv.DictReader(io.StringIO(isi.decode("utf-8-sig"), newline="")))


def test_thirty_kills_at_random_moments_lose_and_double_nobody(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await keluarga(sesi, wadah, "32.04.05.2001", KELUARGA // 2)
            await keluarga(sesi, wadah, "32.04.06.2001", KELUARGA // 2, dari=KELUARGA // 2)

    lakukan(aturan, isi)
    pembunuh, ke = Pembunuh(aturan, kerjakan, PEMBUNUHAN, paling_lama=1.2), 0
    assert pembunuh.sekali({"ekspor_id": str(pesan(aturan, BentukBerkas.CSV))})
    while not pembunuh.is_cukup:
        bentuk = (BentukBerkas.CSV, BentukBerkas.PARQUET)[ke % 2]
        ekspor_id = pesan(aturan, bentuk)
        ke += 1
        while not pembunuh.sekali({"ekspor_id": str(ekspor_id)}):
            pass
        isi_berkas, jejak = berkas(aturan, ekspor_id)
        assert nama(isi_berkas, bentuk) == sorted(f"Orang {n}" for n in range(ORANG))
        assert jejak == (KELUARGA // 10, 1)


def test_processes_of_their_own_make_the_same_file(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await keluarga(sesi, wadah, "32.04.05.2001", KELUARGA)

    lakukan(aturan, isi)
    berproses = aturan.model_copy(update={"ekspor": Ekspor(potongan=50, proses=2)})
    ekspor_id = pesan(berproses, BentukBerkas.PARQUET)
    lakukan(berproses, lambda wadah: kerjakan(wadah, {"ekspor_id": str(ekspor_id)}))
    isi_berkas, jejak = berkas(berproses, ekspor_id)
    assert nama(isi_berkas, BentukBerkas.PARQUET) == sorted(f"Orang {n}" for n in range(ORANG))
    assert jejak == (6, 1)
