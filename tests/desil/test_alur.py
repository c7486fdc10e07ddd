"""Every state x action x jabatan of the two tables answers as the law and the design say, and nothing else."""

from dataclasses import dataclass
from itertools import product

import pytest

from app.core.errors import DomainError
from app.core.ids import id_baru
from app.core.peran import Jabatan, Peran
from app.core.workflow import JabatanTidakBerwenang, PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak
from app.desil.alur import (
    ALUR_MODEL,
    ALUR_PUTARAN,
    AksiModel,
    AksiPutaran,
    FaktaModel,
    FaktaPutaran,
    StatusModel,
    StatusPutaran,
)

S, A = StatusPutaran, AksiPutaran
PUSAT, PENETAP = Jabatan.ADMIN_PUSAT, Jabatan.PENETAP
BOLEH: dict[tuple[StatusPutaran, AksiPutaran, Jabatan], StatusPutaran] = {
    (S.DISIAPKAN, A.HITUNG, PUSAT): S.DIHITUNG,
    (S.DIHITUNG, A.HITUNG, PUSAT): S.DIHITUNG,
    (S.DIHITUNG, A.TINJAU, PUSAT): S.DITINJAU,
    (S.DITINJAU, A.SAHKAN, PENETAP): S.DISAHKAN,
    **{(s, A.BATALKAN, j): S.DIBATALKAN for s in (S.DISIAPKAN, S.DIHITUNG, S.DITINJAU) for j in (PUSAT, PENETAP)},
}
PEMEGANG = {
    A.SIAPKAN: {PUSAT},
    A.HITUNG: {PUSAT},
    A.TINJAU: {PUSAT},
    A.SAHKAN: {PENETAP},
    A.BATALKAN: {PUSAT, PENETAP},
}


@dataclass
class Benda:
    status: StatusPutaran


def fakta_baik(aksi: AksiPutaran) -> FaktaPutaran:
    return FaktaPutaran(is_selesai=aksi is not A.HITUNG, is_penyusun=False, is_mundur=False)


@pytest.mark.parametrize(("status", "aksi", "jabatan"), list(product(S, A, Jabatan)))
def test_every_state_action_and_jabatan_of_a_run(status: StatusPutaran, aksi: AksiPutaran, jabatan: Jabatan) -> None:
    benda = Benda(status)
    tujuan = BOLEH.get((status, aksi, jabatan))
    if tujuan:
        ALUR_PUTARAN.apply(benda, aksi, jabatan, fakta_baik(aksi))
        assert benda.status is tujuan
        return
    galat: type[DomainError] = TransisiDitolak if jabatan in PEMEGANG[aksi] else JabatanTidakBerwenang
    with pytest.raises(galat):
        ALUR_PUTARAN.apply(benda, aksi, jabatan, fakta_baik(aksi))
    assert benda.status is status


@pytest.mark.parametrize(
    ("aksi", "dari", "fakta", "galat", "syarat"),
    [
        (A.HITUNG, S.DIHITUNG, FaktaPutaran(is_selesai=True), SyaratTidakTerpenuhi, "perhitungan_belum_selesai"),
        (A.HITUNG, S.DISIAPKAN, FaktaPutaran(), SyaratTidakTerpenuhi, "perhitungan_belum_selesai"),
        (A.TINJAU, S.DIHITUNG, FaktaPutaran(is_selesai=False), SyaratTidakTerpenuhi, "perhitungan_selesai"),
        (A.TINJAU, S.DIHITUNG, FaktaPutaran(), SyaratTidakTerpenuhi, "perhitungan_selesai"),
        (A.SAHKAN, S.DITINJAU, FaktaPutaran(is_mundur=False), SyaratTidakTerpenuhi, "perhitungan_selesai"),
        (A.SAHKAN, S.DITINJAU, FaktaPutaran(is_selesai=True, is_mundur=True), SyaratTidakTerpenuhi, "tidak_mundur"),
        (A.SAHKAN, S.DITINJAU, FaktaPutaran(is_selesai=True), SyaratTidakTerpenuhi, "tidak_mundur"),
        (
            A.SAHKAN,
            S.DITINJAU,
            FaktaPutaran(is_selesai=True, is_mundur=False, is_penyusun=True),
            PemisahanTugas,
            "disahkan_orang_lain",
        ),
        (
            A.SAHKAN,
            S.DITINJAU,
            FaktaPutaran(is_selesai=True, is_mundur=False),
            PemisahanTugas,
            "disahkan_orang_lain",
        ),
    ],
)
def test_guards_refuse_what_is_false_and_what_is_unknown(
    aksi: AksiPutaran, dari: StatusPutaran, fakta: FaktaPutaran, galat: type[DomainError], syarat: str
) -> None:
    benda = Benda(dari)
    with pytest.raises(galat) as tertangkap:
        ALUR_PUTARAN.apply(benda, aksi, next(iter(PEMEGANG[aksi] - {PUSAT} or {PUSAT})), fakta)
    assert tertangkap.value.tambahan["syarat"] == syarat
    assert benda.status is dari


@pytest.mark.parametrize(("status", "aksi", "jabatan"), list(product(StatusModel, AksiModel, [*Jabatan, None])))
def test_every_state_action_and_jabatan_of_a_model(
    status: StatusModel, aksi: AksiModel, jabatan: Jabatan | None
) -> None:
    fakta = FaktaModel(id_baru(), is_dipakai=False)
    if aksi is AksiModel.AKTIFKAN and jabatan is PUSAT and status in {StatusModel.DIUNGGAH, StatusModel.DIGANTI}:
        assert ALUR_MODEL.periksa(status, aksi, jabatan, fakta).ke is StatusModel.AKTIF
    elif aksi is AksiModel.GANTIKAN and jabatan is None and status is StatusModel.AKTIF:
        assert ALUR_MODEL.periksa(status, aksi, jabatan, fakta).ke is StatusModel.DIGANTI
    elif aksi is AksiModel.PENSIUNKAN and jabatan is PUSAT and status is not StatusModel.PENSIUN:
        assert ALUR_MODEL.periksa(status, aksi, jabatan, fakta).ke is StatusModel.PENSIUN
    else:
        with pytest.raises((JabatanTidakBerwenang, TransisiDitolak)):
            ALUR_MODEL.periksa(status, aksi, jabatan, fakta)


@pytest.mark.parametrize("is_dipakai", [True, None])
def test_a_model_of_an_open_run_is_not_retired_nor_one_of_which_it_is_unknown(is_dipakai: bool | None) -> None:
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        ALUR_MODEL.periksa(StatusModel.AKTIF, AksiModel.PENSIUNKAN, PUSAT, FaktaModel(id_baru(), is_dipakai=is_dipakai))
    assert galat.value.tambahan["syarat"] == "tidak_dipakai_putaran"


def test_only_the_two_administrators_have_routes() -> None:
    assert {p for p, _ in ALUR_PUTARAN.rute() | ALUR_MODEL.rute()} == {Peran.ADMIN}
    assert ALUR_PUTARAN.akhir == {S.DISAHKAN, S.DIBATALKAN}
    assert all(t.dasar for t in (*ALUR_PUTARAN, *ALUR_MODEL))
