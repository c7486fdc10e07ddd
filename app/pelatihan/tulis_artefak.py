"""Turns fitted numbers into an artefact of integers that the checker accepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.desil.artefak import SKALA_KOEFISIEN, SKALA_VARIANS, BilaKosong, JenisModel, JenisVariabel, Variabel, sidik
from app.desil.artefak_baca import SKEMA
from app.pelatihan.sampel import Riil

KONSTANTA: Final = "konstanta"


@dataclass(frozen=True)
class Identitas:
    """What a model is called and where it comes from."""

    kode: str
    versi: str
    berlaku_dari: date
    asal: str


def susun(
    desain: Mapping[str, Any], identitas: Identitas, variabel: Sequence[Variabel], isi: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the raw artefact with its digest.

    It is a demonstration until somebody answers for it: kind and signer are changed by hand, with `bersidik`.
    """
    return bersidik(
        {
            "skema": SKEMA,
            "kode": identitas.kode,
            "versi": identitas.versi,
            "jenis": JenisModel.DEMONSTRASI.value,
            "instrumen": desain["instrumen"],
            "target": "ln_pengeluaran_per_kapita",
            "berlaku_dari": identitas.berlaku_dari.isoformat(),
            "dasar_hukum": desain["dasar_hukum"],
            "asal": identitas.asal,
            "ditandatangani_oleh": None,
            "variabel": [_variabel(v) for v in variabel],
            **isi,
        }
    )


def bersidik(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an artefact with the digest of its contents."""
    return {**data, "sha256": sidik(data)}


def koefisien_bulat(variabel: Sequence[Variabel], b: Riil) -> dict[str, int]:
    """Return a coefficient set of integers, from natural units, the constant first."""
    nama = (KONSTANTA, *(v.nama for v in variabel))
    return {n: round(float(k) * SKALA_KOEFISIEN) for n, k in zip(nama, b, strict=True)}


def varians_bulat(varians: float) -> int:
    """Return a residual variance as an integer; at least its smallest unit."""
    return max(round(varians * SKALA_VARIANS), 1)


def _variabel(v: Variabel) -> dict[str, Any]:
    isi: dict[str, Any] = {"nama": v.nama, "sumber": v.sumber, "jenis": v.jenis.value}
    if v.jenis is JenisVariabel.NUMERIK:
        isi |= {"skala": v.skala, "batas_min": v.batas_min, "batas_maks": v.batas_maks}
    if v.jenis is JenisVariabel.KATEGORI:
        isi["peta"] = {str(k): n for k, n in sorted(v.peta.items())}
    if v.jenis is not JenisVariabel.KOSONG:
        isi["bila_kosong"] = v.bila_kosong.value
    if v.bila_kosong is BilaKosong.GANTI:
        isi["pengganti"] = v.pengganti
    return isi | {"rerata": v.rerata, "faktor": v.faktor.value}
