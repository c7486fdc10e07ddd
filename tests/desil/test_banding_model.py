"""Two models on the same families: the statement gives what the pure rules give; the answer says who moves."""

import copy
import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil import pmt
from app.desil.artefak import sidik
from app.desil.artefak_baca import urai
from app.desil.banding_model import TUGAS_BANDING, BandingService, ringkas
from app.desil.model_pmt import SUMBER, artefak_demonstrasi
from app.desil.peringkat import AturanSeri, desil, hitung_batas
from app.desil.repository_banding import BandingRepository, SelBanding
from tests.conftest import Masuk
from tests.pabrik import desil as pabrik
from tests.pabrik.desil import SEDERHANA

pytestmark = pytest.mark.anyio

JALUR = "/v1/admin/desil/model"


def model(versi: str, **koefisien: int) -> dict[str, Any]:
    data = {**copy.deepcopy(artefak_demonstrasi()), "versi": versi}
    for himpunan in data["koefisien"].values():
        himpunan.update(koefisien)
    return {**data, "sha256": sidik(data)}


def acak_keluarga(n: int) -> list[dict[str, int | None]]:
    """Few distinct values, so ties abound; one in ten lacks the floor."""
    acak = random.Random(4)
    return [
        {
            "ukuran": acak.randint(1, 6),
            "aset_mobil": acak.choice([0, 0, 1]),
            "lantai": acak.choice([1, 2, 6, 9, None, *[2] * 5]),
            "luas_kapita": acak.choice([800, 1200, 2500]),
        }
        for _ in range(n)
    ]


def murni(lama: dict[str, Any], baru: dict[str, Any], desa: dict[str, list[dict[str, Any]]]) -> dict[Any, list[int]]:
    """The same from the specification: families and people by kabupaten/kota and the two desil."""
    semua = [(k, {**SEDERHANA, **isi}) for k, keluarga in desa.items() for isi in keluarga]
    skor = [[pmt.skor(urai(d, SUMBER), k, isi).skor for k, isi in semua] for d in (lama, baru)]
    ada = [i for i in range(len(semua)) if all(s[i] is not None for s in skor)]
    hasil: dict[Any, list[int]] = {}
    tempat = []
    for s in skor:
        isi = [(s[i] or 0, semua[i][1]["ukuran"]) for i in ada]
        batas = hitung_batas(isi, AturanSeri.TERMISKIN)
        tempat.append([desil(nilai, batas) for nilai, _ in isi])
    for urut, i in enumerate(ada):
        sel = hasil.setdefault((int(semua[i][0][:5].replace(".", "")), tempat[0][urut], tempat[1][urut]), [0, 0])
        sel[0] += 1
        sel[1] += semua[i][1]["ukuran"]
    return hasil


async def test_the_statement_is_what_the_specification_says(sesi: AsyncSession) -> None:
    lama, baru = model("lama"), model("baru", aset_mobil=10**9, luas_kapita=-(10**7))
    desa = {"32.04.05.2001": acak_keluarga(120), "31.71.01.1001": acak_keluarga(60), "11.01.01.2001": acak_keluarga(9)}
    for kode, keluarga in desa.items():
        await pabrik.keluarga_banyak(sesi, keluarga, kode_desa=kode)
    sel = await BandingRepository(sesi).bandingkan(urai(lama, SUMBER), urai(baru, SUMBER))
    assert {(s.kabkota, s.dari, s.ke): [s.keluarga, s.orang] for s in sel if s.dari} == murni(lama, baru, desa)
    assert sum(s.keluarga for s in sel if s.dari is None) == sum(k["lantai"] is None for d in desa.values() for k in d)


async def test_a_comparison_is_asked_for_made_by_a_job_and_read(sesi: AsyncSession, masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    lama = await admin.post(JALUR, json=model("a"))
    await admin.post(f"{lama.headers['location']}/aktifkan")
    baru = await admin.post(JALUR, json=model("b", aset_mobil=0))
    await pabrik.keluarga_banyak(sesi, [{"aset_mobil": n % 2, "luas_kapita": 1000 + 10 * n} for n in range(40)])
    diminta = await admin.post(f"{baru.headers['location']}/bandingkan")  # the active model, when nobody names one
    assert (diminta.status_code, diminta.json()["hasil"]) == (202, None)
    lokasi = diminta.headers["location"]
    await BandingService.rakit(sesi).hitung(UUID(lokasi.rpartition("/")[2]))
    await sesi.flush()
    isi = (await (await masuk(Jabatan.PENETAP)).get(lokasi)).json()
    assert isi["selesai_at"]
    assert (isi["model"]["versi"], isi["pembanding"]["versi"]) == ("b", "a")
    hasil = isi["hasil"]
    assert (hasil["keluarga"], hasil["orang"], hasil["tanpa_skor"]) == (40, 160, 0)
    assert sum(s["keluarga"] for s in hasil["selisih"]) == sum(d["keluarga"] for d in hasil["desil"]) == 40
    assert [w["kode"] for w in hasil["wilayah"]] == ["nasional", "32", "32.04"]
    negara = hasil["wilayah"][0]
    assert negara["tetap"] + negara["naik"] + negara["turun"] == 40
    assert negara["naik"] > 0 < negara["turun"]
    assert negara["masuk_termiskin"] == negara["keluar_termiskin"]
    kejadian = await sesi.scalars(select(JejakAudit.kejadian).where(JejakAudit.kejadian.like("%dibandingkan")))
    assert kejadian.all() == ["desil:model:dibandingkan"]


async def test_a_made_comparison_stays_as_it_is(sesi: AsyncSession, masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    a = (await admin.post(JALUR, json=model("a"))).headers["location"]
    b = (await admin.post(JALUR, json=model("b"))).json()["id"]
    lokasi = (await admin.post(f"{a}/bandingkan", json={"pembanding_id": b})).headers["location"]
    service, nomor = BandingService.rakit(sesi), UUID(lokasi.rpartition("/")[2])
    await service.hitung(nomor)
    await sesi.flush()
    pertama = (await admin.get(lokasi)).json()
    await pabrik.keluarga_banyak(sesi, [{}])
    await service.hitung(nomor)
    await service.hitung(id_baru())
    assert (await admin.get(lokasi)).json() == pertama
    assert pertama["hasil"]["keluarga"] == 0  # an empty registry has nobody to compare


async def test_refusals(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    a = await admin.post(JALUR, json=model("a"))
    jalur = f"{a.headers['location']}/bandingkan"
    assert (await admin.post(jalur, json={})).json()["kode"] == "model-belum-aktif"
    sendiri = await admin.post(jalur, json={"pembanding_id": a.json()["id"]})
    assert (sendiri.status_code, sendiri.json()["kode"]) == (409, "model-sama")
    for url, isi in ((jalur, {"pembanding_id": str(id_baru())}), (f"{JALUR}/{id_baru()}/bandingkan", {})):
        assert (await admin.post(url, json=isi)).json()["kode"] == "model-tidak-ditemukan"
    hilang = await admin.get(f"/v1/admin/desil/banding/{id_baru()}")
    assert (hilang.status_code, hilang.json()["kode"]) == (404, "banding-tidak-ditemukan")
    assert (await (await masuk(Jabatan.PENETAP)).post(jalur, json={})).status_code == 403
    assert (await (await masuk(Jabatan.ADMIN_KABKOTA)).get("/v1/admin/desil/banding/x")).status_code == 403


def test_who_only_one_model_can_rank_is_counted_apart() -> None:
    hasil = ringkas(
        [
            SelBanding(3204, 0, None, 3, 9),
            SelBanding(3204, None, 0, 2, 8),
            SelBanding(3204, None, None, 1, 4),
            SelBanding(3204, 4, 6, 5, 20),
            SelBanding(3204, 6, 4, 1, 3),
        ]
    )
    assert (hasil["hanya_pembanding"], hasil["hanya_model"], hasil["tanpa_skor"]) == (3, 2, 1)
    assert hasil["selisih"] == [
        {"selisih": -2, "keluarga": 1, "orang": 3},
        {"selisih": 2, "keluarga": 5, "orang": 20},
    ]
    kab = hasil["wilayah"][-1]
    assert (kab["kode"], kab["naik"], kab["turun"], kab["jumlah_langkah"]) == ("32.04", 5, 1, 12)
    assert (kab["masuk_termiskin"], kab["keluar_termiskin"]) == (1, 5)


async def test_the_job_is_known_and_ends_quietly_without_its_comparison(wadah: Wadah) -> None:
    await jalankan(wadah, TUGAS_BANDING, {"banding_id": str(id_baru())})
