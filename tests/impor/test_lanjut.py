"""An import that is killed, cancelled, out of space, or meets another one: nothing twice, nothing lost."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.db import transaksi
from app.core.jobs import TugasGagal, jalankan
from app.core.wadah import Wadah
from app.impor import kerja
from app.impor.alur import StatusImpor
from app.impor.penulis import Penulis
from app.impor.repository import ImporRepository
from app.impor.repository_titipan import TitipanRepository
from app.impor.service import TUGAS_IMPOR, ImporService
from tests.impor.pembantu import baca, berkas, hitung, impor, jumlah, keluarga, kirim, pengimpor, periksa, terapkan

pytestmark = pytest.mark.anyio
TABEL = ("keluarga", "individu", "riwayat_keluarga", "jejak_audit", "jawaban_survei", "variabel_kanonik")


@pytest.fixture
def kecil(wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a few rows, so that a small file has many."""
    aturan = wadah_nyata.pengaturan.impor.model_copy(update={"blok": 4, "potongan": 1})
    monkeypatch.setattr(wadah_nyata.pengaturan, "impor", aturan)


def _berkas(banyak: int = 6) -> bytes:
    return berkas([b for n in range(banyak) for b in keluarga({"nama": f"Anak {n}"}, k_302="48", i_404="1")])


def _mati_di(monkeypatch: pytest.MonkeyPatch, ke: int, galat: BaseException) -> None:
    """Let the job die in the transaction of its `ke`-th chunk, when all of the chunk is written but its mark."""
    asli, kali = ImporRepository.catat_kemajuan, 0

    async def catat(diri: ImporRepository, **nilai: Any) -> None:
        nonlocal kali
        kali += 1
        if kali == ke:
            raise galat
        await asli(diri, **nilai)

    monkeypatch.setattr(ImporRepository, "catat_kemajuan", catat)


@pytest.mark.usefixtures("kecil")
async def test_a_job_that_dies_anywhere_goes_on_and_writes_every_row_once(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    siapa = pengimpor()
    isi = _berkas()
    satu = await kirim(wadah_nyata, isi, siapa)
    for ke in (2, 1, 3):
        with monkeypatch.context() as tambal:
            _mati_di(tambal, ke, RuntimeError("mati"))
            with pytest.raises(TugasGagal):
                await (periksa if ke == 2 else _ulang)(wadah_nyata, satu.id, siapa)
    await jalankan(wadah_nyata, TUGAS_IMPOR, {"impor_id": str(satu.id)})
    with monkeypatch.context() as tambal:
        _mati_di(tambal, 2, RuntimeError("mati"))
        with pytest.raises(TugasGagal):
            await terapkan(wadah_nyata, satu.id, siapa)
    await jalankan(wadah_nyata, TUGAS_IMPOR, {"impor_id": str(satu.id)})
    satu = await baca(wadah_nyata, satu.id, siapa)
    hasil = await jumlah(wadah_nyata, satu)
    assert (satu.status, hasil.dibaca, hasil.diterima) == (StatusImpor.SELESAI, 12, 12)
    assert await hitung(wadah_nyata, "keluarga", "individu", "jawaban_survei", "baris_impor") == (6, 12, 6, 0)


async def _ulang(wadah_nyata: Wadah, impor_id: Any, _siapa: Any) -> None:
    await jalankan(wadah_nyata, TUGAS_IMPOR, {"impor_id": str(impor_id)})


@pytest.mark.usefixtures("kecil")
async def test_a_full_disk_stops_the_import_and_it_goes_on_when_there_is_space(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Penuh(Exception):
        sqlstate = "53100"

    siapa = pengimpor()
    satu = await kirim(wadah_nyata, _berkas(), siapa)
    await periksa(wadah_nyata, satu.id, siapa)
    with monkeypatch.context() as tambal:
        _mati_di(tambal, 3, OperationalError("COPY", None, Penuh()))
        satu = await terapkan(wadah_nyata, satu.id, siapa)
    assert (satu.status, satu.galat) == (StatusImpor.TERHENTI, "ruang-habis")
    assert await hitung(wadah_nyata, "keluarga") == (2,)
    satu = await terapkan(wadah_nyata, satu.id, siapa)
    assert (satu.status, satu.galat) == (StatusImpor.SELESAI, None)
    assert await hitung(wadah_nyata, "keluarga", "individu") == (6, 12)


@pytest.mark.usefixtures("kecil")
async def test_who_cancels_keeps_what_is_written_and_the_account_of_it(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah_nyata, _berkas(), siapa)
    await periksa(wadah_nyata, satu.id, siapa)
    asli, kali = kerja.Pekerjaan._selesaikan, 0

    async def selesaikan(diri: kerja.Pekerjaan, *isi: Any) -> None:
        nonlocal kali
        kali += 1
        if kali == 4:
            async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
                await ImporService(sesi, wadah_nyata).batalkan(satu.id, siapa)
        await asli(diri, *isi)

    monkeypatch.setattr(kerja.Pekerjaan, "_selesaikan", selesaikan)
    satu = await terapkan(wadah_nyata, satu.id, siapa)
    assert satu.status is StatusImpor.DIBATALKAN
    assert (await jumlah(wadah_nyata, satu)).diterima == 2 * (await hitung(wadah_nyata, "keluarga"))[0] == 6
    assert await hitung(wadah_nyata, "baris_impor", "bagian_impor") == (0, 0)


async def test_two_imports_of_one_region_write_one_after_the_other(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    siapa, isi = pengimpor(), _berkas(2)
    satu, dua = await kirim(wadah_nyata, isi, siapa), await kirim(wadah_nyata, isi, siapa)
    for i in (satu, dua):
        await periksa(wadah_nyata, i.id, siapa)
    bebas = TitipanRepository.kunci

    async def terkunci(diri: TitipanRepository, *nama: str) -> bool:
        return False if nama and nama[0].startswith("impor.daerah") else await bebas(diri, *nama)

    with monkeypatch.context() as tambal:
        tambal.setattr(TitipanRepository, "kunci", terkunci)
        assert (await terapkan(wadah_nyata, dua.id, siapa)).status is StatusImpor.DITERAPKAN
    assert await hitung(wadah_nyata, "keluarga") == (0,)
    await terapkan(wadah_nyata, satu.id, siapa)
    sesudah = await hitung(wadah_nyata, *TABEL)
    await jalankan(wadah_nyata, TUGAS_IMPOR, {"impor_id": str(dua.id)})
    dua = await baca(wadah_nyata, dua.id, siapa)
    assert (dua.status, (await jumlah(wadah_nyata, dua)).sama) == (StatusImpor.SELESAI, 4)
    assert (await hitung(wadah_nyata, *TABEL))[:3] == sesudah[:3]


@pytest.mark.usefixtures("kecil")
async def test_a_chunk_whose_ground_was_changed_meanwhile_is_worked_out_anew(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    baris = keluarga({"nama": "Asep"})
    await impor(wadah_nyata, berkas(baris))
    siapa = pengimpor()
    satu = await kirim(wadah_nyata, berkas([{**b, "alamat": "Jl. Baru 1"} for b in baris]), siapa)
    await periksa(wadah_nyata, satu.id, siapa)
    asli, kali = Penulis.tulis, 0

    async def tulis(diri: Penulis, sesi: Any, hasil: Any) -> None:
        nonlocal kali
        kali += 1
        if kali == 1:
            await sesi.execute(text("UPDATE keluarga SET versi = versi + 7"))
        await asli(diri, sesi, hasil)

    monkeypatch.setattr(Penulis, "tulis", tulis)
    satu = await terapkan(wadah_nyata, satu.id, siapa)
    assert (satu.status, kali, (await jumlah(wadah_nyata, satu)).diterima) == (StatusImpor.SELESAI, 2, 1)
