"""What may change in a case that does not match the civil registry: what was compared, and the papers of it. Pure.

The village has agreed to the rest, a visitor has seen it or a paper proves it; who wants that changed has the case
returned to him or files another one.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.keluarga.peristiwa import Identitas, PerubahanKeluarga
from app.keluarga.subjek import Subjek
from app.kependudukan.pemadanan import Bidang
from app.usulan.errors import IsianTerkunci
from app.usulan.models import Usulan
from app.usulan.rincian import Rincian
from app.usulan.schemas_masuk import UsulanUbah
from app.usulan.status import JenisLampiran, StatusUsulan, SubjenisUsulan

DIPADANKAN: Final = frozenset(b.value.lower() for b in Bidang)
LAMPIRAN: Final = frozenset(
    {JenisLampiran.FOTO_KTP, JenisLampiran.FOTO_KK, JenisLampiran.AKTA_KELAHIRAN, JenisLampiran.LAINNYA}
)
"""Papers that show what was compared, or why it differs."""


def pastikan_isian(usulan: Usulan, isi: UsulanUbah, subjek: Subjek, rincian: Rincian) -> None:
    """Check a change against what the match has left open; `subjek` and `rincian` are the case's own.

    Raises:
        IsianTerkunci: TIDAK_PADAN, and a field changes that was not compared.
    """
    if usulan.status is not StatusUsulan.TIDAK_PADAN:
        return
    lama = {"program": usulan.program, "pernyataan_disetujui": usulan.is_pernyataan_disetujui}
    lama |= {n: getattr(rincian, n) for n in ("atas_nama", "penjelasan", "tanggal_peristiwa")}
    berubah = {n for n in isi.model_fields_set & lama.keys() if not _sama(n, getattr(isi, n), lama[n])}
    if isi.subjek is not None:
        beda = (n for n in Subjek.model_fields if getattr(isi.subjek, n) != getattr(subjek, n))
        berubah |= {f"subjek.{n}" for n in beda if n not in DIPADANKAN}
    if isi.perubahan is not None:
        berubah |= _perubahan(usulan.subjenis, rincian.perubahan, isi.perubahan)
    if berubah:
        raise IsianTerkunci(isian=sorted(berubah), status_sekarang=usulan.status)


def pastikan_lampiran(usulan: Usulan, jenis: JenisLampiran, *, is_hapus: bool = False) -> None:
    """Check an attachment likewise: papers of the identity join or take the place of older ones, and none goes.

    Raises:
        IsianTerkunci: TIDAK_PADAN, and it is another paper or to be deleted.
    """
    if usulan.status is StatusUsulan.TIDAK_PADAN and (is_hapus or jenis not in LAMPIRAN):
        raise IsianTerkunci(isian=[jenis.value], status_sekarang=usulan.status)


def _sama(nama: str, baru: Any, lama: Any) -> bool:  # noqa: ANN401 - any field
    if nama == "program":
        return baru is None or {*baru} == {*lama}
    return bool(baru == lama) or (nama == "pernyataan_disetujui" and baru is None)


def _perubahan(
    subjenis: SubjenisUsulan | None, lama: list[PerubahanKeluarga], baru: list[PerubahanKeluarga]
) -> set[str]:
    if subjenis is not SubjenisUsulan.IDENTITAS:
        return set() if baru == lama else {"perubahan"}
    dulu, kini = _isi(lama), _isi(baru)
    beda = {n for n in dulu.keys() | kini.keys() if (n in dulu, dulu.get(n)) != (n in kini, kini.get(n))}
    return {f"perubahan.{n}" for n in beda - DIPADANKAN}


def _isi(perubahan: Iterable[PerubahanKeluarga]) -> Mapping[str, Any]:
    """Return what the corrections write, field by field; those of a person and of a card have no field in common."""
    return {n: v for p in perubahan if isinstance(p, Identitas) for n, v in p.isi.items()}
