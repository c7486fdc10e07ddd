"""Machine accounts: secrets shown once, contracted scopes, their own branch only."""

import base64
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from tests.conftest import Klien, Masuk

pytestmark = pytest.mark.anyio
ISI = {"nama": "Dinas Sosial Uji", "cakupan": ["status", "status:desil"], "wilayah": [{"kode_wilayah": "32.04"}]}


@pytest.fixture
async def kontrak(masuk: Masuk) -> dict[str, Any]:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    jawab = await admin.post("/v1/admin/klien", json=ISI)
    assert jawab.status_code == 201
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def _token(klien: Klien, **data: str) -> httpx.Response:
    return await klien.post("/v1/auth/token", data={"grant_type": "client_credentials", **data})


async def test_a_machine_gets_a_token_with_its_contract(klien: Klien, kontrak: dict[str, Any]) -> None:
    jawab = await _token(klien, client_id=kontrak["client_id"], client_secret=kontrak["client_secret"])
    assert jawab.status_code == 200
    isi = jawab.json()
    assert (isi["scope"], isi["refresh_token"]) == ("status status:desil", None)
    kepala = {"Authorization": f"Bearer {isi['access_token']}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).json()["kode"] == "peran-tidak-berwenang"


async def test_basic_authentication_works_too(klien: Klien, kontrak: dict[str, Any]) -> None:
    sandi = base64.b64encode(f"{kontrak['client_id']}:{kontrak['client_secret']}".encode()).decode()
    kepala = {"Authorization": f"Basic {sandi}"}
    jawab = await klien.post("/v1/auth/token", data={"grant_type": "client_credentials"}, headers=kepala)
    assert jawab.status_code == 200


@pytest.mark.parametrize(
    "isi", ["!!!", base64.b64encode(b"tanpa-titik-dua").decode(), base64.b64encode(b"\xff:x").decode()]
)
async def test_broken_basic_is_refused(klien: Klien, isi: str) -> None:
    kepala = {"Authorization": f"Basic {isi}"}
    jawab = await klien.post("/v1/auth/token", data={"grant_type": "client_credentials"}, headers=kepala)
    assert jawab.status_code == 401


@pytest.mark.parametrize(
    ("scope", "status"), [("status:desil status", 200), ("status", 422), ("status status:desil rahasia", 422)]
)
async def test_the_contract_is_all_or_nothing(klien: Klien, kontrak: dict[str, Any], scope: str, status: int) -> None:
    jawab = await _token(klien, client_id=kontrak["client_id"], client_secret=kontrak["client_secret"], scope=scope)
    assert jawab.status_code == status


@pytest.mark.parametrize("klien_id", ["bukan-uuid", "00000000-0000-0000-0000-000000000000"])
async def test_an_unknown_client_is_refused(klien: Klien, klien_id: str) -> None:
    assert (await _token(klien, client_id=klien_id, client_secret="x")).status_code == 401


async def test_the_secret_is_not_in_the_database(kontrak: dict[str, Any], sesi: AsyncSession) -> None:
    mentah = str((await sesi.execute(text("SELECT akun::text FROM akun"))).scalars().all())
    assert kontrak["client_secret"] not in mentah
    assert kontrak["client_secret"].encode().hex() not in mentah


async def test_disabling_a_machine_bites_on_its_next_call(klien: Klien, masuk: Masuk, kontrak: dict[str, Any]) -> None:
    rahasia = {"client_id": kontrak["client_id"], "client_secret": kontrak["client_secret"]}
    token = (await _token(klien, **rahasia)).json()["access_token"]
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    alasan = {"kode": "BERHENTI", "penjelasan": "Kontrak integrasi telah berakhir.", "langkah_berikutnya": "Perbarui"}
    jawab = await admin.post(f"/v1/admin/akun/{kontrak['id']}/nonaktifkan", json={"alasan": alasan})
    assert jawab.status_code == 200
    kepala = {"Authorization": f"Bearer {token}"}
    assert (await klien.post("/v1/mitra/status", json={}, headers=kepala)).status_code == 401
    assert (await _token(klien, **rahasia)).status_code == 401


@pytest.mark.parametrize(
    "ganti",
    [{"cakupan": []}, {"cakupan": ["BESAR"]}, {"wilayah": []}, {"nama": ""}, {"jabatan": "ADMIN_PUSAT"}],
)
async def test_a_bad_contract_is_refused(masuk: Masuk, ganti: dict[str, Any]) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    assert (await admin.post("/v1/admin/klien", json=ISI | ganti)).status_code == 422


async def test_only_the_centre_makes_contracts(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_KABKOTA)
    assert (await admin.post("/v1/admin/klien", json=ISI)).status_code == 403


async def test_a_secret_is_not_kept_for_a_retry(masuk: Masuk, sesi: AsyncSession) -> None:
    admin, kunci = await masuk(Jabatan.ADMIN_PUSAT), {"Idempotency-Key": "satu-kali-saja"}
    assert (await admin.post("/v1/admin/klien", json=ISI, headers=kunci)).status_code == 201
    jawab = await admin.post("/v1/admin/klien", json=ISI, headers=kunci)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "jawaban-tidak-diulang")
    assert await sesi.scalar(text("SELECT count(*) FROM akun WHERE jabatan = 'INTEGRASI'")) == 1
    assert await sesi.scalar(text("SELECT count(isi) FROM idempotensi")) == 0
