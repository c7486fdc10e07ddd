"""A confirmed ranking as it was stored before scores named versions: rows of that schema, written as its owner."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from app.core.ids import id_baru
from app.desil import pmt
from app.desil.artefak import BOBOT, Sumber
from app.desil.artefak_baca import urai
from app.desil.model_pmt import artefak_demonstrasi
from app.desil.peringkat import desil, hitung_batas
from app.keluarga.kanonik import REGISTRI
from tests.pabrik.desil import DESA, SEDERHANA

SEBELUM = "0040_keberatan_desil"
HARI = date(2026, 3, 1)
SAAT = datetime(2026, 3, 2, tzinfo=UTC)
ARTEFAK = urai(artefak_demonstrasi(), {n: Sumber(v.skala, v.kode) for n, v in REGISTRI.items()})
Nilai = Mapping[str, int | None]


@dataclass(frozen=True)
class Lama:
    """A family as the run saw it, and as it is now; `kini` is None where it has no answers or has ended."""

    id: UUID
    dulu: Nilai
    kini: Nilai | None
    is_berakhir: bool = False

    @property
    def hasil(self) -> pmt.HasilSkor:
        return pmt.skor(ARTEFAK, DESA, self.dulu)

    @property
    def masukan(self) -> tuple[int | None, ...]:
        return tuple(self.dulu[n] for n in ARTEFAK.sumber)


def keluarga_lama() -> dict[str, Lama]:
    """One whose data are those of the run, one that changed, one that ended, one that was never asked."""
    kosong = dict.fromkeys(REGISTRI)
    satu, dua = {**SEDERHANA, "luas_kapita": 500}, {**SEDERHANA, "luas_kapita": 900, BOBOT: 2}
    return {
        "tetap": Lama(id_baru(), satu, satu),
        "berubah": Lama(id_baru(), dua, {**dua, "lantai": 1, "luas_kapita": 5_000}),
        "berakhir": Lama(id_baru(), {**SEDERHANA, "luas_kapita": 700}, None, is_berakhir=True),
        "kosong": Lama(id_baru(), kosong, None),
    }


async def _isi(sambungan: asyncpg.Connection, tabel: str, **nilai: Any) -> None:
    kolom, letak = ", ".join(nilai), ", ".join(f"${n}" for n in range(1, len(nilai) + 1))
    await sambungan.execute(f"INSERT INTO {tabel} ({kolom}) VALUES ({letak})", *nilai.values())


async def isi_lama(sambungan: asyncpg.Connection, semua: Mapping[str, Lama]) -> UUID:
    """Write model, run, cut-offs, families and scores; return the run."""
    model_id, putaran_id = id_baru(), id_baru()
    umum = {"id": model_id, "kode": ARTEFAK.kode, "versi_model": ARTEFAK.versi, "jenis": "demonstrasi"}
    lain = {"status": "AKTIF", "sha256": ARTEFAK.sha256, "artefak": json.dumps(artefak_demonstrasi())}
    await _isi(sambungan, "model_pmt", **umum, **lain, diunggah_at=SAAT, versi=1)
    berperingkat = [(k.hasil.skor, k.dulu[BOBOT] or 0) for k in semua.values() if k.hasil.skor is not None]
    jumlah = {"keluarga": len(semua), "keluarga_berperingkat": len(berperingkat)}
    status = {"aturan_seri": "TERMISKIN", "status": "DISAHKAN", "tahap": "SELESAI", "versi": 4, "disahkan_at": SAAT}
    awal = {"id": putaran_id, "cakupan": "nasional", "periode": "2026-03", "model_id": model_id, "dibuat_at": SAAT}
    await _isi(sambungan, "putaran", **awal, **status, **jumlah)
    await _isi(sambungan, "putaran_berlaku", cakupan="nasional", putaran_id=putaran_id, sejak_at=SAAT)
    batas = hitung_batas(berperingkat)
    orang = sum(b for _, b in berperingkat)
    for kode in ("nasional", "32", "32.04"):
        isi = {"keluarga": len(berperingkat), "orang": orang, "batas": list(batas)}
        await _isi(sambungan, "batas_desil", putaran_id=putaran_id, kode=kode, **isi)
    for k in semua.values():
        await _keluarga(sambungan, k, putaran_id, batas)
    return putaran_id


async def _keluarga(sambungan: asyncpg.Connection, k: Lama, putaran_id: UUID, batas: tuple[int | None, ...]) -> None:
    segel = {"kunci_data": b"-", "isi": b"-", "versi": 1, "created_at": SAAT, "updated_at": SAAT}
    tempat = {"keluarga_id": k.id, "kode_desa": DESA}
    akhir = HARI if k.is_berakhir else None
    await _isi(sambungan, "keluarga", **tempat, rumah_tangga_id=id_baru(), ditutup_date=akhir, **segel)
    if k.kini is not None:
        await _isi(sambungan, "variabel_kanonik", **tempat, jawaban_id=id_baru(), tanggal_date=HARI, **k.kini)
    tempat = {"keluarga_id": k.id, "putaran_id": putaran_id, "kode_wilayah": DESA, "data_date": HARI}
    nilai = None if k.hasil.skor is None else desil(k.hasil.skor, batas)
    desil_lama = {f"desil_{n}": nilai for n in ("nasional", "provinsi", "kabkota")}
    hasil = {"skor": k.hasil.skor, "bobot": k.dulu[BOBOT] or 0, "masukan": list(k.masukan)}
    rincian = {"kurang": list(k.hasil.kurang), "dipotong": list(k.hasil.dipotong)}
    await _isi(sambungan, "skor_keluarga", **tempat, **desil_lama, **hasil, **rincian)
