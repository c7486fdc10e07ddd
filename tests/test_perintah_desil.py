"""Ranking runs in a terminal: computed or watched, with percent, speed and what remains."""

import asyncio
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from app import cli, perintah_desil
from app.core.clock import now
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.entitas import Kemajuan
from app.desil.models import Putaran
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.perintah_desil import Keadaan, TidakAdaPutaranError
from tests.pabrik import desil as pabrik

terminal = CliRunner()


@pytest.fixture
def _di_sini(wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perintah_desil, "Pengaturan", lambda: wadah_nyata.pengaturan)


async def siapkan(wadah: Wadah, *, diminta: bool) -> Putaran:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100 + n} for n in range(60)])
        putaran = await pabrik.putaran(sesi, wadah, sampai="siapkan")
        if diminta:
            await PutaranService.rakit(sesi, wadah).hitung(putaran.id, pabrik.admin())
        return putaran


@pytest.mark.nyata
@pytest.mark.usefixtures("_di_sini")
async def test_a_run_that_was_asked_for_is_computed_in_the_terminal(wadah_nyata: Wadah) -> None:
    await siapkan(wadah_nyata, diminta=True)
    dilihat: list[Keadaan] = []
    akhir = await perintah_desil.jalankan(pabrik.PERIODE, dilihat.append, 0.01)
    assert akhir.kalimat == "2026-11 is complete, 60 families (DIHITUNG)"
    assert [k.persen for k in dilihat] == sorted(k.persen for k in dilihat)
    assert (dilihat[-1], akhir.persen, akhir.is_berakhir) == (akhir, 100, True)
    with pytest.raises(TidakAdaPutaranError, match="nobody asked for the computation of 2026-11"):
        await perintah_desil.jalankan(pabrik.PERIODE, dilihat.append, 0.01)
    assert await perintah_desil.pantau(pabrik.PERIODE, dilihat.append, 0.01) == akhir


@pytest.mark.nyata
@pytest.mark.usefixtures("_di_sini")
async def test_where_a_worker_computes_the_terminal_only_watches(wadah_nyata: Wadah) -> None:
    putaran = await siapkan(wadah_nyata, diminta=True)
    async with transaksi(wadah_nyata.pabrik_sesi) as pekerja:
        assert await PerhitunganService.rakit(pekerja, wadah_nyata).kunci(putaran.id)
        dilihat: list[Keadaan] = []
        tugas = asyncio.create_task(perintah_desil.jalankan(pabrik.PERIODE, dilihat.append, 0.01))
        while not dilihat:
            await asyncio.sleep(0)
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            while await PerhitunganService.rakit(sesi, wadah_nyata).lanjutkan(putaran.id):
                pass
        assert (await tugas).persen == 100
    assert dilihat[0].kalimat == "2026-11 waits for a worker, 0 families (DIHITUNG)"


@pytest.mark.nyata
@pytest.mark.usefixtures("_di_sini")
async def test_a_run_that_nobody_asked_for_is_told_and_not_computed(wadah_nyata: Wadah) -> None:
    putaran = await siapkan(wadah_nyata, diminta=False)
    dilihat: list[Keadaan] = []
    akhir = await perintah_desil.pantau(pabrik.PERIODE, dilihat.append, 0.01)
    assert akhir.kalimat == "2026-11 waits for a worker, 0 families (DISIAPKAN)"
    with pytest.raises(TidakAdaPutaranError, match=f"POST /v1/admin/desil/putaran/{putaran.id}/hitung"):
        await perintah_desil.jalankan(pabrik.PERIODE, dilihat.append, 0.01)
    with pytest.raises(TidakAdaPutaranError, match="2027-01 has no run"):
        await perintah_desil.pantau("2027-01", dilihat.append, 0.01)


def test_speed_and_time_to_go_are_told_while_families_are_scored() -> None:
    putaran = Putaran(
        periode="2026-11",
        status=StatusPutaran.DIHITUNG,
        tahap=TahapHitung.DISKOR,
        keluarga=3_000_000,
        hitung_mulai_at=now() - timedelta(seconds=10),
        hitung_mulai_keluarga=0,
    )
    keadaan = perintah_desil._keadaan(putaran, Kemajuan(30, 10, 1_000_000, 990_000))
    assert keadaan.persen == 30
    assert keadaan.kalimat.startswith("2026-11 scores families, 1,000,000 families, ")
    assert " per second, 0:00:2" in keadaan.kalimat
    assert not keadaan.is_berakhir


@pytest.mark.parametrize("nama", ["pantau", "jalankan"])
def test_the_terminal_draws_the_end_and_names_what_is_missing(nama: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def selesai(periode: str, lapor: perintah_desil.Lapor, _jeda: float) -> Keadaan:
        if periode != pabrik.PERIODE:
            raise TidakAdaPutaranError(f"{periode} has no run")
        lapor(akhir := Keadaan(100, f"{periode} is complete", is_berakhir=True, is_diminta=False))
        return akhir

    monkeypatch.setattr(perintah_desil, nama, selesai)
    hasil = terminal.invoke(cli.app, ["desil", nama, "--periode", pabrik.PERIODE])
    assert (hasil.exit_code, "2026-11 is complete" in hasil.output) == (0, True), hasil.output
    gagal = terminal.invoke(cli.app, ["desil", nama, "--periode", "2027-01"])
    assert (gagal.exit_code, "2027-01 has no run" in gagal.output) == (1, True)
