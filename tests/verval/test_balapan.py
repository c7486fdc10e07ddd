"""Races with real commits, as the role of the application: one wins, the others are told so."""

import asyncio
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from app.core.jobs import TugasGagal, jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import Penugasan
from app.verval.pengesahan_tanda import TUGAS_KIRIM, TUGAS_SAHKAN, TandaTanganService
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.verval.conftest import aksi, lampirkan_bukti
from tests.verval.test_petugas_pengesahan import surati, susun

pytestmark = pytest.mark.nyata


async def kasus(wadah: Wadah, status: S) -> Usulan:
    async with wadah.pabrik_sesi() as sesi:
        return await pabrik.usulan(sesi, wadah, status)


async def lima(masuk: Masuk, jabatan: Jabatan, wilayah: str = "32.04") -> list[Klien]:
    return [await masuk(jabatan, (wilayah,)) for _ in range(5)]


async def test_five_officers_refuse_one_case_once(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = await lima(masuk_nyata, Jabatan.VERIFIKATOR)
    for _ in range(10):
        usulan = await kasus(wadah_nyata, S.VALIDASI_DINSOS)
        isi = {"alasan": pabrik.alasan("ASN_TNI_POLRI")}
        await lampirkan_bukti(petugas[0], usulan)
        hasil = await asyncio.gather(*(aksi(p, usulan, "tolak", isi) for p in petugas))
        assert sorted(h.status_code for h in hasil) == [200, 409, 409, 409, 409]
        assert {h.json()["kode"] for h in hasil if h.status_code == 409} <= {"transisi-ditolak", "sedang-diproses"}


async def test_five_officers_assign_one_family_once(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = await lima(masuk_nyata, Jabatan.VERIFIKATOR)
    async with wadah_nyata.pabrik_sesi() as sesi:
        pencacah = [str(await pabrik.enumerator(sesi, wadah_nyata)) for _ in petugas]
    usulan = await kasus(wadah_nyata, S.DISEPAKATI_MUSYAWARAH)
    hasil = await asyncio.gather(
        *(aksi(p, usulan, "tugaskan-verval", {"enumerator_id": e}) for p, e in zip(petugas, pencacah, strict=True))
    )
    assert sorted(h.status_code for h in hasil) == [200, 409, 409, 409, 409]
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert len((await sesi.scalars(select(Penugasan))).all()) == 1


async def test_a_full_load_is_full_for_simultaneous_assignments_too(
    wadah_nyata: Wadah, masuk_nyata: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah_nyata.pengaturan.batas, "beban_enumerator", 2)
    petugas = await lima(masuk_nyata, Jabatan.VERIFIKATOR)
    semua = [await kasus(wadah_nyata, S.DISEPAKATI_MUSYAWARAH) for _ in petugas]
    async with wadah_nyata.pabrik_sesi() as sesi:
        isi = {"enumerator_id": str(await pabrik.enumerator(sesi, wadah_nyata))}
    hasil = await asyncio.gather(*(aksi(p, u, "tugaskan-verval", isi) for p, u in zip(petugas, semua, strict=True)))
    assert sorted(h.status_code for h in hasil) == [200, 200, 409, 409, 409]


async def test_a_name_is_in_one_batch_only(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = await lima(masuk_nyata, Jabatan.KEPALA_OPD)
    usulan = await kasus(wadah_nyata, S.SIAP_DISAHKAN)
    isi = {"kode_kabkota": "32.04", "periode": "2026-11", "usulan": [str(usulan.ref)]}
    hasil = await asyncio.gather(*(p.post("/v1/petugas/pengesahan", json=isi) for p in petugas))
    assert sorted(h.status_code for h in hasil) == [201, 409, 409, 409, 409]


async def test_a_killed_worker_leaves_a_large_batch_as_if_nothing_had_happened(
    wadah_nyata: Wadah, masuk_nyata: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T20: a portion that was not committed is done again, none is done twice, and sending follows."""
    monkeypatch.setattr(wadah_nyata.pengaturan.pengesahan, "sekaligus", 1)
    monkeypatch.setattr(wadah_nyata.pengaturan.pengesahan, "potongan", 2)
    semua = [await kasus(wadah_nyata, S.SIAP_DISAHKAN) for _ in range(5)]
    kepala = await masuk_nyata(Jabatan.KEPALA_OPD)
    jalur = (await susun(kepala, semua)).headers["Location"]
    await surati(kepala, jalur, 5)
    muatan = {"pengesahan_id": (await kepala.post(f"{jalur}/tanda-tangani-pengesahan")).json()["id"]}
    asli, hitung = TandaTanganService.sahkan, count(1)

    async def sekarat(self: TandaTanganService, *isi: Any) -> Any:
        hasil = await asli(self, *isi)
        if next(hitung) in {2, 4}:
            raise RuntimeError("killed")
        return hasil

    monkeypatch.setattr(TandaTanganService, "sahkan", sekarat)
    for _ in range(2):
        with pytest.raises(TugasGagal):
            await jalankan(wadah_nyata, TUGAS_SAHKAN, muatan)
    for _ in range(2):
        await jalankan(wadah_nyata, TUGAS_SAHKAN, muatan)
    isi = (await kepala.get(jalur)).json()
    assert (isi["jumlah_disahkan"], isi["jumlah_tertahan"]) == (5, 0)
    await jalankan(wadah_nyata, TUGAS_KIRIM, muatan)
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert {u.status for u in await sesi.scalars(select(Usulan))} == {S.DIKIRIM}
        langkah = await sesi.scalars(select(RiwayatUsulan.aksi).where(RiwayatUsulan.aksi == AksiUsulan.SAHKAN))
        assert len([*langkah]) == 5
