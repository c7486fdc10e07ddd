"""Commands on a database: what they load, and when they leave it alone."""

import asyncio

import pytest

from app import admin_pertama, perintah
from app.akun.errors import IdentitasSudahDipakai
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
