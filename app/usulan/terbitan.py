"""The code lists of usulan that everybody may read."""

from collections.abc import Iterator

from app.core.teks import Teks
from app.referensi.katalog import Butir, daftarkan
from app.usulan.alur import ALUR_USULAN
from app.usulan.kelengkapan import wajib
from app.usulan.status import (
    LAMPIRAN_WAJIB,
    SUBJENIS,
    TEKS_JENIS,
    TEKS_LAMPIRAN,
    TEKS_PROGRAM,
    TEKS_STATUS,
    TEKS_SUBJENIS,
    JenisUsulan,
    SubjenisUsulan,
)

VERSI = "2026.2"


def terbitkan() -> None:
    """Publish states and attachments; called once when the routes are put together."""
    daftarkan(
        "status-usulan",
        VERSI,
        Teks("Status usulan", "States of a usulan"),
        (Butir(s.value, t, {"is_akhir": s in ALUR_USULAN.akhir}) for s, t in TEKS_STATUS.items()),
    )
    daftarkan(
        "jenis-usulan",
        VERSI,
        Teks("Jenis dan subjenis usulan", "Kinds and sub-kinds of a usulan"),
        (Butir(kode, teks, {"lampiran_wajib": _wajib(j, u)}) for kode, teks, j, u in _jenis()),
    )
    daftarkan(
        "lampiran-usulan",
        VERSI,
        Teks("Lampiran usulan", "Attachments of a usulan"),
        (Butir(j.value, t, {"is_wajib": j in LAMPIRAN_WAJIB}) for j, t in TEKS_LAMPIRAN.items()),
    )
    daftarkan(
        "program",
        VERSI,
        Teks("Program bantuan nasional", "National programmes"),
        (Butir(p.value, t, {}) for p, t in TEKS_PROGRAM.items()),
    )


def _jenis() -> Iterator[tuple[str, Teks, JenisUsulan, SubjenisUsulan | None]]:
    for jenis, teks in TEKS_JENIS.items():
        yield jenis.value, teks, jenis, None
        for subjenis in sorted(SUBJENIS[jenis]):
            yield f"{jenis}.{subjenis}", TEKS_SUBJENIS[subjenis], jenis, subjenis


def _wajib(jenis: JenisUsulan, subjenis: SubjenisUsulan | None) -> list[list[str]]:
    """Return groups of attachments of which each needs one; a kind that has sub-kinds leaves it to them."""
    if subjenis is None and SUBJENIS[jenis]:
        return []
    return [sorted(k) for k in wajib(jenis, subjenis)]
