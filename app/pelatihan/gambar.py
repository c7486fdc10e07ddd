"""The plots of a report, each with title, units and legend, readable in black and white too."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, PercentFormatter

from app.desil.batas_analitik import galat_minimum
from app.desil.mutu import SKALA_MUTU
from app.pelatihan.evaluasi import luput, ukuran
from app.pelatihan.sampel import Riil, Sampel

BIRU, JINGGA, ABU, HIJAU = "#1f5c99", "#c8601a", "#8a8f98", "#3a7d44"
_VENTIL: Final = 20
_WILAYAH_MAKS: Final = 30
_PANGSA_BATANG: Final = 400_000
_NAMA: Final = {
    "lansia": "Lansia (60+)",
    "disabilitas": "Disabilitas",
    "perempuan_kepala_keluarga": "Kepala perempuan",
}


def _kanvas(tinggi: float = 4.6) -> tuple[Figure, Axes]:
    gambar = Figure(figsize=(7.6, tinggi), dpi=110, layout="constrained")
    sumbu = gambar.add_subplot()
    sumbu.grid(visible=True, color="#e3e5e8", linewidth=0.8)
    sumbu.set_axisbelow(True)
    sumbu.spines[["top", "right"]].set_visible(False)
    return gambar, sumbu


def _judul(sumbu: Axes, judul: str, keterangan: str) -> None:
    sumbu.set_title(judul, loc="left", fontsize=13, fontweight="bold", pad=24)
    sumbu.annotate(
        keterangan,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 8),
        textcoords="offset points",
        fontsize=9,
        color="#555b63",
    )


def _ribu(n: float) -> str:
    return f"{n:,.0f}".replace(",", ".")


def _tanda(bawah: float, atas: float) -> list[float]:
    """Return round numbers inside a range, for an axis in logarithms."""
    semua = [m * 10.0**e for e in range(7) for m in (1, 1.5, 2, 3, 4, 5, 7)]
    return [n for n in semua if bawah <= n <= atas]


def kalibrasi(sampel: Sampel, duga: Riil) -> Figure:
    """Return mean expenditure against mean prediction by twentieths of the people, in thousands of rupiah."""
    gambar, sumbu = _kanvas(5.4)
    urut = np.argsort(duga, kind="stable")
    letak = np.cumsum(sampel.orang[urut]) / sampel.orang.sum()
    kelas = np.minimum((letak * _VENTIL).astype(np.int64), _VENTIL - 1)
    titik = [
        (np.average(duga[m], weights=sampel.orang[m]), np.average(sampel.y[m], weights=sampel.orang[m]))
        for m in (urut[kelas == k] for k in range(_VENTIL))
        if len(m)
    ]
    x, y = np.exp(np.array(titik)).T / 1000
    ujung = [min(x.min(), y.min()) * 0.93, max(x.max(), y.max()) * 1.07]
    sumbu.plot(ujung, ujung, "--", color=ABU, linewidth=1.3, label="Tepat / exact")
    sumbu.plot(x, y, "o-", color=BIRU, linewidth=1.5, markersize=6, label="5 % penduduk / 5 % of the people each")
    sumbu.set(xscale="log", yscale="log", xlim=ujung, ylim=ujung)
    ribuan = FuncFormatter(lambda n, _: _ribu(n))
    for poros in (sumbu.xaxis, sumbu.yaxis):
        poros.set_major_locator(FixedLocator(_tanda(float(ujung[0]), float(ujung[1]))))
        poros.set_minor_locator(NullLocator())
        poros.set_major_formatter(ribuan)
    sumbu.set_xlabel("Dugaan / predicted, ribu Rp per kapita per bulan (rata-rata ukur)")
    sumbu.set_ylabel("Sebenarnya / actual, ribu Rp")
    sumbu.legend(frameon=False, loc="upper left")
    _judul(sumbu, "Kalibrasi", "Calibration outside the sample: geometric means by twentieths of the prediction")
    return gambar


def kurva_galat(sampel: Sampel, duga: Riil, r2: float, galat: Sequence[Mapping[str, Any]]) -> Figure:
    """Return undercoverage, equal to leakage, at every share against the analytic limit."""
    gambar, sumbu = _kanvas()
    pangsa = np.arange(4, 62, 2) / 100
    sumbu.plot(
        pangsa,
        [galat_minimum(r2, float(p)) for p in pangsa],
        "--",
        color=ABU,
        linewidth=1.6,
        label=f"Batas analitik / analytic limit, R² = {r2:.2f}",
    )
    sumbu.plot(
        pangsa,
        [luput(sampel.y, duga, sampel.orang, float(p)) for p in pangsa],
        color=BIRU,
        linewidth=1.8,
        label="Model: eksklusi = inklusi / undercoverage = leakage",
    )
    for g in galat:
        p, e = g["pangsa"] / SKALA_MUTU, g["eksklusi"] / SKALA_MUTU
        sumbu.plot(p, e, "o", color=BIRU, markersize=6)
        sumbu.annotate(f"{e:.1%}", (p, e), textcoords="offset points", xytext=(5, 6), fontsize=8.5, color="#333")
    sumbu.set(xlabel="Pangsa sasaran / target share of the people", ylabel="Galat / error, bagian penduduk")
    sumbu.set_ylim(bottom=0)
    sumbu.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    sumbu.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    sumbu.legend(frameon=False, loc="lower left")
    _judul(sumbu, "Galat sasaran", "Targeting errors: the share of the poorest p that the model misses")
    return gambar


def _pada(galat: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next(g for g in galat if g["pangsa"] == _PANGSA_BATANG)


def _baris_batang(evaluasi: Mapping[str, Any], *, wilayah: bool) -> list[Mapping[str, Any]]:
    """Return groups with families; regions worst first, and provinces instead where kabupaten/kota are too many."""
    isi = [k for k in evaluasi["kelompok"] if (k["jenis"] == "wilayah") is wilayah and k["keluarga"]]
    if not wilayah:
        return isi
    kabkota = [k for k in isi if "." in k["kode"]]
    dipilih = kabkota if len(kabkota) <= _WILAYAH_MAKS else [k for k in isi if "." not in k["kode"]]
    return sorted(dipilih, key=lambda k: (-(_pada(k["galat"])["eksklusi"] or 0), k["kode"]))


def batang(evaluasi: Mapping[str, Any], *, wilayah: bool) -> Figure:
    """Return undercoverage and leakage at 40 per cent, by region or by group, at the nation's cuts."""
    isi = _baris_batang(evaluasi, wilayah=wilayah)
    galat = [_pada(k["galat"]) for k in isi]
    nama = [k["kode"] if wilayah else f"{_NAMA[k['jenis']]}: {k['kode']}" for k in isi]
    gambar, sumbu = _kanvas(1.9 + 0.34 * len(isi))
    y = np.arange(len(isi))[::-1]
    for geser, kunci, warna, label in (
        (0.2, "eksklusi", BIRU, "Eksklusi / undercoverage"),
        (-0.2, "inklusi", JINGGA, "Inklusi / leakage"),
    ):
        nilai = [(g[kunci] or 0) / SKALA_MUTU for g in galat]
        kotak = sumbu.barh(y + geser, nilai, height=0.36, color=warna, label=label)
        latar = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        sumbu.bar_label(kotak, labels=[f"{n:.0%}" for n in nilai], padding=3, fontsize=7.5, color="#444", bbox=latar)
    acuan = _pada(evaluasi["galat"])["eksklusi"] / SKALA_MUTU
    sumbu.axvline(acuan, color="#333", linewidth=1.2, linestyle=":", label=f"Nasional / nation {acuan:.0%}")
    sumbu.set_yticks(y, [f"{n}  (n = {_ribu(k['keluarga'])})" for n, k in zip(nama, isi, strict=True)])
    sumbu.set_ylim(-0.6, len(isi) - 0.4)
    sumbu.margins(x=0.08)
    sumbu.grid(visible=False, axis="y")
    sumbu.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    sumbu.set_xlabel("Galat pada sasaran 40 % / error at a target of 40 %")
    gambar.legend(frameon=False, loc="outside lower center", ncols=3, fontsize=9)
    judul = ("Galat menurut wilayah", "By region") if wilayah else ("Galat menurut kelompok", "By group")
    _judul(sumbu, judul[0], f"{judul[1]}, at the nation's cuts; n is the sample's families")
    return gambar


def sebaran(sampel: Sampel, duga: Riil) -> Figure:
    """Return the distributions of truth and prediction in people."""
    gambar, sumbu = _kanvas(4.0)
    bawah, atas = (float(n) for n in np.quantile(sampel.y, [0.001, 0.999]))
    kelas = np.linspace(bawah, atas, 70)
    for nilai, warna, label in ((sampel.y, ABU, "Sebenarnya / actual"), (duga, BIRU, "Dugaan / predicted")):
        sumbu.hist(
            nilai,
            bins=kelas.tolist(),
            weights=sampel.orang / 1e3,
            histtype="stepfilled",
            alpha=0.45,
            color=warna,
            label=label,
        )
    tanda = [n for n in (200, 300, 500, 1000, 1500, 2500, 4000, 7000) if bawah < np.log(n * 1000) < atas]
    sumbu.set_xticks([float(np.log(n * 1000)) for n in tanda], [_ribu(n) for n in tanda])
    sumbu.yaxis.set_major_formatter(FuncFormatter(lambda n, _: _ribu(n)))
    sumbu.set_xlabel("Ribu Rp per kapita per bulan (skala log) / thousand Rp, log scale")
    sumbu.set_ylabel("Ribu orang / thousand people")
    sumbu.legend(frameon=False)
    mutu = ukuran(sampel.y, duga, sampel.orang)
    _judul(sumbu, "Sebaran pengeluaran", f"Distribution of expenditure; R² = {mutu.r2:.3f}, RMSE = {mutu.rmse:.3f} ln")
    return gambar


def png(gambar: Figure) -> bytes:
    """Return a plot as PNG."""
    isi = io.BytesIO()
    gambar.savefig(isi, format="png")
    return isi.getvalue()


def svg(gambar: Figure) -> str:
    """Return a plot as SVG, the same bytes for the same plot."""
    isi = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "dtks"}):
        gambar.savefig(isi, format="svg", metadata={"Date": None})
    return isi.getvalue()
