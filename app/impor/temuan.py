"""Which remarks of a row become findings, so that a person decides about them (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.keluarga.curah import OrangAda
from app.temuan.status import JenisTemuan

_J = JenisTemuan
_ORANG: Final[Mapping[str, JenisTemuan]] = MappingProxyType(
    {
        "NIK_KOSONG": _J.NIK_KOSONG,
        "NIK_TIDAK_VALID": _J.NIK_TIDAK_VALID,
        "NIK_NOTASI_ILMIAH": _J.NIK_TIDAK_VALID,
        "NIK_ANGKA_HILANG": _J.NIK_TIDAK_VALID,
        "NIK_PALSU_DIDUGA": _J.NIK_PALSU_DIDUGA,
        "NAMA_KOSONG": _J.NAMA_KOSONG,
    }
)
_KELUARGA: Final[Mapping[str, JenisTemuan]] = MappingProxyType(
    {
        "KK_KOSONG": _J.KK_TIDAK_VALID,
        "KK_TIDAK_VALID": _J.KK_TIDAK_VALID,
        "KK_NOTASI_ILMIAH": _J.KK_TIDAK_VALID,
        "KK_ANGKA_HILANG": _J.KK_TIDAK_VALID,
        "BEDA_WILAYAH": _J.BEDA_WILAYAH,
    }
)


class TemuanMasuk(NamedTuple):
    """A finding to be kept unless the same was said before; `isi` holds the value that it is about.

    `subjek` are the NIKs of whom it concerns: the person's and the other one's, or those of the whole family.
    """

    jenis: JenisTemuan
    keluarga_id: UUID
    individu_id: UUID | None
    kode_desa: str
    subjek: tuple[UUID, ...]
    isi: dict[str, Any]
    lain: tuple[UUID, UUID] | None


def temuan(keluarga: KeluargaBerkas, anggota: Sequence[OrangAda]) -> Iterator[TemuanMasuk]:
    """Yield the findings about a family, whose members on record are given, and those of its rows that went on."""
    assert keluarga.keluarga_id
    kode_desa, nik = keluarga.kode_desa, _nik(keluarga, anggota)
    sudah: set[JenisTemuan] = set()
    for b in keluarga.masuk:
        for c in b.catatan:
            if (jenis := _KELUARGA.get(c.kode)) and jenis not in sudah:
                sudah.add(jenis)
                semua = tuple(dict.fromkeys(nik.values()))
                yield TemuanMasuk(jenis, keluarga.keluarga_id, None, kode_desa, semua, _isi(jenis, b), None)
        yield from _orang(keluarga.keluarga_id, kode_desa, b, nik)


def _nik(keluarga: KeluargaBerkas, anggota: Sequence[OrangAda]) -> dict[UUID, UUID]:
    """Return the NIKs of the family's present members and of its rows, by person."""
    hasil = {o.id: o.nik_hmac for o in anggota if o.is_aktif and o.nik_hmac}
    return hasil | {b.individu_id: b.nik_hmac for b in keluarga.masuk if b.individu_id and b.nik_hmac}


def _orang(keluarga_id: UUID, kode_desa: str, b: BarisOrang, nik: Mapping[UUID, UUID]) -> Iterator[TemuanMasuk]:
    assert b.individu_id
    # What the registry has meanwhile been told better is no finding: a NIK on record outweighs a blank one in the file.
    is_ada_nik = b.ada is not None and b.ada.nik_hmac is not None
    sendiri = tuple(n for n in (nik.get(b.individu_id),) if n)
    jenis = dict.fromkeys(_ORANG[c.kode] for c in b.catatan if c.kode in _ORANG)
    for j in jenis:
        if not (is_ada_nik and j in {_J.NIK_KOSONG, _J.NIK_TIDAK_VALID}):
            yield TemuanMasuk(j, keluarga_id, b.individu_id, kode_desa, sendiri, _isi(j, b), None)
    if b.is_ganda and b.lain and b.lain[1] != b.individu_id:
        yield TemuanMasuk(_J.NIK_GANDA, keluarga_id, b.individu_id, kode_desa, sendiri, {}, b.lain)
    if b.kepala_lain:
        berdua = (*sendiri, *(n for n in (nik.get(b.kepala_lain),) if n))
        lain = (keluarga_id, b.kepala_lain)
        yield TemuanMasuk(_J.KEPALA_GANDA, keluarga_id, b.individu_id, kode_desa, berdua, {}, lain)


def _isi(jenis: JenisTemuan, b: BarisOrang) -> dict[str, Any]:
    """Return the value that a finding is about: the same value is the same finding, another one a new finding."""
    nilai = {
        _J.NIK_TIDAK_VALID: b.orang["nik_asli"],
        _J.NIK_PALSU_DIDUGA: b.orang["nik"],
        _J.KK_TIDAK_VALID: b.umum["no_kk_asli"],
        _J.BEDA_WILAYAH: b.kode_desa,
    }.get(jenis)
    return {"nilai": nilai} if nilai else {}
