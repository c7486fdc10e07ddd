"""The catalogue of reasons and code lists."""

import pytest

from app.core.workflow import Jalur
from app.referensi import katalog
from app.referensi.errors import AlasanTidakBerlaku, ReferensiNotFound
from app.turunan import semua_alur
from app.usulan.alur import ALUR_USULAN
from app.usulan.status import AksiUsulan

AKSI_USULAN = {f"usulan.{t.aksi}" for t in ALUR_USULAN}
AKSI = {f"{alur.nama.lower().replace(' ', '_')}.{t.aksi}" for alur in semua_alur() for t in alur}


def test_every_negative_arrow_of_a_usulan_has_reasons_and_no_reason_names_an_unknown_action() -> None:
    for t in ALUR_USULAN:
        if t.alasan:
            assert katalog.alasan_untuk(f"usulan.{t.aksi}"), t.aksi
    assert {a for x in katalog.ALASAN.values() for a in x.aksi} <= AKSI


def test_reasons_are_given_only_where_the_table_asks_or_a_case_waits() -> None:
    beralasan = {f"usulan.{t.aksi}" for t in ALUR_USULAN if t.alasan}
    disebut = {a for x in katalog.ALASAN.values() for a in x.aksi} & AKSI_USULAN
    assert disebut - beralasan == {"usulan.antre_peringkat", "usulan.kirim"}
    assert ALUR_USULAN[AksiUsulan.ANTRE_PERINGKAT].jalur is Jalur.SISTEM


@pytest.mark.parametrize("alasan", katalog.ALASAN.values(), ids=lambda a: a.kode)
def test_each_reason_says_what_it_means_and_what_to_do_in_two_languages(alasan: katalog.Alasan) -> None:
    for teks in (alasan.teks, alasan.langkah):
        assert teks.id
        assert teks.en
        assert teks.id != teks.en
    assert alasan.dasar
    assert alasan.keluarga


def test_guards_name_only_published_reasons() -> None:
    kode = {s.kode_alasan for t in ALUR_USULAN for s in t.syarat} - {""}
    assert kode <= set(katalog.ALASAN)


def test_a_reason_of_another_action_is_refused_with_the_valid_ones() -> None:
    assert katalog.pastikan_alasan("KENDARAAN_RODA_4", "usulan.tolak").keluarga == "KEMAMPUAN"
    with pytest.raises(AlasanTidakBerlaku) as galat:
        katalog.pastikan_alasan("KTP_TERBALIK", "usulan.tolak")
    assert "KENDARAAN_RODA_4" in str(galat.value.tambahan["kode_berlaku"])
    with pytest.raises(AlasanTidakBerlaku):
        katalog.pastikan_alasan("KARANGAN", "usulan.tolak")
    with pytest.raises(AlasanTidakBerlaku):
        katalog.alasan("KARANGAN")
    assert katalog.alasan("KUOTA_PENUH").keluarga == "PROGRAM"


def test_six_reasons_of_the_field_and_ours_stand_against_an_account() -> None:
    assert len(katalog.alasan_untuk("akun.tolak")) == 7


def test_a_list_that_nobody_published_is_not_found() -> None:
    with pytest.raises(ReferensiNotFound):
        katalog.daftar("karangan")


def test_the_digest_follows_the_content() -> None:
    satu = katalog.daftar("alasan")
    assert satu.sidik == katalog.daftar("alasan").sidik
    assert satu.sidik != katalog.daftar("dasar-hukum").sidik
