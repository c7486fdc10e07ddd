"""A confirmed run and the people who prepare and sign."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import PabrikPenetapan, putaran_sah


@pytest.fixture
async def pabrik(sesi: AsyncSession, wadah: Wadah) -> PabrikPenetapan:
    return PabrikPenetapan(sesi, wadah, await putaran_sah(sesi))


@pytest.fixture
async def admin(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


@pytest.fixture
async def penetap(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.PENETAP)


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.PUSAT)
