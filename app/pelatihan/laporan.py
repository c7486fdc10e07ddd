"""The report of a fit or an evaluation: an HTML page with its plots, the plots beside it, coefficients as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from matplotlib.figure import Figure

from app.desil.artefak import NASIONAL
from app.desil.batas_analitik import galat_minimum
from app.desil.mutu import SKALA_MUTU
from app.pelatihan import gambar
from app.pelatihan.cocokkan import Hasil
from app.pelatihan.sampel import Riil, Sampel
from app.pelatihan.tulis_artefak import KONSTANTA

_GAYA: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;color:#222;max-width:62rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}table{border-collapse:collapse;margin:.8rem 0}"
    "th,td{padding:.25rem .8rem;border-bottom:1px solid #ddd;text-align:right}th:first-child,td:first-child"
    "{text-align:left}svg{max-width:100%;height:auto}.catatan{color:#555}"
)
_PERINGATAN: Final = (
    "Model ini tidak memutuskan hak siapa pun. / This model decides nobody's rights. Galat dihitung per orang pada "
    "keluarga yang tidak dipakai menduga. / Errors count people, in families that were not fitted on."
)


def laporan_pendugaan(folder: Path, hasil: Hasil) -> Path:
    """Write the report of a fit and return its page."""
    ev = hasil.data["evaluasi"]
    bagian = [
        _ringkas_latih(hasil),
        *_bagian_galat(folder, hasil.sampel, hasil.luar, ev),
        "<h2>Koefisien nasional / national coefficients</h2>",
        _tabel(("peubah", "koefisien", "galat baku / SE", "t"), _baris_koefisien(hasil)),
        "<p class=catatan>Semua himpunan: koefisien.csv / all sets.</p>",
        "<h2>Himpunan / coefficient sets</h2>",
        _tabel(
            ("kode", "keluarga", "bobot sendiri / own weight", "R²", "RMSE", "varians sisa"), _baris_himpunan(hasil)
        ),
    ]
    (folder / "koefisien.csv").write_text(_csv_koefisien(hasil), encoding="utf-8")
    return _tulis(folder, f"Model PMT {hasil.data['kode']} {hasil.data['versi']}", bagian)


def laporan_evaluasi(folder: Path, nama: str, sampel: Sampel, duga: Riil, evaluasi: Mapping[str, Any]) -> Path:
    """Write the report of an evaluation and return its page; `duga` is ln rupiah."""
    return _tulis(folder, f"Evaluasi / evaluation: {nama}", _bagian_galat(folder, sampel, duga, evaluasi))


def baris_galat(evaluasi: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return share, undercoverage, leakage, the analytic limit and the distance from it, as texts."""
    r2 = evaluasi["r2"] / SKALA_MUTU
    hasil = []
    for g in evaluasi["galat"]:
        batas = galat_minimum(r2, g["pangsa"] / SKALA_MUTU)
        selisih = g["eksklusi"] / SKALA_MUTU - batas
        angka = (g["eksklusi"] / SKALA_MUTU, g["inklusi"] / SKALA_MUTU, batas)
        hasil.append((f"{g['pangsa'] / SKALA_MUTU:.0%}", *(f"{n:.1%}" for n in angka), f"{selisih * 100:+.1f}"))
    return hasil


KOLOM_GALAT: Final = ("sasaran / target", "eksklusi", "inklusi", "batas analitik / limit", "selisih / difference (pp)")


def _bagian_galat(folder: Path, sampel: Sampel, duga: Riil, ev: Mapping[str, Any]) -> list[str]:
    r2 = ev["r2"] / SKALA_MUTU
    judul = (
        f"<p>Data: {escape(ev['data'])}. {ev['keluarga']:,} keluarga / families, {ev['orang']:,} orang / people; "
        f"R² = {r2:.3f}, RMSE = {ev['rmse'] / SKALA_MUTU:.3f} ln.</p>"
    )
    plot = {
        "galat": gambar.kurva_galat(sampel, duga, r2, ev["galat"]),
        "kalibrasi": gambar.kalibrasi(sampel, duga),
        "sebaran": gambar.sebaran(sampel, duga),
        "kelompok": gambar.batang(ev, wilayah=False),
        "wilayah": gambar.batang(ev, wilayah=True),
    }
    return [
        "<h2>Galat sasaran / targeting errors</h2>",
        judul,
        _tabel(KOLOM_GALAT, baris_galat(ev)),
        *(_simpan(folder, nama, satu) for nama, satu in plot.items()),
    ]


def _simpan(folder: Path, nama: str, satu: Figure) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{nama}.png").write_bytes(gambar.png(satu))
    isi = gambar.svg(satu)
    (folder / f"{nama}.svg").write_text(isi, encoding="utf-8")
    return isi[isi.index("<svg") :]


def _ringkas_latih(hasil: Hasil) -> str:
    latih, nasional = hasil.data["pelatihan"], hasil.mutu[NASIONAL]
    silang = ", ".join(f"{k}: {v:.5f}" for k, v in hasil.silang.items())
    return (
        f"<p class=catatan>{_PERINGATAN}</p><p>{escape(hasil.data['asal'])}.</p>"
        f"<p>{latih['keluarga']:,} keluarga / families ({hasil.dibuang:,} dibuang karena isian kosong / left out for a "
        f"gap), {len(hasil.artefak.variabel)} peubah / regressors. Di dalam sampel / inside the sample: "
        f"R² = {nasional.r2:.3f}, RMSE = {nasional.rmse:.3f} ln. Kappa = {latih['kappa']} "
        f"(galat kuadrat silang / cross-validated squared error — {silang}).</p>"
    )


def _baris_koefisien(hasil: Hasil) -> Iterable[tuple[str, ...]]:
    nama = (KONSTANTA, *(v.nama for v in hasil.artefak.variabel))
    for n, b, s in zip(nama, hasil.koefisien[NASIONAL], hasil.galat_baku[NASIONAL], strict=True):
        yield n, f"{b:.5f}", f"{s:.5f}", f"{b / s:.1f}" if s else "-"


def _baris_himpunan(hasil: Hasil) -> Iterable[tuple[str, ...]]:
    for kode, h in sorted(hasil.data["pelatihan"]["himpunan"].items(), key=lambda k: (k[0] != NASIONAL, k[0])):
        m = hasil.mutu[kode]
        yield (
            kode,
            f"{h['keluarga']:,}",
            f"{h['bobot_sendiri'] / SKALA_MUTU:.0%}",
            f"{m.r2:.3f}",
            f"{m.rmse:.3f}",
            f"{hasil.data['varians_sisa'][kode] / 1e9:.4f}",
        )


def _csv_koefisien(hasil: Hasil) -> str:
    isi = io.StringIO()
    tulis = csv.writer(isi, lineterminator="\n")
    tulis.writerow(("himpunan", "peubah", "koefisien", "galat_baku"))
    nama = (KONSTANTA, *(v.nama for v in hasil.artefak.variabel))
    for kode, b in hasil.koefisien.items():
        baris = zip(nama, b, hasil.galat_baku[kode], strict=True)
        tulis.writerows((kode, n, f"{float(k):.9f}", f"{float(s):.9f}") for n, k, s in baris)
    return isi.getvalue()


def _tabel(kepala: Sequence[str], baris: Iterable[Sequence[str]]) -> str:
    isi = "".join("<tr>" + "".join(f"<td>{escape(s)}</td>" for s in b) + "</tr>" for b in baris)
    return "<table><tr>" + "".join(f"<th>{escape(k)}</th>" for k in kepala) + f"</tr>{isi}</table>"


def _tulis(folder: Path, judul: str, bagian: Sequence[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    berkas = folder / "laporan.html"
    isi = "\n".join(bagian)
    berkas.write_text(
        f'<!doctype html><html lang="id"><meta charset="utf-8"><title>{escape(judul)}</title><style>{_GAYA}</style>'
        f"<h1>{escape(judul)}</h1>\n{isi}\n</html>\n",
        encoding="utf-8",
    )
    return berkas
