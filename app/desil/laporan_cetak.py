"""The report on a run as a page: its words and tables for the print, and the same as HTML. Pure.

Nothing here reads a clock: the same report gives the same bytes.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from html import escape
from typing import Any, Final

from app.core.clock import WIB
from app.desil.grafik import Label, angka
from app.desil.laporan_gambar import semua_gambar
from app.desil.peringkat import AturanSeri
from app.desil.schemas_laporan import DesilWilayah, JumlahLaporan, LaporanBaca

_JUDUL: Final = Label("Laporan Putaran Pemeringkatan Desil", "Report on a ranking run")
_ATURAN: Final = {
    AturanSeri.TERMISKIN: "kelompok berskor sama memakai posisi termiskinnya",
    AturanSeri.TENGAH: "kelompok berskor sama memakai posisi tengahnya",
}
_LANGKAH: Final = Label("Siapa melakukan apa", "Who did what")
_KABKOTA: Final = Label("Desil nasional menurut kabupaten/kota", "National deciles by kabupaten/kota")
_CATATAN_KABKOTA: Final = Label(
    "Keluarga dan orang yang berperingkat, keluarga yang tidak dapat diperingkat (TDP), dan persen orang dalam tiap "
    "desil nasional.",
    "Ranked families and people, families that cannot be ranked (TDP), and per cent of people in each national decile.",
)
_KEPALA_KABKOTA: Final = ("Kabupaten/kota", "Keluarga", "Orang", "TDP", *(f"D{n}" for n in range(1, 11)))
_KEPALA_LANGKAH: Final = ("Waktu / Time", "Tindakan / Action", "Menjadi / Became", "Oleh / By")
GAYA: Final = (
    "body{font-family:Georgia,serif;color:#1f1f1f;max-width:62rem;margin:2rem auto;padding:0 1rem;line-height:1.45}"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 0}.en{color:#5a5a5a;font-style:italic;margin:0}"
    "svg{width:100%;height:auto}table{border-collapse:collapse;font-size:.85rem;width:100%}th,td{text-align:right;"
    "padding:.25rem .4rem;border-bottom:1px solid #d9d9d9}th:first-child,td:first-child{text-align:left}"
    "table.teks th,table.teks td{text-align:left}.sifat{border-left:4px solid #d55e00;padding-left:.8rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#5a5a5a}dd{margin:0}"
    ".gulir{overflow-x:auto}"
)
"""The only style of the page."""
KEBIJAKAN: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(GAYA.encode()).digest()).decode()}'"
)
"""What a browser may do with the page: apply that style, nothing else."""


class BentukLaporan(StrEnum):
    """How the report is handed out."""

    JSON = "JSON"
    PDF = "PDF"
    HTML = "HTML"


_MEDIA: Final = {
    "application/json": BentukLaporan.JSON,
    "application/pdf": BentukLaporan.PDF,
    "text/html": BentukLaporan.HTML,
}


def bentuk_dari(accept: str | None) -> BentukLaporan:
    """Return the form that an Accept header likes best; JSON when it names none of them."""
    terbaik, bobot = BentukLaporan.JSON, 0.0
    for bagian in (accept or "").lower().split(","):
        media, *sifat = (s.strip() for s in bagian.split(";"))
        nilai = _bobot(sifat)
        if media in _MEDIA and nilai > bobot:
            terbaik, bobot = _MEDIA[media], nilai
    return terbaik


def _bobot(sifat: Sequence[str]) -> float:
    """Return the weight (`q=`) of a media type; 0 for one that is no number."""
    teks = next((s[2:] for s in sifat if s.startswith("q=")), "1")
    return float(teks) if re.fullmatch(r"[01](\.\d{0,3})?", teks) else 0.0


def tanggal_cetak(isi: LaporanBaca) -> datetime:
    """Return the date that a print bears: of the newest thing that it tells."""
    return max([isi.disusun_at, *(s.pada_at for s in isi.putaran.langkah)])


def isi_cetak(isi: LaporanBaca) -> dict[str, Any]:
    """Return what the template prints, as JSON values."""
    return {
        "judul": _JUDUL._asdict(),
        "sifat": isi.sifat.model_dump(),
        "kaki": f"putaran {isi.putaran.periode}",
        "fakta": [[nama.id, nama.en, nilai] for nama, nilai in _fakta(isi)],
        "gambar": [
            {"judul": g.judul._asdict(), "catatan": g.catatan._asdict(), "svg": g.svg, "uraian": g.uraian}
            for g in semua_gambar(isi)
        ],
        "kabkota": {
            "judul": _KABKOTA._asdict(),
            "catatan": _CATATAN_KABKOTA._asdict(),
            "kepala": _KEPALA_KABKOTA,
            "baris": [_baris(w) for w in isi.kabkota],
        },
        "langkah": {"judul": _LANGKAH._asdict(), "kepala": _KEPALA_LANGKAH, "baris": _langkah(isi)},
    }


def halaman(isi: LaporanBaca) -> str:
    """Return the report as one HTML page that needs nothing from outside."""
    c = isi_cetak(isi)
    fakta = "".join(f"<dt>{_t(i)} / <em>{_t(e)}</em></dt><dd>{_t(n)}</dd>" for i, e, n in c["fakta"])
    gambar = "".join(f"{_kepala(g['judul'])}{_dua(g['catatan'])}{g['svg']}" for g in c["gambar"])
    k, la = c["kabkota"], c["langkah"]
    kabkota = f'{_kepala(k["judul"])}{_dua(k["catatan"])}<div class="gulir">{_tabel(k["kepala"], k["baris"])}</div>'
    langkah = f"{_kepala(la['judul'])}{_tabel(la['kepala'], la['baris'], 'teks')}"
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{_t(_JUDUL.id)} '
        f"{_t(isi.putaran.periode)}</title><style>{GAYA}</style></head><body>"
        f'<h1>{_t(_JUDUL.id)}</h1><p class="en" lang="en">{_t(_JUDUL.en)}</p>'
        f'<div class="sifat">{_dua(c["sifat"])}</div><dl>{fakta}</dl>{gambar}{kabkota}{langkah}</body></html>\n'
    )


def _fakta(isi: LaporanBaca) -> list[tuple[Label, str]]:
    p, j = isi.putaran, isi.jumlah
    berlaku = "berlaku" if p.is_berlaku else "tidak sedang berlaku"
    return [
        (Label("Periode; status", "Period; state"), f"{p.periode}; {p.status.value}, {berlaku}"),
        (Label("Model", "Model"), f"{p.model.kode} {p.model.versi} ({p.model.jenis.value}). {p.model.keterangan.id}"),
        (Label("Sidik model", "Digest of the model"), p.model_sha256),
        (Label("Aturan skor sama", "Rule of ties"), f"{p.aturan_seri.value}: {_ATURAN[p.aturan_seri]}"),
        (Label("Data per", "Data as of"), _waktu(p.data_per_at)),
        (Label("Dihitung; disahkan", "Computed; confirmed"), f"{_waktu(p.hitung_selesai_at)}; {_waktu(p.disahkan_at)}"),
        (
            Label("Keluarga", "Families"),
            _keluarga(j),
        ),
        (Label("Orang berperingkat", "Ranked people"), angka(j.orang)),
        (Label("Dibandingkan dengan", "Compared with"), _pembanding(isi)),
        (Label("Angka disusun", "Figures counted"), _waktu(isi.disusun_at)),
    ]


def _keluarga(j: JumlahLaporan) -> str:
    semua, ada, tanpa = (angka(n) for n in (j.keluarga, j.keluarga_berperingkat, j.keluarga_tanpa_peringkat))
    return f"{semua}: {ada} berperingkat, {tanpa} tidak dapat diperingkat"


def _pembanding(isi: LaporanBaca) -> str:
    if isi.perpindahan is None:
        return "belum ada putaran yang berlaku sebelumnya"
    return f"putaran {isi.perpindahan.periode} ({isi.perpindahan.putaran_id})"


def _waktu(saat: datetime | None) -> str:
    return "-" if saat is None else f"{saat.astimezone(WIB):%d-%m-%Y %H.%M} WIB"


def _baris(w: DesilWilayah) -> list[str]:
    bagian = [angka(100 * o / w.orang, 1) if w.orang else "-" for o in w.desil_orang]
    return [f"{w.kode} {w.nama}", angka(w.keluarga), angka(w.orang), angka(w.tanpa_peringkat), *bagian]


def _langkah(isi: LaporanBaca) -> list[list[str]]:
    return [
        [_waktu(s.pada_at), s.aksi.value, s.ke.value, f"{s.nama or s.akun_id} ({s.jabatan.value})"]
        for s in isi.putaran.langkah
    ]


def _t(teks: str) -> str:
    return escape(teks)


def _kepala(judul: dict[str, str]) -> str:
    return f'<h2>{_t(judul["id"])}</h2><p class="en" lang="en">{_t(judul["en"])}</p>'


def _dua(teks: dict[str, str]) -> str:
    return f'<p>{_t(teks["id"])}<br><span class="en" lang="en">{_t(teks["en"])}</span></p>'


def _tabel(kepala: Sequence[str], baris: Sequence[Sequence[str]], kelas: str = "angka") -> str:
    atas = "".join(f'<th scope="col">{_t(k)}</th>' for k in kepala)
    isi = "".join(f"<tr>{''.join(f'<td>{_t(s)}</td>' for s in b)}</tr>" for b in baris)
    return f'<table class="{kelas}"><thead><tr>{atas}</tr></thead><tbody>{isi}</tbody></table>'
