"""Thousands of families at a time for files: read in ranges by a job, opened wherever there is a core for it.

Whoever hands a file out decides who may see it, and audits that; nothing here does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi, Tujuan
from app.keluarga.entitas_massal import (
    AnggotaTerbuka,
    BarisAnggota,
    BarisKeluarga,
    HitunganDesa,
    JawabanTerbuka,
    KeluargaTerbuka,
    Rentang,
    Syarat,
    Tepi,
)
from app.keluarga.kode import Hubungan
from app.keluarga.repository_massal import MassalRepository
from app.wilayah.lingkup import Lingkup

_urai: Final = json.JSONDecoder().decode


class PembacaMassal:
    """Reads ranges of the registry, sealed."""

    def __init__(self, repo: MassalRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build the reader."""
        return cls(MassalRepository(sesi))

    async def tepi(self, lingkup: Lingkup, besar: int) -> tuple[list[Tepi], int]:
        """Return the inner ends of ranges of `besar` families of these regions, and how many families live there."""
        return await self._repo.tepi(lingkup, besar)

    async def baca(self, rentang: Rentang, lingkup: Lingkup, *, jawaban: bool = False) -> list[BarisKeluarga]:
        """Return the families of a range with their present members, with their newest answers when asked."""
        return await self._repo.baca(rentang, lingkup, jawaban=jawaban)

    async def desa(self, lingkup: Lingkup) -> list[tuple[str, int]]:
        """Return the villages of these regions with how many families live there."""
        return await self._repo.jumlah_desa(lingkup)

    async def hitung(self, rentang: Rentang, lingkup: Lingkup, syarat: Mapping[str, Syarat]) -> list[HitunganDesa]:
        """Count by village for how many families of a range each condition holds; counts are no personal data."""
        return await self._repo.hitung(rentang, lingkup, syarat)

    async def kunci(self, rentang: Rentang, lingkup: Lingkup) -> list[Tepi]:
        """Return village and key of the families of a range."""
        return await self._repo.kunci_keluarga(rentang, lingkup)


def buka(sandi: Sandi, keluarga: Sequence[BarisKeluarga]) -> Iterator[KeluargaTerbuka]:
    """Open families; no I/O, so that a thread or a process can do it.

    Raises:
        SandiTidakCocok: a row was altered, or its key is not loaded.
    """
    is_berganti = sandi.is_berganti
    for k in keluarga:
        tempat = _tempat("keluarga", k.keluarga_id)
        kunci = sandi.buka_kunci(k.kunci_data, tempat)
        dokumen = _urai(sandi.dekripsi(kunci, k.isi, tempat).decode())
        jawaban = None
        if k.jawaban is not None:
            isi = sandi.dekripsi(kunci, k.jawaban.isi, _tempat("jawaban_survei", k.jawaban.id))
            jawaban = JawabanTerbuka(k.jawaban.instrumen, k.jawaban.tanggal_date, _urai(isi.decode()))
        anggota = [_anggota(sandi, a, is_berganti=is_berganti) for a in k.anggota]
        anggota.sort(key=_letak)
        yield KeluargaTerbuka(k.keluarga_id, k.kode_desa, dokumen["no_kk"], dokumen["alamat"], anggota, jawaban)


def _letak(a: AnggotaTerbuka) -> tuple[bool, date, UUID]:
    return a.hubungan != Hubungan.KEPALA_KELUARGA, a.tanggal_lahir, a.individu_id


def _anggota(sandi: Sandi, a: BarisAnggota, *, is_berganti: bool) -> AnggotaTerbuka:
    tempat = _tempat("individu", a.individu_id)
    rahasia = _urai(sandi.dekripsi(sandi.buka_kunci(a.kunci_data, tempat), a.isi, tempat).decode())
    # Read past the column's type, which looks at the keys for each value: here once is enough.
    hmac = sandi.baku(Tujuan.NIK, a.nik_hmac) if is_berganti and a.nik_hmac else a.nik_hmac
    return AnggotaTerbuka(*a[:6], hmac, a.meninggal_date, rahasia)


def _tempat(tabel: str, baris_id: UUID) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
