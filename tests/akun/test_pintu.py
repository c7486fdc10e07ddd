"""The door in front of hashing: the excess is sent away unread, and its place is free again afterwards."""

import asyncio

import pytest

from app.akun import pintu
from app.akun.errors import LoginSibuk
from tests.conftest import Klien

pytestmark = pytest.mark.anyio


async def test_who_does_not_fit_in_is_sent_away_before_the_body_is_read(
    klien: Klien, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pintu, "SERENTAK", 0)
    for jalur in ("/v1/auth/token", "/v1/auth/sandi"):
        jawab = await klien.post(jalur, content=b"{ not even JSON")
        assert (jawab.status_code, jawab.json()["kode"]) == (503, LoginSibuk.kode)
        assert int(jawab.headers["Retry-After"]) > 0
    assert (await klien.get("/kesehatan/hidup")).status_code == 200
    assert (await klien.post("/v1/auth/cabut", data={"token": "x"})).status_code == 200


async def test_a_place_is_free_again_whatever_became_of_the_request(
    klien: Klien, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pintu, "SERENTAK", 1)
    for _ in range(3):
        assert (await klien.post("/v1/auth/token", data={"grant_type": "password"})).status_code == 422
    isi = {"grant_type": "password", "username": "tidak@ada.id", "password": "salah sekali"}
    dua = await asyncio.gather(*(klien.post("/v1/auth/token", data=isi) for _ in range(2)))
    assert sorted(j.status_code for j in dua) == [401, 503]
    assert pintu.RutePintu._di_dalam == 0
