"""Filled questionnaires and families as the tests need them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import tuntaskan
from app.core.ids import Ref, id_baru
from app.core.nik import Nik, NomorKK
from app.core.wadah import Wadah
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kode import Hubungan
from app.keluarga.pertanyaan import Jenis, Pertanyaan
from app.keluarga.repository import KeluargaRepository
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import AnggotaSubjek, Subjek

Pilih = Callable[[Pertanyaan], int | str]
REGSOSEK = muat(KodeInstrumen.REGSOSEK2022K)


def jawab_biasa(p: Pertanyaan) -> int | str:
    """Return an ordinary answer: "no" or "none" where there is one, else the first code or the smallest number."""
    if p.jenis is Jenis.KODE:
        if p.no.startswith("428"):
            return 4
        return 2 if set(p.pilihan) in ({1, 2}, {1, 2, 8}) else next(iter(p.pilihan))
    if p.jenis is Jenis.BITMASK:
        return 0
    return "2026-01-15" if p.jenis is Jenis.TANGGAL else (p.min or 1) if p.jenis is Jenis.BILANGAN else "x"


def jawab_bagian(
    bagian: Mapping[str, Pertanyaan], tetap: Mapping[str, Any], pilih: Pilih = jawab_biasa
) -> dict[str, Any]:
    """Answer every required question of a part in order; `tetap` fixes answers, None leaves a gap."""
    jawaban: dict[str, Any] = {}
    for p in bagian.values():
        if p.no in tetap:
            jawaban[p.no] = tetap[p.no]
        elif p.bila.berlaku(jawaban) and p.is_wajib(jawaban):
            jawaban[p.no] = pilih(p)
    return jawaban


UMUM: Mapping[str, Mapping[str, Any]] = {
    "404": {"404": 1, "408": 1, "409": 3, "407": 30},
    "domisili": {"domisili": 1, "status_kawin": 1, "hubungan": 3, "umur": 30},
}
"""What a person answers unless told otherwise, by the instrument's presence question."""


def orang(pilih: Pilih = jawab_biasa, instrumen: Instrumen = REGSOSEK, **tetap: Any) -> dict[str, Any]:
    """A present person; keyword `p407=40` fixes the answer of question 407."""
    jawaban = {**UMUM[instrumen.keberadaan], **{re.sub(r"^p(?=\d)", "", k): v for k, v in tetap.items()}}
    return jawab_bagian(instrumen.bagian["individu"], jawaban, pilih)


def kepala(instrumen: Instrumen, **tetap: Any) -> dict[str, Any]:
    """A present head of family."""
    diri: dict[str, Any] = {instrumen.hubungan: 1}
    return orang(instrumen=instrumen, **diri | tetap)


def isian(
    *daftar_orang: dict[str, Any],
    pilih: Pilih = jawab_biasa,
    keluarga: Mapping[str, Any] | None = None,
    instrumen: Instrumen = REGSOSEK,
) -> dict[str, Any]:
    """A complete, faultless questionnaire; without persons it has one head who lives alone."""
    daftar = daftar_orang or (kepala(instrumen),)
    return {
        "kepala": {},
        "keluarga": jawab_bagian(instrumen.bagian["keluarga"], {instrumen.hasil: 1, **(keluarga or {})}, pilih),
        "individu": {f"baru-{n}": dict(a) for n, a in enumerate(daftar, 1)},
    }


_URUT = count(1)
DESA = "32.04.05.2001"


def nik(lahir: date = date(1990, 1, 1), jenis_kelamin: str = "L", wilayah: str = "320405") -> Nik:
    """A synthetic NIK that no other call returns."""
    hari = lahir.day + (40 if jenis_kelamin == "P" else 0)
    return Nik(f"{wilayah}{hari:02}{lahir:%m%y}{next(_URUT) % 9999 + 1:04}")


def no_kk(wilayah: str = "320405") -> NomorKK:
    """A synthetic No KK that no other call returns."""
    return NomorKK(f"{wilayah}070715{next(_URUT) % 9999 + 1:04}")


def anggota(hubungan: Hubungan = Hubungan.ANAK, **tetap: Any) -> AnggotaSubjek:
    """A child of ten, unless told otherwise; `nik=None` has none."""
    lahir, jk = tetap.get("tanggal_lahir", date(2016, 5, 17)), tetap.get("jenis_kelamin", "P")
    isi = {"nik": nik(lahir, jk), "nama": "Dewi Lestari", "tempat_lahir": "Bandung", "nama_ibu": "Siti Aminah"} | tetap
    return AnggotaSubjek(**isi | {"hubungan": hubungan, "tanggal_lahir": lahir, "jenis_kelamin": jk})


def subjek(*lain: AnggotaSubjek, **tetap: Any) -> Subjek:
    """A head of family of 36 with the given other members."""
    lahir = tetap.get("tanggal_lahir", date(1990, 1, 1))
    isi = {
        "nik": nik(lahir),
        "no_kk": no_kk(),
        "nama": "Budi Santoso",
        "tempat_lahir": "Bandung",
        "jenis_kelamin": "L",
        "alamat": "Kp. Ciburial RT 01 RW 02",
        "kode_desa": DESA,
        "nama_ibu": "Nyai Ratna",
        "telepon": "0812-3456-789",
        "anggota": list(lain),
    }
    return Subjek(**isi | tetap | {"tanggal_lahir": lahir})


async def daftarkan(
    sesi: AsyncSession, wadah: Wadah, isi: Subjek | None = None, keluarga_id: UUID | None = None
) -> Ref:
    """Register a family as a transaction of its own would; the reference of its subject."""
    keluarga_id = keluarga_id or id_baru()
    individu_id = await KeluargaService.rakit(sesi, wadah).daftarkan(isi or subjek(), keluarga_id, None)
    await tuntaskan(sesi)
    return Ref(keluarga_id, individu_id)


async def kanonik_kini(sumber: KeluargaService | KeluargaRepository, keluarga_id: UUID) -> dict[str, Any] | None:
    """Return one family's canonical variables; None before any answers."""
    return (await sumber.kanonik_banyak([keluarga_id])).get(keluarga_id)
