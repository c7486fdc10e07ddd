"""A search that cannot go on says so and why, makes room for another, and goes on when it is told to."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.jobs import TugasGagal, jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.duplikat.pencarian import PERCOBAAN_MAKS, TUGAS_CARI, PencarianService
from app.duplikat.penemuan import Penemuan
from tests.conftest import Klien, Masuk
from tests.pabrik.duplikat import URL, wawan
from tests.pabrik.keluarga import daftarkan
from tests.versi import pastikan_berversi

MINTA = {"kode_wilayah": "32.04"}


@pytest.fixture
async def verifikator(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Klien:
    for _ in range(2):
        await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    return await masuk(Jabatan.VERIFIKATOR)


async def rusak(_penemuan: Penemuan, *_isi: Any) -> None:
    raise RuntimeError("a fault")


async def ditolak(penemuan: Penemuan, *_isi: Any) -> None:
    await penemuan.repo._sesi.execute(text("SELECT 1 / 0"))


async def penuh(_penemuan: Penemuan, *_isi: Any) -> None:
    raise PoolTimeout


async def coba(wadah: Wadah, pencarian_id: str) -> None:
    await jalankan(wadah, TUGAS_CARI, {"pencarian_id": pencarian_id})


async def hentikan(wadah: Wadah, pencarian_id: str) -> None:
    """Let the queue try as often as a search is let try."""
    for _ in range(PERCOBAAN_MAKS - 1):
        with pytest.raises(TugasGagal):
            await coba(wadah, pencarian_id)
    await coba(wadah, pencarian_id)


@pytest.mark.parametrize(("cara", "sebab"), [(rusak, "GALAT_PROGRAM"), (ditolak, "BASIS_DATA"), (penuh, "BASIS_DATA")])
async def test_a_search_that_fails_at_every_attempt_stops_tells_why_and_goes_on_when_it_is_mended(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, monkeypatch: pytest.MonkeyPatch, cara: Any, sebab: str
) -> None:
    minta = (await verifikator.post(f"{URL}/pencarian", json=MINTA)).json()
    assert (minta["status"], minta["terhenti"]) == ("MENUNGGU", None)
    satu = f"{URL}/pencarian/{minta['id']}"
    with monkeypatch.context() as tambal:
        tambal.setattr(Penemuan, "bandingkan", cara)
        with pytest.raises(TugasGagal):
            await coba(wadah, minta["id"])
        assert (await verifikator.get(satu)).json()["status"] == "BERJALAN"
        for _ in range(PERCOBAAN_MAKS - 2):
            with pytest.raises(TugasGagal):
                await coba(wadah, minta["id"])
        await coba(wadah, minta["id"])
    isi = (await verifikator.get(satu)).json()
    assert (isi["status"], isi["terhenti"]["sebab"], isi["desa_selesai"]) == ("TERHENTI", sebab, 0)
    assert "lanjutkan" in isi["terhenti"]["teks"]["id"].lower()
    assert (await verifikator.get(f"{URL}/pencarian")).json()["data"][0]["terhenti"] == isi["terhenti"]
    kejadian = select(JejakAudit.objek).where(JejakAudit.kejadian == "duplikat:pencarian:terhenti")
    assert (await sesi.scalars(kejadian)).all() == [f"pencarian_duplikat/{minta['id']}"]
    await coba(wadah, minta["id"])
    assert (await verifikator.get(satu)).json()["status"] == "TERHENTI"
    lanjut = await verifikator.post(f"{satu}/lanjutkan")
    assert (lanjut.status_code, lanjut.json()["status"], lanjut.json()["terhenti"]) == (200, "BERJALAN", None)
    await coba(wadah, minta["id"])
    isi = (await verifikator.get(satu)).json()
    assert (isi["status"], isi["baru"], isi["desa_selesai"]) == ("SELESAI", 1, 1)


async def test_a_stopped_search_makes_room_for_another_which_it_does_not_overtake(
    wadah: Wadah, verifikator: Klien, monkeypatch: pytest.MonkeyPatch
) -> None:
    lama = (await verifikator.post(f"{URL}/pencarian", json=MINTA)).json()["id"]
    with monkeypatch.context() as tambal:
        tambal.setattr(Penemuan, "bandingkan", rusak)
        await hentikan(wadah, lama)
    baru = await verifikator.post(f"{URL}/pencarian", json=MINTA)
    assert baru.status_code == 201
    lanjut = await verifikator.post(f"{URL}/pencarian/{lama}/lanjutkan")
    assert lanjut.json()["kode"] == "pencarian-duplikat-berjalan"
    assert (await verifikator.get(f"{URL}/pencarian/{lama}")).json()["status"] == "TERHENTI"
    await coba(wadah, baru.json()["id"])
    batal = await verifikator.post(f"{URL}/pencarian/{lama}/batalkan")
    assert (batal.json()["status"], batal.json()["terhenti"]) == ("DIBATALKAN", None)
    for id_ in (lama, baru.json()["id"]):
        lagi = await verifikator.post(f"{URL}/pencarian/{id_}/lanjutkan")
        assert lagi.json()["kode"] == "pencarian-duplikat-tidak-terhenti"


async def test_a_search_at_which_every_worker_dies_stops_too(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    """A killed worker says nothing: the next one counts his attempt. A step that ends lets the count begin anew."""
    id_ = (await verifikator.post(f"{URL}/pencarian", json=MINTA)).json()["id"]
    service = PencarianService.rakit(sesi, wadah)
    for _ in range(PERCOBAAN_MAKS):
        assert await service.mulai(id_)
    assert await service.lanjutkan(id_)
    for _ in range(PERCOBAAN_MAKS - 1):
        assert await service.mulai(id_)
    assert not await service.mulai(id_)
    await sesi.commit()
    isi = (await verifikator.get(f"{URL}/pencarian/{id_}")).json()
    assert (isi["status"], isi["terhenti"]["sebab"]) == ("TERHENTI", "PROSES_MATI")


async def test_only_officers_of_the_region_let_a_search_go_on(verifikator: Klien, masuk: Masuk) -> None:
    id_ = (await verifikator.post(f"{URL}/pencarian", json=MINTA)).json()["id"]
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await lain.post(f"{URL}/pencarian/{id_}/lanjutkan")).status_code == 404


async def test_stopping_and_going_on_may_name_the_version_that_was_read(
    wadah: Wadah, verifikator: Klien, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version rises with the state of a search, not with its progress."""
    diminta = await verifikator.post(f"{URL}/pencarian", json=MINTA)
    satu = f"{URL}/pencarian/{diminta.json()['id']}"
    assert diminta.headers["ETag"] == (await verifikator.get(satu)).headers["ETag"]
    with monkeypatch.context() as tambal:
        tambal.setattr(Penemuan, "bandingkan", rusak)
        await hentikan(wadah, diminta.json()["id"])
    lanjut = await pastikan_berversi(verifikator, satu, "lanjutkan", (await verifikator.get(satu)).headers["ETag"])
    await pastikan_berversi(verifikator, satu, "batalkan", lanjut.headers["ETag"])
