"""`kill -9` of the process that corrects a day, again and again: every family once, no answers twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from app.config import Impor, Pengaturan
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.impor.kode import AlasanRalat
from app.impor.ralat import RalatImporService
from app.impor.repository import ImporRepository
from app.impor.tugas import ralat
from app.operasi.embedded import ServerLokal
from tests.impor.pembantu import berkas, impor, keluarga, pengimpor
from tests.pabrik.pembunuhan import Pembunuh, basisdata_sendiri, lakukan

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(600)]

SALAH, BENAR, LAGI = date(2026, 3, 1), date(2025, 3, 1), date(2024, 3, 1)
KELUARGA, PEMBUNUHAN = 120, 20
ISI = """SELECT (SELECT count(*) FROM keluarga WHERE data_date = :h), (SELECT count(*) FROM jawaban_survei),
    (SELECT count(*) FROM jawaban_survei WHERE digantikan_id IS NULL AND tanggal_date = :h),
    (SELECT count(*) FROM variabel_kanonik WHERE tanggal_date = :h),
    (SELECT count(*) FROM riwayat_keluarga WHERE peristiwa = 'KELUARGA_DIPERBAIKI'),
    (SELECT count(*) FROM jejak_audit WHERE kejadian = 'keluarga:data:diralat'),
    (SELECT count(*) FROM riwayat_kanonik)"""


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    with basisdata_sendiri(server, templat, folder) as asal:
        yield asal.model_copy(update={"impor": Impor(potongan=8, proses=0)})


def test_twenty_kills_at_random_moments_leave_every_family_corrected_once(aturan: Pengaturan) -> None:
    isi = berkas([b for _ in range(KELUARGA) for b in keluarga({}, k_302="48", i_408="1")])
    siapa = pengimpor()
    impor_id = lakukan(aturan, lambda w: impor(w, isi, siapa, hari=SALAH))[0].id
    pembunuh, kali, hari = Pembunuh(aturan, ralat, PEMBUNUHAN, paling_lama=1.5), 0, SALAH
    while not pembunuh.is_cukup or kali < 2:  # the first worker is let work, so that the next ones are killed in time
        hari, kali = (BENAR if hari != BENAR else LAGI), kali + 1

        async def suruh(wadah: Wadah, hari: date = hari) -> None:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                satu = await ImporRepository(sesi).ambil(impor_id)
                assert satu is not None
                service = RalatImporService(sesi, wadah)
                await service.minta(impor_id, hari, AlasanRalat.SALAH_KETIK, siapa, versi=satu.versi)

        lakukan(aturan, suruh)
        while not pembunuh.sekali({"impor_id": str(impor_id)}):
            pass
        _periksa(aturan, impor_id=str(impor_id), hari=hari, kali=kali)


def _periksa(aturan: Pengaturan, *, impor_id: str, hari: date, kali: int) -> None:
    async def hasil(wadah: Wadah) -> tuple[list[int], list[int]]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            satu = (await sesi.execute(text(ISI), {"h": hari})).one()
            r = "SELECT dilihat, diubah, keluarga FROM ralat_impor WHERE impor_id = :i ORDER BY id DESC LIMIT 1"
            return list(satu), list((await sesi.execute(text(r), {"i": impor_id})).one())

    isi, angka = lakukan(aturan, hasil)
    tiap_kali = [KELUARGA * kali] * 3
    assert isi == [KELUARGA, KELUARGA * (kali + 1), KELUARGA, KELUARGA, *tiap_kali]
    assert angka == [KELUARGA] * len(angka)
