"""Races of logins and approvals, on real commits as the application's role."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.akun.alur import StatusAkun
from app.akun.bukti import Kredensial
from app.akun.errors import TokenSegarTidakSah
from app.akun.identitas import Identitas
from app.akun.masuk import MasukService
from app.akun.models import Akun, JenisIndeks, TokenSegar
from app.akun.passwords import kata_sandi
from app.akun.service import AkunService
from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Masuk
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji

pytestmark = [pytest.mark.anyio, pytest.mark.nyata]


async def _orang(wadah: Wadah) -> Akun:
    isi = Identitas(surel="budi@contoh.id", nik=nik_uji())
    akun = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",), identitas=isi)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        assert await AkunService.rakit(sesi, wadah).klaim(akun, JenisIndeks.SUREL, Tujuan.SUREL, "budi@contoh.id")
    return akun


async def test_twenty_refreshes_at_once_make_one_successor(wadah_nyata: Wadah) -> None:
    await _orang(wadah_nyata)
    layanan = MasukService(wadah_nyata, kata_sandi())
    satu = (await layanan.dengan_sandi(Kredensial("budi@contoh.id", SANDI, "203.0.113.9"))).refresh_token
    assert satu is not None
    for _ in range(5):
        hasil = await asyncio.gather(*(layanan.dengan_segar(satu) for _ in range(20)))
        penerus = {h.refresh_token for h in hasil}
        assert len(penerus) == 1
        satu = penerus.pop()
        assert satu is not None


async def test_reuse_ends_the_family_although_the_answer_is_a_refusal(wadah_nyata: Wadah) -> None:
    akun = await _orang(wadah_nyata)
    layanan = MasukService(wadah_nyata, kata_sandi())
    lama = (await layanan.dengan_sandi(Kredensial("budi@contoh.id", SANDI, "203.0.113.9"))).refresh_token
    assert lama is not None
    baru = (await layanan.dengan_segar(lama)).refresh_token
    assert baru is not None
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await sesi.execute(update(TokenSegar).values(diputar_at=now() - timedelta(seconds=31)))
    hasil = await asyncio.gather(*(layanan.dengan_segar(lama) for _ in range(5)), return_exceptions=True)
    assert all(isinstance(h, TokenSegarTidakSah) for h in hasil)
    with pytest.raises(TokenSegarTidakSah):
        await layanan.dengan_segar(baru)
    async with wadah_nyata.pabrik_sesi() as sesi:
        kejadian = select(JejakAudit).where(JejakAudit.kejadian == "akun:akun:token_dipakai_ulang")
        assert len((await sesi.scalars(kejadian)).all()) == 1
        assert await sesi.scalar(select(TokenSegar.sebab).where(TokenSegar.akun_id == akun.id)) == "DIPAKAI_ULANG"


async def test_of_two_accounts_of_one_nik_approved_at_once_one_wins(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = await masuk_nyata(Jabatan.VERIFIKATOR, ("32.04",))
    for _ in range(3):
        kembar: list[UUID] = []
        for _ in range(2):
            akun = await akun_aktif(
                wadah_nyata,
                Jabatan.WARGA,
                identitas=Identitas(nik=nik_uji(77)),
                kode_desa="32.04.05.2001",
                status=StatusAkun.MENUNGGU_VERIFIKASI,
            )
            kembar.append(akun.id)
        jawab = await asyncio.gather(*(petugas.post(f"/v1/petugas/akun/{i}/setujui") for i in kembar))
        assert sorted(j.status_code for j in jawab) in ([200, 409], [409, 409])
    async with wadah_nyata.pabrik_sesi() as sesi:
        aktif = select(Akun.id).where(Akun.jabatan == Jabatan.WARGA, Akun.status == StatusAkun.AKTIF)
        assert len((await sesi.scalars(aktif)).all()) == 1


async def test_five_officers_on_one_account_make_one_decision(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    petugas = [await masuk_nyata(Jabatan.VERIFIKATOR, ("32.04",)) for _ in range(5)]
    for n in range(5):
        akun = await akun_aktif(
            wadah_nyata,
            Jabatan.WARGA,
            identitas=Identitas(nik=nik_uji(80 + n)),
            kode_desa="32.04.05.2001",
            status=StatusAkun.MENUNGGU_VERIFIKASI,
        )
        jawab = await asyncio.gather(*(p.post(f"/v1/petugas/akun/{akun.id}/setujui") for p in petugas))
        assert sorted(j.status_code for j in jawab) == [200, 409, 409, 409, 409]
