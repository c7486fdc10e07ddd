"""`kill -9` of the process that imports, again and again: every row of the file once, every remark once."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.berkas_tabel.bentuk import KodeFormat
from app.config import Impor, Pengaturan
from app.core.db import transaksi
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from app.impor.entitas import JumlahBaris
from app.impor.service import ImporService
from app.impor.tugas import kerjakan_impor
from app.operasi.embedded import ServerLokal
from app.sintetis.lembar import Pesanan
from app.sintetis.tulis import Pisah, tulis
from tests.impor.pembantu import HARI, NIK_MENGGANTUNG, baca, catatan, hitung, jumlah, kirim, pengimpor
from tests.pabrik.pembunuhan import Pembunuh, basisdata_sendiri, lakukan

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 50
TABEL = ("keluarga", "individu", "anggota_keluarga", "jawaban_survei", "no_kk_indeks", "nik_indeks")
GANDA = """SELECT count(*) FROM (SELECT nik_hmac FROM individu WHERE nik_hmac IS NOT NULL AND NOT is_nik_ganda
    GROUP BY nik_hmac HAVING count(*) > 1) x"""
SEJARAH = "SELECT peristiwa, count(*) FROM riwayat_keluarga GROUP BY peristiwa"


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    with basisdata_sendiri(server, templat, folder) as asal:
        yield asal.model_copy(update={"impor": Impor(blok=50, potongan=6, proses=0, terbuka=100)})


class Pesuruh:
    """Gives orders about imports and sees them through, whoever dies."""

    def __init__(self, aturan: Pengaturan, pembunuh: Pembunuh) -> None:
        self._aturan = aturan
        self._pembunuh = pembunuh

    def langkah(self, impor_id: UUID, siapa: Pelaku, aksi: str, sampai: StatusImpor) -> None:
        """Give an order and see it through."""

        async def suruh(wadah: Wadah) -> None:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                await getattr(ImporService(sesi, wadah), aksi)(impor_id, siapa)

        lakukan(self._aturan, suruh)
        while lakukan(self._aturan, lambda w: baca(w, impor_id, siapa)).status is not sampai:
            self._pembunuh.sekali({"impor_id": str(impor_id)})


def test_fifty_kills_at_random_moments_leave_every_row_once(aturan: Pengaturan, tmp_path: Path) -> None:
    pesan = Pesanan(1_400, 11, 2.0, HARI, KodeFormat.DTKS1, "32")
    manifes = tulis(pesan, tmp_path, pisah=Pisah.KABKOTA, proses=1, kabar=lambda *_: None)
    pembunuh, orang = Pembunuh(aturan, kerjakan_impor, PEMBUNUHAN, paling_lama=2.0), 0
    pesuruh = Pesuruh(aturan, pembunuh)
    for berkas in manifes["berkas"]:
        if pembunuh.is_cukup:
            break
        # Who sees all of them: a NIK of another of these files is a double to him, not one that he may not be told of.
        isi, siapa = (tmp_path / berkas["nama"]).read_bytes(), pengimpor(("32",))
        impor_id = _kirim(aturan, isi, siapa)
        pesuruh.langkah(impor_id, siapa, "periksa", StatusImpor.SIAP)
        pesuruh.langkah(impor_id, siapa, "terapkan", StatusImpor.SELESAI)
        n = _periksa(aturan, impor_id, siapa, berkas)
        orang += n.dibaca - n.ditolak
    assert pembunuh.is_cukup
    _periksa_registri(aturan, orang)


def _kirim(aturan: Pengaturan, isi: bytes, siapa: Pelaku) -> UUID:
    return lakukan(aturan, lambda w: kirim(w, isi, siapa)).id


def _periksa(aturan: Pengaturan, impor_id: UUID, siapa: Pelaku, manifes: dict[str, Any]) -> JumlahBaris:
    async def hasil(wadah: Wadah) -> tuple[JumlahBaris, dict[int, list[str]]]:
        return await jumlah(wadah, await baca(wadah, impor_id, siapa)), await catatan(wadah, impor_id)

    n, kode = lakukan(aturan, hasil)
    assert n.dibaca == manifes["baris"] == n.diterima + n.anomali + n.ditolak
    assert Counter(k for isi in kode.values() for k in isi) == manifes["catatan"]
    return n


def _periksa_registri(aturan: Pengaturan, orang: int) -> None:
    async def hasil(wadah: Wadah) -> tuple[dict[str, int], tuple[int, int], dict[str, int]]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            sejarah = {str(b[0]): int(b[1]) for b in await sesi.execute(text(SEJARAH))}
            return (
                dict(zip(TABEL, await hitung(wadah, *TABEL), strict=True)),
                (await sesi.scalar(text(GANDA)) or 0, await sesi.scalar(text(NIK_MENGGANTUNG)) or 0),
                sejarah,
            )

    isi, ganda, sejarah = lakukan(aturan, hasil)
    assert isi["individu"] == isi["anggota_keluarga"] == orang
    assert isi["jawaban_survei"] == isi["keluarga"] == sejarah["DIBUAT"]
    assert ganda == (0, 0)
