"""The transition table of a usulan, without a database: every state with every action and every jabatan."""

from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

import pytest

from app.config import Tenggat
from app.core.errors import DomainError
from app.core.peran import Jabatan, Peran
from app.core.workflow import (
    JabatanTidakBerwenang,
    Jalur,
    PemisahanTugas,
    Syarat,
    SyaratTidakTerpenuhi,
    TransisiDitolak,
    Transition,
)
from app.usulan.alur import ALUR_USULAN
from app.usulan.status import (
    SUBJENIS,
    TEKS_STATUS,
    AksiUsulan,
    JenisLampiran,
    JenisUsulan,
    SasaranKembali,
    StatusUsulan,
    SubjenisUsulan,
)
from app.usulan.syarat import FaktaUsulan, diri_sendiri, pengunduran_terkonfirmasi
from app.usulan.syarat_pisah import AKSI_PENGOLAH, AKSI_VALIDATOR

A, S = AksiUsulan, StatusUsulan
_TIDAK = {
    "is_penulis",
    "is_perkara_sendiri",
    "is_terdaftar",
    "is_pencacah_kasus",
    "is_pengoreksi",
    "is_kecualian_adminduk",
}
_YA_TIDAK = [f.name for f in fields(FaktaUsulan) if f.name.startswith(("is_", "has_"))]
_JAWAB: dict[str, Any] = {nama: nama not in _TIDAK and not nama.startswith("has_") for nama in _YA_TIDAK}
BAIK = FaktaUsulan(
    jenis=JenisUsulan.BARU,
    aksi_pelaku=frozenset(),
    lampiran=frozenset(JenisLampiran),
    periksa_kurang=frozenset(),
    **_JAWAB,
)
"""Facts under which most arrows are allowed."""
KHUSUS = {
    A.PERBAIKI_BERKAS: replace(BAIK, sasaran_kembali=SasaranKembali.DESA),
    A.KUNJUNGI_ULANG: replace(BAIK, sasaran_kembali=SasaranKembali.PETUGAS),
    A.KEMBALIKAN: replace(BAIK, sasaran_kembali=SasaranKembali.PETUGAS),
    A.KEMBALIKAN_DARI_PENGESAHAN: replace(BAIK, sasaran_kembali=SasaranKembali.DESA),
    A.TUGASKAN_ULANG: replace(BAIK, is_penugasan_aktif=False),
    A.TUTUP_GAGAL_KUNJUNGAN: replace(BAIK, is_putaran_tersisa=False),
    A.NYATAKAN_TIDAK_PADAN: replace(BAIK, is_padan=False),
    A.LEWATI_MUSYAWARAH: replace(BAIK, jenis=JenisUsulan.PERBAIKAN, subjenis=SubjenisUsulan.IDENTITAS),
    A.LEWATI_KUNJUNGAN: replace(BAIK, jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MENINGGAL),
    A.NONAKTIFKAN: replace(BAIK, jenis=JenisUsulan.HAPUS),
    A.AJUKAN_DARI_SANGGAH: replace(BAIK, jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MAMPU),
}
"""Facts under which an action is allowed, where that is not `BAIK`."""

T = Transition[StatusUsulan, AksiUsulan, FaktaUsulan]


@dataclass
class Berkas:
    """The least that the engine moves."""

    status: StatusUsulan


def coba(status: StatusUsulan, aksi: AksiUsulan, jabatan: Jabatan | None, fakta: FaktaUsulan) -> str:
    """Return the state reached or the refusal's `kode`; a refusal leaves the state alone."""
    berkas = Berkas(status)
    try:
        ALUR_USULAN.apply(berkas, aksi, jabatan, fakta)
    except DomainError as galat:
        assert berkas.status is status
        return galat.kode
    return berkas.status


def harapan(t: T, status: StatusUsulan, jabatan: Jabatan | None) -> str:
    if (t.jalur is not Jalur.SISTEM) if jabatan is None else (jabatan not in t.oleh):
        return JabatanTidakBerwenang.kode
    return t.ke if status in t.dari else TransisiDitolak.kode


def test_every_state_with_every_action_and_jabatan_does_what_the_table_says() -> None:
    for status, aksi, jabatan in product(StatusUsulan, AksiUsulan, [*Jabatan, None]):
        fakta = KHUSUS.get(aksi, BAIK)
        assert coba(status, aksi, jabatan, fakta) == harapan(ALUR_USULAN[aksi], status, jabatan), (
            status,
            aksi,
            jabatan,
        )


def jalankan(t: T, fakta: FaktaUsulan) -> None:
    """Take the arrow from one of its states by one of its holders."""
    jabatan = min(t.oleh, default=None)
    if t.dari:
        ALUR_USULAN.periksa(min(t.dari), t.aksi, jabatan, fakta)
    else:
        ALUR_USULAN.mulai(t.aksi, jabatan, fakta)


def bersyarat() -> list[tuple[T, Syarat[FaktaUsulan]]]:
    return [(t, s) for t in ALUR_USULAN for s in t.syarat]


@pytest.mark.parametrize("t", [t for t in ALUR_USULAN if t.syarat], ids=lambda t: t.aksi)
def test_facts_that_nobody_has_established_refuse(t: T) -> None:
    with pytest.raises((SyaratTidakTerpenuhi, PemisahanTugas)):
        jalankan(t, FaktaUsulan())


@pytest.mark.parametrize(("t", "syarat"), bersyarat(), ids=lambda x: x.nama if isinstance(x, Syarat) else x.aksi)
def test_each_guard_alone_can_refuse_and_says_so_in_two_languages(t: T, syarat: Syarat[FaktaUsulan]) -> None:
    baik = KHUSUS.get(t.aksi, BAIK)
    jalankan(t, baik)
    if syarat in {diri_sendiri, pengunduran_terkonfirmasi}:
        baik = replace(baik, jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MENGUNDURKAN_DIRI)
        jalankan(t, baik)
    tanpa = [replace(baik, **{f.name: None}) for f in fields(FaktaUsulan)]
    kurang = [k for f in tanpa if (k := syarat.periksa(f))]
    assert kurang
    assert all(k.id and k.en and k.id != k.en for k in kurang)


@pytest.mark.parametrize("aksi", sorted(AKSI_PENGOLAH))
@pytest.mark.parametrize("putusan", [A.SETUJUI_VALIDASI, A.TOLAK, A.KEMBALIKAN, A.SAHKAN])
def test_who_worked_on_a_case_neither_judges_nor_signs_it(putusan: AksiUsulan, aksi: AksiUsulan) -> None:
    with pytest.raises(PemisahanTugas):
        jalankan(ALUR_USULAN[putusan], replace(KHUSUS.get(putusan, BAIK), aksi_pelaku=frozenset({aksi})))


@pytest.mark.parametrize("putusan", [A.SETUJUI_VALIDASI, A.TOLAK, A.KEMBALIKAN])
def test_who_was_assigned_to_visit_does_not_judge_even_if_he_never_went(putusan: AksiUsulan) -> None:
    with pytest.raises(PemisahanTugas):
        jalankan(ALUR_USULAN[putusan], replace(KHUSUS.get(putusan, BAIK), is_pencacah_kasus=True))


@pytest.mark.parametrize("aksi", sorted(AKSI_VALIDATOR))
def test_who_validated_does_not_sign(aksi: AksiUsulan) -> None:
    with pytest.raises(PemisahanTugas):
        jalankan(ALUR_USULAN[A.SAHKAN], replace(BAIK, aksi_pelaku=frozenset({aksi})))


def test_no_officer_acts_on_his_own_case() -> None:
    for t in ALUR_USULAN:
        if t.oleh:
            with pytest.raises(PemisahanTugas):
                jalankan(t, replace(KHUSUS.get(t.aksi, BAIK), is_perkara_sendiri=True))


def test_a_civil_registry_exception_stands_for_a_match_but_not_a_missing_answer() -> None:
    jalankan(ALUR_USULAN[A.SETUJUI_VALIDASI], replace(BAIK, is_padan=False, is_kecualian_adminduk=True))
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        jalankan(ALUR_USULAN[A.SETUJUI_VALIDASI], replace(BAIK, is_padan=None, is_kecualian_adminduk=None))
    assert galat.value.tambahan["kode_alasan"] == "TIDAK_PADAN_DUKCAPIL"


@pytest.mark.parametrize("aksi", [A.AJUKAN, A.TETAPKAN_LENGKAP])
@pytest.mark.parametrize(
    ("jenis", "ganti", "kode"),
    [
        (JenisUsulan.BARU, {"is_terdaftar": True}, "SUDAH_TERDAFTAR"),
        (JenisUsulan.BARU, {"has_program": True, "is_terdaftar": False}, "BELUM_TERDAFTAR"),
        (JenisUsulan.BARU, {"has_program": True, "is_terdaftar": True}, None),
        (JenisUsulan.PERBAIKAN, {"is_dikenal": False}, "BELUM_TERDAFTAR"),
        (JenisUsulan.PERBAIKAN, {"is_terdaftar": False}, None),
        (JenisUsulan.HAPUS, {"is_dikenal": None}, "BELUM_TERDAFTAR"),
        (JenisUsulan.HAPUS, {"is_terdaftar": True}, None),
    ],
)
def test_who_is_on_file_decides_which_kind_may_be_asked(
    aksi: AksiUsulan, jenis: JenisUsulan, ganti: dict[str, Any], kode: str | None
) -> None:
    """T02, T05: BARU not TERDAFTAR; PERBAIKAN and HAPUS on file; a programme only for who is TERDAFTAR."""
    fakta = replace(BAIK, jenis=jenis, subjenis=min(SUBJENIS[jenis], default=None), **ganti)
    if kode is None:
        jalankan(ALUR_USULAN[aksi], fakta)
        return
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        jalankan(ALUR_USULAN[aksi], fakta)
    assert galat.value.tambahan["kode_alasan"] == kode


def test_the_terminal_states_are_those_of_the_life_cycle() -> None:
    assert ALUR_USULAN.akhir == {
        *(S.TIDAK_DISEPAKATI, S.DITETAPKAN, S.TIDAK_DITETAPKAN, S.DITOLAK, S.DIBATALKAN, S.KEDALUWARSA)
    }


def test_every_state_has_its_text_and_every_arrow_its_law() -> None:
    assert set(TEKS_STATUS) == set(StatusUsulan)
    assert all(t.dasar for t in ALUR_USULAN)


def test_every_deadline_is_a_setting() -> None:
    assert {t.tenggat for t in ALUR_USULAN} - {""} <= set(Tenggat.model_fields)


def test_every_negative_arrow_demands_a_reason() -> None:
    negatif = {S.PERLU_DILENGKAPI, S.TIDAK_DISEPAKATI, S.VERVAL_GAGAL, S.DIKEMBALIKAN, S.TIDAK_PADAN, S.DITOLAK}
    for t in ALUR_USULAN:
        assert t.alasan is (t.ke in negatif | {S.TIDAK_DITETAPKAN, S.KEDALUWARSA}), t.aksi


def test_every_arrow_exists_and_citizens_have_four() -> None:
    assert not [t.aksi for t in ALUR_USULAN if t.subsistem]
    assert {a for p, a in ALUR_USULAN.rute() if p is Peran.WARGA} == {A.BUAT, A.AJUKAN, A.LENGKAPI, A.BATALKAN}
    assert not {p for p, _ in ALUR_USULAN.rute()} - {Peran.WARGA, Peran.PETUGAS}
