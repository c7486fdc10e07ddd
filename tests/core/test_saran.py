"""What a refusal advises: the field that was meant, the token, the key or the wait that is needed."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from app.core.galat_umum import KunciIdempotensiDipakaiLain, TerlaluSering
from app.core.isian_mirip import mirip
from app.core.peran import Jabatan
from tests.conftest import Klien, Masuk

NIK = "3204051503900007"


class Rumah(BaseModel):
    jenis: Literal["RUMAH"]
    luas_lantai: int


class Orang(BaseModel):
    jenis: Literal["ORANG"]
    nama: str
    tanggal_lahir: str = Field(alias="tgl_lahir")


class Isi(BaseModel):
    subjek: Orang | None
    daftar: list[Annotated[Rumah | Orang, Field(discriminator="jenis")]]
    peta: dict[str, int]


@pytest.mark.parametrize(
    ("tempat", "maksud"),
    [
        (("subyek",), "subjek"),
        (("subjek", "namaa"), "nama"),
        (("subjek", "tgl_lahirr"), "tgl_lahir"),
        (("subjek", "luas_lantai"), None),
        (("daftar", 0, "RUMAH", "luas_lanta"), "luas_lantai"),
        (("daftar", 3, "ORANG", "naam"), "nama"),
        (("peta", "apa", "saja"), None),
        ((NIK,), None),
        (("",), None),
    ],
)
def test_a_misspelt_field_is_told_its_neighbour(tempat: tuple[int | str, ...], maksud: str | None) -> None:
    assert mirip(Isi, tempat) == maksud


@pytest.mark.parametrize(("bahasa", "kata"), [("id", "Mungkin maksudnya `{}`"), ("en", "Perhaps `{}` is meant")])
async def test_an_unknown_field_is_answered_with_the_nearest_known_one(masuk: Masuk, bahasa: str, kata: str) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, kode_desa="32.04.05.2001")
    isi = {"subyek": {}, "subjek": {"kartu_keluarga": "1", "tanggal_lahr": "1990-08-07", NIK: 1}}
    jawab = await operator.post("/v1/petugas/usulan", json=isi, headers={"Accept-Language": bahasa})
    asing = [r for r in jawab.json()["rincian"] if r["kode"] == "extra-forbidden"]
    saran = sorted((r["lokasi"], r.get("saran", "")) for r in asing)
    assert saran == [
        ("body", kata.format("subjek")),
        ("body.subjek", ""),
        ("body.subjek", ""),
        ("body.subjek", kata.format("tanggal_lahir")),
    ]
    assert not [kata for kata in (NIK, "subyek", "tanggal_lahr`", "kartu_keluarga") if kata in jawab.text]


async def test_a_missing_token_is_told_from_one_that_is_not_valid_any_more(klien: Klien) -> None:
    tanpa = await klien.get("/v1/auth/saya", headers={"Accept-Language": "en"})
    usang = await klien.get("/v1/auth/saya", headers={"Accept-Language": "en", "Authorization": "Bearer x.y.z"})
    assert [j.json()["kode"] for j in (tanpa, usang)] == ["token-tidak-sah"] * 2
    assert "Authorization: Bearer" in tanpa.json()["detail"]
    assert "Log in again" in usang.json()["detail"]


def test_a_used_up_limit_says_how_long_to_wait() -> None:
    galat = TerlaluSering(ulangi_detik=42)
    assert galat.detail == ("Coba lagi dalam 42 detik.", "Try again in 42 seconds.")


def test_a_used_key_asks_for_a_new_one() -> None:
    detail = KunciIdempotensiDipakaiLain().detail
    assert detail is not None
    assert ("kunci baru" in detail.id, "new key" in detail.en) == (True, True)
