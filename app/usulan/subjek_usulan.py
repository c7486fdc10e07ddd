"""Sealing the subject into a usulan and reading him out again; the blind copies that scope and guards need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.core.crypto import Sandi, SegelDokumen, Tujuan
from app.keluarga.subjek import Subjek
from app.usulan.models import RiwayatUsulan, Usulan

TABEL: Final = "usulan"


@dataclass(frozen=True, slots=True)
class IndeksSubjek:
    """Blind indexes of the persons in a snapshot."""

    nik: UUID | None
    no_kk: UUID | None
    anggota: tuple[UUID, ...]


def indeks(sandi: Sandi, subjek: Subjek) -> IndeksSubjek:
    """Return the blind indexes of the subject and his family."""
    return IndeksSubjek(
        nik=sandi.indeks(Tujuan.NIK, subjek.nik) if subjek.nik else None,
        no_kk=sandi.indeks(Tujuan.NO_KK, subjek.no_kk) if subjek.no_kk else None,
        anggota=tuple(sandi.indeks(Tujuan.NIK, a.nik) for a in subjek.anggota if a.nik),
    )


def segel(sandi: Sandi, subjek: Subjek, usulan_id: UUID) -> SegelDokumen:
    """Seal a snapshot under a new data key."""
    return sandi.segel(subjek.model_dump(mode="json"), TABEL, usulan_id)


def segel_ulang(sandi: Sandi, subjek: Subjek, usulan: Usulan) -> bytes:
    """Seal a changed snapshot under the data key that the usulan has."""
    return sandi.segel_ulang(usulan.kunci_data, subjek.model_dump(mode="json"), TABEL, usulan.id)


def buka(sandi: Sandi, usulan: Usulan) -> Subjek:
    """Return the snapshot."""
    return Subjek.model_validate(sandi.buka(usulan.kunci_data, usulan.isi, TABEL, usulan.id))


def segel_langkah(sandi: Sandi, usulan: Usulan, isi: Mapping[str, Any]) -> bytes | None:
    """Seal what a step of the history says in words; it may name people, so it dies with the usulan's data key."""
    return sandi.segel_ulang(usulan.kunci_data, isi, TABEL, usulan.id) if isi else None


def buka_langkah(sandi: Sandi, usulan: Usulan, langkah: RiwayatUsulan) -> dict[str, Any]:
    """Return what a step says in words; empty when it says nothing."""
    return sandi.buka(usulan.kunci_data, langkah.isi, TABEL, usulan.id) if langkah.isi else {}
