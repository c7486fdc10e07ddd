"""Opens families by the thousand. Pure, without the database: a process that does nothing else starts soon.

Whoever hands out what is opened decides who may see it, and audits that.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    orang = _orang(sandi, isi.anggota)
    isian = {j[0]: j for j in isi.jawaban}
    rumah = sandi.buka_banyak((kunci, segel, _tempat("keluarga", k)) for k, _, kunci, segel in isi.keluarga)
    for (keluarga_id, kode_desa, *_), (dokumen, kunci) in zip(isi.keluarga, rumah, strict=True):
        jawaban = _jawaban(sandi, kunci, isian[keluarga_id]) if keluarga_id in isian else None
        serumah = sorted(orang[keluarga_id], key=_letak)
        yield KeluargaTerbuka(keluarga_id, kode_desa, dokumen["no_kk"], dokumen["alamat"], serumah, jawaban)


def _orang(sandi: Sandi, baris: Sequence[BarisAnggota]) -> Mapping[str, list[AnggotaTerbuka]]:
    """Open the members, by family."""
    hasil: defaultdict[str, list[AnggotaTerbuka]] = defaultdict(list)
    rahasia = sandi.buka_banyak((kunci, segel, _tempat("individu", diri)) for _, kunci, segel, _, diri, *_ in baris)
    for a, (dokumen, _) in zip(baris, rahasia, strict=True):
        hmac = a[3]
        # Read past the column's type, which looks at the keys for each value: here once is enough.
        if hmac is not None and sandi.is_berganti:
            hmac = str(sandi.baku(Tujuan.NIK, UUID(hmac)))
        hasil[a[0]].append(AnggotaTerbuka(dokumen, hmac, *a[4:]))
    return hasil


def _letak(a: AnggotaTerbuka) -> tuple[bool, date, str]:
    return a.hubungan != _KEPALA, a.tanggal_lahir, a.individu_id


def _jawaban(sandi: Sandi, kunci: bytes, baris: BarisJawaban) -> JawabanTerbuka:
    _, jawaban_id, segel, *_ = baris
    isi = sandi.buka_dokumen(kunci, segel, _tempat("jawaban_survei", jawaban_id))
    return JawabanTerbuka(isi, *baris[3:])


def _tempat(tabel: str, baris_id: str) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
