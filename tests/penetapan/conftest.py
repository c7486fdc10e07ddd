"""A confirmed run and the people who prepare and sign."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import Keanggotaan
from app.usulan.status import JenisUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import Antre, PabrikPenetapan, putaran_sah, siapkan, tanda_tangani


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


async def kini(sesi: AsyncSession, antre: Antre) -> Keanggotaan:
    cari = select(Keanggotaan).where(Keanggotaan.individu_id == antre.orang.id, Keanggotaan.sampai_at.is_(None))
    return (await sesi.scalars(cari.execution_options(populate_existing=True))).one()


async def dikeluarkan(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, subjenis: SubjenisUsulan) -> Antre:
    """A member whom a signed decree takes out."""
    antre = await pabrik.antre(jenis=JenisUsulan.HAPUS, subjenis=subjenis)
    await pabrik.anggota(antre)
    jawab = await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))
    assert jawab.status_code == 200, jawab.text
    return antre


@pytest.fixture
async def keluar(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> Antre:
    return await dikeluarkan(pabrik, admin, penetap, SubjenisUsulan.MAMPU)


@pytest.fixture
async def warga(masuk: Masuk, keluar: Antre) -> Klien:
    return await masuk(Jabatan.WARGA, nik=keluar.subjek["nik"])


async def lewatkan(sesi: AsyncSession, wadah: Wadah) -> None:
    """Let every notice end today, and the clock do its work."""
    await sesi.execute(
        update(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).values(nonaktif_paling_cepat=hari_ini())
    )
    await sesi.commit()
    await jalankan(wadah, "penetapan.jatuh_tempo", {})
