"""The row of one human transition: its processor time against a handler that only runs the same statements.

Beside them stands what the same statements cost through the stack that the product is built on (`stack` of
`bench.kontrol`): no handler on it can be cheaper.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from app.akun.alur import AksiAkun, StatusAkun
from app.akun.models import PenugasanWilayah
from app.akun.service import AkunService, BakalAkun
from app.core.clock import hari_ini, now
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.siap import PernyataanSiap
from app.core.tokens import KodekToken
from app.main import create_app
from app.operasi.embedded import SUPER
from app.usulan.status import StatusUsulan
from bench.beban import tulis
from bench.cek import ATURAN, sajikan
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.panggung import Panggung, Registri
from bench.peladen import Peladen, Semburan
from bench.usulan import KABKOTA, isi_usulan

REKAMAN: Final = "BENCH_REKAMAN"
"""Environment variable with the path of the recorded statements, for the control."""
_BANYAK: Final = {"uji": 40, "3m": 300, "10m": 1_000}
_REKAM: Final = 8
_SAMBUNGAN: Final = 4
_JALUR: Final = "/v1/petugas/usulan/{}/minta-lengkapi"
_ISI: Final = {
    "alasan": {
        "kode": "KTP_TIDAK_TERBACA",
        "penjelasan": "Foto KTP terpotong di sisi kanan",
        "langkah_berikutnya": "Unggah foto KTP yang utuh",
    },
    "butir": ["FOTO_KTP"],
}


async def _operator(r: Registri) -> str:
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        bakal = BakalAkun(jabatan=Jabatan.OPERATOR_DESA, status=StatusAkun.AKTIF, nama="Operator Uji")
        akun = await AkunService.rakit(sesi, r.wadah).terbitkan(bakal, None, AksiAkun.BUAT)
        sesi.add(
            PenugasanWilayah(
                akun_id=akun.id,
                id=id_baru(),
                kode_wilayah=f"{KABKOTA}.05.2001",
                berlaku_dari=hari_ini() - timedelta(days=1),
                created_at=now(),
            )
        )
        return r.wadah.ambil(KodekToken, sesi).terbitkan(akun.id, akun.jabatan, akun.versi_token)


async def _rekam(r: Registri, token: str, refs: Sequence[Ref]) -> list[list[tuple[str, Any]]]:
    """Return the statements of each of these transitions, as the driver gets them."""
    app = create_app(r.wadah.pengaturan, r.wadah)
    app.state.wadah = r.wadah
    mesin = r.wadah.pabrik_sesi.kw["bind"]
    assert isinstance(mesin, AsyncEngine)
    catatan: list[tuple[str, Any]] = []

    def dengar(_k: object, _c: object, sql: str, isi: Any, *_: object) -> None:  # noqa: ANN401 - the driver's values
        catatan.append((sql, isi))

    def dengar_siap(sql: str, isi: Sequence[Any]) -> None:
        catatan.append((sql, isi))

    hasil = []
    PernyataanSiap.pendengar.append(dengar_siap)
    event.listen(mesin.sync_engine, "before_cursor_execute", dengar)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench") as klien:
        for ref in refs:
            catatan.clear()
            tajuk = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(id_baru())}
            jawab = await klien.post(_JALUR.format(ref.teks), json=_ISI, headers=tajuk)
            jawab.raise_for_status()
            hasil.append([*catatan])
    event.remove(mesin.sync_engine, "before_cursor_execute", dengar)
    PernyataanSiap.pendengar.remove(dengar_siap)
    return hasil


def sandikan(nilai: Any) -> Any:  # noqa: ANN401 - any value that a driver takes
    """Return a driver's value as JSON that `uraikan` reads."""
    if isinstance(nilai, list | tuple):
        return {"l": [sandikan(n) for n in nilai]}
    if isinstance(nilai, datetime):
        return {"t": nilai.isoformat()}
    if isinstance(nilai, date):
        return {"d": nilai.isoformat()}
    if isinstance(nilai, UUID):
        return {"u": str(nilai)}
    return {"b": nilai.hex()} if isinstance(nilai, bytes) else nilai


def uraikan(nilai: Any) -> Any:  # noqa: ANN401 - as above
    """Return the value again."""
    if not isinstance(nilai, dict):
        return nilai
    (jenis, isi), *_ = nilai.items()
    baca: dict[str, Callable[[str], Any]] = {
        "t": datetime.fromisoformat,
        "d": date.fromisoformat,
        "u": UUID,
        "b": bytes.fromhex,
    }
    return [uraikan(n) for n in isi] if jenis == "l" else baca[jenis](isi)


def _permintaan(token: str, jalur: Iterable[str]) -> list[bytes]:
    badan = json.dumps(_ISI)
    tajuk = f"Host: bench\r\nContent-Type: application/json\r\nAuthorization: Bearer {token}\r\n"
    return [
        f"POST {satu} HTTP/1.1\r\n{tajuk}Idempotency-Key: {id_baru()}\r\n"
        f"Content-Length: {len(badan)}\r\n\r\n{badan}".encode()
        for satu in jalur
    ]


async def _beban(satu: Peladen, berkas: Path, harap: str) -> Semburan:
    return await satu.beban(berkas, detik=60, harap=harap, sambungan=_SAMBUNGAN)


async def _transisi(p: Panggung) -> Nilai:
    n = _BANYAK[p.ukuran.nama]
    r = await p.basisdata("bench_transisi")
    token = await _operator(r)
    langkah = await _rekam(r, token, await isi_usulan(r, _REKAM, StatusUsulan.DIAJUKAN))
    async with r.sambung(SUPER) as koneksi:  # what the recorded statements write must not stand there already
        await koneksi.execute("TRUNCATE riwayat_usulan, idempotensi, jejak_audit, kotak_masuk, kotak_keluar")
    rekaman, polos, tumpuk = (p.folder / nama for nama in ("rekaman.json", "polos", "tumpuk"))
    await asyncio.to_thread(rekaman.write_text, json.dumps(sandikan(langkah)))
    putar = [f"GET /putar/{k % _REKAM} HTTP/1.1\r\nHost: bench\r\n\r\n".encode() for k in range(n)]
    await asyncio.to_thread(tulis, polos, putar)
    await asyncio.to_thread(tulis, tumpuk, _permintaan(token, (f"/langkah/{k % _REKAM}" for k in range(n))))
    aturan = {**ATURAN, REKAMAN: str(rekaman)}
    cpu: dict[str, list[float]] = {"ours": [], "bare": [], "stack": []}
    async with contextlib.AsyncExitStack() as tutup:
        kita = await tutup.enter_async_context(sajikan(p, r))
        putaran = await tutup.enter_async_context(sajikan(p, r, "replay", aturan=aturan))
        tumpukan = await tutup.enter_async_context(sajikan(p, r, "stack", aturan=aturan))
        for ke in range(p.ukuran.ulang + 1):
            p.lapor(f"transitions, repetition {ke} of {p.ukuran.ulang}")
            berkas, refs = p.folder / f"transisi-{ke}", await isi_usulan(r, n, StatusUsulan.DIAJUKAN)
            await asyncio.to_thread(tulis, berkas, _permintaan(token, (_JALUR.format(ref.teks) for ref in refs)))
            cpu["ours"].append((await _beban(kita, berkas, '"PERLU_DILENGKAPI"')).cpu_us)
            cpu["bare"].append((await _beban(putaran, polos, "true")).cpu_us)
            cpu["stack"].append((await _beban(tumpukan, tumpuk, "true")).cpu_us)
    sampel = {f"{nama}_app_cpu_us": isi[1:] for nama, isi in cpu.items()}  # the first burst warms up
    return Nilai(
        nisbah(sampel["bare_app_cpu_us"], sampel["ours_app_cpu_us"]),
        f"application CPU of a bare handler that replays the {len(langkah[0])} statements of POST …/minta-lengkapi "
        "(and rolls back) over that of the operation with token, idempotency, guards, sealed history, audit and news; "
        f"{_lantai(sampel)}",
        0,
        sampel,
    )


def _lantai(sampel: Mapping[str, Sequence[float]]) -> str:
    """Return what a handler of the product's stack reaches that has nothing of the product but these statements."""
    nilai = nisbah(sampel["bare_app_cpu_us"], sampel["stack_app_cpu_us"])
    return f"the same statements through FastAPI and SQLAlchemy with nothing else reach {nilai:.2f}"


daftarkan(
    Baris("transisi", "CPU of bare statements over one human transition", "x", 0.25, _transisi, is_batas_atas=False)
)
