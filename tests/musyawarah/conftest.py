"""The operator of one desa at work on a meeting."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.musyawarah.status import BERKAS_WAJIB, JenisBerkasMusyawarah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.pabrik import musyawarah as pabrik
from tests.pabrik.gambar import foto
from tests.pabrik.verval import DESA, PDF, alasan
from tests.pabrik.verval import usulan as buat_usulan

FOTO = foto()
Segar = Callable[[Usulan], Awaitable[Usulan]]


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


async def aksi(klien: Klien, usulan: Usulan, nama: str, isi: Any = None, **tajuk: str) -> httpx.Response:
    """Take one action of a usulan."""
    return await klien.post(f"/v1/petugas/usulan/{usulan.ref}/{nama}", json=isi, headers=tajuk)


async def buat_musyawarah(operator: Klien, **ganti: Any) -> str:
    """Plan a meeting; its path."""
    jawab = await operator.post("/v1/petugas/musyawarah", json=pabrik.musyawarah(**ganti))
    assert jawab.status_code == 201, jawab.text
    return str(jawab.headers["Location"])


async def catat(operator: Klien, jalur: str) -> None:
    """Record everything that the minutes need but decisions."""
    versi = (await operator.get(jalur)).headers["ETag"]
    jawab = await operator.patch(jalur, json=pabrik.CATATAN, headers={"If-Match": versi})
    assert jawab.status_code == 200, jawab.text
    for jenis in sorted(BERKAS_WAJIB):
        berkas = PDF if jenis is JenisBerkasMusyawarah.DAFTAR_HADIR else FOTO
        jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": jenis}, files={"berkas": ("x", berkas)})
        assert jawab.status_code == 201, jawab.text


async def putuskan(operator: Klien, jalur: str, *keputusan: dict[str, Any]) -> httpx.Response:
    """Send decisions with the version that was just read."""
    versi = (await operator.get(jalur)).headers["ETag"]
    return await operator.put(f"{jalur}/keputusan", json={"keputusan": list(keputusan)}, headers={"If-Match": versi})


@pytest.fixture
def segar(sesi: AsyncSession) -> Segar:
    """Read a usulan as the database has it now."""

    async def baca(usulan: Usulan) -> Usulan:
        await sesi.refresh(usulan)
        return usulan

    return baca


def keputusan(usulan: Usulan, kode: str | None = None, **lain: Any) -> dict[str, Any]:
    apa = "TIDAK_DISEPAKATI" if kode else "DISEPAKATI"
    dasar = {"ref": str(usulan.ref), "keputusan": apa}
    return dasar | ({"alasan": alasan(kode)} if kode else {}) | lain


async def dijadwalkan(operator: Klien, sesi: AsyncSession, wadah: Wadah, jumlah: int) -> tuple[str, list[Usulan]]:
    jalur = await buat_musyawarah(operator)
    semua = [await buat_usulan(sesi, wadah, S.LENGKAP) for _ in range(jumlah)]
    for usulan in semua:
        jawab = await aksi(operator, usulan, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
        assert jawab.status_code == 200, jawab.text
        assert jawab.json()["status"] == "MASUK_MUSYAWARAH"
    return jalur, semua
