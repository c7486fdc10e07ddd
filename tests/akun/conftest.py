"""Fixtures of the accounts' tests."""

import pytest

from app.akun.models import Akun
from app.core.wadah import Wadah
from tests.akun.pembantu import hash_murah, orang


@pytest.fixture
async def budi(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> Akun:
    """An officer with a cheap hash."""
    hash_murah(monkeypatch)
    return await orang(wadah)
