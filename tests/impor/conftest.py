"""Fixtures of the imports' tests."""

import pytest

from app.wilayah.service import WilayahService

_tabel: list[tuple[dict[str, str], frozenset[str]]] = []


@pytest.fixture
def wilayah_berubah() -> None:
    """Say that a test changes regions."""


@pytest.fixture(autouse=True)
def desa_sekali(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the 84,000 villages once and not with each job, as long as nobody changes them."""
    if "wilayah_berubah" in request.fixturenames:
        return
    asli = WilayahService.tabel_desa

    async def tabel_desa(diri: WilayahService) -> tuple[dict[str, str], frozenset[str]]:
        if not _tabel:
            _tabel.append(await asli(diri))
        return _tabel[0]

    monkeypatch.setattr(WilayahService, "tabel_desa", tabel_desa)
