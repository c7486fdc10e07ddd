"""Periods through HTTP, and which one a usulan counts for."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.periode.errors import PeriodeBelumDibuka
from app.periode.service import PeriodeService
from tests.conftest import Klien, Masuk

AKAR = "/v1/admin/periode"


@pytest.fixture
async def admin(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


async def test_a_period_is_created_read_listed_and_extended(admin: Klien) -> None:
    buat = await admin.post(AKAR, json={"kode": "2026-11"})
    assert buat.status_code == 201, buat.text
    assert buat.headers["location"] == f"{AKAR}/2026-11"
    assert [j["nama"] for j in buat.json()["jendela"]][:2] == ["USULAN", "USULAN_PBI"]
    assert (buat.json()["mulai"], buat.json()["selesai"]) == ("2026-11-01", "2026-11-30")
    await admin.post(AKAR, json={"kode": "2026-12", "jendela": []})
    daftar = (await admin.get(AKAR)).json()["data"]
    assert [p["kode"] for p in daftar] == ["2026-12", "2026-11"]
    jendela = [{"nama": "USULAN", "mulai": "2026-11-01", "selesai": "2026-11-30"}]
    ubah = await admin.patch(f"{AKAR}/2026-11", json={"jendela": jendela}, headers={"If-Match": '"v1"'})
    assert (ubah.status_code, ubah.headers["etag"]) == (200, '"v2"')
    baca = await admin.get(f"{AKAR}/2026-11")
    assert baca.json()["jendela"] == jendela
    assert baca.headers["etag"] == '"v2"'


@pytest.mark.parametrize(
    ("isi", "status", "kode"),
    [
        ({"kode": "2026-13"}, 422, "isian-tidak-sah"),
        ({"kode": "2026-11"}, 409, "periode-bertumpuk"),
        ({"kode": "2026-12", "mulai": "2026-11-30"}, 409, "periode-bertumpuk"),
        ({"kode": "2026-12", "mulai": "2026-12-31", "selesai": "2026-12-01"}, 422, "jendela-tidak-sah"),
        ({"kode": "2026-12", "hari": 3}, 422, "isian-tidak-sah"),
    ],
)
async def test_what_cannot_be_a_period_is_refused(admin: Klien, isi: dict[str, object], status: int, kode: str) -> None:
    await admin.post(AKAR, json={"kode": "2026-11"})
    jawab = await admin.post(AKAR, json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)


async def test_a_change_names_its_version_and_an_existing_period(admin: Klien) -> None:
    await admin.post(AKAR, json={"kode": "2026-11"})
    assert (await admin.patch(f"{AKAR}/2026-11", json={})).status_code == 428
    assert (await admin.patch(f"{AKAR}/2026-11", json={}, headers={"If-Match": '"v2"'})).status_code == 412
    assert (await admin.patch(f"{AKAR}/2027-01", json={}, headers={"If-Match": '"v1"'})).status_code == 404
    assert (await admin.get(f"{AKAR}/2027-01")).status_code == 404
    terbalik = await admin.patch(f"{AKAR}/2026-11", json={"selesai": "2026-10-01"}, headers={"If-Match": '"v1"'})
    assert (terbalik.status_code, terbalik.json()["kode"]) == (422, "jendela-tidak-sah")


@pytest.mark.parametrize("jabatan", [Jabatan.ADMIN_KABKOTA, Jabatan.PENETAP, Jabatan.PUSAT, Jabatan.WARGA])
async def test_only_the_platforms_administrator_keeps_the_calendar(masuk: Masuk, jabatan: Jabatan) -> None:
    lain = await masuk(jabatan)
    assert (await lain.get(AKAR)).status_code == 403
    assert (await lain.post(AKAR, json={"kode": "2026-11"})).status_code == 403


async def test_outside_the_window_a_usulan_is_queued_for_the_next_month(admin: Klien, sesi: AsyncSession) -> None:
    await admin.post(AKAR, json={"kode": "2026-11"})
    service = PeriodeService.rakit(sesi)
    assert await service.untuk_usulan(date(2026, 11, 17)) == "2026-11"
    assert await service.untuk_usulan(date(2026, 11, 18)) == "2026-12"
    assert await service.untuk_usulan(date(2026, 12, 5)) == "2027-01"
    assert (await service.berjalan(date(2026, 11, 30))).kode == "2026-11"
    with pytest.raises(PeriodeBelumDibuka):
        await service.berjalan(date(2026, 12, 1))
