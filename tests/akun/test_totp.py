"""The second factor: enrolled with the password, asked for at each login, no code twice, a way back in."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from passlib.totp import TOTP
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.models import Akun, TotpAkun
from app.config import Lingkungan
from app.core import clock
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import SUREL, login, surat, ubah
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import SANDI

pytestmark = pytest.mark.anyio


class Aplikasi:
    """An authenticator app with a clock that can be moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch, self._jeda, self.rahasia = monkeypatch, timedelta(0), ""

    def maju(self, detik: int = 30) -> None:
        self._jeda += timedelta(seconds=detik)
        kini = clock.now() + self._jeda
        self._patch.setattr("app.akun.totp.now", lambda: kini)

    def kode(self, selisih: int = 0) -> str:
        return str(TOTP(key=self.rahasia).generate(int((clock.now() + self._jeda).timestamp()) + selisih).token)


@pytest.fixture
def app_hp(monkeypatch: pytest.MonkeyPatch) -> Aplikasi:
    satu = Aplikasi(monkeypatch)
    satu.maju(0)
    return satu


async def _totp(klien: Klien, jalur: str = "", **isi: Any) -> httpx.Response:
    return await klien.post(f"/v1/auth/totp{jalur}", json={"username": SUREL, "sandi": SANDI, **isi})


async def _daftar(klien: Klien, app_hp: Aplikasi) -> list[str]:
    app_hp.rahasia = (await _totp(klien)).json()["rahasia"]
    jawab = await _totp(klien, "/konfirmasi", totp=app_hp.kode())
    assert jawab.status_code == 200
    app_hp.maju()
    return list(jawab.json()["kode_pemulihan"])


async def test_enrolled_the_factor_is_asked_for_at_each_login(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun, app_hp: Aplikasi
) -> None:
    jawab = await _totp(klien)
    app_hp.rahasia = jawab.json()["rahasia"]
    assert jawab.json()["otpauth"].startswith("otpauth://totp/DTKS:budi.h?secret=")
    assert (await login(klien)).status_code == 200  # shown is not yet in use
    assert len((await _totp(klien, "/konfirmasi", totp=app_hp.kode())).json()["kode_pemulihan"]) == 10
    kurang = await login(klien)
    assert (kurang.status_code, kurang.json()["kode"], kurang.json()["error"]) == (
        401,
        "totp-diperlukan",
        "mfa_required",
    )
    app_hp.maju()
    assert (await login(klien, totp=app_hp.kode())).status_code == 200
    assert [s.data["perbuatan_en"] for s in await surat(wadah, sesi, "totp_berubah")] == [
        "A second factor is now in use"
    ]
    baris = await sesi.get_one(TotpAkun, budi.id)
    assert app_hp.rahasia.encode() not in baris.isi + baris.kunci_data


async def test_a_wrong_password_is_refused_before_the_factor_is_spoken_of(
    klien: Klien, budi: Akun, app_hp: Aplikasi
) -> None:
    await _daftar(klien, app_hp)
    assert (await login(klien, sandi="salah sekali ini", totp=app_hp.kode())).json()["kode"] == "kredensial-tidak-sah"
    assert (await _totp(klien, sandi="salah sekali ini")).json()["kode"] == "kredensial-tidak-sah"


async def test_no_code_is_accepted_twice_nor_an_older_one(klien: Klien, budi: Akun, app_hp: Aplikasi) -> None:
    await _daftar(klien, app_hp)
    kode = app_hp.kode()
    assert (await login(klien, totp=kode)).status_code == 200
    for basi in (kode, app_hp.kode(-30)):
        jawab = await login(klien, totp=basi)
        assert (jawab.status_code, jawab.json()["kode"]) == (401, "totp-salah")
    app_hp.maju()
    assert (await login(klien, totp=app_hp.kode())).status_code == 200


@pytest.mark.parametrize(("selisih", "status"), [(30, 200), (90, 401), (-90, 401)])
async def test_a_clock_may_differ_by_one_step(
    klien: Klien, budi: Akun, app_hp: Aplikasi, selisih: int, status: int
) -> None:
    await _daftar(klien, app_hp)
    assert (await login(klien, totp=app_hp.kode(selisih))).status_code == status


@pytest.mark.parametrize("salah", ["000000", "abcdef", "12345", "AAAAA-AAAAA-AAAAA-AAAAA"])
async def test_anything_else_is_wrong(klien: Klien, budi: Akun, app_hp: Aplikasi, salah: str) -> None:
    await _daftar(klien, app_hp)
    if salah == app_hp.kode():
        app_hp.maju(60)
    assert (await login(klien, totp=salah)).json()["kode"] == "totp-salah"


async def test_a_recovery_code_replaces_the_app_once(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun, app_hp: Aplikasi
) -> None:
    pemulihan = await _daftar(klien, app_hp)
    assert (await login(klien, totp=pemulihan[3].lower())).status_code == 200
    assert (await login(klien, totp=pemulihan[3])).json()["kode"] == "totp-salah"
    assert (await login(klien, totp=pemulihan[4].replace("-", " "))).status_code == 200
    assert "8" in (await surat(wadah, sesi, "totp_berubah"))[-1].data["perbuatan"]
    simpanan = (await sesi.execute(text("SELECT pemulihan::text FROM totp_akun"))).scalar_one()
    assert not [p for p in pemulihan if p in simpanan]


async def test_guessing_the_factor_ends_after_ten_tries(
    klien: Klien, wadah: Wadah, budi: Akun, app_hp: Aplikasi, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _daftar(klien, app_hp)
    monkeypatch.setattr(wadah.pengaturan.batas, "masuk_akun", 100)
    for _ in range(9):
        assert (await login(klien, totp="000000")).json()["kode"] == "totp-salah"
    jawab = await login(klien, totp=app_hp.kode())
    assert (jawab.status_code, jawab.json()["kode"]) == (429, "terlalu-sering")


async def test_a_factor_in_use_is_not_replaced_but_removed_with_a_code(
    klien: Klien, budi: Akun, app_hp: Aplikasi
) -> None:
    assert (await _totp(klien, "/konfirmasi", totp="123456")).json()["kode"] == "totp-belum-ada"
    assert (await _totp(klien, "/hapus", totp="123456")).json()["kode"] == "totp-belum-ada"
    await _daftar(klien, app_hp)
    assert (await _totp(klien)).json()["kode"] == "totp-sudah-aktif"
    assert (await _totp(klien, "/konfirmasi", totp=app_hp.kode())).json()["kode"] == "totp-sudah-aktif"
    assert (await _totp(klien, "/hapus", totp="000000")).json()["kode"] == "totp-salah"
    assert (await _totp(klien, "/hapus", totp=app_hp.kode())).status_code == 204
    assert (await login(klien)).status_code == 200


async def test_a_citizen_has_no_second_factor_and_an_initial_password_is_changed_first(
    klien: Klien, wadah: Wadah, budi: Akun
) -> None:
    await ubah(wadah, budi.id, jabatan=Jabatan.WARGA)
    assert (await _totp(klien)).json()["kode"] == "totp-untuk-petugas"
    await ubah(wadah, budi.id, jabatan=Jabatan.VERIFIKATOR, is_sandi_sementara=True)
    assert (await _totp(klien)).json()["kode"] == "kata-sandi-harus-diganti"


async def test_the_password_is_changed_only_with_the_factor(klien: Klien, budi: Akun, app_hp: Aplikasi) -> None:
    await _daftar(klien, app_hp)
    ganti = {"username": SUREL, "sandi_lama": SANDI, "sandi_baru": "jeruk bali manis sekali"}
    assert (await klien.post("/v1/auth/sandi", json=ganti)).json()["kode"] == "totp-diperlukan"
    assert (await klien.post("/v1/auth/sandi", json=ganti | {"totp": "000000"})).json()["kode"] == "totp-salah"
    assert (await klien.post("/v1/auth/sandi", json=ganti | {"totp": app_hp.kode()})).status_code == 204


@pytest.mark.parametrize(("peran", "kode"), [("PETUGAS", "totp-harus-didaftarkan"), ("ADMIN", None)])
async def test_a_role_that_needs_a_factor_enrols_before_its_first_login(
    klien: Klien,
    wadah: Wadah,
    budi: Akun,
    app_hp: Aplikasi,
    monkeypatch: pytest.MonkeyPatch,
    peran: str,
    kode: str | None,
) -> None:
    monkeypatch.setattr(wadah.pengaturan.akun, "totp_wajib", frozenset({peran}))
    jawab = await login(klien)
    assert jawab.json().get("kode") == kode
    await _daftar(klien, app_hp)
    assert (await login(klien, totp=app_hp.kode())).status_code == 200


async def test_in_produksi_officers_and_administrators_need_one_unless_told_otherwise(wadah: Wadah) -> None:
    aturan = wadah.pengaturan.model_copy(update={"lingkungan": Lingkungan.PRODUKSI})
    assert [wadah.pengaturan.is_totp_wajib(p) for p in ("ADMIN", "PETUGAS", "WARGA")] == [False] * 3
    assert [aturan.is_totp_wajib(p) for p in ("ADMIN", "PETUGAS", "WARGA")] == [True, True, False]


async def test_an_administrator_resets_it_and_the_holder_is_told(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun, app_hp: Aplikasi, masuk: Masuk
) -> None:
    admin = await masuk(Jabatan.ADMIN_KABKOTA, ("32.04",))
    alamat = f"/v1/admin/akun/{budi.id}/totp/atur-ulang"
    assert (await admin.post(alamat)).json()["kode"] == "totp-belum-ada"
    await _daftar(klien, app_hp)
    segar = (await login(klien, totp=app_hp.kode())).json()["refresh_token"]
    assert (await (await masuk(Jabatan.ADMIN_KABKOTA, ("32.05",))).post(alamat)).status_code == 404
    assert (await admin.post(alamat)).status_code == 204
    assert (await login(klien)).status_code == 200
    ulang = await klien.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": segar})
    assert ulang.status_code == 401
    assert "administrator" in (await surat(wadah, sesi, "totp_berubah"))[-1].data["perbuatan"]
    pelaku = "SELECT count(*) FROM jejak_audit WHERE kejadian = 'akun:akun:totp_direset' AND pelaku_id = :id"
    assert await sesi.scalar(text(pelaku), {"id": admin.pelaku.akun_id}) == 1
    diri = await admin.post(f"/v1/admin/akun/{admin.pelaku.akun_id}/totp/atur-ulang")
    assert diri.json()["kode"] == "pemisahan-tugas"
