"""What leaves as our own format comes back: imported where it came from, a file of the registry changes nothing.

The cells that were made safe against formulas are the names and addresses that were there.
"""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_tabel.bentuk import KodeFormat
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from tests.conftest import Masuk
from tests.ekspor.conftest import Buat, unduh
from tests.impor.pembantu import catatan, hitung, impor
from tests.pabrik import keluarga as pabrik

TABEL = ("keluarga", "individu", "anggota_keluarga", "nik_indeks", "jawaban_survei", "temuan")


@pytest.mark.parametrize("bentuk", ["CSV", "XLSX"])
async def test_a_file_that_comes_back_changes_nothing(
    masuk: Masuk, buat: Buat, sesi: AsyncSession, wadah: Wadah, bentuk: str
) -> None:
    anak = pabrik.anggota(nama="=HYPERLINK(1)")
    ref = await pabrik.daftarkan(sesi, wadah, pabrik.subjek(anak, alamat="Gg. Kenari; =1 'A'", telepon="+628123456789"))
    orang = {
        str(a.individu_id): pabrik.orang(p407=9 if a.individu_id != ref.id else 36, p409=3, p405=2)
        for a in (await KeluargaService.rakit(sesi, wadah).baca(ref.keluarga_id)).aktif
    }
    orang[str(ref.id)] = pabrik.kepala(pabrik.REGSOSEK, p407=36, p405=1)
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        ref.keluarga_id,
        "REGSOSEK2022K",
        pabrik.isian() | {"individu": orang},
        sumber="KUNJUNGAN",
        tanggal=date(2026, 1, 15),
        pelaku=None,
    )
    await sesi.commit()
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    isi = (await unduh(klien, (await buat(klien, bentuk=bentuk, is_berlabel=True))["id"])).content
    sebelum = await hitung(wadah, *TABEL)
    satu, jumlah = await impor(wadah, isi, format_=KodeFormat.DTKS1)
    assert (jumlah.dibaca, jumlah.sama) == (2, 2), (jumlah, await catatan(wadah, satu.id))
    assert await hitung(wadah, *TABEL) == sebelum
