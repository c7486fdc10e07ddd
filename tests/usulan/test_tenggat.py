"""T22: whoever keeps a case waiting is reminded twice, and only then it lapses."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan import tenggat
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import SasaranKembali, StatusUsulan
from app.usulan.tenggat import LAPSUS, PENANGGUNG
from app.usulan.tugas import tenggat as tugas_tenggat
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik

pytestmark = pytest.mark.anyio
S, J = StatusUsulan, Jabatan
Jaga = Callable[..., Awaitable[None]]


@pytest.fixture
def jaga(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> Jaga:
    """Run the day's job so many days from now; tokens live on today's clock."""

    async def pada(hari: int = 0) -> None:
        asli = clock.now
        with monkeypatch.context() as sebentar:
            sebentar.setattr(clock, "now", lambda: asli() + timedelta(days=hari))
            await tugas_tenggat(wadah, {})

    return pada


async def _kasus(wadah: Wadah, klien: Klien, status: StatusUsulan, sisa: int, **isi: Any) -> Ref:
    async with wadah.pabrik_sesi() as sesi, sesi.begin():
        baru = await pabrik.usulan(
            sesi, wadah, status=status, pengusul_id=klien.pelaku.akun_id, pengusul_jabatan=klien.pelaku.jabatan, **isi
        )
        baru.tenggat_date = hari_ini() + timedelta(days=sisa)
        return baru.ref


async def _status(wadah: Wadah, ref: Ref) -> StatusUsulan:
    async with wadah.pabrik_sesi() as sesi:
        return (await sesi.get_one(Usulan, (ref.keluarga_id, ref.id))).status


async def _judul(klien: Klien, cabang: str = "warga") -> list[str]:
    return [k["judul"]["id"] for k in (await klien.get(f"/v1/{cabang}/notifikasi")).json()["data"]]


async def test_a_proposer_is_reminded_twice_then_the_case_lapses_with_its_reason(
    masuk: Masuk, wadah: Wadah, jaga: Jaga
) -> None:
    """T22: PERLU_DILENGKAPI → KEDALUWARSA."""
    warga = await masuk(J.WARGA)
    ref = await _kasus(wadah, warga, S.PERLU_DILENGKAPI, 14)
    harapan = {0: 0, 9: 1, 10: 1, 13: 2, 14: 2}
    for hari, pengingat in harapan.items():
        await jaga(hari)
        await jaga(hari)
        assert len(await _judul(warga)) == pengingat, hari
    assert await _status(wadah, ref) is S.PERLU_DILENGKAPI
    await jaga(15)
    assert await _status(wadah, ref) is S.KEDALUWARSA
    assert (await _judul(warga))[0] == "Perkembangan usulan"
    riwayat = (await warga.get(f"/v1/warga/usulan/{ref.teks}/riwayat")).json()["data"][-1]
    assert riwayat["alasan"]["kode"] == "TENGGAT_TERLEWAT"
    assert len(riwayat["alasan"]["penjelasan"]) >= 20


async def test_after_an_outage_of_the_scheduler_nothing_lapses_unannounced(
    masuk: Masuk, wadah: Wadah, jaga: Jaga
) -> None:
    warga = await masuk(J.WARGA)
    ref = await _kasus(wadah, warga, S.DRAF, -40)
    hasil = []
    for hari in range(4):
        await jaga(hari)
        hasil.append((await _status(wadah, ref), len(await _judul(warga))))
    assert hasil[:2] == [(S.DRAF, 1), (S.DRAF, 2)]
    assert hasil[2][0] is hasil[3][0] is S.KEDALUWARSA
    assert hasil[2][1] == hasil[3][1] == 3


async def test_who_moves_on_starts_again_with_a_clean_count(masuk: Masuk, wadah: Wadah, jaga: Jaga) -> None:
    warga = await masuk(J.WARGA)
    ref = await _kasus(wadah, warga, S.PERLU_DILENGKAPI, 1)
    await jaga()
    assert (await warga.post(f"/v1/warga/usulan/{ref.teks}/lengkapi", json={})).status_code == 200
    await jaga(30)
    assert await _status(wadah, ref) is S.DIAJUKAN
    async with wadah.pabrik_sesi() as sesi:
        baris = await sesi.get_one(Usulan, (ref.keluarga_id, ref.id))
    assert (baris.pengingat_ke, baris.pengingat_date) == (0, None)


@pytest.mark.parametrize(
    ("sasaran", "jabatan"), [(SasaranKembali.DESA, J.OPERATOR_DESA), (SasaranKembali.PETUGAS, J.VERIFIKATOR)]
)
async def test_a_returned_case_reminds_the_office_it_was_returned_to(
    masuk: Masuk, wadah: Wadah, jaga: Jaga, sasaran: SasaranKembali, jabatan: Jabatan
) -> None:
    warga = await masuk(J.WARGA)
    petugas, jauh = await masuk(jabatan, ("32.04",)), await masuk(jabatan, ("32.05",))
    ref = await _kasus(wadah, warga, S.DIKEMBALIKAN, 0, sasaran_kembali=sasaran)
    await jaga()
    assert await _judul(petugas, "petugas") == ["Usulan menunggu Anda"]
    assert await _judul(jauh, "petugas") == await _judul(warga) == []
    for hari in (1, 2):
        await jaga(hari)
    assert await _status(wadah, ref) is S.KEDALUWARSA
    assert await _judul(petugas, "petugas") == ["Usulan kedaluwarsa", *["Usulan menunggu Anda"] * 2]
    assert await _judul(warga) == ["Perkembangan usulan"]


async def test_whose_data_do_not_match_is_reminded_beside_his_proposer(masuk: Masuk, wadah: Wadah, jaga: Jaga) -> None:
    nik = pabrik.nik_uji()
    subjek, operator = await masuk(J.WARGA, nik=nik), await masuk(J.OPERATOR_DESA, ("32.04.05.2001",))
    await _kasus(wadah, operator, S.TIDAK_PADAN, 3, nik=nik)
    await jaga()
    assert await _judul(subjek) == await _judul(operator, "petugas") == ["Usulan menunggu Anda"]


async def test_an_offices_delay_ends_nothing_but_is_told_to_it_once_a_day(
    masuk: Masuk, wadah: Wadah, jaga: Jaga
) -> None:
    warga, operator = await masuk(J.WARGA), await masuk(J.OPERATOR_DESA, ("32.04.05",))
    verifikator, jauh = await masuk(J.VERIFIKATOR), await masuk(J.VERIFIKATOR, ("33",))
    refs = [await _kasus(wadah, warga, status, -100) for status in PENANGGUNG]
    await jaga()
    await jaga(1)
    assert [await _status(wadah, r) for r in refs] == list(PENANGGUNG)
    assert await _judul(operator, "petugas") == await _judul(verifikator, "petugas")
    assert await _judul(operator, "petugas") == ["Pekerjaan melewati batas waktu"] * 2
    assert await _judul(jauh, "petugas") == await _judul(warga) == []
    isi = (await verifikator.get("/v1/petugas/notifikasi")).json()["data"][0]["isi"]
    assert isi["id"].count(": 1") == len(PENANGGUNG) - 1


async def test_where_a_village_has_no_operator_the_one_of_the_kabkota_is_told(
    masuk: Masuk, wadah: Wadah, jaga: Jaga
) -> None:
    warga, kabkota = await masuk(J.WARGA), await masuk(J.OPERATOR_KABKOTA)
    await _kasus(wadah, warga, S.DIAJUKAN, -100)
    await _kasus(wadah, warga, S.DIKEMBALIKAN, 0, sasaran_kembali=SasaranKembali.DESA)
    await jaga()
    assert sorted(await _judul(kabkota, "petugas")) == ["Pekerjaan melewati batas waktu", "Usulan menunggu Anda"]
    await masuk(J.OPERATOR_DESA, ("32.04.05.2001",))
    await jaga(1)
    assert len(await _judul(kabkota, "petugas")) == 2, "the village has its own now"


async def test_many_cases_are_looked_after_in_chunks(
    masuk: Masuk, wadah: Wadah, jaga: Jaga, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tenggat, "SEKALIGUS", 2)
    warga = await masuk(J.WARGA)
    refs = [await _kasus(wadah, warga, S.DRAF, -1) for _ in range(5)]
    for hari in range(3):
        await jaga(hari)
    assert {await _status(wadah, r) for r in refs} == {S.KEDALUWARSA}


async def test_a_case_that_cannot_lapse_does_not_stop_the_others(
    masuk: Masuk, wadah: Wadah, jaga: Jaga, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody moves a case on between the query and the lock."""
    warga = await masuk(J.WARGA)
    lolos, lapsus = [await _kasus(wadah, warga, S.PERLU_DILENGKAPI, -1) for _ in range(2)]
    for hari in range(2):
        await jaga(hari)
    asli = UsulanService.kunci

    async def kunci(self: UsulanService, ref: Ref, *sisa: Any) -> Usulan:
        satu = await asli(self, ref, *sisa)
        if ref == lolos:
            satu.tenggat_date = None
        return satu

    monkeypatch.setattr(UsulanService, "kunci", kunci)
    await jaga(2)
    assert await _status(wadah, lolos) is S.PERLU_DILENGKAPI
    assert await _status(wadah, lapsus) is S.KEDALUWARSA


def test_only_what_a_person_keeps_waiting_lapses() -> None:
    assert {S.DRAF, S.PERLU_DILENGKAPI, S.DIKEMBALIKAN, S.TIDAK_PADAN} == LAPSUS
    assert not LAPSUS & set(PENANGGUNG)
