"""Keys of a demonstration: made once, private, accepted by the settings, refused in production."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.config import Pengaturan
from app.operasi import kunci_lokal


@pytest.fixture
def lingkungan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    isi = kunci_lokal.siapkan(tmp_path / "kunci") | {"DATABASE_URL": "postgresql+asyncpg://x@db/x"}
    for nama, nilai in isi.items():
        monkeypatch.setenv(nama, nilai)
    return isi


def test_the_settings_accept_them_for_a_demonstration(
    lingkungan: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTKS_LINGKUNGAN", "demo")
    aturan = Pengaturan()
    assert aturan.jwt.kunci_aktif in aturan.jwt.kunci
    assert aturan.dukcapil.token.get_secret_value()


@pytest.mark.usefixtures("lingkungan")
def test_production_refuses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTKS_LINGKUNGAN", "produksi")
    with pytest.raises(ValidationError, match="refused in produksi"):
        Pengaturan()


def test_they_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    pertama = kunci_lokal.siapkan(tmp_path / "kunci")
    assert kunci_lokal.siapkan(tmp_path / "kunci") == pertama
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "kunci").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "kunci").stat().st_mode) == 0o700


def test_throwaway_keys_differ_every_time() -> None:
    assert kunci_lokal.sekali_pakai() != kunci_lokal.sekali_pakai()
