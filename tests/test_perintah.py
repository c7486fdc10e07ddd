"""Commands on a database: what they load, and when they leave it alone."""

import asyncio

import pytest

from app import perintah
from app.core.wadah import Wadah
from app.wilayah import muat as pemuat
from app.wilayah.kode import KodeWilayah

pytestmark = pytest.mark.nyata


@pytest.fixture
def _di_sini(wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perintah, "Pengaturan", lambda: wadah_nyata.pengaturan)


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
