"""One part of the nation as a table in a file's format, with the list of what was planted in which row."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

import numpy as np
import polars as pl

from app.berkas_tabel.bentuk import Bentuk, Bidang, KodeFormat, bentuk
from app.core.nik import Nik, NomorKK
from app.keluarga.instrumen import Instrumen, muat
from app.keluarga.kode import Hubungan
from app.pelatihan.sampel import Bulat
from app.sintetis import isian, isian_orang, kotoran, nama_massal, nomor, susunan
from app.sintetis.acak import Sumber
from app.sintetis.alamat import alamat, prefiks_dikenal, tempat_lahir
from app.sintetis.daerah import Potongan
from app.sintetis.ejaan import EJAAN, ragamkan
from app.sintetis.isian import KOSONG, Mana
from app.sintetis.kotoran import MENINGGAL, ORANG_GANDA, Rencana
from app.sintetis.susunan import Orang

TANAMAN: Final = {"baris": pl.Int64, "kolom": pl.String, "kode": pl.String, "pasangan": pl.Int64}
"""Row in the table from 0, column, code, and for a double the row of the other."""
_TANGGAL_PALSU: Final = "31-02-1990"
_KODE_PALSU: Final = 77
_DESA_PALSU: Final = "3999"


@dataclass(frozen=True)
class Pesanan:
    """What was ordered.

    Attributes:
        keluarga: families of the whole nation, or of `wilayah`.
        benih: seed.
        kotor: multiple of the rates of errors that were found; 0 is clean.
        hari: day of the survey.
        format: of the files.
        wilayah: code of the region, empty for the nation.
    """

    keluarga: int
    benih: int
    kotor: float
    hari: date
    format: KodeFormat
    wilayah: str = ""


@dataclass(frozen=True)
class Lembar:
    """The table of a part in the format's columns, what was planted (`TANAMAN`), and the rows of each village."""

    tabel: pl.DataFrame
    tanaman: pl.DataFrame
    baris_desa: list[int]


def lembar(pesanan: Pesanan, potongan: Potongan) -> Lembar:
    """Make a part; the same order and part give the same table, whoever makes it and when."""
    bentuk_, acak = bentuk(pesanan.format), Sumber(pesanan.benih, potongan.nomor)
    instrumen = muat(bentuk_.instrumen)
    asli = susunan.susun(potongan, acak, pesanan.hari)
    kunci = {k.kunci for k in bentuk_.kolom}
    bisa_meninggal = ("individu", "404_tanggal") in kunci
    rencana = kotoran.rencanakan(asli, acak, pesanan.kotor, bisa_meninggal=bisa_meninggal)
    orang = kotoran.sebelum_isian(asli, rencana)
    hasil = _Pembuat(pesanan, potongan, acak, instrumen, asli, orang, rencana)
    kolom = hasil.kolom()
    tabel = pl.DataFrame({k.nama: kolom.get(k.kunci, _kosong(len(orang))) for k in bentuk_.kolom})
    baris_desa = np.bincount(orang.desa[orang.keluarga], minlength=len(potongan.desa)).tolist()
    return Lembar(tabel, hasil.tanaman(bentuk_), baris_desa)


def _kosong(n: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, n)


class _Pembuat:
    """Makes the columns of one part by where their values go in the registry."""

    def __init__(
        self,
        pesanan: Pesanan,
        potongan: Potongan,
        acak: Sumber,
        instrumen: Instrumen,
        asli: Orang,
        orang: Orang,
        rencana: Rencana,
    ) -> None:
        self._pesanan, self._potongan, self._acak = pesanan, potongan, acak
        self._instrumen, self._orang, self._rencana = instrumen, orang, rencana
        # A NIK follows the sex with which it was issued; the sex that contradicts it stands in the file only.
        jk_asli = np.where(rencana.nik == "JK_BEDA", 1 - orang.perempuan, orang.perempuan)
        nik = nomor.nik(potongan, replace(orang, perempuan=jk_asli), acak)
        kk = nomor.no_kk(potongan, orang, acak, np.datetime64(pesanan.hari))
        self._awal = np.cumsum(orang.ukuran) - orang.ukuran
        self._tempat = tempat_lahir(nik)
        self._nik, self._kode_nik, self._pemilik = kotoran.tulis_nik(nik, rencana, asli, potongan.awal, acak)
        self._kk, self._kode_kk = kotoran.tulis_kk(kk, rencana, potongan.awal, acak)
        self._lahir = kotoran.tanggal_di_berkas(orang.lahir, self._kode_nik)

    def kolom(self) -> dict[tuple[str, str], pl.Series]:
        """Return every column that we can fill."""
        return self._bidang() | self._jawaban()

    def _bidang(self) -> dict[tuple[str, str], pl.Series]:
        orang, rencana, n = self._orang, self._rencana, len(self._orang)
        nama = nama_massal.nama(self._potongan, orang, self._acak)
        ibu = nama_massal.nama_ibu(self._potongan, orang, self._acak, nama)
        nama, ibu = self._kembarkan(nama, ibu)
        desa = self._kode_desa()
        isi = {
            Bidang.NIK: _isi(self._nik),
            Bidang.NAMA: _ganti(nama, rencana.orang == "NAMA_KOSONG", None),
            Bidang.TEMPAT_LAHIR: self._tempat,
            Bidang.TANGGAL_LAHIR: _ganti(
                pl.Series(self._lahir.astype("datetime64[D]")).cast(pl.String),
                rencana.orang == "TANGGAL_LAHIR_TIDAK_SAH",
                _TANGGAL_PALSU,
            ),
            Bidang.JENIS_KELAMIN: self._kelamin(),
            Bidang.HUBUNGAN: self._peta(Bidang.HUBUNGAN, [h.value for h in Hubungan]).gather(orang.hubungan - 1),
            Bidang.NAMA_IBU: ibu,
            Bidang.NO_KK: _isi(self._kk).gather(orang.keluarga),
            Bidang.KUNCI_KELUARGA: self._kunci_keluarga(),
            Bidang.KODE_PROV: desa.str.slice(0, 2),
            Bidang.KODE_KAB: desa.str.slice(3, 2),
            Bidang.KODE_KEC: desa.str.slice(6, 2),
            Bidang.KODE_DESA: desa if self._is_utuh else desa.str.slice(9, 4),
            Bidang.ALAMAT: alamat(self._potongan, orang, self._acak).gather(orang.keluarga),
            Bidang.TANGGAL_DATA: pl.Series([self._pesanan.hari.isoformat()]).new_from_index(0, n),
            Bidang.INSTRUMEN: pl.Series([self._instrumen.kode.value]).new_from_index(0, n),
        }
        return {("bidang", b.value): s for b, s in isi.items()}

    @property
    def _is_utuh(self) -> bool:
        """Whether the village's code stands in one column."""
        return bentuk(self._pesanan.format).menurut_bidang(Bidang.KODE_PROV) is None

    def _kunci_keluarga(self) -> pl.Series:
        nomor_ = pl.Series(self._potongan.awal + 1 + self._orang.keluarga).cast(pl.String)
        return f"S{self._pesanan.benih}-" + nomor_

    def _kelamin(self) -> pl.Series:
        teks = self._peta(Bidang.JENIS_KELAMIN, ["L", "P"]).gather(self._orang.perempuan)
        return _ganti(teks, self._rencana.orang == "JENIS_KELAMIN_DARI_NIK", "?")

    def _peta(self, bidang: Bidang, nilai: list[str]) -> pl.Series:
        kolom = bentuk(self._pesanan.format).menurut_bidang(bidang)
        return pl.Series([kolom.tulis(v) if kolom else v for v in nilai])

    def _kode_desa(self) -> pl.Series:
        desa = pl.Series(self._potongan.desa).gather(self._orang.desa)
        salah = desa.str.slice(0, 9) + _DESA_PALSU
        isi = pl.select(pl.when(pl.Series(self._rencana.desa)).then(salah).otherwise(desa)).to_series()
        return isi.gather(self._orang.keluarga)

    def _kembarkan(self, nama: pl.Series, ibu: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Write a second record's name in another way; the mother's stays."""
        mana = np.flatnonzero(self._rencana.kembar >= 0)
        asal = self._rencana.kembar[mana]
        acak = Random(f"{self._pesanan.benih}-{self._potongan.nomor}-kembar")
        lain = [ragamkan(acak, n, acak.choice(EJAAN)) or n for n in nama.gather(asal).to_list()]
        return nama.scatter(mana, lain), ibu.scatter(mana, ibu.gather(asal).to_list())

    def _jawaban(self) -> dict[tuple[str, str], pl.Series]:
        orang, hari = self._orang, self._pesanan.hari
        rumah = isian.keluarga(self._instrumen, self._acak, orang.sejahtera, orang.ukuran, hari.year)
        perorangan = isian_orang.orang(self._instrumen, self._acak, orang, self._rencana.meninggal)
        sakit = self._instrumen.kanonik["sakit_kronis"].p[0]
        salah = (self._rencana.orang == "JAWABAN_TIDAK_SAH") & (perorangan[sakit] != KOSONG)
        perorangan[sakit] = np.where(salah, _KODE_PALSU, perorangan[sakit])
        hasil = {("keluarga", no): _bulat(v).gather(orang.keluarga) for no, v in rumah.items()}
        hasil |= {("individu", no): _bulat(v) for no, v in perorangan.items()}
        hasil[("kepala", "jumlah_art")] = _bulat(orang.ukuran).gather(orang.keluarga)
        wafat = pl.Series(np.full(len(orang), np.datetime64(hari) - 200)).cast(pl.String)
        hasil[("individu", "404_tanggal")] = _ganti(wafat, self._rencana.meninggal == 0, None)
        return hasil

    def tanaman(self, bentuk_: Bentuk) -> pl.DataFrame:
        """Return what was planted, every remark that it earns, and in which column."""
        daftar: list[tuple[int, str, str, int | None]] = []
        nama = {k.bidang: k.nama for k in bentuk_.kolom if k.bidang}
        sakit = next(k.nama for k in bentuk_.kolom if k.p == self._instrumen.kanonik["sakit_kronis"].p[0])
        rencana = self._rencana
        for i in np.flatnonzero(self._kode_nik != "").tolist():
            lain = int(self._pemilik[i])
            daftar += [
                (i, nama[Bidang.NIK], k, lain if n == 0 and lain >= 0 else None)
                for n, k in enumerate(self._catatan_nik(i))
            ]
        for f in np.flatnonzero(self._kode_kk != "").tolist():
            daftar += [(i, nama[Bidang.NO_KK], k, None) for k in self._catatan_kk(f) for i in self._baris(f)]
        kolom = {
            "NAMA_KOSONG": nama[Bidang.NAMA],
            "TANGGAL_LAHIR_TIDAK_SAH": nama[Bidang.TANGGAL_LAHIR],
            "JENIS_KELAMIN_DARI_NIK": nama[Bidang.JENIS_KELAMIN],
            "JAWABAN_TIDAK_SAH": sakit,
        }
        for i in np.flatnonzero(np.isin(rencana.orang, [*kolom])).tolist():
            daftar.append((i, kolom[str(rencana.orang[i])], str(rencana.orang[i]), None))
        for f in np.flatnonzero(rencana.desa).tolist():
            daftar += [(i, nama[Bidang.KODE_DESA], "KODE_DESA_TIDAK_DIKENAL", None) for i in self._baris(f)]
        for i in np.flatnonzero(rencana.kembar >= 0).tolist():
            daftar.append((i, nama[Bidang.NAMA], ORANG_GANDA, int(rencana.kembar[i])))
        daftar += [(i, "", MENINGGAL, None) for i in np.flatnonzero(rencana.meninggal).tolist()]
        return pl.DataFrame(daftar, schema=TANAMAN, orient="row").sort("baris", "kolom", "kode")

    def _baris(self, keluarga: int) -> range:
        awal = int(self._awal[keluarga])
        return range(awal, awal + int(self._orang.ukuran[keluarga]))

    def _catatan_nik(self, i: int) -> list[str]:
        """Return the planted code and what else is odd about the number that was written."""
        kode = str(self._kode_nik[i])
        if kode in {"NIK_KOSONG", "NIK_TIDAK_VALID", "NIK_NOTASI_ILMIAH", "NIK_ANGKA_HILANG"}:
            return [kode]
        lahir: date = self._lahir[i].item()
        ikut = Nik(self._nik[i]).anomali(lahir, "LP"[self._orang.perempuan[i]], prefiks_dikenal())
        return list(dict.fromkeys([kode, *ikut]))

    def _catatan_kk(self, f: int) -> list[str]:
        kode = str(self._kode_kk[f])
        if kode in {"KK_KOSONG", "KK_TIDAK_VALID"}:
            return [kode]
        return list(dict.fromkeys([kode, *NomorKK(self._kk[f]).anomali()]))


def _bulat(nilai: Bulat) -> pl.Series:
    return pl.Series(nilai.astype(np.int32)).set(pl.Series(nilai == KOSONG), None)


def _ganti(isi: pl.Series, mana: Mana, teks: str | None) -> pl.Series:
    return isi.set(pl.Series(mana), teks)


def _isi(teks: pl.Series) -> pl.Series:
    return teks.set(teks == "", None)
