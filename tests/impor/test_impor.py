"""A file through an import: what is written, what is not, and that a second time changes nothing."""

import pytest

from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from tests.impor.pembantu import berkas, catatan, hitung, impor, keluarga

pytestmark = pytest.mark.anyio
TABEL = ("keluarga", "individu", "anggota_keluarga", "nik_indeks", "no_kk_indeks", "riwayat_keluarga", "temuan")


async def test_a_clean_file_is_written_and_written_again_changes_nothing(wadah: Wadah) -> None:
    isi = berkas([*keluarga({}, {"nama": "Asep"}), *keluarga()])
    satu, jumlah = await impor(wadah, isi)
    assert satu.status is StatusImpor.SELESAI
    assert (jumlah.dibaca, jumlah.diterima, jumlah.anomali, jumlah.ditolak) == (4, 4, 0, 0), await catatan(
        wadah, satu.id
    )
    sesudah = await hitung(wadah, *TABEL)
    assert sesudah[:5] == (2, 4, 4, 4, 2)

    _, jumlah = await impor(wadah, isi)
    assert (jumlah.dibaca, jumlah.sama, jumlah.diterima) == (4, 4, 0)
    assert await hitung(wadah, *TABEL) == sesudah
