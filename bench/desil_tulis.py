"""The row on writing: what a survey's answers cost more because the ranking is told of every change."""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import CTE, Select, func, select

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.ids import id_baru
from app.demo.muat import DESA
from app.demo.penduduk import Penduduk
from app.keluarga import repository_kanonik
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import SumberJawaban
from app.keluarga.service import KeluargaService
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.panggung import Panggung, Registri

_KELUARGA: Final = 25
_PASANG: Final = 12
_BENIH: Final = 4


@dataclass(frozen=True, slots=True)
class Survei:
    """A registered family and what it answers."""

    keluarga_id: UUID
    isi: dict[str, Any] = field(repr=False)
    tanggal: date


def _tanpa_antrean(tulis: CTE) -> Select[Any]:
    """Write the canonical row and its version, and tell no ranking."""
    return select(func.count()).select_from(tulis)


async def ukur(p: Panggung) -> Nilai:
    """Store the same answers again and again, by turns with the note for the ranking and without."""
    r = await p.registri(p.ukuran.utama)
    p.lapor(f"writing answers, {_KELUARGA} families x {_PASANG} pairs")
    semua = await _daftarkan(r)
    dengan: list[float] = []
    tanpa: list[float] = []
    for ke in range(_PASANG + 1):
        for satu in semua:
            for is_dengan in (ke % 2 == 0, ke % 2 == 1):
                detik = await _simpan(r, satu, is_dengan=is_dengan)
                if ke:
                    (dengan if is_dengan else tanpa).append(detik * 1000)
    return Nilai(
        100 * (nisbah(dengan, tanpa) - 1),
        "the service's whole transaction that stores a survey (check, seal, history, audit, canonical row), with the "
        "note for the ranking over without, medians of interleaved pairs",
        r.keluarga,
        {"with_ms": dengan, "without_ms": tanpa},
    )


async def _simpan(r: Registri, satu: Survei, *, is_dengan: bool) -> float:
    awal = time.perf_counter()
    if is_dengan:
        await _tulis(r, satu)
    else:
        with patch.object(repository_kanonik, repository_kanonik.antrekan.__name__, _tanpa_antrean):
            await _tulis(r, satu)
    return time.perf_counter() - awal


async def _tulis(r: Registri, satu: Survei) -> None:
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await KeluargaService.rakit(sesi, r.wadah).simpan_jawaban(
            satu.keluarga_id,
            KodeInstrumen.REGSOSEK2022K,
            satu.isi,
            sumber=SumberJawaban.IMPOR,
            tanggal=satu.tanggal,
            pelaku=None,
        )


async def _daftarkan(r: Registri) -> list[Survei]:
    """Register families of one kecamatan the real way; their numbers belong to nobody."""
    hasil = []
    penduduk = Penduduk(_BENIH, [*DESA], muat(KodeInstrumen.REGSOSEK2022K), hari_ini())
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        service = KeluargaService.rakit(sesi, r.wadah)
        for satu in penduduk.keluarga(_KELUARGA):
            keluarga_id = id_baru()
            await service.daftarkan(satu.subjek, keluarga_id, None)
            kenal = {(a.nama, a.tanggal_lahir): str(a.individu_id) for a in (await service.baca(keluarga_id)).aktif}
            orang = [satu.subjek.sebagai_anggota, *satu.subjek.anggota]
            individu = {kenal[o.nama, o.tanggal_lahir]: satu.jawaban["individu"][f"p{n}"] for n, o in enumerate(orang)}
            hasil.append(Survei(keluarga_id, {**satu.jawaban, "individu": individu}, hari_ini()))
    return hasil


daftarkan(Baris("desil.write", "Time that telling the ranking adds to storing a survey", "%", 5, ukur))
