"""From grouped rows to the figures of a report. Pure: every total is a sum of what is below it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from app.core.schemas import TeksBaca
from app.core.teks import Teks
from app.desil import kata
from app.desil.artefak import NASIONAL, Artefak
from app.desil.penilai import teks_kode
from app.desil.perubahan import Sebab, sebab_pindah
from app.desil.repository_laporan import (
    PALUNG_BIT,
    TANPA_DESIL,
    TIDAK_ADA_DI_PUTARAN,
    DesilKabkota,
    DiLuar,
    Palung,
    Pindah,
)
from app.desil.schemas import desimal_ln
from app.desil.schemas_laporan import (
    DataKurang,
    DesilWilayah,
    DiLuarRentang,
    JumlahProvinsi,
    PalungSkor,
    Perpindahan,
    SebabPindah,
)

DESIL = range(1, 11)
_NEGARA = 10_000
_TEMPAT = {**{d: d - 1 for d in DESIL}, TANPA_DESIL: 10, TIDAK_ADA_DI_PUTARAN: 11}
"""Where a decile stands in a matrix."""
_LABEL = (
    *(Teks(f"Desil {d}", f"Decile {d}") for d in DESIL),
    Teks("Tidak dapat diperingkat", "Cannot be ranked"),
    Teks("Tidak ada di putaran", "Not in the run"),
)


def sebaran(palung: Iterable[Palung]) -> list[PalungSkor]:
    """Return the distribution of scores, lowest first; bars in which nobody stands are absent."""
    return [
        PalungSkor(bawah=_tepi(p.palung), atas=_tepi(p.palung + 1), orang=p.orang, keluarga=p.keluarga)
        for p in sorted(palung)
    ]


def _tepi(palung: int) -> str:
    return desimal_ln(palung << PALUNG_BIT)


def wilayah(
    desil: Sequence[DesilKabkota], tanpa: Mapping[int, int], pembagi: int, nama: Mapping[str, str]
) -> list[DesilWilayah]:
    """Return deciles by region in the order of codes.

    Args:
        desil: the ranked.
        tanpa: those that cannot be ranked, by kabupaten/kota.
        pembagi: 1 for kabupaten/kota, 100 for provinsi, 10,000 for the nation.
        nama: names of regions; a code without one stands for itself.
    """
    orang, keluarga, kosong = Counter[tuple[int, int]](), Counter[tuple[int, int]](), Counter[int]()
    for p in desil:
        orang[p.kabkota // pembagi, p.desil] += p.orang
        keluarga[p.kabkota // pembagi, p.desil] += p.keluarga
    for kabkota, jumlah in tanpa.items():
        kosong[kabkota // pembagi] += jumlah
    hasil = []
    for nomor in sorted({n for n, _ in keluarga} | set(kosong)):
        kode = teks_kode(nomor)
        tiap_orang, tiap_keluarga = [orang[nomor, d] for d in DESIL], [keluarga[nomor, d] for d in DESIL]
        hasil.append(
            DesilWilayah(
                kode=kode,
                nama=nama.get(kode, kode),
                keluarga=sum(tiap_keluarga),
                orang=sum(tiap_orang),
                tanpa_peringkat=kosong[nomor],
                desil_orang=tiap_orang,
                desil_keluarga=tiap_keluarga,
            )
        )
    return hasil


def nasional(desil: Sequence[DesilKabkota], tanpa: Mapping[int, int]) -> DesilWilayah:
    """Return the deciles of the nation; nothing but zeros for a run without families."""
    nol = [0] * len(DESIL)
    kosong = DesilWilayah(
        kode=NASIONAL, nama="Indonesia", keluarga=0, orang=0, tanpa_peringkat=0, desil_orang=nol, desil_keluarga=nol
    )
    return next(iter(wilayah(desil, tanpa, _NEGARA, {NASIONAL: kosong.nama})), kosong)


def perpindahan(putaran_id: UUID, periode: str, pindah: Sequence[Pindah], *, is_model_sama: bool) -> Perpindahan:
    """Return where families went since a run, and why, by the rule that a family reads (`sebab_pindah`)."""
    keluarga, orang = ([[0] * len(_LABEL) for _ in _LABEL] for _ in range(2))
    karena: dict[tuple[Sebab, ...], list[int]] = {}
    for p in pindah:
        keluarga[_TEMPAT[p.lama]][_TEMPAT[p.baru]] += p.keluarga
        orang[_TEMPAT[p.lama]][_TEMPAT[p.baru]] += p.orang
        if TIDAK_ADA_DI_PUTARAN not in (p.lama, p.baru):
            sebab = sebab_pindah(p.lama or None, p.baru or None, p.lewat or None, is_model_sama=is_model_sama)
            jumlah = karena.setdefault(sebab, [0, 0])
            jumlah[0] += p.keluarga
            jumlah[1] += p.orang
    return Perpindahan(
        putaran_id=putaran_id,
        periode=periode,
        label=[TeksBaca.dari(t) for t in _LABEL],
        matriks_keluarga=keluarga,
        matriks_orang=orang,
        sebab=[SebabPindah(sebab=list(s), keluarga=k, orang=o) for s, (k, o) in sorted(karena.items())],
    )


def data_kurang(kurang: Mapping[int, Mapping[str, int]], nama: Mapping[str, str]) -> list[DataKurang]:
    """Return the variables that keep families from being ranked, most families first."""
    jumlah = Counter[str]()
    for isi in kurang.values():
        jumlah.update(isi)
    return [
        DataKurang(
            variabel=v,
            nama=TeksBaca.dari(kata.nama(v)),
            keluarga=n,
            provinsi=[
                JumlahProvinsi(kode=teks_kode(p), nama=nama.get(teks_kode(p), teks_kode(p)), keluarga=isi[v])
                for p, isi in sorted(kurang.items())
                if isi[v]
            ],
        )
        for v, n in sorted(jumlah.items(), key=lambda x: (-x[1], x[0]))
        if n
    ]


def di_luar_rentang(artefak: Artefak, di_luar: Mapping[str, DiLuar]) -> list[DiLuarRentang]:
    """Return the numeric regressors, most clipped families first."""
    sumber = {v.nama: v.sumber for v in artefak.variabel}
    urut = sorted(di_luar.items(), key=lambda x: (-x[1].di_bawah - x[1].di_atas, x[0]))
    return [DiLuarRentang(variabel=v, nama=TeksBaca.dari(kata.nama(sumber[v])), **n._asdict()) for v, n in urut]
