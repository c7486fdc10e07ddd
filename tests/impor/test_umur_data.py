"""Files come in any order: of two that contradict each other the one with the newer data counts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from app.keluarga.curah import PotretMassal
from app.keluarga.repository_curah import MassalRepository
from tests.conftest import Masuk
from tests.impor.pembantu import Baris, berkas, catatan, impor, keluarga

pytestmark = pytest.mark.anyio
LAMA, BARU = {"tanggal_data": "2025-03-01"}, {"tanggal_data": "2025-11-01"}
ISTRI = {"nama": "Siti Rohani", "tanggal_lahir": "1991-02-03", "jenis_kelamin": "P", "hubungan": "2"}
USANG = "DATA_LEBIH_LAMA"


def _pada(hari: Baris, *baris: Baris) -> bytes:
    return berkas([b | hari for b in baris])


async def _kini(wadah: Wadah) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return the family's address, its persons' relations by name, and the children's documents by name."""
    sandi = wadah.sandi
    async with transaksi(wadah.pabrik_sesi) as sesi:
        k = (await sesi.execute(text("SELECT keluarga_id, kunci_data, isi FROM keluarga"))).one()
        cari = "SELECT i.*, a.hubungan FROM individu i JOIN anggota_keluarga a ON a.individu_id = i.id"
        orang = list(await sesi.execute(text(cari)))
    tempat = f"dtks/keluarga/{k.keluarga_id}".encode()
    alamat = json.loads(sandi.dekripsi(sandi.buka_kunci(k.kunci_data, tempat), k.isi, tempat))["alamat"]
    dokumen = {o.nama: sandi.buka(o.kunci_data, o.isi, "individu", o.id) for o in orang}
    return alamat, {o.nama: o.hubungan for o in orang}, dokumen


async def test_an_older_file_replaces_nothing_and_fills_what_is_blank(wadah: Wadah) -> None:
    baris = keluarga({"nama": "Dewi Lestari", "nik": ""}, alamat="Jl. Baru 1")
    nik = keluarga({})[1]["nik"]
    await impor(wadah, _pada(BARU, *baris))
    lama = [
        {**baris[0], "alamat": "Jl. Lama 9", "nama": "Boedi Santosa"},
        {**baris[1], "nik": nik, "nama_ibu": "Siti Rohani"},
    ]
    satu, n = await impor(wadah, _pada(LAMA, *lama))
    assert (satu.status, await catatan(wadah, satu.id)) == (StatusImpor.SELESAI, {2: [USANG]})
    assert (n.anomali, n.diterima, n.konflik) == (1, 1, 0)
    alamat, hubungan, dokumen = await _kini(wadah)
    assert (alamat, "Budi Santoso" in hubungan) == ("Jl. Baru 1", True)
    assert (dokumen["Dewi Lestari"]["nik"], dokumen["Dewi Lestari"]["nama_ibu"]) == (nik, "Siti Rohani")


async def test_a_newer_file_replaces_what_an_older_one_brought(wadah: Wadah) -> None:
    baris = keluarga(alamat="Jl. Lama 9")
    await impor(wadah, _pada(LAMA, *baris))
    satu, n = await impor(wadah, _pada(BARU, {**baris[0], "alamat": "Jl. Baru 1", "nama": "Budi Santosa"}))
    assert (n.diterima, await catatan(wadah, satu.id)) == (1, {})
    alamat, hubungan, _ = await _kini(wadah)
    assert (alamat, list(hubungan)) == ("Jl. Baru 1", ["Budi Santosa"])


async def test_a_newer_file_that_only_confirms_what_is_on_record_makes_an_older_one_old(wadah: Wadah) -> None:
    baris = keluarga(alamat="Jl. Tetap 5")
    await impor(wadah, _pada({"tanggal_data": "2024-01-01"}, *baris))
    _, n = await impor(wadah, _pada(BARU, *baris))
    assert n.sama == 1
    satu, _ = await impor(wadah, _pada(LAMA, {**baris[0], "alamat": "Jl. Lain 3"}))
    assert await catatan(wadah, satu.id) == {2: [USANG]}
    assert (await _kini(wadah))[0] == "Jl. Tetap 5"


async def test_an_older_file_worked_out_before_a_newer_one_confirmed_the_family_replaces_nothing(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    baris = keluarga(alamat="Jl. Tetap 5")
    await impor(wadah, _pada({"tanggal_data": "2024-01-01"}, *baris))
    asli, kali = MassalRepository.potret, 0

    async def potret(diri: MassalRepository, *apa: Any) -> PotretMassal:
        nonlocal kali
        kali += 1
        dilihat, ke = await asli(diri, *apa), kali
        if ke == 2:  # the trial looked first; now the older file is worked out to be written
            await impor(wadah, _pada(BARU, *baris))
        return dilihat

    monkeypatch.setattr(MassalRepository, "potret", potret)
    satu, _ = await impor(wadah, _pada(LAMA, {**baris[0], "alamat": "Jl. Lain 3"}))
    assert await catatan(wadah, satu.id) == {2: [USANG]}
    assert (await _kini(wadah))[0] == "Jl. Tetap 5"


async def test_the_day_of_a_familys_data_is_that_of_the_row_that_is_written_not_of_a_head_in_conflict(
    wadah: Wadah,
) -> None:
    baris = keluarga({"nama": "Dewi"}, alamat="Jl. Tetap 5")
    await impor(wadah, _pada({"tanggal_data": "2025-06-01"}, *baris))
    lain = {"nama": "Ahmad Yani", "tanggal_lahir": "1955-03-04", "alamat": "Jl. Lain 3"}
    satu, n = await impor(wadah, berkas([{**baris[0], **lain, **BARU}, {**baris[1], "alamat": "Jl. Lama 9", **LAMA}]))
    kata = await catatan(wadah, satu.id)
    assert (n.konflik, kata[2][-1], USANG in kata.get(3, [])) == (1, "ORANG_BERBEDA", True)
    assert (await _kini(wadah))[0] == "Jl. Tetap 5"


async def test_an_older_file_puts_nobody_in_the_heads_place(wadah: Wadah) -> None:
    baris = keluarga(ISTRI)
    await impor(wadah, _pada(BARU, *baris))
    rumah = {n: baris[0][n] for n in ("no_kk", "kode_desa", "alamat")}
    baru = {**ISTRI, **rumah, "nama": "Joko", "nik": ""}
    lama = [{**baris[0], "hubungan": "6"}, {**baris[1], "hubungan": "1"}, {**baru, "hubungan": "1"}]
    satu, _ = await impor(wadah, _pada(LAMA, *lama))
    assert satu.status is StatusImpor.SELESAI
    kata = await catatan(wadah, satu.id)
    assert ((kata[2], kata[3]), kata[4][-1]) == (([USANG], [USANG]), "KEPALA_GANDA")
    assert (await _kini(wadah))[1] == {
        "Budi Santoso": "KEPALA_KELUARGA",
        "Siti Rohani": "ISTRI_SUAMI",
        "Joko": "LAINNYA",
    }


async def test_a_day_of_data_to_come_is_refused(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA)
    besok = (hari_ini() + timedelta(days=1)).isoformat()
    jawab = await klien.post("/v1/petugas/impor", json={"ukuran": 20, "tanggal_data": besok})
    assert (jawab.status_code, [r["lokasi"] for r in jawab.json()["rincian"]]) == (422, ["body.tanggal_data"])
