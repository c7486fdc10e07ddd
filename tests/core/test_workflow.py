"""The engine on a table of its own: every refusal, and everything that a faulty table is refused for."""

from dataclasses import dataclass
from enum import StrEnum, auto

import pytest

from app.core.peran import Jabatan, Peran
from app.core.teks import Teks
from app.core.workflow import (
    JabatanTidakBerwenang,
    Jalur,
    PemisahanTugas,
    Syarat,
    SyaratTidakTerpenuhi,
    TransisiDitolak,
    Transition,
    Workflow,
    dari,
    oleh,
)


class Status(StrEnum):
    BUKA = auto()
    JALAN = auto()
    TUTUP = auto()


class Aksi(StrEnum):
    MULAI = auto()
    SELESAI = auto()
    LUPAKAN = auto()


@dataclass
class Surat:
    status: Status = Status.BUKA


@dataclass(frozen=True)
class Fakta:
    is_lengkap: bool | None = True
    is_penulis: bool | None = False


LENGKAP = Syarat[Fakta].bila("lengkap", lambda f: f.is_lengkap, Teks("belum lengkap", "incomplete"), "KURANG")
BUKAN_PENULIS = Syarat[Fakta].pisah("bukan_penulis", lambda f: f.is_penulis is False, Teks("penulis", "author"))
MULAI = Transition[Status, Aksi, Fakta](
    Aksi.MULAI, dari(Status.BUKA), Status.JALAN, oleh=oleh(Jabatan.OPERATOR_DESA, [Jabatan.WARGA]), syarat=(LENGKAP,)
)
SELESAI = Transition[Status, Aksi, Fakta](
    Aksi.SELESAI, dari(Status.JALAN), Status.TUTUP, oleh=oleh(Jabatan.VERIFIKATOR), syarat=(LENGKAP, BUKAN_PENULIS)
)
LUPAKAN = Transition[Status, Aksi, Fakta](
    Aksi.LUPAKAN, dari(Status.BUKA, Status.JALAN), Status.TUTUP, jalur=Jalur.SISTEM, subsistem="penjadwal"
)
TUNGGU = Teks("tunggu", "wait")
ALUR = Workflow[Status, Aksi, Fakta](
    "Surat", awal=Status.BUKA, transisi=(MULAI, SELESAI, LUPAKAN), tunggu={Status.TUTUP: TUNGGU}
)


def test_an_arrow_moves_the_entity() -> None:
    surat = Surat()
    assert ALUR.apply(surat, Aksi.MULAI, Jabatan.WARGA, Fakta()) is MULAI
    assert surat.status is Status.JALAN


def test_another_jabatan_is_forbidden_before_the_state_is_looked_at() -> None:
    with pytest.raises(JabatanTidakBerwenang):
        ALUR.apply(Surat(Status.TUTUP), Aksi.MULAI, Jabatan.PUSAT, Fakta())


def test_a_wrong_state_names_the_way_out() -> None:
    with pytest.raises(TransisiDitolak) as galat:
        ALUR.apply(Surat(Status.JALAN), Aksi.MULAI, Jabatan.WARGA, Fakta())
    assert galat.value.tambahan == {"status_sekarang": Status.JALAN, "aksi_tersedia": []}
    assert galat.value.detail is None


def test_a_state_that_one_waits_in_says_so_to_who_takes_another_arrow() -> None:
    with pytest.raises(TransisiDitolak) as galat:
        ALUR.apply(Surat(Status.TUTUP), Aksi.MULAI, Jabatan.WARGA, Fakta())
    assert galat.value.detail == TUNGGU


@pytest.mark.parametrize("is_lengkap", [False, None])
def test_a_guard_refuses_what_is_untrue_or_unknown_with_its_name_and_nothing_moves(is_lengkap: bool | None) -> None:
    surat = Surat()
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        ALUR.apply(surat, Aksi.MULAI, Jabatan.WARGA, Fakta(is_lengkap=is_lengkap))
    assert galat.value.detail == Teks("belum lengkap", "incomplete")
    assert (galat.value.tambahan["syarat"], galat.value.tambahan["kode_alasan"]) == ("lengkap", "KURANG")
    assert surat.status is Status.BUKA


@pytest.mark.parametrize("is_penulis", [True, None])
def test_separation_of_duties_has_its_own_kode_and_refuses_the_unknown(is_penulis: bool | None) -> None:
    with pytest.raises(PemisahanTugas) as galat:
        ALUR.apply(Surat(Status.JALAN), Aksi.SELESAI, Jabatan.VERIFIKATOR, Fakta(is_penulis=is_penulis))
    assert galat.value.detail == Teks("penulis", "author")


def test_the_system_takes_system_arrows_only() -> None:
    surat = Surat()
    with pytest.raises(JabatanTidakBerwenang):
        ALUR.apply(surat, Aksi.MULAI, None, Fakta())
    with pytest.raises(TransisiDitolak) as galat:
        ALUR.apply(Surat(Status.TUTUP), Aksi.LUPAKAN, None, Fakta())
    assert galat.value.tambahan["aksi_tersedia"] == []
    assert ALUR.apply(surat, Aksi.LUPAKAN, None, Fakta()).ke is Status.TUTUP


def test_routes_are_the_human_arrows_by_role() -> None:
    assert ALUR.rute() == {(Peran.PETUGAS, Aksi.MULAI), (Peran.WARGA, Aksi.MULAI), (Peran.PETUGAS, Aksi.SELESAI)}
    assert ALUR.berwenang(Aksi.MULAI, Peran.WARGA) == {Jabatan.WARGA}


def test_available_actions_say_why_they_would_be_refused() -> None:
    (satu,) = ALUR.tersedia_rinci(Status.JALAN, Jabatan.VERIFIKATOR, Fakta(is_penulis=True))
    assert (satu.aksi, satu.ditolak_karena) == (Aksi.SELESAI, Teks("penulis", "author"))
    assert ALUR.tersedia_rinci(Status.JALAN, Jabatan.VERIFIKATOR, Fakta())[0].ditolak_karena is None


def test_final_states_and_the_diagram_follow_from_the_table() -> None:
    assert ALUR.akhir == {Status.TUTUP}
    gambar = ALUR.mermaid()
    assert "buka --> jalan: mulai" in gambar
    assert "lupakan [penjadwal, belum ada]" in gambar
    assert "tutup --> [*]" in gambar


@pytest.mark.parametrize(
    ("transisi", "pesan"),
    [
        ((MULAI, MULAI, SELESAI, LUPAKAN), "declared twice"),
        ((MULAI, SELESAI), "without an arrow"),
        ((MULAI, Transition(Aksi.SELESAI, dari(Status.JALAN), Status.JALAN, jalur=Jalur.SISTEM),
          Transition(Aksi.LUPAKAN, dari(Status.JALAN), Status.JALAN, jalur=Jalur.SISTEM)), "unreachable"),
        ((Transition(Aksi.MULAI, dari(Status.BUKA), Status.JALAN),), "needs jabatan"),
        ((Transition(Aksi.MULAI, dari(Status.BUKA), Status.JALAN, oleh=oleh(Jabatan.WARGA), jalur=Jalur.MASSAL),),
         "batch route"),
    ],
)  # fmt: skip
def test_a_faulty_table_does_not_import(transisi: tuple[Transition[Status, Aksi, Fakta], ...], pesan: str) -> None:
    with pytest.raises(TypeError, match=pesan):
        Workflow[Status, Aksi, Fakta]("Surat", awal=Status.BUKA, transisi=transisi)
