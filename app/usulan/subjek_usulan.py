"""Sealing the subject into a usulan and reading him out again; the blind copies that scope and guards need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.crypto import Sandi, SegelDokumen, Tujuan
from app.core.nik import Nik, NomorKK
from app.core.schemas import TERSIMPAN
from app.keluarga.kode import Hubungan, JenisKelamin
from app.keluarga.subjek import AnggotaSubjek, Subjek
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.rincian import Rincian
from app.usulan.status import JenisUsulan
from app.wilayah.kode import KodeWilayah

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
    return sandi.segel(_json(subjek), TABEL, usulan_id)


def segel_ulang(sandi: Sandi, subjek: Subjek, usulan: Usulan) -> bytes:
    """Seal a changed snapshot under the data key that the usulan has."""
    return sandi.segel_ulang(usulan.kunci_data, _json(subjek), TABEL, usulan.id)


def buka(sandi: Sandi, usulan: Usulan) -> Subjek:
    """Return the snapshot; what the registry has on file is taken as it stands, however odd."""
    isi = sandi.buka(usulan.kunci_data, usulan.isi, TABEL, usulan.id)
    return Subjek.model_validate(isi, context=TERSIMPAN) if usulan.jenis is JenisUsulan.BARU else _tercatat(isi)


def segel_rincian(sandi: Sandi, rincian: Rincian, kunci_data: bytes, usulan_id: UUID) -> bytes | None:
    """Seal what the case brings besides its subject, under the snapshot's data key; None when it brings nothing."""
    if rincian == Rincian():
        return None
    return sandi.segel_ulang(kunci_data, rincian.model_dump(mode="json", exclude_none=True), TABEL, usulan_id)


def buka_rincian(sandi: Sandi, usulan: Usulan) -> Rincian:
    """Return what the case brings besides its subject."""
    if usulan.rincian is None:
        return Rincian()
    isi = sandi.buka(usulan.kunci_data, usulan.rincian, TABEL, usulan.id)
    return Rincian.model_validate(isi, context=TERSIMPAN)


def _json(subjek: Subjek) -> dict[str, Any]:
    return subjek.model_dump(mode="json", warnings=False)


def _tercatat(isi: Mapping[str, Any]) -> Subjek:
    anggota = [AnggotaSubjek.model_construct(**_orang(a)) for a in isi["anggota"]]
    nomor = {"no_kk": NomorKK(isi["no_kk"]) if isi["no_kk"] else None, "kode_desa": KodeWilayah(isi["kode_desa"])}
    return Subjek.model_construct(**_orang(isi) | nomor | {"anggota": anggota})


def _orang(isi: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **isi,
        "nik": Nik(isi["nik"]) if isi["nik"] else None,
        "tanggal_lahir": date.fromisoformat(isi["tanggal_lahir"]),
        "jenis_kelamin": JenisKelamin(isi["jenis_kelamin"]),
        "hubungan": Hubungan(isi["hubungan"]),
    }


def segel_langkah(sandi: Sandi, usulan: Usulan, isi: Mapping[str, Any]) -> bytes | None:
    """Seal what a step of the history says in words; it may name people, so it dies with the usulan's data key."""
    return sandi.segel_ulang(usulan.kunci_data, isi, TABEL, usulan.id) if isi else None


def buka_langkah(sandi: Sandi, usulan: Usulan, langkah: RiwayatUsulan) -> dict[str, Any]:
    """Return what a step says in words; empty when it says nothing."""
    return sandi.buka(usulan.kunci_data, langkah.isi, TABEL, usulan.id) if langkah.isi else {}
