"""A forgotten password: nobody learns who has an account, the code works once, and every login ends."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import Akun
from app.akun.sandi import TUGAS_KODE
from app.core import clock
from app.core.wadah import Wadah
from tests.akun.pembantu import SUREL, kerjakan, login, surat, ubah
from tests.conftest import Klien

pytestmark = pytest.mark.anyio
BARU = "jeruk bali manis sekali"


async def _lupa(klien: Klien, nama: str = SUREL) -> httpx.Response:
    return await klien.post("/v1/publik/sandi/lupa", json={"username": nama})


async def _atur(klien: Klien, kode: str, sandi: str = BARU) -> httpx.Response:
    return await klien.post("/v1/publik/sandi/atur-ulang", json={"kode": kode, "sandi_baru": sandi})


async def _kode(klien: Klien, wadah: Wadah, sesi: AsyncSession) -> str:
    await _lupa(klien)
    await kerjakan(wadah, TUGAS_KODE)
    return (await surat(wadah, sesi, "sandi_lupa"))[-1].data["kode"]


async def test_the_code_from_the_mailbox_sets_a_new_password_once(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    lama = (await login(klien)).json()
    kode = await _kode(klien, wadah, sesi)
    assert (await _atur(klien, kode.lower().replace("-", " "))).status_code == 204
    assert (await login(klien)).status_code == 401
    assert (await login(klien, sandi=BARU)).status_code == 200
    segar = {"grant_type": "refresh_token", "refresh_token": lama["refresh_token"]}
    assert (await klien.post("/v1/auth/token", data=segar)).status_code == 401
    kepala = {"Authorization": f"Bearer {lama['access_token']}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    assert (await _atur(klien, kode)).json()["kode"] == "kode-konfirmasi-tidak-sah"
    assert len(await surat(wadah, sesi, "sandi_diganti")) == 1


async def test_the_answer_and_the_work_are_the_same_for_everybody(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    jawab = [await _lupa(klien, n) for n in (SUREL, "budi.h", "tidak@ada.id", "tidak-ada")]
    assert {(j.status_code, j.text) for j in jawab} == {(202, jawab[0].text)}
    assert await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'akun.kirim_kode'")) == 4
    assert await kerjakan(wadah, TUGAS_KODE) == 4
    assert {s.kepada for s in await surat(wadah, sesi)} == {SUREL}


@pytest.mark.parametrize("status", [StatusAkun.NONAKTIF, StatusAkun.MENUNGGU_VERIFIKASI, StatusAkun.DITOLAK])
async def test_who_may_not_log_in_gets_no_code(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun, status: StatusAkun
) -> None:
    await ubah(wadah, budi.id, status=status)
    await _lupa(klien)
    await kerjakan(wadah, TUGAS_KODE)
    assert not await surat(wadah, sesi)


async def test_a_weak_password_does_not_use_the_code_up(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    kode = await _kode(klien, wadah, sesi)
    for lemah in ("pendek", "password123", "budihartono1"):
        assert (await _atur(klien, kode, lemah)).json()["kode"] == "kata-sandi-lemah"
    assert (await _atur(klien, kode)).status_code == 204


async def test_a_code_expires_and_dies_with_the_account_or_another_change(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun, monkeypatch: pytest.MonkeyPatch
) -> None:
    kode = await _kode(klien, wadah, sesi)
    nanti = clock.now() + timedelta(minutes=60, seconds=1)
    with monkeypatch.context() as m:
        m.setattr("app.akun.sandi.now", lambda: nanti)
        assert (await _atur(klien, kode)).status_code == 422
    await ubah(wadah, budi.id, status=StatusAkun.NONAKTIF)
    assert (await _atur(klien, kode)).status_code == 422
    await ubah(wadah, budi.id, status=StatusAkun.AKTIF)
    lain = await _kode(klien, wadah, sesi)
    assert (await _atur(klien, lain)).status_code == 204
    assert (await _atur(klien, kode)).status_code == 422
    assert (await _atur(klien, "AAAAA-AAAAA-AAAAA-AAAAA")).status_code == 422


async def test_an_initial_password_may_be_replaced_by_the_owner_of_the_mailbox(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    await ubah(wadah, budi.id, is_sandi_sementara=True)
    assert (await _atur(klien, await _kode(klien, wadah, sesi))).status_code == 204
    assert (await login(klien, sandi=BARU)).status_code == 200


async def test_a_mailbox_is_not_flooded(klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun) -> None:
    for _ in range(8):
        assert (await _lupa(klien)).status_code == 202
    await kerjakan(wadah, TUGAS_KODE)
    assert len(await surat(wadah, sesi, "sandi_lupa")) == 5
    assert [(await _lupa(klien)).status_code for _ in range(3)][-1] == 429
