"""Commands on a database: what they load, and when they leave it alone."""

import asyncio

import pytest
from sqlalchemy import text

from app import admin_pertama, perintah
from app.akun.errors import IdentitasSudahDipakai
from app.core.db import transaksi
from app.core.jobs import enqueue
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.wilayah import muat as pemuat
from app.wilayah.kode import KodeWilayah
from tests.conftest import Klien

pytestmark = pytest.mark.nyata


@pytest.fixture
def _di_sini(wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    for modul in (perintah, admin_pertama):
        monkeypatch.setattr(modul, "Pengaturan", lambda: wadah_nyata.pengaturan)


@pytest.mark.usefixtures("_di_sini")
async def test_regions_are_loaded_as_the_application_and_once_when_asked_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pemuat, "baca_berkas", lambda: iter([(KodeWilayah("11"), "Aceh"), (KodeWilayah("97"), "Uji")]))
    await perintah.muat_wilayah(bila_kosong=False)
    pertama = capsys.readouterr().out
    assert "renamed" in pertama
    await perintah.muat_wilayah(bila_kosong=True)
    assert capsys.readouterr().out == ""
    await perintah.muat_wilayah(bila_kosong=False)
    assert ": 0 new, 0 renamed" in capsys.readouterr().out


@pytest.mark.usefixtures("_di_sini")
async def test_a_current_database_can_be_migrated_again() -> None:
    await asyncio.to_thread(perintah.migrasikan)


@pytest.mark.usefixtures("_di_sini")
async def test_the_first_administrators_secret_works_only_to_choose_a_password(klien_nyata: Klien) -> None:
    orang = {"nama": "Ani Uji", "username": "ani.uji", "surel": "ani@contoh.id", "nik": "3204054101900001"}
    rahasia = await admin_pertama.buat(**orang, jabatan=Jabatan.ADMIN_PUSAT, wilayah=[])
    masuk = {"grant_type": "password", "username": "ani.uji", "password": rahasia}
    jawab = await klien_nyata.post("/v1/auth/token", data=masuk)
    assert jawab.json()["kode"] == "kata-sandi-harus-diganti"
    with pytest.raises(IdentitasSudahDipakai):
        await admin_pertama.buat(**orang, jabatan=Jabatan.PENETAP, wilayah=[])


@pytest.mark.usefixtures("_di_sini")
async def test_held_jobs_are_listed_and_tried_again_on_demand(
    wadah_nyata: Wadah, capsys: pytest.CaptureFixture[str]
) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        for nama in ("lapangan.rapikan", "notifikasi.kirim"):
            await enqueue(sesi, nama, {})
        await sesi.execute(text("UPDATE pgqueuer SET status = 'failed', attempts = 8"))
    await perintah.tugas_tertahan((), semua=False)
    satu, dua = (baris.split("\t") for baris in capsys.readouterr().out.splitlines())
    assert (satu[1], dua[1], satu[-1], dua[-1]) == ("lapangan.rapikan", "notifikasi.kirim", "held", "held")
    await perintah.tugas_tertahan([int(satu[0])], semua=False)
    assert [b.rsplit("\t", 1)[1] for b in capsys.readouterr().out.splitlines()] == ["queued again", "held"]
    await perintah.tugas_tertahan((), semua=True)
    capsys.readouterr()
    await perintah.tugas_tertahan((), semua=True)
    assert capsys.readouterr().out == ""
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        antre = (await sesi.execute(text("SELECT DISTINCT status::text, attempts FROM pgqueuer"))).all()
    assert [tuple(b) for b in antre] == [("queued", 0)]
