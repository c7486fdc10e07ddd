"""S36 for the sources on means and position: whatever is odd is no answer, and never a clean one."""

from datetime import date, timedelta

import pytest

from app.config import Pengecualian
from app.core.clock import hari_ini
from app.integrasi.pengecualian.pemeriksa import Pemeriksa
from app.integrasi.pengecualian.simulator import Mode, SumberSimulasi, simulasi
from app.temuan.ports import SUMBER_LUAR, BelumDiperiksa, CatatanSumber, JawabanSumber, SebabBelum
from app.temuan.status import JenisTemuan, SumberTemuan

pytestmark = pytest.mark.anyio
NIK = "3204050101900001"
BKN = SumberTemuan.BKN
CATATAN = CatatanSumber(JenisTemuan.ASN_TNI_POLRI, 95, {"instansi": "Dinas Perhubungan"})


def pemeriksa(sumber: SumberSimulasi, **ganti: float) -> Pemeriksa:
    return Pemeriksa(Pengecualian.model_validate({"batas_detik": 0.05} | ganti), {BKN: sumber})


async def test_a_clean_answer_and_a_record_are_told_apart() -> None:
    sumber = SumberSimulasi({NIK: (CATATAN,)}, tanggal=date(2026, 11, 1))
    ada = await pemeriksa(sumber).periksa(BKN, NIK)
    assert ada == JawabanSumber(NIK, date(2026, 11, 1), (CATATAN,))
    assert NIK not in repr(ada)
    assert "Perhubungan" not in repr(ada)
    assert await pemeriksa(sumber).periksa(BKN, "3204050101900002") == JawabanSumber(
        "3204050101900002", date(2026, 11, 1)
    )


@pytest.mark.parametrize(
    ("mode", "sebab"),
    [
        (Mode.LAMBAT, SebabBelum.WAKTU_HABIS),
        (Mode.GALAT_5XX, SebabBelum.GALAT_LAYANAN),
        (Mode.KUOTA, SebabBelum.KUOTA_HABIS),
        (Mode.JAWABAN_ANEH, SebabBelum.JAWABAN_ANEH),
        (Mode.ORANG_LAIN, SebabBelum.ORANG_LAIN),
        (Mode.USANG, SebabBelum.DATA_USANG),
        (Mode.MASA_DEPAN, SebabBelum.JAWABAN_ANEH),
    ],
)
async def test_each_failure_is_named_and_never_clean(mode: Mode, sebab: SebabBelum) -> None:
    assert await pemeriksa(SumberSimulasi({NIK: (CATATAN,)}, mode)).periksa(BKN, NIK) == BelumDiperiksa(sebab)


async def test_a_source_without_a_connection_says_so() -> None:
    assert await pemeriksa(SumberSimulasi()).periksa(SumberTemuan.PLN, NIK) == BelumDiperiksa(
        SebabBelum.TIDAK_TERSAMBUNG
    )


async def test_a_dead_source_is_left_alone_after_some_failures_and_the_others_go_on() -> None:
    mati, hidup = SumberSimulasi(mode=Mode.GALAT_5XX), SumberSimulasi()
    satu = Pemeriksa(Pengecualian(sirkuit_gagal=2), {BKN: mati, SumberTemuan.PLN: hidup})
    for _ in range(2):
        await satu.periksa(BKN, NIK)
    mati.mode = Mode.NORMAL
    assert await satu.periksa(BKN, NIK) == BelumDiperiksa(SebabBelum.SIRKUIT_TERBUKA)
    assert isinstance(await satu.periksa(SumberTemuan.PLN, NIK), JawabanSumber)


async def test_data_as_old_as_may_be_still_count() -> None:
    batas = Pengecualian().usia_data_hari
    sumber = SumberSimulasi(tanggal=hari_ini() - timedelta(days=batas))
    assert isinstance(await pemeriksa(sumber).periksa(BKN, NIK), JawabanSumber)


def test_there_is_a_simulator_for_every_source() -> None:
    assert set(simulasi()) == set(SUMBER_LUAR)
