"""Who appears in the story: three poor neighbours of one village, made up anew at every telling."""

from datetime import date
from typing import Any, Final, NamedTuple
from uuid import uuid4

from app.demo.muat import DESA

KODE_DESA: Final = next(iter(DESA))


class Orang(NamedTuple):
    """One neighbour, as the API reads him."""

    nama: str
    nik: str
    no_kk: str
    subjek: dict[str, Any]


def orang(nama: str, lahir: date, kelamin: str, urut: int, anggota: list[dict[str, Any]] | None = None) -> Orang:
    """Return a neighbour whose numbers nobody has had before: the serial is random and of the demonstration's range."""
    seri = 9500 + (uuid4().int + urut) % 499
    hari = lahir.day + (40 if kelamin == "P" else 0)
    kecamatan = KODE_DESA.replace(".", "")[:6]
    acak = uuid4().int % 28 + 1
    nik = f"{kecamatan}{hari:02d}{lahir:%m%y}{seri:04d}"
    no_kk = f"{kecamatan}{acak:02d}{urut + 1:02d}{uuid4().int % 20 + 1:02d}{seri:04d}"
    subjek = {
        "nik": nik,
        "no_kk": no_kk,
        "nama": nama,
        "tempat_lahir": "Bandung",
        "tanggal_lahir": lahir.isoformat(),
        "jenis_kelamin": kelamin,
        "hubungan": "KEPALA_KELUARGA",
        "alamat": f"Kp. Contoh RT 00{urut + 1}/RW 002",
        "kode_desa": KODE_DESA,
        "nama_ibu": "SUMIATI",
        "anggota": anggota or [],
    }
    return Orang(nama, nik, no_kk, subjek)


def _hari_acak(tahun: int) -> date:
    return date(tahun, uuid4().int % 12 + 1, uuid4().int % 28 + 1)


def pemeran() -> tuple[Orang, Orang, Orang]:
    """Return the proposer and two neighbours; random birthdays keep numbers of earlier tellings apart."""
    anak = [
        {
            "nik": None,
            "nama": f"ANAK {n} CONTOH",
            "tanggal_lahir": _hari_acak(2014 + 4 * n).isoformat(),
            "jenis_kelamin": "P" if n else "L",
            "hubungan": "ANAK",
        }
        for n in range(2)
    ]
    return (
        orang("SITI CONTOH RAHAYU", _hari_acak(1986), "P", 0, anak),
        orang("UJANG CONTOH SAPUTRA", _hari_acak(1971), "L", 1),
        orang("DADANG CONTOH WIJAYA", _hari_acak(1979), "L", 2),
    )
