"""An import is tried out and written with the importer's position and regions of today, or not at all."""

from typing import Any

import pytest

from app.akun.alur import StatusAkun
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.impor.service import TUGAS_IMPOR
from tests.conftest import Klien, Masuk
from tests.impor.pembantu import berkas, hitung, keluarga
from tests.pabrik.akun import akun_aktif

pytestmark = pytest.mark.anyio
AKAR = "/v1/petugas/impor"
OPERATOR, PUSAT = Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT


async def _kirim(klien: Klien) -> str:
    isi = berkas(keluarga())
    jawab = await klien.post(AKAR, json={"ukuran": len(isi), "tanggal_data": "2026-01-15"})
    jalur, kepala = jawab.headers["location"], {"Content-Type": "application/octet-stream"}
    jawab = await klien.patch(jalur, content=isi, headers={**kepala, "If-Match": jawab.headers["etag"]})
    assert jawab.status_code == 200, jawab.text
    return str(jawab.json()["id"])


async def _kerja(klien: Klien, wadah: Wadah, impor_id: str) -> dict[str, Any]:
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": impor_id})
    hasil: dict[str, Any] = (await klien.get(f"{AKAR}/{impor_id}")).json()
    return hasil


@pytest.mark.parametrize("aksi", ["periksa", "terapkan"])
@pytest.mark.parametrize(
    ("dulu", "kini"),
    [
        ((PUSAT, ()), (OPERATOR, ("32.04",))),
        ((OPERATOR, ("32.04",)), (PUSAT, ())),
        ((OPERATOR, ("32.04",)), (OPERATOR, ("33.01",))),
        ((OPERATOR, ("32.04", "33.01")), (OPERATOR, ("32.04",))),
    ],
)
async def test_who_got_another_position_or_region_announces_the_file_again(
    masuk: Masuk,
    wadah: Wadah,
    aksi: str,
    dulu: tuple[Jabatan, tuple[str, ...]],
    kini: tuple[Jabatan, tuple[str, ...]],
) -> None:
    klien = await masuk(*dulu)
    impor_id = await _kirim(klien)
    if aksi == "terapkan":
        await klien.post(f"{AKAR}/{impor_id}/periksa")
        assert (await _kerja(klien, wadah, impor_id))["status"] == "SIAP"
    assert klien.pelaku is not None
    klien = await masuk(*kini, akun_id=klien.pelaku.akun_id)
    jawab = await klien.post(f"{AKAR}/{impor_id}/{aksi}")
    isi = jawab.json()
    assert (jawab.status_code, isi["kode"], isi.get("syarat")) == (409, "syarat-tidak-terpenuhi", "lingkup_tetap")
    assert await hitung(wadah, "keluarga") == (0,)
    assert (await klien.post(f"{AKAR}/{impor_id}/batalkan")).status_code == 200


@pytest.mark.parametrize("aksi", ["periksa", "terapkan"])
@pytest.mark.parametrize(
    ("jabatan", "wilayah", "status"),
    [
        (OPERATOR, ("32.04",), StatusAkun.NONAKTIF),
        (OPERATOR, ("33.01",), StatusAkun.AKTIF),
        (PUSAT, (), StatusAkun.AKTIF),
    ],
)
async def test_a_job_does_not_start_for_who_may_no_longer_do_it(
    masuk: Masuk, wadah: Wadah, aksi: str, jabatan: Jabatan, wilayah: tuple[str, ...], status: StatusAkun
) -> None:
    klien = await masuk(OPERATOR)
    assert klien.pelaku is not None
    akun_id, impor_id = klien.pelaku.akun_id, await _kirim(klien)
    await klien.post(f"{AKAR}/{impor_id}/periksa")
    if aksi == "terapkan":
        await _kerja(klien, wadah, impor_id)
        await klien.post(f"{AKAR}/{impor_id}/terapkan")
    await akun_aktif(wadah, jabatan, wilayah, akun_id=akun_id, status=status)
    await jalankan(wadah, TUGAS_IMPOR, {"impor_id": impor_id})
    await akun_aktif(wadah, OPERATOR, ("32.04",), akun_id=akun_id)
    satu = (await klien.get(f"{AKAR}/{impor_id}")).json()
    berhenti = {"periksa": "GAGAL", "terapkan": "TERHENTI"}[aksi]
    assert (satu["status"], satu["galat"]) == (berhenti, "wewenang-impor-berubah")
    assert await hitung(wadah, "keluarga") == (0,)
    assert (await klien.post(f"{AKAR}/{impor_id}/{aksi}")).status_code == 200
    assert (await _kerja(klien, wadah, impor_id))["galat"] is None
