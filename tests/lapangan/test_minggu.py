"""A week without a network, then a synchronisation full of conflicts: nothing lost, nothing doubled, a verdict each."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.models import JawabanSurvei, Keluarga
from app.lapangan.models import DrafKunjungan, ItemSinkron, PotonganUnggahan, Titipan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import FotoKunjungan, Kunjungan, Penugasan, Percobaan
from tests.conftest import Klien, Masuk
from tests.lapangan.conftest import Pencacah, tarik, tugaskan
from tests.lapangan.klien import JaringanBuruk, Tablet
from tests.pabrik import verval as pabrik
from tests.pabrik.gambar import foto
from tests.pabrik.keluarga import isian, orang
from tests.verval.conftest import aksi

pytestmark = pytest.mark.nyata
AKAR = Path(__file__).parents[2]
SELISIH = timedelta(hours=9)
"""The tablet's clock runs ahead."""
WAJIB = ("KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN")
NAMA = ("biasa", "ditarik", "dikoreksi", "kosong", "draf", "salah", "kedaluwarsa", "lengkap")


class Peladen:
    """The server as a process of its own, to be killed."""

    def __init__(self, wadah: Wadah) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.porta = s.getsockname()[1]
        self._lingkungan = os.environ | lingkungan(wadah)
        self._proses: subprocess.Popen[bytes] | None = None

    @property
    def alamat(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.porta}"

    async def mulai(self) -> None:
        """Start, and wait until it answers."""
        perintah = [sys.executable, "-m", "app.cli", "serve", "--porta", str(self.porta)]
        self._proses = subprocess.Popen(perintah, cwd=AKAR, env=self._lingkungan, stdout=-3, stderr=-3)
        async with httpx.AsyncClient() as http:
            for _ in range(600):
                assert self._proses.poll() is None, "the server did not start"
                with suppress(httpx.HTTPError):
                    if (await http.get(f"{self.alamat}/kesehatan/hidup")).is_success:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("the server does not answer")

    def bunuh(self) -> None:
        """Kill it in the middle of whatever it does."""
        if self._proses is not None and self._proses.poll() is None:
            self._proses.send_signal(signal.SIGKILL)
            self._proses.wait()


def lingkungan(wadah: Wadah) -> dict[str, str]:
    """The settings of this test as a process reads them."""
    p, e = wadah.pengaturan, wadah.pengaturan.enkripsi

    def teks(kunci: dict[str, Any]) -> str:
        return json.dumps({k: v.get_secret_value() for k, v in kunci.items()})

    return {
        "DTKS_LINGKUNGAN": "uji",
        "DATABASE_URL": p.database_url.get_secret_value(),
        "DTKS_JWT__KUNCI": teks(p.jwt.kunci),
        "DTKS_JWT__KUNCI_AKTIF": p.jwt.kunci_aktif,
        "DTKS_ENKRIPSI__KEK": teks(e.kek),
        "DTKS_ENKRIPSI__KEK_AKTIF": e.kek_aktif,
        "DTKS_ENKRIPSI__INDEKS": teks(e.indeks),
        "DTKS_ENKRIPSI__INDEKS_AKTIF": e.indeks_aktif,
        "DTKS_ENKRIPSI__INDEKS_AKAR": e.indeks_akar or "",
        "DTKS_ENKRIPSI__KURSOR": e.kursor.get_secret_value(),
        "DTKS_OBJEK__FOLDER": str(p.objek.folder),
    }


@asynccontextmanager
async def tablet(peladen: Peladen, token: str, berkas: Path) -> AsyncIterator[tuple[Tablet, JaringanBuruk]]:
    jaringan = JaringanBuruk(httpx.AsyncHTTPTransport())
    async with httpx.AsyncClient(
        transport=jaringan, base_url=peladen.alamat, headers={"Authorization": token}, timeout=30
    ) as http:
        satu = Tablet(berkas, http, lambda: now() + SELISIH)
        yield satu, jaringan
        satu.tutup()


class Minggu:
    """The families of the week, and what was noted about them."""

    def __init__(self) -> None:
        self.usulan: dict[str, Usulan] = {}
        self.tugas: dict[str, str] = {}
        self.item: dict[str, list[str]] = {}

    def ref(self, nama: str) -> str:
        return self.tugas[nama].rsplit("/", 1)[1]

    def penugasan(self, nama: str) -> Ref:
        return Ref.urai(self.ref(nama))


def kunjungan(hari: int, **ganti: Any) -> dict[str, Any]:
    """A visit so many days ago, by the tablet's clock."""
    mulai = now() - timedelta(days=hari) + SELISIH
    waktu = {"mulai_at": mulai.isoformat(), "selesai_at": (mulai + timedelta(minutes=20)).isoformat()}
    return pabrik.kunjungan(**{**waktu, "lintang": -6.94 + hari / 100, **ganti})


def foto_wajib(benih: int, *lain: str) -> dict[str, bytes]:
    return {j: foto((64 + benih, 48 + n)) for n, j in enumerate((*WAJIB, *lain))}


def bekerja(m: Minggu, t: Tablet) -> None:
    """Five days in the hills."""
    rusak = isian(orang(p409=1, p407=200))
    sebab = "RESPONDEN_TIDAK_DITEMUI"
    kini = now() + SELISIH
    m.item = {
        "biasa": [t.kunjungi(m.ref("biasa"), kunjungan(5), foto_wajib(1))],
        "ditarik": [
            t.draf(m.ref("ditarik"), {"responden": "Ibu Draf"}),
            t.kunjungi(m.ref("ditarik"), kunjungan(5, responden="Ibu Titip"), foto_wajib(2)),
        ],
        "dikoreksi": [t.kunjungi(m.ref("dikoreksi"), kunjungan(4), foto_wajib(3))],
        "kosong": [
            *(t.coba(m.ref("kosong"), kini - timedelta(days=h), sebab) for h in (5, 4, 4, 3)),
            t.gagal(m.ref("kosong"), pabrik.alasan(sebab)),
        ],
        "draf": [t.draf(m.ref("draf"), {"responden": r}) for r in ("Satu", "Dua", "Tiga")],
        "salah": [
            t.kunjungi(m.ref("salah"), kunjungan(3, jawaban=rusak), {}),
            t.kunjungi(m.ref("salah"), kunjungan(3), foto_wajib(4)),
        ],
        "kedaluwarsa": [t.kunjungi(m.ref("kedaluwarsa"), kunjungan(2), foto_wajib(5))],
        "lengkap": [t.kunjungi(m.ref("lengkap"), kunjungan(1), foto_wajib(6, "ATAP", "LANTAI", "DINDING"))],
    }


async def siapkan(m: Minggu, wadah: Wadah, verifikator: Klien, pencacah: Pencacah) -> None:
    """Assign the families, a week and a day ago."""
    for nama in NAMA:
        async with wadah.pabrik_sesi() as sesi:
            m.usulan[nama] = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH)
        m.tugas[nama] = await tugaskan(verifikator, m.usulan[nama], pencacah)
    async with wadah.pabrik_sesi() as sesi:
        await sesi.execute(update(Penugasan).values(ditugaskan_at=now() - timedelta(days=8)))
        await sesi.commit()


async def sementara_itu(m: Minggu, wadah: Wadah, verifikator: Klien) -> None:
    """What the office did during the week."""
    await tarik(verifikator, m.tugas["ditarik"])
    async with wadah.pabrik_sesi() as sesi:
        lain = await pabrik.enumerator(sesi, wadah)
        isi = {"enumerator_id": str(lain)}
        assert (await aksi(verifikator, m.usulan["ditarik"], "tugaskan-ulang", isi)).status_code == 200
        dikoreksi = Keluarga.keluarga_id == m.usulan["dikoreksi"].keluarga_id
        await sesi.execute(update(Keluarga).where(dikoreksi).values(versi=2))
        usang = Usulan.id == m.usulan["kedaluwarsa"].id
        await sesi.execute(update(Usulan).where(usang).values(status=S.KEDALUWARSA))
        await sesi.commit()


async def bunuh_di_tengah(peladen: Peladen, t: Tablet, wadah: Wadah) -> None:
    """Kill the server while it synchronises; what it had answered for is in the database."""
    kerja = asyncio.create_task(t.pulang(ganda=True))
    while await hitung(wadah, ItemSinkron) < 5:
        await asyncio.sleep(0.01)
    peladen.bunuh()
    await kerja
    assert t.sisa, "it was to be killed in the middle"


async def hitung(wadah: Wadah, tabel: Any, *syarat: Any) -> int:
    async with wadah.pabrik_sesi() as sesi:
        return await sesi.scalar(select(func.count()).select_from(tabel).where(*syarat)) or 0


@pytest.mark.timeout(280)
async def test_a_week_offline_ends_with_nothing_lost_and_nothing_doubled(
    wadah_nyata: Wadah, masuk_nyata: Masuk, tmp_path: Path
) -> None:
    """F13, R1, R3, R17: reassigned, corrected, expired, doubled, half uploaded, a wrong clock, a killed server."""
    verifikator = await masuk_nyata(Jabatan.VERIFIKATOR, ("32.04",))
    async with wadah_nyata.pabrik_sesi() as sesi:
        akun_id = await pabrik.enumerator(sesi, wadah_nyata)
    pencacah = Pencacah(akun_id, await masuk_nyata(Jabatan.ENUMERATOR, ("32.04.05",), akun_id=akun_id))
    m, peladen, berkas = Minggu(), Peladen(wadah_nyata), tmp_path / "tablet.sqlite"
    await siapkan(m, wadah_nyata, verifikator, pencacah)
    token = pencacah.klien.headers["Authorization"]
    await peladen.mulai()
    try:
        async with tablet(peladen, token, berkas) as (t, jaringan):
            assert sorted(await t.ambil_paket()) == sorted(m.ref(n) for n in NAMA)
            jaringan.putus = True
            bekerja(m, t)
            await t.pulang(kali=2)
            assert t.hasil() == {}
            await sementara_itu(m, wadah_nyata, verifikator)
            jaringan.putus = False
            await bunuh_di_tengah(peladen, t, wadah_nyata)
        # The tablet was switched off too: its memory is the file.
        await peladen.mulai()
        async with tablet(peladen, token, berkas) as (t, _):
            await t.pulang(ganda=True)
            assert t.hasil()[m.item["dikoreksi"][0]]["putusan"] == "KONFLIK"
            m.item["dikoreksi"].append(t.selesaikan_konflik(m.item["dikoreksi"][0]))
            await t.pulang(ganda=True)
            await periksa_putusan(m, t, wadah_nyata)
            for _ in range(9):
                with suppress(httpx.HTTPError):
                    assert sorted(await t.ambil_paket()) == [m.ref("draf")]
                    break
    finally:
        peladen.bunuh()
    await periksa_akibat(m, wadah_nyata)


PUTUSAN = {
    "biasa": [("DITERIMA", None)],
    "ditarik": [("DITOLAK", "penugasan-sudah-ditarik")] * 2,
    "dikoreksi": [("KONFLIK", "salinan-berbeda"), ("DITERIMA", None)],
    "kosong": [("DITERIMA", None)] * 2 + [("SUDAH", "percobaan-sudah-tercatat")] + [("DITERIMA", None)] * 2,
    "draf": [("DITERIMA", None)] * 3,
    "salah": [("DITOLAK", "jawaban-tidak-sah"), ("DITERIMA", None)],
    "kedaluwarsa": [("DITOLAK", "transisi-ditolak")],
    "lengkap": [("DITERIMA", None)],
}


async def periksa_putusan(m: Minggu, t: Tablet, wadah: Wadah) -> None:
    """Every item has the verdict that the server remembers, and nothing is left on the tablet."""
    hasil = t.hasil()
    assert t.sisa == 0
    assert {n: [(hasil[i]["putusan"], hasil[i]["kode"]) for i in ids] for n, ids in m.item.items()} == PUTUSAN
    async with wadah.pabrik_sesi() as sesi:
        baris = {str(b.id): b for b in await sesi.scalars(select(ItemSinkron))}
    assert baris.keys() == hasil.keys() == {i for ids in m.item.values() for i in ids}
    assert {i: (b.putusan, b.kode) for i, b in baris.items()} == {
        i: (h["putusan"], h["kode"]) for i, h in hasil.items()
    }
    assert baris[m.item["kedaluwarsa"][0]].is_disimpan
    jadi = [m.item[n][-1] for n in ("biasa", "dikoreksi", "salah", "lengkap")]
    assert {baris[i].keadaan for i in jadi} == {"SELESAI"}


async def periksa_akibat(m: Minggu, wadah: Wadah) -> None:
    """The database holds each effect once."""
    async with wadah.pabrik_sesi() as sesi:
        status = {n: (await sesi.get_one(Usulan, (u.keluarga_id, u.id))).status for n, u in m.usulan.items()}
        assert status == {
            **dict.fromkeys(("biasa", "dikoreksi", "salah", "lengkap"), S.VALIDASI_DINSOS),
            **dict.fromkeys(("ditarik", "draf"), S.VERVAL_DITUGASKAN),
            "kosong": S.VERVAL_GAGAL,
            "kedaluwarsa": S.KEDALUWARSA,
        }
        jadi = [m.penugasan(n).id for n in ("biasa", "dikoreksi", "salah", "lengkap")]
        await periksa_kunjungan(sesi, jadi)
        jumlah = select(FotoKunjungan.penugasan_id, func.count()).group_by(FotoKunjungan.penugasan_id)
        foto = dict((await sesi.execute(jumlah)).all())
        lengkap = dict.fromkeys(jadi, 4) | {m.penugasan("kedaluwarsa").id: 4, m.penugasan("lengkap").id: 7}
        assert foto == lengkap
        assert len((await sesi.scalars(select(Percobaan))).all()) == 3
        titipan = (await sesi.scalars(select(Titipan).order_by(Titipan.id))).all()
        isi = [wadah.sandi.buka(t.kunci_data, t.isi, Titipan.__tablename__, t.id)["responden"] for t in titipan]
        assert isi == ["Ibu Draf", "Ibu Titip"]
        draf = {d.penugasan_id: d for d in await sesi.scalars(select(DrafKunjungan))}
        assert draf.keys() == {m.penugasan(n).id for n in ("draf", "kedaluwarsa")}
        satu = draf[m.penugasan("draf").id]
        assert wadah.sandi.buka(satu.kunci_data, satu.isi, DrafKunjungan.__tablename__, satu.penugasan_id) == {
            "responden": "Tiga"
        }
    assert await hitung(wadah, PotonganUnggahan) == 0


async def periksa_kunjungan(sesi: AsyncSession, jadi: list[Any]) -> None:
    """One visit and one set of answers each, at the hour at which it was, not at which the tablet thought it was."""
    kunjungan = {k.penugasan_id: k for k in await sesi.scalars(select(Kunjungan))}
    assert kunjungan.keys() == set(jadi)
    assert len((await sesi.scalars(select(JawabanSurvei))).all()) == len(jadi)
    for penugasan_id, hari in zip(jadi, (5, 4, 3, 1), strict=True):
        selisih = kunjungan[penugasan_id].mulai_at - (now() - timedelta(days=hari))
        assert abs(selisih) < timedelta(minutes=9), selisih
