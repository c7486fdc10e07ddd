"""Which changes of a family a PERBAIKAN may carry: about whom, and of which kinds. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.teks import Teks
from app.keluarga.kode import JenisPerubahan
from app.keluarga.peristiwa import Identitas, Meninggal, PerubahanKeluarga, PindahKeluar
from app.keluarga.subjek import Subjek
from app.usulan.errors import PerubahanTidakSah
from app.usulan.status import SubjenisUsulan

_J = JenisPerubahan
_JENIS: Final[Mapping[SubjenisUsulan, frozenset[JenisPerubahan]]] = {
    SubjenisUsulan.IDENTITAS: frozenset({_J.IDENTITAS}),
    SubjenisUsulan.ANGGOTA_KELUARGA: frozenset(
        {
            *(_J.LAHIR, _J.KAWIN, _J.CERAI, _J.ANGKAT, _J.PINDAH_MASUK, _J.PINDAH_KELUAR, _J.PINDAH_KELUARGA),
            *(_J.PISAH_KK, _J.GABUNG_KK, _J.GANTI_KEPALA, _J.MENINGGAL),
        }
    ),
}
_BUKAN_JENISNYA = Teks(
    "Subjenis ini membawa perubahan lain: IDENTITAS data diri, ANGGOTA_KELUARGA susunan keluarga, selebihnya tidak ada",
    "This sub-kind carries other changes: IDENTITAS personal data, ANGGOTA_KELUARGA who is in the family, others none",
)
_BUKAN_ORANGNYA = Teks(
    "IDENTITAS hanya memperbaiki orang yang diusulkan atau kartu keluarganya",
    "IDENTITAS corrects the person proposed or the family's card only",
)
_PAKAI_HAPUS = Teks(
    "Orang yang diusulkan meninggal atau pindah: ajukan HAPUS", "The person proposed died or left: file a HAPUS"
)
_TIDAK_DIKENAL = Teks(
    "Perubahan menyebut orang atau keluarga yang tidak dikenal", "A change names an unknown person or family"
)


def pastikan_sah(subjenis: SubjenisUsulan, perubahan: Iterable[PerubahanKeluarga], orang: Ref) -> None:
    """Check the changes against the sub-kind and the person.

    Raises:
        PerubahanTidakSah: none where one is needed, or of another kind, or about another person.
    """
    daftar, boleh = [*perubahan], _JENIS.get(subjenis, frozenset())
    if bool(daftar) is not bool(boleh) or not boleh.issuperset(p.jenis for p in daftar):
        raise PerubahanTidakSah(_BUKAN_JENISNYA)
    for p in daftar:
        if isinstance(p, Identitas) and p.anggota not in {None, orang}:
            raise PerubahanTidakSah(_BUKAN_ORANGNYA)
        if (isinstance(p, Meninggal) and p.anggota == orang) or (isinstance(p, PindahKeluar) and orang in p.anggota):
            raise PerubahanTidakSah(_PAKAI_HAPUS)


def tidak_dikenal() -> PerubahanTidakSah:
    """Return the refusal of a reference that is unknown, or none of the caller's business."""
    return PerubahanTidakSah(_TIDAK_DIKENAL)


def disebut(perubahan: Iterable[PerubahanKeluarga]) -> set[Ref]:
    """Return every person and family that the changes refer to."""
    return {r for p in perubahan for r in _ref(p.model_dump().values())}


def sesudah(subjek: Subjek, perubahan: Iterable[PerubahanKeluarga]) -> Subjek:
    """Return the snapshot as corrections of identity will leave it: what the civil registry is asked about."""
    isi: dict[str, Any] = {}
    for p in perubahan:
        if isinstance(p, Identitas):
            isi |= {n: getattr(p, n) if v is not None else None for n, v in p.isi.items()}
    if isinstance(nik := isi.get("nik"), str):
        isi["nik"] = Nik(nik)
    if isinstance(no_kk := isi.get("no_kk"), str):
        isi["no_kk"] = NomorKK(no_kk)
    return subjek.model_copy(update=isi)


def _ref(nilai: Iterable[Any]) -> Iterator[Ref]:
    for n in nilai:
        if isinstance(n, Ref):
            yield n
        elif isinstance(n, dict):
            yield from _ref(n.values())
        elif isinstance(n, list):
            yield from _ref(n)
