"""A survey and its fit, made once: the tests look at it from all sides."""

import pytest

from app.desil.model_pmt import artefak_demonstrasi
from app.pelatihan.cocokkan import Hasil, cocokkan
from app.pelatihan.sampel import Sampel, dari_tabel
from app.pelatihan.sintetis import Sintetis, buat
from tests.pelatihan.contoh import SUMBER, pilihan


@pytest.fixture(scope="package")
def seragam() -> Sintetis:
    """One model holds everywhere."""
    return buat(20_000, 7, variasi=0)


@pytest.fixture(scope="package")
def beragam() -> Sintetis:
    """Regions differ."""
    return buat(20_000, 8)


@pytest.fixture(scope="package")
def sampel_beragam(beragam: Sintetis) -> Sampel:
    return dari_tabel(beragam.tabel, SUMBER, "beragam")


@pytest.fixture(scope="package")
def hasil_seragam(seragam: Sintetis) -> Hasil:
    return cocokkan(dari_tabel(seragam.tabel, SUMBER, "seragam"), artefak_demonstrasi(), pilihan(kappa=30_000))


@pytest.fixture(scope="package")
def hasil_beragam(sampel_beragam: Sampel) -> Hasil:
    return cocokkan(sampel_beragam, artefak_demonstrasi(), pilihan())
