"""A correction that stands still at a family: given up for another day, or taken up for the families that are left."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import text

from app.core.db import transaksi
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.impor.models import Impor
from app.impor.ralat import TUGAS_RALAT, RalatImporService
from tests.conftest import Klien, Masuk
from tests.impor.pembantu import Baris, berkas, impor, keluarga
from tests.impor.test_ralat import BENAR, JAWAB, SALAH
from tests.impor.test_ralat import _baris as kueri
from tests.impor.test_ralat import _hari as hari_data
from tests.impor.test_ralat import _minta as minta
from tests.impor.test_ralat import _pindahkan as pindahkan
from tests.impor.test_ralat import _ralat as ralat

pytestmark = pytest.mark.anyio


async def terhenti(klien: Klien, wadah: Wadah, hari: date, semua: Sequence[Baris] = ()) -> Impor:
    """Return an import of two families of which the first was corrected; the other has moved away."""
    satu, _ = await impor(wadah, berkas(semua or [*keluarga(**JAWAB), *keluarga(**JAWAB)]), klien.pelaku, hari=SALAH)
    await minta(klien, satu, hari)
    for _ in range(2):
        async with transaksi(wadah.pabrik_sesi) as sesi:
            assert await RalatImporService(sesi, wadah).lanjutkan(satu.id)
    await pindahkan(wadah)
    await jalankan(wadah, TUGAS_RALAT, {"impor_id": str(satu.id)})
    return satu


async def test_one_that_stands_still_is_given_up_for_another_day(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "potongan", 4)
    klien, pusat = await masuk(Jabatan.OPERATOR_KABKOTA), await masuk(Jabatan.PUSAT)
    salah_lagi = date(2004, 3, 1)
    satu = await terhenti(klien, wadah, salah_lagi)
    assert sorted(h for h in await hari_data(wadah) if h) == [salah_lagi, SALAH]
    isi = await ralat(pusat, wadah, satu, BENAR)
    assert (isi["lama"], isi["baru"], isi["keluarga"], isi["diubah"]) == (str(SALAH), str(BENAR), 2, 2)
    assert await hari_data(wadah) == [BENAR, BENAR]
    umur = "SELECT DISTINCT tanggal_date, kepala_umur FROM variabel_kanonik"
    assert await kueri(wadah, umur) == [(BENAR, 34)]
    ganti = "SELECT rincian->>'ganti' IS NULL FROM jejak_audit WHERE kejadian = 'impor:tanggal:diralat' ORDER BY 1"
    assert await kueri(wadah, ganti) == [(False,), (True,)]
    assert (await minta(pusat, satu, SALAH)).status_code == 200


async def test_one_that_stands_still_can_be_taken_back(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "potongan", 4)
    klien, pusat = await masuk(Jabatan.OPERATOR_KABKOTA), await masuk(Jabatan.PUSAT)
    satu = await terhenti(klien, wadah, BENAR)
    isi = await ralat(pusat, wadah, satu, SALAH)
    assert (isi["diubah"], isi["saran"]) == (1, None)
    assert await hari_data(wadah) == [SALAH, SALAH]
    assert await kueri(wadah, "SELECT DISTINCT tanggal_date, kepala_umur FROM variabel_kanonik") == [(SALAH, 36)]


@pytest.mark.parametrize("kejadian", ["impor:tanggal:diralat", "keluarga:data:diralat"])
async def test_what_is_taken_back_is_told_with_the_day_that_a_family_had(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch, kejadian: str
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "potongan", 4)
    klien, pusat = await masuk(Jabatan.OPERATOR_KABKOTA), await masuk(Jabatan.PUSAT)
    await ralat(pusat, wadah, await terhenti(klien, wadah, BENAR), SALAH)
    sql = f"SELECT rincian->>'lama', rincian->>'baru' FROM jejak_audit WHERE kejadian = '{kejadian}'"
    assert sorted(map(tuple, await kueri(wadah, sql))) == sorted([(str(SALAH), str(BENAR)), (str(BENAR), str(SALAH))])


async def test_the_history_of_what_is_taken_back_says_the_day_that_a_family_had(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "potongan", 4)
    klien, pusat = await masuk(Jabatan.OPERATOR_KABKOTA), await masuk(Jabatan.PUSAT)
    semua = [*keluarga(**JAWAB), *keluarga(**JAWAB)]
    satu = await terhenti(klien, wadah, BENAR, semua)
    await ralat(pusat, wadah, satu, SALAH)
    kata: set[str] = set()
    for baris in semua:
        cari = {"no_kk": baris["no_kk"], "tujuan": "PERBAIKAN_DATA"}
        (ada,) = (await pusat.post("/v1/petugas/keluarga/cari", json=cari)).json()["data"]
        jalur = f"/v1/petugas/keluarga/{ada['ref']}/riwayat"
        riwayat = (await pusat.get(jalur, params={"tujuan": "PERBAIKAN_DATA"})).json()["data"]
        kata |= {r["keterangan"] for r in riwayat if r["peristiwa"] == "KELUARGA_DIPERBAIKI"}
    awal = f"Tanggal data impor {satu.id} diralat: "
    assert kata == {f"{awal}{SALAH} menjadi {BENAR}", f"{awal}{BENAR} menjadi {SALAH}"}


async def test_who_lets_it_go_on_answers_for_the_families_that_are_left(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.impor, "potongan", 4)
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu = await terhenti(klien, wadah, BENAR)
    tukar = "UPDATE keluarga SET kode_desa = CASE data_date WHEN :h THEN '11.01.01.2001' ELSE '32.04.05.2001' END"
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(text(tukar), {"h": BENAR})
    assert (await minta(klien, satu, BENAR)).json()["ralat"]["terhenti_at"] is None
    await jalankan(wadah, TUGAS_RALAT, {"impor_id": str(satu.id)})
    assert await hari_data(wadah) == [BENAR, BENAR]
