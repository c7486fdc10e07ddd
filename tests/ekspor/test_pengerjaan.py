"""A file is made range by range: what is there is not made again, and what is called off or hopeless is destroyed."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import obstore
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.config import Ekspor as Aturan
from app.core.crypto import SandiTidakCocok
from app.core.db import sqlstate, transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.ekspor.models import BagianEkspor, Ekspor
from app.ekspor.pengerjaan import PengerjaanService
from app.ekspor.proses import Bahan, olah
from app.ekspor.tugas import _simpan as simpan
from app.ekspor.tugas import kerjakan
from tests.conftest import Klien, Masuk
from tests.ekspor.conftest import minta, unduh
from tests.pabrik.massal import keluarga

DESA = ("32.04.05.2001", "32.04.05.2002")
ORANG = 21


@pytest.fixture
async def klien(masuk: Masuk, sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> Klien:
    """An officer of a region of seven families, of which a range holds two."""
    monkeypatch.setattr(wadah.pengaturan, "ekspor", Aturan(potongan=2, sambungan=1, proses=0, percobaan_maks=2))
    await keluarga(sesi, wadah, DESA[0], 4)
    await keluarga(sesi, wadah, DESA[1], 3, dari=4)
    await sesi.commit()
    return await masuk(Jabatan.VERIFIKATOR)


async def pesan(klien: Klien, bentuk: str = "CSV") -> UUID:
    return UUID((await minta(klien, kode_wilayah="32.04", bentuk=bentuk)).json()["id"])


async def siapkan(wadah: Wadah, ekspor_id: UUID, urutan: int) -> Bahan:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        bahan = await PengerjaanService.rakit(sesi, wadah).siapkan(ekspor_id, urutan)
    assert isinstance(bahan, Bahan)
    return bahan


async def mulai(wadah: Wadah, ekspor_id: UUID) -> list[int]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await PengerjaanService.rakit(sesi, wadah).mulai(ekspor_id)


async def objek(wadah: Wadah) -> int:
    return sum(len(h) for h in [h async for h in obstore.list(wadah.objek, prefix="sementara")])


async def nama(klien: Klien, ekspor_id: UUID) -> list[str]:
    baris = (await unduh(klien, str(ekspor_id))).content.decode().splitlines()[1:]
    return sorted(kolom for b in baris for kolom in b.split(",") if kolom.startswith("Orang "))


async def test_what_a_dead_worker_made_is_kept_and_the_rest_is_made(
    klien: Klien, wadah: Wadah, sesi: AsyncSession
) -> None:
    ekspor_id = await pesan(klien)
    assert await mulai(wadah, ekspor_id) == [1, 3, 5, 7]
    await simpan(wadah, ekspor_id, 5, olah(wadah.sandi, await siapkan(wadah, ekspor_id, 5)))
    setengah = (await klien.get(f"/v1/petugas/ekspor/{ekspor_id}")).json()
    assert (setengah["status"], setengah["kemajuan"]["bagian_selesai"]) == ("DIKERJAKAN", 1)
    assert setengah["kemajuan"]["persen"] == 24
    pertama = (await sesi.get_one(BagianEkspor, (ekspor_id, 5))).objek_id
    await kerjakan(wadah, {"ekspor_id": str(ekspor_id)})
    sesi.expunge_all()
    assert (await sesi.get_one(BagianEkspor, (ekspor_id, 5))).objek_id == pertama
    assert await nama(klien, ekspor_id) == sorted(f"Orang {n}" for n in range(ORANG))
    dibaca = select(func.count()).where(JejakAudit.kejadian == "ekspor:potongan:dibaca")
    assert await sesi.scalar(dibaca) == 4
    await kerjakan(wadah, {"ekspor_id": str(ekspor_id)})
    assert await sesi.scalar(dibaca) == 4


async def test_when_one_lane_fails_the_others_are_stopped_before_the_file_is_anybody_elses(
    klien: Klien, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.ekspor, "sambungan", 3)
    kabar: list[str] = []
    tertahan = asyncio.Event()

    async def jalur(_wadah: Wadah, _ekspor_id: UUID, antrean: Iterator[int], _olah: object) -> None:
        if next(antrean) == 1:
            await tertahan.wait()
            raise OSError("putus")
        tertahan.set()
        try:
            await asyncio.Event().wait()
        finally:
            kabar.append("berhenti")

    monkeypatch.setattr("app.ekspor.tugas._jalur", jalur)
    with pytest.raises(OSError, match="putus"):
        await kerjakan(wadah, {"ekspor_id": str(await pesan(klien))})
    assert kabar == ["berhenti"] * 2


async def test_a_range_that_is_made_twice_counts_once(klien: Klien, wadah: Wadah, sesi: AsyncSession) -> None:
    ekspor_id = await pesan(klien)
    await mulai(wadah, ekspor_id)
    hasil = olah(wadah.sandi, await siapkan(wadah, ekspor_id, 1))
    sebelum = await objek(wadah)
    await simpan(wadah, ekspor_id, 1, hasil)
    await simpan(wadah, ekspor_id, 1, hasil)
    assert await objek(wadah) == sebelum + 1


async def test_a_file_called_off_midway_leaves_nothing(klien: Klien, wadah: Wadah, sesi: AsyncSession) -> None:
    ekspor_id = await pesan(klien)
    await mulai(wadah, ekspor_id)
    hasil = olah(wadah.sandi, await siapkan(wadah, ekspor_id, 1))
    sebelum = await objek(wadah)
    await klien.post(f"/v1/petugas/ekspor/{ekspor_id}/batal")
    async with transaksi(wadah.pabrik_sesi) as satu:
        assert await PengerjaanService.rakit(satu, wadah).siapkan(ekspor_id, 3) is None
    await simpan(wadah, ekspor_id, 1, hasil)
    assert await objek(wadah) == sebelum
    ekspor = await sesi.get_one(Ekspor, ekspor_id, populate_existing=True)
    assert ekspor.kunci_data is None


async def test_a_worker_that_dies_without_headway_is_not_let_try_for_ever(klien: Klien, wadah: Wadah) -> None:
    ekspor_id = await pesan(klien)
    for _ in range(2):
        assert await mulai(wadah, ekspor_id)
    await simpan(wadah, ekspor_id, 1, olah(wadah.sandi, await siapkan(wadah, ekspor_id, 1)))
    assert await mulai(wadah, ekspor_id) == [3, 5, 7]
    assert await mulai(wadah, ekspor_id) == []
    assert (await klien.get(f"/v1/petugas/ekspor/{ekspor_id}")).json()["status"] == "GAGAL"
    assert (await unduh(klien, str(ekspor_id))).status_code == 409


async def test_an_altered_part_is_not_handed_out(klien: Klien, wadah: Wadah, sesi: AsyncSession) -> None:
    ekspor_id = await pesan(klien)
    await kerjakan(wadah, {"ekspor_id": str(ekspor_id)})
    satu, dua = [await sesi.get_one(BagianEkspor, (ekspor_id, n)) for n in (1, 3)]
    satu.objek_id, dua.objek_id = dua.objek_id, satu.objek_id
    await sesi.commit()
    with pytest.raises(SandiTidakCocok):
        await unduh(klien, str(ekspor_id))


async def test_a_worker_that_makes_as_many_files_as_it_may_puts_the_next_one_off(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    wadah.pengaturan.ekspor.serempak = 1
    satu, dua = await pesan(klien), await pesan(klien)
    asli = PengerjaanService.mulai

    async def mulai_dan_datang(diri: PengerjaanService, ekspor_id: UUID) -> list[int]:
        await kerjakan(wadah, {"ekspor_id": str(dua)})
        return await asli(diri, ekspor_id)

    with monkeypatch.context() as tambal:
        tambal.setattr(PengerjaanService, "mulai", mulai_dan_datang)
        await kerjakan(wadah, {"ekspor_id": str(satu)})
    status = [(await klien.get(f"/v1/petugas/ekspor/{e}")).json()["status"] for e in (satu, dua)]
    antre = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'ekspor.kerjakan' AND execute_after > now()")
    assert (status, await sesi.scalar(antre)) == (["SELESAI", "MENUNGGU"], 1)
    await kerjakan(wadah, {"ekspor_id": str(dua)})
    assert (await klien.get(f"/v1/petugas/ekspor/{dua}")).json()["status"] == "SELESAI"


async def test_who_keeps_a_part_holds_its_export_first_as_who_calls_it_off_does(
    masuk_nyata: Masuk, wadah_nyata: Wadah
) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await keluarga(sesi, wadah_nyata, DESA[0], 1)
    ekspor_id = await pesan(await masuk_nyata(Jabatan.VERIFIKATOR))
    await mulai(wadah_nyata, ekspor_id)
    hasil = olah(wadah_nyata.sandi, await siapkan(wadah_nyata, ekspor_id, 1))
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await PengerjaanService.rakit(sesi, wadah_nyata).simpan(ekspor_id, 1, id_baru(), hasil)
        async with wadah_nyata.pabrik_sesi() as lain:
            with pytest.raises(DBAPIError) as galat:
                await lain.execute(text("SELECT 1 FROM ekspor WHERE id = :i FOR UPDATE NOWAIT"), {"i": ekspor_id})
    assert sqlstate(galat.value) == "55P03"
