"""S12: guessing stops early, and nobody can be shut out by somebody else's guesses."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.bukti import Kredensial, PemeriksaSandi
from app.akun.errors import KredensialTidakSah
from app.akun.models import Akun
from app.akun.passwords import kata_sandi
from app.akun.pembatas import PembatasMasuk
from app.akun.sandi import TUGAS_KODE
from app.core import clock
from app.core.galat_umum import TerlaluSering
from app.core.wadah import Wadah
from tests.akun.pembantu import SUREL, kerjakan, surat
from tests.conftest import Klien
from tests.pabrik.akun import SANDI

pytestmark = pytest.mark.anyio
ASING = "203.0.113.77"


async def _coba(wadah: Wadah, sandi: str, alamat: str, *, nama: str = SUREL, kode: str | None = None) -> str:
    """Return what came of one try."""
    try:
        await PemeriksaSandi(wadah, kata_sandi()).periksa(Kredensial(nama, sandi, alamat, kode=kode))
    except TerlaluSering as galat:
        return f"tunggu {galat.tajuk['Retry-After']}"
    except KredensialTidakSah:
        return "salah"
    return "masuk"


async def _serbu(wadah: Wadah, banyak: int = 16) -> list[str]:
    nama = (SUREL, "budi.h")
    return [await _coba(wadah, "salah sekali ini", f"198.51.100.{n % 50}", nama=nama[n % 2]) for n in range(banyak)]


def _maju(monkeypatch: pytest.MonkeyPatch, detik: int) -> None:
    kini = clock.now() + timedelta(seconds=detik)
    monkeypatch.setattr("app.core.ratelimit.now", lambda: kini)


async def test_s12_a_flood_from_fifty_networks_evaluates_at_most_ten_and_the_owner_waits_one_step(
    wadah: Wadah, budi: Akun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S12: username and e-mail lead to one budget; after the flood a new address gets in within 60 seconds."""
    hasil = await _serbu(wadah)
    assert hasil.count("salah") <= 5
    jawab = await _coba(wadah, SANDI, ASING)
    assert jawab.startswith("tunggu ")
    jeda = int(jawab.split()[1])
    assert jeda <= 61
    _maju(monkeypatch, jeda)
    assert await _coba(wadah, SANDI, ASING) == "masuk"


async def test_s12_in_any_quarter_of_an_hour_strangers_get_at_most_ten_tries(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S12: ≤ 10 evaluated in 15 minutes, also across the border of two windows."""
    awal, dinilai = clock.now().replace(minute=35, second=50, microsecond=0), []
    for langkah in range(0, 1500, 25):
        kini = awal + timedelta(seconds=langkah)
        monkeypatch.setattr("app.core.ratelimit.now", lambda kini=kini: kini)
        with contextlib.suppress(TerlaluSering):
            await PembatasMasuk(wadah).orang_asing("x")
            dinilai.append(langkah)
    assert len(dinilai) >= 5
    assert max(sum(a <= d < a + 900 for d in dinilai) for a in dinilai) <= 10


async def test_s12_during_a_flood_the_owner_gets_in_with_a_code_from_his_mailbox(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    """S12: the strangers' limit cannot be used to lock the owner out, however long they go on."""
    minta = [await klien.post("/v1/auth/kode-masuk", json={"username": n}) for n in (SUREL, "tidak@ada.id")]
    assert {(m.status_code, m.text) for m in minta} == {(202, minta[0].text)}
    await kerjakan(wadah, TUGAS_KODE)
    ((_, kepada, data),) = await surat(wadah, sesi)
    assert kepada == SUREL
    await _serbu(wadah)
    assert (await _coba(wadah, SANDI, ASING, kode="AAAAA-AAAAA-AAAAA-AAAAA")).startswith("tunggu")
    assert await _coba(wadah, "salah sekali ini", ASING, kode=data["kode"]) == "salah"
    assert await _coba(wadah, SANDI, ASING, kode=data["kode"]) == "masuk"
    assert await _coba(wadah, SANDI, ASING) == "masuk"  # a network that the owner uses from now on


async def test_a_login_code_opens_ten_tries(wadah: Wadah, klien: Klien, sesi: AsyncSession, budi: Akun) -> None:
    await klien.post("/v1/auth/kode-masuk", json={"username": SUREL})
    await kerjakan(wadah, TUGAS_KODE)
    kode = (await surat(wadah, sesi))[0].data["kode"]
    hasil = [await _coba(wadah, "salah sekali ini", f"203.0.113.{n}", kode=kode) for n in range(11)]
    assert hasil[:10] == ["salah"] * 10
    assert hasil[10].startswith("tunggu")


async def test_a_known_network_is_not_bothered_by_strangers(wadah: Wadah, budi: Akun) -> None:
    assert await _coba(wadah, SANDI, ASING) == "masuk"
    await _serbu(wadah)
    assert await _coba(wadah, SANDI, ASING) == "masuk"


async def test_an_unknown_name_meets_the_same_limits(wadah: Wadah, budi: Akun) -> None:
    ada = [await _coba(wadah, "salah sekali ini", f"198.51.100.{n}") for n in range(6)]
    tidak = [await _coba(wadah, "salah sekali ini", f"198.51.101.{n}", nama="tidak@ada.id") for n in range(6)]
    assert [h.split()[0] for h in ada] == [h.split()[0] for h in tidak]
