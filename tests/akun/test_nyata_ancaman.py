"""S9 on real commits: families of tokens; tries and codes that are used at once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.akun.errors import KodeKonfirmasiTidakSah, TokenSegarTidakSah
from app.akun.identitas import Identitas
from app.akun.konfirmasi import KonfirmasiService
from app.akun.masuk import MasukService
from app.akun.models import Akun, TokenSegar
from app.akun.passwords import kata_sandi
from app.akun.segar import TokenSegarTeks
from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import orang_bernama
from tests.conftest import Masuk
from tests.pabrik.akun import akun_aktif

pytestmark = [pytest.mark.anyio, pytest.mark.nyata]
BANYAK = 100


async def _keluarga(wadah: Wadah, akun: Akun, banyak: int) -> list[TokenSegarTeks]:
    """Logins, without the cost of a hash for each."""
    kini, hasil = now(), []
    async with transaksi(wadah.pabrik_sesi) as sesi:
        for _ in range(banyak):
            satu = TokenSegar(
                akun_id=akun.id,
                id=id_baru(),
                urutan=0,
                diputar_at=kini,
                habis_at=kini + timedelta(days=1),
                created_at=kini,
            )
            sesi.add(satu)
            hasil.append(TokenSegarTeks(akun.id, satu.id, 0))
    return hasil


async def test_s9a_a_token_used_again_after_the_grace_kills_its_family(wadah_nyata: Wadah) -> None:
    """S9 a: 100 of 100 families are dead, and each leaves a security event."""
    akun, layanan = await orang_bernama(wadah_nyata), MasukService(wadah_nyata, kata_sandi())
    lama = [t.tulis(wadah_nyata.sandi) for t in await _keluarga(wadah_nyata, akun, BANYAK)]
    baru = [(await layanan.dengan_segar(t)).refresh_token for t in lama]
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await sesi.execute(update(TokenSegar).values(diputar_at=now() - timedelta(seconds=31)))
    mati = 0
    for satu, penerus in zip(lama, baru, strict=True):
        with pytest.raises(TokenSegarTidakSah):
            await layanan.dengan_segar(satu)
        try:
            await layanan.dengan_segar(penerus or "")
        except TokenSegarTidakSah:
            mati += 1
    assert mati == BANYAK
    async with wadah_nyata.pabrik_sesi() as sesi:
        kejadian = select(JejakAudit.id).where(JejakAudit.kejadian == "akun:akun:token_dipakai_ulang")
        assert len((await sesi.scalars(kejadian)).all()) == BANYAK


async def test_s9b_a_lost_answer_is_given_again(wadah_nyata: Wadah) -> None:
    """S9 b: within the grace the same token gives the same successor, 100 of 100 times, and that one works."""
    akun, layanan = await orang_bernama(wadah_nyata), MasukService(wadah_nyata, kata_sandi())
    for token in await _keluarga(wadah_nyata, akun, BANYAK):
        teks = token.tulis(wadah_nyata.sandi)
        satu, dua = await layanan.dengan_segar(teks), await layanan.dengan_segar(teks)
        assert satu.refresh_token == dua.refresh_token
        assert (await layanan.dengan_segar(satu.refresh_token or "")).refresh_token != satu.refresh_token


async def test_s9c_twenty_at_once_make_exactly_one_living_successor(wadah_nyata: Wadah) -> None:
    """S9 c."""
    akun, layanan = await orang_bernama(wadah_nyata), MasukService(wadah_nyata, kata_sandi())
    (token,) = await _keluarga(wadah_nyata, akun, 1)
    hasil = await asyncio.gather(*(layanan.dengan_segar(token.tulis(wadah_nyata.sandi)) for _ in range(20)))
    assert len({h.refresh_token for h in hasil}) == 1
    async with wadah_nyata.pabrik_sesi() as sesi:
        assert await sesi.scalar(select(TokenSegar.urutan).where(TokenSegar.dicabut_at.is_(None))) == 1


async def test_tries_count_although_their_requests_fail(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    """A refused request rolls back; the count of tries does not."""
    pemilik = await masuk_nyata(Jabatan.VERIFIKATOR, ("32.04",))
    isi = {"surel": "lain@contoh.id", "sandi": "salah sekali ini"}
    hasil = [(await pemilik.post("/v1/auth/kontak", json=isi)).status_code for _ in range(11)]
    assert hasil == [401] * 10 + [429]
    kode = [(await pemilik.post("/v1/auth/kontak/konfirmasi", json={"kode": "00000000"})).status_code for _ in range(6)]
    assert kode == [422] * 5 + [429]


async def test_of_two_who_use_one_code_one_gets_it(wadah_nyata: Wadah) -> None:
    akun = await akun_aktif(wadah_nyata, Jabatan.WARGA, identitas=Identitas(surel="siti@contoh.id"))
    tujuan = f"uji:{uuid4()}"

    async def pakai(kode: str) -> bool:
        try:
            async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
                await KonfirmasiService.rakit(sesi, wadah_nyata).pastikan(akun.id, tujuan, kode)
        except (KodeKonfirmasiTidakSah, TerlaluSering):
            return False
        return True

    with pytest.MonkeyPatch.context() as m:
        m.setattr("app.akun.konfirmasi.secrets.randbelow", lambda _: 12345678)
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await KonfirmasiService.rakit(sesi, wadah_nyata).kirim(akun.id, tujuan)
    assert sorted(await asyncio.gather(*(pakai("12345678") for _ in range(4)))) == [False, False, False, True]
