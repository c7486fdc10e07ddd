"""An enumerator with one open assignment, and the items that his device sends."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import anggota, subjek
from tests.verval.conftest import Pencacah, Segar, potret, tugaskan

PERANGKAT = UUID("00000000-0000-4000-8000-00000000aaaa")
LAIN = UUID("00000000-0000-4000-8000-00000000bbbb")
ALASAN = pabrik.alasan("PETUGAS_BERHALANGAN")


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR, ("32.04",))


@pytest.fixture
async def pencacah(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Pencacah:
    akun_id = await pabrik.enumerator(sesi, wadah)
    return Pencacah(akun_id, await masuk(Jabatan.ENUMERATOR, ("32.04.05",), akun_id=akun_id))


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah) -> Usulan:
    return await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=subjek(anggota()))


@pytest.fixture
async def tugas(verifikator: Klien, pencacah: Pencacah, usulan: Usulan) -> str:
    """Path of the open assignment."""
    return await tugaskan(verifikator, usulan, pencacah)


@pytest.fixture
def segar(sesi: AsyncSession) -> Segar:
    async def baca(usulan: Usulan) -> Usulan:
        await sesi.refresh(usulan)
        return usulan

    return baca


def ref(tugas: str) -> str:
    """Reference of the assignment at this path."""
    return tugas.rsplit("/", 1)[1]


_urut = iter(range(1, 10**6))


def item(jenis: str, tugas: str, isi: dict[str, Any], **ganti: Any) -> dict[str, Any]:
    """An item of the queue with a new id and the next number."""
    dasar = {
        "id": str(uuid4()),
        "jenis": jenis,
        "penugasan": ref(tugas),
        "urut": next(_urut),
        "waktu": now().isoformat(),
        "isi": isi,
    }
    return dasar | ganti


def kunjungan(**ganti: Any) -> dict[str, Any]:
    """Content of a SUBMIT on the family as it was first registered."""
    return pabrik.kunjungan(**{"keluarga_versi": 1, **ganti})


async def kirim(
    klien: Klien, *butir: dict[str, Any], perangkat: UUID = PERANGKAT, jam: datetime | None = None
) -> list[dict[str, Any]]:
    """Synchronise; the verdicts."""
    isi = {"perangkat": {"id": str(perangkat), "jam": (jam or now()).isoformat()}, "item": list(butir)}
    jawab = await klien.post("/v1/petugas/lapangan/sinkron", json=isi)
    assert jawab.status_code == 200, jawab.text
    hasil: list[dict[str, Any]] = jawab.json()["hasil"]
    assert [h["id"] for h in hasil] == [b["id"] for b in butir]
    return hasil


async def kirim_satu(klien: Klien, satu: dict[str, Any]) -> httpx.Response:
    """Send a single item."""
    isi = {"perangkat": {"id": str(PERANGKAT), "jam": now().isoformat()}, "item": satu}
    return await klien.post("/v1/petugas/lapangan/sinkron/item", json=isi)


async def tarik(verifikator: Klien, tugas: str) -> None:
    """Withdraw the assignment."""
    jawab = await verifikator.post(f"{tugas}/tarik", json={"alasan": ALASAN})
    assert jawab.status_code == 200, jawab.text


def sebagai_ref(tugas: str) -> Ref:
    return Ref.urai(ref(tugas))


__all__ = ["Pencacah", "Segar", "potret", "tugaskan"]
