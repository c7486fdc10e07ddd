"""The kinds of files about persons, column by column. Pure.

DTSEN's columns stand in the questionnaire's data (`Instrumen.kolom`); a column whose source we do not hold stays
empty, so that the file has the shape that others expect. An answer to another questionnaire counts where its question
has the same codes.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from app.ekspor.bidang import Bidang, SatuKeluarga, SatuOrang, Tabel, bulat, nomor, tanggal, teks
from app.ekspor.kode import Himpunan
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kode import Hubungan, JenisKelamin
from app.keluarga.pertanyaan import Jenis, Pertanyaan
from app.lembar.entitas import Kolom, Nilai
from app.referensi import katalog

AKTIF: Final = frozenset({"TERDAFTAR", "AKAN_DINONAKTIFKAN"})
"""Memberships of those who are on the list by name."""


@cache
def tabel(himpunan: Himpunan) -> Tabel:
    """Return the columns of a kind of file about persons."""
    if himpunan is Himpunan.BNBA:
        return Tabel([*_wilayah(), *_bnba()], desil=True)
    if himpunan is Himpunan.DTSEN:
        return Tabel([*_wilayah(), *_dtsen(muat(KodeInstrumen.DTSEN2025))], jawaban=True, desil=True)
    return Tabel([*_wilayah(), *_registri()], desil=True)


def _wilayah() -> list[Bidang]:
    return [
        Bidang(Kolom("kode_wilayah"), keluarga=lambda k: k.isi.kode_desa),
        *(Bidang(Kolom(n), keluarga=_nama(n)) for n in ("provinsi", "kabkota", "kecamatan", "desa")),
    ]


def _nama(tingkat: str) -> Callable[[SatuKeluarga], Nilai]:
    def ambil(k: SatuKeluarga) -> Nilai:
        tempat = k.konteks.tempat.get(k.isi.kode_desa)
        nama: str | None = getattr(tempat, tingkat, None)
        return nama

    return ambil


def _desil(letak: int) -> Callable[[SatuKeluarga], Nilai]:
    return lambda k: k.konteks.desil.get(k.isi.keluarga_id, (None, None, None))[letak]


def _label(skema: str) -> Mapping[Nilai, str]:
    daftar = katalog.daftar_skema(skema)
    assert daftar is not None, "every code of ours has a published list"
    return {b.kode: b.teks.id for b in daftar.butir}


def _rahasia(nama: str) -> Callable[[SatuOrang], Nilai]:
    return lambda o: o.isi.rahasia[nama]


def _inti() -> list[Bidang]:
    return [
        Bidang(Kolom("no_kk"), keluarga=lambda k: nomor(k.isi.no_kk, k.konteks)),
        Bidang(teks("alamat"), keluarga=lambda k: k.isi.alamat),
        Bidang(bulat("no_urut"), orang=lambda o: o.nomor),
        Bidang(Kolom("nik"), orang=lambda o: nomor(o.isi.rahasia["nik"], o.konteks)),
        Bidang(teks("nama"), orang=lambda o: o.isi.nama),
        Bidang(Kolom("hubungan"), orang=lambda o: o.isi.hubungan, label=_label("Hubungan")),
        Bidang(Kolom("jenis_kelamin"), orang=lambda o: o.isi.jenis_kelamin, label=_label("JenisKelamin")),
        Bidang(tanggal("tanggal_lahir"), orang=lambda o: o.isi.tanggal_lahir),
    ]


def _status() -> list[Bidang]:
    return [
        Bidang(
            Kolom("status_keanggotaan"),
            orang=lambda o: o.konteks.keanggotaan.get(o.isi.individu_id),
            label=_label("StatusKeanggotaan"),
        ),
        Bidang(bulat("desil_nasional"), keluarga=_desil(0)),
    ]


def _registri() -> list[Bidang]:
    return [
        *_inti(),
        Bidang(teks("tempat_lahir"), orang=_rahasia("tempat_lahir")),
        Bidang(teks("nama_ibu"), orang=_rahasia("nama_ibu")),
        Bidang(Kolom("status_dokumen"), orang=lambda o: o.isi.status_dokumen, label=_label("StatusDokumen")),
        Bidang(teks("telepon"), orang=_rahasia("telepon")),
        Bidang(teks("surel"), orang=_rahasia("surel")),
        *_status(),
    ]


def _bnba() -> list[Bidang]:
    return [*_inti(), *_status()]


_DARI_REGISTRI: Final[Mapping[str, Bidang]] = {
    "nomor_induk_kependudukan": Bidang(
        Kolom("nomor_induk_kependudukan"), orang=lambda o: nomor(o.isi.rahasia["nik"], o.konteks)
    ),
    "nomor_kartu_keluarga": Bidang(Kolom("nomor_kartu_keluarga"), keluarga=lambda k: nomor(k.isi.no_kk, k.konteks)),
    "nama": Bidang(teks("nama"), orang=lambda o: o.isi.nama),
    "tanggal_lahir": Bidang(tanggal("tanggal_lahir"), orang=lambda o: o.isi.tanggal_lahir),
    "jenis_kelamin": Bidang(
        bulat("jenis_kelamin"),
        orang=lambda o: 1 if o.isi.jenis_kelamin == JenisKelamin.L else 2,
        label={1: "laki-laki", 2: "perempuan"},
    ),
    "status_hubungan_keluarga": Bidang(
        bulat("status_hubungan_keluarga"),
        orang=lambda o: Hubungan(o.isi.hubungan).kode,
        label={h.kode: h.value for h in Hubungan},
    ),
    "desil_nasional": Bidang(bulat("desil_nasional"), keluarga=_desil(0)),
    "desil_provinsi": Bidang(bulat("desil_provinsi"), keluarga=_desil(1)),
    "desil_kabupaten_kota": Bidang(bulat("desil_kabupaten_kota"), keluarga=_desil(2)),
}
"""Columns that the registry itself fills, with what is true now."""


def _dtsen(alat: Instrumen) -> list[Bidang]:
    hasil: list[Bidang] = []
    dipakai: set[str] = set()
    for k in alat.kolom:
        # Some names occur for the person and for the family; a file has each once.
        nama = f"{k.nama}_keluarga" if k.nama in dipakai else k.nama
        dipakai.add(nama)
        if k.nama in _DARI_REGISTRI:
            hasil.append(_DARI_REGISTRI[k.nama])
        elif k.p is not None:
            hasil.append(_jawaban(nama, k.bagian, alat.bagian[k.bagian][k.p]))
        else:
            hasil.append(Bidang(Kolom(nama)))
    return hasil


def _jawaban(nama: str, bagian: str, p: Pertanyaan) -> Bidang:
    """Return the column of a question; only answers whose questionnaire gives the number the same meaning count."""
    sama = frozenset(k.value for k in KodeInstrumen if _is_sama(muat(k).bagian[bagian].get(p.no), p))
    kolom = teks(nama) if p.jenis in {Jenis.TEKS, Jenis.TANGGAL} else bulat(nama)
    label: Mapping[Nilai, str] | None = (
        {n: t.id for n, t in {**p.pilihan, **p.eksklusif}.items()} if p.jenis is Jenis.KODE else None
    )

    def rumah(k: SatuKeluarga) -> Nilai:
        return _nilai(k.jawaban, p.no) if k.instrumen in sama else None

    def diri(o: SatuOrang) -> Nilai:
        return _nilai(o.jawaban, p.no) if o.instrumen in sama else None

    return (
        Bidang(kolom, keluarga=rumah, label=label) if bagian == "keluarga" else Bidang(kolom, orang=diri, label=label)
    )


def _is_sama(lain: Pertanyaan | None, p: Pertanyaan) -> bool:
    return lain is not None and (lain.jenis, lain.pilihan, lain.eksklusif) == (p.jenis, p.pilihan, p.eksklusif)


def _nilai(jawaban: Mapping[str, Any], no: str) -> Nilai:
    nilai: Nilai = jawaban.get(no)
    return nilai
