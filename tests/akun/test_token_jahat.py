"""S8 over HTTP: every hostile token gets the same 401 as no token at all, and ours opens the door."""

from datetime import UTC, datetime

import pytest

from app.core import clock
from app.core.peran import Jabatan
from app.core.tokens import KodekToken
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.core.test_tokens import JAHAT, KINI, KODEK, _klaim, _token

pytestmark = pytest.mark.anyio


async def test_s8_no_hostile_token_is_accepted_and_all_refusals_are_one(
    klien: Klien, wadah: Wadah, masuk: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S8: 0 of more than 60 accepted, identical bodies but for the request's id."""
    petugas = await masuk(Jabatan.VERIFIKATOR, ("32.04",))
    wadah.pasang(KodekToken, lambda _s, _w: KODEK)
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(KINI, UTC))
    sah = _token(klaim=_klaim(sub=str(petugas.pelaku.akun_id), ver=0))
    kepala = {"Authorization": f"Bearer {sah}"}
    assert (await klien.get("/v1/auth/saya", headers=kepala)).status_code == 200

    bentuk, diuji = set(), 0
    for nama, buat in JAHAT.items():
        teks = buat()
        if not teks.isascii() or "\n" in teks or not teks.strip():
            continue  # no header can carry it
        diuji += 1
        jawab = await klien.get("/v1/auth/saya", headers={"Authorization": f"Bearer {teks}"})
        assert jawab.status_code == 401, nama
        isi = jawab.json()
        del isi["id_permintaan"], isi["instance"]
        bentuk.add((str(isi), jawab.headers["WWW-Authenticate"]))
    assert diuji >= 60
    assert len(bentuk) == 1
