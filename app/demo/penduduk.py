"""Synthetic families of one kecamatan: households, names, numbers and questionnaire answers from one seed.

Numbers are well formed but belong to nobody: real serials of a birth date in one kecamatan are low, ours start at 9000.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from app.core.nik import Nik, NomorKK
from app.demo import jawaban
from app.demo.nama import KOTA, alamat, nama
from app.keluarga.instrumen import Instrumen
from app.keluarga.kode import Hubungan, JenisKelamin
from app.keluarga.subjek import AnggotaSubjek, Subjek

SERI_AWAL: Final = 9000
_KAWIN, _BELUM, _CERAI_MATI = 2, 1, 4


@dataclass(frozen=True)
class Warga:
    """One person while the family is being made."""

    nama: str
    jenis_kelamin: JenisKelamin
    tanggal_lahir: date
    hubungan: Hubungan
    kawin: int


@dataclass(frozen=True)
class KeluargaSintetis:
    """One family with its filled questionnaire; persons' keys there are `p0` (the head), `p1` and so on."""

    subjek: Subjek
    jawaban: Mapping[str, Any]


class Penduduk:
    """Makes families; the same seed, villages and day give the same families.

    Args:
        benih: seed.
        desa: village codes of one kecamatan.
        hari: the day of the survey.
    """

    def __init__(self, benih: int, desa: Sequence[str], instrumen: Instrumen, hari: date) -> None:
        self._acak = Random(benih)
        self._desa = desa
        self._instrumen = instrumen
        self._hari = hari
        self._seri: dict[str, int] = {}

    def keluarga(self, jumlah: int) -> Iterator[KeluargaSintetis]:
        """Yield `jumlah` families, spread over the villages."""
        for n in range(jumlah):
            yield self._satu(self._desa[n % len(self._desa)])

    def _satu(self, kode_desa: str) -> KeluargaSintetis:
        acak = self._acak
        sejahtera = acak.gauss(0, 1)
        warga = self._rumah_tangga(sejahtera)
        kepala, lain = warga[0], warga[1:]
        subjek = Subjek(
            nik=self._nik(kode_desa, kepala),
            no_kk=self._no_kk(kode_desa),
            nama=kepala.nama,
            tempat_lahir=acak.choice(KOTA),
            tanggal_lahir=kepala.tanggal_lahir,
            jenis_kelamin=kepala.jenis_kelamin,
            alamat=alamat(acak),
            kode_desa=kode_desa,
            nama_ibu=nama(acak, perempuan=True),
            anggota=[
                AnggotaSubjek(
                    nik=self._nik(kode_desa, w) if acak.random() > 0.02 else None,
                    nama=w.nama,
                    tanggal_lahir=w.tanggal_lahir,
                    jenis_kelamin=w.jenis_kelamin,
                    hubungan=w.hubungan,
                )
                for w in lain
            ],
        )
        return KeluargaSintetis(subjek, self._isian(warga, sejahtera))

    def _isian(self, warga: Sequence[Warga], sejahtera: float) -> Mapping[str, Any]:
        return {
            "kepala": {},
            "keluarga": jawaban.keluarga(self._acak, self._instrumen, sejahtera, len(warga), self._hari.year),
            "individu": {
                f"p{n}": jawaban.orang(
                    self._acak,
                    self._instrumen,
                    sejahtera,
                    {
                        "405": 1 if w.jenis_kelamin is JenisKelamin.L else 2,
                        "407": self._umur(w),
                        "408": w.kawin,
                        "409": w.hubungan.kode,
                    },
                )
                for n, w in enumerate(warga)
            },
        }

    def _rumah_tangga(self, sejahtera: float) -> list[Warga]:
        """Return head, spouse, children and sometimes a parent; poorer families have somewhat more children."""
        acak = self._acak
        umur = min(88, max(21, round(acak.gauss(46, 14))))
        kepala_perempuan = acak.random() < (0.10 if umur < 60 else 0.28)
        berpasangan = not kepala_perempuan and acak.random() < 0.93
        kawin = _KAWIN if berpasangan else _CERAI_MATI if kepala_perempuan else _BELUM
        warga = [self._warga(Hubungan.KEPALA_KELUARGA, umur, perempuan=kepala_perempuan, kawin=kawin)]
        umur_ibu = umur
        if berpasangan:
            umur_ibu = max(19, umur - acak.randint(0, 7))
            warga.append(self._warga(Hubungan.ISTRI_SUAMI, umur_ibu, perempuan=True, kawin=_KAWIN))
        anak = min(7, max(0, round(acak.gauss(1.9 - 0.35 * sejahtera, 1.1))))
        for urut in range(anak if kawin != _BELUM else 0):
            umur_anak = umur_ibu - 20 - urut * acak.randint(2, 4)
            if 0 <= umur_anak < 28:
                warga.append(self._warga(Hubungan.ANAK, umur_anak, perempuan=acak.random() < 0.49, kawin=_BELUM))
        if umur < 60 and acak.random() < 0.12:
            orang_tua = umur + acak.randint(20, 30)
            warga.append(
                self._warga(Hubungan.ORANG_TUA_MERTUA, orang_tua, perempuan=acak.random() < 0.7, kawin=_CERAI_MATI)
            )
        return warga

    def _warga(self, hubungan: Hubungan, umur: int, *, perempuan: bool, kawin: int) -> Warga:
        lahir = self._hari - timedelta(days=round(umur * 365.25) + self._acak.randint(1, 364))
        jenis = JenisKelamin.P if perempuan else JenisKelamin.L
        return Warga(nama(self._acak, perempuan=perempuan), jenis, lahir, hubungan, kawin)

    def _umur(self, w: Warga) -> int:
        lahir, hari = w.tanggal_lahir, self._hari
        return hari.year - lahir.year - ((hari.month, hari.day) < (lahir.month, lahir.day))

    def _nik(self, kode_desa: str, w: Warga) -> Nik:
        tanggal = w.tanggal_lahir.day + (40 if w.jenis_kelamin is JenisKelamin.P else 0)
        return Nik(self._nomor(f"{_kecamatan(kode_desa)}{tanggal:02d}{w.tanggal_lahir:%m%y}"))

    def _no_kk(self, kode_desa: str) -> NomorKK:
        terbit = self._hari - timedelta(days=self._acak.randint(30, 4000))
        return NomorKK(self._nomor(f"{_kecamatan(kode_desa)}{terbit:%d%m%y}"))

    def _nomor(self, depan: str) -> str:
        self._seri[depan] = self._seri.get(depan, SERI_AWAL) + 1
        return f"{depan}{self._seri[depan]:04d}"


def _kecamatan(kode_desa: str) -> str:
    return kode_desa.replace(".", "")[:6]
