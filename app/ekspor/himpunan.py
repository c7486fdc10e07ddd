"""The kinds of files about persons, column by column. Pure.

REGISTRI has the columns of our own format (DTKS1) and DTSEN those of DTSEN's, both from the data that import reads by,
so that what we write we can read; behind them stand what only we can tell: names of regions, membership, deciles.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from app.berkas_tabel.bentuk import Bentuk, JenisKolom, KodeFormat, bentuk
from app.berkas_tabel.bentuk import Bidang as BidangFormat
from app.berkas_tabel.bentuk import Kolom as KolomFormat
from app.ekspor.bidang import Bidang, Label, SatuKeluarga, SatuOrang, Segmen, Tabel, nomor, segmen
from app.ekspor.jawaban import TurunanJawaban, segmen_jawaban
from app.ekspor.kode import Himpunan
from app.keluarga.instrumen import KodeInstrumen, muat
from app.lembar.entitas import Jenis, Kolom, Nilai
from app.referensi import katalog

AKTIF: Final = frozenset({"TERDAFTAR", "AKAN_DINONAKTIFKAN"})
"""Memberships of those who are on the list by name."""
_B = BidangFormat
_JENIS: Final = {JenisKolom.TEKS: Jenis.TEKS, JenisKolom.TANGGAL: Jenis.TANGGAL}
_PROV, _KAB, _KEC, _DESA = slice(0, 2), slice(3, 5), slice(6, 8), slice(9, 13)


@cache
def tabel(himpunan: Himpunan) -> Tabel:
    """Return the columns of a kind of file about persons."""
    if himpunan is Himpunan.BNBA:
        return Tabel(segmen([*_tempat(), *_inti(), *_status()]))
    kode = KodeFormat.DTSEN if himpunan is Himpunan.DTSEN else KodeFormat.DTKS1
    format_ = bentuk(kode)
    ekor = [*_tempat(), *_status(), *(_tambahan() if kode is KodeFormat.DTSEN else [])]
    return Tabel([*_menurut(format_), *segmen(ekor)], jawaban=True)


# -- columns of a format


def _menurut(format_: Bentuk) -> list[Segmen]:
    """Return the segments of a format: runs of fields, and runs of questions of one part."""
    hasil: list[Segmen] = []
    bidang: list[Bidang] = []
    tanya: list[KolomFormat] = []
    turunan = TurunanJawaban(format_, is_terjemah=format_.kode is not KodeFormat.DTKS1)

    def tuntaskan() -> None:
        if bidang:
            hasil.extend(segmen(bidang))
        if tanya:
            hasil.append(segmen_jawaban(turunan, tanya))
        bidang.clear()
        tanya.clear()

    for k in format_.kolom:
        if (k.bidang is not None and tanya) or (
            k.bidang is None and (bidang or (tanya and tanya[0].bagian != k.bagian))
        ):
            tuntaskan()
        if k.bidang is not None:
            bidang.append(_bidang(k, format_))
        else:
            tanya.append(k)
    tuntaskan()
    return hasil


def _bidang(k: KolomFormat, format_: Bentuk) -> Bidang:
    assert k.bidang is not None
    kolom = Kolom(k.nama, _JENIS.get(k.jenis, Jenis.KODE))
    label = _label_peta(k) if k.peta else None
    if k.is_keluarga:
        if k.bidang is _B.KODE_DESA and format_.menurut_bidang(_B.KODE_KEC):
            return Bidang(kolom, keluarga=lambda x: x.isi.kode_desa[_DESA])
        return Bidang(kolom, keluarga=_KELUARGA[k.bidang], label=label)
    ambil = _ORANG[k.bidang]
    if k.peta:
        tulisan = {nilai: k.tulis(nilai) for nilai in k.peta.values()}
        return Bidang(kolom, orang=lambda o: tulisan[str(ambil(o))], label=label)
    return Bidang(kolom, orang=ambil)


def _instrumen(k: SatuKeluarga) -> Nilai:
    return k.instrumen if k.instrumen in {KodeInstrumen.DTSEN2025, KodeInstrumen.REGSOSEK2022K} else None


def _rahasia(nama: str) -> Callable[[SatuOrang], Nilai]:
    return lambda o: o.isi.rahasia[nama]


_KELUARGA: Final[Mapping[BidangFormat, Callable[[SatuKeluarga], Nilai]]] = {
    _B.NO_KK: lambda k: nomor(k.isi.no_kk, k.konteks),
    _B.KUNCI_KELUARGA: lambda k: k.isi.keluarga_id,
    _B.KODE_PROV: lambda k: k.isi.kode_desa[_PROV],
    _B.KODE_KAB: lambda k: k.isi.kode_desa[_KAB],
    _B.KODE_KEC: lambda k: k.isi.kode_desa[_KEC],
    _B.KODE_DESA: lambda k: k.isi.kode_desa,
    _B.ALAMAT: lambda k: k.isi.alamat,
    _B.TANGGAL_DATA: lambda k: k.isi.jawaban.tanggal if k.isi.jawaban else None,
    _B.INSTRUMEN: _instrumen,
}
_ORANG: Final[Mapping[BidangFormat, Callable[[SatuOrang], Nilai]]] = {
    _B.NIK: lambda o: nomor(o.isi.rahasia["nik"], o.konteks),
    _B.NAMA: lambda o: o.isi.nama,
    _B.TEMPAT_LAHIR: _rahasia("tempat_lahir"),
    _B.TANGGAL_LAHIR: lambda o: o.isi.tanggal_lahir,
    _B.JENIS_KELAMIN: lambda o: o.isi.jenis_kelamin,
    _B.HUBUNGAN: lambda o: o.isi.hubungan,
    _B.NAMA_IBU: _rahasia("nama_ibu"),
    _B.TELEPON: _rahasia("telepon"),
    _B.SUREL: _rahasia("surel"),
}


# -- columns of ours


def _tempat() -> list[Bidang]:
    return [
        Bidang(Kolom("kode_wilayah"), keluarga=lambda k: k.isi.kode_desa),
        *(Bidang(Kolom(f"nama_{n}"), keluarga=_nama(n)) for n in ("provinsi", "kabkota", "kecamatan", "desa")),
    ]


def _nama(tingkat: str) -> Callable[[SatuKeluarga], Nilai]:
    def ambil(k: SatuKeluarga) -> Nilai:
        nama: str | None = getattr(k.konteks.tempat.get(k.isi.kode_desa), tingkat, None)
        return nama

    return ambil


def _inti() -> list[Bidang]:
    return [
        Bidang(Kolom("no_kk"), keluarga=_KELUARGA[_B.NO_KK]),
        Bidang(Kolom("alamat", Jenis.TEKS), keluarga=_KELUARGA[_B.ALAMAT]),
        Bidang(Kolom("no_urut", Jenis.BULAT), orang=lambda o: o.nomor),
        Bidang(Kolom("nik"), orang=_ORANG[_B.NIK]),
        Bidang(Kolom("nama", Jenis.TEKS), orang=_ORANG[_B.NAMA]),
        Bidang(Kolom("hubungan"), orang=_ORANG[_B.HUBUNGAN], label=_label("Hubungan")),
        Bidang(Kolom("jenis_kelamin"), orang=_ORANG[_B.JENIS_KELAMIN], label=_label("JenisKelamin")),
        Bidang(Kolom("tanggal_lahir", Jenis.TANGGAL), orang=_ORANG[_B.TANGGAL_LAHIR]),
    ]


def _status() -> list[Bidang]:
    return [
        Bidang(
            Kolom("status_keanggotaan"),
            orang=lambda o: o.konteks.keanggotaan.get(o.isi.individu_id),
            label=_label("StatusKeanggotaan"),
        ),
        *(
            Bidang(Kolom(nama, Jenis.BULAT), keluarga=_desil(n))
            for n, nama in enumerate(("desil_nasional", "desil_provinsi", "desil_kabupaten_kota"))
        ),
    ]


def _tambahan() -> list[Bidang]:
    """Return DTSEN's columns that are known by name and that nothing of ours fills: the file keeps its shape."""
    punya = {k.nama for k in bentuk(KodeFormat.DTSEN).kolom} | {b.kolom.nama for b in _status()}
    nama = dict.fromkeys(k.nama for k in muat(KodeInstrumen.DTSEN2025).kolom if k.p is None and k.nama not in punya)
    return [Bidang(Kolom(n)) for n in nama]


def _desil(letak: int) -> Callable[[SatuKeluarga], Nilai]:
    return lambda k: k.konteks.desil.get(k.isi.keluarga_id, (None, None, None))[letak]


def _label(skema: str) -> Label:
    daftar = katalog.daftar_skema(skema)
    assert daftar is not None, "every code of ours has a published list"
    kata: dict[Nilai, str] = {b.kode: b.teks.id for b in daftar.butir}
    return lambda nilai, _: kata.get(nilai)


def _label_peta(k: KolomFormat) -> Label:
    skema = {_B.JENIS_KELAMIN: "JenisKelamin", _B.HUBUNGAN: "Hubungan"}
    assert k.bidang is not None
    kata = _label(skema[k.bidang])
    return lambda nilai, instrumen: kata(k.peta.get(str(nilai)), instrumen)
