"""Every import ends: one whose time is over, whose worker died, or whose rows the database refuses."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.db import transaksi
from app.core.jobs import jalankan
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.impor.alur import StatusImpor
from app.impor.repository import ImporRepository
from app.impor.repository_titipan import TitipanRepository
from app.impor.service import TUGAS_IMPOR
from tests.impor.pembantu import baca, berkas, hitung, keluarga, kirim, pengimpor, periksa, terapkan

pytestmark = pytest.mark.anyio
S = StatusImpor


async def _ubah(wadah: Wadah, sql: str) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(text(sql))


async def _habis(wadah: Wadah) -> None:
    await _ubah(wadah, "UPDATE impor SET kedaluwarsa_at = now() - interval '1 day'")
    await jalankan(wadah, "impor.rapikan", {})


async def _antre(wadah: Wadah) -> int:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'impor.kerjakan'")) or 0


@pytest.mark.parametrize("status", [S.SIAP, S.TERHENTI, S.GAGAL, S.DITERIMA])
async def test_an_import_beyond_its_time_ends_and_is_written_down(wadah: Wadah, status: StatusImpor) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga()), siapa)
    await _ubah(wadah, f"UPDATE impor SET status = '{status}'")
    await _habis(wadah)
    satu = await baca(wadah, satu.id, siapa)
    assert (satu.status, satu.galat, satu.kunci_data) == (S.DIBATALKAN, "kedaluwarsa", None)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        sql = "SELECT rincian FROM jejak_audit WHERE kejadian = 'impor:status:diubah'"
        assert [r["ke"] for r in await sesi.scalars(text(sql))] == ["DIBATALKAN"]
    with pytest.raises(TransisiDitolak):
        await terapkan(wadah, satu.id, siapa)


@pytest.mark.parametrize("status", [S.DIPERIKSA, S.DITERAPKAN])
async def test_an_import_at_work_is_not_forgotten_under_its_job(wadah: Wadah, status: StatusImpor) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga()), siapa)
    await periksa(wadah, satu.id, siapa)
    await _ubah(wadah, f"UPDATE impor SET status = '{status}'")
    await _habis(wadah)
    assert (await baca(wadah, satu.id, siapa)).status is status
    assert await hitung(wadah, "baris_impor", "bagian_impor") == (1, 2)


@pytest.mark.parametrize(("status", "ke"), [(S.DIPERIKSA, S.GAGAL), (S.DITERAPKAN, S.TERHENTI)])
async def test_a_job_without_its_file_says_so_and_the_import_lapses(
    wadah: Wadah, status: StatusImpor, ke: StatusImpor
) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga()), siapa)
    await _ubah(wadah, f"UPDATE impor SET status = '{status}', kunci_data = NULL")
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": str(satu.id)})
    satu = await baca(wadah, satu.id, siapa)
    assert (satu.status, satu.galat) == (ke, "berkas-impor-dilupakan")
    await _habis(wadah)
    assert (await baca(wadah, satu.id, siapa)).status is S.DIBATALKAN


async def test_rows_that_are_missing_are_not_called_done(wadah: Wadah) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga({})), siapa)
    await periksa(wadah, satu.id, siapa)
    await _ubah(wadah, "DELETE FROM baris_impor WHERE baris = 3")
    satu = await terapkan(wadah, satu.id, siapa)
    assert (satu.status, satu.galat) == (S.TERHENTI, "jumlah-baris-tidak-cocok")


async def test_who_meets_another_worker_looks_again_later(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    async def terkunci(_diri: TitipanRepository, *_nama: str) -> bool:
        return False

    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga()), siapa)
    with monkeypatch.context() as tambal:
        tambal.setattr(TitipanRepository, "kunci", terkunci)
        await periksa(wadah, satu.id, siapa)
    assert await _antre(wadah) == 2
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": str(satu.id)})
    with monkeypatch.context() as tambal:
        tambal.setattr(TitipanRepository, "kunci", terkunci)
        await jalankan(wadah, TUGAS_IMPOR, {"impor_id": str(satu.id)})
    assert await _antre(wadah) == 2


@pytest.mark.parametrize(("aksi", "ke"), [(periksa, S.GAGAL), (terapkan, S.TERHENTI)])
async def test_rows_that_the_database_refuses_stop_the_import(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch, aksi: Any, ke: StatusImpor
) -> None:
    class Kembar(Exception):
        sqlstate = "23505"

    async def catat(_diri: ImporRepository, **_nilai: Any) -> None:
        raise IntegrityError("COPY", None, Kembar())

    siapa = pengimpor()
    satu = await kirim(wadah, berkas(keluarga()), siapa)
    if aksi is terapkan:
        await periksa(wadah, satu.id, siapa)
    with monkeypatch.context() as tambal:
        tambal.setattr(ImporRepository, "catat_kemajuan", catat)
        satu = await aksi(wadah, satu.id, siapa)
    assert (satu.status, satu.galat) == (ke, "data-ditolak-basis-data")
    assert await hitung(wadah, "keluarga") == (0,)
