"""What is planted: who is recorded wrongly, at the rates that BPK and KPK found, and which remark each of them earns.

Nobody gets two errors of one kind of number, and who is to be refused gets no other, so that the counts of an import
can be compared one by one. Numbers that are planted stay different from all others: only a double is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from app.pelatihan.sampel import Bulat
from app.pelatihan.sampel import Teks as Kode
from app.sintetis.acak import Sumber, Tanggal
from app.sintetis.isian import Mana
from app.sintetis.kosakata import data
from app.sintetis.susunan import ANAK, BELUM, CUCU, KEPALA, LAINNYA, ORTU, PASANGAN, Orang

_KEMBAR_TANPA_NIK: Final = 0.5
"""Share of second records that have no NIK; the others have one of their own."""
_DESA: Final = "KODE_DESA_TIDAK_DIKENAL"
_TOLAK_ORANG: Final = ("TANGGAL_LAHIR_TIDAK_SAH", "GANDA_DALAM_KELUARGA")
_ORANG: Final = ("NAMA_KOSONG", "JENIS_KELAMIN_DARI_NIK", "JAWABAN_TIDAK_SAH")
"""Errors of one cell of a person, beside those of the NIK."""
ORANG_GANDA: Final = "ORANG_GANDA"
MENINGGAL: Final = "MENINGGAL"


@dataclass(frozen=True)
class Rencana:
    """Who gets what in a part: a code per person or family, empty for nothing.

    Attributes:
        nik: code of what is wrong with the NIK, by person.
        kk: code of what is wrong with the card number, by family.
        orang: code of another error, by person.
        desa: where the village code is unknown, by family.
        kembar: of whom this person is a second record, -1 for nobody.
        meninggal: 1 for who has died and is still listed.
    """

    nik: Kode
    kk: Kode
    orang: Kode
    desa: Mana
    kembar: Bulat
    meninggal: Bulat


def pangsa(kotor: float) -> dict[str, float]:
    """Return the rate of every error; `kotor` 1 are the rates that were found, 0 is a clean register."""
    isi = data("kotor")
    hasil = {k: isi["jumlah"][k] / isi["penyebut"] for k in ("NAMA_KOSONG", "NIK_GANDA")}
    hasil |= {ORANG_GANDA: isi["jumlah"]["orang_ganda"] / isi["penyebut"]}
    hasil |= {MENINGGAL: isi["jumlah"]["meninggal"] / isi["penyebut"]}
    for nomor in ("nik", "kk"):
        jumlah = sum(isi[nomor].values())
        hasil |= {k: isi["jumlah"][nomor] / isi["penyebut"] * b / jumlah for k, b in isi[nomor].items()}
    return {k: v * kotor for k, v in (hasil | isi["asumsi"]).items()}


def rencanakan(orang: Orang, acak: Sumber, kotor: float, *, bisa_meninggal: bool) -> Rencana:
    """Draw who gets what."""
    p, n, k = pangsa(kotor), len(orang), len(orang.ukuran)
    isi = data("kotor")
    desa = acak.seragam("kotor_desa", k) < p[_DESA]
    kk = np.where(desa, "", _undi({c: p[c] for c in isi["kk"]}, acak, "kotor_kk", k))
    bebas = ~desa[orang.keluarga]
    lain = np.where(bebas, _undi({c: p[c] for c in (*_TOLAK_ORANG, *_ORANG)}, acak, "kotor_orang", n), "")
    lain = np.where(np.isin(lain, _TOLAK_ORANG) & (orang.hubungan == KEPALA), "", lain)
    kode_nik = {c: p[c] for c in (*isi["nik"], "NIK_GANDA")}
    nik = np.where(bebas & (lain == ""), _undi(kode_nik, acak, "kotor_nik", n), "")
    ubah_jk = np.isin(orang.hubungan, [ANAK, CUCU]) & (orang.kawin == BELUM)
    nik = np.where((nik == "JK_BEDA") & ~ubah_jk, "TGL_LAHIR_BEDA", nik)
    utuh = bebas & (lain == "") & (nik == "")
    kembar = _kembar(orang, acak, p[ORANG_GANDA], utuh)
    calon = (orang.hubungan != KEPALA) & (orang.hubungan != PASANGAN) & utuh & (kembar < 0)
    peluang = np.where(orang.hubungan == ORTU, 0.35, 0.02) * (p[MENINGGAL] / 0.017)
    nik = np.where((kembar >= 0) & (acak.seragam("kembar_nik", n) < _KEMBAR_TANPA_NIK), "NIK_KOSONG", nik)
    meninggal = calon & (acak.seragam("meninggal", n) < peluang) if bisa_meninggal else np.zeros(n, dtype=np.bool_)
    return Rencana(nik, kk, lain, desa, kembar, meninggal.astype(np.int64))


def sebelum_isian(orang: Orang, rencana: Rencana) -> Orang:
    """Return the persons with what the answers have to follow: second records, and a sex that the NIK contradicts."""
    sumber = np.where(rencana.kembar >= 0, rencana.kembar, np.arange(len(orang)))
    tukar = rencana.nik == "JK_BEDA"
    return replace(
        orang,
        umur=orang.umur[sumber],
        lahir=orang.lahir[sumber],
        kawin=orang.kawin[sumber],
        ibu=orang.ibu[sumber],
        perempuan=np.where(tukar, 1 - orang.perempuan[sumber], orang.perempuan[sumber]),
    )


def _undi(peluang: Mapping[str, float], acak: Sumber, nama: str, n: int) -> Kode:
    """Return a code for each, at most one; the empty text for most."""
    kode = np.array([*peluang, ""])
    batas = np.cumsum([*peluang.values()])
    return kode[np.searchsorted(batas, acak.seragam(nama, n), side="right")]


def _kembar(orang: Orang, acak: Sumber, peluang: float, utuh: Mana) -> Bulat:
    """Return of whom each is a second record: other relatives are, of somebody in one of the families before."""
    n = len(orang)
    hasil = np.full(n, -1)
    lain = np.flatnonzero((orang.hubungan == LAINNYA) & utuh)
    pangsa_lain = len(lain) / n if n else 1.0
    mau = lain[acak.seragam("kembar", len(lain)) < min(1.0, peluang / max(pangsa_lain, 1e-9))]
    jarak = 1 + np.floor(acak.seragam("kembar_jarak", len(mau)) * 40).astype(np.int64)
    asal = mau - orang.urut[mau] - jarak
    sah = asal >= 0
    mau, asal = mau[sah], asal[sah]
    sah = utuh[asal] & (orang.hubungan[asal] != LAINNYA)
    _, pertama = np.unique(asal[sah], return_index=True)
    hasil[mau[sah][pertama]] = asal[sah][pertama]
    return hasil


class NikBerkas(NamedTuple):
    """NIKs as the file has them, what was really planted, and for a double the person whose number it is (else -1)."""

    teks: pl.Series
    kode: Kode
    pemilik: Bulat


def tulis_nik(nik: Bulat, rencana: Rencana, orang: Orang, awal: int, acak: Sumber) -> NikBerkas:
    """Write the NIKs, wrong where it is planned.

    A double needs somebody whose own NIK is right: an earlier person of another family, or the member before.
    """
    pemilik = np.full(len(nik), -1)
    teks = nik.astype("U16").astype(object)
    kode = np.where(rencana.orang == "GANDA_DALAM_KELUARGA", "GANDA_DALAM_KELUARGA", rencana.nik)
    kode = np.where(rencana.orang == "TANGGAL_LAHIR_TIDAK_SAH", "NIK_KOSONG", kode).astype(object)
    bersih, dipakai = kode == "", set[int]()
    u = acak.seragam("rusak_nik", len(teks))
    for i in np.flatnonzero(~bersih).tolist():
        if kode[i] in {"NIK_GANDA", "GANDA_DALAM_KELUARGA"}:
            asal = _pemilik(i, str(kode[i]), orang, float(u[i]))
            if asal < 0 or not bersih[asal] or asal in dipakai or rencana.kembar[i] >= 0:
                kode[i] = ""
                continue
            dipakai.add(asal)
            pemilik[i], teks[i] = asal, teks[asal]
        else:
            keluarga = awal + int(orang.keluarga[i])
            kode[i] = kode[i] if _bisa(str(kode[i]), keluarga, int(orang.urut[i])) else ""
            teks[i] = _rusak(str(kode[i]), str(teks[i]), float(u[i]), keluarga, int(orang.urut[i]))
    return NikBerkas(pl.Series(teks.tolist(), dtype=pl.String), kode.astype(str), pemilik)


def tulis_kk(no_kk: Bulat, rencana: Rencana, awal: int, acak: Sumber) -> tuple[pl.Series, Kode]:
    """Return the card numbers as text, wrong where it is planted, and what was really planted."""
    teks, kode = no_kk.astype("U16").astype(object), rencana.kk.astype(object)
    u = acak.seragam("rusak_kk", len(teks))
    for i in np.flatnonzero(rencana.kk != "").tolist():
        jenis = str(kode[i]).replace("KK_", "NIK_", 1)
        kode[i] = kode[i] if _bisa(jenis, awal + i, 8) else ""
        teks[i] = _rusak(jenis, str(teks[i]), float(u[i]), awal + i, 8) if kode[i] else teks[i]
    return pl.Series(teks.tolist(), dtype=pl.String), kode.astype(str)


def tanggal_di_berkas(lahir: Tanggal, kode_nik: Kode) -> Tanggal:
    """Return the birth dates as the file has them: a day off where the NIK is to say another one."""
    hari = (lahir - lahir.astype("datetime64[M]")).astype(np.int64) + 1
    geser = np.where(hari < 28, 1, -1)
    hasil: Tanggal = np.where(kode_nik == "TGL_LAHIR_BEDA", lahir + geser, lahir)
    return hasil


def _pemilik(i: int, kode: str, orang: Orang, u: float) -> int:
    """Return whose number is taken, -1 for nobody."""
    if kode == "GANDA_DALAM_KELUARGA":
        return i - 1 if orang.urut[i] else -1
    return i - int(orang.urut[i]) - 1 - int(u * 200)


def _bisa(kode: str, keluarga: int, urut: int) -> bool:
    """Return whether a number that looks made up can be told from all others and does not end in the serial 0000."""
    return not kode.endswith("PALSU_DIDUGA") or (urut <= 8 and keluarga % 10_000 != 0)


def _rusak(kode: str, nomor: str, u: float, keluarga: int, urut: int) -> str:
    """Return the number as a file of the field has it; a double keeps what it was given."""
    angka = f"{int(nomor):.5E}"
    bentuk = {
        "NIK_KOSONG": ("",),
        "NIK_TIDAK_VALID": (nomor + nomor[-1], f"{nomor[:5]}O{nomor[6:]}", f"{nomor[:12]}XXXX"),
        "NIK_NOTASI_ILMIAH": (angka, angka.replace(".", ",")),
        "NIK_ANGKA_HILANG": (nomor[:15], nomor[:15], nomor[:14]),
        "NIK_TANGGAL_TIDAK_ADA": (f"{nomor[:8]}{int(nomor[8:10]) + 20}{nomor[10:]}",),
        "NIK_WILAYAH_TIDAK_DIKENAL": (f"{_asing()[nomor[:2]]}{nomor[2:]}",),
        "NIK_PALSU_DIDUGA": (f"{str(urut + 1) * 8}{keluarga % 10**8:08d}",),
    }.get(kode, (nomor,))
    return bentuk[int(u * len(bentuk))]


@cache
def _asing() -> Mapping[str, str]:
    """Return for each provinsi a number that none has or had."""
    jiwa = sorted(data("penduduk")["ribu_jiwa"])
    kosong = [str(n) for n in range(10, 100) if str(n) not in jiwa and n not in {20, 54}]
    return dict(zip(jiwa, kosong, strict=False))
