"""A family as it stands, field by field: two pictures tell what a change did, and what taking it back must restore."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from app.keluarga.arsip import RAHASIA_INDIVIDU, Arsip
from app.keluarga.kode import PeristiwaKeluarga
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga

Bidang = dict[str, Any]
_ORANG: Final = ("nama", "jenis_kelamin", "status_dokumen", "is_nik_ganda")
_HARI_ORANG: Final = ("tanggal_lahir", "meninggal_date")
_ANGGOTA: Final = ("hubungan", "alasan_masuk", "alasan_keluar")
_HARI_ANGGOTA: Final = ("masuk_date", "keluar_date")
_TURUNAN: Final = frozenset({"status_dokumen", "is_nik_ganda", "meninggal_date"})
"""Follows from something else in the same row of the history, so that people are not shown it."""


@dataclass(frozen=True, slots=True)
class Potret:
    """JSON values of one family, its persons by id, and its memberships by their own id; empty before it exists."""

    keluarga: Bidang = field(default_factory=dict, repr=False)
    orang: Mapping[UUID, Bidang] = field(default_factory=dict, repr=False)
    anggota: Mapping[UUID, Bidang] = field(default_factory=dict, repr=False)

    @classmethod
    def ambil(cls, arsip: Arsip, keluarga: Keluarga, pasangan: Iterable[tuple[AnggotaKeluarga, Individu]]) -> Self:
        """Take the picture."""
        daftar = list(pasangan)
        return cls(
            arsip.buka_keluarga(keluarga)
            | {
                "kode_desa": keluarga.kode_desa,
                "rumah_tangga_id": str(keluarga.rumah_tangga_id),
                "ditutup_date": _hari(keluarga.ditutup_date),
            },
            {i.id: _orang(arsip, i) for _, i in daftar},
            {a.id: _anggota(a) for a, _ in daftar},
        )

    @property
    def has_kepala(self) -> bool:
        """Whether a present member is the head."""
        return any(a["hubungan"] == "KEPALA_KELUARGA" for a in self.anggota.values() if a["keluar_date"] is None)

    @property
    def is_kosong(self) -> bool:
        """Whether nobody is a member now."""
        return all(a["keluar_date"] is not None for a in self.anggota.values())


@dataclass(frozen=True, slots=True)
class Beda:
    """What a change did to one person (or, without `individu_id`, to the family itself), with his memberships.

    `lama` is None for what the change created; `lama` and `baru` else hold the fields that differ.
    """

    individu_id: UUID | None
    lama: Bidang | None = field(repr=False)
    baru: Bidang = field(repr=False)
    anggota: Mapping[UUID, tuple[Bidang | None, Bidang]] = field(default_factory=dict, repr=False)

    @property
    def peristiwa(self) -> PeristiwaKeluarga:
        """What a row of the history calls it."""
        if self.individu_id is None:
            if self.lama is None:
                return PeristiwaKeluarga.DIBUAT
            ditutup = self.baru.get("ditutup_date") is not None
            return PeristiwaKeluarga.DITUTUP if ditutup else PeristiwaKeluarga.KELUARGA_DIPERBAIKI
        for lama, baru in self.anggota.values():
            if (lama is None or "keluar_date" in lama) and baru.get("keluar_date") is None:
                return PeristiwaKeluarga.ANGGOTA_MASUK
            if baru.get("keluar_date") is not None:
                return PeristiwaKeluarga.ANGGOTA_KELUAR
        return PeristiwaKeluarga.ANGGOTA_DIPERBAIKI

    def tampil(self, sesudah: Potret) -> tuple[Bidang, Bidang]:
        """Return old and new values as people read them."""
        kini = next((sesudah.anggota[i] for i in self.anggota), {})
        if self.peristiwa is PeristiwaKeluarga.ANGGOTA_MASUK and self.individu_id:
            nama = sesudah.orang[self.individu_id]["nama"]
            isi = {"nama": nama, "hubungan": kini["hubungan"]}
            return {}, isi | {"tanggal": kini["masuk_date"], "alasan": kini["alasan_masuk"]}
        if self.peristiwa is PeristiwaKeluarga.ANGGOTA_KELUAR:
            return {}, {"tanggal": kini["keluar_date"], "alasan": kini["alasan_keluar"]}
        lama, baru = dict(self.lama or {}), dict(self.baru)
        for dulu, kemudian in self.anggota.values():
            lama, baru = lama | (dulu or {}), baru | kemudian
        if self.peristiwa is PeristiwaKeluarga.DIBUAT:
            baru = {n: v for n, v in baru.items() if n in {"no_kk", "alamat", "kode_desa"}}
        return _tanpa_turunan(lama), _tanpa_turunan(baru)

    @property
    def dampak(self) -> Bidang:
        """The form that is kept, sealed, for a correction."""
        anggota = {str(i): {"lama": lama, "baru": baru} for i, (lama, baru) in self.anggota.items()}
        return {"lama": self.lama, "baru": self.baru, "anggota": anggota}


def bandingkan(sebelum: Potret, sesudah: Potret) -> list[Beda]:
    """Return what differs: the family first, then each person."""
    hasil = []
    keluarga = _beda(sebelum.keluarga, sesudah.keluarga)
    if keluarga[1]:
        hasil.append(Beda(None, keluarga[0] if sebelum.keluarga else None, keluarga[1]))
    for id_, orang in sesudah.orang.items():
        lama, baru = _beda(sebelum.orang.get(id_, {}), orang)
        anggota = {
            n: (_beda(dulu, a)[0] if (dulu := sebelum.anggota.get(n)) else None, _beda(dulu or {}, a)[1])
            for n, a in sesudah.anggota.items()
            if a["individu_id"] == str(id_) and a != sebelum.anggota.get(n)
        }
        if baru or anggota:
            hasil.append(Beda(id_, lama if id_ in sebelum.orang else None, baru, anggota))
    return hasil


def masih(kini: Bidang, sesudah: Bidang) -> bool:
    """Return whether every field that a change set still holds what it set."""
    return all(kini.get(n) == v for n, v in sesudah.items())


def _beda(lama: Bidang, baru: Bidang) -> tuple[Bidang, Bidang]:
    berubah = {n: v for n, v in baru.items() if n not in lama or lama[n] != v}
    return {n: lama[n] for n in berubah if n in lama}, berubah


def _tanpa_turunan(isi: Bidang) -> Bidang:
    return {n: v for n, v in isi.items() if n not in _TURUNAN}


def _orang(arsip: Arsip, individu: Individu) -> Bidang:
    rahasia = arsip.buka_individu(individu)
    hari = {n: _hari(getattr(individu, n)) for n in _HARI_ORANG}
    return {n: _teks(getattr(individu, n)) for n in _ORANG} | hari | {n: rahasia[n] for n in RAHASIA_INDIVIDU}


def _anggota(anggota: AnggotaKeluarga) -> Bidang:
    hari = {n: _hari(getattr(anggota, n)) for n in _HARI_ANGGOTA}
    kode = {n: _teks(getattr(anggota, n)) for n in _ANGGOTA}
    return {"individu_id": str(anggota.individu_id)} | kode | hari


def _hari(nilai: date | None) -> str | None:
    return nilai.isoformat() if nilai else None


def _teks(nilai: object) -> object:
    """Return a code as plain text, anything else as it is."""
    return str(nilai) if isinstance(nilai, str) else nilai
