"""What the commands `dtks synth susenas`, `dtks pmt fit` and `dtks pmt evaluate` do."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from app.desil.artefak import SKALA_SKOR, Artefak
from app.desil.artefak_baca import urai
from app.desil.errors import ArtefakTidakSah
from app.desil.model_pmt import SUMBER, artefak_demonstrasi
from app.desil.mutu import DasarEvaluasi
from app.pelatihan.cocokkan import Pilihan, cocokkan
from app.pelatihan.evaluasi import SUMBER_KELOMPOK, evaluasi
from app.pelatihan.laporan import KOLOM_GALAT, baris_galat, laporan_evaluasi, laporan_pendugaan
from app.pelatihan.sampel import MINIMAL, DataTidakSah, baca
from app.pelatihan.sintetis import buat
from app.pelatihan.skor import skor
from app.pelatihan.tulis_artefak import bersidik


def susenas(keluarga: int, benih: int, berkas: Path, *, r2: float, variasi: float) -> None:
    """Write a synthetic survey, and beside it the truth as `<name>.kebenaran.json`.

    Raises:
        DataTidakSah: an option is out of range.
    """
    if berkas.suffix not in {".csv", ".parquet"}:
        raise DataTidakSah(f"{berkas}: must end with .csv or .parquet")
    _pastikan_folder("--out", berkas)
    hasil = buat(keluarga, benih, r2=r2, variasi=variasi)
    if berkas.suffix == ".csv":
        hasil.tabel.write_csv(berkas)
    else:
        hasil.tabel.write_parquet(berkas)
    kebenaran = berkas.with_suffix(".kebenaran.json")
    _tulis_artefak(kebenaran, hasil.kebenaran)
    typer.echo(f"{berkas}: {hasil.tabel.height} families; {kebenaran}: the truth, noise {hasil.sigma:.4f} ln")


def fit(data: Path, pilihan: Pilihan, *, rancangan: Path | None, keluar: Path) -> None:
    """Fit a model and write `model.json` and the report into a folder.

    Raises:
        DataTidakSah: the file or an option cannot be used.
    """
    for opsi, nama, panjang in (("--kode", pilihan.kode, 64), ("--versi", pilihan.versi, 32)):
        if not nama.strip() or len(nama) > panjang:
            raise DataTidakSah(f"{opsi}: must have 1 to {panjang} characters")
    _siapkan_folder("--out", keluar)
    desain = artefak_demonstrasi() if rancangan is None else _baca_artefak(rancangan)
    sumber = dict.fromkeys((*(v["sumber"] for v in desain["variabel"]), *SUMBER_KELOMPOK))
    try:
        hasil = cocokkan(baca(data, [*sumber]), desain, pilihan)
    except ArtefakTidakSah as galat:
        raise DataTidakSah(f"{data}: what was fitted is no artefact: {_tempat(galat)}") from None
    _tulis_artefak(keluar / "model.json", hasil.data)
    halaman = laporan_pendugaan(keluar, hasil)
    typer.echo(f"{keluar / 'model.json'}: {len(hasil.artefak.koefisien)} coefficient sets")
    typer.echo(f"{halaman}: the report; outside the sample:")
    _cetak(hasil.data["evaluasi"])


@dataclass(frozen=True)
class Tujuan:
    """Where an evaluation goes: a folder for the report, a file for the artefact that carries it, its new version."""

    laporan: Path | None = None
    tulis: Path | None = None
    versi: str | None = None

    def pastikan(self) -> None:
        """Tell before the work what cannot be written.

        Raises:
            DataTidakSah: a version is missing, or a place is not there.
        """
        if self.tulis and self.versi is None:
            raise DataTidakSah("--tulis: needs --versi, for a version never changes once it is uploaded")
        if self.tulis:
            _pastikan_folder("--tulis", self.tulis)
        if self.laporan:
            _siapkan_folder("--laporan", self.laporan)


def evaluate(model: Path, data: Path, tujuan: Tujuan) -> None:
    """Judge a model on a sample that it was not fitted on.

    Raises:
        DataTidakSah: a file cannot be used, or the evaluation of the training sample was to be written.
    """
    tujuan.pastikan()
    mentah = _baca_artefak(model)
    artefak = urai(mentah, SUMBER)
    sampel = baca(data, [*dict.fromkeys((*(v.sumber for v in artefak.variabel), *SUMBER_KELOMPOK))])
    is_latih = sampel.nama.rsplit(":", 1)[-1] in mentah["pelatihan"]["data"]
    if is_latih and tujuan.tulis:
        raise DataTidakSah(f"{data}: the model was fitted on this file; such an evaluation flatters and is not written")
    nilai, ada = skor(artefak, sampel)
    if ada.sum() < MINIMAL:
        raise DataTidakSah(f"{data}: only {int(ada.sum())} families can be scored; at least {MINIMAL} are needed")
    dinilai = sampel.pilih(ada)
    isi = evaluasi(dinilai, nilai[ada], float(SKALA_SKOR), DasarEvaluasi.DATA_LAIN)
    typer.echo(f"{len(sampel) - len(dinilai)} families cannot be scored (a mandatory answer is missing)")
    if is_latih:
        typer.echo("caution: the model was fitted on this file, so these errors flatter")
    _cetak(isi)
    if tujuan.laporan:
        halaman = laporan_evaluasi(tujuan.laporan, _nama(artefak), dinilai, nilai[ada] / SKALA_SKOR, isi)
        typer.echo(f"{halaman}: the report")
    if tujuan.tulis:
        versi = tujuan.versi or artefak.versi
        _tulis_artefak(tujuan.tulis, bersidik({**mentah, "versi": versi, "evaluasi": isi}))
        typer.echo(f"{tujuan.tulis}: the model as version {versi}, with this evaluation")


def _pastikan_folder(opsi: str, berkas: Path) -> None:
    """Tell before the work that a file cannot be put where it is wanted."""
    if not berkas.parent.is_dir():
        raise DataTidakSah(f"{opsi} {berkas}: there is no folder {berkas.parent}")
    if berkas.is_dir():
        raise DataTidakSah(f"{opsi} {berkas}: is a folder")


def _siapkan_folder(opsi: str, folder: Path) -> None:
    """Make a folder, or tell before the work that it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as galat:
        raise DataTidakSah(f"{opsi} {folder}: is no folder and cannot be made one ({galat.strerror})") from None


def _nama(artefak: Artefak) -> str:
    return f"{artefak.kode} {artefak.versi}"


def _baca_artefak(berkas: Path) -> dict[str, Any]:
    try:
        isi = json.loads(berkas.read_text(encoding="utf-8"))
        urai(isi, SUMBER)
    except (OSError, ValueError, AttributeError) as galat:
        raise DataTidakSah(f"{berkas}: is not a JSON artefact ({galat})") from None
    except ArtefakTidakSah as galat:
        raise DataTidakSah(f"{berkas}: {_tempat(galat)}") from None
    hasil: dict[str, Any] = isi
    return hasil


def _tempat(galat: ArtefakTidakSah) -> str:
    rincian = galat.tambahan["rincian"]
    assert isinstance(rincian, list)
    return "; ".join(f"{r['lokasi']}: {r['pesan'].en}" for r in rincian[:10])


def _tulis_artefak(berkas: Path, data: dict[str, Any]) -> None:
    urai(data, SUMBER)  # what is written can be uploaded
    berkas.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _cetak(isi: dict[str, Any]) -> None:
    typer.echo(
        f"{isi['keluarga']} families, {isi['orang']} people, R² {isi['r2'] / 1e6:.3f}, RMSE {isi['rmse'] / 1e6:.3f} ln"
    )
    typer.echo("\t".join(KOLOM_GALAT))
    for baris in baris_galat(isi):
        typer.echo("\t".join(baris))
