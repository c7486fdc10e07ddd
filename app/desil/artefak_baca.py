"""Checks an artefact to the last code before it may rank anybody; one answer names every place that is wrong."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final

from app.desil.artefak import (
    NASIONAL,
    SKALA_VARIABEL,
    SKALA_VARIANS,
    SKOR_MAKS,
    Artefak,
    BilaKosong,
    JenisModel,
    JenisVariabel,
    Sumber,
    Variabel,
    sidik,
)
from app.desil.faktor import KodeFaktor
from app.desil.mutu import baca_evaluasi, baca_pelatihan
from app.desil.pembaca import Pembaca
from app.keluarga.instrumen import KodeInstrumen

_KODE_SET = re.compile(r"nasional|\d\d(\.\d\d)?")
_KODE_JAWABAN = re.compile(r"0|[1-9][0-9]{0,5}")
_NAMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_VARIANS_MAKS: Final = 100 * SKALA_VARIANS


SKEMA: Final = 2
"""The form that an upload must have; schema 1, without variance and training summary, is read where it is stored."""

_ANGGOTA_LAMA: Final = frozenset(
    {
        "skema",
        "kode",
        "versi",
        "jenis",
        "instrumen",
        "target",
        "berlaku_dari",
        "dasar_hukum",
        "asal",
        "variabel",
        "koefisien",
        "sha256",
    }
)
_ANGGOTA: Final = _ANGGOTA_LAMA | {"varians_sisa", "pelatihan", "evaluasi", "ditandatangani_oleh"}
_ANGGOTA_VARIABEL: Final = frozenset({"nama", "sumber", "jenis", "rerata", "faktor"})
_BOLEH_VARIABEL: Final = frozenset({"skala", "batas_min", "batas_maks", "bila_kosong", "pengganti", "peta"})


def urai(data: Mapping[str, object], sumber: Mapping[str, Sumber], *, tersimpan: bool = False) -> Artefak:
    """Check an artefact against its rules and the registry of canonical variables, and return it.

    Args:
        data: the raw artefact.
        sumber: the registry of canonical variables.
        tersimpan: whether it was accepted before; then schema 1 is read too.

    Raises:
        ArtefakTidakSah: `rincian` lists every place and what is wrong there, so one upload shows all mistakes.
    """
    p = Pembaca()
    is_lama = tersimpan and data.get("skema") == 1
    p.anggota(data, "", wajib=_wajib(data, is_lama=is_lama), boleh=_ANGGOTA)
    variabel = tuple(_variabel(p, v, f"variabel[{i}]", sumber) for i, v in enumerate(p.daftar(data, "variabel")))
    _periksa_unik(p, variabel)
    koefisien = _koefisien(p, data.get("koefisien"), variabel)
    artefak = Artefak(
        kode=p.teks(data.get("kode"), "kode", panjang=64),
        versi=p.teks(data.get("versi"), "versi", panjang=32),
        jenis=p.pilihan(data.get("jenis"), "jenis", JenisModel),
        instrumen=_instrumen(p, data, tersimpan=tersimpan),
        berlaku_dari=p.tanggal(data.get("berlaku_dari"), "berlaku_dari"),
        dasar_hukum=p.teks(data.get("dasar_hukum"), "dasar_hukum"),
        asal=p.teks(data.get("asal"), "asal"),
        variabel=variabel,
        koefisien=MappingProxyType(koefisien),
        sha256=p.teks(data.get("sha256"), "sha256"),
        ditandatangani_oleh=_penanda_tangan(p, data),
        varians=MappingProxyType({} if is_lama else _varians(p, data.get("varians_sisa"), koefisien.keys())),
        pelatihan=None if is_lama else baca_pelatihan(p, data.get("pelatihan"), koefisien.keys()),
        evaluasi=None if is_lama or data.get("evaluasi") is None else baca_evaluasi(p, data["evaluasi"]),
    )
    _periksa_tetap(p, data, skema=1 if is_lama else SKEMA)
    p.selesai()
    return artefak


def pastikan_instrumen(artefak: Artefak) -> None:
    """Refuse a stored model that names instruments nobody knows: before they were checked, any word was taken.

    Raises:
        ArtefakTidakSah: `rincian` names every one.
    """
    p = Pembaca()
    for i, kode in enumerate(artefak.instrumen):
        p.pilihan(kode, f"instrumen[{i}]", KodeInstrumen)
    p.selesai()


def _instrumen(p: Pembaca, data: Mapping[str, object], *, tersimpan: bool) -> tuple[str, ...]:
    """Return the instruments listed, each known and once; a stored model stays readable with what it says."""
    semua = p.daftar(data, "instrumen")
    if tersimpan:
        return tuple(p.teks(x, f"instrumen[{i}]") for i, x in enumerate(semua))
    for i, kode in enumerate(semua):
        if kode in semua[:i]:
            p.tolak(f"instrumen[{i}]", "sudah disebut", "is listed twice")
    return tuple(p.pilihan(x, f"instrumen[{i}]", KodeInstrumen) for i, x in enumerate(semua))


def _wajib(data: Mapping[str, object], *, is_lama: bool) -> frozenset[str]:
    """Return the members that must be there; of a missing signer of an official model `_penanda_tangan` tells."""
    if is_lama:
        return _ANGGOTA_LAMA
    return _ANGGOTA - {"ditandatangani_oleh"} if data.get("jenis") == JenisModel.RESMI else _ANGGOTA


def _penanda_tangan(p: Pembaca, data: Mapping[str, object]) -> str | None:
    """Return who signed; only a demonstration may have nobody."""
    nama = data.get("ditandatangani_oleh")
    if nama is None:
        if data.get("jenis") == JenisModel.RESMI:
            p.tolak(
                "ditandatangani_oleh",
                "model resmi wajib menyebut penanda tangannya",
                "an official model must name who signed it",
            )
        return None
    return p.teks(nama, "ditandatangani_oleh")


def _varians(p: Pembaca, isi: object, himpunan: AbstractSet[str]) -> dict[str, int]:
    v = p.objek(isi, "varians_sisa")
    p.anggota(v, "varians_sisa", wajib=frozenset(himpunan), boleh=frozenset())
    return {k: p.rentang(v[k], f"varians_sisa.{k}", 1, _VARIANS_MAKS) for k in himpunan if k in v}


def _variabel(p: Pembaca, isi: object, lokasi: str, dikenal: Mapping[str, Sumber]) -> Variabel:
    v = p.objek(isi, lokasi)
    p.anggota(v, lokasi, wajib=_ANGGOTA_VARIABEL, boleh=_BOLEH_VARIABEL)
    nama = p.teks(v.get("sumber"), f"{lokasi}.sumber")
    asal = dikenal.get(nama)
    if nama and asal is None:
        p.tolak(f"{lokasi}.sumber", "bukan peubah kanonik yang dikenal", "is not a known canonical variable")
    jenis = p.pilihan(v.get("jenis"), f"{lokasi}.jenis", JenisVariabel)
    bila_kosong = p.pilihan(v.get("bila_kosong", BilaKosong.TOLAK), f"{lokasi}.bila_kosong", BilaKosong)
    skala = _skala(p, v.get("skala", 1), f"{lokasi}.skala", jenis, asal)
    peta = _peta(p, v.get("peta", {}), f"{lokasi}.peta", asal or Sumber()) if jenis is JenisVariabel.KATEGORI else {}
    bawah, atas = _dukungan(p, v, lokasi, jenis, peta)
    pengganti = p.bulat(v.get("pengganti", 0), f"{lokasi}.pengganti")
    if bila_kosong is BilaKosong.GANTI and not bawah <= pengganti <= atas:
        p.tolak(f"{lokasi}.pengganti", "di luar dukungan", "lies outside the support")
    # Each alone, for a coefficient of 0 hides the product; these are bound as bigint whatever they weigh.
    if max(abs(n) for n in (bawah, atas, pengganti)) * (SKALA_VARIABEL // skala) > SKOR_MAKS:
        p.tolak(lokasi, "nilai dapat melampaui bigint", "a value may exceed a bigint")
    return Variabel(
        nama=p.teks(v.get("nama"), f"{lokasi}.nama", _NAMA),
        sumber=nama,
        jenis=jenis,
        skala=skala,
        batas_min=bawah,
        batas_maks=atas,
        bila_kosong=bila_kosong,
        pengganti=pengganti,
        rerata=p.bulat(v.get("rerata"), f"{lokasi}.rerata"),
        faktor=p.pilihan(v.get("faktor"), f"{lokasi}.faktor", KodeFaktor),
        peta=MappingProxyType(peta),
    )


def _skala(p: Pembaca, isi: object, lokasi: str, jenis: JenisVariabel, asal: Sumber | None) -> int:
    """Return the unit to go on with; an unknown source has none to compare with and was refused already."""
    skala = p.bulat(isi, lokasi)
    if asal is None:
        return skala if skala > 0 and SKALA_VARIABEL % skala == 0 else 1
    seharusnya = asal.skala if jenis is JenisVariabel.NUMERIK else 1
    if skala != seharusnya:
        p.tolak(lokasi, "berbeda dari satuan peubah kanonik", "differs from the canonical variable's unit")
    return seharusnya


def _peta(p: Pembaca, isi: object, lokasi: str, asal: Sumber) -> dict[int, int]:
    peta: dict[int, int] = {}
    for kode, nilai in p.objek(isi, lokasi).items():
        if _KODE_JAWABAN.fullmatch(kode):
            peta[int(kode)] = p.bulat(nilai, f"{lokasi}.{kode}")
        else:
            p.tolak(lokasi, "berisi kode yang bukan angka", "has a code that is not a number")
    dikenal = asal.kode or frozenset()
    if not dikenal:
        p.tolak(lokasi, "peubah kanonik ini tidak berkode", "the canonical variable has no codes")
    for belum in sorted(dikenal - peta.keys()):
        p.tolak(f"{lokasi}.{belum}", "kode ini belum dipetakan", "this code is not mapped")
    for asing in sorted(peta.keys() - dikenal):
        p.tolak(f"{lokasi}.{asing}", "kode tidak dikenal", "unknown code")
    return peta


def _dukungan(
    p: Pembaca, v: Mapping[str, object], lokasi: str, jenis: JenisVariabel, peta: Mapping[int, int]
) -> tuple[int, int]:
    if jenis is JenisVariabel.KATEGORI:
        return min(peta.values(), default=0), max(peta.values(), default=0)
    if jenis is JenisVariabel.KOSONG:
        return 0, 1
    bawah = p.bulat(v.get("batas_min"), f"{lokasi}.batas_min")
    atas = p.bulat(v.get("batas_maks"), f"{lokasi}.batas_maks")
    if bawah > atas:
        p.tolak(f"{lokasi}.batas_maks", "lebih kecil dari batas_min", "is below batas_min")
    return bawah, atas


def _koefisien(p: Pembaca, isi: object, variabel: Sequence[Variabel]) -> dict[str, tuple[int, ...]]:
    himpunan: dict[str, tuple[int, ...]] = {}
    nama = frozenset(v.nama for v in variabel if v.nama)
    for kode, nilai in p.objek(isi, "koefisien").items():
        lokasi = f"koefisien.{kode}"
        p.teks(kode, lokasi, _KODE_SET)
        b = p.objek(nilai, lokasi)
        p.anggota(b, lokasi, wajib=nama | {"konstanta"}, boleh=frozenset())
        urut = tuple(p.bulat(b.get(n, 0), f"{lokasi}.{n}") for n in ("konstanta", *(v.nama for v in variabel)))
        if max(_terbesar(urut, variabel), *map(abs, urut)) > SKOR_MAKS:
            p.tolak(lokasi, "skor dapat melampaui bigint", "a score may exceed a bigint")
        himpunan[kode] = urut
    if NASIONAL not in himpunan:
        p.tolak("koefisien.nasional", "wajib ada sebagai cadangan terakhir", "is required as the last fallback")
    return himpunan


def _terbesar(b: tuple[int, ...], variabel: Sequence[Variabel]) -> int:
    suku = (abs(k) * max(abs(v.batas_min), abs(v.batas_maks)) * v.pengali for k, v in zip(b[1:], variabel, strict=True))
    return abs(b[0]) * SKALA_VARIABEL + sum(suku)


def _periksa_unik(p: Pembaca, variabel: Sequence[Variabel]) -> None:
    terlihat: set[str] = set()
    for i, v in enumerate(variabel):
        if v.nama in terlihat | {"konstanta"}:
            p.tolak(f"variabel[{i}].nama", "sudah dipakai", "is used twice")
        terlihat.add(v.nama)


def _periksa_tetap(p: Pembaca, data: Mapping[str, object], *, skema: int) -> None:
    if p.bulat(data.get("skema"), "skema") != skema:
        p.tolak("skema", f"harus {skema}", f"must be {skema}")
    if data.get("target") != "ln_pengeluaran_per_kapita":
        p.tolak("target", "harus ln_pengeluaran_per_kapita", "must be ln_pengeluaran_per_kapita")
    try:
        cocok = data.get("sha256") == sidik(data)
    except ValueError:
        cocok = False
    if not cocok:
        p.tolak("sha256", "tidak sama dengan isi artefak", "does not match the artefact's contents")
