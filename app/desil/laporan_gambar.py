"""The plots of a report on a run, each with its heading, a note and what is read aloud in its stead. Pure."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from app.desil.grafik import LEBAR, TENGAH, Gaya, Kanvas, Label, Skala, Warna, angka, bulat_naik, ringkas
from app.desil.grafik_bentuk import (
    Batang,
    Gambar,
    Matriks,
    Seri,
    batang_mendatar,
    batang_tegak,
    bingkai,
    panas,
    satuan_besar,
)
from app.desil.laporan_gambar_mutu import di_luar, galat, kurang, kurang_provinsi
from app.desil.perubahan import Sebab
from app.desil.schemas_laporan import LaporanBaca

_ORANG: Final = Seri(Label("Orang", "People"), Warna.BIRU)
_KELUARGA: Final = Seri(Label("Keluarga", "Families"), Warna.LANGIT)
_RUPIAH: Final = (1, 1.5, 2, 3, 4, 5, 7)
"""Steps of the logarithmic axis within a power of ten."""
_JARAK_TIK: Final = 40
_BAGIAN_TERKECIL: Final = 0.0005
"""The smallest share that is 0.1 percent when rounded."""
_JARAK_DESIL: Final = 11
_D: Final = tuple(f"D{n}" for n in range(1, 11))
_TEMPAT: Final = (*_D, "TDP", "-")
_NAMA_SEBAB: Final = {
    Sebab.DATA_BERUBAH: Label("Data keluarga berubah", "The family's data changed"),
    Sebab.PERINGKAT_ORANG_LAIN_BERUBAH: Label("Peringkat keluarga lain berubah", "Others' ranks changed"),
    Sebab.MODEL_BARU: Label("Model penghitungan baru", "The model is new"),
}


def semua_gambar(isi: LaporanBaca) -> list[Gambar]:
    """Return the plots for which the report has figures, in the order of reading."""
    pembuat: tuple[Callable[[LaporanBaca], Gambar | None], ...] = (
        _sebaran,
        _desil,
        _provinsi,
        _pindah,
        _sebab,
        kurang,
        kurang_provinsi,
        di_luar,
        galat,
    )
    return [gambar for buat in pembuat if (gambar := buat(isi))]


def _sebaran(isi: LaporanBaca) -> Gambar | None:
    if not isi.sebaran:
        return None
    batas = [float(b) for b in isi.batas if b is not None]
    uraian = (
        f"Sebaran skor {angka(isi.jumlah.orang)} orang; batas desil pada "
        + ", ".join(f"{angka(_rupiah(b))} rupiah" for b in batas)
        + " per orang per bulan."
    )
    k, dasar, kiri = Kanvas(300), 236.0, 66.0
    bagi, satuan = satuan_besar(max(p.orang for p in isi.sebaran))
    puncak, langkah = bulat_naik(max(p.orang for p in isi.sebaran) / bagi)
    y = Skala(0, puncak, dasar, 36)
    nama = Label(f"Orang{satuan.id}", f"People{satuan.en}")
    bingkai(k, y, langkah, nama, kiri=kiri, desimal=0 if langkah >= 1 else 2)
    x = Skala(float(isi.sebaran[0].bawah), float(isi.sebaran[-1].atas), kiri + 4, LEBAR - 12)
    for p in isi.sebaran:
        awal, akhir = x(float(p.bawah)), x(float(p.atas))
        k.kotak(awal, y(p.orang / bagi), akhir - awal - 0.6, dasar - y(p.orang / bagi), Warna.LANGIT)
    _garis_batas(k, x, batas, dasar)
    _sumbu_rupiah(k, x, dasar)
    return Gambar(
        "sebaran",
        Label("Sebaran skor dan batas desil", "Distribution of scores and cut-offs"),
        Label(
            "Garis putus-putus: sembilan batas desil nasional. Angka di atas: desil. Setiap desil memuat orang yang "
            "sama banyak, kecuali bila banyak keluarga berskor sama.",
            "Dashed: the nine national cut-offs, with the deciles between them.",
        ),
        k.svg(uraian),
        uraian,
    )


def _garis_batas(k: Kanvas, x: Skala, batas: Sequence[float], dasar: float) -> None:
    for b in batas:
        k.garis([(x(b), 26), (x(b), dasar)], Warna.JINGGA, putus="4 3")
    tepi = [x.awal, *(x(b) for b in batas), x.akhir]
    for n, (kiri, kanan) in enumerate(pairwise(tepi), start=1):
        if kanan - kiri >= _JARAK_DESIL:
            k.teks((kiri + kanan) / 2, 20, str(n), Gaya(rata="middle", warna=Warna.JINGGA, is_tebal=True))


def _sumbu_rupiah(k: Kanvas, x: Skala, dasar: float) -> None:
    akhir = -math.inf
    for pangkat in range(3, 10):
        for kali in _RUPIAH:
            letak = x(math.log(kali * 10**pangkat))
            if x.awal <= letak <= x.akhir and letak - akhir >= _JARAK_TIK:
                k.garis([(letak, dasar), (letak, dasar + 4)], Warna.LEMBUT)
                k.teks(letak, dasar + 17, ringkas(kali * 10**pangkat), TENGAH)
                akhir = letak
    k.dua_bahasa(
        (x.awal + x.akhir) / 2,
        dasar + 36,
        Label(
            "Perkiraan pengeluaran per orang per bulan (rupiah, skala log)",
            "Estimated spending per person per month (rupiah, log scale)",
        ),
    )


def _desil(isi: LaporanBaca) -> Gambar | None:
    n = isi.nasional
    if not n.keluarga:
        return None
    uraian = "Orang dan keluarga menurut desil nasional: " + "; ".join(
        f"desil {d}: {angka(o)} orang, {angka(f)} keluarga"
        for d, (o, f) in enumerate(zip(n.desil_orang, n.desil_keluarga, strict=True), start=1)
    )
    svg = batang_tegak(
        [str(d) for d in range(1, 11)],
        [(_ORANG, n.desil_orang), (_KELUARGA, n.desil_keluarga)],
        Label("Jumlah", "Number"),
        uraian,
    )
    return Gambar(
        "desil",
        Label("Orang dan keluarga menurut desil", "People and families by decile"),
        Label(
            "Desil dibagi menurut orang. Keluarga miskin lebih besar, sehingga jumlah keluarganya lebih sedikit.",
            "Deciles are cut on people; poorer families are larger, so fewer of them fill a decile.",
        ),
        svg,
        uraian,
    )


def _provinsi(isi: LaporanBaca) -> Gambar | None:
    baris = [w for w in (*isi.provinsi, isi.nasional) if w.orang]
    if not baris:
        return None
    bagian = [[o / w.orang for o in w.desil_orang] for w in baris]
    puncak = max(max(b) for b in bagian)
    uraian = "Bagian orang dalam desil nasional 1 sampai 4: " + "; ".join(
        f"{w.nama} {angka(100 * sum(w.desil_orang[:4]) / w.orang, 1)} %" for w in baris
    )
    matriks = Matriks(
        kiri=[w.nama for w in baris],
        atas=_D,
        bagian=[[x / puncak for x in b] for b in bagian],
        teks=[[angka(100 * x, 1) for x in b] for b in bagian],
        kanan=[ringkas(w.orang) for w in baris],
        kanan_atas="orang/people",
    )
    return Gambar(
        "provinsi",
        Label("Desil nasional menurut provinsi", "National deciles by provinsi"),
        Label(
            "Persen orang di provinsi itu yang berada dalam tiap desil nasional; setiap baris berjumlah 100.",
            "Per cent of the provinsi's people in each national decile; a row sums to 100.",
        ),
        panas(matriks, uraian),
        uraian,
    )


def _pindah(isi: LaporanBaca) -> Gambar | None:
    p = isi.perpindahan
    if p is None:
        return None
    jumlah = [sum(b) for b in p.matriks_keluarga]
    ada = [i for i, n in enumerate(jumlah) if n]
    tetap = sum(p.matriks_keluarga[i][i] for i in range(11))
    uraian = (
        f"Matriks perpindahan dari putaran {p.periode}: {angka(tetap)} dari {angka(sum(jumlah))} keluarga tetap di "
        "tempatnya."
    )
    bagian = [[n / jumlah[i] for n in p.matriks_keluarga[i]] for i in ada]
    matriks = Matriks(
        kiri=[_TEMPAT[i] for i in ada],
        atas=_TEMPAT,
        bagian=bagian,
        teks=[[_persen(x) for x in b] for b in bagian],
        kanan=[ringkas(jumlah[i]) for i in ada],
        kanan_atas="keluarga/families",
        sumbu=(
            Label("Sekarang", "Now"),
            Label(f"Sebelum ({p.periode})", "Before"),
        ),
        tepi=frozenset((n, i) for n, i in enumerate(ada) if i < len(_TEMPAT) - 1),
    )
    return Gambar(
        "perpindahan",
        Label(f"Perpindahan sejak putaran {p.periode}", f"Movers since the run of {p.periode}"),
        Label(
            "Persen keluarga dari tiap tempat sebelumnya (baris) menurut tempatnya sekarang (kolom). TDP: tidak dapat "
            "diperingkat; -: tidak ada di putaran itu (baru, atau keluar). Berbingkai: tidak berpindah.",
            "Per cent of families of each place before (row) by place now (column). TDP: cannot be ranked; -: not in "
            "that run. Framed: not moved.",
        ),
        panas(matriks, uraian),
        uraian,
    )


def _persen(bagian: float) -> str:
    """Return a share for a small cell: nothing for nobody, `<0,1` for hardly anybody."""
    if not bagian:
        return ""
    return angka(100 * bagian, 1) if bagian >= _BAGIAN_TERKECIL else "<0,1"


def _sebab(isi: LaporanBaca) -> Gambar | None:
    p = isi.perpindahan
    karena = [] if p is None else [s for s in p.sebab if s.sebab != [Sebab.TETAP]]
    jumlah = sum(s.keluarga for s in karena)
    if not jumlah:
        return None
    batang = [
        Batang(_nama_sebab(s.sebab), (s.keluarga,), f"{angka(100 * s.keluarga / jumlah, 1)} %, {ringkas(s.keluarga)}")
        for s in sorted(karena, key=lambda s: -s.keluarga)
    ]
    uraian = f"Sebab {angka(jumlah)} keluarga berpindah desil: " + "; ".join(f"{b.label.id} {b.teks}" for b in batang)
    return Gambar(
        "sebab",
        Label("Mengapa desil berpindah", "Why deciles moved"),
        Label(
            f"Dari {angka(jumlah)} keluarga yang ada di kedua putaran dan berpindah ({_bagian_pindah(isi)} %).",
            "Of the families that are in both runs and moved.",
        ),
        batang_mendatar(batang, [_ORANG], uraian),
        uraian,
    )


def _bagian_pindah(isi: LaporanBaca) -> str:
    p = isi.perpindahan
    semua = sum(s.keluarga for s in p.sebab) if p else 0
    tetap = sum(s.keluarga for s in p.sebab if s.sebab == [Sebab.TETAP]) if p else 0
    return angka(100 * (semua - tetap) / max(1, semua), 1)


def _nama_sebab(sebab: Sequence[Sebab]) -> Label:
    if len(sebab) > 1:
        return Label("Data keluarga dan peringkat lain berubah", "Both the family's data and others' ranks")
    return _NAMA_SEBAB[sebab[0]]


def _rupiah(ln: float) -> int:
    """Return a score in rupiah, to a hundred."""
    return round(math.exp(ln) / 100) * 100
