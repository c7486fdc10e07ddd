"""The table of a meeting: every state, action and jabatan, and every guard by itself."""

from dataclasses import dataclass, fields, replace
from itertools import product

import pytest

from app.core.peran import Jabatan
from app.core.workflow import JabatanTidakBerwenang, SyaratTidakTerpenuhi, TransisiDitolak
from app.musyawarah.alur import ALUR_MUSYAWARAH, FaktaMusyawarah
from app.musyawarah.status import AksiMusyawarah, StatusMusyawarah

BENAR = FaktaMusyawarah(*[True] * len(fields(FaktaMusyawarah)))


@dataclass
class Benda:
    status: StatusMusyawarah


@pytest.mark.parametrize(("status", "aksi", "jabatan"), list(product(StatusMusyawarah, AksiMusyawarah, Jabatan)))
def test_an_arrow_is_taken_exactly_when_the_table_has_it(
    status: StatusMusyawarah, aksi: AksiMusyawarah, jabatan: Jabatan
) -> None:
    benda, panah = Benda(status), ALUR_MUSYAWARAH[aksi]
    fakta = replace(BENAR, is_bernama=False) if aksi is AksiMusyawarah.BATALKAN else BENAR
    if jabatan in panah.oleh and status in panah.dari:
        ALUR_MUSYAWARAH.apply(benda, aksi, jabatan, fakta)
        assert benda.status is panah.ke
        return
    with pytest.raises(TransisiDitolak if jabatan in panah.oleh else JabatanTidakBerwenang):
        ALUR_MUSYAWARAH.apply(benda, aksi, jabatan, fakta)
    assert benda.status is status


FINAL = sorted({f.name for f in fields(FaktaMusyawarah)} - {"is_bernama", "is_koreksi_sah", "is_lembar_koreksi_ada"})
KOREKSI = ["is_koreksi_sah", "is_lembar_koreksi_ada", "is_kuorum", "is_bertanda_tangan"]


@pytest.mark.parametrize("bidang", FINAL)
@pytest.mark.parametrize("nilai", [False, None])
def test_minutes_are_final_only_when_each_fact_is_known_to_be_true(bidang: str, nilai: bool | None) -> None:
    kurang = replace(BENAR, **{bidang: nilai})
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_MUSYAWARAH.periksa(
            StatusMusyawarah.DIJADWALKAN, AksiMusyawarah.FINALKAN_BERITA_ACARA, Jabatan.OPERATOR_DESA, kurang
        )


@pytest.mark.parametrize("bidang", KOREKSI)
@pytest.mark.parametrize("nilai", [False, None])
def test_minutes_are_corrected_only_when_each_fact_is_known_to_be_true(bidang: str, nilai: bool | None) -> None:
    kurang = replace(BENAR, **{bidang: nilai})
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_MUSYAWARAH.periksa(
            StatusMusyawarah.FINAL, AksiMusyawarah.KOREKSI_BERITA_ACARA, Jabatan.OPERATOR_DESA, kurang
        )


@pytest.mark.parametrize("nilai", [True, None])
def test_a_meeting_with_names_is_not_cancelled(nilai: bool | None) -> None:
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_MUSYAWARAH.periksa(
            StatusMusyawarah.DIJADWALKAN,
            AksiMusyawarah.BATALKAN,
            Jabatan.OPERATOR_DESA,
            FaktaMusyawarah(is_bernama=nilai),
        )
