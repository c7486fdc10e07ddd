"""Officers of one desa and its kab/kota, and a Dukcapil that says what the test wants."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.kependudukan.ports import KependudukanPort
from app.usulan.models import Usulan
from app.verval.status import JenisFoto
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.gambar import foto

FOTO = foto()
Segar = Callable[[Usulan], Awaitable[Usulan]]


@pytest.fixture
def dukcapil(wadah: Wadah) -> pabrik.DukcapilPalsu:
    """The civil registration of this test."""
    palsu = pabrik.DukcapilPalsu()
    wadah.pasang(KependudukanPort, lambda _s, _w: palsu)
    return palsu


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR, ("32.04",))


@pytest.fixture
async def kepala(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.KEPALA_OPD, ("32.04",))


@dataclass
class Pencacah:
    """An enumerator with a real account, and his client."""

    akun_id: UUID
    klien: Klien


@pytest.fixture
async def pencacah(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Pencacah:
    akun_id = await pabrik.enumerator(sesi, wadah)
    return Pencacah(akun_id, await masuk(Jabatan.ENUMERATOR, ("32.04.05",), akun_id=akun_id))


async def aksi(klien: Klien, usulan: Usulan, nama: str, isi: Any = None, **tajuk: str) -> httpx.Response:
    """Take one action of a usulan."""
    return await klien.post(f"/v1/petugas/usulan/{usulan.ref}/{nama}", json=isi, headers=tajuk)


async def tugaskan(verifikator: Klien, usulan: Usulan, pencacah: Pencacah, nama: str = "tugaskan-verval") -> str:
    """Assign the enumerator; the path of his assignment."""
    jawab = await aksi(verifikator, usulan, nama, {"enumerator_id": str(pencacah.akun_id)})
    assert jawab.status_code == 200, jawab.text
    daftar = (await pencacah.klien.get("/v1/petugas/penugasan")).json()["data"]
    return f"/v1/petugas/penugasan/{next(d['ref'] for d in daftar if d['usulan_ref'] == str(usulan.ref))}"


async def potret(pencacah: Pencacah, jalur: str, *jenis: JenisFoto) -> None:
    """Upload photos of these kinds (default: all that are required)."""
    for satu in jenis or tuple(JenisFoto):
        jawab = await pencacah.klien.post(f"{jalur}/foto", data={"jenis": satu}, files={"berkas": ("x.jpg", FOTO)})
        assert jawab.status_code == 201, jawab.text


@pytest.fixture
def segar(sesi: AsyncSession) -> Segar:
    """Read a usulan as the database has it now."""

    async def baca(usulan: Usulan) -> Usulan:
        await sesi.refresh(usulan)
        return usulan

    return baca


async def lampirkan_bukti(verifikator: Klien, usulan: Usulan) -> str:
    """Attach evidence of a refusal; its path."""
    jawab = await verifikator.post(f"/v1/petugas/usulan/{usulan.ref}/bukti", files={"berkas": ("x.pdf", pabrik.PDF)})
    assert jawab.status_code == 201, jawab.text
    return str(jawab.headers["Location"])
