"""Rows of the moves of usulan: many at once, against the bare statements that they cannot do without."""

import gc
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from app.core.clock import now
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.keluarga.subjek import Subjek
from app.operasi.embedded import SUPER
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.panggung import Panggung, Registri

KABKOTA: Final = "32.04"
_BANYAK: Final = {"uji": 40, "3m": 10_000, "10m": 10_000}
_LENGKAP: Final = FaktaUsulan(is_surat_pengesahan_lengkap=True, is_jumlah_batch_cocok=True)
_UBAH: Final = """
    UPDATE usulan SET status = 'DISAHKAN', status_at = $2, updated_at = $2, tenggat_date = NULL, kode_alasan = NULL,
                      versi = versi + 1
    WHERE (keluarga_id, id) IN (SELECT * FROM unnest($1::uuid[], $3::uuid[])) AND status = 'SIAP_DISAHKAN'
    RETURNING keluarga_id, id
"""
_RIWAYAT: Final = ("keluarga_id", "id", "usulan_id", "aksi", "dari", "ke", "pelaku_id", "jabatan", "created_at")


async def isi_usulan(r: Registri, banyak: int, status: StatusUsulan) -> list[Ref]:
    """Write so many usulan of officers that stand in `status`, sealed as the product seals them."""
    kolom = [k.name for k in Usulan.__table__.columns]
    baris = [_satu(r, ke, status) for ke in range(banyak)]
    async with r.sambung(SUPER) as koneksi:
        isi = [tuple(b.get(k) for k in kolom) for b in baris]
        await koneksi.copy_records_to_table("usulan", columns=kolom, records=isi)
        await koneksi.execute("ANALYZE usulan; CHECKPOINT")
    return [Ref(b["keluarga_id"], b["id"]) for b in baris]


def _satu(r: Registri, ke: int, status: StatusUsulan) -> dict[str, Any]:
    orang = Subjek.model_validate(
        {
            "nik": f"320405{1 + ke // 9000 % 28:02}0190{1 + ke % 9000:04}",
            "no_kk": f"320405010120{1 + ke % 9000:04}",
            "nama": "Sumber Uji",
            "tempat_lahir": "Bandung",
            "tanggal_lahir": f"1990-01-{1 + ke // 9000 % 28:02}",
            "jenis_kelamin": "L",
            "alamat": "Jl. Uji 1 RT 01 RW 02",
            "kode_desa": f"{KABKOTA}.05.2001",
            "nama_ibu": "Ibu Uji",
        }
    )
    usulan_id, keluarga_id, kini = id_baru(), id_baru(), now()
    segel, indeks = subjek_usulan.segel(r.wadah.sandi, orang, usulan_id), subjek_usulan.indeks(r.wadah.sandi, orang)
    return {
        **{k: [] for k in ("program", "nik_anggota", "nik_terkait", "no_kk_terkait", "tanda")},
        **dict.fromkeys(("keluarga_id", "registri_id"), keluarga_id),
        **{k: kini - timedelta(days=3) for k in ("status_at", "created_at", "updated_at")},
        **dict.fromkeys(("is_atas_nama", "is_mewakili_desa"), False),
        "id": usulan_id,
        "jenis": JenisUsulan.BARU,
        "status": status,
        "pengingat_ke": 0,
        "nomor": f"USL-32.04.05-2026-{ke:06}",
        "periode": "2026-01",
        "kode_desa": orang.kode_desa,
        "pengusul_id": usulan_id,
        "pengusul_jabatan": Jabatan.OPERATOR_DESA,
        "penyunting_ids": [usulan_id],
        "nik_indeks": indeks.nik,
        "no_kk_indeks": indeks.no_kk,
        "kunci_data": segel.kunci_data,
        "isi": segel.isi,
        "is_pernyataan_disetujui": True,
        "butir_kurang": "[]",
        "versi": 1,
    }


async def _kita(r: Registri, refs: Sequence[Ref]) -> float:
    """Return the seconds of the move through the service: guards of every name, history, audit trail, news."""
    kepala = Pelaku(id_baru(), Jabatan.KEPALA_OPD, (KABKOTA,))
    gc.collect()
    gc.freeze()  # as the server does
    awal = time.perf_counter()
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await UsulanService.rakit(sesi, r.wadah).pindahkan_massal(refs, AksiUsulan.SAHKAN, kepala, fakta=_LENGKAP)
    return time.perf_counter() - awal


async def _polos(koneksi: asyncpg.Connection, refs: Sequence[Ref]) -> float:
    """Return the seconds of one UPDATE … RETURNING and one COPY of the history rows."""
    siapa = id_baru()
    awal = time.perf_counter()
    async with koneksi.transaction():
        kini = now()
        baris = await koneksi.fetch(_UBAH, [x.keluarga_id for x in refs], kini, [x.id for x in refs])
        isi = [_langkah(b[0], b[1], siapa, kini) for b in baris]
        await koneksi.copy_records_to_table("riwayat_usulan", columns=_RIWAYAT, records=isi)
    return time.perf_counter() - awal


def _langkah(keluarga_id: UUID, usulan_id: UUID, siapa: UUID, kini: datetime) -> tuple[Any, ...]:
    return (keluarga_id, id_baru(), usulan_id, "sahkan", "SIAP_DISAHKAN", "DISAHKAN", siapa, "KEPALA_OPD", kini)


async def _massal(p: Panggung) -> Nilai:
    n = _BANYAK[p.ukuran.nama]
    r = await p.basisdata("bench_usulan")
    kita: list[float] = []
    polos: list[float] = []
    for ke in range(p.ukuran.ulang + 1):
        p.lapor(f"moving {n:,} usulan, repetition {ke} of {p.ukuran.ulang}")
        kita.append(await _kita(r, await isi_usulan(r, n, StatusUsulan.SIAP_DISAHKAN)))
        refs = await isi_usulan(r, n, StatusUsulan.SIAP_DISAHKAN)
        async with r.sambung() as koneksi:
            polos.append(await _polos(koneksi, refs))
            assert await koneksi.fetchval("SELECT count(*) FROM riwayat_usulan") == 2 * n * (ke + 1)
        p.lapor(f"  {kita[-1]:.2f} s, bare {polos[-1]:.2f} s")
    kita, polos = kita[1:], polos[1:]  # the first of both finds an empty table and nothing prepared
    return Nilai(
        nisbah(kita, polos),
        f"endorsing {n:,} usulan through the service (guards, compare and swap, history, audit trail, a job that tells "
        "the people concerned) over one UPDATE … RETURNING and one COPY of as many history rows",
        0,
        {"ours_s": kita, "bare_s": polos},
    )


daftarkan(Baris("massal", "Bulk endorsement over the bare statements", "x", 2.0, _massal))
