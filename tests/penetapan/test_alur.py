"""Both tables of penetapan: every state x action x jabatan, and every guard."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from app.core.peran import Jabatan
from app.core.workflow import JabatanTidakBerwenang, Jalur, PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak
from app.penetapan.alur import ALUR_KEANGGOTAAN, ALUR_SK
from app.penetapan.status import (
    AksiKeanggotaan,
    AksiSK,
    FaktaKeanggotaan,
    FaktaSK,
    StatusKeanggotaan,
    StatusSK,
)

SK_BAIK = FaktaSK(
    is_penyiap=False,
    is_putaran_disahkan=True,
    is_putaran_berlaku=True,
    jumlah_baris=3,
    is_sidik_cocok=True,
    is_tanggal_tiba=True,
    is_penarikan_tiba=True,
)
ANGGOTA_BAIK = FaktaKeanggotaan(
    is_perkara_sendiri=False, is_pemberitahuan_selesai=True, has_keberatan_terbuka=False, is_dapat_pulih=True
)
SK_BOLEH: dict[tuple[StatusSK, AksiSK, Jabatan | None], StatusSK] = {
    (StatusSK.RANCANGAN, AksiSK.TANDA_TANGANI, Jabatan.PENETAP): StatusSK.DITANDATANGANI,
    **{
        (s, AksiSK.BATALKAN, j): StatusSK.DIBATALKAN
        for s in (StatusSK.DISUSUN, StatusSK.RANCANGAN)
        for j in (Jabatan.PENETAP, Jabatan.ADMIN_PUSAT)
    },
    (StatusSK.DISUSUN, AksiSK.SELESAIKAN_DAFTAR, None): StatusSK.RANCANGAN,
    (StatusSK.DISUSUN, AksiSK.GUGURKAN, None): StatusSK.DIBATALKAN,
    (StatusSK.DITANDATANGANI, AksiSK.KEMBALIKAN_TANDA_TANGAN, None): StatusSK.RANCANGAN,
    (StatusSK.DITANDATANGANI, AksiSK.BERLAKUKAN, None): StatusSK.BERLAKU,
    (StatusSK.BERLAKU, AksiSK.GANTIKAN, None): StatusSK.DIGANTI,
}
K, B = StatusKeanggotaan, AksiKeanggotaan
ANGGOTA_BOLEH: dict[tuple[StatusKeanggotaan, AksiKeanggotaan, Jabatan | None], StatusKeanggotaan] = {
    **{(s, B.DAFTARKAN, Jabatan.PENETAP): K.TERDAFTAR for s in (K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.NONAKTIF)},
    **{(s, B.KELUARKAN, Jabatan.PENETAP): K.NONAKTIF for s in (K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.TERDAFTAR)},
    (K.TERDAFTAR, B.LANJUTKAN, Jabatan.PENETAP): K.TERDAFTAR,
    (K.TERDAFTAR, B.CABUT_SK, Jabatan.PENETAP): K.AKAN_DINONAKTIFKAN,
    (K.TERDAFTAR, B.PERINGATKAN, Jabatan.PUSAT): K.AKAN_DINONAKTIFKAN,
    (K.TERDAFTAR, B.TIDURKAN, Jabatan.PUSAT): K.DITIDURKAN,
    (K.AKAN_DINONAKTIFKAN, B.TIDURKAN, Jabatan.PUSAT): K.DITIDURKAN,
    (K.DITIDURKAN, B.BANGUNKAN, Jabatan.PUSAT): K.TERDAFTAR,
    (K.AKAN_DINONAKTIFKAN, B.BANGUNKAN, Jabatan.PUSAT): K.TERDAFTAR,
    (K.AKAN_DINONAKTIFKAN, B.NONAKTIFKAN, Jabatan.PUSAT): K.NONAKTIF,
    (K.DITIDURKAN, B.NONAKTIFKAN, Jabatan.PUSAT): K.NONAKTIF,
    **{(s, B.UMUMKAN_KELUAR, Jabatan.PENETAP): K.AKAN_DINONAKTIFKAN for s in (K.TERDAFTAR, K.AKAN_DINONAKTIFKAN)},
    **{
        (s, B.PULIHKAN, j): K.TERDAFTAR
        for s in (K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.NONAKTIF)
        for j in (Jabatan.VERIFIKATOR, Jabatan.PUSAT)
    },
    (K.TERDAFTAR, B.CABUT_PEMULIHAN, Jabatan.PUSAT): K.AKAN_DINONAKTIFKAN,
    **{(K.AKAN_DINONAKTIFKAN, B.TERIMA_KEBERATAN, j): K.TERDAFTAR for j in (Jabatan.VERIFIKATOR, Jabatan.PUSAT)},
    (K.AKAN_DINONAKTIFKAN, B.JATUH_TEMPO, None): K.NONAKTIF,
}


@dataclass
class Benda:
    status: Any


def coba(alur: Any, status: StrEnum, aksi: StrEnum, jabatan: Jabatan | None, fakta: object) -> str | None:
    """Return the state reached, None when refused; a refusal leaves the state alone."""
    benda = Benda(status)
    try:
        alur.apply(benda, aksi, jabatan, fakta)
    except (TransisiDitolak, JabatanTidakBerwenang):
        assert benda.status is status
        return None
    return str(benda.status)


def test_every_cell_of_the_decree_table() -> None:
    for sel in product(StatusSK, AksiSK, [*Jabatan, None]):
        assert coba(ALUR_SK, *sel, SK_BAIK) == SK_BOLEH.get(sel), sel


def test_every_cell_of_the_membership_table() -> None:
    for sel in product(StatusKeanggotaan, AksiKeanggotaan, [*Jabatan, None]):
        assert coba(ALUR_KEANGGOTAAN, *sel, ANGGOTA_BAIK) == ANGGOTA_BOLEH.get(sel), sel


@pytest.mark.parametrize(
    ("fakta", "galat"),
    [
        (replace(SK_BAIK, is_penyiap=True), PemisahanTugas),
        (replace(SK_BAIK, is_penyiap=None), PemisahanTugas),
        (replace(SK_BAIK, is_tanggal_tiba=False), SyaratTidakTerpenuhi),
        (replace(SK_BAIK, is_sidik_cocok=False), SyaratTidakTerpenuhi),
        (replace(SK_BAIK, is_putaran_berlaku=False), SyaratTidakTerpenuhi),
        (FaktaSK(is_penyiap=False), SyaratTidakTerpenuhi),
    ],
)
def test_a_decree_is_not_signed_against_a_guard(fakta: FaktaSK, galat: type[Exception]) -> None:
    with pytest.raises(galat):
        ALUR_SK.apply(Benda(StatusSK.RANCANGAN), AksiSK.TANDA_TANGANI, Jabatan.PENETAP, fakta)


@pytest.mark.parametrize(
    "fakta",
    [
        replace(SK_BAIK, is_putaran_disahkan=False),
        replace(SK_BAIK, is_putaran_berlaku=False),
        replace(SK_BAIK, is_penarikan_tiba=False),
        FaktaSK(),
    ],
)
def test_a_decree_is_not_prepared_without_a_confirmed_run_or_without_rows(fakta: FaktaSK) -> None:
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_SK.mulai(AksiSK.SIAPKAN, Jabatan.ADMIN_PUSAT, fakta)


@pytest.mark.parametrize("jabatan", [j for j in Jabatan if j is not Jabatan.ADMIN_PUSAT])
def test_only_the_platform_admin_prepares(jabatan: Jabatan) -> None:
    with pytest.raises(JabatanTidakBerwenang):
        ALUR_SK.mulai(AksiSK.SIAPKAN, jabatan, SK_BAIK)
    assert ALUR_SK.mulai(AksiSK.SIAPKAN, Jabatan.ADMIN_PUSAT, SK_BAIK).ke is StatusSK.DISUSUN


@pytest.mark.parametrize("aksi", [B.PERINGATKAN, B.TIDURKAN])
@pytest.mark.parametrize("is_sendiri", [True, None])
def test_nobody_moves_his_own_membership(aksi: AksiKeanggotaan, is_sendiri: bool | None) -> None:
    with pytest.raises(PemisahanTugas):
        ALUR_KEANGGOTAAN.apply(
            Benda(K.TERDAFTAR), aksi, Jabatan.PUSAT, replace(ANGGOTA_BAIK, is_perkara_sendiri=is_sendiri)
        )


def test_the_notice_period_must_pass_first() -> None:
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_KEANGGOTAAN.apply(
            Benda(K.AKAN_DINONAKTIFKAN),
            B.NONAKTIFKAN,
            Jabatan.PUSAT,
            replace(ANGGOTA_BAIK, is_pemberitahuan_selesai=False),
        )


def test_every_human_move_of_a_membership_and_every_cancellation_needs_a_reason() -> None:
    assert all(t.alasan for t in ALUR_KEANGGOTAAN if t.jalur is Jalur.MANUSIA)
    assert ALUR_SK[AksiSK.BATALKAN].alasan
    assert ALUR_SK.akhir == {StatusSK.DIGANTI, StatusSK.DIBATALKAN}
