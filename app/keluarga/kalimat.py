"""A family's history in sentences that its members read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from app.core.teks import Teks
from app.keluarga.entitas import PeristiwaLengkap
from app.keluarga.kode import AlasanKeluarAnggota, AlasanMasukAnggota, PeristiwaKeluarga

_MASUK: Final[Mapping[str, Teks]] = MappingProxyType(
    {
        AlasanMasukAnggota.AWAL: Teks("{n} tercatat sebagai anggota keluarga", "{n} was recorded as a member"),
        AlasanMasukAnggota.LAHIR: Teks("{n} lahir", "{n} was born"),
        AlasanMasukAnggota.PINDAH: Teks("{n} pindah masuk ke keluarga ini", "{n} moved into this family"),
        AlasanMasukAnggota.KAWIN: Teks("{n} masuk karena perkawinan", "{n} joined by marriage"),
        AlasanMasukAnggota.CERAI: Teks("{n} masuk setelah perceraian", "{n} joined after a divorce"),
        AlasanMasukAnggota.ANGKAT: Teks("{n} diangkat atau diasuh", "{n} was adopted or taken into care"),
        AlasanMasukAnggota.PISAH_KK: Teks("{n} pisah kartu ke keluarga ini", "{n} came to this card by a split"),
        AlasanMasukAnggota.GABUNG_KK: Teks("{n} bergabung ke kartu keluarga ini", "{n} joined this card by a merge"),
    }
)
_KELUAR: Final[Mapping[str, Teks]] = MappingProxyType(
    {
        AlasanKeluarAnggota.MENINGGAL: Teks("{n} meninggal", "{n} died"),
        AlasanKeluarAnggota.PINDAH: Teks("{n} pindah keluar", "{n} moved away"),
        AlasanKeluarAnggota.LUAR_NEGERI: Teks("{n} pindah ke luar negeri", "{n} moved abroad"),
        AlasanKeluarAnggota.KAWIN: Teks("{n} keluar karena perkawinan", "{n} left by marriage"),
        AlasanKeluarAnggota.CERAI: Teks("{n} keluar setelah perceraian", "{n} left after a divorce"),
        AlasanKeluarAnggota.ANGKAT: Teks("{n} diangkat atau diasuh keluarga lain", "{n} went to another family's care"),
        AlasanKeluarAnggota.PISAH_KK: Teks("{n} pisah kartu keluarga", "{n} got another card by a split"),
        AlasanKeluarAnggota.GABUNG_KK: Teks(
            "{n} bergabung ke kartu keluarga lain", "{n} joined another card by a merge"
        ),
        AlasanKeluarAnggota.SALAH_CATAT: Teks(
            "Catatan tentang {n} ternyata keliru", "The entry about {n} was mistaken"
        ),
    }
)
_LAIN: Final[Mapping[PeristiwaKeluarga, Teks]] = MappingProxyType(
    {
        PeristiwaKeluarga.DIBUAT: Teks("Keluarga dicatat", "The family was recorded"),
        PeristiwaKeluarga.DITUTUP: Teks("Keluarga ditutup", "The family ended"),
        PeristiwaKeluarga.ANGGOTA_DIPERBAIKI: Teks("Data {n} diubah: {b}", "Data of {n} changed: {b}"),
        PeristiwaKeluarga.KELUARGA_DIPERBAIKI: Teks("Data keluarga diubah: {b}", "Data of the family changed: {b}"),
        PeristiwaKeluarga.JAWABAN_DISIMPAN: Teks("Jawaban pendataan disimpan", "Survey answers were kept"),
    }
)
_BIDANG: Final[Mapping[str, Teks]] = MappingProxyType(
    {
        "nik": Teks("NIK", "NIK"),
        "nama": Teks("nama", "name"),
        "tempat_lahir": Teks("tempat lahir", "place of birth"),
        "tanggal_lahir": Teks("tanggal lahir", "birth date"),
        "jenis_kelamin": Teks("jenis kelamin", "sex"),
        "nama_ibu": Teks("nama ibu", "mother's name"),
        "telepon": Teks("telepon", "phone"),
        "surel": Teks("surel", "e-mail"),
        "hubungan": Teks("hubungan dengan kepala keluarga", "relation to the head"),
        "no_kk": Teks("nomor KK", "number of the family card"),
        "alamat": Teks("alamat", "address"),
        "kode_desa": Teks("desa/kelurahan", "village"),
        "rumah_tangga_id": Teks("rumah tangga", "household"),
        "tanggal_data": Teks("tanggal data", "day of the data"),
        "ditutup_date": Teks("keluarga dibuka kembali", "the family goes on"),
    }
)
_SESEORANG: Final = Teks("Seorang anggota", "A member")
_KOREKSI: Final = Teks("Koreksi: ", "Correction: ")


def kalimat(p: PeristiwaLengkap, nama: Mapping[UUID, str]) -> Teks:
    """Return what happened, in words; `nama` are the members' names as they are now."""
    teks = _pola(p)
    orang = nama.get(p.individu_id) if p.individu_id else None
    return Teks(*(_isi(p, teks, bahasa, orang or _SESEORANG.dalam(bahasa)) for bahasa in ("id", "en")))


def _pola(p: PeristiwaLengkap) -> Teks:
    alasan = str(p.baru.get("alasan"))
    if p.peristiwa is PeristiwaKeluarga.ANGGOTA_MASUK:
        return _MASUK.get(alasan, _MASUK[AlasanMasukAnggota.AWAL])
    if p.peristiwa is PeristiwaKeluarga.ANGGOTA_KELUAR:
        return _KELUAR.get(alasan, _KELUAR[AlasanKeluarAnggota.PINDAH])
    return _LAIN[p.peristiwa]


def _isi(p: PeristiwaLengkap, teks: Teks, bahasa: str, orang: str) -> str:
    bidang = ", ".join(_BIDANG[n].dalam(bahasa) for n in p.baru if n in _BIDANG)
    awal = _KOREKSI.dalam(bahasa) if p.mengoreksi_id else ""
    return awal + teks.dalam(bahasa).format(n=orang, b=bidang) + "."
