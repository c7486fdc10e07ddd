"""Keyset pages over the audit trail: complete, stable, and deaf to cursors that are not theirs."""

import base64

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.audit.models import JejakAudit
from app.core.peran import Jabatan
from tests.conftest import Klien, Masuk

JALUR = "/v1/admin/audit"


@pytest.fixture
async def admin(masuk: Masuk, sesi: AsyncSession) -> Klien:
    for n in range(5):
        await Jejak(sesi).catat("uji:baris:dibuat", pelaku=None, objek=f"uji/{n}")
    await sesi.commit()
    return await masuk(Jabatan.ADMIN_PUSAT)


async def test_pages_follow_each_other_without_gap_or_repeat(admin: Klien) -> None:
    satu = await admin.get(f"{JALUR}?batas=2&objek=uji/1")
    assert [b["objek"] for b in satu.json()["data"]] == ["uji/1"]
    dilihat: list[str] = []
    jalur: str | None = f"{JALUR}?batas=2"
    while jalur:
        jawab = await admin.get(jalur)
        dilihat += [b["objek"] for b in jawab.json()["data"] if b["objek"].startswith("uji/")]
        tautan = jawab.headers.get("link")
        assert bool(tautan) == bool(jawab.json()["halaman"]["berikutnya"])
        # Each search leaves its own row, newer than every cursor of a descending walk.
        jalur = tautan.split(">")[0].lstrip("<") if tautan else None
    assert dilihat == [f"uji/{n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("ubah", [lambda k: k[:-2], lambda k: "AAAA" + k[4:], lambda k: "bukan kursor!", lambda k: "€"])
async def test_an_altered_cursor_is_refused(admin: Klien, ubah: object) -> None:
    kursor = (await admin.get(f"{JALUR}?batas=2")).json()["halaman"]["berikutnya"]
    jawab = await admin.get(JALUR, params={"batas": "2", "kursor": ubah(kursor)})  # type: ignore[operator]
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "kursor-tidak-sah")


async def test_a_cursor_does_not_fit_another_listing(admin: Klien) -> None:
    kursor = (await admin.get(f"{JALUR}?batas=2")).json()["halaman"]["berikutnya"]
    jawab = await admin.get(JALUR, params={"kursor": kursor, "objek": "uji/1"})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "kursor-tidak-sah")


@pytest.mark.parametrize("batas", ["0", "201", "x", "-1"])
async def test_a_page_has_1_to_200_rows(admin: Klien, batas: str) -> None:
    assert (await admin.get(JALUR, params={"batas": batas})).status_code == 422


async def test_a_cursor_carries_no_personal_data(admin: Klien, sesi: AsyncSession) -> None:
    kursor = (await admin.get(f"{JALUR}?batas=2")).json()["halaman"]["berikutnya"]
    isi = base64.urlsafe_b64decode(kursor + "==")[16:].decode()
    kenal = {str(i) for i in await sesi.scalars(select(JejakAudit.id))}
    assert isi.strip('[]"') in kenal
