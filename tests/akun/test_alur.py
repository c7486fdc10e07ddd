"""The table of the accounts: every state, action and jabatan."""

from dataclasses import dataclass, replace
from itertools import product

import pytest

from app.akun.alur import ALASAN_NONAKTIF, ALASAN_TOLAK, ALUR_AKUN, FaktaAkun
from app.akun.alur import AksiAkun as A
from app.akun.alur import StatusAkun as S
from app.core.peran import Jabatan, Peran
from app.core.workflow import JabatanTidakBerwenang, PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak

BERSIH = FaktaAkun(
    is_diri_sendiri=False,
    is_keluarga_sendiri=False,
    is_nik_dipakai=False,
    is_pengusul=False,
    is_padan_jelas=True,
    is_terdaftar=False,
    is_sdm_kesos_terlarang=False,
)
HARAP: dict[tuple[S, A, Jabatan | None], S] = {
    (S.DAFTAR, A.KONFIRMASI_SUREL, None): S.EMAIL_TERKONFIRMASI,
    (S.EMAIL_TERKONFIRMASI, A.ANTRE_VERIFIKASI, None): S.MENUNGGU_VERIFIKASI,
    (S.MENUNGGU_VERIFIKASI, A.SETUJUI, Jabatan.VERIFIKATOR): S.AKTIF,
    (S.MENUNGGU_VERIFIKASI, A.TOLAK, Jabatan.VERIFIKATOR): S.DITOLAK,
    (S.DITOLAK, A.PERBAIKI, None): S.MENUNGGU_VERIFIKASI,
    (S.AKTIF, A.TAHAN, None): S.MENUNGGU_PERSETUJUAN,
    (S.AKTIF, A.BLOKIR, None): S.NONAKTIF,
    (S.AKTIF, A.TUTUP, Jabatan.WARGA): S.DITUTUP,
    **{(S.MENUNGGU_PERSETUJUAN, A.RESTUI, j): S.AKTIF for j in (Jabatan.PENETAP, Jabatan.ADMIN_PUSAT)},
    **{(S.MENUNGGU_PERSETUJUAN, A.NONAKTIFKAN, j): S.NONAKTIF for j in (Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT)},
    **{(S.AKTIF, A.NONAKTIFKAN, j): S.NONAKTIF for j in (Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT)},
    **{(S.NONAKTIF, A.AKTIFKAN, j): S.AKTIF for j in (Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT)},
}


@dataclass
class Benda:
    status: S


@pytest.mark.parametrize(("status", "aksi"), list(product(S, A)))
def test_exactly_the_listed_arrows_exist(status: S, aksi: A) -> None:
    for jabatan in (None, *Jabatan):
        benda = Benda(status)
        if (status, aksi, jabatan) in HARAP:
            ALUR_AKUN.apply(benda, aksi, jabatan, BERSIH)
            assert benda.status is HARAP[status, aksi, jabatan]
            continue
        with pytest.raises((JabatanTidakBerwenang, TransisiDitolak)):
            ALUR_AKUN.apply(benda, aksi, jabatan, BERSIH)
        assert benda.status is status


@pytest.mark.parametrize(
    ("aksi", "fakta", "galat"),
    [
        (A.SETUJUI, FaktaAkun(is_keluarga_sendiri=True, is_nik_dipakai=False), PemisahanTugas),
        (A.SETUJUI, FaktaAkun(is_nik_dipakai=False), PemisahanTugas),
        (A.SETUJUI, FaktaAkun(is_keluarga_sendiri=False, is_nik_dipakai=True), SyaratTidakTerpenuhi),
        (A.SETUJUI, FaktaAkun(is_keluarga_sendiri=False), SyaratTidakTerpenuhi),
        (A.TOLAK, FaktaAkun(is_keluarga_sendiri=True), PemisahanTugas),
        (A.NONAKTIFKAN, FaktaAkun(is_diri_sendiri=True), PemisahanTugas),
        (A.NONAKTIFKAN, FaktaAkun(), PemisahanTugas),
        (A.AKTIFKAN, FaktaAkun(is_diri_sendiri=True), PemisahanTugas),
        (A.AKTIFKAN, FaktaAkun(is_diri_sendiri=False, is_terdaftar=True), SyaratTidakTerpenuhi),
        (A.AKTIFKAN, FaktaAkun(is_diri_sendiri=False, is_terdaftar=False), SyaratTidakTerpenuhi),
        (A.RESTUI, replace(BERSIH, is_pengusul=True), PemisahanTugas),
        (A.RESTUI, replace(BERSIH, is_terdaftar=None), SyaratTidakTerpenuhi),
        (A.SETUJUI, replace(BERSIH, is_padan_jelas=False), SyaratTidakTerpenuhi),
    ],
)
def test_guards_refuse_what_is_wrong_or_unknown(aksi: A, fakta: FaktaAkun, galat: type[Exception]) -> None:
    t = ALUR_AKUN[aksi]
    with pytest.raises(galat):
        ALUR_AKUN.periksa(next(iter(t.dari)), aksi, min(t.oleh), fakta)


def test_human_routes_are_the_listed_ones() -> None:
    assert ALUR_AKUN.rute() == {
        (Peran.ADMIN, A.BUAT),
        (Peran.ADMIN, A.NONAKTIFKAN),
        (Peran.ADMIN, A.AKTIFKAN),
        (Peran.ADMIN, A.RESTUI),
        (Peran.PETUGAS, A.SETUJUI),
        (Peran.PETUGAS, A.TOLAK),
        (Peran.WARGA, A.TUTUP),
    }


def test_the_six_reasons_of_the_field_and_ours_have_words_and_a_next_step() -> None:
    assert set(ALASAN_TOLAK) == {
        "KTP_TERBALIK",
        "PAKAIAN_TIDAK_SOPAN",
        "TANPA_SWAFOTO_KTP",
        "KTP_FOTOKOPI",
        "DI_BAWAH_UMUR",
        "FOTO_TIDAK_JELAS",
        "TIDAK_PADAN_DUKCAPIL",
    }
    assert all(all(a.teks) and all(a.langkah) for a in (*ALASAN_TOLAK.values(), *ALASAN_NONAKTIF.values()))
