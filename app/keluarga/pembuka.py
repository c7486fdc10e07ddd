"""Opens families by the thousand. Pure, without the database: a process that does nothing else starts soon.

Whoever hands out what is opened decides who may see it, and audits that.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.keluarga.entitas_massal import AnggotaTerbuka, BarisAnggota, BarisKeluarga, JawabanTerbuka, KeluargaTerbuka
from app.keluarga.kode import Hubungan

_urai: Final = json.JSONDecoder().raw_decode
_KEPALA: Final = Hubungan.KEPALA_KELUARGA.value


def buka(sandi: Sandi, keluarga: Sequence[BarisKeluarga]) -> Iterator[KeluargaTerbuka]:
    """Open families.

    Raises:
        SandiTidakCocok: a row was altered, or its key is not loaded.
    """
    is_berganti = sandi.is_berganti
    for k in keluarga:
        tempat = _tempat("keluarga", k.keluarga_id)
        kunci = sandi.buka_kunci(k.kunci_data, tempat)
        dokumen = _dokumen(sandi, kunci, k.isi, tempat)
        jawaban = None
        if k.jawaban is not None:
            isi = _dokumen(sandi, kunci, k.jawaban.isi, _tempat("jawaban_survei", k.jawaban.id))
            jawaban = JawabanTerbuka(k.jawaban.instrumen, k.jawaban.tanggal_date, isi)
        anggota = [_anggota(sandi, a, is_berganti=is_berganti) for a in k.anggota]
        anggota.sort(key=_letak)
        yield KeluargaTerbuka(k.keluarga_id, k.kode_desa, dokumen["no_kk"], dokumen["alamat"], anggota, jawaban)


def _letak(a: AnggotaTerbuka) -> tuple[bool, date, UUID]:
    return a.hubungan != _KEPALA, a.tanggal_lahir, a.individu_id


def _anggota(sandi: Sandi, a: BarisAnggota, *, is_berganti: bool) -> AnggotaTerbuka:
    tempat = _tempat("individu", a.individu_id)
    rahasia = _dokumen(sandi, sandi.buka_kunci(a.kunci_data, tempat), a.isi, tempat)
    # Read past the column's type, which looks at the keys for each value: here once is enough.
    hmac = sandi.baku(Tujuan.NIK, a.nik_hmac) if is_berganti and a.nik_hmac else a.nik_hmac
    return AnggotaTerbuka(*a[:6], hmac, a.meninggal_date, rahasia)


def _dokumen(sandi: Sandi, kunci: bytes, isi: bytes, tempat: bytes) -> dict[str, Any]:
    dokumen: dict[str, Any] = _urai(sandi.dekripsi(kunci, isi, tempat).decode())[0]
    return dokumen


def _tempat(tabel: str, baris_id: UUID) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
