"""What each kind of usulan must bring before it is sent, and what its papers are checked for. Pure.

Photos of a BARU: Permensos 3/2021 practice. SKTM and electricity bill of a PEMBARUAN_DESIL are seen in practice and
optional. Which paper proves which HAPUS is an assumption. A PERBAIKAN of the members that declares another one dead or
gone brings what a HAPUS for that reason would: a family tells of a death together with what else has changed, and
nobody is written out of it by words alone.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks
from app.usulan.status import LAMPIRAN_WAJIB, TEKS_LAMPIRAN, JenisLampiran, JenisUsulan, SubjenisUsulan, TandaUsulan

_L, _U = JenisLampiran, SubjenisUsulan

Kelompok = frozenset[JenisLampiran]
"""Attachments of which one is enough."""

_BARU: Final = tuple(frozenset({j}) for j in sorted(LAMPIRAN_WAJIB))
_MENURUT_SUBJENIS: Final[Mapping[SubjenisUsulan, tuple[Kelompok, ...]]] = MappingProxyType(
    {
        _U.IDENTITAS: (frozenset({_L.FOTO_KTP, _L.AKTA_KELAHIRAN}), frozenset({_L.FOTO_KK})),
        _U.ANGGOTA_KELUARGA: (frozenset({_L.FOTO_KK}),),
        _U.SOSIAL_EKONOMI: (frozenset({_L.FOTO_KK}), frozenset({_L.FOTO_RUMAH_DEPAN})),
        _U.PEMBARUAN_DESIL: (frozenset({_L.FOTO_KK}), frozenset({_L.FOTO_RUMAH_DEPAN})),
        _U.MENINGGAL: (frozenset({_L.AKTA_KEMATIAN, _L.SURAT_KETERANGAN_KEMATIAN}),),
        _U.PINDAH: (frozenset({_L.SURAT_PINDAH, _L.SURAT_PERNYATAAN}),),
        _U.MAMPU: (frozenset({_L.FOTO_RUMAH_DEPAN, _L.SURAT_PERNYATAAN}),),
        _U.GANDA: (frozenset({_L.FOTO_KK, _L.FOTO_KTP}),),
        _U.TIDAK_DITEMUKAN: (frozenset({_L.SURAT_PERNYATAAN}),),
        _U.MENGUNDURKAN_DIRI: (frozenset({_L.SURAT_PENGUNDURAN_DIRI}),),
    }
)
_ATAS_NAMA: Final = (
    frozenset({_L.FORMULIR_KERTAS, _L.FORMULIR_BERTANDA_TANGAN}),
    frozenset({_L.TANDA_TANGAN, _L.FORMULIR_BERTANDA_TANGAN}),
)


_MENURUT_TANDA: Final = {
    TandaUsulan.ANGGOTA_DINYATAKAN_MENINGGAL: _MENURUT_SUBJENIS[_U.MENINGGAL],
    TandaUsulan.ANGGOTA_DINYATAKAN_PINDAH: _MENURUT_SUBJENIS[_U.PINDAH],
}


def wajib(
    jenis: JenisUsulan,
    subjenis: SubjenisUsulan | None,
    *,
    is_atas_nama: bool = False,
    tanda: Collection[TandaUsulan] = (),
) -> tuple[Kelompok, ...]:
    """Return the groups of attachments of which each needs one; a kind without its sub-kind needs those of a BARU."""
    dasar = _BARU if subjenis is None or jenis is JenisUsulan.BARU else _MENURUT_SUBJENIS[subjenis]
    if subjenis is _U.ANGGOTA_KELUARGA:
        dasar += tuple(k for t in sorted(_MENURUT_TANDA.keys() & set(tanda)) for k in _MENURUT_TANDA[t])
    return dasar + (_ATAS_NAMA if is_atas_nama else ())


def kurang(kelompok: tuple[Kelompok, ...], ada: Kelompok) -> Teks | None:
    """Return in words what is still missing; None when nothing is."""
    sisa = [k for k in kelompok if not k & ada]
    if not sisa:
        return None
    sebut = [[TEKS_LAMPIRAN[j] for j in sorted(k)] for k in sisa]
    return Teks(
        f"Lampiran wajib belum ada: {'; '.join(' atau '.join(t.id for t in k) for k in sebut)}",
        f"Required attachments are missing: {'; '.join(' or '.join(t.en for t in k) for k in sebut)}",
    )


_PERIKSA: Final[Mapping[SubjenisUsulan, frozenset[str]]] = MappingProxyType(
    {
        _U.IDENTITAS: frozenset({"ktp_terbaca", "kk_terbaca", "nik_kk_sesuai"}),
        _U.ANGGOTA_KELUARGA: frozenset({"kk_terbaca", "nik_kk_sesuai"}),
        _U.SOSIAL_EKONOMI: frozenset({"kk_terbaca", "foto_rumah_sesuai", "domisili_sesuai"}),
        _U.PEMBARUAN_DESIL: frozenset({"kk_terbaca", "foto_rumah_sesuai", "domisili_sesuai"}),
    }
)
_PERIKSA_BARU: Final = frozenset({"ktp_terbaca", "kk_terbaca", "foto_rumah_sesuai", "nik_kk_sesuai", "domisili_sesuai"})


def periksa_kurang(
    jenis: JenisUsulan,
    subjenis: SubjenisUsulan | None,
    daftar: Mapping[str, bool | None],
    tanda: Collection[TandaUsulan] = (),
) -> frozenset[str]:
    """Return the items of the officer's checklist that are denied, or that the kind needs and nobody has affirmed."""
    baku = _PERIKSA_BARU if jenis is JenisUsulan.BARU else frozenset({"bukti_sesuai"})
    butir = _PERIKSA.get(subjenis, baku) if subjenis else baku
    if not _MENURUT_TANDA.keys().isdisjoint(tanda):
        butir |= {"bukti_sesuai"}
    return frozenset({b for b in butir if not daftar.get(b)} | {b for b, benar in daftar.items() if benar is False})
