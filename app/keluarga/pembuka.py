"""Opens families by the thousand. Pure, without the database: a process that does nothing else starts soon.

Whoever hands out what is opened decides who may see it, and audits that.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.keluarga.entitas_massal import (
    AnggotaTerbuka,
    BarisAnggota,
    BarisJawaban,
    JawabanTerbuka,
    KeluargaTerbuka,
    Tersegel,
)
from app.keluarga.kode import Hubungan

_KEPALA: Final = Hubungan.KEPALA_KELUARGA.value


def buka(sandi: Sandi, isi: Tersegel) -> Iterator[KeluargaTerbuka]:
    """Open families, one after the other.

    Raises:
        SandiTidakCocok: a row was altered, or its key is not loaded.
    """
    anggota: defaultdict[str, list[BarisAnggota]] = defaultdict(list)
    for a in isi.anggota:
        anggota[a[0]].append(a)
    isian = {j[0]: j for j in isi.jawaban}
    for keluarga_id, kode_desa, kunci_data, segel in isi.keluarga:
        tempat = _tempat("keluarga", keluarga_id)
        kunci = sandi.buka_kunci(kunci_data, tempat)
        dokumen = sandi.buka_dokumen(kunci, segel, tempat)
        jawaban = _jawaban(sandi, kunci, isian[keluarga_id]) if keluarga_id in isian else None
        orang = sorted([_anggota(sandi, a) for a in anggota[keluarga_id]], key=_letak)
        yield KeluargaTerbuka(keluarga_id, kode_desa, dokumen["no_kk"], dokumen["alamat"], orang, jawaban)


def _letak(a: AnggotaTerbuka) -> tuple[bool, date, str]:
    return a.hubungan != _KEPALA, a.tanggal_lahir, a.individu_id


def _jawaban(sandi: Sandi, kunci: bytes, baris: BarisJawaban) -> JawabanTerbuka:
    _, jawaban_id, segel, *_ = baris
    isi = sandi.buka_dokumen(kunci, segel, _tempat("jawaban_survei", jawaban_id))
    return JawabanTerbuka(isi, *baris[3:])


def _anggota(sandi: Sandi, baris: BarisAnggota) -> AnggotaTerbuka:
    _, kunci_data, segel, hmac, individu_id, *_ = baris
    tempat = _tempat("individu", individu_id)
    rahasia = sandi.buka_dokumen(sandi.buka_kunci(kunci_data, tempat), segel, tempat)
    # Read past the column's type, which looks at the keys for each value: here once is enough.
    if hmac is not None and sandi.is_berganti:
        hmac = str(sandi.baku(Tujuan.NIK, UUID(hmac)))
    return AnggotaTerbuka(rahasia, hmac, *baris[4:])


def _tempat(tabel: str, baris_id: str) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
