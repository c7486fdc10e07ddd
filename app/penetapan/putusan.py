"""What an SK decides of each usulan: by its kind, the family's desil, the threshold and the quota. Pure.

A desil is a rank that everybody has; registration is a decision. The default threshold of 4 follows the size of the
registry (roughly the poorest 40 per cent) and is an assumption: each SK states its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.core.teks import Teks
from app.penetapan.status import LANJUTAN, Putusan

DESIL_DI_LUAR_SASARAN: Final = "DESIL_DI_LUAR_SASARAN"
KUOTA_PENUH: Final = "KUOTA_PENUH"
DIKELUARKAN_SK: Final = "DIKELUARKAN_SK"
KEBERATAN_DESIL_TERBUKA: Final = "KEBERATAN_DESIL_TERBUKA"
ALASAN_KELUAR: Final[Mapping[str, str]] = {"MAMPU": "DINILAI_MAMPU"}
"""Reason that a decree gives for a removal where the usulan's own word is not the catalogue's."""
TANPA_DESIL: Final = 11
_TETAP: Final[Mapping[str, Putusan]] = {"PERBAIKAN": Putusan.DIPERBARUI, "HAPUS": Putusan.DIKELUARKAN}


@dataclass(frozen=True, slots=True)
class Calon:
    """An usulan that waits for its SK: about whom, the family's desil (1-10) and exact score; lower is poorer.

    Desil and score are None for a family that could not be ranked.
    """

    usulan_id: UUID
    keluarga_id: UUID
    individu_id: UUID
    jenis: str
    desil: int | None
    skor: int | None
    subjenis: str | None = None


@dataclass(frozen=True, slots=True)
class Keputusan:
    """The decision on one usulan; `alasan` is a code of the reasons catalogue."""

    calon: Calon
    putusan: Putusan
    alasan: str | None = None


def putuskan(calon: Iterable[Calon], ambang: int, kuota: int | None = None) -> list[Keputusan]:
    """Decide every row, poorest first; the order is total, so the same input gives the same list.

    A new family without a desil is left out: nothing is decided on missing data, so its usulan keeps waiting. `kuota`
    counts new families; a second person of a family already counted uses none of it. Who is inside the threshold but
    beyond the quota waits (KUOTA_PENUH).
    """
    hasil, terhitung = [], set[UUID]()
    for c in sorted(calon, key=urutan):
        k = putuskan_satu(c, ambang, kuota, terhitung=len(terhitung), is_terhitung=c.keluarga_id in terhitung)
        if k is None:
            continue
        if k.putusan is Putusan.DITETAPKAN:
            terhitung.add(c.keluarga_id)
        hasil.append(k)
    return hasil


def tahan(k: Keputusan) -> Keputusan | None:
    """Return what a decree says of a family whose objection to its desil is not settled (UU 27/2022 ps 10).

    The desil alone takes nothing from it: a member is carried on with the reason written beside his name, and a usulan
    waits for the next decree. What the desil does not decide, or decides in the family's favour, stands.
    """
    if k.alasan != DESIL_DI_LUAR_SASARAN:
        return k
    is_anggota = k.putusan is Putusan.DIKELUARKAN
    return Keputusan(k.calon, Putusan.DIPERBARUI, KEBERATAN_DESIL_TERBUKA) if is_anggota else None


def putuskan_satu(c: Calon, ambang: int, kuota: int | None, *, terhitung: int, is_terhitung: bool) -> Keputusan | None:
    """Decide one row; None: nothing can be decided yet.

    Args:
        c: whom it is about.
        ambang: highest desil that is registered.
        kuota: most new families; None is no limit.
        terhitung: new families counted before him.
        is_terhitung: whether his own is one of them.
    """
    if c.jenis in _TETAP:
        return Keputusan(c, _TETAP[c.jenis], _alasan_keluar(c))
    if c.jenis == LANJUTAN:
        is_luar = c.desil is not None and c.desil > ambang
        return Keputusan(c, Putusan.DIKELUARKAN, DESIL_DI_LUAR_SASARAN) if is_luar else Keputusan(c, Putusan.DIPERBARUI)
    if c.desil is None:
        return None
    if c.desil > ambang:
        return Keputusan(c, Putusan.TIDAK_DITETAPKAN, DESIL_DI_LUAR_SASARAN)
    if kuota is not None and not is_terhitung and terhitung >= kuota:
        return Keputusan(c, Putusan.DAFTAR_TUNGGU, KUOTA_PENUH)
    return Keputusan(c, Putusan.DITETAPKAN)


def _alasan_keluar(c: Calon) -> str | None:
    if c.jenis != "HAPUS":
        return None
    return ALASAN_KELUAR.get(c.subjenis, c.subjenis) if c.subjenis else DIKELUARKAN_SK


def urutan(c: Calon) -> tuple[int, int, UUID, UUID]:
    """Return the place in a list: poorest first, the rows of a family together."""
    return c.desil or TANPA_DESIL, c.skor or 0, c.keluarga_id, c.usulan_id


def penjelasan_desil(desil: int, ambang: int) -> Teks:
    """Return why a desil is outside the target, in words that a citizen reads."""
    return Teks(
        f"Keluarga Anda berada pada desil {desil}; SK ini menetapkan desil 1 sampai {ambang}. Desil adalah urutan "
        "kesejahteraan dibanding keluarga lain dan dapat berubah pada pemeringkatan berikutnya.",
        f"Your family is in desil {desil}; this decree registers desil 1 to {ambang}. A desil is a rank among all "
        "families and may change with the next ranking.",
    )
