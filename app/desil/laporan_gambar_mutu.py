"""The plots of a report on what ranks were computed from: missing data, clipped values, the model's errors. Pure."""

from typing import Final

from app.desil.grafik import Label, Warna, angka, ringkas
from app.desil.grafik_bentuk import Batang, Gambar, Kurva, Matriks, Seri, batang_mendatar, kurva, panas
from app.desil.schemas_laporan import DataKurang, DesilWilayah, LaporanBaca

_SEBANYAK: Final = 12
_KOLOM_KURANG: Final = 8


def kurang(isi: LaporanBaca) -> Gambar | None:
    """Return the mandatory answers that are missing, as bars."""
    if not isi.data_kurang:
        return None
    tampil = isi.data_kurang[:_SEBANYAK]
    batang = [
        Batang(
            Label(f"K{n} {_huruf_besar(k.nama.id)}", k.nama.en),
            (k.keluarga,),
            f"{ringkas(k.keluarga)} ({angka(100 * k.keluarga / max(1, isi.jumlah.keluarga_tanpa_peringkat), 1)} %)",
        )
        for n, k in enumerate(tampil, start=1)
    ]
    uraian = "Data yang kurang: " + "; ".join(f"{b.label.id} {b.teks}" for b in batang)
    return Gambar(
        "data_kurang",
        Label("Data yang kurang", "Missing data"),
        Label(
            f"Keluarga yang tidak dapat diperingkat ({angka(isi.jumlah.keluarga_tanpa_peringkat)}) menurut isian wajib "
            "yang tidak ada; satu keluarga dapat kekurangan beberapa isian.",
            "Families that cannot be ranked by mandatory answer that is missing; one may lack several.",
        ),
        batang_mendatar(batang, [Seri(Label("Keluarga", "Families"), Warna.JINGGA)], uraian),
        uraian,
    )


def _huruf_besar(teks: str) -> str:
    return teks[:1].upper() + teks[1:]


def kurang_provinsi(isi: LaporanBaca) -> Gambar | None:
    """Return the same by provinsi, as a matrix."""
    isian = isi.data_kurang[:_KOLOM_KURANG]
    baris = [w for w in isi.provinsi if w.tanpa_peringkat]
    if not isian or not baris:
        return None
    isi_sel = [[_jumlah_di(k, w.kode) for k in isian] for w in baris]
    puncak = max(max(b) for b in isi_sel) or 1
    uraian = "Keluarga yang tidak dapat diperingkat menurut provinsi: " + "; ".join(
        f"{w.nama} {angka(w.tanpa_peringkat)}" for w in baris
    )
    matriks = Matriks(
        kiri=[w.nama for w in baris],
        atas=[f"K{n}" for n in range(1, len(isian) + 1)],
        bagian=[[x / puncak for x in b] for b in isi_sel],
        teks=[[ringkas(x) if x else "" for x in b] for b in isi_sel],
        kanan=[f"{ringkas(w.tanpa_peringkat)} ({_tdp(w)} %)" for w in baris],
        kanan_atas="TDP",
    )
    return Gambar(
        "data_kurang_provinsi",
        Label("Data yang kurang menurut provinsi", "Missing data by provinsi"),
        Label(
            "Keluarga yang tidak dapat diperingkat karena isian K1, K2, … pada gambar sebelumnya; TDP: semua yang "
            "tidak dapat diperingkat, dan persennya dari keluarga di provinsi itu.",
            "Families that cannot be ranked for want of K1, K2, … of the plot before; TDP: all of them, with their "
            "per cent of the provinsi's families.",
        ),
        panas(matriks, uraian),
        uraian,
    )


def _jumlah_di(k: DataKurang, kode: str) -> int:
    return next((p.keluarga for p in k.provinsi if p.kode == kode), 0)


def _tdp(w: DesilWilayah) -> str:
    return angka(100 * w.tanpa_peringkat / max(1, w.keluarga + w.tanpa_peringkat), 1)


def di_luar(isi: LaporanBaca) -> Gambar | None:
    """Return what lies outside the model's support, as bars."""
    ada = [d for d in isi.di_luar_rentang if d.di_bawah or d.di_atas][:_SEBANYAK]
    if not ada:
        return None
    semua = max(1, isi.jumlah.keluarga_berperingkat)
    batang = [
        Batang(
            Label(_huruf_besar(d.nama.id), d.nama.en),
            (d.di_bawah, d.di_atas),
            f"{ringkas(d.di_bawah + d.di_atas)} ({angka(100 * (d.di_bawah + d.di_atas) / semua, 2)} %)",
        )
        for d in ada
    ]
    uraian = "Nilai di luar rentang model: " + "; ".join(f"{b.label.id} {b.teks}" for b in batang)
    seri = [
        Seri(Label("Di bawah rentang", "Below"), Warna.LANGIT),
        Seri(Label("Di atas rentang", "Above"), Warna.BIRU),
    ]
    return Gambar(
        "di_luar_rentang",
        Label("Nilai di luar rentang model", "Values outside the model's support"),
        Label(
            "Keluarga berperingkat yang nilainya dipotong ke tepi rentang tempat model itu diduga.",
            "Ranked families whose value was clipped to the edge of what the model was fitted on.",
        ),
        batang_mendatar(batang, seri, uraian),
        uraian,
    )


def galat(isi: LaporanBaca) -> Gambar | None:
    """Return the model's errors beside the limit, as curves."""
    e = isi.evaluasi
    if e is None:
        return None
    x = [100 * float(g.pangsa) for g in e.galat]
    eksklusi, inklusi = ([None if n is None else 100 * float(n) for n in isi_] for isi_ in _dua(isi))
    batas = [100 * float(g.batas_analitik) for g in e.galat]
    uraian = f"Galat model pada R² {angka(float(e.r2), 3)}: " + "; ".join(
        f"pangsa {angka(p)} %: eksklusi {_kata(a)}, inklusi {_kata(b)}, batas {_kata(c)}"
        for p, a, b, c in zip(x, eksklusi, inklusi, batas, strict=True)
    )
    semua = (
        Kurva(Label("Eksklusi", "undercoverage"), eksklusi, Warna.BIRU),
        Kurva(Label("Inklusi", "leakage"), inklusi, Warna.JINGGA, putus="7 4", is_kotak=True),
        Kurva(Label("Batas analitik", "analytic limit"), batas, Warna.HIJAU, putus="2 3"),
    )
    sumbu = (
        Label("Pangsa sasaran (persen orang termiskin)", "Target share (per cent of people, the poorest)"),
        Label("Galat (persen)", "Error (per cent)"),
    )
    return Gambar(
        "galat",
        Label("Galat model", "Error curves of the model"),
        Label(
            f"{e.data}; {angka(e.keluarga)} keluarga. Batas analitik: galat terkecil bagi dugaan normal dengan R² "
            f"{angka(float(e.r2), 3)}. Galat jauh di bawahnya menandakan kesalahan atau kebocoran data.",
            "Beside the least error of a normal prediction of this R²; much less than that is a mistake or a leak.",
        ),
        kurva(x, semua, sumbu, uraian),
        uraian,
    )


def _dua(isi: LaporanBaca) -> tuple[list[str | None], list[str | None]]:
    galat = isi.evaluasi.galat if isi.evaluasi else []
    return [g.eksklusi for g in galat], [g.inklusi for g in galat]


def _kata(persen: float | None) -> str:
    return "tidak ada" if persen is None else f"{angka(persen, 1)} %"
