"""A token is believed only as far as the account's row confirms it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.errors import AkunNotFound
from app.akun.identitas import Identitas
from app.akun.models import Akun, PenugasanWilayah
from app.akun.pemuat import PemuatAkun
from app.akun.service import AkunService
from app.core.clock import hari_ini, now
from app.core.galat_umum import TokenTidakSah
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.tokens import Klaim, KodekToken
from app.core.wadah import Wadah
from app.wilayah.models import WilayahPengganti
from tests.pabrik.akun import akun_aktif, nik_uji, token_untuk

pytestmark = pytest.mark.anyio
HARI = timedelta(days=1)


@pytest.fixture
async def akun(wadah: Wadah) -> Akun:
    isi = Identitas(nik=nik_uji(), no_kk="3204051203150042")
    return await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04", "32.73"), identitas=isi)


async def test_the_actor_is_what_the_database_says(wadah: Wadah, akun: Akun, sesi: AsyncSession) -> None:
    pelaku = await PemuatAkun.rakit(sesi, wadah).muat(await token_untuk(wadah, akun))
    assert (pelaku.akun_id, pelaku.jabatan, pelaku.wilayah) == (akun.id, Jabatan.VERIFIKATOR, ("32.04", "32.73"))
    assert (pelaku.nik_indeks, pelaku.no_kk_indeks) == (akun.nik_indeks, akun.no_kk_indeks)


@pytest.mark.parametrize(
    "ubah",
    [
        {"status": StatusAkun.NONAKTIF},
        {"status": StatusAkun.MENUNGGU_VERIFIKASI},
        {"jabatan": Jabatan.KEPALA_OPD},
        {"versi_token": 1},
        {"is_sandi_sementara": True},
    ],
    ids=lambda u: next(iter(u)),
)
async def test_any_change_ends_the_token(wadah: Wadah, akun: Akun, sesi: AsyncSession, ubah: dict[str, Any]) -> None:
    token = await token_untuk(wadah, akun)
    baris = await sesi.get_one(Akun, akun.id)
    for nama, nilai in ubah.items():
        setattr(baris, nama, nilai)
    await sesi.flush()
    with pytest.raises(TokenTidakSah):
        await PemuatAkun.rakit(sesi, wadah).muat(token)


async def test_a_token_of_no_account_or_no_login_is_refused(wadah: Wadah, akun: Akun, sesi: AsyncSession) -> None:
    kodek = wadah.ambil(KodekToken, sesi)
    for token in (
        kodek.terbitkan(uuid4(), Jabatan.VERIFIKATOR, 0),
        kodek.terbitkan(akun.id, Jabatan.VERIFIKATOR, 0, uuid4()),
        "bukan.token.kami",
    ):
        with pytest.raises(TokenTidakSah):
            await PemuatAkun.rakit(sesi, wadah).muat(token)


@pytest.mark.parametrize(
    ("dari", "sampai", "berlaku"), [(-2, -1, False), (1, None, False), (-2, 0, True), (0, None, True)]
)
async def test_an_assignment_holds_from_day_to_day(
    wadah: Wadah, sesi: AsyncSession, dari: int, sampai: int | None, *, berlaku: bool
) -> None:
    akun = await akun_aktif(wadah, Jabatan.PSM)
    sesi.add(
        PenugasanWilayah(
            akun_id=akun.id,
            id=id_baru(),
            kode_wilayah="32.04.05.2001",
            berlaku_dari=hari_ini() + dari * HARI,
            berlaku_sampai=None if sampai is None else hari_ini() + sampai * HARI,
            created_at=now(),
        )
    )
    await sesi.flush()
    pelaku = await AkunService.rakit(sesi, wadah).pelaku(akun.id)
    assert pelaku is not None
    assert pelaku.wilayah == (("32.04.05.2001",) if berlaku else ())


async def test_a_split_region_is_followed_by_its_successors(wadah: Wadah, akun: Akun, sesi: AsyncSession) -> None:
    baru = WilayahPengganti(kode_lama="32.04", kode_baru="32.17", tanggal=hari_ini(), dasar="UU contoh")
    sesi.add(baru)
    await sesi.flush()
    pelaku = await AkunService.rakit(sesi, wadah).pelaku(akun.id)
    assert pelaku is not None
    assert pelaku.wilayah == ("32.04", "32.17", "32.73")


async def test_a_signature_is_verified_once_but_the_account_is_asked_every_time(
    wadah: Wadah, akun: Akun, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, diurai = await token_untuk(wadah, akun), list[str]()
    asli = KodekToken.urai

    def urai(kodek: KodekToken, teks: str) -> Klaim:
        diurai.append(teks)
        return asli(kodek, teks)

    monkeypatch.setattr(KodekToken, "urai", urai)
    for _ in range(2):
        assert (await PemuatAkun.rakit(sesi, wadah).muat(token)).akun_id == akun.id
    assert diurai == [token]
    (await sesi.get_one(Akun, akun.id)).status = StatusAkun.NONAKTIF
    await sesi.flush()
    with pytest.raises(TokenTidakSah):
        await PemuatAkun.rakit(sesi, wadah).muat(token)


async def test_loading_costs_two_statements(
    wadah: Wadah, akun: Akun, sesi: AsyncSession, hitung_pernyataan: Callable[[], list[str]]
) -> None:
    token = await token_untuk(wadah, akun)
    sebelum = len(hitung_pernyataan())
    await PemuatAkun.rakit(sesi, wadah).muat(token)
    dikirim = [s for s in hitung_pernyataan()[sebelum:] if "SAVEPOINT" not in s]
    assert len(dikirim) == 2


async def test_officers_are_found_by_the_region_that_they_cover(wadah: Wadah, sesi: AsyncSession) -> None:
    kab = await akun_aktif(wadah, Jabatan.ENUMERATOR, ("32.04",), nama="B")
    desa = await akun_aktif(wadah, Jabatan.ENUMERATOR, ("32.04.05.2001",), nama="A")
    await akun_aktif(wadah, Jabatan.ENUMERATOR, ("32.04.05.2002",))
    await akun_aktif(wadah, Jabatan.ENUMERATOR, ("32.04.05.2001",), status=StatusAkun.NONAKTIF)
    layanan = AkunService.rakit(sesi, wadah)
    ditemukan = await layanan.petugas_di("32.04.05.2001", Jabatan.ENUMERATOR)
    assert [a.id for a in ditemukan] == [desa.id, kab.id]


async def test_an_unknown_account_is_not_found_and_gets_no_mail(wadah: Wadah, akun: Akun, sesi: AsyncSession) -> None:
    layanan = AkunService.rakit(sesi, wadah)
    with pytest.raises(AkunNotFound):
        await layanan.ambil(uuid4())
    await layanan.surati(uuid4(), "sandi_diganti", {})
    await layanan.surati(akun.id, "sandi_diganti", {})
