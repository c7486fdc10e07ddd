"""The short forms of officers' screens as changes of the one union."""

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.keluarga.errors import TanggalPeristiwaTidakSah
from app.keluarga.kode import AlasanKeluarAnggota, AlasanMasukAnggota, BidangKosong
from app.keluarga.peristiwa import (
    AnggotaPeran,
    Identitas,
    Lahir,
    Meninggal,
    PerubahanKeluarga,
    PindahDesa,
    PindahKeluar,
    PindahKeluarga,
    PindahMasuk,
    SalahCatat,
)
from app.keluarga.schemas import AnggotaBuat, AnggotaPindah, AnggotaTutup, AnggotaUbah, KeluargaUbah
from app.keluarga.subjek import AnggotaSubjek


def ubah_keluarga(isi: KeluargaUbah) -> list[PerubahanKeluarga]:
    """A correction of number and address, and a move into another village."""
    hasil: list[PerubahanKeluarga] = []
    if isi.kode_desa:
        hasil.append(PindahDesa(tanggal=hari_ini(), kode_desa=isi.kode_desa))
    disebut = {n: getattr(isi, n) for n in ("no_kk", "alamat") if n in isi.model_fields_set}
    if disebut:
        kosong = [BidangKosong(n) for n, v in disebut.items() if v is None]
        hasil.append(Identitas(tanggal=hari_ini(), kosongkan=kosong, **disebut))
    return hasil


def ubah_anggota(anggota: Ref, isi: AnggotaUbah) -> Identitas:
    """A correction of a member's data."""
    disebut = {n: getattr(isi, n) for n in isi.model_fields_set}
    kosong = [BidangKosong(n) for n, v in disebut.items() if v is None]
    return Identitas(tanggal=hari_ini(), anggota=anggota, kosongkan=kosong, **disebut)


def tambah_anggota(isi: AnggotaBuat) -> Lahir | PindahMasuk:
    """A birth, or somebody who moves in.

    Raises:
        TanggalPeristiwaTidakSah: before birth, or in the future.
    """
    if not isi.tanggal_lahir <= isi.tanggal <= hari_ini():
        raise TanggalPeristiwaTidakSah
    if isi.alasan is AlasanMasukAnggota.PINDAH:
        orang = {n: getattr(isi, n) for n in AnggotaSubjek.model_fields}
        return PindahMasuk(tanggal=isi.tanggal, alasan=AlasanMasukAnggota.PINDAH, **orang)
    orang = {n: getattr(isi, n) for n in AnggotaSubjek.model_fields if n != "tanggal_lahir"}
    return Lahir(tanggal=isi.tanggal_lahir, **orang)


def tutup_anggota(anggota: Ref, isi: AnggotaTutup) -> Meninggal | SalahCatat | PindahKeluar:
    """A death, a departure, or an entry that was a mistake."""
    if isi.alasan is AlasanKeluarAnggota.MENINGGAL:
        return Meninggal(tanggal=isi.tanggal, anggota=anggota, kepala_baru=isi.kepala_baru)
    if isi.alasan is AlasanKeluarAnggota.SALAH_CATAT:
        return SalahCatat(tanggal=isi.tanggal, anggota=anggota, kepala_baru=isi.kepala_baru)
    return PindahKeluar(tanggal=isi.tanggal, anggota=[anggota], alasan=isi.alasan, kepala_baru=isi.kepala_baru)


def pindah_anggota(anggota: Ref, isi: AnggotaPindah) -> PindahKeluarga:
    """A move into another family of the registry."""
    peran = AnggotaPeran(anggota=anggota, hubungan=isi.hubungan)
    kepala = [isi.kepala_baru] if isi.kepala_baru else []
    return PindahKeluarga(tanggal=isi.tanggal, anggota=[peran], ke=isi.ke, kepala_baru=kepala)
